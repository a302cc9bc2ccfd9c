"""Settings from ``visceads.toml`` and ``VISCEADS_…`` variables; keys never pass through here."""

import json
import os
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from assistant.providers.model_settings import (
    ModelSettings,
    check_address,
    check_key_variable,
    check_model_name,
    nearest,
    refusal,
)
from data.errors import InputError
from data.text import Text

FILE = "visceads.toml"
OTHER_VARIABLES = {"VISCEADS_HOME", "VISCEADS_API_KEY", "VISCEADS_CHROMIUM", "VISCEADS_LOG_LEVEL"}
TABLE_ONLY = ("model", "provider")
OUGHT = {
    "greater_than_equal": ("须不小于 {ge}", "must be {ge} or more"),
    "less_than_equal": ("须不大于 {le}", "must be {le} or less"),
    "greater_than": ("须大于 {gt}", "must be more than {gt}"),
    "literal_error": ("须为 {expected}", "must be {expected}"),
    "float": ("须为数字", "must be a number"),
    "int": ("须为整数", "must be a whole number"),
    "string": ("须为一个带引号的值", "must be one value in quotes"),
    "list": ('须为列表，如 ["builtin"]', 'must be a list, such as ["builtin"]'),
    "dict": ("须写成表：[models.NAME]", "must be a table: [models.NAME]"),
}
"""What a value ought to be, by the kind of its error; the value itself is not repeated."""


