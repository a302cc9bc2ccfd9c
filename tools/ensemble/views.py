"""Tables and charts of an ensemble: the fan, percentiles, probabilities, sensitivities, ranges."""

from pydantic import JsonValue

from data.assumptions import STATUS_LABEL
from data.citations import cite
from data.result import Chart, Claim, Column, Scalar, Table
from data.tables import Array
from data.text import Text
from data.uncertainty import GROUP_LABEL, Uncertainty, load_uncertainty
from tools.ensemble.draws import LEVEL, RULE
from tools.ensemble.figures import THRESHOLDS_PCT, EnsembleFigures
from tools.ensemble.summary import PERCENTILES, percentile
from tools.layout import name_columns
from tools.pathways.benchmark import LEVEL_LABEL
from tools.roadmap.limits import UNIT_LABEL

RULE_LABEL = {
    "stretch": Text(zh="拉伸到目标年", en="stretched to the target year"),
    "as_published": Text(zh="按公布年份", en="as published"),
}
MOST_BARS = 8

Row = list[Scalar | Text]


def draw_fan(figures: EnsembleFigures) -> Chart:
    """Draw the percentiles of gross CO2 by year with the pathway at the stated values."""
    held, roadmap = figures.held, figures.roadmap
    central = held.central
    years = list(range(min(central.history), int(central.years[-1]) + 1))

    def spread(values: Array) -> list[JsonValue]:
        course = dict(zip(central.years.tolist(), values.tolist(), strict=True))
        return [round(course[y], 6) if y in course else None for y in years]

    course = {p: spread(percentile(held.gross, p)) for p in PERCENTILES}
    history = [round(central.history[y], 6) if y in central.history else None for y in years]
    return Chart(
        id=f"fan_{roadmap.code}",
        type="fan",
        title=Text(
            zh=f"{roadmap.place.zh}CO2总排放的不确定性范围（至{figures.target}年）",
            en=f"Range of gross CO2 of {roadmap.place.en} to {figures.target}",
        ),
        data={
            "x": [*years],
            "bands": [
                {"low_pct": low, "high_pct": high, "low": course[low], "high": course[high]}
                for low, high in ((5, 95), (25, 75))
            ],
            "middle": {"name": {"zh": "中位数", "en": "Median"}, "y": course[50]},
            "lines": [
                {
                    "id": "history",
                    "name": {"zh": "清单数据", "en": "Inventory"},
                    "role": "history",
                    "y": [*history],
                },
                {
                    "id": "stated",
                    "name": {"zh": "所列取值的路径", "en": "Pathway at the stated values"},
                    "role": "benchmark",
                    "y": spread(central.gross),
                },
            ],
            "markers": [
                {"year": roadmap.base_year, "name": {"zh": "最后清单年", "en": "Last inventory"}},
                {"year": roadmap.options.start_year, "name": {"zh": "起始年", "en": "Start"}},
                {"year": figures.target, "name": {"zh": "目标年", "en": "Target"}},
            ],
            "y_name": {"zh": "CO2总排放", "en": "Gross CO2"},
        },
        unit="Mt",
        kind=figures.base.kind,
        source=figures.base.source,
        section="uncertainty",
    )


def draw_sensitivity(figures: EnsembleFigures) -> list[Chart]:
    """Draw the share of the variance by assumption; nothing where nothing varies."""
    effects = figures.sensitivity.effects[:MOST_BARS]
    if not effects:
        return []
    chart = Chart(
        id=f"variance_{figures.roadmap.code}",
        type="bar",
        title=Text(
            zh=f"{figures.target}年净排放的方差来自哪些假设",
            en=f"Which assumptions the spread of net CO2 in {figures.target} comes from",
        ),
        data={
            "categories": [e.name.model_dump() for e in effects],
            "series": [
                {
                    "id": "variance",
                    "name": {"zh": "方差占比", "en": "Share of the variance"},
                    "y": [round(e.share_pct, 6) for e in effects],
                }
            ],
            "horizontal": True,
            "stacked": False,
            "y_name": {"zh": "方差占比", "en": "Share of the variance"},
        },
        unit="percent",
        kind=figures.base.kind,
        source=figures.base.source,
        section="uncertainty",
    )
    return [chart]


