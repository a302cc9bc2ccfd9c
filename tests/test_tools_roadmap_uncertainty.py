"""Part 5 of the roadmap: a fan and a probability beside the scenarios, swings of what matters."""

from dataclasses import replace

import pytest

from data.dataset import Dataset
from data.store import DEMONSTRATION_FOLDER
from tools.pathways.scenarios import make_options
from tools.pathways.trajectory import trace
from tools.registry import Context, get_tool
from tools.roadmap.course import Roadmap
from tools.roadmap.uncertainty import FEW_DRAWS, draw_ensemble, find_swings


@pytest.fixture(scope="module")
def dataset():
    return Dataset(DEMONSTRATION_FOLDER)


@pytest.fixture(scope="module")
def result(dataset):
    return get_tool("net_zero_roadmap").run(Context(dataset, 2026), {"region": "浙江"})


def open_roadmap(dataset, **changed):
    options = make_options("CN-ZJ", start_year=2026, target_year=2060, series=dataset.series)
    return Roadmap(dataset, trace(dataset, replace(options, **changed), ("power", "transport")))


def test_the_roadmap_shows_the_fan_and_tells_the_probability(result):
    fan = next(c for c in result.charts if c.type == "fan")
    assert fan.section == "uncertainty"
    told = " ".join(f.text.en for f in result.findings if f.section == "uncertainty")
    shares = [c for c in result.claims if c.metric == "probability_pct"]
    assert any(f"[[c:{c.id}]]" in told for c in shares)
    assert any(c.metric == "draws" and c.value == FEW_DRAWS for c in result.claims)
    assert {"scenarios", "sensitivity", "probabilities"} <= {t.id for t in result.tables}
    assert any("no forecast" in n.text.en for n in result.notes)


def test_swings_are_ranked_and_hold_how_far_benchmarks_are_reached(result):
    table = next(t for t in result.tables if t.id == "sensitivity")
    widths = [row[4] for row in table.rows]
    assert widths == sorted(widths, reverse=True)
    reach = next(row for row in table.rows if row[0].en.startswith("Part of the benchmark's cut"))
    assert reach[1].en == "−10 to +5 percentage points"
    assert reach[3] > reach[2]


@pytest.mark.parametrize("changed", [{}, {"level": "2C"}, {"rule": "as_published"}])
def test_level_and_rule_are_held_and_the_pathway_lies_in_its_fan(dataset, changed):
    roadmap = open_roadmap(dataset, **changed)
    found = draw_ensemble(roadmap)
    held = found.held.draws
    assert (held.levels, held.rules) == ((roadmap.options.level,), (roadmap.options.rule,))
    assert found.residual(5).value < roadmap.residual().value < found.residual(95).value
    assert 5 < found.below_stated().value < 95


def test_a_swing_is_the_difference_of_two_roadmaps(dataset):
    roadmap = open_roadmap(dataset)
    found = {s.name.en: s for s in find_swings(roadmap)}
    short = open_roadmap(dataset, shifts={"benchmark_reach": -10.0}).trajectory.net[-1]
    swing = found["Part of the benchmark's cut that is reached"]
    assert swing.high.value == pytest.approx(short)
    ahead = open_roadmap(dataset, shifts={"benchmark_reach": 5.0}).trajectory.net[-1]
    assert swing.low.value == pytest.approx(ahead)
