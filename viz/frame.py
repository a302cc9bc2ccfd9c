"""What all pictures share: title, kind of data, legend, source, fonts, and room at each width."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from data.result import Chart
from data.text import Lang, Text
from viz import palette
from viz.layout import (
    LINE,
    TEXT_SIZE,
    TITLE_SIZE,
    WIDTHS,
    Room,
    Width,
    legend_rows,
    lines_height,
    wrap,
    wrap_even,
)
from viz.names import kind_line, name, source_line

Option = dict[str, Any]
SAVE = Text(zh="保存为图片", en="Save as picture")
EDGE = 14
TOOLS = 30
SMALL = 11


@dataclass(frozen=True)
class Picture:
    """The parts of a picture that differ by type.

    Attributes:
        body: Series, axes and the rest that holds at every width.
        legend: Entries of the legend in order: a name, or a name with its mark.
        place: Gives what depends on the room: grid margins, positions, sizes.
        below: Pixels the picture itself needs under its plot, such as a colour bar.
        remarks: Lines that explain a mark of the picture, above its source.
    """

    body: Option
    place: Callable[[Room], Option]
    legend: Sequence[str | Option] = ()
    below: int = 0
    remarks: Sequence[str] = field(default_factory=tuple)


def compose(chart: Chart, lang: Lang, picture: Picture) -> Option:
    """Put a picture in its frame and give it a layout for phone, column and wide screen."""
    option = {
        "backgroundColor": palette.PAPER,
        "color": list(palette.SERIES),
        "textStyle": {"fontFamily": palette.FONTS, "color": palette.INK},
        "aria": {"enabled": True, "label": {"description": _spoken(chart, lang)}},
        "toolbox": {
            "right": EDGE - 6,
            "top": 6,
            "itemSize": 14,
            "feature": {"saveAsImage": {"title": SAVE.get(lang), "name": chart.id}},
        },
        "title": [_heading(chart), _footer(chart, lang, picture)],
        "legend": {
            "type": "plain",
            "data": [_entry(e) for e in picture.legend],
            "show": bool(picture.legend),
            "left": EDGE,
            "right": EDGE,
            "itemWidth": 24,
            "itemHeight": 10,
            "itemGap": 12,
            "textStyle": {"fontSize": TEXT_SIZE, "color": palette.INK},
        },
        **picture.body,
    }
    option["tooltip"] = {**_tooltip(), **picture.body.get("tooltip", {})}
    option["media"] = [
        {"query": _query(w), "option": _fit(chart, lang, picture, w)} for w in WIDTHS
    ]
    return option


def _entry(entry: str | Option) -> Option:
    return {"name": entry} if isinstance(entry, str) else entry


def _heading(chart: Chart) -> Option:
    synthetic = chart.kind == "demonstration"
    return {
        "id": "heading",
        "left": EDGE,
        "top": 10,
        "padding": 0,
        "itemGap": 6,
        "textStyle": {
            "fontSize": TITLE_SIZE,
            "fontWeight": 600,
            "color": palette.INK,
            "lineHeight": round(TITLE_SIZE * LINE),
        },
        "subtextStyle": {
            "fontSize": TEXT_SIZE,
            "fontWeight": 600 if synthetic else 400,
            "color": palette.WARNING if synthetic else palette.MUTED,
            "lineHeight": round(TEXT_SIZE * LINE),
        },
    }


def _footer_text(chart: Chart, lang: Lang, picture: Picture) -> list[str]:
    return [t for t in (*picture.remarks, source_line(chart, lang)) if t]


def _footer(chart: Chart, lang: Lang, picture: Picture) -> Option:
    return {
        "id": "source",
        "show": bool(_footer_text(chart, lang, picture)),
        "text": "",
        "left": EDGE,
        "bottom": 8,
        "padding": 0,
        "textStyle": {
            "fontSize": SMALL,
            "fontWeight": 400,
            "color": palette.MUTED,
            "lineHeight": round(SMALL * LINE),
        },
    }


def _tooltip() -> Option:
    return {
        "confine": True,
        "borderColor": palette.FAINT,
        "padding": [8, 10],
        "textStyle": {"fontSize": TEXT_SIZE, "color": palette.INK},
        "extraCssText": "max-width:min(340px,92%);white-space:normal;",
    }


def _query(width: Width) -> Option:
    query: Option = {"minWidth": width.least} if width.least else {}
    return query | ({"maxWidth": width.most} if width.most else {})


def _fit(chart: Chart, lang: Lang, picture: Picture, width: Width) -> Option:
    usable = width.usable
    heading = wrap_even(chart.title.get(lang), usable - TOOLS, TITLE_SIZE)
    under = wrap(kind_line(chart, lang), usable, TEXT_SIZE)
    footer = [
        line for text in _footer_text(chart, lang, picture) for line in wrap(text, usable, SMALL)
    ]
    legend = legend_rows([_entry(e)["name"] for e in picture.legend], usable)
    foot = (8 + lines_height(len(footer), SMALL)) if footer else 4
    top = 10 + lines_height(len(heading), TITLE_SIZE) + 6 + lines_height(len(under)) + 10
    bottom = foot + 8 + legend * 24 + picture.below
    room = Room(width, top, bottom)
    return {
        "title": [
            {"id": "heading", "text": "\n".join(heading), "subtext": "\n".join(under)},
            {"id": "source", "text": "\n".join(footer)},
        ],
        "legend": {"bottom": foot + 4},
        **picture.place(room),
    }


def _spoken(chart: Chart, lang: Lang) -> str:
    parts = (chart.title.get(lang), kind_line(chart, lang), source_line(chart, lang))
    return "; ".join(p for p in parts if p)


def legend_names(series: Sequence[dict[str, Any]], lang: Lang) -> list[str]:
    """Return the names of series for a legend, told apart where two read the same."""
    names = [name(s.get("name"), lang) or str(s.get("id", "")) for s in series]
    return [f"{n} ({names[:i].count(n) + 1})" if n in names[:i] else n for i, n in enumerate(names)]
