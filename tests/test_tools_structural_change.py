"""The tool on structural change: sums, gaps, refusals, and that every figure is a claim."""

import re

import numpy as np
import pytest

from data.errors import DataMissingError, InputError
from tests.small_change import write_tables
from tools.registry import Context, get_tool
from tools.supply_chain.accounts.accounts import open_accounts
from tools.supply_chain.change.change import measure_change
from tools.supply_chain.change.table_pairs import choose
from viz.option import option

MIX = "intensity_structure_mix_volume"
EFFECTS = (
    *("direct_intensity_effect_mt", "production_structure_effect_mt"),
    *("demand_mix_effect_mt", "demand_volume_effect_mt"),
)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return write_tables(tmp_path_factory.mktemp("change") / "two")


def ask(dataset, **arguments):
    return get_tool("structural_change").run(
        Context(dataset, 2026), {"region": "CN-GD", **arguments}
    )


def whole(result, metric):
    """Claims on the region itself, no part of it and no bound."""
    return [
        c
        for c in result.claims
        if c.metric == metric and set(c.entity) == {"region"} and "bound" not in c.params
    ]


@pytest.mark.parametrize(("region", "of"), [("CN-GD", "footprint"), ("CN-JS", "direct")])
def test_the_effects_add_up_to_the_change_of_the_accounts(dataset, region, of):
    result = ask(dataset, region=region, of=of)
    effects = [whole(result, m)[0].value for m in EFFECTS]
    place = open_accounts(dataset, 2012).table.regions.index(region)
    ends = []
    for year in (2012, 2017):
        held = open_accounts(dataset, year)
        direct = np.nansum(held.emissions.co2_mt[held.table.block(region)])
        ends.append(held.consumption_mt[place] if of == "footprint" else direct)
    assert sum(effects) == pytest.approx(ends[1] - ends[0])
    assert whole(result, "co2_change_mt")[0].value == pytest.approx(ends[1] - ends[0])


@pytest.mark.parametrize("of", ["footprint", "direct", "all"])
def test_sectors_and_provinces_add_up_to_the_whole(dataset, of):
    region = "CN" if of == "all" else "CN-GD"
    result = ask(dataset, region=region, of=of)
    total = whole(result, "co2_change_mt")[0].value
    tables = [t for t in result.tables if t.id in ("sector", "province")]
    assert len(tables) == (1 if of == "direct" else 2)
    for table in tables:
        change = [c.id for c in table.columns].index("co2_change_mt")
        assert sum(row[change] for row in table.rows) == pytest.approx(total)
        assert all(row[change] == pytest.approx(sum(row[change + 1 :])) for row in table.rows)


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"of": "direct", "factors": "intensity_structure_demand"},
        {"factors": "intensity_structure_per_person_population"},
        {"constant_prices": True},
        {"region": "CN", "of": "all"},
    ],
    ids=str,
)
def test_every_figure_shown_is_a_claim_and_every_chart_can_be_drawn(dataset, arguments):
    result = ask(dataset, **arguments)
    held = {c.id for c in result.claims}
    for lang in ("zh", "en"):
        texts = [f.text.get(lang) for f in result.findings]
        marks = set(re.findall(r"\[\[c:(\w+)\]\]", "".join(texts)))
        assert marks <= held
        bare = re.sub(r"\[\[c:\w+\]\]|CO2|20\d\d", "", "".join(texts))
        assert not re.search(r"\d", bare)
        assert [option(chart, lang)["series"] for chart in result.charts]
    assert all(set(c.parents) <= held for c in result.claims)
    sections = {f.section for f in result.findings}
    assert {c.section for c in result.charts} <= sections
    assert result.charts[0].type == "waterfall"


def test_the_answer_names_its_sda_its_prices_and_lmdi(dataset):
    result = ask(dataset)
    notes = " ".join(n.text.en for n in result.notes)
    assert "structural decomposition analysis" in notes
    assert "LMDI" in notes
    assert "Current prices: price change sits in A, y and f" in notes
    assert "Current prices: price change sits in A, y and f" in result.charts[0].notes[0].en
    assert "2012" in result.followups[0].en
    assert "2017" in result.followups[0].en


