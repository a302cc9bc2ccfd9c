"""Whether the words beside a mark leave room for its figure: unit, kind of quantity, direction."""

import re
from collections.abc import Sequence

from data.result import Claim

Why = tuple[str, str] | None
Marks = Sequence[tuple[tuple[int, int], Claim | None]]

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

UP = (
    r"增加了?|增长了?|上升了?|提高了?|升高了?|上涨了?|增幅(?:为|达)?|涨幅(?:为|达)?|(?<![至最更很])多出?|(?<![最更很])高出?"
    r"|(?:rose|risen|rises?|rising|grew|grown|grows?|increased?|increases|increasing|up|climbed"
    r"|climbs?|gained?|higher)(?: by)?(?: about| some| roughly)?|(?:increase|growth|rise|gain) of"
    r"|added|adds"
)
DOWN = (
    r"减少了?|下降了?|降低了?|下跌了?|回落了?|削减了?|减排了?|降幅(?:为|达)?|跌幅(?:为|达)?|(?<![至最更很])少|(?<![最更很])低"
    r"|(?:fell|fallen|falls?|falling|dropped|drops?|declined?|declines|decreased?|decreases|down"
    r"|shrank|shrunk|shrinks?|cut|cuts|reduced?|reduces|lower)(?: by)?(?: about| some| roughly)?"
    r"|(?:decrease|decline|fall|drop|reduction|cut) of"
)
TO = r"(?:至|到|\bto\b)"
_BESIDE = r"(?:约|近|共|超过|，|,|：|:|by|about|around|an?|of|\s)*$"
UP_BEFORE = re.compile(rf"(?:{UP}){_BESIDE}", re.IGNORECASE)
DOWN_BEFORE = re.compile(rf"(?:{DOWN}){_BESIDE}", re.IGNORECASE)
UP_ABOUT = re.compile(r"推动|拉动|带动|增排|push(?:ed|es)?\b[^\x00]{0,20}\bup", re.IGNORECASE)
RISE = re.compile(
    r"升至|增至|增加到|增长到|上升到|增加至|增长至|上升至|提高到|提高至|涨到|高于|多于|大于|超过"
    r"|\b(?:rose|risen|rises|grew|grown|climbed|increased|up)\b[^.;；。]*\b(?:to|from)\b"
    r"|\b(?:above|higher than|more than|exceed(?:s|ed)?|larger than|greater than)\b",
    re.IGNORECASE,
)
FALL = re.compile(
    r"降至|减至|减少到|下降到|下降至|减少至|降低到|降到|低于|少于|小于|不及"
    r"|\b(?:fell|fallen|falls|dropped|declined|decreased|shrank|cut|down)\b[^.;；。]*\b(?:to|from)\b"
    r"|\b(?:below|lower than|less than|fewer than|smaller than)\b",
    re.IGNORECASE,
)
POSITIVE_FALLS = (
    "decline_pct", "co2_decline_mt", "factor_decline_pct", "co2_cut_mt", "offset_mt",
    "co2_per_real_gdp_decline_pct", "embodied_fall_t_per_cny_1e4", "cut_rate_pct_per_year",
    "link_cut_mt", "extraction_co2_mt", "decline_pct_per_year",
)  # fmt: skip
"""Quantities that state a fall as a positive figure."""

