"""Why a model does not answer, in plain words, and how to mend it."""

import json
import os
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from assistant.providers.model_settings import ModelSettings
from assistant.settings import Settings
from data.errors import VisceadsError
from data.text import Text

PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""Answers of a server that may differ a moment later."""

PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")


class UnusableReplyError(VisceadsError):
    """The server answered, but not with something that can be used."""

    def __init__(self, text: Text, *, passing: bool) -> None:
        super().__init__(text)
        self.passing = passing


def empty_reply() -> UnusableReplyError:
    """Make the error of a reply without text and calls."""
    told = Text(zh="模型的回复是空的。", en="the model's reply was empty.")
    return UnusableReplyError(told, passing=True)


def broken_reply() -> UnusableReplyError:
    """Make the error of a stream that ended before the reply did."""
    told = Text(zh="回复中途断开。", en="the reply broke off in the middle.")
    return UnusableReplyError(told, passing=True)


def endless_reply() -> UnusableReplyError:
    """Make the error of a reply that goes on without an end."""
    told = Text(
        zh="回复迟迟没有结束：可用 max_tokens 限制长度，或增大 timeout_s。",
        en="the reply did not come to an end: limit it with max_tokens, or raise timeout_s.",
    )
    return UnusableReplyError(told, passing=False)


def cut_reply() -> UnusableReplyError:
    """Make the error of a reply that met the limit of its length."""
    told = Text(
        zh="回复达到长度上限被截断：可增大 max_tokens。",
        en="the reply was cut at its longest length; raise max_tokens.",
    )
    return UnusableReplyError(told, passing=False)


def other_language() -> UnusableReplyError:
    """Make the error of an answer that stays in another language than the reader's."""
    told = Text(
        zh="模型没有用提问的语言回答。", en="the model did not answer in the question's language."
    )
    return UnusableReplyError(told, passing=False)


def spent_budget() -> UnusableReplyError:
    """Make the error of an answer that has used up its calls or tokens."""
    told = Text(
        zh="已用完本次回答的调用次数或词元预算（max_model_calls、max_answer_tokens）。",
        en="the answer used up its calls or tokens (max_model_calls, max_answer_tokens).",
    )
    return UnusableReplyError(told, passing=False)


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what caused it, the outermost first."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def status_of(error: BaseException) -> int | None:
    """Return the HTTP status behind an error, whichever client raised it."""
    for part in chain_of(error):
        for held in (part, getattr(part, "response", None)):
            status = getattr(held, "status_code", None)
            if isinstance(status, int) and status >= 400:
                return status
    return None


def retry_after(error: BaseException) -> float | None:
    """Return the seconds a server asks to wait, given in seconds or as a date, if it says so."""
    for part in chain_of(error):
        headers = getattr(getattr(part, "response", None), "headers", None) or {}
        asked = _seconds(headers.get("retry-after"))
        if asked is not None:
            return max(0.0, asked)
    return None


def _seconds(asked: str | None) -> float | None:
    """Read a Retry-After header.

    >>> _seconds("7"), _seconds("soon"), _seconds("Wed, 01 Jan 2020 00:00:00 GMT") < 0
    (7.0, None, True)
    """
    if not asked:
        return None
    try:
        return float(asked)
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(asked)
    except ValueError:
        return None
    return (until.astimezone(UTC) - datetime.now(tz=UTC)).total_seconds()


def is_passing(error: BaseException) -> bool:
    """Tell whether the same call may succeed a moment later."""
    if isinstance(error, UnusableReplyError):
        return error.passing
    status = status_of(error)
    if status is not None:
        return status in PASSING
    return not is_tls(error) and (is_timeout(error) or is_unreachable(error) or is_garbled(error))


def is_tls(error: BaseException) -> bool:
    """Tell whether a certificate was the trouble."""
    return any(isinstance(p, ssl.SSLError) or "CERTIFICATE" in str(p) for p in chain_of(error))


def is_socks(error: BaseException) -> bool:
    """Tell whether a proxy is set that the clients cannot use as they are."""
    told = [str(p).lower() for p in chain_of(error) if isinstance(p, ImportError | ValueError)]
    return any("socks" in text and "prox" in text for text in told)


def is_timeout(error: BaseException) -> bool:
    """Tell whether the server said nothing for too long."""
    return any("timeout" in type(p).__name__.lower() for p in chain_of(error))


def is_unreachable(error: BaseException) -> bool:
    """Tell whether the connection failed or broke."""
    names = ("connect", "protocolerror", "readerror", "writeerror", "network")
    return any(
        isinstance(p, ConnectionError) or any(n in type(p).__name__.lower() for n in names)
        for p in chain_of(error)
    )


def is_garbled(error: BaseException) -> bool:
    """Tell whether the reply was not what the protocol says."""
    return any(isinstance(p, json.JSONDecodeError) for p in chain_of(error))


def refuses_tools(error: BaseException) -> bool:
    """Tell whether a server refused a call because of its tools."""
    described = str(error).lower()
    return status_of(error) in (400, 404, 405, 422, 500, 501) and (
        "tool" in described or "function call" in described
    )


