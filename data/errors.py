"""Errors written for the person who reads them: what was wrong, and what would work."""

from collections.abc import Sequence

from data.text import Text


class VisceadsError(Exception):
    """Base of all errors whose message may be shown to a reader.

    Args:
        text: What was wrong with which input and what is possible instead, in both languages.
        suggestions: Inputs that would work, best first, as plain text.
    """

    def __init__(self, text: Text, suggestions: Sequence[str] = ()) -> None:
        super().__init__(text.en)
        self.text = text
        self.suggestions = tuple(suggestions)


class InputError(VisceadsError):
    """The input can be mended by who gave it: an unknown name, a year outside the coverage."""


class DataMissingError(VisceadsError):
    """The data set holds nothing for the question; the text says how to get it."""


class FileRefusedError(VisceadsError):
    """A file is not what an importer reads, or is damaged; the text names file, sheet and cell."""


class StoppedError(VisceadsError):
    """The reader stopped a longer work; raised by a progress callback, what is done is kept."""

    def __init__(self) -> None:
        super().__init__(Text(zh="已停止。", en="Stopped."))
