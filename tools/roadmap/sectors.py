"""Part 3 of the roadmap: which sectors and fuels carry the cut, and what remains."""

from pydantic import JsonValue

from data.result import Chart, Claim, Column, Finding, Scalar, Table, mark
from data.text import Text
from data.vocabulary import FUELS
from tools.inventory.phrases import inline
from tools.roadmap.course import Roadmap, Wedge

METHOD_LABEL: dict[str, Text] = {
    "sda": Text(zh="SDA（部门脱碳方法）", en="SDA"),
    "follow_reference": Text(zh="式7（随参照行业）", en="eq. 7 (with the reference sector)"),
    "contraction": Text(zh="线性收缩至剩余比例", en="linear contraction to the residual"),
    "none": Text(zh="无排放", en="no emissions"),
    "mixed": Text(zh="各省方法不同", en="differs by province"),
}

TOP = 3


def tell_sectors(roadmap: Roadmap) -> list[Finding]:
    """Tell which sectors carry the cut, by which method, and what is left in the target year."""
    texts = [_carriers(roadmap), _methods(roadmap), _left(roadmap)]
    return [Finding(section="sectors", text=t) for t in texts if t is not None]


def tell_short_sectors(roadmap: Roadmap) -> list[Finding]:
    """Tell which sectors carry the cut and what is left, without the methods."""
    return [Finding(section="sectors", text=t) for t in (_carriers(roadmap), _left(roadmap))]


def _carriers(roadmap: Roadmap) -> Text:
    ranked = rank_cuts(roadmap)[:TOP]
    first, last = roadmap.options.start_year, roadmap.options.target_year
    parts = [(w, mark(_cut(roadmap, w)), mark(share_of_cut(roadmap, w))) for w in ranked]
    zh = "；".join(f"{w.label.zh}{cut}，占{share}" for w, cut, share in parts)
    en = ", ".join(f"{inline(w.label).en} {cut} ({share})" for w, cut, share in parts)
    total = roadmap.cut()
    if total.value <= 0:
        return Text(
            zh=f"所列行业{first}–{last}年没有减排：产量增长超过强度下降。",
            en=f"These sectors do not cut in {first}–{last}: output outgrows the fall of intensity.",
        )
    return Text(
        zh=f"{first}–{last}年共减{mark(total)}，其中{zh}。",
        en=f"Of the {mark(total)} cut in {first}–{last}, most comes from {en}.",
    )


def rank_cuts(roadmap: Roadmap) -> list[Wedge]:
    """Return the wedges that cut, the largest cut first."""
    cuts = {w: _cut(roadmap, w).value for w in roadmap.wedges}
    return sorted((w for w in cuts if cuts[w] > 0), key=lambda w: -cuts[w])


def _methods(roadmap: Roadmap) -> Text | None:
    by: dict[str, list[Wedge]] = {}
    for wedge in (w for w in roadmap.wedges if w.single):
        by.setdefault(roadmap.trajectory.paths[wedge.sectors[0]].method, []).append(wedge)
    if "sda" not in by:
        return None
    zh = "、".join(w.label.zh for w in by["sda"])
    en = ", ".join(inline(w.label).en for w in by["sda"])
    tail = Text(zh="", en="")
    if "follow_reference" in by:
        names = [w.label for w in by["follow_reference"]]
        tail = Text(
            zh=f"{'、'.join(n.zh for n in names)}没有本地实物产量，按式7随参照行业变化；",
            en=f" {', '.join(n.en for n in names)}: output not known, moving with the reference"
            " sector;",
        )
    rest = Text(
        zh="其余行业线性降到假设的剩余比例",
        en=" the others contract linearly to an assumed residual",
    )
    if all(p.method != "contraction" for p in roadmap.trajectory.paths.values()):
        rest = Text(zh="范围内没有其他行业", en=" no other sector is in scope")
    return Text(
        zh=f"{zh}按部门脱碳方法（SDA）向参照行业的实物强度收敛；{tail.zh}{rest.zh}。",
        en=f"By the Sectoral Decarbonization Approach (SDA) {en} converge to the physical intensity"
        f" of the reference sector;{tail.en}{rest.en}.",
    )


def _left(roadmap: Roadmap) -> Text:
    last = roadmap.options.target_year
    held = [(w, roadmap.wedge(w, last)) for w in roadmap.wedges]
    ranked = [p for p in sorted(held, key=lambda pair: -pair[1].value) if p[1].value > 0][:TOP]
    residual = roadmap.residual()
    if residual.value <= 0:
        return Text(
            zh=f"{last}年没有剩余排放。", en=f"Nothing is left to be captured or sunk in {last}."
        )
    zh = "，".join(f"{w.label.zh}{mark(c)}" for w, c in ranked)
    en = ", ".join(f"{inline(w.label).en} {mark(c)}" for w, c in ranked)
    return Text(
        zh=f"{last}年仍剩{mark(residual)}须由捕集或碳汇抵消，最多的是{zh}。",
        en=f"In {last} {mark(residual)} remains to be captured or sunk, mostly from {en}.",
    )


def _cut(roadmap: Roadmap, wedge: Wedge) -> Claim:
    first = roadmap.wedge(wedge, roadmap.options.start_year)
    return roadmap.figures.cut_mt(first, roadmap.wedge(wedge, roadmap.options.target_year))


