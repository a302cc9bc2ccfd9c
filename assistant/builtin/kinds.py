"""The kinds of question: a table read from ``kinds.toml``, and how slots fill a tool's arguments."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from assistant.builtin.linker import Slots
from data.text import Text
from data.vocabulary import NATION, REGIONS, SECTORS

FILE = Path(__file__).parent / "kinds.toml"


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


def _order(slots: Slots) -> str:
    low = ("最少", "最低", "最小", "least", "lowest", "smallest", "fewest")
    return "ascending" if any(word in slots.masked.lower() for word in low) else "descending"


MEASURES = {
    "per_capita": ("人均", "per capita", "per person", "per head"),
    "per_gdp": ("单位gdp", "碳强度", "万元gdp", "per gdp", "per unit of gdp", "carbon intensity"),
}


def _measure(slots: Slots) -> str | None:
    asked = slots.masked.lower()
    named = (m for m, words in MEASURES.items() if any(word in asked for word in words))
    return next(named, None)


def _growth(slots: Slots) -> float | None:
    """Take a percentage as a rate of growth only where the question speaks of growth."""
    grows = any(word in slots.masked.lower() for word in ("增速", "增长", "growth", "grow"))
    return slots.percent if grows else None


SLOTS: dict[str, Callable[[Slots], Any]] = {
    "regions": lambda s: s.regions,
    "provinces": lambda s: [r for r in s.regions if r != NATION],
    "region": lambda s: s.regions[0] if s.regions else None,
    "second_region": lambda s: s.regions[1] if len(s.regions) > 1 else None,
    "group_regions": lambda s: "region" if len(s.regions) > 1 else None,
    "sectors": lambda s: s.sectors,
    "sector": lambda s: s.sectors[0] if s.sectors else None,
    "fuels": lambda s: s.fuels,
    "sector_or_fuel": lambda s: s.sectors or s.fuels,
    "years": lambda s: s.years,
    "year_from": lambda s: s.year_from,
    "year_to": lambda s: s.year_to,
    "first_year": lambda s: min(s.all_years) if len(s.all_years) > 1 else s.year_from,
    "last_year": lambda s: max(s.all_years, default=None),
    "target_year": _target_year,
    "top": lambda s: s.top,
    "top_or_ten": lambda s: s.top or 10,
    "order": _order,
    "growth": _growth,
    "measure": _measure,
    "lang": lambda s: s.lang,
}
"""How each ``$slot`` of the table is read from what the linker found."""


def fits(kind: Kind, slots: Slots) -> bool:
    """Tell whether a question with these slots can be of a kind."""
    return all(SLOTS[name](slots) for name in kind.requires)


def missing(kind: Kind, slots: Slots) -> list[str]:
    """Return the needed slots that the question leaves open."""
    return [n for n in kind.needs if n != "region_or_nation" and not SLOTS[n](slots)]


def calls(kind: Kind, slots: Slots, question: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the tool calls that answer a question of a kind, arguments filled from its slots."""
    if "region_or_nation" in kind.needs and not slots.regions:
        slots.regions = [NATION]
    main = (kind.tool, _fill(kind.arguments, slots, question))
    also = [(c["tool"], _fill(c["arguments"], slots, question)) for c in kind.also]
    return [main, *also]


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
