"""Keys do not go into the history, not even those a reader pastes into a question."""

import os
import re

KEY_LIKE = re.compile(r"\b(?:sk-|Bearer )(?=[A-Za-z0-9_\-.~+/=]*\d)[A-Za-z0-9_\-.~+/=]{16,}")
SHORTEST = 8


def mask(text: str) -> str:
    """Blank out the keys of the environment and whatever is surely one.

    >>> mask("my key is sk-abcdefgh12345678, key industries")
    'my key is ***, key industries'
    """
    for name, key in os.environ.items():
        if name.endswith("_API_KEY") and len(key) >= SHORTEST:
            text = text.replace(key, "***")
    return KEY_LIKE.sub("***", text)
