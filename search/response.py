"""Turn a search result into the JSON body that the API, the command line and `/search.json` share.

The names here are the contract with the outside: add, never rename. Absent scalars are None, absent
lists are empty; offsets are code points into `text` and `title`, end-exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias
from urllib.parse import quote

from indexer.codec import kernels
from indexer.model.documents import Document, text_hash
from indexer.model.schema import SCHEMA, Field
from search.facets import FacetRows
from search.results import (
    Completion,
    Entity,
    Expansion,
    FacetValue,
    Hit,
    Interpretation,
    MatchCounts,
    SearchResult,
    StoredParagraph,
)

try:
    import orjson
except ImportError:  # the extra `fast`
    orjson = None  # type: ignore[assignment]

Body: TypeAlias = dict[str, Any]
Marks: TypeAlias = tuple[tuple[int, int], ...]


@lru_cache(maxsize=4096)
def document_address(document: str, prefix: str = "") -> str:
    """Where a document is read: `<prefix>/documents/<slug>`, percent-encoded UTF-8, "/" raw."""
    return f"{prefix}/documents/{quote(document, safe='/')}"


def paragraph_address(document: str, ordinal: int, prefix: str = "") -> str:
    """Where a paragraph is read: its document's address, and the paragraph as the fragment."""
    return f"{document_address(document, prefix)}#p{ordinal}"


def quote_address(paragraph: StoredParagraph, start: int, end: int, prefix: str = "") -> str:
    """Where a paragraph is read with `text[start:end]` marked, as long as its text is the same."""
    address = document_address(paragraph.document, prefix)
    return f"{address}?h={text_hash(paragraph.text)}&mark={start}-{end}#p{paragraph.ordinal}"


def answer_bytes(result: SearchResult, prefix: str = "", more: Body | None = None) -> bytes:
    """`body_bytes(response_body(…) | more)`, without values of Python for the rows of facets."""
    more, facets = more or {}, result.facets
    compiled = kernels.compiled
    if orjson is not None and compiled is not None and isinstance(facets, FacetRows):
        try:
            written = {n: compiled.facet_json(*facets.columns[n]) for n in SCHEMA.facets}
            ready = {name: orjson.Fragment(rows) for name, rows in written.items()}
            return orjson.dumps(_body(result, prefix, ready) | more)
        except (TypeError, UnicodeEncodeError):
            pass  # as in body_bytes
    return body_bytes(response_body(result, prefix) | more)


def response_body(result: SearchResult, prefix: str = "") -> Body:
    """The whole answer as the contract prints it; `prefix` is the sub-path we are served under."""
    facets = {name: facet_body(result.facets.get(name, ()), name) for name in SCHEMA.facets}
    return _body(result, prefix, facets)


def _body(result: SearchResult, prefix: str, facets: Body) -> Body:
    return {
        "query": interpretation_body(result.query),
        "total": result.total,
        "matches": counts_body(result.matches, result.query.semantic is not None),
        "total_documents": result.total_documents,
        "page": result.page,
        "size": result.size,
        "took_ms": result.took_ms,
        "generation": result.generation,
        "hits": [hit_body(hit, prefix) for hit in result.hits],
        "facets": facets,
        "facet_values": {name: result.facet_values.get(name, 0) for name in SCHEMA.facets},
    }


def interpretation_body(query: Interpretation) -> Body:
    """How the query was understood: the `query` object of the answer."""
    told = {} if query.semantic is None else {"semantic": query.semantic}
    return {
        "text": query.text,
        "mode": query.mode,
        "normalized": query.normalized,
        "expansions": _expansions(query.expansions),
        "suggestions": [
            {"text": s.text, "reason": s.reason, "total": s.total} for s in query.suggestions
        ],
        "notes": list(query.notes),
        "entities": _entities(query.entities),
        "corrected": query.corrected,
        "unheld": list(query.unheld),
        "lacking": list(query.lacking),
        "units": list(query.units),
        "within": [
            {
                "text": w.text,
                "normalized": w.normalized,
                "expansions": _expansions(w.expansions),
                "entities": _entities(w.entities),
            }
            for w in query.within
        ],
        **told,
    }


