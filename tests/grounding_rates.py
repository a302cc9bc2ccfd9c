"""Measure the checker of answers: what it finds in spoilt ones, and its alarms at right ones.

Run ``python -m tests.grounding_rates``, as ``make check`` does; ``--all`` takes the whole question
store, a number so many questions of each kind and language, ``--seed=7`` draws other mistakes and
questions, ``-v`` shows what was missed.
"""

import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.builtin.composer import compose
from assistant.builtin.planner import make_plan
from assistant.grounding import allow, check
from data.dataset import Dataset
from data.errors import VisceadsError
from data.result import Claim, Result
from tests.grounding_claims import all_claims, read_answers
from tests.grounding_held_out import read_held_out
from tests.grounding_mutations import HARMLESS, KEYS, MUTATIONS, Case, without_quotes
from tools.registry import MODULES, Context, get_tool

ROOT = Path(__file__).parent.parent
SEED = 20
LEAST_FOUND, MOST_ALARMS = 0.99, 0.01


@dataclass
class Rates:
    """Cases and hits by class: spoilt answers found, right answers at which alarm was raised."""

    found: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    alarms: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    missed: list[tuple[str, str]] = field(default_factory=list)
    false: list[tuple[str, str]] = field(default_factory=list)

    @property
    def detection(self) -> float:
        """Share of the spoilt answers that were found."""
        return _share(self.found)

    @property
    def false_alarms(self) -> float:
        """Share of the right answers at which alarm was raised."""
        return _share(self.alarms)

    def joined(self, other: "Rates") -> "Rates":
        """Add the cases of another measurement."""
        both = Rates(missed=self.missed + other.missed, false=self.false + other.false)
        for part in (self, other):
            for name, held in part.found.items():
                both.found[name] += held
            for name, held in part.alarms.items():
                both.alarms[name] += held
        return both

    def written(self) -> str:
        """Write the rates by class with the number of cases."""
        lines = ["Detection of spoilt answers:"]
        lines += [f"  {name:<20}{_line(held)}" for name, held in self.found.items()]
        lines += [f"  {'all':<20}{_line(_every(self.found))}", "False alarms:"]
        lines += [f"  {name:<20}{_line(held)}" for name, held in self.alarms.items()]
        lines += [f"  {'all':<20}{_line(_every(self.alarms))}"]
        return "\n".join(lines)


def _line(held: Sequence[bool]) -> str:
    return f"{sum(held):>6} of {len(held):>6}  {sum(held) / max(len(held), 1):8.2%}"


def _every(by_class: dict[str, list[bool]]) -> list[bool]:
    return [hit for held in by_class.values() for hit in held]


def _share(by_class: dict[str, list[bool]]) -> float:
    every = _every(by_class)
    return sum(every) / max(len(every), 1)


