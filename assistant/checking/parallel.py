"""What a figure without a word of its own must be: what the one before it is, or its table says."""

import re
from collections.abc import Mapping

from assistant.agent.digest import MARK
from assistant.checking.agreement import Why
from assistant.checking.binding import CLAUSE_END
from assistant.checking.direction import CHANGE_WORDS, is_change
from assistant.checking.reader import Context, Reader
from data.result import Claim

TOPIC = re.compile(
    r"人均|每人|强度|单位|每万元|GDP|生产总值|经济|人口|常住|占|比重|份额|比例|率|幅|速|增|降|减|升|涨|跌|差|高|低|多|少"
    r"|超|排放|总量|累计|合计|排名|第|位|峰|净零|中和|年份|产量|产出|产值|倍|抵消|贡献|拉动|推|弹性|吨钢|路径|剩余|残余"
    r"|调入|调出|足迹|需求|供|流|个|条|项|相当|即|达标|目标|能源|装机|装置|覆盖|概率|可能|区间|分位|其中|情景|基准"
    r"|per (?:capita|person|head|unit)|each|intens|econom|popul|people|inhabit|share|account|percent|%"
    r"|rate|growth|gr[eo]w|ris|rose|increas|fall|fell|drop|declin|cut|reduc|add|offset|emi|CO2|CO₂|total"
    r"|cumulat|sum|rank|number|place|peak|zero|neutral|year|output|value|times|ratio|more|less|above|below"
    r"|higher|lower|gap|differ|exceed|change|made up|contribut|part|of (?:the|its|it|that|this|which)|[’']s"
    r"|pathway|trend|left|remain|residual|import|export|demand|supply|target|capacity|probab|chance"
    r"|percentile|equal|i\.e|or\b|project|budget|elastic|export|footprint|use|tonne|spread|range|home|oversho|explain|embod|driv",
    re.IGNORECASE,
)
"""Words that may name another quantity than the one before; without any, it is the same."""

SUPERLATIVE = re.compile(r"最[高低大小多少]|[高多]达|低至|highest|lowest|largest", re.IGNORECASE)
FROM = re.compile(r"(?:由|从|\bfrom)(?:[^，,；;]{0,12}的)?\s*$", re.IGNORECASE)
TO = re.compile(r"[至到](?:\d{4}年的?)?\s*$|^[^,;.]{0,24}\bto\s*$")
AMOUNTS = {"percent_per_year", "Mt", "t_per_person", "t_per_cny_1e4", "cny_1e8", "person_1e4"}
"""Units of levels, which a list of places has in common; a percentage may stand beside any."""

ASIDE = re.compile(r"[（(/|→+=×~～–—-]\s*$|[（(][^()（）]*$")
"""A bracket or sign before a mark: what stands there may be of another kind."""

HEADINGS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(words, re.IGNORECASE), frozenset(units.split()))
    for words, units in (
        (r"人均GDP|GDP per", "cny_1e4 cny_1e8 percent"),
        (r"^(?!.*GDP).*(?:人均|per (?:capita|person|head))", "t_per_person percent percent_per_year rank ratio"),
        (r"单位GDP|强度|每万元|intensity|per (?:unit of )?GDP|per 10",
         "t_per_cny_1e4 t_per_t t_per_mwh percent percent_per_year rank ratio index_2005_100"),
        (r"常住人口|^人口$|^population$", "person_1e4"),
        (r"^GDP(?:（现价）)?$|地区生产总值", "cny_1e8"),
        (r"年均增速|年均增长|年均变化|^annual growth|^per year$", "percent_per_year percent"),
        (r"累计增幅|^增幅$|^降幅$|^growth$|^占比$|^份额$|^share$|占全省|占全国",
         "percent percentage_point"),
        (r"^(?:\d{4}年?)?(?:排放总?量|总排放|允许排放|排放水平|(?:CO2|CO₂)?\s?(?:emissions|排放)|路径|pathway)$|^gross (?:CO2|CO₂)$|^需减排$",
         "Mt"),
    )
)  # fmt: skip
"""Headings of a table's row or column, with the units of the figures that may stand there."""


