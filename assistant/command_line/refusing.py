"""How the command line says that it cannot: one clear message, and exit code 2."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

import click

from data.errors import VisceadsError
from data.text import Text

BAD_INPUT = 2


def friendly(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn the project's errors into one clear message and exit code 2."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except VisceadsError as error:
            fail(error.text)

    return run


def fail(text: Text) -> NoReturn:
    """Print a message in the reader's language and exit."""
    from assistant.command_line.terminal import terminal_language

    click.echo(text.get(terminal_language()), err=True)
    sys.exit(BAD_INPUT)
