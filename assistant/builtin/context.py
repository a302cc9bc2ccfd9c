"""Follow-up questions: what a short question takes over from the turn before it.

What a question names replaces what stood before, except that “跟江苏比呢” adds a province.
"""

import re
from dataclasses import fields, replace
from typing import Any

from assistant.builtin.kinds import Kind, all_kinds, is_about_future
from assistant.builtin.linker import Slots
from data.knowledge.concepts import NO_SLOT, NO_SUBJECT, SLOTS, concepts
from data.knowledge.masking import mask

ELLIPSIS = re.compile(
    r"呢\W*$|^那|^再|^换|^改|^也|^如果|^若|^只看|^what about|^how about|^what if|^suppose|^with\b|^假设|^and\b|^now\b|^same|^the same"
    r"|\b(?:too|as well)\W*$|^instead|^only\b|^if\b|^change"
    r"|^(?:in|on) [\w ]{1,30}\b(?:terms|basis)\W*$|^(?:in terms of|by) (?:co2|carbon|emissions?)[\w ]{0,12}\W*$",
    re.IGNORECASE,
)
BESIDE = re.compile(r"^(?:compare|比较|比一比|对比|相比|跟|和|与|同|vs)", re.IGNORECASE)
"""How a question begins that sets something beside what was asked before."""

COUNTS = {NO_SLOT, *(f"{n} {slot}" for slot in SLOTS for n in (1, 2))}
TOO_VAGUE = {NO_SUBJECT, "plot", "you", "latest", "whole", "assumption", "nation", "trend"}
"""Concepts that leave the kind of question as it was."""

PASSING = ("unknown", "unknown_sectors", "unclear_places", "shared_names", "compared_with")
"""What was asked back about belongs to its own turn."""

YEAR_FIELDS = ("years", "year_from", "year_to", "last_years")
OTHER_FIELDS = (
    "regions", "sectors", "fuels", "top", "percent", "assumptions", "removals", "removal_source",
)  # fmt: skip


def is_elliptic(slots: Slots) -> bool:
    """Tell whether a question only makes sense after the one before it."""
    bare = re.sub(r"<\w+>|\W", "", slots.masked)
    named = [*slots.regions, *slots.places]
    names = bool(named or slots.sectors or slots.fuels or slots.all_years)
    beside = BESIDE.search(slots.masked) and len(named) < 2
    return bool(ELLIPSIS.search(slots.masked) or beside) or (names and len(bare) <= 2)


def subjects(question: str) -> set[str]:
    """Name what a question asks about, entities and words that fit any question aside.

    >>> subjects("那江苏呢"), subjects("人均呢")
    (set(), {'per_person'})
    """
    return set(concepts(mask(question))) - COUNTS - TOO_VAGUE


def wants_picture(question: str) -> bool:
    """Tell whether a question only asks to see what was answered before as a chart."""
    return set(concepts(mask(question))) - {"plot", "trend", "you"} <= {NO_SUBJECT, NO_SLOT} and (
        "plot" in concepts(mask(question))
    )


def asks_why(question: str) -> bool:
    """Tell whether a question only asks for the reason of what was answered before."""
    return bool(
        re.match(r"\W*(?:这是)?(?:为什么|为何|原因|why)\b.{0,12}$", question, re.IGNORECASE)
    )


def earlier(previous: dict[str, Any], slots: Slots) -> Slots:
    """Read the slots of the turn before, in the language of this turn.

    A stored conversation may come from another version, with slots that this one does not know.
    """
    known = {f.name for f in fields(Slots)}
    held = {name: value for name, value in previous["slots"].items() if name in known}
    return Slots(**{**held, "lang": slots.lang, **{name: [] for name in PASSING}})


def take_over(slots: Slots, before: Slots, *, beside: bool = False) -> Slots:
    """Fill what a follow-up leaves open from the turn before.

    Args:
        slots: What the follow-up names.
        before: What the turn before was about.
        beside: Whether the follow-up adds to the regions, or years, instead of replacing them.
    """
    held: dict[str, Any] = {
        name: getattr(slots, name) or getattr(before, name) for name in OTHER_FIELDS
    }
    years = slots if slots.all_years or slots.last_years else before
    held |= {name: getattr(years, name) for name in YEAR_FIELDS}
    # A city replaces a province under discussion, and a province a city.
    held["places"] = slots.places or ([] if slots.regions else before.places)
    held["regions"] = slots.regions if slots.places else held["regions"]
    if beside:
        held["regions"] = list(dict.fromkeys([*before.regions, *slots.regions]))
        held["places"] = list(dict.fromkeys([*before.places, *slots.places]))
        held["years"] = list(dict.fromkeys([*before.years, *slots.years]))
    return replace(slots, **held)


def inherit_place(kind: Kind, slots: Slots, previous: dict[str, Any]) -> Slots:
    """Keep to the region under discussion where a full question names none but needs one."""
    asks_region = {"region", "regions", "region_or_nation"} & set(kind.needs)
    if slots.regions or slots.places or not asks_region or not previous.get("slots"):
        return slots
    before = earlier(previous, slots)
    last = all_kinds().get(str(previous.get("kind")))
    same_time = last is not None and is_about_future(last) == is_about_future(kind)
    no_years = not slots.all_years and not slots.last_years
    years = before if no_years and same_time else slots
    return replace(
        slots,
        regions=before.regions,
        places=before.places,
        **{name: getattr(years, name) for name in YEAR_FIELDS},
    )
