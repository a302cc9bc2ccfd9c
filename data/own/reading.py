"""Reading a user's own file: every row checked, all bad rows named, figures converted exactly."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from data.ceads.content import ImportedFile
from data.ceads.io_grid import SECTOR_CODES
from data.ceads.workbook import refuse
from data.errors import FileRefusedError, InputError
from data.manifest import ImportFinding
from data.own.grid import REQUIRED, Grid, Line, has_own_header, read_grids
from data.own.numbers import read_number, read_year
from data.own.terms import BENCHMARK, EMISSIONS, OWN_SERIES, convert, keys_of, sectors_of
from data.own_series import OwnRow
from data.series import published
from data.text import Text
from data.vocabulary import INVENTORY_SECTORS, IO_SECTORS, REGIONS, SECTORS, Term

MOST_SHOWN = 10
FAR_OFF = 2.0
"""A figure so many times above or below the published one is flagged: its unit may be wrong."""

CITY = "city:"

is_own = has_own_header


@dataclass(frozen=True)
class OwnFile:
    """The rows of one file, and what was noticed."""

    rows: tuple[OwnRow, ...]
    sheets: int = 1
    findings: list[ImportFinding] = field(default_factory=list[ImportFinding])


def read_own(file: ImportedFile) -> OwnFile:
    """Read a user's own file whole.

    Raises:
        FileRefusedError: A row is wrong, double or at odds with another; the text names the lines.
    """
    grids = read_grids(file)
    found: list[tuple[str, OwnRow]] = []
    problems: list[Text] = []
    for grid in grids:
        for line in grid.lines:
            try:
                found.append((_place(grid, line), _read_row(line)))
            except InputError as error:
                problems.append(_at(_place(grid, line), error.text))
    problems += _repeated(found)
    rows = [row for _, row in found]
    problems += [] if problems else _mixed_benchmarks(rows)
    if problems or not rows:
        raise _refusal(file.name, problems)
    return OwnFile(tuple(rows), len(grids), [f for r in rows for f in _compare(file.name, r)])


def _place(grid: Grid, line: Line) -> str:
    return f"{grid.sheet}!{line.number}" if grid.sheet else str(line.number)


def _at(place: str, text: Text) -> Text:
    return Text(zh=f"第{place}行：{text.zh}", en=f"line {place}: {text.en}")


def _read_row(line: Line) -> OwnRow:
    cells = {column: line.cells.get(column, "") for column in (*REQUIRED, *_KEYS)}
    blank = [c for c in REQUIRED if not cells[c] and c != "value"]
    if blank:
        raise InputError(Text(zh=f"缺少 {blank[0]}。", en=f"{blank[0]} is missing."))
    term = OWN_SERIES.find(cells["series"])
    region = _region(term, cells["region"])
    year = read_year(cells["year"])
    value, unit = convert(read_number(cells["value"]), cells["unit"], term)
    _check_sign(term, float(value), year)
    return OwnRow(
        series=term.id,
        region=region,
        sector=_sector(term, cells["sector"]),
        scenario=_scenario(term, cells, year),
        year=year,
        value=float(value),
        unit=unit,
        source=cells["source"],
    )


_KEYS = ("sector", "scenario", "base_year")


def _region(term: Term, name: str) -> str:
    """Return a region's id; a table of cities names its own."""
    if term.id == EMISSIONS and name.startswith(CITY):
        return name
    return REGIONS.find(name).id


def _sector(term: Term, name: str) -> str:
    if "sector" not in keys_of(term):
        _refuse_unused(term, "sector", name)
        return ""
    if term.id == EMISSIONS:
        return name if name in SECTOR_CODES else IO_SECTORS.find(name).id
    sector = SECTORS.find(name).id if name else ""
    if sector in sectors_of(term) and sector in INVENTORY_SECTORS:
        return sector
    zh = "、".join(SECTORS.label(s, "zh") for s in sectors_of(term))
    en = ", ".join(SECTORS.label(s, "en") for s in sectors_of(term))
    raise InputError(
        Text(
            zh=f"{term.label.zh}的行业应为：{zh}。",
            en=f"the sector of {term.label.en} must be one of: {en}.",
        )
    )


def _scenario(term: Term, cells: dict[str, str], year: int) -> str:
    """Return the scenario of a benchmark, or the base year of a target, which is kept there."""
    keys = keys_of(term)
    if "base_year" in keys:
        base = read_year(cells["base_year"] or cells["scenario"])
        if base >= year:
            raise InputError(
                Text(
                    zh=f"基年 {base} 应早于目标年 {year}。",
                    en=f"the base year {base} must come before the target year {year}.",
                )
            )
        return str(base)
    _refuse_unused(term, "base_year", cells["base_year"])
    if "scenario" not in keys:
        _refuse_unused(term, "scenario", cells["scenario"])
        return ""
    if not cells["scenario"]:
        raise InputError(
            Text(
                zh="缺少 scenario（情景名）。",
                en="scenario is missing: name the benchmark or the scenario.",
            )
        )
    return cells["scenario"]


