"""Turn rows of the figures table into the JSON of the contract, for API and command line alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TypeAlias

from indexer.model.figures import figure_ids
from indexer.model.schema import SCHEMA
from indexer.word_list import words
from search.figures.answer import FigureAnswer
from search.figures.results import FigurePage, FigureRow, IndicatorCount, UnreadRow
from search.response import Body, fields_body, quote_address

Link: TypeAlias = Callable[[FigureRow], str]

# What a body has of a figure as it is: what is measured, then of when and where it is told.
_MEASURED = words("""
    indicator subject kind value value_max unit value_text value_start value_end qualifier direction
    comparison base role
""")
_TOLD = words("period period_text place modality quote start end")


def figures_body(page: FigurePage, link: Link) -> Body:
    """A page of the figures table; `link` gives the address at which a quote is read."""
    return {
        "rows": [row_body(row, link(row)) for row in page.rows],
        "total": page.total,
        "page": page.page,
        "size": page.size,
        "generation": page.generation,
        "unread": [unread_body(row) for row in page.unread],
        "unread_total": page.unread_total,
        "notes": list(page.notes),
    }


def row_body(row: FigureRow, url: str) -> Body:
    """One figure: nothing is left out, what is absent is null. `url` leads to its quote."""
    figure, paragraph = row.figure, row.paragraph
    ids = figure_ids(figure, paragraph.id)
    return {
        "id": ids.id,
        "document": paragraph.document,
        "paragraph": paragraph.id,
        "ordinal": paragraph.ordinal,
        **fields_body(paragraph, SCHEMA.told_of_document),
        **{name: getattr(figure, name) for name in _MEASURED},
        "pair": ids.pair,
        "group": ids.group,
        **{name: getattr(figure, name) for name in _TOLD},
        "url": url,
        "family": row.family,
        "corrected": _corrected_body(row.corrected),
    }


def _corrected_body(right: FigureRow | None) -> Body | None:
    """What a later report says that a figure is, and the paragraph that says it."""
    if right is None:
        return None
    figure, paragraph = right.figure, right.paragraph
    told = ("value", "value_max", "unit", "value_text", "direction", "quote")
    return {"paragraph": paragraph.id, **{name: getattr(figure, name) for name in told}}


def indicators_body(counts: Sequence[IndicatorCount], total: int) -> Body:
    """What figures measure, most frequent first; `total` counts all measures."""
    return {"indicators": list(map(asdict, counts)), "total": total}


def unread_body(row: UnreadRow) -> Body:
    return {"paragraph": row.paragraph.id, **asdict(row.unread)}


def answers_body(answers: Sequence[FigureAnswer], prefix: str = "") -> list[Body]:
    """The rows that answer a question, each with its year, how many it was compared with and, where
    that is asked for, since when it has lasted."""
    found = []
    for answer in answers:
        figure = answer.row.figure
        url = quote_address(answer.row.paragraph, figure.start, figure.end, prefix)
        told: Body = {"year_told": answer.year, "compared": answer.compared, "lasted": None}
        told["shown"] = figure.shown
        if (span := answer.lasting) is not None:
            told["lasted"] = {
                "since": span.first,
                "until": span.last if span.is_over else None,
                "is_printed": span.is_printed,
            }
        found.append(row_body(answer.row, url) | told)
    return found
