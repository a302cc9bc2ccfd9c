"""A conversation: questions in, steps and checked answers out."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from langchain_core.messages import AnyMessage, HumanMessage

import prompts
from assistant.agent.agent import Agent
from assistant.builtin.composer import compose
from assistant.builtin.linker import language_of
from assistant.events import Answer, Answered, Event
from assistant.grounding import Allowed, Verdict, allow, check
from assistant.history.keeper import Keeper, Look
from assistant.history.records import Held
from assistant.settings import Settings
from assistant.starters import starters_for
from assistant.turn import (
    final_text_of,
    memory_of,
    model_of,
    refusals_of,
    results_of,
    steps_of,
    with_text,
)
from data.dataset import Dataset
from data.errors import VisceadsError
from data.result import Claim, Result
from data.text import Lang, Text

log = logging.getLogger(__name__)

LONGEST_HISTORY = 400
UNCHECKED = Text(
    zh="所选模型的回答里有数字没有工具出处。",
    en="The chosen model's answer held figures that no tool produced.",
)


@dataclass
class Past:
    """A turn that is over: what was asked, what the model remembers, and the figures it gave."""

    number: int
    question: str
    messages: list[AnyMessage] = field(default_factory=list)
    claims: dict[str, Claim] = field(default_factory=dict)


class Conversation:
    """One thread of questions about one data set with one chain of models.

    Args:
        settings: Which models answer, and how.
        dataset: The data set that every tool of the conversation reads.
        keeper: Keeps the turns in a history; by default none are kept.
    """

    def __init__(
        self, settings: Settings, dataset: Dataset, *, keeper: Keeper | None = None
    ) -> None:
        self.settings = settings
        self.dataset = dataset
        self.keeper = keeper or Keeper()
        self._past: list[Past] = []
        self._agent = Agent(settings, dataset)

    @property
    def thread_id(self) -> str:
        """The id of the thread, which cannot be guessed."""
        return self.keeper.thread_id

    @property
    def claims(self) -> dict[str, Claim]:
        """Every claim so far that may stand behind a figure of the next answer, by id."""
        return {i: c for past in self._past for i, c in past.claims.items()}

    def starters(self, lang: Lang) -> list[str]:
        """Return questions to begin with that the data set can answer."""
        return starters_for(self.dataset, lang)

    def use(self, dataset: Dataset) -> None:
        """Read another data set from the next question on; what was talked about stays.

        Figures of the former set no longer pass as evidence for new answers; the answers given
        keep theirs.
        """
        self.dataset = dataset
        for past in self._past:
            past.claims = {}
        self._agent = Agent(self.settings, dataset)
        self.keeper.note(Text(zh="数据集：", en="Data set: ") + dataset.title, dataset=dataset.id)

    def use_model(self, model: str) -> None:
        """Let another model answer from the next question on."""
        self.settings = self.settings.with_model(model)
        self._agent = Agent(self.settings, self.dataset)

    def start_over(self) -> None:
        """Begin a new thread that remembers nothing of this one."""
        self.keeper.start_over()
        self._past = []

    def resume(self, held: Held, dataset: Dataset | None = None) -> None:
        """Take up a stored thread: what was asked, and what the model remembers.

        Args:
            held: The thread as ``keeper.load`` gave it.
            dataset: The data set to read from now on; by default that in use.
        """
        memory = {turn.number: turn.messages for turn in held.memory}
        if dataset is not None:
            self.dataset = dataset
        self._past = []
        for turn in held.turns:
            if turn.said is not None:
                for past in self._past:
                    past.claims = {}
                continue
            known = {c.id: c for r in turn.answer.results for c in r.claims} if turn.answer else {}
            own = turn.answer is not None and turn.answer.dataset == self.dataset.id
            messages = list(memory.get(turn.number, []))
            self._past.append(Past(turn.number, turn.question, messages, known if own else {}))
        self._agent = Agent(self.settings, self.dataset)

    def catch_up(self) -> Look:
        """Take up what another window has made of the thread meanwhile, and tell what it was."""
        look = self.keeper.look()
        if look == "gone":
            self.start_over()
        elif look == "changed":
            held = self.keeper.load(self.thread_id)
            if held is not None:
                self.resume(held)
        return look

    def undo(self) -> str | None:
        """Take the last question back with its answer and all that is remembered of it.

        Returns:
            The question; None when there is none.
        """
        if not self._past:
            return None
        last = self._past.pop()
        self.keeper.drop(last.number)
        return last.question

    async def ask(self, question: str, lang: Lang | None = None) -> AsyncIterator[Event]:
        """Answer a question, step by step.

        The last event is always ``Answered``. Figures of its text are checked; where a model's
        text does not pass twice, the answer is composed from the tools' findings alone. A turn
        that is cancelled leaves nothing behind; one that the process does not live through is
        kept as a question without an answer.

        Args:
            question: As the user wrote it.
            lang: Language of the answer; by default the setting, else the question's.
        """
        started = time.monotonic()
        lang = lang or self._language(question)
        self.catch_up()
        number = self.keeper.begin(
            question, lang, dataset=self.dataset.id, model=self.settings.model
        )
        past = Past(number, question)
        answer: Answer | None = None
        try:
            async for event in self._answer_it(past, lang):
                if not isinstance(event, Answered):
                    yield event
                    continue
                seconds = time.monotonic() - started
                answer = event.answer.model_copy(update={"seconds": seconds})
                self._past.append(past)
                self.keeper.finish(number, answer, past.messages)
        finally:
            if answer is None:
                log.info("cancelled: %s", self.thread_id)
                self.keeper.drop(number)
        if answer is not None:
            notice = answer.notice or self.keeper.trouble
            yield Answered(answer.model_copy(update={"notice": notice}))

    async def _answer_it(self, past: Past, lang: Lang) -> AsyncIterator[Event]:
        asked = HumanMessage(past.question, additional_kwargs={"lang": lang})
        turn: list[AnyMessage] = [asked]
        opened: dict[str, tuple[str, float]] = {}
        try:
            async for message in self._agent.run(self._history(), asked, lang):
                turn.append(message)
                for event in steps_of(message, opened):
                    yield event
            async for event in self._conclude(past, turn, lang):
                yield event
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.exception("the answer failed")
            told = error.text if isinstance(error, VisceadsError) else self._agent.trouble
            text = told.get(lang) if told else prompts.read("replies/failed", lang)
            past.messages, past.claims = [], {}
            yield Answered(self._answer(past, lang, text, []))

    async def _conclude(
        self, past: Past, turn: list[AnyMessage], lang: Lang
    ) -> AsyncIterator[Event]:
        """Check the text of a turn; where it cannot be shown, take the steps to one that can."""
        results = results_of(turn)
        past.claims = {c.id: c for r in results for c in r.claims}
        claims = self.claims | past.claims
        asked = [*(p.question for p in self._past if p.messages), past.question]
        allowed = allow(asked, results, lang, refusals_of(turn, lang))
        text, verdict = _verdict(turn, claims, allowed, results)
        composed = "model" if results else "none"
        if text and not verdict.passed:
            repaired = await self._agent.repair([*self._history(), *turn], verdict, lang)
            if repaired is not None:
                turn[-1] = repaired  # the draft is not remembered
                text, verdict = _verdict(turn, claims, allowed, results)
        if not past.claims and (not verdict.passed or not text):
            others: list[AnyMessage] = []
            opened: dict[str, tuple[str, float]] = {}
            async for message in self._agent.rescue(self._history(), turn[0], lang, UNCHECKED):
                others.append(message)
                for event in steps_of(message, opened):
                    yield event
            if others:
                async for event in self._conclude(past, [turn[0], *others], lang):
                    yield event
                return
        if not verdict.passed or not text:
            log.warning("answer composed from findings; stray figures: %s", verdict.stray)
            kind = str(memory_of(turn).get("kind", ""))
            text = compose(results, lang, kind) or prompts.read("replies/no_data", lang)
            verdict = check(text, claims, allowed, has_tool=bool(results))
            composed = "template"
        turn[-1] = with_text(turn[-1], text)
        past.messages = turn
        memory = memory_of(turn)
        answer = self._answer(past, lang, text, results)
        found = answer.model_copy(
            update={
                "choices": list(memory.get("choices", [])) if not results else [],
                "figures": verdict.figures,
                "verified": verdict.verified,
                "composed": composed,
                "notice": self._agent.trouble,
                "model": model_of(turn) or self.settings.model,
                "configured": self._agent.answered_by,
                "tokens_in": self._agent.usage[0],
                "tokens_out": self._agent.usage[1],
            }
        )
        yield Answered(found)

    def _answer(self, past: Past, lang: Lang, text: str, results: list[Result]) -> Answer:
        offered = dict.fromkeys(t.get(lang) for r in results for t in r.followups)
        return Answer(
            question=past.question,
            lang=lang,
            text=text,
            claims=self.claims | past.claims,
            results=results,
            followups=[text for text in offered if text != past.question.strip()][:4],
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
        kept: list[AnyMessage] = []
        for past in reversed(self._past):
            if len(kept) + len(past.messages) > LONGEST_HISTORY:
                break
            kept = [*past.messages, *kept]
        return kept


def _verdict(
    turn: Sequence[AnyMessage],
    claims: dict[str, Claim],
    allowed: Allowed,
    results: Sequence[Result],
) -> tuple[str, Verdict]:
    text = final_text_of(turn)
    return text, check(text, claims, allowed, has_tool=bool(results or claims))
