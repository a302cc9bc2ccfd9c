"""Whether words of direction beside a mark agree with its figure: up, down, above, below."""

import re
from collections.abc import Mapping, Sequence

from data.result import Claim

Why = tuple[str, str] | None
Marks = Sequence[tuple[tuple[int, int], Claim | None]]

UP = (
    r"大增|净增|激增|猛增(?!至|到)|推高|增加了?|增长了?|上升了?|提高了?|升高了?|上涨了?|增幅(?:为|达)?|涨幅(?:为|达)?|(?<![至最更很])多出?|(?<![最更很])高出?"
    r"|(?:rose|risen|rises?|rising|grew|grown|grows?|increased?|increases|increasing|(?<!made )(?<!makes )(?<!make )(?<!making )up|climbed"
    r"|climbs?|gained?|higher)(?: by)?(?: about| some| roughly)?|(?:increase|growth|rise|gain) of"
    r"|added|adds"
)
DOWN = (
    r"抵消了?|offset|减少了?|下降了?|降低了?|下跌了?|回落了?|削减了?|减排了?|降幅(?:为|达)?|跌幅(?:为|达)?|(?<![至最更很])少|(?<![最更很])低"
    r"|(?:fell|fallen|falls?|falling|dropped|drops?|declined?|declines|decreased?|decreases|down(?![:：,，])"
    r"|shrank|shrunk|shrinks?|cut|cuts|reduced?|reduces|lower)(?: by)?(?: about| some| roughly)?"
    r"|(?:decrease|decline|fall|drop|reduction|cut) of"
)
TO = r"(?:至|到|\bto\b)"
_BESIDE = r"(?:约|近|共|超过|，|：|:|by|about|around|an?|of|\s)*$"
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
MOVED = re.compile(
    r"(?:升|增|涨|提高|增加|增长|上升|降|减|跌|回落|下降|减少|降低)(?:至|到)|(?:rose|rises|rise|risen|grew|grows"
    r"|climbs?|climbed|fell|falls|fall|fallen|dropp?e?d?s?|declines?d?|(?<!add )(?<!adds )(?<!added )up|down|shrinks?|shrank) to",
    re.IGNORECASE,
)
UP_VERB = re.compile(
    r"升|增|涨|提高|\b(?:rose|ris\w+|gr[eo]w\w*|climb\w*|up|increas\w+)\b", re.IGNORECASE
)
DOWN_VERB = re.compile(
    r"降|减|跌|回落|\b(?:fell|fall\w*|drop\w*|declin\w+|down|shr[aiu]nk\w*|decreas\w+|cut)\b",
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
    "co2_residual_mt", "co2_net_mt", "activity_mt", "intensity_t_per_t", "gdp_cny_1e8", "population_1e4",
}  # fmt: skip
LATER = {"co2_pathway_mt", "co2_residual_mt", "co2_net_mt"}
CHANGE_WORDS = re.compile(
    r"增|减|抽取|去掉|损失|剩余|削|extract|without|need|remov|smaller|降|升|差|高|低|多|少|变|抵消|拉动|推动|贡献|效应|带动|影响|→|人口|需求|来自|强度|结构"
    r"|chang|ris|rose|increas|grow|grew|fall|fell|drop|cut|less|more|above|below|differ|gap|offset"
    r"|up\b|down\b|drove|driv|push|contribut|effect|sav|lost|reduc|add|declin|decreas|shr|higher"
    r"|lower|exceed|ahead|behind|popul|demand|structur|intens|from",
    re.IGNORECASE,
)


def earlier_level(claim: Claim, claims: Mapping[str, Claim]) -> Claim | None:
    """Return the latest observed emissions of what a pathway's figure speaks of."""
    if claim.metric not in LATER or claim.year is None:
        return None
    alike = [c for c in claims.values() if c.metric == "co2_mt" and c.entity == claim.entity
             and not c.params and c.year is not None and c.year < claim.year]  # fmt: skip
    return max(alike, key=lambda c: c.year or 0, default=None)


def is_change(claim: Claim) -> bool:
    """Tell whether a claim states a change and no level."""
    signed = SIGNED.search(claim.metric) or claim.metric == "difference"
    return bool(signed) or claim.metric in POSITIVE_FALLS


def misdirected(claim: Claim, before: str, near: str) -> Why:
    """Compare the word right before a mark (“rose by”) with the sign and nature of its claim."""
    up, down = UP_BEFORE.search(before), DOWN_BEFORE.search(before)
    if claim.metric in LEVELS or claim.metric == "share_pct" or claim.unit == "year":
        found = up or down
        # “an increase from a to b” names levels; “an increase of a” does not.
        return ("change", found.group().strip()) if found and found.group().strip() else None
    if claim.metric in POSITIVE_FALLS and up and claim.value > 0:
        return "direction", up.group().strip()
    if SIGNED.search(claim.metric):
        against = up if claim.value < 0 else down
        pushed = UP_ABOUT.search(before[-24:]) if claim.value < 0 else None
        if against or pushed:
            said = against or pushed
            return "direction", said.group().strip() if said else ""
    if is_change(claim) and claim.unit == "Mt" and not CHANGE_WORDS.search(near):
        return "change", ""
    return None


def misordered(
    text: str, span: tuple[int, int], claim: Claim, marks: Marks, said_before: Claim | None
) -> Why:
    """Compare two levels that a verb sets against each other: “from a to b”, “a, above b”.

    Args:
        text: The sentence.
        span: Where the mark stands.
        claim: Its claim.
        marks: All marks of the sentence with their claims.
        said_before: The last level of the same province and industry in the sentences before.
    """
    if claim.metric not in LEVELS:
        return None
    place = next(i for i, (held, _) in enumerate(marks) if held == span)
    if not place:
        return _moved(text[: span[0]], claim, said_before)
    (first_start, first_end), first = marks[place - 1]
    if first is None or first.unit != claim.unit or first.metric not in LEVELS:
        return None
    between = text[first_end : span[0]]
    lead = re.split(r"[，,；;。]", text[:first_start])[-1]
    span_of = re.search(r"由|从|\bfrom\b", lead) and re.search(TO, between)
    if span_of and first.id == claim.id:
        return "direction", span_of.group()
    if first.metric != claim.metric or re.search("[；;]|占|其中", between):
        return None
    words = f"{lead} {between}" if span_of else between
    return _against(words, first, claim, moved=bool(span_of or MOVED.search(between)))


def _moved(before: str, claim: Claim, earlier: Claim | None) -> Why:
    """“Falls to b”, where the level before stands in an earlier sentence."""
    found = MOVED.search(before[-12:])
    if not found or earlier is None or earlier.id == claim.id:
        return None
    return _against(found.group(), earlier, claim, moved=True)


def _against(words: str, first: Claim, second: Claim, *, moved: bool) -> Why:
    """Tell whether words of rise or fall go against two levels; other words decide nothing."""
    rise, fall = RISE.search(words), FALL.search(words)
    if moved and not (rise or fall):
        rise, fall = UP_VERB.search(words), DOWN_VERB.search(words)
    if bool(rise) == bool(fall):
        return None
    higher = second.value > first.value if moved else second.value < first.value
    said = rise or fall
    if second.value == first.value or higher == bool(rise):
        return None
    return "direction", said.group() if said else ""
