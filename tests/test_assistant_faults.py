"""Every cell of the fault matrix ends in a right, verified answer or a clear message."""

import ssl

import pytest

from assistant.logs import start_log, stop_log
from data.store import home
from tests.fault_matrix import KEYS, run_cell
from tests.faults import CASES, SECRET
from tests.wire_servers import PROTOCOLS, one_context


@pytest.fixture(autouse=True)
def _keys(monkeypatch, tmp_path):
    monkeypatch.setattr(ssl, "create_default_context", one_context)
    monkeypatch.chdir(tmp_path)
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(autouse=True)
def log():
    start_log()
    yield
    stop_log()
    file = home() / "visceads.log"
    written = file.read_text(encoding="utf-8") if file.exists() else ""
    assert SECRET not in written


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_cell(protocol, case):
    cell = await run_cell(protocol, case)
    assert not cell.wrongs
    assert cell.outcome == cell.right
