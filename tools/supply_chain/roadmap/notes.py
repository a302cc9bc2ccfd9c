"""What a reader must know beside the chain part of a roadmap: scope, distance, gaps, origins."""

from data.dataset import Dataset
from data.result import Note, mark
from data.tables import IoTable
from data.text import Text, join
from data.vocabulary import IO_SECTORS, REGIONS
from tools.supply_chain.accounts.accounts import open_accounts
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.algebra.validation import Rule, concerning
from tools.supply_chain.roadmap.milestones import IndexBySector
from tools.supply_chain.roadmap.outlook import Outlook


def import_notes(dataset: Dataset, table: IoTable, *regions: str) -> list[Note]:
    """Say what import and opening noticed about the table an answer rests on."""
    notes = [n for r in regions for n in _import_notes(dataset, table, r)]
    return list({n.text.en: n for n in notes}.values())


def _import_notes(dataset: Dataset, table: IoTable, region: str) -> list[Note]:
    noticed = dataset.findings_on_table(table, region)
    said = {f.rule for f in noticed}
    report = open_accounts(dataset, table.year, table.level).report
    checks = [
        c for c in concerning(table, report, region) if _SAID_BY_IMPORT.get(c.rule) not in said
    ]
    return [
        *(
            Note(level="missing" if f.level == "missing" else "caution", text=f.text)
            for f in noticed
        ),
        *(Note(level="caution", text=c.text) for c in checks),
    ]


_SAID_BY_IMPORT: dict[Rule, str] = {
    "row_balance": "io_output_of_row",
    "column_balance": "io_total_input",
    "negative_value_added": "io_negative_value_added",
    "negative_output": "io_negative_output",
}
"""Rules of the import that tell the reader the same."""


def write_notes(
    outlook: Outlook,
    figures: TableFigures,
    index_by_sector: IndexBySector,
    inventory_year: int | None,
) -> list[Note]:
    """Say what the chain part rests on and what the table does not hold."""
    found = [
        _scope(outlook),
        _distance(outlook, figures, inventory_year),
        _technology(outlook),
        Note(
            level="missing",
            text=Text(
                zh="投入产出表只含国内流量：进口品在国外的隐含排放不在其中。",
                en="The table holds domestic flows only: emissions embodied in imports from abroad"
                " are not in it.",
            ),
        ),
        _origin(outlook),
        _unknown(outlook, figures),
        _stranded(outlook, figures),
        _unindexed(outlook, index_by_sector),
        _untraceable(outlook),
    ]
    return [n for n in found if n is not None]


def _technology(outlook: Outlook) -> Note:
    text = Text(
        zh="技术结构（L）保持表年不变，因此电气化、原料替代等结构变化未计入。",
        en="Technology (L) stays as in the table year, so electrification or other inputs are not in"
        " it.",
    )
    if not outlook.has_others:
        return Note(text=text)
    others = Text(
        zh="其他省份假定与本地同一部门同步降低强度，本地没有排放的部门取本地平均指数。",
        en=" Other provinces are taken to lower intensities as the same sectors do here, and as the"
        " average does where a sector has no emissions here.",
    )
    return Note(text=text + others)


def _scope(outlook: Outlook) -> Note | None:
    """Say what a choice of sectors means here: the others follow their own pathways."""
    if not outlook.chosen:
        return None
    names = join(outlook.sector_name(k) for k in outlook.chosen)
    return Note(
        level="caution",
        text=Text(
            zh=f"所选行业对应投入产出部门：{names.zh}（口径可能宽于清单行业）。其余部门不冻结，按同一情景下各自的"
            "路径变化；隐含排放因此是全部部门共同减排的结果。",
            en=f"The sectors in question stand for these of the table: {names.en} (they may be wider"
            " than the inventory's). All others follow their own pathways in the same scenario and are"
            " not frozen, so embodied emissions are the outcome of all sectors cutting.",
        ),
    )


