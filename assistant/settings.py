"""Settings from ``visceads.toml`` and ``VISCEADS_…`` variables; keys never pass through here."""

import difflib
import os
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from data.errors import InputError
from data.text import Text

FILE = "visceads.toml"
PROVIDERS = ("builtin", "openai", "mistralai", "ollama", "openai-compatible")


class Settings(BaseSettings):
    """All settings with their defaults; the environment overrides the file.

    ``model`` is ``builtin`` or ``provider:name``. The keys of providers are read by their own
    clients from OPENAI_API_KEY, MISTRAL_API_KEY and, for openai-compatible servers,
    VISCEADS_API_KEY or OPENAI_API_KEY.
    """

    model_config = SettingsConfigDict(env_prefix="VISCEADS_", extra="forbid", toml_file=FILE)

    model: str = Field("builtin", description="builtin, or provider:name")
    base_url: str | None = Field(None, description="Address of the model server")
    temperature: float = Field(0.0, ge=0, le=2, description="Randomness of the model")
    timeout_s: float = Field(60.0, gt=0, description="Seconds to wait for the model server")
    max_retries: int = Field(2, ge=0, le=10, description="Retries of a failed model call")
    max_model_calls: int = Field(8, ge=1, le=50, description="Model calls in one answer")
    max_tokens: int | None = Field(None, ge=1, description="Longest reply of the model in tokens")
    fallback: list[str] = Field(
        default=["builtin"], description="Models to try in order when the first fails"
    )
    language: Literal["auto", "zh", "en"] = Field("auto", description="Language of answers")
    dataset: str | None = Field(None, description="Data set id; default: the one chosen")
    host: str = Field("127.0.0.1", description="Address the page is served on")
    port: int = Field(5006, ge=1, le=65535, description="Port the page is served on")

    @field_validator("model")
    @classmethod
    def _known_provider(cls, value: str) -> str:
        return _check_model(value)

    @field_validator("fallback")
    @classmethod
    def _known_fallbacks(cls, value: list[str]) -> list[str]:
        return [_check_model(v) for v in value]

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
    except ValueError as error:
        where = Path.cwd() / FILE
        raise InputError(
            Text(
                zh=f"配置文件 {where.name} 无法读取：{error}",
                en=f"{where.name} cannot be read: {error}",
            )
        ) from None
    _refuse_unknown_variables()
    return held


def _check_model(value: str) -> str:
    provider, _, name = value.partition(":")
    if provider not in PROVIDERS:
        near = difflib.get_close_matches(provider, PROVIDERS, n=1, cutoff=0.4)
        hint = f"; did you mean {near[0]}?" if near else ""
        msg = f"unknown provider “{provider}” (known: {', '.join(PROVIDERS)}){hint}"
        raise ValueError(msg)
    if provider != "builtin" and not name:
        msg = f"“{value}” names no model; write {provider}:MODEL"
        raise ValueError(msg)
    return value


OTHER_VARIABLES = {"VISCEADS_HOME", "VISCEADS_API_KEY", "VISCEADS_CHROMIUM", "VISCEADS_LOG_LEVEL"}


def _refuse_unknown_variables() -> None:
    known = {f"VISCEADS_{name.upper()}" for name in Settings.model_fields} | OTHER_VARIABLES
    for name in os.environ:
        if name.startswith("VISCEADS_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            zh = f"您是指 {near[0]}？" if near else f"可用：{'、'.join(sorted(known))}。"
            en = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(sorted(known))}."
            raise InputError(
                Text(zh=f"未知的环境变量 {name}。{zh}", en=f"Unknown variable {name}. {en}")
            )


def _explain(error: ValidationError) -> Text:
    zh, en = [], []
    for item in error.errors():
        name = ".".join(str(part) for part in item["loc"])
        if item["type"] == "extra_forbidden":
            near = difflib.get_close_matches(name, Settings.model_fields, n=1)
            zh.append(f"未知设置“{name}”" + (f"，您是指“{near[0]}”？" if near else ""))
            en.append(
                f"unknown setting “{name}”" + (f", did you mean “{near[0]}”?" if near else "")
            )
        else:
            zh.append(f"设置“{name}”无效：{item['msg']}")
            en.append(f"setting “{name}” is not valid: {item['msg']}")
    return Text(zh="；".join(zh) + "。", en="; ".join(en) + ".")
