"""Networks coloured by a value: classes in order, gaps and falls below zero kept apart."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from viz import palette
from viz.option import option
from viz.scheme import by_value

CHARTS = SimpleNamespace(**run_path(str(Path(__file__).with_name("samples_charts.py"))))


def series(drawn, wanted):
    return next(s for s in drawn["series"] if s["id"] == wanted)


def test_a_network_can_be_coloured_by_a_value():
    chart = CHARTS.network()
    values = dict.fromkeys((n["id"] for n in chart.data["nodes"]), 50.0)
    first, second, third, fourth = list(values)[:4]
    values |= {first: 100.0, second: 0.0, third: -5.0, fourth: None}
    for node in chart.data["nodes"]:
        node["value"] = values[node["id"]]
    chart.data |= {"colour_by": "value", "value_unit": "percent"}
    chart.data["value_name"] = {"zh": "减排幅度", "en": "Cut"}
    drawn = option(chart, "en")
    legend = [e["name"] for e in drawn["legend"]["data"]]
    assert legend[0] == "80.0%–100.0%"
    assert legend[-2:] == ["Below zero", "No data"]
    graph = series(drawn, "network")
    colour = {n["id"]: n["itemStyle"]["color"] for n in graph["data"]}
    assert colour[first] == palette.CLASSES[-1]
    assert colour[second] == palette.CLASSES[0]
    assert colour[third] not in (*palette.CLASSES, palette.MISSING)
    assert colour[fourth] == palette.MISSING


@given(st.lists(st.none() | st.floats(-100, 1e6), min_size=1, max_size=30))
def test_classes_of_a_value_are_ordered_and_hold_every_node(values):
    chart = CHARTS.network()
    node = chart.data["nodes"][0]
    chart.data["nodes"] = [{**node, "id": str(k), "value": v} for k, v in enumerate(values)]
    scheme = by_value(chart, "zh")
    assert set(scheme.of_node) == {str(k) for k in range(len(values))}
    assert max(scheme.of_node.values()) < len(scheme.categories)
    known = sorted(
        (v, -scheme.of_node[str(k)]) for k, v in enumerate(values) if v is not None and v >= 0
    )
    assert [c for _, c in known] == sorted(c for _, c in known)
