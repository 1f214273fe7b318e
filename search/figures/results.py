"""What the figures table answers: rows with their paragraphs, a page or a listing of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from indexer.model.figures import Figure, UnreadFigure
from search.results import StoredParagraph

# Of a work report's section: the year that it tells of, or that this is several years or what is
# still to be done; None where nothing surely says so.
SectionTime = int | Literal["years", "ahead"] | None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure, the paragraph that states it, and the family of its indicator.

    `section` is looked up only for what may answer a question. `corrected`: what a later report
    says it is, a row of that report whose `withdrawn` is the figure as it was reported; of the
    words of such a correction themselves `is_erratum`.
    """

    figure: Figure
    paragraph: StoredParagraph
    family: str
    section: SectionTime = None
    corrected: FigureRow | None = None
    withdrawn: Figure | None = None
    is_erratum: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other figure of the library."""
        return self.paragraph.id, self.figure.key


# What one document says again if all of this is the same, its family and its time.
SAID_AGAIN = ("kind", "value", "value_max", "unit", "direction", "comparison", "role")


def statement_of(row: FigureRow) -> tuple[object, ...]:
    """What tells a figure from the others of its document: a sentence said again is one.

    A figure without a period is of its document's year.
    """
    figure = row.figure
    period = figure.period or str(row.paragraph.year or "")
    said = (getattr(figure, name) for name in SAID_AGAIN)
    return (row.paragraph.document, row.family, period, *said)


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """What was seen in a paragraph, and not understood."""

    unread: UnreadFigure
    paragraph: StoredParagraph


@dataclass(frozen=True, slots=True)
class IndicatorCount:
    """One measure: the same thing of the same kind in the same unit, in all its wordings.

    `indicator` is the most frequent of `wordings`, of which only the first few are told; `count`
    is of figures.
    """

    indicator: str
    kind: str
    unit: str
    count: int
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigurePage:
    """A page of the rows asked for, `total` in all, and of what could not be read there.

    `unread` is the same page of all `unread_total`: of the documents, paragraphs and filters, for
    what was not read has no indicator and no kind. `notes` (Chinese) tell what was passed over.
    """

    rows: tuple[FigureRow, ...]
    total: int
    unread: tuple[UnreadRow, ...]
    unread_total: int
    page: int
    size: int
    generation: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureListing:
    """All rows asked for, read as one walks along."""

    total: int
    generation: str
    rows: Iterator[FigureRow]
