"""Whether the words beside a mark leave room for its figure: unit, kind of quantity, direction."""

import re

from assistant.checking.direction import (
    CHANGE_WORDS,
    Marks,
    Why,
    is_change,
    misdirected,
    misordered,
)
from data.result import Claim

PER = {"t_per_person", "t_per_cny_1e4"}
NO_UNIT = {"ratio", "rank", "count"}
"""Units that the page prints no word for."""

UNIT_BEHIND = re.compile(
    r"^\s?(?:Mt\b|Gt\b|[%％‰]|per ?cent\b|percent\w*|百?万吨|亿吨|吨|亿元|万元|元|个百分点|千克|公斤"
    r"|(?:million|billion|thousand|trillion)\b|(?:metric )?(?:tonnes?|tons?)\b|yuan\b|CNY\b"
    r"|万(?!元以上)|亿|成(?!为|本|果|就|立|员)|kg\b|TWh\b|GW\b|t\b(?!o)|MtCO)",
    re.IGNORECASE,
)
MULTIPLE_BEHIND = re.compile(r"^\s?(?:倍|times\b(?! when))", re.IGNORECASE)
COUNT_BEHIND = re.compile(r"^\s?(?:个(?!百分点)|条|位|名|项)")
UNIT_COLUMN = re.compile(r"[（(/]\s*(亿吨|万吨|吨|Gt|t|kt|%|％|percent)\s*[）)]?|(亿吨|万吨|Gt)")

NEEDS: dict[str, re.Pattern[str]] = {
    unit: re.compile(words, re.IGNORECASE)
    for unit, words in {
        "t_per_person": r"人均|每人|per (?:capita|person|head|inhabitant)|each|person|人",
        "t_per_cny_1e4": r"强度|单位|每万元|GDP|每|乘数|隐含|沿|链|unit|chain|intensit|\bper\b|embodied|multiplier"
        r"|\b(?:cleaner|dirtier|efficient)",
        "percent": r"占|(?<![相对])比(?![之较])|率|幅|增|降|减|升|涨|份|弹性|影响|产生|来自|来源|按|供应|上游|下游|路径|→|变化|贡献"
        r"|覆盖|目标|余|comes|mainly|超|差距|偏离|oversho|exceed|expla|\bgap\b|%|share|per ?cent|growth|grew|grow|rose|risen|fell|fall|rate|elastic|aris"
        r"|source|path|by fuel|by sector|tier|suppl|upstream|downstream|chang|cut|account|part|offset"
        r"|made up|target|remain|cover|increas|decreas|declin|more than|less than|above|below"
        r"|higher|lower|of (?:the|its|all|that|this|what|it|[\w’']+(?:'s|’s))\b|contribut",
        "percent_per_year": r"年均|增速|率|每年|逐年|最快|平均|per year|a year|fast|slow|annual|yearly"
        r"|compound|on average|rate|pace|growth",
        "year": r"峰|起|净零|中和|年份|年为|最高|最低|实现|首次|达标|peak|year|zero|neutral|highest|lowest"
        r"|\bmet\b|reach|→|(?:于|在|\b(?:in|by|until|since|before|after))\s*$",
        "rank": r"第\s*$|排名|名次|位次|位居|位列|rank|place\b|position|\btop\b|number",
        "cny_1e4": r"产|元|投入|供给|流|需求|GDP|连接|贸易|调|使用|环节|值|outp|value|yuan|flow|supply"
        r"|suppl|cost|trade|demand|link|use|import|export|sell|buy|deliver|purchas|input|money",
        "cny_1e8": r"产出|产值|亿元|投入|供给|流|需求|GDP|生产总值|经济|增加值|成本|outp|value|yuan|flow|suppl"
        r"|cost|due\b|consum|spend|formation|trade|demand|econom|product|money",
        "Mt_per_year": r"cuts?\b|减|降|每年|年均|逐年|平均|per year|a year|annual|yearly|average|each year",
        "index_2005_100": r"指数|index",
        "percentage_point": r"百分点|贡献|差|高|低|多|少|超|缺口|落后|领先|变|point|contribut|gap|differ"
        r"|higher|lower|above|below|short|ahead|behind|more|less|add|shift",
        "t_per_t": r"吨钢|单位|吨|强度|基准|intens|per (?:tonne|ton|unit)|benchmark|each",
        "GW": r"装机|容量|风|光|capacity|wind|solar|install|GW",
        "person_1e4": r"人口|常住|万人|population|people|inhabit|resident",
    }.items()
}
SHARES = re.compile(
    r"占|比例|比重|份额|增速|增幅|降幅|弹性|百分|share|growth|per ?cent|elastic", re.IGNORECASE
)
MARKS = re.compile(r"\[\[c:[^\]]*\]\]")
CLAUSE = re.compile(r"[，,；;。]")
FROM = re.compile(r"(?:由|从|\bfrom)(?:[^，,；;]{0,12}的)?\s*$", re.IGNORECASE)
ONWARD = re.compile(r"\s*(?:[升增降减涨跌下上提回][^，；]{0,2}[至到]|in \d{4} to\b|to\b)")
ARRIVED = re.compile(r"(?:升|增|降|减|跌|涨|增加|增长|减少|下降|上升)[至到]\s*$")
FALL_TO = re.compile(
    r"\b(?:falls?|fell|drops?|dropped|down|rises?|rose|up|grows?|shrinks?) to(?: just| only| about)?\s*$"
)
FROM_TO = re.compile(r"\bfrom\b.*\bto\s*$", re.IGNORECASE)
OF_TOTAL = re.compile(r"\s*of (?:the|its|[\w’']+(?:'s|’s))[\w'’ ]{0,20}\btotal\b(?! (?:of|CO2))")
AMOUNTS = {"Mt", "t_per_person", "t_per_cny_1e4", "cny_1e8", "person_1e4", "year"}
ELLIPTIC = re.compile(r"(?:[（(][高低]?|即|或|\bor|[（(][^()（）]*[;；,，/])\s*$")
LISTED = 3
"""So many shares in one sentence are a list, which need not say “share” again."""

