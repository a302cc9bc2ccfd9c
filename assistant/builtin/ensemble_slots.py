"""How many draws a question on certainty asks for, and whether the benchmarks are drawn too."""

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


_LEVEL = r"(?:基准|档位|终点规则)"
_BENCHMARK_DRAWN = re.compile(
    rf"{_LEVEL}[^,，。;；?？]{{0,8}}?(?:抽样|抽取|随机|不固定|可变|变动|变化|浮动)"
    rf"|(?:抽样|抽取|随机抽|不固定|放开)[^,，。;；?？]{{0,6}}?{_LEVEL}"
    r"|\b(?:draw|drawing|vary|varying|sampl\w+|randomi[sz]\w+)\b[^,.;?]{0,16}\bbenchmarks?\b"
    r"|\bbenchmarks?\b(?: levels?)?[^,.;?]{0,24}\b(?:drawn|varied|vary|varies|sampled|not held|random)\b",
    re.IGNORECASE,
)
_HELD = re.compile(
    rf"(?:不要|不必|不用|别|不)(?:把|对|再)?{_LEVEL}|{_LEVEL}[^,，。;；?？]{{0,4}}?(?:不|无需)(?:要|必|用|再|参与)?(?:纳入|抽|变|浮)"
    r"|\b(?:do not|don't|without|not)\b[^,.;?]{0,12}\b(?:draw|vary|sampl)\w*[^,.;?]{0,16}\bbenchmark",
    re.IGNORECASE,
)


def vary_benchmark(slots: Asked) -> bool | None:
    """Tell whether the benchmark levels are to be drawn too; None leaves them held.

    >>> from assistant.builtin.linker import link
    >>> [vary_benchmark(link(q)) for q in ("把基准档位也纳入抽样", "draw over benchmark levels too")]
    [True, True]
    >>> vary_benchmark(link("按1.5度基准抽样一万次")), vary_benchmark(link("不要把基准纳入抽样"))
    (None, None)
    """
    spoken = re.sub(r"(?:按|用)[^,，。;；?？<]{0,8}?基准", "", slots.masked)
    found = _BENCHMARK_DRAWN.search(spoken) and not _HELD.search(spoken)
    return True if found else None


ENSEMBLE_SLOTS: dict[str, Callable[[Any], Any]] = {
    "draws": draws,
    "vary_benchmark": vary_benchmark,
}
"""How each slot of a question on certainty is read from what the linker found."""
