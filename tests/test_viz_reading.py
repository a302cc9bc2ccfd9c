"""Charts that read well: figures in cells, few dots, whole axes, legends as wide as the picture."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import holoviews as hv
import pytest
from bokeh.models import CustomJS, NumeralTickFormatter
from hypothesis import given
from hypothesis import strategies as st

from viz import palette
from viz.curves import draw_curves
from viz.layout import text_width, wrap, wrap_even
from viz.option import height, option
from viz.scheme import class_edges

CHARTS = SimpleNamespace(**run_path(str(Path(__file__).with_name("samples_charts.py"))))


def cuts(rows, unit="percent"):
    x = [2030, 2040, 2060][: len(rows[0])]
    data = {"x": x, "y": [f"s{k}" for k in range(len(rows))], "z": rows, "y_name": "Cut"}
    return CHARTS.heatmap().model_copy(update={"data": data, "unit": unit})


def cells(chart):
    drawn = option(chart, "en")
    held = next(s for s in drawn["series"] if s["id"] == "cells")
    return drawn, {tuple(c["value"][:2]): c.get("label") for c in held["data"]}


def test_a_small_heat_map_writes_its_figures():
    _, held = cells(cuts([[11.2, 48.0, 98.3], [5.4, None, 100.0]]))
    assert {place: label["formatter"] for place, label in held.items()} == {
        (0, 0): "11",
        (1, 0): "48",
        (2, 0): "98",
        (0, 1): "5",
        (2, 1): "100",
    }
    assert held[2, 1]["color"] == palette.PAPER
    assert held[0, 1]["color"] == palette.INK


def test_figures_that_do_not_fit_their_cells_stay_away():
    chart = cuts([[float(k)] * 3 for k in (1_000_000, 2_000_000)], unit="Mt")
    chart.data["x"] = list(range(2000, 2030))
    chart.data["z"] = [[1_234_567.0] * 30] * 2
    drawn, _ = cells(chart)
    shown = [
        s["label"]["show"]
        for m in drawn["media"]
        for s in m["option"]["series"]
        if s["id"] == "cells"
    ]
    assert shown == [False, False, False]


def test_a_large_heat_map_stays_a_picture():
    _, held = cells(cuts([[float(k), 2.0, 3.0] for k in range(80)]))
    assert set(held.values()) == {None}


def test_a_heat_map_of_two_rows_is_low():
    assert height(cuts([[1.0, 2.0, 3.0]] * 2)) < height(cuts([[1.0, 2.0, 3.0]] * 10))


@given(st.lists(st.floats(0, 100), max_size=40))
def test_edges_of_classes_rise_and_hold_every_value(values):
    edges = class_edges(values)
    assert edges == sorted(set(edges))
    assert len(edges) >= 2
    assert all(edges[0] <= v <= edges[-1] for v in values)


def test_values_crowded_at_the_top_are_told_apart():
    edges = class_edges([40.0, 95.0, 95.5, 96.0, 97.0, 97.5, 98.0, 99.0, 99.5, 100.0])
    assert len([e for e in edges if e >= 95]) >= 3


@given(st.text("广东自2026年起的累计CO2排放（逐年相加） a", max_size=60))
def test_even_lines_are_as_few_and_no_wider(text):
    even, plain = wrap_even(text, 200, 15), wrap(text, 200, 15)
    assert len(even) == len(plain)
    assert "".join(even).replace(" ", "") == text.replace(" ", "")
    assert max(text_width(t, 15) for t in even) <= max(200, *(text_width(t, 15) for t in plain))


def test_a_year_is_never_torn():
    for width in range(30, 200, 10):
        lines = wrap("广东排放的不确定性范围（至2060年）", width, 15)
        assert not any(line.startswith("年") for line in lines)


def long_trend(years):
    chart = CHARTS.trend()
    series = [{"id": "a", "name": "A", "y": [float(k) * 10_000 for k in range(years)]}]
    chart.data |= {"x": [2020 + k for k in range(years)], "series": series}
    return chart


@pytest.mark.parametrize(("years", "dots"), [(12, 12), (35, 0)])
def test_a_long_line_carries_no_dot_on_each_year(years, dots):
    chart = long_trend(years)
    points = [p for p in draw_curves(chart, "en") if isinstance(p, hv.Points)]
    assert sum(points[0]["alpha"] > 0) == dots
    line = option(chart, "en")["series"][0]
    assert line.get("showSymbol", False) == (dots > 0)


def drawn_figure(chart):
    return hv.render(draw_curves(chart, "en"))


def test_an_axis_writes_large_figures_out():
    figure = drawn_figure(long_trend(35))
    assert [type(a.formatter) for a in figure.yaxis] == [NumeralTickFormatter]
    assert figure.yaxis[0].formatter.format.startswith("0,0")


def test_a_legend_takes_the_width_there_is():
    calls = drawn_figure(CHARTS.pathway()).js_property_callbacks["change:inner_width"]
    script = next(c for c in calls if isinstance(c, CustomJS))
    assert script.args["widest"] > 44
    assert script.args["titles"][1].replace("\n", " ") == script.args["titles"][0]
    assert [legend.ncols for legend in script.args["legends"]] == [
        legend.ncols for legend in drawn_figure(CHARTS.pathway()).legend
    ]


def test_rows_of_a_heat_map_are_named_in_full_on_a_phone():
    chart = cuts([[1.0, 2.0, 3.0]])
    chart.data["y"] = ["黑色金属冶炼（钢铁）"]
    phone = option(chart, "zh")["media"][0]["option"]
    [label] = phone["yAxis"]["data"]
    assert label.replace("\n", "") == "黑色金属冶炼（钢铁）"
    assert not any(line.startswith("）") for line in label.split("\n"))
