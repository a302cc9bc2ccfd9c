"""The vocabularies: provinces, sectors, fuels and input-output sectors as ids with their names.

Logic uses ids; names in either language and aliases come in and go out at the edges only.
"""

import csv
import difflib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from data.errors import InputError
from data.text import Lang, Text

FOLDER = Path(__file__).parent / "vocabularies"

NATION = "CN"
"""Region id of the nation; its inventory is a table of its own, never the sum of provinces."""


@dataclass(frozen=True)
class Term:
    """One entry of a vocabulary: its id, its label, and every other way people write it."""

    id: str
    label: Text
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def names(self) -> tuple[str, ...]:
        """All spellings, label first."""
        return (self.label.zh, self.label.en, *self.aliases)


def fold(name: str) -> str:
    """Reduce a spelling to what counts when names are compared.

    >>> fold("Inner  Mongolia ") == fold("innermongolia")
    True
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in text if c.isalnum())


class Vocabulary:
    """Terms of one kind, found by id, label or alias.

    >>> PROVINCES.find("粤").id
    'CN-GD'
    """

    def __init__(self, name: Text, terms: Iterable[Term]) -> None:
        self.name = name
        self.terms = {t.id: t for t in terms}
        self._by_name: dict[str, Term] = {}
        for term in self.terms.values():
            for spelling in (term.id, *term.names):
                self._by_name.setdefault(fold(spelling), term)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms.values())

    def __contains__(self, term_id: object) -> bool:
        return term_id in self.terms

    def __len__(self) -> int:
        return len(self.terms)

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids in their standard order."""
        return tuple(self.terms)

    def get(self, name: str) -> Term | None:
        """Return the term a spelling stands for, or None."""
        return self.terms.get(name) or self._by_name.get(fold(name))

    def find(self, name: str) -> Term:
        """Return the term a spelling stands for.

        Raises:
            InputError: Nothing has that name; the message offers the nearest names.
        """
        term = self.get(name)
        if term is None:
            near = self.near(name)
            zh = "、".join(t.label.zh for t in near)
            en = ", ".join(t.label.en for t in near)
            raise InputError(
                Text(
                    zh=f"没有名为“{name}”的{self.name.zh}。" + (f"您是指：{zh}？" if near else ""),
                    en=f"There is no {self.name.en} named “{name}”."
                    + (f" Did you mean: {en}?" if near else ""),
                ),
                suggestions=[t.label.en for t in near],
            )
        return term

    def near(self, name: str, most: int = 3) -> list[Term]:
        """Return the terms whose names come closest to a misspelt one."""
        keys = difflib.get_close_matches(fold(name), self._by_name, n=3 * most, cutoff=0.6)
        found = list(dict.fromkeys(self._by_name[k].id for k in keys))
        if not found and len(fold(name)) > 1:
            shared = [t for t in self if any(set(fold(name)) & set(n) for n in t.names[:1])]
            found = [t.id for t in shared]
        return [self.terms[i] for i in found[:most]]

    def label(self, term_id: str, lang: Lang) -> str:
        """Return the label of an id in one language; an unknown id stands for itself."""
        term = self.terms.get(term_id)
        return term.label.get(lang) if term else term_id

    def text(self, term_id: str) -> Text:
        """Return the label of an id in both languages."""
        return self.terms[term_id].label


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a small UTF-8 table with a header into dictionaries."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _terms(file: str, extra: tuple[str, ...] = ()) -> list[Term]:
    return [
        Term(
            id=row["id"],
            label=Text(zh=row["zh"], en=row["en"]),
            aliases=tuple(a for a in row.get("aliases", "").split("|") if a),
            members=tuple(row.get("members", "").split()),
            extra={key: row[key] for key in extra},
        )
        for row in read_csv(FOLDER / file)
    ]


PROVINCES = Vocabulary(
    Text(zh="省份", en="province"),
    _terms("provinces.csv", ("ceads_label", "gb2", "in_inventory")),
)
"""The 31 provinces in the order of the National Bureau of Statistics; Tibet has no inventory."""

REGIONS = Vocabulary(
    Text(zh="省份", en="province"),
    [
        *PROVINCES,
        Term(NATION, Text(zh="全国", en="China"), ("中国", "国家", "nation", "national", "CHN")),
    ],
)
"""The provinces and the nation."""

REGION_GROUPS = Vocabulary(Text(zh="区域", en="group of provinces"), _terms("region_groups.csv"))
"""Usual groups of provinces, each standing for its members."""


