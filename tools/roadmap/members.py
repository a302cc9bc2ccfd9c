"""What only a group of provinces has: the baseline of each member, and who is not in the sum."""

from data.result import Claim, Column, Finding, Note, Scalar, Table, mark
from data.text import Text
from tools.inventory.selection import Cut
from tools.layout import name_columns
from tools.pathways.timetable import find_peak
from tools.roadmap.course import Roadmap
from tools.roadmap.group import GroupRoadmap, name_all

NAMED = 4


def tell_members(roadmap: GroupRoadmap) -> list[Finding]:
    """Tell the base year of the group and its largest members, and name who is left out."""
    year, total = roadmap.base_year, roadmap.total(roadmap.base_year)
    left_out = [n.text for n in note_left_out(roadmap)]
    if len(roadmap.members) == 1:
        return [Finding(section="baseline", text=t) for t in (_alone(roadmap), *left_out)]
    ranked = sorted(roadmap.members, key=lambda m: -m.total(year).value)
    zh, en = [], []
    for member in ranked[:NAMED]:
        part = share_of_group(roadmap, member)
        zh.append(f"{member.place.zh}占{mark(part)}")
        en.append(f"{member.place.en} {mark(part)}")
    scope = (
        Text(zh="所选行业的", en=" of the sectors in scope")
        if roadmap.trajectory.filtered
        else NONE
    )
    texts = [
        Text(
            zh=f"{roadmap.place.zh}最后一个共同清单年为{year}年，{scope.zh}直接CO2排放合计{mark(total)}："
            f"{'，'.join(zh)}；各省基线与路径见成员表。",
            en=f"The last inventory year that the members of {roadmap.place.en} share is {year}:"
            f" together {mark(total)} of direct CO2{scope.en}. {', '.join(en)}; the table of members"
            " holds each one's baseline and pathway.",
        )
    ]
    texts += left_out
    return [Finding(section="baseline", text=t) for t in texts]


NONE = Text(zh="", en="")


def _alone(roadmap: GroupRoadmap) -> Text:
    """Tell the base year where a single province of those asked for is held."""
    year, total = roadmap.base_year, mark(roadmap.total(roadmap.base_year))
    scope = "所选行业的" if roadmap.trajectory.filtered else ""
    of = " of the sectors in scope" if roadmap.trajectory.filtered else ""
    return Text(
        zh=f"所问省份中只有{roadmap.place.zh}计入：最后清单年为{year}年，{scope}直接CO2排放{total}。",
        en=f"Of the provinces asked for only {roadmap.place.en} is in the sum: its last inventory year"
        f" is {year}, with {total} of direct CO2{of}.",
    )


def note_left_out(roadmap: GroupRoadmap) -> list[Note]:
    """Name the provinces asked for that the sum does not hold, and why."""
    notes: list[Note] = []
    if roadmap.group.absent:
        names = name_all(roadmap.group.absent)
        text = Text(
            zh=f"{names.zh}没有排放清单，未计入合计：缺的是数据，不等于零排放。",
            en=f"{names.en}: no inventory, so not in the sum. The data are missing; emissions are not"
            " zero.",
        )
        notes.append(Note(level="missing", text=text))
    if roadmap.group.idle:
        names, year = name_all(roadmap.group.idle), roadmap.base_year
        text = Text(
            zh=f"{names.zh}的{year}年清单中所选行业没有排放，合计中按零计。",
            en=f"{names.en}: the {year} inventory shows no emissions of the sectors in scope; they"
            " count as zero.",
        )
        notes.append(Note(text=text))
    return notes


def share_of_group(roadmap: GroupRoadmap, member: Roadmap) -> Claim:
    """Mint a member's part of the group's CO2 in the base year, in per cent."""
    part, whole = member.total(roadmap.base_year), roadmap.total(roadmap.base_year)
    return roadmap.figures.derive(
        "share_pct",
        100 * part.value / whole.value if whole.value else 0.0,
        [part, whole],
        formula="part / whole × 100",
        entity=part.entity,
        year=part.year,
        params={"of": roadmap.region},
    )


def table_members(roadmap: GroupRoadmap) -> Table:
    """List each member's baseline, start, target and peak, and the sum of all."""
    base, first, last = (
        roadmap.base_year,
        roadmap.options.start_year,
        roadmap.options.target_year,
    )
    middle = [y for y in roadmap.short if y < last][:2]
    years = list(dict.fromkeys((base, first, *middle, last)))
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for member in (*roadmap.members, roadmap):
        whole = member is roadmap
        name = Text(zh="合计", en="Total") if whole else member.place
        cells = [
            *(member.total(y) for y in years),
            None if whole else share_of_group(roadmap, member),
            *(None if whole else _per_head(member, q) for q in ("per_capita", "per_gdp")),
            _peak(member),
            member.figures.growth(member.total(first), member.total(last)),
        ]
        rows.append([name, *(c.value if c else None for c in cells)])
        claims.append([None, *(c.id if c else None for c in cells)])
    labels = [
        ("share_pct", f"占合计（{base}）", f"Share, {base}", "percent"),
        ("co2_per_capita_t", f"人均（{base}）", f"Per person, {base}", "t_per_person"),
        (
            "co2_per_gdp",
            f"单位GDP（现价，{base}）",
            f"Per GDP, current prices, {base}",
            "t_per_cny_1e4",
        ),
        ("peak_year", "达峰年", "Peak year", "year"),
        ("growth_pct", f"{first}–{last}年变化", f"Change {first}–{last}", "percent"),
    ]
    total = roadmap.total(base)
    return Table(
        id="members",
        title=Text(
            zh=f"{roadmap.place.zh}各省基线与路径",
            en=f"Members of {roadmap.place.en}: baseline and pathway",
        ),
        columns=[
            Column(id="region", label=Text(zh="省份", en="Province")),
            *(Column(id=f"y{y}", label=Text(zh=f"{y}年", en=str(y)), unit="Mt") for y in years),
            *name_columns(labels),
        ],
        rows=rows,
        claims=claims,
        kind=total.kind,
        source=total.source,
    )


def _per_head(member: Roadmap, quantity: str) -> Claim | None:
    if member.trajectory.filtered:
        return None
    cut = Cut(member.region)
    measure = "per_capita" if quantity == "per_capita" else "per_gdp"
    return member.figures.measure(measure, cut, member.base_year)


def _peak(member: Roadmap) -> Claim:
    held = member.trajectory
    year, _ = find_peak(held.history, held.years, held.gross)
    return member.year_claim("peak_year", year, "year of the highest gross CO2")
