"""Chart descriptions become ECharts options: complete, bilingual, safe, honest about gaps."""

import json
import math
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.result import Chart
from data.text import Text, same
from viz.option import height, option
from viz.sankey import check_flows

CHARTS = SimpleNamespace(**run_path(str(Path(__file__).with_name("samples_charts.py"))))

SYNTHETIC = {"zh": "演示数据（合成）", "en": "demonstration data (synthetic)"}
BOTH = pytest.mark.parametrize("lang", ["zh", "en"])
EVERY = pytest.mark.parametrize("kind", sorted(CHARTS.ALL))


def strings(value):
    if isinstance(value, dict):
        for held in value.values():
            yield from strings(held)
    elif isinstance(value, list):
        for held in value:
            yield from strings(held)
    elif isinstance(value, str):
        yield value


def series(drawn, series_id):
    return next(s for s in drawn["series"] if s["id"] == series_id)


def headings(drawn):
    for layout in drawn["media"]:
        yield next(t for t in layout["option"]["title"] if t["id"] == "heading")


@EVERY
@BOTH
def test_every_type_is_plain_json(kind, lang):
    json.dumps(option(CHARTS.ALL[kind](), lang), allow_nan=False)


@EVERY
@BOTH
def test_every_width_has_title_kind_and_source(kind, lang):
    chart = CHARTS.ALL[kind]("demonstration")
    drawn = option(chart, lang)
    widths = [layout["query"] for layout in drawn["media"]]
    assert widths[0] == {"maxWidth": 520}
    assert widths[-1] == {"minWidth": 861}
    for heading in headings(drawn):
        assert "".join(heading["text"].split()) == "".join(chart.title.get(lang).split())
        assert SYNTHETIC[lang] in heading["subtext"]
    assert "CEADs" in drawn["media"][0]["option"]["title"][1]["text"]


@EVERY
def test_real_data_are_not_called_synthetic(kind):
    assert SYNTHETIC["zh"] not in json.dumps(
        option(CHARTS.ALL[kind]("official"), "zh"), ensure_ascii=False
    )


@EVERY
def test_languages_do_not_mix(kind):
    chart = CHARTS.ALL[kind]().model_copy(update={"source": "CEADs"})
    english = [t for t in strings(option(chart, "en")) if "Noto" not in t]
    assert not [t for t in english if any("\u4e00" <= c <= "\u9fff" for c in t)]


@EVERY
def test_hostile_names_reach_no_html(kind):
    bad = "<img src=x onerror=alert(1)>{a}"
    text = json.dumps(CHARTS.ALL[kind]().model_dump(mode="json"), ensure_ascii=False)
    held = json.loads(text)
    spoil(held["data"], bad)
    chart = Chart.model_validate(held | {"title": same(bad).model_dump()})
    formatters = list(tooltips(option(chart, "en")))
    assert not [f for f in formatters if "<img" in f or "{a}" in f]
    assert kind not in ("network", "sankey", "heatmap") or any("&lt;img" in f for f in formatters)


def spoil(value, bad):
    for key, held in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(held, dict) and set(held) == {"zh", "en"}:
            value[key] = {"zh": bad, "en": bad}
        elif isinstance(held, dict | list):
            spoil(held, bad)


def tooltips(value):
    if isinstance(value, dict):
        tip = value.get("tooltip")
        if isinstance(tip, dict) and "formatter" in tip:
            yield tip["formatter"]
        for held in value.values():
            yield from tooltips(held)
    elif isinstance(value, list):
        for held in value:
            yield from tooltips(held)


def test_no_text_is_run_as_a_script():
    name = "--x_x--0_0--alert(1)--x_x--0_0--"
    chart = CHARTS.trend().model_copy(update={"title": same(name)})
    chart.data["series"][0]["name"] = {"zh": name, "en": name}
    assert not [t for t in strings(option(chart, "zh")) if "--x_x--" in t]


@BOTH
def test_network_draws_arrows_and_marks_self_loops(lang):
    drawn = option(CHARTS.network(), lang)
    graph = series(drawn, "network")
    loops = [n for n in graph["data"] if n["itemStyle"]["borderWidth"] > 1]
    assert len(graph["data"]) == 42
    assert len(graph["links"]) + len(loops) == 88
    assert graph["edgeSymbol"] == ["none", "arrow"]
    assert graph["emphasis"]["focus"] == "adjacency"
    assert (graph["roam"], graph["draggable"], graph["force"]["layoutAnimation"]) == (True,) * 3
    assert graph["force"]["gravity"] == 0.7
    assert len(drawn["legend"]["data"]) == 10
    assert "75.2%" in json.dumps(drawn["media"], ensure_ascii=False)


