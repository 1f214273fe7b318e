"""Bring a finished generation's paragraphs into an OpenSearch cluster, and its alias up to date.

The build itself is the embedded engine's: the generation's folder keeps word list, taxonomy,
vocabulary and the segments, from which the cluster's index is filled, and by which the next update
knows what changed. `opensearch.json` in the folder names that index: {"index": "qianshao-000007"}.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.codec.segment import Segment
from indexer.codec.segment_list import live_rows, read_segments
from indexer.errors import ClusterUnavailableError, IndexDamagedError, IndexNotLoadedError
from indexer.generations.store import GenerationStore
from indexer.model.documents import Document, Paragraph
from indexer.model.problem import Progress
from indexer.opensearch.cluster import FILE_NAME, Cluster, index_of
from indexer.opensearch.generations import READY, generations, live_index, make_live, prune
from indexer.opensearch.start import lost_builds
from indexer.opensearch.writer import OpenSearchWriter
from indexer.settings import OpenSearchSettings
from indexer.text.analyzer import Segmenter, words_form


@dataclass(frozen=True, slots=True)
class Difference:
    """What makes the paragraphs of one generation out of those of another.

    `kept` counts the old one's paragraphs that stay, `removed` holds the ids of the others;
    `added` are segments with their live rows.
    """

    kept: int
    removed: tuple[str, ...]
    added: tuple[tuple[Segment, npt.NDArray[np.int64]], ...]

    @property
    def added_count(self) -> int:
        return sum(len(rows) for _, rows in self.added)


def difference(folder: Path, base: Path | None) -> Difference:
    """Compare two generation folders. A segment that both have is one file with two names."""
    new = _live_rows(folder)
    old = _live_rows(base) if base else {}
    if base:
        both = [(folder / name, base / name) for name in old if name in new]
        shared = {a.name for a, b in both if a.exists() and b.exists() and a.samefile(b)}
        old = {name if name in shared else f"{name} (old)": found for name, found in old.items()}
    removed: list[str] = []
    kept = 0
    for name, (segment, rows) in old.items():
        staying = new[name][1] if name in new else np.zeros(0, np.int64)
        gone = np.setdiff1d(rows, staying, assume_unique=True)
        removed += [segment.records.id(int(row)) for row in gone]
        kept += len(rows) - len(gone)
    added = [
        (segment, np.setdiff1d(rows, old[name][1], assume_unique=True) if name in old else rows)
        for name, (segment, rows) in new.items()
    ]
    return Difference(kept, tuple(removed), tuple((s, rows) for s, rows in added if len(rows)))


def _live_rows(folder: Path) -> dict[str, tuple[Segment, npt.NDArray[np.int64]]]:
    listed = read_segments(folder)
    opened = zip(listed.segments, listed.open(folder), strict=True)
    return {
        entry.file: (segment, live_rows(segment, deleted)) for entry, (segment, deleted) in opened
    }


def rows_of(
    segment: Segment, rows: npt.NDArray[np.int64]
) -> Iterator[tuple[Paragraph, Document, bool]]:
    """These rows (ascending), block by block past the cache, and whether each nearly repeats one
    before it."""
    repeats = _repeats(segment)
    for row, (document, paragraph) in zip(rows, segment.stored_rows(rows), strict=True):
        yield paragraph, document, bool(repeats[row])


def _repeats(segment: Segment) -> npt.NDArray[np.bool_]:
    """Rows of a group of repeats, all but the first of each."""
    rows = np.asarray(segment.repeated_rows)
    _, firsts = np.unique(np.asarray(segment.repeat_groups), return_index=True)
    repeats = np.zeros(len(segment), bool)
    repeats[rows] = True
    repeats[rows[firsts]] = False
    return repeats


STAGE = "装入 OpenSearch"
_TOLD_EVERY = 1_000


@contextmanager
def uploaded(
    folder: Path,
    base: Path | None,
    settings: OpenSearchSettings,
    words: Sequence[str],
    progress: Progress,
) -> Iterator[str]:
    """The index that holds what `folder` holds, for the time until it is published.

    `base` is the generation that this one changes, if any. When the block raises, the index goes
    again; when the loading is interrupted, the next build goes on from there. An index that loses
    a shard for good is given up for a new one on the nodes that remain.
    """
    fingerprint = read_segments(folder).fingerprint
    base_index = _usable_base(base, fingerprint, settings)
    change = difference(folder, base if base_index else None)
    if change.kept <= change.added_count:  # most is new: a fresh index is smaller
        change, base_index = difference(folder, None), ""
    segmenter = Segmenter(words)

    def load(change: Difference, base_index: str) -> OpenSearchWriter:
        cut = partial(_cut, segmenter)
        return _loaded(OpenSearchWriter(settings, fingerprint, cut, base_index), change, progress)

    try:
        writer = load(change, base_index)
    except ClusterUnavailableError:
        if not _has_lost_shards(settings):
            raise
        writer = load(difference(folder, None), "")
    try:
        (folder / FILE_NAME).write_text(json.dumps({"index": writer.index}), "utf-8")
        yield writer.index
    except BaseException:
        writer.abort()
        raise
    writer.close()


def follow(settings: OpenSearchSettings, store: GenerationStore) -> list[str]:
    """Make the cluster agree with the generation folders; gives the indexes it deleted.

    The alias points to the live generation's index; indexes of no generation go, but for the one
    that the alias pointed to: readers with another folder, or a copy of this one, may be on it.
    To be called after publishing, rolling back and pruning; harmless when all agrees already.
    """
    live = store.current_name()
    names = {name: _index_named(store.root / name) for name in store.generations()}
    with closing(Cluster(settings)) as cluster:
        before = live_index(cluster)
        if live and names.get(live):
            make_live(cluster, names[live])
        return prune(cluster, {*names.values(), before})


def _index_named(folder: Path) -> str:
    try:
        return index_of(folder)
    except (IndexNotLoadedError, IndexDamagedError):
        return ""


def _usable_base(base: Path | None, fingerprint: str, settings: OpenSearchSettings) -> str:
    """The base's index, if it is still in the cluster and was analysed alike."""
    wanted = _index_named(base) if base else ""
    if not wanted:
        return ""
    with closing(Cluster(settings)) as cluster:
        found = [g for g in generations(cluster) if g.index == wanted and g.state == READY]
    return wanted if found and found[0].meta.get("fingerprint") == fingerprint else ""


def _cut(segmenter: Segmenter, text: str) -> list[str]:
    return segmenter.cut(words_form(text))


def _has_lost_shards(settings: OpenSearchSettings) -> bool:
    """Whether the cluster is well but for an unfinished index of ours."""
    try:
        with closing(Cluster(settings)) as cluster:
            return bool(lost_builds(cluster))
    except ClusterUnavailableError:
        return False


def _loaded(writer: OpenSearchWriter, change: Difference, progress: Progress) -> OpenSearchWriter:
    """The same writer, its index finished; stopped when it cannot be."""
    try:
        _load(writer, change, progress)
    except BaseException:
        writer.abort()
        raise
    return writer


def _load(writer: OpenSearchWriter, change: Difference, progress: Progress) -> None:
    progress(STAGE, 0, change.added_count)
    writer.remove(change.removed)
    done = 0
    for segment, rows in change.added:
        for row in rows_of(segment, rows):
            writer.add(*row)
            done += 1
            if done % _TOLD_EVERY == 0:
                progress(STAGE, done, change.added_count)
    writer.commit()
    progress(STAGE, done, change.added_count)
