"""Answers killed at any moment: child processes ask without end, and are shot."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from assistant.history.sqlite import SqliteHistory

SERVER = """
import asyncio, os, sys
from pathlib import Path
from assistant.conversation import Conversation
from assistant.history.keeper import Keeper
from assistant.history.sqlite import SqliteHistory
from assistant.settings import load_settings
from data.dataset import Dataset

QUESTIONS = ("2019年广东碳排放总量是多少？", "那江苏呢？", "画出广东能源到行业的流向图")

async def talk(file, dataset):
    keeper = Keeper(SqliteHistory(Path(file)))
    conversation = Conversation(load_settings(), Dataset(Path(dataset)), keeper=keeper)
    print(os.getpid(), conversation.thread_id, flush=True)
    turn = 0
    while True:
        async for event in conversation.ask(QUESTIONS[turn % 3]):
            pass
        turn += 1
        print("answered", flush=True)

async def warm(dataset):
    conversation = Conversation(load_settings(), Dataset(Path(dataset)))
    for question in QUESTIONS:
        async for event in conversation.ask(question):
            pass

asyncio.run(warm(sys.argv[2]))
for _ in sys.stdin:
    child = os.fork()
    if not child:
        asyncio.run(talk(*sys.argv[1:]))
    os.waitpid(child, 0)
    print("\\nend", flush=True)
"""
"""Imports and loads all once and forks a process a line, so that a shot costs no second start."""

LONGEST_SECONDS = 0.6
"""The child is shot at a moment drawn from this span after its first answer."""


def kill_answers(file: Path, dataset: Path, times: int) -> list[int]:
    """Shoot answering processes and look at what is kept after each shot.

    Args:
        file: The history that all of them write.
        dataset: Folder of the data set they read.
        times: How many processes to shoot.

    Returns:
        For each shot, how many answers the child had told of; all of them were found whole.

    Raises:
        AssertionError: An answer that was told of is lost, or a turn is half there.
    """
    chance = random.Random(21)  # noqa: S311  repeatable, no secret
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(file), str(dataset)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with server:
        found = [_shoot(server, file, chance.uniform(0, LONGEST_SECONDS)) for _ in range(times)]
        server.stdin.close()
    return found


def _shoot(server: subprocess.Popen, file: Path, seconds: float) -> int:
    server.stdin.write("\n")
    server.stdin.flush()
    child, thread_id = server.stdout.readline().split()
    told = [server.stdout.readline()]
    time.sleep(seconds)
    os.kill(int(child), signal.SIGKILL)
    while told[-1].strip() != "end":
        told.append(server.stdout.readline())
    answers = sum(line == "answered\n" for line in told)
    _check(SqliteHistory(file), thread_id, answers)
    return answers


def _check(history: SqliteHistory, thread_id: str, told: int) -> None:
    held = history.load(thread_id)
    if held is None:
        raise AssertionError("the conversation is lost")
    answered = [t for t in held.turns if t.answer is not None]
    if len(answered) < told:
        raise AssertionError(f"{told} answers were told, {len(answered)} are kept")
    if [t.interrupted for t in held.turns[:-1]] != [False] * (len(held.turns) - 1):
        raise AssertionError("an earlier turn is half there")
    if [m.number for m in held.memory] != [t.number for t in answered]:
        raise AssertionError("memory and answers do not agree")
    for past, turn in zip(held.memory, answered, strict=True):
        if past.messages[0].text != turn.question or past.messages[-1].text != turn.answer.text:
            raise AssertionError("a turn remembers another's messages")
        if turn.answer.verified != turn.answer.figures or not turn.answer.results:
            raise AssertionError("an answer is not whole")
