"""The knowledge of this installation: the index of manual and questions in the data folder."""

from functools import cache

from data.knowledge.index import Knowledge
from data.store import home


@cache
def open_knowledge() -> Knowledge:
    """Open the index with the offline embedding; it builds itself on first use."""
    return Knowledge(home() / "knowledge")
