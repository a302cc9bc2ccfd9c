"""The figures of an answer on supply-chain paths, minted once for sentences and tables."""

from data.result import Claim, Scalar
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.algebra.leontief import TONNES_PER_MT
from tools.supply_chain.paths.spa import Path
from tools.supply_chain.paths.trace import Basis, Trace

METRIC: dict[Basis, str] = {
    "output": "co2_upstream_mt",
    "product": "co2_embodied_mt",
    "demand": "co2_consumption_mt",
    "own": "co2_mt",
}

TOTAL_FORMULA: dict[Basis, str] = {
    "output": "Σ_i∉K f_i·(L_iK·L_KK⁻¹·x_K) / 10⁶",
    "product": "f·L·y_K / 10⁶",
    "demand": "f·L·y_p / 10⁶",
    "own": "Σ f_k·x_k / 10⁶",
}

PATH_FORMULA: dict[Basis, str] = {
    "output": "f_i·Ã_ij·…·Ã_jk·x_k / upstream × 100, Ã_ij = A_ij / (1 − A_ii)",
    "product": "f_i·Ã_ij·…·Ã_jk·y_k / (1 − A_kk) / embodied × 100, Ã_ij = A_ij / (1 − A_ii)",
    "demand": "f_i·Ã_ij·…·Ã_jk·y_k / (1 − A_kk) / embodied × 100, Ã_ij = A_ij / (1 − A_ii)",
    "own": "f_k·Ã_kj·…·y_j / (1 − A_jj) / (f_k·x_k) × 100, Ã_kj = A_kj / (1 − A_kk)",
}


class PathFigures:
    """Mints the claims of one trace.

    Args:
        trace: What was traced.
        dataset: Id of the data set.
    """

    def __init__(self, trace: Trace, dataset: str) -> None:
        self.trace = trace
        self.table = TableFigures(dataset, trace.accounts, trace.region)
        self.metric = METRIC[trace.basis]
        self.entity = {"sectors": " ".join(trace.sectors)} if len(trace.sectors) > 1 else {}
        if len(trace.sectors) == 1:
            self.entity = {"sector": trace.sectors[0]}

    @property
    def total(self) -> Claim:
        """What all paths sum to."""
        scope = {"scope": "sectors"} if self.trace.basis == "own" else {}
        return self.table.mint(
            self.metric,
            self.trace.total_mt,
            entity=self.entity,
            formula=TOTAL_FORMULA[self.trace.basis],
            params=scope,
        )

    @property
    def direct(self) -> Claim:
        """Direct emissions of the sectors in question."""
        return self.table.mint(
            "co2_mt",
            self.trace.direct_mt,
            entity=self.entity,
            formula=TOTAL_FORMULA["own"],
            params={"scope": "sectors"},
        )

    def share(self, value_mt: float, formula: str, **part: Scalar) -> Claim:
        """Mint a part of the total in per cent; ``part`` says which."""
        return self.table.mint(
            "share_pct",
            100 * value_mt / self.trace.total_mt,
            entity=self.entity,
            formula=formula,
            params={"of": self.metric, "trace": self.trace.basis, **part},
            parents=[self.total],
        )

    def arising(self, place: int, value_mt: float) -> Claim:
        """Mint the part that one region-sector emits, or one product carries."""
        formula = "Σ paths that end there / total × 100"
        return self.share(value_mt, formula, at=self.trace.key(place))

    def amount(self, place: int, value_mt: float) -> Claim:
        """Mint the emissions of one region-sector, or those that one product carries, in Mt."""
        return self.table.mint(
            self.metric,
            value_mt,
            entity=self.entity,
            formula="Σ paths that end there / 10⁶",
            params={"trace": self.trace.basis, "at": self.trace.key(place)},
            parents=[self.total],
        )

    def user(self, place: int) -> Claim:
        """Mint the part that serves the final demand of a region."""
        region = self.trace.accounts.table.regions[place]
        value = float(self.trace.users_mt[place])
        return self.share(value, "f_k·(L·y_s)_k / total × 100", user=region)

    def exports(self) -> Claim:
        """Mint the part that serves exports abroad."""
        return self.share(self.trace.exports_mt, "f_k·(L·ex)_k / total × 100", user="exports")

    def error(self) -> Claim:
        """Mint the part that hangs on the table's recorded error."""
        trace = self.trace
        value = trace.total_mt - float(trace.users_mt.sum()) - trace.exports_mt
        return self.share(value, "f_k·(L·err)_k / total × 100", user="error")

    def path(self, path: Path) -> Claim:
        """Mint the part that a path carries."""
        nodes = " > ".join(self.trace.key(k) for k in path.nodes)
        return self.share(path.value / TONNES_PER_MT, PATH_FORMULA[self.trace.basis], path=nodes)

    def tier(self, tier: int, value_mt: float, *, later: bool) -> Claim:
        """Mint the part of one tier, or of it and all later ones."""
        formula = "Σ paths of so many steps / total × 100"
        return self.share(value_mt, formula, tier=tier, later=later)

    def covered(self) -> Claim:
        """Mint the part that all paths above the threshold cover."""
        search = self.trace.search
        return self.share(
            search.covered / TONNES_PER_MT,
            "Σ paths above the threshold / total × 100",
            covered_by="paths",
            threshold_pct=100 * self.trace.threshold,
            depth=self.trace.depth,
        )

    def remainder(self) -> Claim:
        """Mint the bound of what the paths leave out."""
        return self.share(
            self.trace.search.remainder_bound / TONNES_PER_MT,
            "(Σ|w|·m − Σ|paths above the threshold|) / total × 100",
            remainder="bound",
            threshold_pct=100 * self.trace.threshold,
            depth=self.trace.depth,
        )

    def guaranteed(self) -> Claim:
        """Mint the part of the total above which no path is missing, where a search was cut."""
        return self.share(
            self.trace.search.least / TONNES_PER_MT,
            "largest bound of a branch left out / total × 100",
            guaranteed="paths",
            threshold_pct=100 * self.trace.threshold,
            depth=self.trace.depth,
        )

    def count(self) -> Claim:
        """Mint how many paths carry the threshold."""
        return self.table.mint(
            "count",
            self.trace.search.count,
            entity=self.entity,
            formula="paths above the threshold",
            params={
                "of": "paths",
                "trace": self.trace.basis,
                "threshold_pct": 100 * self.trace.threshold,
                "depth": self.trace.depth,
            },
        )