SIGNED = re.compile(r"growth_|_change_|co2_change_mt|_effect_mt|co2_effect_mt")
LEVELS = {
    "co2_mt", "co2_consumption_mt", "co2_production_mt", "co2_per_capita_t",
    "co2_per_gdp_t_per_cny_1e4", "co2_pathway_mt", "co2_projection_mt", "co2_cumulative_mt",
    "co2_residual_mt", "co2_net_mt", "gdp_cny_1e8", "population_1e4",
}  # fmt: skip
NEEDS: dict[str, re.Pattern[str]] = {
    unit: re.compile(words, re.IGNORECASE)
    for unit, words in {
        "t_per_person": r"人均|每人|per (?:capita|person|head|inhabitant)|人",
        "t_per_cny_1e4": r"强度|单位|每万元|GDP|每|乘数|隐含|沿|链|unit|chain|intensit|\bper\b|embodied|multiplier",
        "percent": r"占|比|率|幅|增|降|减|升|涨|份|弹性|影响|产生|来自|来源|按|供应|上游|下游|路径|→|变化|贡献|覆盖|目标|余|其中|%|share|per ?cent"
        r"|growth|grew|rose|risen|fell|fall|of\b|rate|elastic|aris|source|path|by fuel|by sector|tier|suppl|upstream|downstream|chang|up\b|down\b|cut|account|part"
        r"|made up|target|remain|cover|increas|decreas|declin|more|less|above|below|higher|lower",
        "percent_per_year": r"年均|增速|率|每年|逐年|最快|平均|per year|a year|fast|slow|annual|yearly|compound"
        r"|on average|rate|pace|growth",
        "year": r"年|峰|净零|中和|最高|最低|实现|达|peak|year|zero|neutral|highest|lowest|in\b|by\b"
        r"|until|before|after|met|reach|→",
        "rank": r"第|位|名|排|rank|place|position|st\b|top",
        "cny_1e4": r"产|元|投入|供给|流|需求|GDP|连接|贸易|调|使用|环节|值|outp|value|yuan|flow|supply"
        r"|suppl|cost|trade|demand|link|use|import|export|sell|buy|deliver|purchas|input|money",
        "cny_1e8": r"产|元|投入|供给|流|需求|GDP|生产总值|经济|值|成本|outp|value|yuan|flow|suppl"
        r"|cost|trade|demand|econom|product|money",
        "person_1e4": r"人|population|people|inhabit|resident",
        "Mt": r"",
    }.items()
}
CHANGE_WORDS = re.compile(
    r"增|减|降|升|差|高|低|多|少|变|抵消|拉动|推动|贡献|效应|带动|影响|→|人口|需求|来自|强度|结构"
    r"|chang|ris|rose|increas|grow|grew|fall|fell|drop|cut|less|more|above|below|differ|gap|offset"
    r"|up\b|down\b|drove|driv|push|contribut|effect|sav|lost|reduc|add|declin|decreas|shr|higher"
    r"|lower|exceed|ahead|behind|popul|demand|structur|intens|from",
    re.IGNORECASE,
)
WORDS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"人均|per (?:capita|person|head)", re.IGNORECASE),
     frozenset({"Mt", "t_per_cny_1e4", "cny_1e4"})),
    (re.compile(r"单位GDP|每万元|碳强度|carbon intensity|per (?:unit of )?GDP", re.IGNORECASE),
     frozenset({"Mt", "t_per_person", "count", "rank", "year"})),
    (re.compile(r"常住人口|人口为|\bpopulation (?:of|was|is)", re.IGNORECASE),
     frozenset({"Mt", "t_per_cny_1e4", "t_per_person", "cny_1e8", "cny_1e4", "year"})),
)  # fmt: skip
"""Words before a mark in its clause, with the units that they leave no room for."""

TIGHT: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"(?:占比?为?|比重为?|份额为?|占总量的|占全[国省]的|\bshare (?:of|was|is)|made up)\s*$",
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
    (re.compile(r"(?:排(?:名|在)?第|位居第|位列第?|列第|\branks?(?:ed)?(?: at| number| no\.?)?)\s*$",
                re.IGNORECASE),
     frozenset({"Mt", "percent", "percent_per_year", "year", "ratio", "t_per_person",
                "t_per_cny_1e4", "cny_1e4", "cny_1e8", "person_1e4"})),
)  # fmt: skip
"""Words right before a mark, with the units that they leave no room for."""


