"""Which provinces can meet their target of CO2 per GDP: by data so far, by trend, on the pathway."""

from data.citations import cite
from data.result import Claim, Finding, Note, Result, Source, mark
from data.text import Text
from data.vocabulary import NATION
from tools.gap.intensity_standing import OUTLOOK, Outlook, Standing, stand
from tools.gap.intensity_views import draw_standing, table_standing
from tools.inventory.caveats import demonstration, import_findings, sources_of
from tools.inventory.figures import cited
from tools.inventory.phrases import listed, region_label
from tools.pathways.figures import PathFigures
from tools.pathways.scenarios import Options
from tools.registry import Context

MOST_NAMED = 8

METHOD = Text(
    zh="单位GDP CO2降幅＝1−（CO2÷实际GDP指数）末年÷首年，GDP用不变价。进度只用清单年份与公布的GDP指数；"
    "到目标年的两种推算：CO2按近期趋势延续，或按减排路径，GDP在公布年份之后按假设增速。推算不能检验目标，只说明是否够快。"
    "没有本省目标的，以全国目标作参照，不是分省任务。",
    en="Fall of CO2 per GDP = 1 − (CO2 / real GDP index) of the last over the first year, GDP at"
    " constant prices. Progress rests on inventories and published GDP alone. Two projections to the"
    " year due: CO2 on its recent trend, or on the pathway; GDP grows at the assumed rate after the"
    " published years. A projection tests no target; it only says whether the pace would do. Where a"
    " province has no target of its own, the nation's stands as orientation and is no province's duty.",
)


def rank_intensity(
    context: Context, options: Options, places: tuple[str, ...], year: int
) -> Result:
    """Hold every region against the target of CO2 per GDP due in a year."""
    claims: dict[str, Claim] = {}
    held: list[Standing] = []
    for done, region in enumerate(places):
        held.append(stand(context, options, region, year, claims))
        context.progress((done + 1) / len(places), region_label(region))
    held.sort(key=lambda s: (s.outlook == "unknown", s.shortfall))
    title = Text(
        zh=f"{year}年单位GDP CO2下降目标：各省能否达到",
        en=f"CO2 per GDP targets due in {year}: which provinces can meet them",
    )
    dataset = context.dataset
    figures = PathFigures(dataset, options, options.start_year)
    figures.claims = claims
    findings = [Finding(text=t) for t in _tell(figures, held, year)]
    tables = [table_standing(held, title)]
    regions = [s.region for s in held if s.check.result]
    return Result(
        tool="gap_to_target",
        title=title,
        findings=findings,
        claims=cited(claims, findings, tables),
        tables=tables,
        charts=draw_standing(held, title),
        notes=[
            *_reasons(held),
            *_few_own(held),
            *_growth_note(options),
            *import_findings(
                dataset, regions, sorted({s.check.result.year or 0 for s in held if s.check.result})
            ),
            *demonstration(dataset, regions),
        ],
        method=METHOD,
        sources=[*_documents(held), *sources_of(dataset, regions, [dataset.series.gdp_index])],
        followups=_followups(held, year),
    )


def _tell(figures: PathFigures, held: list[Standing], year: int) -> list[Text]:
    like = next((s.check.target for s in held if s.check.target), None)
    if like is None:
        return []
    groups: dict[Outlook, list[Standing]] = {
        o: [s for s in held if s.outlook == o] for o in OUTLOOK
    }
    parts = [_group(figures, o, group, like) for o, group in groups.items() if group]
    zh, en = "；".join(p.zh for p in parts), "; ".join(p.en for p in parts)
    head = Text(
        zh=f"{year}年单位GDP CO2（不变价）下降目标，{zh}。",
        en=f"Targets of CO2 per GDP (constant prices) due in {year}: {en}.",
    )
    return [head, *_why_unknown(held), *_whose(held, like), *_furthest(figures, held, year)]


def _why_unknown(held: list[Standing]) -> list[Text]:
    """Say why provinces cannot be assessed, each reason once; nothing where all can."""
    reasons = [s.check.because for s in held if s.outlook == "unknown" and s.check.because]
    texts = list({r.en: r for r in reasons if r}.values())[:2]
    if not texts:
        return []
    zh, en = "；".join(t.zh for t in texts), "; ".join(t.en for t in texts)
    return [Text(zh=f"无法评估的原因：{zh}。", en=f"Why some cannot be assessed: {en}.")]


def _group(figures: PathFigures, outlook: Outlook, group: list[Standing], like: Claim) -> Text:
    count = mark(
        figures.derive(
            "count",
            len(group),
            [],
            formula="count",
            entity={},
            year=like.year,
            params={**figures.params, "what": f"{outlook}: {' '.join(s.region for s in group)}"},
            like=like,
        )
    )
    names = listed([region_label(s.region) for s in group])
    shown = len(group) <= MOST_NAMED
    label = OUTLOOK[outlook]
    return Text(
        zh=f"{label.zh}的有{count}个省份" + (f"（{names.zh}）" if shown else ""),
        en=f"{label.en}: {count}" + (f" ({names.en})" if shown else ""),
    )


