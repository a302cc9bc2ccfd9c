"""Retries of a model's call: what may pass is asked again, and no call goes on for ever."""

import asyncio
import logging
from asyncio import sleep
from collections.abc import Awaitable, Sequence
from typing import Any, TypeVar

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse

from assistant.agent.chain import Handler, Link
from assistant.agent.replies import message_of, whole
from assistant.agent.turn_state import TurnState
from assistant.providers.json_plan import JsonPlanModel
from assistant.providers.model_trouble import endless_reply, is_passing, is_timeout, retry_after
from assistant.settings import Settings

log = logging.getLogger(__name__)

T = TypeVar("T")

LONGEST_WAIT_S = 20.0
"""A server that asks for a longer pause is passed over."""

SILENCES = 10
"""One reply may take so many times the longest silence: a stream that never ends is cut off."""


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
        link = next((n for n in self._links if n.model is inner), None)
        if link is None or link.is_builtin:
            return await handler(request)
        attempt = 0
        while True:
            try:
                response = await within(link, handler(request))
                whole(message_of(response), request.model, may_be_empty=True)
            except Exception as error:
                pause = self._pause(error, attempt)
                # A server that was silent once for the whole timeout gets one more chance.
                most = link.settings.max_retries
                left = min(most, 1) if is_timeout(error) else most
                if attempt >= left or not is_passing(error) or pause > LONGEST_WAIT_S:
                    raise
                log.info("retry %s after %.1f s: %s", attempt + 1, pause, type(error).__name__)
                await sleep(pause)
                attempt += 1
            else:
                return response

    def _pause(self, error: Exception, attempt: int) -> float:
        asked = retry_after(error)
        return asked if asked is not None else min(self._wait * 2**attempt, LONGEST_WAIT_S)


async def within(link: Link, call: Awaitable[T]) -> T:
    """Await a call of a model, for as long as one reply may take.

    Raises:
        UnusableReplyError: The reply did not come to an end.
    """
    limit = asyncio.timeout(SILENCES * link.settings.timeout_s)
    try:
        async with limit:
            return await call
    except TimeoutError:
        if limit.expired():
            raise endless_reply() from None
        raise
