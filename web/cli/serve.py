"""The command that serves the pages and the API."""

from __future__ import annotations

import ctypes
import logging
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.options import index_options
from indexer.cli.output import echo
from indexer.errors import QianshaoError
from indexer.generations.lock import is_gone
from indexer.settings import Settings
from search.searcher import Searcher
from web.server.sockets import Listener, listen

if TYPE_CHECKING:
    from web.middleware.metrics import Metrics

# How long a thread may keep Python to itself while others wait: a fifth of the default. A page that
# is made beside a long answer waits that long each time it has read or written anything.
_TURN_S = 0.001
_COMMON = "年"  # as common in reports as a word can be
_UPKEEP_S = 1.0
_MOST_BY_DEFAULT = 4
_LOCAL = ("127.0.0.1", "::1", "localhost")
_COUNTS_PREFIX = "qianshao-serve-"
# malloc.h of glibc: all threads share one heap, which gives memory back once this much is free.
# Measured with 8 threads over 10,000 paragraphs: 130 to 175 MB of private memory, else 260 to 380.
_HEAP = {-8: 1, -3: 16 << 20, -1: 32 << 20}  # M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD


@click.command()
@index_options
@click.option(
    "--host",
    "server_host",
    metavar="ADDRESS",
    help="监听地址，默认 127.0.0.1；0.0.0.0 供内网访问",
)
@click.option(
    "--port", "server_port", type=click.IntRange(0, 65535), help="端口，默认 8000；0 表示任选"
)
@click.option(
    "--threads", "server_threads", type=click.IntRange(1, 256), help="同时处理的请求数，默认 8"
)
@click.option(
    "--workers",
    "server_workers",
    type=click.IntRange(0, 64),
    help="进程数；默认 0：每核一个，至多 4 个",
)
def serve(settings: Settings) -> None:
    """启动检索服务：网页、接口与嵌入框。"""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    listeners = listen(settings.server.host, settings.server.port)

    def say() -> None:
        for line in welcome([listener.getsockname()[:2] for listener in listeners]):
            echo(line)
        for line in told_links(settings.server.public_url):
            echo(line)

    _share_heap()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is imported
    count = _worker_count(settings.server.workers)
    if count == 1:
        _work(settings, listeners, say)
    else:
        sys.exit(_supervise(settings, listeners, say, count))


def _supervise(
    settings: Settings, listeners: Sequence[Listener], say: Callable[[], None], count: int
) -> int:
    """As the parent of workers. What all of them need is imported and read before the fork."""
    server = settings.server
    threads, waiting = ceil(server.threads / count), ceil(server.max_waiting / count)
    share = replace(settings, server=replace(server, threads=threads, max_waiting=waiting))

    def work(number: int, counts: Any) -> None:
        try:
            _work(share, listeners, lambda: None, counts, number)
        except QianshaoError as error:
            echo(f"错误：{error}", err=True)
            sys.exit(1)

    with _counts_folder() as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # read when prometheus_client is imported
        import web.app  # noqa: F401
        from search.rewrite.scripts import other_scripts
        from web.middleware.metrics import forget_worker
        from web.server.supervisor import Supervisor

        other_scripts("平安")  # reads the conversion tables
        return Supervisor(count, work, forget_worker).run(listeners, say)


def _worker_count(wanted: int) -> int:
    """`wanted`, or for 0 one for each core that we may use, at most four. One without fork."""
    if not hasattr(os, "fork"):
        return 1
    return wanted or min(_MOST_BY_DEFAULT, len(os.sched_getaffinity(0)))


def _warm(searcher: Any, is_telling: bool) -> float:
    """Open the index, and give the processor time of a common search; 0.0 while there is none."""
    from search.request import SearchRequest

    try:
        searcher.search(SearchRequest(q="启动", size=1))
        began = time.thread_time()
        searcher.search(SearchRequest(q=_COMMON))
        return time.thread_time() - began
    except QianshaoError as error:
        if is_telling:
            echo(f"索引暂不可用：{error}。服务照常启动，索引就绪后自动恢复。", err=True)
        return 0.0


def _work(
    settings: Settings,
    listeners: Sequence[Listener],
    ready: Callable[[], None],
    counts: Any = None,
    number: int = 0,
) -> None:
    """Open the index, say `ready`, answer until told to end; with `counts` as one of several."""
    from search.searcher import open_searcher
    from web.app import create_app, warm_templates
    from web.recovery import RecoveringSearcher
    from web.server.worker import Server

    searcher: Any = RecoveringSearcher(lambda: open_searcher(settings))
    common_s = _warm(searcher, is_telling=number == 0)
    sys.setswitchinterval(_TURN_S)
    app = create_app(settings, searcher)
    server = Server(app, settings.server, listeners, counts, number)
    server.expect(common_s)
    if os.name == "posix":  # elsewhere Ctrl+C ends at once
        signal.signal(signal.SIGTERM, server.stop)
        signal.signal(signal.SIGINT, server.stop)
    ready()
    threading.Thread(target=warm_templates, args=(app,), daemon=True).start()
    ended = threading.Event()
    upkeep = (searcher, app.extensions["qianshao"].metrics, lambda: server.waiting, ended)
    threading.Thread(target=keep_up, args=upkeep, daemon=True).start()
    try:
        server.run()
    finally:
        ended.set()
        searcher.close()


def keep_up(
    searcher: Searcher, metrics: Metrics, waiting: Callable[[], int], ended: threading.Event
) -> None:
    """Once a second until `ended`, measure the process and follow publishes: not even the first
    reader after one gets an old answer."""
    while not ended.wait(_UPKEEP_S):
        metrics.measure_worker(waiting())
        with suppress(QianshaoError, OSError):  # the next second may know better
            metrics.tell_built(searcher.follow())


@contextmanager
def _counts_folder() -> Iterator[str]:
    """A folder for the workers' counts, named by our process; those of dead ones are removed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_COUNTS_PREFIX}*"):
        pid = folder.name.removeprefix(_COUNTS_PREFIX).partition("-")[0]
        with suppress(OSError):
            is_ours = pid.isdigit() and folder.lstat().st_uid == os.geteuid()
            if is_ours and not folder.is_symlink() and is_gone(int(pid)):
                shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{_COUNTS_PREFIX}{os.getpid()}-") as name:
        yield name


def _share_heap() -> None:
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if os.name == "posix" else None
    if mallopt is not None:
        for parameter, value in _HEAP.items():
            mallopt(parameter, value)


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


def told_links(public_url: str) -> list[str]:
    """Which address files and citations will name, or how to have one that others can open."""
    if public_url:
        return [f"引用和导出文件里的永久链接：{public_url.rstrip('/')}/…"]
    return [
        "引用和导出文件里的永久链接要有固定网址：请在配置文件的 server 下写",
        "  public_url: https://读者打开本站的网址（或设 QIANSHAO_SERVER_PUBLIC_URL）",
        "不写时用读者打开本站的网址；从本机打开的，引用里不印本站的链接。",
    ]