def _whose(held: list[Standing], like: Claim) -> list[Text]:
    own = [s for s in held if s.own and s.check.target and s.region != NATION]
    rest = next((s.check.target for s in held if not s.own and s.check.target), None)
    zh = "、".join(f"{region_label(s.region).zh}{mark(s.check.target or like)}" for s in own)
    en = ", ".join(f"{region_label(s.region).en} {mark(s.check.target or like)}" for s in own)
    mine = Text(
        zh=f"有自己目标的按本省目标：{zh}。" if own else "",
        en=f"Held against targets of their own: {en}." if own else "",
    )
    if rest is None:
        return [mine] if own else []
    other = Text(
        zh=f"其余省份以全国下降{mark(rest)}为参照，不是分省任务。",
        en=f"{' ' if own else ''}The others are held against the nation's cut of {mark(rest)} as"
        " orientation, which is no province's duty.",
    )
    return [mine + other]


def _furthest(figures: PathFigures, held: list[Standing], year: int) -> list[Text]:
    behind = [s for s in held if s.short and s.short.value > 0][-3:][::-1]
    if not behind:
        return []
    parts = [_behind(figures, s, s.by_trend, s.short) for s in behind if s.by_trend and s.short]
    zh, en = "、".join(p.zh for p in parts), ", ".join(p.en for p in parts)
    return [
        Text(
            zh=f"按近期趋势推算到{year}年，差得最远的是{zh}。",
            en=f"On the recent trend projected to {year}, the furthest from it are {en}.",
        )
    ]


def _behind(figures: PathFigures, one: Standing, fall: Claim, short: Claim) -> Text:
    place = region_label(one.region)
    if fall.value >= 0:
        return Text(
            zh=f"{place.zh}（降{mark(fall)}，差{mark(short)}）",
            en=f"{place.en} (a fall of {mark(fall)}, {mark(short)} short)",
        )
    rise = figures.claims[fall.parents[0]]
    return Text(
        zh=f"{place.zh}（不降反升{mark(rise)}，差{mark(short)}）",
        en=f"{place.en} (a rise of {mark(rise)}, {mark(short)} short)",
    )


def _reasons(held: list[Standing]) -> list[Note]:
    blind = [s for s in held if s.outlook == "unknown"]
    notes: list[Note] = []
    for reason in dict.fromkeys(s.check.because for s in blind):
        names = listed([region_label(s.region) for s in blind if s.check.because == reason])
        text = Text(
            zh=f"不能评估{names.zh}：{reason.zh}。",
            en=f"Not assessable: {names.en}, because {reason.en}.",
        )
        notes.append(Note(level="missing", text=text))
    return notes


def _few_own(held: list[Standing]) -> list[Note]:
    """Say that targets of other provinces may exist and can be added."""
    if all(s.own or s.region == NATION for s in held):
        return []
    text = Text(
        zh="参考数据只收录了少数省份自己的目标；其他省份可能另有规定，可按自有数据模板（visceads data template）补充。",
        en="The reference data hold targets of a few provinces only; others may have set their own,"
        " which can be added with your own series (visceads data template).",
    )
    return [Note(level="missing", text=text)]


def _growth_note(options: Options) -> list[Note]:
    text = Text(
        zh="推算所用的GDP增速是假设，可在提问中改；增速越高，同样的CO2对应的降幅越大。",
        en="The GDP growth behind the projections is an assumption that a question can change; the"
        " faster the growth, the larger the fall that the same CO2 amounts to.",
    )
    changed = options.described()
    notes = [Note(level="caution", text=text)]
    if changed:
        said = listed(changed)
        notes.append(Note(text=Text(zh=f"按提问改动：{said.zh}。", en=f"As asked: {said.en}.")))
    return notes


def _documents(held: list[Standing]) -> list[Source]:
    rows = {s.check.row["document"]: s.check.row.get("kind") == "user" for s in held}
    title = Text(zh="政策文件", en="Policy document")
    return [
        Source(title=title, citation=cite(d, "en"), kind="user" if own else "reference")
        for d, own in rows.items()
    ]


def _followups(held: list[Standing], year: int) -> list[Text]:
    first = next((s for s in held[::-1] if s.short), held[0])
    place = region_label(first.region)
    return [
        Text(
            zh=f"{place.zh}有哪些减碳政策目标？完成了吗？",
            en=f"Which climate policy targets does {place.en} have, and were they met?",
        ),
        Text(
            zh=f"{place.zh}离{year}年达峰路径还差多少？",
            en=f"How far is {place.en} from its peaking pathway in {year}?",
        ),
    ]
