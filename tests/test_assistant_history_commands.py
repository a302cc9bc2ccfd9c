"""``visceads history`` and the files it writes."""

import json
import re

import pytest
from click.testing import CliRunner

from assistant.cli import cli
from assistant.events import Answer
from assistant.history.as_page import to_page
from assistant.history.exporting import export
from assistant.history.opening import open_history
from data.text import Text
from tests.fake_page import CLAIMS, EN, RESULT, ZH
from viz.file import library

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _english_terminal(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


@pytest.fixture
def history():
    return open_history()


def keep(history, thread_id, question="广东的路线图？", text=ZH, lang="zh", **held):
    number = history.begin(thread_id, question, lang, owner="", dataset="d", model="builtin")
    answer = Answer(
        question=question, lang=lang, text=text, claims=CLAIMS, results=[RESULT], figures=11,
        verified=11, model="openai:gpt-x", composed="model", tokens_in=1200, tokens_out=80, **held,
    )  # fmt: skip
    history.finish(thread_id, number, answer, [])


def run(*words, code=0, **how):
    done = CliRunner().invoke(cli, ["history", *words], **how)
    assert done.exit_code == code, done.output
    return done.output


def test_list_and_search_show_the_latest_first(history):
    assert "ask --conversation new" in run("list")
    keep(history, "a1" * 16)
    keep(history, "b2" * 16, "Where does Hebei stand?", EN, "en")
    lines = run("list").splitlines()
    assert [line[:8] for line in lines] == ["b2b2b2b2", "a1a1a1a1"]
    assert "1 asked  广东的路线图？" in lines[1]
    assert run("search", "hebei").startswith("b2b2b2b2")
    assert "净零年为 2060年" in run("search", "净零年为", "569.1")
    assert "No conversation holds “steel”" in run("search", "steel")
    held = json.loads(run("list", "--json"))
    assert [t["questions"] for t in held] == [1, 1]
    assert "owner" not in held[0]


def test_show_prints_questions_answers_and_what_was_interrupted(history, tmp_path):
    keep(history, "a1" * 16)
    history.note("a1" * 16, Text(zh="换了", en="Data set: other"), dataset="e")
    history.begin("a1" * 16, "后来呢", "zh", owner="", dataset="d", model="m")
    told = run("show", "a1", "--charts", str(tmp_path / "charts"))
    assert told.index("> 广东的路线图") < told.index("Data set: other") < told.index("> 后来呢")
    assert "569.1 Mt（5.691 亿吨）" in told
    assert "it was interrupted" in told
    assert len(list((tmp_path / "charts" / "1").glob("*.html"))) == 2


def test_rename_and_delete(history):
    keep(history, "a1" * 16)
    keep(history, "b2" * 16)
    assert "Renamed: Steel roadmap" in run("rename", "a1", "Steel", "roadmap")
    assert "Steel roadmap" in run("list")
    run("delete", "a1", input="n\n", code=1)
    assert len(history.list()) == 2
    assert "Deleted: 1." in run("delete", "a1", "--yes")
    assert "Deleted: 1." in run("delete", "--all", input="y\n")
    assert history.list() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "zz"], "There is no conversation “zz”"),
        (["show", "a"], "Several conversations begin with “a”: "),
        (["rename", "a1", " "], "must not be empty"),
        (["export", "a1", "--to", "x.docx"], "Name a format"),
        (["export", "a1", "--to", "."], "Name a format"),
        (["delete"], "name a conversation"),
    ],
)
def test_what_cannot_be_done_is_said(history, words, said):
    keep(history, "a1" * 16)
    keep(history, "a2" * 16)
    told = run(*words, code=2)
    assert said.replace("“a”: ", "“a”") in told
    assert "Traceback" not in told


def test_last_means_the_latest_and_none_is_said(history):
    assert "no conversation to continue" in run("show", "last", code=2)
    keep(history, "a1" * 16)
    assert "广东的路线图" in run("show", "last")


