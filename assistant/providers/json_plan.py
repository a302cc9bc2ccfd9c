"""A chat model for servers without tool calling: calls and results travel as text."""

import itertools
import json
from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.callbacks import (
    AsyncCallbackManagerForLLMRun,
    CallbackManagerForLLMRun,
)
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    AnyMessage,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool

import prompts
from assistant.agent.flat_tools import one_line
from assistant.providers.call_reading import (
    looks_like_calls,
    make_call,
    read_calls,
    without_thoughts,
)

UNREAD = "a_json_list_of_calls"
"""Name under which a plan that cannot be read is refused, so that the model may mend it."""


class JsonPlanModel(BaseChatModel):
    """Lets a model that knows no tools use them: it writes a JSON list, which becomes calls.

    ``inner`` is the model that is asked; ``language`` the name of the answer's language.
    """

    inner: BaseChatModel
    language: str = "English"

    @property
    def _llm_type(self) -> str:
        return "visceads-json-plan"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Bind tools that are described by flat schemas."""
        return self.bind(tools=[t for t in tools if isinstance(t, dict)], **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> ChatResult:
        tools = kwargs.get("tools") or []
        reply = self.inner.invoke(self.as_text(messages, tools), stop=stop)
        return _result(reply, tools)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> ChatResult:
        tools = kwargs.get("tools") or []
        reply = await self.inner.ainvoke(self.as_text(messages, tools), stop=stop)
        return _result(reply, tools)

    def as_text(
        self, messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]]
    ) -> list[AnyMessage]:
        """Write calls and results of a conversation as plain messages, roles taking turns."""
        system = [str(m.text) for m in messages if isinstance(m, SystemMessage)]
        if tools:
            listed = "\n".join(one_line(t) for t in tools)
            system.append(prompts.read("plan").format(tools=listed))
        said = [m for m in messages if not isinstance(m, SystemMessage)]
        plain: list[AnyMessage] = [SystemMessage("\n\n".join(system))] if system else []
        for is_reply, some in itertools.groupby(said, key=lambda m: isinstance(m, AIMessage)):
            if is_reply:
                plain.append(AIMessage("\n\n".join(_written(m) for m in some)))
            else:
                plain.append(HumanMessage("\n\n".join(self._asked(list(some)))))
        return plain

    def _asked(self, some: Sequence[BaseMessage]) -> list[str]:
        results = [f"{m.name}: {m.text}" for m in some if isinstance(m, ToolMessage)]
        told = [str(m.text) for m in some if not isinstance(m, ToolMessage)]
        if not results:
            return told
        form = prompts.read("plan_results")
        return [form.format(results="\n\n".join(results), language=self.language), *told]


def _written(message: BaseMessage) -> str:
    calls = message.tool_calls if isinstance(message, AIMessage) else []
    plan = [{"tool": c["name"], "arguments": c["args"]} for c in calls]
    return json.dumps(plan, ensure_ascii=False) if plan else str(message.text)


def _result(reply: AIMessage, tools: Sequence[dict[str, Any]]) -> ChatResult:
    names = [t["function"]["name"] for t in tools]
    text = without_thoughts(str(reply.text))
    calls = read_calls(text, names) if names else []
    if names and not calls and looks_like_calls(text):
        calls = [make_call(UNREAD, {})]
    message = AIMessage(
        content="" if calls else text,
        tool_calls=calls,
        response_metadata=reply.response_metadata,
        usage_metadata=reply.usage_metadata,
    )
    return ChatResult(generations=[ChatGeneration(message=message)])
