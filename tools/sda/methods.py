"""The methods by which a sector can be led from the start year on, at the reader's choice."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from data.errors import DataMissingError, InputError
from data.tables import Array
from data.text import Text
from data.vocabulary import SECTORS
from tools.pathways.benchmark import LEVEL_LABEL, PRODUCT_LABEL, PRODUCTS
from tools.pathways.equations import (
    ECONOMIC_RATE_PCT,
    SBTI_RATE_PCT,
    contract_at_rate,
    contract_to_residual,
    cut_intensity,
)
from tools.pathways.scenarios import Options
from tools.pathways.sector_pathway import SectorPathway, index_gdp

Asked = Literal[
    "sda", "follow_reference", "absolute_contraction", "economic_intensity", "physical_intensity"
]

RATE_RANGE_PCT = (0.0, 50.0)

Lead = Callable[[SectorPathway, Options, float | None], SectorPathway]


@dataclass(frozen=True)
class Choice:
    """What the reader chose: a method, an annual cut of their own, and whether it is SBTi's rate.

    ``rate_pct`` is the reader's own; ``sbti`` asks for the rate of SBTi's absolute contraction.
    """

    method: Asked | None = None
    rate_pct: float | None = None
    sbti: bool = False


def lead(path: SectorPathway, options: Options, choice: Choice) -> SectorPathway:
    """Lead a sector by the method chosen; up to the start year nothing changes.

    Where a method needs what the sector does not have, the pathway stays as it is; its ``method``
    tells. Without a choice the sector keeps its own: SDA where output is known.

    Raises:
        InputError: There is no SBTi rate for the level, or the reader's rate is out of range.
        DataMissingError: A cut per output is asked for a sector without known output.
    """
    if path.method == "none" or choice.method is None:
        return path
    _check_rate(choice.rate_pct)
    rate = choice.rate_pct
    if rate is None and choice.sbti and choice.method == "absolute_contraction":
        rate = sbti_rate(options.level)
    leads: dict[Asked, Lead] = {
        "sda": _as_it_is,
        "follow_reference": _follow,
        "absolute_contraction": _contract,
        "economic_intensity": _by_gdp,
        "physical_intensity": _by_output,
    }
    return leads[choice.method](path, options, rate)


def sbti_rate(level: str) -> float:
    """Return the annual rate of SBTi's absolute contraction for a level.

    Raises:
        InputError: SBTi has no rate for it.

    >>> sbti_rate("below 2C")
    2.5
    """
    if level in SBTI_RATE_PCT:
        return SBTI_RATE_PCT[level]
    name = LEVEL_LABEL.get(level, Text(zh=f"“{level}”", en=f"“{level}”"))
    raise InputError(
        Text(
            zh=f"SBTi 的绝对量收缩只有 1.5 °C 和低于 2 °C 两档速率，没有{name.zh}档；请改用其中一档，"
            "或自行给出每年降幅。",
            en=f"SBTi's absolute contraction has rates for 1.5 °C and below 2 °C, none for {name.en};"
            " choose one of those or give an annual cut of your own.",
        ),
        suggestions=list(SBTI_RATE_PCT),
    )


def _check_rate(rate: float | None) -> None:
    low, high = RATE_RANGE_PCT
    if rate is None or low < rate <= high:
        return
    raise InputError(
        Text(
            zh=f"每年降幅 {rate:g}% 无法计算：请给出大于 {low:g}、不超过 {high:g} 的数，例如 4.2。",
            en=f"An annual cut of {rate:g} % cannot be computed: give a number above {low:g} and up"
            f" to {high:g}, such as 4.2.",
        ),
        suggestions=["4.2"],
    )


def _as_it_is(path: SectorPathway, options: Options, rate: float | None) -> SectorPathway:
    del options, rate
    return path


def _follow(path: SectorPathway, options: Options, rate: float | None) -> SectorPathway:
    del options, rate
    market = path.with_market
    if market is None:
        return path
    return _joined(path, "follow_reference", market[path.start :])


def _contract(path: SectorPathway, options: Options, rate: float | None) -> SectorPathway:
    start, years = path.emissions[path.start : path.start + 1], path.years[path.start :]
    if rate is None:
        after = contract_to_residual(start, years, options.target_year, options.residual)
        return _joined(path, "contraction", after[0])
    after = contract_at_rate(start, years, rate)
    return _joined(path, "contraction_at_rate", after[0], rate)


def _by_gdp(path: SectorPathway, options: Options, rate: float | None) -> SectorPathway:
    gdp = index_gdp(options.region, path.years, options)
    return _cut(path, "economic_intensity", gdp, rate)


def _by_output(path: SectorPathway, options: Options, rate: float | None) -> SectorPathway:
    del options
    if path.activity is None or path.activity[path.start] <= 0:
        raise _no_output(path.sector)
    return _cut(path, "physical_intensity", path.activity, rate)


def _cut(
    path: SectorPathway,
    method: Literal["economic_intensity", "physical_intensity"],
    activity: Array,
    rate: float | None,
) -> SectorPathway:
    s, used = path.start, ECONOMIC_RATE_PCT if rate is None else rate
    after = cut_intensity(path.emissions[s : s + 1], activity[None, s:], path.years[s:], used)
    return _joined(path, method, after[0], used)


def _joined(
    path: SectorPathway,
    method: Literal[
        "follow_reference",
        "contraction",
        "contraction_at_rate",
        "economic_intensity",
        "physical_intensity",
    ],
    after: Array,
    rate: float = 0.0,
) -> SectorPathway:
    emissions = np.concatenate([path.emissions[: path.start], after])
    return replace(path, method=method, emissions=emissions, rate_pct=rate, flags=())


def _no_output(sector: str) -> DataMissingError:
    label = SECTORS.text(sector)
    held = [PRODUCT_LABEL[p] for p in PRODUCTS.values()]
    zh, en = "、".join(p.zh for p in held), ", ".join(p.en for p in held)
    return DataMissingError(
        Text(
            zh=f"没有该地区{label.zh}的实物产量，不能按单位产品算降幅；已知的产量有{zh}。可改用绝对量收缩，"
            "或导入自有产量。",
            en=f"Output of {label.en} is not known for this region, so there is no cut per unit of"
            f" product; output is known of {en}. Ask for absolute contraction, or import output of"
            " your own.",
        )
    )
