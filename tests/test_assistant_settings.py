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


TWO = """
model = "fast"
fallback = ["careful", "builtin"]
timeout_s = 20

[models.fast]
provider = "openai-compatible"
model = "qwen3"
base_url = "http://127.0.0.1:8000/v1/"
tools = "few"
key_env = "QWEN_KEY"

[models.careful]
model = "mistralai:large"
timeout_s = 90
"""


def test_tables_name_several_servers_and_take_the_rest_from_the_flat_settings():
    write(TWO)
    held = load_settings()
    fast, careful = (held.model_settings(name) for name in held.chain[:2])
    assert (fast.model, fast.base_url) == ("openai-compatible:qwen3", "http://127.0.0.1:8000/v1")
    assert (fast.timeout_s, careful.timeout_s) == (20, 90)
    assert fast.key_variables == ("QWEN_KEY",)
    assert careful.key_variables == ("MISTRAL_API_KEY",)
    assert held.choices == ["fast", "careful", "builtin"]


def test_another_model_may_lead_one_conversation():
    write(TWO)
    held = load_settings()
    assert held.with_model("careful").chain == ["careful", "builtin"]
    with pytest.raises(InputError, match="did you mean fast"):
        held.with_model("fsat")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('model = "fsat"\n[models.fast]\nmodel = "ollama:x"', "did you mean fast"),
        ('[models.a]\nmodel = "ollama:x"\ntemprature = 1', r"“models\.a\.temperature”"),
        ('[models.a]\nbase_url = "http://x"', r"models\.a\.model"),
        ('[models.a]\nmodel = "ollama:x"\nprovider = "openai"', "contradict"),
        ('[models.builtin]\nmodel = "ollama:x"', "cannot be used"),
        ('model = "ollama:x"\nfallback = ["openai:y"]\nbase_url = "http://x"', "ollama, openai"),
        ('model = "ollama:x"\nbase_url = "localhost:11434"', "http://"),
        ('base_url = "http://me:secret-word@host"', "no user or password"),
        ('base_url = "http://host/v1?api_key=secret-word"', "ends with its path"),
        ('[fast]\nmodel = "ollama:x"', r"the table of a model is \[models\.fast\]"),
        ('[model]\nname = "x"', "one value in quotes"),
        ('[models.a]\nmodel = "ollama:x"\nmax_model_calls = 3', "outside the table"),
        ('models.a = "ollama:x"', "must be a table"),
        ('timeout_s = "long"', "must be a number"),
        ('tools = "nativ"', "'native'"),
        ('api_key = "sk-secret-word"', "key_env"),
        ('key_env = "sk-secret-word"', "not the key"),
        ('[models.a]\nmodel = "ollama:x"\napi_key = "sk-secret-word"', "key_env"),
    ],
)
def test_what_is_unknown_or_contradicts_is_refused_with_what_works(text, hint):
    write(text)
    with pytest.raises(InputError, match=hint) as caught:
        load_settings()
    told = caught.value.text
    assert "secret-word" not in told.zh + told.en
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told.zh)


@pytest.mark.parametrize("value", ["mistralai:large, builtin", '["mistralai:large", "builtin"]'])
def test_a_variable_lists_models_between_commas_or_as_json(monkeypatch, value):
    monkeypatch.setenv("VISCEADS_FALLBACK", value)
    assert load_settings().fallback == ["mistralai:large", "builtin"]


def test_an_empty_variable_sets_nothing(monkeypatch):
    monkeypatch.setenv("VISCEADS_MODEL", "")
    assert load_settings().model == "builtin"


def test_tables_in_a_variable_are_json(monkeypatch):
    monkeypatch.setenv("VISCEADS_MODELS", "fast")
    with pytest.raises(InputError, match="VISCEADS_MODELS must be JSON"):
        load_settings()
