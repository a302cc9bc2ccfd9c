"""The milestone years that a reader asks for: those on the pathway, the others explained."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.errors import InputError
from data.result import Note
from data.text import Text
from tools.pathways.scenarios import Options
from tools.pathways.timetable import pick_milestones, pick_short


@dataclass(frozen=True)
class AskedYears:
    """The years to answer for, the milestones of the table, and what is left out."""

    lead: tuple[int, ...]
    milestones: tuple[int, ...]
    notes: tuple[Note, ...] = ()


def choose_years(asked: Sequence[int], base_year: int, options: Options) -> AskedYears:
    """Choose the years an answer leads with: those asked for, else every tenth and the target.

    Raises:
        InputError: A year lies after the target year, or all lie before the pathway.
    """
    first, last = options.start_year, options.target_year
    milestones = pick_milestones(base_year, first, last)
    if not asked:
        return AskedYears(pick_short(milestones, first, last), milestones)
    years = sorted(set(asked))
    late = [y for y in years if y > last]
    ahead = tuple(y for y in years if first < y <= last)
    if late:
        raise _late(late[-1], last)
    if not ahead:
        raise _early(years, base_year, first)
    early = [y for y in years if y <= first]
    notes = [Note(level="caution", text=_left_out(early, base_year, first))] if early else []
    notes += [Note(text=_on_the_way(ahead[-1], last))] if ahead[-1] < last else []
    every = tuple(sorted({*milestones, *ahead}))
    return AskedYears(ahead, every, tuple(notes))


def _late(year: int, target: int) -> InputError:
    return InputError(
        Text(
            zh=f"节点年 {year} 在目标年 {target} 之后，路径到目标年为止；请把目标年设为 {year} 或更晚。",
            en=f"The milestone {year} lies after the target year {target}, where the pathway ends;"
            f" set the target year to {year} or later.",
        ),
        suggestions=[str(year)],
    )


def _early(years: Sequence[int], base_year: int, first: int) -> InputError:
    zh, en = "、".join(map(str, years)), ", ".join(map(str, years))
    return InputError(
        Text(
            zh=f"{zh} 年不在路径上：清单到 {base_year} 年为止，路径从 {first} 年起；请问 {first + 1} 年以后的"
            "节点，例如 2030、2060，或直接查询清单排放。",
            en=f"{en} is not on the pathway: inventories end in {base_year} and the pathway starts in"
            f" {first}. Ask for years from {first + 1}, such as 2030 and 2060, or for the inventory"
            " emissions themselves.",
        ),
        suggestions=["2030", "2060"],
    )


def _on_the_way(year: int, target: int) -> Text:
    return Text(
        zh=f"{year}年是通往目标年{target}年的路径上的节点，不是目标年；如以{year}年为目标年，请写明“目标年{year}”。",
        en=f"{year} is a milestone on the way to the target year {target}, not the target year itself;"
        f" to converge by {year}, ask for the target year {year}.",
    )


def _left_out(years: Sequence[int], base_year: int, first: int) -> Text:
    zh, en = "、".join(map(str, years)), ", ".join(map(str, years))
    return Text(
        zh=f"{zh}年不在路径上（清单到{base_year}年，路径从{first}年起），没有列出减排量。",
        en=f"{en} lies before the pathway (inventories to {base_year}, pathway from {first}), so no"
        " cut is given for it.",
    )
