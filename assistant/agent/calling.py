"""Tool calls of the agent: what cannot be run is answered with what would work."""

import difflib
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from langchain.agents.middleware import AgentMiddleware
from langchain_core.messages import ToolMessage

import prompts
from assistant.agent.turn_state import TurnState
from assistant.providers.call_reading import UNREADABLE
from tools.registry import get_tool

MOST_CALLS = 30
"""So many tool calls a model may make for one answer, side by side or one after the other."""


class ToolCalls(AgentMiddleware[Any, TurnState]):
    """Answers a call that cannot be run with what would work, so that the model may mend it."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__()
        self.names = list(names)

    async def awrap_tool_call(
        self, request: Any, handler: Callable[[Any], Awaitable[Any]]
    ) -> ToolMessage | Any:
        """Run a call, or say why it is not run."""
        call = request.tool_call
        name = call["name"]
        turn: TurnState = request.runtime.context
        if turn.count_tool_call() > MOST_CALLS:
            text = prompts.read("too_many_calls")
        elif name not in self.names:
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
