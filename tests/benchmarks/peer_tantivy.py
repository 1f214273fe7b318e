"""tantivy over words cut beforehand: one writer thread, raw fast fields for the facets."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import tantivy
from remix import FACETS, SETS, read_lines
from workload import PAGES, Task, cut

_HEAP_BYTES = 500_000_000


class Peer:
    def build(self, lines: Path, folder: Path) -> None:
        folder.mkdir(parents=True)
        index = tantivy.Index(_schema(), str(folder))
        writer = index.writer(_HEAP_BYTES, 1)
        for record in read_lines(lines):
            writer.add_document(_document(record))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()
        everything = tantivy.Query.all_query()
        self._aggregations = {  # over the fields that the corpus has
            name: counted
            for name, counted in _AGGREGATIONS.items()
            if self._searcher.aggregate(everything, {name: counted})[name]["buckets"]
        }

    def run(self, task: Task) -> int | None:
        if task.kind == "substring":
            return None
        query = self._query(task)
        result = self._searcher.search(query, 10)
        if task.kind in PAGES:
            self._searcher.aggregate(query, self._aggregations)
            snippets = tantivy.SnippetGenerator.create(
                self._searcher, query, self._index.schema, "text"
            )
            for _, address in result.hits:
                snippets.snippet_from_doc(self._searcher.doc(address)).to_html()
        return int(result.count)

    def update(self, record: dict[str, Any], lines: Path) -> float | None:
        started = time.perf_counter()
        writer = self._index.writer(_HEAP_BYTES, 1)
        writer.delete_documents("id", record["id"])
        writer.add_document(_document(record))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()
        writer.wait_merging_threads()
        query = tantivy.Query.term_query(self._index.schema, "id", record["id"])
        assert self._searcher.search(query, 1).count == 1
        return time.perf_counter() - started

    def _query(self, task: Task) -> tantivy.Query:
        schema = self._index.schema
        if task.kind == "phrase":
            return tantivy.Query.phrase_query(schema, "text", list(task.words))
        terms = [tantivy.Query.term_query(schema, "text", word) for word in task.words]
        is_or = "or" in (task.kind, task.text)
        occur = tantivy.Occur.Should if is_or else tantivy.Occur.Must
        parts = [(occur, term) for term in terms]
        if task.kind in ("filter", "name"):
            chosen = tantivy.Query.term_query(schema, "source", task.source)
            parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(chosen, 0.0)))
        return tantivy.Query.boolean_query(parts)


_AGGREGATIONS = {name: {"terms": {"field": name, "size": 1000}} for name in (*FACETS, *SETS)}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", stored=True, tokenizer_name="whitespace")
    for name in (*FACETS, *SETS):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _document(record: dict[str, Any]) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("id", record["id"])
    document.add_text("text", " ".join(cut(record["text"])))
    for name in FACETS:
        if record.get(name) is not None:
            value = record[name]
            path = "/".join(value) if isinstance(value, list) else str(value)
            document.add_text(name, path)
    for name in SETS:
        for value in record.get(name, ()):
            document.add_text(name, value)
    return document
