"""Part 1 of the roadmap: where the region stands."""

from data.result import Claim, Finding, mark
from data.text import Text, join
from data.vocabulary import FUELS
from tools.inventory.phrases import inline
from tools.inventory.selection import Cut
from tools.pathways.trajectory import FUEL_FAMILIES
from tools.roadmap.course import Roadmap
from tools.roadmap.group import GroupRoadmap
from tools.roadmap.members import tell_members

TOP = 4


def tell_baseline(roadmap: Roadmap) -> list[Finding]:
    """Tell the last inventory year: total, per person, per GDP, sectors, fuels, history."""
    first = None if isinstance(roadmap, GroupRoadmap) else _level(roadmap)
    texts = [first, _sectors(roadmap), _fuels(roadmap), _history(roadmap)]
    held = [Finding(section="baseline", text=t) for t in texts if t is not None]
    return [*tell_members(roadmap), *held] if isinstance(roadmap, GroupRoadmap) else held


def _level(roadmap: Roadmap) -> Text:
    figures, year, place = roadmap.figures, roadmap.base_year, roadmap.place
    total = roadmap.total(year)
    if roadmap.trajectory.filtered:
        names = join([inline(w.label) for w in roadmap.wedges])
        return Text(
            zh=f"本路线图只含{names.zh}：{place.zh}{year}年清单合计排放{mark(total)}。",
            en=f"This roadmap covers {names.en} only: together {mark(total)} in {place.en} in the"
            f" {year} inventory.",
        )
    cut = Cut(roadmap.region)
    person, money = figures.measure("per_capita", cut, year), figures.measure("per_gdp", cut, year)
    zh = "".join(
        [
            f"，人均{mark(person)}" if person else "",
            f"，单位GDP（现价）{mark(money)}" if money else "",
        ]
    )
    en = "".join(
        [
            f", {mark(person)}" if person else "",
            f", {mark(money)} of GDP at current prices" if money else "",
        ]
    )
    return Text(
        zh=f"{place.zh}最后一个清单年为{year}年，直接CO2排放{mark(total)}{zh}。",
        en=f"The last inventory year of {place.en} is {year}: {mark(total)} of direct CO2{en}.",
    )


def _sectors(roadmap: Roadmap) -> Text | None:
    year = roadmap.base_year
    total = roadmap.total(year)
    wedges = [w for w in roadmap.wedges if w.single][:TOP]
    shares = [(w, _share(roadmap, roadmap.wedge(w, year), total)) for w in wedges]
    if not shares:
        return None
    zh = "，".join(f"{w.label.zh}{mark(s)}" for w, s in shares)
    en = ", ".join(f"{inline(w.label).en} {mark(s)}" for w, s in shares)
    return Text(zh=f"主要来源：{zh}。", en=f"It comes mainly from {en}.")


def _fuels(roadmap: Roadmap) -> Text | None:
    year, figures = roadmap.base_year, roadmap.figures
    if roadmap.trajectory.filtered:
        return None
    total = roadmap.total(year)
    cuts = {f: [Cut(m.region, fuel=f) for m in roadmap.members] for f in FUEL_FAMILIES}
    held = [
        (f, figures.total(c[0], year) if len(c) == 1 else figures.sum(c, year))
        for f, c in cuts.items()
    ]
    known = [(f, c) for f, c in held if c is not None and c.value > 0]
    shares = sorted(known, key=lambda pair: -pair[1].value)
    marks = [(FUELS.text(f), mark(_share(roadmap, c, total))) for f, c in shares]
    zh = "，".join(f"{label.zh}{m}" for label, m in marks)
    en = ", ".join(f"{inline(label).en} {m}" for label, m in marks)
    return Text(zh=f"按燃料：{zh}。", en=f"By fuel: {en}.")


def _share(roadmap: Roadmap, part: Claim, whole: Claim) -> Claim:
    return roadmap.figures.derive(
        "share_pct",
        100 * part.value / whole.value,
        [part, whole],
        formula="part / whole × 100",
        entity=part.entity,
        year=part.year,
        params={"of": "scope" if roadmap.trajectory.filtered else roadmap.region},
    )


def _history(roadmap: Roadmap) -> Text | None:
    history = roadmap.trajectory.history
    first, last = min(history), max(history)
    if first == last:
        return None
    highest = max(sorted(history), key=lambda y: history[y])
    start, end, top = roadmap.total(first), roadmap.total(last), roadmap.total(highest)
    moved = _moved(roadmap, start, end)
    if highest == last:
        tail = Text(
            zh=f"{last}年为有记录以来最高，尚未见峰值。",
            en="The last year is the highest on record, so no peak has been seen yet.",
        )
    else:
        tail = Text(
            zh=f"有记录以来最高为{highest}年的{mark(top)}。",
            en=f"The highest on record was {mark(top)} in {highest}.",
        )
    return Text(
        zh=f"清单排放由{first}年的{mark(start)}{moved.zh}；{tail.zh}",
        en=f"Inventory emissions {moved.en}. {tail.en}",
    )


def _moved(roadmap: Roadmap, start: Claim, end: Claim) -> Text:
    """Tell how emissions went from the first inventory year to the last."""
    span = f"from {mark(start)} in {start.year} to {mark(end)} in {end.year}"
    change = roadmap.figures.growth(start, end)
    if change is None or change.value == 0:
        return Text(zh=f"变为{end.year}年的{mark(end)}", en=f"went {span}")
    size, up = mark(roadmap.figures.size(change)), change.value > 0
    return Text(
        zh=f"{'增至' if up else '降至'}{end.year}年的{mark(end)}，{'增长' if up else '下降'}{size}",
        en=f"{'rose' if up else 'fell'} {span}, by {size}",
    )
