"""Importing multi-regional workbooks into a data set, beside inventories and over former tables."""

from dataclasses import replace

import numpy as np
import pytest

from data.ceads import formats
from data.ceads.importing import import_paths
from data.ceads.io_tables import read_io
from data.store import Store
from tests.io_workbooks import NBS_ZH, lay_out, make_numbers, with_co2, write_workbook
from tests.workbooks import make_provincial

REGIONS = ("CN-BJ", "CN-NM", "CN-XZ")


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "read_io", lambda workbook: read_io(workbook, REGIONS))
    return Store(tmp_path / "home")


@pytest.fixture
def write(tmp_path):
    def make(name, content):
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return make


NUMBERS = make_numbers(len(REGIONS))


def make_table(year=2017, numbers=NUMBERS):
    return write_workbook({f"Table_{year}": lay_out(numbers, REGIONS, title="MRIO")})


def make_both():
    return write_workbook(
        {
            "Table_2017": lay_out(NUMBERS, REGIONS, NBS_ZH),
            "Table_2017_consistent": lay_out(NUMBERS, REGIONS),
        }
    )


def statuses(report):
    return [o.status for o in report.outcomes]


def test_a_table_is_opened_as_it_was_imported(store, write):
    report = import_paths([write("m.xlsx", make_table())], store)
    assert (report.ok, report.exit_status) == (True, 0)
    table = store.open().io_table()
    assert (table.year, table.scheme, table.regions) == (2017, "consistent42", REGIONS)
    assert table.kind == "official"
    for part in ("Z", "Y", "ex", "err", "x", "imports", "value_added"):
        np.testing.assert_array_equal(getattr(table, part), getattr(NUMBERS, part))
    np.testing.assert_array_equal(table.co2_mt, NUMBERS.co2)
    assert store.verify("ceads") == []


def test_both_schemes_of_a_year_are_held_and_the_consistent_one_opens_first(store, write):
    report = import_paths([write("m.xlsx", make_both())], store)
    assert len(report.totals) == 2
    dataset = store.open()
    assert dataset.io_years == (2017,)
    assert dataset.io_table(2017).scheme == "consistent42"
    assert dataset.io_table(2017, "nbs2017_42").scheme == "nbs2017_42"
    assert [f["table"] for f in dataset.manifest.files] == [
        "io_2017_nbs2017_42",
        "io_2017_consistent42",
    ]


@pytest.mark.parametrize(
    ("year", "doi"),
    [
        (2012, "10.1038/s41597-021-01023-5"),
        (2017, "10.1038/s41597-021-01023-5"),
        (2018, "10.1038/s41597-025-06543-y"),
        (2020, "10.6084/m9.figshare.29927291"),
    ],
)
def test_a_table_cites_the_paper_of_its_year(store, write, year, doi):
    import_paths([write("m.xlsx", make_table(year))], store)
    source = store.open().io_table(year).source
    assert doi in source.citation
    assert str(year) in source.title.zh


def test_tables_and_inventories_live_side_by_side(store, write):
    import_paths([write("p.xlsx", make_provincial(2017))], store)
    import_paths([write("m.xlsx", make_table(2017))], store)
    import_paths([write("n.xlsx", make_table(2020))], store)
    report = import_paths([write("q.xlsx", make_provincial(2019))], store)
    dataset = store.open()
    assert dataset.provincial.years == (2017, 2019)
    assert dataset.io_years == (2017, 2020)
    np.testing.assert_array_equal(dataset.io_table(2017).Z, NUMBERS.Z)
    assert store.verify("ceads") == []
    for lang in ("zh", "en"):
        assert sum("42" in line and "2017" in line for line in report.lines(lang)) >= 1


def test_what_a_table_lacks_is_no_gap_of_the_inventories(store, write):
    blank = NUMBERS.co2.copy()
    blank[:42] = np.nan
    files = [
        write("p.xlsx", make_provincial(2017, ("Beijing",))),
        write("m.xlsx", make_table(2017, with_co2(NUMBERS, blank))),
    ]
    import_paths(files, store)
    dataset = store.open()
    assert {f.region for f in dataset.findings if f.rule == "io_co2_blank"} == {"CN-BJ", "CN-XZ"}
    assert dataset.provincial.has("CN-BJ", 2017)
    assert dataset.findings_for("CN-BJ", (2017,)) == []


def test_twice_is_the_same_as_once(store, write):
    first = write("m.xlsx", make_both())
    import_paths([first], store)
    folder = store.path("ceads")
    report = import_paths([first, write("n.xlsx", make_table())], store)
    assert statuses(report) == ["unchanged", "unchanged"]
    assert not report.changed
    assert store.path("ceads") == folder


def test_other_numbers_are_a_conflict_until_they_are_asked_for(store, write):
    import_paths([write("m.xlsx", make_both())], store)
    changed = (NUMBERS.imports + 9).round(3)
    other = write("n.xlsx", make_table(2017, replace(NUMBERS, imports=changed)))
    report = import_paths([other], store)
    assert statuses(report) == ["conflict"]
    assert "--replace" in report.text("en")
    assert "2017年" in report.text("zh")
    np.testing.assert_array_equal(store.open().io_table(2017).imports, NUMBERS.imports)
    report = import_paths([other], store, replace=True)
    assert statuses(report) == ["imported"]
    dataset = store.open()
    np.testing.assert_array_equal(dataset.io_table(2017).imports, changed)
    assert "io_input_is_output" in {f.rule for f in dataset.findings}
    assert [f["name"] for f in dataset.manifest.files] == ["m.xlsx", "n.xlsx"]
    import_paths([write("m.xlsx", make_both())], store, replace=True)
    assert "io_input_is_output" not in {f.rule for f in store.open().findings}


def test_a_table_replaced_by_one_without_a_co2_row_has_none(store, write):
    import_paths([write("m.xlsx", make_table())], store)
    import_paths([write("n.xlsx", make_table(2017, with_co2(NUMBERS, None)))], store, replace=True)
    assert store.open().io_table(2017).co2_mt is None
    assert store.verify("ceads") == []


def test_one_bad_sheet_keeps_the_whole_workbook_out(store, write):
    rows = [list(row) for row in lay_out(NUMBERS, REGIONS, NBS_ZH)]
    rows[4][3] = "?"
    content = write_workbook(
        {"Table_2017": rows, "Table_2017_consistent": lay_out(NUMBERS, REGIONS)}
    )
    report = import_paths([write("m.xlsx", content)], store)
    assert statuses(report) == ["refused"]
    assert "m.xlsx, sheet Table_2017, cell D5" in report.text("en")
    assert store.ids() == ["demonstration"]


def test_a_truncated_file_is_refused(store, write):
    content = make_table()
    report = import_paths([write("m.xlsx", content[: len(content) // 2])], store)
    assert statuses(report) == ["refused"]


def test_the_public_entry_expects_all_31_provinces(tmp_path, write):
    report = import_paths([write("m.xlsx", make_table())], Store(tmp_path / "home"))
    assert statuses(report) == ["refused"]
    assert "31×42" in report.text("zh")