def table_percentiles(figures: EnsembleFigures) -> Table:
    """List the percentiles of gross CO2 at the milestones, and of net CO2 where it differs."""
    rows: list[Row] = []
    claims: list[list[str | None]] = []
    kinds = [(Text(zh="总排放", en="gross"), figures.gross)]
    if figures.removes:
        kinds.append((Text(zh="净排放", en="net"), figures.net))
    for name, mint in kinds:
        for year in figures.roadmap.milestones:
            cells = [mint(year, p) for p in PERCENTILES]
            rows.append([year, name, *(c.value for c in cells)])
            claims.append([None, None, *(c.id for c in cells)])
    head = [
        Column(id="year", label=Text(zh="年份", en="Year")),
        Column(id="account", label=Text(zh="口径", en="Account")),
    ]
    title = Text(zh="各年CO2排放的分位数", en="Percentiles of CO2 by year")
    each = [Column(id=f"p{p}_mt", label=_plain(f"P{p}"), unit="Mt") for p in PERCENTILES]
    return _table(figures, "percentiles", title, [*head, *each], rows, claims)


def table_probabilities(figures: EnsembleFigures) -> Table:
    """List the probabilities of the target year, and what would have to be captured or sunk."""
    target, base = figures.target, figures.roadmap.base_year
    zero = Text(zh=f"{target}年净排放不高于零", en=f"Net CO2 at or below zero in {target}")
    found: list[tuple[Text, Claim]] = [(zero, figures.meeting())]
    for part in THRESHOLDS_PCT:
        text = Text(
            zh=f"{target}年剩余排放低于{base}年清单的{part:g}%",
            en=f"Residual in {target} below {part:g} % of the {base} inventory",
        )
        found.append((text, figures.below(part)))
    columns = [
        Column(id="event", label=Text(zh="情形", en="Outcome")),
        Column(id="probability_pct", label=Text(zh="概率", en="Probability"), unit="percent"),
    ]
    title = Text(zh="达标概率（抽样占比）", en="Probability of meeting the target (share of draws)")
    rows: list[Row] = [[text, claim.value] for text, claim in found]
    claims: list[list[str | None]] = [[None, claim.id] for _, claim in found]
    return _table(figures, "probabilities", title, columns, rows, claims)


def table_peaks(figures: EnsembleFigures) -> Table:
    """List in which years the draws peak."""
    shares, rest = figures.peaks()
    rows: list[Row] = [[_plain(str(y)), claim.value] for y, claim in shares.items()]
    claims: list[list[str | None]] = [[None, claim.id] for claim in shares.values()]
    if rest is not None:
        rows.append([Text(zh="其他年份", en="Other years"), rest.value])
        claims.append([None, rest.id])
    columns = [
        Column(id="year", label=Text(zh="最高排放年份", en="Year of the highest emissions")),
        Column(id="probability_pct", label=Text(zh="抽样占比", en="Draws"), unit="percent"),
    ]
    title = Text(zh="达峰年份的分布", en="Distribution of the peak year")
    return _table(figures, "peaks", title, columns, rows, claims)


