"""The knowledge index: what it finds, in both languages, and how it behaves on disk."""

import logging

import pytest

from data.knowledge.index import Knowledge
from data.knowledge.passages import Manual, Passage, read_manual, split_page, the_manual
from data.knowledge.questions import Question, QuestionStore

# Asked as a user would; the answer is one of some headings of a page, by their English names.
ASKED = [
    ("怎么启动网页？", "01-getting-started", {"Start the page"}),
    ("命令行里怎么提问", "01-getting-started", {"Ask on the command line"}),
    ("how do I open it in the browser?", "01-getting-started", {"Start the page"}),
    (
        "something is broken, how do I check the installation?",
        "01-getting-started",
        {"When something is wrong"},
    ),
    ("CEADs的文件在哪里下载，怎么导入？", "02-data", {"Getting and importing the files"}),
    (
        "演示数据是怎么来的，可以用于决策吗",
        "02-data",
        {"Four kinds: official, reference, your own, demonstration", "The demonstration set"},
    ),
    ("how should I cite the inventories?", "02-data", {"Terms of use and citations"}),
    ("why is Ningxia 2001 missing?", "02-data", {"Known oddities and gaps"}),
    ("西藏为什么没有数据", "02-data", {"Known oddities and gaps"}),
    (
        "各省加起来为什么比全国多",
        "03-accounting",
        {"Why the provinces do not add up to the nation"},
    ),
    (
        "does the total include electricity bought from other provinces?",
        "03-accounting",
        {"Scope 1: direct emissions"},
    ),
    ("碳强度目标用现价还是不变价GDP计算", "03-accounting", {"Per GDP and carbon intensity"}),
    ("what counts as process emissions?", "03-accounting", {"Process emissions"}),
    (
        "里昂惕夫逆矩阵是什么",
        "04-input-output",
        {"Technical coefficients and the Leontief inverse"},
    ),
    (
        "what are embodied emissions?",
        "04-input-output",
        {"Direct intensity, total intensity, embodied emissions"},
    ),
    ("网络图为什么只画88条边", "04-input-output", {"88 edges and the covered share"}),
    ("meaning of backward linkage", "04-input-output", {"Backward and forward linkages"}),
    (
        "什么是SDA",
        "05-pathways",
        {"What is SDA", "The other meaning: structural decomposition analysis"},
    ),
    ("why are benchmarks stretched to 2060?", "05-pathways", {"The stretch rule"}),
    ("参照行业是怎么定义的", "05-pathways", {"The reference sector"}),
    (
        "路线图用了哪些假设，能修改吗",
        ("06-roadmap", "11-assumptions"),
        {
            "Where the assumptions are and how to change them",
            "How to read this page",
            "Changing an assumption in a question",
        },
    ),
    (
        "are carbon sinks and CCUS counted?",
        ("06-roadmap", "11-assumptions"),
        {"Net zero, residual emissions and sinks", "Assumptions on sinks and capture"},
    ),
    ("政策目标怎么核查", "06-roadmap", {"Policy checks"}),
    ("what does n of n verified mean?", "07-checking", {"What “n of n figures verified” means"}),
    (
        "数字是怎么核实的，模型会不会编造",
        "07-checking",
        {
            "Every figure is a claim",
            "Open the evidence",
            "What “n of n figures verified” means",
            "When the check fails",
        },
    ),
    ("怎么接入DeepSeek", "08-models", {"DeepSeek, Qwen, vLLM, llama.cpp"}),
    ("where do I put my OpenAI key?", "08-models", {"Where keys go"}),
    ("能不能离线使用，不联网", "08-models", {"The built-in model: no key, no network"}),
    (
        "怎么导出或删除以前的对话",
        "13-conversations",
        {"Renaming, exporting and deleting conversations"},
    ),
    (
        "are my conversations kept, and where?",
        "13-conversations",
        {"Conversations are kept by themselves"},
    ),
    ("how do I undo a question?", "13-conversations", {"Undo, edit and ask again"}),
    (
        "别人能看到我的对话吗",
        "13-conversations",
        {"Who sees my conversations: several windows or people at once"},
    ),
    ("1 Mt是多少万吨", "09-limits", {"Units and conversion"}),
    ("which greenhouse gases are not covered?", "09-limits", {"Limits of the data"}),
]
LEAST_HIT_AT_1 = 0.8
LEAST_HIT_AT_3 = 0.95


@pytest.fixture(scope="module")
def small():
    """A manual of two passages in both languages, and two questions."""
    zh = "# 甲\n## 导入\n运行导入命令。\n## 模型\n选择模型。\n"
    en = "# A\n## Import\nRun the import command.\n## Models\nChoose a model.\n"
    manual = Manual([*split_page(zh, "01-a", "zh"), *split_page(en, "01-a", "en")])
    made = [
        Question(f"k-en-0{i}-0", "en", text, text.lower(), (), "k", ())
        for i, text in enumerate(("Emissions of Hebei", "Import a file"))
    ]
    return manual, QuestionStore(made)


ENGLISH = {
    (p.page, p.number): p.title.split(" › ")[-1] for p in the_manual().passages if p.lang == "en"
}
"""The English heading of each passage, whatever its language."""


def open_small(folder, small, **changes):
    manual, questions = small
    return Knowledge(folder, **({"manual": manual, "questions": questions} | changes))


