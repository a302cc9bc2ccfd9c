"""Write ``qa/questions.jsonl`` from ``qa/phrasings.toml``: ``python -m data.knowledge.question_synthesis``.

Seeded: the same phrasings and vocabularies give the same file.
"""

import itertools
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from data.knowledge.chain_calls import CHAIN_CALLS
from data.knowledge.concepts import concepts
from data.knowledge.ensemble_calls import ENSEMBLE_CALLS
from data.knowledge.gap_calls import GAP_CALLS
from data.knowledge.masking import mask
from data.knowledge.pathway_calls import PATHWAY_CALLS
from data.knowledge.questions import FILE, KINDS
from data.knowledge.scenario_calls import SCENARIO_CALLS
from data.knowledge.table_calls import TABLE_CALLS
from data.knowledge.what_if_calls import WHAT_IF_CALLS
from data.text import Lang
from data.vocabulary import FUELS, NATION, OTHER_PLACES, PROVINCES, SECTORS

PHRASINGS = Path(__file__).parent.parent / "qa" / "phrasings.toml"
SEED = 2060
VARIANTS = 2
YEARS = range(1997, 2020)
TARGETS = (2030, 2035, 2040, 2050, 2060)
FUELS_ASKED = ("coal", "oil", "natural_gas", "raw_coal", "coke", "diesel_oil", "gasoline")
SECTORS_ASKED = (
    *("power", "ferrous_smelting", "nonmetal_minerals", "nonferrous_smelting", "chemicals"),
    *("petroleum_coking", "transport", "construction", "textiles", "paper", "electronics"),
)
SPOKEN: dict[str, tuple[str, ...]] = {
    "power": ("电力", "火电"),
    "ferrous_smelting": ("钢铁", "钢铁行业"),
    "nonmetal_minerals": ("水泥", "建材"),
    "nonferrous_smelting": ("有色金属",),
    "chemicals": ("化工",),
    "petroleum_coking": ("石化", "炼油"),
    "transport": ("交通运输",),
    "construction": ("建筑业",),
}
"""What people call a sector in Chinese; the vocabulary's label serves for the rest."""

_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_LEAST = re.compile(r"最少|最低|最小|下降最|减少最|least|lowest|smallest|slowest|fell most")
_NATION = re.compile(r"占全国|中国|全国(?!各|排)|China")
_MEASURES = {"per_capita": r"人均|per (?:capita|person)", "per_gdp": r"GDP|强度|intensity",
             "share": r"占比|比重|份额|shares?\b"}  # fmt: skip
_ZH_NUMBERS = {"三": 3, "五": 5, "十": 10, "three": 3, "five": 5, "ten": 10}

Slots = dict[str, Any]
Call = dict[str, Any]


def expand(phrasing: str) -> list[str]:
    """Write out every choice of a phrasing.

    >>> expand("(Hi|Hello)( there|)")
    ['Hi there', 'Hi', 'Hello there', 'Hello']
    """
    parts = _CHOICE.split(phrasing)
    choices = [p.split("|") if i % 2 else [p] for i, p in enumerate(parts)]
    return ["".join(c) for c in itertools.product(*choices)]


def draw_slots(random: Random) -> Slots:
    """Draw the entities and years that fill a phrasing."""
    first, second = random.sample([p for p in PROVINCES if p.id != "CN-XZ"], 2)
    sector, sector2 = random.sample(SECTORS_ASKED, 2)
    year, year2 = sorted(random.sample(YEARS, 2))
    return {
        "region": first,
        "region2": second,
        "sector": SECTORS.terms[sector],
        "sector2": SECTORS.terms[sector2],
        "fuel": FUELS.terms[random.choice(FUELS_ASKED)],
        "year": year,
        "year2": year2,
        "target": random.choice(TARGETS),
        "n": random.choice((3, 5, 10)),
    }


def draw_cities(random: Random) -> Slots:
    """Draw the cities that fill a phrasing."""
    first, second = random.sample([p for p in OTHER_PLACES if p.extra["province"]], 2)
    return {"city": first, "city2": second}


def fill(text: str, slots: Slots, lang: Lang, random: Random) -> str:
    """Put the drawn entities into a phrasing, named as people of that language name them."""
    words: dict[str, str] = {}
    for key, held in slots.items():
        if isinstance(held, int):
            words[key] = str(held)
        elif lang == "zh":
            words[key] = random.choice(SPOKEN.get(held.id, (held.label.zh,)))
        else:
            place = key.startswith(("region", "city"))
            words[key] = held.label.en if place else held.label.en.lower()
    return text.format_map(words)


