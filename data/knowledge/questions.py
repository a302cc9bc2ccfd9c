"""The question store: synthetic questions with their kind and the tool calls that answer them.

The nearest questions give an unknown one its kind, and serve a chat model as examples.
"""

import itertools
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.knowledge.concepts import concepts, weighted
from data.knowledge.masking import mask
from data.text import Lang

FILE = Path(__file__).parent.parent / "qa" / "questions.jsonl"

KINDS = (
    "emissions_total",
    "emissions_trend",
    "emissions_compare",
    "emissions_by_sector",
    "emissions_by_fuel",
    "rank_regions",
    "emissions_share",
    "per_capita",
    "per_gdp",
    "emissions_growth",
    "growth_ranking",
    "decomposition",
    "flow_sankey",
    "network",
    "province_network",
    "linkages",
    "extraction",
    "key_links",
    "upstream_paths",
    "downstream_paths",
    "structural_change",
    "footprint",
    "transfers",
    "what_if_intensity",
    "what_if_input",
    "what_if_demand",
    "what_if_fuel",
    "what_if_electricity",
    "carbon_price",
    "sector_pathway",
    "roadmap",
    "scenario_compare",
    "sector_benchmark",
    "grid_factor",
    "certainty",
    "pathway_gap",
    "policy_ranking",
    "industry_roadmap",
    "policy_targets",
    "cross_table",
    "coverage",
    "manual",
    "greeting",
    "off_topic",
    "place_emissions",
    "place_rank",
)

_UNITS = re.compile(r"<[a-z]+>|[\u3400-\u9fff]|[a-z0-9][a-z0-9_\-]*")

WORDING = 0.3
"""Weight of how a question is worded beside what it is about."""

POWER = 4
"""How much more a near question's vote counts than a farther one's."""


@dataclass(frozen=True)
class Question:
    """A question with the kind it is of.

    ``masked`` and ``concepts`` follow from the question and are kept to load fast.

    ``id`` is ``<kind>-<lang>-<phrasing>-<variant>``; the variants of one phrasing differ little.
    """

    id: str
    lang: Lang
    question: str
    masked: str
    concepts: tuple[str, ...]
    kind: str
    calls: tuple[dict[str, Any], ...]

    @property
    def phrasing(self) -> str:
        """The id without its variant."""
        return self.id.rpartition("-")[0]


def features(masked: str, about: Sequence[str]) -> dict[str, float]:
    """Weigh what a masked question is about, and its words, CJK characters and pairs of them.

    >>> features("<region>的碳", [])
    {'<region>': 0.3, '的': 0.3, '碳': 0.3, '<region> 的': 0.3, '的 碳': 0.3}
    """
    units = _UNITS.findall(masked)
    pairs = [f"{a} {b}" for a, b in itertools.pairwise(units)]
    return dict.fromkeys(units + pairs, WORDING) | weighted(about)


class QuestionStore:
    """Questions found by how they are asked, whatever province, sector or year they name.

    Likeness is the cosine of features weighted by ``ln(1 + N/df)``.

    >>> store = QuestionStore.load()
    >>> store.kinds("山东钢铁行业到2040年要减多少？")[0][1]
    'sector_pathway'
    """

    def __init__(self, questions: Iterable[Question]) -> None:
        self.questions = tuple(questions)
        held = [features(q.masked, q.concepts) for q in self.questions]
        size = len(held)
        names = list(itertools.chain.from_iterable(held))
        counts = Counter(names)
        self._rarity = {name: math.log(1 + size / n) for name, n in counts.items()}
        self._unseen = math.log(1 + 2 * size)
        self._codes = dict(zip(counts, range(len(counts)), strict=True))
        self._ends = [0, *itertools.accumulate(counts.values())]
        self._places, self._values = self._post(held, names)

    def _post(
        self, held: Sequence[dict[str, float]], names: Sequence[str]
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the places of the questions with each feature, and its weight as of ``_weigh``.

        Feature after feature, in the order of their codes.
        """
        which = np.fromiter(map(self._codes.__getitem__, names), dtype=np.intp, count=len(names))
        places = np.repeat(np.arange(len(held)), [len(named) for named in held])
        rarity = np.fromiter(self._rarity.values(), dtype=np.float64, count=len(self._rarity))
        weights = itertools.chain.from_iterable(named.values() for named in held)
        values = np.fromiter(weights, dtype=np.float64, count=len(names)) * rarity[which]
        length = np.sqrt(np.bincount(places, values**2, minlength=len(held)))
        length[length == 0] = 1.0
        order = np.argsort(which, kind="stable")
        return places[order], (values / length[places])[order]

    @classmethod
    def load(cls, file: Path = FILE) -> "QuestionStore":
        """Return the store that ships with the package, read once in a process."""
        return _load(file)

    def nearest(
        self, question: str, most: int = 8, *, without: str = ""
    ) -> list[tuple[float, Question]]:
        """Return the questions asked most alike, best first, with a likeness of 0 to 1.

        Args:
            question: The question, as asked or already masked.
            most: How many to return at most; questions that share nothing are left out.
            without: A phrasing to leave out, to measure the store against itself.
        """
        masked = mask(question)
        likeness = np.zeros(len(self.questions))
        for name, value in self._weigh(features(masked, concepts(masked))).items():
            code = self._codes.get(name)
            if code is not None:
                some = slice(self._ends[code], self._ends[code + 1])
                likeness[self._places[some]] += value * self._values[some]
        found: list[tuple[float, Question]] = []
        for place in np.argsort(-likeness, kind="stable"):
            if len(found) == most or likeness[place] <= 0:
                break
            if not without or self.questions[place].phrasing != without:
                found.append((min(float(likeness[place]), 1.0), self.questions[place]))
        return found

    def kinds(self, question: str, most: int = 8, *, without: str = "") -> list[tuple[float, str]]:
        """Return the likely kinds, best first, with their share of the nearest questions' votes."""
        votes: defaultdict[str, float] = defaultdict(float)
        for likeness, near in self.nearest(question, most, without=without):
            votes[near.kind] += likeness**POWER
        total = sum(votes.values())
        return sorted(((v / total, k) for k, v in votes.items()), reverse=True)

    def _weigh(self, named: dict[str, float]) -> dict[str, float]:
        """Weigh features by rarity to unit length; one that no question has is the rarest."""
        values = {n: w * self._rarity.get(n, self._unseen) for n, w in named.items()}
        length = math.sqrt(sum(v * v for v in values.values())) or 1.0
        return {name: value / length for name, value in values.items()}


@cache
def _load(file: Path) -> QuestionStore:
    with file.open(encoding="utf-8") as lines:
        return QuestionStore(_question(json.loads(line)) for line in lines)


def _question(row: dict[str, Any]) -> Question:
    return Question(
        id=row["id"],
        lang=row["lang"],
        question=row["question"],
        masked=row["masked"],
        concepts=tuple(row["concepts"]),
        kind=row["kind"],
        calls=tuple(row["calls"]),
    )
