"""Find the figures that two documents give of the same thing, where their values differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.figures import Figure, extract
from indexer.text.normalizer import normalize
from search.results import DocumentSummary, StoredParagraph

_Measure = tuple[str, str, str, str | None]


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """A figure, and the paragraph that it stands in."""

    figure: Figure
    paragraph: StoredParagraph


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """One indicator of both documents, whose values or directions differ."""

    before: PlacedFigure
    after: PlacedFigure

    @property
    def indicator(self) -> str:
        return self.after.figure.indicator


def changed_figures(
    before: tuple[DocumentSummary, Sequence[StoredParagraph]],
    after: tuple[DocumentSummary, Sequence[StoredParagraph]],
) -> tuple[ChangedFigure, ...]:
    """In the order of the later document.

    An indicator counts only if each document gives one value of it, however often: where there are
    several, nothing says which of them belong together. Figures against another base are others.
    """
    old, new = _measured(*before), _measured(*after)
    return tuple(
        ChangedFigure(old[measure], placed)
        for measure, placed in new.items()
        if measure in old and _said(old[measure].figure) != _said(placed.figure)
    )


def _measured(
    document: DocumentSummary, paragraphs: Iterable[StoredParagraph]
) -> Mapping[_Measure, PlacedFigure]:
    found: dict[_Measure, list[PlacedFigure]] = defaultdict(list)
    for paragraph in paragraphs:
        for row in extract(paragraph.text, year=document.year, published=published(document)).rows:
            if row.role != "from" and row.indicator and row.value is not None:
                measure = (normalize(row.indicator), row.kind, row.unit, row.comparison)
                found[measure].append(PlacedFigure(row, paragraph))
    return {
        measure: placed[0]
        for measure, placed in found.items()
        if len({_said(one.figure) for one in placed}) == 1
    }


def _said(figure: Figure) -> tuple[str | None, str | None, str | None]:
    return figure.value, figure.value_max, figure.direction


def published(document: DocumentSummary) -> int | None:
    """The year in which a document appeared, if its date is known."""
    head = (document.date or "")[:4]
    return int(head) if head.isdecimal() else None
