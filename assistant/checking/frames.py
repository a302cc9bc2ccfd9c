"""What a figure must be by the frame it stands in: a bracket, a comparison, a name of a quantity."""

import re
from collections.abc import Mapping

from assistant.checking.agreement import Why
from assistant.checking.binding import is_base
from assistant.checking.direction import LEVELS, is_change
from assistant.checking.reader import Context, Reader
from data.result import Claim

Claims = Mapping[str, Claim]


def _frames(*rows: tuple[str, str]) -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    return tuple((re.compile(p, re.IGNORECASE), frozenset(units.split())) for p, units in rows)


_BE = r"(?:约?为|达到?|是|有)?(?:约)?\s*$"
NAMED_BEFORE = _frames(
    (rf"(?<!单位)(?<!万元)(?<!人均)(?:GDP|生产总值){_BE}|\b(?:a |its |the )GDP (?:of|was|is)\s*$", "cny_1e8"),
    (rf"人口{_BE}|\bpopulation (?:of|was|is)\s*$", "person_1e4"),
    (r"\beach (?:person|inhabitant|resident)\b[^,;\x00]{0,24}$", "t_per_person cny_1e4"),
    (r"(?:net[- ]zero|carbon neutral(?:ity)?) (?:in|by|around)\s*$|(?:净零|碳中和)(?:年份?为|在|于)\s*$", "year"),
)  # fmt: skip
NAMED_BEHIND = _frames(
    (r"\s*per (?:unit of )?GDP\b", "t_per_cny_1e4"),
    (r"\s*per (?:person|capita|head)\b", "t_per_person cny_1e4"),
    (r"\s*年?(?:左右|前后)?(?:实现|达到)(?:净零|碳中和)", "year"),
)
"""Names of quantities right beside a mark, with the only units that they leave room for."""

GAP = re.compile(r"\b(?:gap|difference) of\s*$|(?:相差|差距为?|缺口为?)\s*$", re.IGNORECASE)
IN_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}年(?:约?为|是)\s*$")
LESS = re.compile(r"\s*(?:less|lower)\b")
PART_OF = re.compile(r"\bcontribut\w+\s*$|\bmakes? up\s*$", re.IGNORECASE)
START = re.compile(r"\bfrom (?:its |about )?$", re.IGNORECASE)
START_BEHIND = re.compile(r" in \d{4}\b")
COMPARED = re.compile(
    r"^[）)]?[，,]?\s*(?:[^，,;；。.\x00]{0,12}?(?:低于|高于|少于|多于|超过|不及|对比)[^，,;；\x00]{0,12}"
    r"|[^,;.\x00]{0,24}\b(?:than|versus|vs\.?|against)\b[^,;.\x00]{0,24}|\s*[>＞<＜]\s*[^，,;；\x00]{0,12})$",
    re.IGNORECASE,
)
"""What stands between two figures that are set against each other."""

RESTATED = re.compile(r"^\s*(?:[,，]\s*(?:or|i\.e\.,?|即|也就是|相当于))\s*$", re.IGNORECASE)
"""What stands between a figure and the same in another unit."""

BESIDE = re.compile(r"^\s*(?:[;；/（(]|[（(]即)\s*$")
"""What stands between two figures of one thing, which then cannot be one figure."""

BOTH = re.compile(r"[二两]者(?:相差|之差为?|差距为?)\s*$|\bthe two differ by\s*$", re.IGNORECASE)
ONWARD = re.compile(r"^[,，]\s*(?:reaching|to reach|达到?|[升降增减]至)\s*$", re.IGNORECASE)
REACHED = re.compile(r"^[,，]\s*(?:(?:to )?reach(?:ing)?|[升降增减]至)\s*$", re.IGNORECASE)
LISTED = re.compile(r"^[^,，;；。\x00]{0,16}(?:\band by|和|及)\s*$", re.IGNORECASE)
BY = re.compile(
    r"(?:\b(?:fell|dropped|declined|rose|grew|increased|decreased|cut|up|down) by|分别[减增下上][少加降升])\s*$",
    re.IGNORECASE,
)
OPEN, CLOSE = re.compile(r"[（(]\s*$"), re.compile(r"\s*[）)]")
MOVED_ONLY = re.compile(
    r"增|减|降|升|涨|跌|变|抵消|拉动|推|贡献|效应|影响|来自|带动|差|[高低](?=[出于\x00]|\s\x00)|多|少|超|缺口|距|净|省|削"
    r"|chang|ris|rose|increas|gr[eo]w|fall|fell|drop|cut|less|more|above|below|differ|gap|offset|spread"
    r"|\bup\b|\bdown\b|dr[io]v|push|contribut|effect|sav|lost|loss|reduc|add|declin|decreas|shr|higher"
    r"|lower|exceed|ahead|behind|remov|without|gain|extract|avoid|slow|fast|short|over|less|->|→|[+−-]",
    re.IGNORECASE,
)
"""Words of which a change needs one in its own clause, sentence head, heading or list lead."""

