"""What changes against an earlier answer when one assumption is changed."""

from collections.abc import Callable
from dataclasses import dataclass

from data.result import Claim, Column, Finding, Scalar, Table, make_claim, mark
from data.text import Text, join
from data.vocabulary import SECTORS
from tools.inventory.phrases import inline
from tools.pathways.benchmark import LEVEL_LABEL
from tools.pathways.budgets import sum_annual
from tools.pathways.removals import mint_removals
from tools.pathways.timetable import find_peak
from tools.roadmap.course import Roadmap
from tools.roadmap.limits import RULE

SECTION = "change"
GIVEN = "stated by the reader"
BY_SCENARIO = Text(zh="按情景", en="the scenario's")
NOTHING = Text(zh="零", en="none")


@dataclass(frozen=True)
class Comparison:
    """A roadmap beside the one of an earlier answer."""

    now: Roadmap
    before: Roadmap

    @property
    def common_year(self) -> int:
        """The last year that both pathways reach."""
        return min(r.options.target_year for r in (self.now, self.before))

    @property
    def first_year(self) -> int:
        """The first year of both pathways."""
        return max(r.options.start_year for r in (self.now, self.before))


def set_beside(now: Roadmap, before: Roadmap) -> Comparison:
    """Set a roadmap beside an earlier one; both mint their claims into the same store."""
    before.figures.claims = now.figures.claims
    for member in before.members:
        member.figures.claims = now.figures.claims
    return Comparison(now, before)


def tell_change(pair: Comparison) -> list[Finding]:
    """Tell what was changed, and what that does to residual, peak and cumulative emissions."""
    changed = name_changes(pair)
    if not changed:
        text = Text(
            zh="与上一答案相比没有改变假设，结果相同。",
            en="Nothing was changed against the answer before; the results are the same.",
        )
        return [Finding(section=SECTION, text=text)]
    what = Text(
        zh=f"改动：{'；'.join(c.zh for c in changed)}。",
        en=f"Changed: {'; '.join(c.en for c in changed)}.",
    )
    texts = [what, _residuals(pair), _peaks(pair), _budgets(pair)]
    return [Finding(section=SECTION, text=t) for t in texts]


def name_changes(pair: Comparison) -> list[Text]:
    """Say which choices differ, each from what to what."""
    found = [read(pair) for read in READERS]
    return [text for text in found if text is not None]


def _from_to(name: Text, before: Text, now: Text) -> Text | None:
    if before == now:
        return None
    return Text(
        zh=f"{name.zh}由{before.zh}改为{now.zh}",
        en=f"{name.en} from {before.en} to {now.en}",
    )


def _year_change(name: Text, attribute: str) -> Callable[[Comparison], Text | None]:
    def read(pair: Comparison) -> Text | None:
        years = [getattr(r.options, attribute) for r in (pair.before, pair.now)]
        before, now = (Text(zh=f"{y}年", en=str(y)) for y in years)
        return _from_to(name, before, now)

    return read


def _scope_change(pair: Comparison) -> Text | None:
    before, now = (_scope(r) for r in (pair.before, pair.now))
    return _from_to(Text(zh="范围", en="the scope"), before, now)


def _scope(roadmap: Roadmap) -> Text:
    if not roadmap.trajectory.filtered:
        return Text(zh="全部行业", en="all sectors")
    return join(inline(SECTORS.text(s)) for s in roadmap.trajectory.sectors)


def _place_change(pair: Comparison) -> Text | None:
    return _from_to(Text(zh="地区", en="the region"), pair.before.place, pair.now.place)


def _scenario_change(pair: Comparison) -> Text | None:
    before, now = (r.options.scenario.name for r in (pair.before, pair.now))
    return _from_to(Text(zh="情景", en="the scenario"), before, now)


def _level_change(pair: Comparison) -> Text | None:
    if pair.before.options.scenario != pair.now.options.scenario:
        named = [r.options.level == r.options.scenario.level for r in (pair.before, pair.now)]
        if all(named):
            return None
    before, now = (_level(r.options.level) for r in (pair.before, pair.now))
    return _from_to(Text(zh="基准", en="the benchmark"), before, now)