def _used(text: str, slots: Slots) -> Slots:
    """Keep the slots that a phrasing names, with ids for terms and names for cities."""
    named = {k: v for k, v in slots.items() if f"{{{k}}}" in text}
    cities = {k: v.label.zh for k, v in named.items() if k.startswith("city")}
    return {k: v if isinstance(v, int) else v.id for k, v in named.items()} | cities


_TWO_YEARS = re.compile(r"\{year\}年?(?:和| and )\{year2\}")


def _query(used: Slots, text: str) -> Call:
    arguments: Slots = {"regions": [used[k] for k in ("region", "region2") if k in used]}
    if _NATION.search(text):
        arguments["regions"].append(NATION)
    if _TWO_YEARS.search(text):
        arguments["years"] = [used["year"], used["year2"]]
    elif "year2" in used:
        arguments |= {"year_from": used["year"], "year_to": used["year2"]}
    elif "year" in used:
        arguments["years"] = [used["year"]]
    for slot in ("sector", "fuel"):
        if slot in used:
            arguments[f"{slot}s"] = [used[k] for k in (slot, f"{slot}2") if k in used]
    return {k: v for k, v in arguments.items() if v}


def _ranked(used: Slots, text: str, what: str) -> Call:
    arguments = {"what": what} | _query(used, text)
    spoken = (
        number for word, number in _ZH_NUMBERS.items() if re.search(rf"{word}\b|{word}个", text)
    )
    top = used.get("n") or next(spoken, None)
    if top:
        arguments["top"] = top
    arguments |= _measure(text) if what != "regions" else {}
    if _LEAST.search(text):
        arguments["order"] = "ascending"
    return arguments


def _measure(text: str) -> Call:
    named = (m for m, pattern in _MEASURES.items() if re.search(pattern, text))
    return next(({"measure": m} for m in named), {})


def _rank_regions(used: Slots, text: str) -> Call:
    arguments = _ranked({k: v for k, v in used.items() if k != "region"}, text, "regions")
    arguments.pop("regions", None)
    return arguments | _measure(text)


def _rank_growth(used: Slots, text: str) -> Call:
    listed = {"sectors": r"行业|sectors|industry|emitters", "fuels": r"燃料|fuels"}
    what = next((g for g, words in listed.items() if re.search(words, text)), "regions")
    return _ranked(used, text, what) | {"measure": "growth"}


def _trend(used: Slots, text: str) -> Call:
    arguments = _query(used, text)
    years = arguments.pop("years", None)
    return arguments | _measure(text) | ({"year_from": years[0]} if years else {})


def _place(used: Slots, text: str) -> Call:
    del text
    return {k: used[k] for k in ("region", "year") if k in used}


def _network(used: Slots, text: str) -> Call:
    named = _place(used, text)
    return {"region": NATION, **named} if _NATION.search(text) else named


def _province_network(used: Slots, text: str) -> Call:
    traded = re.search(r"贸易|trade", text) and not re.search(r"碳|carbon|CO2|emission", text)
    links = "money" if traded else "emissions"
    year = {"year": used["year"]} if "year" in used else {}
    return {"nodes": "provinces", **year, "links": links}


def _change(used: Slots, text: str) -> Call:
    place = used.get("region") or (NATION if _NATION.search(text) else None)
    years = {"year_from": used.get("year"), "year_to": used.get("year2")}
    return {k: v for k, v in {"region": place, **years}.items() if v}


def _structural(used: Slots, text: str) -> Call:
    direct = re.search(r"直接|生产侧|direct|production-based", text)
    arguments = _change(used, text)
    return {"region": NATION, **arguments, **({"of": "direct"} if direct else {})}


def _pathway(used: Slots, text: str) -> Call:
    arguments = {k: used[k] for k in ("region", "sector") if k in used}
    target = used.get("target") or (2060 if "2060" in text else None)
    if target:
        arguments["target_year"] = target
    if "n" in used:
        arguments["growth_pct_per_year"] = used["n"]
    if "sector2" in used:
        arguments["sectors"] = [arguments.pop("sector"), used["sector2"]]
    return arguments


def _of_cities(used: Slots, text: str) -> Call:
    arguments: Slots = {"places": [used[k] for k in ("city", "city2") if k in used]}
    arguments |= {k: v for k, v in _query(used, text).items() if k.startswith("year")}
    measures = {"share": r"占|share", "trend": r"走势|历年|trend|developed|over the years",
                "growth": r"增长|grow|change", "rank": r"第几|rank|排名"}  # fmt: skip
    named = (m for m, pattern in measures.items() if re.search(pattern, text))
    return arguments | next(({"measure": m} for m in named), {})


