"""Compute the vectors that the live generation lacks, after it is live, and resumably.

Publishing never waits for it and holds another lock: while vectors are computed the index may be
built anew, searched and rolled back. Only texts without a vector by this model are read by it. What
is done is in the journal at once; when all is there, each segment gets its file, and a search that
looks for it finds all of it or none.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.build.worker_pool import Workers, worker_count
from indexer.codec.kernels import Vectors
from indexer.codec.segment import Segment
from indexer.codec.segment_list import read_segments
from indexer.errors import IndexDamagedError, IndexWriteError, SemanticModelError
from indexer.generations.lock import exclusive_lock
from indexer.generations.manifest import Manifest, ManifestError, read_manifest
from indexer.generations.store import GenerationStore
from indexer.model.problem import Progress
from indexer.semantic.encoder import Encoder
from indexer.semantic.journal import Journal, count_records, journal_dimensions
from indexer.semantic.model import Model, read_model
from indexer.semantic.vectors import (
    Digests,
    digests_of,
    model_folder,
    open_vectors,
    passages,
    read_record,
    remove_others,
    text_digest,
    vector_path,
    whole_files,
    write_vectors,
)
from indexer.settings import Settings

STAGE = "计算语义向量"
_LOCK_NAME = "vectors.lock"
_TEXTS_A_TASK = 8
_TASKS_AHEAD = 4  # for each process
_TASK_LIMIT_S = 600  # of processor time: a model that takes more for a few texts is never done
_NICENESS = 19
_ROWS_A_PIECE = 16_384


@dataclass(frozen=True, slots=True)
class EmbeddingReport:
    """What a run did: texts embedded, rows with vectors, and whether nothing is left to do."""

    generation: str
    embedded: int
    rows: int
    seconds: float
    is_complete: bool


@dataclass(frozen=True, slots=True)
class EmbeddingProgress:
    """How many rows of a generation have their vectors, or will have them at no cost."""

    done: int
    rows: int


@dataclass(frozen=True, slots=True)
class SegmentToEmbed:
    """A segment of the generation, the SHA-256 of its file, and where its vectors belong."""

    segment: Segment
    sha256: str
    path: Path


def embed(
    settings: Settings,
    progress: Progress = lambda stage, done, of: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> EmbeddingReport:
    """Give the live generation all its vectors, or go on with that until `should_stop`.

    SemanticModelError, IndexMissingError and the like; IndexBusyError when another process is at
    it; IndexWriteError when the disk refuses.
    """
    started = time.monotonic()
    model = read_model(settings.semantic.model)
    store = GenerationStore(settings.index_path())
    generation = store.current("sizes")
    try:
        with exclusive_lock(store.root / _LOCK_NAME):
            run = _Run(store.root, model, progress, should_stop)
            while True:
                is_complete = run.complete(generation.path, generation.manifest)
                live = store.current("sizes")
                if not is_complete or live.name == generation.name:
                    break
                generation = live  # published meanwhile
            if is_complete:
                remove_others(store.root, model.digest, _segments_of_all(store))
    except OSError as error:
        raise IndexWriteError(str(store.root), error.strerror or str(error)) from error
    seconds = time.monotonic() - started
    return EmbeddingReport(generation.name, run.embedded, run.rows, seconds, is_complete)


def embedding_progress(
    root: Path, folder: Path, manifest: Manifest, model: str
) -> EmbeddingProgress:
    """How far the vectors of a generation are, from the sizes of files."""
    done = rows = 0
    dimensions = journal_dimensions(model_folder(root, model))
    for source in sources(root, folder, manifest, model):
        rows += len(source.segment)
        if read_record(source.path, model, source.sha256) is not None:
            done += len(source.segment)
    if dimensions:
        done += count_records(model_folder(root, model), dimensions)
    return EmbeddingProgress(min(done, rows), rows)


def sources(root: Path, folder: Path, manifest: Manifest, model: str) -> Iterator[SegmentToEmbed]:
    """The segments of a generation in order, each with the place of its vectors."""
    for entry in read_segments(folder).segments:
        record = manifest.record(entry.file)
        if record is None:
            raise IndexDamagedError(str(folder), f"清单里没有 {entry.file}")
        path = vector_path(root, model, record.sha256)
        yield SegmentToEmbed(Segment(folder / entry.file), record.sha256, path)


def _segments_of_all(store: GenerationStore) -> list[str]:
    """The SHA-256 of all segments of all generations that are kept."""
    found: list[str] = []
    for name in store.generations():
        with suppress(ManifestError):
            files = read_manifest(store.root / name).files
            found += [file.sha256 for file in files if file.name.endswith(".segment")]
    return found


class _Run:
    """One run under the lock: what is known, and how the rest is made."""

    def __init__(
        self, root: Path, model: Model, progress: Progress, should_stop: Callable[[], bool]
    ) -> None:
        self._root, self._model = root, model
        self._progress, self._should_stop = progress, should_stop
        self.embedded = self.rows = 0

    def complete(self, folder: Path, manifest: Manifest) -> bool:
        """Write the vector files that a generation lacks; False when it was stopped before."""
        all_sources = list(sources(self._root, folder, manifest, self._model.digest))
        self.rows = sum(len(source.segment) for source in all_sources)
        lacking = [source for source in all_sources if not self._has_vectors(source)]
        if not lacking:
            return True
        with Workers(partial(LowPriorityEncoder, self._model)) as workers:
            try:
                return self._fill(lacking, workers)
            except BrokenProcessPool as error:
                reason = "载入或运行它的进程意外结束，可能是内存不足或文件有害"
                raise SemanticModelError(self._model.folder, reason) from error

    def _has_vectors(self, source: SegmentToEmbed) -> bool:
        record = read_record(source.path, self._model.digest, source.sha256)
        if record is None or record.rows != len(source.segment):
            return False
        try:
            open_vectors(source.path, record)
        except IndexDamagedError:
            return False
        return True

    def _fill(
        self, lacking: Sequence[SegmentToEmbed], workers: Workers[LowPriorityEncoder]
    ) -> bool:
        """Compute what is in no file and not in the journal, then write the files."""
        digest = self._model.digest
        home = model_folder(self._root, digest)
        files = [(some.digests, some.vectors) for some in whole_files(self._root, digest)]
        wanted = [digests_of(passages(source.segment)) for source in lacking]
        dimensions = files[0][1].shape[1] if files else journal_dimensions(home)
        if not dimensions or _Known(files).missing(wanted):
            workers.start()
            dimensions = workers.submit(LowPriorityEncoder.dimensions).result()
        with Journal(home, dimensions) as journal:
            missing = _Known([*files, journal.records()]).missing(wanted)
            of = sum(map(len, wanted))
            done = of - len(missing)
            for keys, vectors in self._encoded(_texts_of(lacking, missing), workers, done, of):
                journal.add(keys, vectors)
                self.embedded += len(keys)
                if self._should_stop():
                    return False
            known = _Known([*files, journal.records()])
            for source, some in zip(lacking, wanted, strict=True):
                pieces = known.vectors(some, dimensions)
                write_vectors(source.path, digest, source.sha256, pieces, some)
            del known
            journal.clear()
        return True

    def _encoded(
        self,
        texts: Iterator[tuple[bytes, str]],
        workers: Workers[LowPriorityEncoder],
        done: int,
        of: int,
    ) -> Iterator[tuple[list[bytes], Vectors]]:
        """Digests and vectors of texts, a few at a time, in their order."""
        waiting: list[tuple[list[bytes], Future[Vectors]]] = []
        self._progress(STAGE, done, of)
        while True:
            batch = list(islice(texts, _TEXTS_A_TASK))
            if batch:
                encode = workers.submit(LowPriorityEncoder.encode, [text for _, text in batch])
                waiting.append(([digest for digest, _ in batch], encode))
            if waiting and (not batch or len(waiting) >= _TASKS_AHEAD * worker_count()):
                keys, future = waiting.pop(0)
                yield keys, future.result()
                done += len(keys)
                self._progress(STAGE, done, of)
            elif not batch:
                return


class LowPriorityEncoder:
    """What a worker process holds: the model, loaded with its first task.

    Whoever serves readers comes first. A task that never ends (a hostile model can do that) ends
    the process, which the run is told.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._encoder: Encoder | None = None
        if hasattr(os, "nice"):
            os.nice(_NICENESS)

    def dimensions(self) -> int:
        with _time_limit():
            return self._loaded().dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        with _time_limit():
            return np.stack([self._loaded().passage(text) for text in texts])

    def _loaded(self) -> Encoder:
        if self._encoder is None:
            self._encoder = Encoder(self._model)
        return self._encoder