def _level(level: str) -> Text:
    return LEVEL_LABEL.get(level, Text(zh=f"“{level}”", en=f"“{level}”"))


def _rule_change(pair: Comparison) -> Text | None:
    before, now = (RULE[r.options.rule] for r in (pair.before, pair.now))
    return _from_to(Text(zh="基准终点规则", en="the end-year rule"), before, now)


def _growth_change(pair: Comparison) -> Text | None:
    before, now = (_rate(r) for r in (pair.before, pair.now))
    return _from_to(Text(zh="GDP年增速", en="GDP growth"), before, now)


def _rate(roadmap: Roadmap) -> Text:
    rate = roadmap.options.own_gdp_growth_pct
    if rate is None:
        return BY_SCENARIO
    shown = mark(_given(roadmap, "assumption_pct_per_year", rate))
    return Text(zh=shown, en=shown)


def _points_change(pair: Comparison) -> Text | None:
    before, now = (_points(r) for r in (pair.before, pair.now))
    return _from_to(
        Text(zh="GDP增速每年的增减", en="what is added to GDP growth every year"), before, now
    )


def _points(roadmap: Roadmap) -> Text:
    points = roadmap.options.growth_change_points
    if not points:
        return NOTHING
    shown = mark(_given(roadmap, "difference", points, unit="percentage_point"))
    return Text(zh=shown, en=shown)


def _given(roadmap: Roadmap, metric: str, value: float, unit: str = "percent_per_year") -> Claim:
    claim = make_claim(
        metric,
        value,
        unit=unit,
        kind="user",
        dataset=roadmap.dataset.id,
        source=GIVEN,
        params={"assumption": "gdp_growth", "value": value},
    )
    return roadmap.figures.keep(claim)


def _removal_change(name: Text, metric: str) -> Callable[[Comparison], Text | None]:
    def read(pair: Comparison) -> Text | None:
        held = [
            next((c for c in mint_removals(r.figures) if c.metric == metric), None)
            for r in (pair.before, pair.now)
        ]
        before, now = (Text(zh=mark(c), en=mark(c)) if c else NOTHING for c in held)
        return _from_to(name, before, now)

    return read


READERS: tuple[Callable[[Comparison], Text | None], ...] = (
    _place_change,
    _year_change(Text(zh="目标年", en="the target year"), "target_year"),
    _year_change(Text(zh="起始年", en="the start year"), "start_year"),
    _scope_change,
    _scenario_change,
    _level_change,
    _rule_change,
    _growth_change,
    _points_change,
    _removal_change(Text(zh="碳汇", en="sinks"), "sinks_mt"),
    _removal_change(Text(zh="碳捕集", en="capture"), "ccus_mt"),
)


def claim_difference(pair: Comparison, before: Claim, now: Claim) -> Claim:
    """Mint by how much the figure now exceeds the one of the answer before."""
    own, other = pair.now.figures.params, pair.before.figures.params
    moved: dict[str, Scalar] = {
        f"before_{name}": other.get(name)
        for name in {**own, **other}
        if own.get(name) != other.get(name)
    }
    held = " ".join(f"{k}={v}" for k, v in sorted(before.entity.items()))
    return pair.now.figures.derive(
        "difference",
        now.value - before.value,
        [now, before],
        formula="now − before",
        entity=now.entity,
        year=now.year,
        params={**own, **moved, "of": now.metric, "against": held, "against_year": before.year},
        unit=now.unit,
    )


def _residuals(pair: Comparison) -> Text:
    before, now = pair.before.residual(), pair.now.residual()
    years = before.year, now.year
    same = years[0] == years[1]
    moved = _moved(pair, before, now)
    return Text(
        zh=f"剩余排放：{'' if same else f'{years[0]}年'}{mark(before)} → "
        f"{'' if same else f'{years[1]}年'}{mark(now)}，{moved.zh}。",
        en=f"Residual: {mark(before)}{'' if same else f' in {years[0]}'} → {mark(now)}"
        f"{'' if same else f' in {years[1]}'}, {moved.en}.",
    )