def refuses_stream(error: BaseException) -> bool:
    """Tell whether a server does not stream: it refused, or sent one whole reply."""
    described = str(error).lower()
    if "no generations found in stream" in described:
        return True
    return status_of(error) in (400, 405, 422, 501) and "stream" in described


def is_too_long(error: BaseException) -> bool:
    """Tell whether the prompt is longer than the model's context."""
    described = str(error).lower()
    return status_of(error) in (400, 413, 422) and (
        "context length" in described or "maximum context" in described or "too long" in described
    )


def explain(name: str, error: Exception, settings: Settings) -> Text:
    """Say in plain words why a model does not answer; the error's own text may hold a key."""
    held = settings.model_settings(name)
    where = f"（{held.base_url}）" if held.base_url else ""
    at = f" at {held.base_url}" if held.base_url else ""
    return Text(zh=f"模型 {name}{where}：", en=f"Model {name}{at}: ") + cause_of(error, held)


def cause_of(error: Exception, held: ModelSettings) -> Text:
    """Say what was wrong and how to mend it, without the error's own words."""
    if isinstance(error, VisceadsError):
        return error.text
    if is_too_long(error):
        return Text(
            zh='提问超出模型的上下文长度：请减小 context_tokens，或设 tools = "few"。',
            en='the prompt exceeds the model\'s context: lower context_tokens or set tools = "few".',
        )
    status = status_of(error)
    if status is not None:
        return _cause_of_status(status, held)
    if is_socks(error):
        return Text(
            zh=f"环境变量 {_proxy('socks')} 设的是 SOCKS 代理：请改设 http:// 代理，或取消该变量，"
            "或运行 pip install socksio。",
            en=f"a SOCKS proxy is set in {_proxy('socks')}: set an http:// proxy instead, unset the"
            " variable, or run pip install socksio.",
        )
    if is_tls(error):
        return Text(
            zh="TLS证书无法验证：请检查代理的证书，并用 SSL_CERT_FILE 指明它；"
            "本机服务请用 http:// 地址。",
            en="the TLS certificate cannot be verified: check the proxy's certificate and name it"
            " in SSL_CERT_FILE; a local server takes an http:// address.",
        )
    if is_timeout(error):
        return Text(
            zh="超时：服务太慢或不可达，可增大 timeout_s。",
            en="timed out: the server is slow or out of reach; raise timeout_s.",
        )
    if is_unreachable(error):
        return _no_connection(held)
    if is_garbled(error):
        return Text(
            zh="服务的回复不符合该协议：请检查 provider 与 base_url 是否相配。",
            en="the reply does not follow the protocol: check that provider and base_url match.",
        )
    return Text(
        zh=f"{type(error).__name__}（详见日志）。", en=f"{type(error).__name__} (see the log)."
    )


def _cause_of_status(status: int, held: ModelSettings) -> Text:
    variable = " / ".join(held.key_variables) or "key_env"
    known = {
        400: Text(
            zh="服务拒绝了请求：请检查模型名称与设置。",
            en="the server refused the request: check the model's name and the settings.",
        ),
        401: Text(
            zh=f"密钥被拒绝：请检查环境变量 {variable}。",
            en=f"the key was refused: check the variable {variable}.",
        ),
        402: Text(zh="账户余额不足：请充值。", en="the account has no credit: top it up."),
        403: Text(
            zh="这个密钥无权使用该模型。", en="this key may not use the model: ask the provider."
        ),
        404: Text(
            zh="模型名称或地址不存在：请检查 model 与 base_url；visceads doctor 会列出相近的名称。",
            en="unknown model or address: check model and base_url; visceads doctor names the"
            " nearest models.",
        ),
        407: Text(
            zh="代理要求登录：请检查 HTTPS_PROXY。",
            en="the proxy wants a login: check HTTPS_PROXY.",
        ),
        429: Text(
            zh="请求过于频繁或额度用尽：请稍后再试，或检查额度。",
            en="too many requests or no quota left: try later, or check the quota.",
        ),
    }
    if status in known:
        return known[status]
    if status >= 500:
        return Text(
            zh="服务本身出错：请稍后再试。", en="the server itself failed: try again later."
        )
    return Text(zh=f"服务拒绝了请求（HTTP {status}）。", en=f"refused with HTTP {status}.")


def _proxy(kind: str = "") -> str:
    held = ((name, os.environ.get(name, "")) for name in PROXIES)
    return next((name for name, value in held if value and value.startswith(kind)), "")


def _no_connection(held: ModelSettings) -> Text:
    told = Text(
        zh="无法连接或连接中断：服务是否已启动？请检查 base_url 与代理。",
        en="no connection, or it broke: is the server running? Check base_url and the proxy.",
    )
    proxy = _proxy()
    if proxy:
        told += Text(
            zh=f"当前设有代理 {proxy}；访问本机服务请把其地址加入 NO_PROXY。",
            en=f" A proxy is set in {proxy}; put a local server's address into NO_PROXY.",
        )
    if held.provider == "ollama":
        told += Text(zh="可用 ollama serve 启动。", en=" ollama serve starts it.")
    return told
