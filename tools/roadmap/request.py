"""What a roadmap is asked for: regions, scope and choices, read from the arguments of a call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from data.dataset import Dataset
from data.errors import InputError
from data.series_book import SeriesBook
from data.text import Text
from data.vocabulary import NATION, PROVINCES, REGION_GROUPS, REGIONS
from tools.pathways.benchmark import PRODUCTS, find_level
from tools.pathways.group_trajectory import trace_group
from tools.pathways.scenarios import Options, make_options
from tools.pathways.trajectory import find_base_year, find_sectors, trace
from tools.registry import Context
from tools.roadmap.course import Roadmap
from tools.roadmap.group import GroupRoadmap

NAMES = (
    "region",
    "target_year",
    "start_year",
    "sectors",
    "growth_pct_per_year",
    "growth_change_points",
    "scenario",
    "benchmark",
    "end_year_rule",
    "sinks_mt",
    "sinks_note",
    "ccus_mt",
)
"""Arguments that shape a pathway; an earlier call is known by them."""


@dataclass(frozen=True)
class Request:
    """A roadmap asked for.

    Attributes:
        regions: Ids, in the order named.
        options: The choices; their region is the first of ``regions``.
        sectors: Ids of the sectors in scope; empty means all.
    """

    regions: tuple[str, ...]
    options: Options
    sectors: tuple[str, ...]


def read_request(context: Context, arguments: Mapping[str, Any]) -> Request:
    """Check the arguments of a call.

    Raises:
        InputError: A name is unknown, or a year, rate or amount cannot be computed.
        DataMissingError: A region has no inventory.
    """
    given = {k: v for k, v in arguments.items() if k in NAMES and v is not None}
    unknown = [k for k in arguments if k not in NAMES]
    if unknown or "region" not in given:
        raise _not_a_call(unknown)
    regions = find_regions(given["region"])
    start = given.get("start_year", context.this_year)
    target = given.get("target_year", 2060)
    series = context.dataset.series
    level = given.get("benchmark")
    options = make_options(
        regions[0],
        start_year=start,
        target_year=target,
        scenario=given.get("scenario"),
        level=find_level(level, _own_levels(series)) if level else None,
        rule=given.get("end_year_rule"),
        gdp_growth_pct=given.get("growth_pct_per_year"),
        growth_change_points=given.get("growth_change_points", 0.0),
        sinks_mt=given.get("sinks_mt", 0.0),
        sinks_note=given.get("sinks_note", ""),
        ccus_mt=given.get("ccus_mt", 0.0),
        series=series,
    )
    if len(regions) == 1:
        _check_target(find_base_year(context.dataset, regions[0], start), target)
    return Request(regions, options, find_sectors(given.get("sectors", [])))


def open_roadmap(dataset: Dataset, request: Request) -> Roadmap:
    """Trace what was asked for."""
    options, sectors = request.options, request.sectors
    if len(request.regions) == 1:
        return Roadmap(dataset, trace(dataset, options, sectors))
    each = [replace(options, region=r) for r in request.regions]
    return GroupRoadmap(dataset, trace_group(dataset, each, sectors))


def find_regions(names: str | Sequence[str]) -> tuple[str, ...]:
    """Return the ids of regions named one by one or as a usual group (长三角).

    Raises:
        InputError: A name is unknown, or the nation stands beside provinces.

    >>> find_regions(["江苏", "浙江", "Jiangsu"]), find_regions("京津冀")
    (('CN-JS', 'CN-ZJ'), ('CN-BJ', 'CN-TJ', 'CN-HE'))
    """
    found: dict[str, None] = {}
    for name in [names] if isinstance(names, str) else names:
        group = None if REGIONS.get(name) else REGION_GROUPS.get(name)
        found |= dict.fromkeys(group.members if group else (REGIONS.find(name).id,))
    if NATION in found and len(found) > 1:
        raise InputError(
            Text(
                zh="全国包含各省，不能与省份相加；请只问全国，或只列省份。",
                en="The nation holds the provinces and cannot be added to them; ask about the nation"
                " alone, or list provinces only.",
            )
        )
    if not found:
        raise InputError(
            Text(zh="请至少写出一个省份。", en="Name at least one province."),
            suggestions=[PROVINCES.label("CN-GD", "en")],
        )
    return tuple(found)


def _own_levels(series: SeriesBook) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for sector in PRODUCTS for n in series.benchmark_names(sector)))


def _check_target(base_year: int, target_year: int) -> None:
    if target_year > base_year:
        return
    raise InputError(
        Text(
            zh=f"目标年 {target_year} 不晚于最后清单年 {base_year}，请给出更晚的年份，例如 2060。",
            en=f"The target year {target_year} is not after the last inventory year {base_year};"
            " choose a later one, such as 2060.",
        ),
        suggestions=["2060"],
    )


def _not_a_call(unknown: Sequence[str]) -> InputError:
    held = ", ".join(NAMES)
    wrong = ", ".join(unknown) or "region"
    return InputError(
        Text(
            zh=f"compared_with 应为先前一次路线图的参数，其中须有 region；“{wrong}”不合要求，可用：{held}。",
            en="compared_with holds the arguments of an earlier roadmap, region among them;"
            f" “{wrong}” is wrong, use: {held}.",
        )
    )
