"""The kinds of question: a table read from ``kinds.toml``, and how slots fill a tool's arguments."""

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from assistant.builtin.account_slots import ACCOUNT_SLOTS
from assistant.builtin.change_slots import CHANGE_SLOTS
from assistant.builtin.ensemble_slots import ENSEMBLE_SLOTS
from assistant.builtin.gap_slots import GAP_SLOTS
from assistant.builtin.linkage_slots import LINKAGE_SLOTS
from assistant.builtin.linker import Slots
from assistant.builtin.network_slots import NETWORK_SLOTS
from assistant.builtin.path_slots import PATH_SLOTS
from assistant.builtin.place_slots import PLACE_SLOTS
from assistant.builtin.roadmap_slots import ROADMAP_SLOTS
from assistant.builtin.scenario_slots import SCENARIO_SLOTS, growth_change
from assistant.builtin.sector_pathway_slots import SECTOR_PATHWAY_SLOTS, unknown_level
from assistant.builtin.what_if_slots import WHAT_IF_SLOTS
from data.assumptions import load_scenarios
from data.knowledge.concepts import concepts
from data.knowledge.masking import mask
from data.text import Text
from data.vocabulary import NATION, REGIONS, SECTORS

FILE = Path(__file__).parent / "kinds.toml"

Call = tuple[str, dict[str, Any]]
"""A tool and its arguments."""


PLAIN = Text(zh="{rest}", en="{rest}")


@dataclass(frozen=True)
class Kind:
    """One row of the table; ``reply`` names a fixed reply for kinds that run no tool."""

    id: str
    tool: str = ""
    reply: str = ""
    needs: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    arguments: dict[str, Any] = field(default_factory=dict)
    also: tuple[dict[str, Any], ...] = ()
    template: Text = PLAIN
    example: Text | None = None


@cache
def all_kinds() -> dict[str, Kind]:
    """Read the table, in its order."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["kind"]
    return {
        row["id"]: Kind(
            id=row["id"],
            tool=row.get("tool", ""),
            reply=row.get("reply", ""),
            needs=tuple(row.get("needs", ())),
            requires=tuple(row.get("requires", ())),
            arguments=row.get("arguments", {}),
            also=tuple(row.get("also", ())),
            template=Text(**row["template"]) if "template" in row else PLAIN,
            example=Text(**row["example"]) if "example" in row else None,
        )
        for row in rows
    }


def _target_year(slots: Slots) -> int | None:
    return max(slots.all_years, default=None)


def _span_end(slots: Slots, which: int) -> int | None:
    """Return an end of a range: as written, else of several years named; one year is no range."""
    written = (slots.year_from, slots.year_to)
    if any(written):
        return written[which]
    years = sorted(slots.years)
    return years[-which] if len(years) > 1 else None


LOW = ("最少", "最低", "最小", "最慢", "下降最", "减少最", "降幅最", "least", "lowest", "smallest",
       "fewest", "slowest", "fell most", "cut most")  # fmt: skip


def _order(slots: Slots) -> str | None:
    return "ascending" if any(word in slots.masked.lower() for word in LOW) else None


def _about(slots: Slots) -> list[str]:
    return concepts(mask(slots.masked))


MEASURES = {"per_person": "per_capita", "per_gdp": "per_gdp", "share": "share"}


def _measure(slots: Slots) -> str | None:
    about = _about(slots)
    return next((m for concept, m in MEASURES.items() if concept in about), None)


def _ranked(slots: Slots) -> str:
    """Tell what a ranking lists: what the question names as many, else provinces."""
    about = _about(slots)
    lists = {"by_sector": "sectors", "by_fuel": "fuels"}
    return next((what for concept, what in lists.items() if concept in about), "regions")


def _ranked_regions(slots: Slots) -> list[str]:
    if _ranked(slots) == "regions":
        return [r for r in slots.regions if r != NATION]
    return slots.regions or [NATION]


def _compared(slots: Slots) -> list[str]:
    """Return what is set side by side: the first kind of thing of which two are named."""
    named = (slots.regions, slots.places, slots.sectors, slots.fuels)
    return next((n for n in named if len(n) > 1), [])


def _due(slots: Slots, which: int) -> int | None:
    """Return an end of the years in which targets are due; a single year is both ends."""
    return _span_end(slots, which) or (slots.years[0] if len(slots.years) == 1 else None)


GROUPS = {"by_fuel": "fuel", "by_sector": "sector", "by_region": "region", "trend": "year"}
"""What a table is grouped by, as the question names it."""


def _groups(slots: Slots) -> list[str]:
    about = _about(slots)
    named = [axis for concept, axis in GROUPS.items() if concept in about]
    yearly = any(w in slots.masked.lower() for w in YEARLY)
    held = [g for g in named if g != "year"] + (["year"] if yearly else [])
    return held or ["year"]


YEARLY = ("逐年", "每年", "各年", "分年", "历年", "年份", "年度", "by year", "and year", "each year",
          "per year", "yearly", "annual")  # fmt: skip


def _inventory(slots: Slots) -> str:
    nation = [r for r in slots.regions if r == NATION]
    only = nation == slots.regions and "region" not in _groups(slots)
    return "inventory_national" if only else "inventory_provincial"


def _filters(slots: Slots) -> list[dict[str, Any]]:
    """Write what a question names as filters of a table."""
    named = {
        "region": [r for r in slots.regions if r != NATION],
        "sector": slots.sectors,
        "fuel": slots.fuels,
        "year": slots.years,
    }
    found: list[dict[str, Any]] = [
        {"field": axis, "op": "in", "value": value} for axis, value in named.items() if value
    ]
    for op, year in (("ge", slots.year_from), ("le", slots.year_to)):
        found += [{"field": "year", "op": op, "value": year}] if year else []
    return found


OWN_LEVEL = re.compile(
    r"按(?:照)?[“\"']?([A-Za-z][\w-]*)[”\"']?\s*(?:的)?基准|\bbenchmark [“\"']?"
    r"(?!(?:of|for|in|at|by|to|from|is|does|and|values?|intensit\w*|index|levels?|years?|with|follow\w*|above|below)\b)"
    r"([A-Za-z][\w-]*)"
)


def _own_level(slots: Slots) -> str | None:
    """Name a benchmark that is no published level: one of the user's own, or refused by the tool."""
    found = OWN_LEVEL.search(slots.masked)
    return (found[1] or found[2]) if found else None


