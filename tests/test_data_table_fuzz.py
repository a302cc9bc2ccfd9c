"""Damaged files of cities, counties, energy and apparent emissions: refused, or read exactly."""

import pytest

from tests import fuzzing
from tests.fuzzing import Specimen, fuzz
from tests.table_workbooks import (
    APPARENT_PROVINCES,
    COUNTY_HEADER,
    MT_NOTE,
    apparent_figures,
    apparent_rows,
    city_rows,
    energy_amounts,
    energy_rows,
)


def cities():
    names = ("河北保定", "河北唐山", "北京", "江苏苏州", "吉林吉林")
    years = (2017, 2018, 2019)
    figures = {(c, y): 1 + k * 0.37 + y * 0.001 for k, c in enumerate(names) for y in years}
    vector, matrix = city_rows(figures)
    note = [["Content/内容", "China city emission data"], ["Unit/单位", MT_NOTE]]
    return Specimen({"NOTE": note, "emission vector": vector, "emission matrix": matrix})


def counties():
    place = ["保定市", "Baoding", "河北省", "Hebei"]
    rows = [
        [130602 + k, f"县{k}", f"County{k}", *place, 0.5 + k, 0.51 + k, 0.52 + k] for k in range(8)
    ]
    return Specimen({"Unit (Million tons)": [COUNTY_HEADER, *rows]})


def energy():
    amounts = {"Beijing2012": energy_amounts() + 0.001, "Hebei2012": energy_amounts(3) + 0.002}
    return Specimen({name: energy_rows(held) for name, held in amounts.items()})


def apparent():
    count = len(APPARENT_PROVINCES)
    figures = {str(2020 + k): apparent_figures(count, k) + k / 1000 for k in (1, 2)}
    return Specimen({y: apparent_rows(held, APPARENT_PROVINCES) for y, held in figures.items()})


SPECIMENS = {"cities": cities, "counties": counties, "energy": energy, "apparent": apparent}


@pytest.mark.parametrize("kind", SPECIMENS)
def test_a_damaged_file_is_refused_or_every_figure_is_right(kind, monkeypatch):
    monkeypatch.setitem(fuzzing.SPECIMENS, kind, SPECIMENS[kind])
    counted = fuzz(kind, cases=40, seed=1)
    assert counted.total() == 40
    assert min(counted["refused"], counted["imported"]) > 0
