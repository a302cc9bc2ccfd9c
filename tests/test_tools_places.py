import re

import pytest

from data.errors import DataMissingError, InputError
from data.place_vocabulary import PlaceVocabulary, places_of
from data.tables import Place, PlaceTotals
from data.text import Text
from tests.small_inventory import assert_figures_are_claims
from tests.small_places import CITIES, write_with_places
from tests.tiny import tiny_dataset
from tools.registry import Context, get_tool

SHENZHEN, GUANGZHOU, BAODING = "city:CN-GD:深圳", "city:CN-GD:广州", "city:CN-HE:保定"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    return write_with_places(tmp_path_factory.mktemp("places"))


@pytest.fixture(scope="module")
def places(dataset):
    found = places_of(dataset)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def ask(dataset):
    def run(**arguments):
        result = get_tool("place_emissions").run(Context(dataset, 2026), arguments)
        assert_figures_are_claims(result)
        return result

    return run


def claims(result, metric, key="city"):
    return {c.entity.get(key): c.value for c in result.claims if c.metric == metric}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("保定", [BAODING]),
        ("保定市", [BAODING]),
        ("河北保定", [BAODING]),
        ("河北省保定市", [BAODING]),
        ("Baoding, Hebei", [BAODING]),
        ("baoding city", [BAODING]),
        ("Suzhou", ["city:CN-JS:苏州", "city:CN-AH:宿州"]),
        ("Suzhou, Anhui", ["city:CN-AH:宿州"]),
        ("吉林市", ["city:CN-JL:吉林"]),
        ("朝阳区", ["county:220104", "county:110105"]),
        ("长春朝阳区", ["county:220104"]),
        ("Chaoyang District, Changchun, Jilin", ["county:220104"]),
        ("安新", ["county:130632"]),
        ("保定安新县", ["county:130632"]),
        ("朝阳", ["city:CN-LN:朝阳"]),
        ("广东保定", []),
        ("nowhere", []),
    ],
)
def test_a_name_finds_every_place_it_may_mean(places, name, found):
    assert [p.id for p in places.find(name)] == found


def test_every_label_finds_its_own_place_again(places):
    for place in places:
        label = places.label(place.id)
        assert [p.id for p in places.find(label.zh)] == [place.id]
        assert [p.id for p in places.find(label.en)] == [place.id]


def test_a_label_carries_the_province(places):
    assert places.label(BAODING) == Text(zh="河北保定", en="Baoding, Hebei")
    assert places.label("city:CN-BJ:北京") == Text(zh="北京市", en="Beijing City")
    assert places.label("county:320583").zh == "江苏苏州昆山市"


def test_municipalities_are_cities_by_name_and_share_it_with_no_other(places):
    assert places.municipality("CN-BJ") == "city:CN-BJ:北京"
    assert (places.shares_name("CN-BJ"), places.shares_name("CN-JL")) == (False, True)


def test_a_data_set_without_such_tables_has_no_vocabulary(tmp_path):
    assert places_of(tiny_dataset(tmp_path)) is None


def test_a_total_is_the_cell_of_the_table(ask):
    result = ask(places=["深圳"], years=[2010])
    (claim,) = result.claims
    assert (claim.value, claim.year, claim.entity) == (60.0, 2010, {"city": SHENZHEN})
    assert claim.names[SHENZHEN] == Text(zh="广东深圳", en="Shenzhen, Guangdong")
    assert (claim.source, claim.kind) == ("tiny cities (doi 10.0000/city)", "official")


def test_a_stored_claim_is_read_without_its_data_set(ask):
    from assistant.agent.digest import describe
    from data.result import Claim

    (claim,) = ask(places=["深圳"]).claims
    again = Claim.model_validate_json(claim.model_dump_json())
    assert "广东深圳" in describe(again, "zh")
    assert "Shenzhen, Guangdong" in describe(again, "en")


def test_no_year_means_the_latest_held_and_is_said(ask):
    result = ask(places=["韶关"])
    assert [c.year for c in result.claims] == [2015]
    assert any("2015" in n.text.zh and n.level == "info" for n in result.notes)


def test_places_side_by_side_take_the_latest_year_of_all(ask):
    result = ask(places=["韶关", "深圳"])
    assert {c.year for c in result.claims} == {2015}


def test_a_gap_stays_a_gap_and_is_said(ask):
    result = ask(places=["保定"], year_from=2010)
    (chart,) = result.charts
    held = dict(zip(chart.data["x"], chart.data["series"][0]["y"], strict=True))
    assert held[2015] is None
    assert held[2010] == 30.0
    assert any(n.level == "missing" and "2011–2017" in n.text.en for n in result.notes)
    assert {r[0]: r[1] for r in result.tables[0].rows}[2015] is None


def test_growth_runs_between_the_first_and_last_year(ask):
    result = ask(places=["深圳"], year_from=2010, year_to=2019, measure="growth")
    assert claims(result, "growth_pct") == {SHENZHEN: pytest.approx(-20.0)}
    assert claims(result, "co2_decline_mt") == {SHENZHEN: pytest.approx(12.0)}


