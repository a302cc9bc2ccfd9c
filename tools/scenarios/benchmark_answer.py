"""The answer on one sector's benchmark: published values, the index, and the provinces today."""

from collections.abc import Sequence

import numpy as np
from pydantic import JsonValue

from data.result import Chart, Claim, Finding, Note, Result, Source, Table, make_claim
from data.result import mark as cite
from data.series import REFERENCE
from data.text import Text
from tools.inventory.caveats import data_notes
from tools.inventory.figures import Figures
from tools.inventory.selection import Years
from tools.layout import name_columns
from tools.pathways.benchmark import (
    BENCHMARK_SECTOR,
    LEVEL_LABEL,
    Benchmark,
    EndYearRule,
    index_benchmark,
)
from tools.pathways.notes import NOT_DECOMPOSITION, SCOPE_NOTES
from tools.registry import Context
from tools.scenarios.benchmark_list import (
    METHOD,
    release_label,
    scope_label,
    series_label,
    table_values,
)
from tools.scenarios.provinces_today import draw_today, find_today, table_today, tell_today
from tools.scenarios.published import (
    PLACE_NAME,
    PUBLISHED_NAME,
    WITHOUT_OUTPUT,
    claim_value,
    list_series,
    prefer,
)

RULES: tuple[EndYearRule, ...] = ("stretch", "as_published")


