"""Cities and counties in the coverage: how many there are, beside the provinces they lie in."""

import json

import pytest
from click.testing import CliRunner

from assistant.cli import cli
from assistant.rendering import to_plain
from data.ceads.importing import import_paths
from data.store import Store
from tests.small_places import CITIES, COUNTIES, write_with_places
from tests.table_workbooks import city_book
from tools.coverage_matrix import build_matrices, matrix_chart, matrix_table
from tools.registry import Context, get_tool


@pytest.fixture
def dataset(tmp_path):
    return write_with_places(tmp_path / "places")


def run(dataset, **arguments):
    return get_tool("coverage").run(Context(dataset, 2026), arguments)


def said(result, lang):
    claims = {c.id: c for c in result.claims}
    return [to_plain(f.text.get(lang), claims, lang) for f in result.findings]


def provinces(places):
    return len({i.split(":")[1] if i.startswith("city") else v[2] for i, v in places.items()})


def test_the_sentence_counts_places_and_provinces(dataset):
    zh, en = (" ".join(said(run(dataset), lang)) for lang in ("zh", "en"))
    for noun, name, held in (("城市", "cities", CITIES), ("区县", "counties", COUNTIES)):
        assert f"{provinces(held)}个省份的{len(held)}个{noun}" in zh
        assert f"{name}: {len(held)}, provinces: {provinces(held)}" in en


def test_the_counts_are_claims_of_their_table(dataset):
    result = run(dataset)
    counted = {c.entity["table"]: c for c in result.claims if c.params["what"] == "places"}
    assert {t: c.value for t, c in counted.items()} == {
        "inventory_city": len(CITIES),
        "inventory_county": len(COUNTIES),
    }
    table = next(t for t in result.tables if t.id == "tables")
    place = [c.id for c in table.columns].index("places_count")
    assert [r[place] for r in table.rows] == [None, None, len(CITIES), len(COUNTIES)]
    assert [m[place] for m in table.claims][2:] == [c.id for c in counted.values()]


@pytest.mark.parametrize(("year", "number"), [(2010, 13), (2015, 12), (2019, 12)])
def test_a_year_counts_the_places_that_have_a_figure(dataset, year, number):
    """Baoding lacks 2015, Shaoguan 2018 and 2019."""
    told = next(t for t in said(run(dataset, year=year), "zh") if "微型city" in t)
    assert f"的{number}个城市的数据" in told
    assert number in [c.value for c in run(dataset, year=year).claims if c.year == year]
    lacking = next(t for t in said(run(dataset, year=2013), "en") if "Tiny" in t)
    assert "no province has data" in lacking


def test_a_province_says_how_many_of_its_places_are_held(dataset):
    told = [t for t in said(run(dataset, region="广东"), "zh") if "微型city" in t]
    assert "广东的3个城市有2010" in told[0]
    english = said(run(dataset, region="CN-HE"), "en")
    assert any("Hebei (counties: 1) is held for" in t for t in english)
    assert any("nothing of Hebei" not in t and "(cities: 2)" in t for t in english)


def test_the_matrix_counts_places_by_province_and_year(dataset):
    matrix = next(m for m in build_matrices(dataset) if m.id == "inventory_city")
    assert (matrix.places_in(2010), matrix.places_in(2013), matrix.places_in(1990)) == (13, 0, 0)
    assert (matrix.places_of("CN-GD"), matrix.places_of("CN-XZ")) == (3, 0)
    assert matrix_table(matrix).title.zh == "微型city表：按所在省份的覆盖情况"
    assert matrix_chart(matrix).title.en == "Tiny city table: coverage by province"
    provincial = next(m for m in build_matrices(dataset) if m.id == "inventory_provincial")
    assert (provincial.places_in(2010), provincial.places_of("CN-GD")) == (0, 0)


def test_data_show_says_them_too(tmp_path):
    book = tmp_path / "cities.xlsx"
    book.write_bytes(city_book())
    assert import_paths([book], Store(), "ceads").ok
    held = Store().open("ceads").cities.places
    number, where = len(held), len({p.province for p in held})

    def show(*words):
        done = CliRunner().invoke(
            cli, ["data", "show", "ceads", *words], env={"VISCEADS_LANGUAGE": "en"}
        )
        assert done.exit_code == 0
        return done.output

    assert f"cities: {number}, provinces: {where}" in show()
    (table,) = json.loads(show("--json"))["tables"]
    assert table["places"] == number
