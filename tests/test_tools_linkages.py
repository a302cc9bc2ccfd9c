"""The tools on linkages and key links: what they say, what they refuse, in a small world."""

import json
import re

import numpy as np
import pytest

from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from tests.small_io import IDLE, POWER, SECTORS, make_arrays, write_inventory, write_world
from tools.registry import Context, get_tool
from tools.supply_chain.accounts.accounts import open_accounts
from tools.supply_chain.key_links.elasticities import direct_elasticities

MARK = re.compile(r"\[\[c:(\w+)\]\]")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return write_world(tmp_path_factory.mktemp("world") / "small")


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    """A data set with a table of the nation alone, its emissions from the national inventory."""
    folder = tmp_path_factory.mktemp("nation")
    Z, Y, ex, err, x = make_arrays(regions=1)
    arrays = {"Z": Z, "Y": Y, "ex": ex, "err": err, "x": x, "imports": 0 * x, "value_added": 0 * x}
    for name, array in arrays.items():
        np.save(folder / f"n.{name}.npy", array)
    inventory = write_inventory(folder, 100.0)
    np.save(folder / "inventory.npy", np.load(folder / "inventory.npy")[:1])
    inventory |= {"id": "inventory_national", "regions": ["CN"]}
    inventory["axes"] = {"region": ["CN"], "year": [2017]}
    table = {
        "id": "io_national_2017_consistent42",
        "title": {"zh": "全国投入产出表", "en": "National input-output table"},
        "kind": "official",
        "unit": "cny_1e4",
        "source": inventory["source"],
        "files": {name: f"n.{name}.npy" for name in arrays},
        "axes": {"region": ["CN"], "sector": list(SECTORS)},
        "years": [2017],
        "regions": ["CN"],
    }
    held = {table["id"]: table, "inventory_national": inventory}
    manifest = {"id": "nation", "title": {"zh": "全国", "en": "Nation"}, "tables": held}
    (folder / "dataset.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Dataset(folder)


def run(dataset, name, **arguments):
    return get_tool(name).run(Context(dataset, 2025), arguments)


def check(result):
    """Every figure named anywhere is a claim of the result, and it is told in both languages."""
    held = {c.id for c in result.claims}
    for finding in result.findings:
        zh, en = MARK.findall(finding.text.zh), MARK.findall(finding.text.en)
        assert sorted(zh) == sorted(en)
        assert zh
        assert set(zh) <= held
    for table in result.tables:
        assert len(table.rows) == len(table.claims)
        for row, cells in zip(table.rows, table.claims, strict=True):
            assert len(row) == len(cells) == len(table.columns)
            for value, claim in zip(row, cells, strict=True):
                assert claim is None or result.claim(claim).value == value
    return result


def table(result, table_id):
    return next(t for t in result.tables if t.id == table_id)


def column(result, table_id, name):
    held = table(result, table_id)
    place = [c.id for c in held.columns].index(name)
    return {row[0].en: row[place] for row in held.rows}


@pytest.mark.parametrize("focus", ["classes", "backward", "forward", "extraction"])
@pytest.mark.parametrize("measure", ["money", "emissions"])
@pytest.mark.parametrize("scope", ["system", "province"])
def test_linkages_tell_only_claims(world, focus, measure, scope):
    result = check(run(world, "linkages", region="广东", focus=focus, measure=measure, scope=scope))
    assert len(table(result, "linkages").rows) == 41
    classes = column(result, "linkages", "class")
    power = column(result, "linkages", "power_of_dispersion")
    onward = column(result, "linkages", "sensitivity_of_dispersion")
    for name, held in classes.items():
        assert (held.en == "key") == (power[name] > 1 and onward[name] > 1)


def test_the_test_of_the_classes_can_be_the_ghosh_linkage(world):
    result = check(run(world, "linkages", region="广东", test="ghosh"))
    power, ghosh = (column(result, "linkages", c) for c in ("power_of_dispersion", "ghosh_linkage"))
    for name, held in column(result, "linkages", "class").items():
        assert (held.en == "key") == (power[name] > 1 and ghosh[name] > 1)
    assert "Ghosh前向关联系数" in result.findings[0].text.zh


def test_extraction_is_own_emissions_and_those_of_others(world):
    result = check(run(world, "linkages", region="广东", focus="extraction"))
    whole, others, own = (
        column(result, "extraction", c) for c in ("whole_mt", "chain_only_mt", "own_mt")
    )
    for name, loss in whole.items():
        assert loss == pytest.approx(others[name] + own[name])
    assert result.charts[0].id == "extraction_losses"
    assert "must not be added" in " ".join(f.text.en for f in result.findings)


def test_a_province_alone_loses_less_than_the_country(world):
    wide = column(run(world, "linkages", region="广东"), "extraction", "whole_mt")
    alone = column(
        run(world, "linkages", region="广东", scope="province"), "extraction", "whole_mt"
    )
    assert all(alone[name] <= wide[name] * (1 + 1e-9) + 1e-9 for name in wide)


def test_a_sector_asked_about_comes_first_and_is_named_by_what_holds_it(world):
    result = check(run(world, "linkages", region="广东", sectors=["钢铁", "power"]))
    assert {row[0].en for row in table(result, "extraction").rows[:2]} == {
        "Metal smelting",
        "Power and heat",
    }
    assert any("Metal smelting" in n.text.en and "wider" in n.text.en for n in result.notes)
    joint = [c for c in result.claims if c.entity.get("sectors") == "metals power"]
    assert joint[0].metric == "extraction_co2_mt"
    single = column(result, "extraction", "whole_mt")
    assert joint[0].value < single["Metal smelting"] + single["Power and heat"]


def test_figures_that_touch_unknown_emissions_are_lower_bounds(world):
    result = run(world, "linkages", region="广东", sectors=["power"])
    assert "至少" in result.findings[-1].text.zh
    assert any(n.level == "missing" and "西藏" in n.text.zh for n in result.notes)


def test_a_province_without_emissions_has_linkages_in_money_alone(world):
    result = check(run(world, "linkages", region="西藏"))
    assert "whole_mt" not in [c.id for c in table(result, "extraction").columns]
    assert [c.id for c in result.charts] == ["linkage_quadrant"]
    for arguments in ({"measure": "emissions"}, {"focus": "extraction"}):
        with pytest.raises(DataMissingError, match="Tibet are unknown"):
            run(world, "linkages", region="西藏", **arguments)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"region": "Atlantis"}, "Atlantis"),
        ({"region": "广东", "sectors": ["households"]}, "no producing sector"),
        ({"region": "广东", "sectors": [SECTORS[IDLE]]}, "no output"),
        ({"region": "广东", "sectors": ["dragons"]}, "dragons"),
        ({"region": "广东", "measure": "feelings"}, "measure"),
        ({"region": "广东", "top": 0}, "top"),
    ],
)
def test_wrong_input_to_linkages_is_named(world, arguments, said):
    with pytest.raises(InputError, match=said):
        run(world, "linkages", **arguments)


