"""Slots of one sector's pathway: milestones and target year told apart, the method, its rate."""

import re
from collections.abc import Callable
from typing import Any

from assistant.builtin.linker import Slots

FIRST_MILESTONE = 2025
"""Years before it are data years, never milestones."""

FIRST_TARGET = 2050
"""A single earlier year in “how much by …” is a milestone on the way to the usual target year."""

HOW_MUCH = re.compile(
    r"减多少|减少多少|降多少|下降多少|减到|降到|减至|降至|减排多少|减排量"
    r"|(?:要|应|须|该|是|为|排|排放|强度)多少|多少(?:排放|强度)|(?:which|what) (?:\w+ )?(?:intensit\w+|emissions|level|values?)"
    r"|(?:values?|intensity|emissions) (?:in|of|by|for)\b"
    r"|how (?:much|far|many)|\b(?:cut|less|reduce\w*|fall\w*|emissions?)\b[^,.;?]{0,30}\bby\b",
    re.IGNORECASE,
)
AS_TARGET = re.compile(r"目标年|target year|converg|收敛", re.IGNORECASE)
YEARLY = re.compile(r"每年|年均|逐年|a year|per year|annual|every year|yearly", re.IGNORECASE)
BY_A_RATE = ("absolute_contraction", "economic_intensity", "physical_intensity")


def milestones(slots: Slots) -> list[int]:
    """Return the years that an answer must give the cut of; none where one year is the target.

    >>> from assistant.builtin.linker import link
    >>> milestones(link("山东钢铁行业到2030、2040、2060年要减多少？"))
    [2030, 2040, 2060]
    >>> [milestones(link(f"山东钢铁{q}")) for q in ("到2030年要减多少", "目标年2030，要减多少", "到2030年的路径")]
    [[2030], [], []]
    """
    years = sorted({y for y in slots.all_years if y >= FIRST_MILESTONE})
    if len(years) > 1:
        return years
    if AS_TARGET.search(slots.masked):
        return []
    asked = years and years[0] < FIRST_TARGET and HOW_MUCH.search(slots.masked)
    return years if asked else []


def target(slots: Slots) -> int | None:
    """Return the target year; None leaves the usual one where only milestones are named.

    >>> from assistant.builtin.linker import link
    >>> [target(link(f"山东钢铁到{y}年要减多少")) for y in ("2030、2040", "2050", "2030、2060")]
    [None, 2050, 2060]
    """
    last = max(slots.all_years, default=None)
    if last is None or (last < FIRST_TARGET and milestones(slots)):
        return None
    return last


def method(slots: Slots) -> str | None:
    """Return the method a question names."""
    return slots.assumptions.get("method")


def own_cut(slots: Slots) -> float | None:
    """Return the annual cut that a question gives to a method that goes by one.

    >>> from assistant.builtin.linker import link
    >>> own_cut(link("江苏电力按绝对量收缩，每年减3%")), own_cut(link("江苏电力绝对量收缩"))
    (3.0, None)
    """
    if slots.percent is None or method(slots) not in BY_A_RATE:
        return None
    grows = re.search(r"增速|增长|grow", slots.masked, re.IGNORECASE)
    return abs(slots.percent) if YEARLY.search(slots.masked) and not grows else None


TEMPERATURE = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?)\s*(?:°\s*C|℃|C\b|(?:度|degrees?)(?=[^<]{0,8}(?:基准|情景|目标|路径|benchmark|pathway)))",
    re.IGNORECASE,
)


def unknown_level(slots: Slots) -> str | None:
    """Name a temperature that is no published level, so that the tool can refuse it by name.

    >>> from assistant.builtin.linker import link
    >>> unknown_level(link("SDA pathway with the 5C benchmark")), unknown_level(link("3度基准的路径"))
    ('5C', '3C')
    """
    found = TEMPERATURE.search(slots.masked)
    return f"{found[1]}C" if found and "level" not in slots.assumptions else None


SECTOR_PATHWAY_SLOTS: dict[str, Callable[[Slots], Any]] = {
    "pathway_target": target,
    "milestones": milestones,
    "pathway_method": method,
    "own_cut": own_cut,
    "pathway_scope": lambda s: s.assumptions.get("scope"),
}
