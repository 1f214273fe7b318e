"""Turn what an engine found into hits, and tell in Chinese what of a request was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexer.model.schema import SCHEMA
from indexer.text.normalizer import normalize
from search.engines.base import Engine, Matches
from search.engines.bm25 import idf
from search.highlighter import Marker, marks_by_id
from search.index_reader import IndexReader
from search.narrowing import NarrowingPlan, marked_together
from search.query.tree import FacetMatch, Literal, Or, Part, Query, Ranked, YearRange
from search.request import Filters
from search.results import Hit, StoredParagraph
from search.rewrite.planner import Plan

BEGINNING_CHARS = 2_000  # of a text for which a page has no room


def class_notes(planned: Plan, matches: Matches) -> tuple[str, ...]:
    """That scattered hits were left out, where they might be missed."""
    query = planned.query
    if not isinstance(query, Ranked) or len(query.parts) < 2:
        return ()
    return () if matches.lists_some else ("只含部分检索词的段落未列出",)


def filter_notes(filters: Filters, library: IndexReader) -> tuple[str, ...]:
    """Filter values that the index does not have."""
    notes: list[str] = []
    for field, values in filters.chosen:
        kind = SCHEMA[field].kind
        if kind == "year":
            continue
        known = library.engine.facet_values(field)
        names = {v.rsplit("/", 1)[-1] for v in known} if kind == "path" else set()
        unknown = [v for v in values if v not in known and v not in names]
        notes += [f"筛选条件「{value}」在本库中没有对应的值" for value in unknown]
    return tuple(notes)


def cut_notes(hits: Sequence[Hit]) -> tuple[str, ...]:
    """How many texts the page has no room for."""
    count = sum(hit.is_cut for hit in hits)
    if not count:
        return ()
    return (f"本页文字过长：{count} 段只给出开头 {BEGINNING_CHARS} 字，全文见各段自己的地址",)


_MOST_WEIGHED = 32  # parts of a query: of a pasted page the first tell how much is met


def hits_of(
    library: IndexReader,
    query: Query,
    matches: Matches,
    max_chars: int | None,
    narrowing: NarrowingPlan,
) -> tuple[Hit, ...]:
    """The hits with their texts; `query` and `narrowing` are what is marked in them."""
    marker = Marker(marked_together(query, narrowing))
    stored = {p.id: p for p in library.engine.paragraphs(matches.hits)}
    cut = _cut_texts(stored, max_chars) if max_chars is not None else set()
    hits = [(hit, stored[hit.id]) for hit in matches.hits if hit.id in stored]
    marks = marks_by_id(marker, query, hits, narrowing.queries)
    title_marks = marker.title_marks([paragraph.title or "" for _, paragraph in hits])
    lacks = _missing_parts(query, [paragraph for hit, paragraph in hits if hit.match == "some"])
    rarities = _rarities(query, library.engine) if lacks else {}
    return tuple(
        Hit(
            paragraph=paragraph,
            score=hit.score,
            match=hit.match,
            marks=marks[hit.id][0],
            title_marks=in_title,
            explanation=hit.explanation,
            in_document=hit.in_document,
            heading_marks=marks[hit.id][1:],
            lacks=_longest(lacks.get(hit.id, ())),
            covers=_share(lacks.get(hit.id, ()), rarities),
            is_cut=hit.id in cut,
            is_across_words=hit.is_across,
        )
        for (hit, paragraph), in_title in zip(hits, title_marks, strict=True)
    )


def _cut_texts(stored: dict[str, StoredParagraph], room: int) -> set[str]:
    """Leave each text whole while there is room, and a beginning of the others; their ids."""
    cut: set[str] = set()
    for id, paragraph in stored.items():
        if len(paragraph.text) > max(room, BEGINNING_CHARS):
            stored[id] = replace(paragraph, text=paragraph.text[:BEGINNING_CHARS])
            cut.add(id)
        room -= len(stored[id].text)
    return cut


def _missing_parts(
    query: Query, paragraphs: Sequence[StoredParagraph]
) -> dict[str, tuple[str, ...]]:
    """By the id of each paragraph the parts met neither by its text and headings nor by what is
    known of it.
    """
    missing: dict[str, list[str]] = {paragraph.id: [] for paragraph in paragraphs}
    for part in query.parts if isinstance(query, Ranked) else ():
        # What is known, or printed in its normal form already: most parts need no more than this.
        left = [p for p in paragraphs if not _is_met(part, p)]
        for paragraph, is_absent in zip(left, _are_without(part, left), strict=True):
            if is_absent:
                missing[paragraph.id].append(part.forms[0])
    return {id: tuple(parts) for id, parts in missing.items()}


def _rarities(query: Query, engine: Engine) -> dict[str, float]:
    """How rare each part of a query is: a word that stands nowhere is the rarest, and a single
    character of what was cut is nothing."""
    parts = [part for part in query.parts if not part.is_weak] if isinstance(query, Ranked) else []
    return {
        part.forms[0]: idf(
            engine.count(Or((Literal(part.forms), *part.named))), engine.info.paragraphs
        )
        for part in parts[:_MOST_WEIGHED]
    }


def _share(lacks: Sequence[str], rarities: Mapping[str, float]) -> float:
    """How much of the query's rarity a paragraph meets that lacks these parts."""
    whole = sum(rarities.values())
    return 1.0 - sum(rarities.get(part, 0.0) for part in lacks) / whole if whole else 1.0


def _longest(missing: Sequence[str]) -> tuple[str, ...]:
    """Of parts that lie within another missing one only the longest, which is told."""
    return tuple([m for m in missing if not any([m != n and m in n for n in missing])])


def _are_without(part: Part, paragraphs: Sequence[StoredParagraph]) -> list[bool]:
    """For each paragraph whether no form of the part stands in its text and headings."""
    printed = [_printed(paragraph) for paragraph in paragraphs]
    marks = iter(Marker(Literal(part.forms)).marks([text for texts in printed for text in texts]))
    return [not any([next(marks) for _ in texts]) for texts in printed]


def _printed(paragraph: StoredParagraph) -> tuple[str, ...]:
    return (paragraph.text, *paragraph.headings)


def _is_met(part: Part, paragraph: StoredParagraph) -> bool:
    for text in _printed(paragraph):
        for form in part.forms:
            if form in text:
                return True
    return any([_is_named(named, paragraph) for named in part.named])


def _is_named(named: FacetMatch | YearRange | Literal, paragraph: StoredParagraph) -> bool:
    match named:
        case YearRange():
            return paragraph.year is not None and named.holds(paragraph.year)
        case Literal(forms):
            title = normalize(paragraph.title or "")
            return any(form in title for form in forms)
        case FacetMatch("region", values):
            path = paragraph.region
            nodes = {*path, *("/".join(path[: n + 1]) for n in range(len(path)))}
            return not nodes.isdisjoint(values)
        case FacetMatch("theme", values):
            return not set(paragraph.themes).isdisjoint(values)
        case FacetMatch("initiative", values):
            return not set(paragraph.initiatives).isdisjoint(values)
        case FacetMatch(field, values):
            return getattr(paragraph, field) in values
