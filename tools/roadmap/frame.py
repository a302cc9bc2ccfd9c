"""The three-B frame: backbone, baseline and benchmark of a roadmap side by side."""

from data.result import Claim, Column, Finding, Result, Scalar, Table, mark
from data.text import Text
from tools.pathways.benchmark import LEVEL_LABEL
from tools.roadmap.course import Roadmap

SECTION = "frame"
BACKBONE = "backbone"
"""Id of the table in which the chain part hands over the core of the network."""

NAMES = {
    "backbone": Text(zh="骨架", en="Backbone"),
    "baseline": Text(zh="基线", en="Baseline"),
    "benchmark": Text(zh="基准", en="Benchmark"),
}


NO_BACKBONE = Text(
    zh="骨架：没有可用的投入产出表，暂缺。",
    en="Backbone: missing, for want of an input-output table.",
)


def tell_frame(roadmap: Roadmap, chain: Result) -> list[Finding]:
    """Tell from where the roadmap starts and what it is led by; the chain adds what carries it."""
    own = [f.text for f in chain.findings if f.section == SECTION]
    year, base = roadmap.base_year, mark(roadmap.total(roadmap.base_year))
    start = roadmap.options.start_year
    carried = Text(
        zh=f"，推算到起始年{start}年" if start > year else "",
        en=f", carried to the start year {start}" if start > year else "",
    )
    text = Text(
        zh=f"基线：{year}年清单{base}{carried.zh}。",
        en=f" Baseline: {base} in the {year} inventory{carried.en}.",
    )
    level = _level(roadmap)
    end = Text(
        zh=f"基准：{level.zh}档强度基准引导按产量核算的行业，见行业一节。",
        en=f" Benchmark: {level.en} intensities lead the sectors with known output, see the part on sectors.",
    )
    if not converging(roadmap):
        end = Text(
            zh="基准：范围内没有采用物量强度基准的行业。",
            en=" Benchmark: no sector in scope follows a benchmark of physical intensity.",
        )
    return [Finding(section=SECTION, text=(own[0] if own else NO_BACKBONE) + text + end)]


def converging(roadmap: Roadmap) -> list[Text]:
    """Name the sectors that a benchmark leads, largest first."""
    found = {
        s for m in roadmap.members for s, p in m.trajectory.paths.items() if p.benchmark is not None
    }
    return [w.label for w in roadmap.wedges if w.single and w.sectors[0] in found]


def table_frame(roadmap: Roadmap, chain: Result) -> Table:
    """Set the three side by side: what each says, with its figure."""
    backbone = next((t for t in chain.tables if t.id == BACKBONE), None)
    missing = Text(zh="没有可用的投入产出表", en="no input-output table to draw it from")
    rows: list[list[Scalar | Text]] = [[NAMES["backbone"], missing, None]]
    claims: list[list[str | None]] = [[None, None, None]]
    if backbone is not None:
        rows = [[NAMES["backbone"], *row] for row in backbone.rows]
        claims = [[None, *row] for row in backbone.claims]
    figures: list[tuple[str, Text, Claim]] = [
        ("baseline", _in_year("清单CO2", "Inventory CO2", y), roadmap.total(y))
        for y in (roadmap.base_year,)
    ]
    start, target = roadmap.options.start_year, roadmap.options.target_year
    if start > roadmap.base_year:
        label = _in_year("推算到起始年", "Carried to the start year", start)
        figures.append(("baseline", label, roadmap.total(start)))
    level = _level(roadmap)
    end = Text(
        zh=f"{level.zh}基准引导的路径（{target}年）", en=f"Pathway led by {level.en}, {target}"
    )
    figures.append(("benchmark", end, roadmap.total(target)))
    for name, what, claim in figures:
        rows.append([NAMES[name], what, claim.value])
        claims.append([None, None, claim.id])
    base = roadmap.total(roadmap.base_year)
    return Table(
        id="three_b",
        title=Text(zh="骨架、基线与基准（三B）", en="Backbone, baseline and benchmark (three B)"),
        columns=[
            Column(id="frame", label=Text(zh="三B", en="Three B")),
            Column(id="what", label=Text(zh="内容", en="What")),
            Column(id="value", label=Text(zh="数值", en="Figure")),
        ],
        rows=rows,
        claims=claims,
        kind=base.kind,
        source=base.source,
    )


def _in_year(zh: str, en: str, year: int) -> Text:
    return Text(zh=f"{zh}（{year}年）", en=f"{en}, {year}")


def _level(roadmap: Roadmap) -> Text:
    level = roadmap.options.level
    return LEVEL_LABEL.get(level, Text(zh=f"“{level}”", en=f"“{level}”"))
