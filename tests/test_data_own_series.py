"""A user's own series: read exactly or refused line by line, kept, and used before the published."""

import io
from contextlib import suppress

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from data.ceads.content import open_file
from data.ceads.importing import import_paths
from data.errors import FileRefusedError, InputError
from data.own.numbers import read_number, read_year
from data.own.reading import is_own, read_own
from data.own.terms import OWN_SERIES, accepted_units, convert, description_of, units_of
from data.own_series import OwnRow, OwnSeries
from data.result import Source
from data.series import activity, gdp, published
from data.series_book import SeriesBook
from data.store import Store
from data.text import same
from tests.workbooks import make_provincial
from tools.registry import Context, get_tool

HEADER = "series,region,sector,scenario,base_year,year,value,unit,source"
GDP = "gdp_cny_1e8,广东,,,,2019,107986.9,亿元,yearbook"
STEEL = "activity_crude_steel,广东,,,,2019,3500,万吨,yearbook"


def text_of(*rows, header=HEADER):
    return "\n".join((header, *rows)) + "\n"


def read(text, encoding="utf-8", name="own.csv"):
    return read_own(open_file(name, text.encode(encoding))).rows


def refusal(*rows, header=HEADER):
    with pytest.raises(FileRefusedError) as caught:
        read(text_of(*rows, header=header))
    assert caught.value.text.zh
    return caught.value.text.en


def figures(rows):
    return {(r.series, r.region, r.year): (r.value, r.unit) for r in rows}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_chinese_headers_in_every_encoding_and_separator(encoding, separator):
    rows = ["指标,地区,年份,数值,单位,来源", "国内生产总值,粤,２０１９年,107986.9,亿元,统计年鉴"]
    text = "\n".join(rows).replace(",", separator)
    assert read(text, encoding) == (
        OwnRow("gdp_cny_1e8", "CN-GD", "", "", 2019, 107986.9, "cny_1e8", "统计年鉴"),
    )


