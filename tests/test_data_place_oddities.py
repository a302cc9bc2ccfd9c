"""Cities and counties are set beside the inventories of their provinces."""

import numpy as np
import pytest

from data.ceads.cell_tables import CITY, ENERGY, PROVINCIAL
from data.ceads.place_names import name_city
from data.ceads.place_oddities import find_place_oddities
from data.vocabulary import PROVINCES

BAODING, TANGSHAN = name_city("CN-HE", "保定"), name_city("CN-HE", "唐山")
PLACES = {CITY: {p.id: p for p in (BAODING, TANGSHAN)}}


def cell(total):
    held = np.zeros((47, 18))
    held[0, 0] = total
    return held


def look(cities, provinces, gaps=()):
    totals = {(p.id, y): np.array(v) for (p, y), v in cities.items()}
    inventories = {("CN-HE", y): cell(v) for y, v in provinces.items()}
    tables = {CITY: totals, PROVINCIAL: inventories}
    return find_place_oddities(tables, PLACES, frozenset(gaps))


def test_cities_within_their_province_are_described():
    (finding,) = look({(BAODING, 2018): 30.0, (TANGSHAN, 2018): 50.0}, {2018: 100.0, 2019: 90.0})
    assert (finding.rule, finding.level) == ("places_beside_province", "info")
    assert (finding.table, finding.region, finding.years) == (CITY, "CN-HE", [2018])
    assert "sum to 80% of its provincial inventory (2018)" in finding.text.en


def test_cities_beyond_their_province_are_a_caution():
    cities = {(BAODING, 2018): 60.0, (TANGSHAN, 2018): 50.0, (BAODING, 2019): 50.0}
    (finding,) = look(cities, {2018: 100.0, 2019: 100.0})
    assert finding.level == "caution"
    assert "sum to 50–110%" in finding.text.en
    assert "In 2018 they exceed it" in finding.text.en


def test_one_city_beyond_its_province_is_named():
    larger, beside = look({(BAODING, 2018): 120.0}, {2018: 100.0})
    assert (larger.rule, larger.region, larger.years) == (
        "place_exceeds_province",
        BAODING.id,
        [2018],
    )
    assert beside.rule == "places_beside_province"


@pytest.mark.parametrize(
    ("provinces", "gaps"), [({2019: 100.0}, []), ({2018: 1.0}, [("CN-HE", 2018)])]
)
def test_without_a_measured_total_nothing_is_compared(provinces, gaps):
    assert look({(BAODING, 2018): 120.0}, provinces, gaps) == []


def test_absent_provinces_of_a_table_are_told_once_for_like_years():
    held = [t.id for t in PROVINCES if t.extra["in_inventory"] == "1" and t.id != "CN-GD"]
    cells = {(r, y): np.zeros((48, 20)) for r in held for y in (2012, 2013)}
    (finding,) = find_place_oddities({ENERGY: cells}, {})
    assert (finding.table, finding.years) == (ENERGY, [2012, 2013])
    assert finding.text.en.endswith("not held: Guangdong.")
