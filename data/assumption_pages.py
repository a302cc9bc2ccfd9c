"""The manual's page on assumptions, written from the files that hold them.

``python -m data.assumption_pages`` rewrites it in both languages; a test fails when it is out of date.
"""

from pathlib import Path

from data.assumptions import (
    STATUS_LABEL,
    Assumption,
    load_assumptions,
    load_scenarios,
    load_what_if_assumptions,
)
from data.citations import cite
from data.text import Lang, Text

FOLDER = Path(__file__).parent / "manual"
NAME = "11-assumptions"

UNIT: dict[str, Text] = {
    "percent_per_year": Text(zh="%/年", en="% a year"),
    "percent": Text(zh="%", en=" %"),
    "percentage_point": Text(zh="个百分点", en=" percentage points"),
    "ratio": Text(zh="", en=""),
    "Mt": Text(zh=" Mt/年", en=" Mt a year"),
    "cny_per_kwh": Text(zh="元/千瓦时", en=" CNY per kWh"),
    "": Text(zh="", en=""),
}

GROWTH: dict[str, Text] = {
    "slow": Text(zh="慢", en="slow"),
    "steady": Text(zh="稳", en="steady"),
    "fast": Text(zh="快", en="fast"),
}

TITLE = Text(zh="假设：逐条说明", en="Assumptions, one by one")

HOW = (
    Text(zh="怎样读这一页", en="How to read this page"),
    Text(
        zh="这里逐条列出路径、路线图和假设情景所依据的每一个假设：名称、代号、取值、性质（有出处，或本项目假设）和出处或理由。文字由"
        "`data/assumptions/` 下的文件生成，与计算读取的完全一致；每份路线图附有同一张表。“至某年”的取值逐段适用，最后一段延续到"
        "以后各年。公布的电网排放因子是消费侧平均值，属外购电力（范围2），绝不当作省内发电的强度，路径中没有它；"
        "`grid_factors` 按原值给出。",
        en="This page lists every assumption that pathways, roadmaps and what-ifs rest on: its name, id,"
        " value, whether it is sourced or an assumption of this project, and the source or reason. It is"
        " written from the files in `data/assumptions/`, the same that the computation reads; each roadmap"
        " carries the same table. A value “to” a year holds up to that year, the last one ever after."
        " Published grid factors are consumption-side averages for purchased electricity (scope 2) only; no"
        " pathway uses them as the intensity of generation. `grid_factors` gives them as they are.",
    ),
)

GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (
        Text(zh="经济与产量增长的假设", en="Assumed growth of the economy and of output"),
        ("gdp_growth", "provincial_growth_gap", "growth_shift", "activity_"),
    ),
    (
        Text(
            zh="清单之后到起始年的推算假设",
            en="Assumptions from the last inventory to the start year",
        ),
        ("projection_",),
    ),
    (
        Text(
            zh="基准、收敛与剩余比例的假设",
            en="Assumptions on benchmarks, convergence and residual shares",
        ),
        ("start_year", "end_year_rule", "benchmark", "convergence", "residual."),
    ),
    (
        Text(zh="碳汇与碳捕集的假设", en="Assumptions on sinks and capture"),
        ("sinks", "ccus", "removal_"),
    ),
)

OTHERS = Text(zh="其余假设", en="Other assumptions")
WHAT_IF = Text(zh="假设情景（what if）的假设", en="Assumptions of what-ifs")

