"""Tell which parts of a query scattered hits do not meet."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.text.normalizer import normalize
from search.highlighter import Marker
from search.query.tree import FacetMatch, Literal, Part, Query, Ranked, YearRange
from search.results import StoredParagraph


def missing_parts(
    query: Query, paragraphs: Sequence[StoredParagraph]
) -> dict[str, tuple[str, ...]]:
    """By the id of each paragraph the parts met neither by its text and headings nor by what is
    known of it.

    Of parts that lie within another missing one only the longest is told.
    """
    missing: dict[str, list[str]] = {paragraph.id: [] for paragraph in paragraphs}
    for part in query.parts if isinstance(query, Ranked) else ():
        # What is known, or printed in its normal form already: most parts need no more than this.
        left = [p for p in paragraphs if not _is_met(part, p)]
        for paragraph, is_absent in zip(left, _are_without(part, left), strict=True):
            if is_absent:
                missing[paragraph.id].append(part.forms[0])
    return {id: _longest(parts) for id, parts in missing.items()}


def _longest(missing: Sequence[str]) -> tuple[str, ...]:
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
