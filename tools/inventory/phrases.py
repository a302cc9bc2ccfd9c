"""Wording shared by the tools on the inventory: subjects, quantities, lists, changes."""

from collections.abc import Sequence

from data.result import Claim, mark
from data.text import Text
from data.vocabulary import FUELS, NATION, REGIONS, SECTORS
from tools.inventory.figures import Figures, Quantity, same_size
from tools.inventory.selection import Cut, Dimension

NUMBER_WORDS = (
    Text(zh="零", en="none"),
    Text(zh="一", en="one"),
    Text(zh="两", en="two"),
    Text(zh="三", en="three"),
    Text(zh="四", en="four"),
    Text(zh="五", en="five"),
    Text(zh="六", en="six"),
    Text(zh="七", en="seven"),
    Text(zh="八", en="eight"),
    Text(zh="九", en="nine"),
    Text(zh="十", en="ten"),
)

GROUP_NOUN: dict[Dimension, Text] = {
    "none": Text(zh="项", en="items"),
    "region": Text(zh="个省份", en="provinces"),
    "sector": Text(zh="个行业", en="sectors"),
    "fuel": Text(zh="种燃料", en="fuels"),
}

GROUP_HEADING: dict[Dimension, Text] = {
    "none": Text(zh="对象", en="Subject"),
    "region": Text(zh="地区", en="Region"),
    "sector": Text(zh="行业", en="Sector"),
    "fuel": Text(zh="燃料", en="Fuel"),
}

QUANTITY: dict[Quantity, Text] = {
    "total": Text(zh="CO2排放量", en="CO2 emissions"),
    "per_capita": Text(zh="人均CO2排放量", en="CO2 emissions per person"),
    "per_gdp": Text(
        zh="单位GDP CO2排放量（现价）", en="CO2 emissions per unit of GDP (current prices)"
    ),
    "share": Text(zh="CO2排放占比", en="share of CO2 emissions"),
}


def number_word(count: int) -> Text:
    """Write a small count as a word.

    >>> number_word(3).zh, number_word(12).en
    ('三', '12')
    """
    if count < len(NUMBER_WORDS):
        return NUMBER_WORDS[count]
    return Text(zh=str(count), en=str(count))


def inline(label: Text) -> Text:
    """Write a label as it stands inside an English sentence.

    >>> inline(Text(zh="电力热力", en="Power and heat")).en, inline(Text(zh="液化气", en="LPG")).en
    ('power and heat', 'LPG')
    """
    en = label.en
    return label if en[1:2].isupper() else Text(zh=label.zh, en=en[:1].lower() + en[1:])


def region_label(region: str) -> Text:
    """Name a region."""
    return REGIONS.text(region)


def regions_label(regions: Sequence[str]) -> Text:
    """Name several regions as each language lists them."""
    return listed([region_label(r) for r in regions])


def listed(parts: Sequence[Text]) -> Text:
    """List names with the last joined by "and".

    >>> listed([Text(zh="甲", en="A"), Text(zh="乙", en="B"), Text(zh="丙", en="C")]).en
    'A, B and C'
    """
    if len(parts) < 2:
        return parts[0] if parts else Text(zh="", en="")
    head_zh, head_en = "、".join(p.zh for p in parts[:-1]), ", ".join(p.en for p in parts[:-1])
    return Text(zh=f"{head_zh}和{parts[-1].zh}", en=f"{head_en} and {parts[-1].en}")


def part_label(cut: Cut) -> Text | None:
    """Name a cut's sector and fuel, or None for the whole region."""
    sector = SECTORS.text(cut.sector) if cut.sector else None
    fuel = FUELS.text(cut.fuel) if cut.fuel else None
    if sector and fuel:
        return Text(zh=f"{sector.zh}·{fuel.zh}", en=f"{sector.en} · {inline(fuel).en}")
    return sector or fuel


