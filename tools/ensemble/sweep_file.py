"""The file of a sweep: one row a case, written as it is done, taken up where it was left."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from pathlib import Path

from data.errors import InputError
from data.text import Text
from tools.ensemble.sweep import COLUMNS, Case, Row

Asked = tuple[str, int, int, int, int]
"""Data set, start year, target year, draws and seed: what every row of a file shares."""

_SHARED = ("dataset", "start_year", "target_year", "draws", "seed")


def read_done(file: Path, asked: Asked) -> set[Case]:
    """Return the cases that a file already holds; none where there is no file.

    Raises:
        InputError: It is no file of a sweep, or of one with other draws, years or data.
    """
    if not file.exists() or file.stat().st_size == 0:
        return set()
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise _other_file(file)
        rows = [row for row in reader if None not in row.values()]
    if any(tuple(row[name] for name in _SHARED) != tuple(map(str, asked)) for row in rows):
        raise _other_sweep(file)
    return {Case(row["region"], row["sector"], row["scenario"]) for row in rows}


def write_rows(file: Path, rows: Iterator[Row]) -> int:
    """Append rows as they come, each complete on disk before the next; return how many."""
    mend(file)
    new = not file.exists() or file.stat().st_size == 0
    written = 0
    with file.open("a", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        if new:
            writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow(["" if v is None else v for v in astuple(row)])
            lines.flush()
            written += 1
    return written


def mend(file: Path) -> None:
    """Cut a last line off that a crash left unfinished."""
    if not file.exists():
        return
    held = file.read_bytes()
    whole = held[: held.rfind(b"\n") + 1]
    if whole != held:
        file.write_bytes(whole)


def cross(regions: Sequence[str], sectors: Sequence[str], scenarios: Sequence[str]) -> list[Case]:
    """Give every case of some regions, sectors and scenarios; none means all of it together.

    >>> [c.sector for c in cross(["CN-GD"], ["power", "transport"], [])]
    ['power', 'transport']
    """
    return [
        Case(region, sector, scenario)
        for region in regions
        for sector in sectors or ("",)
        for scenario in scenarios or ("",)
    ]


def _other_file(file: Path) -> InputError:
    return InputError(
        Text(
            zh=f"{file} 已存在，但不是 visceads sweep 写出的文件；请用 --out 指定另一个文件。",
            en=f"{file} exists and is no file of visceads sweep; name another with --out.",
        )
    )


def _other_sweep(file: Path) -> InputError:
    return InputError(
        Text(
            zh=f"{file} 中的结果属于另一次计算（数据集、年份、抽样次数或种子不同），不能续写；请用 --out 指定另一个文件。",
            en=f"{file} holds a sweep with another data set, other years, draws or seed and cannot be"
            " taken up; name another file with --out.",
        )
    )