def composed_cases(per_kind: int | None, seed: int = SEED) -> Iterator[Case]:
    """Answer synthetic questions of every kind and language on the demonstration data."""
    rng = random.Random(seed)  # noqa: S311
    context = Context(dataset=Dataset(ROOT / "data" / "demonstration"), this_year=2026)
    lines = (ROOT / "data" / "qa" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    by_kind: dict[tuple[str, str], list[dict]] = defaultdict(list)
    for record in map(json.loads, lines):
        by_kind[record["kind"], record["lang"]].append(record)
    done: dict[str, Result | None] = {}
    for records in by_kind.values():
        for record in rng.sample(records, min(per_kind or len(records), len(records))):
            plan = make_plan(record["question"], record["lang"], tuple(MODULES))
            results = [r for call in plan.calls if (r := _run(context, call, done)) is not None]
            text = compose(results, record["lang"], plan.kind)
            claims = {c.id: c for r in results for c in r.claims}
            if "[[c:" in text:
                allowed = allow([record["question"]], results, record["lang"])
                yield Case(text, record["lang"], claims, allowed, {})


def _run(context: Context, call: tuple, done: dict[str, Result | None]) -> Result | None:
    key = json.dumps(call, sort_keys=True)
    if key not in done:
        try:
            done[key] = get_tool(call[0]).run(context, call[1])
        except VisceadsError:
            done[key] = None
    return done[key]


def written_cases() -> Iterator[Case]:
    """Read the hand-written answers; a careless model may cite any claim of their little world."""
    pool = _pool(all_claims().values())
    for answer, claims in read_answers():
        lang = "zh" if any("\u4e00" <= c <= "\u9fff" for c in answer.question) else "en"
        allowed = allow([answer.question], [], lang)
        allowed = replace(allowed, years=allowed.years | answer.years)
        yield Case(answer.text.replace("**", ""), lang, claims, allowed, pool)


def held_out_cases() -> list[Case]:
    """Read the held-out answers; a careless model may cite any claim of their results."""
    return pooled([Case(text.replace("**", ""), *rest, {}) for text, *rest in read_held_out()])


def _pool(claims: Iterable[Claim]) -> dict[tuple[str, ...], list[Claim]]:
    held: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        for key in KEYS:
            held[key(claim)].append(claim)
    return held


def pooled(cases: Sequence[Case]) -> list[Case]:
    """Let the composed answers share their claims, for models that cite the wrong one."""
    pool = _pool({c.id: c for case in cases for c in case.claims.values()}.values())
    return [replace(case, pool=pool) for case in cases]


def measure(cases: Iterable[Case], rounds: int = 1, seed: int = SEED) -> Rates:
    """Check every case as it is, reworded without harm, and spoilt in every way that applies."""
    rates = Rates()
    rng = random.Random(seed)  # noqa: S311
    for case in cases:
        _alarm(rates, "as written", case, case.text)
        _alarm(rates, "not quoted", without_quotes(case), case.text, figures=False)
        for name, reword in HARMLESS.items():
            _alarm(rates, name, case, reword(case, rng), figures=not case.allowed.passages)
        for name, spoil in MUTATIONS.items():
            for _ in range(rounds):
                made = spoil(case, rng)
                if made is None or made[0] == case.text:
                    continue
                text, added = made
                passed = check(text, {**case.claims, **added}, case.allowed, True).passed
                rates.found[name].append(not passed)
                if passed:
                    rates.missed.append((name, _difference(case.text, text)))
    return rates


def _alarm(rates: Rates, name: str, case: Case, text: str, *, figures: bool = True) -> None:
    """Count an alarm; a tool's own literal numerals are quotes, so rewording may raise them."""
    verdict = check(text, case.claims, case.allowed, True)
    raised = not verdict.passed if figures else bool(verdict.misfits or verdict.unknown_marks)
    rates.alarms[name].append(raised)
    if raised:
        rates.false.append((name, verdict.account("en")[:400]))


def _difference(before: str, after: str) -> str:
    """Show where two texts part, with some room around."""
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    left = max(0, start - 120)
    return f"{before[left : start + 60]!r}\n      -> {after[left : start + 60]!r}"


def main() -> int:
    """Measure over the question store and print; the exit code tells whether the bounds hold."""
    counts = [int(a) for a in sys.argv[1:] if a.isdigit()] or [3]
    per_kind = None if "--all" in sys.argv else counts[0]
    seed = next((int(a[7:]) for a in sys.argv if a.startswith("--seed=")), SEED)
    composed = measure(pooled([*composed_cases(per_kind, seed)]), seed=seed)
    written = measure(written_cases(), rounds=10, seed=seed)
    held_out = measure(held_out_cases(), rounds=4, seed=seed)
    rates = composed.joined(written).joined(held_out)
    parts = {"COMPOSED": composed, "WRITTEN BY HAND": written, "HELD OUT": held_out}
    for title, part in parts.items():
        print(f"{title}: found {part.detection:.2%}, false alarms {part.false_alarms:.2%}")  # noqa: T201
    print(rates.written())  # noqa: T201
    for title, held in (("missed", rates.missed), ("false alarm", rates.false)):
        for name, what in held[: 40 if "-v" in sys.argv else 0]:
            print(f"{title}: {name}: {what}")  # noqa: T201
    return int(rates.detection < LEAST_FOUND or rates.false_alarms > MOST_ALARMS)


if __name__ == "__main__":
    raise SystemExit(main())
