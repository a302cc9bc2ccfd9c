"""Types of arguments that several tools take: lists of names and of years, leniently read."""

from typing import Annotated

from pydantic import BeforeValidator


def as_many(value: object) -> object:
    """Take a single value, or nothing, for a list.

    >>> as_many("广东"), as_many(None), as_many(["a", "b"])
    (('广东',), (), ['a', 'b'])
    """
    if value is None or value == "":
        return ()
    return (value,) if isinstance(value, str | int) else value


Names = Annotated[tuple[str, ...], BeforeValidator(as_many)]
"""Names of regions, sectors or fuels in any spelling."""

YearList = Annotated[tuple[int, ...], BeforeValidator(as_many)]
"""Single years."""
