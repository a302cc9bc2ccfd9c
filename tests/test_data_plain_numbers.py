"""Numbers taken from a sheet's XML in bulk: the same cells as the reader of workbooks sees."""

import io
import zipfile

import numpy as np
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from data.ceads import workbook
from data.ceads.plain_numbers import is_whole, take_numbers
from data.errors import FileRefusedError
from tests.io_workbooks import lay_out, make_numbers, write_workbook

REGIONS = ("CN-BJ", "CN-NM", "CN-XZ")
HEAD = b'<?xml version="1.0"?><worksheet><sheetData>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture(autouse=True)
def every_sheet_is_large(monkeypatch):
    monkeypatch.setattr(workbook, "LARGE_SHEET", 0)


def with_sheet(data, *, names=("Data",)):
    """A workbook whose sheet ``Data`` holds some XML."""
    content = write_workbook({name: [["x", 1.0]] for name in names})
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            is_data = entry == "xl/worksheets/sheet4.xml"
            new.writestr(entry, sheet_xml(data) if is_data else old.read(entry))
    return buffer.getvalue()


def sheet_xml(data):
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'
    )


def seen_by_calamine(content):
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [list(r) for r in sheet.get_sheet_by_name("Data").to_python(skip_empty_area=False)]


def trimmed(rows):
    kept = [[*row] for row in rows]
    for row in kept:
        while row and row[-1] == "":
            row.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


CELLS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(lambda v: f"<v>{v!r}</v>"),
    st.integers(-(10**20), 10**20).map(lambda v: f"<v>{v}</v>"),
    st.floats(-1e6, 1e6).map(lambda v: f"<v>{v:.20E}</v>"),
    st.sampled_from([None, "text", "bool", "error", "formula", "empty"]),
)
FORMS = {
    "text": ' t="inlineStr"><is><t>a &lt;c r="A1"&gt;</t></is></c>',
    "bool": ' t="b"><v>1</v></c>',
    "error": ' t="e"><v>#N/A</v></c>',
    "formula": "><f>1+1</f><v>2</v></c>",
    "empty": ' s="0"/>',
}


def cell_xml(place, cell, attributes):
    if cell in FORMS:
        return f'<c r="{place}"{FORMS[cell]}'
    return f'<c r="{place}"{attributes}>{cell}</c>'


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(CELLS, max_size=6), min_size=1, max_size=6),
    st.sampled_from(["", ' s="0"', ' t="n"', ' s="0" t="n"']),
    st.integers(1, 200),
)
def test_cells_are_those_that_the_reader_of_workbooks_sees(table, attributes, size):
    xml = "".join(
        f'<row r="{r}">'
        + "".join(
            cell_xml(f"{'ABCDEF'[c]}{r}", cell, attributes)
            for c, cell in enumerate(row)
            if cell is not None
        )
        + "</row>"
        for r, row in enumerate(table, start=1)
    )
    content = with_sheet(xml)
    book = workbook.read_workbook("a.xlsx", content)
    assert trimmed(book.rows("Data")) == trimmed(seen_by_calamine(content))
    assert trimmed(book.stream("Data")) == trimmed(seen_by_calamine(content))
    assert trimmed(book.head("Data", 2)) == trimmed(seen_by_calamine(content)[:2])
    whole = sheet_xml(xml).encode()
    pieces = [whole[k : k + size] for k in range(0, len(whole), size)]
    at_once, in_pieces = take_numbers([whole]), take_numbers(pieces)
    assert in_pieces.rest == at_once.rest
    assert in_pieces.merge([]) == at_once.merge([])


def test_a_whole_table_leaves_nearly_nothing_and_reads_alike():
    numbers = make_numbers(len(REGIONS))
    content = write_workbook({"Data": lay_out(numbers, REGIONS)})
    book = workbook.read_workbook("a.xlsx", content)
    assert trimmed(book.rows("Data")) == trimmed(seen_by_calamine(content))


def test_hidden_and_reordered_sheets_keep_their_own_numbers():
    names = ("Data", "B", "C")
    book = workbook.read_workbook(
        "a.xlsx", write_workbook({n: [["x", float(k)]] for k, n in enumerate(names)})
    )
    assert [book.rows(n)[0][1] for n in names] == [0.0, 1.0, 2.0]


@pytest.mark.parametrize(
    "data",
    [
        '<!-- <row r="1"><c r="A1"><v>5</v></c></row> --><row r="2"><c r="A2"><v>6</v></c></row>',
        '<?x <c r="A1"><v>5</v></c> ?><row r="2"><c r="A2"><v>6</v></c></row>',
    ],
)
def test_numbers_in_comments_are_not_taken(data):
    content = with_sheet(data)
    book = workbook.read_workbook("a.xlsx", content)
    assert book.rows("Data") == seen_by_calamine(content)
    assert not is_whole(take_numbers([HEAD, data.encode()]).rest)


@pytest.mark.parametrize("place", ["A20000", "A1048576", "CBA1", "XFD9", "AAAA1"])
def test_a_number_in_the_last_corner_is_refused(place):
    with pytest.raises(FileRefusedError, match="more than the limit"):
        workbook.read_workbook(
            "a.xlsx", with_sheet(f'<row r="1"><c r="{place}"><v>1</v></c></row>')
        )


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"><v>1,2</v></c>',
        '<c r="A1"><v>01</v></c>',
        '<c r="A1"><v>1-2</v></c>',
        '<c r="A1"><v>true</v></c>',
        '<c r="A0"><v>1</v></c>',
        '<c r="1A"><v>1</v></c>',
        '<c r="A1"><v>1</v></c><c r="B2"><v>2</v></c>',
    ],
)
def test_what_is_spelt_unusually_is_left_to_the_reader_of_workbooks(cell):
    found = take_numbers([f'<row r="1">{cell}</row>'.encode()])
    assert found.lines == []
    assert cell.encode() in found.rest


def test_a_gap_in_a_row_and_a_row_that_comes_twice_keep_their_places():
    row = '<row r="2"><c r="A2"><v>1</v></c><c r="C2"><v>3</v></c></row>'
    found = take_numbers([(row + '<row r="2"><c r="C2"><v>4</v></c></row>').encode()])
    assert found.merge([]) == [[], [1.0, "", 4.0]]


def test_numbers_of_any_length_are_rounded_as_float_rounds_them():
    random = np.random.default_rng(5)
    texts = [f"{v:.{d}g}" for v in random.normal(0, 1e5, 500) for d in (3, 15, 16, 17, 22)]
    cells = "".join(
        f'<c r="{workbook.cell_name(0, k)}"><v>{t}</v></c>' for k, t in enumerate(texts)
    )
    (line,) = take_numbers([f"<row>{cells}</row>".encode()]).lines
    assert line.values.tolist() == [float(t) for t in texts]