def table_sensitivity(figures: EnsembleFigures) -> Table:
    """List the assumptions by their share of the variance of the target year's net CO2."""
    rows: list[Row] = []
    claims: list[list[str | None]] = []
    for effect in figures.sensitivity.effects:
        cells = [
            figures.variance(effect.id, effect.share_pct),
            figures.correlation(effect.id, effect.correlation),
        ]
        span = _range(effect.entry) if effect.entry else Text(zh="按档位", en="by level")
        rows.append([effect.name, span, *(c.value for c in cells)])
        claims.append([None, None, *(c.id for c in cells)])
    columns = [
        Column(id="assumption", label=Text(zh="假设", en="Assumption")),
        Column(id="range", label=Text(zh="抽样范围", en="Range drawn")),
        Column(id="variance_share_pct", label=Text(zh="方差占比", en="Variance"), unit="percent"),
        Column(id="rank_correlation", label=Text(zh="秩相关", en="Rank correlation"), unit="ratio"),
    ]
    title = Text(
        zh=f"{figures.target}年净排放对各假设的敏感性（全部同时变动）",
        en=f"Sensitivity of net CO2 in {figures.target} when all assumptions vary at once",
    )
    return _table(figures, "variance", title, columns, rows, claims)


def table_ranges(figures: EnsembleFigures) -> Table:
    """List the distribution of every assumption with its source or reason."""
    held = figures.held.draws
    fixed = {LEVEL, RULE} if len(held.levels) == 1 else set[str]()
    rows: list[Row] = []
    for entry in load_uncertainty().values():
        if entry.id.startswith("residual.") and entry.id.partition(".")[2] not in held.levels:
            continue
        span = Text(zh="按提问固定", en="held as asked") if entry.id in fixed else _range(entry)
        why = entry.reason or Text(zh=cite(entry.source, "zh"), en=cite(entry.source, "en"))
        rows.append([entry.label, GROUP_LABEL[entry.group], span, STATUS_LABEL[entry.status], why])
    labels = [
        ("assumption", "假设", "Assumption"),
        ("group", "类别", "Group"),
        ("range", "抽样范围（距所列取值）", "Range drawn, from the stated value"),
        ("status", "性质", "Status"),
        ("reason", "出处或理由", "Source or reason"),
    ]
    return Table(
        id="ranges",
        title=Text(zh="抽样所用的分布（均可调整）", en="Distributions drawn from (all adjustable)"),
        columns=name_columns(labels),
        rows=rows,
        claims=[[None] * len(labels) for _ in rows],
        kind="reference",
    )


def _range(entry: Uncertainty) -> Text:
    if entry.kind == "fixed":
        return Text(zh="固定", en="fixed")
    if entry.kind == "choice":
        whole = sum(entry.weights)
        names = [LEVEL_LABEL.get(o) or RULE_LABEL[o] for o in entry.options]
        parts = [f"{100 * w / whole:g}" for w in entry.weights]
        pairs = list(zip(names, parts, strict=True))
        return Text(
            zh="；".join(f"{n.zh} {p}%" for n, p in pairs),
            en="; ".join(f"{n.en} {p} %" for n, p in pairs),
        )
    unit = Text(zh="", en="")
    if entry.unit != "ratio":
        zh, en = UNIT_LABEL["percentage_point"].zh, UNIT_LABEL["percentage_point"].en
        unit = Text(zh=zh, en=f" {en}")
    shape = Text(zh="三角分布", en="triangular")
    if entry.kind == "uniform":
        shape = Text(zh="均匀分布", en="uniform")
    low, high = f"{entry.low:+g}".replace("-", "−"), f"{entry.high:+g}".replace("-", "−")
    low, high = (t.replace("+0", "0") if t == "+0" else t for t in (low, high))
    return Text(
        zh=f"{low}至{high}{unit.zh}，{shape.zh}", en=f"{low} to {high}{unit.en}, {shape.en}"
    )


def _plain(text: str) -> Text:
    return Text(zh=text, en=text)


def _table(
    figures: EnsembleFigures,
    name: str,
    title: Text,
    columns: list[Column],
    rows: list[Row],
    claims: list[list[str | None]],
) -> Table:
    return Table(
        id=name,
        title=title,
        columns=columns,
        rows=rows,
        claims=claims,
        kind=figures.base.kind,
        source=figures.base.source,
    )
