"""The exact parts of a change: how much of it lies in each sector, or in each fuel."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from data.result import Claim, Note, mark
from data.text import Text
from data.vocabulary import FUELS, INVENTORY_FUELS, INVENTORY_SECTORS, SECTORS
from tools.inventory.figures import Figures
from tools.inventory.phrases import inline, listed
from tools.inventory.selection import Cut

Part = Literal["sector", "fuel"]

BEGIN: dict[Part, Text] = {
    "sector": Text(zh="按行业看", en="By sector"),
    "fuel": Text(zh="按燃料看", en="By fuel"),
}

NAMED = 3
"""Parts named in a sentence on either side."""

MOST_ZEROS = 6
"""Parts that are zero in one year named in a note."""


@dataclass(frozen=True)
class Contribution:
    """A sector or a fuel with its emissions in both years and its part of the change."""

    id: str
    label: Text
    first: Claim
    last: Claim
    change: Claim


def read_contributions(
    figures: Figures, region: str, years: tuple[int, int], part: Part
) -> list[Contribution]:
    """Mint the change of every sector or fuel that emitted in either year, largest first."""
    ids = INVENTORY_SECTORS if part == "sector" else INVENTORY_FUELS
    vocabulary = SECTORS if part == "sector" else FUELS
    found: list[Contribution] = []
    for term in ids:
        cut = Cut(region, sector=term) if part == "sector" else Cut(region, fuel=term)
        first, last = (figures.total(cut, year) for year in years)
        if first and last and (first.value or last.value):
            change = figures.difference(first, last)
            found.append(Contribution(term, vocabulary.text(term), first, last, change))
    return sorted(found, key=lambda c: -abs(c.change.value))


def mint_points(figures: Figures, change: Claim, base: Claim) -> Claim | None:
    """Mint a part of the change over the first year's total, in percentage points."""
    if base.value == 0:
        return None
    return figures.derive(
        "contribution_pct_point",
        100 * change.value / base.value,
        [change, base],
        formula="ΔE / CO2_0 × 100",
        entity=change.entity,
        year=change.year,
        params={**change.params, "part": change.metric},
    )


def mint_offset(figures: Figures, change: Claim) -> Claim:
    """Mint a negative effect or contribution as a positive figure."""
    return figures.derive(
        "offset_mt",
        -change.value,
        [change],
        formula="− ΔE",
        entity=change.entity,
        year=change.year,
        params={**change.params, "part": change.metric},
        unit="Mt",
    )


def write_contributions(
    figures: Figures, contributions: Sequence[Contribution], part: Part, total: Claim
) -> Text | None:
    """Say which sectors or fuels carried the change and which went against it."""
    rises = [c for c in contributions if c.change.value > 0][:NAMED]
    falls = [c for c in contributions if c.change.value < 0][:NAMED]
    up = _listed([(c, mark(c.change)) for c in rises])
    down = _listed([(c, mark(mint_offset(figures, c.change))) for c in falls])
    offsets = total.value >= 0 and bool(rises)
    pieces = [
        Text(zh=f"推动排放增加最多的是：{up.zh}", en=f"{up.en} pushed emissions up most"),
        Text(
            zh=f"减少最多{'、抵消了部分增量' if offsets else ''}的是：{down.zh}",
            en=f"{down.en} fell most" + (" and offset part of the rise" if offsets else ""),
        ),
    ]
    said = [p for p, named in zip(pieces, (rises, falls), strict=True) if named]
    if not said:
        return None
    ordered = said if total.value >= 0 else said[::-1]
    begin = BEGIN[part]
    return Text(
        zh=f"{begin.zh}，{'；'.join(p.zh for p in ordered)}。",
        en=f"{begin.en}, {'; '.join(p.en for p in ordered)}.",
    )


def note_zeros(contributions: Sequence[Contribution]) -> list[Note]:
    """Warn of parts that are zero in one of the years, which may be a change of reporting."""
    names = [c.label for c in contributions if not c.first.value or not c.last.value]
    if not names:
        return []
    held = listed(names[:MOST_ZEROS])
    more = len(names) > MOST_ZEROS
    text = Text(
        zh=f"{held.zh}{'等' if more else ''}在首末两年之一为零：可能是统计分类调整、并入了其他项，"
        "未必是真实的增减。",
        en=f"Zero in one of the two years: {inline(held).en}{' and others' if more else ''}. That"
        " may be a change of classification rather than a real rise or fall.",
    )
    return [Note(level="caution", text=text)]


def _listed(parts: Sequence[tuple[Contribution, str]]) -> Text:
    names = [
        Text(zh=f"{c.label.zh}{figure}", en=f"{inline(c.label).en} ({figure})")
        for c, figure in parts
    ]
    return listed(names)
