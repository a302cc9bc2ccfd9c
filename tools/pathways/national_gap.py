"""The sum of the provinces against the national inventory: shown, never scaled away."""

from data.result import Finding, Note, mark
from data.text import Text
from data.vocabulary import NATION
from tools.inventory.selection import Cut
from tools.pathways.figures import PathFigures


def compare_with_nation(figures: PathFigures, sector: str) -> tuple[Finding, Note] | None:
    """Compare the provinces' sum of a sector with the national inventory in the base year."""
    dataset, year = figures.dataset, figures.base_year
    provincial, national = dataset.provincial, dataset.national
    if provincial is None or national is None or not national.has(NATION, year):
        return None
    cuts = [Cut(r, sector) for r in provincial.regions if provincial.has(r, year)]
    total, nation = figures.sum(cuts, year), figures.total(Cut(NATION, sector), year)
    gap = figures.growth(nation, total) if nation and total else None
    if gap is None or nation is None or total is None:
        return None
    size, above = mark(figures.size(gap)), gap.value >= 0
    finding = Finding(
        text=Text(
            zh=f"{year}年该行业各省合计{mark(total)}，比全国清单的{mark(nation)}{'高' if above else '低'}{size}。",
            en=f"In {year} the provinces' sum of this sector was {mark(total)}, {size}"
            f" {'above' if above else 'below'} the {mark(nation)} of the national inventory.",
        )
    )
    note = Note(
        text=Text(
            zh="各省之和与全国清单的差距单独列出，不做缩放。",
            en="The gap between the sum of provinces and the national inventory is shown beside the"
            " pathway and never scaled away.",
        )
    )
    return finding, note