def _expansions(expansions: Sequence[Expansion]) -> list[Body]:
    return [{"from": e.origin, "to": list(e.to), "kind": e.kind} for e in expansions]


def _entities(entities: Sequence[Entity]) -> list[Body]:
    return [
        {"text": e.text, "field": e.field, "value": e.value, "total": e.total} for e in entities
    ]


def counts_body(counts: MatchCounts, has_model: bool = False) -> Body:
    """Hits by class; without a model there is no class `semantic`."""
    by_words: Body = {"phrase": counts.phrase, "all": counts.all, "some": counts.some}
    return {**by_words, "semantic": counts.semantic} if has_model else by_words


def hit_body(hit: Hit, prefix: str = "") -> Body:
    """One hit: its paragraph, score, class and marks; `in_document` counts under group=document."""
    body = paragraph_body(hit.paragraph, prefix)
    body["score"] = hit.score
    body["match"] = hit.match
    body["marks"] = _pairs(hit.marks)
    body["title_marks"] = _pairs(hit.title_marks)
    body["heading_marks"] = body["headings"] = []
    if hit.paragraph.headings:
        body["heading_marks"] = _pairs(nearest_heading_marks(hit))
        body["headings"] = [
            {"text": text, "marks": _pairs(marks)}
            for text, marks in zip(hit.paragraph.headings, hit.heading_marks, strict=True)
        ]
    body["lacks"] = list(hit.lacks)
    body["across_words"] = hit.is_across_words
    body["explanation"] = [{"part": p.part, "score": p.score} for p in hit.explanation]
    body["in_document"] = hit.in_document
    if hit.is_cut:
        body["text_cut"] = True
    return body


def nearest_heading_marks(hit: Hit) -> Marks:
    """The marks in `heading`: none where that belongs to an earlier paragraph."""
    if not hit.heading_marks:
        return ()
    marked = zip(hit.paragraph.headings, hit.heading_marks, strict=True)
    return dict(marked).get(hit.paragraph.heading or "", ())


def paragraph_body(paragraph: StoredParagraph, prefix: str = "") -> Body:
    """One paragraph with its document's metadata.

    `url` is our reading view; `source_url` is where the publisher put the document.
    """
    ours = {"url": paragraph_address(paragraph.slug, paragraph.ordinal, prefix)}
    return fields_body(paragraph, SCHEMA.told, ours)


def fields_body(known: Document, fields: Iterable[Field], ours: Body | None = None) -> Body:
    """These fields by their names in bodies: absent scalars None, absent lists empty.

    `ours`: what we say beside; our own address goes before the publisher's.
    """
    body: Body = {}
    has_more = bool(known.more)
    for field in fields:
        if field.name == "url":
            body |= ours or {}
        value: Any = getattr(known, field.key, None)
        if value is None and (has_more or field.is_many):
            value = field.read(known)
        body[field.json_name] = list(value) if field.is_many else value
    return body


def facet_body(rows: Sequence[FacetValue], field: str) -> list[Body]:
    """The rows of a facet; steps of a path say which one they lie under (None at the top), and
    candidates of initiatives their status."""
    if SCHEMA[field].kind == "path":
        return [
            {"value": value, "count": count, "selected": selected, "parent": parent}
            for value, count, selected, parent, _ in rows
        ]
    return [
        {"value": value, "count": count, "selected": selected}
        if status is None
        else {"value": value, "count": count, "selected": selected, "status": status}
        for value, count, selected, _, status in rows
    ]


def body_bytes(body: Any) -> bytes:
    """Any body as UTF-8 JSON, Han characters as themselves; faster where orjson is installed."""
    if orjson is not None:
        try:
            return orjson.dumps(body)
        except TypeError:
            pass  # half of a surrogate pair, or a number of more than 64 bits
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def completions_body(completions: Sequence[Completion]) -> Body:
    """What `suggest` answers, best first."""
    return {
        "suggestions": [{"text": c.text, "kind": c.kind, "count": c.count} for c in completions]
    }


def _pairs(marks: Sequence[tuple[int, int]]) -> list[list[int]]:
    return list(map(list, marks))
