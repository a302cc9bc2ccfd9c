"""Workbooks are opened with care: what is not one, or would harm, is refused with a reason."""

import io
import zipfile

import pytest

from data.ceads.workbook import is_workbook, read_workbook
from data.errors import FileRefusedError
from tests.workbooks import make_workbook

SIMPLE = make_workbook({"Data": [["a", 1], ["b", 2.5]]}, "some content", 2019)


def rezip(content, change):
    """Rewrite an archive, letting ``change(name, data)`` alter each entry."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return buffer.getvalue()


def test_rows_start_at_a1_and_note_is_read_by_its_english_labels():
    workbook = read_workbook("x.xlsx", SIMPLE)
    assert workbook.sheet_names == ("NOTE", "Data")
    assert workbook.rows("Data") == [["a", 1], ["b", 2.5]]
    assert workbook.note == {"Content": "some content", "Timeseries": "2019"}


def test_a_sheet_that_begins_further_down_keeps_its_addresses():
    content = make_workbook({"Data": [[], ["", "", 7]]})
    assert read_workbook("x.xlsx", content).rows("Data")[1][2] == 7


def damaged_entry():
    cut = bytearray(SIMPLE)
    with zipfile.ZipFile(io.BytesIO(SIMPLE)) as archive:
        entry = archive.getinfo("xl/worksheets/sheet2.xml")
    start = entry.header_offset + 30 + len(entry.filename) + 10
    cut[start : start + 20] = bytes(20)
    return bytes(cut)


def encrypted_flag():
    changed = bytearray(SIMPLE)
    changed[changed.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def far_cell(reference):
    def change(name, data):
        if not name.endswith("sheet2.xml"):
            return data
        cell = f'<row><c r="{reference}"><v>1</v></c></row></sheetData>'
        return data.replace(b"</sheetData>", cell.encode())

    return rezip(SIMPLE, change)


def swollen():
    return rezip(SIMPLE, lambda n, d: d + b" " * 40_000_000 if n.endswith("sheet2.xml") else d)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no Excel workbook"),
        (b"Raw Coal,Coke\n1,2\n", "no Excel workbook"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "login page"),
        (SIMPLE[: len(SIMPLE) // 2], "damaged or incomplete"),
        (SIMPLE[:-10], "damaged or incomplete"),
        (damaged_entry(), "damaged or incomplete"),
        (rezip(SIMPLE, lambda n, d: b"<" if n == "xl/workbook.xml" else d), "damaged"),
        (encrypted_flag(), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old .xls"),
        (far_cell("A1048576"), "more than the limit"),
        (far_cell("XFD2"), "more than the limit"),
        (swollen(), "more than the limit"),
    ],
)
def test_what_is_no_sound_workbook_is_refused_by_name(content, says):
    with pytest.raises(FileRefusedError) as caught:
        read_workbook("清单.xlsx", content)
    assert says in caught.value.text.en
    assert "清单.xlsx" in caught.value.text.en
    assert "清单.xlsx" in caught.value.text.zh


def test_an_archive_of_other_files_is_no_workbook():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert not is_workbook(buffer.getvalue())
    assert is_workbook(SIMPLE)
    with pytest.raises(FileRefusedError, match="without the parts"):
        read_workbook("x.zip", buffer.getvalue())


def test_a_broken_sheet_is_refused_by_its_name():
    content = rezip(SIMPLE, lambda n, d: d[:-60] if n.endswith("sheet2.xml") else d)
    workbook = read_workbook("x.xlsx", content)
    with pytest.raises(FileRefusedError, match="sheet Data"):
        workbook.rows("Data")
