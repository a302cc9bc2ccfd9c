"""The tables of an answer on supply-chain paths; every figure shown is a claim."""

from data.fields import FIELDS
from data.result import Column, Scalar, Table
from data.text import Text, same
from data.vocabulary import IO_SECTORS, REGIONS
from tools.supply_chain.paths.claims import PathFigures
from tools.supply_chain.paths.words import largest, tier_claims

ENDS = 15
USERS = 10

Row = list[Scalar | Text]
Cells = list[str | None]


def build_tables(figures: PathFigures, most: int) -> list[Table]:
    """Build the tables: ends of the paths, users of a sector's emissions, tiers, single paths."""
    tables = [_ends(figures), _tiers(figures), _paths(figures, most)]
    if not figures.trace.upstream:
        tables.insert(0, _users(figures))
    return [t for t in tables if t.rows]


def _ends(figures: PathFigures) -> Table:
    """List who emits upstream, or which final products carry the emissions downstream."""
    trace, table = figures.trace, figures.trace.accounts.table
    arising = trace.arising_mt.ravel()
    rows: list[Row] = []
    claims: list[Cells] = []
    for k in largest(arising, ENDS):
        region, sector = divmod(k, len(table.sectors))
        part = figures.arising(k, float(arising[k]))
        rows.append(
            [
                REGIONS.text(table.regions[region]),
                IO_SECTORS.text(table.sectors[sector]),
                float(arising[k]),
                part.value,
            ]
        )
        claims.append([None, None, figures.amount(k, float(arising[k])).id, part.id])
    up = trace.upstream
    title = (
        Text(zh="排放产生于何处（全部路径）", en="Where the emissions arise, all paths")
        if up
        else Text(
            zh="承载排放的最终产品（全部路径）", en="Final products that carry them, all paths"
        )
    )
    return _table(
        figures,
        "path_ends",
        title,
        [
            Column(id="province", label=Text(zh="地区", en="Region")),
            Column(
                id="sector",
                label=Text(zh="排放部门", en="Emitting sector")
                if up
                else Text(zh="最终产品", en="Final product"),
            ),
            Column(id="co2_mt", label=FIELDS["co2_mt"].label, unit="Mt"),
            _share(),
        ],
        rows,
        claims,
    )


def _users(figures: PathFigures) -> Table:
    """List whose final demand a sector's emissions serve, with exports and the recorded error."""
    trace, table = figures.trace, figures.trace.accounts.table
    users = [
        (REGIONS.text(table.regions[k]), figures.user(k)) for k in largest(trace.users_mt, USERS)
    ]
    users.append((Text(zh="出口（国外）", en="Exports abroad"), figures.exports()))
    users.append((Text(zh="表内误差项", en="Recorded error of the table"), figures.error()))
    return _table(
        figures,
        "path_users",
        Text(zh="最终服务于谁的需求", en="Whose final demand they serve"),
        [Column(id="user", label=Text(zh="最终使用者", en="Final user")), _share()],
        [[name, claim.value] for name, claim in users],
        [[None, claim.id] for _, claim in users],
    )


def _tiers(figures: PathFigures) -> Table:
    claims = tier_claims(figures)
    first = figures.trace.first_tier
    names = [same(str(first + k)) for k in range(len(claims))]
    last = names[-1].zh
    names[-1] = Text(zh=f"{last}及以上", en=f"{last} or more")
    return _table(
        figures,
        "path_tiers",
        Text(zh="按经过的步数", en="By number of steps"),
        [Column(id="tier", label=Text(zh="步数", en="Steps")), _share()],
        [[name, claim.value] for name, claim in zip(names, claims, strict=True)],
        [[None, claim.id] for claim in claims],
    )


def _paths(figures: PathFigures, most: int) -> Table:
    trace = figures.trace
    held = [(p, figures.path(p)) for p in trace.top_paths(most)]
    return _table(
        figures,
        "paths",
        Text(zh="主要供应链路径", en="Main supply-chain paths"),
        [
            Column(
                id="path",
                label=Text(zh="路径（排放部门→…→最终）", en="Path (emitter → … → end)"),
            ),
            Column(id="steps", label=Text(zh="步数", en="Steps"), unit="count"),
            _share(),
        ],
        [
            [trace.path_name(p.nodes), len(p.nodes) - 1 + trace.first_tier, claim.value]
            for p, claim in held
        ],
        [[None, None, claim.id] for _, claim in held],
    )


def _share() -> Column:
    return Column(id="share_pct", label=FIELDS["share_pct"].label, unit="percent")


def _table(
    figures: PathFigures,
    table_id: str,
    title: Text,
    columns: list[Column],
    rows: list[Row],
    claims: list[Cells],
) -> Table:
    accounts = figures.trace.accounts
    return Table(
        id=table_id,
        title=title,
        columns=columns,
        rows=rows,
        claims=claims,
        kind=accounts.kind,
        source=accounts.citation,
    )
