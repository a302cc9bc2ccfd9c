"""Players of scripted models: a competent one, and what may go wrong with one."""

import json
import re

from assistant.builtin.linker import language_of
from assistant.builtin.planner import make_plan
from tests.wire_servers import Reply
from tools.registry import MODULES

MARK = re.compile(r"\[\[c:[a-z2-7]{8}\]\]")
LINE = re.compile(r"- (\[\[c:[a-z2-7]{8}\]\]) (.*?) = ")
MOST_LINES = 8


def competent(asked):
    """Call the tools that the question needs, then write the marks that they gave."""
    if asked.results:
        return Reply(write(asked))
    return plan(asked)


def plan(asked):
    """Make the calls of the built-in planner, as a good model would."""
    made = make_plan(asked.question, language_of(asked.question), asked.tools or list(MODULES))
    if not made.calls:
        return Reply(made.text or "Could you say which province you mean?")
    return Reply(calls=[(name, json.dumps(arguments)) for name, arguments in made.calls])


def write(asked):
    """Write each figure's name and mark as the results give them."""
    lines = [pair for text in asked.results for pair in LINE.findall(text)[:MOST_LINES]]
    if not lines:
        return "数据中没有这个数字。" if language_of(asked.question) == "zh" else "No such data."
    return "\n".join(f"- {name}: {mark}" for mark, name in lines)