NO_LEVEL = {"percent_per_year", "rank", "count", "year"}
WORDS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"人均|per (?:capita|person|head)", re.IGNORECASE),
     frozenset({"Mt", "t_per_cny_1e4", "cny_1e4", "cny_1e8", "person_1e4", "year", "rank",
                "count"})),
    (re.compile(r"单位GDP|每万元|碳强度|carbon intensity|per (?:unit of )?GDP", re.IGNORECASE),
     frozenset({"Mt", "t_per_person", "count", "rank", "year"})),
    (re.compile(r"常住人口|人口为|\bpopulation (?:of|was|is)", re.IGNORECASE),
     frozenset({"Mt", "t_per_cny_1e4", "t_per_person", "cny_1e8", "cny_1e4", "year"})),
)  # fmt: skip
"""Words before a mark in its clause, with the units that they leave no room for."""

TIGHT: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"(?:占比?为?|比重为?|份额为?|占总量的|占全[国省市](?:总?量|排放)?的?约?|\bshare (?:of|was|is)|made up)\s*$",
                re.IGNORECASE),
     frozenset({"Mt", "t_per_person", "t_per_cny_1e4", "year", "rank", "count", "cny_1e4",
                "cny_1e8", "person_1e4", "percent_per_year"})),
    (re.compile(r"(?:排放(?:总?量)?(?:约?为|达到?|是|了)?|\bemitt(?:ed|ing|s)|\bemits"
                r"|\bemissions (?:were|was|of|are|reached|at)|amounted to)\s*$",
                re.IGNORECASE),
     frozenset({"percent", "percent_per_year", "rank", "count", "year", "ratio", "cny_1e4",
                "cny_1e8", "person_1e4", "percentage_point"})),
    (re.compile(r"(?:增速|增幅|降幅|年均增长率?|复合增速|年均(?:增长|下降)|growth rate of"
                r"|(?:annual|average) rate of|at a rate of|on average)(?:为|达|约|是)?\s*$",
                re.IGNORECASE),
     frozenset({"Mt", "t_per_person", "t_per_cny_1e4", "rank", "count", "year", "cny_1e4",
                "cny_1e8", "person_1e4"})),
    (re.compile(r"(?:\b(?:until|since|before)|\b(?:peak(?:s|ed)?|year|zero|neutral(?:ity)?|highest"
                r"|level) (?:in|by|of|was))\s*$|(?:达峰年|峰值年|净零年)(?:份)?(?:为|是|在)?\s*$",
                re.IGNORECASE),
     frozenset({"percent", "percent_per_year", "rank", "count", "ratio", "t_per_person",
                "t_per_cny_1e4", "cny_1e4", "person_1e4"})),
    (re.compile(r"(?:峰值?(?:出现)?[在于]|峰(?:年|值年)份?(?:都是|为|是|在)|\bpeaks?(?:ed)?(?: comes)? in)\s*$",
                re.IGNORECASE),
     frozenset({"Mt", "cny_1e8", "percent", "percent_per_year", "ratio", "Mt_per_year"})),
    (re.compile(r"(?:排(?:名|在)?第|位居第|位列第?|列第|\branks?(?:ed)?(?: at| number| no\.?)?)\s*$",
                re.IGNORECASE),
     frozenset({"Mt", "percent", "percent_per_year", "year", "ratio", "t_per_person",
                "t_per_cny_1e4", "cny_1e4", "cny_1e8", "person_1e4"})),
)  # fmt: skip
"""Words right before a mark, with the units that they leave no room for."""


