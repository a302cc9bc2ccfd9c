"""The tables of the input-output part of a roadmap; cells name their claims where one exists."""

from collections.abc import Sequence

from data.fields import FIELDS
from data.result import Claim, Column, Scalar, Table
from data.text import Text
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.roadmap.claims import (
    chosen_claim,
    cut_claim,
    direct_claim,
    elsewhere_claim,
    embodied_claim,
    link_claim,
    outward_claim,
    pair_claim,
    path_claim,
)
from tools.supply_chain.roadmap.findings import NAMED, PATHS_NAMED, link_name
from tools.supply_chain.roadmap.milestones import Milestone
from tools.supply_chain.roadmap.outlook import PATHS_LISTED, Outlook, Trace, path_name

TRACES: dict[Trace, Text] = {
    "footprint": Text(zh="全部最终需求", en="final demand"),
    "up": Text(zh="领先减排部门上游", en="up from the leading sector"),
    "down": Text(zh="领先减排部门下游", en="down from the leading sector"),
}

Row = list[Scalar | Text]
Cells = list[str | None]


def build_tables(outlook: Outlook, figures: TableFigures) -> list[Table]:
    """Build all tables; one without rows is left out."""
    tables = [
        _milestones(outlook, figures),
        _sectors(outlook),
        _links(outlook, figures),
        _paths(outlook, figures),
        _pairs(outlook, figures),
    ]
    return [t for t in tables if t.rows]


def _milestones(outlook: Outlook, figures: TableFigures) -> Table:
    rows: list[Row] = []
    claims: list[Cells] = []
    ends = {outlook.base.year, outlook.last.year}
    for step in outlook.steps:
        outward = outward_claim(figures, step) if step.year in ends else None
        held: list[Claim | None] = [
            direct_claim(figures, step),
            embodied_claim(figures, step),
            elsewhere_claim(figures, step),
            outward,
        ]
        row, marks = _focus(outlook, figures, step)
        rows.append(
            [
                step.year,
                step.direct_mt,
                step.embodied_mt,
                100 * step.elsewhere_share,
                step.outward_mt,
                step.abroad_mt,
                step.alone_mt,
                *row,
            ]
        )
        claims.append([None, *(c.id if c else None for c in held), None, None, *marks])
    return _table(
        outlook,
        "chain_milestones",
        Text(zh="里程碑年份的投入产出账户", en="Input-output accounts at the milestones"),
        [
            Column(id="year", label=Text(zh="年份", en="Year"), unit="year"),
            _mt("direct_mt", f"{outlook.inside}各部门直接排放", "Direct emissions of the sectors"),
            _mt("embodied_mt", "最终需求隐含排放", "Embodied in final demand"),
            Column(
                id="elsewhere_pct",
                label=Text(zh="其中外省占比", en="of which other provinces"),
                unit="percent",
            ),
            _mt("outward_mt", "为外省最终需求排放", "Emitted for other provinces"),
            _mt("abroad_mt", "为出口排放", "Emitted for exports"),
            _mt("alone_mt", "仅本地减排时的隐含排放", "Embodied if this region acts alone"),
            Column(
                id="top_sector", label=Text(zh="减排最多的部门", en="Sector with the largest cut")
            ),
            _mt("top_cut_mt", "该部门减排量", "Its cut"),
            Column(id="top_link", label=Text(zh="最敏感的连接", en="Link it responds to most")),
            _elasticity("top", "该连接弹性", "Elasticity of the link"),
            *(
                [
                    _mt(
                        "chosen_mt",
                        "所选部门直接排放",
                        "Direct emissions of the sectors in question",
                    )
                ]
                if outlook.chosen
                else []
            ),
        ],
        rows,
        claims,
    )


def _focus(outlook: Outlook, figures: TableFigures, step: Milestone) -> tuple[Row, Cells]:
    """Name the sector and the link that count most in a year, and the sectors in question."""
    row: Row = [None, None, None, None]
    marks: Cells = [None, None, None, None]
    best = outlook.top_cut(step)
    if best is not None:
        cut = cut_claim(outlook, figures, step, best)
        row[:2], marks[1] = [outlook.sector_name(best), cut.value], cut.id
    link = outlook.top_links.get(step.year)
    if link is not None:
        claim = link_claim(outlook, figures, link, step.year)
        row[2:], marks[3] = [link_name(outlook, link), claim.value], claim.id
    if outlook.chosen:
        chosen = chosen_claim(outlook, figures, step)
        row, marks = [*row, chosen.value], [*marks, chosen.id]
    return row, marks


