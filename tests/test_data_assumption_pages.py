"""The manual's page on assumptions: every one explained in both languages, as the files have it."""

import pytest

from data.assumption_pages import FOLDER, NAME, explain, write_page
from data.assumptions import load_assumptions, load_scenarios, load_what_if_assumptions
from tools.pathways.benchmark import load_benchmarks

LANGUAGES = ("zh", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_agrees_with_the_files(lang):
    page = (FOLDER / f"{NAME}.{lang}.md").read_text("utf-8")
    assert page == write_page(lang), "run python -m data.assumption_pages"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_assumption_and_scenario_is_explained(lang):
    page = (FOLDER / f"{NAME}.{lang}.md").read_text("utf-8")
    for assumption in [*load_assumptions().values(), *load_what_if_assumptions().values()]:
        assert page.count(f"`{assumption.id}`") == 1
        assert explain(assumption, lang) in page
    for scenario in load_scenarios().values():
        assert f"`{scenario.id}`" in page
        assert scenario.name.get(lang) in page


def test_the_residual_shares_are_of_the_order_of_the_benchmarks_they_name():
    left = {
        (b.sector, b.level): 100 * b.values[-1] / b.values[0]
        for b in load_benchmarks()
        if b.sector in ("Steel", "Cement")
    }
    share = {k: load_assumptions()[f"residual.{k}"].at(0) for k in ("1.5C", "below 2C", "2C")}
    assert left["Steel", "1.5C"] < left["Steel", "below 2C"] < left["Steel", "2C"]
    assert max(left[s, "1.5C"] for s in ("Steel", "Cement")) < 2 * share["1.5C"]
    assert share["below 2C"] < min(left[s, "below 2C"] for s in ("Steel", "Cement"))
    assert share["2C"] < min(left[s, "2C"] for s in ("Steel", "Cement"))
