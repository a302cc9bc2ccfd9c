"""Why pathways differ: which sectors, and which rule makes growth or the benchmark matter."""

from data.assumptions import load_assumptions
from data.result import Claim, make_claim, mark
from data.series import REFERENCE
from data.text import Text, join
from tools.inventory.phrases import inline
from tools.pathways.scenarios import Options
from tools.roadmap.course import Roadmap, Wedge
from tools.scenarios.comparison import SAME_MT, Comparison

TOP = 3


def tell_reasons(held: Comparison) -> list[Text]:
    """Tell, for the case farthest from the first, which sectors differ and why."""
    if not held.others:
        return []
    _, roadmap = max(
        held.others, key=lambda o: abs(o[1].residual().value - held.base.residual().value)
    )
    first, second = held.base.options, roadmap.options
    texts = [_sectors(held, roadmap)]
    if _growth(first) != _growth(second):
        texts += [_kept(held), _produced(held), _at_zero(held)]
    if first.level != second.level:
        texts.append(_levels(held, roadmap))
    return [t for t in texts if t is not None]


def _growth(options: Options) -> tuple[object, ...]:
    scenario = options.scenario
    named = (scenario.growth, scenario.growth_path)
    return options.own_gdp_growth_pct, options.growth_change_points, named


def _sectors(held: Comparison, roadmap: Roadmap) -> Text | None:
    found = [(w, _gap(held, roadmap, w)) for w in held.wedges]
    ranked = sorted(found, key=lambda p: -abs(p[1].value))[:TOP]
    shown = [(w, c) for w, c in ranked if abs(c.value) >= SAME_MT]
    if not shown:
        return Text(
            zh=f"各行业的路径不变，{held.target}年的差异只来自给定的碳汇或捕集。"
            if _removed(roadmap) != _removed(held.base)
            else f"各行业{held.target}年的总排放都相同。",
            en=f"The sectors' pathways are the same; the difference in {held.target} is the stated"
            " sinks or capture alone."
            if _removed(roadmap) != _removed(held.base)
            else f"Every sector's gross CO2 of {held.target} is the same.",
        )
    size = roadmap.figures.size
    zh = "，".join(f"{w.label.zh}{'多' if c.value > 0 else '少'}{mark(size(c))}" for w, c in shown)
    en = ", ".join(
        f"{inline(w.label).en} {mark(size(c))} {'more' if c.value > 0 else 'less'}"
        for w, c in shown
    )
    name = _named(held, roadmap)
    return Text(
        zh=f"{held.target}年的差异{name.zh}主要来自{zh}。",
        en=f"In {held.target} the difference{name.en} comes mostly from {en}.",
    )


def _removed(roadmap: Roadmap) -> tuple[float, float]:
    return roadmap.options.sinks_mt, roadmap.options.ccus_mt


def _named(held: Comparison, roadmap: Roadmap) -> Text:
    if len(held.cases) == 2:
        return Text(zh="", en="")
    case = held.cases[held.roadmaps.index(roadmap)]
    first = held.cases[0].name
    return Text(
        zh=f"（“{case.name.zh}”对“{first.zh}”）", en=f" (“{case.name.en}” against “{first.en}”)"
    )


def _gap(held: Comparison, roadmap: Roadmap, wedge: Wedge) -> Claim:
    return held.differ(
        roadmap, held.base.wedge(wedge, held.target), roadmap.wedge(wedge, held.target)
    )


def _by_method(held: Comparison, *methods: str) -> list[Wedge]:
    paths = held.base.trajectory.paths
    return [w for w in held.wedges if all(paths[s].method in methods for s in w.sectors)]


def _kept(held: Comparison) -> Text | None:
    """Say that contracting sectors keep a share of the start year whatever growth does."""
    contracting = _by_method(held, "contraction")
    if not contracting:
        return None
    total = held.base.total(held.target)
    parts = [held.base.wedge(w, held.target) for w in contracting]
    share = held.base.figures.derive(
        "share_pct",
        100 * sum(p.value for p in parts) / total.value if total.value else 0.0,
        [*parts, total],
        formula="part / whole × 100",
        entity=total.entity,
        year=held.target,
        params={**held.base.figures.params, "of": "contracting sectors"},
    )
    left = claim_residual(held.base)
    return Text(
        zh=f"没有行业基准的行业占{held.target}年总排放的{mark(share)}，按规则保留起始年排放的{mark(left)}：起始年之后"
        "的增速不改变这部分，增速只经起始年之前尚未公布的年份略有影响。",
        en=f"Sectors without a benchmark make up {mark(share)} of the gross CO2 of {held.target}. By"
        f" their rule they keep {mark(left)} of their start-year emissions whatever growth is after"
        " that; growth touches them only through the years before the start that are not published yet.",
    )


def claim_residual(roadmap: Roadmap) -> Claim:
    """Mint the share of start-year emissions that contracting sectors keep."""
    return roadmap.figures.keep(
        make_claim(
            "assumption_pct",
            100 * roadmap.options.residual,
            unit="percent",
            kind="reference",
            dataset=REFERENCE,
            source="assumption of this project",
            params={"assumption": f"residual.{roadmap.options.level}"},
        )
    )


def _converging(held: Comparison, *, to_zero: bool) -> list[Wedge]:
    """List the converging sectors whose emissions of the target year are zero, or are not."""
    found = _by_method(held, "sda", "follow_reference")
    return [w for w in found if (abs(held.base.wedge(w, held.target).value) < SAME_MT) == to_zero]


def _produced(held: Comparison) -> Text | None:
    found = _converging(held, to_zero=False)
    if not found:
        return None
    elasticity = held.base.figures.keep(
        make_claim(
            "ratio",
            load_assumptions()["activity_elasticity"].at(0),
            unit="ratio",
            kind="reference",
            dataset=REFERENCE,
            source="assumption of this project",
            params={"assumption": "activity_elasticity"},
        )
    )
    names = join([w.label for w in found])
    inside = join([inline(w.label) for w in found])
    return Text(
        zh=f"{names.zh}的剩余排放等于终点强度乘以产量；GDP增速每变动一个百分点，产量增速按弹性{mark(elasticity)}变动。",
        en=f"What {inside.en} leave is their end intensity times output, and output growth moves with"
        f" the change of GDP growth by an elasticity of {mark(elasticity)}.",
    )


def _at_zero(held: Comparison) -> Text | None:
    found = _converging(held, to_zero=True)
    if not found:
        return None
    names = join([w.label for w in found])
    inside = join([inline(w.label) for w in found])
    return Text(
        zh=f"{names.zh}的基准强度到{held.target}年降为零，产量多少都不增加剩余排放。",
        en=f"The benchmark of {inside.en} is zero in {held.target}, so output adds nothing there.",
    )


def _levels(held: Comparison, roadmap: Roadmap) -> Text:
    first, second = claim_residual(held.base), claim_residual(roadmap)
    return Text(
        zh=f"基准不同：没有行业基准的行业在{held.target}年保留的比例由{mark(first)}变为{mark(second)}，有基准的行业终点强度也不同。",
        en=f"The benchmark level differs: sectors without a benchmark keep {mark(second)} instead of"
        f" {mark(first)} in {held.target}, and the others converge to another end intensity.",
    )
