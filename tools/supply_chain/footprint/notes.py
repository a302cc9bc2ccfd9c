"""What a reader must know beside accounts: what is unknown, left out, or does not add up."""

from data.dataset import Dataset
from data.result import Note, mark
from data.text import Text, join
from data.vocabulary import REGIONS
from tools.supply_chain.accounts.fuels import FuelSplit
from tools.supply_chain.accounts.table_notes import table_notes
from tools.supply_chain.footprint.claims import AccountFigures


def account_notes(
    dataset: Dataset,
    figures: AccountFigures,
    *,
    households: bool = True,
    of_region: bool = True,
) -> list[Note]:
    """Say what accounts rest on and what is missing from them, by region unless told not to."""
    balance = figures.balance
    unknown = _unknown_part(figures) if of_region else None
    held = table_notes(dataset, balance.accounts, balance.region, chain=unknown is None)
    if not of_region:
        return held
    found = [
        unknown,
        _households(figures) if households else None,
        _stranded(figures),
        unbalanced_note(figures),
        *held,
    ]
    return [n for n in found if n is not None]


def fuel_notes(figures: AccountFigures, fuels: FuelSplit | None) -> list[Note]:
    """Say how emissions were split by fuel, and where they could not be."""
    accounts, year = figures.balance.accounts, figures.balance.accounts.table.year
    if fuels is None:
        text = Text(
            zh=f"数据集中没有{year}年排放清单，无法按燃料拆分；导入该年清单后即可。",
            en=f"The data set holds no inventory of {year}, so emissions cannot be split by fuel;"
            " import the inventory of that year.",
        )
        return [Note(level="missing", text=text)]
    notes = [
        Note(
            text=Text(
                zh=f"燃料拆分：用{year}年排放清单按部门对照表换算出各部门的燃料份额，"
                "再乘以账户所用的部门排放（总量不变）。",
                en=f"Fuels: the inventory of {year}, mapped by the concordance of sectors, gives the"
                " shares of fuels; the level stays that of the accounts.",
            )
        )
    ]
    unsplit = fuels.unsplit(accounts.f)
    without = [r for r in accounts.table.regions if unsplit[accounts.table.block(r)].any()]
    if without:
        names = join(REGIONS.text(r) for r in without)
        text = Text(
            zh=f"{names.zh}有部门排放在清单中找不到对应燃料，列为“未分燃料”。",
            en=f"Some sectors of {names.en} emit though the inventory names no fuel for them; that"
            " stands as “fuel not known”.",
        )
        notes.append(Note(level="caution", text=text))
    return notes


def _unknown_part(figures: AccountFigures) -> Note | None:
    """Say how much of the output called forth lies where emissions are unknown."""
    balance = figures.balance
    accounts = balance.accounts
    called = accounts.outputs[:, balance.place]
    if not balance.is_lower_bound or not called.sum():
        return None
    part = sum(float(called[accounts.table.block(r)].sum()) for r in accounts.unknown)
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
            zh=f"{names.zh}的排放未知，未计入也不作零处理，故产业链上的排放数值都是下限；"
            f"它占最终需求所拉动总产出的 {mark(claim)}。",
            en=f"Emissions of {names.en} are unknown and not counted as zero, so figures along the"
            f" chain are “at least”; {mark(claim)} of the output that final demand calls forth lies"
            " there.",
        ),
    )


def _households(figures: AccountFigures) -> Note | None:
    if figures.households is not None:
        return None
    return Note(
        level="missing",
        text=Text(
            zh="居民直接排放未知（没有该年排放清单），两个账户都未包含。",
            en="What households burn themselves is unknown (no inventory of the year) and in neither"
            " account.",
        ),
    )


def _stranded(figures: AccountFigures) -> Note | None:
    value = figures.balance.stranded_mt
    if value <= 0:
        return None
    claim = figures.mint("co2_mt", value, params={"scope": "sectors without output"})
    return Note(
        level="caution",
        text=Text(
            zh=f"有 {mark(claim)} 属于表中总产出为零的部门，计入生产侧，但无法沿产业链分配给任何最终需求。",
            en=f"{mark(claim)} belongs to sectors without output in the table: it counts as"
            " production, but cannot be traced to any final demand.",
        ),
    )


def unbalanced_note(figures: AccountFigures) -> Note | None:
    """Report a region whose transfers, exports and error do not add up to its production."""
    balance = figures.balance
    if balance.holds:
        return None
    name = REGIONS.text(balance.region)
    claim = figures.mint(
        "difference",
        abs(balance.gap_mt),
        formula="|production − (Σ_s T[r, s] + exports + error)|",
        params={"of": "identity of transfers"},
    )
    return Note(
        level="caution",
        text=Text(
            zh=f"{name.zh}的恒等式检验未通过：转移排放、出口与误差项之和与生产侧排放相差 {mark(claim)}，"
            "说明投入产出表的总产出与各项使用之和不平衡。",
            en=f"The identity fails for {name.en}: transfers, exports and recorded error miss production by"
            f" {mark(claim)}; gross output of the table does not equal its uses.",
        ),
    )
