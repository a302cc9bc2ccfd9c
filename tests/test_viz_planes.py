"""Quadrants, waterfalls, chords and fans: what is drawn, what is named, and what is refused."""

import json
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.chord import check_links
from viz.option import height, option
from viz.quadrant import check_points
from viz.waterfall import check_steps

CHARTS = SimpleNamespace(**run_path(str(Path(__file__).with_name("samples_charts.py"))))
BOTH = pytest.mark.parametrize("lang", ["zh", "en"])


def series(drawn, series_id):
    return next(s for s in drawn["series"] if s["id"] == series_id)


def dots(drawn):
    return {d["id"]: d for s in drawn["series"] if s["id"] != "plane" for d in s["data"]}


def text(value):
    return json.dumps(value, ensure_ascii=False)


@BOTH
def test_every_known_point_stands_where_it_belongs(lang):
    chart = CHARTS.quadrant()
    drawn = option(chart, lang)
    known = {p["id"]: p for p in chart.data["points"] if p["x"] is not None}
    assert len(known) == 41
    assert {i: d["value"] for i, d in dots(drawn).items()} == {
        i: [p["x"], p["y"]] for i, p in known.items()
    }
    assert len(drawn["legend"]["data"]) == 10


def test_a_point_without_a_figure_is_named_below():
    below = option(CHARTS.quadrant(), "zh")["media"][-1]["option"]["title"][1]["text"]
    assert "无数据，未画出：文化体育娱乐" in below.replace("\n", "")
    assert "圆点大小：CO2排放" in below


@BOTH
def test_the_plane_is_cut_at_the_cuts_and_its_corners_are_named(lang):
    drawn = option(CHARTS.quadrant(), lang)
    plane = series(drawn, "plane")
    assert plane["markLine"]["data"] == [{"xAxis": 1}, {"yAxis": 1}]
    names = [first["name"] for first, _ in plane["markArea"]["data"]]
    expected = {
        "zh": ["关键部门", "强后向", "强前向", "弱关联"],
        "en": ["Key sectors", "Strong backward", "Strong forward", "Weak linkages"],
    }
    assert names == expected[lang]
    assert all(
        1 in first["coord"] or 1 in last["coord"] for first, last in plane["markArea"]["data"]
    )
    for axis in ("xAxis", "yAxis"):
        assert drawn[axis]["min"] < 1 < drawn[axis]["max"]


def test_a_dozen_points_at_most_are_named_and_the_largest_among_them():
    chart = CHARTS.quadrant()
    largest = max(chart.data["points"], key=lambda p: p["size"])["id"]
    for layout, most in zip(option(chart, "zh")["media"], (5, 8, 12), strict=True):
        named = [
            d["id"] for s in layout["option"]["series"][1:] for d in s["data"] if d["label"]["show"]
        ]
        assert len(named) == most
        assert largest in named


def test_dots_tell_their_figures_with_units():
    dot = next(iter(dots(option(CHARTS.quadrant(), "en")).values()))
    tip = dot["tooltip"]["formatter"]
    assert "Power of dispersion" in tip
    assert "Mt" in tip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"x_cut": None}, "x_cut"),
        ({"points": [{"id": "a", "x": 1, "y": 1}] * 2}, "twice"),
        ({"points": [{"id": "a", "x": 1, "y": 1, "size": -1}]}, "negative"),
    ],
)
def test_a_plane_that_cannot_be_drawn_is_refused(change, said):
    chart = CHARTS.quadrant()
    with pytest.raises(ValueError, match=said):
        check_points(chart.data | change)


def test_a_plane_of_one_point_on_the_cut_still_has_room():
    point = {"id": "a", "name": {"zh": "甲", "en": "A"}, "x": 1.0, "y": 1.0}
    chart = CHARTS.quadrant()
    drawn = option(chart.model_copy(update={"data": chart.data | {"points": [point]}}), "en")
    assert drawn["xAxis"]["min"] < 1 < drawn["xAxis"]["max"]
    assert drawn["legend"]["show"] is False


@BOTH
def test_steps_hang_from_one_another(lang):
    drawn = option(CHARTS.waterfall(), lang)
    base = series(drawn, "base")["data"]
    assert base == pytest.approx([0, 480, 521.2, 731.6, 712.9, 703, 0])
    values = {
        key: [d["value"] for d in series(drawn, key)["data"]] for key in ("total", "rise", "fall")
    }
    assert values["total"] == [480, 0, 0, 0, 0, 0, 538.7]
    assert values["rise"] == [0, 41.2, 210.4, 0, 0, 0, 0]
    assert values["fall"] == [0, 0, 0, -18.7, -9.9, -164.3, 0]
    assert drawn["xAxis"]["min"] == 0
    assert len(series(drawn, "base")["markLine"]["data"]) == 6
    tip = series(drawn, "fall")["data"][3]["tooltip"]["formatter"]
    assert {"zh": "至此", "en": "So far"}[lang] in tip


