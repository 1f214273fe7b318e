"""Make small generations in an OpenSearch cluster for tests, and remove them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from reference_engine import Entry

from indexer.opensearch.cluster import Cluster
from indexer.opensearch.generations import delete, generations, make_live
from indexer.opensearch.writer import OpenSearchWriter
from indexer.settings import OpenSearchSettings
from indexer.text.analyzer import Segmenter, words_form
from search.engines.base import Engine
from search.engines.opensearch.engine import OpenSearchEngine, open_opensearch_engine


@cache
def cut() -> Callable[[str], list[str]]:
    segmenter = Segmenter()
    return lambda text: segmenter.cut(words_form(text))


def build(settings: OpenSearchSettings, entries: Iterable[Entry], fingerprint: str = "test") -> str:
    """Build and publish a generation; gives its index."""
    writer = OpenSearchWriter(settings, fingerprint, cut())
    for paragraph, document in entries:
        writer.add(paragraph, document)
    writer.commit()
    make_live(writer.cluster, writer.index)
    writer.close()
    return writer.index


def remove_all(settings: OpenSearchSettings) -> None:
    """Delete every generation under this alias, and its lock."""
    cluster = Cluster(settings)
    for generation in generations(cluster):
        delete(cluster, generation.index)
    delete(cluster, f"{settings.index}-writer")
    cluster.close()


class _TemporaryEngine(OpenSearchEngine):
    """Its index goes when it is closed."""

    def close(self) -> None:
        super().close()
        remove_all(self._cluster.settings)


def open_temporary_engine(settings: OpenSearchSettings) -> Engine:
    engine = open_opensearch_engine(settings)
    engine.__class__ = _TemporaryEngine
    return engine
