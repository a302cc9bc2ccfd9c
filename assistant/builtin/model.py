"""The built-in chat model: no key, no network, the same answer to the same question.

It is a LangChain chat model like any other: the agent hands it messages and tools, it answers with
tool calls or text. Understanding comes from the linker and the question store, not from rules here.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import (
    BaseChatModel,
    LangSmithParams,
    LanguageModelInput,
)
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    ToolMessage,
)
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from pydantic import Field

import prompts
from assistant.builtin.composer import compose
from assistant.builtin.kinds import Call, all_kinds, companions
from assistant.builtin.linker import language_of
from assistant.builtin.planner import Plan, make_plan
from data.dataset import Dataset
from data.place_vocabulary import places_of
from data.result import Result
from data.text import Lang

MEMORY = "visceads"
"""Key of an AI message's ``additional_kwargs`` under which the plan of the turn is kept."""

LATER = "later"
"""Key of a plan under which the calls wait that only go along with an answer."""


class BuiltinModel(BaseChatModel):
    """Answers questions over the tools that are bound to it.

    ``dataset`` is what the tools read; its cities and counties are understood by name.
    """

    dataset: Dataset | None = Field(default=None, exclude=True)

    @property
    def _llm_type(self) -> str:
        return "visceads-builtin"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": "builtin"}

    def _get_ls_params(
        self,
        stop: list[str] | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> LangSmithParams:
        return LangSmithParams(
            ls_provider="visceads",
            ls_model_name=kwargs.get("model", "builtin"),
            ls_model_type="chat",
        )

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Bind tools by name; their schemas stand in the table of kinds already."""
        names = [_tool_name(tool) for tool in tools]
        return self.bind(tools=names, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> ChatResult:
        tools: list[str] = kwargs.get("tools") or []
        last = max((i for i, m in enumerate(messages) if isinstance(m, HumanMessage)), default=None)
        if last is None:
            message = _say(prompts.read("replies/empty", "en"), {})
        else:
            turn = [m for m in messages[last:] if isinstance(m, ToolMessage)]
            if turn:
                message = _answer(messages, last, turn)
            else:
                message = _start(messages, last, tools, self.dataset)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        (whole,) = self._generate(messages, stop, run_manager, **kwargs).generations
        said = whole.message
        calls = said.tool_calls if isinstance(said, AIMessage) else []
        pieces = [
            tool_call_chunk(name=c["name"], args=json.dumps(c["args"]), id=c["id"], index=i)
            for i, c in enumerate(calls)
        ]
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                content=said.content,
                additional_kwargs=said.additional_kwargs,
                response_metadata=said.response_metadata,
                tool_call_chunks=pieces,
                chunk_position="last",
            )
        )


def _start(
    messages: list[BaseMessage], last: int, tools: Sequence[str], dataset: Dataset | None
) -> AIMessage:
    question = str(messages[last].text)
    before = _memory(messages[:last])
    places = places_of(dataset) if dataset else None
    plan = make_plan(question, _language(messages[last]), tools, before, places=places)
    memory = {"kind": plan.kind, "slots": plan.slots, "choices": plan.choices}
    memory["recent"] = _recent(before.get("recent", []), plan.slots.get("regions", []))
    if not plan.calls:
        return _say(_reply(plan), memory)
    later = companions(all_kinds().get(plan.kind), plan.calls)
    now = [call for call in plan.calls if call not in later]
    return _say("", memory | ({LATER: later} if later else {}), _numbered(now, last, 0))


def _numbered(calls: Sequence[Call], last: int, first: int) -> list[dict[str, Any]]:
    return [
        {"name": name, "args": arguments, "id": f"call_{last}_{place}", "type": "tool_call"}
        for place, (name, arguments) in enumerate(calls, first)
    ]


def _reply(plan: Plan) -> str:
    return plan.text or prompts.read(f"replies/{plan.reply or 'unclear'}", plan.lang)


def _answer(messages: list[BaseMessage], last: int, turn: Sequence[ToolMessage]) -> AIMessage:
    lang = _language(messages[last])
    memory = _plan_of(messages[last:])
    results, failures, refused = [], [], []
    for message in turn:
        artifact = message.artifact or {}
        if "error" in artifact:
            failures.append(str(artifact["error"][lang]))
            refused.append(message)
        elif artifact:
            results.append(Result.model_validate(artifact))
    kind = str(memory.get("kind", ""))
    # What goes along with a question is no answer to it where its own tool refused.
    later = [] if turn[0] in refused else memory.pop(LATER, [])
    if later:
        return _say("", memory, _numbered(later, last, len(turn)))
    text = "" if kind and turn[0] in refused else compose(results, lang, kind)
    parts = [*dict.fromkeys(failures), text]
    return _say("\n\n".join(parts).strip() or prompts.read("replies/no_data", lang), memory)


def _say(text: str, memory: dict[str, Any], tool_calls: Sequence[dict[str, Any]] = ()) -> AIMessage:
    return AIMessage(
        content=text,
        tool_calls=list(tool_calls),
        additional_kwargs={MEMORY: memory},
        response_metadata={"model_name": "builtin"},
    )


def _memory(messages: Sequence[BaseMessage]) -> dict[str, Any]:
    """Return what the last message remembers that planned with entities; a greeting has none."""
    for message in reversed(messages):
        held = message.additional_kwargs.get(MEMORY) if isinstance(message, AIMessage) else None
        if held and held.get("slots"):
            return dict(held)
    return {}


def _plan_of(turn: Sequence[BaseMessage]) -> dict[str, Any]:
    """Return what this turn's plan remembers."""
    plans = [m.additional_kwargs.get(MEMORY) for m in turn if isinstance(m, AIMessage)]
    return next((dict(held) for held in reversed(plans) if held), {})


def _recent(before: Sequence[str], regions: Sequence[str]) -> list[str]:
    """Keep the last two provinces that were asked about one at a time."""
    if len(regions) != 1:
        return list(before)
    return [*(r for r in before if r != regions[0]), regions[0]][-2:]


def _language(message: BaseMessage) -> Lang:
    given = message.additional_kwargs.get("lang")
    return given if given in ("zh", "en") else language_of(str(message.text))


def _tool_name(tool: object) -> str:
    if isinstance(tool, dict):
        return str(tool.get("name") or tool.get("function", {}).get("name", ""))
    return str(getattr(tool, "name", getattr(tool, "__name__", "")))
