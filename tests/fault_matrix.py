"""The fault matrix: every provider's protocol meets every fault, behind the real clients.

``python -m tests.fault_matrix`` (or ``make faults``) prints it; test_assistant_faults asserts it.
"""

import asyncio
import contextlib
import os
import ssl
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unittest import mock

from assistant.agent.toolbox import digest
from assistant.conversation import Conversation
from assistant.events import Answered
from assistant.rendering import to_html, to_plain
from assistant.settings import load_settings
from data.dataset import Dataset
from tests.faults import CASES, INJECTION, INVENTED, SECRET
from tests.wire_servers import PROTOCOLS, Server, one_context

DEMONSTRATION = Path(__file__).parent.parent / "data" / "demonstration"
QUESTION = "What were the CO2 emissions of Guangdong in 2019?"
QUICK = {"max_retries": 1, "retry_wait_s": 0.01, "timeout_s": 30, "max_model_calls": 5}
KEYS = {"OPENAI_API_KEY": SECRET, "MISTRAL_API_KEY": SECRET, "VISCEADS_API_KEY": SECRET}


@dataclass
class Cell:
    """One meeting of a protocol and a fault, and its outcome."""

    protocol: str
    case: str
    right: str
    outcome: str
    wrongs: list[str]

    @property
    def passed(self):
        return self.outcome == self.right and not self.wrongs


@cache
def demonstration():
    """Open the demonstration data once for all conversations."""
    return Dataset(DEMONSTRATION)


async def ask(server, question=QUESTION, **settings):
    """Ask a question of a scripted server; return the answer."""
    held = load_settings(model=server.model, base_url=server.address, **(QUICK | settings))
    async for event in Conversation(held, demonstration()).ask(question):
        if isinstance(event, Answered):
            return event.answer
    return None


async def run_cell(protocol, case):
    """Run one cell of the matrix."""
    with (
        Server(protocol, case.play, case.wire) as server,
        planted(case.plants),
        mock.patch("assistant.agent.retrying.SILENCES", 0.02 if _is_endless(case) else 10),
    ):
        answer = await ask(server, **case.settings)
        left = not _is_endless(case) or await asyncio.to_thread(server.left.wait, 30)
    wrongs = [*wrongs_of(answer), *unlike(case, answer, len(server.bodies) - server.others)]
    wrongs += [] if left else ["keeps the connection"]
    return Cell(protocol, case.name, case.right_for(protocol), outcome_of(answer), wrongs)


def _is_endless(case):
    return case.wire is not None and case.wire.way == "endless"


def unlike(case, answer, requests):
    """List what the answer, its notice or the number of requests lacks of what the case tells."""
    told = answer.notice.en if answer.notice else ""
    shown = to_plain(answer.text, answer.claims, answer.lang)
    wrongs = [f"does not show {word}" for word in case.shows if word not in shown]
    if case.tells not in told:
        wrongs.append(f"the notice lacks “{case.tells}”: {told}")
    if case.right == "builtin" and "built-in model answered instead" not in told:
        wrongs.append("the notice does not say who answered")
    if case.requests and requests != case.requests:
        wrongs.append(f"{requests} requests in place of {case.requests}")
    return wrongs


def outcome_of(answer):
    """Name the way the answer came about."""
    if not answer.figures:
        return "message"
    if answer.model == "builtin":
        return "builtin" if answer.notice else "builtin without a notice"
    return {"model": "model", "template": "findings"}.get(answer.composed, answer.composed)


def wrongs_of(answer):
    """List what a reader must never see: the answer is right and verified, or a clear message."""
    shown = to_plain(answer.text, answer.claims, answer.lang)
    told = f"{shown}{answer.notice.zh}{answer.notice.en}" if answer.notice else shown
    wrongs = [
        f"shows {word}"
        for word in (SECRET, "Traceback", INVENTED, "third less", "[[c:", "Error code")
        if word in told
    ]
    if answer.figures != answer.verified:
        wrongs.append(f"{answer.verified} of {answer.figures} figures verified")
    if answer.figures and "569.1" not in shown:
        wrongs.append("lacks the right figure")
    if not shown.strip():
        wrongs.append("is empty")
    html = to_html(answer, answer.lang).lower()
    wrongs += [f"holds {tag}" for tag in ("<script", "<img", "<iframe") if tag in html]
    return wrongs


@contextlib.contextmanager
def planted(where):
    """Plant an instruction in what tools or the manual say to a model."""
    if where == "digest":
        told = lambda result, lang: digest(result, lang) + INJECTION  # noqa: E731
        with mock.patch("assistant.agent.toolbox.digest", told):
            yield
    elif where == "manual":
        with mock.patch("tools.manual.shorten", return_value=INJECTION):
            yield
    else:
        yield


def as_table(cells):
    """Write the matrix as a table, a row for each fault and a column for each protocol."""
    rows = [["fault", *PROTOCOLS]]
    for case in dict.fromkeys(c.case for c in cells):
        found = {c.protocol: c for c in cells if c.case == case}
        rows.append([case, *(_short(found.get(p)) for p in PROTOCOLS)])
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(v.ljust(w) for v, w in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, "  ".join("-" * w for w in widths))
    passed = sum(c.passed for c in cells)
    return "\n".join([*lines, "", f"{passed} of {len(cells)} cells right"])


def _short(cell):
    if cell is None:
        return ""
    return cell.outcome if cell.passed else f"WRONG: {cell.outcome} {'; '.join(cell.wrongs)}"


async def main():
    """Run and print the whole matrix."""
    cells = [await run_cell(p, case) for case in CASES for p in PROTOCOLS]
    print(as_table(cells))  # noqa: T201
    return 0 if all(c.passed for c in cells) else 1


if __name__ == "__main__":
    ssl.create_default_context = one_context
    with tempfile.TemporaryDirectory() as home:
        os.environ |= KEYS | {"VISCEADS_HOME": home}
        os.chdir(home)
        sys.exit(asyncio.run(main()))
