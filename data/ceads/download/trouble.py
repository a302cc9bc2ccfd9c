"""What can go wrong between here and a server, said once in both languages with what to do."""

import errno
import socket
import ssl
from collections.abc import Iterator
from typing import TYPE_CHECKING

from data.errors import VisceadsError
from data.text import Text, same

if TYPE_CHECKING:
    import httpx2

_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
_AGAIN = Text(
    zh="已下载的部分会保留，稍后运行同一命令即可续传。",
    en="What was downloaded is kept; run the same command again later to go on.",
)
_LATER = (408, 425, 429, 500, 502, 503, 504)


class DownloadError(VisceadsError):
    """A download did not come about; the text says why and what to do."""


class PassingError(DownloadError):
    """Trouble that may be over soon; ``wait_s`` is how long the server asks to wait, if it does."""

    def __init__(self, text: Text, wait_s: float | None = None) -> None:
        super().__init__(text)
        self.wait_s = wait_s


class BlockedError(DownloadError):
    """The server wants a browser, or no program at all; another address of the file may do."""


def say(zh: str, en: str) -> Text:
    """Join what happened with the sentence that what was downloaded is kept."""
    return Text(zh=zh, en=en + " ") + _AGAIN


def explain_status(status: int, host: str, wait_s: float | None = None) -> DownloadError:
    """Explain an answer that is not the file.

    Args:
        status: The HTTP status.
        host: The server that gave it.
        wait_s: What it asks to wait.
    """
    if status == 429:
        pause = same("")
        if wait_s:
            pause = Text(zh=f"，要求等待 {wait_s:.0f} 秒", en=f" and asks to wait {wait_s:.0f} s")
        zh = f"{host} 认为请求过多（429）{pause.zh}。"
        return PassingError(
            say(zh, f"{host} says there were too many requests (429){pause.en}."), wait_s
        )
    if status in _LATER:
        zh = f"{host} 暂时出错（{status}）。"
        return PassingError(say(zh, f"{host} has trouble of its own ({status})."), wait_s)
    if status in (202, 401, 403):
        return BlockedError(
            Text(
                zh=f"{host} 拒绝程序下载（{status}），可能要求用浏览器验证，或限制了您所在的网络。",
                en=f"{host} refuses downloads by programs ({status}): it may ask for a browser, or"
                " limit your network.",
            )
        )
    if status == 407:
        return explain_proxy("407")
    if status in (404, 410):
        return DownloadError(
            Text(
                zh=f"{host} 上找不到该文件（{status}），可能已移动或撤下。",
                en=f"{host} does not have the file ({status}); it may have been moved or withdrawn.",
            )
        )
    return DownloadError(
        Text(
            zh=f"{host} 的回答无法理解（{status}）。",
            en=f"{host} gave an answer that is not understood ({status}).",
        )
    )


def explain_proxy(detail: str) -> DownloadError:
    """Explain a proxy that does not work."""
    return DownloadError(
        Text(
            zh=f"代理服务器不可用（{detail}）。请检查环境变量 HTTPS_PROXY、ALL_PROXY、NO_PROXY 和系统代理设置；"
            "SOCKS 代理请改用 HTTP 代理。",
            en=f"The proxy does not work ({detail}). Check the variables HTTPS_PROXY, ALL_PROXY and"
            " NO_PROXY and the system's proxy settings; use an HTTP proxy instead of SOCKS.",
        )
    )


def explain_network(error: "httpx2.TransportError", host: str) -> DownloadError:
    """Explain a connection that failed.

    Args:
        error: What the HTTP library raised.
        host: The server asked.
    """
    import httpx2

    if isinstance(error, httpx2.ProxyError):
        return explain_proxy(str(error) or type(error).__name__)
    roots = list(_causes(error))
    if any(isinstance(r, ssl.SSLCertVerificationError) for r in roots):
        return DownloadError(
            Text(
                zh=f"{host} 的证书无法验证。请检查本机时间；若单位网络替换证书，请把其根证书装入系统。",
                en=f"The certificate of {host} cannot be verified. Check the clock of this computer;"
                " if your network replaces certificates, install its root in the system.",
            )
        )
    if any(isinstance(r, socket.gaierror) for r in roots):
        zh = f"找不到 {host}。请检查网络连接；若需代理，请设置 HTTPS_PROXY。"
        en = f"{host} cannot be found. Check the network; if it takes a proxy, set HTTPS_PROXY."
        return PassingError(say(zh, en))
    if isinstance(error, httpx2.TimeoutException):
        zh = f"{host} 长时间没有回应。"
        return PassingError(say(zh, f"{host} did not answer in time."))
    if isinstance(error, httpx2.ConnectError):
        zh = f"无法连接 {host}。请检查网络、防火墙和代理（HTTPS_PROXY）。"
        en = f"{host} cannot be reached. Check network, firewall and proxy (HTTPS_PROXY)."
        return PassingError(say(zh, en))
    return explain_cut(host)


def explain_cut(host: str) -> PassingError:
    """Explain a connection that ended before the file did."""
    return PassingError(say(f"与 {host} 的连接中断。", f"The connection to {host} broke off."))


def explain_disk(error: OSError, place: str) -> DownloadError:
    """Explain a file that could not be written."""
    if error.errno in _FULL:
        return DownloadError(
            Text(
                zh=f"{place} 所在磁盘空间不足或超出配额。请腾出空间，或用 --folder 指定另一处；已下载的部分会保留。",
                en=f"The disk of {place} is full or over its quota. Make room, or name another place"
                " with --folder; what was downloaded is kept.",
            )
        )
    return DownloadError(
        Text(
            zh=f"{place} 无法写入（{error.strerror or error}）。请用 --folder 指定另一处。",
            en=f"{place} cannot be written ({error.strerror or error}). Name another place with"
            " --folder.",
        )
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    held: BaseException | None = error
    while held is not None:
        yield held
        held = held.__cause__ or held.__context__
