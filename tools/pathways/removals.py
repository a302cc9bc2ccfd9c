"""Sinks and capture that the reader states: their claims, and what to know about them."""

from data.citations import SEPARATOR
from data.result import Claim, Note, make_claim, mark
from data.text import Text
from tools.pathways.figures import PathFigures
from tools.pathways.scenarios import Options

WITHOUT_SOURCE = "stated by the reader, without a source"
RAMP = "linear from zero in the start year to the stated value in the target year"


def mint_removals(figures: PathFigures) -> list[Claim]:
    """Mint the sinks and the capture the reader states for the target year, where there are any."""
    options = figures.options
    stated = [("sinks_mt", options.sinks_mt, options.sinks_note), ("ccus_mt", options.ccus_mt, "")]
    return [
        figures.keep(
            make_claim(
                metric,
                amount,
                unit="Mt",
                kind="user",
                dataset=figures.dataset.id,
                source=note.replace(SEPARATOR, "; ") or WITHOUT_SOURCE,
                year=options.target_year,
                entity={"region": options.region},
            )
        )
        for metric, amount, note in stated
        if amount
    ]


def note_removals(figures: PathFigures, gross: Claim) -> list[Note]:
    """Say where stated sinks and capture come from, how they are spread, and where they exceed.

    Args:
        figures: Mints the claims.
        gross: Gross CO2 of the target year.
    """
    options = figures.options
    notes: list[Note] = []
    for claim in mint_removals(figures):
        of = _SINKS if claim.metric == "sinks_mt" else _CAPTURE
        notes.append(_origin(options, claim, of))
        if claim.value > gross.value:
            notes.append(_above(claim, gross, of))
    if notes:
        notes.append(Note(text=_SPREAD))
    return notes


_SINKS = Text(zh="碳汇", en="sinks")
_CAPTURE = Text(zh="碳捕集", en="capture")
_SPREAD = Text(
    zh="给定的碳汇与捕集从起始年的零线性增到目标年的给定值；分配规则：全部计入所问地区，先减捕集、后减碳汇。",
    en="Stated sinks and capture rise linearly from zero in the start year to the stated value in the"
    " target year; rule of allocation: all of it counts for the region asked about, capture first,"
    " then sinks.",
)


def _origin(options: Options, claim: Claim, of: Text) -> Note:
    year = options.target_year
    if claim.source == WITHOUT_SOURCE:
        text = Text(
            zh=f"{year}年{of.zh}{mark(claim)}由提问者给定，未注明来源；本工具没有核实，也不据此宣称中和。",
            en=f"The {of.en} of {mark(claim)} in {year} are stated by the reader, without a source;"
            " they are not verified here and carry no claim of neutrality by themselves."
            if of is _SINKS
            else f"The capture of {mark(claim)} in {year} is stated by the reader, without a source;"
            " it is not verified here and carries no claim of neutrality by itself.",
        )
        return Note(level="caution", text=text)
    text = Text(
        zh=f"{year}年{of.zh}{mark(claim)}由提问者给定，来源：{claim.source}；本工具没有核实。",
        en=f"The reader states {of.en} of {mark(claim)} in {year}, from: {claim.source}; not verified"
        " here.",
    )
    return Note(text=text)


def _above(claim: Claim, gross: Claim, of: Text) -> Note:
    end = Text(
        zh="捕集不能多于当年排放，按总排放计。"
        if of is _CAPTURE
        else "净排放为负，剩余排放按零计，多出的部分不算作别处的减排。",
        en="capture cannot take more than is emitted, so it counts only up to the gross CO2."
        if of is _CAPTURE
        else "net CO2 is negative, the residual counts as zero, and the rest is no cut elsewhere.",
    )
    return Note(
        level="caution",
        text=Text(
            zh=f"给定的{of.zh}{mark(claim)}多于该年总排放{mark(gross)}：{end.zh}",
            en=f"The stated {of.en}, {mark(claim)}, exceed{'s' if of is _CAPTURE else ''} the year's"
            f" gross CO2 of {mark(gross)}: {end.en}",
        ),
    )
