"""The roadmap by five-year plans: level at the end, emissions in the period, speed, carriers."""

from dataclasses import dataclass

from data.result import Claim, Finding, Scalar, Table, mark
from data.text import Text
from tools.inventory.phrases import inline
from tools.layout import name_columns
from tools.pathways.budgets import sum_annual
from tools.roadmap.course import Roadmap, Wedge

FIRST_YEAR = 1956
"""The plans of five years each, counted back from the 7th, 1986–1990; the 15th begins in 2026."""

DIGITS = "零一二三四五六七八九"
CARRIERS = 2


@dataclass(frozen=True)
class Plan:
    """A five-year plan as far as the pathway runs through it.

    Attributes:
        number: Which plan it is.
        before: The year its cuts count from: the last one before it, or the start year.
        first: Its first year on the pathway.
        last: Its last year on the pathway.
    """

    number: int
    before: int
    first: int
    last: int

    @property
    def name(self) -> Text:
        """Its usual name with its years on the pathway.

        >>> Plan(21, 2055, 2056, 2060).name
        Text(zh='二十一五（2056–2060）', en='21st plan, 2056–2060')
        """
        ends = {1: "st", 2: "nd", 3: "rd"}
        suffix = "th" if 10 < self.number % 100 < 14 else ends.get(self.number % 10, "th")
        years = f"{self.first}–{self.last}" if self.first < self.last else str(self.last)
        return Text(
            zh=f"{_in_chinese(self.number)}五（{years}）", en=f"{self.number}{suffix} plan, {years}"
        )


def list_plans(start_year: int, target_year: int) -> tuple[Plan, ...]:
    """List the plans from the start year to the target year, both counted, cut to that span.

    >>> [(p.number, p.first, p.last) for p in list_plans(2028, 2036)]
    [(15, 2028, 2030), (16, 2031, 2035), (17, 2036, 2036)]
    """
    numbers = range(_number(start_year), _number(target_year) + 1)
    firsts = [(n, FIRST_YEAR + 5 * (n - 1)) for n in numbers]
    return tuple(
        Plan(n, max(y - 1, start_year), max(y, start_year), min(y + 4, target_year))
        for n, y in firsts
    )


def _number(year: int) -> int:
    return (year - FIRST_YEAR) // 5 + 1


def _in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones or not head else "")


def plans_of(roadmap: Roadmap) -> tuple[Plan, ...]:
    """List the plans that a roadmap runs through."""
    return list_plans(roadmap.options.start_year, roadmap.options.target_year)


def claim_period(roadmap: Roadmap, plan: Plan) -> Claim:
    """Mint what is emitted in a plan's years on the pathway."""
    held = roadmap.trajectory
    years = slice(held.at(plan.first), held.at(plan.last) + 1)
    ends = [roadmap.total(plan.first), roadmap.total(plan.last)]
    return roadmap.figures.derive(
        "co2_cumulative_mt",
        float(sum_annual(held.gross[years], held.years[years])),
        ends[: 1 + (plan.first < plan.last)],
        formula="annual sum of gross CO2 in the plan's years on the pathway",
        entity=ends[1].entity,
        year=plan.last,
        params={**roadmap.figures.params, "from": plan.first, "to": plan.last},
    )


def claim_yearly_cut(roadmap: Roadmap, plan: Plan) -> Claim | None:
    """Mint the average annual cut of a plan in Mt a year; None for the start year alone."""
    if plan.last == plan.before:
        return None
    first, last = roadmap.total(plan.before), roadmap.total(plan.last)
    return roadmap.figures.derive(
        "co2_cut_mt_per_year",
        (first.value - last.value) / (plan.last - plan.before),
        [first, last],
        formula="(first − last) / years",
        entity=last.entity,
        year=plan.last,
        params={**roadmap.figures.params, "against_year": plan.before},
    )


def find_carriers(roadmap: Roadmap, plan: Plan) -> list[tuple[Wedge, Claim]]:
    """Return the sectors that cut most in a plan, with their cuts, largest first."""
    cuts = [
        (w, roadmap.figures.cut_mt(roadmap.wedge(w, plan.before), roadmap.wedge(w, plan.last)))
        for w in roadmap.wedges
        if w.single
    ]
    ranked = sorted(cuts, key=lambda pair: -pair[1].value)
    return [(w, c) for w, c in ranked if c.value > 0][:CARRIERS]


