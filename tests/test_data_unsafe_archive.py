"""A member of an archive whose path leads outside is named and refused; nothing is written there."""

import zipfile

import pytest

from data.ceads.importing import import_paths
from data.store import Store
from tests.workbooks import make_provincial

GOOD = make_provincial(2018)


def pack(path, *names):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, make_provincial(2019))
        made.writestr("good/2018.xlsx", GOOD)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "../x.xlsx",
        "a/../../x.xlsx",
        "/x.xlsx",
        "..\\x.xlsx",
        "C:\\x.xlsx",
        "c:/x.xlsx",
        "//h/s/x.csv",
    ],
)
def test_an_unsafe_path_is_named_and_refused(tmp_path, name):
    inner = tmp_path / "inner"
    inner.mkdir()
    archive = pack(inner / "a.zip", name)
    store = Store(inner / "home")
    report = import_paths([archive], store)
    told = {o.name: o for o in report.outcomes}
    assert {n: o.status for n, o in told.items()} == {
        f"a.zip/{name}": "refused",
        "a.zip/2018.xlsx": "imported",
    }
    text = told[f"a.zip/{name}"].text
    assert name in text.en
    assert "out of the archive" in text.en
    assert "压缩包之外" in text.zh
    assert store.open("ceads").provincial.years == (2018,)
    assert [p.name for p in tmp_path.iterdir()] == ["inner"]


@pytest.mark.parametrize("name", ["a..b.xlsx", "…/2019.xlsx", "folder\\2019.xlsx", "./2019.xlsx"])
def test_a_harmless_path_is_read(tmp_path, name):
    report = import_paths([pack(tmp_path / "a.zip", name)], Store(tmp_path / "home"))
    assert [o.status for o in report.outcomes] == ["imported", "imported"]


def test_what_is_no_data_file_is_passed_over_wherever_it_points(tmp_path):
    report = import_paths([pack(tmp_path / "a.zip", "../readme.txt")], Store(tmp_path / "home"))
    assert [o.name for o in report.outcomes] == ["a.zip/2018.xlsx"]