def test_a_share_is_of_the_provincial_inventory_and_says_so(ask):
    result = ask(places=["深圳"], measure="share")
    assert claims(result, "share_pct") == {SHENZHEN: pytest.approx(8.0)}
    assert any(n.level == "caution" and "separate compilations" in n.text.en for n in result.notes)
    assert len(result.sources) == 2


def test_without_a_provincial_inventory_there_is_no_share(ask):
    result = ask(places=["石家庄"], measure="share")
    assert claims(result, "share_pct") == {}
    assert "no inventory of Hebei" in result.findings[0].text.en


def test_a_rank_counts_those_with_data_in_province_and_nation(ask):
    result = ask(places=["保定"], measure="rank")
    ranks = {c.params["within"]: (c.value, c.params["count"])
             for c in result.claims if c.metric == "rank"}  # fmt: skip
    assert ranks == {"CN-HE": (2, 2), "CN": (8, 12)}


def test_a_ranking_lists_a_province_in_order_and_names_who_is_left_out(ask):
    result = ask(province="广东")
    assert [r[1].en for r in result.tables[0].rows] == [
        "Guangzhou, Guangdong", "Shenzhen, Guangdong"]  # fmt: skip
    assert [r[0] for r in result.tables[0].rows] == [1, 2]
    assert any("Shaoguan" in n.text.en and n.level == "missing" for n in result.notes)


def test_a_ranking_of_the_nation_by_growth_smallest_first(ask):
    result = ask(level="city", measure="growth", year_from=2010, year_to=2019,
                 order="ascending", top=1)  # fmt: skip
    assert len(re.findall(r"\[\[c:", result.findings[0].text.zh)) == 2
    first = next(c for c in result.claims if c.metric == "growth_pct")
    assert (first.entity["city"], first.value) == (SHENZHEN, pytest.approx(-20.0))


def test_counties_say_how_they_were_compiled(ask):
    result = ask(level="county", top=2)
    assert any("night-time light" in n.text.en for n in result.notes)
    assert claims(result, "rank", "county")["county:320583"] == 1


def test_a_question_beyond_totals_says_so_and_offers_the_province(ask):
    result = ask(places=["深圳"], beyond="sectors", parts=["钢铁"], years=[2010])
    assert "no split by sector" in result.findings[0].text.en
    assert claims(result, "co2_mt") == {SHENZHEN: 48.0}
    assert result.followups[0].en == (
        "What were the CO2 emissions of iron and steel in Guangdong in 2019?"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"places": ["Suzhou"]}, "Suzhou, Jiangsu; Suzhou, Anhui"),
        ({"places": ["Shenzen"]}, "Did you mean: Shenzhen, Guangdong"),
        ({"places": ["深圳"], "years": [1990]}, "2010, 2015, 2018, 2019"),
        ({"beyond": "fuels"}, "Name the city or county"),
    ],
)
def test_what_cannot_be_answered_says_what_would_work(ask, arguments, said):
    with pytest.raises(InputError) as error:
        ask(**arguments)
    assert said in error.value.text.en


def test_a_province_tells_homonyms_apart(ask):
    assert claims(ask(places=["Suzhou"], province="Anhui"), "co2_mt") == {"city:CN-AH:宿州": 20.0}


def test_a_missing_table_says_how_to_import_it(tmp_path):
    context = Context(tiny_dataset(tmp_path / "none"), 2026)
    with pytest.raises(DataMissingError, match="visceads import"):
        get_tool("place_emissions").run(context, {"places": ["深圳"]})
    cities = Context(write_with_places(tmp_path / "cities", levels=("city",)), 2026)
    with pytest.raises(DataMissingError, match=r"county totals.*The city table is held"):
        get_tool("place_emissions").run(cities, {"level": "county"})


def test_every_total_of_the_table_is_told_exactly(ask):
    for city, (_, _, values) in CITIES.items():
        told = {c.year: c.value for c in ask(places=[city], measure="trend").claims
                if c.metric == "co2_mt"}  # fmt: skip
        held = zip((2010, 2015, 2018, 2019), values, strict=True)
        assert told == {year: value for year, value in held if value == value}


def test_thousands_of_places_are_ranked_by_one_pass():
    import numpy as np

    from data.result import Source

    many = [
        Place(f"county:{i:06}", Text(zh=f"县{i}县", en=f"C{i} County"), "CN-HE")
        for i in range(2735)
    ]
    source = Source(title=Text(zh="虚构", en="invented"), citation="invented", kind="official")
    table = PlaceTotals("county", tuple(many), (2017,), np.ones((2735, 1)), "official", source)
    vocabulary = PlaceVocabulary([table])
    assert len(vocabulary) == 2735
    assert vocabulary.find("县7县")[0].id == "county:000007"