def misread(
    text: str, span: tuple[int, int], claim: Claim, marks: Marks, around: str, column: str
) -> Why:
    """Tell what in the words beside a mark goes against its claim; None when nothing does.

    Args:
        text: The sentence.
        span: Where the mark stands.
        claim: Its claim.
        marks: All marks of the sentence with their claims.
        around: The question, and the headings of section and column.
        column: The heading of the column of a table.
    """
    start, end = span
    left = max((b for (_, b), _ in marks if b <= start), default=0)
    before, behind = text[left:start], text[end:]
    return (
        _unit(claim, behind, column)
        or _room(claim, text, before, around)
        or _direction(claim, before, _without_marks(text))
        or _order(text, span, claim, marks)
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


def _room(claim: Claim, text: str, before: str, around: str) -> Why:
    clause = re.split(r"[，,；;。]", before)[-1]
    for pattern, refused in WORDS:
        found = pattern.search(clause)
        if (
            found
            and claim.unit in refused
            and not _is_change(claim)
            and not CHANGE_WORDS.search(clause[found.end() :])
        ):
            return "quantity", found.group()
    for pattern, refused in TIGHT:
        found = pattern.search(before)
        if found and claim.unit in refused:
            return "quantity", found.group().strip()
    listed = claim.unit == "percent" and re.search(r"[（(]\s*$", before)
    listed = listed or (
        claim.unit in PER and re.match(r"^[,，、]\s*$", before) and len(before) < len(text)
    )
    needed = None if listed else NEEDS.get(claim.unit)
    said = f"{around} {_without_marks(text)}"
    if needed and not needed.search(said):
        changed = _is_change(claim) and CHANGE_WORDS.search(said)
        return None if changed else ("quantity", "")
    return None


def _without_marks(text: str) -> str:
    return re.sub(r"\[\[c:[^\]]*\]\]", " ", text)


def _is_change(claim: Claim) -> bool:
    signed = SIGNED.search(claim.metric) or claim.metric == "difference"
    return bool(signed) or claim.metric in POSITIVE_FALLS


def _direction(claim: Claim, before: str, sentence: str) -> Why:
    up, down = UP_BEFORE.search(before), DOWN_BEFORE.search(before)
    if claim.metric in LEVELS:
        found = up or down
        # “an increase from a to b” names levels; “an increase of a” does not.
        return ("change", found.group().strip()) if found and found.group().strip() else None
    if claim.metric in POSITIVE_FALLS:
        return ("direction", up.group().strip()) if up and claim.value > 0 else None
    if not SIGNED.search(claim.metric):
        return None
    if (up and claim.value < 0) or (down and claim.value > 0):
        return "direction", (up or down or [""])[0].strip()
    if claim.value < 0 and UP_ABOUT.search(before[-24:]):
        return "direction", UP_ABOUT.search(before[-24:])[0]  # pyright: ignore[reportOptionalSubscript]
    if claim.unit == "Mt" and not CHANGE_WORDS.search(sentence):
        return "change", ""
    return None


def _order(text: str, span: tuple[int, int], claim: Claim, marks: Marks) -> Why:
    """Compare two levels that a verb sets against each other: “from a to b”, “a, above b”."""
    place = next(i for i, (held, _) in enumerate(marks) if held == span)
    if not place:
        return None
    (first_start, first_end), first = marks[place - 1]
    if first is None or first.metric != claim.metric or claim.metric not in LEVELS:
        return None
    between = text[first_end : span[0]]
    lead = re.split(r"[，,；;。]", text[:first_start])[-1]
    to = re.search(TO, between) if re.search(r"由|从|\bfrom\b", lead) else None
    verb_text = lead + " from to " + between if to else between
    if re.search(r"[；;]", between) or (not to and re.search("占|其中", between)):
        return None
    rise, fall = (
        RISE.search(between) or (to and RISE.search(verb_text)),
        FALL.search(between) or (to and FALL.search(verb_text)),
    )
    if bool(rise) == bool(fall):
        return None
    goes_up = claim.value > first.value if to else claim.value < first.value
    if re.search(r"[升增涨降减]", between) and not to:
        goes_up = claim.value > first.value
    return None if goes_up == bool(rise) or claim.value == first.value else (
        "direction", (rise or fall)[0]  # pyright: ignore[reportOptionalSubscript]
    )  # fmt: skip