def _sectors(outlook: Outlook) -> Table:
    rows: list[Row] = [
        [outlook.sector_name(k), *(float(s.sectors_mt[k]) for s in outlook.steps)]
        for k in outlook.leading
    ]
    return _table(
        outlook,
        "chain_sectors",
        Text(zh="主要部门的直接排放路径", en="Direct emissions of the leading sectors"),
        [
            Column(id="sector", label=Text(zh="部门", en="Sector")),
            *(_mt(f"co2_{s.year}_mt", str(s.year), str(s.year)) for s in outlook.steps),
        ],
        rows,
    )


def _links(outlook: Outlook, figures: TableFigures) -> Table:
    rows: list[Row] = []
    claims: list[Cells] = []
    later, footprint = outlook.links_of(outlook.last), outlook.footprint_links
    for rank, link in enumerate(outlook.key_links):
        i, j, value = link
        rows.append(
            [
                link_name(outlook, link),
                value,
                None if later is None else float(later[i, j]),
                None if footprint is None else float(footprint[i, j]),
            ]
        )
        claim = link_claim(outlook, figures, link, outlook.base.year) if rank < NAMED else None
        claims.append([None, claim.id if claim else None, None, None])
    base, last = outlook.base.year, outlook.last.year
    return _table(
        outlook,
        "chain_links",
        Text(zh="关键上下游连接的弹性", en="Elasticities of the key links"),
        [
            Column(id="link", label=Text(zh="供给→使用", en="Supplier → user")),
            _elasticity("direct", f"直接排放（{base}）", f"Direct emissions, {base}"),
            _elasticity("direct_last", f"直接排放（{last}）", f"Direct emissions, {last}"),
            _elasticity("footprint", f"隐含排放（{base}）", f"Embodied emissions, {base}"),
        ],
        rows,
        claims,
    )


def _paths(outlook: Outlook, figures: TableFigures) -> Table:
    rows: list[Row] = []
    claims: list[Cells] = []
    for trace, search in outlook.paths.items():
        for rank, path in enumerate(search.paths[:PATHS_LISTED]):
            share = 100 * path.value / search.total
            rows.append([TRACES[trace], path_name(outlook, path.nodes, trace), share])
            claim = path_claim(outlook, figures, path, trace) if rank < PATHS_NAMED[trace] else None
            claims.append([None, None, claim.id if claim else None])
    return _table(
        outlook,
        "chain_paths",
        Text(zh="主要供应链路径", en="Main supply-chain paths"),
        [
            Column(id="direction", label=Text(zh="范围", en="Of what")),
            Column(id="path", label=Text(zh="路径", en="Path")),
            Column(id="share_pct", label=FIELDS["share_pct"].label, unit="percent"),
        ],
        rows,
        claims,
    )


def _pairs(outlook: Outlook, figures: TableFigures) -> Table:
    rows: list[Row] = []
    claims: list[Cells] = []
    for rank, (i, j, there, back) in enumerate(outlook.pairs):
        first, second = outlook.sector_name(i), outlook.sector_name(j)
        rows.append([first, second, there, back, there + back])
        claim = pair_claim(outlook, figures, (i, j), there + back) if rank < NAMED else None
        claims.append([None, None, None, None, claim.id if claim else None])
    return _table(
        outlook,
        "chain_pairs",
        Text(zh="宜联动减排的部门对", en="Pairs of sectors to cut together"),
        [
            Column(id="first", label=Text(zh="部门甲", en="First sector")),
            Column(id="second", label=Text(zh="部门乙", en="Second sector")),
            _elasticity("there", "甲→乙", "First → second"),
            _elasticity("back", "乙→甲", "Second → first"),
            _elasticity("both", "合计", "Both"),
        ],
        rows,
        claims,
    )


def _table(
    outlook: Outlook,
    table_id: str,
    title: Text,
    columns: Sequence[Column],
    rows: list[Row],
    claims: list[Cells] | None = None,
) -> Table:
    return Table(
        id=table_id,
        title=title,
        columns=list(columns),
        rows=rows,
        claims=claims or [],
        kind=outlook.accounts.kind,
        source=outlook.accounts.citation,
    )


def _mt(column_id: str, zh: str, en: str) -> Column:
    return Column(id=column_id, label=Text(zh=zh, en=en), unit="Mt")


def _elasticity(column_id: str, zh: str, en: str) -> Column:
    return Column(id=f"elasticity_{column_id}_pct", label=Text(zh=zh, en=en), unit="percent")