def _peaks(pair: Comparison) -> Text:
    before, now = (claim_peak(r) for r in (pair.before, pair.now))
    if before.value == now.value:
        return Text(zh=f"达峰年不变：{mark(now)}。", en=f"Peak year: {mark(now)}, as before.")
    return Text(
        zh=f"达峰年：{mark(before)} → {mark(now)}。", en=f"Peak year: {mark(before)} → {mark(now)}."
    )


def _budgets(pair: Comparison) -> Text:
    before, now = (claim_budget(pair, r) for r in (pair.before, pair.now))
    first, last = pair.first_year, pair.common_year
    moved = _moved(pair, before, now)
    return Text(
        zh=f"{first}–{last}年累计排放：{mark(before)} → {mark(now)}，{moved.zh}。",
        en=f"Cumulative {first}–{last}: {mark(before)} → {mark(now)}, {moved.en}.",
    )


def _moved(pair: Comparison, before: Claim, now: Claim) -> Text:
    change = claim_difference(pair, before, now)
    if abs(change.value) < 1e-9:
        return Text(zh="不变", en="unchanged")
    up = change.value > 0
    size = pair.now.figures.size(change)
    return Text(
        zh=f"{'多' if up else '少'}{mark(size)}", en=f"{mark(size)} {'more' if up else 'less'}"
    )


def claim_peak(roadmap: Roadmap) -> Claim:
    """Mint the peak year of a roadmap."""
    held = roadmap.trajectory
    year, _ = find_peak(held.history, held.years, held.gross)
    return roadmap.year_claim("peak_year", year, "year of the highest gross CO2")


def claim_budget(pair: Comparison, roadmap: Roadmap) -> Claim:
    """Mint the annual sum of gross CO2 over the years that both pathways hold."""
    held, first, last = roadmap.trajectory, pair.first_year, pair.common_year
    years = slice(held.at(first), held.at(last) + 1)
    ends = [roadmap.total(first), roadmap.total(last)]
    return roadmap.figures.derive(
        "co2_cumulative_mt",
        float(sum_annual(held.gross[years], held.years[years])),
        ends,
        formula="annual sum of gross CO2",
        entity=ends[0].entity,
        year=last,
        params={**roadmap.figures.params, "from": first, "to": last},
    )


def table_change(pair: Comparison) -> Table:
    """List residual, milestones, cumulative emissions and peak before and now."""
    years = [y for y in pair.now.short if pair.first_year < y <= pair.common_year]
    both = (pair.before, pair.now)
    measures: list[tuple[Text, list[Claim]]] = [
        (Text(zh="目标年剩余排放", en="Residual in the target year"), [r.residual() for r in both])
    ]
    measures += [
        (Text(zh=f"{y}年总排放", en=f"Gross CO2 in {y}"), [r.total(y) for r in both]) for y in years
    ]
    span = f"{pair.first_year}–{pair.common_year}"
    name = Text(zh=f"{span}年累计排放", en=f"Cumulative CO2, {span}")
    measures.append((name, [claim_budget(pair, r) for r in both]))
    measures.append((Text(zh="达峰年", en="Peak year"), [claim_peak(r) for r in both]))
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for label, (before, now) in measures:
        change = None if now.unit == "year" else claim_difference(pair, before, now)
        rows.append([label, before.value, now.value, change.value if change else None])
        claims.append([None, before.id, now.id, change.id if change else None])
    base = pair.now.total(pair.now.base_year)
    return Table(
        id="change",
        title=Text(zh="与上一答案相比", en="Against the answer before"),
        columns=[
            Column(id="measure", label=Text(zh="指标", en="Measure")),
            Column(id="before", label=Text(zh="上一答案", en="Before")),
            Column(id="now", label=Text(zh="本答案", en="Now")),
            Column(id="difference", label=Text(zh="差", en="Difference")),
        ],
        rows=rows,
        claims=claims,
        kind=base.kind,
        source=base.source,
    )