def _refuse_unused(term: Term, column: str, value: str) -> None:
    if value:
        raise InputError(
            Text(
                zh=f"{term.label.zh}不分 {column}，该列应留空（此处为“{value}”）。",
                en=f"{term.label.en} has no {column}; leave it empty (here “{value}”).",
            )
        )


_SIGNS: dict[str, tuple[Callable[[float], bool], Text]] = {
    "positive": (lambda v: v > 0, Text(zh="应大于零。", en="must be above zero.")),
    "not_negative": (lambda v: v >= 0, Text(zh="不能为负。", en="must not be negative.")),
    "negative": (
        lambda v: -100 <= v < 0,
        Text(
            zh="应为-100到0之间的负数：下降18%写作-18。",
            en="must be negative: −18 for a cut of 18 %.",
        ),
    ),
    "growth": (
        lambda value: -10 <= value <= 15,
        Text(
            zh="应在-10到15之间：每年增长4.5%写作4.5。",
            en="must lie between −10 and 15: 4.5 for a growth of 4.5 % a year.",
        ),
    ),
}


def _check_sign(term: Term, value: float, year: int) -> None:
    sign = term.extra["sign"]
    if sign == "year":
        holds, text = value == year, Text(zh="应与年份相同。", en="must be the year itself.")
    else:
        test, text = _SIGNS[sign]
        holds = test(value)
    if not holds:
        raise InputError(
            Text(
                zh=f"{term.label.zh}为 {value:g}，{text.zh}",
                en=f"{term.label.en} is {value:g}; it {text.en}",
            )
        )


def _repeated(found: Iterable[tuple[str, OwnRow]]) -> list[Text]:
    first: dict[tuple[str, str, str, str, int], tuple[str, OwnRow]] = {}
    problems: list[Text] = []
    for place, row in found:
        if row.key not in first:
            first[row.key] = place, row
            continue
        earlier, held = first[row.key]
        same = (held.value, held.unit) == (row.value, row.unit)
        text = Text(
            zh=f"与第{earlier}行{'重复' if same else '矛盾'}（同一指标、地区和年份）。",
            en=f"{'repeats' if same else 'contradicts'} line {earlier} (same series, region and"
            " year).",
        )
        problems.append(_at(place, text))
    return problems


def _mixed_benchmarks(rows: Iterable[OwnRow]) -> list[Text]:
    held: dict[tuple[str, str, str], list[OwnRow]] = {}
    for row in rows:
        if row.series == BENCHMARK:
            held.setdefault((row.scenario, row.sector, row.region), []).append(row)
    problems: list[Text] = []
    for (scenario, sector, _), series in held.items():
        label = SECTORS.text(sector)
        if len(series) == 1:
            problems.append(
                Text(
                    zh=f"基准“{scenario}”（{label.zh}）只有一个年份，看不出走势，至少需要两个。",
                    en=f"the benchmark “{scenario}” ({label.en}) has one year only; two at least"
                    " make a way.",
                )
            )
        if len({r.unit for r in series}) > 1:
            problems.append(
                Text(
                    zh=f"基准“{scenario}”（{label.zh}）各年单位不一致。",
                    en=f"the benchmark “{scenario}” ({label.en}) mixes units that do not convert.",
                )
            )
    return problems


def _refusal(name: str, problems: list[Text]) -> FileRefusedError:
    if not problems:
        return refuse(
            name,
            "只有表头，没有数据行。",
            "there is a header but no row of data.",
        )
    shown, rest = problems[:MOST_SHOWN], len(problems) - MOST_SHOWN
    zh, en = "；".join(p.zh.rstrip("。") for p in shown), "; ".join(p.en.rstrip(".") for p in shown)
    more_zh = f"；另有{rest}处" if rest > 0 else ""
    more_en = f"; and {rest} more" if rest > 0 else ""
    return refuse(name, f"{zh}{more_zh}。整个文件未导入。", f"{en}{more_en}. Nothing was taken.")


def _compare(file: str, row: OwnRow) -> list[ImportFinding]:
    """Flag a figure far from the published one of the same year: its unit may be wrong."""
    held = published(row.series)
    other = held.get(row.region, row.year) if held else None
    if not other or 1 / FAR_OFF <= row.value / other <= FAR_OFF:
        return []
    label = OWN_SERIES.text(row.series)
    say = partial(ImportFinding, level="caution", file=file, rule="far_from_published")
    return [
        say(
            table="own_series",
            about=[row.series],
            region=row.region,
            year=row.year,
            text=Text(
                zh=f"{label.zh}为 {row.value:g}，而公布值为 {other:g}，相差一倍以上，请核对单位。",
                en=f"{label.en} is {row.value:g} while {other:g} was published, a factor of more"
                " than two; check the unit.",
            ),
        )
    ]
