"""How a sector's pathway was computed, and why that way: name, equation, notes."""

from data.assumptions import load_assumptions
from data.result import Claim, Note, make_claim, mark
from data.series import REFERENCE
from data.text import Text
from data.vocabulary import REGIONS
from tools.pathways.benchmark import PRODUCT_LABEL, PRODUCTS
from tools.pathways.figures import PathFigures
from tools.pathways.scenarios import Options
from tools.pathways.sector_pathway import Method, SectorPathway
from tools.sda.methods import Choice

SBTI = "SBTi, Corporate Manual (v2), 2021"

RATES: tuple[Method, ...] = ("contraction_at_rate", "economic_intensity", "physical_intensity")
"""The methods that go by an annual rate."""

_PROJECTED = Text(
    zh="最后清单年到起始年为推算。",
    en=" The years from the last inventory to the start year are a projection.",
)

_SDA = Text(
    zh="部门脱碳方法（2015年5月报告，式3–8）：d=CI_b−SI_T，p=(SI_y−SI_T)/(SI_b−SI_T)，"
    "m=(CA_b/SA_b)/(CA_y/SA_y)，CI_y=d·p·m+SI_T，CE_y=CI_y·CA_y；没有实物产量时 CE_y=CE_b·SE_y/SE_b。",
    en="Sectoral Decarbonization Approach (report of May 2015, eq. 3–8): d = CI_b − SI_T,"
    " p = (SI_y − SI_T)/(SI_b − SI_T), m = (CA_b/SA_b)/(CA_y/SA_y), CI_y = d·p·m + SI_T,"
    " CE_y = CI_y·CA_y; without physical output CE_y = CE_b·SE_y/SE_b.",
)

_EQUATIONS: dict[Method, Text] = {
    "sda": _SDA,
    "none": _SDA,
    "mixed": _SDA,
    "follow_reference": Text(
        zh="部门脱碳方法式7：CE_y=CE_b·SE_y/SE_b，排放与参照行业同比例变化。",
        en="Sectoral Decarbonization Approach, eq. 7: CE_y = CE_b·SE_y/SE_b, emissions move in step"
        " with the reference sector.",
    ),
    "contraction": Text(
        zh="绝对量收缩：从起始年线性降到目标年的剩余比例，此后保持。",
        en="Absolute contraction: linear from the start year to the residual share in the target"
        " year, then held.",
    ),
    "contraction_at_rate": Text(
        zh="绝对量收缩（SBTi式）：E_y=E_s·(1−r·(y−s))，降到零为止；r为每年降幅，以起始年排放为基数。",
        en="Absolute contraction (SBTi-style): E_y = E_s·(1 − r·(y − s)), down to zero; r is the"
        " annual cut as a part of the start year's emissions.",
    ),
    "economic_intensity": Text(
        zh="经济强度法：E_y=E_s·(GDP_y/GDP_s)·(1−r)^(y−s)，GDP为不变价。",
        en="Economic intensity: E_y = E_s·(GDP_y/GDP_s)·(1 − r)^(y − s), GDP at constant prices.",
    ),
    "physical_intensity": Text(
        zh="物理强度法：E_y=E_s·(CA_y/CA_s)·(1−r)^(y−s)，CA为实物产量。",
        en="Physical intensity: E_y = E_s·(CA_y/CA_s)·(1 − r)^(y − s), CA being physical output.",
    ),
}

METHOD: dict[Method, Text] = {method: text + _PROJECTED for method, text in _EQUATIONS.items()}
"""The equation of each method, as the answer prints it."""

_NAMES: dict[Method, Text] = {
    "sda": Text(zh="部门脱碳路径", en="sectoral decarbonisation pathway"),
    "none": Text(zh="部门脱碳路径", en="sectoral decarbonisation pathway"),
    "mixed": Text(zh="部门脱碳路径", en="sectoral decarbonisation pathway"),
    "follow_reference": Text(
        zh="随参照行业同比例的路径（式7）", en="pathway in step with the reference sector (eq. 7)"
    ),
    "contraction": Text(zh="绝对量收缩路径", en="absolute contraction pathway"),
    "contraction_at_rate": Text(
        zh="按年速率的绝对量收缩路径", en="absolute contraction pathway at an annual rate"
    ),
    "economic_intensity": Text(zh="经济强度路径", en="economic intensity pathway"),
    "physical_intensity": Text(zh="物理强度路径", en="physical intensity pathway"),
}


