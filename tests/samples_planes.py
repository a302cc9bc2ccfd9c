"""Descriptions of quadrants, waterfalls, chords and fans, as tools would write them."""

import math

from data.result import Chart
from data.text import Text
from data.vocabulary import IO_SECTORS, PROVINCES, io_sector_ids

SOURCE = "CEADs, China multi-regional input-output table (2022), province × 42 sectors"


def both(zh, en):
    return {"zh": zh, "en": en}


def label(vocabulary, term_id):
    return vocabulary.terms[term_id].label.model_dump()


def quadrant(kind="demonstration"):
    ids = io_sector_ids("consistent42")
    points = [
        {
            "id": sector,
            "name": label(IO_SECTORS, sector),
            "family": IO_SECTORS.terms[sector].extra["family"],
            "x": None if i == 40 else round(1 + 0.45 * math.sin(i * 1.7), 4),
            "y": round(1 + 0.9 * math.sin(i * 2.3) ** 3 + 0.01 * i, 4),
            "size": round(150 * math.exp(-((i * 17) % 42) / 6), 3),
        }
        for i, sector in enumerate(ids)
    ]
    return Chart(
        id="quadrant-CN-GD-2017",
        type="quadrant",
        title=Text(zh="广东省各部门的产业关联", en="Linkages of the sectors of Guangdong"),
        data={
            "points": points,
            "x_name": both("影响力系数", "Power of dispersion"),
            "y_name": both("感应度系数", "Sensitivity of dispersion"),
            "x_cut": 1,
            "y_cut": 1,
            "corners": {
                "upper_right": both("关键部门", "Key sectors"),
                "lower_right": both("强后向", "Strong backward"),
                "upper_left": both("强前向", "Strong forward"),
                "lower_left": both("弱关联", "Weak linkages"),
            },
            "x_unit": "ratio",
            "y_unit": "ratio",
            "size_name": both("CO2排放", "CO2 emissions"),
            "size_unit": "Mt",
        },
        unit="Mt",
        kind=kind,
        source=SOURCE,
    )


def waterfall(kind="demonstration"):
    steps = [
        ("population", both("人口", "Population"), 41.2),
        ("affluence", both("人均最终需求", "Final demand per person"), 210.4),
        ("structure", both("投入产出结构", "Structure of production"), -18.7),
        ("mix", both("最终需求构成", "Composition of final demand"), -9.9),
        ("intensity", both("排放强度", "Emission intensity"), -164.3),
    ]
    return Chart(
        id="waterfall-CN-GD",
        type="waterfall",
        title=Text(zh="广东省消费侧排放的变化", en="Guangdong: change of the footprint"),
        data={
            "start": {"name": both("2012年", "2012"), "value": 480.0},
            "steps": [{"id": i, "name": n, "value": v} for i, n, v in steps],
            "end": {"name": both("2017年", "2017"), "value": 538.7},
            "y_name": both("CO2排放", "CO2 emissions"),
        },
        unit="Mt",
        kind=kind,
        source=SOURCE,
    )


def chord(kind="demonstration"):
    ids = list(PROVINCES.ids)
    links = [
        {
            "source": a,
            "target": b,
            "value": round(30 * math.exp(-((i * 7) % 31) / 6 - ((j * 5) % 31) / 7), 4),
        }
        for i, a in enumerate(ids)
        for j, b in enumerate(ids)
    ]
    return Chart(
        id="chord-provinces-2017",
        type="chord",
        title=Text(zh="省际隐含碳转移", en="Emissions embodied in trade of provinces"),
        data={
            "nodes": [{"id": i, "name": label(PROVINCES, i)} for i in ids],
            "links": links,
        },
        unit="Mt",
        kind=kind,
        source=SOURCE,
    )


def fan(kind="demonstration"):
    years = list(range(2019, 2061))
    middle = [620 - 14 * max(y - 2026, 0) if y >= 2026 else None for y in years]

    def away(share):
        return [
            None if m is None else m + share * (y - 2026)
            for m, y in zip(middle, years, strict=True)
        ]

    return Chart(
        id="fan-CN-GD",
        type="fan",
        title=Text(
            zh="广东省到2060年的CO2路径：一万次抽样",
            en="Guangdong: CO2 pathway to 2060 in ten thousand draws",
        ),
        data={
            "x": years,
            "bands": [
                {"low_pct": 25, "high_pct": 75, "low": away(-1), "high": away(3)},
                {"low_pct": 5, "high_pct": 95, "low": away(-2.5), "high": away(6)},
            ],
            "middle": {"name": both("中位数", "Median"), "y": middle},
            "lines": [
                {
                    "id": "projection",
                    "name": both("推算", "Projection"),
                    "role": "projection",
                    "y": [569 + 7 * (y - 2019) if y <= 2026 else None for y in years],
                },
                {
                    "id": "stated",
                    "name": both("所列取值的路径", "Pathway at the stated values"),
                    "role": "pathway",
                    "y": away(-2),
                },
            ],
            "markers": [{"year": 2060, "name": both("目标年", "Target")}],
            "y_name": both("CO2排放", "CO2 emissions"),
        },
        unit="Mt",
        kind=kind,
        source=SOURCE,
    )
