"""Oddities seen across tables: cities and counties against their province, provinces not held."""

from collections.abc import Mapping

from data.ceads.cell_tables import APPARENT, CELL_TABLES, CITY, COUNTY, ENERGY, PROVINCIAL
from data.ceads.content import Key
from data.manifest import ImportFinding
from data.tables import Array, Place, span
from data.text import Text, join
from data.vocabulary import PROVINCES, REGIONS

ALLOWED_EXCESS_PCT = 1.0
"""A part of a province may exceed it by so much before it is said: rounding and vintages."""

PLACE_RULES = frozenset({"place_exceeds_province", "places_beside_province", "table_gap"})
"""The rules of this file: their findings are made anew whenever a data set changes."""

Tables = Mapping[str, Mapping[Key, Array]]
Places = Mapping[str, Mapping[str, Place]]


def find_place_oddities(
    tables: Tables, places: Places, gaps: frozenset[Key] = frozenset()
) -> list[ImportFinding]:
    """Set cities and counties beside the inventories of their provinces, and look for gaps.

    Args:
        tables: The cells of every table, by region or place and year.
        places: The cities and counties by table and id.
        gaps: Provinces and years whose inventory is no measurement.
    """
    provincial = {
        key: float(cell.sum())
        for key, cell in tables.get(PROVINCIAL, {}).items()
        if key not in gaps
    }
    found: list[ImportFinding] = []
    for table in (CITY, COUNTY):
        totals = {key: float(cell) for key, cell in tables.get(table, {}).items()}
        province_of = {p.id: p.province for p in places.get(table, {}).values()}
        found += _find_larger(table, totals, places.get(table, {}), provincial)
        found += _set_beside(table, totals, province_of, provincial)
    for table in (ENERGY, APPARENT):
        found += _find_absent(table, tables.get(table, {}))
    return found


def _find_larger(
    table: str,
    totals: Mapping[Key, float],
    places: Mapping[str, Place],
    provincial: Mapping[Key, float],
) -> list[ImportFinding]:
    years: dict[str, list[int]] = {}
    for (place, year), total in sorted(totals.items()):
        whole = provincial.get((places[place].province, year))
        if whole is not None and total > whole * (1 + ALLOWED_EXCESS_PCT / 100):
            years.setdefault(place, []).append(year)
    found: list[ImportFinding] = []
    for place, held in years.items():
        label, province = places[place].label, REGIONS.text(places[place].province)
        text = Text(
            zh=f"{label.zh}在{span(held)}年的排放高于{province.zh}省级清单的总量；"
            "两套数据的核算口径不同，不宜相互比较。",
            en=f"In {span(held)} the total of {label.en} exceeds the provincial inventory of"
            f" {province.en}: the two were compiled differently and do not bear comparison.",
        )
        found.append(_finding("place_exceeds_province", "caution", table, place, held, text))
    return found


def _set_beside(
    table: str,
    totals: Mapping[Key, float],
    province_of: Mapping[str, str],
    provincial: Mapping[Key, float],
) -> list[ImportFinding]:
    sums: dict[Key, float] = {}
    for (place, year), total in totals.items():
        key = (province_of[place], year)
        sums[key] = sums.get(key, 0.0) + total
    counted = CELL_TABLES[table].counted
    kind = Text(zh="城市" if table == CITY else "县级行政区", en=counted.en)
    found: list[ImportFinding] = []
    for region in dict.fromkeys(province_of.values()):
        shares = {
            year: 100 * total / provincial[r, year]
            for (r, year), total in sums.items()
            if r == region and provincial.get((r, year))
        }
        if not shares:
            continue
        above = sorted(y for y, share in shares.items() if share > 100 + ALLOWED_EXCESS_PCT)
        years, label = sorted(shares), REGIONS.text(region)
        low, high = min(shares.values()), max(shares.values())
        size = f"{low:.0f}%" if f"{low:.0f}" == f"{high:.0f}" else f"{low:.0f}–{high:.0f}%"
        zh = f"数据集中{label.zh}的{kind.zh}之和相当于省级清单总量的 {size}（{span(years)}年）。"
        en = (
            f"The {kind.en} of {label.en} held here sum to {size} of its provincial inventory"
            f" ({span(years)})."
        )
        if above:
            zh += f"其中 {span(above)} 年高于省级清单，不能用来拆分省级总量。"
            en += f" In {span(above)} they exceed it and cannot serve to split it."
        level = "caution" if above else "info"
        text = Text(zh=zh, en=en)
        found.append(_finding("places_beside_province", level, table, region, years, text))
    return found


def _find_absent(table: str, cells: Mapping[Key, Array]) -> list[ImportFinding]:
    expected = {t.id for t in PROVINCES if t.extra["in_inventory"] == "1"}
    years_by_absence: dict[tuple[str, ...], list[int]] = {}
    for year in sorted({y for _, y in cells}):
        absent = expected - {r for r, y in cells if y == year}
        if absent:
            years_by_absence.setdefault(tuple(sorted(absent)), []).append(year)
    title = CELL_TABLES[table].title
    found: list[ImportFinding] = []
    for absent, years in years_by_absence.items():
        names = join(t.label for t in PROVINCES if t.id in absent)
        text = Text(
            zh=f"{title.zh}：{span(years)}年缺少以下省份：{names.zh}。",
            en=f"{title.en}: in {span(years)} these provinces are not held: {names.en}.",
        )
        found.append(_finding("table_gap", "caution", table, "", years, text))
    return found


def _finding(
    rule: str, level: str, table: str, region: str, years: list[int], text: Text
) -> ImportFinding:
    return ImportFinding(
        rule=rule, level=level, file="", table=table, region=region, years=years, text=text
    )
