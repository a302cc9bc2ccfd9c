"""Importing: the good files go in, the others are explained, and twice is the same as once."""

import zipfile

import numpy as np
import pytest

from data.ceads import importing
from data.ceads.importing import import_paths
from data.errors import InputError, StoppedError
from data.store import Store
from tests.workbooks import (
    CEMENT_ROW,
    NOTE,
    PROCESS,
    make_cell,
    make_national,
    make_provincial,
    make_rows,
    make_workbook,
)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "home")


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()

    def write(name, content):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return write


def statuses(report):
    return {o.name: o.status for o in report.outcomes}


def test_files_of_several_years_make_one_table_with_gaps(store, files):
    paths = [
        files("a.xlsx", make_provincial(2019, ("Guangdong", "Jiangsu"), "underscored")),
        files("b.xlsx", make_provincial(2015, ("Guangdong",), "spaced", scale=3)),
    ]
    report = import_paths(paths, store)
    assert report.ok
    assert report.exit_status == 0
    held = store.open("ceads").provincial
    assert (held.regions, held.years) == (("CN-JS", "CN-GD"), (2015, 2019))
    assert held.kind == "official"
    np.testing.assert_allclose(held.cell("CN-GD", 2015), make_cell(3), rtol=1e-12)
    np.testing.assert_allclose(held.cell("CN-JS", 2019), make_cell(2), rtol=1e-12)
    assert held.has("CN-JS", 2019)
    assert not held.has("CN-JS", 2015)
    assert store.verify("ceads") == []


def test_provinces_and_nation_are_tables_of_their_own_with_their_papers(store, files):
    import_paths(
        [files("p.xlsx", make_provincial()), files("n.xlsx", make_national((2018, 2019)))], store
    )
    dataset = store.open()
    assert dataset.national.regions == ("CN",)
    assert dataset.provincial.regions == ("CN-JS", "CN-GD")
    tables = dataset.manifest.tables
    for doi in ("10.1038/sdata.2017.201", "10.1038/s41597-020-0393-y", "10.1029/2021EF002241"):
        assert doi in tables["inventory_national"].source.citation
        assert doi in tables["inventory_provincial"].source.citation
    assert [f["years"] for f in dataset.manifest.files] == ["2019", "2018,2019"]


def test_a_later_import_adds_to_what_is_held(store, files):
    import_paths([files("a.xlsx", make_provincial(2018))], store)
    import_paths([files("n.xlsx", make_national())], store)
    import_paths([files("b.xlsx", make_provincial(2019, scale=2))], store)
    dataset = store.open()
    assert dataset.provincial.years == (2018, 2019)
    assert dataset.national.years == (2018, 2019)
    np.testing.assert_allclose(dataset.provincial.cell("CN-GD", 2018), make_cell(1), rtol=1e-12)
    assert len(dataset.manifest.files) == 3


def test_folders_and_archives_are_looked_into(store, files, tmp_path):
    files("folder/deep/x.xlsx", make_provincial(2017))
    files("folder/~$x.xlsx", b"owner")
    files("folder/notes.txt", b"not looked at")
    files("folder/hash-name", make_national())
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("30省/2018年.xlsx", make_provincial(2018))
        made.writestr("__MACOSX/._2018年.xlsx", b"resource fork")
        made.writestr("readme.txt", "hello")
    report = import_paths([tmp_path / "downloads" / "folder", archive], store)
    assert statuses(report) == {
        "x.xlsx": "imported",
        "hash-name": "imported",
        "all.zip/2018年.xlsx": "imported",
    }


def test_names_in_an_archive_made_on_chinese_windows_are_readable(store, tmp_path):
    archive = tmp_path / "w.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("QQQQ.xlsx", make_provincial())
    raw = archive.read_bytes().replace(b"QQQQ.xlsx", "清单".encode("gbk") + b".xlsx")
    archive.write_bytes(raw)
    assert statuses(import_paths([archive], store)) == {"w.zip/清单.xlsx": "imported"}


