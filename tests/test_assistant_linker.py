import pytest

from assistant.builtin.linker import link


@pytest.mark.parametrize(
    ("question", "regions", "sectors", "fuels"),
    [
        ("2019年广东碳排放总量是多少？", ["CN-GD"], [], []),
        ("粤2019年的煤炭排放占比", ["CN-GD"], [], ["coal"]),
        ("京津冀2015年排放", ["CN-BJ", "CN-TJ", "CN-HE"], [], []),
        ("电力行业天然气排放", [], ["power"], ["natural_gas"]),
        (
            "Roadmap of Guangdong for power and cement",
            ["CN-GD"],
            ["power", "nonmetal_minerals"],
            [],
        ),
        ("What did Inner Mongolia and Shanxi emit?", ["CN-NM", "CN-SX"], [], []),
        ("陕西和山西", ["CN-SN", "CN-SX"], [], []),
        ("发展新能源有什么好处", [], [], []),
        ("云计算与吉他", [], [], []),
        ("GD and JS in 2019", ["CN-GD", "CN-JS"], [], []),
        ("全国2019年排放", ["CN"], [], []),
        ("黑色金属冶炼及压延加工业的排放", [], ["ferrous_smelting"], []),
    ],
)
def test_names_are_found_in_both_languages(question, regions, sectors, fuels):
    found = link(question)
    assert (found.regions, found.sectors, found.fuels) == (regions, sectors, fuels)


@pytest.mark.parametrize(
    ("question", "years", "year_from", "year_to"),
    [
        ("2019年", [2019], None, None),
        ("到2030、2040、2060年", [2030, 2040, 2060], None, None),
        ("2010到2019年", [], 2010, 2019),
        ("from 2010 to 2019", [], 2010, 2019),
        ("２０１０—２０１９年", [], 2010, 2019),
        ("since 2012", [], 2012, None),
        ("2015年以来", [], 2015, None),
        ("十四五", [], 2021, 2025),
        ("增速 12345", [], None, None),
    ],
)
def test_years_and_ranges(question, years, year_from, year_to):
    found = link(question)
    assert (found.years, found.year_from, found.year_to) == (years, year_from, year_to)


@pytest.mark.parametrize(
    ("question", "top"),
    [
        ("哪三个行业排放最多", 3),
        ("排放前五的省份", 5),
        ("Which three sectors", 3),
        ("top 10 provinces", 10),
        ("排放最多的行业", None),
    ],
)
def test_how_many(question, top):
    assert link(question).top == top


@pytest.mark.parametrize("question", ["广冬2019年排放多少", "Guandong emissions in 2019"])
def test_a_misspelt_province_brings_suggestions(question):
    word, terms = link(question).unknown[0]
    assert word in question
    assert "CN-GD" in [t.id for t in terms]


def test_a_percentage():
    assert link("增速按4%").percent == 4
