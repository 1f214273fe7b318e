"""The command that serves the pages and the API."""

from __future__ import annotations

import logging
import threading
from typing import Any

import click

from indexer.cli import index_options
from indexer.errors import QianshaoError
from indexer.settings import load_settings
from search.request import SearchRequest
from search.searcher import open_searcher
from web.app import create_app, warm_templates
from web.recovery import RecoveringDoor
from web.server import Server

_LOCAL = ("127.0.0.1", "::1", "localhost")


@click.command()
@index_options
@click.option("--host", metavar="ADDRESS", help="监听地址，默认 127.0.0.1；0.0.0.0 供内网访问")
@click.option("--port", type=click.IntRange(0, 65535), help="端口，默认 8000；0 表示任选")
@click.option("--threads", type=click.IntRange(1, 256), help="同时处理的请求数，默认 8")
def serve(
    config: str | None,
    index_dir: str | None,
    host: str | None,
    port: int | None,
    threads: int | None,
) -> None:
    """启动检索服务：网页、接口与嵌入框。"""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    flags: dict[str, Any] = {
        "index": index_dir,
        "server.host": host,
        "server.port": port,
        "server.threads": threads,
    }
    settings = load_settings(config, flags)
    door = RecoveringDoor(lambda: open_searcher(settings))
    try:
        door.search(SearchRequest(q="启动", size=1))  # opens the index and warms it
    except QianshaoError as error:
        click.echo(f"索引暂不可用：{error}。服务照常启动，索引就绪后自动恢复。", err=True)
    app = create_app(settings, door)
    server = Server(app, settings.server)
    for line in welcome(server.addresses):
        click.echo(line)
    threading.Thread(target=warm_templates, args=(app,), daemon=True).start()
    try:
        server.run()
    finally:
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
