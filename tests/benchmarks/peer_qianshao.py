"""qianshao itself: built by its own command, asked through the same door as the page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from workload import Task

from indexer.settings import load_settings
from search.request import Filters, SearchRequest
from search.response import response_body
from search.searcher import open_searcher


class Peer:
    def build(self, lines: Path, folder: Path) -> None:
        _run_command("rebuild", str(lines), "--index", str(folder))

    def open(self, folder: Path) -> None:
        self._folder = folder
        self._searcher = open_searcher(load_settings(flags={"index": str(folder)}))

    def run(self, task: Task) -> int | None:
        """Every class does the whole of a page's work: ten hits, six facets, marks, JSON values."""
        result = self._searcher.search(_request(task))
        response_body(result)
        return result.total

    def update(self, record: dict[str, Any]) -> int | None:
        return None


def _request(task: Task) -> SearchRequest:
    if task.kind == "substring":
        return SearchRequest(task.text, mode="exact")
    if task.kind == "phrase":
        return SearchRequest(f'"{task.text}"', expand=False)
    joint = " OR " if "or" in (task.kind, task.text) else " AND "
    sources = (task.source,) if task.kind == "filter" else ()
    return SearchRequest(joint.join(task.words), filters=Filters(source=sources), expand=False)


def _run_command(*arguments: str) -> None:
    code = "from web.cli import main; main()"
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, stderr=subprocess.DEVNULL)
