"""Text in a CSV that a spreadsheet must not take for a formula, and back again."""

import re

_FORMULA = re.compile(r"\s*[=+\-@]|[\t\r]")
_GUARDED = re.compile(r"'(?=\s*[=+\-@]|[\t\r])")


def guard(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run.

    >>> guard("=HYPERLINK(1)"), guard("Yearbook 2025"), guard(" @x")
    ("'=HYPERLINK(1)", 'Yearbook 2025', "' @x")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Take away the apostrophe that ``guard`` put.

    >>> unguard("'=1+1"), unguard("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if _GUARDED.match(text) else text
