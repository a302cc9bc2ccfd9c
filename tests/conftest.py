"""Shared fixtures: no network, no home folder of the person who runs the tests."""

import socket
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
# A slow machine is no failure: no test here is about time.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("VISCEADS_HOME", str(tmp_path_factory.mktemp("home")))
    for name in ("OPENAI_API_KEY", "MISTRAL_API_KEY", "VISCEADS_MODEL"):
        monkeypatch.delenv(name, raising=False)
    yield
    if "assistant.logs" in sys.modules:  # a command run in this process has opened a log there
        sys.modules["assistant.logs"].stop_log()


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch):
    connect = socket.socket.connect

    def guarded(self, address):
        host = address[0] if isinstance(address, tuple) else ""
        if isinstance(address, tuple) and not str(host).startswith(LOOPBACK):
            msg = f"a test reached for {address}"
            raise AssertionError(msg)
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def ceads_folder():
    """The real CEADs workbooks, or a skip that says they are absent."""
    folder = SHARED / "ceads"
    if not folder.is_dir():
        pytest.skip(f"the real CEADs workbooks are not at {folder}")
    return folder
