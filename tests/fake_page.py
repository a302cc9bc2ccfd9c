"""A page over a conversation that answers by rote: served by the browser tests."""

import asyncio
from types import SimpleNamespace

from assistant.events import Answer, Answered, StepFinished, StepStarted
from assistant.history.keeper import Keeper
from data.errors import InputError
from data.result import Chart, Column, Note, Result, Source, Table, make_claim, mark
from data.store import DEMONSTRATION_FOLDER
from data.text import Text, same

SOURCE = "CEADs 省级排放清单 2019; published totals"
TITLE = Text(zh="演示数据集", en="Demonstration data set")


def claim(metric, value, unit, year=2019, kind="demonstration", parents=(), **entity):
    return make_claim(
        metric,
        value,
        unit=unit,
        kind=kind,
        dataset="demonstration",
        source=SOURCE,
        year=year,
        entity={"region": "CN-GD", **entity},
        formula="share_pct = 100 · co2_mt / total" if parents else "",
        parents=parents,
    )


TOTAL = claim("co2_mt", 569.0664, "Mt", kind="reference")
PEOPLE = claim("population_1e4", 12489.0, "person_1e4", kind="reference")
POWER = claim("co2_mt", 262.31, "Mt", sector="power")
CEMENT = claim("co2_mt", 48.2, "Mt", sector="nonmetal_minerals")
SHARE = claim("share_pct", 46.1, "percent", parents=(POWER, TOTAL), sector="power")
CHANGE = claim("growth_pct", -2.4, "percent", parents=(TOTAL,))
PATH = [
    claim("co2_net_mt", v, "Mt", year=y, parents=(TOTAL,))
    for y, v in ((2025, 601.2), (2030, 588.0), (2035, 505.5), (2045, 240.1), (2060, 31.7))
]
ZERO = claim("net_zero_year", 2060, "year", year=None, parents=PATH[-1:])
CLAIMS = {c.id: c for c in (TOTAL, PEOPLE, POWER, CEMENT, SHARE, CHANGE, ZERO, *PATH)}

ZH = f"""## 从哪里出发

2019年广东排放 {mark(TOTAL)}，其中电力热力 {mark(POWER)}，占 {mark(SHARE)}，比上年变化 {mark(CHANGE)}。

## 时间表

| 年份 | 净CO2排放 | 说明 |
|---|---:|---|
""" + "\n".join(f"| {c.year} | {mark(c)} | 路径 |" for c in PATH)
ZH += f"""

净零年为 {mark(ZERO)}。

- **电力**：按部门脱碳方法收敛到全国路径；
- **水泥**：见下图，{mark(CEMENT)}。
"""
EN = f"""## Where it starts

Guangdong emitted {mark(TOTAL)} in 2019, of which power {mark(POWER)}, a share of {mark(SHARE)};
the change was {mark(CHANGE)}.

## Timetable

| Year | Net CO2 | Note |
|---|---:|---|
""" + "\n".join(f"| {c.year} | {mark(c)} | pathway |" for c in PATH)

