"""The page in the browser: header, data set and model, and the chat, built for each session."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import panel as pn
import panel_material_ui as pmui
from bokeh.themes import Theme

from assistant.history.opening import TOKEN, new_id
from assistant.page import history_text as words
from assistant.page import text as ui
from assistant.page.answer import message_pane
from assistant.page.browser import PlotGuard, Visitor
from assistant.page.chat import Chat
from assistant.page.choice import Choice
from assistant.page.chooser import Chooser
from assistant.page.drawer import DataDrawer
from assistant.page.history_drawer import HistoryDrawer
from assistant.page.model_choice import ModelChoice
from data.errors import VisceadsError
from data.text import Lang
from viz.panes import EXTENSIONS

if TYPE_CHECKING:
    from assistant.conversation import Conversation
    from assistant.settings import Settings

log = logging.getLogger(__name__)

FONT = (
    'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB",'
    ' "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
)
THEME: dict[str, Any] = {
    "palette": {
        "primary": {"main": "#0d5c55"},
        "background": {"default": "#ffffff", "paper": "#ffffff"},
    },
    "typography": {"fontFamily": FONT},
    "shape": {"borderRadius": 10},
    "components": {
        "MuiMenuItem": {"styleOverrides": {"root": {"fontSize": "14px", "whiteSpace": "normal"}}}
    },
}
KEEPS_ITS_OWN: dict[str, Any] = {"attrs": {"Title": {}, "Axis": {}, "Legend": {}}}
"""Parts of a plot that the page must not dress anew: synthetic data would lose its colour."""

ICON_SX = {"color": "rgba(255,255,255,.9)", "& .MuiIcon-root": {"fontSize": "22px"}}
SWITCH_SX = {
    "& .MuiToggleButton-root": {
        "border": "1px solid rgba(255,255,255,.45)",
        "color": "rgba(255,255,255,.85)",
        "fontSize": "13px",
        "lineHeight": 1.4,
        "padding": "3px 12px",
        "textTransform": "none",
    },
    "& .MuiToggleButton-root.Mui-selected, & .MuiToggleButton-root.Mui-selected:hover": {
        "backgroundColor": "rgba(255,255,255,.95)",
        "color": "#0d5c55 !important",
    },
}


def build_page(
    make_conversation: "Callable[[], Conversation] | None" = None, *, shared: bool = True
) -> pmui.Page:
    """Build the page of one session.

    Args:
        make_conversation: Opens the session's conversation; by default one with the settings and
            the data set in use.
        shared: Whether several people may use the page, so that each browser has a list of
            conversations of its own.
    """
    pn.extension(*EXTENSIONS, notifications=False)
    lang = session_language()
    try:
        conversation = (make_conversation or open_conversation)()
    except Exception as error:
        log.exception("no conversation could be opened")
        return _page([_apology(error, lang)], [], lang)
    chat = Chat(conversation, lang)
    choice = Choice(conversation, chat)
    drawer = DataDrawer(choice, lang)
    models = ModelChoice(conversation, chat)
    chooser = Chooser(choice, models, lang, drawer.open)
    history = HistoryDrawer(
        conversation, chat, choice, models, lang, shared=shared, changed=chooser.refresh
    )
    kept = [_icon("history", history.open), _icon("edit_square", history.start_over)]
    history.view.param.watch(lambda event: event.new or kept[0].focus(), "open")
    pn.state.on_session_destroyed(lambda _context: drawer.imports.close())
    switch = pmui.RadioButtonGroup(
        options={name: key for key, name in ui.LANGUAGES.items()},
        value=lang,
        margin=(3, 0, 0, 6),
        sx=SWITCH_SX,
    )

    def speak(spoken: Lang) -> None:
        chat.speak(spoken)
        chooser.speak(spoken)
        drawer.speak(spoken)
        history.speak(spoken)
        _describe(kept, spoken)

    _describe(kept, lang)
    switch.param.watch(lambda event: speak(event.new), "value")
    body = pn.Column(
        PlotGuard(height=0, margin=0),
        chooser.view,
        chat.view,
        drawer.view,
        history.view,
        *([_visitor(conversation)] if shared else []),
        sizing_mode="stretch_both",
        margin=0,
    )
    return _page([body], [pn.Spacer(sizing_mode="stretch_width"), *kept, switch], lang)


def _icon(icon: str, act: "Callable[[], None]") -> pmui.IconButton:
    button = pmui.IconButton(icon=icon, size="small", margin=(0, 2), sx=ICON_SX)
    button.on_click(lambda _event: act())
    return button


def _describe(buttons: list[pmui.IconButton], lang: Lang) -> None:
    for button, said in zip(buttons, (words.HISTORY, words.NEW), strict=True):
        button.param.update(label=said.get(lang), description=said.get(lang))


def _visitor(conversation: "Conversation") -> Visitor:
    """Give the conversation to its browser; until the browser is known it is nobody else's."""
    keeper = conversation.keeper
    keeper.owner = new_id()
    visitor = Visitor(height=0, margin=0)

    def know(event: Any) -> None:
        if TOKEN.fullmatch(event.new):
            keeper.owner = event.new

    visitor.param.watch(know, "token")
    return visitor


def open_conversation() -> "Conversation":
    """Open a conversation with the settings and the data set in use."""
    from assistant.settings import load_settings

    return make_kept(load_settings())


def make_kept(settings: "Settings") -> "Conversation":
    """Open a conversation that is kept, unless the settings keep none."""
    from assistant.conversation import Conversation
    from assistant.history.keeper import Keeper
    from assistant.history.opening import open_history
    from data.store import Store

    history = None if settings.history == "off" else open_history()
    return Conversation(settings, Store().open(settings.dataset), keeper=Keeper(history))


def session_language() -> Lang:
    """Choose the page's first language: ``?lang=``, else the browser's, else Chinese."""
    asked = [v.decode(errors="replace") for v in pn.state.session_args.get("lang", [])]
    held = str((pn.state.headers or {}).get("Accept-Language", ""))
    wanted = asked[0] if asked else held
    return "en" if wanted.strip().lower().startswith("en") else "zh"


def _page(main: list[Any], header: list[Any], lang: Lang) -> pmui.Page:
    if pn.state.curdoc is not None:
        pn.state.curdoc.theme = Theme(json=KEEPS_ITS_OWN)
    return pmui.Page(
        title=ui.PRODUCT,
        meta_title=ui.TITLE.get(lang),
        header=header,
        main=main,
        theme_config=THEME,
        theme_toggle=False,
        sx={"& .title": {"fontSize": "1.25rem", "fontWeight": 650, "letterSpacing": "0.01em"}},
    )


def _apology(error: Exception, lang: Lang) -> pn.pane.HTML:
    text = ui.NOT_READY + error.text if isinstance(error, VisceadsError) else ui.FAILED
    return message_pane(text.get(lang))