CONTRIBUTES = re.compile(r"contribut\w*|贡献", re.IGNORECASE)
GROWN = re.compile(
    MOVED_ONLY.pattern + r"|高|低|幅|速|率|慢|快|rate|pace|percent|per cent|low|high|steep",
    re.IGNORECASE,
)


def off_frame(reader: Reader, place: int, claim: Claim, context: Context, claims: Claims) -> Why:
    """Compare a figure with what the frame around its mark leaves room for.

    Args:
        reader: The sentence.
        place: Which of its marks is meant.
        claim: The claim of the mark.
        context: What was said before.
        claims: Claims of the conversation by id.
    """
    return (
        _off_name(reader, place, claim)
        or _off_neighbour(reader, place, claim, claims)
        or _off_bracket(reader, place, claim, claims)
        or _off_start(reader, place, claim, claims)
        or _no_change(reader, claim, context)
        or _off_rank(reader, place, claim)
        or _off_target(reader, place, claim)
    )


def _off_name(reader: Reader, place: int, claim: Claim) -> Why:
    """Find the name of a quantity right beside a mark that is not the quantity of its claim."""
    (start, end), _ = reader.marks[place]
    before, behind = reader.blank[:start], reader.blank[end:]
    free = claim.metric == "policy_target" or claim.metric.endswith("_effect_mt")
    for frames, found in (
        (NAMED_BEFORE, lambda p: p.search(before)),
        (NAMED_BEHIND, lambda p: p.match(behind)),
    ):
        for pattern, units in frames:
            said = found(pattern)
            if said and claim.unit not in units and not free:
                return "quantity", said.group().strip()
    if claim.unit == "year" and IN_YEAR.search(before):
        return "quantity", "年"
    if claim.metric.startswith("contribution_") and claim.value < 0 and LESS.match(behind):
        return "direction", "less"
    level = claim.metric in LEVELS or claim.metric == "share_pct"
    gap = GAP.search(before)
    if gap and (level or claim.unit in {"percent_per_year", "rank", "year"}):
        return "quantity", gap.group().strip()
    part = PART_OF.search(before)
    if part and is_change(claim) and claim.unit == "Mt" and re.match(r"\s*of\b", behind):
        return "quantity", part.group().strip()
    return None


def _off_neighbour(reader: Reader, place: int, claim: Claim, claims: Claims) -> Why:
    """Compare a figure with the one before it, which it restates, continues or is set against."""
    if not place:
        return None
    (first_start, first_end), first_id = reader.marks[place - 1]
    first, (start, end) = claims.get(first_id), reader.marks[place][0]
    if first is None:
        return None
    between = reader.blank[first_end:start]
    earlier = [claims[i] for _, i in reader.marks[:place] if i in claims]
    closed = bool(CLOSE.match(reader.blank[end:]))
    listed = LISTED.match(between) and BY.search(reader.blank[:first_start])
    if listed and (claim.metric in LEVELS or claim.unit != first.unit):
        return "quantity", between.strip()
    return (
        _off_compared(between, claim, earlier)
        or _off_restated(between, first, claim, closed=closed)
        or _off_going_on(between, first, claim)
    )


def _off_compared(between: str, claim: Claim, earlier: list[Claim]) -> Why:
    """“a, below B's b”: b is not a, and of the unit of a figure before it."""
    if not COMPARED.match(between):
        return None
    if earlier[-1].id == claim.id:
        return "direction", between.strip()
    return None if claim.unit in {c.unit for c in earlier} else ("quantity", between.strip())


def _off_restated(between: str, first: Claim, claim: Claim, *, closed: bool) -> Why:
    """“a, or b” and “a (b)”: the same thing, but not the same figure or unit again."""
    alike = first.unit == claim.unit
    again = closed and alike and first.entity == claim.entity
    if BESIDE.match(between) and (first.id == claim.id or again):
        return "quantity", between.strip()
    if not RESTATED.match(between) or first.entity.get("region") != claim.entity.get("region"):
        return None
    other = first.entity != claim.entity and len(first.entity) == len(claim.entity)
    if alike:
        return "quantity", between.strip()
    return ("thing", between.strip()) if other else None


