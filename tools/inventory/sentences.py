"""Sentences that answer a question about emissions; every figure in them is a mark."""

from collections.abc import Sequence

from data.result import Claim, Finding, mark
from data.text import Text
from data.vocabulary import FUELS, NATION, SECTORS
from tools.inventory.answer import Answer
from tools.inventory.figures import same_size
from tools.inventory.phrases import (
    GROUP_NOUN,
    QUANTITY,
    capital,
    change_sentence,
    cut_label,
    inline,
    listed,
    number_word,
    part_label,
    quantity_of,
    region_label,
    whole_label,
)
from tools.inventory.selection import Cut, overlap

FEW = 4
"""Cuts up to this many get a sentence each on how they changed."""

LONG = 12
"""Cuts up to this many, named by the reader, are also added up."""

SHORT_LIST = 5
"""Names in a ranking when the reader gave no number."""


def write_findings(answer: Answer) -> list[Finding]:
    """Write the answer, sentence by sentence, most direct first."""
    if not answer.values:
        return [_nothing(answer)]
    texts: list[Text] = []
    for block in answer.blocks:
        texts += _block(answer, block)
    texts += _sum(answer)
    return [Finding(text=t) for t in texts]


def _block(answer: Answer, block: Sequence[Cut]) -> list[Text]:
    shown = answer.shown(block)
    texts = _focus(answer)
    moving = (answer.focus,) if answer.focus else shown
    ranked_by_growth = answer.growth and (answer.top is not None or not answer.named)
    if answer.several_years and len(moving) <= FEW and not (len(block) > 1 and ranked_by_growth):
        moves = ((c, answer.ends(c)) for c in moving)
        texts += [
            change_sentence(answer.figures, c, *ends, answer.quantity) for c, ends in moves if ends
        ]
    if len(shown) == 2 and not answer.growth and answer.top is None:
        return texts + _pair(answer, shown[0], shown[1])
    if len(block) > 1:
        return texts + _ranking(answer, shown)
    claim = answer.at(block[0], answer.years.last)
    return texts or ([_level(answer, block[0], claim)] if claim else [])


def _level(answer: Answer, cut: Cut, claim: Claim) -> Text:
    subject = quantity_of(cut, answer.quantity)
    if answer.quantity == "share":
        return _share(answer, cut, claim)
    return Text(
        zh=f"{claim.year}年{subject.zh}为{mark(claim)}。",
        en=f"{capital(subject.en)} were {mark(claim)} in {claim.year}.",
    )


def _share(answer: Answer, cut: Cut, claim: Claim) -> Text:
    part, whole = (answer.figures.claims[p] for p in claim.parents)
    subject = quantity_of(cut)
    label = whole_label(whole.entity["region"]) if "region" in whole.entity else _selected()
    return Text(
        zh=f"{claim.year}年{subject.zh}占{label.zh}的{mark(claim)}："
        f"前者{mark(part)}，后者{mark(whole)}。",
        en=f"In {claim.year}, {subject.en} made up {mark(claim)} of {label.en}:"
        f" {mark(part)} of {mark(whole)}.",
    )


def _selected() -> Text:
    return Text(zh="所选地区之和", en="the sum of the regions selected")


def _focus(answer: Answer) -> list[Text]:
    cut = answer.focus
    claim = answer.at(cut, answer.years.last) if cut else None
    rank = answer.rank(cut) if cut and claim else None
    if cut is None or claim is None or rank is None:
        return []
    held = sum(1 for c in answer.blocks[0] if answer.ranking_claim(c))
    noun = GROUP_NOUN[answer.group]
    count = answer.figures.count(f"{noun.en} with data", held, claim)
    subject = quantity_of(cut, answer.quantity)
    of = Text(zh="增速", en="by growth ") if answer.growth else Text(zh="", en="")
    return [
        Text(
            zh=f"{claim.year}年{subject.zh}为{mark(claim)}，{of.zh}在有数据的{mark(count)}{noun.zh}中"
            f"由高到低排第{mark(rank)}位。",
            en=f"{capital(subject.en)} were {mark(claim)} in {claim.year}: {of.en}rank {mark(rank)}"
            f" from the top among the {mark(count)} {noun.en} with data.",
        )
    ]


