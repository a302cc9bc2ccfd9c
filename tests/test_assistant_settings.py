import pytest

from assistant.settings import Settings, load_settings
from data.errors import InputError


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def write(text):
    from pathlib import Path

    Path("visceads.toml").write_text(text, encoding="utf-8")


def test_the_file_sets_and_the_environment_overrides(monkeypatch):
    write('model = "ollama:llama3.1"\ntemperature = 0.5\n')
    monkeypatch.setenv("VISCEADS_TEMPERATURE", "0.1")
    held = load_settings()
    assert (held.model, held.temperature) == ("ollama:llama3.1", 0.1)


def test_an_argument_overrides_both(monkeypatch):
    monkeypatch.setenv("VISCEADS_PORT", "6000")
    assert load_settings(port=7000).port == 7000


def test_an_unknown_setting_names_the_nearest():
    write('modle = "builtin"\n')
    with pytest.raises(InputError) as caught:
        load_settings()
    assert "modle" in caught.value.text.zh
    assert "“model”" in caught.value.text.en


def test_an_unknown_variable_names_the_nearest(monkeypatch):
    monkeypatch.setenv("VISCEADS_MODLE", "builtin")
    with pytest.raises(InputError, match="VISCEADS_MODEL"):
        load_settings()


@pytest.mark.parametrize(
    ("model", "hint"), [("opnai:gpt", "openai"), ("openai", "openai:MODEL"), ("gpt-9", "known")]
)
def test_a_wrong_model_says_what_works(model, hint):
    with pytest.raises(InputError, match=hint):
        load_settings(model=model)


def test_a_damaged_file_is_named():
    write("model = [")
    with pytest.raises(InputError, match=r"visceads\.toml"):
        load_settings()


def test_a_value_out_of_range_is_named():
    with pytest.raises(InputError, match="temperature"):
        load_settings(temperature=9)


def test_every_setting_has_a_description():
    assert all(field.description for field in Settings.model_fields.values())
