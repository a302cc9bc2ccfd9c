"""The table of fields: what each metric is called, its unit, and how its figures are written.

One id is one quantity everywhere; the unit stands in the id of a column that holds it.
"""

from dataclasses import dataclass

from data.decomposition_fields import DECOMPOSITION
from data.text import Lang, Text


@dataclass(frozen=True)
class Unit:
    """A unit with its label and the usual number of decimals."""

    id: str
    label: Text
    decimals: int = 2


UNITS: dict[str, Unit] = {
    u.id: u
    for u in (
        Unit("Mt", Text(zh="Mt", en="Mt"), 1),
        Unit("t_per_person", Text(zh="吨/人", en="t per person")),
        Unit("t_per_cny_1e4", Text(zh="吨/万元", en="t per 10⁴ CNY"), 3),
        Unit("t_per_t", Text(zh="吨/吨", en="t/t"), 3),
        Unit("kg_per_kwh", Text(zh="千克/千瓦时", en="kg/kWh"), 3),
        Unit("percent", Text(zh="%", en="%"), 1),
        Unit("percent_per_year", Text(zh="%/年", en="% per year"), 2),
        Unit("percentage_point", Text(zh="个百分点", en="percentage points"), 1),
        Unit("ratio", Text(zh="", en=""), 3),
        Unit("rank", Text(zh="", en=""), 0),
        Unit("count", Text(zh="", en=""), 0),
        Unit("year", Text(zh="年", en=""), 0),
        Unit("cny_1e8", Text(zh="亿元", en="10⁸ CNY"), 1),
        Unit("cny_1e4", Text(zh="万元", en="10⁴ CNY"), 0),
        Unit("person_1e4", Text(zh="万人", en="10⁴ persons"), 0),
        Unit("index_2005_100", Text(zh="（2005年=100）", en="(2005 = 100)"), 1),
        Unit("TWh", Text(zh="TWh", en="TWh"), 1),
    )
}


@dataclass(frozen=True)
class Field:
    """A quantity: label in both languages, unit, and one sentence on what it is."""

    id: str
    label: Text
    unit: str
    description: str


def _field(field_id: str, zh: str, en: str, unit: str, description: str) -> Field:
    return Field(field_id, Text(zh=zh, en=en), unit, description)


