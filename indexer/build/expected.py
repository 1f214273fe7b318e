"""Read a build's input once more, as the paragraphs that its index must hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from indexer.build.worker import Chunk, tag_rows
from indexer.model.documents import Document, Paragraph
from indexer.model.problem import Problem
from indexer.settings import Settings
from indexer.sources.input import open_input
from indexer.sources.jsonl import parse_line
from indexer.taxonomy.tagger import Tagger
from indexer.text.bulk_normalizer import normalize_all

Entry = tuple[Document, Paragraph]


def expected_paragraphs(
    path: str, settings: Settings, withdrawn: frozenset[str]
) -> Iterator[Entry]:
    """Every good paragraph of a corpus folder or JSON Lines file, tagged, in its final place.

    Bad input and withdrawn documents are left out, as in a build. CorpusError or TaxonomyError
    when the input cannot be built from at all.
    """
    source = open_input(path, settings.corpus_path())
    source.find_candidates(withdrawn)
    tagger = Tagger(source.taxonomy)
    ordinals: Counter[str] = Counter()
    for chunk in source.chunks():
        rows = [row for row in _rows(chunk) if row[0].slug not in withdrawn]
        forms = normalize_all([paragraph.text for _, paragraph in rows])
        for document, paragraph in tag_rows(rows, forms, tagger):
            ordinals[document.slug] += 1
            yield document, replace(paragraph, ordinal=ordinals[document.slug])


def _rows(chunk: Chunk) -> Iterable[Entry]:
    if chunk.rows:
        return chunk.rows
    parsed = (
        parse_line(line, chunk.place, number)
        for number, line in zip(chunk.numbers, chunk.lines, strict=True)
    )
    return (row for row in parsed if not isinstance(row, Problem))
