"""A list of places or an own series that lost its rows on disk is damaged, never simply empty."""

import pytest

from data.ceads.importing import import_paths
from data.dataset import Dataset
from data.errors import FileRefusedError
from data.own_series import COLUMNS, read_own_rows
from data.places import read_places
from data.store import Store
from tests.small_places import CITIES, write_with_places

OWN = "series,region,year,value,unit,source\ngdp_cny_1e8,广东,2019,107986.9,亿元,yearbook\n"
LEFT = {"nothing": 0, "the header": 1}


def cut(path, lines):
    kept = path.read_text(encoding="utf-8").splitlines(keepends=True)[:lines]
    path.write_text("".join(kept), encoding="utf-8")


@pytest.mark.parametrize("lines", LEFT.values(), ids=LEFT)
def test_an_emptied_own_series_is_refused_by_name(tmp_path, lines):
    own = tmp_path / "own.csv"
    own.write_text(OWN, encoding="utf-8")
    store = Store(tmp_path / "home")
    assert import_paths([own], store, "own").ok
    assert len(store.open("own").own_series.rows) == 1
    cut(store.path("own") / "own_series.csv", lines)
    with pytest.raises(FileRefusedError) as caught:
        _ = store.open("own").own_series
    assert "own_series.csv" in caught.value.text.en
    assert "已损坏" in caught.value.text.zh


@pytest.mark.parametrize("lines", [*LEFT.values(), 5], ids=[*LEFT, "some rows"])
def test_an_emptied_list_of_places_is_refused_by_name(tmp_path, lines):
    assert len(write_with_places(tmp_path).cities.places) == len(CITIES)
    cut(tmp_path / "inventory_city.places.csv", lines)
    with pytest.raises(FileRefusedError) as caught:
        _ = Dataset(tmp_path).cities
    assert "inventory_city.places.csv" in caught.value.text.en
    assert Dataset(tmp_path).counties is not None


@pytest.mark.parametrize("read", [read_own_rows, read_places])
@pytest.mark.parametrize("text", ["", "\n", "a,b\n"])
def test_a_text_without_the_columns_is_no_empty_table(read, text):
    with pytest.raises(KeyError):
        read(text)


def test_columns_alone_are_no_rows():
    assert read_own_rows(",".join(COLUMNS) + "\n") == ()
