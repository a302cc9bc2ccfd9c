"""A question about cities or counties, settled: which places, among which others, which years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from data.dataset import Dataset
from data.errors import DataMissingError, InputError
from data.place_vocabulary import LEVEL_NOUN, PlaceVocabulary, level_of, places_of
from data.tables import PlaceLevel, PlaceTotals, span
from data.text import Text, join
from data.vocabulary import NATION, REGIONS

Measure = Literal["total", "trend", "share", "growth", "rank"]
Order = Literal["descending", "ascending"]

MOST_NAMED = 4
"""Places named where none holds the years asked for."""

ENOUGH = 0.5
"""Part of the best-covered year's places that a year must hold to be ranked by default."""


@dataclass(frozen=True)
class Wanted:
    """What is asked, in the reader's names."""

    places: tuple[str, ...]
    province: str | None
    level: PlaceLevel | None
    measure: Measure
    years: tuple[int, ...]
    year_from: int | None
    year_to: int | None
    last_years: int | None


@dataclass(frozen=True)
class Asked:
    """The question in ids.

    Attributes:
        level: Cities or counties.
        places: Those named; none means all of ``province``, or of the nation.
        province: Region id, or an empty text for the nation.
        measure: What is asked of them.
        axis: Every year of the question, in order.
        coverage: The years that some of the places hold.
        chosen: Whether the reader named the years.
    """

    vocabulary: PlaceVocabulary
    level: PlaceLevel
    places: tuple[str, ...]
    province: str
    measure: Measure
    axis: tuple[int, ...]
    coverage: tuple[int, ...]
    chosen: bool

    @property
    def lists_all(self) -> bool:
        """Whether all places of a province or the nation are set in order."""
        return not self.places

    @property
    def last(self) -> int:
        """The last year asked for that is held."""
        return [y for y in self.axis if y in self.coverage][-1]

    def table(self, place: str) -> PlaceTotals:
        """Return the table that holds a place."""
        return self.vocabulary.tables[level_of(place)]


def settle(dataset: Dataset, wanted: Wanted) -> Asked:
    """Find places and years.

    Raises:
        DataMissingError: The data set holds no table of cities, or counties; the text says how to
            get one.
        InputError: A name is unknown or means several places, or no year asked for is held.
    """
    vocabulary = places_of(dataset)
    if vocabulary is None or (wanted.level and wanted.level not in vocabulary.tables):
        raise _no_table(vocabulary, wanted.level or "city")
    province = _province(wanted.province)
    places = tuple(
        dict.fromkeys(_choose(vocabulary, n, wanted.level, province) for n in wanted.places)
    )
    level = wanted.level or (level_of(places[0]) if places else _first_level(vocabulary))
    if not places and not vocabulary.within(level, province):
        raise _none_there(level, province)
    measure = _measure(wanted, places)
    coverage = _coverage(vocabulary, places, level, province)
    who = (
        join(vocabulary.label(p) for p in places[:MOST_NAMED])
        if places
        else REGIONS.text(province or NATION)
    )
    axis, chosen = _axis(coverage, wanted, measure, who)
    asked = Asked(vocabulary, level, places, province, measure, axis, coverage, chosen)
    return asked if chosen or len(axis) > 1 or len(places) < 2 else _in_a_common_year(asked)


def _in_a_common_year(asked: Asked) -> Asked:
    """Take the latest year that all places named hold, where there is one."""
    common = (
        y
        for y in reversed(asked.coverage)
        if len(held_in(asked, asked.places, y)) == len(asked.places)
    )
    return replace(asked, axis=(next(common, asked.axis[0]),))


def _choose(vocabulary: PlaceVocabulary, name: str, level: PlaceLevel | None, province: str) -> str:
    if province and vocabulary.find(name, level, province):
        return vocabulary.choose(name, level, province).id
    return vocabulary.choose(name, level).id


def _province(name: str | None) -> str:
    found = REGIONS.find(name).id if name else ""
    return "" if found == NATION else found


def _first_level(vocabulary: PlaceVocabulary) -> PlaceLevel:
    return "city" if "city" in vocabulary.tables else "county"


