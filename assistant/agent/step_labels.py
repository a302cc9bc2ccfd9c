"""What a running tool is called on the page, with the arguments that matter."""

from collections.abc import Mapping
from typing import Any

from data.text import Text, join, same
from data.vocabulary import REGIONS, SECTORS

LABELS = {
    "coverage": Text(zh="查看数据覆盖范围", en="Look at the coverage"),
    "query_emissions": Text(zh="查询排放数据", en="Query emissions"),
    "compare": Text(zh="并列比较", en="Set side by side"),
    "rank": Text(zh="排名", en="Rank"),
    "draw_trend": Text(zh="绘制走势", en="Draw the trend"),
    "draw_sankey": Text(zh="绘制能源—行业流向", en="Draw the flow of fuels to sectors"),
    "decompose_change": Text(zh="分解排放变化", en="Decompose the change"),
    "place_emissions": Text(zh="查询市县排放总量", en="Query city and county totals"),
    "draw_network": Text(zh="绘制产业网络", en="Draw the industry network"),
    "linkages": Text(zh="分析产业关联", en="Analyse linkages"),
    "key_links": Text(zh="寻找关键产业链环节", en="Find key supply links"),
    "supply_chain_paths": Text(zh="追踪供应链路径", en="Trace supply-chain paths"),
    "structural_change": Text(
        zh="结构分解（投入产出表）", en="Decompose the change between input-output tables"
    ),
    "what_if": Text(zh="测算假设情景", en="Work out a what-if"),
    "footprint": Text(zh="核算生产侧与消费侧排放", en="Account production and consumption"),
    "transfers": Text(zh="核算省际转移排放", en="Account transfers between provinces"),
    "sda_pathway": Text(zh="计算部门脱碳路径", en="Compute the sector pathway"),
    "net_zero_roadmap": Text(zh="编制碳中和路线图", en="Compile the net-zero roadmap"),
    "ensemble": Text(zh="对假设反复抽样", en="Draw the assumptions many times"),
    "compare_scenarios": Text(zh="比较情景", en="Compare scenarios"),
    "sector_benchmark": Text(zh="查阅行业基准", en="Look up a sector's benchmark"),
    "grid_factors": Text(zh="查阅电网排放因子", en="Look up grid factors"),
    "gap_to_target": Text(zh="测算与路径的差距", en="Measure the distance to the pathway"),
    "industry_roadmap": Text(zh="编制行业分省路线图", en="Compile an industry roadmap by province"),
    "policy_targets": Text(zh="对照政策目标", en="Check policy targets"),
    "query_table": Text(zh="查询数据表", en="Query a table"),
    "search_manual": Text(zh="查阅手册", en="Search the manual"),
    "calculate": Text(zh="由已有数字计算", en="Calculate from figures"),
}


def step_label(tool: str, arguments: Mapping[str, Any]) -> Text:
    """Name a step: the tool and the region, sector and year it works on.

    >>> step_label("draw_network", {"region": "CN-GD", "year": 2017}).en
    'Draw the industry network: Guangdong, 2017'
    """
    label = LABELS.get(tool, same(tool))
    details: list[Text] = []
    for key, vocabulary in (("region", REGIONS), ("sector", SECTORS)):
        held = arguments.get(key)
        several = held if isinstance(held, list) else [held]
        named = [*several, *(arguments.get(f"{key}s") or [])]
        terms = [vocabulary.get(str(n)) for n in named if n]
        details += [t.label for t in terms if t]
    years = [arguments.get(k) for k in ("year", "year_from", "year_to", "target_year")]
    details += [same(str(y)) for y in [*(arguments.get("years") or []), *years] if y]
    if not details:
        return label
    return label + Text(zh="：", en=": ") + join(details)
