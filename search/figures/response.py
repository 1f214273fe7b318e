"""Turn rows of the figures table into the JSON of the contract, for API and command line alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from indexer.model.figures import figure_ids
from indexer.model.schema import SCHEMA
from search.figures.answer import FigureAnswer
from search.figures.results import FigurePage, FigureRow, IndicatorCount, UnreadRow
from search.response import Body, fields_body, quote_address

Link: TypeAlias = Callable[[FigureRow], str]


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
        "indicator": figure.indicator,
        "subject": figure.subject,
        "kind": figure.kind,
        "value": figure.value,
        "value_max": figure.value_max,
        "unit": figure.unit,
        "value_text": figure.value_text,
        "value_start": figure.value_start,
        "value_end": figure.value_end,
        "qualifier": figure.qualifier,
        "direction": figure.direction,
        "comparison": figure.comparison,
        "base": figure.base,
        "role": figure.role,
        "pair": ids.pair,
        "group": ids.group,
        "period": figure.period,
        "period_text": figure.period_text,
        "place": figure.place,
        "modality": figure.modality,
        "quote": figure.quote,
        "start": figure.start,
        "end": figure.end,
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
    rows = [
        {
            "indicator": one.indicator,
            "kind": one.kind,
            "unit": one.unit,
            "count": one.count,
            "wordings": list(one.wordings),
        }
        for one in counts
    ]
    return {"indicators": rows, "total": total}


def unread_body(row: UnreadRow) -> Body:
    unread = row.unread
    return {
        "paragraph": row.paragraph.id,
        "text": unread.text,
        "start": unread.start,
        "end": unread.end,
        "reason": unread.reason,
    }


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
