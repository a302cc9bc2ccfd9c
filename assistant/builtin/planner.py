"""The built-in model's plan: from a question and the turns before it to tool calls or a reply."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from assistant.builtin.kinds import Kind, all_kinds, calls, example, fits, missing
from assistant.builtin.linker import Slots, link
from data.knowledge.questions import QuestionStore
from data.text import Lang

LONGEST_QUESTION = 2000
# So many of the nearest questions vote, taken from a wider field that the slots thin out.
NEIGHBOURS = 8
WIDE = 80
# Questions less alike than this say nothing about each other.
LEAST_LIKENESS = 0.3
# Likeness counts to this power, so that one close question outweighs several distant ones.
SHARPNESS = 3
# A kind that gathers less than this part of the neighbours' weight is offered, not assumed.
CERTAIN_SHARE = 0.4
ELLIPSIS = re.compile(r"呢|^那|^换成|^改成|what about|how about|^and (?:for|in)\b", re.IGNORECASE)


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
) -> Plan:
    """Plan the answer to a question.

    Args:
        question: As the user wrote it.
        lang: Language of the answer.
        tools: Names of the tools at hand.
        previous: ``kind`` and ``slots`` of the turn before, which an elliptical question
            (“那江苏呢？”) takes up.
    """
    stripped = question.strip()
    if not re.search(r"\w", stripped):
        return Plan(lang, reply="empty", choices=starters(lang))
    if len(stripped) > LONGEST_QUESTION:
        return Plan(lang, reply="too_long")
    slots = link(stripped)
    slots.lang = lang
    taken_up = _take_up(slots, previous)
    if taken_up:
        kind, slots = taken_up
        return _with_kind(kind, slots, stripped)
    if slots.unknown and not slots.regions:
        return _did_you_mean(stripped, slots)
    ranked = _rank(stripped, slots, tools)
    if not ranked:
        return Plan(lang, reply="unclear", choices=starters(lang))
    best, share = ranked[0]
    if share < CERTAIN_SHARE and best.tool:
        choices = [text for text in (example(k, slots) for k, _ in ranked[:3]) if text]
        return Plan(lang, reply="unclear", choices=choices)
    return _with_kind(best, slots, stripped)


def starters(lang: Lang) -> list[str]:
    """Return questions to begin with, one of each main kind."""
    wanted = ("roadmap", "emissions_total", "emissions_by_sector", "rank_regions", "sector_pathway",
              "flow_sankey")  # fmt: skip
    slots = Slots(lang=lang)
    return [example(all_kinds()[kind], slots) for kind in wanted]


def _with_kind(kind: Kind, slots: Slots, question: str) -> Plan:
    held = {**asdict(slots), "unknown": []}
    if kind.reply:
        return Plan(slots.lang, kind=kind.id, reply=kind.reply, choices=starters(slots.lang)[:4])
    open_slots = missing(kind, slots)
    if open_slots:
        return _ask_back(kind, slots, open_slots[0])
    return Plan(slots.lang, kind=kind.id, calls=calls(kind, slots, question), slots=held)


def _ask_back(kind: Kind, slots: Slots, slot: str) -> Plan:
    if slot == "sector":
        likely = [("sectors", s) for s in ("power", "ferrous_smelting", "nonmetal_minerals")]
    else:
        likely = [("regions", r) for r in ("CN-GD", "CN-JS", "CN-SD", "CN-HE")]
    choices = [example(kind, replace(slots, **{name: [value]})) for name, value in likely]
    reply = "which_sector" if slot == "sector" else "which_region"
    return Plan(slots.lang, kind=kind.id, reply=reply, choices=choices)


def _did_you_mean(question: str, slots: Slots) -> Plan:
    word, terms = slots.unknown[0]
    names = [t.label.get(slots.lang) for t in terms]
    if slots.lang == "zh":
        text = f"没有名为“{word}”的省份。您是指：{'、'.join(names)}？"
    else:
        text = f"There is no province named “{word}”. Did you mean: {', '.join(names)}?"
    choices = [question.replace(word, name) for name in names]
    return Plan(slots.lang, text=text, choices=choices)


def _rank(question: str, slots: Slots, tools: Collection[str]) -> list[tuple[Kind, float]]:
    """Rank the kinds by the weight of the nearest questions that the slots allow."""
    kinds = all_kinds()
    possible = {
        kind.id
        for kind in kinds.values()
        if fits(kind, slots) and (not kind.tool or kind.tool in tools)
    }
    if slots.regions or slots.sectors:
        possible -= {"off_topic", "greeting"}
    near = QuestionStore.load().nearest(question, most=WIDE)
    votes: dict[str, float] = defaultdict(float)
    for score, record in [n for n in near if n[1].kind in possible and n[0] >= LEAST_LIKENESS][
        :NEIGHBOURS
    ]:
        votes[record.kind] += score**SHARPNESS
    total = sum(votes.values())
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    return [(kinds[kind], weight / total) for kind, weight in ranked] if total else []


def _take_up(slots: Slots, previous: dict[str, Any] | None) -> tuple[Kind, Slots] | None:
    """Complete an elliptical question from the turn before it."""
    if not previous or not previous.get("slots"):
        return None
    named = bool(slots.regions or slots.sectors or slots.fuels or slots.all_years)
    bare = re.sub(r"<\w+>|\W", "", slots.masked)
    short = len(bare) <= 1
    if not named or not (ELLIPSIS.search(slots.masked) or short):
        return None
    kind = all_kinds().get(str(previous["kind"]))
    if kind is None or not kind.tool:
        return None
    before = Slots(**{**previous["slots"], "lang": slots.lang, "unknown": []})
    changes: dict[str, Any] = {
        name: getattr(slots, name)
        for name in ("regions", "sectors", "fuels", "top", "percent")
        if getattr(slots, name)
    }
    if slots.all_years:
        changes |= {"years": slots.years, "year_from": slots.year_from, "year_to": slots.year_to}
    return kind, replace(before, **changes, masked=before.masked)
