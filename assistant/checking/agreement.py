"""Whether the names that a figure is bound to are its own: one rule for places, things and years."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.checking.binding import Run
from assistant.checking.names import Dimension
from assistant.checking.reader import Context, Reader
from data.result import Claim

STATED = {"policy_target", "assumption_pct", "assumption_pct_per_year", "assumption_cny_1e8"}
"""Figures that are stated and not computed, which many a place and year may share."""

PUBLISHED = ("study_", "benchmark_")
"""How the metrics begin that a publication states, whose own year and city may stand beside."""

Why = tuple[str, str] | None


def is_stated(claim: Claim) -> bool:
    """Tell whether a claim is stated by a plan, a study or an assumption and not computed."""
    return claim.metric in STATED or claim.metric.startswith(PUBLISHED)


def compare_names(
    reader: Reader, dimension: Dimension, span: tuple[int, int], ids: frozenset[str],
    context: Context,
) -> Why:  # fmt: skip
    """Compare a claim's ids with the names it is bound to, then with what was said before."""
    every = reader.bind(dimension, span, strong=False)
    near = (*every.loose, *every.maybe) if all(r.weak for r in every.firm) else ()
    fits = [r for r in dict.fromkeys((*every.firm, *near)) if ids & r.ids]
    if fits:
        odd = _odd_name(reader, fits[0], ids) if dimension == "thing" and not fits[1:] else ""
        return (dimension, odd) if odd else None
    strong = reader.bind(dimension, span, strong=True)
    bound = strong.firm or strong.loose
    asked = context.question.get(dimension, frozenset())
    passed = bound and any(bound[0].end <= s < span[0] for (s, _), _ in reader.marks)
    others = dimension == "thing" or len(reader.ids("place")) > 1 or not bound or passed
    implied = not strong.firm and dimension != "year" and dimension in context.lone
    if implied and others and asked & ids:
        odd = _odd_name(reader, bound[0], ids) if bound and dimension == "thing" else ""
        return (dimension, odd) if odd and ids & bound[0].ids else None
    if bound:
        own = [r for r in bound if ids & r.ids]
        odd = _odd_name(reader, own[0], ids) if own and dimension == "thing" else ""
        return (dimension, odd or said_by(reader, bound)) if odd or not own else None
    inherited = context.inherited(dimension)
    return (dimension, "") if inherited and not inherited & ids else None


def _odd_name(reader: Reader, run: Run, ids: frozenset[str]) -> str:
    """Return a name that stands for the same thing as its neighbour, as “steel (smelting)”, but does not."""
    for one, other in pairwise(run.members):
        gap = reader.text[one.end : other.start].strip()
        odd = [m for m in (one, other) if not m.weak and not m.ids & ids]
        if gap in ("", "（", "(") and odd and not one.weak and not other.weak:
            return reader.text[odd[0].start : odd[0].end]
    return ""


def said_by(reader: Reader, bound: Sequence[Run]) -> str:
    """Return the names of runs as they are written."""
    return ", ".join(dict.fromkeys(reader.text[r.start : r.end] for r in bound))
