"""The reader's own figures behind an answer: named in a note, and cited."""

from collections.abc import Iterable

from data.dataset import Dataset
from data.fields import FIELDS
from data.own.terms import OWN_SERIES
from data.result import Claim, Note, Result, Source
from data.series import ACTIVITY
from data.tables import span
from data.text import Text, same
from data.vocabulary import REGIONS, SECTORS


def tell_own(dataset: Dataset, result: Result) -> Result:
    """Say which figures of a result are the reader's own, and which published ones they replace."""
    own = [c for c in result.claims if c.kind == "user" and _is_given(c)]
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


def _is_given(claim: Claim) -> bool:
    """Tell a figure that was brought from one computed from such, counts among them."""
    return not claim.parents and (not claim.formula or claim.metric == "policy_target")


_REPLACED = Text(
    zh="以下用您自有的数据代替了公布值：", en="Your own figures stand in for the published ones: "
)
_ADDED = Text(zh="以下采用您自有的数据：", en="Your own figures are used: ")


def _note(claims: Iterable[Claim], head: Text) -> Note:
    held: dict[Text, set[int]] = {}
    for claim in claims:
        held.setdefault(_name(claim), set()).add(claim.year or 0)
    parts = [(name, span(years)) for name, years in held.items()]
    return Note(
        text=Text(
            zh=head.zh + "；".join(f"{name.zh}（{years}）" for name, years in parts) + "。",
            en=head.en + "; ".join(f"{name.en} ({years})" for name, years in parts) + ".",
        )
    )


def _name(claim: Claim) -> Text:
    region = claim.entity.get("region", "")
    place = REGIONS.text(region) if region in REGIONS else same(region)
    if "benchmark" in claim.params:
        sector, name = SECTORS.text(claim.entity["sector"]), claim.params["benchmark"]
        return Text(
            zh=f"{place.zh}{sector.zh}的基准“{name}”",
            en=f"benchmark “{name}” of {sector.en} in {place.en}",
        )
    label = FIELDS[claim.metric].label
    if "product" in claim.entity:
        label = OWN_SERIES.text(ACTIVITY + claim.entity["product"])
    return Text(zh=f"{place.zh}{label.zh}", en=f"{label.en} of {place.en}")