def _off_going_on(between: str, first: Claim, claim: Claim) -> Why:
    """“…by a, reaching b” is of one thing; “the two differ by c” of the unit and year of the two."""
    if ONWARD.match(between) and claim.metric in LEVELS and not _same(first, claim):
        return "thing", between.strip(" ,，")
    if REACHED.match(between) and is_change(claim):
        return "quantity", between.strip(" ,，")
    both = BOTH.search(between) and claim.metric == "difference"
    if both and (claim.unit, claim.year) != (first.unit, first.year):
        return "quantity", between.strip(" ,，")
    return None


def _same(first: Claim, second: Claim) -> bool:
    """Tell whether two claims are of one region and one industry or fuel."""
    keys = ("region", "sector", "fuel")
    return all(first.entity.get(k) == second.entity.get(k) for k in keys)


def _off_bracket(reader: Reader, place: int, claim: Claim, claims: Claims) -> Why:
    """“A (a), B (b), C (c)”: what stands alone in a bracket is of the unit of its siblings."""
    alone = [
        i
        for i, ((start, end), _) in enumerate(reader.marks)
        if (opened := OPEN.search(reader.blank[:start]))
        and CLOSE.match(reader.blank[end:])
        and not reader.blank[: opened.start()].rstrip().endswith("\x00")
    ]
    if place not in alone or len(alone) < 2:
        return None
    units = [claims[i].unit for at in alone if at != place and (i := reader.marks[at][1]) in claims]
    return ("quantity", "") if units and claim.unit not in units else None


def _off_start(reader: Reader, place: int, claim: Claim, claims: Claims) -> Why:
    """“From a in 2019 …”: a is of the unit of another figure of its sentence."""
    (start, end), _ = reader.marks[place]
    others = {
        claims[i].unit for at, (_, i) in enumerate(reader.marks) if at != place and i in claims
    }
    begins = START.search(reader.blank[:start]) and START_BEHIND.match(reader.blank[end:])
    return ("quantity", "from") if begins and others and claim.unit not in others else None


def _no_change(reader: Reader, claim: Claim, context: Context) -> Why:
    """Find a change or a growth rate that nothing around calls one."""
    if not is_change(claim):
        return None
    around = f"{context.heading} {context.lead} {reader.blank} {context.asked}"
    if claim.metric.startswith(("growth", "decline")):
        around = CONTRIBUTES.sub("", around)
    needed = MOVED_ONLY if claim.unit == "Mt" else GROWN
    return None if needed.search(around) else ("change", "")


def _off_rank(reader: Reader, place: int, claim: Claim) -> Why:
    """Find a rank that is of none of the places named before it in its sentence."""
    start = reader.marks[place][0][0]
    held = [r for r in reader.runs["place"] if r.end <= start and not r.weak]
    own = frozenset(claim.entity.get("region", "").split())
    if claim.unit != "rank" or len(own) != 1 or not held:
        return None
    named = frozenset[str]().union(*(r.ids for r in held))
    return None if own & named else ("place", reader.text[held[0].start : held[0].end])


TARGETS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (part, re.compile(words, re.IGNORECASE))
    for part, words in (
        ("non_fossil", r"非化石|non-?\s?fossil"),
        ("co2_intensity", r"碳强度|单位GDP二氧化碳|单位GDP碳|CO2|CO₂|carbon"),
        ("energy_intensity", r"能耗|能源强度|energy (?:use|intens|consum|per\b)"),
        ("capacity", r"装机|容量|capacity|GW"),
    )
)
"""Indicators of targets, by a part of their id, with the words that name them."""


def _off_target(reader: Reader, place: int, claim: Claim) -> Why:
    """Find a target of another indicator or another year than its sentence says."""
    if claim.metric != "policy_target":
        return None
    span = reader.marks[place][0]
    indicator = str(claim.params.get("indicator", ""))
    own = [words for part, words in TARGETS if part in indicator]
    others = [words for part, words in TARGETS if part not in indicator]
    if own and not any(w.search(reader.blank) for w in own):
        said = next((f for w in others if (f := w.search(reader.blank))), None)
        if said:
            return "quantity", said.group()
    bound = reader.bind("year", span, strong=True)
    held = bound.firm or bound.loose[:1] or bound.maybe
    lone = [r for r in held if len(r.members) == 1 and not is_base(reader.blank, r)]
    if held and len(lone) == len(held) and claim.year is not None:
        named = frozenset[str]().union(*(r.ids for r in lone))
        return None if str(claim.year) in named else ("year", "")
    return None
