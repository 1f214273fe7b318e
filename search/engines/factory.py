"""Open the engine that the settings name, over one generation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indexer.codec.segment_list import read_segments
from indexer.generations.pending import Generation
from indexer.semantic.vectors import SegmentVectors
from indexer.settings import Settings
from search.engines.base import Engine
from search.engines.embedded.engine import WhooshEngine, open_readers
from search.engines.embedded.segment_reader import SegmentReader


def open_engine(
    settings: Settings,
    generation: Generation,
    withdrawn: frozenset[str],
    vectors: Sequence[SegmentVectors] | None = None,
) -> Engine:
    """The engine of a published generation; `withdrawn` documents are never shown.

    `vectors`: of its segments in order, where search by meaning is possible.
    """
    return open_folder(settings, generation.path, generation.name, withdrawn, vectors)


def open_folder(
    settings: Settings,
    path: Path,
    name: str,
    withdrawn: frozenset[str],
    vectors: Sequence[SegmentVectors] | None = None,
) -> Engine:
    """The engine over a generation's folder, published or just built; `name` is how it is told."""
    if settings.engine == "whoosh":
        return WhooshEngine(path, name, withdrawn, vectors)
    from indexer.build.external_store import require_engine

    require_engine(settings)
    from indexer.opensearch.cluster import index_of
    from search.engines.opensearch.engine import open_opensearch_engine

    local = None
    if vectors is not None:
        from search.semantic.nearness import LocalVectors

        local = LocalVectors(path, vectors, withdrawn)
    return open_opensearch_engine(settings.opensearch, index_of(path), withdrawn, name, local)


def local_readers(
    engine: Engine, generation: Generation, withdrawn: frozenset[str]
) -> Sequence[SegmentReader]:
    """The generation's own segments, for what every engine answers from the folder.

    They lie beside the word list on every machine that answers, whatever engine ranks.
    """
    if isinstance(engine, WhooshEngine):
        return engine.readers
    return open_readers(generation.path, read_segments(generation.path), withdrawn)
