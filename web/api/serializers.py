"""Turn documents, taxonomy, suggestions and status into the JSON bodies of the API.

Search results are turned by `search.response`, which the command line shares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeAlias

from indexer.model.documents import WAITING
from indexer.model.schema import SCHEMA
from search.response import document_address, fields_body, paragraph_body
from search.results import (
    Completion,
    DocumentPage,
    DocumentPart,
    DocumentSummary,
    IndexStatus,
    SimilarParagraphs,
    StoredParagraph,
)

if TYPE_CHECKING:
    from indexer.taxonomy.taxonomy import Taxonomy

Body: TypeAlias = dict[str, Any]


def suggestions_body(completions: Sequence[Completion]) -> Body:
    return {
        "suggestions": [{"text": c.text, "kind": c.kind, "count": c.count} for c in completions]
    }


def documents_body(page: DocumentPage, prefix: str = "") -> Body:
    return {
        "documents": [document_body(d, prefix) for d in page.documents],
        "total": page.total,
        "page": page.page,
        "size": page.size,
    }


def document_body(document: DocumentSummary, prefix: str = "") -> Body:
    """One document; `url` is our reading view, `source_url` the publisher's address."""
    address = document_address(document.slug, prefix)
    ours = {"paragraphs": document.paragraphs, "url": address}
    return {"slug": document.slug, **fields_body(document, SCHEMA.told_of_document, ours)}


def reading_body(part: DocumentPart, prefix: str = "") -> Body:
    """A document with its paragraphs in reading order; `next`: ask `from` there for the rest."""
    return {
        "document": document_body(part.document, prefix),
        "next": part.next,
        "paragraphs": [fields_body(p, SCHEMA.told_of_paragraph) for p in part.paragraphs],
    }


def single_paragraph_body(paragraph: StoredParagraph, prefix: str = "") -> Body:
    return paragraph_body(paragraph, prefix)


def similar_body(found: SimilarParagraphs, prefix: str = "") -> Body:
    """Paragraphs by their likeness, and why there are none where meaning cannot tell."""
    rows = [
        {**paragraph_body(paragraph, prefix), "cosine": cosine}
        for paragraph, cosine in found.paragraphs
    ]
    return {"similar": rows, "note": found.note}


def taxonomy_body(taxonomy: Taxonomy, counts: Mapping[str, int]) -> Body:
    """The live taxonomy; `counts` says how many paragraphs carry each initiative.

    A candidate that no paragraph carries any more (its report was withdrawn) is not named.
    """
    return {
        "sources": [{"name": s.name, "aliases": list(s.aliases)} for s in taxonomy.sources],
        "themes": [{"name": t.name, "definition": t.definition} for t in taxonomy.themes],
        "initiatives": [
            {
                "name": i.name,
                "aliases": list(i.aliases),
                "kind": i.kind,
                "themes": list(i.themes),
                "count": counts.get(i.name, 0),
                **({"status": WAITING} if i.is_candidate else {}),
            }
            for i in taxonomy.initiatives
            if counts.get(i.name) or not i.is_candidate
        ],
    }


def status_body(status: IndexStatus) -> Body:
    """What is live; `semantic` is there where a local model is set."""
    semantic = {"semantic": asdict(status.semantic)} if status.semantic else {}
    return {
        "generation": status.generation,
        "engine": status.engine,
        "documents": status.documents,
        "paragraphs": status.paragraphs,
        "skipped": status.skipped,
        "built_at": status.built_at,
        "fingerprint": status.fingerprint,
        "format_version": status.format_version,
        "rebuild_due": list(status.rebuild_due),
        "bytes": status.bytes,
        "warnings": list(status.warnings),
        **semantic,
    }
