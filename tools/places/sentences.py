"""What an answer about cities or counties says; every figure stands as the mark of its claim."""

from collections.abc import Sequence

from data.place_vocabulary import LEVEL_NOUN, level_of
from data.result import Claim, mark
from data.text import Text
from data.vocabulary import REGIONS
from tools.inventory.figures import same_size
from tools.inventory.phrases import number_word
from tools.places.asked import Asked
from tools.places.figures import PlaceFigures
from tools.places.ranking import Ranking, claim_of, standing

NOUNS = {
    "city": Text(zh="个城市", en="cities"),
    "county": Text(zh="个区县", en="counties"),
}


def tell_total(asked: Asked, figures: PlaceFigures, year: int) -> list[Text]:
    """Say the total of one place, or those of several from high to low."""
    claims = {p: c for p in asked.places if (c := figures.of(p, year))}
    if len(asked.places) == 1 or len(claims) < 2:
        return [_total(asked, p, year, claims.get(p)) for p in asked.places]
    order = sorted(claims, key=lambda p: -claims[p].value)
    items = [(asked.vocabulary.label(p), mark(claims[p])) for p in order]
    lacking = [_total(asked, p, year, None) for p in asked.places if p not in claims]
    zh = "；".join(f"{label.zh} {figure}" for label, figure in items)
    en = "; ".join(f"{label.en}: {figure}" for label, figure in items)
    return [
        Text(
            zh=f"{year}年CO2排放总量由高到低：{zh}。",
            en=f"Total CO2 emissions in {year}, highest first: {en}.",
        ),
        *lacking,
    ]


def _total(asked: Asked, place: str, year: int, claim: Claim | None) -> Text:
    label = asked.vocabulary.label(place)
    if claim is None:
        return Text(
            zh=f"没有{label.zh}{year}年的数据。", en=f"There is no figure for {label.en} in {year}."
        )
    return Text(
        zh=f"{year}年{label.zh}CO2排放总量为{mark(claim)}。",
        en=f"Total CO2 emissions of {label.en} in {year} were {mark(claim)}.",
    )


def tell_change(asked: Asked, figures: PlaceFigures, *, peak: bool) -> list[Text]:
    """Say how each place moved from its first to its last year asked for, and its highest year."""
    texts: list[Text] = []
    for place in asked.places:
        held = [c for y in asked.axis if (c := figures.of(place, y))]
        if len(held) < 2:
            texts += [_total(asked, place, c.year or 0, c) for c in held]
            continue
        texts.append(_moved(asked, figures, place, held))
        if peak and len(held) > 2:
            texts.append(_peak(asked, place, held))
    return texts


def _moved(asked: Asked, figures: PlaceFigures, place: str, held: Sequence[Claim]) -> Text:
    label, first, last = asked.vocabulary.label(place), held[0], held[-1]
    if same_size(first, last):
        return Text(
            zh=f"{last.year}年{label.zh}CO2排放总量与{first.year}年相同，为{mark(last)}。",
            en=f"Total CO2 emissions of {label.en} were the same in {first.year} and {last.year}:"
            f" {mark(last)}.",
        )
    up = last.value > first.value
    amount = mark(figures.size(figures.difference(first, last)))
    growth, rate = figures.growth(first, last), figures.rate(first, last)
    zh = f"，{'增幅' if up else '降幅'}{mark(figures.size(growth))}" if growth else ""
    en = f", or {mark(figures.size(growth))}" if growth else ""
    if rate and (last.year or 0) - (first.year or 0) > 1:
        zh += f"，复合{'增速' if up else '降速'}{mark(figures.size(rate))}"
        en += f", on average {mark(figures.size(rate))}"
    return Text(
        zh=f"{label.zh}CO2排放总量由{first.year}年的{mark(first)}{'升' if up else '降'}至{last.year}年的"
        f"{mark(last)}，{'增加' if up else '减少'}{amount}{zh}。",
        en=f"Total CO2 emissions of {label.en} {'rose' if up else 'fell'} from {mark(first)} in"
        f" {first.year} to {mark(last)} in {last.year}: {'up' if up else 'down'} by {amount}{en}.",
    )


def _peak(asked: Asked, place: str, held: Sequence[Claim]) -> Text:
    label, top = asked.vocabulary.label(place), max(held, key=lambda c: c.value)
    return Text(
        zh=f"在有数据的年份中，{label.zh}{top.year}年排放最高，为{mark(top)}。",
        en=f"Of the years held, {label.en} emitted most in {top.year}: {mark(top)}.",
    )


