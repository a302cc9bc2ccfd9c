"""Arithmetic on claims: which figures may be combined, and the claim that comes of it."""

from collections.abc import Callable, Sequence
from typing import Literal

from data.errors import InputError
from data.fields import FIELDS, unit_label
from data.result import Claim, Scalar, make_claim, mixed_kind
from data.text import Text
from data.vocabulary import FUELS, IO_SECTORS, REGIONS, SECTORS
from tools.inventory.figures import cite

Operation = Literal["difference", "ratio", "share", "growth", "sum"]

FORMULA: dict[Operation, str] = {
    "difference": "first − second",
    "ratio": "first / second",
    "share": "first / second × 100",
    "growth": "(second / first − 1) × 100",
    "sum": "sum",
}

COMPUTE: dict[Operation, Callable[[Sequence[float]], float]] = {
    "difference": lambda v: v[0] - v[1],
    "ratio": lambda v: v[0] / v[1],
    "share": lambda v: 100 * v[0] / v[1],
    "growth": lambda v: 100 * (v[1] - v[0]) / abs(v[0]),
    "sum": lambda v: sum(v),
}

UNFIT: dict[Operation, tuple[str, ...]] = {
    "difference": ("rank",),
    "ratio": ("rank", "year"),
    "share": ("rank", "year"),
    "growth": ("rank", "year"),
    "sum": (
        "rank",
        "year",
        "percent_per_year",
        "t_per_person",
        "t_per_cny_1e4",
        "t_per_t",
        "kg_per_kwh",
    ),
}
"""Units whose figures make no sense in an operation: intensities do not add up."""


TITLE: dict[Operation, Text] = {
    "difference": Text(zh="差值", en="Difference"),
    "ratio": Text(zh="比值", en="Ratio"),
    "share": Text(zh="占比", en="Share"),
    "growth": Text(zh="变化率", en="Change"),
    "sum": Text(zh="合计", en="Sum"),
}


def check_operands(operation: Operation, parents: Sequence[Claim]) -> None:
    """Refuse figures that an operation cannot take.

    Raises:
        InputError: Wrong number of figures, one given twice, units that differ or do not fit, or
            a zero that would divide; the text says which.
    """
    title = TITLE[operation]
    right = len(parents) >= 2 if operation == "sum" else len(parents) == 2
    if not right:
        zh, en = ("至少两个", "two or more") if operation == "sum" else ("恰好两个", "exactly two")
        raise InputError(
            Text(zh=f"计算{title.zh}需要{zh}数值。", en=f"{title.en} takes {en} figures.")
        )
    if len({p.id for p in parents}) != len(parents):
        raise InputError(
            Text(zh="同一个数值给出了不止一次。", en="The same figure is given more than once.")
        )
    units = list(dict.fromkeys(p.unit for p in parents))
    if len(units) > 1:
        zh = "、".join(unit_label(u, "zh") or u for u in units)
        en = ", ".join(unit_label(u, "en") or u for u in units)
        raise InputError(
            Text(
                zh=f"各数值的单位不一致（{zh}），不能计算{title.zh}。",
                en=f"The figures differ in unit ({en}); {title.en.lower()} takes equal units.",
            )
        )
    if units[0] in UNFIT[operation]:
        label = FIELDS[parents[0].metric].label if parents[0].metric in FIELDS else title
        raise InputError(
            Text(
                zh=f"“{label.zh}”不能用来计算{title.zh}。",
                en=f"“{label.en}” cannot be used for: {title.en.lower()}.",
            )
        )
    base = {"ratio": 1, "share": 1, "growth": 0}.get(operation)
    if base is not None and parents[base].value == 0:
        raise InputError(
            Text(
                zh=f"{describe(parents[base]).zh}为零，不能作除数。",
                en=f"{describe(parents[base]).en} is zero and cannot divide.",
            )
        )


def derive_claim(operation: Operation, parents: Sequence[Claim]) -> Claim:
    """Mint the figure that an operation makes of others; what they share stays its entity."""
    unit, metric = _unit(operation, parents), _metric(operation, parents)
    common = set(parents[0].entity.items()).intersection(*(p.entity.items() for p in parents[1:]))
    years = {p.year for p in parents}
    datasets = dict.fromkeys(p.dataset for p in parents)
    params: dict[str, Scalar] = {
        "operation": operation,
        "claims": " ".join(p.id for p in parents),
    }
    return make_claim(
        metric,
        COMPUTE[operation]([p.value for p in parents]),
        unit=unit,
        kind=mixed_kind([p.kind for p in parents]),
        dataset="+".join(datasets),
        source=cite(parents),
        year=parents[0].year if len(years) == 1 else None,
        entity=dict(sorted(common)),
        formula=FORMULA[operation],
        parents=parents,
        params=params,
    )


def _unit(operation: Operation, parents: Sequence[Claim]) -> str:
    if operation in ("share", "growth"):
        return "percent"
    if operation == "ratio":
        return "ratio"
    if operation == "difference":
        unit = parents[0].unit
        return {"percent": "percentage_point", "year": "count"}.get(unit, unit)
    return parents[0].unit


def _metric(operation: Operation, parents: Sequence[Claim]) -> str:
    metrics = {p.metric for p in parents}
    if operation == "sum":
        return parents[0].metric
    if operation == "difference" and metrics == {"co2_mt"}:
        return "co2_change_mt"
    fixed: dict[Operation, str] = {
        "ratio": "ratio",
        "share": "share_pct",
        "growth": "growth_pct",
        "difference": "difference",
    }
    return fixed[operation]


def describe(claim: Claim) -> Text:
    """Name what a claim is about: year, place, sector, fuel and metric.

    >>> describe(make_claim("co2_mt", 1, unit="Mt", kind="official", dataset="d", source="s",
    ...                     year=2019, entity={"region": "CN-GD", "sector": "power"})).zh
    '2019年广东电力热力CO2排放'
    """
    labels = [_label(value) for value in claim.entity.values()]
    field = FIELDS.get(claim.metric)
    metric = field.label if field else Text(zh=claim.metric, en=claim.metric)
    year = f"{claim.year}年" if claim.year else ""
    names = ", ".join(label.en for label in labels)
    of = f" of {names}" if names else ""
    when = f" in {claim.year}" if claim.year else ""
    return Text(
        zh=f"{year}{''.join(label.zh for label in labels)}{metric.zh}",
        en=f"{metric.en}{of}{when}",
    )


def _label(value: str) -> Text:
    """Name an id, or a list of ids as sums carry them."""
    terms = [
        next((v.text(part) for v in (REGIONS, SECTORS, FUELS, IO_SECTORS) if part in v), None)
        for part in value.split(" ")
    ]
    return Text(
        zh="、".join(t.zh if t else p for t, p in zip(terms, value.split(" "), strict=True)),
        en=" + ".join(t.en if t else p for t, p in zip(terms, value.split(" "), strict=True)),
    )
