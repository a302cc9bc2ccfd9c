"""The names of cities: which province one is in, its id, its English name and other spellings."""

from functools import cache

from data.tables import Place
from data.text import Text
from data.vocabulary import FOLDER, PROVINCES, read_csv

MUNICIPALITIES = ("CN-BJ", "CN-TJ", "CN-SH", "CN-CQ")


def split_city(name: str) -> tuple[str, str] | None:
    """Split a name into the province it begins with and the city; None when that fails.

    >>> split_city("河北保定"), split_city("吉林吉林"), split_city("北京"), split_city("保定")
    (('CN-HE', '保定'), ('CN-JL', '吉林'), ('CN-BJ', '北京'), None)
    """
    plain = "".join(name.split())
    for prefix, province in _prefixes():
        if plain.startswith(prefix):
            city = plain.removeprefix(prefix)
            if province in MUNICIPALITIES:
                return (province, PROVINCES.text(province).zh) if city in ("", "市") else None
            return (province, _bare(province, city)) if city else None
    return None


def name_city(province: str, city: str) -> Place:
    """Return a city with its id, label and aliases.

    >>> name_city("CN-HE", "保定").label.en, name_city("CN-NM", "呼和浩特").label.en
    ('Baoding', 'Hohhot')
    >>> name_city("CN-HB", "襄樊").id
    'city:CN-HB:襄阳'
    """
    term = PROVINCES.terms[province]
    if province in MUNICIPALITIES:
        return Place(f"city:{province}:{city}", term.label, province, city, (f"{city}市",))
    row = _known().get((province, city))
    if row is None:
        label = Text(zh=city, en=romanise(city))
        return Place(f"city:{province}:{city}", label, province, city, (f"{city}市",))
    label = Text(zh=row["zh_label"] or row["zh"], en=row["en"])
    aliases = tuple(a for a in row["aliases"].split("|") if a)
    return Place(f"city:{province}:{row['zh']}", label, province, row["zh"], aliases)


def romanise(name: str) -> str:
    """Write a Chinese name in pinyin as one word, with the apostrophe that the standard asks for.

    >>> romanise("保定"), romanise("泰安")
    ('Baoding', "Tai'an")
    """
    from pypinyin import lazy_pinyin  # takes a second, and serves imports alone

    first, *others = lazy_pinyin(name, v_to_u=True)
    return (first + "".join(f"'{s}" if s[0] in "aoe" else s for s in others)).capitalize()


def _bare(province: str, city: str) -> str:
    short = city.removesuffix("市")
    return short if len(short) > 1 and (province, city) not in _known() else city


@cache
def _prefixes() -> list[tuple[str, str]]:
    spelt = [(n, t.id) for t in PROVINCES for n in (t.label.zh, *t.aliases)]
    chinese = [(n, p) for n, p in spelt if len(n) > 1 and not n.isascii()]
    return sorted(chinese, key=lambda held: -len(held[0]))


@cache
def _known() -> dict[tuple[str, str], dict[str, str]]:
    rows = read_csv(FOLDER / "place_names.csv")
    by_alias = {(r["province"], a): r for r in rows for a in r["aliases"].split("|")}
    return by_alias | {(r["province"], r["zh"]): r for r in rows}
