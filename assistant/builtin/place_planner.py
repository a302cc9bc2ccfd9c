"""Questions on cities and counties: what they ask of the totals held, and what goes beyond them.

A question on a place is understood as if it named the place's province, then turned to the totals.
"""

import re
from dataclasses import replace

from assistant.builtin.kinds import Kind, all_kinds
from assistant.builtin.linker import Slots
from data.knowledge.concepts import concepts
from data.knowledge.masking import FIRST_TARGET
from data.place_vocabulary import PlaceVocabulary
from data.text import Lang
from data.vocabulary import NATION

ONE, RANKING = "place_emissions", "place_rank"
RANKINGS = {"rank_regions", "growth_ranking", RANKING}
OUTSIDE = {"coverage", "manual", "greeting", "off_topic"}
"""Kinds that ask nothing of the place named."""
BESIDE = {"emissions_total", "emissions_trend", "emissions_compare"}
"""Kinds in which a province may be set beside a city."""
BY_PLACE = "by_place"
"""The concept of cities and counties as such."""


def ask_which_place(
    question: str, slots: Slots, places: PlaceVocabulary, lang: Lang
) -> tuple[str, list[str]]:
    """Ask which of several places of one name is meant; return the text and the questions."""
    word, ids = slots.unclear_places[0]
    labels = [places.label(i).get(lang) for i in ids[:6]]
    more = len(ids) > len(labels)
    if lang == "zh":
        text = (
            f"“{word}”可以指多个地方：{'、'.join(labels)}{'等' if more else ''}。您问的是哪一个？"
        )
    else:
        text = f"“{word}” may mean several places: {'; '.join(labels)}"
        text += " and others. Which one?" if more else ". Which one?"
    return text, [question.replace(word, label, 1) for label in labels]


def ask_city_or_province(
    question: str, slots: Slots, places: PlaceVocabulary, lang: Lang
) -> tuple[str, list[str]]:
    """Ask whether a province or its city of the same name is meant."""
    word, region = slots.shared_names[0]
    city = places.label(places.namesake(region)).get(lang)
    if lang == "zh":
        province, text = f"{word}省", f"“{word}”可以指{word}省，也可以指{city}。您问的是哪一个？"
    else:
        province = f"{word} Province"
        text = f"“{word}” may mean the province or the city ({city}). Which one?"
    return text, [question.replace(word, name, 1) for name in (province, city)]


UNHEARD_ZH = re.compile(
    r"^(?:请问|那么?)?((?![各哪全每多几某所本该这那])[\u4e00-\u9fff]{1,5}?(?:自治[县州旗]|[区县旗市州]))"
    r"(?=<year>|的|[,，]|历年|人均|近|占|排放|碳|CO2|二氧化碳)"
)
UNHEARD_EN = re.compile(r"\b((?:[A-Z][a-z'’]+ ){1,2}(?:District|County|Banner|Prefecture|City))\b")
COMMON = re.compile(
    r"(?:地|园|社|景|发|城|山|郊|市|特|省|济|治|辖|牧|矿|林|灾|片|区|都|股|超|上|县)[区县市州]$"
)
"""Ends of words that are kinds of places and name none (地区, 城市, 省市)."""


def unheard_place(slots: Slots) -> str:
    """Return what is written like the name of a city or county and is none that is known."""
    if slots.regions or slots.places or slots.elsewhere or slots.unclear_places:
        return ""
    found = UNHEARD_ZH.search(slots.masked) or UNHEARD_EN.search(slots.masked)
    return found[1] if found and not COMMON.search(found[1]) else ""


def say_unheard(word: str, lang: Lang) -> str:
    """Say that nothing is held of a place, and that nothing else is put in its stead."""
    if lang == "zh":
        return (
            f"数据集中没有“{word}”的数据（缺失，不等于零）；我不会用别处的数字代替。"
            "请核对名称，或改问它所在的省份。"
        )
    return (
        f"Nothing is held of “{word}” (missing, which is not zero), and no other figures are put in"
        " its place. Check the name, or ask about its province."
    )


def names_either(kind: Kind, slots: Slots) -> bool:
    """Tell whether a province's name may as well mean its city in a question of this kind."""
    if not slots.shared_names or slots.sectors or slots.fuels or len(slots.regions) > 1:
        return False
    return kind.id in BESIDE | {"emissions_growth"} and not slots.places


def reworded(slots: Slots) -> str:
    """Write the masked question as if it named provinces, for the store of questions."""
    future = slots.all_years and min(slots.all_years) >= FIRST_TARGET
    text = slots.masked.replace("<city>", "<region>").replace("<top>", "<number>")
    return text.replace("<year>", "<target>") if future else text


def as_province(slots: Slots, places: PlaceVocabulary) -> Slots:
    """Put the provinces of the places where the question names them, to find its kind."""
    regions = [places.places[i].province for i in slots.places]
    # Two cities of one province are two regions to compare all the same.
    return replace(slots, regions=[*regions, *slots.regions])


def asks_for_places(slots: Slots) -> bool:
    """Tell whether a question speaks of cities or counties as such (哪个城市)."""
    return BY_PLACE in concepts(slots.masked)


def with_municipalities(slots: Slots, places: PlaceVocabulary) -> Slots:
    """Read 上海 as a city where it stands beside cities, or is asked for as one."""
    if not (slots.places or (asks_for_places(slots) and len(slots.regions) == 1)):
        return slots
    cities = {r: places.municipality(r) for r in slots.regions}
    own = {places.places[i].province for i in slots.places}
    cities = {r: c for r, c in cities.items() if c and r not in own}
    if not cities:
        return slots
    return replace(
        slots,
        places=[*slots.places, *cities.values()],
        regions=[r for r in slots.regions if r not in cities],
    )


def turn_to_places(kind: Kind, slots: Slots) -> tuple[Kind, Slots]:
    """Turn a kind of question about provinces into the one about cities or counties."""
    if slots.places:
        if kind.id in OUTSIDE:
            return kind, slots
        return all_kinds()[ONE], replace(slots, asked_as=kind.id)
    if kind.id in RANKINGS and asks_for_places(slots):
        return all_kinds()[RANKING], replace(slots, asked_as=kind.id)
    if kind.id == RANKING:  # nothing in the question speaks of cities or counties
        return all_kinds()["rank_regions"], slots
    return kind, slots


def first_kind(kind: str, slots: Slots) -> str:
    """Return the kind that a turn on places was asked as, so that a follow-up may name a province."""
    return slots.asked_as if kind == ONE and slots.asked_as in all_kinds() else kind


def provinces_beside(slots: Slots, places: PlaceVocabulary) -> Slots | None:
    """Return the slots of the provinces that a question sets beside its cities; None for none."""
    own = {places.places[i].province for i in slots.places}
    others = [r for r in slots.regions if r not in own]
    if not others or NATION in others or slots.asked_as not in BESIDE:
        return None
    return replace(slots, regions=others, places=[], asked_as="")
