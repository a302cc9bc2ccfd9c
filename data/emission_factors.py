"""Default CO2 emission factors of fuels per unit of heat (IPCC 2006), for ratios between fuels."""

from functools import cache
from pathlib import Path

from data.vocabulary import read_csv

FILE = Path(__file__).parent / "reference" / "ipcc_emission_factors.csv"

CITATION = "IPCC 2006 Guidelines, Volume 2, Chapter 1, Table 1.4"


@cache
def emission_factors() -> dict[str, float]:
    """Return kg CO2 per TJ of net calorific value by fuel id; a fuel without a default is absent.

    >>> emission_factors()["natural_gas"]
    56100.0
    """
    return {row["fuel"]: float(row["kg_co2_per_tj"]) for row in read_csv(FILE)}