@contextmanager
def _time_limit() -> Iterator[None]:
    """Let the system end this process if the block computes too long, whatever code it is in.

    Waiting does not count: on a busy machine a process of low priority does little else.
    """
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, _TASK_LIMIT_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _texts_of(
    lacking: Sequence[SegmentToEmbed], missing: set[bytes]
) -> Iterator[tuple[bytes, str]]:
    """Digest and text of what is missing, each once, in the order of the rows."""
    left = set(missing)
    for source in lacking:
        for text in passages(source.segment):
            if not left:
                return
            digest = text_digest(text)
            if digest in left:
                left.remove(digest)
                yield digest, text


class _Known:
    """Vectors by the digest of their text, out of several arrays."""

    def __init__(self, arrays: Sequence[tuple[Digests, Vectors]]) -> None:
        self._arrays = arrays
        halves = [_halves(digests) for digests, _ in arrays]
        joined = np.concatenate([np.zeros((0, 2), np.uint64), *halves])
        self._order = np.argsort(joined[:, 0], kind="stable")
        self._keys = joined[self._order]
        self._starts = np.cumsum([0, *map(len, halves)])

    def missing(self, wanted: Sequence[Digests]) -> set[bytes]:
        """Those of the digests that are not known."""
        found: set[bytes] = set()
        for digests in wanted:
            found.update(digests[self._find(digests) < 0].tolist())
        return found

    def vectors(self, digests: Digests, dimensions: int) -> Iterator[Vectors]:
        """The vectors of these texts, all of which are known, some rows at a time."""
        for start in range(0, len(digests), _ROWS_A_PIECE):
            at = self._find(digests[start : start + _ROWS_A_PIECE])
            piece = np.empty((len(at), dimensions), np.int8)
            for number, (_, vectors) in enumerate(self._arrays):
                here = (at >= self._starts[number]) & (at < self._starts[number + 1])
                piece[here] = vectors[at[here] - self._starts[number]]
            yield piece

    def _find(self, digests: Digests) -> npt.NDArray[np.int64]:
        """Where each digest is among all arrays, one after the other; -1: nowhere."""
        if not len(self._keys):
            return np.full(len(digests), -1, np.int64)
        keys = _halves(digests)
        at = np.minimum(self._keys[:, 0].searchsorted(keys[:, 0]), len(self._keys) - 1)
        return np.where((self._keys[at] == keys).all(axis=1), self._order[at], -1)


def _halves(digests: Digests) -> npt.NDArray[np.uint64]:
    """Each digest as two numbers."""
    return digests.view("<u8").reshape(-1, 2)