def table_plans(roadmap: Roadmap) -> Table:
    """List the plans: level at the end, emissions in it, average annual cut, who carries it."""
    rows: list[list[Scalar | Text]] = []
    claims: list[list[str | None]] = []
    for plan in plans_of(roadmap):
        level, before = roadmap.total(plan.last), roadmap.total(plan.before)
        rate = roadmap.figures.fall(before, level) if plan.before < plan.last else None
        cells = [level, claim_period(roadmap, plan), claim_yearly_cut(roadmap, plan), rate]
        found = find_carriers(roadmap, plan) if plan.before < plan.last else []
        carriers: list[Scalar | Text] = []
        marks: list[str | None] = []
        for wedge, cut in found:
            carriers += [wedge.label, cut.value]
            marks += [None, cut.id]
        blank = 2 * CARRIERS - len(carriers)
        rows.append(
            [plan.name, *(c.value if c else None for c in cells), *carriers, *[None] * blank]
        )
        claims.append([None, *(c.id if c else None for c in cells), *marks, *[None] * blank])
    base = roadmap.total(roadmap.base_year)
    labels = [
        ("plan", "五年规划期", "Five-year plan", ""),
        ("end_co2_mt", "期末总排放", "Gross CO2 at its end", "Mt"),
        ("co2_cumulative_mt", "期内累计排放（逐年相加）", "Emitted in it (annual sum)", "Mt"),
        ("co2_cut_mt_per_year", "年均减排", "Average annual cut", "Mt_per_year"),
        ("cut_rate_pct_per_year", "年均降幅（复合）", "Annual rate (compound)", "percent_per_year"),
        ("first_sector", "减排最多的行业", "Largest cut", ""),
        ("first_cut_mt", "期内减排", "Its cut", "Mt"),
        ("second_sector", "其次", "Next", ""),
        ("second_cut_mt", "期内减排", "Its cut", "Mt"),
    ]
    return Table(
        id="five_year_plans",
        title=Text(
            zh=f"{roadmap.place.zh}按五年规划期的减排安排",
            en=f"The roadmap of {roadmap.place.en} by five-year plans",
        ),
        columns=name_columns(labels),
        rows=rows,
        claims=claims,
        kind=base.kind,
        source=base.source,
    )


def tell_plans(roadmap: Roadmap) -> list[Finding]:
    """Tell the first plan in full, and in which plan most has to be cut each year."""
    plans = [p for p in plans_of(roadmap) if p.before < p.last]
    texts = [_tell(roadmap, plans[0])]
    cuts = [(p, c) for p in plans if (c := claim_yearly_cut(roadmap, p))]
    fastest, cut = max(cuts, key=lambda pair: pair[1].value)
    if len(plans) > 1 and cut.value > 0:
        end = "first" if fastest is plans[0] else ""
        texts.append(
            Text(
                zh=f"各规划期中减得最快的是{fastest.name.zh}，{mark(cut)}；逐期安排见表。"
                if not end
                else "各规划期中以这一期减得最快；逐期安排见表。",
                en=f"Most has to be cut in the {fastest.name.en}: {mark(cut)}. The table lists every"
                " plan."
                if not end
                else "No later plan has to cut more a year; the table lists every plan.",
            )
        )
    return [Finding(section="timetable", text=texts[0] + SPACE + t) for t in texts[1:]] or [
        Finding(section="timetable", text=texts[0])
    ]


SPACE = Text(zh="", en=" ")


def _tell(roadmap: Roadmap, plan: Plan) -> Text:
    level, period = mark(roadmap.total(plan.last)), mark(claim_period(roadmap, plan))
    cut = claim_yearly_cut(roadmap, plan)
    found = find_carriers(roadmap, plan)
    if cut is None or cut.value <= 0 or not found:
        return Text(
            zh=f"{plan.name.zh}期末总排放{level}，期内累计{period}，没有净减排。",
            en=f"The {plan.name.en}, ends at {level} and emits {period} in all, without a net cut.",
        )
    zh = "、".join(w.label.zh for w, _ in found)
    en = " and ".join(inline(w.label).en for w, _ in found)
    return Text(
        zh=f"{plan.name.zh}期末总排放{level}，期内累计{period}，平均减排速度{mark(cut)}，主要靠{zh}。",
        en=f"The {plan.name.en}, ends at {level} and emits {period} in all; it cuts {mark(cut)},"
        f" carried by {en}.",
    )
