"""The public interface of figshare, version 2: an article, its files, their checksums."""

import re
import time
from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel, Field, ValidationError

from data.ceads.download.names import make_safe
from data.ceads.download.offers import Offer
from data.ceads.download.trouble import DownloadError, explain_cut
from data.ceads.download.web import Web, expect
from data.text import Text

Model = TypeVar("Model", bound=BaseModel)

API = "https://api.figshare.com/v2"
LISTING_BYTES = 4_000_000
LISTING_S = 60.0
FILE_BYTES = 2_000_000_000
"""No workbook of CEADs comes near this; what claims to be larger is not fetched."""

_SHOWN_WITH_ARTICLE = 10
_WORKBOOK = re.compile(r"\.(xlsx|xlsm|xls|zip)$", re.IGNORECASE)
_TABLE = re.compile(
    r"mrio|input[-_ ]*output|投入产出|(?<![a-z])iots?(?![a-z])|(?<![a-z])io(?![a-z])", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MD5 = re.compile(r"[0-9a-f]{32}")


class ListedFile(BaseModel):
    """A file as the interface lists it."""

    id: int
    name: str
    size: int = Field(ge=0)
    download_url: str = ""
    computed_md5: str | None = None
    supplied_md5: str | None = None
    is_link_only: bool = False

    @property
    def years(self) -> set[int]:
        """The years its name holds."""
        return {int(y) for y in _YEAR.findall(self.name)}


class License(BaseModel):
    """Under which terms an article stands."""

    name: str = ""


class Article(BaseModel):
    """An article with its files."""

    title: str = ""
    license: License | None = None
    files: list[ListedFile]


class _Files(BaseModel):
    files: list[ListedFile]


def read_article(number: int, web: Web, tell: Callable[[Text], None]) -> Article:
    """Read an article and all its files.

    Args:
        number: The article's number.
        web: The client.
        tell: Called while it waits for the server; may raise to stop.

    Raises:
        DownloadError: The interface cannot be reached, or answers otherwise than it promises.
    """
    article = _parse(_get(f"articles/{number}", web, tell), Article, number)
    if len(article.files) < _SHOWN_WITH_ARTICLE:
        return article
    text = _get(f"articles/{number}/files?page_size=1000", web, tell)
    listing = _parse(b'{"files":' + text + b"}", _Files, number)
    return article.model_copy(update={"files": listing.files})


def _get(path: str, web: Web, tell: Callable[[Text], None]) -> bytes:
    def attempt() -> bytes:
        started, body = time.monotonic(), b""
        with web.open(f"{web.base}/{path}", {"Accept": "application/json"}) as response:
            expect(response, (200,))
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > LISTING_BYTES:
                    raise _unexpected(path)
                if time.monotonic() - started > LISTING_S:
                    raise explain_cut(response.url.host)
        return body

    return web.persist(attempt, lambda: 0, tell)


def _parse(text: bytes, model: type[Model], number: int) -> Model:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise _unexpected(str(number)) from error


def _unexpected(what: str) -> DownloadError:
    return DownloadError(
        Text(
            zh=f"figshare 对 {what} 的回答与其接口说明不符，无法据此下载。",
            en=f"The answer of figshare about {what} is not what its interface promises, so nothing"
            " can be downloaded by it.",
        )
    )


def choose_files(offer: Offer, article: Article) -> list[ListedFile]:
    """Find the files of an offer by the years and words in their names, never by their place.

    A workbook or archive with the year in its name is taken, one that speaks of input-output
    tables before others; without any, such a one that names no year, since it may hold all of
    them: what is in it is told by its content when it is imported.

    Raises:
        DownloadError: Nothing fits; the message lists what the article holds.
    """
    workbooks = [f for f in article.files if _WORKBOOK.search(f.name)]
    dated = [f for f in workbooks if offer.year in f.years]
    tables = [f for f in dated if _TABLE.search(f.name)]
    undated = [f for f in workbooks if not f.years and _TABLE.search(f.name)]
    found = tables or dated or undated
    if not found:
        raise _no_file(offer, article)
    return found


def _no_file(offer: Offer, article: Article) -> DownloadError:
    held = ", ".join(make_safe(f.name, str(f.id)) for f in article.files[:12]) or "—"
    return DownloadError(
        Text(
            zh=f"figshare 条目 {offer.article} 中没有可认出的 {offer.years} 年投入产出表；现有文件：{held}。",
            en=f"The figshare article {offer.article} holds no file known as the input-output table"
            f" of {offer.years}; its files are: {held}.",
        )
    )


def check_listed(file: ListedFile, name: str) -> str:
    """Return the checksum of a file that can be fetched.

    Raises:
        DownloadError: It is only a link, has no checksum or two that differ, or is too large.
    """
    sums = {s.strip().lower() for s in (file.computed_md5, file.supplied_md5) if s}
    if file.is_link_only or not file.size:
        raise _refuse(name, "只是一个链接，没有文件", "it is a link without a file")
    if file.size > FILE_BYTES:
        raise _refuse(name, "文件过大", "it is too large")
    if len(sums) != 1 or not _MD5.fullmatch(next(iter(sums))):
        raise _refuse(
            name,
            "没有唯一有效的校验和，无法确认内容",
            "it has no single valid checksum to check by",
        )
    return sums.pop()


def _refuse(name: str, zh: str, en: str) -> DownloadError:
    return DownloadError(Text(zh=f"{name} 未下载：{zh}。", en=f"{name} was not downloaded: {en}."))
