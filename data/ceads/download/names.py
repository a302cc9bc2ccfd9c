"""Names that come from a server, made safe for a folder of this computer."""

import re
import unicodedata

LONGEST = 120
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def make_safe(name: str, fallback: str) -> str:
    """Reduce a name to one that stays in its folder on every system.

    >>> make_safe("../../etc/China MRIO 2018.xlsx", "figshare-1")
    'China MRIO 2018.xlsx'
    >>> make_safe("..", "figshare-1"), make_safe("NUL.xlsx", "figshare-1")
    ('figshare-1', 'figshare-1-NUL.xlsx')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = _FORBIDDEN.sub("", last).strip().lstrip(".").rstrip(". ")
    if not kept:
        return fallback
    if _RESERVED.match(kept):
        kept = f"{fallback}-{kept}"
    return _shorten(kept)


def _shorten(name: str) -> str:
    """Cut the stem, counting bytes, because file systems do."""
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 8:
        stem, dot, suffix = name, "", ""
    room = LONGEST - len((dot + suffix).encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(". ") + dot + suffix
