"""The chain of models: each call goes to the first model that still works in this turn.

Middleware of the agent, the outer before the inner: ``Chain`` (fallback, budget, ways of calling
tools, shortened history), ``Retries``, and ``ToolCalls`` around each tool.
"""

import asyncio
import difflib
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AnyMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)

import prompts
from assistant.builtin.model import MEMORY
from assistant.call_reading import UNREADABLE, mend_calls
from assistant.digest import MARK
from assistant.flat_tools import flat_schema, nearest_tools, whole_schema
from assistant.json_plan import JsonPlanModel
from assistant.model_settings import ModelSettings
from assistant.model_trouble import (
    broken_reply,
    cut_reply,
    empty_reply,
    explain,
    is_passing,
    is_timeout,
    other_language,
    refuses_stream,
    refuses_tools,
    retry_after,
    spent_budget,
)
from assistant.remembering import shorten
from assistant.settings import Settings
from assistant.turn_state import TurnState
from data.text import Lang
from tools.registry import MODULES, get_tool

log = logging.getLogger(__name__)

Handler = Callable[[ModelRequest[TurnState]], Awaitable[ModelResponse[Any]]]
LANGUAGE = {"zh": "Chinese (简体中文)", "en": "English"}
LONGEST_WAIT_S = 20.0
"""A server that asks for a longer pause is passed over."""

FEWEST_LETTERS = 12
"""A shorter text says too little to tell its language."""


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
            return _message(await handler(own))
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
                message = _message(await handler(dress(link, request, turn)))
                break
            except Exception as error:
                if not adapt(link, error):
                    raise
        turn.count(message)
        return whole(message, link.model, may_be_empty=has_results(request.messages))


class Retries(AgentMiddleware[Any, TurnState]):
    """Repeats a call whose failure may pass, after the pause the server asks for."""

    def __init__(self, links: Sequence[Link], settings: Settings) -> None:
        super().__init__()
        self._links = links
        self._wait = settings.retry_wait_s

    async def awrap_model_call(
        self, request: ModelRequest[TurnState], handler: Handler
    ) -> ModelResponse[Any]:
        """Call the model; after a passing failure call it again."""
        inner = request.model.inner if isinstance(request.model, JsonPlanModel) else request.model
        most = next((n.settings.max_retries for n in self._links if n.model is inner), 0)
        attempt = 0
        while True:
            try:
                response = await handler(request)
                whole(_message(response), request.model, may_be_empty=True)
            except Exception as error:
                pause = self._pause(error, attempt)
                # A server that was silent once for the whole timeout gets one more chance.
                left = min(most, 1) if is_timeout(error) else most
                if attempt >= left or not is_passing(error) or pause > LONGEST_WAIT_S:
                    raise
                log.info("retry %s after %.1f s: %s", attempt + 1, pause, type(error).__name__)
                await asyncio.sleep(pause)
                attempt += 1
            else:
                return response

    def _pause(self, error: Exception, attempt: int) -> float:
        asked = retry_after(error)
        return asked if asked is not None else self._wait * 2**attempt


class ToolCalls(AgentMiddleware[Any, TurnState]):
    """Answers a call that cannot be run with what would work, so that the model may mend it."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__()
        self.names = list(names)

    async def awrap_tool_call(
        self, request: Any, handler: Callable[[Any], Awaitable[Any]]
    ) -> ToolMessage | Any:
        """Run a call, or say why it cannot be run."""
        call = request.tool_call
        name = call["name"]
        if name not in self.names:
            near = difflib.get_close_matches(name, self.names, n=3, cutoff=0.3) or self.names[:3]
            text = prompts.read("unknown_tool").format(
                tool=name, nearest=", ".join(near), tools=", ".join(self.names)
            )
        elif UNREADABLE in call["args"]:
            arguments = ", ".join(get_tool(name).params.model_fields)
            text = prompts.read("unreadable_call").format(tool=name, arguments=arguments)
        else:
            return await handler(request)
        return ToolMessage(text, tool_call_id=call["id"], name=name, status="error")


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
        asked = str(messages[_last_question(messages)].text)
        tools = [flat_schema(name, turn.lang) for name in nearest_tools(asked)]
    else:
        tools = [whole_schema(name) for name in names]
    return request.override(
        model=model, messages=messages, tools=tools, system_message=SystemMessage(system)
    )


def whole(message: AIMessage, model: BaseChatModel, *, may_be_empty: bool) -> AIMessage:
    """Return a reply that can be used, its calls mended.

    Args:
        message: As the model gave it.
        model: Who gave it; a stream that is whole says why it ended.
        may_be_empty: Whether there are results from which an answer can be composed.

    Raises:
        UnusableReplyError: The reply is empty, broke off, or was cut at its longest length.
    """
    metadata = message.response_metadata
    reason = metadata.get("finish_reason") or metadata.get("done_reason")
    asked = model.inner if isinstance(model, JsonPlanModel) else model
    if not reason and metadata.get("model_name") != "builtin" and getattr(asked, "streaming", True):
        raise broken_reply()
    mended = mend_calls(message, MODULES)
    if reason in ("length", "model_length") and not mended.tool_calls:
        raise cut_reply()
    if not mended.tool_calls and not str(mended.text).strip() and not may_be_empty:
        raise empty_reply()
    return mended


def has_results(messages: Sequence[AnyMessage]) -> bool:
    """Tell whether a tool has given a result since the last question."""
    return any(
        isinstance(m, ToolMessage) and m.artifact and "error" not in m.artifact
        for m in messages[_last_question(messages) :]
    )


def for_builtin(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """Leave out what other models called in vain since the last question.

    The built-in model begins with its own plan; results that are there already it composes.
    """
    start = _last_question(messages) + 1
    since = messages[start:]
    own = next((i for i, m in enumerate(since) if m.additional_kwargs.get(MEMORY)), None)
    if own is not None:
        return [*messages[:start], *since[own:]]
    return list(messages) if has_results(messages) else list(messages[:start])


def is_other_language(text: str, lang: Lang) -> bool:
    """Tell whether an answer is written in another language than the reader's.

    >>> is_other_language("Emissions fell in every province.", "zh")
    True
    >>> is_other_language("Guangdong (广东) [[c:abcdefgh]]", "en")
    False
    """
    plain = MARK.sub("", text)
    chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in plain)
    letters = sum(letter.isascii() and letter.isalpha() for letter in plain)
    if chinese + letters < FEWEST_LETTERS:
        return False
    return chinese == 0 if lang == "zh" else chinese > letters


def _last_question(messages: Sequence[AnyMessage]) -> int:
    return max((i for i, m in enumerate(messages) if isinstance(m, HumanMessage)), default=0)


def _message(response: Any) -> AIMessage:
    held = response if isinstance(response, AIMessage) else response.result[-1]
    if not isinstance(held, AIMessage):
        raise empty_reply()
    return held


def _response(message: AIMessage) -> ModelResponse[Any]:
    return ModelResponse(result=[message])
