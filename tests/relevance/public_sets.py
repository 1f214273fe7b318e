"""Measure our ranking and BM25 over jieba words on public question sets, and their ratio.

`python tests/relevance/public_sets.py [NAME…] [--every 5]` reads each set of the folder
QIANSHAO_EVALUATION_DATA (`docs.jsonl.gz`, `queries.jsonl`, `qrels.tsv`), indexes it in a temporary
folder, and prints nDCG@10 of ours, of BM25, the ratio, and over all sets the mean and the worst
ratio. BM25 (k1 1.2, b 0.75, Lucene's idf) sees `jieba.cut_for_search` of the lower-cased text and
nothing else: the plain search that ours has to beat.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import jieba
import numpy as np
import numpy.typing as npt

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import Settings
from search.evaluation.metrics import (
    CUTOFF,
    DEEP_CUTOFF,
    QueryLine,
    average,
    is_judged,
    read_judgements,
    read_queries,
)
from search.request import SearchRequest
from search.searcher import open_searcher

FOLDER = os.environ.get("QIANSHAO_EVALUATION_DATA", "")
SETS = ("drcd", "xquad-zh", "dureader-demo")
_K1, _B = 1.2, 0.75

Grades = dict[str, dict[str, int]]
Ranked = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The paragraphs' file, the judged queries, and the grades of what is relevant to them."""

    documents: Path
    queries: tuple[QueryLine, ...]
    grades: Grades


def read_set(folder: Path, every: int = 1) -> QuestionSet:
    """A set's judged queries, every n-th of them."""
    grades, _ = read_judgements(str(folder / "qrels.tsv"))
    queries, _ = read_queries(str(folder / "queries.jsonl"))
    judged = [query for query in queries if is_judged(grades.get(query.id, {}))][::every]
    wanted = {query.id: grades[query.id] for query in judged}
    return QuestionSet(folder / "docs.jsonl.gz", tuple(judged), wanted)


def our_ranking(chosen: QuestionSet) -> Ranked:
    """The paragraphs that a searcher with the defaults lists, as `qianshao evaluate` asks it."""
    with tempfile.TemporaryDirectory() as index:
        settings = Settings(index=index)
        rebuild(str(chosen.documents), settings, BuildOptions())
        searcher = open_searcher(settings)
        try:
            found: Ranked = {}
            for query in chosen.queries:
                asked = SearchRequest(query.text, size=DEEP_CUTOFF, min_match=0.0, to_depth=True)
                found[query.id] = [hit.id for hit in searcher.rank(asked)]
            return found
        finally:
            searcher.close()


def bm25_ranking(chosen: QuestionSet) -> Ranked:
    """The paragraphs that BM25 over jieba's words puts first."""
    with gzip.open(chosen.documents, "rt", encoding="utf-8") as lines:
        paragraphs = [json.loads(line) for line in lines]
    scorer = WordScorer([_words(paragraph["text"]) for paragraph in paragraphs])
    found: Ranked = {}
    for query in chosen.queries:
        scores = scorer.scores(_words(query.text))
        best = np.argsort(-scores, kind="stable")[:DEEP_CUTOFF]
        found[query.id] = [paragraphs[place]["id"] for place in best if scores[place] > 0]
    return found


class WordScorer:
    """BM25 over lists of words: for each word its paragraphs and what it adds to their scores."""

    def __init__(self, paragraphs: Sequence[Sequence[str]]) -> None:
        self._size = len(paragraphs)
        lengths = np.array([len(words) for words in paragraphs], np.float64)
        norms = _K1 * (1 - _B + _B * lengths / lengths.mean())
        postings: dict[str, dict[int, int]] = {}
        for place, words in enumerate(paragraphs):
            for word, count in Counter(words).items():
                postings.setdefault(word, {})[place] = count
        self._shares = {word: self._share(norms, found) for word, found in postings.items()}

    def scores(self, query: Sequence[str]) -> npt.NDArray[np.float64]:
        """The score of every paragraph; a word that is asked for twice counts twice."""
        scores = np.zeros(self._size)
        for word in query:
            if word in self._shares:
                places, shares = self._shares[word]
                scores[places] += shares
        return scores

    def _share(
        self, norms: npt.NDArray[np.float64], found: Mapping[int, int]
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
        places = np.fromiter(found.keys(), np.intp)
        counts = np.fromiter(found.values(), np.float64)
        idf = np.log(1 + (self._size - len(found) + 0.5) / (len(found) + 0.5))
        return places, idf * counts * (_K1 + 1) / (counts + norms[places])


def _words(text: str) -> list[str]:
    return [word for word in jieba.cut_for_search(text.lower()) if not word.isspace()]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=SETS, metavar="NAME")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every n-th query")
    asked = parser.parse_args()
    jieba.setLogLevel(logging.WARNING)
    print(f"| set | queries | nDCG@{CUTOFF} of ours | of BM25 over words | ratio |")
    print("|---|---|---|---|---|")
    ratios: list[float] = []
    for name in asked.names:
        if not (Path(FOLDER) / name).is_dir():
            print(f"| {name} | no data (QIANSHAO_EVALUATION_DATA) | – | – | – |")
            continue
        chosen = read_set(Path(FOLDER) / name, asked.every)
        ours = average(our_ranking(chosen), chosen.grades).ndcg
        plain = average(bm25_ranking(chosen), chosen.grades).ndcg
        ratios.append(ours / plain)
        row = f"| {name} | {len(chosen.queries)} | {ours:.4f} | {plain:.4f} | {ratios[-1]:.3f} |"
        print(row, flush=True)
    if ratios:
        print(f"mean {sum(ratios) / len(ratios):.3f}, worst {min(ratios):.3f}")


if __name__ == "__main__":
    main()
