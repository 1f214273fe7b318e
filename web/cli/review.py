"""The command that opens the desk: pages on this machine for whoever looks over what came in."""

from __future__ import annotations

import signal
import threading
import webbrowser
from contextlib import suppress
from typing import Any

import click

from indexer.cli.options import index_options
from indexer.cli.output import echo
from indexer.errors import LibraryError, SettingsError
from indexer.library.creation import own_corpus
from indexer.settings import Settings

_HOST = "127.0.0.1"
_THREADS = 4


@click.command("review")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="端口；默认任选一个")
@click.option("--no-open", is_flag=True, help="不自动打开浏览器，只印出链接")
@index_options
def review(port: int, no_open: bool, settings: Settings) -> None:
    """打开核对台：在浏览器里看草稿和疑点，改好、收入，一键更新检索。

    只在本机（127.0.0.1）打开，凭一次性的链接；Ctrl+C 结束。
    """
    from web.desk.access import Access
    from web.desk.app import DeskServer

    corpus = own_corpus(settings)
    if not corpus.is_dir():
        raise LibraryError(f"没有资料文件夹「{corpus}」；请先运行 qianshao init")

    def tell(token: str) -> None:
        echo(f"核对台的新链接（只能用一次）：{server.link(token)}")

    access = Access(tell)
    try:
        server = DeskServer(settings, corpus, access, _HOST, port, _THREADS)
    except OSError as error:
        reason = f"端口 {port} 不能用（{error.strerror}）；请换一个，或不写 --port"
        raise SettingsError("--port", reason) from error
    link = server.link(access.new_token())
    echo(f"核对台已打开（Ctrl+C 结束）。链接只能用一次：\n{link}")
    if not no_open:
        threading.Thread(target=_open, args=(link,), daemon=True).start()
    for name in ("SIGTERM", "SIGINT"):
        signal.signal(getattr(signal, name), lambda *_: server.stop())
    server.run()
    echo("核对台已关闭；没有收入的草稿还在，下次接着核对")


def _open(link: str) -> Any:
    with suppress(Exception):  # a machine without a browser: the link is printed
        webbrowser.open(link)
