"""Ways in which a model spoils a right answer, and ways in which it rewords one without harm.

Each takes an answer and a seeded generator and gives the new text, or None where it does not apply.
"""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from assistant.agent.digest import MARK
from assistant.checking.direction import is_change
from assistant.checking.sentences import sentences
from assistant.checking.subjects import Subject
from assistant.checking.subjects import subject_of as read_subject
from assistant.grounding import Allowed
from data.fields import format_number, format_value
from data.result import Claim, mark
from data.text import Lang
from data.vocabulary import PROVINCES, SECTORS

Rng = random.Random


@dataclass(frozen=True)
class Case:
    """A right answer with what the checker is given of its turn; ``pool`` are further claims."""

    text: str
    lang: Lang
    claims: Mapping[str, Claim]
    allowed: Allowed
    pool: Mapping[tuple[str, ...], list[Claim]]


Change = Callable[[Case, Rng], "tuple[str, dict[str, Claim]] | None"]


def _cited(case: Case, rng: Rng) -> list[Claim]:
    held = [case.claims[i] for i in dict.fromkeys(MARK.findall(case.text)) if i in case.claims]
    rng.shuffle(held)
    return held


def _once(case: Case, old: Claim, new: str, rng: Rng) -> str:
    """Replace one of the marks of a claim."""
    places = [m.span() for m in MARK.finditer(case.text) if m[1] == old.id]
    start, end = rng.choice(places)
    return case.text[:start] + new + case.text[end:]


FIXED = ("30", "31", "42", "47", "17")  # “the 47 sectors” names the data.

MOST_TRIED = 60
_subjects: dict[str, Subject] = {}


def subject_of(claim: Claim, claims: Mapping[str, Claim]) -> Subject:
    """Read what a claim speaks of, once."""
    if claim.id not in _subjects:
        _subjects[claim.id] = read_subject(claim, claims)
    return _subjects[claim.id]


def _swap(case: Case, rng: Rng, key: Callable[[Claim], tuple[str, ...]],
          wrong: Callable[[Claim, Claim], bool]) -> tuple[str, dict[str, Claim]] | None:  # fmt: skip
    for old in _cited(case, rng)[:10]:
        held = case.pool.get(key(old), [])
        tried = rng.sample(held, min(MOST_TRIED, len(held)))
        new = next((c for c in tried if wrong(old, c)), None)
        if new is not None:
            return _once(case, old, mark(new), rng), {new.id: new}
    return None


def _things(claim: Claim) -> str:
    return f"{claim.entity.get('sector', '')} {claim.entity.get('fuel', '')}"


def by_subject(claim: Claim) -> tuple[str, ...]:
    return "of one province", claim.metric, str(claim.year), claim.entity.get("region", "")


def by_thing(claim: Claim) -> tuple[str, ...]:
    return "of one thing", claim.metric, str(claim.year), _things(claim)


def by_entity(claim: Claim) -> tuple[str, ...]:
    return "of one entity", str(sorted(claim.entity.items()))


KEYS = (by_subject, by_thing, by_entity)


def other_province(case: Case, rng: Rng):
    def wrong(old: Claim, new: Claim) -> bool:
        places = subject_of(old, case.claims).places
        return bool(places) and not places & subject_of(new, case.claims).places

    return _swap(case, rng, by_thing, wrong)


def other_year(case: Case, rng: Rng):
    def wrong(old: Claim, new: Claim) -> bool:
        if new.metric != old.metric or old.unit == "year" or new.year == old.year:
            return False
        years = subject_of(old, case.claims).years
        return not years & subject_of(new, case.claims).years

    return _swap(case, rng, by_entity, wrong)


def other_sector(case: Case, rng: Rng):
    def wrong(old: Claim, new: Claim) -> bool:
        own, theirs = subject_of(old, case.claims).things, subject_of(new, case.claims).things
        return own != theirs and not own & theirs and len(own | theirs) < 4

    return _swap(case, rng, by_subject, wrong)


PART_SAID = re.compile(r"\bof (?:its|the|that|this)\b|发生在|来自")


def _is_its_share(case: Case, old: Claim, new: Claim) -> bool:
    """Tell whether “… of its footprint” or “其中有…来自” is as true of a part's share as of its amount."""
    its = new.params.get("part") == old.id or old.params.get("part") == new.id
    behind = [case.text[m.end() :] for m in MARK.finditer(case.text) if m[1] == old.id]
    return its and any(PART_SAID.match(b.lstrip()) for b in behind)


def other_quantity(case: Case, rng: Rng):
    def wrong(old: Claim, new: Claim) -> bool:
        if _is_its_share(case, old, new):
            return False
        units = {old.unit, new.unit}
        alike = units <= {"percent", "percent_per_year"} or "ratio" in units or "count" in units
        changes = is_change(old) and is_change(new)
        return old.unit != new.unit and not alike and not changes

    return _swap(case, rng, by_entity, wrong)


def _is_free(number: str, case: Case) -> bool:
    """Tell whether a numeral is no mistake: the user's own, a year of the answer, a fixed count."""
    return number.strip("-") in {*case.allowed.numbers, *map(str, case.allowed.years), *FIXED}


