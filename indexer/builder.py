"""Build a whole index from a corpus and publish it: read, analyse, merge, verify, swap."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from indexer.analyzer import (
    Segmenter,
    analysis_fingerprint,
    dictionary_frequencies,
    word_frequencies,
)
from indexer.carried import carry_taxonomy
from indexer.errors import CorpusError, SettingsError
from indexer.generations import GenerationStore
from indexer.jobs import Analysis, BatchResult, analyse
from indexer.learning import learn_vocabulary
from indexer.lexicon import LEXICON_NAME, write_lexicon
from indexer.pending import PendingGeneration
from indexer.problems import Problem
from indexer.segments import read_segments
from indexer.settings import Settings
from indexer.sources import FolderSource, Source, open_source
from indexer.state import input_state, write_state
from indexer.writers.base import IndexWriter, Progress, Written
from indexer.writers.whoosh import WhooshWriter

Verify = Callable[[Path, tuple[str, ...]], None]
"""Given the folder of a finished build and the gate's phrases; raises to keep it unpublished."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `problems` are what it left out; `withdrawn` what must not come back."""

    generation: str
    documents: int
    paragraphs: int
    seconds: float
    problems: tuple[Problem, ...]
    withdrawn: tuple[str, ...]
    warnings: tuple[str, ...]
    changed_documents: int | None = None  # of an update; None: everything was built


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """`strict`: any problem keeps the build unpublished. `told` hears each problem at once."""

    strict: bool = False
    progress: Progress = lambda stage, done, of: None
    told: Callable[[Problem], None] = lambda problem: None
    verify: Verify = lambda folder, gate: None


def rebuild(path: str, settings: Settings, options: BuildOptions) -> BuildReport:
    """Build PATH (a corpus folder or JSON Lines) beside the live index and swap it in.

    Raises CorpusError, DuplicateIdError, TaxonomyError, GateFailedError, IndexBusyError and what
    `verify` raises; the live index then stays as it is.
    """
    started = time.monotonic()
    store = GenerationStore(settings.index_path())
    source = open_source(path, settings.corpus_path())
    for problem in source.problems:
        options.told(problem)
    with store.begin() as pending:
        batches = pending.path / "batches.tmp"
        batches.mkdir()
        words = source.taxonomy.dictionary_words()
        analysis = Analysis(batches, source.taxonomy, words, store.withdrawn())
        results = _analyse(source, analysis, options)
        problems = _problems(source, results, options)
        writer = _writer(settings, pending, analysis_fingerprint(words))
        try:
            written = writer.write(results, options.progress)
            _add_companions(pending, source, words, options)
            shutil.rmtree(batches)
            info = _info(source, written, problems, analysis_fingerprint(words), settings)
            options.verify(pending.path, source.gate)
            generation = pending.publish(info)
        except BaseException:
            writer.abort()
            raise
    withdrawn = tuple(sorted({slug for result in results for slug in result.withdrawn}))
    return BuildReport(
        generation.name,
        written.documents,
        written.paragraphs,
        time.monotonic() - started,
        problems,
        withdrawn,
        generation.warnings,
    )


def _writer(settings: Settings, pending: PendingGeneration, fingerprint: str) -> IndexWriter:
    if settings.engine != "whoosh":
        raise SettingsError("engine", f"没有「{settings.engine}」这种引擎")
    return WhooshWriter(pending.path, fingerprint)


def _analyse(source: Source, analysis: Analysis, options: BuildOptions) -> list[BatchResult]:
    done_rows = done_size = 0
    known = len(source.problems)

    def told(result: BatchResult) -> None:
        nonlocal done_rows, done_size, known
        for problem in (*source.problems[known:], *result.problems):
            options.told(problem)
        known = len(source.problems)
        done_rows += result.rows
        done_size += result.input_size
        options.progress("分析段落", done_rows, _estimate(done_rows, done_size, source.size))

    return analyse(source.chunks(), analysis, told)


def _estimate(done_rows: int, done_size: int, size: int | None) -> int:
    """Rows in all, from the share of the input that is done; 0: unknown."""
    if not size or not done_size:
        return 0
    return max(done_rows, round(done_rows * size / done_size))


def _problems(
    source: Source, results: list[BatchResult], options: BuildOptions
) -> tuple[Problem, ...]:
    """All that was left out; CorpusError when nothing may be published."""
    problems = (*source.problems, *(p for result in results for p in result.problems))
    if options.strict and problems:
        raise CorpusError(f"有 {len(problems)} 个问题（--strict），未发布；现有索引未变")
    if not sum(result.rows for result in results):
        raise CorpusError(f"「{source.path}」里没有可用的段落，未发布；现有索引未变")
    return problems


def _add_companions(
    pending: PendingGeneration, source: Source, words: tuple[str, ...], options: BuildOptions
) -> None:
    """What serving needs beside the index: word list, taxonomy, vocabulary, state of the input."""
    folder = pending.path
    frequencies = dictionary_frequencies()
    write_lexicon(folder / LEXICON_NAME, {**frequencies, **word_frequencies(words)})
    if isinstance(source, FolderSource):
        carry_taxonomy(source.root, folder)
    write_state(folder, input_state(source))
    options.progress("学习词汇", 0, 1)
    segments = [segment for segment, _ in read_segments(folder).open(folder)]
    learn_vocabulary(folder, segments, source.taxonomy, Segmenter(words))


def _info(
    source: Source,
    written: Written,
    problems: tuple[Problem, ...],
    fingerprint: str,
    settings: Settings,
) -> dict[str, str | int]:
    return {
        "engine": settings.engine,
        "documents": written.documents,
        "paragraphs": written.paragraphs,
        "skipped": len(problems),
        "fingerprint": fingerprint,
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "source": source.path,
    }
