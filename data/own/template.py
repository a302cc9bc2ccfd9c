"""The template of a user's own file, and the table of series that the manual shows."""

import csv
import io

from data.fields import unit_label
from data.own.terms import OWN_SERIES, accepted_units, description_of, keys_of, units_of
from data.text import Lang, Text

HEADER = (
    "series", "region", "sector", "scenario", "base_year", "year", "value", "unit", "source",
)  # fmt: skip

EXAMPLES: tuple[tuple[str, ...], ...] = (
    ("gdp_cny_1e8", "广东", "", "", "", "2024", "141633.8", "亿元", "Statistical yearbook 2025"),
    ("population_1e4", "CN-GD", "", "", "", "2024", "12780", "万人", "Statistical yearbook 2025"),
    ("activity_crude_steel", "Guangdong", "", "", "", "2024", "4,100", "万吨", "Company survey"),
    ("benchmark_intensity", "CN", "power", "mine", "", "2025", "560", "g/kWh", "Own plan"),
    ("benchmark_intensity", "CN", "power", "mine", "", "2060", "10", "g/kWh", "Own plan"),
    ("scenario_gdp_growth_pct", "广东", "", "plan", "", "2030", "5", "%", "Own plan"),
    ("scenario_gdp_growth_pct", "广东", "", "plan", "", "2060", "3", "%", "Own plan"),
    ("target_co2_intensity_change", "广东", "", "", "2020", "2025", "-20.5", "%", "省政府文件"),
)

_HEAD = Text(
    zh="以 # 开头的行不导入。在表头下逐行填写，一行一个数值；没有数据就不写那一行。\n"
    "然后运行 visceads import 文件名。地区、行业写中文、英文或代码均可。\n例如：",
    en="Lines that begin with # are not read. Below the header write one figure a line; leave out"
    " what you do not have.\nThen run: visceads import FILE. Regions and sectors go by Chinese or"
    " English name or id.\nFor example:",
)
_SERIES = Text(zh="可用的指标（单位）：", en="The series (units):")


def write_template(lang: Lang) -> str:
    """Write an empty file with examples and the list of series as comments.

    It ends up as no data at all when it is imported as it is: nothing invented gets in.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEADER)
    lines = [f"# {line}" for line in _HEAD.get(lang).splitlines()]
    examples = io.StringIO()
    csv.writer(examples, lineterminator="\n").writerows(EXAMPLES)
    lines += [f"# {line}" for line in examples.getvalue().splitlines()]
    lines += ["#", f"# {_SERIES.get(lang)}"]
    for term in OWN_SERIES:
        lines.append(f"# {term.id}: {description_of(term).get(lang)} ({_units(term.id, lang)})")
    return file.getvalue() + "\n".join(lines) + "\n"


def series_table(lang: Lang) -> str:
    """Write the table of series for the manual, in Markdown."""
    heads = {
        "zh": "| 指标 | 含义 | 保存单位 | 可用单位 | 另需的列 |",
        "en": "| series | meaning | kept in | units accepted | further columns |",
    }
    rows = [heads[lang], "|---|---|---|---|---|"]
    for term in OWN_SERIES:
        further = ", ".join(keys_of(term)) or "–"
        accepted = ", ".join(u for u in accepted_units(term) if u not in units_of(term))
        cells = (
            f"`{term.id}`",
            f"{term.label.get(lang)}：{description_of(term).zh}"
            if lang == "zh"
            else f"{term.label.en}: {description_of(term).en}",
            _units(term.id, lang),
            accepted,
            further,
        )
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _units(series: str, lang: Lang) -> str:
    term = OWN_SERIES.terms[series]
    return ", ".join(unit_label(u, lang) or u for u in units_of(term))
