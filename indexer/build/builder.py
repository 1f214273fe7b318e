"""Build an index from a corpus and publish it: read, analyse, write, verify, swap."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from indexer.build.external_store import (
    external_writer,
    follow,
    require_engine,
    uploaded_generation,
)
from indexer.build.input_snapshot import input_state, write_state
from indexer.build.served_files import write_served_files
from indexer.build.whoosh_writer import Written, write_index
from indexer.build.worker import Analysis, Chunk, RunResult, Worker, analyse
from indexer.build.worker_pool import Workers
from indexer.codec.segment_list import read_segments
from indexer.codec.segment_writer import write_words
from indexer.errors import CorpusError
from indexer.generations.pending import Generation, PendingGeneration
from indexer.generations.store import GenerationStore
from indexer.model.problem import Problem, Progress
from indexer.settings import Settings
from indexer.sources.input import BuildInput, FolderInput, JsonLinesInput, open_input
from indexer.sources.line_digests import join_digests, write_digests
from indexer.taxonomy.mentions import FileMentions, KnownMentions, rules_digest, write_mentions
from indexer.text.analyzer import Segmenter, analysis_fingerprint
from indexer.vocabulary.inputs import RunInput, SegmentInput
from indexer.vocabulary.learning import learn_vocabulary

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


class Build:
    """One build under way: what rebuild and update share."""

    def __init__(
        self,
        source: BuildInput,
        settings: Settings,
        store: GenerationStore,
        options: BuildOptions,
        known: Mapping[str, FileMentions] | None = None,
    ) -> None:
        """`known`: what discovery found in the documents that are as they were."""
        require_engine(settings)
        self.source, self.settings, self.store, self.options = source, settings, store, options
        self.started = time.monotonic()
        self.words = source.taxonomy.dictionary_words()
        self.fingerprint = analysis_fingerprint(self.words)
        self.withdrawn = store.withdrawn()
        source.find_candidates(self.withdrawn, known)
        self._told = 0
        self.tell(())

    def workers(self, folder: Path, lexicon: Path | None = None) -> Workers[Worker]:
        """Processes that analyse into batch files below `folder`.

        `lexicon`: the word list of a live generation that was built with the same dictionary.
        """
        taxonomy = self.source.taxonomy
        analysis = Analysis(folder, taxonomy, self.words, self.withdrawn, lexicon)
        return Workers(partial(Worker, analysis))

    def analyse(
        self, chunks: Iterator[Chunk], folder: Path, lexicon: Path | None = None
    ) -> list[RunResult]:
        """Analyse chunks into batch files below `folder`: see `workers`."""
        with self.workers(folder, lexicon) as workers:
            return self.analyse_by(workers, chunks)

    def analyse_by(self, workers: Workers[Worker], chunks: Iterator[Chunk]) -> list[RunResult]:
        """Analyse chunks into batch files, telling problems and progress."""
        done_rows = done_size = 0

        def told(result: RunResult) -> None:
            nonlocal done_rows, done_size
            self.tell(result.problems)
            done_rows += result.rows
            done_size += result.input_size
            estimate = _estimate(done_rows, done_size, self.source.size)
            self.options.progress("分析段落", done_rows, estimate)

        return analyse(chunks, workers, told)

    def tell(self, more: Iterable[Problem]) -> None:
        """Tell these problems, and those of the source that nobody has heard of yet."""
        for problem in (*self.source.problems[self._told :], *more):
            self.options.told(problem)
        self._told = len(self.source.problems)

    def problems(self, of_lines: Iterable[Problem]) -> tuple[Problem, ...]:
        """All that was left out; CorpusError under --strict when there is any."""
        problems = (*self.source.problems, *of_lines)
        if self.options.strict and problems:
            raise CorpusError(f"有 {len(problems)} 个问题（--strict），未发布；现有索引未变")
        return problems

    def learn(self, folder: Path) -> None:
        """Learn names and phrases for suggestions from the finished segments."""
        self.options.progress("学习词汇", 0, 1)
        inputs = [SegmentInput(*both) for both in read_segments(folder).open(folder)]
        learn_vocabulary(folder, inputs, self.source.taxonomy, Segmenter(self.words))

    @contextmanager
    def begin(self) -> Iterator[PendingGeneration]:
        """Be the one writer: of the index folder, and of what the engine keeps elsewhere."""
        with (
            self.store.begin() as pending,
            external_writer(self.settings, self.options.progress) as self._turn,
        ):
            yield pending

    def publish(
        self, pending: PendingGeneration, written: Written, problems: tuple[Problem, ...]
    ) -> Generation:
        """Verify what was built where it will be served from, then make it live."""
        if isinstance(self.source, FolderInput) and self.source.mentions:
            rules = rules_digest(self.source.taxonomy)
            write_mentions(pending.path, KnownMentions(rules, self.source.mentions))
        live = self.store.current_name()
        base = self.store.root / live if live else None
        options = self.options
        with uploaded_generation(self.settings, pending.path, base, self.words, options.progress):
            options.verify(pending.path, self.source.gate)
            if self._turn is not None:
                self._turn.require()
            generation = pending.publish(
                {
                    "engine": self.settings.engine,
                    "documents": written.documents,
                    "paragraphs": written.paragraphs,
                    "skipped": len(problems),
                    "fingerprint": self.fingerprint,
                    "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
                    "source": self.source.path,
                }
            )
        return replace(
            generation, warnings=(*generation.warnings, *follow(self.settings, self.store))
        )

    def report(
        self,
        generation: Generation,
        written: Written,
        problems: tuple[Problem, ...],
        withdrawn: Iterable[str],
        changed: int | None = None,
    ) -> BuildReport:
        """`withdrawn`: documents of the input that must not come back."""
        return BuildReport(
            generation.name,
            written.documents,
            written.paragraphs,
            time.monotonic() - self.started,
            problems,
            tuple(sorted(set(withdrawn))),
            (*self.source.warnings, *generation.warnings),
            changed,
        )


def rebuild(path: str, settings: Settings, options: BuildOptions) -> BuildReport:
    """Build PATH (a corpus folder or JSON Lines) beside the live index and swap it in.

    Raises CorpusError, DuplicateIdError, TaxonomyError, GateFailedError, IndexBusyError and what
    `verify` raises; the live index then stays as it is.
    """
    store = GenerationStore(settings.index_path())
    build = Build(open_input(path, settings.corpus_path()), settings, store, options)
    with build.begin() as pending, batch_folder(pending.path) as folder:
        state = input_state(build.source)
        with build.workers(folder) as workers:
            results = build.analyse_by(workers, build.source.chunks())
            problems = build.problems(problem for result in results for problem in result.problems)
            batches = [result for result in results if result.rows]
            if not batches:
                raise CorpusError(f"「{path}」里没有可用的段落，未发布；现有索引未变")
            written = _write(pending.path, build, workers, batches)
        write_state(pending.path, state.after(build.source, build.withdrawn))
        if isinstance(build.source, JsonLinesInput):
            digests = join_digests([r.digests for r in results if r.digests is not None])
            write_digests(pending.path, digests, build.withdrawn)
        shutil.rmtree(folder)
        generation = build.publish(pending, written, problems)
    withdrawn = {slug for result in results for slug in result.withdrawn}
    return build.report(generation, written, problems, withdrawn)


def _write(
    generation: Path, build: Build, workers: Workers[Worker], batches: Sequence[RunResult]
) -> Written:
    """Merge the batches here, while workers write what is served beside the index."""
    progress = build.options.progress
    paths = [batch.path for batch in batches]
    beside = [
        workers.submit(_add_vocabulary, generation, paths),
        workers.submit(_add_served_files, generation, build.source),
    ]
    words = workers.submit(_merge_words, paths[0].with_name("words"), paths)
    written = write_index(generation, build.fingerprint, batches, progress, words.result)
    progress("学习词汇", 0, 1)
    for task in beside:
        task.result()
    return written


def _add_served_files(worker: Worker, generation: Path, source: BuildInput) -> None:
    write_served_files(generation, source, worker.analysis.words)


def _add_vocabulary(worker: Worker, generation: Path, batches: Sequence[Path]) -> None:
    learn_vocabulary(generation, [RunInput(batches)], worker.analysis.taxonomy, worker.segmenter)


def _merge_words(worker: Worker, path: Path, batches: Sequence[Path]) -> Path:
    write_words(path, batches)
    return path


@contextmanager
def batch_folder(generation: Path) -> Iterator[Path]:
    """Where batch files lie until they are merged; empty it before publishing."""
    folder = generation / "batches.tmp"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _estimate(done_rows: int, done_size: int, size: int | None) -> int:
    """Rows in all, from the share of the input that is done; 0: unknown."""
    if not size or not done_size:
        return 0
    return max(done_rows, round(done_rows * size / done_size))
