"""The account of what is wrong with an answer: what the model is told for its one repair."""

from collections.abc import Iterable

from assistant.agent.digest import describe
from assistant.checking.fit import Misfit
from data.text import Lang, Text

LONGEST = 12
"""More complaints than a model can heed in one go are counted only."""

WHY: dict[str, Text] = {
    "place": Text(
        zh="句中所说的地区与该数据不符", en="the sentence speaks of another place than this figure"
    ),
    "thing": Text(
        zh="句中所说的行业或燃料与该数据不符",
        en="the sentence speaks of another industry or fuel than this figure",
    ),
    "year": Text(
        zh="句中所说的年份与该数据不符", en="the sentence speaks of another year than this figure"
    ),
    "unit": Text(
        zh="标记本身会显示数值和单位，其后不要再写单位；写出的单位也与之不符",
        en="a mark prints its own unit; write no unit word beside it",
    ),
    "quantity": Text(
        zh="句中所说的指标与该数据不符",
        en="the sentence speaks of another quantity than this figure",
    ),
    "change": Text(
        zh="句中把水平值当作变化量，或把变化量当作水平值",
        en="the sentence takes a level for a change, or a change for a level",
    ),
    "quote": Text(
        zh="这是工具写的句子，但此处换成了别的数据",
        en="this is a tool's sentence with another figure in place of its own",
    ),
    "words": Text(
        zh="句中改动了工具所说的地区、行业、年份或增减方向",
        en="the sentence changes the place, industry, year or direction that the tool stated",
    ),
    "direction": Text(
        zh="句中所说的增减或高低与该数据相反",
        en="the sentence has the direction of this figure the wrong way round",
    ),
}


def describe_misfit(misfit: Misfit, lang: Lang) -> str:
    """Say what is wrong with one mark, what its claim is, and where it stands."""
    said = f" (“{misfit.said}”)" if misfit.said else ""
    return (
        f"{WHY[misfit.why].get(lang)}{said}: {describe(misfit.claim, lang)} ← “{misfit.sentence}”"
    )


def give_account(
    stray: Iterable[tuple[str, str]],
    unknown: Iterable[str],
    misfits: Iterable[Misfit],
    lang: Lang,
) -> str:
    """Write what is wrong with an answer, a line each, with the sentence it stands in."""
    no_mark = Text(zh="没有标记的数字", en="a figure without a mark")
    no_claim = Text(zh="不存在的标记", en="a mark that no tool returned")
    lines = [f"{no_mark.get(lang)}: “{n}” ← “{line}”" for n, line in stray]
    lines += [f"{no_claim.get(lang)}: [[c:{m}]]" for m in unknown]
    lines += [describe_misfit(m, lang) for m in misfits]
    more = [f"(+{len(lines) - LONGEST})"] if len(lines) > LONGEST else []
    return "\n".join(f"- {line}" for line in [*lines[:LONGEST], *more])
