"""Every published benchmark in one table, and how a series is named."""

from collections.abc import Sequence

from data.result import Claim, Column, Finding, Result, Scalar, Source, Table
from data.text import Text, join
from data.vocabulary import SECTORS
from tools.inventory.phrases import inline
from tools.layout import name_columns
from tools.pathways.benchmark import BENCHMARK_SECTOR, LEVEL_LABEL, Benchmark
from tools.scenarios.published import PLACE_NAME, PUBLISHED_NAME, claim_value, list_series

METHOD = Text(
    zh="公布值按原表给出，两个公布年份之间线性内插。路径只取基准的走势：指数等于当年值除以起始年值；“拉伸”把起始年到2050年的"
    "走势均匀拉长到目标年，“按公布值”在2050年到达后保持。",
    en="Published values stand as they are, linear between published years. A pathway takes only the"
    " shape: the index is the year's value over that of the start year; “stretch” spreads the way to"
    " 2050 evenly over the way to the target year, “as published” reaches it in 2050 and holds it.",
)


def scope_label(benchmark: Benchmark) -> Text:
    """Name the scope a benchmark covers."""
    if benchmark.scope == "S1S2":
        return Text(zh="范围1+2", en="scope 1+2")
    return Text(zh="范围1", en="scope 1")


def series_label(benchmark: Benchmark) -> Text:
    """Name a series by its level and region."""
    level, place = LEVEL_LABEL[benchmark.level], PLACE_NAME[benchmark.region]
    return Text(zh=f"{level.zh}（{place.zh}）", en=f"{level.en} ({place.en})")


def release_label(source: str) -> Text:
    """Name the release a series was taken from."""
    year = source.partition("release ")[2][:4]
    return Text(
        zh=f"转型路径倡议（TPI）行业基准{year}年版",
        en=f"the Transition Pathway Initiative, release {year}",
    )


def table_values(
    name: str,
    title: Text,
    years: Sequence[int],
    series: Sequence[Benchmark],
    cells: Sequence[Sequence[Claim]],
    unit: str,
) -> Table:
    """List the values of several series by year."""
    labels = [("sector", "行业", "Sector"), ("level", "档位与地区", "Level and region"),
              ("scope", "范围", "Scope")]  # fmt: skip
    rows: list[list[Scalar | Text]] = [
        [PUBLISHED_NAME[b.sector], series_label(b), scope_label(b), *(c.value for c in row)]
        for b, row in zip(series, cells, strict=True)
    ]
    return Table(
        id=name,
        title=title,
        columns=[
            *name_columns(labels),
            *(Column(id=f"y{y}", label=Text(zh=f"{y}年", en=str(y)), unit=unit) for y in years),
        ],
        rows=rows,
        claims=[[None, None, None, *(c.id for c in row)] for row in cells],
        kind="reference",
        source=series[0].source,
    )


def list_benchmarks(without: str | None) -> Result:
    """List every published benchmark, for a question about all or about a sector without one."""
    every = [b for name in PUBLISHED_NAME for b in list_series(name)]
    cells = [[claim_value(b, y) for y in (2020, 2030, 2040, 2050)] for b in every]
    used = join([PUBLISHED_NAME[n] for n in dict.fromkeys(BENCHMARK_SECTOR.values())])
    rest = join([PUBLISHED_NAME[n] for n in PUBLISHED_NAME if n not in BENCHMARK_SECTOR.values()])
    lead = Text(
        zh=f"路径使用的行业强度基准有：{used.zh}。另有{rest.zh}的公布基准，因清单不单列或没有产量，路径不用。",
        en=f"Pathways use the benchmarks of {used.en.lower()}. Benchmarks of {rest.en.lower()} are"
        " published too but not used: the inventory does not list them alone, or their output is not"
        " held.",
    )
    texts = [lead]
    if without is not None:
        name = SECTORS.text(without)
        texts = [
            Text(
                zh=f"{name.zh}没有可用的强度基准：路径按绝对量收缩，从起始年线性降到所设的剩余比例。",
                en=f"There is no benchmark to use for {inline(name).en}: its pathway contracts in absolute"
                " terms, linearly from the start year to the assumed residual share.",
            ),
            lead,
        ]
    cited = dict.fromkeys(b.source for b in every)
    title = Text(zh="行业强度基准", en="Sector intensity benchmarks")
    return Result(
        tool="sector_benchmark",
        title=title,
        findings=[Finding(text=t) for t in texts],
        claims=list({c.id: c for row in cells for c in row}.values()),
        tables=[table_values("benchmarks", title, (2020, 2030, 2040, 2050), every, cells, "")],
        notes=[],
        method=METHOD,
        sources=[Source(title=title, citation=c, kind="reference") for c in cited],
        followups=[
            Text(zh="钢铁行业的基准强度是多少？", en="What is the benchmark intensity of steel?"),
            Text(zh="水泥2050年的强度基准", en="The intensity benchmark of cement in 2050"),
        ],
    )