def name_method(path: SectorPathway, options: Options) -> Text:
    """Name the method of a pathway, as its title does."""
    if path.method == "sda" and options.cap_share:
        return Text(
            zh="SBTi式部门脱碳路径（份额封顶）",
            en="SBTi-style sectoral decarbonisation pathway (capped share)",
        )
    return _NAMES[path.method]


_BY: dict[Method, Text] = {
    "sda": Text(zh="部门脱碳方法", en="the Sectoral Decarbonization Approach"),
    "follow_reference": Text(
        zh="式7（随参照行业同比例）", en="eq. 7, in step with the reference sector"
    ),
    "contraction": Text(zh="绝对量收缩", en="absolute contraction"),
    "economic_intensity": Text(zh="经济强度法", en="economic intensity"),
    "physical_intensity": Text(zh="物理强度法", en="physical intensity"),
}


def name_choice(path: SectorPathway, options: Options, choice: Choice) -> Text | None:
    """Name the method that opens an answer; None where the reader chose none."""
    if path.method == "sda" and options.cap_share:
        return Text(zh="SBTi式的部门脱碳方法", en="SDA with the share capped as SBTi does")
    if path.method == "contraction_at_rate" and choice.rate_pct is None:
        return Text(zh="SBTi式绝对量收缩", en="SBTi-style absolute contraction")
    if path.method == "contraction_at_rate":
        return Text(zh="给定年速率的绝对量收缩", en="absolute contraction at the rate given")
    return _BY.get(path.method) if choice.method else None


def choice_notes(figures: PathFigures, path: SectorPathway, choice: Choice) -> list[Note]:
    """Say how the pathway was computed, why that way, and what of the choice could not be kept."""
    notes = [_method_note(figures, path, choice)]
    wanted = {"sda": "sda", "follow_reference": "follow_reference"}.get(choice.method or "")
    if wanted and wanted != path.method:
        notes.insert(0, Note(level="caution", text=_NOT_KEPT[wanted]))
    if choice.sbti:
        notes.append(_sbti_note(path))
    return notes


_NOT_KEPT = {
    "sda": Text(
        zh="所问的部门脱碳方法需要实物产量和行业基准，这里没有，改用下述方法。",
        en="The Sectoral Decarbonization Approach that was asked for needs physical output and a"
        " benchmark, which are not known here; the method below stands in.",
    ),
    "follow_reference": Text(
        zh="该行业没有强度基准，参照行业自身也按线性收缩，因此式7与绝对量收缩的结果相同。",
        en="This sector has no benchmark, so the reference sector itself contracts linearly and eq. 7"
        " gives the same as absolute contraction.",
    ),
}


def _sbti_note(path: SectorPathway) -> Note:
    claim = Text(
        zh="“SBTi式”只表示用同样的算式，不表示符合SBTi净零标准。",
        en="“SBTi-style” means the same arithmetic and no compliance with the SBTi Net-Zero Standard.",
    )
    if path.method == "sda" and "share_capped" not in path.flags:
        free = Text(
            zh="本地区的产量份额没有下降，份额参数不超过1，封顶不改变结果。",
            en="The region's share of output does not fall, so its share parameter stays at or below 1"
            " and the cap changes nothing. ",
        )
        claim = free + claim
    return Note(text=claim)


def _method_note(figures: PathFigures, path: SectorPathway, choice: Choice) -> Note:
    if path.method == "sda":
        return _sda_note(path)
    if path.method == "follow_reference":
        return _follow_note(figures.options, choice)
    if path.method == "contraction":
        return _contraction_note(figures, path, choice)
    rate = rate_claim(figures, path, choice)
    return Note(level="caution", text=_rate_text(path.method, mark(rate), choice))


