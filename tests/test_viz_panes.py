"""Panes on a page: one for every type of chart, captioned, and quiet."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import holoviews as hv
import numpy as np
import panel as pn
import pytest
from bokeh.models import Legend, Title

from data.result import Chart
from data.text import same
from viz.curves import draw_curves
from viz.panes import pane

CHARTS = SimpleNamespace(**run_path(str(Path(__file__).with_name("samples_charts.py"))))

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])
OVER_YEARS = pytest.mark.parametrize("kind", ["trend", "pathway"])


def caption(built):
    return built[-1].object


@pytest.mark.parametrize("kind", sorted(CHARTS.ALL))
@BOTH
def test_every_type_has_a_pane_with_a_caption(kind, lang):
    built = pane(CHARTS.ALL[kind]("demonstration"), lang)
    built.get_root()
    assert built.sizing_mode == "stretch_width"
    assert "CEADs" in caption(built)
    assert "Mt" in caption(built)
    assert {"zh": "演示数据（合成）", "en": "demonstration data (synthetic)"}[lang] in caption(
        built
    )


def test_caption_is_escaped():
    chart = CHARTS.trend().model_copy(update={"source": "<img src=x>", "notes": [same("<b>")]})
    assert "<img" not in caption(pane(chart, "zh"))
    assert "<b>" not in caption(pane(chart, "zh")).replace("<b style", "")


@OVER_YEARS
def test_holoviews_draws_what_runs_over_years(kind):
    assert isinstance(pane(CHARTS.ALL[kind](), "zh")[0], pn.pane.HoloViews)


@OVER_YEARS
@BOTH
def test_curves_render_with_title_kind_unit_and_legend(kind, lang):
    chart = CHARTS.ALL[kind]("demonstration")
    figure = hv.render(draw_curves(chart, lang))
    said = " ".join(t.text for t in figure.select(Title))
    assert "".join(chart.title.get(lang).split()) in "".join(said.split())
    assert {"zh": "演示数据（合成）", "en": "demonstration data (synthetic)"}[lang] in said
    assert "Mt" in figure.yaxis[0].axis_label
    labels = [item.label.value for item in figure.select_one(Legend).items]
    assert {s["name"][lang] for s in chart.data["series"]} <= set(labels)
    assert figure.sizing_mode == "stretch_width"
    assert 300 <= figure.height <= 520
    assert [type(t).__name__ for t in figure.toolbar.tools].count("SaveTool") == 1
    assert "PanTool" not in [type(t).__name__ for t in figure.toolbar.tools]


def test_a_gap_breaks_the_line():
    curve = draw_curves(CHARTS.trend(), "zh").select(hv.Curve)
    first = next(iter(curve.values())) if isinstance(curve, dict) else curve.get(0)
    values = first.dimension_values("value")
    assert np.isnan(values).tolist() == [y in (1, 3, 4, 6) for y in range(10)]


def test_points_tell_their_figure_in_words():
    dots = [e for e in draw_curves(CHARTS.trend(), "zh") if isinstance(e, hv.Points)]
    assert len(dots) == 4
    assert dots[0].dimension_values("shown")[0] == "473.0 Mt（4.73 亿吨）"
    assert len(dots[0]) == 6


def test_pathway_shows_its_band_and_marked_years():
    drawn = draw_curves(CHARTS.pathway(), "zh")
    area = next(e for e in drawn if isinstance(e, hv.Area))
    assert area.label == "情景区间"
    assert len(area) == 35
    lines = next(e for e in drawn if isinstance(e, hv.VLines))
    assert lines.dimension_values(0).tolist() == [2026, 2030, 2035, 2060]
    texts = [t for e in drawn if isinstance(e, hv.Labels) for t in e.dimension_values("text")]
    assert "碳中和 2060" in texts


def test_a_trend_without_any_figure_still_renders():
    chart = CHARTS.trend()
    for line in chart.data["series"]:
        line["y"] = [None] * 10
    hv.render(draw_curves(chart, "zh"))


def test_network_sliders_move_gravity_and_repulsion_in_the_browser():
    built = pane(CHARTS.network(), "en")
    drawn, sliders = built[0], list(built[1])[:2]
    assert drawn.options == {"replaceMerge": ["series"]}
    assert [(s.label, s.value) for s in sliders] == [("Gravity", 0.7), ("Repulsion", 1700.0)]
    root = built.get_root()
    held = [m for m in root.references() if m.js_property_callbacks]
    assert (
        sum(
            "force" in str(c.code)
            for m in held
            for cs in m.js_property_callbacks.values()
            for c in cs
        )
        == 2
    )


def test_every_media_layout_of_a_network_keeps_its_series():
    # Panel updates with replaceMerge, which drops a series that a layout leaves out.
    drawn = pane(CHARTS.network(), "en")[0].object
    assert all(m["option"]["series"][0]["id"] == "network" for m in drawn["media"])


def test_charts_in_one_answer_do_not_share_axes():
    assert pane(CHARTS.trend(), "zh")[0].linked_axes is False


def test_unknown_type_is_refused_before_a_pane_is_built():
    with pytest.raises(ValueError, match="type"):
        Chart.model_validate(CHARTS.trend().model_dump() | {"type": "pie"})


def test_a_network_offers_its_communities_as_colours():
    built = pane(CHARTS.network(), "zh")
    choice = built[1][2]
    assert (choice.label, choice.value) == ("节点颜色", "family")
    assert list(choice.options.values()) == ["family", "community"]
    built.get_root()


def test_a_network_without_communities_offers_no_colours():
    chart = CHARTS.network()
    del chart.data["communities"]
    assert len(pane(chart, "en")[1]) == 2