CHARTS = [
    Chart(
        id="path",
        type="pathway",
        title=Text(zh="广东净排放路径", en="Net CO2 pathway of Guangdong"),
        data={
            "x": [2019, 2025, 2030, 2035, 2045, 2060],
            "series": [
                {
                    "id": "net",
                    "name": {"zh": "净排放", "en": "Net"},
                    "y": [569.1, 601.2, 588.0, 505.5, 240.1, 31.7],
                    "role": "pathway",
                }
            ],
            "y_name": {"zh": "CO2排放", "en": "CO2"},
        },
        unit="Mt",
        kind="demonstration",
        source=SOURCE,
    ),
    Chart(
        id="flow",
        type="sankey",
        title=Text(zh="燃料到行业", en="Fuels to sectors"),
        data={
            "nodes": [
                {"id": "raw_coal", "name": {"zh": "原煤", "en": "Raw coal"}, "layer": 0},
                {"id": "power", "name": {"zh": "电力", "en": "Power"}, "layer": 1},
            ],
            "links": [{"source": "raw_coal", "target": "power", "value": 210.0}],
        },
        unit="Mt",
        kind="demonstration",
        source=SOURCE,
    ),
]
TABLE = Table(
    id="timetable",
    title=Text(zh="排放时间表", en="Timetable"),
    columns=[
        Column(id="year", label=Text(zh="年份", en="Year"), unit="year"),
        Column(id="co2_net_mt", label=Text(zh="净CO2排放", en="Net CO2"), unit="Mt"),
    ],
    rows=[[c.year, c.value] for c in PATH] + [[2050, None]],
    claims=[[None, c.id] for c in PATH] + [[None, None]],
    kind="demonstration",
    source=SOURCE,
)
RESULT = Result(
    tool="net_zero_roadmap",
    title=Text(zh="净零路线图", en="Net-zero roadmap"),
    arguments={"region": "广东", "target_year": 2060},
    claims=list(CLAIMS.values()),
    tables=[TABLE],
    charts=CHARTS,
    notes=[
        Note(text=Text(zh="默认碳汇为零。", en="Sinks default to zero.")),
        Note(
            level="missing",
            text=Text(zh="西藏没有排放清单。", en="There is no inventory of Tibet."),
        ),
        Note(
            level="caution",
            text=Text(zh=f"人口为 {mark(PEOPLE)}。", en=f"The population is {mark(PEOPLE)}."),
        ),
    ],
    method=Text(zh="部门脱碳方法（SDA）。", en="Sectoral decarbonisation approach (SDA)."),
    sources=[Source(title=same("CEADs"), citation="Shan et al. 2020", kind="reference")],
)


class FakeConversation:
    settings = SimpleNamespace(model="builtin", dataset=None, fallback=[], models={})
    dataset = SimpleNamespace(
        id="demonstration", title=TITLE, is_demonstration=True, folder=DEMONSTRATION_FOLDER
    )

    def __init__(self):
        self.keeper = Keeper()
        self.asked = []

    @property
    def thread_id(self):
        return self.keeper.thread_id

    def use(self, dataset):
        self.dataset = dataset

    def catch_up(self):
        return self.keeper.look()

    def undo(self):
        return self.asked.pop() if self.asked else None

    def start_over(self):
        self.asked = []

    def starters(self, lang):
        if lang == "zh":
            return [
                "广东在2060年达成碳中和时间表及产业投入产出路线图应为何？",
                "2019年广东碳排放总量是多少？",
                "比较广东和江苏2010到2019年的排放",
            ]
        return [
            "How much CO2 did Guangdong emit in 2019?",
            "Draw the network of Hebei's industries",
        ]

    async def ask(self, question, lang=None):
        lang = lang or ("en" if question.isascii() else "zh")
        if "slow" in question:
            yield StepStarted("1", "coverage", same("Slow tool"), {})
            await asyncio.sleep(60)
        if "crash" in question:
            raise RuntimeError("the secret inner reason")
        if "refuse" in question:
            raise InputError(Text(zh="没有“广冻”。您是指：广东？", en="No “Guandong”. Guangdong?"))
        labels = [
            ("1", "query_emissions", Text(zh="查询排放", en="Query emissions")),
            ("2", "net_zero_roadmap", Text(zh="计算净零路线图", en="Work out the roadmap")),
        ]
        for step_id, tool, label in labels:
            yield StepStarted(step_id, tool, label, {"region": "广东"})
            await asyncio.sleep(0.2)
            done = Text(zh="找到 12 个数字", en="12 figures found")
            yield StepFinished(step_id, tool, label, ok=True, summary=done, seconds=0.2)
        asks_back = "which" in question
        self.asked.append(question)
        yield Answered(
            Answer(
                question=question,
                lang=lang,
                text=("Which province?" if asks_back else EN if lang == "en" else ZH),
                claims=CLAIMS,
                results=[] if asks_back else [RESULT],
                choices=["Guangdong", "Guangxi"] if asks_back else [],
                followups=["Which sectors carry the cut?", "江苏的路线图呢？"],
                figures=0 if asks_back else 11,
                verified=0 if asks_back else 11,
                composed="template",
                model="builtin",
                dataset="demonstration",
                dataset_title=TITLE,
                demonstration=True,
                seconds=0.5,
            )
        )


if __name__.startswith("bokeh_app_"):
    from assistant.page.build import build_page

    build_page(FakeConversation).servable()
