"""Oddities are found by rule, kept with the data, and said where they matter."""

import numpy as np
import pytest

from data.ceads.cell_tables import PROVINCIAL
from data.ceads.oddities import (
    compare_with_nation,
    find_dips,
    find_ended_fuels,
    find_equal_sectors,
    find_oddities,
    find_only_process,
    find_zero_sectors,
)
from data.dataset import Dataset, ImportFinding
from data.series import FOLDER as REFERENCE
from data.vocabulary import INVENTORY_FUELS, INVENTORY_SECTORS, PROVINCES, read_csv
from tests.workbooks import (
    CEMENT_ROW,
    PROCESS,
    make_cell,
)

INVENTORY_PROVINCES = [t.id for t in PROVINCES if t.extra["in_inventory"] == "1"]


def series(totals, region="CN-YN"):
    return {(region, year): make_cell(total) for year, total in totals.items()}


def test_a_region_year_with_process_alone_is_missing():
    cell = np.zeros((47, 18))
    cell[CEMENT_ROW, PROCESS] = 0.8
    (finding,) = find_only_process({("CN-NX", 2000): cell, ("CN-NX", 2003): make_cell()})
    assert (finding.level, finding.region, finding.year) == ("missing", "CN-NX", 2000)


@pytest.mark.parametrize(
    ("totals", "years"),
    [
        ({2003: 88.8, 2004: 58.7, 2005: 133.1}, [2004]),
        ({2003: 88.8, 2004: 70.0, 2005: 133.1}, []),
        ({2003: 88.8, 2004: 58.7, 2005: 60.0}, []),
        ({2002: 88.8, 2004: 58.7, 2005: 133.1}, []),
    ],
)
def test_a_dip_is_a_fall_by_over_a_quarter_that_comes_back(totals, years):
    assert [f.year for f in find_dips(series(totals))] == years


def test_published_totals_hold_one_unexplained_dip():
    rows = read_csv(REFERENCE / "provincial_co2.csv")
    gaps = {("CN-NX", y) for y in (2000, 2001, 2002)} | {("CN-HI", 2002)}
    cells = {
        (r["region"], int(r["year"])): np.full((47, 18), float(r["co2_mt"]) / 846) for r in rows
    }
    sound = {place: cell for place, cell in cells.items() if place not in gaps}
    assert [(f.region, f.year) for f in find_dips(sound)] == [("CN-YN", 2004)]


def test_a_fuel_that_ends_is_named_with_its_years():
    cells = series({2014: 1, 2015: 1, 2016: 1, 2017: 1}, "CN")
    fuel = INVENTORY_FUELS.index("cleaned_coal")
    for year in (2016, 2017):
        cells["CN", year][:, fuel] = 0
    (finding,) = find_ended_fuels(cells)
    assert (finding.years, finding.about) == ([2016, 2017], ["cleaned_coal"])


def test_equal_sectors_are_named_as_one_figure_split_in_half():
    cells = series({2011: 1, 2012: 1, 2013: 1, 2014: 1}, "CN")
    rubber, plastics = (INVENTORY_SECTORS.index(s) for s in ("rubber", "plastics"))
    for year in (2012, 2013, 2014):
        cells["CN", year][rubber] = cells["CN", year][plastics]
    (finding,) = find_equal_sectors(cells)
    assert (finding.years, finding.about) == ([2012, 2013, 2014], ["rubber", "plastics"])


def test_a_sector_that_is_always_zero_is_mentioned():
    cells = series({2018: 1, 2019: 1}, "CN")
    logging = INVENTORY_SECTORS.index("logging")
    for cell in cells.values():
        cell[logging] = 0
    (finding,) = find_zero_sectors(cells)
    assert (finding.level, finding.about) == ("info", ["logging"])


def test_the_sum_of_provinces_is_compared_with_the_nation_where_both_are_complete():
    provinces = {(r, 2019): make_cell() for r in INVENTORY_PROVINCES}
    nation = {("CN", 2019): make_cell(30 / 1.109)}
    (finding,) = compare_with_nation(provinces, nation)
    assert "10.9% more" in finding.text.en
    assert "高 10.9%" in finding.text.zh
    del provinces["CN-GD", 2019]
    assert compare_with_nation(provinces, nation) == []


def test_a_known_oddity_is_flagged_without_its_neighbours_and_not_once_corrected():
    def flagged(total):
        cell = np.full((47, 18), total / 846)
        found = find_oddities({PROVINCIAL: {("CN-YN", 2004): cell}})
        return [f for f in found if f.rule == "dip"]

    (finding,) = flagged(58.7)
    assert "does not explain" in finding.text.en
    assert flagged(95.0) == []


def test_findings_on_single_fuels_do_not_follow_every_question():
    finding = ImportFinding(
        level="caution",
        file="f",
        region="CN",
        years=[2016, 2017],
        about=["cleaned_coal"],
        text={"zh": "零", "en": "zero"},
    )
    assert matches(finding, (2016,), ("cleaned_coal",))
    assert not matches(finding, (2016,), ())
    assert not matches(finding, (2015,), ("cleaned_coal",))


def matches(finding, years, about):
    holder = type("Holder", (), {"findings": [finding]})()
    return bool(Dataset.findings_for(holder, "CN", years, about))