def name_regions(ids: Iterable[str]) -> Text:
    """Name regions taken together: a single one, a usual group by its own name, or one by one.

    >>> name_regions(["CN-HE", "CN-BJ", "CN-TJ"]).zh, name_regions(["CN-GD", "CN-JS"]).en
    ('京津冀', 'Guangdong and Jiangsu')
    """
    held = list(ids)
    usual = usual_group(held)
    if usual:
        return REGION_GROUPS.text(usual)
    *rest, last = [REGIONS.text(r) for r in held]
    if not rest:
        return last
    zh = "、".join(n.zh for n in [*rest, last])
    return Text(zh=zh, en=f"{', '.join(n.en for n in rest)} and {last.en}")


def usual_group(ids: Iterable[str]) -> str:
    """Return the id of the usual group with exactly these members; empty where there is none."""
    wanted = set(ids)
    return next((g.id for g in REGION_GROUPS if set(g.members) == wanted), "")


OTHER_PLACES = Vocabulary(Text(zh="地方", en="place"), _terms("other_places.csv", ("province",)))
"""Places that people ask about and no provincial inventory stands for: cities, other countries."""

SECTORS = Vocabulary(
    Text(zh="行业", en="sector"),
    [
        *_terms("sectors.csv", ("no", "zh_full", "ceads_label", "fact_group")),
        *_terms("sector_groups.csv"),
    ],
)
"""The 47 inventory sectors in file order, then groups of them (``members`` is not empty)."""

INVENTORY_SECTORS: tuple[str, ...] = tuple(t.id for t in SECTORS if not t.members)

FUELS = Vocabulary(
    Text(zh="燃料", en="fuel"),
    [
        *_terms("fuels.csv", ("header_spaced", "header_underscored", "family")),
        *_terms("fuel_groups.csv"),
    ],
)
"""17 fuels and the cement process in file order, then groups of them."""

INVENTORY_FUELS: tuple[str, ...] = tuple(t.id for t in FUELS if not t.members)

IO_SECTORS = Vocabulary(
    Text(zh="投入产出部门", en="input-output sector"),
    _terms("io_sectors.csv", ("code_consistent42", "code_nbs2017_42", "family")),
)
"""The sectors of both 42-sector schemes; a sector of one scheme only has no code in the other."""

FAMILIES = Vocabulary(Text(zh="部门族", en="sector family"), _terms("sector_families.csv"))
"""Ten families of input-output sectors: the palette of networks and flows."""

IO_SCHEMES = ("consistent42", "nbs2017_42")


def io_sector_ids(scheme: str) -> tuple[str, ...]:
    """Return the 42 sector ids of a scheme in the order of their codes.

    >>> io_sector_ids("consistent42")[24], io_sector_ids("nbs2017_42")[23]
    ('power', 'power')
    """
    key = f"code_{scheme}"
    coded = [(t.extra[key], t.id) for t in IO_SECTORS if t.extra[key]]
    return tuple(term_id for _, term_id in sorted(coded))


def members(vocabulary: Vocabulary, term_id: str) -> tuple[str, ...]:
    """Expand a group to its members; a single term stands for itself.

    >>> members(SECTORS, "households")
    ('urban_households', 'rural_households')
    """
    return vocabulary.terms[term_id].members or (term_id,)


@dataclass(frozen=True)
class Share:
    """Part of an inventory sector that goes to one input-output sector."""

    sector: str
    io_sector: str
    weight: float
    evidence: str


@cache
def concordance(scheme: str, table_year: int) -> tuple[Share, ...]:
    """Map the 45 producing inventory sectors to a 42-sector scheme for a table year.

    The weights of each sector sum to 1. Tables before 2017 use the split that CEADs used then;
    the nearest of the checked years (2012, 2015, 2017) serves.

    Args:
        scheme: ``consistent42`` or ``nbs2017_42``.
        table_year: The year of the input-output table.
    """
    late = table_year >= 2017
    if scheme == "nbs2017_42" and not late:
        raise InputError(
            Text(
                zh=f"NBS 2017 部门分类不适用于 {table_year} 年的投入产出表，请使用 consistent42。",
                en=f"The NBS 2017 scheme does not serve a table of {table_year}; use consistent42.",
            )
        )
    wanted = {"all", "2017+" if late else "2012;2015"}
    return tuple(
        Share(r["sector"], r["io_sector"], float(r["weight"]), r["evidence"])
        for r in read_csv(FOLDER / "concordance.csv")
        if r["scheme"] == scheme and r["table_years"] in wanted
    )
