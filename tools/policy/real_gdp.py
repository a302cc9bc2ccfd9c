"""CO2 per GDP at constant prices between two years: what intensity targets are about."""

from collections.abc import Mapping

from data.citations import cite_computed
from data.result import Claim, Scalar, make_claim
from data.series import REFERENCE
from tools.inventory.figures import Figures
from tools.pathways.figures import PathFigures
from tools.pathways.growth import project_gdp


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


def gdp_level(figures: PathFigures, year: int) -> Claim | None:
    """Mint the index of real GDP of a pathway's region: published, later at the assumed growth."""
    options = figures.options
    held = options.series.gdp_index
    known = held.claim(options.region, year)
    if known is not None:
        return figures.keep(known)
    value = float(project_gdp(options.region, [year], options)[0])
    if value != value:  # NaN: the year is before the published series
        return None
    own = held.latest_own(options.region, 0, year)
    source = own.source if own else held.source(options.region)
    span = "pathway" if year > options.start_year else "projection"
    return figures.keep(
        make_claim(
            "gdp_index_2005_100",
            value,
            unit="index_2005_100",
            kind="reference",
            dataset=REFERENCE,
            source=cite_computed(span, source),
            year=year,
            entity={"region": options.region},
            formula="last published index at the assumed growth",
            parents=[figures.keep(own)] if own else [],
            params=figures.params,
        )
    )
