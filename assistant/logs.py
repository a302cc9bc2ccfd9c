"""The log: a file in the data folder, so that no traceback ever reaches a reader."""

import logging
import os
import re
from logging.handlers import RotatingFileHandler

from data.store import home

FILE = "visceads.log"
_secrets: set[str] = set()
KEY_LIKE = re.compile(r"\b(?:sk|key|Bearer)[-_ ][A-Za-z0-9_\-.~+/=]{8,}")


def keep_secret(value: str) -> None:
    """Remember a key that was read from a variable of any name, so that it is blanked out."""
    if len(value) > 3:
        _secrets.add(value)


def redact(text: str) -> str:
    """Blank out keys: those in the environment, and whatever looks like one.

    >>> redact("refused: sk-abcdefgh12345"), redact("Bearer abcdefgh.ijkl/mn+o==")
    ('refused: ***', '***')
    """
    keys = (value for name, value in os.environ.items() if name.endswith("_API_KEY"))
    for key in sorted({*_secrets, *(k for k in keys if len(k) > 3)}, key=len, reverse=True):
        text = text.replace(key, "***")
    return KEY_LIKE.sub("***", text)


class RedactingFormatter(logging.Formatter):
    """Formats records, tracebacks included, without keys that servers echo."""

    def format(self, record: logging.LogRecord) -> str:
        """Format one record."""
        return redact(super().format(record))


def start_log() -> None:
    """Send the project's log to a file; the level is VISCEADS_LOG_LEVEL, by default INFO."""
    root = logging.getLogger()
    if any(isinstance(h, RotatingFileHandler) for h in root.handlers):
        return
    try:
        home().mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            home() / FILE, maxBytes=2_000_000, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    wanted = os.environ.get("VISCEADS_LOG_LEVEL", "INFO").upper()
    level = logging.getLevelNamesMapping().get(wanted, logging.INFO)
    for name in ("assistant", "tools", "viz", "data"):
        logging.getLogger(name).setLevel(level)


def stop_log() -> None:
    """Close the log file and take its handler away."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, RotatingFileHandler)]:
        root.removeHandler(handler)
        handler.close()
