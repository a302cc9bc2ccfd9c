"""A stored conversation taken up again, with its data set where that is still there."""

from assistant.conversation import Conversation
from assistant.history import words
from assistant.history.finding import NEW, pick
from assistant.history.keeper import Keeper
from assistant.history.opening import HERE, open_history
from assistant.history.records import Held
from assistant.settings import Settings
from data.dataset import Dataset
from data.errors import InputError, VisceadsError
from data.store import Store
from data.text import Text


def take_up(name: str, settings: Settings) -> Conversation:
    """Open a kept conversation for the command line: by its id, “last” or “new”.

    A data set that the settings name goes before that of the conversation; the model is theirs.

    Raises:
        InputError: There is no such conversation, or none is to be kept.
    """
    if settings.history == "off":
        raise InputError(words.IS_OFF)
    history = open_history()
    if name == NEW:
        return Conversation(settings, Store().open(settings.dataset), keeper=Keeper(history, HERE))
    thread = pick(history, name)
    keeper = Keeper(history, thread.owner)
    held = keeper.load(thread.id)
    if held is None:
        raise InputError(words.fill(words.NO_SUCH, id=name))
    dataset = Store().open(settings.dataset) if settings.dataset else open_dataset(held)[0]
    conversation = Conversation(settings, dataset, keeper=keeper)
    conversation.resume(held)
    return conversation


def open_dataset(held: Held) -> tuple[Dataset, Text | None]:
    """Open the data set of a conversation; if it is gone, the one in use, and say so."""
    try:
        return Store().open(held.thread.dataset), None
    except VisceadsError:
        dataset = Store().open()
        said = words.DATASET_GONE
        return dataset, Text(
            zh=said.zh.format(id=held.thread.dataset, title=dataset.title.zh),
            en=said.en.format(id=held.thread.dataset, title=dataset.title.en),
        )
