"""Where the history lies, and whose conversations are whose."""

import ipaddress
import re
import secrets
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.history.interface import History

HERE = ""
"""The owner of conversations of the person at this machine: command line and a page served to it
alone."""
TOKEN = re.compile(r"[0-9a-f]{32}")


def open_history() -> "History":
    """Open the history of the user's data folder."""
    from assistant.history.database import FILE
    from assistant.history.sqlite import SqliteHistory
    from data.store import home

    return SqliteHistory(home() / FILE)


def new_id() -> str:
    """Make an id for a thread that nobody can guess.

    >>> len(new_id()), new_id() == new_id()
    (32, False)
    """
    return secrets.token_hex(16)


def is_shared(settings: Settings) -> bool:
    """Tell whether several people may use one server, so that each browser has its own list.

    >>> from assistant.settings import load_settings
    >>> [is_shared(load_settings(host=h)) for h in ("127.0.0.1", "localhost", "0.0.0.0")]
    [False, False, True]
    """
    if settings.history == "browser":
        return True
    try:
        return not ipaddress.ip_address(settings.host).is_loopback
    except ValueError:
        return settings.host != "localhost"
