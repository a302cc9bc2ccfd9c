"""The agent: a chain of models with the project's tools, run by LangChain's ``create_agent``."""

import asyncio
import dataclasses
import datetime
import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any

from langchain.agents import create_agent
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage, ToolMessage

import prompts
from assistant.agent.calling import ToolCalls
from assistant.agent.chain import LANGUAGE, Chain, Link
from assistant.agent.flat_tools import whole_schema
from assistant.agent.remembering import shorten
from assistant.agent.replies import whole
from assistant.agent.retrying import Retries, within
from assistant.agent.toolbox import make_tools
from assistant.agent.turn_state import TurnState
from assistant.grounding import Verdict
from assistant.providers.json_plan import JsonPlanModel
from assistant.providers.model_trouble import explain
from assistant.providers.models import make_model
from assistant.settings import Settings
from data.dataset import Dataset
from data.errors import InputError
from data.knowledge.questions import QuestionStore
from data.ledger import Ledger
from data.store import home
from data.text import Lang, Text
from tools.registry import MODULES, Context

log = logging.getLogger(__name__)

EXAMPLES = 4
DEEPEST = 200
"""Steps of a run; the budget of calls ends it long before."""


class Agent:
    """Runs the models of the settings over the tools of one data set."""

    def __init__(self, settings: Settings, dataset: Dataset) -> None:
        self.settings = settings
        self.dataset = dataset
        self._ledger = Ledger(home() / "claims.sqlite")
        self._links: list[Link] = []
        self._graphs: dict[Lang, Any] = {}
        self._standing: Text | None = None
        self._turn = TurnState("en")

    @property
    def is_builtin(self) -> bool:
        """Whether the first model is the built-in one, which needs no prompt and no repair."""
        return self.settings.model == "builtin"

    @property
    def trouble(self) -> Text | None:
        """Why the configured model did not answer the last question, and which did; else None."""
        told = self._standing or self._turn.trouble
        other = self._turn.answered_by
        if told is None or not other or other == self.settings.model:
            return told
        if other == "builtin":
            return told + Text(zh="改由内置模型回答。", en=" The built-in model answered instead.")
        return told + Text(zh=f"改由 {other} 回答。", en=f" {other} answered instead.")

    @property
    def answered_by(self) -> str:
        """The configured name of the model that answered the last question."""
        return self._turn.answered_by

    @property
    def usage(self) -> tuple[int, int]:
        """Tokens sent and received for the last question, as the providers counted them."""
        return self._turn.tokens_in, self._turn.tokens_out

    async def run(
        self, history: Sequence[AnyMessage], question: HumanMessage, lang: Lang
    ) -> AsyncIterator[AnyMessage]:
        """Yield each message of the turn as it comes: plans, tool results, the final text."""
        self._turn = turn = TurnState(lang)
        graph = self._graph(lang)
        if any(not link.is_builtin for link in self._links):
            turn.prompt = await self._prompt(str(question.text), lang)
        state = {"messages": [*history, question]}
        run = graph.astream(
            state, {"recursion_limit": DEEPEST}, context=turn, stream_mode="updates"
        )
        async for chunk in run:
            for update in chunk.values():
                for message in (update or {}).get("messages", []):
                    if isinstance(message, AIMessage | ToolMessage):
                        yield message

    async def repair(
        self, messages: Sequence[AnyMessage], verdict: Verdict, lang: Lang
    ) -> AIMessage | None:
        """Ask the model that answered once to replace figures that no tool produced."""
        turn = self._turn
        link = next((n for n in self._links if n.name == turn.answered_by), None)
        if link is None or link.is_builtin or turn.is_spent(self.settings):
            return None
        form = prompts.read("repair")
        figures = verdict.account(lang) or "- all figures: no data tool was called"
        request = HumanMessage(form.format(figures=figures, language=LANGUAGE[lang]))
        model = link.model
        if link.way == "json":
            model = JsonPlanModel(inner=link.model, language=LANGUAGE[lang])
        kept, summary = shorten(messages, link.settings.context_tokens)
        system = SystemMessage("\n\n".join(p for p in (turn.prompt, summary) if p))
        try:
            reply = await within(link, model.ainvoke([system, *kept, request]))
            turn.count(reply)
            return whole(reply, model, may_be_empty=False)
        except Exception:
            log.exception("the repair call failed")
            return None

    async def rescue(
        self, history: Sequence[AnyMessage], question: HumanMessage, lang: Lang, told: Text
    ) -> AsyncIterator[AnyMessage]:
        """Let the built-in model answer in place of a model whose answer cannot be shown.

        Yields nothing where the built-in model is not in the chain.

        Args:
            history: The turns before.
            question: The question of this turn.
            lang: Language of the answer.
            told: Why the answer cannot be shown, for the reader.
        """
        others = {link.name for link in self._links if not link.is_builtin}
        if len(others) == len(self._links) or others <= self._turn.failed:
            return
        self._turn = turn = dataclasses.replace(
            self._turn, failed=others, trouble=self._turn.trouble or told
        )
        state = {"messages": [*history, question]}
        run = self._graph(lang).astream(state, context=turn, stream_mode="updates")
        async for chunk in run:
            for update in chunk.values():
                for message in (update or {}).get("messages", []):
                    yield message

    def _graph(self, lang: Lang) -> Any:
        if not self._links:
            self._links = self._make_links()
        if lang not in self._graphs:
            tools = make_tools(self._context(), self._ledger, lang)
            self._graphs[lang] = create_agent(
                self._links[0].model,
                tools,
                middleware=[
                    Chain(self._links, self.settings),
                    Retries(self._links, self.settings),
                    ToolCalls(list(MODULES)),
                ],
                context_schema=TurnState,
            )
        return self._graphs[lang]

    def _make_links(self) -> list[Link]:
        """Make the chain of models; one that cannot even be made is passed over."""
        links = []
        for name in self.settings.chain:
            try:
                held = self.settings.model_settings(name)
                model = make_model(name, self.settings, self.dataset)
                way = "native" if held.tools == "auto" else held.tools
                links.append(Link(name, held, model, way))
            except Exception as error:
                log.exception("the model %s cannot be used", name)
                self._standing = self._standing or explain(name, error, self.settings)
        if not links and self._standing:
            raise InputError(self._standing)
        return links

    def _context(self) -> Context:
        return Context(
            dataset=self.dataset,
            this_year=datetime.datetime.now(tz=datetime.UTC).year,
            claims=self._ledger,
            manual=_Manual(self.settings),
        )

    async def _prompt(self, question: str, lang: Lang) -> str:
        kind = "demonstration data" if self.dataset.is_demonstration else "official data"
        return prompts.read("system").format(
            language=LANGUAGE[lang],
            dataset=f"{self.dataset.title.get(lang)} ({kind})",
            year=datetime.datetime.now(tz=datetime.UTC).year,
            examples=await asyncio.to_thread(_examples, question),
        )


class _Manual:
    """Search over the knowledge index, opened on first use."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def search(self, query: str, most: int = 5) -> list[dict[str, str]]:
        from assistant.knowledge import open_library

        return open_library(self._settings).search(query, most)


def _examples(question: str) -> str:
    """Write the nearest synthetic questions with the tool calls that answer them."""
    found = QuestionStore.load().nearest(question, 3 * EXAMPLES)
    near = [q for _, q in found if q.calls and all(map(_is_whole, q.calls))]
    kinds = {q.kind: q for q in reversed(near)}
    chosen = [*kinds.values(), *(q for q in near if q not in kinds.values())][:EXAMPLES]
    return "\n".join(
        f"- {q.question} → " + "; ".join(f"{c['tool']}({c['arguments']})" for c in q.calls)
        for q in chosen
    )


def _is_whole(call: dict[str, Any]) -> bool:
    """Tell whether a call names what its tool requires; some questions leave the place open."""
    required = whole_schema(call["tool"])["function"]["parameters"].get("required", [])
    return set(required) <= set(call["arguments"])