@pytest.mark.parametrize(
    ("row", "value", "unit"),
    [
        ('gdp_cny_1e8,广东,,,,2019,"1,079,869,000",万元,y', 107986.9, "cny_1e8"),
        ("gdp_cny_1e8,CN,,,,2019,98.65152,trillion CNY,y", 986515.2, "cny_1e8"),
        ("population_1e4,CN-GD,,,,2019,124890000,人,y", 12489.0, "person_1e4"),
        ("activity_cement,Guangdong,,,,2019,16705.5,万吨,y", 167.055, "Mt"),
        ("activity_thermal_generation,GD,,,,2019,3300.1,亿千瓦时,y", 330.01, "TWh"),
        ("energy_total,GD,,,,2019,341.42,Mtce,y", 34142.0, "tce_1e4"),
        ("target_co2_intensity_change,GD,,,2020,2025,-20.5,%,y", -20.5, "percent"),
        ("target_co2_peak_year,GD,,,,2028,2028,年,y", 2028.0, "year"),
    ],
)
def test_units_convert_exactly(row, value, unit):
    (held,) = read(text_of(row))
    assert (held.value, held.unit) == (value, unit)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("gpd_cny_1e8,广东,,,,2019,1,亿元,y", "line 2: There is no series named “gpd_cny_1e8”"),
        ("gdp_cny_1e8,广冻,,,,2019,1,亿元,y", "Did you mean: Guangdong"),
        ("gdp_cny_1e8,广东,,,,201,1,亿元,y", "“201” is no year"),
        ('gdp_cny_1e8,广东,,,,2019,"1,5",亿元,y', "the comma in “1,5” is ambiguous"),
        ("gdp_cny_1e8,广东,,,,2019,12%,亿元,y", "per cent sign"),
        ("gdp_cny_1e8,广东,,,,2019,,亿元,y", "leave out the row"),
        ("gdp_cny_1e8,广东,,,,2019,1e999,亿元,y", "is no number"),
        ("gdp_cny_1e8,广东,,,,2019,nan,亿元,y", "“nan” is no number"),
        ("gdp_cny_1e8,广东,,,,2019,5,万人,y", "is no unit of GDP at current prices"),
        ("gdp_cny_1e8,广东,,,,2019,5,亿元,", "source is missing"),
        ("gdp_cny_1e8,广东,,,,2019,-5,亿元,y", "must be above zero"),
        ("gdp_cny_1e8,广东,电力,,,2019,5,亿元,y", "has no sector"),
        ("gdp_cny_1e8,广东,,,2010,2019,5,亿元,y", "has no base_year"),
        ("benchmark_intensity,CN,电力,,,2020,1,t/MWh,y", "scenario is missing"),
        ("benchmark_intensity,CN,农业,mine,,2020,1,t/t,y", "must be one of"),
        ("benchmark_intensity,CN,电力,mine,,2020,1,t/MWh,y", "one year only"),
        ("target_co2_intensity_change,GD,,,2020,2025,18,%,y", "−18 for a cut"),
        ("target_co2_intensity_change,GD,,,2025,2025,-18,%,y", "must come before"),
        ("target_co2_peak_year,GD,,,,2028,2030,year,y", "must be the year itself"),
        ("gdp_cny_1e8,广东,,,,2019,5,亿元,y,extra", "beyond the header"),
        ('gdp_cny_1e8,广东,,,,2019,5,亿元,"y', "quotation mark"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(row, words):
    assert words in refusal(row)


def test_headers_that_lack_repeat_or_invent_a_column_are_refused():
    assert "lacks: source" in refusal(GDP, header="series,region,year,value,unit")
    assert "repeats: year" in refusal(GDP, header="series,region,year,year,value,unit,source")
    wrong = "series,region,senario,year,value,unit,source"
    assert "no column “senario”; scenario?" in refusal(GDP, header=wrong)
    assert "no row of data" in refusal()


def test_double_rows_and_all_bad_lines_are_listed_ten_at_most():
    other = GDP.replace("107986.9", "1")
    text = refusal(GDP, STEEL, GDP, other)
    assert "line 4: repeats line 2" in text
    assert "line 5: contradicts line 2" in text
    many = refusal(*[GDP.replace("2019", str(n)) for n in range(100, 112)])
    assert "line 11" in many
    assert "line 12:" not in many
    assert "and 2 more" in many


def test_an_excel_sheet_with_that_header_is_read_beside_others():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet("说明").write(0, 0, "anything")
        sheet = book.add_worksheet("数据")
        for number, row in enumerate([HEADER, GDP, STEEL]):
            cells = [float(c) if c[:1].isdigit() else c for c in row.split(",")]
            sheet.write_row(number, 0, cells)
    held = read_own(open_file("own.xlsx", file.getvalue()))
    assert figures(held.rows) == figures(read(text_of(GDP, STEEL)))


def test_other_tables_are_not_taken_for_own_series():
    assert not is_own(open_file("a.csv", b"county,year,co2\nx,2019,1\n"))
    assert not is_own(open_file("a.xlsx", make_provincial()))


def test_a_figure_far_from_the_published_one_is_flagged():
    rows = read_own(open_file("own.csv", text_of(GDP.replace("亿元", "万元")).encode()))
    assert [f.rule for f in rows.findings] == ["far_from_published"]
    assert read_own(open_file("own.csv", text_of(GDP).encode())).findings == []


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_number_reads_as_it_was_written(value):
    assert read_number(str(value)) == value
    assert read_number(f"{value:,f}") == value


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_a_clean_refusal(text):
    for reader in (read_number, read_year):
        with suppress(InputError):
            assert reader(text) is not None


def test_every_series_has_units_that_convert_to_themselves():
    for term in OWN_SERIES:
        assert description_of(term).zh.endswith("。")
        assert description_of(term).en.endswith(".")
        for unit in units_of(term):
            assert unit in accepted_units(term)
            assert convert(read_number("1.5"), unit, term) == (read_number("1.5"), unit)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "home")


