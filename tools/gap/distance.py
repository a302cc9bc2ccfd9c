"""How far a region or an industry is from its pathway: every figure of the answer as a claim."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from data.citations import cite_computed
from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.result import Claim, make_claim
from data.tables import Array
from data.text import Text
from data.vocabulary import SECTORS, members
from tools.gap.trend import Peak, Trend, find_trend, judge_peak
from tools.inventory.selection import Cut, sum_cut
from tools.pathways.equations import YearAxis
from tools.pathways.figures import PathFigures
from tools.pathways.scenarios import Options
from tools.pathways.trajectory import Trajectory, trace

Shape = Literal["peak", "pathway"]

PEAK_BY = 2030
"""China's goal is a peak before 2030; a peaking pathway does not rise after it."""


TIBET = "CN-XZ"
"""Its reason of its own: no inventory of it is compiled at all."""

NO_INVENTORY = Text(zh="数据集中没有其排放清单", en="the data set holds no inventory of it")


@dataclass(frozen=True)
class Unknown:
    """What cannot be held against its pathway, and why."""

    cut: Cut
    because: Text


@dataclass(frozen=True)
class Asked:
    """What is asked of every region.

    Attributes:
        options: The choices behind the pathways; the region changes.
        shape: The peaking pathway, or the pathway as it stands.
        year: When trend and pathway are compared.
        sector: A sector or group of sectors; empty for all.
    """

    options: Options
    shape: Shape
    year: int
    sector: str = ""

    @property
    def sectors(self) -> tuple[str, ...]:
        """The single sectors in scope; empty for all."""
        return members(SECTORS, self.sector) if self.sector else ()


class Distance:
    """One region's or industry's way so far against its pathway.

    Args:
        figures: The mint of its region.
        cut: What it is about.
        trend: Where it comes from.
        path: (t,) its pathway in Mt, as the question shapes it.
        years: (t,) years of the pathway, the last inventory first.
        asked: The question.
        history: Emissions by inventory year.
    """

    def __init__(
        self,
        figures: PathFigures,
        cut: Cut,
        trend: Trend,
        path: Array,
        years: YearAxis,
        asked: Asked,
        history: Mapping[int, float],
    ) -> None:
        self.figures = figures
        self.cut = cut
        self.recent = trend
        self.years = years
        self.asked = asked
        self.history = history
        self._path = path
        self.shaped = shape_path(path, years, asked.shape)

    @cached_property
    def last(self) -> Claim:
        """CO2 of the last inventory."""
        return self._held(self.recent.years[-1])

    @cached_property
    def rate(self) -> Claim:
        """Average annual change over the last inventories."""
        rate = self.figures.rate(self._held(self.recent.years[0]), self.last)
        if rate is None:
            msg = f"{self.cut} has no rate of change"
            raise ValueError(msg)
        return rate

    @cached_property
    def peak(self) -> Peak:
        """What the record says of a peak."""
        return judge_peak(self.history, self.recent)

    @cached_property
    def highest(self) -> Claim:
        """The highest year held."""
        return self.figures.derive(
            "highest_year",
            self.peak.year,
            [self._held(self.peak.year)],
            formula="year of the highest value among the years held",
            entity=self.cut.entity,
            year=None,
            params={"up_to": self.recent.years[-1]},
        )

    @cached_property
    def fall(self) -> Claim | None:
        """The fall since the highest year; None while it is the last."""
        if self.peak.since == 0:
            return None
        growth = self.figures.growth(self._held(self.peak.year), self.last)
        return self.figures.size(growth) if growth else None

    def trend(self, year: int) -> Claim:
        """Mint where the recent trend leads in a year."""
        base = self.last
        claim = make_claim(
            "co2_trend_mt",
            self.recent.at(year),
            unit="Mt",
            kind=base.kind,
            dataset=base.dataset,
            source=cite_computed("trend", base.source),
            year=year,
            entity=self.cut.entity,
            formula="last × (last / first)^(years ahead / years between)",
            parents=[base, self.rate],
            params={"from": self.recent.years[0], "to": self.recent.years[-1]},
        )
        return self.figures.keep(claim)

    def pathway(self, year: int) -> Claim:
        """Mint the pathway in a year."""
        place = year - int(self.years[0])
        lowered = self.shaped[place] != self._path[place]
        formula = "sum over sectors of their pathways"
        return self.figures.derive(
            self.figures.level(year),
            float(self.shaped[place]),
            [self.last],
            formula=f"{formula}, never rising after {PEAK_BY}" if lowered else formula,
            entity=self.cut.entity,
            year=year,
            params={**self.figures.params, "peak": PEAK_BY} if lowered else self.figures.params,
        )

    def gap(self, year: int) -> Claim:
        """Mint by how much the trend exceeds the pathway in a year."""
        ahead, path = self.trend(year), self.pathway(year)
        return self.figures.derive(
            "co2_gap_mt",
            ahead.value - path.value,
            [ahead, path],
            formula="recent trend − pathway",
            entity=self.cut.entity,
            year=year,
            params=path.params,
        )

    def gap_pct(self, year: int) -> Claim | None:
        """Mint the gap over the pathway in per cent; None where the pathway has come to zero."""
        ahead, path = self.trend(year), self.pathway(year)
        if path.value <= 0:
            return None
        return self.figures.derive(
            "co2_gap_pct",
            100 * (ahead.value / path.value - 1),
            [ahead, path],
            formula="(recent trend − pathway) / pathway × 100",
            entity=self.cut.entity,
            year=year,
            params=path.params,
        )

    def required(self, year: int) -> Claim | None:
        """Mint the annual change that leads from the last inventory to the pathway in a year."""
        path, span = self.pathway(year), year - self.recent.years[-1]
        if path.value <= 0:
            return None
        return self.figures.derive(
            "required_change_pct_per_year",
            100 * ((path.value / self.last.value) ** (1 / span) - 1),
            [path, self.last],
            formula="((pathway / last inventory)^(1 / years) − 1) × 100",
            entity=self.cut.entity,
            year=year,
            params=path.params,
        )

    def _held(self, year: int) -> Claim:
        claim = self.figures.total(self.cut, year)
        if claim is None:
            msg = f"{self.cut} is not held in {year}"
            raise ValueError(msg)
        return claim


