"""Requests to public servers: addresses and redirects checked, timeouts set, trouble explained."""

import email.utils
import ipaddress
import math
import re
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urljoin, urlsplit

from data.ceads.download.trouble import (
    DownloadError,
    PassingError,
    explain_network,
    explain_proxy,
    explain_status,
)
from data.text import Text

if TYPE_CHECKING:
    import httpx2

Found = TypeVar("Found")

HOPS = 5
ROUNDS = 40
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Patience:
    """How long to wait for a server, and how often to try in a row without a step forward."""

    connect_s: float = 15.0
    read_s: float = 30.0
    tries: int = 4
    longest_wait_s: float = 60.0
    sleep: Callable[[float], None] = time.sleep


class Web:
    """A client for one public interface and the stores it refers to.

    Plain http is refused, save to this computer when the interface itself is on it.

    Args:
        base: Address of the interface.
        patience: Timeouts and retries.
    """

    def __init__(self, base: str, patience: Patience) -> None:
        import httpx2

        self.base = base.rstrip("/")
        self.patience = patience
        self.is_local = _is_loopback(urlsplit(base).hostname or "")
        limits = httpx2.Timeout(patience.read_s, connect=patience.connect_s)
        try:
            self._client = httpx2.Client(
                timeout=limits,
                headers={"User-Agent": "visceads", "Accept-Encoding": "identity"},
                follow_redirects=False,
            )
        except (ValueError, ImportError, httpx2.InvalidURL) as error:
            raise explain_proxy(str(error)) from error

    def __enter__(self) -> "Web":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    @contextmanager
    def open(
        self, url: str, headers: Mapping[str, str]
    ) -> Generator["httpx2.Response", None, None]:
        """Request an address and follow its redirects, each of them checked.

        Yields:
            The response, whatever its status but a redirect, its body not read yet.

        Raises:
            DownloadError: The address is not allowed, or the server cannot be reached.
            PassingError: It may be reached later, or the body broke off inside the block.
        """
        import httpx2

        for _ in range(HOPS + 1):
            host = self.check(url)
            try:
                with self._client.stream("GET", url, headers=dict(headers)) as response:
                    if response.status_code not in _REDIRECTS:
                        yield response
                        return
                    url = _follow(url, response.headers.get("location", ""))
            except httpx2.TransportError as error:
                raise explain_network(error, host) from error
            except httpx2.InvalidURL as error:
                raise _refuse_address(url) from error
        raise DownloadError(
            Text(zh=f"{url} 转向次数过多。", en=f"There are too many redirects at {url}.")
        )

    def check(self, url: str) -> str:
        """Return the host of an allowed address.

        Raises:
            DownloadError: It is not https, carries a password, or points into a private network.
        """
        try:
            parts = urlsplit(url)
            host, password = parts.hostname or "", parts.password
            _ = parts.port
        except ValueError:
            raise _refuse_address(url) from None
        near = _is_loopback(host)
        scheme = ("http", "https") if near and self.is_local else ("https",)
        if not host or password or parts.scheme not in scheme:
            raise _refuse_address(url)
        if _is_private(host) and not (near and self.is_local):
            raise _refuse_address(url)
        return host

    def persist(
        self,
        attempt: Callable[[], Found],
        held: Callable[[], int],
        tell: Callable[[Text], None],
    ) -> Found:
        """Try until it works, or until nothing is gained any more.

        Args:
            attempt: What to try.
            held: Bytes held so far; more of them make the count of tries begin anew.
            tell: Called each second of a pause; may raise to stop.

        Raises:
            PassingError: The trouble did not pass.
        """
        failed, before = 0, held()
        for _ in range(ROUNDS):
            try:
                return attempt()
            except PassingError as error:
                now = held()
                failed, before = (1 if now > before else failed + 1), now
                wait = 2.0 ** (failed - 1) if error.wait_s is None else error.wait_s
                if failed >= self.patience.tries or wait > self.patience.longest_wait_s:
                    raise
                self._pause(wait, tell)
        return attempt()

    def _pause(self, seconds: float, tell: Callable[[Text], None]) -> None:
        left = seconds
        while left > 0:
            step = min(1.0, left)
            tell(
                Text(
                    zh=f"连接不畅，{math.ceil(left)} 秒后重试",
                    en=f"Trouble with the connection; trying again in {math.ceil(left)} s",
                )
            )
            self.patience.sleep(step)
            left -= step


def expect(response: "httpx2.Response", statuses: tuple[int, ...]) -> None:
    """Make sure that a response has one of some statuses.

    Raises:
        DownloadError: It has another; the text says what that means.
    """
    if response.status_code not in statuses:
        wait = wait_asked(response.headers.get("retry-after", ""))
        raise explain_status(response.status_code, response.url.host, wait)


def wait_asked(header: str) -> float | None:
    """Read a Retry-After header, in seconds or as a date.

    >>> wait_asked("7"), wait_asked("soon")
    (7.0, None)
    """
    if header.strip().isascii() and header.strip().isdigit():
        return float(header)
    try:
        then = email.utils.parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return None
    now = datetime.now(tz=UTC)
    return max(0.0, (then - now).total_seconds()) if then.tzinfo else None


def _follow(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise _refuse_address(location) from None


def _refuse_address(url: str) -> DownloadError:
    # Neither a password nor a signature of the address is shown.
    shown = re.sub(r"//[^/]*@", "//", url.split("?")[0])[:120]
    return DownloadError(
        Text(
            zh=f"服务器给出的地址不安全，已拒绝：{shown}（只接受公网 https 地址）。",
            en=f"The server named an address that is not safe and was refused: {shown} (only public"
            " https addresses are taken).",
        )
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.rstrip(".") == "localhost"


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host.rstrip(".") == "localhost"
