"""The chat of one session: it asks the conversation, shows its steps, then its answer."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import panel as pn
import panel_material_ui as pmui

from assistant.events import Answer, Answered, StepFinished, StepStarted
from assistant.history.records import Turn
from assistant.page import history_text as words
from assistant.page import text as ui
from assistant.page.answer import html_pane, message_pane, question_buttons
from assistant.page.browser import Anchor
from assistant.page.data_text import BUSY
from assistant.page.presenting import divider, offered, present, question_pane, stored
from assistant.page.steps import Steps, welcome
from assistant.page.talk import Talk
from assistant.page.turn_buttons import turn_buttons
from data.errors import VisceadsError
from data.text import Lang, Text

log = logging.getLogger(__name__)

LONGEST_QUESTION = 4000
WIDTH = 900
_NONE = Text(zh="", en="")


class Chat:
    """A ChatInterface of one session over one conversation."""

    def __init__(self, talk: Talk, lang: Lang) -> None:
        self.talk = talk
        self.lang: Lang = lang
        self.prepare: Callable[[], None] = _ready
        """Called before each question."""
        self.catch_up: Callable[[], Text | None] = _same
        """Called before a turn is added or taken back: shows what another window made of the
        thread meanwhile, and says so."""
        self._question = ""
        self._busy = False
        self._told: set[str] = set()
        self._turns: list[list[Any]] = []
        """The messages of each turn that the conversation remembers, for taking them back."""
        self._shown: list[Any] | None = None
        self._answered = False
        self._buttons: Any = None
        self._steps: Steps | None = None
        self._kept = ""
        self._hint = html_pane("")
        self.view = pmui.ChatInterface(
            callback=self._respond,
            callback_exception=self._fail,
            callback_user=ui.PRODUCT,
            on_submit=self._submit,
            placeholder_threshold=0,
            show_rerun=False,
            show_undo=False,
            show_clear=False,
            show_button_name=False,
            input_params={"enable_upload": False, "placeholder": ui.PLACEHOLDER.get(lang)},
            message_params={
                "show_timestamp": False,
                "show_reaction_icons": False,
                "show_copy_icon": False,
                "show_edit_icon": False,
                "show_avatar": False,
                "show_user": False,
                "max_width": WIDTH,
            },
            sizing_mode="stretch_both",
            margin=0,
            card_params={"elevation": 0, "outlined": False, "margin": 0},
        )
        self.view._input_layout.max_width = WIDTH
        # Set free from the interface, which would disable the stop button with the rest.
        self.view._widget.disabled = False
        # While it answers, the interface passes nothing on.
        self.view._widget.param.watch(self._keep, "value")
        self.view._widget.param.watch(self._give_back, "value_input")
        self._greeting = pn.Column(sizing_mode="stretch_width")
        self.greet()
        self._show(self._greeting)

    def speak(self, lang: Lang) -> None:
        """Change the language of the page; answers keep theirs."""
        self.lang = lang
        held = {**self.view.input_params, "placeholder": ui.PLACEHOLDER.get(lang)}
        self.view.input_params = held
        self.greet()

    @property
    def busy(self) -> bool:
        """Whether a question is being answered."""
        return self._busy

    def hint(self, text: Text | None) -> None:
        """Show a sentence at the input box until the next question; None takes it away."""
        said = f'<p class="vc-hint" role="status">{escape(text.get(self.lang))}</p>' if text else ""
        self._hint.object = said
        self.view._widget.footer_objects = [self._hint] if text else []

    def announce(self, title: Text, text: Text) -> None:
        """Part the thread with a line that says what changed."""
        said = divider(title, text.get(self.lang), self.lang)
        self._show(pn.Column(said, sizing_mode="stretch_width"))

    def greet(self) -> None:
        """Write the greeting and the questions to begin with anew."""
        buttons = question_buttons(ui.TRY.get(self.lang), self.talk.starters(self.lang), self.ask)
        self._greeting.objects = [welcome(self.lang), buttons]

    def ask(self, question: str) -> None:
        """Ask a question as the reader, unless one is being answered."""
        if self._busy:
            self.hint(BUSY)
            return
        self.hint(None)
        elsewhere = self.catch_up()
        if elsewhere is not None:
            self.announce(elsewhere, _NONE)
        self.prepare()
        self._question = question.strip()
        shown = self._question[:LONGEST_QUESTION]
        shown += "…" if len(self._question) > LONGEST_QUESTION else ""
        self._offer_turn(None)
        self._shown = []
        asked = self.view.send(question_pane(shown), user="User", respond=False)
        self._shown.append(asked)
        self.view.respond()

    def clear(self) -> None:
        """Begin an empty thread."""
        self._turns, self._buttons, self._told = [], None, set()
        self.hint(None)
        self.greet()
        self.view.objects = [self._message(self._greeting)]

    def replay(self, turns: Sequence[Turn]) -> None:
        """Show a stored conversation; the reader comes to its last question."""
        self.clear()
        messages = list(self.view.objects)
        for turn in turns:
            answered = stored(turn, self.lang, self._told)
            made = [self._message(answered)]
            if turn.said is None:
                made.insert(0, self._message(question_pane(turn.question), user="User"))
                self._turns.append(made)
            if turn is turns[-1]:
                answered.insert(0, Anchor(height=0, margin=0, returned=1))
            messages += made
        last = next((t.answer for t in reversed(turns) if t.said is None), None)
        offers = offered(last, self.ask) if last else None
        if offers is not None:
            messages.append(self._message(offers))
            self._turns[-1].append(messages[-1])
        self.view.objects = messages
        self._offer_turn(self.lang)

    def undo(self) -> str | None:
        """Take the last question back, in the thread and in what the assistant remembers."""
        if self._busy:
            self.hint(words.BUSY_UNDO)
            return None
        elsewhere = self.catch_up()
        if elsewhere is not None:
            self.hint(elsewhere + words.NOT_UNDONE)
            return None
        question = self.talk.undo()
        if question is None:
            return None
        gone = {id(m) for m in (self._turns.pop() if self._turns else [])}
        gone.add(id(self._buttons))
        self._buttons = None
        self.view.objects = [m for m in self.view.objects if id(m) not in gone]
        self.hint(words.UNDONE)
        self._offer_turn(self.lang if self._turns else None)
        return question

    def edit(self) -> None:
        """Take the last question back into the input box."""
        question = self.undo()
        if question is not None:
            self.view._widget.value_input = question
            self.view._widget.focus()

    def rerun(self) -> None:
        """Ask the last question anew, as if it had not been asked."""
        question = self.undo()
        if question is not None:
            self.ask(question)

    def _submit(self, event: Any, _instance: Any) -> None:
        if event is not None and event.new:
            self.ask(event.new)

    async def _respond(self, _contents: Any, _user: str, _instance: Any) -> None:
        self._busy = True
        self._answered = False
        try:
            await self._reply(self._question)
        finally:
            self._busy = False
            if self._shown and self._answered:
                self._turns.append(self._shown)
            self._shown = None
            self.hint(None)
            self._offer_turn(self.lang if self._turns else None)

    async def _reply(self, question: str) -> None:
        refusal = _refusal(question)
        if refusal is not None:
            self._show(message_pane(refusal.get(self.lang)))
            return
        steps = self._steps = Steps(self.lang)
        self._show(steps.view)
        self._offer_stop()
        try:
            answer = await self._follow(question, steps)
        except asyncio.CancelledError:
            steps.stop()
            self._show(message_pane(ui.STOPPED.get(self.lang)))
            raise
        steps.end()
        if answer is not None:
            self._answered = True
            await present(answer, self._show, self.ask, self._told, steps.return_here)

    async def _follow(self, question: str, steps: Steps) -> Answer | None:
        answer = None
        async for event in self.talk.ask(question):
            if isinstance(event, StepStarted):
                steps.start(event)
            elif isinstance(event, StepFinished):
                steps.finish(event)
            elif isinstance(event, Answered):
                answer = event.answer
        return answer

    def _fail(self, error: Exception, _instance: Any) -> None:
        """Tell the reader in their language; the traceback goes to the log only."""
        log.error("a question could not be answered", exc_info=error)
        if self._steps is not None:
            self._steps.stop()
        text = error.text if isinstance(error, VisceadsError) else ui.FAILED
        self._show(message_pane(text.get(self.lang)))

    def _offer_stop(self) -> None:
        # The interface shows its stop button from the second turn on only.
        self.view._widget.loading = True

    def _keep(self, event: Any) -> None:
        if self._busy and event.new.strip():
            self._kept = event.new
            self.hint(BUSY)

    def _give_back(self, event: Any) -> None:
        """Put a question back that the box let go of, as it does with each that is sent."""
        if self._kept and not event.new:
            kept, self._kept = self._kept, ""
            self.view._widget.value_input = kept

    def _offer_turn(self, lang: Lang | None) -> None:
        """Put the buttons of the last turn at the thread's end; None takes them away."""
        if self._buttons is not None:
            held = self._buttons
            self.view.objects = [m for m in self.view.objects if m is not held]
            self._buttons = None
        if lang is not None and self._turns:
            row = turn_buttons(lang, undo=self.undo, edit=self.edit, rerun=self.rerun)
            self._buttons = self.view.send(row, user=ui.PRODUCT, respond=False)

    def _message(self, part: pn.viewable.Viewable, user: str = ui.PRODUCT) -> Any:
        return self.view._build_message({"object": part}, user=user)

    def _show(self, part: pn.viewable.Viewable) -> None:
        message = self.view.send(part, user=ui.PRODUCT, respond=False)
        if self._shown is not None:
            self._shown.append(message)


def _ready() -> None:
    pass


def _same() -> Text | None:
    return None


def _refusal(question: str) -> Text | None:
    if not question:
        return ui.EMPTY
    if len(question) > LONGEST_QUESTION:
        return ui.TOO_LONG.map(lambda t: t.format(n=len(question), most=LONGEST_QUESTION))
    return None
