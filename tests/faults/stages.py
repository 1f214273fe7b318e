"""Set the stage for trials: a published old index, a new input, and what each of them answers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.build.builder import BuildOptions, BuildReport, rebuild
from indexer.build.updater import update
from indexer.settings import Settings
from search.figures.request import FigureRequest
from search.request import SearchRequest
from search.response import response_body
from search.searcher import Searcher, open_searcher
from search.verify.gate import gatekeeper

FIGURES = (
    FigureRequest(size=500),
    FigureRequest(q="巡逻", sort="-value"),
    FigureRequest(indicators=("破案率",), kinds=("rate", "rank"), size=5),
)
QUERIES = ("", "平安前哨", "年", "旧版", "新版", "巡逻 无人机", "没有的词")

_REPORTS, _CHANGED, _REMOVED = 8, 0, 2  # how many there are, and the numbers of two of them

Answers = tuple[str, ...]
Build = Callable[[Path, Path], object]


@dataclass(frozen=True, slots=True)
class Stage:
    """A published index of the old corpus, and what both corpora answer."""

    index: Path
    old_corpus: Path
    new_corpus: Path
    old: Answers
    new: Answers


@dataclass(frozen=True, slots=True)
class Library:
    """An index with two generations, the new one live, and what each of them answers."""

    index: Path
    stage: Stage


def full_build(corpus: Path, index: Path) -> None:
    settings = _settings(corpus, index)
    rebuild(str(corpus), settings, BuildOptions(verify=gatekeeper(settings)))


def incremental_build(corpus: Path, index: Path) -> BuildReport:
    settings = _settings(corpus, index)
    return update(str(corpus), settings, BuildOptions(verify=gatekeeper(settings)))


def _settings(corpus: Path, index: Path) -> Settings:
    folder = corpus if corpus.is_dir() else corpus.parent
    return Settings(index=str(index), corpus=str(folder))


def answers(index: Path) -> Answers:
    """What the index says to QUERIES and FIGURES, but not how fast and from which build."""
    searcher = open_searcher(Settings(index=str(index)))
    try:
        return answers_of(searcher)
    finally:
        searcher.close()


def answers_of(searcher: Searcher) -> Answers:
    """The same, from an index that is open already: hits, figures, names found, completions."""
    results = [searcher.search(SearchRequest(q=q, size=50, explain=True)) for q in QUERIES]
    bodies = [response_body(replace(r, took_ms=0, generation="")) for r in results]
    figures = [replace(searcher.figures(request), generation="") for request in FIGURES]
    measures = searcher.figure_indicators(FigureRequest(), 50)
    suggested = [searcher.suggest(q) for q in QUERIES]
    others = (*figures, measures, searcher.taxonomy().initiatives, suggested)
    return tuple(map(str, (*bodies, *others)))


def paragraphs(word: str, number: int) -> tuple[str, str]:
    """Both paragraphs of a report; every one says which version it is of."""
    return (
        f"{word}的“平安前哨”第{number}段，{number * 7}年。",
        f"{word}无人机巡逻{number}次，破案率由{50 + number}%提升至{60 + number}%，居全市第四。",
    )


def write_corpus(folder: Path, word: str, documents: int) -> Path:
    """A corpus folder of one version, with taxonomy and gate."""
    (folder / "documents").mkdir(parents=True)
    for number in range(documents):
        text = f"---\ntitle: 第{number}号报告\nyear: {2019 + number}\n---\n\n"
        text += "\n\n".join(paragraphs(word, number)) + "\n"
        (folder / "documents" / f"report-{number}.md").write_text(text, "utf-8")
    _write_taxonomy(folder)
    (folder / "gate.yaml").write_text(f"- {word}的平安前哨\n", "utf-8")
    return folder


def _write_taxonomy(folder: Path) -> None:
    (folder / "taxonomy").mkdir()
    (folder / "taxonomy" / "initiatives.yaml").write_text("- name: 平安前哨\n", "utf-8")


def write_lines(file: Path, words: list[str]) -> Path:
    """JSON Lines: report n is of the version words[n]; an empty word leaves it out."""
    lines = [
        {"id": f"report-{n}#{place}", "title": f"第{n}号报告", "year": 2019 + n, "text": text}
        for n, word in enumerate(words)
        if word
        for place, text in enumerate(paragraphs(word, n), 1)
    ]
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return file


def set_stage(folder: Path, documents: int = 3) -> Stage:
    """Two corpus folders, the new one of a document more: in common is but the taxonomy."""
    old = write_corpus(folder / "old", "旧版", documents)
    new = write_corpus(folder / "new", "新版", documents + 1)
    return _built(folder, old, new)


def set_update_stage(folder: Path) -> Stage:
    """One corpus folder changes: the index is of what it held before.

    Of eight reports one is changed, one removed, six are kept, and one comes: little enough for an
    update to take over what is there.
    """
    corpus = write_corpus(folder / "corpus", "旧版", _REPORTS)
    (corpus / "gate.yaml").write_text("- 平安前哨\n", "utf-8")
    full_build(corpus, folder / "index")
    changed = write_corpus(folder / "changed", "新版", _REPORTS + 1) / "documents"
    for number in (_CHANGED, _REPORTS):
        shutil.copy(changed / f"report-{number}.md", corpus / "documents")
    (corpus / "documents" / f"report-{_REMOVED}.md").unlink()
    full_build(corpus, folder / "new-index")
    old, new = answers(folder / "index"), answers(folder / "new-index")
    return Stage(folder / "index", corpus, corpus, old, new)


def set_bulk_stage(folder: Path) -> Stage:
    """JSON Lines, of which as much changes as in the corpus folder."""
    _write_taxonomy(folder)
    words = ["旧版"] * _REPORTS
    old = write_lines(folder / "old.jsonl", words)
    words[_CHANGED], words[_REMOVED] = "新版", ""
    new = write_lines(folder / "new.jsonl", [*words, "新版"])
    return _built(folder, old, new)


def _built(folder: Path, old: Path, new: Path) -> Stage:
    full_build(new, folder / "new-index")
    full_build(old, folder / "index")
    return Stage(
        folder / "index", old, new, answers(folder / "index"), answers(folder / "new-index")
    )


# What is built, over which stage, and how.
BUILDS: dict[str, tuple[Callable[[Path], Stage], Build]] = {
    "rebuild": (set_stage, full_build),
    "update": (set_update_stage, incremental_build),
    "bulk rebuild": (set_bulk_stage, full_build),
    "bulk update": (set_bulk_stage, incremental_build),
}