def test_unknown_emissions_are_left_out_of_both_years_and_said(dataset):
    footprint = ask(dataset)
    assert "Tibet left out as unknown" in footprint.findings[0].text.en
    assert any(n.level == "missing" and "Tibet" in n.text.en for n in footprint.notes)
    own = ask(dataset, region="CN-XZ")
    assert "inside the province they are unknown" in " ".join(f.text.en for f in own.findings)
    with pytest.raises(DataMissingError, match="Tibet"):
        ask(dataset, region="CN-XZ", of="direct")


def test_the_price_level_leaves_change_structure_and_mix_alone(dataset):
    nominal, real = (
        measure_change(dataset, "CN-GD", (None, None), "footprint", MIX, constant_prices=c)
        for c in (False, True)
    )
    assert real.price_ratio.value > 1
    assert real.effects.last == pytest.approx(nominal.effects.last)
    moved = real.effects.totals - nominal.effects.totals
    assert moved[0] > 0 > moved[3]
    assert moved.sum() == pytest.approx(0, abs=1e-9)


def test_population_times_demand_per_person_is_demand(dataset):
    split = "intensity_structure_per_person_population"
    each = measure_change(dataset, "CN-GD", (2012, 2017), "footprint", split, constant_prices=False)
    both = measure_change(
        dataset, "CN-GD", (2012, 2017), "footprint", "intensity_structure_demand",
        constant_prices=False,
    )  # fmt: skip
    assert each.effects.first == pytest.approx(both.effects.first)
    assert each.effects.totals.sum() == pytest.approx(both.effects.totals.sum())
    assert [c.year for c in each.people] == [2012, 2017]


def test_years_come_in_either_order_and_the_widest_span_by_default(dataset):
    turned = ask(dataset, year_from=2017, year_to=2012)
    assert turned.claims == ask(dataset).claims
    assert choose({"a": (2012, 2015, 2017)}, 2015, None).first == 2015
    assert choose({"a": (2012,), "b": (2017, 2018)}, None, None).scheme == "b"


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ({"year_from": 2017, "year_to": 2017}, InputError, "no change to decompose"),
        ({"year_from": 2017}, InputError, "no change to decompose"),
        ({"year_to": 2019}, DataMissingError, "held: 2012, 2017"),
        ({"of": "all"}, InputError, "set the region to CN"),
        ({"of": "direct", "factors": "intensity_structure_per_person_population"}, InputError,
         "of=footprint"),
        ({"region": "CN"}, DataMissingError, "national input-output tables of two years"),
        ({"region": "CN-SD"}, DataMissingError, "Shandong"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_decomposed_is_refused_with_the_reason(dataset, arguments, error, says):
    with pytest.raises(error, match=says):
        ask(dataset, **arguments)


def test_one_table_alone_says_how_to_get_another(tmp_path):
    alone = write_tables(tmp_path / "one", ((2017, "consistent42"),))
    with pytest.raises(DataMissingError, match="visceads download io") as found:
        ask(alone)
    assert "只有2017年一张" in found.value.text.zh
    assert "visceads import" in found.value.text.zh


def test_tables_of_different_schemes_are_refused(tmp_path):
    mixed = write_tables(tmp_path / "mixed", ((2012, "consistent42"), (2018, "nbs2017_42")))
    with pytest.raises(InputError, match="different classifications"):
        ask(mixed)


def test_a_scheme_that_both_years_have_serves_where_the_consistent_one_does_not(tmp_path):
    tables = ((2017, "consistent42"), (2017, "nbs2017_42"), (2018, "nbs2017_42"))
    change = measure_change(
        write_tables(tmp_path / "later", tables), "CN-GD", (2017, 2018), "footprint", MIX,
        constant_prices=False,
    )  # fmt: skip
    assert {a.table.scheme for a in (change.first, change.last)} == {"nbs2017_42"}


def test_the_nation_needs_two_tables_of_its_own(tmp_path):
    one = write_tables(tmp_path / "n1", ((2017, "nbs2017_42"),), level="nation", regions=("CN",))
    with pytest.raises(DataMissingError, match="holds 2017 only"):
        ask(one, region="CN")
    two = write_tables(
        tmp_path / "n2", ((2017, "nbs2017_42"), (2020, "nbs2017_42")), level="nation",
        regions=("CN",),
    )  # fmt: skip
    result = ask(two, region="全国")
    effects = [whole(result, m)[0].value for m in EFFECTS]
    assert sum(effects) == pytest.approx(whole(result, "co2_change_mt")[0].value)
    assert "province" not in {t.id for t in result.tables}