def printed_value(case: Case, rng: Rng):
    old = rng.choice(_cited(case, rng))
    if _is_free(format_number(old.value, old.unit), case):
        return None
    return _once(case, old, format_value(old.value, old.unit, case.lang), rng), {}


def rounded_value(case: Case, rng: Rng):
    held = [c for c in _cited(case, rng) if c.unit not in ("year", "rank", "count")]
    if not held or abs(held[0].value) < 2:
        return None
    rough = f"{held[0].value:.2g}"
    rough = f"{float(rough):,.0f}" if abs(held[0].value) >= 10 else rough
    if _is_free(rough, case):
        return None
    return _once(case, held[0], f"约{rough}" if case.lang == "zh" else f"about {rough}", rng), {}


def wrong_number(case: Case, rng: Rng):
    old = rng.choice(_cited(case, rng))
    value = old.value * rng.choice([0.5, 0.9, 1.1, 2, 10]) + rng.choice([0, 1.7])
    number = format_number(value, old.unit)
    if _is_free(number, case):
        return None
    return _once(case, old, number, rng), {}


ZH_WORDS = ["一亿二千万吨", "三成", "百分之三十", "五点七亿吨", "两倍", "约五百六十九Mt", "二十三个百分点",
            "十几亿吨", "三分之一", "一半", "千分之五", "５６９Mt", "近百万吨", "半数"]  # fmt: skip
EN_WORDS = ["twelve million tonnes", "a third of it", "half", "fifty-seven percent", "two thirds",
            "one in five", "about twenty per cent", "hundreds of millions of tonnes", "5.7×10⁸ t",
            "½", "three times as much", "57 Mt", "a quarter of that", "five to six percent"]  # fmt: skip


def in_words(case: Case, rng: Rng):
    words = rng.choice(ZH_WORDS if case.lang == "zh" else EN_WORDS)
    return _once(case, rng.choice(_cited(case, rng)), words, rng), {}


ZH_INVENTED = ["其中交通占12.3%。", "预计2033年达到4.9亿吨。", "全省共有发电机组3,412台。",
               "这比上年多了约三成。", "煤炭占比从70%降到5—6成。", "碳价约为每吨98元。",
               "可再生能源装机将翻一番。", "电力与钢铁之比为三比一。", "约一亿二千万人受益。"]  # fmt: skip
EN_INVENTED = ["Transport alone makes up 12.3%.", "It should reach 490 Mt by 2033.",
               "Emissions nearly doubled over that time.", "About one in five plants is affected.",
               "The carbon price was CNY 98 per tonne.", "Roughly two thirds of it is exported.",
               "That is 5–6 times the world average.", "The ratio is 3:1.",
               "Some twelve million people live there."]  # fmt: skip


def invented_sentence(case: Case, rng: Rng):
    added = rng.choice(ZH_INVENTED if case.lang == "zh" else EN_INVENTED)
    lines = [i for i, t in enumerate(case.text.splitlines()) if t and t[0] not in "|#"]
    if not lines:
        return None
    held = case.text.splitlines()
    place = rng.choice(lines)
    held[place] += added if case.lang == "zh" else f" {added}"
    return "\n".join(held), {}


FLIPS = [("增加", "减少"), ("增长", "下降"), ("增幅", "降幅"), ("升至", "降至"), ("高于", "低于"),
         ("rose", "fell"), ("increased", "decreased"), ("an increase", "a decrease"),
         ("above", "below"), ("grew", "shrank"), ("up from", "down from"), ("rose by", "fell by"),
         ("higher than", "lower than"), ("growth of", "a decline of")]  # fmt: skip


def flipped_direction(case: Case, rng: Rng):
    """Turn the one word round that says which way a cited change or comparison goes."""
    pairs = [*FLIPS, *((b, a) for a, b in FLIPS), ("高出", "低")]
    spots = []
    for a, b in pairs:
        for found in re.finditer(rf"(?<![A-Za-z]){a}(?![A-Za-z])", case.text):
            beside = case.text[found.end() : found.end() + 26]
            if re.match(
                r"(?:了|为|到|至|\s|by|of|from|an?|[A-Z]\w+(?:'s)?|于|的|\w{2}的)*\[\[c:", beside
            ):
                spots.append((found.span(), b))
    if not spots:
        return None
    (start, end), word = rng.choice(spots)
    return case.text[:start] + word + case.text[end:], {}


def _in_marked_sentence(case: Case, pattern: str, rng: Rng) -> re.Match[str] | None:
    """Find a word that stands in a sentence with a mark."""
    held = [s.text for s in sentences(case.text) if "[[c:" in s.text]
    spots = [m for m in re.finditer(pattern, case.text)
             if any(0 <= (at := case.text.find(s)) <= m.start() < at + len(s) for s in held)]  # fmt: skip
    return rng.choice(spots) if spots else None