def _growth(slots: Slots) -> float | None:
    """Take a percentage as a rate of growth only where the question speaks of growth."""
    asked = slots.masked.lower()
    if slots.percent is None or growth_change(slots) is not None:
        return None
    if any(word in asked for word in ("增速", "增长", "growth", "grow")):
        return slots.percent
    return -abs(slots.percent) if SHRINKS.search(asked) else None


SHRINKS = re.compile(
    r"(?:产量|产出|gdp|output|production)[^,，。;；?？]{0,24}?"
    r"(?:下降|减少|降低|缩减|萎缩|降|减|falls?|declines?|shrinks?|decreases?|drops?)[^,，。;；?？\d]{0,8}<percent>"
)


def _scenario(slots: Slots) -> str | None:
    """Name the scenario that has the growth and the level asked for, where there is one."""
    asked = {k: v for k, v in slots.assumptions.items() if k in ("growth", "level")}
    if not asked:
        return None
    return next(
        (
            s.id
            for s in load_scenarios().values()
            if all(getattr(s, k) == v for k, v in asked.items())
        ),
        None,
    )


SLOTS: dict[str, Callable[[Slots], Any]] = {
    "regions": lambda s: s.regions,
    "provinces": lambda s: [r for r in s.regions if r != NATION],
    "region": lambda s: s.regions[0] if s.regions else None,
    "two_compared": _compared,
    "single_year": lambda s: s.years[0] if len(s.years) == 1 else None,
    "single_region": lambda s: s.regions[0] if len(s.regions) == 1 else None,
    "due_from": lambda s: _due(s, 0),
    "due_to": lambda s: _due(s, 1),
    "inventory": _inventory,
    "filters": _filters,
    "groups": _groups,
    "group_regions": lambda s: "region" if len(s.regions) > 1 else None,
    "sectors": lambda s: s.sectors,
    "sector": lambda s: s.sectors[0] if s.sectors else None,
    "fuels": lambda s: s.fuels,
    "fuel": lambda s: s.fuels[0] if s.fuels else None,
    "part_of_whole": lambda s: s.sectors or s.fuels or [r for r in s.regions if r != NATION],
    "years": lambda s: s.years,
    "year_from": lambda s: s.year_from,
    "year_to": lambda s: s.year_to,
    "first_year": lambda s: _span_end(s, 0),
    "last_year": lambda s: _span_end(s, 1),
    "last_years": lambda s: None if s.all_years else s.last_years,
    "year": lambda s: max(s.all_years, default=None),
    "ranked": _ranked,
    "ranked_regions": _ranked_regions,
    "level": lambda s: s.assumptions.get("level") or _own_level(s) or unknown_level(s),
    "variant": lambda s: s.assumptions.get("variant"),
    "end_year_rule": lambda s: s.assumptions.get("end_year_rule"),
    "scenario": _scenario,
    "target_year": _target_year,
    "top": lambda s: s.top,
    "top_or_ten": lambda s: s.top or 10,
    "order": _order,
    "growth": _growth,
    "measure": _measure,
    "lang": lambda s: s.lang,
    **PLACE_SLOTS,
    **WHAT_IF_SLOTS,
    **PATH_SLOTS,
    **CHANGE_SLOTS,
    **ACCOUNT_SLOTS,
    **LINKAGE_SLOTS,
    **NETWORK_SLOTS,
    **ENSEMBLE_SLOTS,
    **GAP_SLOTS,
    **SCENARIO_SLOTS,
    **ROADMAP_SLOTS,
    **SECTOR_PATHWAY_SLOTS,
}
"""How each ``$slot`` of the table is read from what the linker found."""


