"""The command that serves the pages and the API."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.options import index_options
from indexer.errors import QianshaoError
from indexer.settings import Settings, load_settings
from web.listening import addresses, close, listen
from web.memory import fit_heap, share_one_heap

if TYPE_CHECKING:
    from web.exchange import Desk

# How long a thread may keep Python to itself while others wait: a fifth of the default. A page that
# is made beside a long answer waits that long each time it has read or written anything.
_TURN_S = 0.001
_LOCAL = ("127.0.0.1", "::1", "localhost")


@click.command()
@index_options
@click.option("--host", metavar="ADDRESS", help="监听地址，默认 127.0.0.1；0.0.0.0 供内网访问")
@click.option("--port", type=click.IntRange(0, 65535), help="端口，默认 8000；0 表示任选")
@click.option("--threads", type=click.IntRange(1, 256), help="同时处理的请求数，默认 8")
@click.option("--workers", type=click.IntRange(0, 64), help="进程数；默认 0：每核一个，至多 4 个")
def serve(
    config: str | None,
    index_dir: str | None,
    host: str | None,
    port: int | None,
    threads: int | None,
    workers: int | None,
) -> None:
    """启动检索服务：网页、接口与嵌入框。"""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    flags: dict[str, Any] = {
        "index": index_dir,
        "server.host": host,
        "server.port": port,
        "server.threads": threads,
        "server.workers": workers,
    }
    settings = load_settings(config, flags)
    share_one_heap()
    sockets = listen(settings.server.host, settings.server.port)

    def say() -> None:
        for line in welcome(addresses(sockets)):
            click.echo(line)

    _serve(settings, sockets, say)


def _serve(settings: Settings, sockets: Sequence[socket.socket], say: Callable[[], None]) -> None:
    """Alone, or as the parent of workers. `say` is called once requests are answered."""
    from web.exchange import Exchange
    from web.workers import Crew, worker_count

    count = worker_count(settings.server.workers)
    if count == 1:
        _work(settings, sockets, say)
        return
    from web.counts import counts_folder

    with counts_folder() as counts:
        forget_worker = _load_what_is_shared(counts)
        share, exchange = _share(settings, count), Exchange(count)

        def work(number: int, ready: Callable[[], None], is_orphan: Callable[[], bool]) -> None:
            desk = exchange.desk(number)
            _work(share, sockets, ready, is_orphan, number == 0, desk)

        def bury(number: int, pid: int) -> None:
            exchange.forget(number)
            forget_worker(pid)

        code = Crew(count, work, bury).run(say, lambda: close(sockets))
    sys.exit(code)


def _load_what_is_shared(counts: str) -> Callable[[int], None]:
    """Import and read before the fork what all workers need, without starting a thread."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = counts  # read when prometheus_client is imported
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is imported
    import search.searcher  # noqa: F401
    import web.app
    import web.server  # noqa: F401
    from search.rewrite.scripts import other_scripts
    from web.metrics import forget_worker

    other_scripts("平安")  # reads the conversion tables, once for all
    return forget_worker


def _share(settings: Settings, count: int) -> Settings:
    """What is left of the server's limits for each of `count` workers."""
    server = settings.server
    threads, waiting = ceil(server.threads / count), ceil(server.max_waiting / count)
    return replace(settings, server=replace(server, threads=threads, max_waiting=waiting))


def _work(
    settings: Settings,
    sockets: Sequence[socket.socket],
    ready: Callable[[], None],
    is_orphan: Callable[[], bool] = lambda: False,
    is_first: bool = True,
    desk: Desk | None = None,
) -> None:
    """Open the index, say `ready`, answer until told to end."""
    from search.request import SearchRequest
    from search.searcher import Searcher, open_searcher
    from web.app import create_app, warm_templates
    from web.recovery import RecoveringDoor
    from web.server import Server
    from web.upkeep import keep_up

    def opened() -> Searcher:
        searcher = open_searcher(settings)
        fit_heap(searcher.search(SearchRequest(size=1)).total)
        return searcher

    door = RecoveringDoor(opened)
    try:
        door.search(SearchRequest(q="启动", size=1))  # opens the index and warms it
    except QianshaoError as error:
        if is_first:
            click.echo(f"索引暂不可用：{error}。服务照常启动，索引就绪后自动恢复。", err=True)
    sys.setswitchinterval(_TURN_S)
    app = create_app(settings, door)
    server = Server(app, settings.server, sockets, desk)
    ready()
    threading.Thread(target=warm_templates, args=(app,), daemon=True).start()
    ended = threading.Event()
    upkeep = (door, app.extensions["qianshao"].metrics, server.waiting, ended)
    threading.Thread(target=keep_up, args=upkeep, daemon=True).start()
    try:
        server.run(is_orphan=is_orphan)
    finally:
        ended.set()
        door.close()


def welcome(addresses: list[tuple[str, int]]) -> list[str]:
    """What to open, and how others reach it while only this machine does."""
    lines = []
    for host, port in addresses:
        shown = f"[{host}]" if ":" in host else host
        lines.append(f"前哨已启动：http://{shown}:{port}（Ctrl+C 停止）")
    if all(host in _LOCAL for host, _ in addresses):
        lines.append("目前只有本机能打开；供内网访问请用 qianshao serve --host 0.0.0.0，")
        lines.append("其他电脑打开 http://本机的IP地址:端口，并在防火墙放行该端口。")
    return lines


COMMANDS: tuple[click.Command, ...] = (serve,)
