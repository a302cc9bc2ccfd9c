"""Where the ranked stand: shares of the whole, running shares, and what no ranking can show."""

from collections.abc import Sequence
from dataclasses import replace

from data.result import Claim, Note, Table, mark
from data.text import Text
from data.vocabulary import NATION, REGIONS
from tools.inventory.answer import Answer
from tools.inventory.phrases import GROUP_NOUN, number_word, quantity_of, regions_label
from tools.inventory.selection import Cut
from tools.inventory.views import METRIC, field_column, name_column, row_label, title_of
from tools.layout import Cell, figure_cell, lay_out


def has_whole(answer: Answer) -> bool:
    """Tell whether the ranked amounts can be added up to a whole."""
    return answer.quantity == "total" and not answer.growth and answer.group != "none"


def whole_of(answer: Answer, block: Sequence[Cut]) -> Claim | None:
    """Mint what a block's shares refer to: the provinces with data, or the region's total."""
    year = answer.years.last
    if answer.group == "region":
        held = [c for c in block if answer.at(c, year) and c.region != NATION]
        return answer.figures.sum(held, year) if held else None
    return answer.figures.whole(block[0], year)


def table_standing(answer: Answer) -> Table:
    """List rank, figure, share and running share of what is ranked, in order."""
    columns = [
        field_column("rank"),
        name_column(answer),
        field_column(METRIC[answer.quantity]),
        field_column("share_pct"),
        field_column("cumulative_share_pct"),
    ]
    rows: list[list[Cell]] = []
    for block in answer.blocks:
        whole, before = whole_of(answer, block), list[Claim]()
        for cut in answer.shown(block):
            claim = answer.at(cut, answer.years.last)
            before += [claim] if claim else []
            shares = [share_of(answer, [claim], whole), share_of(answer, before, whole)]
            rows.append(
                [
                    figure_cell(answer.rank(cut)),
                    (row_label(answer, cut), None),
                    figure_cell(claim),
                    *map(figure_cell, shares if claim else [None, None]),
                ]
            )
    return lay_out("ranking", title_of(answer), columns, rows, answer.values.values())


def share_of(answer: Answer, parts: Sequence[Claim | None], whole: Claim | None) -> Claim | None:
    """Mint the share of one figure, or of the first in order together, in the whole."""
    held = [p for p in parts if p is not None]
    if not held or whole is None or whole.value == 0 or any(_is_nation(p) for p in held):
        return None
    last = held[-1]
    running = len(held) > 1
    return answer.figures.derive(
        "cumulative_share_pct" if running else "share_pct",
        100 * sum(p.value for p in held) / whole.value,
        [*held, whole],
        formula="sum of the first / whole × 100" if running else "part / whole × 100",
        entity=last.entity,
        year=last.year,
        params={
            "of": whole.entity.get("region") or whole.entity["regions"],
            "first": len(held),
            "up_to": " ".join(last.entity.values()),
        },
    )


def _is_nation(claim: Claim) -> bool:
    return claim.entity.get("region") == NATION and len(claim.entity) == 1


def tell_standing(answer: Answer) -> list[Text]:
    """Say what the ranked make up together, and how the provinces' sum differs from the nation."""
    texts = [t for block in answer.blocks if (t := _together(answer, block))]
    gap = against_nation(answer)
    return [*texts, gap] if gap else texts


def _together(answer: Answer, block: Sequence[Cut]) -> Text | None:
    shown = [c for cut in answer.shown(block) if (c := answer.at(cut, answer.years.last))]
    whole = whole_of(answer, block)
    part = share_of(answer, shown, whole)
    if part is None or whole is None or not 1 < len(shown) < len(block) or answer.top is None:
        return None
    noun, year = GROUP_NOUN[answer.group], answer.years.last
    if answer.group == "region":
        label = Text(zh="有数据的省份之和", en="the sum of the provinces with data")
    else:
        name = quantity_of(block[0].whole)
        label = Text(zh=name.zh, en=f"the {name.en}")
    return Text(
        zh=f"{year}年上述{number_word(len(shown)).zh}{noun.zh}共占{label.zh}（{mark(whole)}）的{mark(part)}。",
        en=f"Together these {noun.en} made up {mark(part)} of {label.en} ({mark(whole)}) in {year}.",
    )


def against_nation(answer: Answer) -> Text | None:
    """Set the sum of all provinces beside the nation's own inventory, never in its place."""
    year = answer.years.last
    if answer.group != "region" or answer.named or answer.figures.dataset.national is None:
        return None
    total = whole_of(answer, answer.blocks[0])
    nation = answer.figures.total(replace(answer.blocks[0][0], region=NATION), year)
    growth = answer.figures.growth(nation, total) if nation and total else None
    if nation is None or total is None or growth is None:
        return None
    gap = answer.figures.size(growth)
    zh, en = ("高出", "more") if growth.value > 0 else ("低", "less")
    held = sum(1 for c in answer.blocks[0] if answer.at(c, year))
    count = answer.figures.count("provinces with data", held, total)
    return Text(
        zh=f"{year}年有数据的{mark(count)}个省份之和为{mark(total)}，比全国清单的{mark(nation)}{zh}{mark(gap)}："
        "两者分别编制，各省之和不是全国总量。",
        en=f"The {mark(count)} provinces with data add up to {mark(total)} in {year},"
        f" {mark(gap)} {en} than the national inventory's {mark(nation)}; the two are compiled"
        " separately, and the sum is not the national total.",
    )


def unranked(answer: Answer) -> list[Note]:
    """Name the provinces that have no place in a ranking of all because they have no figure."""
    if answer.group != "region" or answer.named:
        return []
    block = answer.blocks[0]
    ranked = [c.region for c in block if answer.ranking_claim(c)]
    absent = [r for r in REGIONS.ids if r not in (*ranked, NATION)]
    if not absent:
        return []
    label = regions_label(absent)
    text = Text(
        zh=f"以下省份没有{answer.years.last}年的可用数据，未进入排名（缺失，不等于零）：{label.zh}。",
        en=f"Not ranked for want of a usable figure for {answer.years.last} (missing, which is not"
        f" zero): {label.en}.",
    )
    return [Note(level="missing", text=text)]
