"""Checks of an input-output table when it is opened: what was found, and what was done about it.

What makes accounts impossible is refused, by name. Everything else stands as in the file and is
reported, each with its consequence; only what bears on an answer is a caution.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from data.errors import InputError
from data.tables import Array, IoTable
from data.text import Text, join
from data.vocabulary import IO_SECTORS, REGIONS

TOLERANCE_CNY_1E4 = 1.0
TOLERANCE_SHARE = 1e-6
"""A sum may differ from its parts by the larger of both: rounding, not a slip."""

MATERIAL_SHARE = 1e-3
"""Part of all output from which gaps together are worth telling a reader."""

MOST_NAMED = 3
MOST_STEPS = 200
CLOSE = 1e-4

Rule = Literal[
    "row_balance",
    "column_balance",
    "negative_value_added",
    "negative_output",
    "idle_with_flows",
    "negative_inputs",
    "inputs_reach_output",
]


@dataclass(frozen=True)
class Check:
    """One thing found in a table: the rows it concerns, its size, and what was done.

    ``size`` is the gap over all output for balances, and the worst value otherwise.
    """

    rule: Rule
    level: Literal["info", "caution"]
    rows: tuple[int, ...]
    size: float
    text: Text


@dataclass(frozen=True)
class TableReport:
    """All that was found in a table, and the bounds of the spectral radius of its ``A``."""

    checks: tuple[Check, ...]
    radius: tuple[float, float]

    def find(self, rule: Rule) -> Check | None:
        """Return what was found under a rule."""
        return next((c for c in self.checks if c.rule == rule), None)


def concerning(table: IoTable, report: TableReport, region: str) -> list[Check]:
    """Return the cautions that bear on a region, with the rows of that region alone.

    Balances and negative flows bear on every answer, as the sums of all rows hang together.
    """
    own = table.block(region)
    found: list[Check] = []
    for check in report.checks:
        if check.level == "info":
            continue
        rows = tuple(k for k in check.rows if own.start <= k < own.stop)
        if check.rule in ("row_balance", "negative_inputs"):
            found.append(check)
        elif rows:
            found.append(replace(check, rows=rows, text=_say(table, check.rule, rows)))
    return found


def check_table(table: IoTable) -> TableReport:
    """Check a table's shape, numbers, balances and productivity.

    Raises:
        InputError: Labels and numbers do not belong together, a number is missing, or the table
            is not productive (the spectral radius of A reaches 1).
    """
    _check_labels(table)
    sums = _Sums(table)
    radius = _check_productive(table, sums)
    return TableReport(tuple(_look(table, sums)), radius)


def spectral_bounds(Z: NDArray[np.floating], x: Array) -> tuple[float, float]:
    """Bound the spectral radius of ``A = Z·diag(x)⁻¹`` with ``Z ≥ 0``, from below and above.

    For positive v the ratios ``(A·v)_i / v_i`` enclose it; power iteration draws them together.
    Source: Collatz 1942; Wielandt 1950; Berman & Plemmons 1994, theorem 2.1.11.

    >>> low, high = spectral_bounds(np.array([[1.0, 6.0], [2.0, 2.0]]), np.array([10.0, 10.0]))
    >>> round(low, 3), round(high, 3)
    (0.5, 0.5)
    """
    active = x > 0
    share = np.where(active, 1.0, 0.0)
    low, high = 0.0, np.inf
    for _ in range(MOST_STEPS):
        scaled = np.divide(share, x, out=np.zeros(len(x)), where=active)
        after = np.asarray(Z @ scaled, dtype=np.float64)
        reached = share > 0
        if not after[reached].any():
            return 0.0, 0.0
        ratios = after[reached] / share[reached]
        low, high = max(low, float(ratios.min())), min(high, float(ratios.max()))
        if high - low <= CLOSE:
            break
        share = np.where(active, (share + after) / (share + after).max(), 0.0)
    return low, high


class _Sums:
    """Row and column sums of a table, each one pass over its flows."""

    def __init__(self, table: IoTable) -> None:
        self.x = np.asarray(table.x, dtype=np.float64)
        self.rows = np.asarray(table.Z.sum(axis=1), dtype=np.float64)
        self.columns = np.asarray(table.Z.sum(axis=0), dtype=np.float64)
        self.final = np.asarray(table.Y.sum(axis=1), dtype=np.float64)
        self.least = float(table.Z.min())
        for name, sums in (("Z", self.rows), ("Y", self.final)):
            _check_finite(table, name, sums)
        for name in ("ex", "err", "x"):
            _check_finite(table, name, np.asarray(getattr(table, name)))


def _check_labels(table: IoTable) -> None:
    regions, sectors = len(table.regions), len(table.sectors)
    for name, labels in (("region", table.regions), ("sector", table.sectors)):
        double = sorted({label for label in labels if labels.count(label) > 1})
        if double:
            raise InputError(
                Text(
                    zh=f"投入产出表的标签（{name}）重复：{'、'.join(double)}。请检查后重新导入。",
                    en=f"A {name} of the input-output table stands twice: {', '.join(double)}. Check"
                    " the file and import again.",
                )
            )
    n = table.n
    expected = {"Z": (n, n), "Y": (n, regions * len(table.final_demand))}
    expected |= dict.fromkeys(("ex", "err", "x", "imports", "value_added"), (n,))
    for name, shape in expected.items():
        found = getattr(table, name).shape
        if found != shape:
            raise InputError(
                Text(
                    zh=f"投入产出表 {table.id} 的 {name} 与标签不符：{regions} 个地区 × {sectors} 个部门"
                    f"应为 {shape}，实际为 {found}。请重新导入。",
                    en=f"{name} of the input-output table {table.id} does not fit its labels:"
                    f" {regions} regions × {sectors} sectors make {shape}, it is {found}. Import"
                    " the table again.",
                )
            )


def _check_finite(table: IoTable, name: str, values: Array) -> None:
    gaps = np.flatnonzero(~np.isfinite(values))
    if len(gaps):
        where = _name_rows(table, gaps)
        raise InputError(
            Text(
                zh=f"投入产出表 {table.id} 的 {name} 有缺失或非数值，位于：{where.zh}。"
                "缺失不能当作零，无法核算；请检查文件后重新导入。",
                en=f"{name} of the input-output table {table.id} lacks numbers at: {where.en}. A gap"
                " is not zero, so no accounts can be drawn up; check the file and import again.",
            )
        )


def _check_productive(table: IoTable, sums: _Sums) -> tuple[float, float]:
    """Bound the spectral radius; the largest column sum of A is bound enough when it is below 1."""
    shares = np.divide(sums.columns, sums.x, out=np.zeros(len(sums.x)), where=sums.x != 0)
    largest = float(shares.max(initial=0.0))
    if sums.least < 0 or (sums.x < 0).any():
        return 0.0, np.inf
    if largest < 1:
        return float(shares[sums.x > 0].min(initial=1.0)), largest
    low, high = spectral_bounds(table.Z, sums.x)
    if low < 1:
        return low, min(high, largest)
    where = _name_rows(table, np.flatnonzero(shares >= 1))
    raise InputError(
        Text(
            zh=f"投入产出表 {table.id} 不可生产：直接消耗系数矩阵的谱半径达到或超过1，"
            f"即中间投入耗尽产出的部门：{where.zh}。请检查文件后重新导入，或改用其他年份的表。",
            en=f"The input-output table {table.id} is not productive: the spectral radius of its"
            f" coefficients reaches 1. Inputs use up all output at: {where.en}. Check the file"
            " and import again, or use a table of another year.",
        )
    )


def _look(table: IoTable, sums: _Sums) -> Iterator[Check]:
    x, total = sums.x, float(np.abs(sums.x).sum()) or 1.0
    used = sums.rows + sums.final + table.ex + table.err
    yield from _balance(table, "row_balance", x - used, total)
    if np.any(table.value_added):
        spent = sums.columns + table.imports + table.value_added
        yield from _balance(table, "column_balance", x - spent, total)
    yield from _flag(table, "negative_value_added", "info", -table.value_added)
    yield from _flag(table, "negative_output", "caution", -x)
    moved = np.where(x == 0, np.abs(sums.rows) + np.abs(sums.columns) + np.abs(sums.final), 0.0)
    yield from _flag(table, "idle_with_flows", "caution", moved)
    if sums.least < 0:
        below = np.minimum(table.Z, 0.0).sum(axis=1)
        small = -float(below.sum()) < TOLERANCE_SHARE * total
        yield from _flag(table, "negative_inputs", "info" if small else "caution", -below)
    over = np.where((x > 0) & (sums.columns >= x), sums.columns / np.where(x > 0, x, 1.0), 0.0)
    yield from _flag(table, "inputs_reach_output", "caution", over)


def _balance(table: IoTable, rule: Rule, gap: Array, total: float) -> Iterator[Check]:
    off = np.abs(gap) > np.maximum(TOLERANCE_CNY_1E4, TOLERANCE_SHARE * np.abs(table.x))
    rows = _largest_first(np.where(off, np.abs(gap), 0.0))
    if len(rows):
        share = float(np.abs(gap[off]).sum()) / total
        material = rule == "row_balance" and share >= MATERIAL_SHARE
        yield Check(rule, "caution" if material else "info", rows, share, _say(table, rule, rows))


def _flag(
    table: IoTable, rule: Rule, level: Literal["info", "caution"], sizes: Array
) -> Iterator[Check]:
    """Report the rows whose size is above zero, the largest first."""
    rows = _largest_first(np.maximum(sizes, 0.0))
    if len(rows):
        yield Check(rule, level, rows, float(sizes[rows[0]]), _say(table, rule, rows))


def _largest_first(sizes: Array) -> tuple[int, ...]:
    order = np.argsort(-sizes, kind="stable")
    return tuple(int(k) for k in order if sizes[k] > 0)


def _name_rows(table: IoTable, rows: NDArray[np.integer] | tuple[int, ...]) -> Text:
    """Name the first rows by region and sector."""
    names = [_name_row(table, int(k)) for k in rows[:MOST_NAMED]]
    if len(rows) > MOST_NAMED:
        names.append(Text(zh="等", en="others"))
    return join(names)


def _name_row(table: IoTable, row: int) -> Text:
    region, sector = divmod(row, len(table.sectors))
    place, branch = table.regions[region], table.sectors[sector]
    return Text(
        zh=f"{REGIONS.label(place, 'zh')}{IO_SECTORS.label(branch, 'zh')}",
        en=f"{IO_SECTORS.label(branch, 'en')} in {REGIONS.label(place, 'en')}",
    )


def _say(table: IoTable, rule: Rule, rows: tuple[int, ...]) -> Text:
    found, done, where = _FOUND[rule], _DONE[rule], _name_rows(table, rows)
    return Text(zh=f"{found.zh}（{where.zh}）：{done.zh}", en=f"{found.en} ({where.en}): {done.en}")


_FOUND: dict[Rule, Text] = {
    "row_balance": Text(
        zh="投入产出表的行不平衡，使用合计与总产出不符",
        en="Rows of the table do not balance: what is used differs from gross output",
    ),
    "column_balance": Text(
        zh="投入产出表的列不平衡，投入合计与总产出不符",
        en="Columns of the table do not balance: what is spent differs from gross output",
    ),
    "negative_value_added": Text(zh="增加值为负", en="Value added is negative"),
    "negative_output": Text(zh="总产出为负", en="Gross output is negative"),
    "idle_with_flows": Text(
        zh="总产出为零的部门仍有流量", en="Sectors without output have flows all the same"
    ),
    "negative_inputs": Text(zh="中间流量中有负值", en="Some intermediate flows are negative"),
    "inputs_reach_output": Text(
        zh="国内中间投入达到或超过总产出", en="Domestic inputs reach or exceed output"
    ),
}

_DONE: dict[Rule, Text] = {
    "row_balance": Text(
        zh="数值按原样使用，由最终需求推算的产出因此与表中总产出有同样的出入。",
        en="the numbers stand, so the output that final demand calls forth differs from gross output"
        " by as much.",
    ),
    "column_balance": Text(
        zh="数值按原样保留；排放核算不用增加值和进口，不受影响。",
        en="the numbers stand; emission accounts use neither value added nor imports.",
    ),
    "negative_value_added": Text(
        zh="数值按原样保留，排放核算不受影响。",
        en="the numbers stand; emission accounts are not affected.",
    ),
    "negative_output": Text(
        zh="数值按原样使用，这些部门的强度没有意义。",
        en="the numbers stand; intensities of these sectors mean nothing.",
    ),
    "idle_with_flows": Text(
        zh="无法按单位产出折算，其投入系数和强度取零，其上游排放未计入。",
        en="nothing can be scaled to their output, so their coefficients and intensity are taken as"
        " zero and emissions behind them are not counted.",
    ),
    "negative_inputs": Text(
        zh="数值按原样使用，供应链路径因此无法给出可靠的上界。",
        en="the numbers stand, so supply-chain paths cannot be bounded.",
    ),
    "inputs_reach_output": Text(
        zh="数值按原样使用，这些部门的隐含强度可能偏高。",
        en="the numbers stand; embodied intensities of these sectors may come out too high.",
    ),
}
