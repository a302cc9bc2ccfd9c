"""What a reader must know about a sector's pathway: method, benchmark, corner cases."""

from data.result import Note, mark
from data.text import Text
from data.vocabulary import SECTORS
from tools.pathways.benchmark import LEVEL_LABEL, Benchmark
from tools.pathways.figures import PathFigures
from tools.pathways.scenarios import Options
from tools.pathways.sector_pathway import SectorPathway

LAST_PUBLISHED = 2050
"""Where the published benchmarks end."""

NOT_DECOMPOSITION = Note(
    text=Text(
        zh="这里的SDA指部门脱碳方法（Sectoral Decarbonization Approach），不是结构分解分析。",
        en="SDA here is the Sectoral Decarbonization Approach, not structural decomposition"
        " analysis.",
    )
)

FLAG_NOTES: dict[str, Text] = {
    "flat_benchmark": Text(
        zh="参照行业起始与终点强度相同，收敛进度无法由强度求得，改按时间线性收敛。",
        en="The reference sector starts and ends at the same intensity, so convergence is taken"
        " as linear in time.",
    ),
    "already_below": Text(
        zh="本地区强度已低于参照行业的终点，路径保持其现有强度、不允许回升，因此各省目标之和偏离参照路径。",
        en="The region is already below the reference's end, so its intensity is held and not allowed"
        " to rise; the provinces' targets then sum to something else than the reference pathway.",
    ),
    "negative_end": Text(
        zh="参照行业终点强度为负，表示净移除。",
        en="The reference ends below zero, which means net removal.",
    ),
    "above_base": Text(
        zh="参照行业强度在某些年份高于起始值，路径随之上升，未作截断。",
        en="In some years the reference intensity is above its start, and the pathway rises with"
        " it; nothing is clamped.",
    ),
    "below_end": Text(
        zh="参照行业强度在某些年份低于其终点，未作截断。",
        en="In some years the reference intensity is below its end; nothing is clamped.",
    ),
    "no_activity": Text(
        zh="某些年份实物产量为零，这些年份排放计为零，强度无定义。",
        en="Output is zero in some years; emissions are then zero and the intensity undefined.",
    ),
    "no_base_activity": Text(
        zh="起始年没有实物产量，按新进入者处理，采用参照行业强度。",
        en="There is no output in the start year; the region is treated as an entrant at the"
        " reference intensity.",
    ),
    "rising_emissions": Text(
        zh="强度下降但产量增长更快，目标年排放反而高于起始年。",
        en="Intensity falls but output grows faster, so emissions end above their start.",
    ),
    "vanishing_share": Text(
        zh="产量份额降到起始年的十分之一以下：份额参数随之无限增大，方程让排放停在一个正值而不归零，单位产量排放反而上升；"
        "可改用份额封顶的SBTi式。",
        en="The share of output falls below a tenth of its start: the share parameter grows without"
        " limit, so the equation leaves emissions at a positive level instead of zero and emissions"
        " per unit of output rise; the SBTi-style variant caps it.",
    ),
    "share_capped": Text(
        zh="市场份额参数按SBTi做法以1为上限，各省目标之和低于参照路径。",
        en="The market share parameter is capped at 1 as SBTi does, so the provinces' targets"
        " sum to less than the reference pathway.",
    ),
}


def flag_notes(path: SectorPathway) -> list[Note]:
    """Explain the corner cases that apply to a sector's pathway."""
    label = SECTORS.text(path.sector)
    name = Text(zh=f"{label.zh}：", en=f"{label.en}: ")
    return [Note(level="caution", text=name + FLAG_NOTES[f]) for f in path.flags if f in FLAG_NOTES]


def shortfall_notes(figures: PathFigures, path: SectorPathway) -> list[Note]:
    """Report how far capped or held provinces take the sum away from the reference pathway."""
    claim = figures.shortfall(path)
    if claim is None:
        return []
    year, label = figures.options.target_year, SECTORS.text(path.sector)
    less, size = claim.value > 0, mark(figures.size(claim))
    text = Text(
        zh=f"{label.zh}：有省份的强度已低于终点或份额参数被截断，起始年至{year}年各省目标之和累计比参照路径"
        f"{'少' if less else '多'}{size}。",
        en=f"{label.en}: some provinces are already below the end or have their share capped, so"
        f" from the start year to {year} the provinces' targets add up to {size}"
        f" {'less' if less else 'more'} than the reference pathway.",
    )
    return [Note(text=text)]


