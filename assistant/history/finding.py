"""Conversations named on the command line: by the beginning of their id, or “last”."""

from assistant.history import words
from assistant.history.interface import History
from assistant.history.records import Held, Thread
from data.errors import InputError

LAST, NEW = "last", "new"


def pick(history: History, name: str) -> Thread:
    """Return the thread that a name means.

    Raises:
        InputError: None begins like that, or several do.
    """
    threads = history.list(most=1_000_000)
    if name == LAST:
        if not threads:
            raise InputError(words.NO_LAST)
        return threads[0]
    found = [t for t in threads if name and t.id.startswith(name.lower())]
    if not found:
        raise InputError(words.fill(words.NO_SUCH, id=name))
    if len(found) > 1:
        near = ", ".join(t.id[: len(name) + 4] for t in found[:5])
        raise InputError(words.fill(words.NOT_ONE, id=name, found=near))
    return found[0]


def read(history: History, name: str) -> Held:
    """Return the whole conversation that a name means.

    Raises:
        InputError: There is none, or several.
    """
    held = history.load(pick(history, name).id)
    if held is None:
        raise InputError(words.fill(words.NO_SUCH, id=name))
    return held
