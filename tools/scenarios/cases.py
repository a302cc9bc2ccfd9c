"""Which pathways are compared: named scenarios, benchmark levels, or the reader's change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.assumptions import Scenario, find_scenario, load_scenarios
from data.text import Text
from tools.pathways.benchmark import LEVEL_LABEL
from tools.pathways.scenarios import Options

GROWTH_NAME: dict[str, Text] = {
    "slow": Text(zh="慢增长", en="Slow growth"),
    "steady": Text(zh="稳增长", en="Steady growth"),
    "fast": Text(zh="快增长", en="Fast growth"),
}


@dataclass(frozen=True)
class Case:
    """One pathway of a comparison.

    Attributes:
        id: Short id, unique in the comparison.
        name: What it is called.
        options: The choices behind it.
    """

    id: str
    name: Text
    options: Options


def list_cases(
    changed: Options, scenarios: Sequence[str] = (), levels: Sequence[str] = ()
) -> list[Case]:
    """List what is compared; the first is what the others are measured against.

    Args:
        changed: The default choices with the reader's changes in them.
        scenarios: Names of scenarios; without any, and without levels or changes, all of them.
        levels: Benchmark levels, each under the growth of the first scenario.

    Raises:
        InputError: There is no such scenario.
    """
    plain = replace(
        changed,
        own_gdp_growth_pct=None,
        growth_change_points=0.0,
        sinks_mt=0.0,
        sinks_note="",
        ccus_mt=0.0,
    )
    own = changed.series.scenarios(changed.region)
    named = [find_scenario(name, own) for name in scenarios]
    default = plain.with_scenario(find_scenario(None))
    every = _named(plain, named, levels) or [default]
    if plain != changed:
        every = [every[0], *(_with_changes(changed, o) for o in every)]
    elif every == [default]:
        every = [plain.with_scenario(s) for s in (*load_scenarios().values(), *own)]
    elif len(every) == 1:
        every = [default, *every]
    return _without_doubles(every)


def _named(plain: Options, named: list[Scenario], levels: Sequence[str]) -> list[Options]:
    first = named[0] if named else find_scenario(None)
    by_level = [replace(plain.with_scenario(first), level=level) for level in levels]
    return by_level or [plain.with_scenario(s) for s in named]


def _with_changes(changed: Options, case: Options) -> Options:
    return replace(changed, scenario=case.scenario, level=case.level)


def _without_doubles(every: list[Options]) -> list[Case]:
    held: list[Options] = []
    for options in every:
        if options not in held:
            held.append(options)
    return [Case(f"case{i}", name_case(o), o) for i, o in enumerate(held)]


def name_case(options: Options) -> Text:
    """Name a pathway by its scenario and by what the reader changed."""
    name = options.scenario.name
    if options.level != options.scenario.level:
        growth = GROWTH_NAME[options.scenario.growth]
        level = LEVEL_LABEL.get(options.level, Text(zh=options.level, en=options.level))
        name = Text(zh=f"{growth.zh}·{level.zh}", en=f"{growth.en}, {level.en}")
    for change in options.changes():
        name = Text(zh=f"{name.zh}，{change.zh}", en=f"{name.en}, {change.en}")
    return name
