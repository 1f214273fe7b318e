"""Give every command on an index the settings in force, by the two options that they share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from indexer.settings import load_settings

_SERVER = "server_"


def index_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --index DIR and --config FILE; the command is given the `settings` that they lead to.

    Its own options that are called as settings of the server are (server_port) count for these.
    """

    @click.option("--index", "index_dir", metavar="DIR", help="索引所在文件夹")
    @click.option("--config", metavar="FILE", help="配置文件，默认 ./qianshao.yaml")
    @wraps(command)
    def with_settings(*, index_dir: str | None, config: str | None, **given: Any) -> None:
        own = {name: given.pop(name) for name in tuple(given) if name.startswith(_SERVER)}
        flags = {name.replace("_", ".", 1): value for name, value in own.items()}
        command(settings=load_settings(config, {"index": index_dir, **flags}), **given)

    return with_settings