def _pair(answer: Answer, first: Cut, second: Cut) -> list[Text]:
    ends = answer.common_ends((first, second))
    if ends is None:
        claims = ((c, answer.at(c, answer.years.last)) for c in (first, second))
        return [_level(answer, cut, claim) for cut, claim in claims if claim]
    levels = () if answer.several_years else (first, second)
    at_last = ((c, answer.at(c, ends[1])) for c in levels)
    texts = [_level(answer, cut, claim) for cut, claim in at_last if claim]
    gaps = [_gap(answer, first, second, y) for y in dict.fromkeys(ends)]
    return [
        *texts,
        Text(
            zh="；".join(t.zh for t in gaps) + "。",
            en=capital("; ".join(t.en for t in gaps)) + ".",
        ),
    ]


def _gap(answer: Answer, first: Cut, second: Cut, year: int) -> Text:
    one, other = answer.values[first, year], answer.values[second, year]
    high, low = (first, second) if one.value >= other.value else (second, first)
    top, bottom = sorted((one, other), key=lambda c: -c.value)
    pair = (first, second)
    above, below = cut_label(high, pair), cut_label(low, pair)
    if same_size(one, other):
        return Text(
            zh=f"{year}年{above.zh}与{below.zh}相同",
            en=f"in {year} {inline_name(above, high)} and {inline_name(below, low)} were equal",
        )
    gap = answer.figures.difference(bottom, top)
    more = "多" if answer.quantity == "total" else "高"
    return Text(
        zh=f"{year}年{above.zh}比{below.zh}{more}{mark(gap)}",
        en=f"in {year} {inline_name(above, high)} was {mark(gap)} above {inline_name(below, low)}",
    )


def inline_name(label: Text, cut: Cut) -> str:
    """Write a cut's name inside an English sentence: provinces keep their capital."""
    return label.en if label == region_label(cut.region) else inline(label).en


def _ranking(answer: Answer, shown: Sequence[Cut]) -> list[Text]:
    most = answer.top or (SHORT_LIST if len(shown) > 2 * SHORT_LIST else len(shown))
    cuts = [c for c in shown if answer.ranking_claim(c)][:most]
    if not cuts:
        return []
    items = [_item(answer, c, cuts) for c in cuts]
    opening = _opening(answer, cuts)
    return [
        Text(
            zh=f"{opening.zh}{'；'.join(i.zh for i in items)}。",
            en=f"{opening.en}{'; '.join(i.en for i in items)}.",
        )
    ]


def _opening(answer: Answer, cuts: Sequence[Cut]) -> Text:
    when = Text(zh=f"{answer.years.last}年", en=f"In {answer.years.last}")
    if answer.growth:
        first, last = answer.years.first, answer.years.last
        when = Text(zh=f"{first}—{last}年", en=f"Between {first} and {last}")
    within, noun = _within(answer, cuts), GROUP_NOUN[answer.group]
    quantity, word = QUANTITY[answer.quantity], number_word(len(cuts))
    most = _most(answer)
    if answer.named and answer.top is None:
        order = ("由低到高", "lowest") if answer.ascending else ("由高到低", "highest")
        by = "增速" if answer.growth else ""
        return Text(
            zh=f"{when.zh}{within.zh}{quantity.zh}{by}{order[0]}依次为：",
            en=f"{when.en}, {'growth of ' if by else ''}{quantity.en}{within.en},"
            f" {order[1]} first: ",
        )
    verb = ("是", "was") if len(cuts) == 1 else ("依次是", "were")
    singular = noun.en.removesuffix("s") if len(cuts) == 1 else f"{word.en} {noun.en}"
    return Text(
        zh=f"{when.zh}{within.zh}{quantity.zh}{most.zh}的{word.zh}{noun.zh}{verb[0]}：",
        en=f"{when.en}, the {singular} with the {most.en} {quantity.en}{within.en} {verb[1]}: ",
    )