def shape_path(path: Array, years: YearAxis, shape: Shape) -> Array:
    """Shape a pathway: a peaking one does not rise after 2030.

    >>> shape_path(np.array([8.0, 9.0, 9.5, 7.0]), np.array([2029, 2030, 2031, 2032]), "peak").tolist()
    [8.0, 9.0, 9.0, 7.0]
    """
    if shape != "peak":
        return path
    after = years >= PEAK_BY
    shaped = path.copy()
    shaped[after] = np.minimum.accumulate(path[after])
    return shaped


def measure_region(
    dataset: Dataset, asked: Asked, region: str, claims: dict[str, Claim]
) -> Distance | Unknown:
    """Hold a region, or one sector of it, against its pathway; claims are kept together."""
    cut = Cut(region, asked.sector)
    if region != TIBET and not dataset.inventory_of(region).years_of(region):
        return Unknown(cut, NO_INVENTORY)
    options = replace(asked.options, region=region)
    try:
        held = trace(dataset, options, asked.sectors)
    except (DataMissingError, InputError) as error:
        return Unknown(cut, _reason(error.text))
    trend = find_trend(held.history)
    if isinstance(trend, Text):
        return Unknown(cut, trend)
    figures = _mint(dataset, held, claims)
    return Distance(figures, cut, trend, held.gross, held.years, asked, held.history)


def measure_sectors(
    dataset: Dataset, asked: Asked, region: str, claims: dict[str, Claim]
) -> list[Distance | Unknown]:
    """Hold every emitting sector of a region against its pathway, in file order.

    Raises:
        DataMissingError: The region has no inventory.
        InputError: No inventory lies before the start year.
    """
    held = trace(dataset, replace(asked.options, region=region), asked.sectors)
    figures = _mint(dataset, held, claims)
    found: list[Distance | Unknown] = []
    for sector in held.sectors:
        cut = Cut(region, sector)
        history = {y: v for y in held.history if (v := sum_cut(dataset, cut, y)) is not None}
        trend = find_trend(history)
        if isinstance(trend, Text):
            found.append(Unknown(cut, trend))
            continue
        path = held.paths[sector].emissions
        found.append(Distance(figures, cut, trend, path, held.years, asked, history))
    return found


def in_order(held: Sequence[Distance], by: Literal["percent", "mt"]) -> list[Distance]:
    """Order by distance, the furthest first; equals keep the order of their vocabulary."""
    year = held[0].asked.year if held else 0

    def key(one: Distance) -> tuple[bool, float]:
        claim = one.gap_pct(year) if by == "percent" else one.gap(year)
        return (claim is None, -claim.value if claim else 0.0)

    return sorted(held, key=key)


def _mint(dataset: Dataset, held: Trajectory, claims: dict[str, Claim]) -> PathFigures:
    figures = PathFigures(dataset, held.options, held.base_year)
    figures.claims = claims
    return figures


def _reason(text: Text) -> Text:
    return Text(zh=text.zh.rstrip("。"), en=text.en.rstrip("."))
