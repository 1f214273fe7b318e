"""Turn a paragraph into the fields that OpenSearch stores, and say what each field is.

We analyse, it stores: every text field holds tokens made here, joined by spaces, which the
`whitespace` analyzer takes apart again:
  words    the segmenter's words of the text              scores only
  chars    one token per character of the normal form     a literal of one character
  pairs    one token per two neighbouring characters      a phrase of these is a longer literal
Titles and the like have chars and pairs of their own (`literal_prefix`); those of the headings that
belong to the paragraph are matched with its text.
`dropped` holds the printed text with every run of kept characters as one ".", so that what
normalisation drops (quotation marks, spaces) can be searched as printed. What the schema compares
as a whole and what is sorted by are keywords and numbers; `stored` keeps what is given back,
untouched. `index_format` names this layout.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

from indexer.codec.doc_values import HEADING_SEPARATOR
from indexer.codec.segment_writer import date_key
from indexer.model.documents import Document, FieldValue, Paragraph
from indexer.model.schema import K1, SCHEMA, B, Field
from indexer.settings import OpenSearchSettings
from indexer.text.normalizer import character_table, normalize

FORMAT_VERSION = 2  # of opensearch-1 the headings were not matched

Body: TypeAlias = dict[str, Any]

_KEYWORD: Body = {"type": "keyword"}
_TOKENS: Body = {"type": "text", "analyzer": "whitespace", "similarity": "bm25"}
_SCORED: Body = {**_TOKENS, "index_options": "freqs"}
_PLACED: Body = {**_TOKENS, "index_options": "positions"}
_WHOLE: Body = {"type": "integer"}


def index_format() -> str:
    """The name of this layout: another one for other fields; its last number is the version."""
    digest = hashlib.sha256(SCHEMA.layout.encode()).hexdigest()[:8]
    return f"opensearch-{digest}-{FORMAT_VERSION}"


def literal_prefix(field: str) -> str:
    """What the names of a text field's chars and pairs begin with."""
    return "" if field == "text" else f"{field}_"


def value_field(field: str) -> str:
    """Where the values of a field lie that facets count; of a path those of every step."""
    return f"{field}_path" if SCHEMA[field].kind == "path" else field


def _analysed() -> Body:
    fields: Body = {"words": _SCORED, "dropped": {**_PLACED, "norms": False}}
    for prefix in ("", *(literal_prefix(field.name) for field in SCHEMA.texts)):
        fields |= {f"{prefix}chars": _SCORED, f"{prefix}pairs": _PLACED}
    return fields | {"headings_dropped": {**_PLACED, "norms": False}}


def _exact() -> Body:
    """Keywords and numbers, by name; a path also has its steps alone."""
    fields: Body = {}
    for field in SCHEMA.exact:
        whole = field.kind in ("year", "number")
        fields[value_field(field.name)] = _WHOLE if whole else _KEYWORD
        if field.kind == "path":
            fields[f"{field.name}_name"] = _KEYWORD
    return fields


def index_body(settings: OpenSearchSettings, meta: Body) -> Body:
    """The body of the request that makes an index; `meta` is kept with it."""
    replicas: Body = (
        {"auto_expand_replicas": f"0-{settings.replicas}"}  # so one node alone is green, too
        if settings.replicas
        else {"number_of_replicas": 0}
    )
    # Lengths are counted in tokens of the field.
    similarity = {"bm25": {"type": "BM25", "k1": K1, "b": B}}
    index = {
        "number_of_shards": settings.shards,
        "codec": "best_compression",
        "refresh_interval": "-1",  # a build refreshes once, at its end
        "max_result_window": 110_000,  # the longest list (100,000) and some
        "max_terms_count": 1_000_000,
        "similarity": similarity,
        **replicas,
    }
    return {"settings": {"index": index}, "mappings": {"_meta": meta, **mapping()}}


def mapping() -> Body:
    """What each field is; an unknown field is refused."""
    properties: Body = {"id": _KEYWORD, "document": _KEYWORD, "ordinal": _WHOLE, "day": _WHOLE}
    properties |= {**_exact(), "seq": {"type": "long"}}
    properties |= {name: {"type": "boolean"} for name in ("is_first", "is_repeat")}
    properties |= {"digest": {"type": "keyword", "index": False, "doc_values": False}}
    properties |= {"stored": {"type": "object", "enabled": False}}
    return {
        "dynamic": "strict",
        "_source": {"excludes": list(_analysed())},
        "properties": {**properties, **_analysed()},
    }


def index_fields(
    seq: int, p: Paragraph, d: Document, words: Iterable[str], is_first: bool, is_repeat: bool
) -> Body:
    """All fields of one paragraph but `digest`; `seq` is its place in the build, from 0.

    `is_first` marks the first one of its document, `is_repeat` one that nearly repeats another
    before it in the document.
    """
    fields: Body = {
        "seq": seq,
        "id": p.id,
        "document": d.slug,
        "ordinal": p.ordinal,
        "is_first": is_first,
        "is_repeat": is_repeat,
        "day": date_key(d.date or (f"{d.year:04}" if d.year else "")) or None,
        "dropped": dropped_tokens(p.text),
        "words": " ".join(words),
        **_literal_tokens("", p.text),
        "headings_dropped": dropped_tokens(HEADING_SEPARATOR.join(p.headings or ())),
        "stored": {field.key: _plain(field.value(d, p)) for field in SCHEMA.stored},
    }
    for field in SCHEMA.exact:
        fields |= _exact_values(field, field.value(d, p))
    for field in SCHEMA.texts:
        fields |= _literal_tokens(literal_prefix(field.name), field.value(d, p))
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _exact_values(field: Field, value: FieldValue) -> Body:
    if field.kind != "path":
        return {field.name: list(field.facet_values(value)) if field.is_many else value}
    steps = list(dict.fromkeys(value)) if isinstance(value, tuple) else []
    return {value_field(field.name): list(field.facet_values(value)), f"{field.name}_name": steps}


def _plain(value: FieldValue) -> list[str] | str | int | None:
    return list(value) if isinstance(value, tuple) else value


def _literal_tokens(prefix: str, value: FieldValue) -> dict[str, str]:
    """Of several texts, no pair reaches from one into the next."""
    texts = value if isinstance(value, tuple) else (str(value or ""),)
    form = HEADING_SEPARATOR.join(map(normalize, texts))
    return {f"{prefix}chars": " ".join(form), f"{prefix}pairs": " ".join(pair_tokens(form))}


def pair_tokens(form: str) -> list[str]:
    """Every two neighbouring characters (code points); nothing for fewer than two."""
    return [a + b for a, b in pairwise(form)]


def dropped_tokens(text: str) -> str:
    """Tokens of what normalisation drops, as code points; "" where nothing is dropped.

    Neighbours stay neighbours, and a run of kept characters between them is one ".".
    """
    tokens: list[str] = []
    end = 0
    for found in _dropped_characters().finditer(text):
        if found.start() > end:
            tokens.append(".")
        tokens.append(f"{ord(found[0]):x}")
        end = found.end()
    if tokens and end < len(text):
        tokens.append(".")
    return " ".join(tokens)


@cache
def _dropped_characters() -> re.Pattern[str]:
    dropped = [chr(code) for code, form in character_table().items() if not form]
    return re.compile(f"[{re.escape(''.join(dropped))}]")
