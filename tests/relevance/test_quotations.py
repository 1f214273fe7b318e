"""Sentences quoted from memory or from a scan: their paragraph comes first and is told as nearest.

`quotations/<library>.tsv` has the paragraph that is quoted, `-` for a text that quotes nothing, and
the text; `⏎` is a line break. `mixed` is of government reports, laws and articles from the folder
QIANSHAO_EVALUATION_DATA.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import Settings
from search.request import SearchRequest
from search.searcher import Searcher, open_searcher

HERE = Path(__file__).parent
DATA = Path(os.environ.get("QIANSHAO_EVALUATION_DATA", ""))
GOV_REPORTS, EVERY_LAW = 3_883, 30  # lines of gov-reports; of the laws every so manieth


def quotations(library: str) -> list[tuple[str, str]]:
    lines = (HERE / "quotations" / f"{library}.tsv").read_text("utf-8").splitlines()
    return [
        (id, text.replace("⏎", "\n")) for id, _, text in (line.partition("\t") for line in lines)
    ]


@contextmanager
def opened(corpus: Path, index: Path) -> Iterator[Searcher]:
    settings = Settings(index=str(index))
    rebuild(str(corpus), settings, BuildOptions())
    searcher = open_searcher(settings)
    yield searcher
    searcher.close()


def mixed_corpus(path: Path) -> Path:
    """Half of the government reports, some laws with those that are quoted, articles of DRCD."""
    quoted = {id for id, _ in quotations("mixed")}

    def lines(name: str) -> Iterator[str]:
        with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
            yield from file

    with path.open("w", encoding="utf-8") as corpus:
        corpus.writelines(islice(lines("gov-reports.jsonl.gz"), GOV_REPORTS))
        for number, line in enumerate(lines("laws.jsonl.gz")):
            if number % EVERY_LAW == 0 or json.loads(line)["id"] in quoted:
                corpus.write(line)
        corpus.writelines(lines("drcd/docs.jsonl.gz"))
    return path


def assert_all_are_told(searcher: Searcher, library: str) -> None:
    """None missed, none claimed."""
    wrong: list[tuple[str, str]] = []
    for id, text in quotations(library):
        result = searcher.search(SearchRequest(text))
        kinds = [expansion.kind for expansion in result.query.expansions]
        first = result.hits[0].paragraph.id if result.hits and "near" in kinds else "-"
        is_told = any("与此句最接近" in note for note in result.query.notes)
        if first != id or is_told != ("near" in kinds):
            wrong.append((id, text))
    assert wrong == []


def test_sentences_of_the_reports_are_found_though_words_differ(tmp_path: Path) -> None:
    with opened(HERE.parents[1] / "corpus", tmp_path) as searcher:
        assert_all_are_told(searcher, "reports")


@pytest.mark.skipif(
    not (DATA / "laws.jsonl.gz").is_file(), reason="QIANSHAO_EVALUATION_DATA has no laws"
)
def test_sentences_are_found_among_ten_thousand_paragraphs(tmp_path: Path) -> None:
    with opened(mixed_corpus(tmp_path / "mixed.jsonl"), tmp_path / "index") as searcher:
        assert_all_are_told(searcher, "mixed")