def test_export_chooses_the_form_and_does_not_overwrite(history, tmp_path):
    keep(history, "a1" * 16)
    for name in ("x.md", "x.html", "x.json"):
        assert name in run("export", "last", "--to", name)
        assert "--force overwrites" in run("export", "last", "--to", name, code=2)
    run("export", "last", "--to", "x.md", "--force", "--lang", "zh")
    assert (tmp_path / "x.md").read_text(encoding="utf-8").startswith("# 广东的路线图？\n")
    assert run("export", "last", "--to", "-").startswith("# 广东的路线图？")
    run("export", "last")
    assert len(list(tmp_path.glob("*a1a1a1.html"))) == 1


def test_markdown_holds_figures_tables_notes_and_the_model(history):
    keep(history, "a", question="a\n# b | c", text="# T\n" + ZH)
    text = export(history.load("a"), "md", "en")
    assert "## a # b | c" in text
    assert "\n### T\n" in text
    assert "| 2025 | 601.2 |" in text
    assert "人口为 1.249 亿人" in text or "人口为" in text
    assert "openai:gpt-x" in text
    assert "1,200" in text
    assert "[[c:" not in text


def test_json_can_be_read_again(history):
    keep(history, "a")
    held = json.loads(export(history.load("a"), "json", "zh"))
    answer = Answer.model_validate(held["turns"][0]["answer"])
    assert answer == history.load("a").turns[0].answer
    assert "owner" not in held["thread"]


def test_the_page_is_one_offline_file_with_live_charts_and_evidence(history):
    keep(history, "a")
    page = to_page(history.load("a"), "zh")
    own = page.replace(library(), "")
    assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=", own)
    assert "default-src 'none'" in own
    options = json.loads(re.search(r'id="options">(.*?)</script>', own, re.DOTALL)[1])
    assert len(options) == own.count('class="chart"') == 2
    assert own.count("<template shadowrootmode") == own.count("</template>")
    assert 'popovertarget="vc-' in own
    assert "演示数据（合成）" in own


def test_markup_of_questions_answers_and_titles_stays_text(history):
    keep(history, "a", question=SCRIPT, text=f"{SCRIPT} <img src=x onerror=alert(1)> </template>")
    history.rename("a", SCRIPT)
    own = to_page(history.load("a"), "en").replace(library(), "")
    assert SCRIPT not in own
    assert "<img" not in own
    assert own.count("<template shadowrootmode") == own.count("</template>")


def test_markup_stays_inert_in_markdown(history):
    image = "![x](http://outside.example/y.png)"
    keep(history, "a", question=SCRIPT, text=f"{image} <img src=x> 1 < 2")
    history.rename("a", f"{image} {SCRIPT}")
    text = export(history.load("a"), "md", "en")
    assert re.findall(r"(?<!\\)<(?=[A-Za-z/!?])|!\[", text) == []
    assert "1 < 2" in text


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_keys_are_in_no_export(history, form, monkeypatch):
    keep(history, "a", question="my key is late-secret-4711, no joke")
    monkeypatch.setenv("MISTRAL_API_KEY", "late-secret-4711")
    text = export(history.load("a"), form, "en")
    assert "late-secret-4711" not in text
    assert "my key is ***, no joke" in text


def test_ask_goes_on_with_a_conversation_and_keeps_nothing_otherwise(history):
    def ask(*words):
        done = CliRunner().invoke(cli, ["ask", "--json", *words])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    ask("2019年广东碳排放总量是多少？")
    assert history.list() == []
    ask("--conversation", "new", "2019年广东碳排放总量是多少？")
    found = ask("--conversation", "last", "那江苏呢？")
    assert found["tools"][0]["arguments"]["regions"] == ["CN-JS"]
    assert [t.questions for t in history.list()] == [2]
    refused = CliRunner().invoke(cli, ["ask", "--conversation", "zz", "x"])
    assert refused.exit_code == 2
    assert "There is no conversation" in refused.output


def test_a_history_that_is_off_says_so(monkeypatch):
    monkeypatch.setenv("VISCEADS_HISTORY", "off")
    done = CliRunner().invoke(cli, ["ask", "--conversation", "new", "x"])
    assert done.exit_code == 2
    assert "keeps nothing" in done.output
