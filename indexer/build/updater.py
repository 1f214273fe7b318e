"""Bring the live index up to its corpus, re-doing only documents that changed, came or went."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np

from indexer.build.builder import Build, BuildOptions, BuildReport, batch_folder, rebuild
from indexer.build.changes import Changes, FolderChanges, NoStartError, unchanged_mentions
from indexer.build.input_snapshot import read_state, taxonomy_digest
from indexer.build.served_files import (
    TAXONOMY_FOLDER,
    served_taxonomy,
    write_required_phrases,
    write_taxonomy,
)
from indexer.build.whoosh_writer import Places, Written, finish_index
from indexer.build.worker import Chunk, RunResult, in_chunks, row_bytes
from indexer.codec.run import Row, SortedRun
from indexer.codec.segment import Segment
from indexer.codec.segment_list import (
    Deleted,
    SegmentEntry,
    SegmentList,
    live_rows,
    read_segments,
    write_deleted,
)
from indexer.codec.segment_writer import write_segment
from indexer.errors import (
    CorpusError,
    DuplicateIdError,
    IndexDamagedError,
    IndexMissingError,
    IndexOutdatedError,
)
from indexer.generations.formats import require_readable
from indexer.generations.manifest import find_damage
from indexer.generations.pending import Generation, PendingGeneration
from indexer.generations.store import GenerationStore
from indexer.settings import Settings
from indexer.sources.input import FolderInput, JsonLinesInput, open_input
from indexer.sources.jsonl_changes import JsonLinesChanges
from indexer.sources.line_digests import has_digests
from indexer.taxonomy.taxonomy import CANDIDATES_NAME
from indexer.text.dictionary import LEXICON_NAME
from indexer.vocabulary.arrays import FILE_NAME as VOCABULARY_NAME

_MOST_DEAD = 0.3  # share of dead rows from which on a segment is rewritten
_STEP = 3  # a segment is merged into the one before it that is not this many times larger


@dataclass(frozen=True, slots=True)
class OldSegment:
    """A segment of the live generation and the rows of it that are dead from now on."""

    entry: SegmentEntry
    segment: Segment
    deleted: Deleted

    @property
    def live_count(self) -> int:
        return len(self.segment) - len(self.deleted)


def segments_to_merge(segments: Sequence[OldSegment], new_rows: int) -> list[OldSegment]:
    """Which segments to merge into the one that is to be written now.

    From the end, those that are not much larger than what is merged already: a row is rewritten
    at most log₃(n) times. And those that are mostly dead, so that the index stays small.
    """
    chosen: list[OldSegment] = []
    size = new_rows
    for old in reversed(segments):
        small = old.live_count < _STEP * size
        dead = len(old.deleted) > _MOST_DEAD * len(old.segment)
        if not small and not dead:
            continue
        chosen.append(old)
        size += old.live_count
    return chosen[::-1]


def rows_given(old: OldSegment) -> Iterator[Row]:
    """Every live paragraph as it was given to the index, tags included."""
    return old.segment.stored_rows(live_rows(old.segment, old.deleted))


_RELEARN_BELOW = 20_000  # paragraphs; larger vocabularies are learnt anew after bigger changes
_RELEARN_SHARE = 0.02  # of the paragraphs changed


def update(path: str, settings: Settings, options: BuildOptions) -> BuildReport:
    """The same result as `rebuild(path)`, by way of what changed since the live generation.

    Falls back to a rebuild where there is no index that can be continued: none at all, one of
    another input, taxonomy or dictionary, a damaged or outdated one, another engine; and where most
    of the input is new. That one was damaged is a warning of the report. IndexOutdatedError for one
    of a newer format: what is left of an old version must not undo an upgrade.
    """
    store = GenerationStore(settings.index_path())
    try:
        return _update(path, settings, store, options)
    except NoStartError as error:
        report = rebuild(path, settings, options)
        warnings = (f"{error}；已整个重建", *report.warnings) if str(error) else report.warnings
        return replace(report, warnings=warnings)


def _update(
    path: str, settings: Settings, store: GenerationStore, options: BuildOptions
) -> BuildReport:
    """NoStartError: there is nothing to continue. Damage, if that is why, is its text."""
    live = _start(store)
    source = open_input(path, settings.corpus_path())
    build = Build(source, settings, store, options, unchanged_mentions(source, live.path))
    with ThreadPoolExecutor(1) as pool:
        # Reads the index while we read the input.
        proof = pool.submit(find_damage, live.path, live.manifest)
        try:
            if _is_readable(live) and _continues(live, build):
                return _continue(live, build, proof)
        except Exception:  # whatever reading a damaged index may lead to
            if not proof.result():
                raise
        raise NoStartError(_damaged(live, proof.result()))


def _start(store: GenerationStore) -> Generation:
    """The generation that CURRENT names: what is served in place of a damaged one is no start."""
    try:
        live = store.current("sizes")
    except IndexDamagedError as error:
        raise NoStartError(error.reason) from error
    except IndexOutdatedError as error:
        if error.is_newer:
            raise
        raise NoStartError from error
    except IndexMissingError as error:
        raise NoStartError from error
    if live.name != store.current_name():
        raise NoStartError("；".join(live.warnings))
    return live


def _is_readable(live: Generation) -> bool:
    try:
        require_readable(live.path)
    except IndexOutdatedError as error:
        if error.is_newer:
            raise
        return False
    except OSError as error:
        raise _unreadable(live, error) from error
    return True


def _unreadable(live: Generation, error: OSError) -> NoStartError:
    return NoStartError(f"{live.name} 无法读取（{error.strerror or error}）")


def _damaged(live: Generation, damage: Sequence[str]) -> str:
    return f"{live.name} 已损坏（{'，'.join(damage[:3])}）" if damage else ""


def _continue(live: Generation, build: Build, proof: Future[list[str]]) -> BuildReport:
    with build.begin() as pending, batch_folder(pending.path) as folder:
        if build.source.path == "-" and proof.result():
            raise NoStartError  # while a rebuild can still read the input
        changes = _changes(build, live, folder)
        if proof.result():
            raise NoStartError
        build.tell(changes.problems)
        if not changes.documents and _has_same_names(live, build):
            problems = build.problems(changes.problems)
            written = Written(_count(live, "paragraphs"), _count(live, "documents"))
            return build.report(live, written, problems, changes.withdrawn, 0)
        results = build.analyse(changes.chunks(), folder, live.path / LEXICON_NAME)
        problems = build.problems(changes.problems)
        written = _write(pending, live, changes, results, build)
        unlearnt = read_state(live.path).unlearnt + sum(result.rows for result in results)
        learns = _must_learn(unlearnt, written)
        _carry_companions(pending, live, build, learns)
        changes.write(pending.path, 0 if learns else unlearnt)
        shutil.rmtree(folder)
        generation = build.publish(pending, written, problems)
    return build.report(generation, written, problems, changes.withdrawn, changes.documents)


def _count(generation: Generation, name: str) -> int:
    return int(str(generation.manifest.info.get(name) or 0))


def _continues(live: Generation, build: Build) -> bool:
    """Whether the live generation was built from the same kind of input with the same analysis.

    The place does not matter: a corpus that was moved, or bulk lines in another file, are compared
    with what was indexed document by document.
    """
    same_engine = live.manifest.info.get("engine") == build.settings.engine
    same_input = has_digests(live.path) == isinstance(build.source, JsonLinesInput)
    same_taxonomy = read_state(live.path).taxonomy == taxonomy_digest(build.source.taxonomy)
    same_analysis = live.manifest.fingerprint == build.fingerprint
    if not (same_engine and same_input and same_taxonomy and same_analysis):
        return False
    before, now = _served(live), build.source.taxonomy.served
    others = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    return others <= {CANDIDATES_NAME}  # of new candidates only some documents speak


def _has_same_names(live: Generation, build: Build) -> bool:
    return _served(live) == build.source.taxonomy.served


def _served(live: Generation) -> dict[str, bytes]:
    try:
        return served_taxonomy(live.path)
    except OSError as error:
        raise _unreadable(live, error) from error


def _changes(build: Build, live: Generation, folder: Path) -> Changes:
    source = build.source
    if isinstance(source, FolderInput):
        return FolderChanges(source, live, build.withdrawn)
    assert isinstance(source, JsonLinesInput)
    return JsonLinesChanges(source, live, build.withdrawn, folder)


def _write(
    pending: PendingGeneration,
    live: Generation,
    changes: Changes,
    results: Sequence[RunResult],
    build: Build,
) -> Written:
    """A new segment of what is fresh (and of old ones worth merging); the others are adopted."""
    old = _old_segments(live, changes.dead)
    fresh_rows = sum(result.rows for result in results)
    _refuse_duplicates(old, results)
    rewritten = segments_to_merge(old, fresh_rows)
    batches = [result for result in results if result.rows]
    batches += _rewrite(build, live, rewritten, pending.path)
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


def _refuse_duplicates(old: Sequence[OldSegment], results: Sequence[RunResult]) -> None:
    """DuplicateIdError for a fresh paragraph whose id a live one of another document has."""
    for result in results:
        if not result.rows:
            continue
        ids = SortedRun(result.path).strings("ids")
        for before in old:
            for place, row in before.segment.rows_of(ids):
                if row not in before.deleted:
                    slug = before.segment.columns["document"][row]
                    first = f"「{slug}」第 {int(before.segment.ordinals[row])} 段"
                    raise DuplicateIdError(ids[place], first, Places([result])(place))


def _old_segments(live: Generation, dead: frozenset[str]) -> list[OldSegment]:
    listed = read_segments(live.path)
    opened = zip(listed.segments, listed.open(live.path, dead), strict=True)
    return [OldSegment(entry, *both) for entry, both in opened]


def _rewrite(
    build: Build, live: Generation, segments: Sequence[OldSegment], generation: Path
) -> Iterator[RunResult]:
    """Batches of the live rows of segments that are merged away."""
    folder = generation / "batches.tmp" / "old"
    lexicon = live.path / LEXICON_NAME
    folder.mkdir()

    def chunks() -> Iterator[Chunk]:
        rows = chain.from_iterable(map(rows_given, segments))
        for number, chunk in enumerate(in_chunks(rows, row_bytes)):
            yield Chunk(number, "", tuple(chunk))

    yield from (result for result in build.analyse(chunks(), folder, lexicon) if result.rows)


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
        live = live_rows(segment, deleted)
        rows += len(live)
        of_documents = np.bincount(segment.columns["document"].ordinals[live])
        documents += int(np.count_nonzero(of_documents))
    return Written(rows, documents)


def _must_learn(unlearnt: int, written: Written) -> bool:
    """Whether the vocabulary is to be learnt anew, `unlearnt` paragraphs having changed since.

    Small libraries always; larger ones after a fiftieth of their paragraphs. Until then suggestions
    do not know new names, and leave out what is gone (search.index_reader).
    """
    is_small = written.paragraphs < _RELEARN_BELOW
    return is_small or unlearnt >= _RELEARN_SHARE * written.paragraphs


def _carry_companions(
    pending: PendingGeneration, live: Generation, build: Build, learns: bool
) -> None:
    """The word list is the same as before, and the taxonomy but for candidates; the gate is the
    corpus's own."""
    names = [record.name for record in live.manifest.files]
    same = [name for name in names if name == LEXICON_NAME]
    if _has_same_names(live, build):
        same += [name for name in names if name.startswith(f"{TAXONOMY_FOLDER}/")]
    else:
        write_taxonomy(pending.path, build.source)
    pending.adopt(live, same if learns else [*same, VOCABULARY_NAME])
    write_required_phrases(pending.path, build.source)
    if learns:
        build.learn(pending.path)