def _within(answer: Answer, cuts: Sequence[Cut]) -> Text:
    """Say what the ranked cuts have in common: the region, or the sector and fuel."""
    cut = cuts[0]
    if answer.group == "region":
        part = part_label(cut)
        return Text(zh=part.zh, en=f" from {inline(part).en}") if part else Text(zh="", en="")
    region = region_label(cut.region)
    fixed = Cut(
        cut.region,
        "" if answer.group == "sector" else cut.sector,
        "" if answer.group == "fuel" else cut.fuel,
    )
    part = part_label(fixed)
    if part is None:
        return Text(zh=region.zh, en=f" in {region.en}")
    return Text(zh=f"{region.zh}{part.zh}", en=f" from {inline(part).en} in {region.en}")


def _most(answer: Answer) -> Text:
    if answer.growth and answer.ascending:
        return Text(zh="增速最低", en="slowest growth of")
    if answer.growth:
        return Text(zh="增速最高", en="fastest growth of")
    if answer.quantity == "total":
        return Text(zh="最少", en="lowest") if answer.ascending else Text(zh="最多", en="highest")
    return Text(zh="最低", en="lowest") if answer.ascending else Text(zh="最高", en="highest")


def _item(answer: Answer, cut: Cut, cuts: Sequence[Cut]) -> Text:
    label = cut_label(cut, cuts)
    claim = answer.ranking_claim(cut)
    name = inline_name(label, cut)
    figure = mark(claim) if claim else ""
    extra = _extra(answer, cut)
    return Text(zh=f"{label.zh} {figure}{extra.zh}", en=f"{name} {figure}{extra.en}")


def _extra(answer: Answer, cut: Cut) -> Text:
    """Add what makes a ranked figure readable: its share, its tonnes, its annual rate."""
    figures, year = answer.figures, answer.years.last
    if answer.growth:
        ends = answer.ends(cut)
        rate = figures.rate(*ends) if ends else None
        if rate is None:
            return Text(zh="", en="")
        return Text(zh=f"，复合增速{mark(rate)}", en=f", {mark(rate)}")
    if answer.quantity == "share":
        total = figures.total(cut, year)
        return _aside(total, "，即{}", ", {}")
    if answer.quantity == "total" and answer.group in ("sector", "fuel"):
        return _aside(figures.share(cut, year), "，占总量的{}", ", {} of the total")
    return Text(zh="", en="")


def _aside(claim: Claim | None, zh: str, en: str) -> Text:
    if claim is None:
        return Text(zh="", en="")
    return Text(zh=zh.format(mark(claim)), en=en.format(mark(claim)))


def _sum(answer: Answer) -> list[Text]:
    """Add up what the reader named, where adding is right and everything is known."""
    cuts = answer.cuts
    year = answer.years.last
    if not answer.named or answer.quantity != "total" or answer.growth or answer.top:
        return []
    if not 1 < len(cuts) <= LONG or any(c.region == NATION for c in cuts):
        return []
    sectors = tuple(dict.fromkeys(c.sector for c in cuts))
    fuels = tuple(dict.fromkeys(c.fuel for c in cuts))
    if overlap(SECTORS, sectors) or overlap(FUELS, fuels):
        return []
    if not all(answer.at(c, year) for c in cuts):
        return []
    total = answer.figures.sum(cuts, year)
    if total is None:
        return []
    names = listed([cut_label(c, cuts) for c in cuts]) if len(cuts) <= FEW else None
    return [
        Text(
            zh=f"{year}年{names.zh if names else '以上各项'}合计{mark(total)}。",
            en=f"Together they emitted {mark(total)} in {year}.",
        )
    ]


def _nothing(answer: Answer) -> Finding:
    cut = answer.blocks[0][0]
    subject, year = quantity_of(cut, answer.quantity), answer.years.last
    return Finding(
        text=Text(
            zh=f"没有可用的{year}年{subject.zh}数据，原因见说明。",
            en=f"There is no usable figure for {subject.en} in {year}; the notes say why.",
        )
    )
