"""The server behind ``visceads serve``: makes ready what the page needs, then serves it."""

import logging
import socket

import click

from assistant.command_line.terminal import progress_bar, require_home, terminal_language
from assistant.settings import Settings
from data.errors import InputError
from data.store import Store, home
from data.text import Text

log = logging.getLogger(__name__)


def serve_page(settings: Settings, *, open_browser: bool) -> None:
    """Build the index if need be, print the address, and serve until stopped.

    Raises:
        InputError: The port is taken.
    """
    _check_port(settings)
    require_home()
    lang = terminal_language()
    dataset = Store().open(settings.dataset)
    told = Text(zh="数据集", en="Data set").get(lang)
    click.echo(f"{told}: {dataset.title.get(lang)} · {settings.model} · {home()}")
    with progress_bar() as report:
        report(0.1, Text(zh="准备知识索引", en="Preparing the knowledge index"))
        from assistant.knowledge import open_library

        library = open_library(settings)
        library.build(report)
        report(0.7, Text(zh="装载页面", en="Loading the page"))
        import panel

        from assistant.history.opening import is_shared
        from assistant.page.build import build_page, make_kept

    if library.trouble:
        click.echo(library.trouble.get(lang), err=True)
    shared = is_shared(settings)
    address = f"http://{settings.host}:{settings.port}/"
    click.echo(Text(zh=f"VisCEADs 已就绪：{address}", en=f"VisCEADs is ready: {address}").get(lang))
    panel.serve(
        {"/": lambda: build_page(lambda: make_kept(settings), shared=shared)},
        address=settings.host,
        port=settings.port,
        show=open_browser,
        title="VisCEADs",
        websocket_origin=_origins(settings),
    )


def _origins(settings: Settings) -> list[str]:
    names = {settings.host, "localhost", "127.0.0.1"}
    return [f"{name}:{settings.port}" for name in sorted(names)]


def _check_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            log.info("cannot bind: %s", error)
            raise InputError(
                Text(
                    zh=f"端口 {settings.port} 已被占用，请用 --port 指定另一个端口。",
                    en=f"Port {settings.port} is taken; choose another with --port.",
                )
            ) from None
