"""What the roadmap rests on and what it cannot say: assumptions, limits."""

from data.assumptions import STATUS_LABEL, Assumption, load_assumptions
from data.citations import cite
from data.fields import FIELDS
from data.result import Claim, Finding, Note, Scalar, Table, make_claim
from data.series import REFERENCE
from data.text import Text, join
from tools.layout import name_columns
from tools.pathways.benchmark import LEVEL_LABEL, find_benchmark
from tools.pathways.notes import SCOPE_NOTES, flag_notes, rule_text, shortfall_notes
from tools.pathways.trajectory import Trajectory
from tools.roadmap.course import Roadmap


def list_assumptions(roadmap: Roadmap) -> list[Assumption]:
    """Return the assumptions behind this roadmap: those of its own benchmark level only."""
    level = f"residual.{roadmap.options.level}"
    held = load_assumptions().values()
    return [a for a in held if not a.id.startswith("residual.") or a.id == level]


def table_assumptions(roadmap: Roadmap) -> Table:
    """List every assumption: value, whether sourced, source or reason."""
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for assumption in list_assumptions(roadmap):
        claim = _claim(roadmap, assumption)
        why = assumption.reason or Text(
            zh=cite(assumption.source, "zh"), en=cite(assumption.source, "en")
        )
        status = STATUS_LABEL[assumption.status]
        value = claim.value if claim else _in_words(roadmap, assumption)
        rows.append([assumption.name, value, _unit(assumption), status, why])
        claims.append([None, claim.id if claim else None, None, None, None])
    for row in _chosen(roadmap):
        rows.append(row)
        claims.append([None] * 5)
    labels = [
        ("assumption", "假设", "Assumption"),
        ("value", "取值", "Value"),
        ("unit", "单位", "Unit"),
        ("status", "性质", "Status"),
        ("reason", "出处或理由", "Source or reason"),
    ]
    return Table(
        id="assumptions",
        title=Text(zh="假设一览（均可调整）", en="Assumptions (all adjustable)"),
        columns=name_columns(labels),
        rows=rows,
        claims=claims,
        kind="reference",
    )


UNIT_LABEL: dict[str, Text] = {
    "percent_per_year": Text(zh="%/年", en="% per year"),
    "percent": Text(zh="%", en="%"),
    "percentage_point": Text(zh="个百分点", en="percentage points"),
    "ratio": Text(zh="弹性", en="elasticity"),
    "Mt": Text(zh="Mt/年", en="Mt per year"),
    "": Text(zh="", en=""),
}

METRIC = {
    "percent_per_year": "assumption_pct_per_year",
    "percent": "assumption_pct",
    "percentage_point": "difference",
    "ratio": "ratio",
    "Mt": "co2_mt",
}


def _unit(assumption: Assumption) -> Text:
    return UNIT_LABEL[assumption.unit]


def _claim(roadmap: Roadmap, assumption: Assumption) -> Claim | None:
    if assumption.value is None:
        return None
    metric = METRIC[assumption.unit]
    unit = assumption.unit if metric == "difference" else FIELDS[metric].unit
    return roadmap.figures.keep(
        make_claim(
            metric,
            assumption.value,
            unit=unit,
            kind="reference",
            dataset=REFERENCE,
            source=assumption.source or "assumption of this project",
            params={"assumption": assumption.id},
        )
    )


def _in_words(roadmap: Roadmap, assumption: Assumption) -> Text:
    if assumption.text is not None:
        return assumption.text
    own = roadmap.options.own_gdp_growth_pct
    if assumption.id == "gdp_growth" and own is not None:
        return Text(zh=f"{own:g}（提问给定）", en=f"{own:g} (given in the question)")
    parts = [(p.until, p.value) for p in assumption.periods]
    return Text(
        zh="；".join(f"至{until}年 {value:g}" for until, value in parts),
        en="; ".join(f"to {until}: {value:g}" for until, value in parts),
    )


