"""Multi-regional tables: every layout reads alike, and a damaged one is refused by file and cell."""

import numpy as np
import pytest

from data.ceads.io_grid import code_row
from data.ceads.io_layout import province_of, sector_of
from data.ceads.io_sheet import read_io_sheet
from data.errors import FileRefusedError
from data.vocabulary import io_sector_ids
from tests.io_workbooks import (
    CONSISTENT_EN,
    CONSISTENT_ZH,
    HEAD,
    NBS_ZH,
    NUMBERS_FROM,
    assert_same,
    lay_out,
    make_numbers,
    with_co2,
)

REGIONS = ("CN-BJ", "CN-NM", "CN-XZ")
QUIRKY = ("CN-HA", "CN-YN", "CN-XZ")
N = 42 * len(REGIONS)
GO = NUMBERS_FROM + N + 1 + 5 * len(REGIONS) + 3


@pytest.fixture(scope="module")
def numbers():
    return make_numbers(len(REGIONS))


@pytest.fixture
def rows(numbers):
    return [list(row) for row in lay_out(numbers, REGIONS)]


def read(rows, regions=REGIONS):
    return read_io_sheet("a.xlsx", "Table_2017", rows, regions)


def refusal(rows):
    with pytest.raises(FileRefusedError) as caught:
        read(rows)
    text = caught.value.text
    assert "a.xlsx, sheet Table_2017" in text.en
    assert "文件 a.xlsx，工作表 Table_2017" in text.zh
    return text.en


def row_of(rows, code):
    return next(r for r in rows if len(r) > 2 and r[2] == code)


def rules(found):
    return [o.rule for o in found]


def test_a_sheet_reads_number_by_number(rows, numbers):
    sheet = read(rows)
    assert_same(sheet, numbers)
    assert (sheet.scheme, sheet.regions) == ("consistent42", REGIONS)
    assert sheet.oddities == []
    assert sheet.unmeasured == ("CN-XZ",)


@pytest.mark.parametrize(
    ("labels", "scheme"),
    [(CONSISTENT_ZH, "consistent42"), (CONSISTENT_EN, "consistent42"), (NBS_ZH, "nbs2017_42")],
)
def test_the_labels_tell_the_scheme(numbers, labels, scheme):
    assert read(lay_out(numbers, REGIONS, labels)).scheme == scheme


@pytest.mark.parametrize(
    ("labels", "scheme"),
    [(CONSISTENT_ZH, "consistent42"), (CONSISTENT_EN, "consistent42"), (NBS_ZH, "nbs2017_42")],
)
def test_every_known_label_stands_for_its_code(labels, scheme):
    assert tuple(sector_of(label) for label in labels) == io_sector_ids(scheme)


@pytest.mark.parametrize(
    ("labels", "province"),
    [
        (("He0", "Henan", "河南"), "CN-HA"),
        (("Hu0", "Hunan", "湖南"), "CN-HN"),
        (("Hai0", "Hainan", "海南"), "CN-HI"),
        (("Yun0", "Yunnan", "云南"), "CN-YN"),
        (("Xizang", "Tibet", "西藏", "西藏自治区"), "CN-XZ"),
        (("Inner Mongolia", "InnerMongolia", "内蒙", "内蒙古"), "CN-NM"),
    ],
)
def test_every_spelling_of_a_province_is_that_province(labels, province):
    assert {province_of(label) for label in labels} == {province}


def test_words_whose_nan_became_0_are_read(numbers):
    sheet = read(lay_out(numbers, QUIRKY, english=True), QUIRKY)
    assert sheet.regions == QUIRKY
    assert_same(sheet, numbers)


def test_the_footer_is_found_by_code_in_any_order_after_any_gap(rows, numbers):
    body, footer = rows[: HEAD + N], rows[HEAD + N :]
    assert_same(read([*body, [], [], *reversed(footer)]), numbers)


def test_codes_saved_as_numbers_are_codes(rows, numbers):
    for row in rows[HEAD : HEAD + N]:
        row[2] = float(row[2])
    rows[3] = [float(c) if str(c).isdigit() else c for c in rows[3]]
    assert_same(read(rows), numbers)


