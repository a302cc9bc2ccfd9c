"""``visceads doctor``: every part has a line, and trouble says how to mend it."""

import pytest

import assistant.knowledge
from assistant.doctor import examine
from assistant.terminal import terminal_language


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