def place(result):
    manual = the_manual()
    held = next(p for p in manual.passages if p.title == result["title"])
    return held.page, ENGLISH[held.page, held.number]


def hits(search, most):
    found = 0
    for question, page, numbers in ASKED:
        places = [place(r) for r in search(question, most)]
        found += any(p in page and n in numbers for p, n in places)
    return found / len(ASKED)


def test_the_lexical_search_finds_the_passage():
    assert hits(the_manual().search, 1) >= LEAST_HIT_AT_1
    assert hits(the_manual().search, 3) >= LEAST_HIT_AT_3


def test_the_index_finds_the_passage(tmp_path):
    knowledge = Knowledge(tmp_path)
    assert knowledge.build()
    assert hits(knowledge.search, 1) >= LEAST_HIT_AT_1
    assert hits(knowledge.search, 3) >= LEAST_HIT_AT_3
    assert knowledge.similar_questions("广东碳中和路线图", 1)[0].kind == "roadmap"
    knowledge.close()


def test_passages_come_in_the_language_of_the_query_or_the_one_asked_for(small, tmp_path):
    knowledge = open_small(tmp_path, small)
    assert [r["title"] for r in knowledge.search("导入")] == ["甲 › 导入"]
    assert knowledge.search("导入", 1, "en")[0]["title"] == "A › Import"
    assert set(knowledge.search("import", 1)[0]) == {"title", "text", "lang", "page"}
    knowledge.close()


def test_an_empty_query_finds_nothing(small, tmp_path):
    knowledge = open_small(tmp_path, small)
    assert knowledge.search("  ") == []
    knowledge.close()


def test_the_second_owner_of_a_folder_searches_in_memory(small, tmp_path, caplog):
    first, second = open_small(tmp_path, small), open_small(tmp_path, small)
    assert first.build()
    with caplog.at_level(logging.INFO, "data.knowledge.index"):
        assert not second.build()
        assert second.search("import", 1)[0]["title"] == "A › Import"
        assert second.similar_questions("Emissions of Hebei", 1)[0].id == "k-en-00-0"
    assert "in memory" in caplog.text
    first.close()
    assert second.build()
    second.close()


def test_changed_content_is_indexed_anew_and_the_old_index_goes(small, tmp_path):
    first = open_small(tmp_path, small)
    first.build()
    before = names(first)
    first.close()
    manual, _ = small
    longer = Manual([*manual.passages, Passage("02-b", 1, "en", "B", "Sinks", "About sinks.")])
    second = open_small(tmp_path, small, manual=longer)
    assert second.search("sinks", 1)[0]["title"] == "B › Sinks"
    assert len(names(second)) == len(before)
    assert names(second) != before
    second.close()


def test_an_index_cut_off_while_it_was_built_is_built_again(small, tmp_path):
    first = open_small(tmp_path, small)
    first.build()
    first._held["manual"].delete(ids=["01-a.01.en"])
    first.close()
    second = open_small(tmp_path, small)
    second.build()
    assert second._held["manual"].count() == 4
    second.close()


def test_a_damaged_index_is_built_anew(small, tmp_path, caplog):
    first = open_small(tmp_path, small)
    first.build()
    first.close()
    (tmp_path / "chroma.sqlite3").write_bytes(b"no database" * 500)
    second = open_small(tmp_path, small)
    assert second.search("import", 1)[0]["title"] == "A › Import"
    assert "damaged" in caplog.text
    second.close()


def test_a_provider_embedding_has_a_collection_of_its_own(small, tmp_path):
    asked = []

    def embedding(texts):
        asked.extend(texts)
        return [[1.0, float("sink" in t.lower()), float("import" in t.lower())] for t in texts]

    knowledge = open_small(
        tmp_path, small, embedding=embedding, name="provider/large", version="3", dimension=3
    )
    assert knowledge.search("import", 1)[0]["title"] == "A › Import"
    assert "import" in asked
    assert any(n.startswith("manual-provider-large-v3-d3-") for n in names(knowledge))
    knowledge.close()


def test_building_reports_progress_up_to_the_end(small, tmp_path):
    shares = []
    knowledge = open_small(tmp_path, small)
    knowledge.build(lambda share, _text: shares.append(share))
    assert shares[-1] == 1
    assert shares == sorted(shares) or shares.count(0.0) == 2
    knowledge.close()


def test_the_vectors_lie_in_cosine_space_with_the_stated_construction(small, tmp_path):
    knowledge = open_small(tmp_path, small)
    knowledge.build()
    settings = knowledge._held["manual"].configuration["hnsw"]
    assert (settings["space"], settings["ef_construction"]) == ("cosine", 400)
    knowledge.close()


def test_every_page_of_the_manual_has_its_twin():
    held = {p.id for p in read_manual()}
    zh = {i.removesuffix(".zh") for i in held if i.endswith(".zh")}
    en = {i.removesuffix(".en") for i in held if i.endswith(".en")}
    assert zh == en
    assert len(zh) > 50


def test_the_manual_never_says_the_assistant_saves_emissions():
    text = "\n".join(p.text for p in read_manual()).lower()
    assert "saves co2" not in text
    assert "本助手减排了" not in text


def names(knowledge):
    return sorted(c.name for c in knowledge._client.list_collections())
