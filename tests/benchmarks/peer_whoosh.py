"""Stock Whoosh, its own codec and searcher, over words cut beforehand."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from remix import FACETS, read_lines
from whoosh import analysis, fields, highlight, index, query, scoring, sorting
from workload import Task, cut

_BM25 = scoring.BM25F(B=0.75, K1=1.2)


class Peer:
    def build(self, lines: Path, folder: Path) -> None:
        folder.mkdir(parents=True)
        words = analysis.RegexTokenizer(r"\S+")
        schema = fields.Schema(
            id=fields.ID(unique=True, stored=True),
            text=fields.TEXT(analyzer=words, stored=True, phrase=True),
            **{name: fields.ID(stored=True, sortable=True) for name in FACETS},
        )
        writer = index.create_in(str(folder), schema).writer(limitmb=64)
        for record in read_lines(lines):
            writer.add_document(**_document(record))
        writer.commit()

    def open(self, folder: Path) -> None:
        self._index = index.open_dir(str(folder))
        self._searcher = self._index.searcher(weighting=_BM25)

    def run(self, task: Task) -> int | None:
        if task.kind in ("sources", "name", "substring"):
            return None
        terms = [query.Term("text", word) for word in task.words]
        tree: query.Query
        if task.kind == "phrase":
            tree = query.Phrase("text", list(task.words))
        else:
            tree = query.Or(terms) if "or" in (task.kind, task.text) else query.And(terms)
        chosen = query.Term("source", task.source) if task.kind == "filter" else None
        if task.kind != "web":
            return len(self._searcher.search(tree, limit=10, filter=chosen))
        facets = sorting.Facets()
        for name in FACETS:
            facets.add_field(name, maptype=sorting.Count)
        results = self._searcher.search(tree, limit=None, groupedby=facets)
        for name in FACETS:
            results.groups(name)
        results.formatter = highlight.HtmlFormatter()
        for hit in results[:10]:
            hit.highlights("text")
        return len(results)

    def update(self, record: dict[str, Any], lines: Path) -> float | None:
        started = time.perf_counter()
        writer = self._index.writer()
        writer.update_document(**_document(record))
        writer.commit()
        self._searcher = self._index.searcher(weighting=_BM25)
        assert len(self._searcher.search(query.Term("id", record["id"]))) == 1
        return time.perf_counter() - started


def _document(record: dict[str, Any]) -> dict[str, str]:
    values = {name: str(record[name]) for name in FACETS if record.get(name) is not None}
    return {"id": record["id"], "text": " ".join(cut(record["text"])), **values}