def test_small_steps_on_large_totals_give_up_the_zero_and_say_so():
    chart = CHARTS.waterfall()
    chart.data["steps"] = [{"id": "a", "name": {"zh": "甲", "en": "A"}, "value": 4.0}]
    chart.data["end"]["value"] = 484.0
    drawn = option(chart, "en")
    assert 0 < drawn["xAxis"]["min"] < 480
    assert "does not begin at zero" in text(drawn["media"])


def test_a_step_without_a_figure_is_named_and_nothing_is_drawn():
    chart = CHARTS.waterfall()
    chart.data["steps"][1]["value"] = None
    drawn = option(chart, "zh")
    assert [series(drawn, k)["data"][2]["value"] for k in ("total", "rise", "fall")] == [0, 0, 0]
    assert "无数据：人均最终需求" in text(drawn["media"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"end": {"name": "e", "value": 540.0}}, "not to 540"),
        ({"end": {"name": "e", "value": None}}, "must be figures"),
        ({"steps": [{"id": "a", "name": "a", "value": 1.0}] * 2}, "twice"),
    ],
)
def test_steps_that_do_not_lead_there_are_refused(change, said):
    with pytest.raises(ValueError, match=said):
        check_steps(CHARTS.waterfall().data | change)


@given(st.lists(st.floats(-1e3, 1e3), max_size=8), st.floats(-1e3, 1e3))
def test_any_steps_stay_inside_the_axis(values, start):
    chart = CHARTS.waterfall()
    chart.data |= {
        "start": {"name": {"zh": "始", "en": "S"}, "value": start},
        "steps": [
            {"id": str(k), "name": {"zh": "步", "en": "B"}, "value": v}
            for k, v in enumerate(values)
        ],
        "end": {"name": {"zh": "终", "en": "E"}, "value": start + sum(values)},
    }
    drawn = option(chart, "en")
    levels = [start, *(start + sum(values[: k + 1]) for k in range(len(values)))]
    assert drawn["xAxis"]["min"] <= min(levels) + 1e-6
    assert drawn["xAxis"]["max"] >= max(levels) - 1e-6
    assert height(chart) >= 220 + 30 * len(values)


@BOTH
def test_a_chord_keeps_every_flow_between_nodes(lang):
    chart = CHARTS.chord()
    circle = series(option(chart, lang), "chord")
    assert len(circle["data"]) == 31
    assert len(circle["links"]) == 31 * 30
    assert "Mt" in circle["links"][0]["tooltip"]["formatter"]
    own = {"zh": "自身内部", "en": "Within itself"}[lang]
    assert all(own in n["tooltip"]["formatter"] for n in circle["data"])


def test_the_largest_nodes_of_a_chord_are_coloured_and_named():
    drawn = option(CHARTS.chord(), "en")
    colours = [n["itemStyle"]["color"] for n in series(drawn, "chord")["data"]]
    assert len(set(colours)) == 13
    for layout, most in zip(drawn["media"], (8, 12, 12), strict=True):
        assert sum(n["label"]["show"] for n in layout["option"]["series"][0]["data"]) == most


def test_a_node_without_links_is_left_out_of_the_circle():
    chart = CHARTS.chord()
    chart.data["links"] = [{"source": "CN-GD", "target": "CN-HE", "value": 1.0}]
    assert [n["id"] for n in series(option(chart, "zh"), "chord")["data"]] == ["CN-HE", "CN-GD"]


def flow(source, target, value=1.0):
    return {"source": source, "target": target, "value": value}


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ([flow("a", "z")], "not there"),
        ([flow("a", "b"), flow("a", "b")], "twice"),
        ([flow("a", "b", 0.0)], "leave it out"),
        ([flow("a", "b", None)], "leave it out"),
    ],
)
def test_a_chord_that_cannot_be_drawn_is_refused(links, said):
    with pytest.raises(ValueError, match=said):
        check_links([{"id": "a"}, {"id": "b"}], links)


@BOTH
def test_a_fan_nests_its_bands_and_names_their_shares(lang):
    drawn = option(CHARTS.fan(), lang)
    outer, inner, middle = (series(drawn, i) for i in ("band-5", "band-25", "middle"))
    ids = [s["id"] for s in drawn["series"]]
    assert ids.index("band-5") < ids.index("band-25") < ids.index("middle")
    assert outer["areaStyle"]["opacity"] < inner["areaStyle"]["opacity"]
    assert outer["stack"] != inner["stack"]
    assert ("90%" if lang == "zh" else "90 %") in outer["name"]
    assert middle["lineStyle"]["color"] == inner["areaStyle"]["color"]
    assert series(drawn, "stated")["lineStyle"]["color"] != middle["lineStyle"]["color"]
    low, high = (series(drawn, f"band-5-{side}")["data"][-1] for side in ("low", "high"))
    floor, above = series(drawn, "band-5-floor")["data"][-1], outer["data"][-1]
    assert (floor, floor + above) == pytest.approx((low, high))
    assert series(drawn, "band-5-low")["data"][0] is None
