"""The command `qianshao`: one group to which each package adds its commands."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from indexer.cli.output import echo
from indexer.errors import QianshaoError

# Where each command lives. Modules are imported when their command runs: `qianshao status` must not
# wait for the import of a web framework.
_MODULES = {
    "indexer.cli.corpus": ("check", "import"),
    "indexer.cli.taxonomy": ("discover",),
    "indexer.cli.generations": ("rollback", "prune", "audit"),
    "indexer.cli.semantic": ("embed",),
    "search.cli.search": ("search", "suggest", "evaluate"),
    "search.cli.build": ("rebuild", "update", "watch"),
    "search.cli.library": ("init", "add"),
    "search.cli.status": ("status", "verify", "withdraw"),
    "web.cli.config": ("config",),
    "web.cli.figures": ("figures",),
    "web.cli.serve": ("serve",),
    "web.cli.proof": ("proof",),
    "web.cli.queries": ("queries",),
    "web.cli.review": ("review",),
}


class _Commands(click.Group):
    """Finds commands lazily; turns expected errors into one sentence and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(name for names in _MODULES.values() for name in names)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        for module, names in _MODULES.items():
            if name in names:
                found = vars(import_module(module)).values()
                return next(c for c in found if isinstance(c, click.Command) and c.name == name)
        return None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except QianshaoError as error:
            echo(f"错误：{error}", err=True)
            sys.exit(1)
        except BrokenPipeError:  # the reader of our output has seen enough
            sys.stderr.close()
            sys.exit(1)
        except KeyboardInterrupt:
            echo("已中止", err=True)
            sys.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="qianshao", prog_name="qianshao", message="%(prog)s %(version)s")
def main() -> None:
    """前哨：中文报告全文检索。"""
