"""Downloading offers into a folder: listed, resumed, checked against their checksum, then named.

What is not finished stays in the hidden folder ``.unfinished`` beside the files, which an import
passes over, so that a cut download is never taken for a workbook. Pooch keeps a file only when its
checksum fits; the transfer itself, which Pooch cannot resume, is that of ``transfer``.
"""

import os
import shutil
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, cast

from data.ceads.download import figshare
from data.ceads.download.figshare import Article, ListedFile
from data.ceads.download.names import make_safe
from data.ceads.download.offers import Offer
from data.ceads.download.transfer import PART, RemoteFile, complete_part
from data.ceads.download.trouble import DownloadError, explain_disk
from data.ceads.download.web import Patience, Web
from data.text import Text

Progress = Callable[[float, Text], None]

UNFINISHED = ".unfinished"
_LOCK = "lock"
_SPARE_BYTES = 20_000_000


@dataclass
class Fetched:
    """What a download brought: the files, which of them were there before, and remarks."""

    paths: list[Path] = field(default_factory=list[Path])
    held_before: list[Path] = field(default_factory=list[Path])
    remarks: list[Text] = field(default_factory=list[Text])


def fetch_offers(
    offers: Sequence[Offer],
    folder: Path,
    progress: Progress,
    *,
    api: str | None = None,
    patience: Patience | None = None,
) -> Fetched:
    """Download offers that need no account into a folder.

    Args:
        offers: What to get; those that need an account are passed over.
        folder: Where the files go; it is made if need be.
        progress: Called with a share in 0..1 and what is going on; may raise to stop, which keeps
            what was downloaded so far.
        api: Address of the interface, other than that of figshare.
        patience: Timeouts and retries.

    Raises:
        DownloadError: It did not come about; the text says why, what to do, and where to get the
            file by hand.
    """
    fetched = Fetched()
    with _reserved(folder), Web(api or figshare.API, patience or Patience()) as web:
        wanted = _list_wanted(offers, web, folder, fetched, lambda text: progress(0.0, text))
        done, total = 0, sum(w.file.size for w in wanted)
        for offer, file in wanted:

            def report(held: int, text: Text, done: int = done) -> None:
                progress((done + held) / total, text)

            with _by_hand(offer):
                _fetch(file, folder, web, report, fetched)
            done += file.size
    return fetched


def _list_wanted(
    offers: Iterable[Offer],
    web: Web,
    folder: Path,
    fetched: Fetched,
    tell: Callable[[Text], None],
) -> list["_Wanted"]:
    """List the files of offers, each once, and clear what cannot be continued any more."""
    articles: dict[int, Article] = {}
    wanted: dict[str, _Wanted] = {}
    for offer in offers:
        if offer.article is None:
            continue
        with _by_hand(offer):
            if offer.article not in articles:
                articles[offer.article] = figshare.read_article(offer.article, web, tell)
                fetched.remarks.append(_say_terms(articles[offer.article], offer))
            article = articles[offer.article]
            files = [_describe(f, article, web) for f in figshare.choose_files(offer, article)]
            wanted |= {f.md5: _Wanted(offer, f) for f in files if f.md5 not in wanted}
    _clear_unfinished(folder, articles.values())
    return list(wanted.values())


class _Wanted(NamedTuple):
    offer: Offer
    file: RemoteFile


def _describe(listed: ListedFile, article: Article, web: Web) -> RemoteFile:
    name = make_safe(listed.name, f"figshare-{listed.id}")
    same = [f for f in article.files if make_safe(f.name, "").lower() == name.lower()]
    if len(same) > 1:
        name = f"{listed.id}-{name}"
    md5 = figshare.check_listed(listed, name)
    # The address a listing names may ask for a browser; the interface serves the same file.
    urls = dict.fromkeys((listed.download_url, f"{web.base}/file/download/{listed.id}"))
    return RemoteFile(name, tuple(u for u in urls if u), listed.size, md5)


def _say_terms(article: Article, offer: Offer) -> Text:
    licence = article.license.name if article.license else ""
    doi = ", ".join(offer.doi)
    return Text(
        zh=f"请引用：doi {doi}。" + (f"许可：{licence}。" if licence else ""),
        en=f"Please cite: doi {doi}." + (f" Licence: {licence}." if licence else ""),
    )


