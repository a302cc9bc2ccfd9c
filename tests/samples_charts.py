"""Charts of realistic size for the tests of pictures; every figure is invented."""

import math

from data.result import Chart
from data.text import Text, same
from data.vocabulary import FUELS, INVENTORY_FUELS, IO_SECTORS, PROVINCES, SECTORS, io_sector_ids
from tests.samples_planes import SOURCE, both, chord, fan, label, quadrant, waterfall


def network(kind="demonstration"):
    ids = io_sector_ids("consistent42")
    nodes = [
        {
            "id": sector,
            "name": label(IO_SECTORS, sector),
            "family": IO_SECTORS.terms[sector].extra["family"],
            "size": None if i == 36 else round(120 * math.exp(-((i * 17) % 42) / 8), 3),
            "community": None if i == 36 else str(i % 3),
            "x": round(300 * math.cos(i), 1),
            "y": round(300 * math.sin(i * 1.3), 1),
            "attributes": {
                "co2_mt": None if i == 36 else round(120 * math.exp(-((i * 17) % 42) / 8), 3),
                "output_cny_1e4": 1e7 * (1 + i % 7),
                "intensity_t_per_cny_1e4": 0.01 * (1 + i % 9),
                "backward_linkage": 0.8 + 0.01 * i,
            },
        }
        for i, sector in enumerate(ids)
    ]
    pairs = [(i, i) for i in range(0, 42, 3)]
    step = 1
    while len(pairs) < 88:
        hub = (3, 12, 13, 24, 28)[step % 5]
        pair = (hub, (step * 11) % 42) if step % 2 else ((step * 11) % 42, hub)
        if pair not in pairs:
            pairs.append(pair)
        step += 1
    edges = [
        {"source": ids[a], "target": ids[b], "value": round(9e6 * math.exp(-k / 30), 1)}
        for k, (a, b) in enumerate(pairs)
    ]
    return Chart(
        id="network-CN-GD-2017",
        type="network",
        title=Text(
            zh="广东省产业链网络（2017年）", en="Guangdong: network of the industry chain, 2017"
        ),
        data={
            "nodes": nodes,
            "edges": edges,
            "communities": [
                {"id": "0", "name": both("农林牧渔等", "Agriculture and others")},
                {"id": "1", "name": both("煤炭采选等", "Coal mining and others")},
                {"id": "2", "name": both("建筑等", "Construction and others")},
            ],
            "colour_by": "family",
            "covered_share_pct": 75.2,
            "size_field": "co2_mt",
            "edge_unit": "cny_1e4",
            "gravity": 0.7,
            "repulsion": 1700,
        },
        unit="Mt",
        kind=kind,
        source=SOURCE,
    )


def sankey(kind="demonstration"):
    fuels = ["raw_coal", "coke", "cleaned_coal", "diesel_oil", "gasoline", "fuel_oil", "kerosene"]
    fuels += ["other_petroleum_products", "natural_gas", "process"]
    sectors = [s for s in SECTORS.ids if not SECTORS.terms[s].members]
    sectors = [sectors[i] for i in range(0, 45, 3)]
    nodes = [
        {
            "id": f"fuel-{f}",
            "name": label(FUELS, f),
            "layer": 0,
            "family": FUELS.terms[f].extra["family"],
        }
        for f in fuels
    ]
    nodes += [{"id": f"sector-{s}", "name": label(SECTORS, s), "layer": 1} for s in sectors]
    links = [
        {
            "source": f"fuel-{f}",
            "target": f"sector-{s}",
            "value": round(90 * math.exp(-i / 2.5) * math.exp(-((j * 7) % 15) / 5) + 0.3, 2),
        }
        for i, f in enumerate(fuels)
        for j, s in enumerate(sectors)
        if (i + j) % 3 == 0 or (i < 2 and j % 2 == 0)
    ]
    return Chart(
        id="sankey-CN-GD-2019",
        type="sankey",
        title=Text(
            zh="广东省2019年CO2排放：从燃料到行业",
            en="Guangdong 2019: CO2 emissions from fuels to sectors",
        ),
        data={"nodes": nodes, "links": links},
        unit="Mt",
        kind=kind,
        source="CEADs provincial inventories 1997–2019 (Shan et al. 2020)",
    )


def trend(kind="official"):
    years = list(range(2010, 2020))
    held = {2010, 2012, 2015, 2017, 2018, 2019}
    regions = ["CN-GD", "CN-JS", "CN-HE", "CN-SD"]
    return Chart(
        id="trend-CN-GD-CN-JS",
        type="trend",
        title=Text(
            zh="广东、江苏、河北、山东的CO2排放",
            en="CO2 emissions of Guangdong, Jiangsu, Hebei, Shandong",
        ),
        data={
            "x": years,
            "series": [
                {
                    "id": region,
                    "name": label(PROVINCES, region),
                    "y": [
                        480 + 90 * k + 9.123 * (y - 2010) + 12 * math.sin(y + k)
                        if y in held
                        else None
                        for y in years
                    ],
                }
                for k, region in enumerate(regions)
            ],
            "y_name": both("CO2排放", "CO2 emissions"),
        },
        unit="Mt",
        kind=kind,
        source="CEADs provincial inventories 1997–2019 (Shan et al. 2020)",
    )


