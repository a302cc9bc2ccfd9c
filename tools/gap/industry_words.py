"""What is said of one industry across provinces: the whole, who carries it, who stands where."""

from collections.abc import Sequence

from data.result import Claim, Note, mark
from data.text import Text
from data.vocabulary import SECTORS
from tools.gap.industry import IndustryFigures
from tools.gap.industry_views import cut_of, difference_of, distance_of, share_of
from tools.inventory.phrases import inline, listed, number_word, region_label
from tools.pathways.benchmark import PRODUCT_LABEL, PRODUCTS

MOST_NAMED = 3

METHOD = Text(
    zh="一次推算所有省份：有实物产量的省份向参照行业强度收敛（部门脱碳方法，式3–6），参照行业是各省之和，参照路径=SI·SA；"
    "没有产量的省份随参照行业变化（式7）；没有实物产量的行业各省按起始年排放线性收缩到假设的剩余比例。最后清单年到起始年为推算。"
    "减量＝最后清单年排放−该年目标。",
    en="All provinces in one pass: those with physical output converge to the intensity of the"
    " reference sector (SDA, eq. 3–6), which is the sum of the provinces; reference pathway = SI · SA."
    " Provinces without output follow it (eq. 7); a sector without physical output contracts in every"
    " province from its start level to the assumed residual. Last inventory to start year: a"
    " projection. Cut = last inventory − target of the year.",
)


def tell_industry(
    figures: IndustryFigures, order: Sequence[str], milestones: Sequence[int], focus: int
) -> list[Text]:
    """Say how far the industry must fall, who carries the cut, and where intensities stand."""
    told = [
        _whole(figures, milestones, focus),
        _carriers(figures, order, focus),
        _rising(figures, order, focus),
        _intensities(figures, order),
        _check(figures, focus),
    ]
    return [t for t in told if t]


def _whole(figures: IndustryFigures, milestones: Sequence[int], focus: int) -> Text:
    industry = figures.industry
    label = inline(SECTORS.text(industry.sector))
    base = figures.sum(industry.regions, industry.base_year)
    end = figures.sum(industry.regions, focus)
    mint = figures.of(industry.regions[0])
    cut, change = mint.cut_mt(base, end), mint.growth(base, end)
    count = mark(_count(figures, "provinces", len(industry.regions), base))
    falls, share = cut.value >= 0, ""
    if change is not None:
        share = mark(mint.size(change))
    size = mark(cut) if falls else share
    others = [y for y in milestones if y != focus]
    zh = "、".join(f"{y}年{mark(figures.sum(industry.regions, y))}" for y in others)
    en = ", ".join(f"{mark(figures.sum(industry.regions, y))} in {y}" for y in others)
    tail = (
        Text(zh=f"其他节点：{zh}。", en=f" Other milestones: {en}.")
        if others
        else Text(zh="", en="")
    )
    verb = Text(zh="减少", en="a cut of") if falls else Text(zh="增加", en="a rise of")
    amount_zh = f"{size}，即{share}" if falls and share else size
    amount_en = f"{size} or {share}" if falls and share else size
    return Text(
        zh=f"{label.zh}：有数据的{count}个省份合计，{industry.base_year}年清单{mark(base)}，路径到{focus}年为"
        f"{mark(end)}，{verb.zh}{amount_zh}。{tail.zh}",
        en=f"{label.en[:1].upper()}{label.en[1:]}, the {count} provinces with data together:"
        f" {mark(base)} in the {industry.base_year} inventories, {mark(end)} on the pathway in"
        f" {focus}, {verb.en} {amount_en}.{tail.en}",
    )


def _count(figures: IndustryFigures, what: str, value: int, like: Claim) -> Claim:
    mint = figures.of(figures.industry.regions[0])
    return mint.derive(
        "count",
        value,
        [],
        formula="count",
        entity={"sector": figures.industry.sector},
        year=like.year,
        params={**mint.params, "what": what},
        like=like,
    )


def _carriers(figures: IndustryFigures, order: Sequence[str], focus: int) -> Text | None:
    top = [r for r in order if cut_of(figures, r, focus).value > 0][:MOST_NAMED]
    if not top:
        return None
    share = share_of(figures, top, focus)
    parts = [(r, cut_of(figures, r, focus), _percent(figures, r, focus)) for r in top]
    zh = "；".join(f"{region_label(r).zh}减{mark(c)}{f'，降{p}' if p else ''}" for r, c, p in parts)
    en = "; ".join(
        f"{region_label(r).en} {mark(c)}{f', down {p}' if p else ''}" for r, c, p in parts
    )
    several = len(top) > 1 and len(order) > len(top) and share is not None
    tail = Text(zh="", en="")
    if several and share is not None:
        count = number_word(len(top))
        tail = Text(
            zh=f"。{count.zh}省合计占全部减量的{mark(share)}",
            en=f". Together these {count.en} make up {mark(share)} of the whole cut",
        )
    return Text(
        zh=f"到{focus}年减得最多的是：{zh}{tail.zh}。",
        en=f"Largest cuts by {focus}: {en}{tail.en}.",
    )


def _percent(figures: IndustryFigures, region: str, year: int) -> str:
    mint, base = figures.of(region), figures.target(region, figures.industry.base_year)
    change = mint.growth(base, figures.target(region, year))
    return mark(mint.size(change)) if change and change.value < 0 else ""


