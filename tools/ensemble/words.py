"""What an ensemble says in sentences: the probability first, then the range, then where it comes from."""

from data.result import Finding, Note, mark
from data.text import Text
from tools.ensemble.figures import THRESHOLDS_PCT, EnsembleFigures
from tools.inventory.phrases import inline

MOST_NAMED = 3

NEAR = 0.05
"""Part within which a median and the pathway are told as one."""

Texts = list[Text]


def tell_ensemble(figures: EnsembleFigures) -> list[Finding]:
    """Tell probability, range, what is left to capture or sink, causes, peak and totals."""
    texts = [
        tell_probability(figures),
        tell_range(figures),
        _thresholds(figures),
        *tell_causes(figures),
        _peak(figures),
        _cumulative(figures),
    ]
    return [Finding(text=t) for t in texts]


def tell_probability(figures: EnsembleFigures) -> Text:
    """Tell in how many draws the target year has no net CO2, with which sinks."""
    place, target = figures.roadmap.place, figures.target
    draws, meeting = mark(figures.draws), mark(figures.meeting())
    if figures.removes:
        return Text(
            zh=f"在{draws}次抽样中，{place.zh}{target}年净排放不高于零（已计给定的碳汇与捕集）的占{meeting}。",
            en=f"Net CO2 of {place.en} is at or below zero in {target}, stated sinks and capture"
            f" counted, in {meeting} of {draws} draws.",
        )
    return Text(
        zh=f"不计碳汇与捕集（未给定，按零处理），{place.zh}{target}年净排放不高于零的概率为{meeting}"
        f"（{draws}次抽样）：能否中和取决于剩余排放能否被捕集或吸收。",
        en=f"With no sinks or capture stated, net CO2 of {place.en} is at or below zero in {target} in"
        f" {meeting} of {draws} draws: neutrality hangs on whether the residual can be captured or"
        " sunk.",
    )


def tell_range(figures: EnsembleFigures) -> Text:
    """Tell the range of the residual, where the pathway lies in it, and what would offset it."""
    target = figures.target
    low, middle, high = (mark(figures.residual(p)) for p in (5, 50, 95))
    stated, below = mark(figures.roadmap.residual()), mark(figures.below_stated())
    most, why = mark(figures.residual(90)), _apart(figures)
    return Text(
        zh=f"{target}年剩余排放的中位数为{middle}，P5–P95区间为{low}至{high}；按所列取值的路径剩{stated}，"
        f"有{below}的抽样比它更低{why.zh}。要达到净零，一半抽样中须捕集或吸收{middle}以内，"
        f"九成抽样中须{most}以内：这是剩余排放的分位数，不是反推出来的碳汇。",
        en=f"The residual in {target} has its median at {middle}; P5 to P95 span {low} to {high}. The"
        f" pathway at the stated values leaves {stated}, and {below} of the draws leave less{why.en}."
        f" To be captured or sunk for net zero: up to {middle} in half of the draws, up to {most} in"
        " nine of ten. These are percentiles of the residual, no sinks are solved for.",
    )


def _apart(figures: EnsembleFigures) -> Text:
    """Say in a clause why the median is not the pathway, where they are apart."""
    middle, stated = figures.residual(50).value, figures.roadmap.residual().value
    if abs(middle - stated) <= NEAR * max(middle, stated):
        return Text(zh="", en="")
    if middle < stated:
        return Text(
            zh="（中位数低于路径，因为各区间叠加后向下的余地更大）",
            en="; the median is lower because the ranges together reach further down",
        )
    drawn = len(figures.held.draws.levels) > 1
    more = Text(
        zh="，且抽样包括较宽松的基准档位" if drawn else "",
        en=", and laxer benchmark levels are drawn too" if drawn else "",
    )
    return Text(
        zh=f"（中位数高于路径，因为落后于基准的余地大于超前的余地，强度也不能降到零以下{more.zh}）",
        en="; the median is higher because there is more room to fall behind the benchmarks than to"
        f" run ahead, with zero as the floor{more.en}",
    )


