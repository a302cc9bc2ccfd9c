"""Claims for hand-written answers: “{co2 GD 2019 power}” becomes a claim and its mark."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from data.result import Claim, make_claim

SPEC = re.compile(r"\{([a-z0-9]+ [^{}]+)\}")
SIZE = {"GD": 569, "JS": 805, "SD": 937, "HE": 914, "BJ": 88, "ZJ": 381, "SH": 193, "CN": 9795}
"""CO2 in 2019, in Mt: only its order of magnitude matters here."""

THINGS = {
    "power": 0.46, "nonmetal_minerals": 0.14, "ferrous_smelting": 0.11, "transport": 0.12,
    "raw_coal": 0.48, "natural_gas": 0.07,
}  # fmt: skip
METRICS = {
    "co2": ("co2_mt", "Mt"), "pc": ("co2_per_capita_t", "t_per_person"),
    "int": ("co2_per_gdp_t_per_cny_1e4", "t_per_cny_1e4"), "share": ("share_pct", "percent"),
    "natshare": ("share_pct", "percent"), "rank": ("rank", "rank"), "chg": ("co2_change_mt", "Mt"),
    "gr": ("growth_pct", "percent"), "cagr": ("growth_pct_per_year", "percent_per_year"),
    "diff": ("difference", "Mt"), "ratio": ("ratio", "ratio"), "peak": ("peak_year", "year"),
    "nz": ("net_zero_year", "year"), "path": ("co2_pathway_mt", "Mt"),
    "resid": ("co2_residual_mt", "Mt"), "cut": ("co2_cut_mt", "Mt"),
    "cum": ("co2_cumulative_mt", "Mt"), "fall": ("decline_pct", "percent"),
    "drop": ("co2_decline_mt", "Mt"), "offs": ("offset_mt", "Mt"),
    "tr": ("co2_transfer_mt", "Mt"), "cons": ("co2_consumption_mt", "Mt"),
    "prod": ("co2_production_mt", "Mt"), "gdp": ("gdp_cny_1e8", "cny_1e8"),
    "pop": ("population_1e4", "person_1e4"),
}  # fmt: skip
YEARS = {
    "co2": (2005, 2010, 2019), "path": (2030, 2040, 2050, 2060), "tr": (2017,), "cons": (2017,),
    "prod": (2017,), "resid": (2060,),
}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """An answer as a model wrote it, with the claims it may cite."""

    question: str
    text: str
    years: frozenset[int]


def claim_of(spec: str) -> Claim:
    """Mint the claim that a spec names: metric, provinces, years, industry or fuel."""
    word, who, *more = spec.split()
    metric, unit = METRICS[word]
    regions = [f"CN-{r}" if r != "CN" else "CN" for r in re.split(r"[-/>]", who)]
    years = [int(y) for y in re.findall(r"\d{4}", " ".join(more))]
    thing = next((m for m in more if not m[0].isdigit()), "")
    entity = {"region": regions[0]}
    if thing:
        entity["fuel" if thing in ("raw_coal", "natural_gas") else "sector"] = thing
    params = {}
    if word == "tr":
        entity["for"] = regions[1]
    elif len(regions) > 1:
        params = {"of": "co2_mt", "against": f"region={regions[1]}"}
    if len(years) > 1:
        params["against_year"] = years[0]
    if word in ("share", "natshare"):
        params["of"] = "CN" if word == "natshare" else regions[0]
    year = years[-1] if years else None
    value = _value(word, who[:2], year, thing)
    return make_claim(
        metric, value, unit=unit, kind="official", dataset="d", source="CEADs", year=year,
        entity=entity, params=params,
    )  # fmt: skip


def _value(word: str, who: str, year: int | None, thing: str) -> float:
    size = SIZE[who] * THINGS.get(thing, 1)
    falls = who in ("BJ", "SH")
    at = {2005: 1.4 if falls else 0.6, 2010: 1.2 if falls else 0.8, 2019: 1, 2017: 1.04}
    sizes = {
        "co2": size * at.get(year or 2019, 1), "pc": 4 + SIZE[who] / 150,
        "int": 0.5 + SIZE[who] / 900, "share": 100 * THINGS.get(thing, 1), "rank": 5,
        "natshare": 5.8, "chg": size * (-0.4 if falls else 0.4), "gr": -28.6 if falls else 66.5,
        "cagr": -2.4 if falls else 3.7, "diff": 236.0, "ratio": 1.43, "peak": 2027, "nz": 2058,
        "path": size * (2062 - (year or 2030)) / 40, "resid": size * 0.05, "cut": size * 0.9,
        "cum": size * 20, "fall": 28.6, "drop": size * 0.4, "offs": size * 0.5, "tr": 11 + size / 90,
        "cons": size * 1.2, "prod": size, "gdp": 19000 + size * 150, "pop": 2154 + size * 12,
    }  # fmt: skip
    return float(sizes[word])


def all_claims() -> dict[str, Claim]:
    """Every claim of the little world, for models that cite the wrong one."""
    specs = [
        f"{word} {who} {span}".strip()
        for word in METRICS
        for who in SIZE
        for span in _spans(word)
        if word not in ("diff", "ratio", "tr", "natshare")
    ]
    specs += [f"tr {a}>{b} 2017" for a in SIZE for b in SIZE if a != b]
    for word in ("co2", "share", "path", "cut"):
        specs += [f"{word} {who} {s} {t}" for who in SIZE for s in _spans(word) for t in THINGS]
    return {c.id: c for c in map(claim_of, specs)}


def _spans(word: str) -> list[str]:
    if word in ("chg", "gr", "cagr", "fall", "drop", "offs"):
        return ["2005-2019", "2010-2019"]
    if word in ("cut", "cum"):
        return ["2026-2060"]
    if word in ("peak", "nz"):
        return [""]
    return [str(y) for y in YEARS.get(word, (2010, 2019))]


def read_answers() -> list[tuple[Written, dict[str, Claim]]]:
    """Read the hand-written answers with the claims of each."""
    path = Path(__file__).parent / "model_answers.toml"
    answers = tomllib.loads(path.read_text(encoding="utf-8"))["answer"]
    made = []
    for answer in answers:
        cited = {s: claim_of(s) for s in SPEC.findall(answer["text"])}
        text = SPEC.sub(lambda m, cited=cited: f"[[c:{cited[m[1]].id}]]", answer["text"])
        years = {c.year for c in cited.values() if c.year} | set(answer.get("years", ()))
        years |= {y for c in cited.values() if isinstance(y := c.params.get("against_year"), int)}
        claims = {c.id: c for c in cited.values()}
        made.append((Written(answer["question"], text, frozenset(years)), claims))
    return made
