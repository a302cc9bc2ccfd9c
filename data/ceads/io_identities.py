"""What must hold in an input-output table, and how far it does: sums of rows and of columns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.ceads.inventory_sheet import Oddity
from data.ceads.io_layout import VALUE_ADDED
from data.tables import Array
from data.text import Text

TOLERANCE_CNY_1E4 = 1.0
TOLERANCE_SHARE = 1e-6
"""A stated sum may differ from its parts by the larger of both: rounding, not a slip."""


@dataclass(frozen=True)
class Parts:
    """The numbers of a table in 10⁴ CNY, with n sectors and r regions.

    ``Z`` (n, n), ``Y`` (n, 5·r); ``columns`` and ``rows`` (n,) each, by their codes.
    """

    Z: Array
    Y: Array
    columns: dict[str, Array]
    rows: dict[str, Array]

    @cached_property
    def err(self) -> Array:
        """The recorded error of each row; 0 where the table records none."""
        return self.columns.get("ERR", np.zeros(len(self.Z)))

    @cached_property
    def intermediate_use(self) -> Array:
        """Sum of each row of ``Z``."""
        return self.Z.sum(axis=1)

    @cached_property
    def final_use(self) -> Array:
        """Sum of each row of ``Y``, and exports."""
        return self.Y.sum(axis=1) + self.columns["EX"]

    @cached_property
    def inputs(self) -> Array:
        """Sum of each column of ``Z``."""
        return self.Z.sum(axis=0)


@dataclass(frozen=True)
class Deviation:
    """Where an identity fails: the code it stands at, how often, and the worst place."""

    code: str
    rule: str
    count: int
    worst: int
    stated: float
    computed: float


_Sum = Callable[[Parts], Array]


def _total_final(parts: Parts) -> Array:
    """Total final use, with exports or without, whichever the table means by it."""
    stated = parts.columns["TFU"]
    both = (parts.final_use, parts.Y.sum(axis=1))
    return min(both, key=lambda summed: float(np.abs(stated - summed).sum()))


_SUMS: tuple[tuple[str, str, _Sum], ...] = (
    ("TIU", "io_intermediate_use", lambda p: p.intermediate_use),
    ("TFU", "io_final_use", _total_final),
    ("GO", "io_output_of_row", lambda p: p.intermediate_use + p.final_use + p.err),
    ("TII", "io_inputs", lambda p: p.inputs),
    ("TVA", "io_value_added", lambda p: np.sum([p.rows[c] for c in VALUE_ADDED], axis=0)),
    ("TI", "io_total_input", lambda p: p.inputs + p.rows["IM"] + p.rows["TVA"]),
    ("TI", "io_input_is_output", lambda p: p.columns["GO"]),
)

_SAY: dict[str, Text] = {
    "io_intermediate_use": Text(
        zh="中间使用合计（TIU）与各列之和不符",
        en="total intermediate use (TIU) differs from the sum of its row",
    ),
    "io_final_use": Text(
        zh="最终使用合计（TFU）与各项之和不符",
        en="total final use (TFU) differs from the sum of its parts",
    ),
    "io_output_of_row": Text(
        zh="总产出（GO）与中间使用、最终使用、出口和误差项之和不符",
        en="gross output (GO) differs from intermediate and final use, exports and error together",
    ),
    "io_inputs": Text(
        zh="中间投入合计（TII）与该列之和不符",
        en="total intermediate input (TII) differs from the sum of its column",
    ),
    "io_value_added": Text(
        zh="增加值合计（TVA）与四项之和不符",
        en="total value added (TVA) differs from the sum of its four parts",
    ),
    "io_total_input": Text(
        zh="总投入（TI）与中间投入、进口和增加值之和不符",
        en="total input (TI) differs from intermediate input, imports and value added together",
    ),
    "io_input_is_output": Text(
        zh="总投入（TI）与总产出（GO）不等",
        en="total input (TI) differs from gross output (GO)",
    ),
    "io_import_use": Text(
        zh="进口品的中间使用合计（TIU）与各列之和不符",
        en="the intermediate use of imports (TIU) differs from the sum of its row",
    ),
    "io_import_final": Text(
        zh="进口品的最终使用合计（TFU）与各项之和不符",
        en="the final use of imports (TFU) differs from the sum of its parts",
    ),
    "io_import_total": Text(
        zh="进口品合计（GO）与中间使用、最终使用之和不符",
        en="the total of imports (GO) differs from intermediate and final use together",
    ),
    "io_footer_total": Text(
        zh="底部各行的合计（TIU）与各列之和不符",
        en="the total (TIU) of a row at the foot differs from the sum of its row",
    ),
    "io_negative_output": Text(zh="总产出为负", en="gross output is negative"),
    "io_negative_value_added": Text(zh="增加值为负", en="value added is negative"),
}


def find_deviations(parts: Parts) -> Iterator[Deviation]:
    """Compare every stated sum with the sum of its parts."""
    stated_by_code = parts.columns | parts.rows
    for code, rule, summed in _SUMS:
        if code not in stated_by_code:
            continue
        found = compare_sums(code, rule, stated_by_code[code], summed(parts))
        if found is not None:
            yield found


def compare_sums(code: str, rule: str, stated: Array, computed: Array) -> Deviation | None:
    """Compare stated sums with computed ones, place by place; None when all agree."""
    gap = np.abs(stated - computed)
    off = gap > np.maximum(TOLERANCE_CNY_1E4, TOLERANCE_SHARE * np.abs(stated))
    if not off.any():
        return None
    return _deviation(code, rule, off, int(np.where(off, gap, 0).argmax()), stated, computed)


def find_negative(parts: Parts) -> Iterator[Deviation]:
    """Find outputs and values added below zero."""
    for code, rule, values in (
        ("GO", "io_negative_output", parts.columns["GO"]),
        ("TVA", "io_negative_value_added", parts.rows["TVA"]),
    ):
        below = values < 0
        if below.any():
            yield _deviation(code, rule, below, int(values.argmin()), values, values)


def say_deviation(deviation: Deviation, cell: str) -> Oddity:
    """Word a deviation; the numbers stay as they stand in the file."""
    what, count = _SAY[deviation.rule], deviation.count
    stated, computed = f"{deviation.stated:,.2f}", f"{deviation.computed:,.2f}"
    compared = deviation.stated != deviation.computed
    return Oddity(
        rule=deviation.rule,
        level="caution",
        cell=cell,
        text=Text(
            zh=f"{what.zh}：共{count}处，最大的在单元格 {cell}（表中 {stated} 万元"
            + (f"，应为 {computed} 万元" if compared else "")
            + "）；数值按原样保留。",
            en=f"{what.en}: {count} place{'s' if count > 1 else ''}, the worst in cell {cell}"
            f" ({stated} ×10⁴ CNY stated"
            + (f", {computed} computed" if compared else "")
            + "); the numbers stand as in the file.",
        ),
    )


def _deviation(
    code: str, rule: str, off: np.ndarray, worst: int, stated: Array, computed: Array
) -> Deviation:
    return Deviation(
        code, rule, int(off.sum()), worst, float(stated[worst]), float(computed[worst])
    )
