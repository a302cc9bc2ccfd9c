"""What a question changes of a pathway: growth by points, sinks and capture, named scenarios."""

import re
from collections.abc import Callable
from typing import Any

from assistant.builtin.linker import Slots
from assistant.builtin.quantities import find_every_assumption
from data.assumptions import load_scenarios

_ZH_CHANGE = re.compile(
    r"(?:增速|增长率|增长速度|增长|增幅)[^,，。;；?？<]{0,10}?"
    r"(?:(?P<down>低|下降|下调|降低|减少|放缓|放慢|减慢|减缓|慢|少|降)|(?P<up>高|提高|提升|上调|加快|快|增加|上升|多))"
    r"(?:了|约|大约)?<percent>"
    r"|(?:(?P<less>少)|(?P<more>多))增长?<percent>"
    r"|每年(?:(?P<slower>低|慢)|(?P<faster>高|快))(?:了|约|大约)?<percent>"
)
_EN_CHANGE = re.compile(
    r"<percent>\s*(?:a year |per year |annually )?"
    r"(?:(?P<down>lower|less|slower|below)|(?P<up>higher|more|faster|above))"
    r"|\bgrowth\b[^,.;?]{0,30}?\b(?:(?P<falls>falls?|drops?|cut|reduced|lowered|slows?|slowed|declines?|down)"
    r"|(?P<rises>rises?|raised|increases?|increased|accelerates?|up))\s*(?:\bby\s*)?<percent>",
    re.IGNORECASE,
)
_GROWTH_NAMED = re.compile(r"\bgrow(?:th|s|ing)?\b|\bgdp\b", re.IGNORECASE)
_DOWN = ("down", "less", "slower", "falls")
_OF_OUTPUT = re.compile(
    r"产量|(?<!投入)产出|产能|(?<!input-)\boutput\b|(?<!electricity )\bproduction\b", re.IGNORECASE
)


def growth_change(slots: Slots) -> float | None:
    """Return by how many points growth is to differ in every year; None where no change is asked.

    >>> from assistant.builtin.linker import link
    >>> growth_change(link("如果GDP增速每年低1个百分点")), growth_change(link("增速按4%"))
    (-1.0, None)
    >>> growth_change(link("with GDP growth half a point faster"))
    0.5
    """
    return None if changes_output(slots) else _changed_by(slots)


def changes_output(slots: Slots) -> bool:
    """Tell whether a question changes the growth of an industry's output by points.

    >>> from assistant.builtin.linker import link
    >>> changes_output(link("产量增速低1个百分点")), changes_output(link("增速低1个百分点"))
    (True, False)
    """
    spoken = slots.masked
    if not _OF_OUTPUT.search(spoken) or re.search(r"gdp|经济", spoken, re.IGNORECASE):
        return False
    return _changed_by(slots) is not None


def _changed_by(slots: Slots) -> float | None:
    if slots.percent is None:
        return None
    found = _ZH_CHANGE.search(slots.masked)
    if found is None and _GROWTH_NAMED.search(slots.masked):
        found = _EN_CHANGE.search(slots.masked)
    if found is None:
        return None
    held = found.groupdict()
    falls = any(held.get(name) for name in _DOWN)
    return -abs(slots.percent) if falls else abs(slots.percent)


_QUOTED = re.compile(
    r"[“\"‘']([^”\"’'<>]{1,40})[”\"’']\s*(?:情景|情境|scenario)|(?:scenario|情景)\s*[“\"‘']([^”\"’'<>]{1,40})[”\"’']",
    re.IGNORECASE,
)
"""A scenario named in quotes: one of the user's own, or refused by the tool with those there are."""


_NAMED = re.compile(
    r"(?:按|在|用|以|换成|改成|改为)(?:照)?(?P<zh>[\u4e00-\u9fff]{1,6}?)的?(?:情景|情境)"
    r"|\b(?:in|under|with|by|for) (?:the |a |an )?(?P<en>[A-Za-z][\w-]*) scenario\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"各|不同|哪|几|某|这|那|该|默认|所有|全部|每|基准|基线|增长|增速|度|同一|当前|现有|其他|多"
    r"|^(?:this|that|each|every|any|which|what|default|base|baseline|reference|same|other|growth|another|current|given|whole|following)$",
    re.IGNORECASE,
)


def named_scenario(slots: Slots) -> str | None:
    """Name a scenario that a question calls by a name of its own, so that a tool can refuse it.

    >>> from assistant.builtin.linker import link
    >>> named_scenario(link("按超快情景，广东的路线图")), named_scenario(link("in the turbo scenario"))
    ('超快', 'turbo')
    >>> named_scenario(link("under the fast growth scenario")), named_scenario(link("在各情景下"))
    (None, None)
    """
    for quoted in _QUOTED.findall(slots.masked):
        if name := "".join(quoted).strip():
            return name
    found = _NAMED.search(slots.masked)
    name = (found["zh"] or found["en"] or "") if found else ""
    if not name or _NO_NAME.search(name) or find_every_assumption(name, "level"):
        return None
    held = load_scenarios()
    words = [w for s in held.values() for w in (s.id, s.name.zh, s.name.en.lower())]
    close = [s.id for s in held.values() if name.lower() in (s.id, s.growth)]
    return close[0] if close else None if name in words else name


def scenarios(slots: Slots) -> list[str]:
    """Name the scenarios that a question sets side by side: by growth, with the level it names."""
    growths, levels = every_growth(slots), every_level(slots)
    own = [found for quoted in _QUOTED.findall(slots.masked) if (found := "".join(quoted).strip())]
    if own:
        return [*own, *(g for growth in growths if (g := _scenario(growth, None)))]
    if not growths and not levels and (name := named_scenario(slots)):
        return [name]
    if not growths or len(levels) > 1:
        return []
    level = levels[0] if levels else None
    return [found for growth in growths if (found := _scenario(growth, level))]


def _scenario(growth: str, level: str | None) -> str | None:
    held = [s for s in load_scenarios().values() if s.growth == growth]
    same = [s for s in held if level in (None, s.level)]
    return same[0].id if same else None


def every_growth(slots: Slots) -> list[str]:
    """Name every growth that a question speaks of, in order."""
    return find_every_assumption(slots.masked, "growth")


def every_level(slots: Slots) -> list[str]:
    """Name every benchmark level that a question speaks of, in order."""
    return find_every_assumption(slots.masked, "level")


def compared_levels(slots: Slots) -> list[str]:
    """Name the levels that are set side by side, or the one that is set against the default."""
    return [] if scenarios(slots) else every_level(slots)


_SCENARIO = re.compile(r"情景|情境|方案|scenario", re.IGNORECASE)


def _compared(slots: Slots) -> bool:
    """Tell whether a question names anything that makes one pathway differ from another."""
    named = slots.removals or every_growth(slots) or every_level(slots)
    return bool(named or slots.percent is not None or _SCENARIO.search(slots.masked))


SCENARIO_SLOTS: dict[str, Callable[[Slots], Any]] = {
    "growth_change": growth_change,
    "sinks_mt": lambda s: s.removals.get("sinks_mt"),
    "ccus_mt": lambda s: s.removals.get("ccus_mt"),
    "removal_source": lambda s: s.removal_source or None,
    "scenarios": scenarios,
    "compared_levels": compared_levels,
    "something_compared": _compared,
    "benchmark_years": lambda s: sorted(s.all_years),
}
"""How the slots of a comparison of pathways are read from what the linker found."""
