"""Keys appear in no log, history, export, error text, answer, or what is sent to a model."""

import json
import logging
import ssl

import langsmith
import langsmith.utils
import pytest

from assistant.command_line.doctor import examine
from assistant.conversation import Conversation
from assistant.events import Answered
from assistant.logs import redact, start_log, stop_log
from assistant.providers.models import make_model
from assistant.settings import load_settings
from data.store import home
from tests.competent import competent
from tests.fault_matrix import QUESTION, QUICK, demonstration
from tests.faults import CASES
from tests.wire_servers import PROTOCOLS, Fault, Server, one_context

KEY = "a-key-of-no-known-form-91"
FAULTS = (None, Fault(401, message=f"invalid key {KEY}"), Fault(500, message=f"at {KEY}"),
          Fault(way="reset"))  # fmt: skip


@pytest.fixture(autouse=True)
def _keys(monkeypatch, tmp_path):
    monkeypatch.setattr(ssl, "create_default_context", one_context)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MY_OWN_VARIABLE", KEY)


def configure(tmp_path, server):
    (tmp_path / "visceads.toml").write_text(
        f'model = "mine"\n[models.mine]\nmodel = "{server.model}"\nbase_url = "{server.address}"\n'
        'key_env = "MY_OWN_VARIABLE"\n',
        encoding="utf-8",
    )
    return load_settings(**QUICK)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("fault", FAULTS, ids=["none", "401", "500", "reset"])
async def test_a_key_leaves_no_trace(protocol, fault, tmp_path, capsys, monkeypatch):
    # The index takes seconds to build, and no key goes near it.
    monkeypatch.setattr("data.knowledge.index.Knowledge.build", lambda _index: False)
    start_log()
    try:
        with Server(protocol, competent, fault) as server:
            settings = configure(tmp_path, server)
            conversation = Conversation(settings, demonstration())
            events = [event async for event in conversation.ask(QUESTION)]
            logging.getLogger("assistant").warning("the server said %s", KEY)
            examine(as_json=True)
    finally:
        stop_log()
    assert isinstance(events[-1], Answered)
    assert server.bodies
    assert any(KEY in str(h) for h in server.headers), "the key went to the server"
    held = [
        events[-1].answer.model_dump_json(),
        capsys.readouterr().out,
        json.dumps(server.bodies),
        repr(settings),
        settings.model_dump_json(),
        repr(make_model("mine", settings)),
    ]
    held += [p.read_bytes().decode("latin-1") for p in home().rglob("*") if p.is_file()]
    assert not [text[:80] for text in held if KEY in text]


def test_what_looks_like_a_key_is_blanked_though_nobody_named_it():
    assert "abcdefghijk" not in redact("Authorization: Bearer abcdefghijk.lmnop")
    assert "sk-12345678" not in redact("bad key sk-12345678abc")


def test_the_matrix_plants_a_key_in_a_refusal():
    assert any(case.wire and "sk-" in case.wire.message for case in CASES)


def test_no_trace_goes_to_langsmith_whatever_the_shell_holds(monkeypatch):
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", KEY)
    langsmith.configure(enabled=None)
    langsmith.utils.get_env_var.cache_clear()
    assert langsmith.utils.tracing_is_enabled()
    make_model("builtin", load_settings())
    assert not langsmith.utils.tracing_is_enabled()
    langsmith.utils.get_env_var.cache_clear()
