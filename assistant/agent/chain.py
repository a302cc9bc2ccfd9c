"""The chain of models: each call goes to the first model that still works in this turn.

Middleware of the agent, the outer before the inner: ``Chain`` (fallback, budget, ways of calling
tools, shortened history), ``retrying.Retries``, and ``calling.ToolCalls`` around each tool.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

import prompts
from assistant.agent.flat_tools import flat_schema, nearest_tools, whole_schema
from assistant.agent.remembering import shorten
from assistant.agent.replies import (
    for_builtin,
    has_results,
    is_other_language,
    last_question,
    message_of,
    whole,
)
from assistant.agent.turn_state import TurnState
from assistant.providers.json_plan import JsonPlanModel
from assistant.providers.model_settings import ModelSettings
from assistant.providers.model_trouble import (
    explain,
    other_language,
    refuses_stream,
    refuses_tools,
    spent_budget,
)
from assistant.settings import Settings

log = logging.getLogger(__name__)

Handler = Callable[[ModelRequest[TurnState]], Awaitable[ModelResponse[Any]]]
LANGUAGE = {"zh": "Chinese (简体中文)", "en": "English"}


@dataclass
class Link:
    """One model of the chain, and the way it calls tools: ``native``, ``json`` or ``few``."""

    name: str
    settings: ModelSettings
    model: BaseChatModel
    way: str

    @property
    def is_builtin(self) -> bool:
        """Whether it is the built-in model, which needs no prompt, budget or retries."""
        return self.settings.provider == "builtin"


class Chain(AgentMiddleware[Any, TurnState]):
    """Asks the models in order; one that failed is out until the next question."""

    def __init__(self, links: Sequence[Link], settings: Settings) -> None:
        super().__init__()
        self.links = list(links)
        self.settings = settings

    async def awrap_model_call(
        self, request: ModelRequest[TurnState], handler: Handler
    ) -> ModelResponse[Any]:
        """Ask the first model that works; with results at hand, none is no failure.

        Raises:
            Exception: The last model's error, when no tool has given a result in this turn.
        """
        turn: TurnState = request.runtime.context
        failure: Exception | None = None
        for link in self.links:
            if link.name in turn.failed:
                continue
            try:
                return _response(await self._ask(link, request, handler, turn))
            except Exception as error:
                log.warning("%s: %s", link.name, error, exc_info=True)
                failure = error
                turn.failed.add(link.name)
                if not link.is_builtin:
                    turn.trouble = turn.trouble or explain(link.name, error, self.settings)
                if has_results(request.messages):
                    break
        if has_results(request.messages):
            # An empty text: the answer is composed from the results.
            return _response(AIMessage("", response_metadata={"model_name": turn.answered_by}))
        raise failure or spent_budget()

    async def _ask(
        self, link: Link, request: ModelRequest[TurnState], handler: Handler, turn: TurnState
    ) -> AIMessage:
        if link.is_builtin:
            own = request.override(model=link.model, messages=for_builtin(request.messages))
            turn.answered_by = link.name
            return message_of(await handler(own))
        message = await self._called(link, request, handler, turn)
        text = str(message.text)
        if not message.tool_calls and text and is_other_language(text, turn.lang):
            again = HumanMessage(prompts.read("language").format(language=LANGUAGE[turn.lang]))
            messages = [*request.messages, message, again]
            held = request.override(messages=messages, tools=[])
            message = await self._called(link, held, handler, turn)
            if is_other_language(str(message.text), turn.lang):
                raise other_language()
        turn.answered_by = link.name
        return message

    async def _called(
        self, link: Link, request: ModelRequest[TurnState], handler: Handler, turn: TurnState
    ) -> AIMessage:
        if turn.is_spent(self.settings):
            raise spent_budget()
        while True:
            try:
                message = message_of(await handler(dress(link, request, turn)))
                break
            except Exception as error:
                if not adapt(link, error):
                    raise
        turn.count(message)
        return whole(message, link.model, may_be_empty=has_results(request.messages))


def adapt(link: Link, error: Exception) -> bool:
    """Change how a model is asked after its server refused the way; tell whether that was done."""
    if link.way == "native" and link.settings.tools == "auto" and refuses_tools(error):
        log.info("%s knows no tool calls; it writes a JSON plan from now on", link.name)
        link.way = "json"
        return True
    if getattr(link.model, "streaming", False) and refuses_stream(error):
        log.info("%s does not stream; whole replies from now on", link.name)
        link.model = link.model.model_copy(update={"streaming": False})
        return True
    return False


def dress(link: Link, request: ModelRequest[TurnState], turn: TurnState) -> ModelRequest[TurnState]:
    """Fit a request to a model: its prompt, its room, and the form in which it gets the tools."""
    messages, summary = shorten(request.messages, link.settings.context_tokens)
    system = "\n\n".join(part for part in (turn.prompt, summary) if part)
    names = [t.name for t in request.tools if not isinstance(t, dict)]
    model = link.model
    if link.way == "json":
        tools = [flat_schema(name, turn.lang, choices=False) for name in names]
        model = JsonPlanModel(inner=link.model, language=LANGUAGE[turn.lang])
    elif link.way == "few" and names:
        asked = str(messages[last_question(messages)].text)
        tools = [flat_schema(name, turn.lang) for name in nearest_tools(asked)]
    else:
        tools = [whole_schema(name) for name in names]
    return request.override(
        model=model, messages=messages, tools=tools, system_message=SystemMessage(system)
    )


def _response(message: AIMessage) -> ModelResponse[Any]:
    return ModelResponse(result=[message])
