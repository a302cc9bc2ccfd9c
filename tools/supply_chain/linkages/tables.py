"""The tables on linkages: all sectors with their linkages, and what extracting each takes away."""

from collections.abc import Callable

import numpy as np

from data.fields import FIELDS
from data.result import Claim, Column, Scalar, Table
from data.tables import Array
from data.text import Text
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.linkages.claims import LinkageFigures
from tools.supply_chain.linkages.findings import CLASS_NAMES, Focus
from tools.supply_chain.linkages.view import LinkageView

Row = list[Scalar | Text]
Cells = list[str | None]
Values = dict[str, tuple[Array, Callable[[int], Claim]]]

CO2_TITLE = Text(zh="按CO2计", en="measured in CO2")
MONEY_TITLE = Text(zh="按产出计", en="measured in output")


def build_linkage_tables(
    view: LinkageView, figures: TableFigures, focus: Focus, chosen: list[int], top: int
) -> list[Table]:
    """Build both tables: sectors asked about first; they and the top ones name their claims."""
    held = LinkageFigures(view, figures)
    tables = [_linkages(view, held, focus, chosen, top), _extractions(view, held, chosen, top)]
    return tables[::-1] if focus == "extraction" else tables


def _linkages(
    view: LinkageView, held: LinkageFigures, focus: Focus, chosen: list[int], top: int
) -> Table:
    values: Values = {
        metric: (array, lambda k, m=metric: held.linkage(m, k))
        for metric, array in (
            ("power_of_dispersion", view.power),
            ("backward_variation", view.backward_variation),
            ("sensitivity_of_dispersion", view.sensitivity),
            ("forward_variation", view.forward_variation),
            ("ghosh_linkage", view.ghosh),
            ("output_multiplier", view.output_multiplier),
        )
    }
    if view.knows_emissions:
        metric = "total_intensity_t_per_cny_1e4"
        values[metric] = (view.total_intensity, lambda k: held.linkage(metric, k))
    ranked_by = {"backward": view.power, "forward": view.forward}
    order = view.ranked(ranked_by.get(focus, view.power + view.forward))
    measured = CO2_TITLE if view.measure == "emissions" else MONEY_TITLE
    return _table(
        view,
        "linkages",
        Text(zh=f"各部门的产业关联（{measured.zh}）", en=f"Linkages of the sectors, {measured.en}"),
        values,
        _first(chosen, order),
        top + len(chosen),
        classes=True,
    )


def _extractions(view: LinkageView, held: LinkageFigures, chosen: list[int], top: int) -> Table:
    values: Values = {}
    order = view.ranked(view.output_losses)
    if view.knows_emissions:
        order = view.ranked(view.losses["whole"])
        losses = view.losses
        values = {
            "whole": (losses["whole"], lambda k: held.loss(k, "whole")),
            "keeping_demand": (losses["keeping_demand"], lambda k: held.loss(k, "keeping_demand")),
            "chain_only": (losses["chain_only"], lambda k: held.loss(k, "chain_only")),
            "own": (view.direct_mt, held.own),
        }
    values["extraction_output_cny_1e8"] = (view.output_losses, held.output_loss)
    title = Text(
        zh="假设抽取：没有该部门时减少的排放与产出（各行不可相加）",
        en="Hypothetical extraction: emissions and output lost without the sector (rows must not be"
        " added)",
    )
    return _table(view, "extraction", title, values, _first(chosen, order), top + len(chosen))


def _first(chosen: list[int], order: list[int]) -> list[int]:
    return [k for k in order if k in chosen] + [k for k in order if k not in chosen]


EXTRACTION_COLUMNS = {
    "whole": Text(zh="整体抽取", en="Whole extraction"),
    "keeping_demand": Text(zh="仍满足其最终需求", en="Final demand still met"),
    "chain_only": Text(zh="只计其他部门", en="Other sectors alone"),
    "own": Text(zh="自身直接排放", en="Its own emissions"),
}


def _table(
    view: LinkageView,
    table_id: str,
    title: Text,
    values: Values,
    order: list[int],
    listed: int,
    *,
    classes: bool = False,
) -> Table:
    rows: list[Row] = []
    claims: list[Cells] = []
    for rank, k in enumerate(order):
        label: Row = [view.name(k)]
        if classes:
            label.append(CLASS_NAMES[view.classes[k]])
        cells = [_known(array[k]) for array, _ in values.values()]
        rows.append([*label, *cells])
        named: Cells = [
            mint(k).id if rank < listed and cell is not None else None
            for cell, (_, mint) in zip(cells, values.values(), strict=True)
        ]
        claims.append([None] * len(label) + named)
    head = [Column(id="sector", label=Text(zh="部门", en="Sector"))]
    if classes:
        head.append(Column(id="class", label=Text(zh="类型", en="Class")))
    return Table(
        id=table_id,
        title=title,
        columns=[*head, *(_column(name) for name in values)],
        rows=rows,
        claims=claims,
        kind=view.accounts.kind,
        source=view.accounts.citation,
    )


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _column(name: str) -> Column:
    if name in EXTRACTION_COLUMNS:
        return Column(id=f"{name}_mt", label=EXTRACTION_COLUMNS[name], unit="Mt")
    field = FIELDS[name]
    return Column(id=name, label=field.label, unit=field.unit)
