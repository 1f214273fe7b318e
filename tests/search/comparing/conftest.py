"""Small libraries of reports, with the themes of the bundled ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pytest

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import Settings
from search.searcher import Searcher

Reports = Callable[[Sequence[tuple[str, int, str]]], Searcher]


@pytest.fixture(scope="module")
def reports_of(
    tmp_path_factory: pytest.TempPathFactory, opened: Callable[[Settings], Searcher]
) -> Reports:
    """Opens a library of (source, year, text), a document each."""

    def build(told: Sequence[tuple[str, int, str]]) -> Searcher:
        folder = tmp_path_factory.mktemp("reports")
        with (folder / "in.jsonl").open("w", encoding="utf-8") as file:
            for at, (source, year, text) in enumerate(told):
                row = {"id": f"d{at}#1", "document": f"d{at}", "title": f"{source}{year}年工作总结"}
                row |= {"text": text, "source": source, "year": year}  # type: ignore[dict-item]
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        made = Settings(index=str(folder / "index"))
        rebuild(str(folder / "in.jsonl"), made, BuildOptions())
        return opened(made)

    return build
