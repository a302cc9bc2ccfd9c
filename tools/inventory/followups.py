"""Sensible next questions after an answer about emissions."""

from data.text import Text
from data.vocabulary import NATION
from tools.inventory.answer import Answer
from tools.inventory.phrases import region_label

TARGET = "2060"
"""The year in which China means to be carbon-neutral: the horizon of roadmap questions."""


def suggest_followups(answer: Answer) -> list[Text]:
    """Offer two or three questions that lead on from the answer."""
    region = answer.focus.region if answer.focus else answer.blocks[0][0].region
    label = region_label(region)
    year = answer.years.last if answer.values else answer.years.coverage[-1]
    texts: list[Text] = []
    if answer.group != "sector":
        texts.append(
            Text(
                zh=f"{year}年{label.zh}排放最多的五个行业是哪些？",
                en=f"Which five sectors emitted most in {label.en} in {year}?",
            )
        )
    if not answer.several_years:
        first = answer.years.coverage[0]
        texts.append(
            Text(
                zh=f"{label.zh}{first}年以来的CO2排放趋势如何？",
                en=f"How have the CO2 emissions of {label.en} developed since {first}?",
            )
        )
    texts.append(
        Text(
            zh=f"画出{year}年{label.zh}从燃料到行业的碳流桑基图。",
            en=f"Draw the Sankey from fuels to sectors of {label.en} in {year}.",
        )
    )
    if region != NATION:
        texts.append(
            Text(
                zh=f"{label.zh}在{TARGET}年达成碳中和的时间表及产业投入产出路线图应为何？",
                en=f"What timetable and industry roadmap would bring {label.en} to carbon"
                f" neutrality in {TARGET}?",
            )
        )
    return texts[:3] if len(texts) > 3 else texts