def pathway(kind="demonstration"):
    years = list(range(1997, 2061))

    def course(start, end, first, last):
        return [
            start + (end - start) * (y - first) / (last - first) if first <= y <= last else None
            for y in years
        ]

    centre = course(620, 38, 2026, 2060)
    return Chart(
        id="pathway-CN-GD-2060",
        type="pathway",
        title=Text(
            zh="广东省到2060年的CO2路径（部门脱碳方法）",
            en="Guangdong: CO2 pathway to 2060 (Sectoral Decarbonization Approach)",
        ),
        data={
            "x": years,
            "series": [
                {
                    "id": "history",
                    "name": both("历史排放", "History"),
                    "role": "history",
                    "y": [
                        170 + 18.1 * (y - 1997) if y <= 2019 and y != 2003 else None for y in years
                    ],
                },
                {
                    "id": "projection",
                    "name": both("推算至起始年", "Projection to the start year"),
                    "role": "projection",
                    "y": course(569.07, 620, 2019, 2026),
                },
                {
                    "id": "pathway",
                    "name": both("净零路径", "Net-zero pathway"),
                    "role": "pathway",
                    "y": centre,
                },
                {
                    "id": "benchmark",
                    "name": both(
                        "全国参考路径（按起始年缩放）", "National reference, scaled to start"
                    ),
                    "role": "benchmark",
                    "y": course(620, 90, 2026, 2060),
                },
            ],
            "band": {
                "name": both("情景区间", "Range of scenarios"),
                "low": [None if v is None else v * 0.86 - 22 for v in centre],
                "high": [None if v is None else v * 1.12 + 8 for v in centre],
            },
            "markers": [
                {"year": 2026, "name": both("达峰 2026", "Peak 2026")},
                {"year": 2030, "name": both("碳达峰目标 2030", "Peaking goal 2030")},
                {"year": 2035, "name": both("国家自主贡献 2035", "NDC 2035")},
                {"year": 2060, "name": both("碳中和 2060", "Carbon neutrality 2060")},
            ],
            "y_name": both("CO2排放", "CO2 emissions"),
        },
        unit="Mt",
        kind=kind,
        source="CEADs provincial inventories 1997–2019; assumptions listed with the answer",
    )


def wedge(kind="demonstration"):
    years = list(range(2026, 2061))
    sectors = ["power", "iron_steel", "cement"]
    names = [
        both("电力热力", "Power and heat"),
        both("黑色金属（钢铁）", "Iron and steel"),
        both("非金属矿物（水泥）", "Non-metallic minerals (cement)"),
        both("有色金属", "Non-ferrous metals"),
        both("石油炼焦", "Petroleum and coking"),
        both("化学原料", "Raw chemicals"),
        both("交通运输", "Transport and storage"),
        both("城镇居民", "Urban households"),
        both("农村居民", "Rural households"),
        both("其他行业", "Other sectors"),
    ]
    layers = [
        {
            "id": f"layer-{i}",
            "name": n,
            "y": [(240 / (i + 1)) * (1 - (y - 2026) / 36) for y in years],
        }
        for i, n in enumerate(names)
    ]
    assert sectors
    total = [sum(values) for values in zip(*(layer["y"] for layer in layers), strict=True)]
    return Chart(
        id="wedge-CN-GD-2060",
        type="wedge",
        title=Text(
            zh="广东省各部门的减排楔形", en="Guangdong: emissions by sector along the pathway"
        ),
        data={
            "x": years,
            "layers": layers,
            "total": {"name": both("合计", "Total"), "y": total},
            "y_name": both("CO2排放", "CO2 emissions"),
        },
        unit="Mt",
        kind=kind,
        source=SOURCE,
    )


def bar(kind="reference", horizontal=True, stacked=False):
    sectors = [s for s in SECTORS.ids if not SECTORS.terms[s].members][20:32]
    return Chart(
        id=f"bar-{horizontal}-{stacked}",
        type="bar",
        title=Text(zh="广东省排放最多的行业", en="Sectors of Guangdong that emit most"),
        data={
            "categories": [label(SECTORS, s) for s in sectors],
            "series": [
                {
                    "id": str(year),
                    "name": same(str(year)).model_dump(),
                    "y": [None if i == 4 else 90 / (i + 1) + k * 3 for i in range(len(sectors))],
                }
                for k, year in enumerate((2012, 2019))
            ],
            "horizontal": horizontal,
            "stacked": stacked,
            "y_name": both("CO2排放", "CO2 emissions"),
        },
        unit="Mt",
        kind=kind,
        source=SOURCE,
    )


def heatmap(kind="demonstration", signed=False):
    regions = list(PROVINCES.ids)[:20]
    sectors = INVENTORY_FUELS[:10]
    return Chart(
        id="heatmap-regions-fuels",
        type="heatmap",
        title=Text(zh="各省份各燃料的CO2排放", en="CO2 emissions by province and fuel"),
        data={
            "x": [label(FUELS, f) for f in sectors],
            "y": [label(PROVINCES, r) for r in regions],
            "z": [
                [
                    None
                    if (i + j) % 11 == 0
                    else round(200 * math.exp(-i / 3) * (1 + math.sin(j)), 2)
                    - (90 if signed else 0)
                    for i in range(len(sectors))
                ]
                for j in range(len(regions))
            ],
            "y_name": both("省份", "Province"),
        },
        unit="Mt",
        kind=kind,
        source=SOURCE,
    )


ALL = {
    "network": network,
    "sankey": sankey,
    "trend": trend,
    "pathway": pathway,
    "wedge": wedge,
    "bar": bar,
    "heatmap": heatmap,
    "quadrant": quadrant,
    "waterfall": waterfall,
    "chord": chord,
    "fan": fan,
}
