"""The figures of linkages, minted once for sentences and tables."""

from data.result import Claim, Scalar
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.algebra.leontief import Extraction
from tools.supply_chain.linkages.dispersion import EXTRACTIONS
from tools.supply_chain.linkages.view import LinkageView

EXTRACTION_FORMULA: dict[Extraction, str] = {
    "whole": "m_k·x_k / L_kk / 10⁶",
    "keeping_demand": "(m_k·x_k / L_kk − f_k·y_k) / 10⁶",
    "chain_only": "(m_k·x_k / L_kk − f_k·x_k) / 10⁶",
}
JOINT_FORMULA: dict[Extraction, str] = {
    "whole": "m_K·L_KK⁻¹·x_K / 10⁶",
    "keeping_demand": "(m_K·L_KK⁻¹·x_K − f_K·y_K) / 10⁶",
    "chain_only": "(m_K·L_KK⁻¹·x_K − f_K·x_K) / 10⁶",
}


class LinkageFigures:
    """Mints the claims on a view's sectors.

    Args:
        view: The linkages.
        figures: Where the claims are kept.
    """

    def __init__(self, view: LinkageView, figures: TableFigures) -> None:
        self.view = view
        self.figures = figures

    def linkage(self, metric: str, sector: int) -> Claim:
        """Mint one of the linkages of a sector by the id of its field."""
        view = self.view
        value, formula = {
            "power_of_dispersion": (view.power, "Σ_i L_ij / mean"),
            "sensitivity_of_dispersion": (view.sensitivity, "Σ_j L_ij / mean"),
            "ghosh_linkage": (view.ghosh, "Σ_j G_ij / mean"),
            "backward_variation": (view.backward_variation, "σ_i(L_ij) / mean_i(L_ij)"),
            "forward_variation": (view.forward_variation, "σ_j(L_ij) / mean_j(L_ij)"),
            "output_multiplier": (view.output_multiplier, "Σ_i L_ij"),
            "total_intensity_t_per_cny_1e4": (view.total_intensity, "m_j = Σ_i f_i·L_ij"),
        }[metric]
        params: dict[str, Scalar] = {"measure": view.measure}
        if view.measure == "emissions" and "L_ij" in formula and "f_i" not in formula:
            formula = formula.replace("L_ij", "f_i·L_ij")
        return self._mint(metric, float(value[sector]), sector, formula, params)

    def loss(self, sector: int, variant: Extraction) -> Claim:
        """Mint what vanishes from the emissions of all sectors without one."""
        value = float(self.view.losses[variant][sector])
        params: dict[str, Scalar] = {"variant": variant}
        return self._mint("extraction_co2_mt", value, sector, EXTRACTION_FORMULA[variant], params)

    def output_loss(self, sector: int) -> Claim:
        """Mint what vanishes from gross output without a sector."""
        value = float(self.view.output_losses[sector])
        return self._mint("extraction_output_cny_1e8", value, sector, "Σ_i L_ik·x_k / L_kk")

    def own(self, sector: int) -> Claim:
        """Mint a sector's own emissions."""
        value = float(self.view.direct_mt[sector])
        return self._mint("co2_mt", value, sector, "f_k·x_k / 10⁶")

    def joint(self, group: list[int], variant: Extraction = "whole") -> Claim:
        """Mint what vanishes without several sectors at once."""
        ids = " ".join(self.view.accounts.table.sectors[k] for k in sorted(group))
        return self.figures.mint(
            "extraction_co2_mt",
            self.view.joint_loss(group, variant),
            entity={"sectors": ids},
            formula=JOINT_FORMULA[variant],
            params={"variant": variant, "scope": self.view.scope},
        )

    def share(self, loss: Claim) -> Claim:
        """Mint a loss as a part of all emissions of the table, or of the region's chains."""
        return self.figures.mint(
            "share_pct",
            100 * loss.value / self.view.total_mt,
            entity={k: v for k, v in loss.entity.items() if k != "region"},
            formula="extraction loss / Σ f·x × 100",
            params={"of": "extraction_co2_mt", "scope": self.view.scope, "variant": "whole"},
            parents=[loss],
        )

    def count(self, which: str, value: int) -> Claim:
        """Mint how many sectors there are of a class."""
        params: dict[str, Scalar] = {
            "class": which,
            "measure": self.view.measure,
            "test": self.view.test,
            "scope": self.view.scope,
        }
        return self.figures.mint("count", value, formula="sectors of the class", params=params)

    def losses_of(self, sector: int) -> list[Claim]:
        """Mint the three losses of a sector."""
        return [self.loss(sector, variant) for variant in EXTRACTIONS]

    def _mint(
        self,
        metric: str,
        value: float,
        sector: int,
        formula: str,
        params: dict[str, Scalar] | None = None,
    ) -> Claim:
        return self.figures.mint(
            metric,
            value,
            entity={"sector": self.view.accounts.table.sectors[sector]},
            formula=formula,
            params={"scope": self.view.scope, **(params or {})},
        )
