"""The importers against damaged files: a clean refusal, or figures that are what stood there."""

import math
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from data.ceads.content import CellFile, Content, open_file
from data.ceads.formats import read_file
from data.ceads.io_tables import IoFile, read_io
from data.errors import FileRefusedError
from tests.io_workbooks import lay_out, make_numbers
from tests.mutations import Damaged, Sheets, damage, damage_bytes
from tests.workbooks import NOTE, make_cell, make_rows, make_workbook

Figures = dict[tuple, float]

MRIO_REGIONS = ("CN-BJ", "CN-HA")
MOVED = {"odd_label", "rename_sheet", "double_sheet"}
"""Damage after which a figure may rightly stand under another name."""


@dataclass(frozen=True)
class Specimen:
    """A sound file to damage: its sheets, its NOTE, and who reads it."""

    sheets: Sheets
    note: str = ""
    year: object = ""
    read: Callable[[object], Content] = read_file

    def pack(self, sheets: Sheets) -> bytes:
        """Write sheets as a workbook."""
        return make_workbook(sheets, self.note, self.year)

    def import_figures(self, content: bytes) -> Figures:
        """Read a workbook into figures by place."""
        return dict(figures_of(self.read(open_file("f.xlsx", content))))


def unique_cell(seed: int) -> np.ndarray:
    """An inventory of which every figure, totals aside, stands once."""
    noise = np.random.default_rng(seed).uniform(0.001, 0.9, (47, 18)).round(6)
    return np.where(make_cell() > 0, make_cell() + noise, 0.0)


@cache
def specimen(kind: str) -> Specimen:
    """Return a sound file of a kind."""
    return SPECIMENS[kind]()


def _provincial(dialect: str) -> Specimen:
    names = ("Guangdong2019", "Jiangsu2019")
    sheets = {n: make_rows(unique_cell(k), dialect) for k, n in enumerate(names)}
    return Specimen(sheets, NOTE["inventory_provincial"], 2019)


def _national() -> Specimen:
    sheets = {str(2018 + k): make_rows(unique_cell(k)) for k in range(2)}
    return Specimen(sheets, NOTE["inventory_national"])


def _mrio() -> Specimen:
    drawn = make_numbers(2)
    apart = np.arange(drawn.Z.size).reshape(drawn.Z.shape) * 1e-6
    numbers = replace(drawn, Z=drawn.Z + apart, x=drawn.x + apart.sum(axis=1))
    rows = [list(r) for r in lay_out(numbers, MRIO_REGIONS)]
    return Specimen({"Table_2017": rows}, read=lambda file: read_io(file, MRIO_REGIONS))


SPECIMENS: dict[str, Callable[[], Specimen]] = {
    "provincial": lambda: _provincial("spaced"),
    "provincial underscored": lambda: _provincial("underscored"),
    "national": _national,
    "mrio": _mrio,
}


def figures_of(content: Content) -> Iterator[tuple[tuple, float]]:
    """Yield every figure that was read, under a name that tells where it belongs."""
    if isinstance(content, CellFile):
        held = {(content.table, *key): cell for key, cell in content.cells.items()}
    elif isinstance(content, IoFile):
        held = {(t, part): a for t, s in content.tables.items() for part, a in s.arrays.items()}
    else:
        raise TypeError(type(content).__name__)
    for name, array in held.items():
        for place, value in np.ndenumerate(array):
            yield (*name, *place), float(value)


def fuzz(kind: str, cases: int, seed: int) -> Counter[str]:
    """Import damaged copies of a specimen.

    Returns:
        How many were refused, and how many imported with every figure right.

    Raises:
        AssertionError: A figure is not what stood there; the text says how to see it again.
        Exception: Anything else than a refusal is a fault of the importer.
    """
    sound = specimen(kind)
    original = sound.import_figures(sound.pack(sound.sheets))
    counted: Counter[str] = Counter()
    for case in range(cases):
        chance = random.Random(f"{kind} {seed} {case}")  # noqa: S311  repeatable, no secret
        where = f"{kind}, seed {seed}, case {case}"
        try:
            outcome = _one(sound, original, chance, where)
        except (AssertionError, FileRefusedError):
            raise
        except Exception as error:
            raise AssertionError(f"{where}: {type(error).__name__}: {error}") from error
        counted[outcome] += 1
    return counted


def _one(sound: Specimen, original: Figures, chance: random.Random, where: str) -> str:
    if chance.random() < 0.3:
        copy = Damaged(sound.sheets, ["bytes"])
        content = damage_bytes(sound.pack(sound.sheets), chance)
    else:
        copy = damage(sound.sheets, chance)
        content = sound.pack(copy.sheets)
    try:
        found = sound.import_figures(content)
    except FileRefusedError as error:
        if "f.xlsx" not in error.text.en or "f.xlsx" not in error.text.zh:
            raise AssertionError(f"{where}: {error.text.en}") from error
        return "refused"
    if copy.done != ["bytes"]:
        judge(found, original, copy, where)
    return "imported"


def judge(found: Figures, original: Figures, copy: Damaged, where: str) -> None:
    """Refuse any figure that neither stood in its place nor was put there."""
    put = {old: number_of(new) for old, new in copy.changed.items()}
    anywhere = {*original.values(), *put.values()} if MOVED & set(copy.done) else set[float]()
    for name, value in found.items():
        if math.isnan(value) or value in anywhere:
            continue
        stood = original.get(name, math.nan)
        if value not in (stood, put.get(stood, stood)):
            raise AssertionError(f"{where}: {copy.done}: {name} is {value}, was {stood}")


def number_of(value: object) -> float:
    """Return the number that a reader may see in an odd cell; NaN where there is none."""
    if value == "=1+1":
        return 0.0  # a formula whose result was never computed is stored as 0
    try:
        return float(str(value)) if not isinstance(value, bool) else math.nan
    except ValueError:
        return math.nan
