"""Names and figures at the edge of a picture: in the reader's language, safe to show."""

import html
import math
from collections.abc import Iterable, Mapping
from typing import Any

from data.citations import cite
from data.fields import FIELDS, field_label, format_number, format_value, unit_label
from data.result import KIND_LABEL, Chart
from data.text import Lang, Text
from data.vocabulary import FAMILIES

NO_DATA = Text(zh="无数据", en="no data")
SOURCE = Text(zh="来源：", en="Source: ")
UNIT = Text(zh="单位：", en="Unit: ")
FUEL_FAMILIES = {
    "coal": Text(zh="煤", en="Coal"),
    "oil": Text(zh="油", en="Oil"),
    "gas": Text(zh="气", en="Gas"),
    "process": Text(zh="工业过程", en="Process"),
}


def name(value: Any, lang: Lang) -> str:
    """Return a name of a chart description in one language; plain text and years stand as is.

    >>> name({"zh": "广东", "en": "Guangdong"}, "zh"), name(2030, "en")
    ('广东', '2030')
    """
    if isinstance(value, Mapping):
        return str(value.get(lang) or value.get("zh") or value.get("en") or "")
    return "" if value is None else str(value)


def family_name(family: str, lang: Lang) -> str:
    """Return what a family of sectors or fuels is called."""
    fuel = FUEL_FAMILIES.get(family)
    return fuel.get(lang) if fuel else FAMILIES.label(family, lang)


def escape(text: str) -> str:
    """Make a text safe inside a tooltip, which is HTML with ``{a}``-like placeholders.

    >>> escape("<b>{a}</b>")
    '&lt;b&gt;&#123;a&#125;&lt;/b&gt;'
    """
    return html.escape(text).replace("{", "&#123;").replace("}", "&#125;")


def figure(value: Any, unit: str, lang: Lang) -> str:
    """Write a figure with its unit, or say that there is none."""
    if not is_figure(value):
        return NO_DATA.get(lang)
    return format_value(float(value), unit, lang)


def is_figure(value: Any) -> bool:
    """Tell a finite number from a gap."""
    return isinstance(value, int | float) and math.isfinite(value)


def shown(value: Any, unit: str) -> float | None:
    """Round a figure to the digits its unit calls for; a gap stays a gap.

    >>> shown(569.0664, "Mt"), shown(None, "Mt")
    (569.1, None)
    """
    if not is_figure(value):
        return None
    return float(format_number(float(value), unit).replace(",", ""))


def field_figure(field: str, value: Any, lang: Lang) -> tuple[str, str]:
    """Return a field's label and its figure with unit."""
    held = FIELDS.get(field)
    return field_label(field, lang), figure(value, held.unit if held else "ratio", lang)


def tooltip(head: str, rows: Iterable[tuple[str, str]], tail: str = "") -> str:
    """Build the ready-made text of one tooltip, everything in it escaped."""
    body = "".join(
        "<div style='display:flex;justify-content:space-between;gap:18px'>"
        f"<span>{escape(label)}</span><b>{escape(value)}</b></div>"
        for label, value in rows
    )
    end = f"<div style='opacity:.7'>{escape(tail)}</div>" if tail else ""
    return f"<b>{escape(head)}</b>{body}{end}"


def kind_line(chart: Chart, lang: Lang) -> str:
    """Return what stands under a title: the kind of data, and the unit where there is one."""
    unit = unit_label(chart.unit, lang)
    parts = [KIND_LABEL[chart.kind].get(lang)]
    return " · ".join([*parts, UNIT.get(lang) + unit] if unit else parts)


def source_line(chart: Chart, lang: Lang) -> str:
    """Return where the figures of a chart come from, or an empty text."""
    return SOURCE.get(lang) + cite(chart.source, lang) if chart.source else ""


def axis_name(chart: Chart, lang: Lang) -> str:
    """Return the name of the value axis with its unit."""
    label = name(chart.data.get("y_name"), lang)
    unit = unit_label(chart.unit, lang)
    if not unit or unit in label:
        return label
    if not label:
        return unit
    return f"{label}（{unit}）" if lang == "zh" else f"{label} ({unit})"
