"""OpenAI's chat client with streamed tool calls put together whole.

LangChain reads a streamed call's arguments as far as they go, so that broken ones silently become
none, and a question about one province would be answered for the nation.
"""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

from langchain_core.messages import AIMessageChunk
from langchain_core.messages.tool import ToolCallChunk, tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI

from assistant.providers.call_reading import UNREADABLE, read_json


class WholeCallsChatOpenAI(ChatOpenAI):
    """Holds the pieces of each tool call back until its arguments are whole and readable."""

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        held = _Pieces()
        for chunk in super()._stream(*args, **kwargs):
            yield held.take(chunk)
        yield from held.whole()

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        held = _Pieces()
        async for chunk in super()._astream(*args, **kwargs):
            yield held.take(chunk)
        for chunk in held.whole():
            yield chunk


class _Pieces:
    """The pieces of the calls of one reply, in the order in which the calls began."""

    def __init__(self) -> None:
        self._calls: list[dict[str, Any]] = []

    def take(self, chunk: ChatGenerationChunk) -> ChatGenerationChunk:
        """Take the pieces of calls out of a chunk."""
        message = chunk.message
        if not isinstance(message, AIMessageChunk) or not message.tool_call_chunks:
            return chunk
        for piece in message.tool_call_chunks:
            self._add(piece)
        bare = AIMessageChunk(
            content=message.content,
            id=message.id,
            response_metadata=message.response_metadata,
            usage_metadata=message.usage_metadata,
        )
        return ChatGenerationChunk(message=bare, generation_info=chunk.generation_info)

    def whole(self) -> Iterator[ChatGenerationChunk]:
        """Yield the calls, each with arguments that are a JSON object."""
        if self._calls:
            pieces = [
                tool_call_chunk(
                    name=c["name"], args=_object(c["args"]), id=c["id"] or f"call{i:05d}", index=i
                )
                for i, c in enumerate(self._calls)
            ]
            message = AIMessageChunk(content="", tool_call_chunks=pieces)
            yield ChatGenerationChunk(message=message)

    def _add(self, piece: ToolCallChunk) -> None:
        same = [c for c in self._calls if c["index"] == piece["index"]]
        # Some servers number every call 0 and tell them apart by id alone.
        begins = bool(piece["id"]) and piece["id"] not in {c["id"] for c in same}
        if not same or (begins and bool(piece["name"]) and bool(same[-1]["name"])):
            self._calls.append({"index": piece["index"], "id": "", "name": "", "args": ""})
            same = self._calls[-1:]
        call = same[-1]
        call["id"] = piece["id"] or call["id"]
        call["name"] += piece["name"] or ""
        call["args"] += piece["args"] or ""


def _object(arguments: str) -> str:
    """Return arguments as the JSON of an object, mended where they can be read.

    >>> _object('{"top": 3,}'), _object("{top"), _object("")
    ('{"top": 3}', '{"unreadable_json": "{top"}', '{}')
    """
    held = read_json(arguments) if arguments.strip() else {}
    return json.dumps(
        held if isinstance(held, dict) else {UNREADABLE: arguments[:80]}, ensure_ascii=False
    )
