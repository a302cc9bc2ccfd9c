"""The figures of the input-output part of a roadmap, minted once for sentences and tables."""

from data.result import Claim
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.paths.spa import Path
from tools.supply_chain.roadmap.milestones import Milestone
from tools.supply_chain.roadmap.outlook import Link, Outlook, Trace

PATH_FORMULA: dict[Trace, str] = {
    "footprint": "f_i·A_ij·A_jk…·y_p / (f·L·y_p) × 100",
    "up": "f_i·A_ij·A_jk… / m_k × 100",
    "down": "f_k·A_kj·…·y / (f_k·x_k) × 100",
}


def embodied_claim(figures: TableFigures, step: Milestone) -> Claim:
    """Mint the emissions behind the province's final demand."""
    return figures.mint(
        "co2_consumption_mt", step.embodied_mt, year=step.year, formula="f'·L·y'_p / 10⁶"
    )


def direct_claim(figures: TableFigures, step: Milestone) -> Claim:
    """Mint the direct emissions of the province's sectors."""
    return figures.mint(
        _level(figures, step),
        step.direct_mt,
        year=step.year,
        formula="Σ f'·x' / 10⁶",
        params={"scope": "sectors"},
    )


def chosen_claim(outlook: Outlook, figures: TableFigures, step: Milestone) -> Claim:
    """Mint the direct emissions of the sectors in question."""
    sectors = outlook.accounts.table.sectors
    return figures.mint(
        _level(figures, step),
        float(step.sectors_mt[list(outlook.chosen)].sum()),
        year=step.year,
        entity={"sectors": " ".join(sectors[k] for k in outlook.chosen)},
        formula="Σ f'·x' / 10⁶",
        params={"scope": "chosen sectors"},
    )


def _level(figures: TableFigures, step: Milestone) -> str:
    """Name direct CO2: as data in the table year, as a pathway after it."""
    return "co2_mt" if step.year == figures.accounts.table.year else "co2_pathway_mt"


def elsewhere_claim(figures: TableFigures, step: Milestone) -> Claim:
    """Mint the part of the embodied emissions that arises in other provinces."""
    return figures.mint(
        "share_pct",
        100 * step.elsewhere_share,
        year=step.year,
        formula="emitted in other provinces / embodied × 100",
        params={"of": "co2_consumption_mt", "part": "elsewhere"},
        parents=[embodied_claim(figures, step)],
    )


def outward_claim(figures: TableFigures, step: Milestone) -> Claim:
    """Mint the emissions in the province for the final demand of other provinces."""
    return figures.mint(
        "co2_transfer_mt",
        step.outward_mt,
        year=step.year,
        entity={"for": "other_provinces"},
        formula="Σ_s≠p f'_p·L·y'_s / 10⁶",
    )


def cut_claim(outlook: Outlook, figures: TableFigures, step: Milestone, sector: int) -> Claim:
    """Mint what a sector's direct emissions fall by from the table year to a milestone."""
    return figures.mint(
        "co2_cut_mt",
        float(outlook.cuts_mt(step)[sector]),
        year=step.year,
        entity={"sector": outlook.accounts.table.sectors[sector]},
        formula="f·x − f'·x'",
        params={"base_year": outlook.base.year},
    )


def link_claim(outlook: Outlook, figures: TableFigures, link: Link, year: int) -> Claim:
    """Mint the elasticity of the province's direct emissions to a link."""
    entity = {**outlook.entity(link[0]), **outlook.entity(link[1], "to_sector")}
    return figures.mint(
        "elasticity_pct",
        link[2],
        year=year,
        entity=entity,
        formula="m_i·a_ij·x_j / E",
        params={"of": "direct"},
    )


def path_claim(outlook: Outlook, figures: TableFigures, path: Path, trace: Trace) -> Claim:
    """Mint the part of the total that a path carries."""
    nodes = " > ".join(outlook.key(k) for k in path.nodes)
    return figures.mint(
        "share_pct",
        100 * path.value / outlook.paths[trace].total,
        entity=traced(outlook, trace),
        formula=PATH_FORMULA[trace],
        params={"path": nodes, "trace": trace},
    )


def traced(outlook: Outlook, trace: Trace) -> dict[str, str]:
    """Name the sector that paths start from by ids; none for the whole footprint."""
    if trace == "footprint":
        return {}
    return outlook.entity(outlook.row_of(outlook.leading[0]))


def pair_claim(
    outlook: Outlook, figures: TableFigures, pair: tuple[int, int], value: float
) -> Claim:
    """Mint the elasticity of the province's direct emissions to all that passes in a pair."""
    sectors = outlook.accounts.table.sectors
    return figures.mint(
        "elasticity_pct",
        value,
        entity={"sectors": " ".join(sorted(sectors[k] for k in pair))},
        formula="ε_ij + ε_ji",
        params={"of": "direct"},
    )
