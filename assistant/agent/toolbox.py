"""The project's tools as LangChain tools: short text for the model, the whole result beside it."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from langchain_core.tools import BaseTool, StructuredTool

from assistant.agent.digest import digest
from data.errors import VisceadsError
from data.result import Claim, Result
from data.text import Lang, Text
from tools.registry import MODULES, Context, get_tool

log = logging.getLogger(__name__)

FAILED = Text(
    zh="工具运行失败，原因已写入日志。请换一种问法，或稍后重试。",
    en="The tool failed; the cause is in the log. Rephrase the question or try again.",
)


class Recorder:
    """Receives every claim that a tool mints."""

    def record(self, claims: Sequence[Claim]) -> None:
        """Keep the claims."""
        raise NotImplementedError


def make_tools(context: Context, recorder: Recorder, lang: Lang) -> list[BaseTool]:
    """Wrap every registered tool for an agent, by name: a tool's file is imported when it is called.

    What a model reads of a tool, and in which form, is the chain's to say (``flat_tools``).

    The artifact of each tool message is the JSON of a ``Result``, or ``{"error": {zh, en}}``;
    an error never ends the run, so that a model can mend its call.

    Args:
        context: What the tools may use.
        recorder: Receives the claims they mint.
        lang: Of what the model reads.
    """
    return [_wrap(name, context, recorder, lang) for name in MODULES]


def _wrap(name: str, context: Context, recorder: Recorder, lang: Lang) -> BaseTool:
    def run(given: dict[str, Any]) -> Result:
        return get_tool(name).run(context, given)

    async def call(**arguments: Any) -> tuple[str, dict[str, Any]]:
        given = {k: v for k, v in arguments.items() if v is not None}
        try:
            result = await asyncio.to_thread(run, given)
        except VisceadsError as error:
            log.info("%s refused: %s", name, error.text.en)
            return f"ERROR: {error.text.get(lang)}", _error(error.text, error.suggestions)
        except Exception:
            log.exception("%s failed on %s", name, given)
            return f"ERROR: {FAILED.get(lang)}", _error(FAILED)
        await asyncio.to_thread(recorder.record, result.claims)
        return digest(result, lang), result.model_dump(mode="json")

    return StructuredTool.from_function(
        coroutine=call,
        name=name,
        description=name,
        args_schema={"type": "object", "properties": {}},
        response_format="content_and_artifact",
    )


def _error(text: Text, suggestions: Sequence[str] = ()) -> dict[str, Any]:
    return {"error": text.model_dump(), "suggestions": list(suggestions)}
