"""``visceads download``: what there is, what can be fetched at once, and how to get the rest."""

from collections.abc import Sequence
from pathlib import Path

import click

from assistant.command_line.terminal import (
    import_with_progress,
    progress_bar,
    require_home,
    terminal_language,
)
from data.ceads.download.offers import ALL_OPEN, Offer, all_offers, find_offers
from data.store import home
from data.text import Lang, Text

INTERRUPTED = 130


def list_offers() -> str:
    """List everything CEADs publishes that can be imported, and how each thing is had."""
    lang = terminal_language()
    head = Text(
        zh=f"CEADs 数据（免费使用，须引用）。visceads download {ALL_OPEN} 下载全部无需账号的数据并导入。",
        en=f"CEADs data, free to use with a citation. visceads download {ALL_OPEN} fetches all that"
        " takes no account, and imports it.",
    )
    return "\n\n".join([head.get(lang), *(_listed(o, lang) for o in all_offers())])


def _listed(offer: Offer, lang: Lang) -> str:
    how = _open(offer) if offer.article else _with_account(offer)
    cite = Text(zh=f"引用：doi {'、'.join(offer.doi)}", en=f"cite: doi {', '.join(offer.doi)}")
    lines = (offer.label, how, cite)
    first, *rest = [line.get(lang) for line in lines]
    return "\n".join([f"{offer.id}: {first}", *(f"    {line}" for line in rest)])


def _open(offer: Offer) -> Text:
    return Text(
        zh=f"无需账号：visceads download {offer.id}（来自 {offer.page}；大小和许可在下载时显示）",
        en=f"no account needed: visceads download {offer.id} (from {offer.page}; size and licence"
        " are shown when it is fetched)",
    )


def _with_account(offer: Offer) -> Text:
    return Text(
        zh=f"需 CEADs 账号（免费）：visceads download {offer.id} 显示步骤；网址 {offer.page}",
        en=f"needs an account of CEADs (free): visceads download {offer.id} shows the steps;"
        f" {offer.page}",
    )


def instruct(offer: Offer, dataset: str) -> Text:
    """Say how to get by hand what needs an account, and what to run afterwards."""
    option = "" if dataset == "ceads" else f" --dataset {dataset}"
    doi = ", ".join(offer.doi)
    return Text(
        zh=f"{offer.id}：{offer.label.zh}需要 CEADs 账号，软件不能代为下载。\n"
        f"  1. 打开 {offer.page}，免费注册并登录。\n"
        "  2. 下载所需工作簿，放进同一文件夹；文件名和压缩包都无需改动。\n"
        f"  3. 运行：visceads import 文件夹{option}\n"
        f"  使用时请引用：doi {doi}。",
        en=f"{offer.id}: {offer.label.en}. It needs an account of CEADs, so it cannot be fetched"
        " for you.\n"
        f"  1. Open {offer.page}, register free of charge and log in.\n"
        "  2. Download the workbooks into one folder; names and archives can stay as they are.\n"
        f"  3. Run: visceads import FOLDER{option}\n"
        f"  Please cite: doi {doi}.",
    )


def download(
    names: Sequence[str],
    folder: Path | None,
    *,
    dataset: str,
    then_import: bool,
    api: str | None = None,
) -> int:
    """Fetch what needs no account, import it if wanted, and say how to get the rest.

    Args:
        names: Ids of offers.
        folder: Where files go; by default ``downloads`` in the data folder.
        dataset: Data set to import into.
        then_import: Whether to import at once.
        api: Address of the interface, other than that of figshare.

    Returns:
        The exit code: that of the import, or 130 when the reader stopped it.

    Raises:
        VisceadsError: A name is unknown, or a download did not come about.
    """
    offers = find_offers(names)
    lang = terminal_language()
    for offer in offers:
        if offer.article is None:
            click.echo(instruct(offer, dataset).get(lang))
    opened = [o for o in offers if o.article is not None]
    if not opened:
        return 0
    require_home()
    try:
        paths = _fetch(opened, folder or home() / "downloads", lang, api)
    except KeyboardInterrupt:
        click.echo(_say_stopped().get(lang), err=True)
        return INTERRUPTED
    if then_import:
        return import_with_progress(paths, dataset, replace=False)
    click.echo(_say_how_to_import(paths, dataset).get(lang))
    return 0


def _fetch(offers: Sequence[Offer], folder: Path, lang: Lang, api: str | None) -> list[Path]:
    from data.ceads.download.fetching import fetch_offers

    with progress_bar() as report:
        fetched = fetch_offers(offers, folder, report, api=api)
    for path in fetched.paths:
        size = path.stat().st_size / 1e6
        before = path in fetched.held_before
        told = Text(
            zh=f"{path}（{size:.1f} MB，校验和正确{'，此前已下载' if before else ''}）",
            en=f"{path} ({size:.1f} MB, checksum right{', downloaded before' if before else ''})",
        )
        click.echo(told.get(lang))
    for remark in fetched.remarks:
        click.echo(remark.get(lang))
    return fetched.paths


def _say_stopped() -> Text:
    return Text(
        zh="已停止。已下载的部分会保留，运行同一命令即可续传。",
        en="Stopped. What was downloaded is kept; run the same command to go on.",
    )


def _say_how_to_import(paths: Sequence[Path], dataset: str) -> Text:
    named = " ".join(f'"{p}"' for p in paths)
    option = "" if dataset == "ceads" else f" --dataset {dataset}"
    return Text(
        zh=f"未导入。需要时运行：visceads import {named}{option}",
        en=f"Not imported. When wanted, run: visceads import {named}{option}",
    )