def off_kind(
    reader: Reader, place: int, claim: Claim, context: Context, claims: Mapping[str, Claim]
) -> Why:
    """Compare the kind of a figure with its table's headings, or with the figure before it.

    Args:
        reader: The sentence.
        place: Which of its marks is meant.
        claim: The claim of the mark.
        context: What was said before.
        claims: Claims of the conversation by id.
    """
    if reader.sentence.column or reader.sentence.row:
        return _off_heading(reader, claim)
    paired = _off_pair(reader, place, claim, claims)
    if paired:
        return paired
    (start, _), _ = reader.marks[place]
    left = reader.marks[place - 1][0][1] if place else 0
    between = SUPERLATIVE.sub("", reader.blank[left:start])
    rest = reader.blank[reader.marks[place][0][1] :]
    behind = CLAUSE_END.split(rest.split("\x00")[0])[0]
    if TOPIC.search(between) or TOPIC.search(behind) or _aside(reader, start):
        return None
    if claim.unit not in AMOUNTS:
        return None
    if place:
        earlier = claims.get(reader.marks[place - 1][1])
        if earlier and ASIDE.search(reader.blank[: reader.marks[place - 1][0][0]]):
            earlier = claims.get(reader.marks[place - 2][1]) if place > 1 else None
    else:
        earlier = context.first_claim
    if earlier is None or earlier.unit == claim.unit or earlier.unit not in AMOUNTS:
        return None
    return "quantity", between.strip(" ，,、：:—–-\x00")


def _aside(reader: Reader, start: int) -> bool:
    """Tell whether a mark stands in a bracket or behind a sign; one behind a place is its figure."""
    found = ASIDE.search(reader.blank[:start])
    named = {r.end for r in reader.runs["place"]}
    opened = reader.blank[:start].rstrip("（( ")
    return bool(found) and not (
        found.group().strip() in "（(" and {len(opened)} & _ends(named, reader)
    )


def _ends(named: set[int], reader: Reader) -> set[int]:
    return named | {e + 2 for e in named if reader.text[e : e + 2] in ("'s", "’s")}


def _off_pair(reader: Reader, place: int, claim: Claim, claims: Mapping[str, Claim]) -> Why:
    """“From a to b”: both are of one kind, and of one industry or fuel."""
    if not place:
        return None
    (first_start, first_end), first_id = reader.marks[place - 1]
    first, start = claims.get(first_id), reader.marks[place][0][0]
    if first is None or not FROM.search(reader.blank[:first_start]):
        return None
    if not TO.search(reader.blank[first_end:start]):
        return None
    if first.unit != claim.unit:
        return "quantity", ""
    things = [c.entity.get("sector", c.entity.get("fuel")) for c in (first, claim)]
    if first.entity.get("region") != claim.entity.get("region"):
        between = [r for r in reader.runs["place"] if first_end <= r.start < start]
        return None if between or _lists_places(reader, first_start) else ("place", "")
    return ("thing", "") if things[0] != things[1] else None


def _lists_places(reader: Reader, before: int) -> bool:
    """Tell whether two places or more are named before a mark, which a span may lead between."""
    return len([m for r in reader.runs["place"] if r.end <= before for m in r.members]) > 1


def _off_heading(reader: Reader, claim: Claim) -> Why:
    for said in (reader.sentence.column, reader.sentence.row):
        plain = MARK.sub("", said).strip()
        for pattern, units in HEADINGS:
            if plain and pattern.search(plain):
                wrong = claim.unit not in units
                wrong = wrong or (
                    units == {"Mt"} and is_change(claim) and not CHANGE_WORDS.search(plain)
                )
                return ("quantity", plain) if wrong else None
    return None