@pytest.mark.parametrize("tool", ["linkages", "key_links"])
def test_without_a_national_table_it_says_how_to_get_one(world, tool):
    with pytest.raises(DataMissingError) as error:
        run(world, tool, region="CN")
    assert "visceads import" in error.value.text.en
    assert "Guangdong" in error.value.text.en
    with pytest.raises(DataMissingError, match="1999"):
        run(world, tool, region="广东", year=1999)


@pytest.mark.parametrize("tool", ["linkages", "key_links"])
def test_the_nation_is_answered_from_its_own_table(nation, tool):
    result = check(run(nation, tool, region="CN"))
    assert "China" in result.title.en
    assert "at least" not in " ".join(f.text.en for f in result.findings)
    assert "跨省" not in " ".join(f.text.zh for f in result.findings)


def test_the_same_question_gets_the_same_answer(world):
    for tool in ("linkages", "key_links"):
        assert run(world, tool, region="江苏") == run(world, tool, region="江苏")


@pytest.mark.parametrize("of", ["footprint", "direct", "all"])
def test_key_links_tell_only_claims(world, of):
    result = check(run(world, "key_links", region="广东", of=of, top=6))
    assert [len(t.rows) for t in result.tables] == [6, 6, 6]
    values = [row[3] for row in table(result, "key_links").rows]
    assert values == sorted(values, reverse=True)
    assert not any(row[0] == row[1] for row in table(result, "key_links").rows)
    assert [c.type for c in result.charts] == ["sankey", "heatmap", "bar"]


def test_the_links_listed_are_the_largest_elasticities(world):
    accounts = open_accounts(world)
    held = direct_elasticities(accounts, "CN-GD")
    np.fill_diagonal(held, 0.0)
    result = run(world, "key_links", region="广东", of="direct", top=3)
    listed = [row[3] for row in table(result, "key_links").rows]
    assert listed == pytest.approx(np.sort(held.ravel())[::-1][:3])


@pytest.mark.parametrize("of", ["footprint", "direct", "all"])
def test_elasticities_to_all_intensities_sum_to_one(world, of):
    result = run(world, "key_links", region="广东", of=of, top=50)
    rows = table(result, "key_intensities").rows
    power = max(rows, key=lambda row: row[1])
    assert power[0].en.startswith("Power and heat")
    if of == "direct":  # all 41 sectors with output of the province are listed
        assert sum(row[1] for row in rows) == pytest.approx(1.0)


def test_a_cut_is_what_solving_again_gives(world):
    accounts = open_accounts(world)
    result = run(world, "key_links", region="广东", change_pct=40, top=1)
    found = result.claim(table(result, "key_links").claims[0][6])
    (link,) = [found.entity["links"].split(">")]
    i, j = (accounts.table.index(*key.split(":")) for key in link)
    A = accounts.A.copy()
    A[i, j] *= 0.6
    demand = accounts.demand[:, 0]
    left = accounts.f @ np.linalg.solve(np.eye(len(A)) - A, demand) / 1e6
    assert found.value == pytest.approx(accounts.consumption_mt[0] - left, rel=1e-6)


def test_a_choice_of_sectors_keeps_the_links_that_touch_them(world):
    result = check(run(world, "key_links", region="广东", sectors=["power"], top=8))
    for row in table(result, "key_links").rows:
        assert "Power and heat" in row[0].en + row[1].en


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"region": "Atlantis"}, "Atlantis"),
        ({"region": "广东", "sectors": [SECTORS[IDLE]]}, "no output"),
        ({"region": "广东", "change_pct": 0}, "change_pct"),
        ({"region": "广东", "change_pct": 101}, "change_pct"),
    ],
)
def test_wrong_input_to_key_links_is_named(world, arguments, said):
    with pytest.raises(InputError, match=said):
        run(world, "key_links", **arguments)


def test_links_of_a_province_without_emissions(world):
    with pytest.raises(DataMissingError, match="Tibet are unknown"):
        run(world, "key_links", region="西藏", of="direct")
    result = check(run(world, "key_links", region="西藏"))
    assert any("own emissions are unknown" in n.text.en for n in result.notes)


def test_power_is_named_among_the_intensities_that_matter(world):
    result = run(world, "key_links", region="广东", of="direct", top=1)
    assert table(result, "key_intensities").claims[0][1]
    claim = result.claim(table(result, "key_intensities").claims[0][1])
    assert claim.entity["sector"] == SECTORS[POWER]