def changed_year(case: Case, rng: Rng):
    found = _in_marked_sentence(case, r"(?<![\d.])(?:19|20)\d{2}(?!\d)", rng)
    if not found:
        return None
    others = [y for y in case.allowed.years if y != int(found[0])]
    new = rng.choice(others or [int(found[0]) - 1])
    return case.text[: found.start()] + str(new) + case.text[found.end() :], {}


def changed_province(case: Case, rng: Rng):
    names = {p.label.get(case.lang): p for p in PROVINCES}
    found = _in_marked_sentence(case, "|".join(sorted(names, key=len, reverse=True)), rng)
    if not found:
        return None
    said = [n for n in names if n not in case.text and n not in case.allowed.question]
    return case.text[: found.start()] + rng.choice(said) + case.text[found.end() :], {}


def changed_sector(case: Case, rng: Rng):
    names = {"zh": ["电力热力", "电力", "钢铁", "水泥", "煤炭采选", "纺织", "交通运输"],
             "en": ["power and heat", "iron and steel", "coal mining", "textiles", "transport"]}  # fmt: skip
    held = names[case.lang]
    alone = "(?i)(?:" + "|".join(held) + ")(?!等|仓储|设备|, storage| equipment| mining)"
    found = _in_marked_sentence(case, alone, rng)
    if not found:
        return None
    others = [n for n in held if n.lower() not in case.text.lower()]
    others = [n for n in others if not set(n) & set(found[0]) or case.lang == "en"]
    if not others:
        others = [SECTORS.label("furniture", case.lang)]
    return case.text[: found.start()] + rng.choice(others) + case.text[found.end() :], {}


def unit_beside(case: Case, rng: Rng):
    """Write a unit word behind a mark, which prints its own."""
    held = [c for c in _cited(case, rng) if c.unit not in ("ratio", "rank", "count", "year")]
    if not held:
        return None
    zh = rng.choice(
        ["万吨", "亿吨", "吨", "万元"] if held[0].unit != "percent" else ["个百分点", "亿吨"]
    )
    en = rng.choice(
        [" million tonnes", " Mt", " tons"] if held[0].unit != "percent" else [" Mt", "%"]
    )
    return _once(case, held[0], mark(held[0]) + (zh if case.lang == "zh" else en), rng), {}


def invented_mark(case: Case, rng: Rng):
    name = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(8))
    return _once(case, rng.choice(_cited(case, rng)), f"[[c:{name}]]", rng), {}


MUTATIONS: dict[str, Change] = {
    f.__name__: f
    for f in (
        other_province, other_year, other_sector, other_quantity, printed_value, rounded_value,
        wrong_number, in_words, invented_sentence, flipped_direction, changed_year,
        changed_province, changed_sector, unit_beside, invented_mark,
    )
}  # fmt: skip


def _by_line(text: str, change: Callable[[str, int], str]) -> str:
    counted, made = 0, []
    for line in text.splitlines():
        prose = line.strip() and line[0] not in "|#"
        made.append(change(line, counted := counted + 1) if prose else line)
    return "\n".join(made)


def numbered(case: Case, _rng: Rng) -> str:
    strip = re.compile(r"^\s*(?:[-*]|\d+\.)\s+")
    return _by_line(case.text, lambda line, n: f"{n}. {strip.sub('', line)}")


def linked(case: Case, rng: Rng) -> str:
    words = {"zh": ["其中，", "总的来看，", "另外，", "具体而言，"],
             "en": ["In short, ", "To begin with, ", "Note that ", "Overall, "]}[case.lang]  # fmt: skip
    lead = re.compile(r"^(\s*(?:[-*]|\d+\.)\s+)?")
    return _by_line(
        case.text, lambda line, _n: lead.sub(lambda m: m[0] + rng.choice(words), line, 1)
    )


def bold(case: Case, _rng: Rng) -> str:
    return MARK.sub(lambda m: f"**{m[0]}**", case.text)


def framed(case: Case, rng: Rng) -> str:
    """Add sentences that hold only years of the question, ordinals, fixed names and counts."""
    years = re.findall(r"(?:19|20)\d{2}", case.allowed.question)
    year = years[0] if years else ""
    zh = [f"以下回答您关于{year}{'年' if year else ''}的问题，单位见各数字。", "第一，看总量；第二，看结构。",
          "数据为CO2（范围1），覆盖30个省份、47个行业。", "一方面要控煤，另一方面要提高能效，与1.5 °C目标相符。"]  # fmt: skip
    en = [f"This answers your question{f' on {year}' if year else ''}; units stand with the figures.",
          "First the total, then its parts.", "The data are CO2, scope 1, in 47 sectors.",
          "The 2nd point matters most for the 1.5 °C goal, as L.1470 and ISO 14064 say."]  # fmt: skip
    added = rng.choice(zh if case.lang == "zh" else en)
    return f"{added}\n\n{case.text}"


HARMLESS: dict[str, Callable[[Case, Rng], str]] = {
    f.__name__: f for f in (numbered, linked, bold, framed)
}


def without_quotes(case: Case) -> Case:
    """The same answer, as if no tool had written its sentences."""
    return replace(case, allowed=replace(case.allowed, passages=()))
