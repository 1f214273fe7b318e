"""Answer by a table's cell: that of the row and the column named, or the row that has the most.

收容犬只 of a unit, 护照办得最多的单位: a table prints no measure there, so no figure is read. All
words of the question must stand in the name of one column or in what the row is of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from indexer.figures.tables.cells import Cell, cells_of, is_sum, table_row
from indexer.text.normalizer import normalize
from search.query.years import years_in_full
from search.request import SearchRequest
from search.results import Hit, SearchResult, StoredParagraph
from search.sentences.amounts import ASKING, is_of_row
from search.sentences.deeds import LONGEST, Deed, ToldDeeds, deed_of_cell, of_whom
from search.sentences.weights import Word, weighed

if TYPE_CHECKING:
    from search.searcher import Searcher

_READ, _ROWS, _CHARS, _LEAST = 10, 500, 200_000, 3
_MOST = re.compile(
    "(?:办|做|查|抓|救|发|出)?得?最(?:(?P<most>[多高大])|(?P<least>[少低小]))的?(?:一个)?"
)
_WHICH = re.compile(
    "哪一?个?(?:月份?|单位|部门|地方|[县市区局所队])|谁|(?:单位|部门|地方|月份?)(?=[?？]*$)"
)
_WHICH_MONTH = re.compile("[哪几]一?个?月|月份")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def told_cells(
    searcher: Searcher, request: SearchRequest, result: SearchResult
) -> ToldDeeds | None:
    """None where no single cell has all that is asked."""
    form = normalize(years_in_full(result.query.meant, 1, 0))
    is_first = request.mode == "smart" and request.page == 1 and not request.within
    if not is_first or len(form) > LONGEST or result.query.unheld:
        return None
    most = _MOST.search(form)
    words = weighed(searcher, form, result, (*ASKING, _MOST, _WHICH))
    words = [word for word in words if len(word.text) > 1]
    if not words:
        return None
    hits = of_whom(searcher, form, result.hits[:_READ], is_strict=True)
    if most is None:
        found = _cells_of_rows(hits, words, form)
    else:
        found = _most_of(searcher, hits, words, form, is_least=most["least"] is not None)
    return ToldDeeds(tuple(found), True, False) if len(found) == 1 else None


def _cells_of_rows(hits: Sequence[Hit], words: Sequence[Word], form: str) -> list[Deed]:
    """The cells of the rows that are named, by what they are of."""
    found = []
    for hit in hits:
        cells = cells_of(hit.paragraph.text)
        own = " ".join(normalize(cell.text) for cell in cells)
        of = [word for word in words if not word.stands_in(own)]
        if cells and of and is_of_row(hit.paragraph.text, form) and (at := _column(cells, of)):
            found.append(deed_of_cell(hit.paragraph, at, 1.0))
    return found


def _most_of(
    searcher: Searcher, hits: Sequence[Hit], words: Sequence[Word], form: str, is_least: bool
) -> list[Deed]:
    """Of each table that has the column the row with the most, or the least, if it is one alone."""
    found = []
    tables = dict.fromkeys(h.paragraph.document for h in hits if cells_of(h.paragraph.text))
    for slug in tables:
        part = searcher.document_part(slug, 1, _CHARS, _ROWS)
        rows: list[tuple[Decimal, Deed]] = []
        for paragraph in part.paragraphs:
            at = _column(cells_of(paragraph.text), words)
            if at is not None and _is_asked_for(paragraph, form):
                rows.append((Decimal(at.text.replace(",", "")), deed_of_cell(paragraph, at, 1.0)))
        rows.sort(key=lambda one: one[0], reverse=not is_least)
        if len(rows) >= _LEAST and rows[0][0] != rows[1][0]:
            found.append(rows[0][1])
    return found


def _is_asked_for(paragraph: StoredParagraph, form: str) -> bool:
    """Whether a row is of a month where one is asked for, else of a unit; no sum of the others."""
    row = table_row(paragraph.text)
    if row is None or is_sum(paragraph.text):
        return False
    return bool(row.times) if _WHICH_MONTH.search(form) else bool(row.unit)


def _column(cells: Sequence[Cell], words: Sequence[Word]) -> Cell | None:
    """The one cell with a number under a name that has all the words."""
    named = [c for c in cells if all(word.stands_in(normalize(c.name)) for word in words)]
    is_one = len(named) == 1 and _NUMBER.fullmatch(named[0].text) is not None
    return named[0] if is_one else None
