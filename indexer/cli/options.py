"""Command-line options that every command on an index shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def index_options(command: F) -> F:
    """Add --index DIR and --config FILE."""
    command = click.option("--config", metavar="FILE", help="配置文件，默认 ./qianshao.yaml")(
        command
    )
    return click.option("--index", "index_dir", metavar="DIR", help="索引所在文件夹")(command)
