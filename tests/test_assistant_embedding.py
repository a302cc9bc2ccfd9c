"""Embeddings of a provider, over the wire: they find passages, and the built-in ones step in."""

import json
import ssl

import pytest

from assistant import knowledge
from assistant.command_line.doctor import examine
from assistant.knowledge import Library
from assistant.providers.embedding import make_embedding
from assistant.settings import load_settings
from data.errors import InputError
from data.knowledge.index import Knowledge
from data.knowledge.passages import the_manual
from tests.competent import competent
from tests.faults import SECRET
from tests.wire_protocols import LENGTH, vectors
from tests.wire_servers import Fault, Server, one_context

PROTOCOLS = ("openai", "openai-compatible", "mistralai", "ollama")


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(ssl, "create_default_context", one_context)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EMBEDDING_KEY", SECRET)


@pytest.fixture
def builtin(monkeypatch, tmp_path):
    """Keep the built-in index in memory: its own tests build it."""

    class Words:
        asked = 0

        def search(self, query, most):
            self.asked += 1
            return the_manual().search(query, most)

        def build(self, _progress):
            return True

    held = Words()
    monkeypatch.setattr(knowledge, "open_knowledge", lambda: held)
    return held


def configure(server):
    table = {"model": f"{server.protocol}:embedder", "base_url": server.address,
             "key_env": "EMBEDDING_KEY", "timeout_s": 20}  # fmt: skip
    return load_settings(embedding="vectors", models={"vectors": table})


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_provider_gives_vectors(protocol):
    texts = [f"text {i}" for i in range(23)]
    with Server(protocol, competent) as server:
        made = make_embedding("vectors", configure(server))
        found = made(texts)
    assert made.dimension == LENGTH
    assert found == vectors(texts)
    assert [len(b["input"]) for b in server.bodies[1:]] == [10, 10, 3]
    assert all(SECRET in str(h) for h in server.headers)
    assert SECRET not in json.dumps(server.bodies) + repr(made)


def test_a_providers_vectors_find_passages_and_their_collection_says_whose_they_are(builtin):
    with Server("openai-compatible", competent) as server:
        library = Library(configure(server))
        library.build(lambda _share, _text: None)
        found = library.search("什么是SDA部门脱碳方法？")
        theirs = library._theirs
        names = [c.name for c in theirs._client.list_collections()]
        theirs.close()
    assert any("SDA" in passage["title"] + passage["text"] for passage in found)
    assert (library.trouble, builtin.asked) == (None, 0)
    (name,) = names
    assert f"openai-compatible-embedder-v1-d{LENGTH}" in name


@pytest.mark.parametrize("fault", [Fault(401, message=SECRET), Fault(way="reset")])
def test_the_builtin_index_steps_in_and_says_why(builtin, fault):
    with Server("ollama", competent, fault) as server:
        library = Library(configure(server))
        assert library.search("SDA")
        asked = len(server.bodies)
        library.search("SDA")
    assert builtin.asked == 2
    assert len(server.bodies) == asked, "it is left alone for a while"
    assert "built-in index is used instead" in library.trouble.en
    assert "改用内置索引" in library.trouble.zh
    assert SECRET not in library.trouble.en


def test_a_server_that_fails_in_the_middle_is_stepped_in_for(builtin, monkeypatch):
    with Server("openai", competent) as server:
        library = Library(configure(server))
        library.search("SDA")
        server.fault = Fault(500)
        assert library.search("基线")
        assert "server itself failed" in library.trouble.en
        server.fault = None
        monkeypatch.setattr(knowledge, "AGAIN_S", -1)
        assert library.search("基线")
        library._theirs.close()
    assert library.trouble is None
    assert builtin.asked == 1


def test_vectors_of_another_length_are_refused():
    with Server("openai", competent) as server:
        made = make_embedding("vectors", configure(server))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tests.wire_protocols.vectors", lambda texts: [[1.0]] * len(texts))
            with pytest.raises(ValueError, match="do not fit"):
                made(["text"])


@pytest.mark.parametrize(("fault", "code"), [(None, 0), (Fault(404), 1)])
def test_the_doctor_tries_the_embedding(monkeypatch, tmp_path, capsys, fault, code):
    monkeypatch.setenv("VISCEADS_LANGUAGE", "en")
    monkeypatch.setattr(Knowledge, "build", lambda *_given: True)
    with Server("mistralai", competent, fault) as server:
        (tmp_path / "visceads.toml").write_text(
            f'embedding = "mistralai:embedder"\nbase_url = "{server.address}"\n'
            'key_env = "EMBEDDING_KEY"\n',
            encoding="utf-8",
        )
        assert examine() == code
    told = capsys.readouterr().out
    assert (f"vectors of length {LENGTH}" if not fault else "unknown model or address") in told
    assert SECRET not in told


def test_a_wrong_name_of_an_embedding_is_refused():
    with pytest.raises(InputError, match="did you mean ollama"):
        load_settings(embedding="olama:x")
    with pytest.raises(InputError, match="ollama, openai"):
        load_settings(model="openai:x", embedding="ollama:y", base_url="http://h")
