"""Scope 2 of a sector: from the user's own electricity or the energy inventories, or missing."""

import numpy as np
import pytest

from data.own_series import OwnRow, OwnSeries
from data.series_book import SeriesBook
from data.tables import EnergyInventory
from data.vocabulary import INVENTORY_SECTORS
from tests.small_inventory import REGIONS, SOURCE, assert_figures_are_claims, write_dataset
from tools.pathways.scenarios import make_options
from tools.pathways.sector_pathway import trace_sector
from tools.registry import Context, get_tool
from tools.sda.scope2 import find_electricity, find_factor, trace_scope2

USE = {"CN-GD": 14.0, "CN-HE": 11.0}


def own(region, year, value, sector="nonmetal_minerals"):
    return OwnRow("electricity_use_twh", region, sector, "", year, value, "TWh", "invented")


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return write_dataset(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    held = write_dataset(tmp_path_factory.mktemp("own"))
    rows = [own(r, 2019, v) for r, v in USE.items()]
    rows += [own("CN-GD", 2022, 6.0, "chemicals")]
    held.__dict__["series"] = SeriesBook(OwnSeries(tuple(rows), "user", SOURCE), "tiny")
    return held


def options_of(dataset, region, **more):
    return make_options(region, start_year=2026, target_year=2060, series=dataset.series, **more)


def run(dataset, **arguments):
    context = Context(dataset, this_year=2026)
    return get_tool("sda_pathway").run(
        context, {"region": "GD", "sector": "cement", "scope": "1+2", **arguments}
    )


def test_grid_factors_are_the_latest_before_the_start_else_the_first():
    assert (find_factor("CN-GD", 2026).year, find_factor("CN-GD", 2019).year) == (2022, 2021)
    assert find_factor("CN-XZ", 2026).entity == {"region": "CN"}


def test_members_sum_to_the_reference_of_scope_2(dataset):
    options = {r: options_of(dataset, r, level="2C") for r in USE}
    paths = {r: trace_sector(dataset, o, "nonmetal_minerals", 2019) for r, o in options.items()}
    led = {r: trace_scope2(dataset, options[r], paths[r]) for r in USE}
    assert {frozenset(v.members) for v in led.values()} == {frozenset(USE)}
    base = {r: led[r].use_twh * find_factor(r, 2026).value for r in USE}
    assert {r: v.path[0] for r, v in led.items()} == pytest.approx(base)
    output = {r: paths[r].activity[7:] for r in USE}
    total = sum(v.path for v in led.values())
    intensity = total / sum(output.values())
    for region in USE:
        own_intensity = led[region].path / output[region]
        assert own_intensity[-1] == pytest.approx(intensity[-1])
    assert intensity[-1] < intensity[0]


def test_electricity_moves_with_output_to_the_start_year(dataset):
    options = options_of(dataset, "CN-GD")
    path = trace_sector(dataset, options, "nonmetal_minerals", 2019)
    held = trace_scope2(dataset, options, path)
    assert held.use_twh == pytest.approx(14.0 * path.activity[7] / path.activity[0])


def test_without_output_scope_2_moves_with_power(dataset):
    options = options_of(dataset, "CN-GD", level="2C")
    path = trace_sector(dataset, options, "chemicals", 2019)
    held = trace_scope2(dataset, options, path)
    assert held.members == ()
    assert held.path[0] == pytest.approx(6.0 * find_factor("CN-GD", 2026).value)
    power = trace_sector(dataset, options, "power", 2019)
    assert held.path / held.path[0] == pytest.approx(power.index)


def test_the_answer_adds_scope_2_and_every_figure_is_a_claim(dataset):
    result = run(dataset, milestone_years=[2030, 2060])
    assert_figures_are_claims(result)
    table = next(t for t in result.tables if t.id == "scope2")
    assert [row[0] for row in table.rows] == [2026, 2030, 2060]
    for row in table.rows:
        assert row[3] == pytest.approx(row[1] + row[2])
    chart = next(c for c in result.charts if c.id.startswith("scope2"))
    drawn = dict(zip(chart.data["x"], chart.data["total"]["y"], strict=True))
    assert drawn[2030] == pytest.approx(table.rows[1][3], abs=1e-5)
    used = next(c for c in result.claims if c.metric == "electricity_use_twh")
    assert (used.kind, used.value, used.entity["sector"]) == ("user", 14.0, "nonmetal_minerals")
    assert "Scope 2" in result.findings[2].text.en
    assert "must not be added" in " ".join(n.text.en for n in result.notes)


def test_energy_inventories_serve_where_the_user_gives_nothing(plain):
    rows, products = ("total", *INVENTORY_SECTORS), ("raw_coal", "electricity")
    amount = np.full((len(REGIONS), 2, len(rows), 2), np.nan)
    amount[REGIONS.index("CN-GD"), :, rows.index("ferrous_smelting"), 1] = [100.0, np.nan]
    held = EnergyInventory(
        REGIONS, (2018, 2019), rows, products, ("t_1e4", "kwh_1e8"), amount, "official", SOURCE
    )
    plain.__dict__["energy"] = held
    try:
        found = find_electricity(plain, "CN-GD", "ferrous_smelting", 2026)
        assert (found.value, found.year, found.kind) == (10.0, 2018, "official")
        assert find_electricity(plain, "CN-HE", "ferrous_smelting", 2026) is None
        said = " ".join(n.text.en for n in run(plain, sector="steel").notes)
        assert "Electricity is that of 2018" in said
        assert "known of this region alone" in said
    finally:
        del plain.__dict__["energy"]


def test_without_electricity_it_says_what_is_missing(plain):
    result = run(plain)
    missing = [n for n in result.notes if n.level == "missing"]
    assert "electricity_use_twh" in missing[0].text.en
    assert not [t for t in result.tables if t.id == "scope2"]


def test_power_has_no_scope_2_of_its_own(dataset):
    assert "itself the scope 2" in run(dataset, sector="power").notes[0].text.en
