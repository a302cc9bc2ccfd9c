"""CO2 per GDP at constant prices between two years: what intensity targets are about."""

from collections.abc import Mapping

from data.result import Claim, Scalar
from tools.inventory.figures import Figures


def change_per_real_gdp(
    figures: Figures,
    co2: tuple[Claim, Claim],
    gdp: tuple[Claim, Claim],
    params: Mapping[str, Scalar] | None = None,
) -> Claim:
    """Mint the change of CO2 per real GDP between two years, in per cent.

    Args:
        figures: The mint.
        co2: CO2 of the first and the last year, in Mt; the first above zero.
        gdp: The real GDP index of the same years; its base cancels out.
        params: Further parameters that make the figure a different one.
    """
    first, last = co2
    ratio = (last.value / gdp[1].value) / (first.value / gdp[0].value)
    return figures.derive(
        "co2_per_real_gdp_change_pct",
        100 * (ratio - 1),
        [last, gdp[1], first, gdp[0]],
        formula="((CO2 / real GDP)_last / (CO2 / real GDP)_first − 1) × 100",
        entity={"region": last.entity["region"]},
        year=last.year,
        params={**(params or {}), "against_year": first.year},
    )


def as_fall(figures: Figures, change: Claim) -> Claim:
    """Mint a change as the decrease that targets are stated in; a rise is then negative."""
    return figures.derive(
        "co2_per_real_gdp_decline_pct",
        -change.value,
        [change],
        formula="− change",
        entity=change.entity,
        year=change.year,
        params=change.params,
    )


def published_gdp(figures: Figures, region: str, year: int) -> Claim | None:
    """Mint the published index of real GDP of a region's year, where there is one."""
    claim = figures.dataset.series.gdp_index.claim(region, year)
    return figures.keep(claim) if claim else None
