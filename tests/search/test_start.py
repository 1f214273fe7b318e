"""A start reads the generation, and loads nothing that only builds or pages need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import Settings

_FIRST_ANSWER = """
import sys
from indexer.settings import load_settings
from search.request import SearchRequest
from search.searcher import open_searcher
searcher = open_searcher(load_settings(flags={"index": sys.argv[1]}))
assert searcher.search(SearchRequest("平安前哨")).total == 1
print(*sys.modules)
"""


@pytest.fixture
def index(tmp_path: Path) -> Path:
    documents = tmp_path / "corpus" / "documents"
    documents.mkdir(parents=True)
    (documents / "甲.md").write_text("平安前哨在此。\n", "utf-8")
    settings = Settings(index=str(tmp_path / "index"), corpus=str(tmp_path / "corpus"))
    rebuild(str(tmp_path / "corpus"), settings, BuildOptions())
    return tmp_path / "index"


def _modules_after(code: str, *arguments: Path) -> set[str]:
    line = [sys.executable, "-c", code, *map(str, arguments)]
    return set(subprocess.run(line, check=True, capture_output=True, text=True).stdout.split())


def test_the_first_answer_needs_neither_builders_nor_pages(index: Path) -> None:
    loaded = _modules_after(_FIRST_ANSWER, index)
    unneeded = {
        "indexer.build.builder",
        "indexer.build.worker",
        "indexer.sources.folder",
        "indexer.sources.jsonl",
        "whoosh",
    }
    unneeded |= {"jieba", "rjieba", "pypinyin", "multiprocessing", "flask", "docx", "xlsxwriter"}
    assert not loaded & unneeded
