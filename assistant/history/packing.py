"""An answer as bytes and back: each claim once, with the result that minted it, compressed."""

import zlib
from collections.abc import Iterable

from assistant.events import Answer
from assistant.history.keys import mask
from assistant.rendering import MARK
from data.result import Claim


def pack(answer: Answer) -> bytes:
    """Write an answer; of earlier turns' claims only those that this one rests on are kept."""
    own = _own(answer)
    wanted = [*MARK.findall(answer.text), *(p for c in own.values() for p in c.parents)]
    kept = _with_parents(wanted, answer.claims)
    lent = {i: c for i, c in kept.items() if i not in own}
    text = answer.model_copy(update={"claims": lent}).model_dump_json()
    return zlib.compress(mask(text).encode(), 6)


def unpack(body: bytes) -> Answer:
    """Read an answer that ``pack`` wrote."""
    answer = Answer.model_validate_json(zlib.decompress(body))
    return answer.model_copy(update={"claims": {**answer.claims, **_own(answer)}})


def _own(answer: Answer) -> dict[str, Claim]:
    return {c.id: c for r in answer.results for c in r.claims}


def _with_parents(ids: Iterable[str], claims: dict[str, Claim]) -> dict[str, Claim]:
    kept: dict[str, Claim] = {}
    todo = list(ids)
    while todo:
        claim = claims.get(todo.pop())
        if claim is not None and claim.id not in kept:
            kept[claim.id] = claim
            todo += claim.parents
    return kept
