"""How many draws a question on certainty asks for."""

import re
from collections.abc import Callable
from typing import Any, Protocol

_TIMES = {"": 1, "k": 1_000, "千": 1_000, "万": 10_000, "thousand": 1_000}
_ZH = {"一": 1, "两": 2, "二": 2, "三": 3, "五": 5, "十": 10}
_AMOUNT = (
    r"(?P<digits>\d[\d,]*(?:\.\d+)?|[一两二三五十]|<year>)\s*(?P<times>k\b|thousand\b|千|万)?\s*"
)
_DRAWS = re.compile(
    rf"{_AMOUNT}(?:次|个)?\s*(?:随机|蒙特卡洛)?(?:抽样|模拟|样本|试验|次|draws?\b|samples?\b|runs\b|simulations?\b)"
    rf"|(?:抽样|模拟|draw|sample)\s*{_AMOUNT.replace('digits', 'after').replace('times', 'more')}(?:次|times)",
    re.IGNORECASE,
)


class Asked(Protocol):
    """What is read of a question's slots."""

    masked: str
    years: list[int]


def draws(slots: Asked) -> int | None:
    """Return the number of draws a question names; None where it names none.

    >>> from assistant.builtin.linker import link
    >>> [draws(link(q)) for q in ("run 10,000 draws", "抽样一万次", "2万次抽样", "2000 draws to 2060")]
    [10000, 10000, 20000, 2000]
    """
    found = _DRAWS.search(slots.masked)
    if found is None:
        return None
    digits = found["digits"] or found["after"]
    times = _TIMES[(found["times"] or found["more"] or "").lower()]
    if digits == "<year>":
        place = slots.masked[: found.start()].count("<year>")
        return slots.years[place] if place < len(slots.years) else None
    return int(_ZH.get(digits) or float(digits.replace(",", ""))) * times


ENSEMBLE_SLOTS: dict[str, Callable[[Any], Any]] = {"draws": draws}
"""How the slot of a question on certainty is read from what the linker found."""
