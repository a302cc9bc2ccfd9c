"""Bringing one file here, from where the last attempt stopped."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data.ceads.download.trouble import (
    BlockedError,
    DownloadError,
    PassingError,
    explain_cut,
    explain_disk,
)
from data.ceads.download.web import Web, expect
from data.text import Text

if TYPE_CHECKING:
    import httpx2

PART = ".part"
_SPAN = re.compile(r"bytes (\d+)-\d+/(\d+)")


@dataclass(frozen=True)
class RemoteFile:
    """A file to fetch: its safe name, its addresses in the order to try, its size and MD5."""

    name: str
    urls: tuple[str, ...]
    size: int
    md5: str

    def part(self, folder: Path) -> Path:
        """Name the unfinished file; another checksum is another name, so the two never mix."""
        return folder / f"{self.md5}{PART}"


def complete_part(
    file: RemoteFile, part: Path, web: Web, progress: Callable[[int, Text], None]
) -> None:
    """Fetch what a part file lacks, until it has the file's size.

    Args:
        file: What to fetch.
        part: Where it grows; what stands there is continued with a Range request.
        web: The client.
        progress: Called with the bytes held and what is going on; may raise to stop.

    Raises:
        DownloadError: It did not come about; the part stays, unless it is of no use.
    """
    blocked: BlockedError | None = None
    for url in file.urls:
        try:
            web.persist(
                lambda url=url: _attempt(url, file, part, web, progress),
                lambda: _held(part),
                lambda text: progress(_held(part), text),
            )
        except BlockedError as error:
            blocked = blocked or error
        else:
            return
    if blocked:
        raise blocked


def _attempt(
    url: str, file: RemoteFile, part: Path, web: Web, progress: Callable[[int, Text], None]
) -> None:
    held = _held(part)
    if held > file.size:
        _drop(part)
        held = 0
    if held == file.size:
        return
    headers = {"Range": f"bytes={held}-"} if held else {}
    with web.open(url, headers) as response:
        if not _continues(response, held, file, part):
            held = 0
        held = _store(response, held, file, part, progress)
        if held < file.size:
            raise explain_cut(response.url.host)


def _continues(response: "httpx2.Response", held: int, file: RemoteFile, part: Path) -> bool:
    """Tell whether a response goes on where the part stops, or begins anew."""
    if response.status_code == 416 or (held and _elsewhere(response, held, file)):
        _drop(part)
        raise PassingError(explain_cut(response.url.host).text, 0.0)
    expect(response, (200, 206))
    if response.headers.get("content-type", "").startswith("text/html"):
        raise BlockedError(
            Text(
                zh=f"{response.url.host} 返回的是网页而不是文件，可能要求登录或用浏览器验证。",
                en=f"{response.url.host} sent a web page instead of the file; it may ask for a"
                " login or a browser.",
            )
        )
    return response.status_code == 206


def _elsewhere(response: "httpx2.Response", held: int, file: RemoteFile) -> bool:
    """Tell whether a partial response is not the part that was asked for."""
    if response.status_code != 206:
        return False
    span = _SPAN.fullmatch(response.headers.get("content-range", ""))
    return span is None or (int(span[1]), int(span[2])) != (held, file.size)


def _store(
    response: "httpx2.Response",
    held: int,
    file: RemoteFile,
    part: Path,
    progress: Callable[[int, Text], None],
) -> int:
    try:
        with part.open("ab" if held else "wb") as target:
            for chunk in response.iter_raw():
                held += len(chunk)
                if held > file.size:
                    break
                target.write(chunk)
                progress(held, _say_held(held, file))
    except OSError as error:
        raise explain_disk(error, str(part.parent)) from error
    if held > file.size:
        _drop(part)
        raise DownloadError(
            Text(
                zh=f"{file.name}：服务器发来的内容多于其公布的 {file.size} 字节，已丢弃。",
                en=f"{file.name}: the server sent more than the {file.size} bytes it announced; they"
                " were dropped.",
            )
        )
    return held


def _say_held(held: int, file: RemoteFile) -> Text:
    share = f"{held / 1e6:.1f}/{file.size / 1e6:.1f} MB"
    return Text(zh=f"正在下载 {file.name}，{share}", en=f"Downloading {file.name}, {share}")


def _held(part: Path) -> int:
    try:
        return part.stat().st_size
    except OSError:
        return 0


def _drop(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError as error:
        raise explain_disk(error, str(part.parent)) from error
