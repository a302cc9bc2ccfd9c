"""Lexical retrieval: tokens, vectors, BM25, fusion, and the bridge between the languages."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.knowledge.retrieval import DIMENSION, Bm25, LexicalIndex, bridge, embed, fuse, tokenize

TEXTS = ["钢铁行业的减排路径", "Import CEADs workbooks", "碳排放因子与电网", "net zero roadmap"]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_every_vector_has_unit_length(texts):
    vectors = embed(texts)
    assert vectors.shape == (len(texts), DIMENSION)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-5)


def test_vectors_are_the_same_in_every_process():
    code = "from data.knowledge.retrieval import embed; v = embed(['广东 steel'])[0]; print(v.nonzero()[0].tolist())"
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert "[]" not in printed


def test_full_width_and_upper_case_make_no_difference():
    assert tokenize("ＳＤＡ　路径") == tokenize("sda 路径")


def test_a_text_of_particles_alone_has_no_token():
    assert tokenize("的吗？") == []


@given(st.sampled_from(TEXTS))
def test_a_text_is_its_own_best_match(text):
    index = LexicalIndex(TEXTS)
    assert TEXTS[index.search(text)[0][0]] == text


def test_no_score_is_negative_even_for_a_word_of_every_document():
    index = Bm25([["co2", "a"], ["co2", "b"], ["co2"]])
    assert (index.scores(["co2", "a"]) >= 0).all()
    assert index.scores(["a"]).argmax() == 0


def test_rarer_words_count_more():
    index = Bm25([["co2", "steel"], ["co2", "co2"], ["co2"]])
    assert index.scores(["steel"])[0] > index.scores(["co2"])[0]


@given(st.lists(st.permutations(range(5)), min_size=1, max_size=3))
def test_what_every_ranking_puts_first_stays_first(rankings):
    led = [[99, *r] for r in rankings]
    assert fuse(led)[0][0] == 99


def test_the_glossary_leads_from_one_language_to_the_other():
    index = LexicalIndex(TEXTS)
    assert TEXTS[index.search("how to 导入")[0][0]] == "Import CEADs workbooks"
    assert TEXTS[index.search("净零")[0][0]] == "net zero roadmap"
    assert "钢铁" in bridge("iron and steel")


def test_nothing_in_common_finds_nothing():
    assert LexicalIndex(TEXTS).search("qqqq") == []


def test_an_empty_index_answers():
    assert LexicalIndex([]).search("CO2") == []
