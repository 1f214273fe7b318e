"""Answer the engine seam slowly and obviously: plain Python over all paragraphs, no index at all.

Every rule is written as the contract words it: a literal is `in` on the normalised text, a class
is a comparison of counts, a facet is a loop. The real engines are compared with it. It knows no
scores but the class: it gives matches, counts, facets and the orders by date and id, not by words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.codec.doc_values import HEADING_SEPARATOR
from indexer.model.documents import Document, Paragraph
from indexer.model.schema import SCHEMA
from indexer.text.analyzer import Segmenter, words_form
from indexer.text.normalizer import normalize
from search.engines.base import EngineHit, IndexInfo, Matches, Page, ReadingOrder
from search.query.tree import (
    And,
    Everything,
    Expression,
    FacetMatch,
    Literal,
    Near,
    Not,
    Or,
    Part,
    Query,
    Ranked,
    RawLiteral,
    Wildcard,
    YearRange,
)
from search.request import Filters
from search.results import (
    DocumentSummary,
    MatchClass,
    MatchCounts,
    ScorePart,
    StoredParagraph,
    paragraph_of,
    summary_of,
)

SENTENCE_ENDS = "。!?;…"
CLASS_ORDER: dict[MatchClass, int] = {"phrase": 0, "all": 1, "some": 2}
MIN_MATCH = 0.15
ENOUGH = 10

Entry = tuple[Paragraph, Document]


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph with its document and the two normalised fields."""

    paragraph: Paragraph
    document: Document
    text: str
    title: str
    headings: str = ""

    @property
    def id(self) -> str:
        return self.paragraph.id

    def forms(self, field: str) -> tuple[str, ...]:
        """What a field holds: to a text belong the headings of the paragraph, as another text."""
        return (self.text, self.headings) if field == "text" else (self.title,)


def rows_of(entries: Iterable[Entry]) -> list[Row]:
    return [
        Row(
            p,
            d,
            normalize(p.text),
            normalize(d.title or ""),
            HEADING_SEPARATOR.join(map(normalize, p.headings or ())),
        )
        for p, d in entries
    ]


