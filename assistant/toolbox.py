"""The project's tools as LangChain tools: short text for the model, the whole result beside it."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from langchain_core.tools import BaseTool, StructuredTool

from assistant.digest import digest
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


def make_tools(
    context: Context, recorder: Recorder, lang: Lang, *, named_only: bool = False
) -> list[BaseTool]:
    """Wrap every registered tool for an agent.

    The artifact of each tool message is the JSON of a ``Result``, or ``{"error": {zh, en}}``;
    an error never ends the run, so that a model can mend its call.

    Args:
        context: What the tools may use.
        recorder: Receives the claims they mint.
        lang: Of what the model reads.
        named_only: Leave out descriptions and schemas, for a model that needs neither; the file of
            a tool is then imported when it is called.
    """
    return [_wrap(name, context, recorder, lang, named_only) for name in MODULES]


def _wrap(
    name: str, context: Context, recorder: Recorder, lang: Lang, named_only: bool
) -> BaseTool:
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
        description=name if named_only else get_tool(name).description,
        args_schema={"type": "object", "properties": {}} if named_only else get_tool(name).params,
        response_format="content_and_artifact",
        handle_validation_error=lambda error: f"ERROR: {_first_line(error)}",
    )


def _error(text: Text, suggestions: Sequence[str] = ()) -> dict[str, Any]:
    return {"error": text.model_dump(), "suggestions": list(suggestions)}


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:400]
