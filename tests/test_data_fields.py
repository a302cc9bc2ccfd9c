import re
from pathlib import Path

import pytest

from data.fields import FIELDS, UNITS, format_number, format_value

ROOT = Path(__file__).parent.parent


def test_every_field_has_a_known_unit_and_both_names():
    for field in FIELDS.values():
        assert field.unit in UNITS, field.id
        assert field.label.zh
        assert field.label.en
        assert field.description.endswith(".")


def test_a_unit_in_an_id_is_the_unit_of_the_field():
    endings = {
        "_mt": "Mt",
        "_cny_1e4": None,
        "_pct": "percent",
        "_pct_per_year": "percent_per_year",
    }
    for field in FIELDS.values():
        for ending, unit in endings.items():
            if field.id.endswith(ending) and unit and not field.id.endswith("_pct_per_year"):
                assert field.unit == unit, field.id


def test_every_field_is_used():
    code = "\n".join(
        p.read_text("utf-8") for f in ("tools", "data") for p in (ROOT / f).rglob("*.py")
    )
    unused = [i for i in FIELDS if not re.search(rf"\b{i}\b", code)]
    assert not unused


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0.0, "Mt", "0"),
        (0.00004, "Mt", "0.000040"),
        (1234567.891, "cny_1e4", "1,234,568"),
        (-3.14159, "percent", "-3.14"),
        (2060.0, "year", "2060"),
    ],
)
def test_numbers_keep_three_significant_digits(value, unit, expected):
    assert format_number(value, unit) == expected


def test_large_amounts_in_chinese_carry_the_customary_unit():
    assert format_value(569.12, "Mt", "zh") == "569.1 Mt（5.691 亿吨）"
    assert format_value(99.9, "Mt", "zh") == "99.9 Mt"
