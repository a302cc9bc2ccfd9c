"""What a question becomes that names more than its tool takes: several sectors, or provinces."""

from dataclasses import dataclass, field, replace
from typing import Any

from assistant.builtin.kinds import Kind, all_kinds, calls, example
from assistant.builtin.linker import Slots
from assistant.builtin.scenario_slots import changes_output
from data.text import Text
from data.vocabulary import NATION, REGION_GROUPS, REGIONS, SECTORS

MOST_SECTORS = 4
"""More pathways than these in one answer are a roadmap's matter."""


@dataclass(frozen=True)
class Wider:
    """How such a question is answered: by calls of a kind, or by a text with what would work."""

    kind: Kind
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list[Any])
    text: Text | None = None
    choices: list[str] = field(default_factory=list[str])


def widen(kind: Kind, slots: Slots, question: str) -> Wider | None:
    """Answer a question that names more than its kind takes; None where it does not.

    Args:
        kind: The kind found.
        slots: What the question names.
        question: As written.
    """
    provinces = [r for r in slots.regions if r != NATION]
    if kind.id in ("sector_pathway", "scenario_compare") and changes_output(slots):
        return Wider(kind, text=_OUTPUT, choices=_output_choices(slots))
    if kind.id == "scenario_compare" and len(provinces) > 1:
        return Wider(kind, text=_ONE_PLACE, choices=_one_place_choices(slots, provinces))
    if kind.id != "sector_pathway" or not slots.sectors:
        return None
    if len(provinces) > 1 and not {"method", "scope"} & set(slots.assumptions):
        by_province = all_kinds()["industry_roadmap"]
        return Wider(by_province, _by_sector(by_province, slots, question))
    if len(slots.sectors) > 1 and provinces:
        return Wider(kind, _by_sector(kind, slots, question))
    return None


def _by_sector(kind: Kind, slots: Slots, question: str) -> list[tuple[str, dict[str, Any]]]:
    each = slots.sectors[:MOST_SECTORS]
    return [calls(kind, replace(slots, sectors=[s]), question)[0] for s in each]


_OUTPUT = Text(
    zh="行业路径按产量本身的年增速计算，不按增速的变动计算；请直接给出产量的年增速，或改问GDP增速的变动。",
    en="A sector's pathway takes the yearly growth of its output itself, not a change of it in"
    " points. State by how many per cent output grows or falls a year, or ask about a change of"
    " GDP growth.",
)
_ONE_PLACE = Text(
    zh="情景比较一次只比较一个省份或全国。可以逐省比较，也可以在某个情景下给出这些省份合起来的路线图：",
    en="Scenarios are compared for one province, or the nation, at a time. Compare them province by"
    " province, or ask for the roadmap of these provinces together under one scenario:",
)


def _output_choices(slots: Slots) -> list[str]:
    region = REGIONS.label(next(iter(slots.regions), "CN-HE"), slots.lang)
    sector = SECTORS.label(next(iter(slots.sectors), "ferrous_smelting"), slots.lang)
    year = max(slots.all_years, default=2060)
    if slots.lang == "zh":
        first = f"{region}{sector}产量每年下降2%，到{year}年要减多少？"
    else:
        name = sector[:1].lower() + sector[1:]
        first = f"How much must {name} in {region} cut by {year} if output falls 2% a year?"
    return [first, example(all_kinds()["scenario_compare"], slots)]


def _one_place_choices(slots: Slots, provinces: list[str]) -> list[str]:
    lang = slots.lang
    names = [REGIONS.label(r, lang) for r in provinces]
    groups = [g for g in REGION_GROUPS if set(g.members) == set(provinces)]
    together = groups[0].label.get(lang) if groups else _join(names, lang)
    if lang == "zh":
        each = [f"{name}慢增长和快增长情景下的剩余排放差多少？" for name in names[:3]]
        return [*each, f"{together}慢增长情景下的碳中和路线图"]
    each = [f"How do slow growth and fast growth differ for {name}?" for name in names[:3]]
    return [*each, f"Roadmap for {together} under the slow growth scenario"]


def _join(names: list[str], lang: str) -> str:
    if lang == "zh":
        return "、".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
