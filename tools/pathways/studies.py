"""Published studies of the nation's way, set beside a computed pathway and never mixed with it."""

from collections.abc import Sequence

from pydantic import JsonValue

from data.pathway_facts import STUDY, Fact, find_facts
from data.result import Claim, Finding, Source, make_claim, mark
from data.series import REFERENCE
from data.text import Text
from data.vocabulary import NATION
from tools.inventory.figures import Figures

MT_PER_GT = 1000.0

METRIC = {
    "co2_peak_year": "study_peak_year",
    "co2_at_peak": "study_co2_mt",
    "co2": "study_co2_mt",
    "annual_cut": "study_cut_pct_per_year",
}
PUBLISHED = Text(zh="（公布研究）", en=" (published study)")


def claim_fact(figures: Figures, fact: Fact, value: float, end: str) -> Claim:
    """Mint an end of a published range; ``end`` is ``low`` or ``high``."""
    metric = METRIC[fact.quantity]
    scale = MT_PER_GT if fact.unit == "Gt" else 1.0
    unit = "Mt" if fact.unit == "Gt" else fact.unit
    year = None if unit == "year" else (fact.year_to if end == "high" else None) or fact.year
    return figures.keep(
        make_claim(
            metric,
            value * scale,
            unit=unit,
            kind="reference",
            dataset=REFERENCE,
            source=fact.source,
            year=year,
            entity={"region": fact.region},
            params={"study": fact.study, "scenario": fact.scenario, "end": end},
        )
    )


def tell_studies(figures: Figures, region: str, section: str = "timetable") -> list[Finding]:
    """Tell where published studies see the nation's peak and rates of cut; nothing for a province."""
    if region != NATION:
        return []
    peaks = [_peak(figures, year) for year in find_facts(NATION, "co2_peak_year")]
    cuts = [_cut(figures, fact) for fact in find_facts(NATION, "annual_cut")]
    texts = [
        Text(
            zh=f"公布研究给出的全国达峰（不是本工具的计算）：{'；'.join(t.zh for t in peaks)}。口径各有不同，只作参照。",
            en="Published studies on the nation's peak (not this tool's computation):"
            f" {'; '.join(t.en for t in peaks)}. Their boundaries differ; they serve as a reference only.",
        ),
        Text(
            zh=f"公布研究给出的年均降幅：{'；'.join(t.zh for t in cuts)}。",
            en=f"Annual cuts that published studies ask for: {'; '.join(t.en for t in cuts)}.",
        ),
    ]
    return [Finding(section=section, text=t) for t in texts]


def _range(figures: Figures, fact: Fact) -> Text:
    ends = [(e, v) for e, v in (("low", fact.low), ("high", fact.high)) if v is not None]
    marks = list(dict.fromkeys(mark(claim_fact(figures, fact, v, e)) for e, v in _distinct(ends)))
    return Text(zh="至".join(marks), en=" to ".join(marks))


def _distinct(ends: list[tuple[str, float]]) -> list[tuple[str, float]]:
    return ends[:1] if len(ends) > 1 and ends[0][1] == ends[1][1] else ends


def _peak(figures: Figures, year: Fact) -> Text:
    study, when = STUDY[year.study], _range(figures, year)
    level = next(f for f in find_facts(NATION, "co2_at_peak") if f.study == year.study)
    size = _range(figures, level)
    later = [f for f in find_facts(NATION, "co2") if f.study == year.study]
    more = [(f.year, _range(figures, f)) for f in later]
    return Text(
        zh=f"{study.zh}{when.zh}达峰，峰值{size.zh}" + "".join(f"，{y}年{t.zh}" for y, t in more),
        en=f"{study.en} {when.en} at {size.en}" + "".join(f", {t.en} in {y}" for y, t in more),
    )


def _cut(figures: Figures, fact: Fact) -> Text:
    study, size = STUDY[fact.study], _range(figures, fact)
    zh = f"{fact.year}–{fact.year_to}年" if fact.year_to else f"{fact.year}年之后"
    en = f"in {fact.year}–{fact.year_to}" if fact.year_to else f"after {fact.year}"
    level = {"1.5C": Text(zh="（1.5 °C）", en=" (1.5 °C)"), "2C": Text(zh="（2 °C）", en=" (2 °C)")}
    tail = level.get(fact.scenario, Text(zh="", en=""))
    return Text(zh=f"{study.zh}{tail.zh}{zh}{size.zh}", en=f"{study.en}{tail.en} {size.en} {en}")


def study_series(region: str, years: Sequence[int]) -> list[dict[str, JsonValue]]:
    """Write the studies' levels of the nation as series of a pathway chart; none for a province.

    A range of years and levels is drawn as its lower and its upper line.
    """
    if region != NATION:
        return []
    facts = [*find_facts(NATION, "co2_at_peak"), *find_facts(NATION, "co2")]
    found: list[dict[str, JsonValue]] = []
    for study in dict.fromkeys(f.study for f in facts):
        own = [f for f in facts if f.study == study]
        for end in ("low", "high"):
            values = _values(own, end)
            if values and (end == "low" or values != _values(own, "low")):
                found.append(_series(study, end, values, years, ranged=_is_ranged(own)))
    return found


def _is_ranged(facts: Sequence[Fact]) -> bool:
    return any(f.low != f.high for f in facts)


def _values(facts: Sequence[Fact], end: str) -> dict[int, float]:
    held: dict[int, float] = {}
    for fact in facts:
        value = fact.low if end == "low" else fact.high
        if value is not None and fact.year is not None:
            span = range(fact.year, (fact.year_to or fact.year) + 1)
            held |= dict.fromkeys(span, value * MT_PER_GT)
    return held


def _series(
    study: str, end: str, values: dict[int, float], years: Sequence[int], *, ranged: bool
) -> dict[str, JsonValue]:
    which = {"low": Text(zh="，下限", en=", low"), "high": Text(zh="，上限", en=", high")}[end]
    name = STUDY[study] + (which if ranged else Text(zh="", en="")) + PUBLISHED
    y: list[JsonValue] = [values.get(year) for year in years]
    return {"id": f"study_{study}_{end}", "name": name.model_dump(), "y": y, "role": "target"}


def study_sources(region: str) -> list[Source]:
    """Cite the studies told beside a nation's pathway."""
    if region != NATION:
        return []
    facts = [f for q in METRIC for f in find_facts(NATION, q)]
    title = Text(zh="公布的全国路径研究", en="Published studies of the nation's way")
    return [
        Source(title=title, citation=c, kind="reference")
        for c in dict.fromkeys(f.source for f in facts)
    ]