def _measure(wanted: Wanted, places: Sequence[str]) -> Measure:
    if places:
        return wanted.measure
    return "growth" if wanted.measure == "growth" else "rank"


def _coverage(
    vocabulary: PlaceVocabulary, places: Sequence[str], level: PlaceLevel, province: str
) -> tuple[int, ...]:
    ids = places or [p.id for p in vocabulary.within(level, province)]
    counts: dict[int, int] = {}
    for table in vocabulary.tables.values():
        rows = [table.index[i] for i in ids if i in table.index]
        held = np.isfinite(np.asarray(table.co2_mt)[rows]).sum(axis=0)
        for year, count in zip(table.years, held.tolist(), strict=True):
            counts[year] = counts.get(year, 0) + count
    return tuple(sorted(y for y, n in counts.items() if n))


def most_held(asked: Asked, scope: Sequence[str]) -> int:
    """Return the latest year that a fair part of the places hold, for a ranking of them."""
    counts = {y: sum(1 for _ in held_in(asked, scope, y)) for y in asked.coverage}
    least = ENOUGH * max(counts.values())
    return max(y for y, n in counts.items() if n >= least)


def held_in(asked: Asked, scope: Iterable[str], year: int) -> list[str]:
    """Return the places that hold a year."""
    return [i for i in scope if np.isfinite(asked.table(i).value(i, year))]


def _axis(
    coverage: tuple[int, ...], wanted: Wanted, measure: Measure, who: Text
) -> tuple[tuple[int, ...], bool]:
    if not coverage:
        raise InputError(
            Text(zh=f"{who.zh}没有任何年份的数据。", en=f"No year is held of {who.en}.")
        )
    first, last = wanted.year_from, wanted.year_to
    if wanted.last_years and not (wanted.years or first or last):
        first = coverage[-1] - wanted.last_years + (measure != "growth")
    if first is not None or last is not None:
        low, high = sorted((first or coverage[0], last or coverage[-1]))
        low, high = max(low, coverage[0] - 30), min(high, coverage[-1] + 30)
        axis = tuple(sorted({*range(low, high + 1), *wanted.years}))
    elif wanted.years:
        axis = tuple(sorted(set(wanted.years)))
    elif measure in ("trend", "growth"):
        return tuple(range(coverage[0], coverage[-1] + 1)), False
    else:
        return (coverage[-1],), False
    if not set(axis) & set(coverage):
        asked = span(axis) or span(y for y in (first, last) if y)
        raise InputError(
            Text(
                zh=f"{who.zh}没有 {asked} 年的数据；现有年份：{span(coverage)}。",
                en=f"Nothing is held of {who.en} for {asked}; years held: {span(coverage)}.",
            ),
            suggestions=[str(coverage[-1])],
        )
    return axis, True


def _no_table(vocabulary: PlaceVocabulary | None, level: PlaceLevel) -> DataMissingError:
    noun = LEVEL_NOUN[level]
    address = "www.ceads.net/data/city" if level == "city" else "www.ceads.net/data/county"
    instead = Text(zh="", en="")
    if vocabulary is not None:
        other = LEVEL_NOUN[_first_level(vocabulary)]
        instead = Text(zh=f"现有{other.zh}数据可查。", en=f" The {other.en} table is held.")
    return DataMissingError(
        Text(
            zh=f"当前数据集没有{noun.zh}排放总量表。请在 CEADs 网站（{address}）下载后运行 visceads"
            f" import 文件名；在此之前可以问省份。{instead.zh}",
            en=f"The current data set holds no table of {noun.en} totals. Download it from CEADs"
            f" ({address}) and run: visceads import FILE. Until then, ask about provinces."
            f"{instead.en}",
        )
    )


def _none_there(level: PlaceLevel, province: str) -> DataMissingError:
    noun, where = LEVEL_NOUN[level], REGIONS.text(province)
    return DataMissingError(
        Text(
            zh=f"{noun.zh}数据中没有{where.zh}的{noun.zh}。",
            en=f"The {noun.en} table holds no {noun.en} of {where.en}.",
        )
    )
