"""Oddities seen across sheets: by rule first, then by the list of those already known."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from data.ceads.cell_tables import NATIONAL, PROVINCIAL
from data.ceads.content import Key
from data.manifest import ImportFinding
from data.tables import Array, span
from data.text import Text, join
from data.vocabulary import FUELS, INVENTORY_FUELS, INVENTORY_SECTORS, NATION, PROVINCES, SECTORS

FILE = Path(__file__).parent / "corrections" / "inventory.toml"

DIP_SHARE = 0.25
"""A fall of more than this share of a total, followed by a rebound, is flagged."""

EQUAL_YEARS = 3
"""Two sectors that agree to the last digit for this many years were split from one figure."""

DIFFERENCE_WORTH_SAYING_PCT = 1.0

Cells = Mapping[Key, Array]
"""Arrays of shape (47, 18) in Mt by region and year."""

RULES = frozenset(
    {
        "only_process",
        "province_absent",
        "dip",
        "fuel_ends",
        "sectors_equal",
        "sector_zero",
        "provinces_unlike_nation",
    }
)
"""The rules of this file: their findings are made anew whenever a data set changes."""


def find_oddities(tables: Mapping[str, Cells]) -> list[ImportFinding]:
    """Look over all inventories held and say what a reader must know.

    Args:
        tables: The cells of ``inventory_provincial`` and ``inventory_national``.
    """
    provincial, national = tables.get(PROVINCIAL, {}), tables.get(NATIONAL, {})
    missing = find_only_process(provincial) + find_only_process(national)
    gaps = {(f.region, f.year) for f in missing}
    sound = {place: cell for place, cell in provincial.items() if place not in gaps}
    seen = [
        *missing,
        *find_absent(provincial),
        *find_dips(sound),
        *find_ended_fuels(national),
        *find_equal_sectors(national),
        *find_zero_sectors(national),
        *compare_with_nation(sound, national),
    ]
    return _with_known(seen, tables)


def find_only_process(cells: Cells) -> list[ImportFinding]:
    """Find region-years without any fuel: they hold a process value but are no total."""
    return [
        _finding(
            "only_process",
            "missing",
            place,
            Text(
                zh="只有水泥工业过程排放，所有燃料均为0，不是排放总量，按缺失处理。",
                en="Only the cement process is there and every fuel is zero; this is no total and"
                " is treated as missing.",
            ),
        )
        for place, cell in sorted(cells.items())
        if not cell[:, :-1].any()
    ]


def find_absent(cells: Cells) -> list[ImportFinding]:
    """Find years in which some of the 30 provinces with an inventory are not held."""
    expected = {t.id for t in PROVINCES if t.extra["in_inventory"] == "1"}
    found: list[ImportFinding] = []
    for year in sorted({y for _, y in cells}):
        absent = expected - {r for r, y in cells if y == year}
        if absent:
            names = join(t.label for t in PROVINCES if t.id in absent)
            text = Text(
                zh=f"{year}年缺少以下省份的清单：{names.zh}。",
                en=f"In {year} there is no inventory of: {names.en}.",
            )
            found.append(_finding("province_absent", "caution", ("", year), text))
    return found


def find_dips(cells: Cells) -> list[ImportFinding]:
    """Find a total that falls by over a quarter and is back the year after."""
    totals = {place: float(cell.sum()) for place, cell in cells.items()}
    found: list[ImportFinding] = []
    for (region, year), total in sorted(totals.items()):
        before, after = totals.get((region, year - 1)), totals.get((region, year + 1))
        if before is None or after is None:
            continue
        if total < (1 - DIP_SHARE) * before and total < (1 - DIP_SHARE) * after:
            text = Text(
                zh=f"{year}年的总量比前后两年都低四分之一以上，请谨慎使用。",
                en=f"The total of {year} is over a quarter below those of the years before and"
                " after; use it with care.",
            )
            found.append(_finding("dip", "caution", (region, year), text))
    return found


def find_ended_fuels(cells: Cells) -> list[ImportFinding]:
    """Find fuels that are zero from some year on though they were used before."""
    found: list[ImportFinding] = []
    years = sorted(y for _, y in cells)
    for index, fuel in enumerate(INVENTORY_FUELS):
        used = [y for y in years if cells[NATION, y][:, index].any()]
        zero = [y for y in years if used and y > used[-1]]
        if zero:
            label = FUELS.text(fuel)
            text = Text(
                zh=f"全国清单中“{label.zh}”自{zero[0]}年起均为0，可能是统计口径变化，不代表不再使用。",
                en=f"In the national inventory “{label.en}” is zero from {zero[0]} on, which may"
                " be a change of the statistics and does not say that none is used.",
            )
            found.append(_national("fuel_ends", "caution", zero, text, [fuel]))
    return found


def find_equal_sectors(cells: Cells) -> list[ImportFinding]:
    """Find pairs of sectors that agree in every fuel for years: one figure was split in half."""
    found: list[ImportFinding] = []
    years = sorted(y for _, y in cells)
    for first, second in combinations(range(len(INVENTORY_SECTORS)), 2):
        equal = [y for y in years if _same_and_used(cells[NATION, y], first, second)]
        if len(equal) >= EQUAL_YEARS:
            pair = [INVENTORY_SECTORS[first], INVENTORY_SECTORS[second]]
            a, b = (SECTORS.text(s) for s in pair)
            text = Text(
                zh=f"全国清单中“{a.zh}”与“{b.zh}”在{span(equal)}年数值完全相同，"
                "应为同一数值平分，宜合并使用。",
                en=f"In the national inventory “{a.en}” and “{b.en}” are identical in"
                f" {span(equal)}; one figure was evidently split in half, so use their sum.",
            )
            found.append(_national("sectors_equal", "caution", equal, text, pair))
    return found


def find_zero_sectors(cells: Cells) -> list[ImportFinding]:
    """Find sectors that are zero in every year held."""
    if not cells:
        return []
    sums = np.sum(list(cells.values()), axis=(0, 2))
    years = sorted(y for _, y in cells)
    found: list[ImportFinding] = []
    for index in np.flatnonzero(sums == 0):
        sector = INVENTORY_SECTORS[int(index)]
        label = SECTORS.text(sector)
        text = Text(
            zh=f"全国清单中“{label.zh}”在所有年份均为0，未单独统计。",
            en=f"In the national inventory “{label.en}” is zero in every year: it is not"
            " accounted for by itself.",
        )
        found.append(_national("sector_zero", "info", years, text, [sector]))
    return found


def compare_with_nation(provincial: Cells, national: Cells) -> list[ImportFinding]:
    """Compare the sum of all provinces with the nation, in years where both are complete."""
    expected = [t.id for t in PROVINCES if t.extra["in_inventory"] == "1"]
    found: list[ImportFinding] = []
    for _, year in sorted(national):
        if not all((region, year) in provincial for region in expected):
            continue
        summed = sum(float(cell.sum()) for (_, y), cell in provincial.items() if y == year)
        excess = 100 * (summed / float(national[NATION, year].sum()) - 1)
        if abs(excess) < DIFFERENCE_WORTH_SAYING_PCT:
            continue
        size = f"{abs(excess):.1f}"
        text = Text(
            zh=f"{year}年各省清单之和比全国清单{'高' if excess > 0 else '低'} {size}%，"
            "因此不能用各省之和代替全国总量。",
            en=f"In {year} the provinces sum to {size}% {'more' if excess > 0 else 'less'} than"
            " the national inventory, so their sum never stands for the nation.",
        )
        found.append(_finding("provinces_unlike_nation", "caution", (NATION, year), text))
    return found


def _same_and_used(cell: Array, first: int, second: int) -> bool:
    return bool(cell[first].any() and np.array_equal(cell[first], cell[second]))


def _finding(rule: str, level: str, place: Key, text: Text) -> ImportFinding:
    region, year = place
    return ImportFinding(rule=rule, level=level, file="", region=region, year=year, text=text)


def _national(
    rule: str, level: str, years: Iterable[int], text: Text, about: list[str]
) -> ImportFinding:
    return ImportFinding(
        rule=rule, level=level, file="", region=NATION, years=list(years), about=about, text=text
    )


@cache
def _known() -> list[dict[str, Any]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))["oddity"]


def _with_known(seen: list[ImportFinding], tables: Mapping[str, Cells]) -> list[ImportFinding]:
    by_key = {(f.rule, f.region, f.year, *f.about): f for f in seen}
    for entry in _known():
        cells = tables.get(entry["table"], {})
        for year in entry["years"]:
            place = (entry["region"], year)
            if place in cells and float(cells[place].sum()) < entry["below_mt"]:
                text = Text(zh=entry["zh"], en=entry["en"])
                key = (entry["rule"], *place)
                by_key[key] = _finding(entry["rule"], entry["level"], place, text)
    return list(by_key.values())
