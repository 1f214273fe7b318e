"""Bring a finished generation's paragraphs into an OpenSearch cluster, and its alias up to date.

The build itself is the embedded engine's: the generation's folder keeps word list, taxonomy,
vocabulary and the segments, from which the cluster's index is filled, and by which the next update
knows what changed. `opensearch.json` in the folder names that index: {"index": "qianshao-000007"}.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from indexer.codec.segment_list import read_segments
from indexer.errors import ClusterUnavailableError, IndexDamagedError, IndexNotLoadedError
from indexer.generations.store import GenerationStore
from indexer.model.problem import Progress
from indexer.opensearch.cluster import FILE_NAME, Cluster, index_of
from indexer.opensearch.generations import READY, generations, live_index, make_live, prune
from indexer.opensearch.rows import Difference, difference, rows_of
from indexer.opensearch.start import lost_builds
from indexer.opensearch.writer import OpenSearchWriter
from indexer.settings import OpenSearchSettings
from indexer.text.analyzer import Segmenter, words_form

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
    cluster = Cluster(settings)
    try:
        before = live_index(cluster)
        if live and names.get(live):
            make_live(cluster, names[live])
        return prune(cluster, {*names.values(), before})
    finally:
        cluster.close()


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
    cluster = Cluster(settings)
    try:
        found = [g for g in generations(cluster) if g.index == wanted and g.state == READY]
    finally:
        cluster.close()
    return wanted if found and found[0].meta.get("fingerprint") == fingerprint else ""


def _cut(segmenter: Segmenter, text: str) -> list[str]:
    return segmenter.cut(words_form(text))


def _has_lost_shards(settings: OpenSearchSettings) -> bool:
    """Whether the cluster is well but for an unfinished index of ours."""
    cluster = Cluster(settings)
    try:
        return bool(lost_builds(cluster))
    except ClusterUnavailableError:
        return False
    finally:
        cluster.close()


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
            writer.add(row.paragraph, row.document, row.is_repeat)
            done += 1
            if done % _TOLD_EVERY == 0:
                progress(STAGE, done, change.added_count)
    writer.commit()
    progress(STAGE, done, change.added_count)
