"""Ask the embedded engine and OpenSearch the same questions, and print where they differ.

    QIANSHAO_EVALUATION_DATA=… python tests/benchmarks/agreement.py --hosts http://127.0.0.1:9200

builds `laws.jsonl.gz` of that folder (or --input FILE, or takes a finished --index DIR) once, with
`engine: opensearch`; its generation holds the embedded engine's segments, too, so that both answer
from the same build. Totals, classes, documents and facet counts must be equal; of the first ten
hits the overlap is counted.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import OpenSearchSettings, Settings
from search.request import Filters, SearchRequest
from search.results import SearchResult, StoredParagraph
from search.searcher import Searcher

SEED = 20_240_601


@dataclasses.dataclass(frozen=True, slots=True)
class Comparison:
    """One request on both engines."""

    kind: str
    request: SearchRequest
    ours: SearchResult
    theirs: SearchResult
    ours_ms: float
    theirs_ms: float

    def is_equal(self) -> bool:
        """Everything but the order of the hits."""
        a, b = self.ours, self.theirs
        return (
            (a.matches, a.total_documents, a.facets) == (b.matches, b.total_documents, b.facets)
            and a.query.normalized == b.query.normalized
            and len(a.hits) == len(b.hits)
        )

    def overlap(self) -> float:
        """Share of the first hits that both list."""
        a, b = ({hit.paragraph.id for hit in side.hits} for side in (self.ours, self.theirs))
        return len(a & b) / len(a) if a else 1.0

    def is_same_first(self) -> bool:
        return [h.paragraph.id for h in self.ours.hits[:1]] == [
            h.paragraph.id for h in self.theirs.hits[:1]
        ]


class QueryMaker:
    """Draws queries of every kind from the texts of the index itself."""

    def __init__(self, searcher: Searcher, seed: int) -> None:
        self._chance = random.Random(seed)
        paragraphs = self._sample(searcher)
        self._texts = [p.text for p in paragraphs if len(p.text) > 20]
        self._titles = [p.title for p in paragraphs if p.title and len(p.title) > 6]

    def _sample(self, searcher: Searcher) -> list[StoredParagraph]:
        total = searcher.documents(1, 1).total
        pages = [self._chance.randint(1, total) for _ in range(80)]
        slugs = [searcher.documents(page, 1).documents[0].slug for page in pages]
        return [p for slug in slugs for p in searcher.document(slug)[1]]

    def piece(self, low: int, high: int, texts: Sequence[str] = ()) -> str:
        """A run of Han characters out of some paragraph, or of one of `texts`."""
        while True:
            text = self._chance.choice(texts or self._texts)
            size = self._chance.randint(low, high)
            start = self._chance.randrange(max(1, len(text) - size))
            piece = text[start : start + size]
            if len(piece) == size and all("一" <= char <= "鿿" for char in piece):
                return piece

    def make(self, kind: str) -> SearchRequest:
        made: dict[str, Callable[[], SearchRequest]] = {
            "exact": lambda: SearchRequest(self.piece(1, 8), mode="exact"),
            "one piece": lambda: SearchRequest(self.piece(2, 4)),
            "two pieces": lambda: SearchRequest(f"{self.piece(2, 3)} {self.piece(2, 3)}"),
            "three pieces": lambda: SearchRequest(" ".join(self.piece(2, 2) for _ in range(3))),
            "cut": lambda: SearchRequest(f"{self.piece(3, 5)}{self.piece(3, 5)}"),
            "question": lambda: SearchRequest(f"{self.piece(4, 6)}的{self.piece(2, 4)}是什么？"),
            "boolean": lambda: SearchRequest(
                f"{self.piece(2, 2)} AND {self.piece(2, 2)} NOT {self.piece(1, 2)}"
            ),
            "wildcard": lambda: SearchRequest(f"{self.piece(2, 2)}*{self.piece(2, 2)}"),
            "near": lambda: SearchRequest(f"{self.piece(2, 2)} ~5 {self.piece(2, 2)}"),
            "filtered": lambda: SearchRequest(
                self.piece(2, 3), filters=Filters(year=("2015..2020",), genre=("法律",))
            ),
            "by document": lambda: SearchRequest(self.piece(2, 3), group="document"),
            "newest": lambda: SearchRequest(self.piece(2, 3), sort="newest"),
            "in titles": lambda: SearchRequest(self.piece(2, 5, self._titles), field="title"),
            "pasted": lambda: SearchRequest(self._chance.choice(self._texts)[:120]),
            "page 30": lambda: SearchRequest(self.piece(2, 2), page=30),
        }
        return made[kind]()


KINDS = (
    "exact",
    "one piece",
    "two pieces",
    "three pieces",
    "cut",
    "question",
    "boolean",
    "wildcard",
    "near",
    "filtered",
    "by document",
    "newest",
    "in titles",
    "pasted",
    "page 30",
)


def compare(ours: Searcher, theirs: Searcher, queries: int) -> list[Comparison]:
    """The same requests, in turn, on both."""
    maker = QueryMaker(ours, SEED)
    done: list[Comparison] = []
    for number in range(queries):
        kind = KINDS[number % len(KINDS)]
        request = maker.make(kind)
        started = time.perf_counter()
        first = ours.search(request)
        between = time.perf_counter()
        second = theirs.search(request)
        times = (between - started) * 1000, (time.perf_counter() - between) * 1000
        done.append(Comparison(kind, request, first, second, *times))
    return done


def table(comparisons: Sequence[Comparison]) -> str:
    """Markdown: one line a kind of query."""
    lines = [
        "| kind | queries | equal totals and facets | top-ten overlap | same first"
        " | whoosh ms | opensearch ms |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind in (*KINDS, "all"):
        some = [c for c in comparisons if kind in ("all", c.kind)]
        if some:
            lines.append(
                f"| {kind} | {len(some)} | {sum(c.is_equal() for c in some)}"
                f" | {statistics.mean(c.overlap() for c in some):.3f}"
                f" | {sum(c.is_same_first() for c in some)}"
                f" | {statistics.median(c.ours_ms for c in some):.1f}"
                f" | {statistics.median(c.theirs_ms for c in some):.1f} |"
            )
    return "\n".join(lines)


def differences(comparisons: Sequence[Comparison]) -> list[str]:
    """What is not equal, for a person to look at."""
    told: list[str] = []
    for c in comparisons:
        if not c.is_equal():
            told.append(f"{c.kind} 「{c.request.q}」: {c.ours.matches} / {c.theirs.matches}")
    return told


def settings_of(options: argparse.Namespace, folder: str) -> Settings:
    hosts = tuple(options.hosts.split(","))
    elsewhere = OpenSearchSettings(hosts=hosts, index=options.alias, timeout_s=60.0)
    return Settings(index=options.index or folder, engine="opensearch", opensearch=elsewhere)


def main() -> int:
    parser = argparse.ArgumentParser(description="embedded engine and OpenSearch, side by side")
    parser.add_argument("--hosts", required=True)
    parser.add_argument("--index", help="a finished index, built with engine: opensearch")
    parser.add_argument("--alias", default="agreement", help="opensearch.index of that index")
    parser.add_argument("--embedded", help="another index of the same input, for whoosh")
    parser.add_argument("--input", help="JSON Lines to build")
    parser.add_argument("--queries", type=int, default=210)
    options = parser.parse_args()
    data = os.environ.get("QIANSHAO_EVALUATION_DATA")
    source = options.input or (data and str(Path(data) / "laws.jsonl.gz"))
    if not options.index and not source:
        print("neither --index nor --input, and QIANSHAO_EVALUATION_DATA is not set")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_of(options, folder)
        if not options.index:
            report = rebuild(str(source), settings, BuildOptions())
            print(f"{report.paragraphs} paragraphs on both engines in {report.seconds:.0f} s\n")
        embedded = options.embedded or settings.index
        ours = Searcher(dataclasses.replace(settings, engine="whoosh", index=embedded))
        theirs = Searcher(settings)
        comparisons = compare(ours, theirs, options.queries)
        print(table(comparisons))
        for line in differences(comparisons):
            print(line)
        ours.close()
        theirs.close()
    return 0 if all(c.is_equal() for c in comparisons) else 1


if __name__ == "__main__":
    sys.exit(main())
