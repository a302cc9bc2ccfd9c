"""What the reader may choose for a pathway, and the refusal of what cannot be computed."""

import math

from data.assumptions import load_assumptions
from data.errors import InputError
from data.text import Text

LAST_YEAR = 2100
GROWTH_RANGE_PCT = (-10.0, 15.0)


def check_years(start_year: int, target_year: int) -> None:
    """Refuse a target year that no pathway can lead to.

    Raises:
        InputError: The target is not after the start, or too far away.
    """
    if start_year < target_year <= LAST_YEAR:
        return
    first = start_year + 1
    raise InputError(
        Text(
            zh=f"目标年 {target_year} 无法计算：路径从 {start_year} 年起，目标年应在 {first}–{LAST_YEAR}"
            " 之间，例如 2060。",
            en=f"The target year {target_year} cannot be computed: the pathway starts in"
            f" {start_year}, so choose a year between {first} and {LAST_YEAR}, such as 2060.",
        ),
        suggestions=["2060"],
    )


def check_growth(rate_pct: float | None) -> None:
    """Refuse a growth rate that no economy keeps up.

    Raises:
        InputError: The rate is outside the range; the message gives it.
    """
    low, high = GROWTH_RANGE_PCT
    if rate_pct is None or low <= rate_pct <= high:
        return
    raise InputError(
        Text(
            zh=f"年增速 {rate_pct:g}% 超出可计算范围，请给出 {low:g}% 到 {high:g}% 之间的数，例如 4.5。",
            en=f"A growth of {rate_pct:g} % a year is out of range; give a rate between {low:g} %"
            f" and {high:g} %, such as 4.5.",
        ),
        suggestions=["4.5"],
    )


def check_change(points: float, shift: float = 0.0, own_pct: float | None = None) -> None:
    """Refuse a change of growth that takes some year's growth out of the range.

    Args:
        points: Percentage points the reader adds to every year's growth.
        shift: Points by which the scenario differs from the assumed growth.
        own_pct: The rate the reader gave in place of the assumed one.

    Raises:
        InputError: Some year's growth leaves the range; the message says which points would work.
    """
    rates = [own_pct] if own_pct is not None else [r + shift for r in _assumed_rates()]
    low, high = GROWTH_RANGE_PCT
    least, most = low - min(rates), high - max(rates)
    if least <= points <= most:
        return
    worst = (max(rates) if points > 0 else min(rates)) + points
    raise InputError(
        Text(
            zh=f"增速每年变动 {points:+g} 个百分点后为 {worst:g}%，超出可计算的 {low:g}% 到 {high:g}%；"
            f"变动请在 {least:+.3g} 到 {most:+.3g} 个百分点之间，例如 -1。",
            en=f"A change of {points:+g} percentage points takes growth to {worst:g} % a year, outside"
            f" the range from {low:g} % to {high:g} %; give a change between {least:+.3g} and"
            f" {most:+.3g} points, such as -1.",
        ),
        suggestions=["-1", "+1"],
    )


def _assumed_rates() -> list[float]:
    return [p.value for p in load_assumptions()["gdp_growth"].periods]


def check_removal(name: Text, amount_mt: float) -> None:
    """Refuse an amount of sinks or capture that is not a number of Mt from zero up.

    Raises:
        InputError: The amount is negative or no number.
    """
    if math.isfinite(amount_mt) and amount_mt >= 0:
        return
    raise InputError(
        Text(
            zh=f"{name.zh} {amount_mt:g} Mt 无法计算：应为零或正数，表示目标年每年减去多少，例如 50"
            "（即 5000 万吨）。",
            en=f"{name.en} of {amount_mt:g} Mt cannot be computed: give zero or a positive amount, what"
            " is taken off in the target year, such as 50.",
        ),
        suggestions=["50"],
    )
