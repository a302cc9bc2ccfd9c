"""A data set of cities and counties, with the tiny provincial inventory where it is asked for.

Shenzhen emits 60 Mt in 2010 and 48 in 2019, Guangzhou 80 and 90, Baoding 30 and 36 with 2015 a gap;
the two Suzhou, the city of Jilin and Beijing stand for homonyms, Chaoyang District for counties of
one name.
"""

import json

import numpy as np

from data.dataset import Dataset
from data.places import write_places
from data.tables import Place
from data.text import Text
from tests.tiny import write_tiny

YEARS = (2010, 2015, 2018, 2019)
GAP = float("nan")
CITIES = {
    "city:CN-GD:深圳": ("深圳", "Shenzhen", (60.0, 55.0, 50.0, 48.0)),
    "city:CN-GD:广州": ("广州", "Guangzhou", (80.0, 85.0, 88.0, 90.0)),
    "city:CN-GD:韶关": ("韶关", "Shaoguan", (20.0, 22.0, GAP, GAP)),
    "city:CN-HE:保定": ("保定", "Baoding", (30.0, GAP, 35.0, 36.0)),
    "city:CN-HE:石家庄": ("石家庄", "Shijiazhuang", (70.0, 75.0, 77.0, 79.0)),
    "city:CN-JS:苏州": ("苏州", "Suzhou", (150.0, 160.0, 165.0, 170.0)),
    "city:CN-AH:宿州": ("宿州", "Suzhou", (15.0, 18.0, 19.0, 20.0)),
    "city:CN-JL:吉林": ("吉林", "Jilin", (40.0, 41.0, 42.0, 43.0)),
    "city:CN-JL:长春": ("长春", "Changchun", (50.0, 51.0, 52.0, 53.0)),
    "city:CN-LN:朝阳": ("朝阳", "Chaoyang", (12.0, 13.0, 14.0, 15.0)),
    "city:CN-HA:平顶山": ("平顶山", "Pingdingshan", (31.0, 32.0, 33.0, 34.0)),
    "city:CN-FJ:南平": ("南平", "Nanping", (5.0, 6.0, 7.0, 8.0)),
    "city:CN-BJ:北京": ("北京", "Beijing", (95.0, 94.0, 93.0, 92.0)),
}
COUNTIES = {
    "county:130632": ("安新县", "Anxin County", "CN-HE", "保定市", (1.0, 1.1, 1.2, 1.3)),
    "county:220104": ("朝阳区", "Chaoyang District", "CN-JL", "长春市", (2.0, 2.1, 2.2, 2.3)),
    "county:110105": ("朝阳区", "Chaoyang District", "CN-BJ", "北京市", (9.0, 9.1, 9.2, 9.3)),
    "county:320583": ("昆山市", "Kunshan City", "CN-JS", "苏州市", (8.0, 8.5, 9.0, 9.5)),
}
CITATION = {
    "city": "tiny cities (doi 10.0000/city)",
    "county": "tiny counties (doi 10.0000/county)",
}


def city_places():
    return [Place(i, Text(zh=zh, en=en), i.split(":")[1]) for i, (zh, en, _) in CITIES.items()]


def county_places():
    return [
        Place(i, Text(zh=zh, en=en), province, city)
        for i, (zh, en, province, city, _) in COUNTIES.items()
    ]


def write_with_places(folder, *, levels=("city", "county"), national=True):
    """Write the tiny data set together with tables of places and open it."""
    write_tiny(folder, national=national)
    manifest = json.loads((folder / "dataset.json").read_text(encoding="utf-8"))
    held = {
        "city": (city_places(), [v[-1] for v in CITIES.values()]),
        "county": (county_places(), [v[-1] for v in COUNTIES.values()]),
    }
    for level in levels:
        places, values = held[level]
        table = f"inventory_{level}"
        np.save(folder / f"{table}.npy", np.array(values))
        (folder / f"{table}.places.csv").write_text(write_places(places), encoding="utf-8")
        title = {"zh": f"微型{level}表", "en": f"Tiny {level} table"}
        manifest["tables"][table] = {
            "id": table,
            "title": title,
            "kind": "official",
            "unit": "Mt",
            "source": {"title": title, "citation": CITATION[level], "kind": "official"},
            "files": {"co2_mt": f"{table}.npy", "places": f"{table}.places.csv"},
            "axes": {"year": list(YEARS)},
            "years": list(YEARS),
            "regions": sorted({p.province for p in places}),
        }
    (folder / "dataset.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    return Dataset(folder)
