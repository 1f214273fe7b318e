"""Tell which parts of a query a scattered hit does not meet."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.text.normalizer import normalize
from search.query.tree import FacetMatch, Literal, Part, Query, Ranked, YearRange
from search.results import StoredParagraph


def missing_parts(query: Query, paragraph: StoredParagraph) -> tuple[str, ...]:
    """The parts met neither by text and headings nor by what is known of the paragraph.

    Of parts that lie within another missing one only the longest is told.
    """
    if not isinstance(query, Ranked):
        return ()
    printed = (paragraph.text, *paragraph.headings)
    absent = [part for part in query.parts if not _is_met(part, printed, paragraph)]
    if not absent:
        return ()
    texts = [normalize(text) for text in printed]
    missing = [part.forms[0] for part in absent if not _is_in(part, texts)]
    return tuple(m for m in missing if not any(m != other and m in other for other in missing))


def _is_met(part: Part, printed: Sequence[str], paragraph: StoredParagraph) -> bool:
    """What is known or printed in its normal form already: most parts need no more than this."""
    if _is_in(part, printed):
        return True
    return any(_is_named(named, paragraph) for named in part.named)


def _is_in(part: Part, texts: Sequence[str]) -> bool:
    return any(form in text for form in part.forms for text in texts)


def _is_named(named: FacetMatch | YearRange | Literal, paragraph: StoredParagraph) -> bool:
    match named:
        case YearRange():
            return paragraph.year is not None and named.holds(paragraph.year)
        case Literal(forms):
            return any(form in normalize(paragraph.title or "") for form in forms)
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
