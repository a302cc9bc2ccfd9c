"""Ctrl-C during an import: the files done are kept, the report names the rest."""

import os
import signal
import sys

import pytest

from assistant.command_line import terminal
from data.errors import StoppedError
from data.store import Store
from data.text import same
from tests.workbooks import make_provincial

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends itself a signal")


def test_ctrl_c_stops_at_the_next_step_and_no_later_than_the_saving():
    told = []
    with terminal.stoppable(lambda share, _text: told.append(share)) as step:
        step(0.1, same("a"))
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(StoppedError):
            step(0.5, same("b"))
        step(1.0, same("saving"))
    assert told == [0.1, 1.0]


def test_an_import_stopped_by_ctrl_c_keeps_the_files_done(tmp_path, monkeypatch, capsys):
    files = [tmp_path / f"{year}.xlsx" for year in (2018, 2019)]
    for file in files:
        file.write_bytes(make_provincial(int(file.stem)))
    real = terminal.stoppable

    def pressed_once(report):
        def press(share, text):
            report(share, text)
            os.kill(os.getpid(), signal.SIGINT)

        return real(press)

    monkeypatch.setattr(terminal, "stoppable", pressed_once)
    assert terminal.import_with_progress(files, "ceads", replace=False) == 1
    assert Store().open("ceads").provincial.years == (2018,)
    assert "2019.xlsx" in capsys.readouterr().out
