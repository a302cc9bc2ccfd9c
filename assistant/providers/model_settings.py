"""How one model is reached: provider, address, limits, and which variable holds its key."""

import difflib
import os
import re
from collections.abc import Iterable
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic_core import PydanticCustomError

from assistant.logs import keep_secret

PROVIDERS = ("builtin", "openai", "mistralai", "ollama", "openai-compatible")
KEY_VARIABLES = {
    "openai": ("OPENAI_API_KEY",),
    "mistralai": ("MISTRAL_API_KEY",),
    "openai-compatible": ("VISCEADS_API_KEY", "OPENAI_API_KEY"),
}
"""Where each provider's key is looked for when ``key_env`` names no variable."""

ADDRESSES = {
    "openai": "https://api.openai.com/v1",
    "mistralai": "https://api.mistral.ai/v1",
    "ollama": "http://127.0.0.1:11434",
    "openai-compatible": "http://127.0.0.1:8000/v1",
}
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}")


class ModelSettings(BaseModel):
    """One model, as a ``[models.NAME]`` table gives it or the flat settings imply it."""

    model_config = ConfigDict(extra="forbid")

    model: str = Field(description="provider:name, or the name alone beside provider")
    provider: str | None = Field(None, description="Provider, where model is the name alone")
    base_url: str | None = Field(None, description="Address of the model server")
    temperature: float = Field(0.0, ge=0, le=2, description="Randomness of the model")
    timeout_s: float = Field(60.0, gt=0, description="Longest silence of the server in seconds")
    max_retries: int = Field(2, ge=0, le=10, description="Retries of a failed call")
    max_tokens: int | None = Field(None, ge=1, description="Longest reply in tokens")
    context_tokens: int = Field(24_000, ge=2_000, description="Most tokens sent in one call")
    key_env: str | None = Field(None, description="Variable that holds the key")
    tools: Literal["auto", "native", "json", "few"] = Field(
        "auto", description="How the model calls tools: auto, native, json or few"
    )

    @field_validator("base_url")
    @classmethod
    def _plain_address(cls, value: str | None) -> str | None:
        return check_address(value)

    @field_validator("key_env")
    @classmethod
    def _names_a_variable(cls, value: str | None) -> str | None:
        return check_key_variable(value)

    @model_validator(mode="after")
    def _join(self) -> Self:
        if self.provider and ":" not in self.model:
            self.model = f"{self.provider}:{self.model}"
        elif self.provider and not self.model.startswith(f"{self.provider}:"):
            raise refusal(
                f"provider “{self.provider}” 与 model “{self.model}” 相互矛盾",
                f"provider “{self.provider}” and model “{self.model}” contradict each other",
            )
        check_model_name(self.model)
        self.provider = self.model.partition(":")[0]
        return self

    @property
    def name(self) -> str:
        """The model's name at its provider."""
        return self.model.partition(":")[2]

    @property
    def address(self) -> str:
        """Where the server is, by default the provider's own address."""
        return self.base_url or ADDRESSES.get(self.provider or "", "")

    @property
    def key_variables(self) -> tuple[str, ...]:
        """The variables in which the key is looked for."""
        return (self.key_env,) if self.key_env else KEY_VARIABLES.get(self.provider or "", ())

    @property
    def needs_key(self) -> bool:
        """Whether the provider answers nobody without a key."""
        return self.provider in ("openai", "mistralai") or bool(self.key_env)

    def key(self) -> SecretStr | None:
        """Read the key from the environment; it is never stored, and blanked out of the log."""
        for variable in self.key_variables:
            if held := os.environ.get(variable, "").strip():
                keep_secret(held)
                return SecretStr(held)
        return None


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like a wrong one, or nothing.

    >>> nearest("opnai", PROVIDERS), nearest("xyz", PROVIDERS)
    ('openai', '')
    """
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)), "")


def refusal(zh: str, en: str) -> PydanticCustomError:
    """Make an error that a validator raises, in both languages."""
    return PydanticCustomError("visceads", "{en}", {"zh": zh, "en": en})


def check_model_name(value: str, known: tuple[str, ...] = ()) -> None:
    """Refuse what is neither ``builtin``, ``provider:name`` nor a name in ``known``."""
    provider, _, name = value.partition(":")
    if value in known:
        return
    if provider not in PROVIDERS:
        choices = [*known, *PROVIDERS]
        near = nearest(provider, choices)
        held = ", ".join(choices)
        raise refusal(
            f"未知的模型或服务商“{provider}”（可用：{held}）"
            + (f"，您是指“{near}”？" if near else ""),
            f"unknown model or provider “{provider}” (known: {held})"
            + (f"; did you mean {near}?" if near else ""),
        )
    if provider != "builtin" and not name:
        raise refusal(
            f"“{value}”没有写明模型，请写成 {provider}:MODEL",
            f"“{value}” names no model; write {provider}:MODEL",
        )
    if provider == "builtin" and name:
        raise refusal("内置模型只写 builtin", "the built-in model is just builtin")


def check_address(value: str | None) -> str | None:
    """Refuse an address without http(s), or with a password or key in it, which would be shown."""
    if value is None or not value.strip():
        return None
    if not re.match(r"https?://[^\s/]", value):
        raise refusal(
            "地址须以 http:// 或 https:// 开头", "an address begins with http:// or https://"
        )
    if "@" in value.split("//", 1)[1].split("/", 1)[0]:
        raise refusal(
            "地址里不要写用户名和密码；密钥请放在 key_env 所指的变量里",
            "an address holds no user or password; put the key into the variable key_env names",
        )
    if "?" in value or "#" in value:
        raise refusal(
            "地址里不要带“?”或“#”之后的部分；密钥请放在 key_env 所指的变量里",
            "an address ends with its path, without ? or #; put a key into the variable key_env"
            " names",
        )
    return value.rstrip("/")


def check_key_variable(value: str | None) -> str | None:
    """Refuse a key in place of the name of its variable; the value is not repeated."""
    if value is None or (VARIABLE.fullmatch(value) and not value.lower().startswith("sk_")):
        return value
    raise refusal(
        "key_env 是存放密钥的环境变量名（如 DEEPSEEK_API_KEY），不是密钥本身",
        "key_env is the name of the variable that holds the key (DEEPSEEK_API_KEY), not the key",
    )
