"""What a reader must know beside any answer from an input-output table, and what to ask of one."""

from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.result import Note
from data.tables import IoTable
from data.text import Text, join
from data.vocabulary import IO_SECTORS, NATION, REGIONS, SECTORS, concordance, members
from tools.supply_chain.accounts.accounts import Accounts, level_of, open_accounts
from tools.supply_chain.roadmap.notes import import_notes


def open_table(dataset: Dataset, region: str, year: int | None) -> Accounts:
    """Return the accounts that hold a region: of the provinces' table, or of the nation's own.

    Raises:
        DataMissingError: There is no such table; where provinces could answer, it says so.
    """
    try:
        accounts = open_accounts(dataset, year, level_of(region))
    except DataMissingError as error:
        if region != NATION or not dataset.io_years:
            raise
        raise DataMissingError(error.text + ASK_A_PROVINCE) from error
    require_region(accounts, region)
    return accounts


ASK_A_PROVINCE = Text(
    zh="也可以指明省份来问，例如广东：分省投入产出表已在数据集中。",
    en=" Or name a province, such as Guangdong: the table of provinces is held.",
)


def require_region(accounts: Accounts, region: str) -> None:
    """Refuse a region that the table does not hold.

    Raises:
        DataMissingError: The table has no rows of the region; the message names the table.
    """
    if region in accounts.table.regions:
        return
    name, year = REGIONS.text(region), accounts.table.year
    held = join(REGIONS.text(r) for r in accounts.table.regions)
    raise DataMissingError(
        Text(
            zh=f"{year}年投入产出表不含{name.zh}；表中有：{held.zh}。",
            en=f"The input-output table of {year} does not hold {name.en}; it holds {held.en}.",
        )
    )


def require_emissions(accounts: Accounts, region: str) -> None:
    """Refuse a question on emissions of a region whose emissions are unknown.

    Raises:
        DataMissingError: The region has neither a CO2 row nor an inventory of the table year.
    """
    if region not in accounts.unknown:
        return
    name, year = REGIONS.text(region), accounts.table.year
    raise DataMissingError(
        Text(
            zh=f"{name.zh}的排放未知：{year}年投入产出表没有其完整的CO2行，也没有该年排放清单。"
            "以货币计的产业关联仍可回答；也可导入自有的分部门排放数据。",
            en=f"Emissions of {name.en} are unknown: the input-output table of {year} has no complete"
            " CO2 row of it and there is no inventory of that year. Linkages in money can still be"
            " answered; you can also import its emissions by sector as your own data.",
        )
    )


def table_sectors(table: IoTable, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the table's sectors that names stand for, in the table's order.

    A name is a sector of the table, or one of the inventory (or a group), which leads to the table
    by the concordance.

    Raises:
        InputError: Nothing has that name, or it has no sector in the table, such as households.
    """
    found: set[str] = set()
    for name in names:
        own = IO_SECTORS.get(name)
        if own is not None and own.id in table.sectors:
            found.add(own.id)
            continue
        found |= _by_concordance(table, name)
    return tuple(s for s in table.sectors if s in found)


def _by_concordance(table: IoTable, name: str) -> set[str]:
    term = SECTORS.find(name)
    parts = members(SECTORS, term.id)
    shares = concordance(table.scheme, table.year)
    found = {s.io_sector for s in shares if s.sector in parts and s.weight > 0}
    if found:
        return found
    raise InputError(
        Text(
            zh=f"“{term.label.zh}”在投入产出表中没有对应的生产部门（居民等不在其中）。"
            "请改用生产部门，例如电力热力。",
            en=f"“{term.label.en}” has no producing sector in the input-output table (households, for"
            " instance, have none). Name a producing sector, such as power and heat.",
        )
    )


def scope_note(names: tuple[str, ...], sectors: tuple[str, ...]) -> list[Note]:
    """Say which of the table's sectors answer for those asked, where the names differ."""
    own = [IO_SECTORS.get(n) for n in names]
    if all(
        t is not None and t.id in sectors and n == t.id for n, t in zip(names, own, strict=True)
    ):
        return []
    listed = join(IO_SECTORS.text(s) for s in sectors)
    text = Text(
        zh=f"所问行业在投入产出表中对应：{listed.zh}，口径可能更宽（如钢铁与有色金属合为金属冶炼压延）。",
        en=f"The sectors asked stand for these of the table: {listed.en}, which may be wider (iron"
        " and steel and non-ferrous metals, for instance, are one sector).",
    )
    return [Note(level="caution", text=text)]


def table_notes(
    dataset: Dataset, accounts: Accounts, region: str, *, chain: bool = True
) -> list[Note]:
    """Say what a table does not hold, whose emissions it uses, and which of them are unknown.

    Unknown emissions of other regions count only where an answer runs along the ``chain``.
    """
    origin = accounts.emissions.origins[accounts.table.regions.index(region)]
    notes = [
        *(_unknown(accounts) if chain else []),
        Note(
            level="missing",
            text=Text(
                zh="投入产出表只含国内流量，进口品在国外的排放不在其中。",
                en="The table holds domestic flows only; what imports emitted abroad is not in it.",
            ),
        ),
        *([Note(text=ORIGINS[origin])] if origin in ORIGINS else []),
    ]
    return notes + import_notes(dataset, accounts.table, region)


ORIGINS = {
    "table": Text(
        zh="部门排放取自投入产出表自带的CO2行。",
        en="Sector emissions are the table's own CO2 row.",
    ),
    "inventory": Text(
        zh="部门排放由表年排放清单按部门对照表换算；居民直接排放不在各部门之内。",
        en="Sector emissions come from the inventory of the table year through the concordance of"
        " sectors; direct emissions of households belong to no sector.",
    ),
    "user": Text(
        zh="部门排放取自您导入的数据。",
        en="Sector emissions are the data you imported.",
    ),
}


def _unknown(accounts: Accounts) -> list[Note]:
    if not accounts.unknown:
        return []
    names = join(REGIONS.text(r) for r in accounts.unknown)
    text = Text(
        zh=f"{names.zh}的排放未知，未计入也不作零处理：凡涉及产业链的排放数值都是下限。",
        en=f"Emissions of {names.en} are unknown and not counted as zero: every emission figure along"
        " the chain is “at least”.",
    )
    return [Note(level="missing", text=text)]
