"""Measure how well judged queries are answered, category by category.

`python tests/relevance/judged_queries.py [reports gov-reports] [--worst 10]` indexes each library
in a temporary folder and prints nDCG@10 for every category, and the queries answered worst.
The categories are the first parts of the ids in `judged/*/queries.jsonl`. The reports are bundled;
gov-reports is the first half of gov-reports.jsonl.gz in the folder QIANSHAO_EVALUATION_DATA.
"""

from __future__ import annotations

import argparse
import gzip
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import Settings
from search.evaluation.metrics import QueryLine, average, ndcg, read_judgements, read_queries
from search.request import SearchRequest
from search.searcher import Searcher, open_searcher

HERE = Path(__file__).parent
LIBRARIES = ("reports", "gov-reports")
HALF = 3_883  # lines of gov-reports.jsonl.gz


def corpus_path(library: str, folder: Path) -> Path | None:
    """Where a library's paragraphs are; None where the data is not at hand."""
    if library == "reports":
        return HERE.parents[1] / "corpus"
    whole = Path(os.environ.get("QIANSHAO_EVALUATION_DATA", "")) / "gov-reports.jsonl.gz"
    if not whole.is_file():
        return None
    half = folder / "gov-reports.jsonl"
    with gzip.open(whole, "rt", encoding="utf-8") as lines:
        half.write_text("".join(islice(lines, HALF)), "utf-8")
    return half


@contextmanager
def opened(library: str) -> Iterator[Searcher | None]:
    """A searcher over a library, None where the data is not at hand."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = corpus_path(library, Path(folder))
        if corpus is None:
            yield None
            return
        settings = Settings(index=str(Path(folder) / "index"))
        rebuild(str(corpus), settings, BuildOptions())
        searcher = open_searcher(settings)
        yield searcher
        searcher.close()


def judged(library: str) -> tuple[list[QueryLine], dict[str, dict[str, int]]]:
    """The queries of a library, and the grades of their relevant paragraphs."""
    queries, query_problems = read_queries(str(HERE / "judged" / library / "queries.jsonl"))
    grades, grade_problems = read_judgements(str(HERE / "judged" / library / "qrels.tsv"))
    assert not query_problems and not grade_problems
    return queries, grades


def rankings(searcher: Searcher, queries: Sequence[QueryLine]) -> dict[str, list[str]]:
    """The first ten paragraphs of each query, as a page shows them."""
    return {query.id: [h.id for h in searcher.rank(SearchRequest(query.text))] for query in queries}


def by_category(
    ranked: Mapping[str, Sequence[str]], grades: Mapping[str, Mapping[str, int]]
) -> dict[str, float]:
    """Mean nDCG@10 of each category, and of all queries."""
    names = dict.fromkeys(id.rpartition("-")[0] for id in grades)
    found = {
        name: average(ranked, {id: g for id, g in grades.items() if id.startswith(f"{name}-")}).ndcg
        for name in names
    }
    return {**found, "all": average(ranked, grades).ndcg}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("libraries", nargs="*", default=LIBRARIES)
    parser.add_argument("--worst", type=int, default=10)
    chosen = parser.parse_args()
    for library in chosen.libraries:
        with opened(library) as searcher:
            if searcher is None:
                print(f"{library}: no data (QIANSHAO_EVALUATION_DATA)")
                continue
            queries, grades = judged(library)
            ranked = rankings(searcher, queries)
            means = by_category(ranked, grades)
            print(f"{library}, {len(queries)} queries: nDCG@10")
            print("  ".join(f"{name} {value:.4f}" for name, value in means.items()))
            scored = sorted((ndcg(ranked[q.id], grades[q.id]), q.id, q.text) for q in queries)
            for value, id, text in scored[: chosen.worst]:
                print(f"  {value:.3f} {id} {text}: {' '.join(ranked[id][:5])}")


if __name__ == "__main__":
    main()