def _chosen(roadmap: Roadmap) -> list[list[Scalar | Text]]:
    options = roadmap.options
    level = LEVEL_LABEL.get(options.level, Text(zh=options.level, en=options.level))
    scenario = options.scenario
    none = Text(zh="", en="")
    return [
        [
            Text(zh="本次情景", en="Scenario of this answer"),
            scenario.name,
            none,
            Text(zh="所选", en="chosen"),
            Text(
                zh=f"增长：{GROWTH[scenario.growth].zh}；基准：{level.zh}",
                en=f"growth: {GROWTH[scenario.growth].en}; benchmark: {level.en}",
            ),
        ],
        [
            Text(zh="本次终点规则", en="End-year rule of this answer"),
            RULE[options.rule],
            none,
            Text(zh="所选", en="chosen"),
            rule_text(options),
        ],
    ]


GROWTH: dict[str, Text] = {
    "slow": Text(zh="慢", en="slow"),
    "steady": Text(zh="稳", en="steady"),
    "fast": Text(zh="快", en="fast"),
}
RULE: dict[str, Text] = {
    "stretch": Text(zh="拉伸", en="stretch"),
    "as_published": Text(zh="按公布值", en="as published"),
}


def tell_limits(roadmap: Roadmap) -> list[Finding]:
    """Tell what the data do not hold and how far the answer reaches."""
    base = roadmap.base_year
    texts = [
        Text(
            zh=f"本答案只含直接CO2（能源燃烧与水泥过程），不含其他温室气体、外购电力和进口品的排放；清单止于{base}年，"
            "之后的数字都依赖所列假设。",
            en="This answer covers direct CO2 (fuel combustion and cement process) only: no other"
            f" greenhouse gases, no purchased electricity, no imports. Inventories end in {base};"
            " every later figure rests on the stated assumptions.",
        ),
        Text(
            zh="路径回答“要达到目标须怎样减”，不是预测；不考虑成本、技术可得性和电力调入调出。西藏没有清单，不在各省之和内。",
            en="The pathway says what meeting the target would take and is no forecast; costs,"
            " availability of technology and power trade are outside it. Tibet has no inventory and"
            " is not in the sum of provinces.",
        ),
    ]
    return [Finding(section="limits", text=t) for t in texts]


def note_benchmarks(roadmap: Roadmap) -> list[Note]:
    """Say where the benchmarks do not fit, and which corner cases the sectors met.

    What holds for every member of a group stands once; the rest begins with the member's name.
    """
    each = [(m, note_member(m)) for m in roadmap.members]
    if len(each) == 1:
        return each[0][1]
    notes: dict[str, tuple[Note, list[Text]]] = {}
    for member, own in each:
        for note in own:
            notes.setdefault(note.text.en, (note, []))[1].append(member.place)
    return [_said_of(note, names, len(each)) for note, names in notes.values()]


def _said_of(note: Note, names: list[Text], members: int) -> Note:
    if len(names) == members:
        return note
    who = join(names)
    head = Text(zh=f"{who.zh}：", en=f"{who.en}: ")
    return note.model_copy(update={"text": head + note.text})


def note_member(roadmap: Roadmap) -> list[Note]:
    """Say where the benchmarks do not fit one region, and which corner cases its sectors met."""
    held: Trajectory = roadmap.trajectory
    options = roadmap.options
    notes = [Note(text=rule_text(options))]
    for sector in held.sectors:
        path = held.paths[sector]
        if path.benchmark is None:
            continue
        if sector in SCOPE_NOTES:
            notes.append(Note(level="caution", text=SCOPE_NOTES[sector]))
        if find_benchmark(sector, options.level).level != options.level:
            notes.append(Note(level="caution", text=_other_level(options.level)))
        notes.extend(n for n in flag_notes(path) if n not in notes)
        notes.extend(shortfall_notes(roadmap.figures, path))
    if any(p.benchmark and p.benchmark.scope == "S1S2" for p in held.paths.values()):
        notes.append(Note(level="caution", text=SCOPE_2))
    return notes


SCOPE_2 = Text(
    zh="钢铁和有色金属的基准含外购电力（范围1+2），清单只含直接排放，因此只作为指数使用。",
    en="The benchmarks of steel and non-ferrous metals cover purchased electricity (scope 1+2) while"
    " the inventory is scope 1; they serve as an index only.",
)


def _other_level(level: str) -> Text:
    label = LEVEL_LABEL.get(level, Text(zh=level, en=level))
    return Text(
        zh=f"有色金属没有{label.zh}档的公布基准，改用最接近的一档。",
        en=f"No {label.en} benchmark is published for non-ferrous metals; the nearest level is used.",
    )
