"""Policy targets on the demonstration set: as decreases, at constant prices, own and national."""

import re

import pytest

from data.dataset import Dataset
from tests.conftest import ROOT
from tools.pathways.scenarios import make_options
from tools.pathways.trajectory import trace
from tools.policy.pathway_check import claim_change
from tools.registry import Context, get_tool
from tools.roadmap.course import Roadmap

DEMONSTRATION = ROOT / "data" / "demonstration"


@pytest.fixture(scope="module")
def dataset():
    return Dataset(DEMONSTRATION)


def rows(result, name):
    held = next(t for t in result.tables if t.id == name)
    return [dict(zip([c.id for c in held.columns], r, strict=True)) for r in held.rows]


def test_targets_read_as_the_decrease_they_ask_for(dataset):
    context = Context(dataset, this_year=2026)
    found = get_tool("net_zero_roadmap").run(context, {"region": "山东"})
    targets = [r for r in rows(found, "policy") if "cut" in r["target_name"].en]
    assert {r["target"] for r in targets} >= {68.0, 20.5, 7.0}
    assert all(r["target"] > 0 for r in targets)
    own, nation = [
        f.text.zh for f in found.findings if f.section == "timetable" and "目标" in f.text.zh
    ]
    assert "山东" in own and "本地目标" in own and "下降" in own  # noqa: PT018
    assert "全国目标（仅作参照" in nation and "碳中和" in nation  # noqa: PT018
    assert all(re.search("[一-鿿]", r["document"].zh) for r in rows(found, "policy"))


def test_intensity_targets_use_constant_prices(dataset):
    options = make_options("CN", start_year=2019, target_year=2060)
    change = claim_change(Roadmap(dataset, trace(dataset, options)), 2005, 2019)
    assert change.value == pytest.approx(-44, abs=0.5)
