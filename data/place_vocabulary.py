"""The cities and counties of a data set by name: homonyms together, told apart by their province."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from data.dataset import Dataset
from data.errors import InputError
from data.tables import Place, PlaceLevel, PlaceTotals
from data.text import Text
from data.vocabulary import PROVINCES, fold

MUNICIPALITIES = frozenset({"CN-BJ", "CN-TJ", "CN-SH", "CN-CQ"})
"""Cities that are provinces; their name means the province unless a city is asked for."""

LEVEL_NOUN: dict[PlaceLevel, Text] = {
    "city": Text(zh="城市", en="city"),
    "county": Text(zh="区县", en="county"),
}

_SUFFIX = re.compile(
    r"(?<=..)(?:(?:[\u4e00-\u9fff]{1,3}族)*自治[州县旗]|地区|林区|特区|市|县|区|旗|盟)$"
)
_EN_SUFFIX = re.compile(
    r" (?:city|prefecture|county|district|banner|autonomous (?:county|prefecture|banner))$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r" \(.*\)$")
"""What tells homonyms apart in an English label; the province does that here."""

_SHORTEST = 2
_SHORTEST_LATIN = 4
"""Parents in a run of Latin letters are at least as long: no code of a province is read there."""


def bare(name: str) -> str:
    """Return a Chinese name without the word for its kind of place.

    >>> bare("保定市"), bare("延边朝鲜族自治州"), bare("苏州"), bare("朝阳区"), bare("城区")
    ('保定', '延边', '苏州', '朝阳', '城区')
    """
    return _SUFFIX.sub("", name)


def bare_english(name: str) -> str:
    """Return an English name without the word for its kind of place.

    >>> bare_english("Anxin County"), bare_english("Suzhou (Anhui)")
    ('Anxin', 'Suzhou')
    """
    return _EN_SUFFIX.sub("", _ASIDE.sub("", name))


def level_of(place_id: str) -> PlaceLevel:
    """Tell a city from a county by its id.

    >>> level_of("county:130632")
    'county'
    """
    return "county" if place_id.startswith("county:") else "city"


class PlaceVocabulary:
    """Cities and counties found by id, name, name with province, Chinese or English.

    A name may stand for several places (Suzhou in Jiangsu and in Anhui): ``find`` returns all.
    """

    def __init__(self, tables: Iterable[PlaceTotals]) -> None:
        self.tables: dict[PlaceLevel, PlaceTotals] = {t.level: t for t in tables}
        self.places: dict[str, Place] = {
            p.id: p for table in self.tables.values() for p in table.places
        }
        self._cities_en = {
            (p.province, bare(p.label.zh)): bare_english(p.label.en)
            for p in self.places.values()
            if level_of(p.id) == "city"
        }

    @cached_property
    def _full(self) -> dict[str, tuple[str, ...]]:
        return _index((fold(n), p.id) for p in self for n in full_names(p))

    @cached_property
    def _short(self) -> dict[str, tuple[str, ...]]:
        return _index((fold(n), p.id) for p in self for n in short_names(p))

    def __iter__(self) -> Iterator[Place]:
        return iter(self.places.values())

    def __contains__(self, place_id: object) -> bool:
        return place_id in self.places

    def __len__(self) -> int:
        return len(self.places)

    def find(
        self, name: str, level: PlaceLevel | None = None, province: str = ""
    ) -> tuple[Place, ...]:
        """Return every place that a name may stand for, cities before counties; () for none.

        Args:
            name: Id, or name in either language, with or without 市/县/区 and the province.
            level: Cities or counties alone.
            province: Region id of the province it must lie in.
        """
        if name in self.places:
            return (self.places[name],)
        held = [self.places[i] for i in self._look(fold(name))]
        fitting = [
            p for p in held if level in (None, level_of(p.id)) and province in ("", p.province)
        ]
        return tuple(sorted(fitting, key=lambda p: level_of(p.id) == "county"))

    def choose(self, name: str, level: PlaceLevel | None = None, province: str = "") -> Place:
        """Return the one place that a name stands for.

        Raises:
            InputError: None has that name, or several have; the message lists them.
        """
        found = self.find(name, level, province)
        cities = [p for p in found if level_of(p.id) == "city"]
        if len(found) == 1 or len(cities) == 1:
            return (cities or list(found))[0]
        raise _several(name, self, found) if found else _none(name, self)

    def label(self, place_id: str) -> Text:
        """Name a place with its province, so that no homonym can be meant.

        >>> suzhou = Place("city:CN-AH:宿州", Text(zh="宿州", en="Suzhou"), "CN-AH")
        >>> from data.tables import PlaceTotals
        >>> import numpy as np
        >>> from data.result import Source
        >>> source = Source(title=suzhou.label, citation="", kind="official")
        >>> held = PlaceTotals("city", (suzhou,), (2019,), np.ones((1, 1)), "official", source)
        >>> PlaceVocabulary([held]).label(suzhou.id)
        Text(zh='安徽宿州', en='Suzhou, Anhui')
        """
        place = self.places.get(place_id)
        if place is None:
            return Text(zh=place_id, en=place_id)
        province = PROVINCES.text(place.province)
        own = Text(zh=place.label.zh, en=_ASIDE.sub("", place.label.en))
        if level_of(place_id) == "city":
            if bare(own.zh) != province.zh:
                return Text(zh=f"{province.zh}{own.zh}", en=f"{own.en}, {province.en}")
            en = f"{province.en} City"
            if place.province in MUNICIPALITIES:
                return Text(zh=f"{province.zh}市", en=en)
            return Text(zh=f"{province.zh}省{province.zh}市", en=f"{en}, {province.en}")
        city = bare(place.city)
        if city in ("", province.zh) or place.province in MUNICIPALITIES:
            return Text(zh=f"{province.zh}{own.zh}", en=f"{own.en}, {province.en}")
        city_en = self._cities_en.get((place.province, city), "")
        inner = f", {city_en}" if city_en else ""
        return Text(zh=f"{province.zh}{city}{own.zh}", en=f"{own.en}{inner}, {province.en}")

    def within(self, level: PlaceLevel, province: str = "") -> list[Place]:
        """Return the cities or counties of a province, or of the nation."""
        table = self.tables.get(level)
        return [p for p in table.places if province in ("", p.province)] if table else []

    def municipality(self, region: str) -> str:
        """Return the city id of a municipality; empty for any other region, or when not held."""
        return self.namesake(region) if region in MUNICIPALITIES else ""

    def shares_name(self, region: str) -> bool:
        """Tell whether a province's name alone may mean a city of it too (吉林, not 北京)."""
        return region not in MUNICIPALITIES and bool(self.namesake(region))

    def namesake(self, region: str) -> str:
        """Return the id of the city that bears its province's name (吉林), or an empty text."""
        name = PROVINCES.text(region).zh if region in PROVINCES else ""
        own = (p.id for p in self.within("city", region) if bare(p.label.zh) == name)
        return next(own, "")

    def near(self, name: str, most: int = 3) -> list[Text]:
        """Return the labels of the places whose names come closest to a misspelt one."""
        keys = difflib.get_close_matches(fold(name), self._full, n=2 * most, cutoff=0.6)
        ids = dict.fromkeys(i for k in keys for i in self._full[k])
        return [self.label(i) for i in ids][:most]

    def _look(self, key: str) -> tuple[str, ...]:
        found = self._full.get(key) or self._short.get(key)
        return found or self._look_within(key)

    def _look_within(self, key: str) -> tuple[str, ...]:
        """Take a leading (Chinese) or trailing (English) province or city off a name."""
        least = _SHORTEST_LATIN if key.isascii() else _SHORTEST
        for cut in range(least, len(key) - 1):
            split = len(key) - cut if key.isascii() else cut
            if key.isascii():
                rest, parent = key[:split], key[split:]
            else:
                parent, rest = key[:split], key[split:]
            inside = self._inside(parent)
            found = tuple(i for i in self._look(rest) if i in inside) if inside else ()
            if found:
                return found
        return ()

    def _inside(self, parent: str) -> set[str]:
        province = PROVINCES.get(parent)
        if province:
            return {p.id for p in self if p.province == province.id}
        cities = [self.places[i] for i in self._full.get(parent, ()) if level_of(i) == "city"]
        return {
            p.id
            for city in cities
            for p in self.within("county", city.province)
            if bare(p.city) == bare(city.label.zh)
        }


