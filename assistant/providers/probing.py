"""Probes of a model: is it listed, does it say one word, does it call a tool?"""

import difflib
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage

from assistant.agent.flat_tools import flat_schema
from assistant.providers.call_reading import mend_calls
from assistant.providers.json_plan import JsonPlanModel
from assistant.providers.model_settings import ModelSettings
from assistant.providers.model_trouble import cause_of, refuses_stream, refuses_tools, status_of
from assistant.providers.models import make_model
from assistant.settings import Settings
from data.text import Text

log = logging.getLogger(__name__)

SLOW_S = 15.0
"""A model that takes longer for one word makes answers of several calls a matter of minutes."""

TOOL = "query_emissions"
WORD = "Reply with one word: ready"
QUESTION = f"Call {TOOL} for Guangdong in 2019. Answer with the call alone."
LISTED = 5
Way = Literal["native", "json", "none"]


@dataclass
class Probe:
    """What was found out about one model.

    ``ok``: it can answer; ``lines`` say what was found and how to mend it; ``way`` is how it calls
    tools; ``seconds`` what one word took.
    """

    model: str
    ok: bool = True
    lines: list[Text] = field(default_factory=list)
    way: Way = "none"
    seconds: float | None = None

    def tell(self, zh: str, en: str) -> None:
        """Add a line."""
        self.lines.append(Text(zh=zh, en=en))

    def fail(self, text: Text) -> "Probe":
        """Add what is wrong; the model cannot be used."""
        self.ok = False
        self.lines.append(text)
        return self


def probe(name: str, settings: Settings) -> Probe:
    """Try one configured model: its list of models, one word, one tool call."""
    held = settings.model_settings(name)
    found = Probe(name)
    try:
        model = make_model(name, settings)
        _check_name(found, held)
        if found.ok:
            _call_a_tool(found, _say_a_word(found, model, held), held)
    except Exception as error:
        log.info("probe of %s", name, exc_info=True)
        return found.fail(cause_of(error, held))
    return found


def list_models(held: ModelSettings) -> list[str]:
    """Return the names of the models that a server offers, by the provider's own client."""
    key = held.key()
    secret = key.get_secret_value() if key else "none"
    if held.provider == "mistralai":
        from mistralai.client import Mistral

        # The SDK puts the version into its paths.
        address = held.address.removesuffix("/v1")
        with Mistral(
            api_key=secret, server_url=address, timeout_ms=int(held.timeout_s * 1000)
        ) as client:
            return [m.id for m in client.models.list().data or []]
    if held.provider == "ollama":
        from ollama import Client

        signed = {"headers": {"Authorization": f"Bearer {secret}"}} if key else {}
        client = Client(held.address, timeout=held.timeout_s, **signed)
        return [m.model or "" for m in client.list().models]
    from openai import OpenAI

    with OpenAI(
        api_key=secret, base_url=held.address, timeout=held.timeout_s, max_retries=0
    ) as client:
        return [m.id for m in client.models.list()]


def nearest_models(name: str, names: Sequence[str]) -> list[str]:
    """Return the models that a wrong name may have meant, the likeliest first.

    >>> nearest_models("qwen3", ["llama3.1:8b", "qwen3:14b"])
    ['qwen3:14b']
    """
    within = [n for n in names if name.lower() in n.lower()]
    near = difflib.get_close_matches(name, names, n=LISTED, cutoff=0.4)
    return list(dict.fromkeys([*within, *near]))[:LISTED]


def _check_name(found: Probe, held: ModelSettings) -> None:
    try:
        names = list_models(held)
    except Exception as error:
        unlisted = status_of(error) in (400, 403, 404, 405, 501)
        if not unlisted and "Validation" not in type(error).__name__:
            raise
        found.tell("该服务不提供模型列表", "this server lists no models")
        return
    known = {n for name in names for n in (name, name.removesuffix(":latest"))}
    if not names or held.name in known:
        return
    near = nearest_models(held.name, names) or names[:LISTED]
    told = ", ".join(near)
    mend = (
        Text(zh=f"；或运行 ollama pull {held.name}", en=f"; or run ollama pull {held.name}")
        if held.provider == "ollama"
        else Text(zh="", en="")
    )
    found.fail(
        Text(
            zh=f"没有名为“{held.name}”的模型，相近的有：{told}",
            en=f"there is no model “{held.name}”; nearest: {told}",
        )
        + mend
    )


def _say_a_word(found: Probe, model: BaseChatModel, held: ModelSettings) -> BaseChatModel:
    """Ask for one word; return the model as its server can be asked, in a stream or whole."""
    started = time.monotonic()
    try:
        model.invoke(WORD)
    except Exception as error:
        if not refuses_stream(error) or not getattr(model, "streaming", False):
            raise
        model = model.model_copy(update={"streaming": False})
        model.invoke(WORD)
    found.seconds = time.monotonic() - started
    took = f"{found.seconds:.1f}"
    found.tell(f"有响应（{took} 秒）", f"answers ({took} s)")
    if found.seconds > min(SLOW_S, held.timeout_s):
        found.tell(
            '很慢：可换小一些的模型、设 tools = "few" 减少提示词，或增大 timeout_s',
            'slow: take a smaller model, set tools = "few" for a shorter prompt,'
            " or raise timeout_s",
        )
    return model


def _call_a_tool(found: Probe, model: BaseChatModel, held: ModelSettings) -> None:
    schema = flat_schema(TOOL, "en", choices=False)
    if held.tools != "json" and _calls_natively(model, schema):
        found.way = "native"
        found.tell("能调用工具", "calls tools")
        return
    if held.tools == "native":
        found.fail(
            Text(
                zh='不能调用工具：请去掉 tools = "native"，改用 JSON 计划',
                en='does not call tools: remove tools = "native", so that it writes a JSON plan',
            )
        )
        return
    planned = JsonPlanModel(inner=model).bind_tools([schema]).invoke(QUESTION)
    if any(call["name"] == TOOL for call in planned.tool_calls):
        found.way = "json"
        found.tell(
            '不能直接调用工具，改写 JSON 计划（可设 tools = "json" 省去一次尝试）',
            'calls no tools and writes a JSON plan instead (tools = "json" saves a trial)',
        )
        return
    found.fail(
        Text(
            zh="既不调用工具，也写不出 JSON 计划：提问会由后备模型回答；请换一个支持工具调用的模型",
            en="neither calls tools nor writes a JSON plan: the fallback will answer; take a model"
            " that supports tool calls",
        )
    )


def _calls_natively(model: BaseChatModel, schema: dict[str, Any]) -> bool:
    try:
        reply = model.bind_tools([schema]).invoke(QUESTION)
    except Exception as error:
        if refuses_tools(error):
            return False
        raise
    if not isinstance(reply, AIMessage):
        return False
    return any(call["name"] == TOOL for call in mend_calls(reply, [TOOL]).tool_calls)
