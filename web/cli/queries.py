"""The command that tells whoever runs a library what its readers search, and what in vain."""

from __future__ import annotations

import dataclasses
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from indexer.cli.output import echo
from indexer.errors import SettingsError
from indexer.settings import load_settings
from web.cli.query_log import QueryCount, report

_COLUMNS = "    次数      段数    最慢毫秒  检索词"


@click.command("queries")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="每张表的行数"
)
@click.option(
    "--slow", type=click.FloatRange(min=0), default=1000.0, show_default=True, help="多少毫秒算慢"
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--config", metavar="FILE", help="配置文件，默认 ./qianshao.yaml")
def queries_command(
    files: tuple[Path, ...], limit: int, slow: float, as_json: bool, config: str | None
) -> None:
    """统计访问日志：查得多的、没有结果的、慢的检索词；不显示是谁查的。

    FILE 是访问日志（可以是 .gz，- 为标准输入）；不写则读 log.folder 里的全部 access.jsonl。
    """
    told = report(_lines(files or _logs(config)), limit, slow)
    if as_json:
        echo(json.dumps(dataclasses.asdict(told), ensure_ascii=False, indent=2))
        return
    if not told.searches:
        echo("日志里还没有检索；有人查过之后再看。")
    else:
        echo(f"{told.first} 至 {told.last}，{told.searches} 次检索")
        _print("查得最多", told.frequent)
        _print("没有结果（未加筛选）", told.without_hits)
        _print(f"慢（{slow:g} 毫秒以上）", told.slow)
    if told.unread_lines:
        echo(f"另有 {told.unread_lines} 行不是访问日志的格式，未计入", err=True)


def _print(title: str, rows: tuple[QueryCount, ...]) -> None:
    echo(f"\n{title}")
    echo(_COLUMNS if rows else "    （没有）")
    for row in rows:
        total = "未记" if row.total is None else f"{row.total:,}"
        echo(f"{row.times:>8,}{total:>10}{row.slowest_ms:>12,.0f}  {row.query}")


def _logs(config: str | None) -> tuple[Path, ...]:
    """The log with what was rotated away. SettingsError where there is none."""
    folder = load_settings(config, {}).log.folder
    found = sorted(Path(folder).glob("access.jsonl*")) if folder else []
    if not found:
        where = (
            f"「{folder}」里没有 access.jsonl"
            if folder
            else "没有设置日志文件夹，日志在标准错误输出里"
        )
        raise SettingsError(
            "log.folder", f"{where}；请设好它，或写明日志文件：qianshao queries FILE"
        )
    return tuple(found)


def _lines(files: tuple[Path, ...]) -> Iterator[str]:
    for file in files:
        if str(file) == "-":
            yield from sys.stdin
            continue
        try:
            opened = gzip.open if file.suffix == ".gz" else open
            with opened(file, "rt", encoding="utf-8", errors="replace") as lines:
                yield from lines
        except (OSError, EOFError) as error:
            reason = getattr(error, "strerror", None) or error
            raise click.UsageError(f"读不了「{file}」：{reason}") from error


COMMANDS = (queries_command,)