CHANGE = (
    Text(zh="在提问中改变假设", en="Changing an assumption in a question"),
    Text(
        zh="可以直接说：“增速按4%”“GDP增速每年低1个百分点”“按2度基准”“慢增长情景”“按公布值”“5000万吨碳汇（来源：某规划）”。"
        "变动只作用于所问地区，其他省份不变；已公布的年份不变。给定的碳汇与捕集从起始年的零线性增到目标年；没有来源的会注明，"
        "且不据此宣称中和。超出可计算范围（如增速400%、负的碳汇）会说明原因，不会被悄悄替换。`compare_scenarios` 把变动前后并列。",
        en="Say it: “with growth of 4 %”, “GDP growth 1 point lower every year”, “2 °C benchmark”, “slow growth"
        " scenario”, “as published”, “50 Mt of sinks (source: a plan)”. The change holds for the region asked"
        " about; other provinces and published years stay as they are. Stated sinks and capture rise linearly"
        " from zero in the start year to the target year; without a source this is said, and no neutrality is"
        " claimed on them. What cannot be computed (growth of 400 %, negative sinks) is explained and never"
        " silently replaced. `compare_scenarios` sets the change beside the unchanged pathway.",
    ),
)

SCENARIOS = Text(zh="情景：增长与基准的组合", en="Scenarios: growth combined with a benchmark")


def write_page(lang: Lang) -> str:
    """Write the page in a language: prose, every assumption, every scenario."""
    parts = [f"# {TITLE.get(lang)}", _section(HOW, lang)]
    rest = dict(load_assumptions())
    for heading, prefixes in GROUPS:
        own = [a for a in rest.values() if a.id.startswith(prefixes)]
        parts.append(_list(heading, own, lang))
        rest = {i: a for i, a in rest.items() if a not in own}
    if rest:
        parts.append(_list(OTHERS, list(rest.values()), lang))
    parts.append(_list(WHAT_IF, list(load_what_if_assumptions().values()), lang))
    parts += [_scenarios(lang), _section(CHANGE, lang)]
    return "\n\n".join(parts) + "\n"


def _section(held: tuple[Text, Text], lang: Lang) -> str:
    return f"## {held[0].get(lang)}\n{held[1].get(lang)}"


def _list(heading: Text, held: list[Assumption], lang: Lang) -> str:
    return "\n".join([f"## {heading.get(lang)}", *(explain(a, lang) for a in held)])


def explain(assumption: Assumption, lang: Lang) -> str:
    """Write one assumption in words: name, id, value, status, source or reason."""
    status = STATUS_LABEL[assumption.status].get(lang)
    why = assumption.reason.get(lang) if assumption.reason else cite(assumption.source, lang)
    value = value_in_words(assumption, lang)
    if lang == "zh":
        return f"- **{assumption.name.zh}**（`{assumption.id}`）：{value}。{status}：{why.rstrip('。')}。"
    return f"- **{assumption.name.en}** (`{assumption.id}`): {value}. {status.capitalize()}: {why.rstrip('.')}."


def value_in_words(assumption: Assumption, lang: Lang) -> str:
    """Write an assumption's value with its unit, rates by period, or its rule.

    >>> value_in_words(load_assumptions()["growth_shift"], "en")
    '1 percentage point'
    """
    if assumption.text is not None:
        return assumption.text.get(lang)
    unit = UNIT[assumption.unit].get(lang)
    if assumption.value is not None:
        return f"{assumption.value:g}{unit.removesuffix('s') if assumption.value == 1 else unit}"
    parts = [(p.until, f"{p.value:g}{unit}") for p in assumption.periods]
    if lang == "zh":
        return "；".join(f"至{until}年{value}" for until, value in parts)
    return "; ".join(f"{value} to {until}" for until, value in parts)


def _scenarios(lang: Lang) -> str:
    lines = [f"## {SCENARIOS.get(lang)}"]
    for s in load_scenarios().values():
        growth = GROWTH[s.growth].get(lang)
        if lang == "zh":
            lines.append(f"- **{s.name.zh}**（`{s.id}`）：增长{growth}，基准 {s.level}。")
        else:
            lines.append(f"- **{s.name.en}** (`{s.id}`): {growth} growth, benchmark {s.level}.")
    return "\n".join(lines)


def write_pages() -> None:
    """Write the page in both languages."""
    languages: tuple[Lang, ...] = ("zh", "en")
    for lang in languages:
        (FOLDER / f"{NAME}.{lang}.md").write_text(write_page(lang), encoding="utf-8")


if __name__ == "__main__":
    write_pages()
