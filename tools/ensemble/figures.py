"""Figures of an ensemble as claims: percentiles, probabilities, peak years, sensitivities."""

import numpy as np

from data.result import Claim, Scalar
from tools.ensemble.chunks import Ensemble
from tools.ensemble.summary import (
    Sensitivity,
    count_years,
    cumulative,
    peak_years,
    percentile,
    rank_inputs,
    residuals,
    share_below,
    share_below_stated,
    share_meeting,
)
from tools.pathways.equations import YearAxis
from tools.pathways.timetable import NET_ZERO_MT
from tools.roadmap.course import Roadmap

THRESHOLDS_PCT = (5.0, 10.0, 20.0)
"""Parts of the inventory year's emissions below which a residual is called small."""


class EnsembleFigures:
    """Mints the claims of one ensemble among those of its roadmap.

    Args:
        roadmap: The pathway at the stated values, with its claims.
        held: The draws around it.
    """

    def __init__(self, roadmap: Roadmap, held: Ensemble) -> None:
        self.roadmap = roadmap
        self.held = held
        self.figures = roadmap.figures
        self.target = roadmap.options.target_year
        self.base = roadmap.total(roadmap.base_year)
        self.entity = self.base.entity
        self.params: dict[str, Scalar] = {
            **self.figures.params,
            "draws": held.size,
            "seed": held.seed,
            "levels": " ".join(held.draws.levels),
        }
        self.draws = self._mint(
            "draws", held.size, "draws of the assumptions within their stated ranges"
        )
        self._sensitivity: Sensitivity | None = None

    @property
    def sensitivity(self) -> Sensitivity:
        """What the spread hangs on, ranked once."""
        if self._sensitivity is None:
            self._sensitivity = rank_inputs(self.held)
        return self._sensitivity

    @property
    def removes(self) -> bool:
        """Whether sinks or capture are stated."""
        return bool((self.held.gross - self.held.net).max() > NET_ZERO_MT)

    def gross(self, year: int, at: float) -> Claim:
        """Mint a percentile of gross CO2 in a year."""
        value = percentile(self.held.gross[:, self._place(year)], at)
        return self._percentile(self.figures.level(year), float(value), year, at)

    def net(self, year: int, at: float) -> Claim:
        """Mint a percentile of net CO2 in a year."""
        value = percentile(self.held.net[:, self._place(year)], at)
        return self._percentile("co2_net_mt", float(value), year, at)

    def residual(self, at: float) -> Claim:
        """Mint a percentile of what is left to be captured or sunk in the target year."""
        value = float(percentile(residuals(self.held), at))
        return self._percentile("co2_residual_mt", value, self.target, at)

    def cumulative(self, at: float) -> Claim:
        """Mint a percentile of the emissions from the start year to the target year."""
        value = float(percentile(cumulative(self.held), at))
        return self._percentile("co2_cumulative_mt", value, self.target, at)

    def meeting(self) -> Claim:
        """Mint the part of the draws without net CO2 in the target year."""
        return self._share(share_meeting(self.held), {"of": "net CO2 at or below zero"})

    def threshold(self, part_pct: float) -> Claim:
        """Mint a mark below which a residual is called small."""
        return self._mint("threshold_pct", part_pct, "mark for reading", {"mark": part_pct})

    def below(self, part_pct: float) -> Claim:
        """Mint the part of the draws that leave less than a part of the base year's emissions."""
        return self._share(share_below(self.held, part_pct), {"of": f"residual below {part_pct:g}"})

    def below_stated(self) -> Claim:
        """Mint the part of the draws that leave less than the pathway: its place among them."""
        return self._share(share_below_stated(self.held), {"of": "residual below the stated one"})

    def peaks(self) -> tuple[dict[int, Claim], Claim | None]:
        """Mint the part of the draws that peaks in each year, and in all rarer years together."""
        often, rest = count_years(self._peak_years())
        shares = {y: self._share(v, {"of": f"highest in {y}"}) for y, v in often.items()}
        return shares, self._share(rest, {"of": "highest in rarer years"}) if rest else None

    def middle_peak(self) -> Claim:
        """Mint the median of the years of the highest emissions."""
        year = int(np.percentile(self._peak_years(), 50, method="lower"))
        formula = "year of the highest gross CO2 in the median draw"
        return self.figures.derive(
            "peak_year", year, [], formula=formula, entity=self.entity, year=None,
            params=self.params, like=self.base,
        )  # fmt: skip

    def explained(self) -> Claim:
        """Mint the part of the variance that the linear view explains."""
        formula = "variance explained by a linear regression on all drawn assumptions"
        value = self.sensitivity.explained_pct
        return self._mint("share_pct", value, formula, {"of": "variance of the draws"})

    def correlation(self, key: str, value: float) -> Claim:
        """Mint a rank correlation of an assumption with the outcome."""
        formula = "rank correlation over the draws (Spearman)"
        return self._mint("rank_correlation", value, formula, {"assumption": key})

    def variance(self, key: str, share_pct: float) -> Claim:
        """Mint the share of the variance that goes with an assumption."""
        formula = "squared standardised regression coefficient × 100"
        return self._mint("variance_share_pct", share_pct, formula, {"assumption": key})

    def _peak_years(self) -> YearAxis:
        central = self.held.central
        return peak_years(central.history, central.years, self.held.gross)

    def _place(self, year: int) -> int:
        return self.held.central.at(year)

    def _percentile(self, metric: str, value: float, year: int, at: float) -> Claim:
        return self.figures.derive(
            metric,
            value,
            [self.base],
            formula="percentile of the draws",
            entity=self.entity,
            year=year,
            params={**self.params, "percentile": at},
        )

    def _share(self, value: float, more: dict[str, Scalar]) -> Claim:
        return self._mint("probability_pct", value, "part of the draws", more)

    def _mint(
        self, metric: str, value: float, formula: str, more: dict[str, Scalar] | None = None
    ) -> Claim:
        return self.figures.derive(
            metric,
            value,
            [],
            formula=formula,
            entity=self.entity,
            year=self.target,
            params={**self.params, **(more or {})},
            like=self.base,
        )