def full_names(place: Place) -> Iterator[str]:
    """Yield the names by which a place alone is meant, in either language."""
    zh, en = place.label.zh, place.label.en
    short, short_en = bare(zh), bare_english(en)
    yield from (zh, en, *place.aliases)
    if level_of(place.id) == "city":
        yield from (short, f"{short}市", short_en, f"{short_en} City")
        if zh.endswith(("州", "盟", "地区")):
            yield from (f"{short}地区", f"{short}盟", f"{short}州", f"{short}自治州")
    elif zh.endswith("市"):
        yield from (short, short_en)


def short_names(place: Place) -> Iterator[str]:
    """Yield the short names of a county, which are words or other places' names too."""
    if level_of(place.id) == "county":
        yield from (bare(place.label.zh), bare_english(place.label.en))


@lru_cache(maxsize=4)
def places_of(dataset: Dataset) -> PlaceVocabulary | None:
    """Return the cities and counties that a data set holds; None when it holds none."""
    if not {"inventory_city", "inventory_county"} & set(dataset.manifest.tables):
        return None
    return PlaceVocabulary(t for t in (dataset.cities, dataset.counties) if t)


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    held: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name, place_id in pairs:
        if len(name) >= _SHORTEST:
            held[name][place_id] = None
    return {name: tuple(ids) for name, ids in held.items()}


def _several(name: str, places: PlaceVocabulary, found: Iterable[Place]) -> InputError:
    labels = [places.label(p.id) for p in found]
    zh, en = "、".join(t.zh for t in labels), "; ".join(t.en for t in labels)
    return InputError(
        Text(
            zh=f"“{name}”可以指多个地方：{zh}。请写明省份。",
            en=f"“{name}” may mean several places: {en}. Name the province.",
        ),
        suggestions=[t.en for t in labels],
    )


def _none(name: str, places: PlaceVocabulary) -> InputError:
    near = places.near(name)
    zh, en = "、".join(t.zh for t in near), "; ".join(t.en for t in near)
    return InputError(
        Text(
            zh=f"市县数据中没有“{name}”。" + (f"您是指：{zh}？" if near else ""),
            en=f"The city and county data hold no “{name}”."
            + (f" Did you mean: {en}?" if near else ""),
        ),
        suggestions=[t.en for t in near],
    )