class Settings(BaseSettings):
    """All settings with their defaults; the environment overrides the file.

    ``model`` is ``builtin``, ``provider:name`` or the NAME of a ``[models.NAME]`` table. What a
    table leaves out it takes from the settings of the same name. Keys are read from the variable
    that ``key_env`` names, else from OPENAI_API_KEY, MISTRAL_API_KEY and, for openai-compatible
    servers, VISCEADS_API_KEY or OPENAI_API_KEY.
    """

    model_config = SettingsConfigDict(
        env_prefix="VISCEADS_", env_ignore_empty=True, extra="forbid", toml_file=FILE
    )

    model: str = Field("builtin", description="builtin, provider:name, or the name of a table")
    base_url: str | None = Field(None, description="Address of the model server")
    temperature: float = Field(0.0, ge=0, le=2, description="Randomness of the model")
    timeout_s: float = Field(60.0, gt=0, description="Longest silence of the model server")
    max_retries: int = Field(2, ge=0, le=10, description="Retries of a failed model call")
    retry_wait_s: float = Field(0.5, ge=0, description="First pause before a retry; it doubles")
    max_model_calls: int = Field(8, ge=1, le=50, description="Model calls in one answer")
    max_answer_tokens: int = Field(
        200_000, ge=1, description="Tokens that one answer may use, sent and received"
    )
    max_tokens: int | None = Field(None, ge=1, description="Longest reply of the model in tokens")
    context_tokens: int = Field(
        24_000, ge=2_000, description="Most tokens sent in one call; older turns are shortened"
    )
    key_env: str | None = Field(None, description="Name of the variable that holds the key")
    tools: Literal["auto", "native", "json", "few"] = Field(
        "auto",
        description="How the model calls tools: auto, native, json (a plan in its text)"
        " or few (for small models)",
    )
    fallback: Annotated[list[str], NoDecode] = Field(
        default=["builtin"], description="Models to try in order when the first fails"
    )
    embedding: str = Field(
        "builtin",
        description="What finds passages of the manual: builtin, or an embedding model as in model",
    )
    models: dict[str, dict[str, Any]] = Field(
        default={}, description="Models by name, one table each: [models.NAME]"
    )
    language: Literal["auto", "zh", "en"] = Field("auto", description="Language of answers")
    dataset: str | None = Field(None, description="Data set id; default: the one chosen")
    history: Literal["auto", "browser", "off"] = Field(
        "auto",
        description="Keep conversations: auto, browser (each browser sees its own only) or off",
    )
    cluster: str | None = Field(
        None, description="Dask scheduler that sweeps run on; default: this computer"
    )
    host: str = Field("127.0.0.1", description="Address the page is served on")
    port: int = Field(5006, ge=1, le=65535, description="Port the page is served on")

    @field_validator("fallback", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        """Take names between commas, as a variable gives them, for a list."""
        if not isinstance(value, str):
            return value
        try:
            held = json.loads(value)
        except ValueError:
            return [name.strip() for name in value.split(",") if name.strip()]
        return held if isinstance(held, list) else [value]

    @field_validator("base_url")
    @classmethod
    def _plain_address(cls, value: str | None) -> str | None:
        return check_address(value)

    @field_validator("key_env")
    @classmethod
    def _names_a_variable(cls, value: str | None) -> str | None:
        return check_key_variable(value)

    @model_validator(mode="after")
    def _models_fit(self) -> Self:
        for name in self.models:
            if ":" in name or name == "builtin":
                raise refusal(
                    f"[models.{name}]：这个名称不能用，请换一个不含冒号的名称",
                    f"[models.{name}]: this name cannot be used; take another, without a colon",
                )
        for name in [*self.chain, self.embedding]:
            check_model_name(name, tuple(self.models))
        self._refuse_one_address_for_two()
        return self

    def _refuse_one_address_for_two(self) -> None:
        named = [n for n in (*self.chain, self.embedding) if n not in self.models]
        flat = {n.partition(":")[0] for n in named} - {"builtin"}
        for given in ("base_url", "key_env"):
            if len(flat) > 1 and getattr(self, given):
                both = ", ".join(sorted(flat))
                raise refusal(
                    f"{given} 只能属于一个服务商，而这里有 {both}；"
                    "请为每个服务商各写一个 [models.NAME] 表",
                    f"{given} belongs to one provider, but there are {both};"
                    " give each a table [models.NAME]",
                )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources: arguments, environment, file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def chain(self) -> list[str]:
        """The models in the order in which they are tried."""
        return list(dict.fromkeys([self.model, *self.fallback]))

    @property
    def choices(self) -> list[str]:
        """Every model that is configured, the first one first; ``builtin`` is always there."""
        return list(dict.fromkeys([*self.chain, *self.models, "builtin"]))

    def with_model(self, name: str) -> "Settings":
        """Return the same settings with another model in front, for one conversation.

        Raises:
            InputError: The name is unknown; the text names the nearest.
        """
        try:
            check_model_name(name, tuple(self.models))
        except ValueError as error:
            raise InputError(_in_both(error)) from None
        rest = [n for n in self.fallback if n != name]
        return self.model_copy(update={"model": name, "fallback": rest})

    def model_settings(self, name: str) -> ModelSettings:
        """Return how one model is reached: its table, filled up from the flat settings."""
        shared = {n: getattr(self, n) for n in ModelSettings.model_fields if n not in TABLE_ONLY}
        if name not in self.models:
            return ModelSettings(model=name, **shared)
        # The flat address and key are those of the flat model, and go to no other server.
        shared |= {"base_url": None, "key_env": None}
        return ModelSettings(**(shared | self.models[name]))


def load_settings(**overrides: Any) -> Settings:
    """Read the settings.

    Raises:
        InputError: A setting is unknown or its value is not allowed; the text names the setting
            and the nearest valid name.
    """
    given = {k: v for k, v in overrides.items() if v is not None}
    try:
        held = Settings(**given)
    except ValidationError as error:
        raise InputError(_explain(error)) from None
    except SettingsError:
        raise InputError(
            Text(
                zh=f"环境变量 VISCEADS_MODELS 须为 JSON；写在 {FILE} 的 [models.NAME] 表中更方便。",
                en=f"The variable VISCEADS_MODELS must be JSON; tables [models.NAME] in {FILE} are"
                " easier.",
            )
        ) from None
    except ValueError as error:
        where = Path.cwd() / FILE
        raise InputError(
            Text(
                zh=f"配置文件 {where.name} 无法读取：{error}",
                en=f"{where.name} cannot be read: {error}",
            )
        ) from None
    for name in held.models:
        try:
            held.model_settings(name)
        except ValidationError as error:
            raise InputError(_explain(error, ("models", name), ModelSettings)) from None
    _refuse_unknown_variables(held)
    return held


def _refuse_unknown_variables(held: Settings) -> None:
    known = {f"VISCEADS_{name.upper()}" for name in Settings.model_fields} | OTHER_VARIABLES
    keys = {held.key_env, *(table.get("key_env") for table in held.models.values())}
    own = {name.upper() for name in keys if name}  # as Windows spells all its variables
    for name in os.environ:
        if name.startswith("VISCEADS_") and name.upper() not in known | own:
            near = nearest(name, known)
            zh = f"您是指 {near}？" if near else f"可用：{'、'.join(sorted(known))}。"
            en = f"Did you mean {near}?" if near else f"Known: {', '.join(sorted(known))}."
            raise InputError(
                Text(zh=f"未知的环境变量 {name}。{zh}", en=f"Unknown variable {name}. {en}")
            )


def _explain(error: ValidationError, within: tuple[str, ...] = (), model: type = Settings) -> Text:
    zh, en = [], []
    for item in error.errors():
        path = [*within, *(str(part) for part in item["loc"])]
        name = ".".join(path)
        if item["type"] == "extra_forbidden":
            told = _unknown(
                path, list(model.model_fields), is_table=isinstance(item["input"], dict)
            )
        else:
            ought = _ought(item)
            told = Text(
                zh=f"设置“{name}”无效：{ought.zh}" if name else ought.zh,
                en=f"setting “{name}” is not valid: {ought.en}" if name else ought.en,
            )
        zh.append(told.zh)
        en.append(told.en)
    said_zh, said_en = "；".join(zh), "; ".join(en)
    return Text(
        zh=said_zh if said_zh.endswith("？") else said_zh + "。",
        en=said_en if said_en.endswith("?") else said_en + ".",
    )


def _unknown(path: list[str], known: list[str], *, is_table: bool = False) -> Text:
    name = ".".join(path)
    if is_table and len(path) == 1:
        return Text(
            zh=f"未知的表“[{name}]”；一个模型的表写成 [models.{name}]",
            en=f"unknown table “[{name}]”; the table of a model is [models.{name}]",
        )
    if len(path) > 1 and path[-1] in Settings.model_fields:
        return Text(
            zh=f"“{path[-1]}”对所有模型有效，请写在表 [{'.'.join(path[:-1])}] 之外",
            en=f"“{path[-1]}” holds for all models; put it outside the table"
            f" [{'.'.join(path[:-1])}]",
        )
    if "key" in path[-1].lower():
        return Text(
            zh=f"未知设置“{name}”：密钥不写在配置文件里，请用 key_env 写明存放密钥的环境变量",
            en=f"unknown setting “{name}”: keys are not kept in the file; name the variable that"
            " holds the key with “key_env”",
        )
    near = nearest(path[-1], known)
    near = ".".join([*path[:-1], near]) if near else ""
    return Text(
        zh=f"未知设置“{name}”" + (f"，您是指“{near}”？" if near else ""),
        en=f"unknown setting “{name}”" + (f", did you mean “{near}”?" if near else ""),
    )


def _ought(item: Any) -> Text:
    context = item.get("ctx", {})
    if item["type"] == "visceads":
        return Text(zh=context["zh"], en=context["en"])
    if item["type"] in OUGHT:
        zh, en = OUGHT[item["type"]]
        return Text(zh=zh.format(**context), en=en.format(**context))
    kind = item["type"].partition("_")[0]
    if kind in OUGHT:
        return Text(zh=OUGHT[kind][0], en=OUGHT[kind][1])
    return Text(zh=f"类型不对（{item['type']}）", en=item["msg"])


def _in_both(error: ValueError) -> Text:
    context = getattr(error, "context", None) or {}
    return Text(zh=context.get("zh", str(error)), en=context.get("en", str(error)))
