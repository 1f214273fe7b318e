"""qianshao itself: built and updated by its own commands, served from the published generation."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from remix import read_lines
from workload import PAGES, Task

from indexer.settings import load_settings
from search.engines.base import Page
from search.query.tree import And, Literal, Or, Query
from search.reader_manager import ReaderManager
from search.request import Filters, SearchRequest
from search.response import answer_bytes
from search.searcher import open_searcher

_TOP = Page(limit=10)


class Peer:
    def build(self, lines: Path, folder: Path) -> None:
        _run_command("rebuild", str(lines), "--index", str(folder))

    def open(self, folder: Path) -> None:
        settings = load_settings(flags={"index": str(folder)})
        self._folder = folder
        self._live = ReaderManager(settings)
        self._searcher = open_searcher(settings)

    def run(self, task: Task) -> int | None:
        """Pages go through the door of the page, from text to JSON; the rest asks the engine."""
        if task.kind in PAGES:
            joint = " OR " if task.text == "or" else " AND "
            text = joint.join(task.words)
            if task.kind == "name":
                text = f"{task.source} {text}"
            result = self._searcher.search(SearchRequest(text, expand=False))
            answer_bytes(result)
            return result.total
        filters = Filters(source=(task.source,) if task.kind == "filter" else ())
        engine = self._live.current().engine
        return engine.search(_tree(task), filters, (), _TOP).counts.total

    def update(self, record: dict[str, Any], lines: Path) -> float | None:
        """The file with one line changed, `update`, and until the searcher here shows it."""
        changed = self._folder.with_suffix(".updated.jsonl")
        with open(changed, "w", encoding="utf-8") as out:
            for line in read_lines(lines):
                kept = record if line["id"] == record["id"] else line
                out.write(json.dumps(kept, ensure_ascii=False) + "\n")
        started = time.perf_counter()
        _run_command("update", str(changed), "--index", str(self._folder))
        while self._searcher.paragraph(record["id"]).text != record["text"]:
            time.sleep(0.01)
        seconds = time.perf_counter() - started
        changed.unlink()
        return seconds


def _tree(task: Task) -> Query:
    if task.text:
        return Literal((task.text.lower(),))
    words = tuple(Literal((word,)) for word in task.words)
    if len(words) == 1:
        return words[0]
    return Or(words) if task.kind == "or" else And(words)


def _run_command(*arguments: str) -> None:
    code = "from web.cli import main; main()"
    subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