class ReferenceEngine:
    """The engine seam over a list of (paragraph, document)."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.rows = rows_of(entries)
        self._by_slug: dict[str, list[Row]] = {}
        for row in sorted(self.rows, key=lambda r: r.paragraph.ordinal):
            self._by_slug.setdefault(row.document.slug, []).append(row)
        self.info = IndexInfo("reference", len(self.rows), len(self._by_slug))

    def search(
        self,
        query: Query,
        filters: Filters,
        facets: Sequence[str],
        page: Page,
        within: Sequence[Query] = (),
    ) -> Matches:
        """As the seam; relevance orders by class, words and id only."""
        kept = [self.classes(narrower) for narrower in within]
        classes = {
            id: class_
            for id, class_ in self.classes(query, filters).items()
            if all(id in found for found in kept)
        }
        found = [r for r in self.rows if r.id in classes and passes(r, filters)]
        counted = Counter(classes[row.id] for row in found)
        across = across_words(query, found)
        found.sort(key=order_of(page.sort, classes, across))
        return Matches(
            counts=MatchCounts(counted["phrase"], counted["all"], counted["some"]),
            total_documents=len({row.document.slug for row in found}),
            hits=tuple(
                replace(hit, is_across=hit.id in across) for hit in self._hits(found, classes, page)
            ),
            facet_counts={name: self._facet(name, classes, filters) for name in facets},
        )

    def count(self, query: Query) -> int:
        return len(self.classes(query))

    def count_documents(self, query: Query, field: str) -> dict[str, int]:
        classes = self.classes(query)
        pairs = {
            (value, row.document.slug)
            for row in self.rows
            if row.id in classes
            for value in values_of(row, field)
        }
        return dict(Counter(value for value, _ in pairs))

    def count_pairs(self, field: str, by: str) -> dict[str, dict[str, int]]:
        found: dict[str, Counter[str]] = {}
        for row in self.rows:
            for beside in values_of(row, by):
                found.setdefault(beside, Counter()).update(values_of(row, field))
        return {beside: dict(counts) for beside, counts in found.items() if counts}

    def fetch(self, ids: Sequence[str]) -> list[StoredParagraph]:
        by_id = {row.id: row for row in self.rows}
        return [stored(by_id[id]) for id in ids if id in by_id]

    def document(self, slug: str) -> DocumentSummary | None:
        rows = self._by_slug.get(slug)
        return summary(rows) if rows else None

    def reading_order(self, slug: str) -> ReadingOrder:
        return ReadingOrder([row.id for row in self._by_slug.get(slug, [])], self.fetch)

    def documents(self, offset: int, limit: int) -> tuple[list[DocumentSummary], int]:
        slugs = sorted(self._by_slug)
        page = [summary(self._by_slug[slug]) for slug in slugs[offset : offset + limit]]
        return page, len(slugs)

    def facet_values(self, field: str) -> dict[str, int]:
        return self._facet(field, self.classes(Everything()), Filters())

    def export_ids(self) -> Iterable[str]:
        return [row.id for row in self.rows]

    def close(self) -> None:
        pass

    def classes(self, query: Query, filters: Filters = Filters()) -> dict[str, MatchClass]:  # noqa: B008
        """Every matching paragraph's id and its class; filters decide only whether some count."""
        if isinstance(query, Ranked):
            return self._ranked(query)
        is_exact = isinstance(query, RawLiteral) or (
            isinstance(query, Literal) and query.field == "text"
        )
        kind: MatchClass = "phrase" if is_exact else "all"
        return {row.id: kind for row in self.rows if self.matches(query, row)}

    def matches(self, query: Query, row: Row) -> bool:
        match query:
            case Literal(forms, field):
                return holds(row, forms, field)
            case RawLiteral(text):
                return any(text in t for t in (row.paragraph.text, *(row.paragraph.headings or ())))
            case Wildcard(pattern, field):
                regex = re.compile(wildcard_regex(pattern), re.DOTALL)
                return any(map(regex.search, row.forms(field)))
            case Expression(pattern, _, field):
                lines = (line for f in row.forms(field) for line in f.split(HEADING_SEPARATOR))
                return any(re.search(pattern, line) for line in lines)
            case Near(left, right, distance):
                return is_near(row, left, right, distance)
            case FacetMatch(field, values):
                return any(has_value(row, field, value) for value in values)
            case YearRange(low, high):
                return in_years(row.document.year, low, high)
            case Ranked():
                return row.id in self._ranked(query)
            case _:
                return self._is_true(query, row)

    def _is_true(self, query: And | Or | Not | Everything, row: Row) -> bool:
        match query:
            case And(children):
                return all(self.matches(child, row) for child in children)
            case Or(children):
                return any(self.matches(child, row) for child in children)
            case Not(child):
                return not self.matches(child, row)
            case Everything():
                return True

    def _met(self, part: Part) -> set[str]:
        ways = (Literal(part.forms), *part.named)
        return {row.id for row in self.rows if any(self.matches(way, row) for way in ways)}

    def _ranked(self, query: Ranked) -> dict[str, MatchClass]:
        """phrase = the query as one run; all = every part; some = enough idf weight of the parts.

        "some" is listed when phrase and all give fewer than ten paragraphs, filters or not, the
        query is a question, or a share is asked for. A part that occurs nowhere weighs nothing. It
        is met by the text or by what its `named` say of the paragraph; one at least by the text.
        """
        in_text = [self._met(part.of_text()) for part in query.parts]
        holding = [self._met(part) for part in query.parts]
        in_any_text: set[str] = set().union(*in_text)
        phrase = {row.id for row in self.rows if holds(row, query.phrase)}
        every = (set.intersection(*holding) & in_any_text) - phrase if holding else set()
        classes: dict[str, MatchClass] = dict.fromkeys(phrase, "phrase")
        classes |= dict.fromkeys(every, "all")
        asked = query.min_match is not None or query.is_question
        if asked or len(classes) < ENOUGH:
            share = MIN_MATCH if query.min_match is None else query.min_match
            weights = [
                idf(len(ids), len(self.rows)) if ids and not part.is_weak else 0.0
                for ids, part in zip(holding, query.parts, strict=True)
            ]
            needed = share * sum(weights) * (1 - 1e-9)  # sums are rounded
            for row in self.rows:
                held = [w for w, ids in zip(weights, holding, strict=True) if row.id in ids]
                if row.id in in_any_text and sum(held) >= needed and any(held):
                    classes.setdefault(row.id, "some")
        return classes

    def _facet(self, name: str, classes: dict[str, MatchClass], filters: Filters) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for row in self.rows:
            if row.id in classes and passes(row, filters, but=name):
                counts.update(values_of(row, name))
        return dict(counts)

    def _hits(
        self, found: list[Row], classes: dict[str, MatchClass], page: Page
    ) -> Iterable[EngineHit]:
        end = page.offset + page.limit
        if page.group == "none":
            return [self._hit(row, classes, None) for row in found[page.offset : end]]
        best: dict[str, Row] = {}
        for row in found:
            best.setdefault(row.document.slug, row)
        sizes = Counter(row.document.slug for row in found)
        shown = list(best.items())[page.offset : end]
        return [self._hit(row, classes, sizes[slug]) for slug, row in shown]

    def _hit(self, row: Row, classes: dict[str, MatchClass], in_document: int | None) -> EngineHit:
        score = 2.0 - CLASS_ORDER[classes[row.id]]
        return EngineHit(row.id, score, classes[row.id], in_document, (ScorePart("class", score),))


