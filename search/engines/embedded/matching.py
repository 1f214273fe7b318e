"""Evaluate a query tree over one reader: which rows match.

Rows are lists, not masks: what a rare word costs does not grow with the index. What can only be
said of every row (a facet value, a year, what is left out) sieves the rows that the rest found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.codec.doc_values import HEADING_SEPARATOR, NO_YEAR
from indexer.codec.inverter import ragged, to_units
from indexer.codec.kernels import Rows
from indexer.codec.ngram_index import NO_ROWS, NOTHING, Found, TextIndex
from indexer.model.schema import SCHEMA
from search.engines.embedded.facet_table import Mask
from search.engines.embedded.segment_reader import SegmentReader
from search.engines.scanning import SENTENCE_ENDS, Pattern, predicate, require_affordable
from search.query.expression_matcher import expression_matcher
from search.query.tree import (
    And,
    Everything,
    Expression,
    FacetMatch,
    Literal,
    Near,
    Not,
    Or,
    Query,
    Ranked,
    RawLiteral,
    Wildcard,
    YearRange,
)

_SENTENCE_ENDS = to_units(SENTENCE_ENDS)
_LINE_BREAK, _HEADING_BREAK = ord("\n"), ord(HEADING_SEPARATOR)
_TEXTS_AT_ONCE = 20_000

Sieve: TypeAlias = Not | FacetMatch | YearRange | Everything
Gapped: TypeAlias = Near | Wildcard | Expression


def match(query: Query, reader: SegmentReader) -> Rows:
    """The live rows that match, ascending. Of a Ranked query: those with at least one part."""
    match query:
        case Literal():
            return literal_rows(query, reader)
        case And(children):
            return _all_of(children, reader)
        case Or(children):
            return kernels.unite([match(child, reader) for child in children])
        case FacetMatch(field, values):
            return reader.kept(
                query,
                lambda: _without_freqs(
                    reader.rows_having(field, wanted_values(field, values, reader))
                ),
            ).rows
        case YearRange():
            return reader.kept(query, lambda: _without_freqs(_all_of((query,), reader))).rows
        case Not() | Everything() | Wildcard() | Near() | Expression():
            return _all_of((query,), reader)
        case Ranked():
            forms = [*query.phrase, *(form for part in query.parts for form in part.forms)]
            return literal_rows(Literal(tuple(forms)), reader)
        case RawLiteral():
            return reader.find_raw(query.text)


def _without_freqs(rows: Rows) -> Found:
    return Found(rows, NOTHING.freqs)


def _all_of(children: Sequence[Query], reader: SegmentReader) -> Rows:
    """Rows that every child matches: lists are intersected, sieves look at what is left."""
    lists = [
        candidates(child, reader) if isinstance(child, Gapped) else match(child, reader)
        for child in children
        if not isinstance(child, Sieve)
    ]
    rows = intersection(lists) if lists else reader.everything
    sieves = [child for child in children if isinstance(child, Sieve | Gapped)]
    for child in sorted(sieves, key=lambda child: isinstance(child, Gapped)):  # the dearest last
        if len(rows):
            passing = sieve(child, reader, rows)
            if passing is not None:
                rows = rows[passing]
    return rows


def sieve(query: Sieve | Gapped, reader: SegmentReader, rows: Rows) -> Mask | None:
    """For each of `rows` (of a gapped query: candidates) whether it passes; None: all do."""
    match query:
        case Near() | Wildcard(field="text") | Expression(field="text"):
            passing = kernels.locate(rows, _rows_by_headings(query, reader)) >= 0
            passing[~passing] = _fitting(query, reader.segment.text, rows[~passing])
            return passing
        case Wildcard() | Expression():
            return None  # titles are few: the candidates have been compared
        case Everything():
            return None
        case Not(child):
            absent: Mask = kernels.locate(rows, match(child, reader)) < 0
            return absent
        case YearRange():
            return _in_range(reader.segment.numbers[query.field][rows], query)
        case FacetMatch(field, values):
            return reader.facet(field).has(wanted_values(field, values, reader), rows)


def intersection(lists: Sequence[Rows]) -> Rows:
    """Rows that stand in every list, from the shortest on."""
    rows, *others = sorted(lists, key=len)
    for other in others:
        rows = kernels.intersect(rows, other)
    return rows


def literal_rows(query: Literal, reader: SegmentReader) -> Rows:
    """Rows with one of the forms."""
    return kernels.unite([reader.find(form, query.field).rows for form in query.forms])


def wanted_values(field: str, values: Sequence[str], reader: SegmentReader) -> frozenset[str]:
    """The values that a filter or field term means: a bare region name is every node of it."""
    if SCHEMA[field].kind != "path":
        return frozenset(values)
    nodes = reader.facet(field).labels.by_last_step
    return frozenset([*values, *(node for value in values for node in nodes.get(value, ()))])


def _in_range(years: npt.NDArray[np.int16], query: YearRange) -> Mask:
    passing: Mask = years != NO_YEAR
    if query.low is not None:
        passing &= years >= query.low
    if query.high is not None:
        passing &= years <= query.high
    return passing


def candidates(query: Gapped, reader: SegmentReader) -> Rows:
    """Live rows worth reading: that hold all literals of the query, or whose headings match it."""
    literals = _literals(query)
    if not literals and not isinstance(query, Expression):
        return NO_ROWS
    if not isinstance(query, Near) and query.field == "title":
        return reader.rows_of_titles(_matching_texts(query, reader.segment.title))
    if not literals:
        return reader.everything
    bodies = [kernels.unite([reader.find(f, "body").rows for f in forms]) for forms in literals]
    return kernels.unite([intersection(bodies), _rows_by_headings(query, reader)])


def _literals(query: Gapped) -> list[tuple[str, ...]]:
    """What a text must have one form each of, to match."""
    if isinstance(query, Near):
        return [query.left.forms, query.right.forms]
    if isinstance(query, Expression):
        return list(query.needs)
    return [(piece,) for piece in dict.fromkeys(Pattern.of(query.pattern).pieces)]


def _rows_by_headings(query: Gapped, reader: SegmentReader) -> Rows:
    """Live rows whose headings match."""
    return reader.rows_of_headings(_matching_texts(query, reader.segment.headings))


def _matching_texts(query: Gapped, texts: TextIndex) -> Rows:
    """Numbers of the titles or headings that match."""
    holding = [
        kernels.unite([texts.find(f).rows for f in forms if f]) for forms in _literals(query)
    ]
    having = intersection(holding) if holding else np.arange(len(texts.starts) - 1, dtype=np.int32)
    return having[_fitting(query, texts, having)] if len(having) else NO_ROWS


def _fitting(query: Gapped, texts: TextIndex, rows: Rows) -> Mask:
    """For each row, all of whose literals it has, whether they stand as the query wants them."""
    if isinstance(query, Expression):
        return _expressed(query, texts, rows)
    where = (texts.units, texts.starts, rows)
    passing: Mask | None
    if isinstance(query, Near):
        left, right = (list(map(to_units, side.forms)) for side in (query.left, query.right))
        gap = query.distance
        passing = kernels.near(*where, left, right, gap, _SENTENCE_ENDS, texts.has_pairs)
    else:
        pattern = Pattern.of(query.pattern)
        pieces = list(map(to_units, pattern.pieces))
        passing = kernels.in_sequence(*where, pieces, pattern.gaps, pattern.tail, texts.has_pairs)
    if passing is None:
        fits = predicate(query)
        passing = np.array([fits(texts.form(row)) for row in rows.tolist()], bool)
    return passing


def _expressed(query: Expression, texts: TextIndex, rows: Rows) -> Mask:
    """For each row whether an expression matches it: many texts at once, each a line or more."""
    matcher = expression_matcher(query.pattern)
    starts = texts.starts[rows].astype(np.int64)
    sizes = texts.starts[rows + 1].astype(np.int64) - starts
    require_affordable(matcher, int(sizes.sum()))
    passing = np.zeros(len(rows), bool)
    ends = np.cumsum(sizes + 1)
    for first in range(0, len(rows), _TEXTS_AT_ONCE):
        some = slice(first, first + _TEXTS_AT_ONCE)
        before = int(ends[first - 1]) if first else 0
        text = np.full(int(ends[some][-1]) - before, _LINE_BREAK, np.uint16)
        is_text = np.ones(len(text), bool)
        is_text[ends[some] - before - 1] = False
        text[is_text] = texts.units[ragged(starts[some], sizes[some])]
        text[text == _HEADING_BREAK] = _LINE_BREAK
        broken = np.flatnonzero(text == _LINE_BREAK)
        lines = list(matcher.matching_lines(text.tobytes().decode("utf-16-le", "replace")))
        passing[first + (ends[some] - before - 1).searchsorted(broken[lines])] = True
    return passing
