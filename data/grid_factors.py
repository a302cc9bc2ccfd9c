"""Published average CO2 of electricity by region: consumption side, for scope 2 only."""

from dataclasses import dataclass
from functools import cache

from data.result import Claim, make_claim
from data.series import FOLDER, REFERENCE
from data.text import Text
from data.vocabulary import read_csv

AVERAGE = "平均"

VARIANT: dict[str, Text] = {
    "平均": Text(zh="平均", en="average"),
    "不含市场化交易非化石电量": Text(
        zh="不含市场化交易的非化石电量", en="without non-fossil electricity traded on the market"
    ),
    "化石能源电力": Text(zh="化石能源电力", en="fossil electricity"),
}


@dataclass(frozen=True)
class GridFactor:
    """One published factor; ``region`` is an id, or the name of a grid of several provinces."""

    region: str
    name: str
    level: str
    variant: str
    year: int
    kg_per_kwh: float
    certainty: str
    source: str

    @property
    def claim(self) -> Claim:
        """The factor as a claim."""
        variant = {} if self.variant == AVERAGE else {"variant": VARIANT[self.variant].en}
        return make_claim(
            "grid_factor_kg_per_kwh",
            self.kg_per_kwh,
            unit="kg_per_kwh",
            kind="reference",
            dataset=REFERENCE,
            source=self.source,
            year=self.year,
            entity={"region": self.region},
            params=variant,
        )


@cache
def load_grid_factors() -> tuple[GridFactor, ...]:
    """Read every published factor, oldest first within a region."""
    rows = read_csv(FOLDER / "grid_factors.csv")
    held = [
        GridFactor(
            r["region"], r["name"], r["level"], r["kind"], int(r["year"]),
            float(r["kg_co2_per_kwh"]), r["certainty"], r["source"],
        )
        for r in rows
    ]  # fmt: skip
    return tuple(sorted(held, key=lambda f: (f.region, f.variant != AVERAGE, f.variant, f.year)))