def _thresholds(figures: EnsembleFigures) -> Text:
    base, target = figures.roadmap.base_year, figures.target
    pairs = [(mark(figures.threshold(p)), mark(figures.below(p))) for p in THRESHOLDS_PCT]
    zh = "，".join(f"低于{a}的概率为{b}" for a, b in pairs)
    en = ", ".join(f"below {a} in {b}" for a, b in pairs)
    return Text(
        zh=f"与{base}年清单排放相比，{target}年剩余排放{zh}。",
        en=f"Against the {base} inventory the {target} residual is {en} of the draws.",
    )


def tell_causes(figures: EnsembleFigures) -> Texts:
    """Tell which assumptions carry most of the spread."""
    top = [e for e in figures.sensitivity.effects[:MOST_NAMED] if e.share_pct > 1]
    if not top:
        return []
    parts = [(inline(e.name), mark(figures.variance(e.id, e.share_pct))) for e in top]
    zh = "、".join(f"{name.zh}（{value}）" for name, value in parts)
    en = ", ".join(f"{name.en} ({value})" for name, value in parts)
    return [
        Text(
            zh=f"{figures.target}年净排放的方差主要来自：{zh}。",
            en=f"The variance of net CO2 in {figures.target} comes above all from: {en}.",
        )
    ]


def _peak(figures: EnsembleFigures) -> Text:
    shares, _ = figures.peaks()
    year, share = max(shares.items(), key=lambda p: p[1].value)
    middle = mark(figures.middle_peak())
    return Text(
        zh=f"总排放最高的年份：中位数为{middle}，最常见的是{year}年（占{mark(share)}）。",
        en=f"Year of the highest gross CO2: median {middle}, most often {year} ({mark(share)} of the"
        " draws).",
    )


def _cumulative(figures: EnsembleFigures) -> Text:
    first, last = figures.roadmap.options.start_year, figures.target
    low, middle, high = (mark(figures.cumulative(p)) for p in (5, 50, 95))
    return Text(
        zh=f"{first}–{last}年累计总排放的中位数为{middle}，P5–P95区间为{low}至{high}。",
        en=f"Cumulative gross CO2 in {first}–{last} has its median at {middle}; P5 to P95 span {low} to"
        f" {high}.",
    )


def note_meaning(figures: EnsembleFigures) -> list[Note]:
    """Say what a share of draws is, what was held, and how far the linear view carries."""
    meaning = Text(
        zh="概率是在所列区间内独立抽样的占比，不是预测；区间是本项目假设，见分布表，可调整。"
        "同一问题得到同样的数字：随机种子固定。",
        en="A probability here is a share of draws, independent of each other within the stated ranges,"
        " and no forecast; the ranges are assumptions of this project, listed and adjustable. The"
        " same question gives the same figures, for the seed is fixed.",
    )
    notes = [Note(level="caution", text=meaning)]
    if figures.sensitivity.effects:
        value = mark(figures.explained())
        linear = Text(
            zh=f"方差占比取标准化回归系数的平方；线性回归解释了方差的{value}，其余为相互作用与非线性。"
            "秩相关与偶然无法区分的假设不列出。",
            en="Shares of the variance are squared standardised regression coefficients; the linear"
            f" regression explains {value} of it, the rest is interaction and curvature. Assumptions"
            " whose rank correlation cannot be told from chance are left out.",
        )
        notes.append(Note(text=linear))
    if len(figures.held.draws.levels) == 1:
        held = Text(
            zh="基准档位与终点规则是政策选择，固定为所选情景，不参与抽样；各档之比较见情景。",
            en="Benchmark level and end-year rule are choices of policy: held as chosen, not drawn;"
            " scenarios compare them.",
        )
        notes.append(Note(text=held))
    return notes