def _rising(figures: IndustryFigures, order: Sequence[str], focus: int) -> Text | None:
    up = [r for r in order if cut_of(figures, r, focus).value < 0]
    if not up:
        return None
    count = mark(_count(figures, f"rising: {' '.join(up)}", len(up), figures.target(up[0], focus)))
    names = listed([region_label(r) for r in up[:8]])
    more = Text(zh="等", en=" and others") if len(up) > 8 else Text(zh="", en="")
    return Text(
        zh=f"到{focus}年仍高于清单年的有{count}个省份（{names.zh}{more.zh}）：产量增长快于强度下降，或强度已低于终点而保持不变。",
        en=f"Still above the inventory year in {focus}: {count} ({names.en}{more.en}), where output"
        " grows faster than intensity falls, or intensity is below the end already and held.",
    )


def _intensities(figures: IndustryFigures, order: Sequence[str]) -> Text | None:
    industry = figures.industry
    reference = figures.reference_intensity(industry.base_year)
    end = figures.reference_intensity(industry.options.target_year)
    found = [(r, c) for r in order if (c := distance_of(figures, r))]
    if reference is None or end is None or not found:
        return None
    found.sort(key=lambda pair: -pair[1].value)
    above = [(r, c) for r, c in found if c.value > 0][:MOST_NAMED]
    below = [r for r, c in found if c.value < 0]
    zh = "、".join(f"{region_label(r).zh}（高{mark(c)}）" for r, c in above)
    en = ", ".join(f"{region_label(r).en} ({mark(c)} above)" for r, c in above)
    lowest = region_label(below[-1]) if below else None
    tail = Text(zh="", en="")
    if lowest:
        tail = Text(zh=f"；最低的是{lowest.zh}", en=f"; the lowest is {lowest.en}")
    return Text(
        zh=f"强度：{industry.base_year}年参照行业为{mark(reference)}，到{industry.options.target_year}年收敛到"
        f"{mark(end)}。离参照最远的是{zh}{tail.zh}。",
        en=f"Intensity: the reference sector stood at {mark(reference)} in {industry.base_year} and"
        f" converges to {mark(end)} in {industry.options.target_year}. Furthest above it: {en}{tail.en}.",
    )


def _check(figures: IndustryFigures, focus: int) -> Text | None:
    industry = figures.industry
    members = [r for r, m in zip(industry.regions, industry.methods, strict=True) if m == "sda"]
    reference = figures.reference(focus)
    if reference is None or not members:
        return None
    total = figures.sum(members, focus)
    gap = difference_of(figures, reference, total)
    if gap.value == 0:
        return Text(
            zh=f"核对：{focus}年各省目标之和{mark(total)}，与参照路径{mark(reference)}一致。",
            en=f"Check: the provinces' targets of {focus} add up to {mark(total)}, which is the"
            f" reference pathway ({mark(reference)}).",
        )
    size = mark(figures.of(industry.regions[0]).size(gap))
    zh, en = ("少", "less") if gap.value < 0 else ("多", "more")
    return Text(
        zh=f"核对：{focus}年各省目标之和{mark(total)}，比参照路径{mark(reference)}{zh}{size}"
        "（强度已低于终点的省份保持现有强度，不允许回升）。",
        en=f"Check: the provinces' targets of {focus} add up to {mark(total)}, {size} {en} than the"
        f" reference pathway's {mark(reference)} (provinces already below the end hold their intensity"
        " and are not let rise).",
    )


def left_out_notes(figures: IndustryFigures) -> list[Note]:
    """Name the provinces that are not in the answer, with the reason they share."""
    held = figures.industry.unknown
    notes: list[Note] = []
    for reason in dict.fromkeys(held.values()):
        names = listed([region_label(r) for r in held if held[r] == reason])
        text = Text(
            zh=f"不含{names.zh}：{reason.zh}。", en=f"Left out: {names.en}, because {reason.en}."
        )
        notes.append(Note(level="missing", text=text))
    return notes


def how_notes(figures: IndustryFigures) -> list[Note]:
    """Say how the provinces are led, and which of them lack physical output."""
    industry = figures.industry
    if industry.members is None:
        text = Text(
            zh="该行业没有实物产量数据或行业基准，各省从起始年线性收缩到假设的剩余比例，降幅因此几乎相同，不反映各省难易。",
            en="There is no physical output or benchmark for this sector: every province contracts"
            " linearly to the assumed residual, all by nearly the same share, whatever its circumstances.",
        )
        return [Note(level="caution", text=text)]
    product = PRODUCT_LABEL[PRODUCTS[industry.sector]]
    text = Text(
        zh=f"活动水平为{product.zh}（实物量）；参照行业是数据集内各省之和，基准只提供形状。",
        en=f"Activity is {product.en}, a physical quantity; the reference sector is the sum of the"
        " provinces in the data set, and the benchmark gives only its shape.",
    )
    return [Note(text=text), *_without_output(figures)]


def _without_output(figures: IndustryFigures) -> list[Note]:
    industry = figures.industry
    rows = zip(industry.regions, industry.methods, strict=True)
    names = [region_label(r) for r, m in rows if m == "follow_reference"]
    if not names:
        return []
    said = listed(names)
    text = Text(
        zh=f"没有{said.zh}该行业的实物产量，按式7随参照行业变化，不计入参照路径之和。",
        en=f"Physical output of this sector is not known for {said.en}: by eq. 7 they move with the"
        " reference and are not part of its sum.",
    )
    return [Note(level="caution", text=text)]