def test_network_sizes_follow_the_square_root():
    nodes = [
        {"id": str(v), "name": {"zh": "甲", "en": "A"}, "family": "energy", "size": v}
        for v in (1, 4, 9)
    ]
    data = {"nodes": nodes, "edges": [], "size_field": "co2_mt", "edge_unit": "cny_1e4"}
    chart = CHARTS.network().model_copy(update={"data": data})
    small, middle, large = (n["symbolSize"] for n in series(option(chart, "zh"), "network")["data"])
    assert middle - small == pytest.approx(large - middle, abs=0.2)


def test_network_tooltip_names_units_and_gaps():
    nodes = series(option(CHARTS.network(), "zh"), "network")["data"]
    known = nodes[0]["tooltip"]["formatter"]
    assert "Mt" in known
    assert "万元" in known
    unknown = [n for n in nodes if n["value"] is None]
    assert len(unknown) == 1
    assert "无数据" in unknown[0]["tooltip"]["formatter"]


@BOTH
def test_sankey_keeps_every_flow_in_its_layer(lang):
    chart = CHARTS.sankey()
    flow = series(option(chart, lang), "sankey")
    assert len(flow["links"]) == len(chart.data["links"])
    assert {n["depth"] for n in flow["data"]} == {0, 1}
    assert "Mt" in flow["links"][0]["tooltip"]["formatter"]


def nodes(ids):
    return [{"id": i, "name": i, "layer": 0} for i in ids]


def flow(source, target, value=1.0):
    return {"source": source, "target": target, "value": value}


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ([flow("a", "b"), flow("b", "c"), flow("c", "a")], "circle"),
        ([flow("a", "a")], "circle"),
        ([flow("a", "z")], "not there"),
        ([flow("a", "b", 0.0)], "leave it out"),
        ([flow("a", "b", None)], "leave it out"),
    ],
)
def test_sankey_refuses_what_cannot_be_drawn(links, said):
    with pytest.raises(ValueError, match=said):
        check_flows(nodes("abc"), links)


@given(st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20))
def test_sankey_takes_any_forward_flows(pairs):
    links = [flow(str(a), str(b)) for a, b in pairs if a < b]
    check_flows(nodes("012345678"), links)
    back = [flow(e["target"], e["source"]) for e in links[:1]]
    if back:
        with pytest.raises(ValueError, match="circle"):
            check_flows(nodes("012345678"), links + back)


def test_sankey_marks_returned_flows():
    chart = CHARTS.sankey()
    assert "回流" not in json.dumps(option(chart, "zh"), ensure_ascii=False)
    chart.data["links"][0]["returned"] = True
    assert "回流" in series(option(chart, "zh"), "sankey")["links"][0]["tooltip"]["formatter"]


def test_gaps_stay_null_and_unconnected():
    drawn = option(CHARTS.trend(), "zh")
    line = series(drawn, "CN-GD")
    assert [v is None for v in line["data"]] == [y in (1, 3, 4, 6) for y in range(10)]
    assert line["connectNulls"] is False
    assert line["data"][0] == 473.0


def test_years_that_a_trend_leaves_out_are_gaps():
    chart = CHARTS.trend()
    chart.data["x"] = [2010, 2012, 2013]
    for line in chart.data["series"]:
        line["y"] = [1.0, 2.0, 3.0]
    drawn = option(chart, "zh")
    assert drawn["xAxis"]["data"] == ["2010", "2011", "2012", "2013"]
    assert series(drawn, "CN-GD")["data"] == [1.0, None, 2.0, 3.0]


def test_pathway_tells_roles_apart_and_marks_years():
    drawn = option(CHARTS.pathway(), "en")
    styles = {s["id"]: s["lineStyle"].get("type") for s in drawn["series"]}
    assert (styles["history"], styles["projection"], styles["pathway"]) == (
        "solid",
        "dashed",
        "solid",
    )
    for layout in drawn["media"]:
        marked = layout["option"]["series"][0]["markLine"]["data"]
        assert [m["xAxis"] for m in marked] == ["2026", "2030", "2035", "2060"]
    assert drawn["yAxis"]["name"] == "CO2 emissions (Mt)"