class BenchmarkAnswer:
    """The parts of the answer on one sector share this.

    Args:
        context: The data set and the current year, from which the index starts.
        name: What the published benchmarks call the sector.
        level: Benchmark level asked for.
        years: Years to read; empty for the usual ones.
        target_year: Target year of the stretched index.
    """

    def __init__(
        self,
        context: Context,
        name: str,
        level: str,
        years: Sequence[int],
        target_year: int,
    ) -> None:
        self.dataset = context.dataset
        self.id = next(s for s, n in {**BENCHMARK_SECTOR, **WITHOUT_OUTPUT}.items() if n == name)
        self.name = PUBLISHED_NAME[name]
        self.series = list_series(name)
        self.level = level
        self.chosen = prefer(self.series, level)
        self.asked = tuple(years)
        self.start, self.target = context.this_year, target_year
        self.figures = Figures(context.dataset)
        self.today = find_today(context.dataset, self.figures, self.id)

    def result(self) -> Result:
        """Put the answer together."""
        findings = [
            Finding(text=self._lead()),
            Finding(text=self._others()),
            *([Finding(text=self._index())] if self.id in BENCHMARK_SECTOR else []),
        ]
        charts, tables = [self._chart()], [self._table(), *self._index_tables()]
        if self.today is not None:
            findings += tell_today(self.figures, self.today)
            charts.append(draw_today(self.today))
            tables.append(table_today(self.today))
        cited = dict.fromkeys(b.source for b in self.series)
        title = Text(zh="行业强度基准", en="Sector intensity benchmarks")
        inventory = self.dataset.provincial
        own = [inventory.source] if inventory is not None and self.today else []
        return Result(
            tool="sector_benchmark",
            title=Text(
                zh=f"{self.name.zh}的强度基准", en=f"Intensity benchmark of {self.name.en.lower()}"
            ),
            findings=findings,
            claims=list(self.figures.claims.values()),
            tables=tables,
            charts=charts,
            notes=self._notes(),
            method=METHOD,
            sources=[*(Source(title=title, citation=c, kind="reference") for c in cited), *own],
            followups=self._followups(),
        )

    def _value(self, benchmark: Benchmark, year: int) -> Claim:
        return self.figures.keep(claim_value(benchmark, year))

    def _years(self) -> tuple[int, ...]:
        return self.asked or tuple(y for y in (2030, 2040, 2050) if y <= self.chosen.years[-1])

    def _lead(self) -> Text:
        held, first = self.chosen, self.chosen.years[0]
        level, place = LEVEL_LABEL[held.level], PLACE_NAME[held.region]
        steps = [(y, cite(self._value(held, y))) for y in self._years()]
        zh = "，".join(f"{y}年{m}" for y, m in steps)
        en = ", ".join(f"{m} in {y}" for y, m in steps)
        start = cite(self._value(held, first))
        tail = Text(zh="", en="")
        if first not in self._years():
            tail = Text(zh=f"（{first}年为{start}）", en=f" (from {start} in {first})")
        return Text(
            zh=f"{self.name.zh}的{level.zh}强度基准（{place.zh}，{scope_label(held).zh}）：{zh}{tail.zh}。",
            en=f"The {level.en} benchmark of {self.name.en.lower()} ({place.en},"
            f" {scope_label(held).en}): {en}{tail.en}.",
        )

    def _others(self) -> Text:
        year = self.asked[0] if self.asked else self.chosen.years[-1]
        others = [b for b in self.series if b is not self.chosen]
        parts = [(series_label(b), cite(self._value(b, year))) for b in others]
        release = self.chosen.source
        return Text(
            zh=f"其余公布序列{year}年：{'；'.join(f'{n.zh}{m}' for n, m in parts)}。所用序列出自{release_label(release).zh}。",
            en=f"Other published series in {year}: {'; '.join(f'{n.en} {m}' for n, m in parts)}. The"
            f" series used is from {release_label(release).en}.",
        )

    def _index_claim(self, rule: EndYearRule, year: int) -> Claim:
        axis = np.arange(self.start, self.target + 1)
        index = index_benchmark(self.chosen, axis, self.target, rule)
        start, end = (self._value(self.chosen, y) for y in (max(self.start, 2020), 2050))
        return self.figures.keep(
            make_claim(
                "benchmark_index",
                float(index[year - self.start]),
                unit="ratio",
                kind="reference",
                dataset=REFERENCE,
                source=self.chosen.source,
                year=year,
                formula="B(y) / B(start year)",
                parents=[start, end],
                entity={"sector": self.id},
                params={"rule": rule, "level": self.chosen.level, "start": self.start,
                        "target": self.target, "series": self.chosen.region},
            )
        )  # fmt: skip

    def _index(self) -> Text:
        middle = min(2050, self.target)
        stretched, published = (self._index_claim(rule, middle) for rule in RULES)
        end = self._index_claim("stretch", self.target)
        return Text(
            zh=f"路径只取其走势：以起始年{self.start}年为1，{middle}年的指数按“拉伸”为{cite(stretched)}（{self.target}年"
            f"到达{cite(end)}），按“按公布值”为{cite(published)}。",
            en=f"A pathway takes only its shape: with the start year {self.start} as 1, the index in"
            f" {middle} is {cite(stretched)} when stretched (reaching {cite(end)} in {self.target}) and"
            f" {cite(published)} as published.",
        )

    def _index_tables(self) -> list[Table]:
        if self.id not in BENCHMARK_SECTOR:
            return []
        years = sorted({self.start, *range(2030, self.target, 10), self.target})
        cells = [[self._index_claim(rule, y) for rule in RULES] for y in years]
        labels = [("year", "年份", "Year", ""), ("stretch", "拉伸", "Stretched", "ratio"),
                  ("as_published", "按公布值", "As published", "ratio")]  # fmt: skip
        title = Text(
            zh=f"基准指数（{self.start}年=1）", en=f"Benchmark as an index ({self.start} = 1)"
        )
        return [
            Table(
                id="benchmark_index",
                title=title,
                columns=name_columns(labels),
                rows=[[y, *(c.value for c in row)] for y, row in zip(years, cells, strict=True)],
                claims=[[None, *(c.id for c in row)] for row in cells],
                kind="reference",
                source=self.chosen.source,
            )
        ]

    def _table(self) -> Table:
        years = sorted({*self.chosen.years, *self.asked})
        cells = [[self._value(b, y) for y in years] for b in self.series]
        metric = cells[0][0]
        return table_values(
            "benchmark_values",
            Text(
                zh=f"{self.name.zh}的公布基准", en=f"Published benchmarks of {self.name.en.lower()}"
            ),
            years,
            self.series,
            cells,
            metric.unit,
        )

    def _chart(self) -> Chart:
        years: list[JsonValue] = [*self.chosen.years]
        series: list[JsonValue] = [
            {
                "id": f"{b.level}_{b.region}",
                "name": series_label(b).model_dump(),
                "y": [float(v) for v in b.values],
                "dashed": b is not self.chosen,
            }
            for b in self.series
        ]
        return Chart(
            id=f"benchmark_{self.id}",
            type="trend",
            title=Text(
                zh=f"{self.name.zh}的强度基准", en=f"Intensity benchmark of {self.name.en.lower()}"
            ),
            data={
                "x": years,
                "series": series,
                "y_name": {"zh": "单位产量排放", "en": "CO2 per output"},
            },
            unit=claim_value(self.chosen, self.chosen.years[0]).unit,
            kind="reference",
            source=self.chosen.source,
        )

    def _notes(self) -> list[Note]:
        notes = [NOT_DECOMPOSITION] if self.id in BENCHMARK_SECTOR else []
        if self.chosen.level != self.level:
            wanted, found = LEVEL_LABEL[self.level], LEVEL_LABEL[self.chosen.level]
            text = Text(
                zh=f"该行业没有{wanted.zh}档的公布基准，给出的是{found.zh}档。",
                en=f"No {wanted.en} benchmark is published for this sector; the {found.en} one is given.",
            )
            notes.append(Note(level="caution", text=text))
        if any(y > self.chosen.years[-1] for y in self.asked):
            text = Text(
                zh=f"公布值止于{self.chosen.years[-1]}年，之后给出的是该年的值。",
                en=f"Published values end in {self.chosen.years[-1]}; later years show that value.",
            )
            notes.append(Note(level="caution", text=text))
        if self.chosen.scope == "S1S2":
            notes.append(Note(level="caution", text=SCOPE_2))
        if self.id in WITHOUT_OUTPUT:
            notes.append(Note(level="caution", text=NO_OUTPUT))
        if self.id in SCOPE_NOTES:
            notes.append(Note(level="caution", text=SCOPE_NOTES[self.id]))
        if self.today is not None:
            year = self.today.year
            regions = tuple(p for p, _ in self.today.provinces)
            spans = Years(axis=(year,), held=(year,), coverage=(year,), chosen=True)
            notes += data_notes(self.dataset, regions, spans)
        return list({n.text.en: n for n in notes}.values())

    def _followups(self) -> list[Text]:
        return [
            Text(
                zh=f"山东{self.name.zh}到2060年的SDA路径是什么？",
                en=f"What is the SDA pathway of {self.name.en.lower()} in Shandong to 2060?",
            ),
            Text(zh="哪些行业有强度基准？", en="Which sectors have an intensity benchmark?"),
        ]


SCOPE_2 = Text(
    zh="该基准含外购电力（范围1+2），清单只含直接排放（范围1）：两者不能直接相减，路径只用它的指数。",
    en="This benchmark covers purchased electricity too (scope 1+2) while the inventory is scope 1: the"
    " two must not be subtracted, and a pathway uses its index only.",
)
NO_OUTPUT = Text(
    zh="数据中没有该行业的实物产量，路径不用这个基准，而按线性收缩计算。",
    en="No physical output of this sector is held, so pathways do not use this benchmark: the sector"
    " contracts linearly.",
)