def _distance(outlook: Outlook, figures: TableFigures, inventory_year: int | None) -> Note | None:
    table_year = outlook.base.year
    if inventory_year is None or inventory_year == table_year:
        return None
    years = abs(inventory_year - table_year)
    claim = figures.mint(
        "count",
        years,
        formula=f"|{inventory_year} − {table_year}|",
        params={"of": "years between table and inventory"},
    )
    return Note(
        level="caution",
        text=Text(
            zh=f"投入产出表为{table_year}年，与排放清单基年（{inventory_year}年）相差"
            f"{mark(claim)}年：产业链结构和本节的起点排放按表年计。",
            en=f"The table is of {table_year}, {mark(claim)} years from the inventory year"
            f" {inventory_year}: the structure and starting emissions of this part are of the table"
            " year.",
        ),
    )


def _origin(outlook: Outlook) -> Note | None:
    origins = {outlook.accounts.emissions.origins[k] for k in outlook.columns}
    if origins == {"table"}:
        text = Text(
            zh="部门排放取自投入产出表自带的CO2行，与排放清单可能略有出入。",
            en="Sector emissions are the table's own CO2 row, which may differ a little from the"
            " inventory.",
        )
    else:
        text = Text(
            zh="部门排放由表年排放清单按部门对照表换算。",
            en="Sector emissions come from the inventory of the table year through the concordance"
            " of sectors.",
        )
    return Note(text=text)


def _unknown(outlook: Outlook, figures: TableFigures) -> Note | None:
    accounts = outlook.accounts
    if not accounts.unknown:
        return None
    table = accounts.table
    called = accounts.outputs[:, outlook.columns].sum(axis=1)
    part = sum(float(called[table.block(r)].sum()) for r in accounts.unknown)
    claim = figures.mint(
        "share_pct",
        100 * part / float(called.sum()),
        formula="output called forth in regions of unknown emissions / all × 100",
        params={"of": "output", "part": "unknown"},
    )
    names = join(REGIONS.text(r) for r in accounts.unknown)
    return Note(
        level="missing",
        text=Text(
            zh=f"{names.zh}的排放未知，未计入：隐含排放是下限。该部分占最终需求所拉动总产出的{mark(claim)}。",
            en=f"Emissions of {names.en} are unknown and not counted: embodied emissions are a lower"
            f" bound. Of the output the final demand calls forth, {mark(claim)} lies there.",
        ),
    )


def _stranded(outlook: Outlook, figures: TableFigures) -> Note | None:
    value = float(outlook.accounts.stranded_mt[outlook.columns].sum())
    if value <= 0:
        return None
    claim = figures.mint("co2_mt", value, params={"scope": "sectors without output"})
    return Note(
        level="caution",
        text=Text(
            zh=f"有{mark(claim)}的排放属于表中总产出为零的部门，无法沿产业链分配，未计入本节。",
            en=f"{mark(claim)} belongs to sectors without output in the table; it cannot be traced"
            " along the chain and is not counted here.",
        ),
    )


def _unindexed(outlook: Outlook, index_by_sector: IndexBySector) -> Note | None:
    """Name the emitting sectors that no pathway moves."""
    table = outlook.accounts.table
    idle = [
        IO_SECTORS.text(s)
        for k, s in enumerate(table.sectors)
        if s not in index_by_sector and outlook.base.sectors_mt[k] > 0
    ]
    if not idle:
        return None
    names = join(idle)
    return Note(
        level="caution",
        text=Text(
            zh=f"以下部门没有路径指数，强度按表年不变：{names.zh}。",
            en=f"No pathway index for these sectors, their intensity stays: {names.en}.",
        ),
    )


def _untraceable(outlook: Outlook) -> Note | None:
    if outlook.traceable:
        return None
    return Note(
        level="caution",
        text=Text(
            zh="表中存在负的中间投入，供应链路径无法给出可靠的上界，故未列出。",
            en="The table holds negative inputs, so paths cannot be bounded and are not listed.",
        ),
    )