def tell_share(asked: Asked, figures: PlaceFigures, year: int) -> list[Text]:
    """Say what part of its province's inventory each place emits."""
    texts: list[Text] = []
    for place in asked.places:
        label = asked.vocabulary.label(place)
        province = REGIONS.text(asked.vocabulary.places[place].province)
        part, share = figures.of(place, year), figures.share_of_province(place, year)
        whole = figures.of_province(place, year)
        if part is None:
            texts.append(_total(asked, place, year, None))
        elif share is None or whole is None:
            texts.append(
                Text(
                    zh=f"{year}年{label.zh}CO2排放总量为{mark(part)}；数据集没有{province.zh}当年的省级清单，"
                    "因此没有占比。",
                    en=f"Total CO2 emissions of {label.en} in {year} were {mark(part)}; the data set"
                    f" holds no inventory of {province.en} for that year, so there is no share.",
                )
            )
        else:
            texts.append(
                Text(
                    zh=f"{year}年{label.zh}CO2排放相当于{province.zh}省级清单总量的{mark(share)}"
                    f"（{label.zh} {mark(part)}，{province.zh} {mark(whole)}）。",
                    en=f"In {year}, {label.en} emitted the equivalent of {mark(share)} of the"
                    f" provincial inventory of {province.en} ({mark(part)} against {mark(whole)}).",
                )
            )
    return texts


def tell_standing(asked: Asked, figures: PlaceFigures, year: int) -> list[Text]:
    """Say in which position each place stands in its province and in the nation."""
    texts: list[Text] = []
    for place in asked.places:
        label = asked.vocabulary.label(place)
        claim, province = figures.of(place, year), asked.vocabulary.places[place].province
        inner = standing(figures, asked, place, province, year)
        outer = standing(figures, asked, place, "", year)
        if claim is None or inner is None or outer is None:
            texts.append(_total(asked, place, year, None))
            continue
        noun, where = NOUNS[level_of(place)], REGIONS.text(province)
        texts.append(
            Text(
                zh=f"{year}年{label.zh}CO2排放总量为{mark(claim)}，在{where.zh}有数据的{mark(inner[1])}"
                f"{noun.zh}中排第{mark(inner[0])}位，在全国有数据的{mark(outer[1])}{noun.zh}中排第"
                f"{mark(outer[0])}位（由高到低）。",
                en=f"In {year}, {label.en} emitted {mark(claim)}: number {mark(inner[0])} of the"
                f" {mark(inner[1])} {noun.en} of {where.en} with data, and number {mark(outer[0])} of"
                f" {mark(outer[1])} in the nation, highest first.",
            )
        )
    return texts


def tell_ranking(asked: Asked, figures: PlaceFigures, ranking: Ranking) -> list[Text]:
    """Name the first places in order with their figures, and how many were compared."""
    claims = [(i, c) for i in ranking.told if (c := claim_of(figures, ranking, i))]
    noun = NOUNS[asked.level]
    if not claims:
        single = LEVEL_NOUN[asked.level]
        return [
            Text(zh=f"没有可以排名的{single.zh}数据。", en=f"There is no {single.en} data to rank.")
        ]
    where = REGIONS.text(asked.province or "CN")
    what = _what(ranking)
    count = figures.number(
        f"{noun.en} with a figure", len(ranking.order), claims[0][1], asked.province
    )
    items = [(asked.vocabulary.label(i), mark(c)) for i, c in claims]
    zh = "；".join(f"{label.zh} {figure}" for label, figure in items)
    en = "; ".join(f"{label.en}: {figure}" for label, figure in items)
    word = number_word(len(claims))
    return [
        Text(
            zh=f"{what.zh}的{word.zh}{noun.zh}（{where.zh}，有数据的共{mark(count)}个）：{zh}。",
            en=f"Of the {mark(count)} {noun.en} of {where.en} with data, the {word.en} with the"
            f" {what.en}: {en}.",
        )
    ]


def _what(ranking: Ranking) -> Text:
    low = ranking.ascending
    if ranking.first is None:
        return Text(
            zh=f"{ranking.year}年CO2排放总量最{'少' if low else '多'}",
            en=f"{'lowest' if low else 'highest'} total CO2 emissions in {ranking.year}",
        )
    return Text(
        zh=f"{ranking.first}—{ranking.year}年CO2排放增速最{'低' if low else '高'}",
        en=f"{'slowest' if low else 'fastest'} growth of CO2 emissions from {ranking.first} to"
        f" {ranking.year}",
    )
