"""Answers in the styles of chat models over real results, written without sight of the rules.

What they showed to be missed has since been mended, so that a fresh measure takes another seed.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from assistant.grounding import Allowed, allow
from data.dataset import Dataset
from data.result import Claim, Result, mark
from data.text import Lang
from tools.registry import Context, get_tool

ROOT = Path(__file__).parent.parent
SPEC = re.compile(r"\{([a-z_0-9]+ [^{}]+)\}")


def find_claim(spec: str, claims: list[Claim]) -> Claim:
    """Find the first claim of a metric with just these ids (``*`` for any), year and parameters."""
    metric, *words = spec.split()
    params = [w for w in words if "=" in w]
    ids = [w for w in words if "=" not in w and not w.isdigit()]
    years = [int(w) for w in words if w.isdigit()] or [None]
    for claim in claims:
        held = " ".join(claim.entity.values()).replace("CN-", "").split()
        named = claim.metric == metric and claim.year in years and ids in (held, ["*"])
        if named and all(_has(claim, *p.split("=", 1)) for p in params):
            return claim
    raise LookupError(spec)


def _has(claim: Claim, key: str, value: str) -> bool:
    """Whether a claim has a parameter or id; of several words the first is enough."""
    own = [str(v).split() for v in claim.params.values()]
    first = str(claim.params.get(key, "")).split()[:1]
    return [value] in (first, [claim.entity.get(key)]) or any(f"{key}={value}" in w for w in own)


def read_held_out() -> Iterator[tuple[str, Lang, dict[str, Claim], Allowed]]:
    """Read the answers with the claims that their results hold and what they may say."""
    path = Path(__file__).parent / "held_out_answers.toml"
    book = tomllib.loads(path.read_text(encoding="utf-8"))
    context = Context(dataset=Dataset(ROOT / "data" / "demonstration"), this_year=2026)
    held: dict[str, Result] = {}
    for answer in book["answer"]:
        for name in answer["of"]:
            if name not in held:
                tool, arguments = book["call"][name]
                held[name] = get_tool(tool).run(context, arguments)
        results = [held[name] for name in answer["of"]]
        claims = [c for r in results for c in r.claims]
        text = SPEC.sub(lambda m, c=claims: mark(find_claim(m[1], c)), answer["text"])
        question = answer["question"]
        lang: Lang = "zh" if any("\u4e00" <= c <= "\u9fff" for c in question) else "en"
        yield text, lang, {c.id: c for c in claims}, allow([question], results, lang)
