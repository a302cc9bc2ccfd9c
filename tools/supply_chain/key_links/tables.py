"""The tables on key links: links, sectors' intensities and pairs, with what a cut brings."""

from data.fields import FIELDS
from data.result import Claim, Column, Scalar, Table
from data.text import Text
from tools.supply_chain.key_links.claims import LinkFigures
from tools.supply_chain.key_links.findings import percent
from tools.supply_chain.key_links.view import LinkView

Cell = Scalar | Text | Claim

INSIDE = Text(zh="省内", en="inside a province")
ACROSS = Text(zh="跨省", en="across provinces")


def build_key_link_tables(view: LinkView, held: LinkFigures, top: int) -> list[Table]:
    """Build the tables; one without rows is left out."""
    tables = [_links(view, held, top), _sectors(view, held, top), _pairs(view, held, top)]
    return [t for t in tables if t.rows]


def _links(view: LinkView, held: LinkFigures, top: int) -> Table:
    rows: list[list[Cell]] = []
    for i, j, _ in view.links(top):
        cell = [(i, j)]
        rows.append(
            [
                view.name(i),
                view.name(j),
                INSIDE if view.place(i)[0] == view.place(j)[0] else ACROSS,
                held.link(i, j),
                held.cut(cell, 1.0),
                held.linear_cut(cell),
                held.cut(cell),
            ]
        )
    pct = percent(view.change_pct)
    return _table(
        view,
        "key_links",
        Text(zh="关键产业链环节（不含部门自用）", en="Key supply links, own use left out"),
        [
            Column(id="supplier", label=Text(zh="供给部门", en="Supplier")),
            Column(id="user", label=Text(zh="使用部门", en="User")),
            Column(id="where", label=Text(zh="范围", en="Where")),
            _elasticity(),
            _cut("cut_1_mt", Text(zh="削减1%（精确）", en="1% off, exact")),
            _cut("cut_linear_mt", Text(zh=f"削减{pct}（一阶）", en=f"{pct} off, first order")),
            _cut("cut_exact_mt", Text(zh=f"削减{pct}（精确）", en=f"{pct} off, exact")),
        ],
        rows,
    )


def _sectors(view: LinkView, held: LinkFigures, top: int) -> Table:
    rows: list[list[Cell]] = [
        [view.name(k), held.intensity(k), held.intensity_cut([k])] for k in view.sectors(top)
    ]
    pct = percent(view.change_pct)
    return _table(
        view,
        "key_intensities",
        Text(zh="各部门排放强度的弹性", en="Elasticity to the sectors' intensities"),
        [
            Column(id="sector", label=Text(zh="部门", en="Sector")),
            _elasticity(),
            _cut("cut_mt", Text(zh=f"强度降{pct}的减排量", en=f"CO2 saved by {pct} off")),
        ],
        rows,
    )


def _pairs(view: LinkView, held: LinkFigures, top: int) -> Table:
    rows: list[list[Cell]] = []
    for pair in view.pairs(top):
        i, j = pair[:2]
        row: list[Cell] = [view.name(i), view.name(j), held.link(i, j), held.link(j, i)]
        rows.append([*row, held.pair(pair), held.cut([(i, j), (j, i)])])
    pct = percent(view.change_pct)
    return _table(
        view,
        "key_pairs",
        Text(zh="宜联动减排的部门对", en="Pairs of sectors to cut together"),
        [
            Column(id="first", label=Text(zh="部门甲", en="First sector")),
            Column(id="second", label=Text(zh="部门乙", en="Second sector")),
            _elasticity("there", Text(zh="甲→乙", en="First → second")),
            _elasticity("back", Text(zh="乙→甲", en="Second → first")),
            _elasticity("both", Text(zh="合计", en="Both")),
            _cut(
                "cut_exact_mt", Text(zh=f"双向削减{pct}（精确）", en=f"{pct} off both ways, exact")
            ),
        ],
        rows,
    )


def _table(
    view: LinkView, table_id: str, title: Text, columns: list[Column], rows: list[list[Cell]]
) -> Table:
    return Table(
        id=table_id,
        title=title,
        columns=columns,
        rows=[[c.value if isinstance(c, Claim) else c for c in row] for row in rows],
        claims=[[c.id if isinstance(c, Claim) else None for c in row] for row in rows],
        kind=view.accounts.kind,
        source=view.accounts.citation,
    )


def _elasticity(name: str = "", label: Text | None = None) -> Column:
    field = FIELDS["elasticity_pct"]
    column_id = f"elasticity_{name}_pct" if name else "elasticity_pct"
    return Column(id=column_id, label=label or field.label, unit=field.unit)


def _cut(column_id: str, label: Text) -> Column:
    return Column(id=column_id, label=label, unit="Mt")
