from assistant.agent.digest import LONGEST, MARK, digest
from data.citations import cite_computed
from data.result import Finding, Note, Result, make_claim, mark
from data.text import same


def claim(place, source="CEADs"):
    return make_claim(
        "co2_mt", place + 0.5, unit="Mt", kind="official", dataset="d", source=source, year=2000 + place
    )  # fmt: skip


def result(claims, sections):
    findings = [
        Finding(section=s, text=same(mark(c))) for s, c in zip(sections, claims, strict=True)
    ]
    notes = [Note(level="caution", text=same(f"note {n}")) for n in range(9)]
    return Result(tool="t", title=same("Title"), claims=claims, findings=findings, notes=notes)


def test_a_long_result_fits_and_shows_every_section():
    claims = [claim(n) for n in range(60)]
    text = digest(result(claims, ["first"] * 40 + ["second"] * 19 + ["third"]), "en")
    lines = text.splitlines()
    assert len(lines) <= LONGEST
    assert claims[0].id in text
    assert claims[40].id in text
    assert claims[59].id in text
    assert "more figures" in text


def test_each_line_has_unit_year_and_source_named_once():
    claims = [claim(n, source=f"Source {n % 2}") for n in range(4)]
    text = digest(result(claims, ["main"] * 4), "en")
    for line in (li for li in text.splitlines() if MARK.search(li)):
        assert "Mt" in line
        assert "200" in line
        assert "; S" in line
    assert text.count("Source 0") == 1


def test_a_figure_of_a_later_year_never_reads_as_measured():
    later = claim(60, source=cite_computed("pathway", "CEADs"))
    assert "computed on stated assumptions" in digest(result([later], ["main"]), "en")
