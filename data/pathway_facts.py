"""Facts of published pathway studies: peaks, levels, rates of cut, budgets; never computed here."""

from dataclasses import dataclass
from functools import cache

from data.series import FOLDER
from data.text import Text
from data.vocabulary import read_csv

STUDY: dict[str, Text] = {
    "caep_cp": Text(zh="生态环境部环境规划院CAEP-CP 1.1（2021）", en="CAEP-CP 1.1 (2021)"),
    "bit_ceep": Text(zh="北京理工大学能源与环境政策研究中心（转引）", en="BIT CEEP (as relayed)"),
    "iccsd": Text(zh="清华大学气候变化与可持续发展研究院（2020）", en="Tsinghua ICCSD (2020)"),
    "yang_2023": Text(
        zh="Yang、Pan、Chen（2023，《中国人口·资源与环境》）", en="Yang, Pan and Chen (2023)"
    ),
    "pan_wang_2018": Text(zh="Pan、Wang（2018）", en="Pan and Wang (2018)"),
    "remind": Text(zh="REMIND模型nzero情景", en="REMIND, nzero scenario"),
    "gcam_equ": Text(zh="GCAM省级情景", en="GCAM provincial scenarios"),
    "ipcc_ar6": Text(zh="IPCC第六次评估报告第一工作组", en="IPCC AR6 WG1"),
    "lamboll_2023": Text(zh="Lamboll等（2023）", en="Lamboll et al. (2023)"),
    "os_climate": Text(zh="OS-Climate ITR工具", en="OS-Climate ITR tool"),
    "sbti_steel": Text(zh="SBTi钢铁指南（2023）", en="SBTi steel guidance (2023)"),
    "iea_nze_2021": Text(zh="国际能源署2050年净零（2021）", en="IEA, Net Zero by 2050 (2021)"),
}


@dataclass(frozen=True)
class Fact:
    """One published figure or range.

    Attributes:
        region: ``CN``, ``provinces`` or ``World``.
        study: Id of the study, of ``STUDY``.
        quantity: What is told: ``co2_peak_year``, ``co2_at_peak``, ``co2``, ``annual_cut`` …
        scenario: Which of the study's scenarios, where it has several.
        year: The year, or the first of a span; None where the figure has none.
        year_to: The last year of a span.
        low: The figure or the lower end; None for “less than ``high``”.
        high: The figure or the upper end; None for “more than ``low``”.
        unit: As published: ``Gt``, ``percent``, ``percent_per_year``, ``year``, ``ratio``, ``g_per_kwh``.
        certainty: ``high``, or ``medium`` where the figure was relayed.
        source: Citation.
    """

    region: str
    study: str
    quantity: str
    scenario: str
    year: int | None
    year_to: int | None
    low: float | None
    high: float | None
    unit: str
    certainty: str
    source: str


@cache
def load_pathway_facts() -> tuple[Fact, ...]:
    """Read every fact, in the order of the file."""
    return tuple(
        Fact(
            region=r["region"],
            study=r["study"],
            quantity=r["quantity"],
            scenario=r["scenario"],
            year=_year(r["year"]),
            year_to=_year(r["year_to"]),
            low=_number(r["value_min"]),
            high=_number(r["value_max"]),
            unit=r["unit"],
            certainty=r["certainty"],
            source=r["source"],
        )
        for r in read_csv(FOLDER / "pathway_facts.csv")
    )


def find_facts(region: str, quantity: str) -> list[Fact]:
    """Return the facts of a region on one quantity.

    >>> [f.study for f in find_facts("CN", "co2_at_peak")]
    ['caep_cp', 'bit_ceep']
    """
    return [f for f in load_pathway_facts() if (f.region, f.quantity) == (region, quantity)]


def _year(text: str) -> int | None:
    return int(text) if text else None


def _number(text: str) -> float | None:
    return float(text) if text else None
