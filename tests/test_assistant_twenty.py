"""The same twenty questions get the same figures from every kind of provider."""

import json
import re
import ssl
from contextlib import ExitStack

import pytest

from assistant.agent.digest import MARK
from assistant.conversation import Conversation
from assistant.events import Answered
from assistant.settings import load_settings
from tests.competent import competent
from tests.fault_matrix import KEYS, QUICK, demonstration
from tests.wire_servers import PROTOCOLS, Server, one_context
from tools.registry import Tool

QUESTIONS = (
    "2019年广东碳排放总量是多少？",
    "What were Hebei's emissions per capita in 2015?",
    "比较广东和江苏2010到2019年的排放",
    "Which five provinces emitted most in 2019?",
    "电力行业占山东排放的多少？",
    "Emissions of Shanxi by fuel in 2018",
    "广东2010到2019年排放增长了多少",
    "Why did Guangdong's emissions change between 2012 and 2019?",
    "画出广东能源到行业的流向图",
    "Draw the input-output network of Guangdong's industries",
    "广东哪些行业是关键部门？",
    "Which supply links matter most for Guangdong's emissions?",
    "追踪广东建筑业的上游供应链排放路径",
    "What is Beijing's consumption-based footprint?",
    "哪些省份为广东的最终需求排放？",
    "如果广东电力排放强度下降30%，哪些行业的隐含碳会下降最多？",
    "山东钢铁行业到2030、2040、2060年要减多少？",
    "Give Guangdong's roadmap to 2050 for power and cement only",
    "广东有哪些气候政策目标？",
    "National CO2 emissions in 2019",
)


@pytest.fixture(scope="module")
def servers():
    """One server of each protocol for all questions."""
    with ExitStack() as stack:
        yield {p: stack.enter_context(Server(p, competent)) for p in PROTOCOLS}


@pytest.fixture(autouse=True)
def _keys(monkeypatch, tmp_path):
    monkeypatch.setattr(ssl, "create_default_context", one_context)
    monkeypatch.chdir(tmp_path)
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def asked(monkeypatch):
    """Run each tool once for the same arguments; the calls, in their order, stand in the list."""
    run, held, calls = Tool.run, {}, []

    def once(tool, context, arguments):
        key = (tool.name, json.dumps(arguments, sort_keys=True))
        calls.append(key)
        if key not in held:
            held[key] = run(tool, context, arguments)
        return held[key]

    monkeypatch.setattr(Tool, "run", once)
    return calls


async def answer(question, **settings):
    held = load_settings(**(QUICK | settings))
    async for event in Conversation(held, demonstration()).ask(question):
        if isinstance(event, Answered):
            return event.answer
    return None


def figures(found):
    """Every figure that the tools gave, as the reader may open it."""
    return {(c.id, c.value, c.unit, c.year) for r in found.results for c in r.claims}


@pytest.mark.parametrize("question", QUESTIONS)
async def test_every_provider_gives_the_same_figures(question, servers, asked):
    builtin = await answer(question, model="builtin")
    assert figures(builtin), builtin.text
    assert builtin.figures == builtin.verified
    planned = sorted(asked)
    for protocol, server in servers.items():
        asked.clear()
        found = await answer(question, model=server.model, base_url=server.address)
        told = f"{protocol}: {found.text} {found.notice}"
        assert (found.model, found.composed) == ("scripted", "model"), told
        assert sorted(asked) == planned, told
        assert figures(found) == figures(builtin), told
        assert found.figures == found.verified > 0, told
        assert set(MARK.findall(found.text)) & set(MARK.findall(builtin.text)), told
        assert bool(re.search("[\u4e00-\u9fff]", found.text)) == (builtin.lang == "zh"), told