def test_band_spans_low_to_high():
    chart = CHARTS.pathway()
    drawn = option(chart, "zh")
    floor, above = series(drawn, "band-floor")["data"], series(drawn, "band")["data"]
    for low, high, a, b in zip(
        chart.data["band"]["low"], chart.data["band"]["high"], floor, above, strict=True
    ):
        if low is None:
            assert a is None
            assert b is None
        else:
            assert a + b == pytest.approx(high, abs=0.06)
    assert series(drawn, "band")["tooltip"] == {"show": False}


def test_labels_of_marked_years_do_not_overlap():
    from viz.layout import text_width
    from viz.markers import marker_rows

    chart, across = CHARTS.pathway(), 240
    spans = {}
    for year, text, side, row in marker_rows(chart, "en", across):
        at, width = across * (year - 1997) / 63, text_width(text, 11)
        start = {"left": at, "center": at - width / 2, "right": at - width}[side]
        assert start >= -1
        assert start + width <= across + 9
        spans.setdefault(row, []).append((start, start + width))
    for row in spans.values():
        assert all(a[1] <= b[0] for a, b in zip(sorted(row), sorted(row)[1:], strict=False))


def test_wedge_stacks_layers_under_their_total():
    drawn = option(CHARTS.wedge(), "en")
    stacked = [s for s in drawn["series"] if s.get("stack") == "layers"]
    total = series(drawn, "total")
    assert len(stacked) == 10
    assert "stack" not in total
    assert sum(s["data"][0] for s in stacked) == pytest.approx(total["data"][0], abs=0.5)


def test_bar_names_what_has_no_figure():
    drawn = option(CHARTS.bar(horizontal=False), "en")
    assert drawn["series"][0]["data"][4] is None
    assert "No data: Rubber products" in drawn["media"][0]["option"]["title"][1]["text"]
    assert option(CHARTS.bar(stacked=True), "en")["series"][0]["stack"] == "all"


@pytest.mark.parametrize("signed", [True, False])
def test_heatmap_keeps_gaps_apart_from_values(signed):
    chart = CHARTS.heatmap(signed=signed)
    drawn = option(chart, "zh")
    cells, gaps = series(drawn, "cells")["data"], series(drawn, "gaps")["data"]
    missing = sum(v is None for row in chart.data["z"] for v in row)
    assert len(gaps) == missing > 0
    assert len(cells) == 200 - missing
    assert all("无数据" in c["tooltip"]["formatter"] for c in gaps)
    low, high = drawn["visualMap"][0]["min"], drawn["visualMap"][0]["max"]
    assert (low == -high) is signed


def test_nan_is_a_gap():
    chart = CHARTS.trend()
    chart.data["series"][0]["y"][0] = math.nan
    assert series(option(chart, "zh"), "CN-GD")["data"][0] is None


def test_an_empty_trend_still_draws_its_frame():
    data = {"x": [2019], "series": [], "y_name": {"zh": "排放", "en": "Emissions"}}
    chart = Chart(
        id="e", type="trend", title=Text(zh="空", en="Empty"), data=data, unit="Mt", kind="official"
    )
    assert option(chart, "en")["series"] == []


@EVERY
def test_heights_leave_room_on_a_phone(kind):
    chart = CHARTS.ALL[kind]()
    for lang in ("zh", "en"):
        phone = option(chart, lang)["media"][0]["option"]
        held = phone.get("grid") or phone["series"][0]
        assert height(chart) - held["top"] - held["bottom"] >= 150


def test_a_network_can_be_coloured_by_its_communities():
    chart = CHARTS.network()
    chart.data["colour_by"] = "community"
    drawn = option(chart, "en")
    names = [e["name"] for e in drawn["legend"]["data"]]
    assert names[:2] == ["Agriculture and others", "Coal mining and others"]
    assert names[-1] == "No group"
    graph = series(drawn, "network")
    colours = {n["category"]: n["itemStyle"]["color"] for n in graph["data"]}
    assert len(set(colours.values())) == 4
    assert any("Group: Coal mining and others" in n["tooltip"]["formatter"] for n in graph["data"])


def test_a_network_begins_where_its_nodes_rest():
    chart = CHARTS.network()
    graph = series(option(chart, "zh"), "network")
    assert graph["force"]["initLayout"] == "none"
    rests = {n["id"]: (n["x"], n["y"]) for n in chart.data["nodes"]}
    assert {n["id"]: (n["x"], n["y"]) for n in graph["data"]} == rests
    del chart.data["nodes"][0]["x"]
    assert series(option(chart, "zh"), "network")["force"]["initLayout"] == "circular"