def fits(kind: Kind, slots: Slots) -> bool:
    """Tell whether a question with these slots can be of a kind."""
    return all(SLOTS[name](slots) for name in kind.requires)


def without_fellows(slots: Slots) -> Kind:
    """Return the kind that gives one thing's figure where nothing is left to compare it with."""
    measure = _measure(slots)
    return all_kinds()[measure if measure in ("per_capita", "per_gdp") else "emissions_total"]


def is_about_future(kind: Kind) -> bool:
    """Tell whether a kind looks ahead to a target year, so that its years are no data years."""
    return "target_year" in kind.arguments


def missing(kind: Kind, slots: Slots) -> list[str]:
    """Return the needed slots that the question leaves open."""
    return [n for n in kind.needs if n != "region_or_nation" and not SLOTS[n](slots)]


def calls(kind: Kind, slots: Slots, question: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the tool calls that answer a question of a kind, arguments filled from its slots."""
    if "region_or_nation" in kind.needs and not slots.regions:
        slots.regions = [NATION]
    main = (kind.tool, _fill(kind.arguments, slots, question))
    also = [
        (c["tool"], _fill(c["arguments"], slots, question))
        for c in kind.also
        if "when" not in c or SLOTS[c["when"]](slots)
    ]
    return [main, *also]


def companions(kind: Kind | None, planned: Sequence[Call]) -> list[Call]:
    """Return the planned calls of other tools that only go along with a kind's own.

    They wait until its own tool has answered, and do not run where it refuses.
    """
    tools = {c["tool"] for c in kind.also} - {kind.tool} if kind else set()
    return [call for call in planned[1:] if call[0] in tools]


def _fill(table: dict[str, Any], slots: Slots, question: str) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    for name, value in table.items():
        if value == "$question":
            arguments[name] = question
            continue
        is_slot = isinstance(value, str) and value.startswith("$")
        held = SLOTS[value[1:]](slots) if is_slot else value
        if held not in (None, [], ""):
            arguments[name] = held
    return arguments


def example(kind: Kind, slots: Slots) -> str:
    """Write a kind's example question about the entities at hand."""
    if kind.example is None:
        return ""
    lang = slots.lang
    region = next((r for r in slots.regions if r != NATION), "CN-GD")
    sector = slots.sectors[0] if slots.sectors else "power"
    year = min((y for y in slots.all_years if y < 2025), default=2019)
    name = SECTORS.label(sector, lang)
    return kind.example.get(lang).format(
        region=REGIONS.label(region, lang), sector=name[:1].lower() + name[1:], year=year
    )