def test_total_final_use_may_count_exports_or_not(numbers):
    for exports in (True, False):
        assert read(lay_out(numbers, REGIONS, exports=exports)).oddities == []


def test_a_table_without_error_column_or_co2_row_has_neither(rows, numbers):
    err = NUMBERS_FROM + N + 1 + 5 * len(REGIONS) + 2
    for place, row in enumerate(rows):
        if len(row) > err:
            row[err] = ""
            if place >= HEAD:
                row[GO] = float(numbers.x[place - HEAD] - numbers.err[place - HEAD])
    ti = row_of(rows, "TI")
    ti[NUMBERS_FROM:] = [float(v) for v in numbers.x - numbers.err]
    tva = row_of(rows, "TVA")
    tva[NUMBERS_FROM:] = [float(v) for v in numbers.value_added - numbers.err]
    va1 = row_of(rows, "VA001")
    va1[NUMBERS_FROM:] = [
        float(v - e) for v, e in zip(va1[NUMBERS_FROM:], numbers.err, strict=True)
    ]
    sheet = read(rows[:-1])
    assert not sheet.arrays["err"].any()
    assert "co2_mt" not in sheet.arrays
    assert sheet.oddities == []


def test_a_province_of_zeros_in_the_co2_row_is_a_gap(numbers):
    zeros = with_co2(numbers, np.nan_to_num(numbers.co2))
    sheet = read(lay_out(zeros, REGIONS))
    np.testing.assert_array_equal(sheet.arrays["co2_mt"], numbers.co2)
    assert sheet.unmeasured == ("CN-XZ",)


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("TII", "io_inputs"),
        ("TVA", "io_value_added"),
        ("TI", "io_total_input"),
        ("IM", "io_total_input"),
        ("VA003", "io_value_added"),
    ],
)
def test_a_sum_that_fails_in_a_row_is_said_with_its_worst_cell(rows, code, rule):
    row = row_of(rows, code)
    row[NUMBERS_FROM + 1] += 50
    row[NUMBERS_FROM + 2] += 900
    found = next(o for o in read(rows).oddities if o.rule == rule)
    assert found.level == "caution"
    assert found.cell.startswith("F")
    assert "2 places" in found.text.en
    assert "共2处" in found.text.zh


@pytest.mark.parametrize(
    ("column", "rule"),
    [(N, "io_intermediate_use"), (N + 17, "io_final_use"), (N + 19, "io_output_of_row")],
)
def test_a_sum_that_fails_in_a_column_is_said_with_its_worst_cell(rows, column, rule):
    rows[HEAD + 6][NUMBERS_FROM + column] += 900
    found = next(o for o in read(rows).oddities if o.rule == rule)
    assert found.cell.endswith("11")
    assert "1 place," in found.text.en


def test_rounding_is_no_failure_of_a_sum(rows):
    row_of(rows, "TII")[NUMBERS_FROM] += 0.5
    assert read(rows).oddities == []


def test_negative_output_and_value_added_are_said(rows):
    rows[HEAD][GO] = -5.0
    row_of(rows, "TVA")[NUMBERS_FROM + 1] = -3.0
    assert {"io_negative_output", "io_negative_value_added"} <= set(rules(read(rows).oddities))


def test_imports_for_final_demand_are_kept_where_the_row_im_has_them(rows):
    im = row_of(rows, "IM")
    demand = slice(NUMBERS_FROM + N + 1, NUMBERS_FROM + N + 1 + 15)
    im[demand] = [float(k) for k in range(15)]
    np.testing.assert_array_equal(read(rows).arrays["imports_final"], np.arange(15.0))
    im[demand.start + 4] = ""
    assert np.flatnonzero(np.isnan(read(rows).arrays["imports_final"])).tolist() == [4]
    im[demand] = [""] * 15
    assert "imports_final" not in read(rows).arrays
    im[demand.start + 4] = "n/a"
    assert "a number should stand here, not “n/a”" in refusal(rows)


