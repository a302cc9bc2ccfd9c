"""The agent: a chain of models with the project's tools, run by LangChain's ``create_agent``."""

import asyncio
import datetime
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import (
    AgentMiddleware,
    ModelCallLimitMiddleware,
    ModelFallbackMiddleware,
)
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage

import prompts
from assistant.grounding import Verdict
from assistant.model_trouble import explain
from assistant.models import make_model
from assistant.settings import Settings
from assistant.toolbox import make_tools
from data.dataset import Dataset
from data.errors import InputError
from data.ledger import Ledger
from data.store import home
from data.text import Lang, Text
from tools.registry import Context

log = logging.getLogger(__name__)

LANGUAGE = {"zh": "Chinese (简体中文)", "en": "English"}
EXAMPLES = 4


class Agent:
    """Runs the models of the settings over the tools of one data set."""

    def __init__(self, settings: Settings, dataset: Dataset) -> None:
        self.settings = settings
        self.dataset = dataset
        self._ledger = Ledger(home() / "claims.sqlite")
        self._graphs: dict[Lang, Any] = {}
        self._standing: Text | None = None
        self.trouble: Text | None = None
        """Why the configured model did not answer the last question; None when it did."""

    @property
    def is_builtin(self) -> bool:
        """Whether the first model is the built-in one, which needs no prompt and no repair."""
        return self.settings.model == "builtin"

    async def run(
        self, history: Sequence[AnyMessage], question: HumanMessage, lang: Lang
    ) -> AsyncIterator[AnyMessage]:
        """Yield each message of the turn as it comes: plans, tool results, the final text."""
        system = [] if self.is_builtin else [await self._system(str(question.text), lang)]
        state = {"messages": [*system, *history, question]}
        graph = self._graph(lang)
        self.trouble = self._standing
        async for chunk in graph.astream(state, stream_mode="updates"):
            for update in chunk.values():
                for message in (update or {}).get("messages", []):
                    yield message

    async def repair(
        self, messages: Sequence[AnyMessage], verdict: Verdict, lang: Lang
    ) -> AIMessage | None:
        """Ask the model once to replace figures that no tool produced."""
        if self.is_builtin:
            return None
        figures = ", ".join([*verdict.stray, *(f"[[c:{m}]]" for m in verdict.unknown_marks)])
        request = HumanMessage(prompts.read("repair").format(figures=figures or "all"))
        system = await self._system(str(messages[-1].text), lang)
        try:
            model = make_model(self.settings.model, self.settings)
            return await model.ainvoke([system, *messages, request])
        except Exception:
            log.exception("the repair call failed")
            return None

    def _graph(self, lang: Lang) -> Any:
        if lang not in self._graphs:
            first, *others = self._models()
            middleware: list[Any] = [
                ModelCallLimitMiddleware(
                    run_limit=self.settings.max_model_calls, exit_behavior="end"
                )
            ]
            if others:
                middleware.append(ModelFallbackMiddleware(*others))
            # Innermost, so that it sees the failure of each model before the next one is tried.
            middleware.append(_TroubleKeeper(self._keep_trouble))
            named_only = {self.settings.model, *self.settings.fallback} == {"builtin"}
            tools = make_tools(self._context(), self._ledger, lang, named_only=named_only)
            self._graphs[lang] = create_agent(first, tools, middleware=middleware)
        return self._graphs[lang]

    def _models(self) -> list[Any]:
        """Make the chain of models; one that cannot even be made is passed over."""
        made = []
        for name in dict.fromkeys([self.settings.model, *self.settings.fallback]):
            try:
                made.append(make_model(name, self.settings, self.dataset))
            except Exception as error:
                log.exception("the model %s cannot be used", name)
                self._standing = self._standing or explain(name, error, self.settings)
        if not made and self._standing:
            raise InputError(self._standing)
        return made

    def _keep_trouble(self, error: Exception) -> None:
        self.trouble = self.trouble or explain(self.settings.model, error, self.settings)

    def _context(self) -> Context:
        return Context(
            dataset=self.dataset,
            this_year=datetime.datetime.now(tz=datetime.UTC).year,
            claims=self._ledger,
            manual=_Manual(),
        )

    async def _system(self, question: str, lang: Lang) -> SystemMessage:
        kind = "demonstration data" if self.dataset.is_demonstration else "official data"
        return SystemMessage(
            prompts.read("system").format(
                language=LANGUAGE[lang],
                dataset=f"{self.dataset.title.get(lang)} ({kind})",
                year=datetime.datetime.now(tz=datetime.UTC).year,
                examples=await asyncio.to_thread(_examples, question),
            )
        )


class _TroubleKeeper(AgentMiddleware):
    """Hands each failure of a model on, after noting it for the reader."""

    def __init__(self, keep: Callable[[Exception], None]) -> None:
        super().__init__()
        self._keep = keep

    async def awrap_model_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        """Call the model, and note what went wrong."""
        try:
            return await handler(request)
        except Exception as error:
            self._keep(error)
            raise


class _Manual:
    """Search over the knowledge index, opened on first use."""

    def search(self, query: str, most: int = 5) -> list[dict[str, str]]:
        from assistant.knowledge import open_knowledge

        return open_knowledge().search(query, most)


def _examples(question: str) -> str:
    """Write the nearest synthetic questions with the tool calls that answer them."""
    from assistant.knowledge import open_knowledge

    near = open_knowledge().similar_questions(question, most=EXAMPLES)
    return "\n".join(
        f"- {record.question} → "
        + "; ".join(f"{c['tool']}({c['arguments']})" for c in record.calls)
        for record in near
        if record.calls
    )