FIELDS: dict[str, Field] = {
    f.id: f
    for f in (
        _field(
            "co2_mt", "CO2排放", "CO2 emissions", "Mt", "Scope 1 CO2, energy and cement process."
        ),
        _field(
            "co2_projection_mt",
            "推算CO2排放",
            "Projected CO2",
            "Mt",
            "After the last inventory, up to the start year: computed from assumptions, not data.",
        ),
        _field(
            "co2_pathway_mt",
            "路径CO2排放",
            "CO2 on the pathway",
            "Mt",
            "After the start year: what the pathway requires, neither data nor forecast.",
        ),
        _field("co2_change_mt", "CO2排放变化", "Change of CO2", "Mt", "Difference of two years."),
        *(_field(*row) for row in DECOMPOSITION),
        _field("co2_decline_mt", "CO2减少量", "Decrease of CO2", "Mt", "A fall, as a positive."),
        _field("decline_pct", "降幅", "Decrease", "percent", "A fall, as a positive figure."),
        _field(
            "decline_pct_per_year",
            "年均降幅",
            "Average annual decrease",
            "percent_per_year",
            "Compound annual rate of a fall, as a positive figure.",
        ),
        _field("co2_cut_mt", "减排量", "CO2 cut", "Mt", "Base-year emissions less the pathway."),
        _field(
            "co2_cumulative_mt", "累计CO2排放", "Cumulative CO2", "Mt", "Sum of annual emissions."
        ),
        _field("co2_residual_mt", "剩余排放", "Residual CO2", "Mt", "To be captured or sunk."),
        _field("co2_net_mt", "净CO2排放", "Net CO2", "Mt", "Gross CO2 less stated sinks."),
        _field(
            "co2_embodied_mt", "隐含CO2排放", "Embodied CO2", "Mt", "Emissions along the chain."
        ),
        _field(
            "co2_consumption_mt",
            "消费侧CO2排放",
            "Consumption-based CO2",
            "Mt",
            "Emissions caused by the domestic final demand of a province.",
        ),
        _field(
            "co2_transfer_mt", "转移排放", "CO2 transfer", "Mt", "Emitted in r for demand of s."
        ),
        _field(
            "co2_per_capita_t",
            "人均CO2排放",
            "CO2 per capita",
            "t_per_person",
            "CO2 over year-end resident population.",
        ),
        _field(
            "co2_per_gdp_t_per_cny_1e4",
            "单位GDP CO2排放",
            "CO2 per GDP",
            "t_per_cny_1e4",
            "CO2 over GDP at current prices of the same year.",
        ),
        _field(
            "co2_per_real_gdp_change_pct",
            "单位GDP CO2排放变化（不变价）",
            "Change of CO2 per GDP (constant prices)",
            "percent",
            "Against the base year.",
        ),
        _field(
            "co2_per_real_gdp_decline_pct",
            "单位GDP CO2排放降幅（不变价）",
            "Decrease of CO2 per GDP (constant prices)",
            "percent",
            "A fall against the base year, as a positive figure.",
        ),
        _field("share_pct", "占比", "Share", "percent", "Part of a total."),
        _field("growth_pct", "变化率", "Change", "percent", "Change relative to the first year."),
        _field(
            "growth_pct_per_year",
            "年均变化率",
            "Average annual change",
            "percent_per_year",
            "Compound annual rate.",
        ),
        _field(
            "cut_rate_pct_per_year",
            "年均减排率",
            "Annual rate of cut",
            "percent_per_year",
            "Compound annual rate of decline.",
        ),
        _field("rank", "排名", "Rank", "rank", "1 is the largest."),
        _field("count", "数量", "Count", "count", "How many."),
        _field("difference", "差值", "Difference", "Mt", "First less second."),
        _field("ratio", "比值", "Ratio", "ratio", "First over second."),
        _field("peak_year", "达峰年", "Peak year", "year", "Year of the highest emissions."),
        _field("net_zero_year", "净零年", "Net-zero year", "year", "First year without net CO2."),
        _field("target_year", "目标实现年", "Target met in", "year", "First year at the target."),
        _field(
            "intensity_t_per_t",
            "物理强度",
            "Physical intensity",
            "t_per_t",
            "CO2 over physical output of the sector's reference product.",
        ),
        _field(
            "intensity_kg_per_kwh",
            "发电强度",
            "Intensity of generation",
            "kg_per_kwh",
            "CO2 of power and heat over thermal generation.",
        ),
        _field(
            "intensity_t_per_cny_1e4",
            "直接排放强度",
            "Direct CO2 intensity",
            "t_per_cny_1e4",
            "Direct CO2 over gross output (f).",
        ),
        _field(
            "total_intensity_t_per_cny_1e4",
            "完全排放强度",
            "Total CO2 intensity",
            "t_per_cny_1e4",
            "Direct and indirect CO2 per unit of final demand (m = f·L).",
        ),
        _field(
            "elasticity_pct",
            "弹性",
            "Elasticity",
            "percent",
            "Per cent change of emissions for 1 % change of a link or an intensity.",
        ),
        _field(
            "backward_linkage",
            "后向联系（影响力系数）",
            "Backward linkage",
            "ratio",
            "Power of dispersion: column sum of L over its mean.",
        ),
        _field(
            "forward_linkage",
            "前向联系（感应度系数）",
            "Forward linkage",
            "ratio",
            "Sensitivity of dispersion: row sum of L over its mean.",
        ),
        _field(
            "covered_share_pct",
            "所示连接占省内流量",
            "Share of flow shown",
            "percent",
            "Flow on the edges drawn over all intra-province flow.",
        ),
        _field("centrality", "中心性", "Centrality", "ratio", "Position of a node in the network."),
        _field(
            "in_degree_centrality",
            "入度中心性",
            "In-degree centrality",
            "ratio",
            "Links drawn into a sector over the other sectors.",
        ),
        _field(
            "out_degree_centrality",
            "出度中心性",
            "Out-degree centrality",
            "ratio",
            "Links drawn out of a sector over the other sectors.",
        ),
        _field(
            "eigenvector_centrality",
            "特征向量中心性",
            "Eigenvector centrality",
            "ratio",
            "Weighted by flow, links coming in.",
        ),
        _field(
            "betweenness_centrality",
            "介数中心性",
            "Betweenness centrality",
            "ratio",
            "Part of the shortest paths that run through a sector.",
        ),
        _field("pagerank", "PageRank", "PageRank", "ratio", "Weighted by flow; sums to 1."),
        _field(
            "final_use_cny_1e4",
            "最终使用",
            "Final use",
            "cny_1e4",
            "Domestic final demand and exports of a product.",
        ),
        _field(
            "row_sum_cny_1e4",
            "中间使用合计（行和）",
            "Intermediate sales (row sum)",
            "cny_1e4",
            "Sold to all sectors of all provinces.",
        ),
        _field(
            "column_sum_cny_1e4",
            "中间投入合计（列和）",
            "Intermediate inputs (column sum)",
            "cny_1e4",
            "Bought from all sectors of all provinces.",
        ),
        _field("output_cny_1e4", "总产出", "Gross output", "cny_1e4", "At current prices."),
        _field("value_added_cny_1e4", "增加值", "Value added", "cny_1e4", "At current prices."),
        _field("flow_cny_1e4", "中间投入流量", "Intermediate flow", "cny_1e4", "Cell of Z."),
        _field("final_demand_cny_1e4", "最终需求", "Final demand", "cny_1e4", "Domestic."),
        _field("exports_cny_1e4", "出口", "Exports", "cny_1e4", "Abroad."),
        _field("imports_cny_1e4", "进口", "Imports", "cny_1e4", "From abroad."),
        _field("gdp_cny_1e8", "地区生产总值（现价）", "GDP (current prices)", "cny_1e8", "NBS."),
        _field(
            "gdp_index_2005_100",
            "GDP指数（不变价）",
            "Real GDP index",
            "index_2005_100",
            "Chained real growth.",
        ),
        _field("population_1e4", "常住人口", "Resident population", "person_1e4", "Year-end."),
        _field("activity_mt", "实物产量", "Physical output", "Mt", "Steel, cement, metals."),
        _field("activity_twh", "火力发电量", "Thermal generation", "TWh", "Generation."),
        _field("policy_target", "政策目标", "Policy target", "percent", "As the document states."),
        _field(
            "assumption_pct_per_year",
            "假设",
            "Assumption",
            "percent_per_year",
            "Stated with its reason in data/assumptions.",
        ),
        _field("assumption_pct", "假设", "Assumption", "percent", "Stated with its reason."),
    )
}


