"""A conversation: questions in, steps and checked answers out."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

import prompts
from assistant.agent import Agent
from assistant.builtin.composer import compose
from assistant.builtin.linker import language_of
from assistant.builtin.model import MEMORY
from assistant.events import Answer, Answered, Event, StepFinished, StepStarted
from assistant.grounding import Allowed, Verdict, allow, check
from assistant.settings import Settings
from assistant.starters import starters_for
from assistant.step_labels import step_label
from data.dataset import Dataset
from data.errors import VisceadsError
from data.result import Claim, Result
from data.text import Lang, Text

log = logging.getLogger(__name__)

LONGEST_HISTORY = 40


class Conversation:
    """One thread of questions about one data set with one chain of models.

    Args:
        settings: Which models answer, and how.
        dataset: The data set that every tool of the conversation reads.
        thread_id: Name of the thread; a new one by default.
    """

    def __init__(
        self, settings: Settings, dataset: Dataset, *, thread_id: str | None = None
    ) -> None:
        self.settings = settings
        self.dataset = dataset
        self.thread_id = thread_id or f"thread-{time.time_ns():x}"
        self.claims: dict[str, Claim] = {}
        self._messages: list[AnyMessage] = []
        self._agent = Agent(settings, dataset)

    def starters(self, lang: Lang) -> list[str]:
        """Return questions to begin with that the data set can answer."""
        return starters_for(self.dataset, lang)

    def use(self, dataset: Dataset) -> None:
        """Read another data set from the next question on; what was talked about stays.

        Figures of the former set no longer pass as evidence for new answers; the answers given
        keep theirs.
        """
        self.dataset = dataset
        self.claims = {}
        self._agent = Agent(self.settings, dataset)

    async def ask(self, question: str, lang: Lang | None = None) -> AsyncIterator[Event]:
        """Answer a question, step by step.

        The last event is always ``Answered``. Figures of its text are checked; where a model's
        text does not pass twice, the answer is composed from the tools' findings alone.

        Args:
            question: As the user wrote it.
            lang: Language of the answer; by default the setting, else the question's.
        """
        started = time.monotonic()
        lang = lang or self._language(question)
        asked = HumanMessage(question, additional_kwargs={"lang": lang})
        turn: list[AnyMessage] = [asked]
        opened: dict[str, tuple[str, float]] = {}
        try:
            async for message in self._agent.run(self._history(), asked, lang):
                turn.append(message)
                for event in _steps(message, opened):
                    yield event
            answer = await self._conclude(turn, lang)
        except asyncio.CancelledError:
            log.info("cancelled: %s", self.thread_id)
            raise
        except Exception as error:
            log.exception("the answer failed")
            told = error.text if isinstance(error, VisceadsError) else self._agent.trouble
            text = told.get(lang) if told else prompts.read("replies/failed", lang)
            answer = self._answer(question, lang, text, [])
        seconds = time.monotonic() - started
        yield Answered(answer.model_copy(update={"seconds": seconds}))

    async def _conclude(self, turn: list[AnyMessage], lang: Lang) -> Answer:
        question = str(turn[0].text)
        results = _results(turn)
        for result in results:
            self.claims |= {c.id: c for c in result.claims}
        allowed = allow([*self._questions(), question], results, lang, _refusals(turn, lang))
        text, verdict = self._verdict(turn, results, allowed)
        composed = "model" if results else "none"
        if text and not verdict.passed:
            repaired = await self._agent.repair([*self._history(), *turn], verdict, lang)
            if repaired is not None:
                turn.append(repaired)
                text, verdict = self._verdict(turn, results, allowed)
        if not verdict.passed or not text:
            log.warning("answer composed from findings; stray figures: %s", verdict.stray)
            kind = str(_memory(turn).get("kind", ""))
            text = compose(results, lang, kind) or prompts.read("replies/no_data", lang)
            verdict = check(text, self.claims, allowed, has_tool=bool(results))
            composed = "template"
        turn[-1] = _with_text(turn[-1], text)
        self._messages += turn
        memory = _memory(turn)
        answer = self._answer(question, lang, text, results)
        return answer.model_copy(
            update={
                "choices": list(memory.get("choices", [])) if not results else [],
                "figures": verdict.figures,
                "verified": verdict.verified,
                "composed": composed,
                "notice": self._agent.trouble,
                "model": _model_name(turn) or self.settings.model,
            }
        )

    def _verdict(
        self, turn: Sequence[AnyMessage], results: Sequence[Result], allowed: Allowed
    ) -> tuple[str, Verdict]:
        text = _final_text(turn)
        return text, check(text, self.claims, allowed, has_tool=bool(results or self.claims))

    def _answer(self, question: str, lang: Lang, text: str, results: list[Result]) -> Answer:
        offered = dict.fromkeys(t.get(lang) for r in results for t in r.followups)
        return Answer(
            question=question,
            lang=lang,
            text=text,
            claims=dict(self.claims),
            results=results,
            followups=[text for text in offered if text != question.strip()][:4],
            model=self.settings.model,
            dataset=self.dataset.id,
            dataset_title=self.dataset.title,
            demonstration=any(c.kind == "demonstration" for r in results for c in r.claims),
        )

    def _language(self, question: str) -> Lang:
        held = self.settings.language
        return language_of(question) if held == "auto" else held

    def _history(self) -> list[AnyMessage]:
        """Return the turns before, whole turns only, the oldest left out."""
        recent = self._messages[-LONGEST_HISTORY:]
        starts = [i for i, m in enumerate(recent) if isinstance(m, HumanMessage)]
        return recent[starts[0] :] if starts else []

    def _questions(self) -> list[str]:
        return [str(m.text) for m in self._messages if isinstance(m, HumanMessage)]


def _steps(message: AnyMessage, opened: dict[str, tuple[str, float]]) -> list[Event]:
    if isinstance(message, AIMessage):
        events: list[Event] = []
        for call in message.tool_calls:
            call_id = str(call["id"])
            opened[call_id] = (call["name"], time.monotonic())
            label = step_label(call["name"], call["args"])
            events.append(StepStarted(call_id, call["name"], label, dict(call["args"])))
        return events
    if isinstance(message, ToolMessage):
        name, started = opened.pop(message.tool_call_id, (message.name or "", time.monotonic()))
        artifact = message.artifact or {}
        ok = "error" not in artifact and message.status != "error" and bool(artifact)
        summary = Text(**artifact["title"]) if ok else _failure(message)
        seconds = time.monotonic() - started
        label = step_label(name, artifact.get("arguments", {}))
        return [StepFinished(message.tool_call_id, name, label, ok, summary, seconds)]
    return []


def _failure(message: ToolMessage) -> Text:
    held = (message.artifact or {}).get("error")
    if held:
        return Text(**held)
    text = str(message.text)[:300]
    return Text(zh=text, en=text)


def _results(turn: Sequence[AnyMessage]) -> list[Result]:
    """Return the results in the order of their calls; parallel calls end in any order."""
    calls = [c["id"] for m in turn if isinstance(m, AIMessage) for c in m.tool_calls]
    done = [m for m in turn if isinstance(m, ToolMessage) and m.artifact]
    done.sort(key=lambda m: calls.index(m.tool_call_id) if m.tool_call_id in calls else 0)
    # What goes along with a kind's own tool is not shown where that tool refused.
    if done and "error" in done[0].artifact and _memory(turn).get("kind"):
        return []
    return [Result.model_validate(m.artifact) for m in done if "error" not in m.artifact]


def _refusals(turn: Sequence[AnyMessage], lang: Lang) -> list[str]:
    artifacts = [m.artifact for m in turn if isinstance(m, ToolMessage) and m.artifact]
    return [str(a["error"][lang]) for a in artifacts if "error" in a]


def _final_text(turn: Sequence[AnyMessage]) -> str:
    last = turn[-1]
    if not isinstance(last, AIMessage) or last.tool_calls or _is_no_models_word(last):
        return ""
    return str(last.text).strip()


def _is_no_models_word(message: AIMessage) -> bool:
    """Tell whether the run was ended by its limit of model calls, which writes its own message."""
    return not message.response_metadata and str(message.text).startswith("Model call limits")


def _with_text(message: AnyMessage, text: str) -> AIMessage:
    if isinstance(message, AIMessage) and not message.tool_calls:
        return message.model_copy(update={"content": text})
    return AIMessage(text)


def _memory(turn: Sequence[AnyMessage]) -> dict[str, Any]:
    for message in reversed(turn):
        held = message.additional_kwargs.get(MEMORY)
        if held:
            return dict(held)
    return {}


def _model_name(turn: Sequence[AnyMessage]) -> str:
    for message in reversed(turn):
        if isinstance(message, AIMessage):
            metadata = message.response_metadata
            return str(metadata.get("model_name") or metadata.get("model") or "")
    return ""
