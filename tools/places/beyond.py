"""What totals of cities and counties cannot answer: it is said, and the province is offered."""

from collections.abc import Sequence
from typing import Literal

from data.text import Text
from data.vocabulary import FUELS, REGIONS, SECTORS
from tools.inventory.phrases import inline
from tools.places.asked import Asked

Beyond = Literal[
    "sectors",
    "fuels",
    "per_person",
    "per_gdp",
    "drivers",
    "flows",
    "supply_chain",
    "pathway",
    "targets",
]

LACKING: dict[Beyond, Text] = {
    "sectors": Text(zh="没有分行业数据", en="no split by sector"),
    "fuels": Text(zh="没有分燃料数据", en="no split by fuel"),
    "per_person": Text(zh="没有与之配套的人口数据", en="no population to go with them"),
    "per_gdp": Text(zh="没有与之配套的GDP数据", en="no GDP to go with them"),
    "drivers": Text(
        zh="没有分解驱动因素所需的数据", en="nothing from which drivers could be decomposed"
    ),
    "flows": Text(zh="没有燃料到行业的流向数据", en="nothing on the flow of fuels to sectors"),
    "supply_chain": Text(
        zh="没有供应链（投入产出）数据", en="nothing on supply chains (input-output)"
    ),
    "pathway": Text(
        zh="没有推算减排路径和达峰所需的行业数据",
        en="no sector data from which a pathway or a peak could be derived",
    ),
    "targets": Text(zh="没有市县的政策目标", en="no policy targets of cities or counties"),
}

QUESTION: dict[Beyond, Text] = {
    "sectors": Text(
        zh="{province}{year}年哪些行业排放最多？",
        en="Which sectors of {province} emitted most in {year}?",
    ),
    "fuels": Text(
        zh="{province}{year}年各种燃料的排放是多少？",
        en="What did each fuel emit in {province} in {year}?",
    ),
    "per_person": Text(
        zh="{province}{year}年人均CO2排放是多少？",
        en="What were the CO2 emissions per capita of {province} in {year}?",
    ),
    "per_gdp": Text(
        zh="{province}{year}年单位GDP的CO2排放是多少？",
        en="What were the CO2 emissions per GDP of {province} in {year}?",
    ),
    "drivers": Text(
        zh="{province}CO2排放变化的驱动因素是什么？",
        en="What drove the change of CO2 emissions in {province}?",
    ),
    "flows": Text(
        zh="画出{province}{year}年能源到行业的排放流向图",
        en="Draw the flow of fuels to sectors in {province} in {year}",
    ),
    "supply_chain": Text(
        zh="画出{province}的产业投入产出网络",
        en="Draw the input-output network of the industries of {province}",
    ),
    "pathway": Text(
        zh="{province}在2060年达成碳中和时间表及产业投入产出路线图应为何？",
        en="What are the net-zero timetable and industry roadmap of {province} to 2060?",
    ),
    "targets": Text(
        zh="{province}有哪些政策目标？", en="Which policy targets does {province} have?"
    ),
}

PART = Text(
    zh="{province}{year}年{part}的CO2排放是多少？",
    en="What were the CO2 emissions of {part} in {province} in {year}?",
)
SECTOR_PATHWAY = Text(
    zh="{province}{part}到2060年要减多少？", en="How much must {part} in {province} cut by 2060?"
)


def say_beyond(asked: Asked, beyond: Beyond) -> Text:
    """Say that the table holds totals only, and what can be asked instead."""
    label = asked.vocabulary.label(asked.places[0])
    province = _province(asked)
    lacking = LACKING[beyond]
    level = "区县" if asked.level == "county" else "城市"
    level_en = "county" if asked.level == "county" else "city"
    return Text(
        zh=f"{level}排放表只有总量，{lacking.zh}，因此无法就{label.zh}回答这个问题；"
        f"可以改问所在省份{province.zh}。省级结果不能当作{label.zh}的结果。",
        en=f"The {level_en} table holds totals only, {lacking.en}, so this cannot be answered for"
        f" {label.en}. It can be asked of its province, {province.en};"
        " what holds for the province is no result for the place.",
    )


def ask_province(asked: Asked, beyond: Beyond, parts: Sequence[str], year: int) -> list[Text]:
    """Write the question about the province, on the sector or fuel where one was named."""
    province = _province(asked)
    named = next((t.label for p in parts for t in (SECTORS.get(p), FUELS.get(p)) if t), None)
    question = QUESTION[beyond]
    if named and beyond == "pathway":
        question = SECTOR_PATHWAY
    elif named and beyond in ("sectors", "fuels"):
        question = PART
    part = inline(named) if named else Text(zh="", en="")
    return [
        Text(
            zh=question.zh.format(province=province.zh, year=year, part=part.zh),
            en=question.en.format(province=province.en, year=year, part=part.en),
        )
    ]


def _province(asked: Asked) -> Text:
    return REGIONS.text(asked.vocabulary.places[asked.places[0]].province)
