"""The command that tells whoever runs a library what its readers search, and what in vain.

Nobody is named: addresses and users only serve to tell a query that is still being typed from one
that is finished.
"""

from __future__ import annotations

import dataclasses
import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs

import click

from indexer.cli.output import echo, echo_json
from indexer.errors import SettingsError
from indexer.settings import load_settings
from indexer.word_list import words

# A page searches while its reader types: what the same reader goes on with is not counted.
_TYPING_S = 5.0
# What may stand in an address without making fewer paragraphs match.
_PLAIN = frozenset(
    words("q mode page size sort group view lang facet_limit expand entities correct semantic")
)
_PATHS = ("/search", "/search.json", "/api/v1/search", "/embed")


@dataclass(frozen=True, slots=True)
class Search:
    """One search as logged. `total` is None where the line does not say what was found."""

    at: float  # seconds since 1970
    query: str
    is_filtered: bool
    total: int | None
    ms: float
    reader: str


@dataclass(frozen=True, slots=True)
class QueryCount:
    """How often a query was asked, and how it went: `total` is what it found the last time."""

    query: str
    times: int
    total: int | None
    slowest_ms: float


@dataclass(frozen=True, slots=True)
class QueryReport:
    """What a log says. `without_hits` leaves out searches that filters may have emptied."""

    first: str
    last: str
    searches: int
    unread_lines: int
    frequent: tuple[QueryCount, ...]
    without_hits: tuple[QueryCount, ...]
    slow: tuple[QueryCount, ...]


def report(lines: Iterable[str], limit: int, slow_ms: float) -> QueryReport:
    """The report over lines in any order; each list has at most `limit` rows."""
    searches: list[Search] = []
    unread = 0
    for line in lines:
        if not line.strip():
            continue
        entry = _entry(line)
        unread += entry is None
        search = _search(entry) if entry else None
        if search is not None:
            searches.append(search)
    searches.sort(key=lambda search: search.at)
    finished = list(_finished(searches))
    frequent = _counted(finished)
    in_vain = _counted(s for s in finished if s.total == 0 and not s.is_filtered)
    slow = _counted(s for s in searches if s.ms >= slow_ms)
    slow.sort(key=lambda row: -row.slowest_ms)
    return QueryReport(
        _day(finished[0].at) if finished else "",
        _day(finished[-1].at) if finished else "",
        len(finished),
        unread,
        tuple(frequent[:limit]),
        tuple(in_vain[:limit]),
        tuple(slow[:limit]),
    )


def _entry(line: str) -> dict[str, object] | None:
    """A line as an object; None for a line that is none of ours."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and "path" in entry else None


def _search(entry: dict[str, object]) -> Search | None:
    """The search that a line tells of: the first page of one that was answered."""
    if entry.get("path") not in _PATHS or entry.get("status") != 200:
        return None
    asked = parse_qs(str(entry.get("query") or ""))
    words = " ".join(asked.get("q", [""])[0].split())
    if not words or asked.get("page", ["1"])[0] != "1":
        return None
    try:
        at = datetime.fromisoformat(str(entry.get("time"))).timestamp()
    except ValueError:
        return None
    total, ms = entry.get("total"), entry.get("ms")
    return Search(
        at,
        words,
        any(name not in _PLAIN for name in asked),
        total if isinstance(total, int) else None,
        float(ms) if isinstance(ms, int | float) else 0.0,
        f"{entry.get('user') or ''} {entry.get('remote') or ''} {entry.get('agent') or ''}",
    )


def _finished(searches: list[Search]) -> Iterator[Search]:
    """Searches, oldest first, without those that their reader was still typing."""
    following: dict[str, Search] = {}
    kept: list[Search] = []
    for search in reversed(searches):
        later = following.get(search.reader)
        following[search.reader] = search
        if later is None or not _goes_on(search, later):
            kept.append(search)
    return reversed(kept)


def _goes_on(search: Search, later: Search) -> bool:
    """Whether `later` is the same query, longer or as long: typed on, or narrowed by a filter."""
    return later.at - search.at <= _TYPING_S and later.query.startswith(search.query)


def _counted(searches: Iterable[Search]) -> list[QueryCount]:
    """One row a query, most frequent first."""
    rows: dict[str, QueryCount] = {}
    for search in searches:
        known = rows.get(search.query)
        rows[search.query] = QueryCount(
            search.query,
            (known.times if known else 0) + 1,
            search.total if search.total is not None or known is None else known.total,
            max(search.ms, known.slowest_ms if known else 0.0),
        )
    return sorted(rows.values(), key=lambda row: (-row.times, row.query))


def _day(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().date().isoformat()


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
        echo_json(dataclasses.asdict(told))
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
