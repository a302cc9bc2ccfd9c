"""The importers against damaged files: a clean refusal, or figures that are what stood there."""

import math
import random
from collections import Counter
from collections.abc import Iterator

import numpy as np

from data.ceads.content import CellFile, Content, open_file
from data.ceads.io_tables import IoFile
from data.errors import FileRefusedError
from data.own.reading import OwnFile
from tests.mutations import Damaged, damage, damage_bytes
from tests.specimens import Specimen, specimen

Figures = dict[tuple, float]

MOVED = {"odd_label", "rename_sheet", "double_sheet"}
"""Damage after which a figure may rightly stand under another name."""


def read_figures(sound: Specimen, content: bytes) -> Figures:
    """Read a file into figures by place."""
    return dict(figures_of(sound.read(open_file(sound.name, content))))


def figures_of(content: Content) -> Iterator[tuple[tuple, float]]:
    """Yield every figure that was read, under a name that tells where it belongs."""
    if isinstance(content, CellFile):
        held = {(content.table, *key): cell for key, cell in content.cells.items()}
    elif isinstance(content, IoFile):
        held = {(t, part): a for t, s in content.tables.items() for part, a in s.arrays.items()}
    elif isinstance(content, OwnFile):
        held = {("own", *row.key): np.array(row.value) for row in content.rows}
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
    original = read_figures(sound, sound.pack(sound.sheets))
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
        found = read_figures(sound, content)
    except FileRefusedError as error:
        if sound.name not in error.text.en or sound.name not in error.text.zh:
            raise AssertionError(f"{where}: {error.text.en}") from error
        return "refused"
    if copy.done != ["bytes"]:
        added_up = {n for n in found if sound.sums & set(map(str, n))} if copy.changed else set()
        judge({n: v for n, v in found.items() if n not in added_up}, original, copy, where)
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
        return float(str(value).replace(",", "")) if not isinstance(value, bool) else math.nan
    except ValueError:
        return math.nan