def _rank_cities(used: Slots, text: str) -> Call:
    query = _ranked(used, text, "regions")
    kept = {k: v for k, v in query.items() if k.startswith("year") or k in ("top", "order")}
    measure = "growth" if re.search(r"增长|下降|减少|grew|fell|growth", text) else "rank"
    level = "county" if re.search(r"县|count", text) else "city"
    province = {"province": used["region"]} if "region" in used else {}
    return province | {"level": level, "measure": measure} | kept


def _measured(measure: str) -> Callable[[Slots, str], Call]:
    return lambda used, text: _query(used, text) | {"measure": measure}


def _rank_parts(what: str) -> Callable[[Slots, str], Call]:
    return lambda used, text: _ranked(used, text, what)


def _compare(used: Slots, text: str) -> Call:
    return _query(used, text) | _measure(text)


def _targets(used: Slots, text: str) -> Call:
    place = {"region": used["region"]} if "region" in used else {}
    if "十四五" in text or "14th" in text:
        return place | {"year_from": 2021, "year_to": 2025}
    due = used.get("target") or (2030 if "2030" in text else None)
    return place | ({"year_from": due, "year_to": due} if due else {})


CALLS: dict[str, tuple[str, Callable[[Slots, str], Call]]] = {
    "emissions_total": ("query_emissions", _query),
    "emissions_trend": ("draw_trend", _trend),
    "emissions_compare": ("compare", _compare),
    "emissions_by_sector": ("rank", _rank_parts("sectors")),
    "emissions_by_fuel": ("rank", _rank_parts("fuels")),
    "rank_regions": ("rank", _rank_regions),
    "emissions_share": ("query_emissions", _measured("share")),
    "per_capita": ("query_emissions", _measured("per_capita")),
    "per_gdp": ("query_emissions", _measured("per_gdp")),
    "emissions_growth": ("query_emissions", _measured("growth")),
    "growth_ranking": ("rank", _rank_growth),
    "decomposition": ("decompose_change", _change),
    "flow_sankey": ("draw_sankey", _place),
    "network": ("draw_network", _network),
    "province_network": ("draw_network", _province_network),
    **CHAIN_CALLS,
    "structural_change": ("structural_change", _structural),
    **WHAT_IF_CALLS,
    **PATHWAY_CALLS,
    "roadmap": ("net_zero_roadmap", _pathway),
    **SCENARIO_CALLS,
    **ENSEMBLE_CALLS,
    **GAP_CALLS,
    "policy_targets": ("policy_targets", _targets),
    **TABLE_CALLS,
    "place_emissions": ("place_emissions", _of_cities),
    "place_rank": ("place_emissions", _rank_cities),
}
"""The tool that answers a kind; greetings and questions off the topic call none."""


def _calls(kind: str, text: str, slots: Slots, question: str) -> list[Call]:
    if kind == "manual":
        return [{"tool": "search_manual", "arguments": {"query": question}}]
    if kind not in CALLS:
        return []
    tool, build = CALLS[kind]
    return [{"tool": tool, "arguments": build(_used(text, slots), text)}]


def _phrasing(kind: str, lang: Lang, number: int, phrasing: str, random: Random) -> Iterator[Call]:
    written = expand(phrasing)
    for variant, text in enumerate(random.sample(written, min(VARIANTS, len(written)))):
        slots = draw_slots(random) | (draw_cities(random) if "{city" in text else {})
        question = fill(text, slots, lang, random)
        masked = mask(question)
        yield {
            "id": f"{kind}-{lang}-{number:02d}-{variant}",
            "lang": lang,
            "question": question,
            "masked": masked,
            "concepts": concepts(masked),
            "kind": kind,
            "calls": _calls(kind, text, slots, question),
        }


def synthesise(seed: int = SEED) -> Iterator[Call]:
    """Yield the records of the question store, kind by kind."""
    random = Random(seed)  # noqa: S311
    phrasings = tomllib.loads(PHRASINGS.read_text(encoding="utf-8"))
    languages: tuple[Lang, ...] = ("zh", "en")
    for kind in KINDS:
        for lang in languages:
            for number, phrasing in enumerate(phrasings[kind][lang]):
                yield from _phrasing(kind, lang, number, phrasing, random)


def write(file: Path = FILE) -> int:
    """Write the question store and return how many records it holds."""
    lines = [json.dumps(record, ensure_ascii=False) for record in synthesise()]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


if __name__ == "__main__":
    write()
