"""Bring the live index up to its corpus, re-doing only documents that changed, came or went."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.builder import (
    Build,
    BuildOptions,
    BuildReport,
    batch_folder,
    digests_of,
    rebuild,
)
from indexer.codec.batch import Batch
from indexer.codec.segment import Segment
from indexer.codec.segment_writer import write_segment
from indexer.digests import read_digests
from indexer.errors import (
    CorpusError,
    DuplicateIdError,
    IndexDamagedError,
    IndexMissingError,
    IndexOutdatedError,
)
from indexer.generations import GenerationStore
from indexer.jobs import ROWS_PER_CHUNK, BatchResult, Chunk
from indexer.lexicon import LEXICON_NAME
from indexer.pending import Generation, PendingGeneration
from indexer.rewriting import OldSegment, live_rows, to_rewrite
from indexer.segments import SegmentEntry, SegmentList, read_segments, write_deleted
from indexer.settings import Settings
from indexer.sources import BulkSource, FolderSource, open_source
from indexer.state import input_state, read_state
from indexer.vocabulary_arrays import FILE_NAME as VOCABULARY_NAME
from indexer.writers.base import Written
from indexer.writers.whoosh import Places, finish_index

_RELEARN_BELOW = 20_000  # paragraphs; larger vocabularies are learnt anew after bigger changes
_RELEARN_SHARE = 0.02  # of the paragraphs changed


@dataclass(frozen=True, slots=True)
class Changes:
    """Documents whose rows in the live index are dead, and those to be indexed from the input."""

    dead: frozenset[str]
    fresh: frozenset[str]
    paths: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.dead or self.fresh)


def update(path: str, settings: Settings, options: BuildOptions) -> BuildReport:
    """The same result as `rebuild(path)`, by way of what changed since the live generation.

    Falls back to a rebuild where there is no index that can be continued: none at all, one of
    another input, taxonomy or dictionary, a damaged or outdated one, another engine.
    """
    store = GenerationStore(settings.index_path())
    try:
        live = store.current()
    except (IndexMissingError, IndexDamagedError, IndexOutdatedError):
        return rebuild(path, settings, options)
    source = open_source(path, settings.corpus_path())
    build = Build(source, settings, store, options)
    if not _continues(live, build):
        return rebuild(path, settings, options)
    with build.begin() as pending, batch_folder(pending.path) as folder:
        changes, scanned = _changes(build, live, folder)
        if not changes:
            problems = build.problems(scanned)
            written = Written(_count(live, "paragraphs"), _count(live, "documents"))
            return build.report(live, written, problems, scanned, 0)
        results = _fresh_batches(build, changes, folder)
        problems = build.problems(scanned or results)
        written = _write(pending, live, changes, results, build)
        build.write_input_state(pending.path, scanned or results)
        _adopt_companions(pending, live, build, results, written)
        shutil.rmtree(folder)
        generation = build.publish(pending, written, problems)
    changed = len(changes.dead | changes.fresh)
    return build.report(generation, written, problems, [*scanned, *results], changed)


def _count(generation: Generation, name: str) -> int:
    return int(str(generation.manifest.info.get(name) or 0))


def _continues(live: Generation, build: Build) -> bool:
    """Whether the live generation was built from the same kind of input with the same analysis.

    The place does not matter: a corpus that was moved, or bulk lines in another file, are compared
    with what was indexed document by document.
    """
    same_engine = live.manifest.info.get("engine") == build.settings.engine
    is_bulk = read_digests(live.path) is not None
    same_input = same_engine and is_bulk == isinstance(build.source, BulkSource)
    now = input_state(build.source, read_state(live.path)).taxonomy
    same_taxonomy = read_state(live.path).taxonomy == now
    return same_input and same_taxonomy and live.manifest.fingerprint == build.fingerprint


def _changes(build: Build, live: Generation, folder: Path) -> tuple[Changes, list[BatchResult]]:
    """What differs from the input of the live generation; of bulk input, also its scanned lines."""
    source = build.source
    if isinstance(source, FolderSource):
        return _file_changes(source, live, build.withdrawn), []
    scanned = build.analyse(source.chunks(), folder, frozenset())
    before = read_digests(live.path) or {}
    now = digests_of(scanned, build.withdrawn).sums
    fresh = frozenset(slug for slug, digest in now.items() if before.get(slug) != digest)
    gone = frozenset(before.keys() - now.keys())
    return Changes(gone | (fresh & before.keys()), fresh), scanned


def _file_changes(source: FolderSource, live: Generation, withdrawn: frozenset[str]) -> Changes:
    known = read_state(live.path)
    before = {place: state for place, state in known.files.items() if not state.is_bad}
    now = input_state(source, known, withdrawn).files
    paths = {path.relative_to(source.root).as_posix(): path for path in source.paths}
    fresh = {
        place: state
        for place, state in now.items()
        if state.slug not in withdrawn
        and (place not in before or before[place].sha256 != state.sha256)
    }
    dead = {state.slug for place, state in before.items() if place not in now or place in fresh}
    dead |= {state.slug for state in before.values() if state.slug in withdrawn}
    return Changes(
        frozenset(dead),
        frozenset(state.slug for state in fresh.values()),
        tuple(paths[place] for place in sorted(fresh)),
    )


def _fresh_batches(build: Build, changes: Changes, folder: Path) -> list[BatchResult]:
    if not changes.fresh:
        return []
    source = build.source
    if isinstance(source, FolderSource):
        return build.analyse(source.chunks_of(list(changes.paths)), folder)
    assert isinstance(source, BulkSource)
    return build.analyse(source.chunks(), folder, changes.fresh)


def _write(
    pending: PendingGeneration,
    live: Generation,
    changes: Changes,
    results: Sequence[BatchResult],
    build: Build,
) -> Written:
    """A new segment of what is fresh (and of old ones worth merging); the others are adopted."""
    old = _old_segments(live, changes.dead)
    fresh_rows = sum(result.rows for result in results)
    _refuse_duplicates(old, results)
    rewritten = to_rewrite(old, fresh_rows)
    batches = [result for result in results if result.rows]
    batches += _rewrite(build, rewritten, pending.path)
    kept = [segment for segment in old if segment not in rewritten and segment.live_count]
    entries = [_adopt(pending, live, segment) for segment in kept]
    if batches:
        entry = SegmentEntry(_new_name(live))
        paths = [batch.path for batch in batches]
        write_segment(pending.path / entry.file, paths, build.options.progress, Places(batches))
        entries.append(entry)
    finish_index(pending.path, SegmentList(build.fingerprint, tuple(entries)))
    written = _totals(pending.path)
    if not written.paragraphs:
        raise CorpusError(f"「{build.source.path}」里没有可用的段落，未发布；现有索引未变")
    return written


def _refuse_duplicates(old: Sequence[OldSegment], results: Sequence[BatchResult]) -> None:
    """DuplicateIdError for a fresh paragraph whose id a live one of another document has."""
    for result in results:
        if not result.rows:
            continue
        ids = Batch(result.path).strings("ids")
        for before in old:
            for place, row in before.segment.rows_of(ids):
                if row not in before.deleted:
                    slug = before.segment.columns["document"][row]
                    first = f"「{slug}」第 {int(before.segment.ordinals[row])} 段"
                    raise DuplicateIdError(ids[place], first, Places([result])(place))


def _old_segments(live: Generation, dead: frozenset[str]) -> list[OldSegment]:
    listed = read_segments(live.path)
    old: list[OldSegment] = []
    for entry, (segment, deleted) in zip(listed.segments, listed.open(live.path), strict=True):
        old.append(OldSegment(entry, segment, np.union1d(deleted, _rows_of(segment, dead))))
    return old


def _rows_of(segment: Segment, slugs: frozenset[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    column = segment.columns["document"]
    numbers = [n for n in map(column.values.index_of, sorted(slugs)) if n >= 0]
    return np.flatnonzero(np.isin(column.ordinals, numbers))


def _rewrite(
    build: Build, segments: Sequence[OldSegment], generation: Path
) -> Iterator[BatchResult]:
    """Batches of the live rows of segments that are merged away."""
    folder = generation / "batches.tmp" / "old"
    folder.mkdir()

    def chunks() -> Iterator[Chunk]:
        rows = [row for segment in segments for row in live_rows(segment)]
        for number, start in enumerate(range(0, len(rows), ROWS_PER_CHUNK)):
            yield Chunk(number, "", tuple(rows[start : start + ROWS_PER_CHUNK]))

    yield from (result for result in build.analyse(chunks(), folder) if result.rows)


def _adopt(pending: PendingGeneration, live: Generation, old: OldSegment) -> SegmentEntry:
    pending.adopt(live, [old.entry.file])
    if not len(old.deleted):
        return old.entry
    name = f"{old.entry.file}.deleted"
    write_deleted(pending.path, name, old.deleted)
    return SegmentEntry(old.entry.file, name)


def _new_name(live: Generation) -> str:
    """A file name that no segment of the live generation has."""
    numbers = [
        int(entry.file.removeprefix("main-").removesuffix(".segment"))
        for entry in read_segments(live.path).segments
    ]
    return f"main-{max(numbers, default=0) + 1}.segment"


def _totals(folder: Path) -> Written:
    rows = documents = 0
    for segment, deleted in read_segments(folder).open(folder):
        alive = np.ones(len(segment), bool)
        alive[deleted] = False
        rows += int(alive.sum())
        documents += len(np.unique(segment.columns["document"].ordinals[alive]))
    return Written(rows, documents)


def _adopt_companions(
    pending: PendingGeneration,
    live: Generation,
    build: Build,
    results: Sequence[BatchResult],
    written: Written,
) -> None:
    """Word list and taxonomy are the same; the vocabulary is learnt anew unless little changed."""
    names = [record.name for record in live.manifest.files]
    same = [n for n in names if n == LEXICON_NAME or n.startswith("taxonomy/") or n == "gate.yaml"]
    changed = sum(result.rows for result in results)
    if written.paragraphs >= _RELEARN_BELOW and changed < _RELEARN_SHARE * written.paragraphs:
        same.append(VOCABULARY_NAME)
    pending.adopt(live, same)
    if VOCABULARY_NAME not in same:
        build.learn(pending.path)