def benchmark_notes(path: SectorPathway, options: Options) -> list[Note]:
    """Say what the benchmark covers, and where it does not fit the inventory."""
    held = path.benchmark
    if held is None:
        return []
    if held.kind == "user":
        return [Note(text=_own_benchmark(held, options))]
    notes = [Note(text=rule_text(options))]
    if held.level != options.level:
        notes.append(_other_level(options.level, held.level))
    if held.scope == "S1S2":
        text = Text(
            zh="该基准含外购电力排放（范围1+2），而清单只含直接排放（范围1），因此只作为指数使用。",
            en="This benchmark covers purchased electricity too (scope 1+2) while the inventory is"
            " scope 1, so it serves as an index only.",
        )
        notes.append(Note(level="caution", text=text))
    if path.sector in SCOPE_NOTES:
        notes.append(Note(level="caution", text=SCOPE_NOTES[path.sector]))
    if int(path.years[path.start]) < held.years[0]:
        text = Text(
            zh=f"基准最早年份为{held.years[0]}年，此前按该年值不变处理。",
            en=f"The benchmark begins in {held.years[0]}; its first value is held before that.",
        )
        notes.append(Note(text=text))
    return notes


def _own_benchmark(held: Benchmark, options: Options) -> Text:
    first, last = held.years[0], held.years[-1]
    rule = Text(
        zh=f"起始年到{last}年的走势按时间均匀拉伸到{options.target_year}年",
        en=f"its way from the start year to {last} is stretched evenly to {options.target_year}",
    )
    if options.rule != "stretch" or last >= options.target_year:
        rule = Text(zh=f"{last}年之后保持不变", en=f"its value of {last} is held after that")
    return Text(
        zh=f"基准是您自有的“{held.level}”（{held.source}，{first}–{last}年），只取其走势；{rule.zh}。",
        en=f"The benchmark is your own “{held.level}” ({held.source}, {first}–{last}); only its"
        f" shape is used, and {rule.en}.",
    )


SCOPE_NOTES: dict[str, Text] = {
    "power": Text(
        zh="电力热力：强度按火电量计算且含供热排放，基准则覆盖全部电源；非化石电源的替代体现在强度下降中，"
        "起始年之后的活动水平因此按用电需求增长。",
        en="Power and heat: intensity is CO2 (heat included) over thermal generation, while the"
        " benchmark covers all generation: the turn to non-fossil power shows as falling intensity,"
        " so activity after the start year grows with the electricity to be served.",
    ),
    "nonmetal_minerals": Text(
        zh="非金属矿物制品：清单行业还包括玻璃、陶瓷等，产量只取水泥，强度因此偏高。",
        en="Non-metallic minerals: the inventory sector also holds glass and ceramics while output is"
        " cement alone, so the intensity is on the high side.",
    ),
    "nonferrous_smelting": Text(
        zh="以电解铝基准代表全部有色金属；清单行业还包括压延加工，产量只计冶炼，强度因此偏高。",
        en="The aluminium benchmark stands for all non-ferrous metals; the inventory sector also"
        " holds rolling while output is smelting alone, so the intensity is on the high side.",
    ),
}


def rule_text(options: Options) -> Text:
    """Name the end-year rule that was used, and what it does to the target year at hand."""
    if options.rule != "stretch":
        return Text(
            zh="按公布值使用基准：2050年达到终值，此后保持不变。",
            en="The benchmarks are used as published: the end value is reached in 2050 and held.",
        )
    target = options.target_year
    if target == LAST_PUBLISHED:
        return Text(
            zh="公布的基准止于2050年，正是目标年，按公布的走势使用。",
            en="The published benchmarks end in 2050, which is the target year, and are used as they"
            " run.",
        )
    if target < LAST_PUBLISHED:
        return Text(
            zh=f"公布的基准止于2050年：起始年到2050年的走势按时间均匀压缩到{target}年，比公布的更快。",
            en="The published benchmarks end in 2050: their way from the start year to 2050 is pressed"
            f" evenly into the years to {target}, faster than published.",
        )
    return Text(
        zh=f"公布的基准止于2050年：起始年到2050年的走势按时间均匀拉伸到{target}年，比公布的更慢。",
        en="The published benchmarks end in 2050: their way from the start year to 2050 is"
        f" stretched evenly to {target}, slower than published.",
    )


def _other_level(asked: str, used: str) -> Note:
    wanted, found = LEVEL_LABEL[asked], LEVEL_LABEL[used]
    return Note(
        level="caution",
        text=Text(
            zh=f"该行业没有{wanted.zh}档的公布基准，改用{found.zh}档。",
            en=f"No {wanted.en} benchmark is published for this sector; the {found.en} one is used.",
        ),
    )
