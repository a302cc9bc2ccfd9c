"""The report of an import in few lines: the gravest first, findings of a rule together."""

from data.ceads.noticed import noticed_lines
from data.manifest import ImportFinding
from data.text import Text


def finding(level, rule, region="", year=None, said="is odd"):
    text = Text(zh=f"{said}。", en=f"{said}.")
    return ImportFinding(level=level, file="f", rule=rule, region=region, year=year, text=text)


def test_findings_of_a_rule_share_a_line_and_missing_comes_first():
    seen = [finding("caution", "provinces_unlike_nation", "CN", y, f"{y} %") for y in (2018, 2019)]
    seen += [finding("caution", "dip", "CN-YN", 2004, "Yunnan falls")]
    seen += [
        finding("missing", "only_process", r, y) for r, y in (("CN-NX", 2000), ("CN-HI", 2002))
    ]
    assert noticed_lines(seen, "en") == [
        "  (missing) Ningxia 2000; Hainan 2002: is odd.",
        (
            "  (caution) China 2018, 2019: The provinces do not sum to the national inventory: "
            "their sum never stands for the nation."
        ),
        "  (caution) Yunnan falls.",
        "  One by one: visceads data show",
    ]


def test_a_rule_without_a_common_sentence_is_told_once_and_counted():
    seen = [finding("caution", "io_inputs", said=f"cell {n}") for n in range(9)]
    assert noticed_lines(seen, "zh")[0] == "  (注意) cell 0。（同类问题另有8处。）"


def test_mere_notes_are_counted_only():
    seen = [finding("info", "places_beside_province", "CN-BJ", said="sums to 100%")] * 7
    assert noticed_lines(seen, "en") == ["  Mere notes: 7. One by one: visceads data show"]
    assert noticed_lines([], "en") == []


def test_places_are_named_by_their_labels_and_only_so_many():
    ids = [f"county:{n}" for n in range(15)]
    names = {i: Text(zh=f"县{i[7:]}", en=f"County {i[7:]}") for i in ids}
    seen = [finding("caution", "place_exceeds_province", i, said=i) for i in ids]
    (line, _) = noticed_lines(seen, "zh", names)
    assert line.startswith("  (注意) 县0；县1；")
    assert "县11；另有3处：部分年份" in line
    assert "county" not in line
