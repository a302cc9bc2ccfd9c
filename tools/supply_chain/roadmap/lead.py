"""What the chain adds to the first lines of a roadmap: how much lies outside, which pair to cut."""

from data.result import Finding, mark
from data.text import Text
from tools.supply_chain.accounts.figures import TableFigures
from tools.supply_chain.roadmap.claims import elsewhere_claim
from tools.supply_chain.roadmap.outlook import Outlook

SECTION = "summary"


def tell_lead(outlook: Outlook, figures: TableFigures) -> list[Finding]:
    """Tell in one sentence how to cut along the chain; nothing where it says neither."""
    parts = [p for p in (_outside(outlook, figures), _pair(outlook)) if p is not None]
    if not parts:
        return []
    text = Text(
        zh=f"如何连减：{'；'.join(p.zh for p in parts)}。",
        en=f"How to cut jointly: {'; '.join(p.en for p in parts)}.",
    )
    return [Finding(section=SECTION, text=text)]


def _outside(outlook: Outlook, figures: TableFigures) -> Text | None:
    if not outlook.has_others:
        return None
    share = mark(elsewhere_claim(figures, outlook.base))
    place, year = outlook.place, outlook.base.year
    return Text(
        zh=f"{place.zh}最终需求背后的排放有{share}发生在外省（{year}年表），须与上游省份同减",
        en=f"{share} of the emissions behind the final demand of {place.en} arise in other provinces"
        f" (table of {year}), which have to cut too",
    )


def _pair(outlook: Outlook) -> Text | None:
    if not outlook.pairs:
        return None
    first, second = (outlook.sector_name(k) for k in outlook.pairs[0][:2])
    return Text(
        zh=f"{outlook.inside}先成对联动{first.zh}与{second.zh}",
        en=f"the pair to cut together first is {first.en} with {second.en}",
    )