def _sda_note(path: SectorPathway) -> Note:
    product = PRODUCT_LABEL[PRODUCTS[path.sector]]
    text = Text(
        zh=f"活动水平为{product.zh}（实物量，不是产值）；参照行业是数据集内各省之和，基准只提供形状。",
        en=f"Activity is {product.en}, a physical quantity and never money; the reference sector"
        " is the sum of the provinces in the data set, and the benchmark gives only its shape.",
    )
    return Note(text=text)


def _follow_note(options: Options, choice: Choice) -> Note:
    if choice.method == "follow_reference":
        text = Text(
            zh="按式7计算：排放与参照行业（各省之和）同比例变化，不看本地产量和强度高低。",
            en="By eq. 7 emissions move in step with the reference sector (the sum of provinces),"
            " whatever the region's own output and intensity.",
        )
        return Note(text=text)
    region = REGIONS.text(options.region)
    text = Text(
        zh=f"没有{region.zh}该行业的实物产量，不能收敛，改用式7：排放与参照行业同比例变化。",
        en=f"Physical output of this sector is not known for {region.en}, so it cannot converge;"
        " by eq. 7 its emissions move in step with the reference sector's.",
    )
    return Note(level="caution", text=text)


def _contraction_note(figures: PathFigures, path: SectorPathway, choice: Choice) -> Note:
    left = mark(residual_claim(figures))
    how = Text(
        zh=f"从起始年线性降到目标年剩余{left}（按起始年排放计，本项目假设）。",
        en=f"linear from the start year to {left} of its emissions in the target year (an assumption"
        " of this project).",
    )
    if choice.method == "absolute_contraction":
        head = Text(zh="按绝对量收缩：", en="Absolute contraction: ")
        return Note(level="caution", text=head + how)
    why = Text(
        zh="该行业没有实物产量数据或行业基准，采用绝对量收缩：",
        en="There is no physical output or benchmark for this sector, so its emissions contract: ",
    )
    del path
    return Note(level="caution", text=why + how)


def _rate_text(method: Method, rate: str, choice: Choice) -> Text:
    own = choice.rate_pct is not None
    whose = Text(zh="您给定的" if own else "SBTi 的", en="your" if own else "SBTi's")
    if method == "contraction_at_rate":
        return Text(
            zh=f"减量为起始年排放的{rate}（{whose.zh}速率），降到零为止，不看产量。",
            en=f"The cut is {rate} of the start year's emissions ({whose.en} rate), down to zero,"
            " whatever the output.",
        )
    if method == "economic_intensity":
        return Text(
            zh=f"单位GDP排放下降{rate}（{whose.zh}速率）；没有分行业的不变价增加值，以本地区实际GDP代替，"
            "增长快时排放仍可能上升。",
            en=f"CO2 per GDP falls by {rate} ({whose.en} rate). Value added of the sector at constant"
            " prices is not held, so the region's real GDP stands in; with fast growth emissions may"
            " still rise.",
        )
    return Text(
        zh=f"单位产量排放下降{rate}（{whose.zh}速率），不向参照行业收敛；产量增长快时排放仍可能上升。",
        en=f"CO2 per unit of output falls by {rate} ({whose.en} rate) without converging to the"
        " reference sector; with fast growth emissions may still rise.",
    )


def rate_claim(figures: PathFigures, path: SectorPathway, choice: Choice) -> Claim:
    """Mint the annual rate that a pathway goes by."""
    own = choice.rate_pct is not None
    return figures.keep(
        make_claim(
            "cut_rate_pct_per_year",
            path.rate_pct,
            unit="percent_per_year",
            kind="user" if own else "reference",
            dataset=REFERENCE,
            source="stated by the reader" if own else SBTI,
            formula="stated by the reader" if own else "",
            params={"method": path.method, "level": figures.options.level, "own": own},
        )
    )


def residual_claim(figures: PathFigures) -> Claim:
    """Mint the share of the start year's emissions that is left in the target year."""
    options = figures.options
    named = f"residual.{options.level}"
    held = load_assumptions()
    known = held[named if named in held else f"residual.{options.scenario.level}"]
    return figures.keep(
        make_claim(
            "share_pct",
            100 * options.residual,
            unit="percent",
            kind="reference",
            dataset=REFERENCE,
            source=known.source or "assumption of this project",
            params={"of": "start year", "assumption": known.id},
        )
    )
