"""A question about the inventories, settled: which cuts and years, and the figure of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from data.dataset import Dataset
from data.errors import InputError
from data.text import Text
from data.vocabulary import FUELS, INVENTORY_FUELS, INVENTORY_SECTORS, NATION, SECTORS
from tools.inventory.answer import Answer, in_order, read_values
from tools.inventory.figures import Figures, Quantity
from tools.inventory.methods import Measure
from tools.inventory.selection import (
    Cut,
    Dimension,
    Years,
    find_parts,
    find_regions,
    find_terms,
    find_years,
)

Order = Literal["descending", "ascending"]


@dataclass(frozen=True)
class Question:
    """What is asked, in the reader's names: of whom, which parts, what measure, what compared."""

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    fuels: tuple[str, ...]
    measure: Measure
    group_by: Dimension
    top: int | None = None
    order: Order = "descending"

    @property
    def group(self) -> Dimension:
        """What is compared: as asked, else the first thing of which several are named."""
        if self.group_by != "none":
            return self.group_by
        if len(self.sectors) > 1:
            return "sector"
        if len(self.fuels) > 1:
            return "fuel"
        return "region" if len(self.regions) > 1 else "none"

    @property
    def names_members(self) -> bool:
        """Whether the reader named what is compared."""
        held = {"region": self.regions, "sector": self.sectors, "fuel": self.fuels}
        return len(held.get(self.group, ())) > 1


@dataclass(frozen=True)
class Span:
    """The years asked for: single ones, a range, or so many up to the latest."""

    years: tuple[int, ...] = ()
    first: int | None = None
    last: int | None = None
    last_years: int | None = None


def settle(dataset: Dataset, question: Question, span: Span) -> Answer:
    """Find the cuts and years of a question and mint their figures.

    Raises:
        InputError: A name is unknown, or no year asked for is held.
        DataMissingError: No region named is in the data set.
    """
    if not question.regions and dataset.national is None:
        question = _without_nation(question)
    held = find_regions(dataset, question.regions, question.group == "region")
    years = _years(dataset, held, span, question.measure)
    figures = Figures(dataset, _basis(dataset, question, held))
    blocks = _blocks(question, held, figures)
    quantity: Quantity = "total" if question.measure == "growth" else question.measure
    focus = _focus(question, held)
    if focus:
        blocks = (_fellows(dataset, question.group, focus),)
    cuts = [c for block in blocks for c in block]
    answer = Answer(
        figures=figures,
        blocks=blocks,
        years=years,
        quantity=quantity,
        growth=question.measure == "growth" and len(years.held) > 1,
        group=question.group,
        top=question.top,
        ascending=question.order == "ascending",
        named=question.names_members,
        focus=focus,
        values=read_values(figures, cuts, years.held, quantity),
    )
    if len(cuts) > 2 or question.top or answer.growth:
        answer = replace(answer, blocks=in_order(answer))
    return answer


def regions_of(answer: Answer) -> tuple[str, ...]:
    """List the regions an answer speaks of; one shown among its fellows stands for itself."""
    spoken = [answer.focus] if answer.focus else [c for block in answer.blocks for c in block]
    return tuple(dict.fromkeys(c.region for c in spoken))


def _without_nation(question: Question) -> Question:
    """Compare the provinces when neither a region is named nor the nation held."""
    if question.group in ("none", "region"):
        return replace(question, group_by="region")
    raise InputError(
        Text(
            zh="数据集没有全国清单，请指明省份，例如广东。",
            en="The data set holds no national inventory; name a province, for example Guangdong.",
        )
    )


def _years(dataset: Dataset, regions: Sequence[str], span: Span, measure: Measure) -> Years:
    growth = measure == "growth"
    # A change over the last n years sets out from the year before them.
    last_years = span.last_years + growth if span.last_years else None
    found = find_years(
        dataset, regions, span.years, span.first, span.last,
        last_years=last_years, latest_only=not growth,
    )  # fmt: skip
    if not growth or len(found.held) > 1:
        return found
    earlier = [y for y in found.coverage if y < found.last]
    if not earlier:
        raise InputError(
            Text(
                zh=f"计算变化需要两个年份，而{found.last}年之前没有数据。",
                en=f"A change takes two years, and nothing is held before {found.last}.",
            )
        )
    pair = (earlier[-1], found.last)
    return Years(pair, pair, found.coverage, chosen=True)


def _basis(dataset: Dataset, question: Question, regions: Sequence[str]) -> tuple[str, ...]:
    """Settle what shares refer to; empty means each region's own total."""
    parts = question.sectors or question.fuels
    pooled = not parts and question.group not in ("sector", "fuel")
    if question.measure != "share" or not (question.group_by == "region" or pooled):
        return ()
    if dataset.national is not None and (NATION in regions or len(regions) == 1):
        return (NATION,)
    return tuple(r for r in regions if r != NATION)


def _blocks(
    question: Question, regions: Sequence[str], figures: Figures
) -> tuple[tuple[Cut, ...], ...]:
    group = question.group
    sectors = find_parts(SECTORS, question.sectors, group == "sector")
    fuels = find_parts(FUELS, question.fuels, group == "fuel")
    compared = [r for r in regions if r != NATION or NATION not in figures.basis]
    compared = compared or list(regions)
    parts = list(product(sectors, fuels))
    if group in ("sector", "fuel"):
        return tuple(tuple(Cut(r, s, f) for s, f in parts) for r in compared)
    return tuple(tuple(Cut(r, s, f) for r in compared) for s, f in parts)


def _focus(question: Question, regions: Sequence[str]) -> Cut | None:
    """One province, sector or fuel compared with its kind is shown among all of them."""
    if question.measure == "share" or len(regions) != 1:
        return None
    if question.group_by == "region" and (not question.regions or NATION in regions):
        return None
    sectors = find_terms(SECTORS, question.sectors) or ("",)
    fuels = find_terms(FUELS, question.fuels) or ("",)
    if not len(sectors) == len(fuels) == 1 or question.group_by == "none":
        return None
    if question.group_by == "sector" and sectors[0] not in INVENTORY_SECTORS:
        return None
    if question.group_by == "fuel" and fuels[0] not in INVENTORY_FUELS:
        return None
    return Cut(regions[0], sectors[0], fuels[0])


def _fellows(dataset: Dataset, group: Dimension, focus: Cut) -> tuple[Cut, ...]:
    if group == "sector":
        return tuple(replace(focus, sector=s) for s in INVENTORY_SECTORS)
    if group == "fuel":
        return tuple(replace(focus, fuel=f) for f in INVENTORY_FUELS)
    return tuple(replace(focus, region=r) for r in find_regions(dataset, (), by_region=True))
