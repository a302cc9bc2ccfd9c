"""The table of fields: what each metric is called, its unit, and how its figures are written.

One id is one quantity everywhere; the unit stands in the id of a column that holds it.
"""

from dataclasses import dataclass

from data.text import Lang, Text
from data.vocabulary import FOLDER, read_csv


@dataclass(frozen=True)
class Unit:
    """A unit with its label and the usual number of decimals."""

    id: str
    label: Text
    decimals: int = 2


UNITS: dict[str, Unit] = {
    u.id: u
    for u in (
        Unit("Mt", Text(zh="Mt", en="Mt"), 1),
        Unit("Mt_per_year", Text(zh="Mt/年", en="Mt per year"), 1),
        Unit("t_per_person", Text(zh="吨/人", en="t per person")),
        Unit("t_per_cny_1e4", Text(zh="吨/万元", en="t per 10⁴ CNY"), 3),
        Unit("t_per_t", Text(zh="吨/吨", en="t/t"), 3),
        Unit("kg_per_kwh", Text(zh="千克/千瓦时", en="kg/kWh"), 3),
        Unit("g_per_tkm", Text(zh="克/吨公里", en="g/tkm"), 1),
        Unit("percent", Text(zh="%", en="%"), 1),
        Unit("percent_per_year", Text(zh="%/年", en="% per year"), 2),
        Unit("percentage_point", Text(zh="个百分点", en="percentage points"), 1),
        Unit("ratio", Text(zh="", en=""), 3),
        Unit("rank", Text(zh="", en=""), 0),
        Unit("count", Text(zh="", en=""), 0),
        Unit("year", Text(zh="年", en=""), 0),
        Unit("cny_1e8", Text(zh="亿元", en="10⁸ CNY"), 1),
        Unit("cny_1e4", Text(zh="万元", en="10⁴ CNY"), 0),
        Unit("person_1e4", Text(zh="万人", en="10⁴ persons"), 0),
        Unit("index_2005_100", Text(zh="（2005年=100）", en="(2005 = 100)"), 1),
        Unit("GW", Text(zh="吉瓦", en="GW"), 0),
        Unit("Mtce", Text(zh="百万吨标准煤", en="Mtce"), 0),
        Unit("billion m3", Text(zh="十亿立方米", en="10⁹ m³"), 0),
        Unit("cny_per_t", Text(zh="元/吨", en="CNY/t"), 0),
        Unit("cny_per_kwh", Text(zh="元/千瓦时", en="CNY/kWh")),
        Unit("TWh", Text(zh="TWh", en="TWh"), 1),
        Unit("t_1e4", Text(zh="万吨", en="10⁴ t"), 1),
        Unit("m3_1e8", Text(zh="亿立方米", en="10⁸ m³")),
        Unit("kj_1e10", Text(zh="百亿千焦", en="10¹⁰ kJ"), 1),
        Unit("kwh_1e8", Text(zh="亿千瓦时", en="10⁸ kWh"), 1),
        Unit("tce_1e4", Text(zh="万吨标准煤", en="10⁴ tce"), 1),
    )
}


@dataclass(frozen=True)
class Field:
    """A quantity: label in both languages, unit, and one sentence on what it is."""

    id: str
    label: Text
    unit: str
    description: str


FIELDS: dict[str, Field] = {
    row["id"]: Field(row["id"], Text(zh=row["zh"], en=row["en"]), row["unit"], row["description"])
    for row in read_csv(FOLDER / "fields.csv")
}
"""Every quantity by id, from ``vocabularies/fields.csv``."""


def field_label(metric: str, lang: Lang) -> str:
    """Return what a metric is called; an unknown id stands for itself."""
    field = FIELDS.get(metric)
    return field.label.get(lang) if field else metric


def unit_label(unit: str, lang: Lang) -> str:
    """Return how a unit is written."""
    held = UNITS.get(unit)
    return held.label.get(lang) if held else unit


def format_number(value: float, unit: str) -> str:
    """Write a figure with the digits its unit calls for, never fewer than three significant.

    >>> format_number(569.0664, "Mt"), format_number(0.012879, "t_per_cny_1e4")
    ('569.1', '0.0129')
    >>> format_number(9.998, "percent"), format_number(0.99961, "Mt"), format_number(9.99, "Mt")
    ('10.0', '1.00', '9.99')
    >>> format_number(2030, "year"), format_number(97277.77, "cny_1e8")
    ('2030', '97,277.8')
    """
    held = UNITS.get(unit)
    if unit in ("year", "rank", "count"):
        return f"{value:.0f}"
    decimals = held.decimals if held else 2
    size = float(f"{abs(value):.9g}")  # 9.999999999999986 is 10, not a figure below it
    fewest = decimals
    while 0 < size < 10 ** (2 - decimals) and decimals < 6:
        decimals += 1
    if decimals > fewest and round(size, decimals) >= 10 ** (3 - decimals):  # 9.998 is 10.0
        decimals -= 1
    text = f"{value:,.{decimals}f}"
    return "0" if float(text.replace(",", "")) == 0 and value == 0 else text


def format_value(value: float, unit: str, lang: Lang) -> str:
    """Write a figure with its unit; Chinese adds the customary 亿吨 to large amounts.

    >>> format_value(569.0664, "Mt", "zh"), format_value(569.0664, "Mt", "en")
    ('569.1 Mt（5.691 亿吨）', '569.1 Mt')
    >>> format_value(12.3, "percent", "en"), format_value(2030, "year", "zh")
    ('12.3%', '2030年')
    """
    number = format_number(value, unit)
    label = unit_label(unit, lang)
    if unit == "percent" or (unit in ("year", "percent_per_year") and lang == "zh"):
        return number + label
    if unit == "percent_per_year":
        return f"{number}% per year"
    text = f"{number} {label}".strip()
    return text + _in_chinese_units(value) if unit == "Mt" and lang == "zh" else text


def _in_chinese_units(value_mt: float) -> str:
    # Below a hundred Mt the unit as it is reads well; adding 万吨 there only clutters a sentence.
    return f"（{value_mt / 100:.4g} 亿吨）" if abs(value_mt) >= 100 else ""
