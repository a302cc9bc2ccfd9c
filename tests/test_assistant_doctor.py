"""``visceads doctor``: every part has a line, and trouble says how to mend it."""

import json
import ssl

import pytest

import assistant.knowledge
from assistant.command_line.doctor import examine
from assistant.command_line.terminal import terminal_language
from tests.faults import SECRET
from tests.wire_servers import PROTOCOLS, Fault, Reply, Server, one_context


class Index:
    def __init__(self, *, owned=True, damaged=False):
        self.owned, self.damaged = owned, damaged

    def build(self):
        if self.damaged:
            raise OSError
        return self.owned

    def close(self):
        pass


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setattr(ssl, "create_default_context", one_context)
    monkeypatch.setenv("VISCEADS_LANGUAGE", "en")


def use(monkeypatch, index):
    monkeypatch.setattr(assistant.knowledge, "open_knowledge", lambda: index)


def test_a_fresh_installation_is_well(monkeypatch, capsys):
    use(monkeypatch, Index())
    assert examine() == 0
    told = capsys.readouterr().out
    assert "✗" not in told
    for part in ("Python", "Data folder", "Index of manual", "Data set", "Built-in model"):
        assert f"✓ {part}" in told


def test_an_index_in_use_elsewhere_is_no_trouble(monkeypatch, capsys):
    use(monkeypatch, Index(owned=False))
    assert examine() == 0
    assert "in use by another process" in capsys.readouterr().out


def test_a_broken_index_says_how_to_mend_it(monkeypatch, capsys):
    use(monkeypatch, Index(damaged=True))
    assert examine() == 1
    assert "run visceads index" in capsys.readouterr().out


def test_the_language_auto_leaves_the_choice_to_the_locale(monkeypatch):
    monkeypatch.setenv("VISCEADS_LANGUAGE", "auto")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert terminal_language() == "zh"


def scripted(monkeypatch, tmp_path, server, name="scripted", **more):
    use(monkeypatch, Index())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PROBED_KEY", SECRET)
    provider = "openai-compatible" if server.protocol == "tool-less" else server.protocol
    given = {"model": f"{provider}:{name}", "base_url": server.address, "key_env": "PROBED_KEY"}
    lines = [f"{k} = {json.dumps(v)}" for k, v in (given | {"timeout_s": 2} | more).items()]
    (tmp_path / "visceads.toml").write_text("\n".join(lines), encoding="utf-8")


def caller(asked):
    """Call the tool that is asked for, natively or as a plan."""
    system = asked.messages[0]["content"]
    if asked.tools or "How to call tools" in system:
        return Reply(calls=[("query_emissions", '{"regions": ["CN-GD"]}')])
    return Reply("ready")


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_model_is_probed_by_list_word_and_call(monkeypatch, tmp_path, capsys, protocol):
    with Server(protocol, caller) as server:
        scripted(monkeypatch, tmp_path, server)
        code = examine()
    told = capsys.readouterr().out
    (line,) = [row for row in told.splitlines() if "scripted" in row]
    assert code == 0, told
    assert "✓" in line
    assert "answers (" in line
    assert ("writes a JSON plan" if protocol == "tool-less" else "; calls tools") in line
    assert SECRET not in told
    assert any(path.endswith(("/models", "/api/tags")) for path in server.seen)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_an_unknown_model_gets_the_nearest_names(monkeypatch, tmp_path, capsys, protocol):
    with Server(protocol, caller) as server:
        scripted(monkeypatch, tmp_path, server, name="scriptd")
        assert examine() == 1
    told = capsys.readouterr().out
    assert "nearest: scripted" in told
    assert ("ollama pull scriptd" in told) == (protocol == "ollama")
    assert not server.bodies


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize(
    ("status", "hint"), [(401, "check the variable PROBED_KEY"), (500, "server itself failed")]
)
def test_a_refusal_says_how_to_mend_it(monkeypatch, tmp_path, capsys, protocol, status, hint):
    with Server(protocol, caller, Fault(status, message=f"key {SECRET}")) as server:
        scripted(monkeypatch, tmp_path, server)
        assert examine() == 1
    told = capsys.readouterr().out
    assert hint in told
    assert SECRET not in told
    assert "✓ Built-in model" in told


def test_a_model_that_calls_nothing_is_named(monkeypatch, tmp_path, capsys):
    with Server("openai", lambda _: Reply("I am happy to help.")) as server:
        scripted(monkeypatch, tmp_path, server)
        assert examine() == 1
    assert "neither calls tools nor writes a JSON plan" in capsys.readouterr().out


def test_a_missing_key_names_its_variable(monkeypatch, tmp_path, capsys):
    with Server("openai", caller) as server:
        scripted(monkeypatch, tmp_path, server)
        monkeypatch.delenv("PROBED_KEY")
        assert examine() == 1
    assert "put it into the variable PROBED_KEY" in capsys.readouterr().out
    assert not server.seen


def test_a_server_that_is_not_there_is_named_with_the_proxy(monkeypatch, tmp_path, capsys):
    with Server("ollama", caller) as server:
        scripted(monkeypatch, tmp_path, server)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert examine() == 1
    told = capsys.readouterr().out
    assert "is the server running" in told
    assert "HTTPS_PROXY" in told
    assert "ollama serve" in told


@pytest.mark.parametrize("protocol", ["openai", "mistralai", "ollama"])
def test_a_socks_proxy_is_named(monkeypatch, tmp_path, capsys, protocol):
    with Server(protocol, caller) as server:
        scripted(monkeypatch, tmp_path, server)
        monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
        assert examine() == 1
    told = capsys.readouterr().out
    assert "a SOCKS proxy is set in ALL_PROXY" in told
    assert "socksio" in told


def test_a_plain_server_behind_https_is_tls_trouble(monkeypatch, tmp_path, capsys):
    with Server("openai", caller) as server:
        server.address = server.address.replace("http://", "https://")
        scripted(monkeypatch, tmp_path, server)
        assert examine() == 1
    assert "TLS" in capsys.readouterr().out


def test_a_silent_server_is_slow_or_out_of_reach(monkeypatch, tmp_path, capsys):
    with Server("openai", caller, Fault(way="timeout")) as server:
        scripted(monkeypatch, tmp_path, server, timeout_s=0.2)
        assert examine() == 1
    assert "raise timeout_s" in capsys.readouterr().out


def test_every_part_is_told_as_json(monkeypatch, tmp_path, capsys):
    with Server("mistralai", caller) as server:
        scripted(monkeypatch, tmp_path, server)
        assert examine(as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"]
    assert [p["part"] for p in told["parts"]] == [
        "python", "folder", "index", "dataset", "model", "model"
    ]  # fmt: skip
    assert told["parts"][4]["tools"] == "native"
    assert all(p["zh"] and p["en"] for p in told["parts"])