def misread(
    text: str, span: tuple[int, int], claim: Claim, marks: Marks,
    around: str, column: str, said_before: Claim | None,
) -> Why:  # fmt: skip
    """Tell what in the words beside a mark goes against its claim; None when nothing does.

    Args:
        text: The sentence.
        span: Where the mark stands.
        claim: Its claim.
        marks: All marks of the sentence with their claims.
        around: The question, and the headings of section and column.
        column: The heading of the column of a table.
        said_before: The last level of the same subject in the sentences before.
    """
    start, end = span
    left = max((b for (_, b), _ in marks if b <= start), default=0)
    before, behind = text[left:start], text[end:]
    alike = sum(c is not None and c.metric == claim.metric == "share_pct" for _, c in marks)
    head = text[: marks[0][0][0]]
    head = f"{head} {CLAUSE.split(MARKS.sub(' ', text[:start]))[-1]}"
    near = f"{head if left else ''} {CLAUSE.split(MARKS.split(behind)[0])[0]} {before}"
    return (
        _unit(claim, behind, column)
        or _room(claim, text[:start], before, behind)
        or _need(
            claim,
            before,
            near,
            around,
            first=not left,
            listed_alike=alike,
            aside=bool(ELLIPTIC.search(text[:start])),
        )
        or misdirected(claim, before, f"{around} {MARKS.sub(' ', text)}")
        or misordered(text, span, claim, marks, said_before)
    )


def _unit(claim: Claim, behind: str, column: str) -> Why:
    found = UNIT_BEHIND.match(behind)
    if found and not (claim.unit == "count" and found.group().strip() in "万亿成元"):
        return "unit", found.group().strip()
    counted = COUNT_BEHIND.match(behind)
    if counted and claim.unit not in {*NO_UNIT, "year"}:
        return "unit", counted.group().strip()
    times = MULTIPLE_BEHIND.match(behind)
    if times and claim.unit not in {"ratio", "count"}:
        return "unit", times.group().strip()
    header = UNIT_COLUMN.search(column)
    said = (header[1] or header[2]) if header else ""
    right = {"%": {"percent", "percent_per_year"}, "％": {"percent"}, "percent": {"percent"}}
    if said and claim.unit not in right.get(said, set()) | NO_UNIT | {"year"}:
        return "unit", said
    return None


def _room(claim: Claim, lead: str, before: str, behind: str) -> Why:
    """Find words that leave no room for the unit of a claim."""
    clause = CLAUSE.split(before)[-1]
    for pattern, refused in WORDS:
        found = pattern.search(clause)
        changed = found and CHANGE_WORDS.search(clause[found.end() :])
        effect = claim.metric.endswith("_effect_mt")
        changing = effect or (is_change(claim) and CHANGE_WORDS.search(clause))
        if found and claim.unit in refused and not changing and not changed:
            return "quantity", found.group()
    for pattern, refused in TIGHT:
        found = pattern.search(before)
        if found and claim.unit in refused:
            return "quantity", found.group().strip()
    levels = FROM.search(before) and ONWARD.match(behind)
    levels = (
        levels
        or FALL_TO.search(before)
        or ARRIVED.search(before)
        or FROM_TO.search(CLAUSE.split(lead)[-1])
    )
    if levels and (claim.unit in NO_LEVEL or is_change(claim)):
        return "quantity", before[-6:].strip()
    if claim.unit in AMOUNTS and OF_TOTAL.match(behind):
        return "quantity", behind[:20].strip()
    return None


def _need(
    claim: Claim,
    before: str,
    near: str,
    around: str,
    *,
    first: bool,
    aside: bool,
    listed_alike: int,
) -> Why:
    """Ask for the words without which a unit makes no sense where a mark stands."""
    needed = NEEDS.get(claim.unit)
    elliptic = claim.unit in {"percent", *PER} and aside
    near = before if claim.unit == "rank" else near
    elliptic = elliptic or listed_alike >= LISTED or claim.metric.startswith(("assum", "elast"))
    listed = claim.unit in PER and not first and re.search(r"[,，、]\s*$", before)
    if needed is None or elliptic or listed or needed.search(near):
        return None
    asked = (SHARES if claim.unit == "percent" else needed).search(around)
    asked = asked if claim.unit not in ("rank", "year") else None
    changed = is_change(claim) and CHANGE_WORDS.search(near)
    return None if asked or changed else ("quantity", "")