def field_label(metric: str, lang: Lang) -> str:
    """Return what a metric is called; an unknown id stands for itself."""
    field = FIELDS.get(metric)
    return field.label.get(lang) if field else metric


def unit_label(unit: str, lang: Lang) -> str:
    """Return how a unit is written."""
    held = UNITS.get(unit)
    return held.label.get(lang) if held else unit


def format_number(value: float, unit: str) -> str:
    """Write a figure with the digits its unit calls for, never fewer than three significant.

    >>> format_number(569.0664, "Mt"), format_number(0.012879, "t_per_cny_1e4")
    ('569.1', '0.0129')
    >>> format_number(2030, "year"), format_number(97277.77, "cny_1e8")
    ('2030', '97,277.8')
    """
    held = UNITS.get(unit)
    if unit in ("year", "rank", "count"):
        return f"{value:.0f}"
    decimals = held.decimals if held else 2
    size = float(f"{abs(value):.9g}")  # 9.999999999999986 is 10, not a figure below it
    while 0 < size < 10 ** (2 - decimals) and decimals < 6:
        decimals += 1
    text = f"{value:,.{decimals}f}"
    return "0" if float(text.replace(",", "")) == 0 and value == 0 else text


def format_value(value: float, unit: str, lang: Lang) -> str:
    """Write a figure with its unit; Chinese adds the customary 亿吨 to large amounts.

    >>> format_value(569.0664, "Mt", "zh"), format_value(569.0664, "Mt", "en")
    ('569.1 Mt（5.691 亿吨）', '569.1 Mt')
    >>> format_value(12.3, "percent", "en"), format_value(2030, "year", "zh")
    ('12.3%', '2030年')
    """
    number = format_number(value, unit)
    label = unit_label(unit, lang)
    if unit == "percent" or (unit in ("year", "percent_per_year") and lang == "zh"):
        return number + label
    if unit == "percent_per_year":
        return f"{number}% per year"
    text = f"{number} {label}".strip()
    return text + _in_chinese_units(value) if unit == "Mt" and lang == "zh" else text


def _in_chinese_units(value_mt: float) -> str:
    # Below a hundred Mt the unit as it is reads well; adding 万吨 there only clutters a sentence.
    return f"（{value_mt / 100:.4g} 亿吨）" if abs(value_mt) >= 100 else ""