def _fetch(
    file: RemoteFile,
    folder: Path,
    web: Web,
    report: Callable[[int, Text], None],
    fetched: Fetched,
) -> None:
    import pooch

    target = folder / file.name
    if target.is_file() and pooch.file_hash(str(target), alg="md5") == file.md5:
        fetched.held_before.append(target)
        fetched.paths.append(target)
        return
    _require_space(file, folder)
    try:
        checked = _fetch_checked(file, folder / UNFINISHED, web, report, fetched)
        checked.replace(target)
    except OSError as error:
        raise explain_disk(error, str(folder)) from error
    fetched.paths.append(target)


def _fetch_checked(
    file: RemoteFile,
    work: Path,
    web: Web,
    report: Callable[[int, Text], None],
    fetched: Fetched,
) -> Path:
    """Fetch a file that fits its checksum; one that does not is dropped and fetched once more."""
    import pooch

    pooch.get_logger().setLevel("ERROR")

    part = file.part(work)

    def hand_over(_url: str, output: Any, _pooch: Any) -> None:
        part.replace(os.fspath(output))

    for _ in range(2):
        complete_part(file, part, web, report)
        try:
            kept = pooch.retrieve(
                file.urls[0],
                known_hash=f"md5:{file.md5}",
                fname=f"{file.md5}.checked",
                path=work,
                downloader=cast(Any, hand_over),
            )
        except ValueError:
            text = _say_wrong_sum(file.name)
            fetched.remarks.append(text)
            report(0, text)
        else:
            return Path(kept)
    raise DownloadError(
        Text(
            zh=f"{file.name} 两次下载都与服务器公布的校验和不符，均已删除。文件可能正在更新，或被代理、网关改动；请稍后再试。",
            en=f"{file.name} came twice with a checksum other than the server announces, and was"
            " removed. It may be changing at this moment, or a proxy or gateway alters it; try"
            " again later.",
        )
    )


def _say_wrong_sum(name: str) -> Text:
    return Text(
        zh=f"{name} 的校验和不符，已删除，重新下载。",
        en=f"{name} had a wrong checksum; it was removed and is fetched anew.",
    )


def _require_space(file: RemoteFile, folder: Path) -> None:
    held = file.part(folder / UNFINISHED)
    missing = file.size - (held.stat().st_size if held.exists() else 0)
    free = shutil.disk_usage(folder).free
    if free < missing + _SPARE_BYTES:
        raise DownloadError(
            Text(
                zh=f"{folder} 所在磁盘只剩 {free / 1e6:.0f} MB，下载 {file.name} 还需 {missing / 1e6:.0f} MB。"
                "请腾出空间，或用 --folder 指定另一处。",
                en=f"The disk of {folder} has {free / 1e6:.0f} MB left, and {file.name} takes another"
                f" {missing / 1e6:.0f} MB. Make room, or name another place with --folder.",
            )
        )


@contextmanager
def _by_hand(offer: Offer) -> Generator[None, None, None]:
    """Add to a message where the file can be had with a browser."""
    try:
        yield
    except DownloadError as error:
        how = Text(
            zh=f"也可用浏览器从 {offer.page} 下载，然后运行 visceads import 文件。",
            en=f" It can also be downloaded from {offer.page} with a browser; then run: visceads"
            " import FILE.",
        )
        raise DownloadError(error.text + how) from error


@contextmanager
def _reserved(folder: Path) -> Generator[None, None, None]:
    """Let one download at a time write to a folder, which is made if need be."""
    from filelock import FileLock, Timeout

    try:
        (folder / UNFINISHED).mkdir(parents=True, exist_ok=True)
        with FileLock(folder / UNFINISHED / _LOCK, timeout=0):
            yield
    except Timeout:
        raise DownloadError(
            Text(
                zh=f"另一个下载正在使用 {folder}，请等它结束。",
                en=f"Another download is using {folder}; wait for it to end.",
            )
        ) from None
    except OSError as error:
        raise explain_disk(error, str(folder)) from error


def _clear_unfinished(folder: Path, articles: Iterable[Article]) -> None:
    """Remove what can be continued no more: parts of files that changed, and leftovers."""
    listed = {f.computed_md5 or f.supplied_md5 for a in articles for f in a.files}
    for path in (folder / UNFINISHED).iterdir():
        known = path.suffix == PART and path.stem in listed
        if path.is_file() and path.name != _LOCK and not known:
            path.unlink(missing_ok=True)
