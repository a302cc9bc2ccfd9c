"""What a reader must know beside a decomposed change: which SDA, prices, gaps, origins, orders."""

from data.dataset import Dataset
from data.result import Note
from data.tables import IoTable
from data.text import Text, join
from data.vocabulary import REGIONS
from tools.supply_chain.change.change import Change
from tools.supply_chain.roadmap.notes import import_notes

WHICH_SDA = Text(
    zh="这里的SDA指结构分解分析（Structural Decomposition Analysis），依据两个年份的投入产出表，"
    "不是设定减排目标用的部门脱碳方法（Sectoral Decarbonization Approach）。它也不同于按人口、人均GDP、"
    "碳强度分解排放清单的LMDI：对象和因素都不同，两者数值不能相加或互相核对。",
    en="SDA stands here for structural decomposition analysis, from input-output tables of two years,"
    " not for the Sectoral Decarbonization Approach that sets targets. It also differs from LMDI, which"
    " splits the inventory by population, GDP per person and carbon intensity: subject and factors are"
    " others, and the figures of the two neither add up nor check each other.",
)

CURRENT_PRICES = Text(
    zh="现价：没有分部门平减指数，价格变化留在A、y和f之中。物价上涨会使最终需求规模效应偏大、"
    "直接排放强度效应偏小（更负），相对价格变化还会混入生产结构和需求构成。",
    en="Current prices: price change sits in A, y and f, since there are no deflators by sector. Inflation"
    " makes the effect of volume larger and that of intensity more negative; changes of relative prices"
    " sit in the production structure and the mix of demand as well.",
)

SCOPE = Text(
    zh="投入产出表只含国内流量：进口品在国外的隐含排放不在其中；居民直接排放（生活燃料）也不在其中。",
    en="The tables hold domestic flows only: what imports emitted abroad is not in it, nor what households"
    " burn themselves.",
)

ORDERS = Text(
    zh="各因素谁先变会影响其效应，这里取全部次序的平均；表中“最低”“最高”是任一次序下的范围，"
    "范围越宽，该效应的大小越应谨慎看待。效应是核算关系，不等于因果关系。",
    en="What a factor does depends on which others change before it; the effects are means over all orders,"
    " and “lowest” and “highest” in the table span every order: the wider, the more cautiously the size"
    " should be read. Effects are accounting, not proof of a cause.",
)


def change_notes(dataset: Dataset, change: Change) -> list[Note]:
    """Collect the notes of a decomposed change."""
    sides = (change.first, change.last)
    imported = [note for a in sides for note in _imported(dataset, a.table, change)]
    found = [
        Note(text=WHICH_SDA),
        Note(level="caution", text=_prices(change)),
        Note(text=ORDERS),
        Note(level="missing", text=SCOPE),
        _excluded(change),
        _origins(change),
        _everyone(change),
        _demonstration(change),
        *imported,
    ]
    return [n for n in found if n is not None]


def _prices(change: Change) -> Text:
    if change.price_ratio is None:
        return CURRENT_PRICES
    whose = REGIONS.text(change.price_ratio.entity["region"])
    return Text(
        zh=f"已按要求用一个GDP平减指数（{whose.zh}，现价GDP与不变价指数之比）把末年货币量折到首年价格总水平："
        "它只在直接排放强度与最终需求规模（或最终需求）之间移动数值；A与需求构成是比值，不受影响，总变化也不变。"
        "部门之间、省份之间的相对价格变化仍在A、y和f之中。",
        en=f"As asked, one GDP deflator ({whose.en}: nominal GDP over the real index) restates money of the"
        " last year at the general price level of the first. It only shifts effect between direct intensity"
        " and the volume of final demand (or final demand); A and the mix are ratios and stay as they are,"
        " and so does the total change. Changes of relative prices between sectors and provinces still sit"
        " in A, y and f.",
    )


def _imported(dataset: Dataset, table: IoTable, change: Change) -> list[Note]:
    if change.region in table.regions:
        return import_notes(dataset, table, change.region)
    return [Note(level="caution", text=f.text) for f in dataset.findings_on_table(table, "")]


def _excluded(change: Change) -> Note | None:
    if not change.excluded:
        return None
    names = join(REGIONS.text(r) for r in change.excluded)
    return Note(
        level="missing",
        text=Text(
            zh=f"{names.zh}的排放至少在一个年份未知，两年都不计入（不作零处理）：两个年份的排放量都是下限，"
            "变化和各项效应只属于排放已知的省份。",
            en=f"Emissions of {names.en} are unknown in at least one year and left out of both, not counted"
            " as zero: the levels of both years are “at least”, and change and effects are those of"
            " the provinces with known emissions.",
        ),
    )


def _origins(change: Change) -> Note | None:
    first, last = change.first.emissions.origins, change.last.emissions.origins
    held = zip(change.regions, first, last, strict=True)
    differ = [r for r, a, b in held if a != b and "unknown" not in (a, b)]
    if not differ:
        return None
    if change.of == "direct" and change.region not in differ:
        return None
    names = join(REGIONS.text(r) for r in differ[:6])
    return Note(
        level="caution",
        text=Text(
            zh=f"两个年份的部门排放出处不同（一年取自投入产出表的CO2行，一年由排放清单换算）：{names.zh}"
            f"{'等' if len(differ) > 6 else ''}。口径差异会进入直接排放强度效应。",
            en="Sector emissions of the two years come from different sources (the table's own CO2 row in"
            f" one, the inventory in the other): {names.en}{' and others' if len(differ) > 6 else ''}."
            " That difference sits in the effect of direct intensity.",
        ),
    )


def _everyone(change: Change) -> Note | None:
    if change.of == "footprint":
        return None
    together = Text(zh="", en="")
    if change.of == "all":
        together = Text(
            zh="各省合计不等于全国清单的排放量。",
            en=" The provinces together are not the national account.",
        )
    return Note(
        text=Text(
            zh="直接排放对应的最终需求包括各地的消费与投资、出口以及表中记录的误差项，与各部门产出严格相等。"
            + together.zh,
            en="The final demand behind direct emissions is that of all regions, exports and the error"
            " recorded in the table, so that it accounts for output exactly." + together.en,
        ),
    )


def _demonstration(change: Change) -> Note | None:
    if "demonstration" not in (change.first.kind, change.last.kind):
        return None
    return Note(
        level="caution",
        text=Text(
            zh="所用投入产出表是演示数据：按公开总量合成，各年之间的结构变化不能作为依据。导入CEADs官方表后，"
            "答案即改用官方数据。",
            en="These are demonstration tables, synthesised to published totals: their change of structure"
            " between years is no evidence. Import the CEADs tables to get official figures.",
        ),
    )