def share_of_cut(roadmap: Roadmap, wedge: Wedge) -> Claim:
    """Mint a wedge's part of the total cut between start and target year, in per cent."""
    part, whole = _cut(roadmap, wedge), roadmap.cut()
    return roadmap.figures.derive(
        "share_pct",
        100 * part.value / whole.value if whole.value else 0.0,
        [part, whole],
        formula="cut of the sector / total cut × 100",
        entity=part.entity,
        year=part.year,
        params={**roadmap.figures.params, "of": "cut"},
    )


def _years(roadmap: Roadmap) -> tuple[int, ...]:
    first = roadmap.options.start_year
    start = (first,) if first > roadmap.base_year else ()
    return (roadmap.base_year, *start, *roadmap.short)


def table_sectors(roadmap: Roadmap) -> Table:
    """List each wedge's CO2 at the milestones, its method, cut and part of the total cut."""
    years = _years(roadmap)
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for wedge in roadmap.wedges:
        cells = [roadmap.wedge(wedge, y) for y in years]
        tail = [_cut(roadmap, wedge), share_of_cut(roadmap, wedge)]
        method = METHOD_LABEL[roadmap.trajectory.paths[wedge.sectors[0]].method]
        rows.append([wedge.label, *(c.value for c in cells), method, *(c.value for c in tail)])
        claims.append([None, *(c.id for c in cells), None, *(c.id for c in tail)])
    totals = [roadmap.total(y) for y in years]
    cut = roadmap.cut()
    name = Text(zh="合计", en="Total")
    rows.append([name, *(c.value for c in totals), Text(zh="", en=""), cut.value, None])
    claims.append([None, *(c.id for c in totals), None, cut.id, None])
    return Table(
        id="sectors",
        title=Text(zh="分行业路径", en="Pathway by sector"),
        columns=[
            Column(id="sector", label=Text(zh="行业", en="Sector")),
            *(_year_column(y) for y in years),
            Column(id="method", label=Text(zh="方法", en="Method")),
            Column(id="cut_mt", label=Text(zh="减排量", en="Cut"), unit="Mt"),
            Column(id="share_pct", label=Text(zh="占总减排", en="Part of the cut"), unit="percent"),
        ],
        rows=rows,
        claims=claims,
        kind=totals[0].kind,
        source=totals[0].source,
    )


def _year_column(year: int) -> Column:
    return Column(id=f"y{year}", label=Text(zh=f"{year}年", en=str(year)), unit="Mt")


def table_fuels(roadmap: Roadmap) -> Table:
    """List CO2 by fuel family at the milestones; each sector keeps its mix of the base year."""
    years = _years(roadmap)
    first = roadmap.options.start_year
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for family in roadmap.trajectory.by_fuel():
        cells = {y: _fuel(roadmap, family, y) for y in {*years, first}}
        cut = roadmap.figures.cut_mt(cells[first], cells[roadmap.options.target_year])
        shown = [*(cells[y] for y in years), cut]
        rows.append([FUELS.text(family), *(c.value for c in shown)])
        claims.append([None, *(c.id for c in shown)])
    total = roadmap.total(roadmap.base_year)
    return Table(
        id="fuels",
        title=Text(
            zh="分燃料路径（各行业保持清单年的燃料构成）",
            en="Pathway by fuel (each sector keeps its fuel mix of the inventory year)",
        ),
        columns=[
            Column(id="fuel", label=Text(zh="燃料", en="Fuel")),
            *(_year_column(y) for y in years),
            Column(id="cut_mt", label=Text(zh="减排量", en="Cut"), unit="Mt"),
        ],
        rows=rows,
        claims=claims,
        kind=total.kind,
        source=total.source,
    )


def _fuel(roadmap: Roadmap, family: str, year: int) -> Claim:
    total = roadmap.total(year)
    held = roadmap.trajectory
    return roadmap.figures.derive(
        roadmap.figures.level(year),
        float(held.by_fuel()[family][held.at(year)]),
        [total],
        formula="sum over sectors of CO2 × share of the fuel in the inventory year",
        entity={**total.entity, "fuel": family},
        year=year,
        params={**roadmap.figures.params, "mix": "inventory year"},
    )


def draw_wedges(roadmap: Roadmap) -> Chart:
    """Draw what remains and, stacked on it, what each sector has cut since the start year."""
    held = roadmap.trajectory
    at = slice(held.start, None)
    gross = held.gross[at]
    layers: list[JsonValue] = [
        _layer("remaining", Text(zh="剩余排放", en="Remaining emissions"), gross.tolist())
    ]
    for wedge in roadmap.wedges:
        path = roadmap.path(wedge)[at]
        layers.append(_layer(wedge.id, wedge.label, (path[0] - path).tolist()))
    return Chart(
        id=f"wedge_{roadmap.code}",
        type="wedge",
        title=Text(
            zh=f"{roadmap.place.zh}分行业减排贡献（自{roadmap.options.start_year}年）",
            en=f"Cut by sector in {roadmap.place.en} since {roadmap.options.start_year}",
        ),
        data={
            "x": [*held.years[at].tolist()],
            "layers": layers,
            "total": {
                "name": {"zh": "总排放", "en": "Gross CO2"},
                "y": [*(round(v, 6) for v in gross.tolist())],
            },
            "y_name": {"zh": "CO2排放", "en": "CO2 emissions"},
        },
        unit="Mt",
        kind=held.kind,
        source=held.source.citation,
        section="sectors",
    )


def _layer(layer: str, name: Text, values: list[float]) -> JsonValue:
    return {"id": layer, "name": name.model_dump(), "y": [*(round(v, 6) for v in values)]}
