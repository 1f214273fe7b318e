"""Turn a paragraph into the fields that OpenSearch stores, and say what each field is.

We analyse, it stores: every text field holds tokens made here, joined by spaces, which the
`whitespace` analyzer takes apart again:
  words    the segmenter's words of the text              scores only
  chars    one token per character of the normal form     a literal of one character
  pairs    one token per two neighbouring characters      a phrase of these is a longer literal
Title and heading (the nearest one, for scores) have chars and pairs of their own, and so have the
headings that belong to the paragraph and are matched with its text.
`dropped` holds the printed text with every run of kept characters as one ".", so that what
normalisation drops (quotation marks, spaces) can be searched as printed. Facets and sort keys are
keywords and numbers; `stored` keeps what is given back, untouched. `FORMAT` names this layout.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

from indexer.codec.doc_values import HEADING_SEPARATOR
from indexer.model.documents import Document, Paragraph
from indexer.settings import OpenSearchSettings
from indexer.text.normalizer import character_table, normalize

FORMAT = "opensearch-2"
# As `search.engines.bm25` has them (a test compares); lengths are counted in tokens of the field.
K1, B = 0.6, 0.4

Body: TypeAlias = "dict[str, Any]"

_KEYWORD: Body = {"type": "keyword"}
_TOKENS: Body = {"type": "text", "analyzer": "whitespace", "similarity": "bm25"}
_SCORED: Body = {**_TOKENS, "index_options": "freqs"}
_PLACED: Body = {**_TOKENS, "index_options": "positions"}
_ANALYSED = {
    "words": _SCORED,
    "chars": _SCORED,
    "pairs": _PLACED,
    "title_chars": _SCORED,
    "title_pairs": _PLACED,
    "heading_chars": _SCORED,
    "heading_pairs": _PLACED,
    "headings_chars": _SCORED,
    "headings_pairs": _PLACED,
    "dropped": {**_PLACED, "norms": False},
    "headings_dropped": {**_PLACED, "norms": False},
}
FACETS = {
    "source": "source",
    "theme": "theme",
    "initiative": "initiative",
    "region": "region_path",
    "year": "year",
    "genre": "genre",
}


@dataclass(frozen=True, slots=True)
class AnalysedParagraph:
    """A paragraph with its document and its words.

    `is_first` marks the first one of its document, `is_repeat` one that nearly repeats another
    before it in the document.
    """

    paragraph: Paragraph
    document: Document
    words: Sequence[str]
    is_first: bool
    is_repeat: bool = False


def index_body(settings: OpenSearchSettings, meta: Body) -> Body:
    """The body of the request that makes an index; `meta` is kept with it."""
    replicas: Body = (
        {"auto_expand_replicas": f"0-{settings.replicas}"}  # so one node alone is green, too
        if settings.replicas
        else {"number_of_replicas": 0}
    )
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
    keywords = ["id", "document", "source", "theme", "initiative", "genre"]
    keywords += ["region_path", "region_name"]
    properties: Body = {name: _KEYWORD for name in keywords}
    properties |= {name: {"type": "integer"} for name in ("ordinal", "year", "day")}
    properties |= {"seq": {"type": "long"}}
    properties |= {name: {"type": "boolean"} for name in ("is_first", "is_repeat")}
    properties |= {"digest": {"type": "keyword", "index": False, "doc_values": False}}
    properties |= {"stored": {"type": "object", "enabled": False}}
    return {
        "dynamic": "strict",
        "_source": {"excludes": list(_ANALYSED)},
        "properties": {**properties, **_ANALYSED},
    }


def index_fields(seq: int, given: AnalysedParagraph) -> Body:
    """All fields of one paragraph but `digest`; `seq` is its place in the build, from 0."""
    p, d = given.paragraph, given.document
    fields: Body = {
        "seq": seq,
        "id": p.id,
        "document": d.slug,
        "ordinal": p.ordinal,
        "is_first": given.is_first,
        "is_repeat": given.is_repeat,
        "source": d.source,
        "theme": unique(p.themes or ()),
        "initiative": unique(p.initiatives or ()),
        "region_path": region_paths(d.region),
        "region_name": unique(d.region),
        "year": d.year,
        "genre": d.genre,
        "day": day_number(d.date, d.year),
        "dropped": dropped_tokens(p.text),
        "words": " ".join(given.words),
        **_literal_tokens("", p.text),
        **_literal_tokens("title_", d.title),
        **_literal_tokens("heading_", p.heading),
        **_heading_tokens(p.headings or ()),
        "stored": stored_fields(p, d),
    }
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _literal_tokens(prefix: str, text: str | None) -> dict[str, str]:
    form = normalize(text or "")
    return {f"{prefix}chars": " ".join(form), f"{prefix}pairs": " ".join(pair_tokens(form))}


def _heading_tokens(headings: Sequence[str]) -> dict[str, str]:
    """Of the headings that belong to the paragraph; no pair reaches from one into the next."""
    form = HEADING_SEPARATOR.join(map(normalize, headings))
    return {
        "headings_chars": " ".join(form),
        "headings_pairs": " ".join(pair_tokens(form)),
        "headings_dropped": dropped_tokens(HEADING_SEPARATOR.join(headings)),
    }


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


def region_paths(region: Sequence[str]) -> list[str]:
    """The node itself and all above: ("江苏省", "南通市") → ["江苏省", "江苏省/南通市"]."""
    return unique("/".join(region[: size + 1]) for size in range(len(region)))


def day_number(date: str | None, year: int | None) -> int | None:
    """yyyymmdd to sort by: a partial date counts as its first day; without one, the year's."""
    if date is None:
        return None if year is None else year * 10_000 + 101
    return int((date + "-01-01")[:10].replace("-", ""))


def unique(values: Any) -> list[str]:
    return list(dict.fromkeys(values))


def stored_fields(p: Paragraph, d: Document) -> Body:
    """What is given back: names as in `search.results.StoredParagraph`."""
    return {
        "text": p.text,
        "heading": p.heading,
        "headings": list(p.headings or ()),
        "title": d.title,
        "source": d.source,
        "region": list(d.region),
        "date": d.date,
        "year": d.year,
        "genre": d.genre,
        "url": d.url,
        "themes": list(p.themes or ()),
        "initiatives": list(p.initiatives or ()),
    }
