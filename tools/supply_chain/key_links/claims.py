"""The figures of key links, minted once for sentences and tables."""

from data.result import Claim
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.algebra.leontief import TONNES_PER_MT
from tools.supply_chain.key_links.cuts import Cell
from tools.supply_chain.key_links.view import LinkView, Pair, Total

TOTAL_FORMULA: dict[Total, str] = {
    "footprint": "f·L·y_p / 10⁶",
    "direct": "Σ f_p·x_p / 10⁶",
    "all": "Σ f·x / 10⁶",
}


class LinkFigures:
    """Mints the claims on a view's links, sectors and pairs.

    Args:
        view: The elasticities.
        figures: Where the claims are kept.
    """

    def __init__(self, view: LinkView, figures: TableFigures) -> None:
        self.view = view
        self.figures = figures

    def total(self) -> Claim:
        """Mint the emissions in question."""
        of = self.view.of
        metric = "co2_consumption_mt" if of == "footprint" else "co2_mt"
        params = {"scope": "sectors" if of == "direct" else "table"}
        return self.figures.mint(
            metric,
            self.view.total_mt,
            formula=TOTAL_FORMULA[of],
            params=None if of == "footprint" else params,
        )

    def link(self, i: int, j: int) -> Claim:
        """Mint the elasticity of the total to a link; i = j is a sector's own use."""
        value = float(self.view.m[i] * self.view.accounts.A[i, j] * self.view.x[j])
        return self.figures.mint(
            "elasticity_pct",
            value / self.view.total_t,
            entity=self._link(i, j),
            formula="m_i·a_ij·x_j / E",
            params={"of": self.view.of},
        )

    def intensity(self, sector: int) -> Claim:
        """Mint the elasticity of the total to a sector's intensity."""
        return self.figures.mint(
            "elasticity_pct",
            float(self.view.intensities[sector]),
            entity=self._place(sector),
            formula="f_i·x_i / E",
            params={"of": self.view.of, "to": "intensity"},
        )

    def intensity_cut(self, sectors: list[int]) -> Claim:
        """Mint what cutting the intensities of sectors brings; linear, hence exact."""
        value = float((self.view.f * self.view.x)[sectors].sum()) * self.view.share / TONNES_PER_MT
        return self.figures.mint(
            "link_cut_mt",
            value,
            entity={"places": self._keys(sectors)},
            formula="share · Σ f_i·x_i / 10⁶",
            params={"of": self.view.of, "to": "intensity", "change_pct": self.view.change_pct},
        )

    def pair(self, pair: Pair) -> Claim:
        """Mint the elasticity of the total to all that passes between two sectors."""
        return self.figures.mint(
            "elasticity_pct",
            pair[2] + pair[3],
            entity={"places": self._keys(sorted(pair[:2]))},
            formula="ε_ij + ε_ji",
            params={"of": self.view.of},
        )

    def cut(self, links: list[Cell], change_pct: float | None = None) -> Claim:
        """Mint what cutting links together brings, solved exactly."""
        pct = self.view.change_pct if change_pct is None else change_pct
        return self._cut(links, pct, self.view.cut_mt(links, pct / 100), "exact",
                         "m_I·D·(I + L_JI·D)⁻¹·x_J / 10⁶")  # fmt: skip

    def linear_cut(self, links: list[Cell], change_pct: float | None = None) -> Claim:
        """Mint the same to first order."""
        pct = self.view.change_pct if change_pct is None else change_pct
        return self._cut(links, pct, self.view.linear_mt(links, pct / 100), "first_order",
                         "share · Σ m_i·a_ij·x_j / 10⁶")  # fmt: skip

    def across(self) -> Claim:
        """Mint the part of all elasticities to links that lies between provinces."""
        return self.figures.mint(
            "share_pct",
            100 * self.view.across_share,
            formula="Σ ε_ij (i, j in different provinces) / Σ ε_ij × 100",
            params={"of": f"elasticities of {self.view.of}", "part": "across",
                    "sectors": " ".join(str(k) for k in self.view.chosen)},
        )  # fmt: skip

    def _cut(self, links: list[Cell], pct: float, value: float, how: str, formula: str) -> Claim:
        cells = " ".join(f"{self._keys([i])}>{self._keys([j])}" for i, j in links)
        return self.figures.mint(
            "link_cut_mt",
            value,
            entity={"links": cells},
            formula=formula,
            params={"of": self.view.of, "change_pct": pct, "solved": how},
        )

    def _link(self, i: int, j: int) -> dict[str, str]:
        return {**self._place(i), **self._place(j, "to_sector")}

    def _place(self, k: int, role: str = "sector") -> dict[str, str]:
        region, sector = self.view.place(k)
        named = {role: sector}
        if region != self.view.region:
            named[f"{role}_region"] = region
        return named

    def _keys(self, places: list[int]) -> str:
        return " ".join(":".join(self.view.place(k)) for k in places)
