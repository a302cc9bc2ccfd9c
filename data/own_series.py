"""A user's own series: GDP, population, energy, activity, benchmarks and targets of their own.

They are kept as tidy rows, one figure a row, and never pass for official ones.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from data.result import Kind, Source

COLUMNS = ("series", "region", "sector", "scenario", "year", "value", "unit", "source")


@dataclass(frozen=True)
class OwnRow:
    """One figure: ``series`` is a field id, ``sector`` and ``scenario`` are empty where unused."""

    series: str
    region: str
    sector: str
    scenario: str
    year: int
    value: float
    unit: str
    source: str

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What the figure speaks of; one data set holds one figure for each."""
        return self.series, self.region, self.sector, self.scenario, self.year


@dataclass(frozen=True)
class OwnSeries:
    """All rows of a data set, with the kind and source of their table."""

    rows: tuple[OwnRow, ...]
    kind: Kind
    source: Source


def write_own_rows(rows: Iterable[OwnRow]) -> str:
    """Write rows as CSV; numbers keep every digit."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for r in rows:
        place = (r.series, r.region, r.sector, r.scenario, r.year)
        writer.writerow((*place, repr(r.value), r.unit, r.source))
    return file.getvalue()


def read_own_rows(text: str) -> tuple[OwnRow, ...]:
    """Read rows that ``write_own_rows`` wrote.

    Raises:
        KeyError: A column is missing, as in a file that was emptied.

    >>> row = OwnRow("gdp_cny_1e8", "CN-GD", "", "", 2024, 141633.8, "cny_1e8", "yearbook")
    >>> read_own_rows(write_own_rows([row])) == (row,)
    True
    """
    reader = csv.DictReader(io.StringIO(text))
    if missing := [c for c in COLUMNS if c not in (reader.fieldnames or ())]:
        raise KeyError(missing[0])
    return tuple(
        OwnRow(
            series=r["series"],
            region=r["region"],
            sector=r["sector"],
            scenario=r["scenario"],
            year=int(r["year"]),
            value=float(r["value"]),
            unit=r["unit"],
            source=r["source"],
        )
        for r in reader
    )