def take(store, tmp_path, *rows, name="own.csv", replace=False):
    path = tmp_path / name
    path.write_text(text_of(*rows), encoding="utf-8")
    return import_paths([path], store, replace=replace)


def test_import_twice_conflict_and_replace(store, tmp_path):
    assert take(store, tmp_path, GDP, STEEL).outcomes[0].status == "imported"
    assert take(store, tmp_path, GDP, STEEL).outcomes[0].status == "unchanged"
    other = GDP.replace("107986.9", "100000")
    told = take(store, tmp_path, other, name="b.csv").outcomes[0]
    assert told.status == "conflict"
    assert "107987 10⁸ CNY held" in told.text.en
    held = store.open().own_series
    assert (held.kind, len(held.rows)) == ("user", 2)
    assert take(store, tmp_path, other, name="b.csv", replace=True).ok
    assert store.open().series.gdp.get("CN-GD", 2019) == 100000
    assert store.verify("ceads") == []


def book(*rows):
    source = Source(title=same("own"), citation="own", kind="user")
    return SeriesBook(OwnSeries(read(text_of(*rows)), "user", source), "mine")


def test_own_figures_come_first_and_the_others_stay():
    held = book(GDP, STEEL)
    assert held.gdp.get("CN-GD", 2019) == 107986.9
    assert held.gdp.get("CN-GD", 2018) == gdp().get("CN-GD", 2018)
    claim, other = held.gdp.claim("CN-GD", 2019), held.gdp.claim("CN-GD", 2018)
    assert (claim.kind, claim.dataset, claim.source) == ("user", "mine", "yearbook")
    assert (other.kind, other.dataset) == ("reference", "reference")
    assert held.replaced(claim).en == "GDP at current prices"
    steel = held.activity("crude_steel").claim("CN-GD", 2019)
    assert (steel.metric, steel.value, steel.kind) == ("activity_mt", 35.0, "user")
    assert activity("crude_steel").claim("CN-GD", 2019).kind == "reference"
    assert [s.kind for s in held.gdp.cited(["CN-GD"])] == ["reference", "user"]


def test_an_own_target_stands_before_the_published_one():
    row = "target_co2_intensity_change,山东,,,2020,2025,-25,%,省政府文件"
    held = [
        r
        for r in book(row).targets
        if (r["region"], r["indicator"], r["year"]) == ("CN-SD", "co2_intensity_change", "2025")
    ]
    assert [(r["value_max"], r["kind"], r["document"]) for r in held] == [
        ("-25.0", "user", "省政府文件")
    ]


def test_emissions_of_table_sectors_take_their_names_codes_and_cities(store, tmp_path):
    take(
        store,
        tmp_path,
        "direct_co2_mt,广东,电力、热力的生产和供应,,,2017,150,Mt,own",
        "direct_co2_mt,city:001,25,,,2017,1500000,t,own",
    )
    rows = store.open().own_series.rows
    assert [(r.region, r.sector, r.value) for r in rows] == [
        ("CN-GD", "power", 150.0),
        ("city:001", "25", 1.5),
    ]


def test_every_published_series_can_be_replaced():
    for term in OWN_SERIES:
        held = published(term.id)
        assert (held is None) == term.id.startswith(
            ("energy", "electricity", "benchmark", "target", "direct", "scenario")
        )
        assert held is None or held.own_id == term.id


def run(store, name, **arguments):
    dataset = store.open()
    return get_tool(name).run(Context(dataset=dataset, this_year=2026), arguments)


def direct(result):
    return {(c.metric, c.year): c for c in result.claims if c.kind == "user" and not c.parents}


