"""What a model remembers of a conversation, kept by LangGraph's checkpointer.

One checkpoint a thread: the messages without the results behind them, which stand with the answers.
"""

import sqlite3
from collections.abc import Sequence

from langchain_core.messages import AnyMessage, ToolMessage
from langgraph.checkpoint.base import empty_checkpoint
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver

CHANNEL = "messages"


def prepare(connection: sqlite3.Connection) -> None:
    """Make the checkpointer's tables."""
    SqliteSaver(connection).setup()


def recall(connection: sqlite3.Connection, thread_id: str) -> list[AnyMessage]:
    """Return the messages of a thread in their order; none where nothing is kept."""
    held = _saver(connection).get_tuple(_config(thread_id))
    return list(held.checkpoint["channel_values"].get(CHANNEL, [])) if held else []


def remember(
    connection: sqlite3.Connection, thread_id: str, messages: Sequence[AnyMessage]
) -> None:
    """Keep the messages of a thread in place of those kept before.

    The checkpointer commits what the connection has written so far together with the messages.
    """
    connection.execute("DELETE FROM checkpoints WHERE thread_id = ?", (thread_id,))
    checkpoint = empty_checkpoint()
    checkpoint["channel_values"] = {CHANNEL: [_light(m) for m in messages]}
    checkpoint["channel_versions"] = {CHANNEL: 1}
    _saver(connection).put(_config(thread_id), checkpoint, {"source": "update", "step": 0}, {})


def forget(connection: sqlite3.Connection, thread_id: str) -> None:
    """Delete all that is remembered of a thread."""
    _saver(connection).delete_thread(thread_id)


def _saver(connection: sqlite3.Connection) -> SqliteSaver:
    # Messages only: no other type is brought back to life from the file.
    saver = SqliteSaver(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=None))
    saver.is_setup = True
    return saver


def _config(thread_id: str) -> dict[str, dict[str, str]]:
    return {"configurable": {"thread_id": thread_id, "checkpoint_ns": ""}}


def _light(message: AnyMessage) -> AnyMessage:
    if isinstance(message, ToolMessage) and message.artifact is not None:
        return message.model_copy(update={"artifact": None})
    return message