def test_a_bad_file_does_not_keep_the_others_out(store, files, tmp_path):
    good = make_provincial()
    rows = make_rows(make_cell())
    rows[7][5] = "?"
    paths = [
        files("cut.xlsx", good[: len(good) // 2]),
        files("text.xlsx", make_workbook({"Guangdong2018": rows}, NOTE["inventory_provincial"])),
        files("other.xlsx", make_workbook({"Sheet1": [["x"]]})),
        files("page.xlsx", b"<html></html>"),
        tmp_path / "absent.xlsx",
        files("good.xlsx", good),
    ]
    report = import_paths(paths, store)
    assert list(statuses(report).values()) == [
        *["refused"] * 5,
        "imported",
    ]
    assert report.exit_status == 1
    assert store.open().provincial.years == (2019,)
    text = report.text("en")
    assert "text.xlsx, sheet Guangdong2018, cell F8" in text
    assert "These can be imported: provincial CO2 inventories" in text
    assert "absent.xlsx" in text
    for outcome in report.outcomes:
        assert outcome.name in outcome.text.zh
        assert outcome.name in outcome.text.en


def test_a_file_with_one_bad_sheet_is_left_out_whole(store, files):
    rows = make_rows(make_cell())
    rows[7][5] = -1.0
    sheets = {"Guangdong2019": make_rows(make_cell()), "Hebei2019": rows}
    report = import_paths([files("a.xlsx", make_workbook(sheets))], store)
    assert not report.changed
    assert store.ids() == ["demonstration"]


def test_a_reader_who_stops_keeps_the_files_done_and_goes_on_later(store, files):
    paths = [files(f"{y}.xlsx", make_provincial(y)) for y in (2017, 2018, 2019)]

    def stop_before_the_third(share, _text):
        if share > 0.5:
            raise StoppedError

    report = import_paths(paths, store, progress=stop_before_the_third)
    assert [o.status for o in report.outcomes] == ["imported", "imported", "stopped"]
    assert report.exit_status == 1
    assert store.open().provincial.years == (2017, 2018)
    report = import_paths(paths, store)
    assert [o.status for o in report.outcomes] == ["unchanged", "unchanged", "imported"]


def test_a_long_import_saves_as_it_goes(store, files, monkeypatch):
    monkeypatch.setattr(importing, "SAVE_EVERY_SECONDS", 0.0)
    paths = [files(f"{y}.xlsx", make_provincial(y)) for y in (2017, 2018)]
    held = []

    def look(_share, _text):
        held.append(store.open("ceads").provincial.years if "ceads" in store.ids() else ())

    import_paths(paths, store, progress=look)
    assert held == [(), (2017,), (2017, 2018)]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut"])
def test_a_damaged_archive_is_refused(store, files, content):
    report = import_paths([files("a.zip", content)], store)
    assert statuses(report) == {"a.zip": "refused"}


def test_an_empty_folder_or_archive_is_said(store, tmp_path):
    (tmp_path / "nothing").mkdir()
    with zipfile.ZipFile(tmp_path / "n.zip", "w") as made:
        made.writestr("readme.txt", "hello")
    report = import_paths([tmp_path / "nothing", tmp_path / "n.zip"], store)
    assert statuses(report) == {"nothing": "refused", "n.zip": "refused"}


def test_the_same_file_twice_changes_nothing(store, files):
    path = files("a.xlsx", make_provincial())
    import_paths([path], store)
    folder = store.path("ceads")
    report = import_paths([path, files("copy.xlsx", path.read_bytes())], store)
    assert set(statuses(report).values()) == {"unchanged"}
    assert not report.changed
    assert report.exit_status == 0
    assert store.path("ceads") == folder


def test_the_same_numbers_in_another_file_change_nothing(store, files):
    import_paths([files("a.xlsx", make_provincial(dialect="spaced"))], store)
    report = import_paths([files("b.xlsx", make_provincial(dialect="underscored"))], store)
    assert statuses(report) == {"b.xlsx": "unchanged"}


def test_other_numbers_for_the_same_year_are_a_conflict(store, files):
    import_paths([files("a.xlsx", make_provincial(scale=1))], store)
    report = import_paths([files("b.xlsx", make_provincial(scale=1.5))], store)
    assert statuses(report) == {"b.xlsx": "conflict"}
    assert report.exit_status == 1
    assert "Guangdong 2019" in report.text("en")
    assert "--replace" in report.text("zh")
    np.testing.assert_allclose(store.open().provincial.cell("CN-GD", 2019), make_cell(1))


def test_the_later_file_wins_when_asked(store, files):
    first, second = (
        files("a.xlsx", make_provincial(scale=1)),
        files("b.xlsx", make_provincial(scale=1.5)),
    )
    report = import_paths([first, second], store, replace=True)
    assert report.ok
    dataset = store.open()
    np.testing.assert_allclose(dataset.provincial.cell("CN-GD", 2019), make_cell(1.5))
    assert [f["name"] for f in dataset.manifest.files] == ["b.xlsx"]
    back = import_paths([first], store, replace=True)
    assert statuses(back) == {"a.xlsx": "imported"}
    np.testing.assert_allclose(store.open().provincial.cell("CN-GD", 2019), make_cell(1))


def test_a_file_replaced_in_part_can_be_put_back(store, files):
    whole = files("whole.xlsx", make_provincial(2019, ("Guangdong", "Jiangsu")))
    part = files("part.xlsx", make_provincial(2019, ("Guangdong",), scale=9))
    import_paths([whole, part], store, replace=True)
    dataset = store.open()
    assert [f["name"] for f in dataset.manifest.files] == ["whole.xlsx", "part.xlsx"]
    np.testing.assert_allclose(dataset.provincial.cell("CN-GD", 2019), make_cell(9))
    np.testing.assert_allclose(dataset.provincial.cell("CN-JS", 2019), make_cell(2))
    assert statuses(import_paths([whole], store, replace=True)) == {"whole.xlsx": "imported"}
    dataset = store.open()
    assert [f["name"] for f in dataset.manifest.files] == ["whole.xlsx"]
    np.testing.assert_allclose(dataset.provincial.cell("CN-GD", 2019), make_cell(1))


def test_a_gap_found_in_a_file_is_a_gap_of_the_data_set_until_corrected(store, files):
    empty = np.zeros((47, 18))
    empty[CEMENT_ROW, PROCESS] = 0.8
    gap = {"Ningxia2000": make_rows(empty), "Guangdong2000": make_rows(make_cell())}
    mended = gap | {"Ningxia2000": make_rows(make_cell())}
    report = import_paths([files("gap.xlsx", make_workbook(gap))], store)
    held = store.open().provincial
    assert held.gaps == {("CN-NX", 2000)}
    assert np.isnan(held.cell("CN-NX", 2000)).all()
    (finding,) = (f for f in report.findings if f.level == "missing")
    assert finding.file == "gap.xlsx"
    assert "(缺失) 宁夏2000" in report.text("zh")
    import_paths([files("mended.xlsx", make_workbook(mended))], store, replace=True)
    assert store.open().provincial.has("CN-NX", 2000)


def test_absent_provinces_are_named_until_they_are_there(store, files):
    report = import_paths([files("a.xlsx", make_provincial(2019, ("Guangdong",)))], store)
    (finding,) = (f for f in report.findings if f.rule == "province_absent")
    assert "Jiangsu" in finding.text.en
    assert "Guangdong" not in finding.text.en
    assert "Tibet" not in finding.text.en
    report = import_paths([files("b.xlsx", make_provincial(2019, ("Jiangsu",)))], store)
    (finding,) = (f for f in report.findings if f.rule == "province_absent")
    assert "Jiangsu" not in finding.text.en


def test_a_damaged_data_set_is_built_anew(store, files):
    path = files("a.xlsx", make_provincial())
    import_paths([path], store)
    (store.path("ceads") / "inventory_provincial.npy").write_bytes(b"x")
    report = import_paths([path], store)
    assert statuses(report) == {"a.xlsx": "imported"}
    assert len(report.notes) == 1
    assert store.verify("ceads") == []


def test_a_crash_while_saving_leaves_the_former_data_set(store, files, monkeypatch):
    import_paths([files("a.xlsx", make_provincial(2018))], store)

    def fail(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("data.versions.write_whole", fail)
        with pytest.raises(KeyboardInterrupt):
            import_paths([files("b.xlsx", make_provincial(2019))], store)
    assert store.open().provincial.years == (2018,)
    import_paths([files("b.xlsx", make_provincial(2019))], store)
    assert store.open().provincial.years == (2018, 2019)


def test_progress_runs_from_start_to_end(store, files):
    shares = []
    paths = [files(f"{y}.xlsx", make_provincial(y)) for y in (2017, 2018)]
    import_paths(paths, store, progress=lambda share, text: shares.append((share, text.zh)))
    assert [s for s, _ in shares] == [0, 0.5, 1]
    assert shares[1][1] == "正在读取 2018.xlsx"


def test_another_id_is_a_data_set_of_its_own(store, files):
    import_paths([files("a.xlsx", make_provincial())], store, "mine")
    assert store.ids() == ["mine", "demonstration"]
    assert "mine" in store.open().title.en
    with pytest.raises(InputError):
        import_paths([files("a.xlsx", make_provincial())], store, "demonstration")


@pytest.mark.ceads
def test_the_real_files_import_with_their_known_oddities(store, ceads_folder):
    report = import_paths([ceads_folder], store)
    assert {o.status for o in report.outcomes} == {"imported"}
    assert len(report.outcomes) >= 13
    dataset = store.open()
    assert len(dataset.national.years) == 23
    assert len(dataset.cities.places) == 290
    assert set(dataset.provincial.years) >= {1997, 2019}
    seen = {(f.rule, f.region, f.year) for f in report.findings}
    assert {
        ("only_process", "CN-NX", 2000),
        ("only_process", "CN-HI", 2002),
        ("other_dialect", "CN-HN", 2017),
        ("fuel_ends", "CN", None),
        ("sectors_equal", "CN", None),
        ("sector_zero", "CN", None),
    } <= seen
    (larger,) = (f for f in report.findings if f.rule == "place_exceeds_province")
    assert (larger.region, larger.years) == ("city:CN-SN:榆林", [2015, 2017, 2018, 2019])
    excess = {f.year: f.text.en for f in report.findings if f.rule == "provinces_unlike_nation"}
    for year, size in {2010: "8.8%", 2017: "8.1%", 2019: "10.9%"}.items():
        assert size in excess[year]
    assert dataset.provincial.cell("CN-GD", 2019).sum() == pytest.approx(569.12, abs=0.01)
