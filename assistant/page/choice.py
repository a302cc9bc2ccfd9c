"""The data set of one conversation: chosen, switched, and said in the thread."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from assistant.page import data_text as ui
from assistant.page.chat import Chat
from data.dataset import Dataset, Manifest
from data.errors import VisceadsError
from data.store import Listing, Store
from data.tables import io_level, span
from data.text import Text

if TYPE_CHECKING:
    from assistant.conversation import Conversation

log = logging.getLogger(__name__)

NAMED = {"inventory_provincial": ui.PROVINCIAL, "inventory_national": ui.NATIONAL}


class Choice:
    """Which data set a conversation reads; other conversations and the default keep theirs."""

    def __init__(self, conversation: "Conversation", chat: Chat) -> None:
        self._conversation = conversation
        self._chat = chat
        self._heard: list[Callable[[], None]] = []
        chat.prepare = self.follow

    @property
    def id(self) -> str:
        """The data set in use."""
        return self._conversation.dataset.id

    @property
    def dataset(self) -> Dataset:
        """The opened data set in use."""
        return self._conversation.dataset

    @property
    def default(self) -> str:
        """The data set that new conversations start with."""
        return self._settings_dataset or Store().active_id()

    @property
    def default_is_free(self) -> bool:
        """Whether the default can be changed here: a setting that names one goes first."""
        return not self._settings_dataset

    def watch(self, heard: Callable[[], None]) -> None:
        """Call a function after data sets or the choice changed."""
        self._heard.append(heard)

    def tell(self) -> None:
        """Say to all who watch that data sets or the choice changed."""
        for heard in self._heard:
            heard()

    def use(self, dataset_id: str, *, because: Text | None = None) -> bool:
        """Switch the conversation to a data set, and say so in the thread.

        Args:
            dataset_id: A data set of the store.
            because: A sentence that goes before what is said.

        Returns:
            Whether it was switched; not while a question is being answered, nor to a damaged set.
        """
        if self._chat.busy:
            self._chat.hint(ui.BUSY_SWITCH)
            return False
        try:
            dataset = Store().open(dataset_id)
        except VisceadsError as error:
            self._chat.hint(error.text)
            return False
        same = dataset.id == self.id
        self._conversation.use(dataset)
        said = ui.RENEWED if same else ui.SWITCHED
        covers = cover(dataset.manifest) + ui.STOP + (Text(zh="", en=" ") + ui.FROM_NOW)
        self._chat.greet()
        self._chat.announce(ui.fill(said, title=dataset.title), (because or _NONE) + covers)
        self.tell()
        return True

    def make_default(self) -> None:
        """Let new conversations start with the data set in use."""
        try:
            Store().use(self.id)
        except VisceadsError as error:
            self._chat.hint(error.text)
            return
        self._chat.hint(ui.fill(ui.NOW_DEFAULT, title=self.dataset.title))
        self.tell()

    def follow(self) -> None:
        """Take up what an import or a removal elsewhere has made of the data set in use."""
        try:
            held = Store().path(self.id)
        except VisceadsError:
            self.leave_if_removed()
            return
        if held != self.dataset.folder:
            self.use(self.id)

    def leave_if_removed(self) -> None:
        """Switch to the default when the data set in use is no longer there."""
        store = Store()
        if self.id not in store.ids():
            gone = ui.fill(ui.REMOVED_HERE, title=self.dataset.title)
            self.use(store.active_id(), because=gone + Text(zh="", en=" "))

    @property
    def _settings_dataset(self) -> Any:
        return getattr(self._conversation.settings, "dataset", None)


_NONE = Text(zh="", en="")


def name_of(listing: Listing, listings: list[Listing]) -> Text:
    """Name a data set; its id stands beside where two have one title or it is damaged."""
    title = listing.title
    if sum(other.title == title for other in listings) > 1:
        title = title + Text(zh=f" · {listing.id}", en=f" · {listing.id}")
    if listing.problem is not None:
        title = title + _damaged(listing.problem)
    return title


def cover(manifest: Manifest) -> Text:
    """Say in one line what a data set covers: its tables with their years."""
    parts: list[Text] = []
    io_years: set[int] = set()
    for info in manifest.tables.values():
        if io_level(info.id) == "provinces":
            io_years.update(info.years)
        elif info.years:
            named = NAMED.get(info.id)
            years = span(info.years)
            said = ui.fill(named, years=years) if named else info.title + _after(years)
            parts.append(said)
    if io_years:
        parts.append(ui.fill(ui.IO_YEARS, years=span(io_years)))
    if not parts:
        return ui.NOTHING
    first, *rest = parts
    for part in rest:
        first = first + ui.BETWEEN + part
    return Text(zh=first.zh.replace(", ", "、"), en=first.en[:1].upper() + first.en[1:])


def _damaged(problem: Text) -> Text:
    zh, en = problem.zh.rstrip("。"), problem.en.rstrip(".")
    return Text(zh=f"（已损坏：{zh}）", en=f" (damaged: {en})")


def _after(years: str) -> Text:
    return Text(zh=f" {years}", en=f" {years}")
