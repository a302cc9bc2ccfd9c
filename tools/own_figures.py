"""The reader's own figures behind an answer: named in a note, and cited."""

from collections.abc import Iterable

from data.dataset import Dataset
from data.fields import FIELDS
from data.result import Claim, Note, Result, Source
from data.tables import span
from data.text import Text, same
from data.vocabulary import REGIONS


def tell_own(dataset: Dataset, result: Result) -> Result:
    """Say which figures of a result are the reader's own, and which published ones they replace."""
    own = [c for c in result.claims if c.kind == "user" and not c.parents]
    if not own:
        return result
    replaced = [c for c in own if dataset.series.replaced(c)]
    added = [c for c in own if c not in replaced]
    notes = [_note(replaced, _REPLACED)] if replaced else []
    notes += [_note(added, _ADDED)] if added else []
    cited = {s.citation for s in result.sources}
    sources = {
        c.source: Source(title=FIELDS[c.metric].label, citation=c.source, kind="user")
        for c in own
        if c.source not in cited
    }
    return result.model_copy(
        update={"notes": [*result.notes, *notes], "sources": [*result.sources, *sources.values()]}
    )


_REPLACED = Text(
    zh="以下用您自有的数据代替了公布值：", en="Your own figures stand in for the published ones: "
)
_ADDED = Text(zh="以下采用您自有的数据：", en="Your own figures are used: ")


def _note(claims: Iterable[Claim], head: Text) -> Note:
    held: dict[tuple[str, str], set[int]] = {}
    for claim in claims:
        held.setdefault((claim.metric, claim.entity.get("region", "")), set()).add(claim.year or 0)
    parts = [_part(metric, region, years) for (metric, region), years in held.items()]
    return Note(
        text=Text(
            zh=head.zh + "；".join(p.zh for p in parts) + "。",
            en=head.en + "; ".join(p.en for p in parts) + ".",
        )
    )


def _part(metric: str, region: str, years: set[int]) -> Text:
    label = FIELDS[metric].label
    place = REGIONS.text(region) if region in REGIONS else same(region)
    return Text(
        zh=f"{place.zh}{label.zh}（{span(years)}）", en=f"{label.en} of {place.en} ({span(years)})"
    )