def holds(row: Row, literals: Sequence[str], field: str = "text") -> bool:
    """Whether the field contains one of the literals."""
    return any(literal in form for literal in literals for form in row.forms(field))


def stored(row: Row) -> StoredParagraph:
    kept = {f.key: f.value(row.document, row.paragraph) for f in SCHEMA.stored}
    return paragraph_of(kept)


def summary(rows: Sequence[Row]) -> DocumentSummary:
    """A document as its first paragraph knows it."""
    return summary_of(rows[0].document, len(rows))


def idf(doc_freq: int, num_docs: int) -> float:
    """Robertson & Zaragoza 2009, as in Lucene; "doc" means paragraph."""
    return math.log(1 + (num_docs - doc_freq + 0.5) / (doc_freq + 0.5))


def passes(row: Row, filters: Filters, but: str = "") -> bool:
    """OR within a field, AND between fields, the field `but` left out."""
    for name in SCHEMA.facets:
        values = filters.of(name)
        if values and name != but and not any(has_value(row, name, v) for v in values):
            return False
    return True


def has_value(row: Row, field: str, value: str) -> bool:
    if field == "year":
        low, _, high = value.partition("..")
        if ".." not in value:
            high = low
        return in_years(row.document.year, int(low) if low else None, int(high) if high else None)
    if field == "region":
        return value in values_of(row, "region") or value in row.document.region
    return value in values_of(row, field)


def in_years(year: int | None, low: int | None, high: int | None) -> bool:
    return year is not None and (low is None or year >= low) and (high is None or year <= high)


def values_of(row: Row, field: str) -> set[str]:
    """The facet values under which a paragraph counts; regions count in every node above too."""
    document = row.document
    if field == "region":
        path = document.region
        return {"/".join(path[: size + 1]) for size in range(len(path))}
    if field in ("theme", "initiative"):
        paragraph = row.paragraph
        return set((paragraph.themes if field == "theme" else paragraph.initiatives) or ())
    value = getattr(document, field)
    return set() if value is None else {str(value)}


def date_of(row: Row) -> str | None:
    """The day to sort by: a partial date counts as its first day, else the year's first day."""
    date = row.document.date
    if date is None:
        return None if row.document.year is None else f"{row.document.year:04}-01-01"
    return (date + "-01-01")[:10]


def across_words(query: Query, found: Iterable[Row]) -> set[str]:
    """The phrase hits whose text has a phrase that is a word only across jieba's words.

    Not those that have it in a heading, or in a form that is no word.
    """
    if not isinstance(query, Ranked) or not query.words:
        return set()
    others = [form for form in query.phrase if form not in query.words]
    return {
        row.id
        for row in found
        if holds(row, query.phrase)
        and not holds(row, others)
        and not any(word in row.headings for word in query.words)
        and set(query.words).isdisjoint(Segmenter().cut(words_form(row.paragraph.text)))
    }


def order_of(
    sort: str, classes: dict[str, MatchClass], across: set[str]
) -> Callable[[Row], tuple[object, ...]]:
    def key(row: Row) -> tuple[object, ...]:
        if sort == "relevance":
            return (CLASS_ORDER[classes[row.id]], row.id in across, row.id)
        date = date_of(row)
        day = int(date.replace("-", "")) if date else 0
        return (date is None, -day if sort == "newest" else day, row.id)

    return key


def wildcard_regex(pattern: str) -> str:
    """`*` is any run of up to 20 characters, `?` is one."""
    pieces = {"*": ".{0,20}", "?": "."}
    return "".join(pieces.get(char, re.escape(char)) for char in pattern)


def is_near(row: Row, left: Literal, right: Literal, distance: int | None) -> bool:
    """At most `distance` characters between the end of one and the start of the other.

    None: both begin in one sentence, that is, no sentence ends between the two beginnings.
    """
    return any(is_near_in(text, left, right, distance) for text in row.forms(left.field))


def is_near_in(text: str, left: Literal, right: Literal, distance: int | None) -> bool:
    for a_start, a_end in occurrences(text, left):
        for b_start, b_end in occurrences(text, right):
            if distance is None:
                first, last = sorted((a_start, b_start))
                if not any(char in SENTENCE_ENDS for char in text[first + 1 : last + 1]):
                    return True
            elif 0 <= b_start - a_end <= distance or 0 <= a_start - b_end <= distance:
                return True
    return False


def occurrences(text: str, literal: Literal) -> Iterable[tuple[int, int]]:
    for form in literal.forms:
        start = text.find(form)
        while start >= 0:
            yield start, start + len(form)
            start = text.find(form, start + 1)