def test_an_answer_uses_own_gdp_and_says_so(store, tmp_path):
    (tmp_path / "p.xlsx").write_bytes(make_provincial(2019))
    import_paths([tmp_path / "p.xlsx"], store)
    before = run(store, "query_emissions", regions=["GD"], years=[2019], measure="per_gdp")
    assert not any("own figures" in n.text.en for n in before.notes)
    take(store, tmp_path, GDP)
    after = run(store, "query_emissions", regions=["GD"], years=[2019], measure="per_gdp")
    assert direct(after)["gdp_cny_1e8", 2019].value == 107986.9
    ratio = next(c for c in after.claims if c.metric == "co2_per_gdp_t_per_cny_1e4")
    old = next(c for c in before.claims if c.metric == ratio.metric)
    assert ratio.kind == "user"
    assert ratio.value == pytest.approx(old.value * gdp().get("CN-GD", 2019) / 107986.9)
    assert any("stand in for the published" in n.text.en for n in after.notes)
    assert ("user", "yearbook") in {(s.kind, s.citation) for s in after.sources}


def test_a_pathway_follows_an_own_benchmark_and_own_output(store, tmp_path):
    (tmp_path / "p.xlsx").write_bytes(make_provincial(2019))
    import_paths([tmp_path / "p.xlsx"], store)
    way = (
        "benchmark_intensity,CN,钢铁,我的路径,,2020,2,t/t,plan",
        "benchmark_intensity,CN,钢铁,我的路径,,2060,0.5,t/t,plan",
    )
    take(store, tmp_path, *way, STEEL)
    found = run(store, "sda_pathway", region="GD", sector="钢铁", benchmark="我的路径")
    base, last = (
        next(
            c
            for c in found.claims
            if c.entity.get("reference") and c.year == y and c.unit == "t_per_t"
        )
        for y in (2026, 2060)
    )
    assert last.value / base.value == pytest.approx(0.5 / (2 - 1.5 * 6 / 40))
    assert {c.kind for c in found.claims if c.metric == "co2_pathway_mt"} == {"user"}
    assert {("activity_mt", 2019), ("intensity_t_per_t", 2060)} <= set(direct(found))
    notes = " ".join(n.text.en for n in found.notes)
    assert "benchmark is your own “我的路径” (plan, 2020–2060)" in notes
    with pytest.raises(InputError, match="我的路径"):
        run(store, "sda_pathway", region="GD", sector="钢铁", benchmark="别的路径")
    with pytest.raises(InputError):
        run(store, "sda_pathway", region="GD", sector="水泥", benchmark="我的路径")


def test_own_targets_of_every_kind_are_listed_and_assessed(store, tmp_path):
    (tmp_path / "p.xlsx").write_bytes(make_provincial(2019))
    import_paths([tmp_path / "p.xlsx"], store)
    rows = [
        "target_co2_intensity_change,GD,,,2015,2019,-20.5,%,plan",
        "target_energy_intensity_change,GD,,,2015,2019,-14,%,plan",
        "target_non_fossil_energy_share,GD,,,,2031,30,%,plan",
        "target_co2_peak_year,GD,,,,2027,2027,year,plan",
        "target_carbon_neutrality_year,GD,,,,2055,2055,year,plan",
    ]
    assert {r.split(",")[0] for r in rows} == {i for i in OWN_SERIES.ids if i.startswith("target_")}
    take(store, tmp_path, *rows)
    found = run(store, "policy_targets", region="GD")
    mine = [r for r in found.tables[0].rows if getattr(r[-1], "en", "") == "plan"]
    assert len(mine) == len(rows)
    own = [c for c in found.claims if c.metric == "policy_target" and c.kind == "user"]
    assert sorted(c.value for c in own) == [14.0, 20.5, 30.0]
    assert ("user", "plan") in {(s.kind, s.citation) for s in found.sources}
    told = [n.text.en for n in found.notes if "Your own figures" in n.text.en]
    assert told == ["Your own figures are used: Policy target of Guangdong (2019, 2031)."]