def cut_label(cut: Cut, cuts: Sequence[Cut] = ()) -> Text:
    """Name a cut in a heading by what tells it from its fellows."""
    part, region = part_label(cut), region_label(cut.region)
    one_region = len({c.region for c in cuts}) == 1
    one_part = len({(c.sector, c.fuel) for c in cuts}) == 1
    if part is None or (one_part and not one_region):
        return region
    if one_region and not one_part:
        return part
    return full_label(cut)


def full_label(cut: Cut) -> Text:
    """Name a cut by region, sector and fuel."""
    part, region = part_label(cut), region_label(cut.region)
    if part is None:
        return region
    return Text(zh=f"{region.zh}{part.zh}", en=f"{region.en}: {inline(part).en}")


def quantity_of(cut: Cut, quantity: Quantity = "total") -> Text:
    """Name a quantity of a cut as the subject of a sentence.

    >>> quantity_of(Cut("CN-GD")).zh, quantity_of(Cut("CN-GD", "power")).en
    ('广东CO2排放总量', 'CO2 emissions of power and heat in Guangdong')
    """
    region, part = region_label(cut.region), part_label(cut)
    noun = QUANTITY[quantity]
    if part is None:
        zh = "CO2排放总量" if quantity == "total" else noun.zh
        of = "of" if quantity == "total" else "in"
        return Text(zh=f"{region.zh}{zh}", en=f"{noun.en} {of} {region.en}")
    preposition = "from" if cut.fuel and not cut.sector else "of"
    return Text(
        zh=f"{region.zh}{part.zh}{noun.zh}",
        en=f"{noun.en} {preposition} {inline(part).en} in {region.en}",
    )


def capital(text: str) -> str:
    """Begin a sentence with a capital."""
    return text[:1].upper() + text[1:]


def whole_label(region: str) -> Text:
    """Name a region's total as what a share refers to."""
    if region == NATION:
        return Text(zh="全国排放总量", en="China's total emissions")
    label = region_label(region)
    return Text(zh=f"{label.zh}排放总量", en=f"{label.en}'s total emissions")


def change_sentence(
    figures: Figures, cut: Cut, first: Claim, last: Claim, quantity: Quantity = "total"
) -> Text:
    """Say how a quantity moved between two years, with all figures as marks."""
    subject = quantity_of(cut, quantity)
    if same_size(first, last):
        return Text(
            zh=f"{last.year}年{subject.zh}与{first.year}年相同，为{mark(last)}。",
            en=f"{capital(subject.en)} did not change between {first.year} and {last.year}:"
            f" {mark(last)}.",
        )
    zh, en = _moved(last.value > first.value)
    change = mark(figures.size(figures.difference(first, last)))
    amount = Text(zh=f"{zh[1]}{change}", en=f"{en[1]} of {change}")
    growth, rate = figures.growth(first, last), figures.rate(first, last)
    tail = Text(zh="", en="")
    if growth is not None and quantity != "share":
        size = mark(figures.size(growth))
        tail = Text(zh=f"，{zh[2]}{size}", en=f" or {size}")
        if rate is not None and _apart(first, last) > 1:
            yearly = mark(figures.size(rate))
            tail += Text(zh=f"，复合{zh[3]}{yearly}", en=f", on average {yearly}")
    return Text(
        zh=f"{subject.zh}由{first.year}年的{mark(first)}{zh[0]}{last.year}年的{mark(last)}，"
        f"{amount.zh}{tail.zh}。",
        en=f"{capital(subject.en)} {en[0]} from {mark(first)} in {first.year} to {mark(last)}"
        f" in {last.year}, {amount.en}{tail.en}.",
    )


def _apart(first: Claim, last: Claim) -> int:
    return (last.year or 0) - (first.year or 0)


def _moved(up: bool) -> tuple[tuple[str, str, str, str], tuple[str, str]]:
    if up:
        return ("升至", "增加", "增幅", "增速"), ("rose", "an increase")
    return ("降至", "减少", "降幅", "降速"), ("fell", "a decrease")
