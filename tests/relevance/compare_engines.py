"""Ask both engines every judged query, and print where their answers differ.

`python tests/opensearch_nodes/nodes.py --nodes 1 -- python tests/relevance/compare_engines.py`
starts a node, builds each library with both engines and prints a row for each: on how many queries
totals, classes, facets, the first hit and the first ten are the same. Its exit code is 1 where
totals, classes or facets differ; scores may, for Lucene keeps lengths in a byte.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

from judged_queries import LIBRARIES, corpus_path, judged

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import OpenSearchSettings, Settings
from search.request import SearchRequest
from search.results import SearchResult
from search.searcher import Searcher, open_searcher

WHAT = ("total", "classes", "facets", "first hit", "first ten")
EXACT = frozenset(WHAT[:3])


def main() -> int:
    """Print the table; 1 where what must be equal is not."""
    print(f"| library | queries | {' | '.join(WHAT)} |\n|{'---|' * (2 + len(WHAT))}")
    is_equal = True
    for library in LIBRARIES:
        with tempfile.TemporaryDirectory() as folder:
            corpus = corpus_path(library, Path(folder))
            if corpus is None:
                print(f"| {library} | not at hand |")
                continue
            both = [_built(corpus, Path(folder), engine) for engine in ("whoosh", "opensearch")]
            queries, _ = judged(library)
            same: Counter[str] = Counter()
            for query in queries:
                ours, theirs = (searcher.search(SearchRequest(query.text)) for searcher in both)
                equal = _equal(ours, theirs)
                same.update(equal)
                for name in sorted(EXACT - equal):
                    is_equal = False
                    print(f"{query.id} {query.text}: {name}", file=sys.stderr)
            print(f"| {library} | {len(queries)} | {' | '.join(str(same[w]) for w in WHAT)} |")
            for searcher in both:
                searcher.close()
    return int(not is_equal)


def _built(corpus: Path, folder: Path, engine: str) -> Searcher:
    hosts = (os.environ["QIANSHAO_TEST_OPENSEARCH"],)
    settings = Settings(
        index=str(folder / engine),
        engine=engine,
        opensearch=OpenSearchSettings(hosts=hosts, index=f"compare-{corpus.stem}"),
    )
    rebuild(str(corpus), settings, BuildOptions())
    return open_searcher(settings)


def _equal(ours: SearchResult, theirs: SearchResult) -> set[str]:
    """What of the two answers is the same."""
    first = [[hit.paragraph.id for hit in result.hits] for result in (ours, theirs)]
    pairs = {
        "total": (ours.total, theirs.total),
        "classes": (ours.matches, theirs.matches),
        "facets": (ours.facets, theirs.facets),
        "first hit": (first[0][:1], first[1][:1]),
        "first ten": (first[0], first[1]),
    }
    return {name for name, (one, other) in pairs.items() if one == other}


if __name__ == "__main__":
    sys.exit(main())
