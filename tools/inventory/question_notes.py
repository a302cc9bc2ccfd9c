"""What a reader must know beside the figures of a question about the inventories."""

from data.dataset import Dataset
from data.result import Note
from data.text import Text
from data.vocabulary import NATION, REGIONS
from tools.inventory.answer import Answer
from tools.inventory.caveats import (
    chosen_year,
    data_notes,
    is_nation,
    left_out,
    sum_is_not_nation,
    unknown_bases,
)
from tools.inventory.question import Question
from tools.inventory.selection import find_terms, single_terms


def note_question(
    dataset: Dataset, question: Question, answer: Answer, regions: tuple[str, ...]
) -> list[Note]:
    """Collect the notes: what is left out or missing, what was assumed, what a share refers to."""
    notes = left_out(find_terms(REGIONS, question.regions), [*regions, *answer.figures.basis])
    notes += chosen_year(answer.years)
    if not question.regions and is_nation(regions):
        text = Text(
            zh="问题未指定省份，采用全国清单。", en="No province named: the nation's inventory."
        )
        notes.append(Note(text=text))
    notes += data_notes(dataset, regions, answer.years, single_terms(answer.cuts))
    notes += unknown_bases(answer.figures.unknown)
    every_province = not question.regions and answer.group == "region"
    against_nation = len({*regions, *answer.figures.basis}) > 1 and NATION in {
        *regions,
        *answer.figures.basis,
    }
    if every_province or against_nation:
        notes.append(sum_is_not_nation())
    return [*notes, *_zeros(answer), *_share_of(answer)]


def _zeros(answer: Answer) -> list[Note]:
    last = answer.years.last
    zero = any(c.value == 0 for (_, year), c in answer.values.items() if year == last)
    if not (answer.zeros_last and zero and len(answer.values) > 1):
        return []
    text = Text(
        zh="清单中数值为零的各项排在“最少”之后。",
        en="What the inventory puts at zero comes after the smallest emitters.",
    )
    return [Note(text=text)]


def _share_of(answer: Answer) -> list[Note]:
    if answer.quantity != "share":
        return []
    basis = answer.figures.basis
    if basis == (NATION,):
        text = Text(
            zh="占比以全国清单的排放为总体；各省占比之和超过百分之百。",
            en="The whole is the nation's inventory; the provinces' shares add up to over 100 %.",
        )
    elif basis:
        text = Text(
            zh="占比以所列各省之和为总体，不是占全国的比重。",
            en="The whole is the sum of the provinces listed, not the nation.",
        )
    else:
        text = Text(
            zh="占比以该地区全部行业、全部燃料的排放总量为总体。",
            en="The whole is the region's total over all sectors and fuels.",
        )
    return [Note(text=text)]