@pytest.mark.parametrize("value", ["n/a", "", True])
@pytest.mark.parametrize(
    ("row", "column", "cell"),
    [(HEAD, NUMBERS_FROM, "D5"), (HEAD + 2, NUMBERS_FROM + 30, "AH7"), (HEAD + N, 4, "E131")],
)
def test_what_is_no_number_is_refused_by_cell(rows, value, row, column, cell):
    rows[row][column] = value
    assert f"cell {cell}:" in refusal(rows)


def test_text_in_the_co2_row_is_refused(rows):
    rows[-1][NUMBERS_FROM + 3] = "n/a"
    assert "n/a" in refusal(rows)


@pytest.mark.parametrize("code", ["IM", "TII", "VA003", "TVA", "TI"])
def test_a_missing_or_renamed_footer_is_refused(rows, code):
    row = row_of(rows, code)
    assert code in refusal([r for r in rows if r is not row])
    row[2] = "XX"
    assert code in refusal(rows)


@pytest.mark.parametrize("place", [5, N + 2, N + 16, N + 17, N + 18, N + 19])
def test_a_renamed_column_code_is_refused(rows, place):
    rows[3][NUMBERS_FROM + place] = "XX"
    assert "XX" in refusal(rows)


def test_a_renamed_sector_code_is_refused(rows):
    rows[HEAD + 50][2] = "X9"
    assert "cell C55: the code 09 should stand here, not “X9”" in refusal(rows)


def test_swapped_provinces_are_refused(rows, numbers):
    swapped = [list(r) for r in lay_out(numbers, ("CN-NM", "CN-BJ", "CN-XZ"))]
    assert "cell A5: Beijing should stand here, not “内蒙”" in refusal(swapped)
    rows[1][NUMBERS_FROM + 42] = "西藏"
    assert "cell AT2: Inner Mongolia should stand here" in refusal(rows)


def test_demand_is_checked_by_province_where_its_heading_names_one(rows, numbers):
    first = NUMBERS_FROM + N + 1
    rows[1][first : first + 15] = ["最终使用", *[""] * 14]
    assert_same(read(rows), numbers)
    rows[1][first + 5] = "西藏"
    assert "Inner Mongolia should stand here, not “西藏”" in refusal(rows)


def test_labels_that_fit_no_scheme_are_refused(rows, numbers):
    mixed = [*NBS_ZH[:30], *CONSISTENT_ZH[30:]]
    assert "fits neither" in refusal(lay_out(numbers, REGIONS, mixed))
    rows[HEAD + 42 + 21][1] = "废品废料"
    assert "cell B68: the sector Other manufacturing should stand here" in refusal(rows)


def test_a_few_unknown_spellings_are_taken_with_a_caution_many_are_not(numbers):
    odd = ["一种新写法", *CONSISTENT_ZH[1:]]
    sheet = read(lay_out(numbers, REGIONS, odd))
    assert sheet.scheme == "consistent42"
    assert rules(sheet.oddities) == ["io_label_unknown"]
    assert "fits neither" in refusal(
        lay_out(numbers, REGIONS, [f"x{k}" for k in range(7)] + CONSISTENT_ZH[7:])
    )


def test_41_sectors_are_refused(rows):
    fewer = [r for r in rows if len(r) < 3 or r[2] != "42"]
    assert "the code 42 should stand here, not “01”" in refusal(fewer)


def test_a_province_too_few_is_refused(numbers):
    with pytest.raises(FileRefusedError):
        read(lay_out(numbers, REGIONS), (*REGIONS, "CN-XJ"))


@pytest.mark.parametrize("kept", [HEAD, HEAD + 1, HEAD + N - 1, HEAD + N, HEAD + N + 6])
def test_a_sheet_cut_short_is_refused(rows, kept):
    assert refusal(rows[:kept])


def test_a_sheet_without_codes_is_none():
    assert code_row([["a"], ["01", "02"], [float(k) for k in range(1, 43)]]) is None
    with pytest.raises(FileRefusedError, match="no row of sector codes"):
        read([["a"]])
