"""The built-in model's plan: from a question and the turns before it to tool calls or a reply."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import prompts
from assistant.builtin import amounts_planner
from assistant.builtin.changed_slots import (
    beside_earlier,
    only_assumed,
    only_changes,
    read_together,
)
from assistant.builtin.context import (
    PASSING,
    asks_why,
    earlier,
    inherit_place,
    is_elliptic,
    subjects,
    take_over,
    wants_picture,
)
from assistant.builtin.kinds import (
    Kind,
    all_kinds,
    calls,
    example,
    fits,
    missing,
    without_fellows,
)
from assistant.builtin.linker import Slots, link
from assistant.builtin.place_planner import (
    RANKING,
    as_province,
    ask_city_or_province,
    ask_which_place,
    asks_for_places,
    first_kind,
    names_either,
    provinces_beside,
    reworded,
    say_unheard,
    turn_to_places,
    unheard_place,
    with_municipalities,
)
from assistant.builtin.series_planner import read_series
from assistant.builtin.several import widen
from assistant.builtin.spelling import mend
from assistant.builtin.two_meanings import ask_which_sda, leaves_sda_open
from data.knowledge.concepts import NO_SLOT, NO_SUBJECT, concepts
from data.knowledge.masking import mask
from data.knowledge.questions import QuestionStore
from data.place_vocabulary import PlaceVocabulary
from data.text import Lang, Text
from data.vocabulary import OTHER_PLACES, REGIONS, SECTORS, Term

LIKELY_SECTORS = ("power", "ferrous_smelting", "nonmetal_minerals")
LONGEST_QUESTION = 2000
# So many of the nearest questions vote, taken from a wider field that the slots thin out.
NEIGHBOURS = 8
WIDE = 80
# Questions less alike than this say nothing about each other.
LEAST_LIKENESS = 0.3
LEAST_LIKENESS_UNKNOWN = 0.75
"""The same for a question that names nothing known: only one asked almost so counts."""
# Likeness counts to this power, so that one close question outweighs several distant ones.
SHARPNESS = 3
# A kind that gathers less than this part of the neighbours' weight is offered, not assumed.
CERTAIN_SHARE = 0.4
FIGURES = {"query_emissions", "rank", "compare"}
"""Tools whose figures a trend draws over the years."""
PLACELESS = {"coverage", "search_manual"}
"""Tools that read no inventory, so that a place without one is no hindrance."""


@dataclass
class Plan:
    """What to do about a question: tool calls, or a fixed reply, perhaps with choices."""

    lang: Lang
    kind: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    reply: str = ""
    text: str = ""
    choices: list[str] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)


def make_plan(
    question: str,
    lang: Lang,
    tools: Collection[str],
    previous: dict[str, Any] | None = None,
    this_year: int | None = None,
    places: PlaceVocabulary | None = None,
) -> Plan:
    """Plan the answer to a question.

    Args:
        question: As the user wrote it.
        lang: Language of the answer.
        tools: Names of the tools at hand.
        previous: ``kind`` and ``slots`` of the turn before, which an elliptical question
            (“那江苏呢？”) takes up.
        this_year: What “last year” counts from; by default the current year.
        places: The cities and counties that the data set holds.
    """
    stripped = question.strip()
    if not re.search(r"\w", stripped):
        return Plan(lang, reply="empty", choices=starters(lang))
    if len(stripped) > LONGEST_QUESTION:
        return Plan(lang, reply="too_long")
    slots = link(stripped, this_year, places)
    slots.lang = lang
    previous = previous or {}
    if asks_why(stripped) and previous.get("slots"):
        return _say_where_to_look(earlier(previous, slots))
    unclear = _ask_what_is_unclear(stripped, slots)
    if unclear is not None:
        return unclear
    amounts = amounts_planner.read_amounts(stripped, slots, previous)
    amounts = amounts or read_series(stripped, slots, previous)
    if amounts is not None:
        held = _kept(amounts.slots)
        text = amounts.text.get(lang) if amounts.text else ""
        return Plan(lang, kind=amounts_planner.KIND, calls=amounts.calls, text=text, slots=held)
    if places is not None:
        return _plan_with_places(stripped, slots, tools, previous, places)
    kind, slots = _settle(stripped, slots, tools, previous)
    if kind is None:
        return _offer(stripped, slots, tools)
    if kind.id == RANKING and not asks_for_places(slots):
        kind = all_kinds()["rank_regions"]
    if slots.elsewhere and kind.tool and kind.tool not in PLACELESS:
        return _no_such_place(slots)
    return _with_kind(kind, slots, stripped)


def _ask_what_is_unclear(question: str, slots: Slots) -> Plan | None:
    """Ask back a name that nothing has, or a term of two meanings; None where all is clear."""
    lang = slots.lang
    if slots.unknown and not slots.regions:
        return _did_you_mean(question, lang, REGIONS.name, *slots.unknown[0])
    if word := unheard_place(slots):
        return Plan(lang, text=say_unheard(word, lang))
    if slots.unknown_sectors:
        word, terms = slots.unknown_sectors[0]
        return _did_you_mean(question, lang, SECTORS.name, word, terms)
    if leaves_sda_open(question, slots):
        text, choices = ask_which_sda(slots, lang)
        return Plan(lang, text=text, choices=choices, slots=_kept(slots))
    return None


def _plan_with_places(
    question: str,
    slots: Slots,
    tools: Collection[str],
    previous: dict[str, Any],
    places: PlaceVocabulary,
) -> Plan:
    """Plan a question where the data set holds cities or counties."""
    lang = slots.lang
    if slots.unclear_places:
        text, choices = ask_which_place(question, slots, places, lang)
        return Plan(lang, text=text, choices=choices)
    slots = with_municipalities(slots, places)
    if previous.get("slots"):
        kind = first_kind(str(previous.get("kind", "")), earlier(previous, slots))
        previous = {**previous, "kind": kind}
    wording = reworded(slots) if slots.places else question
    kind, slots = _settle(wording, slots, tools, previous, places)
    if kind is None:
        return _offer(question, as_province(slots, places), tools)
    if names_either(kind, slots) and not previous.get("slots"):
        text, choices = ask_city_or_province(question, slots, places, lang)
        return Plan(lang, text=text, choices=choices)
    kind, slots = turn_to_places(kind, with_municipalities(slots, places))
    if slots.elsewhere and kind.tool and kind.tool not in PLACELESS:
        return _no_such_place(slots, places)
    plan = _with_kind(kind, slots, question)
    beside = provinces_beside(slots, places) if slots.places and plan.calls else None
    if beside:
        alone = "emissions_trend" if slots.asked_as == "emissions_trend" else "emissions_total"
        plan.calls += calls(all_kinds()[alone], beside, question)[:1]
    return plan


def _settle(
    question: str,
    slots: Slots,
    tools: Collection[str],
    previous: dict[str, Any],
    places: PlaceVocabulary | None = None,
) -> tuple[Kind | None, Slots]:
    """Find the kind of a question and complete its slots from the turn before."""
    last = all_kinds().get(str(previous.get("kind", "")))
    if last is not None and last.tool and previous.get("slots"):
        kind, slots = _follow_up(question, slots, last, previous)
        if kind:
            return kind, beside_earlier(kind, slots, earlier(previous, slots))
    stand_in = as_province(slots, places) if places and slots.places else slots
    best, share = next(iter(_rank(question, stand_in, tools)), (None, 0.0))
    if best is None or (share < CERTAIN_SHARE and best.tool):
        return None, slots
    return best, inherit_place(best, slots, previous)


def _follow_up(
    question: str, slots: Slots, last: Kind, previous: dict[str, Any]
) -> tuple[Kind | None, Slots]:
    """Complete a follow-up; it keeps the kind of the turn before unless it asks something new."""
    before, about = earlier(previous, slots), subjects(question)
    about -= only_assumed(last, slots)
    if wants_picture(question) and not about:
        kind = all_kinds()["emissions_trend"] if last.tool in FIGURES else last
        return kind, before
    beside = "compare" in about
    if beside and not slots.regions and len(previous.get("recent", ())) > 1:
        slots, beside = replace(slots, regions=list(previous["recent"])), False
    elif not is_elliptic(slots):
        return None, slots
    merged = take_over(slots, before, beside=beside)
    takes_several = "$group_regions" in last.arguments.values()
    whole = read_together(last, merged, before, slots)
    if only_changes(last, about, slots):
        return last, whole
    if not about or (about == {"compare"} and takes_several):
        return last if fits(last, whole) else without_fellows(whole), whole
    if about == {"compare"} and len(merged.regions) + len(merged.places) > 1:
        return all_kinds()["emissions_compare"], merged
    return None, merged


def _offer(question: str, slots: Slots, tools: Collection[str]) -> Plan:
    """Offer the nearest kinds of question to one that is not understood."""
    near = [example(kind, slots) for kind, _ in _rank(question, slots, tools)[:3]]
    choices = [text for text in dict.fromkeys(near) if text]
    return Plan(slots.lang, reply="unclear", choices=choices or starters(slots.lang))


def starters(lang: Lang) -> list[str]:
    """Return questions to begin with, one of each main kind."""
    wanted = ("roadmap", "emissions_total", "emissions_by_sector", "rank_regions", "sector_pathway",
              "flow_sankey")  # fmt: skip
    slots = Slots(lang=lang)
    return [example(all_kinds()[kind], slots) for kind in wanted]


def _with_kind(kind: Kind, slots: Slots, question: str) -> Plan:
    # The manual and the coverage are read in passing: the talk stays with its province.
    passing = kind.tool in PLACELESS and not slots.regions and not slots.places
    held = {} if passing else _kept(slots)
    if kind.reply:
        return Plan(slots.lang, kind=kind.id, reply=kind.reply, choices=starters(slots.lang)[:4])
    open_slots = missing(kind, slots)
    if open_slots:
        return _ask_back(kind, slots, open_slots[0])
    wider = widen(kind, slots, question)
    if wider is not None:
        text = wider.text.get(slots.lang) if wider.text else ""
        return Plan(slots.lang, wider.kind.id, wider.calls, "", text, wider.choices, held)
    return Plan(slots.lang, kind=kind.id, calls=calls(kind, slots, question), slots=held)


def _kept(slots: Slots) -> dict[str, Any]:
    return {**asdict(slots), **{name: [] for name in PASSING}}


def _ask_back(kind: Kind, slots: Slots, slot: str) -> Plan:
    if slot == "sector":
        likely = [("sectors", s) for s in ("power", "ferrous_smelting", "nonmetal_minerals")]
    else:
        likely = [("regions", r) for r in ("CN-GD", "CN-JS", "CN-SD", "CN-HE")]
    choices = [example(kind, replace(slots, **{name: [value]})) for name, value in likely]
    reply = "which_sector" if slot == "sector" else "which_region"
    held = _kept(slots)
    return Plan(slots.lang, kind=kind.id, reply=reply, choices=choices, slots=held)


def _did_you_mean(question: str, lang: Lang, noun: Text, word: str, terms: list[Term]) -> Plan:
    names = [t.label.get(lang) for t in terms]
    if lang == "zh":
        text = f"没有名为“{word}”的{noun.zh}。" + (f"您是指：{'、'.join(names)}？" if names else "")
    else:
        asked = f" Did you mean: {', '.join(names)}?" if names else ""
        text = f"There is no {noun.en} named “{word}”.{asked}"
    offered = names or [SECTORS.label(s, lang) for s in LIKELY_SECTORS]
    choices = [question.replace(word, name) for name in offered]
    return Plan(lang, text=text, choices=choices)


def _say_where_to_look(slots: Slots) -> Plan:
    """Answer a bare “why” with the questions that show what a change is made of."""
    kinds = ("decomposition", "emissions_by_sector", "emissions_by_fuel", "emissions_trend")
    choices = [example(all_kinds()[kind], slots) for kind in kinds]
    return Plan(slots.lang, reply="why", choices=choices)


def _no_such_place(slots: Slots, places: PlaceVocabulary | None = None) -> Plan:
    """Say that a city or country has no inventory, and offer the city's province."""
    place = OTHER_PLACES.terms[slots.elsewhere[0]]
    name, province = place.label.get(slots.lang), place.extra["province"]
    reply = "no_such_place" if not province else "city_not_held" if places else "no_city_table"
    text = prompts.read(f"replies/{reply}", slots.lang).format(place=name)
    if not province:
        return Plan(slots.lang, text=text, choices=starters(slots.lang)[:3])
    choices = [example(all_kinds()[kind], replace(slots, regions=[province]))
               for kind in ("emissions_total", "emissions_by_sector", "roadmap")]  # fmt: skip
    return Plan(slots.lang, text=text, choices=choices)


def _rank(question: str, slots: Slots, tools: Collection[str]) -> list[tuple[Kind, float]]:
    """Rank the kinds by the weight of the nearest questions that the slots allow."""
    kinds = all_kinds()
    possible = {
        kind.id
        for kind in kinds.values()
        if fits(kind, slots) and (not kind.tool or kind.tool in tools)
    }
    question = mend(mask(question))
    about = concepts(question)
    strange = "elsewhere" in about
    least = LEAST_LIKENESS_UNKNOWN if {NO_SUBJECT, NO_SLOT} <= set(about) else LEAST_LIKENESS
    if (slots.regions or slots.sectors) and not strange:
        possible -= {"off_topic", "greeting"}
    near = QuestionStore.load().nearest(question, most=WIDE)
    votes: dict[str, float] = defaultdict(float)
    for score, record in [n for n in near if n[1].kind in possible and n[0] >= least][:NEIGHBOURS]:
        votes[record.kind] += score**SHARPNESS
    total = sum(votes.values())
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    return [(kinds[kind], weight / total) for kind, weight in ranked] if total else []
