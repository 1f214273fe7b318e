"""Build a small library with the real builder, and keep what a plain reading of its texts says."""

from __future__ import annotations

import json
import uuid
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from random import Random

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import OpenSearchSettings, Settings
from indexer.text.normalizer import normalize
from search.engines.base import EngineHit
from search.request import SearchRequest
from search.results import SearchResult
from search.searcher import Searcher, open_searcher

EVERYTHING = 100_000  # hits: more than any collection here has
_BORDER = "\0"  # stands in no normal form


@dataclass
class Collection:
    """An index, its searcher, and the printed text of every paragraph by id."""

    settings: Settings
    searcher: Searcher
    texts: Mapping[str, str]

    @cached_property
    def forms(self) -> dict[str, str]:
        return {id: normalize(text) for id, text in self.texts.items()}

    @cached_property
    def _joined(self) -> tuple[str, list[int], list[str]]:
        ends = list(accumulate(len(form) + 1 for form in self.forms.values()))
        return _BORDER.join(self.forms.values()) + _BORDER, ends, list(self.forms)

    def containing(self, form: str) -> set[str]:
        """The ids of all paragraphs whose normal form contains `form` (not empty), by `find`."""
        text, ends, ids = self._joined
        found: set[str] = set()
        at = text.find(form)
        while at >= 0:
            number = bisect_right(ends, at)
            found.add(ids[number])
            at = text.find(form, ends[number])
        return found

    def search(self, q: str, **options: object) -> SearchResult:
        return self.searcher.search(SearchRequest(q, **options))  # type: ignore[arg-type]

    def ids(self, q: str, **options: object) -> list[str]:
        """The ids of one page, in order; `size` is large unless it is given."""
        result = self.search(q, **{"size": EVERYTHING, **options})
        return [hit.paragraph.id for hit in result.hits]

    def ranked(self, q: str, **options: object) -> tuple[EngineHit, ...]:
        """All hits without their texts: quick."""
        request = SearchRequest(q, **{"size": EVERYTHING, **options})  # type: ignore[arg-type]
        return self.searcher.rank(request)

    def random_runs(self, seed: int, count: int, longest: int = 8) -> list[str]:
        """Runs of 1 to `longest` characters as printed somewhere in the collection.

        A tenth as many where each query takes several round trips.
        """
        count = count // 10 if self.settings.engine == "opensearch" else count
        chance = Random(seed)
        printed = [text for text in self.texts.values() if text]
        runs: list[str] = []
        while len(runs) < count:
            text = chance.choice(printed)
            length = chance.randint(1, longest)
            start = chance.randrange(max(1, len(text) - length + 1))
            runs.append(text[start : start + length])
        return runs

    def close(self) -> None:
        """Let go of the index; what is in a cluster is removed there."""
        self.searcher.close()
        if self.settings.engine == "opensearch":
            remove_all(self.settings.opensearch)


def remove_all(settings: OpenSearchSettings) -> None:
    from indexer.opensearch.cluster import Cluster
    from indexer.opensearch.generations import delete, generations

    cluster = Cluster(settings)
    for generation in generations(cluster):
        delete(cluster, generation.index)
    delete(cluster, f"{settings.index}-writer")
    cluster.close()


def _settings(folder: Path, corpus: Path, engine: str) -> Settings:
    """`engine` is "whoosh", or the address of an OpenSearch node."""
    settings = Settings(index=str(folder / "index"), corpus=str(corpus))
    if engine == "whoosh":
        return settings
    name = f"test-{uuid.uuid4().hex[:12]}"
    node = OpenSearchSettings(hosts=(engine,), index=name, timeout_s=30.0, patience_s=30.0)
    return replace(settings, engine="opensearch", opensearch=node)


def build_lines(
    folder: Path, records: Sequence[Mapping[str, object]], engine: str = "whoosh"
) -> Collection:
    """A collection of JSON Lines records."""
    path = folder / "input.jsonl"
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_text("".join(lines), "utf-8")
    settings = _settings(folder, folder / "corpus", engine)
    rebuild(str(path), settings, BuildOptions())
    return _opened(settings)


def write_corpus(corpus: Path, files: Mapping[str, str | bytes]) -> None:
    """Write corpus files: path below the corpus → content."""
    (corpus / "documents").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def build_folder(
    folder: Path, files: Mapping[str, str | bytes], engine: str = "whoosh"
) -> Collection:
    """A collection of corpus files, taxonomy included."""
    corpus = folder / "corpus"
    write_corpus(corpus, files)
    settings = _settings(folder, corpus, engine)
    rebuild(str(corpus), settings, BuildOptions())
    return _opened(settings)


def _opened(settings: Settings) -> Collection:
    searcher = open_searcher(settings)
    result = searcher.search(SearchRequest(size=EVERYTHING))
    return Collection(settings, searcher, {h.paragraph.id: h.paragraph.text for h in result.hits})
