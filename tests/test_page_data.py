"""The page's data sets: what is said of them, switching, the report, and where questions begin."""

import pytest

from assistant.conversation import Conversation
from assistant.events import Answered
from assistant.page.choice import Choice, cover, name_of
from assistant.page.import_pane import Course
from assistant.page.report import report_view
from assistant.settings import load_settings
from assistant.starters import starters_for
from data.ceads.importing import import_paths
from data.dataset import Dataset
from data.errors import StoppedError
from data.store import DEMONSTRATION_FOLDER, Store
from data.text import same
from tests.workbooks import make_provincial
from viz.coverage import coverage_chart


@pytest.fixture
def imported(tmp_path):
    file = tmp_path / "2016.xlsx"
    file.write_bytes(make_provincial(2016, ("Jiangsu", "Hebei")))
    report = import_paths([file], Store(), "mine")
    return Store().open("mine"), report


class FakeChat:
    busy = False

    def __init__(self):
        self.said = []

    def hint(self, text):
        self.said.append(("hint", text.en))

    def announce(self, title, text):
        self.said.append((title.en, text.en))

    def greet(self):
        self.said.append("greeted")


@pytest.fixture
def conversation(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Conversation(load_settings(), Dataset(DEMONSTRATION_FOLDER))


async def ask(conversation, question):
    async for event in conversation.ask(question):
        if isinstance(event, Answered):
            return event.answer
    return None


def test_starters_ask_only_what_the_data_set_can_answer(imported):
    dataset, _ = imported
    held = starters_for(dataset, "en")
    assert "What were the CO2 emissions of Hebei in 2016?" in held
    assert not any("roadmap" in q or "network" in q for q in held)
    assert any("roadmap" in q for q in starters_for(Dataset(DEMONSTRATION_FOLDER), "en"))


async def test_each_starter_of_an_imported_set_is_answered(imported, conversation):
    dataset, _ = imported
    conversation.use(dataset)
    for question in conversation.starters("zh"):
        answer = await ask(conversation, question)
        assert answer.results, question
        assert answer.dataset == "mine"


async def test_a_switch_keeps_the_talk_and_drops_the_former_figures(imported, conversation):
    dataset, _ = imported
    before = await ask(conversation, "江苏2016年的CO2排放总量是多少？")
    assert before.demonstration
    conversation.use(dataset)
    after = await ask(conversation, "那河北呢？")
    assert after.dataset == "mine"
    assert not after.demonstration
    assert not set(before.claims) & set(after.claims)
    totals = [c for c in after.claims.values() if c.metric == "co2_mt" and c.year == 2016]
    assert {c.entity["region"] for c in totals} == {"CN-HE"}


def test_the_switch_is_said_and_others_keep_theirs(imported, conversation):
    heard = []
    chat = FakeChat()
    choice = Choice(conversation, chat)
    choice.watch(lambda: heard.append(choice.id))
    assert choice.use("mine")
    assert heard == ["mine"]
    title, text = chat.said[-1]
    assert title == "Data set switched to “CEADs data (mine)”"
    assert text.startswith("Provincial inventories 2016.")
    assert not choice.use("nothing")
    assert "There is no data set" in chat.said[-1][1]
    chat.busy = True
    assert not choice.use("demonstration")
    assert choice.id == "mine"


def test_the_default_is_changed_only_when_asked(imported, conversation):
    Store().use("demonstration")
    choice = Choice(conversation, FakeChat())
    choice.use("mine")
    assert choice.default == "demonstration"
    choice.make_default()
    assert choice.default == "mine"


def test_a_removed_data_set_is_left(imported, conversation):
    chat = FakeChat()
    choice = Choice(conversation, chat)
    choice.use("mine")
    Store().remove("mine")
    choice.leave_if_removed()
    assert choice.id == "demonstration"
    assert "was removed" in chat.said[-1][1]


def test_an_import_elsewhere_is_taken_up_before_the_next_question(imported, conversation, tmp_path):
    chat = FakeChat()
    choice = Choice(conversation, chat)
    choice.use("mine")
    chat.prepare()
    assert len(chat.said) == 2
    file = tmp_path / "2018.xlsx"
    file.write_bytes(make_provincial(2018, ("Jiangsu",)))
    import_paths([file], Store(), "mine")
    chat.prepare()
    title, text = chat.said[-1]
    assert "brought up to date" in title
    assert "2016, 2018" in text
    assert conversation.dataset.provincial.years == (2016, 2018)
    Store().remove("mine")
    chat.prepare()
    assert choice.id == "demonstration"


def test_coverage_counts_the_tables_of_each_region_and_year(imported):
    dataset, _ = imported
    chart = coverage_chart(dataset)
    assert chart.data["x"] == [2016]
    assert [y["en"] for y in chart.data["y"]] == ["Hebei", "Jiangsu"]
    assert chart.data["z"] == [[1.0], [1.0]]
    demonstration = coverage_chart(Dataset(DEMONSTRATION_FOLDER))
    row = [y["en"] for y in demonstration.data["y"]].index("Guangdong")
    counts = dict(zip(demonstration.data["x"], demonstration.data["z"][row], strict=True))
    assert counts[2017] > counts[2019] == 1


def test_what_a_set_covers_stands_in_one_line():
    said = cover(Dataset(DEMONSTRATION_FOLDER).manifest)
    assert said.zh.startswith("省级排放清单 2005–2019")
    assert "input-output tables 2012, 2015, 2017" in said.en


def test_names_in_a_report_stay_text(imported):
    _, report = imported
    outcome = report.outcomes[0].model_copy(update={"text": same("<b onclick=x>a</b>.xlsx")})
    report = report.model_copy(update={"outcomes": [outcome]})
    html = "".join(getattr(p, "object", "") for p in report_view(report, "en").objects[:2])
    assert "&lt;b onclick=x&gt;" in html
    assert "Data set mine: 1 imported." in html


def test_a_stopped_import_stops_before_the_next_file_but_not_while_saving():
    course = Course()
    course.report(0.5, same("half"))
    course.stopped = True
    with pytest.raises(StoppedError):
        course.report(0.6, same("more"))
    course.report(1.0, same("saving"))
    assert (course.share, course.text.en) == (1.0, "saving")


def test_a_damaged_set_is_named_with_its_reason(imported, conversation):
    dataset, _ = imported
    (dataset.folder / "dataset.json").write_text("{", encoding="utf-8")
    listings = Store().list()
    damaged = next(item for item in listings if item.id == "mine")
    assert "damaged" in name_of(damaged, listings).en
    chat = FakeChat()
    assert not Choice(conversation, chat).use("mine")
    assert chat.said[-1][0] == "hint"
    assert conversation.dataset.id == "demonstration"
