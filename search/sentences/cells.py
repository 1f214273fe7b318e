"""Answer by a table's cell: that of the row and the column named, or the row that has the most.

收容犬只 of a unit, 护照办得最多的单位: a table prints no measure there, so no figure is read. All
words of the question must stand in the name of one column, in what the row is of or in the table's
title; a word that the whole library lacks is told as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from indexer.figures.tables.cells import Cell, cells_of, is_sum, table_row
from indexer.text.normalizer import normalize
from search.query.years import years_in_full
from search.request import SearchRequest
from search.results import SearchResult, StoredParagraph
from search.sentences.amounts import ASKING, found_by
from search.sentences.deeds import LONGEST, Deed, ToldDeeds, deed_of_cell, of_whom
from search.sentences.weights import Word, above, is_place, weighed

if TYPE_CHECKING:
    from search.searcher import Searcher

_ROWS, _CHARS, _LEAST = 500, 200_000, 3
_MOST = re.compile(
    "(?:办|做|查|抓|救|发|出)?得?最(?:(?P<most>[多高大])|(?P<least>[少低小]))的?(?:一个)?"
)
_WHICH = re.compile(
    "哪一?个?(?:月份?|单位|部门|地方|[县市区局所队])|谁|[是为]?几月份?|(?:单位|部门|地方|月份?)(?=[?？]*$)"
)
_WHICH_MONTH = re.compile("[哪几]一?个?月|月份")
_IN_ALL = re.compile(
    "合计|总计|总数|一共|总共|共计|全[省市县区州]|[各几两三四五六七八九十]个?(?:单位|[市县区局]局?)"
)
_MONTHS = {"一二三四五六七八九十"[n - 1 : n] or f"十{'一二'[n - 11]}": n for n in range(1, 13)}
_MONTH = re.compile(f"(?<![{''.join(_MONTHS)}])({'|'.join(sorted(_MONTHS, reverse=True))})月份?")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def told_cells(
    searcher: Searcher, request: SearchRequest, result: SearchResult
) -> ToldDeeds | None:
    """None where no single cell has all that is asked."""
    form = normalize(years_in_full(result.query.meant, 1, 0))
    form = _MONTH.sub(lambda month: f"{_MONTHS[month[1]]}月", form)
    is_first = request.mode == "smart" and request.page == 1 and not request.within
    if not is_first or len(form) > LONGEST or result.query.unheld:
        return None
    words = weighed(searcher, form, result, (*ASKING, _MOST, _WHICH, _IN_ALL))
    words = [word for word in words if len(word.text) > 1]
    lacks = tuple(word.text for word in words if not word.is_printed)
    if len(lacks) * 2 > len(words) or any(is_place(word, form) for word in lacks) or not words:
        return None
    asked = [word for word in words if word.is_printed]
    hits = of_whom(searcher, form, found_by(searcher, words, result), is_strict=True)
    tables = dict.fromkeys(one.document for one in hits if cells_of(one.text, 2))
    found: list[Deed] = []
    for slug in tables:
        rows = searcher.document_part(slug, 1, _CHARS, _ROWS).paragraphs
        found += _told(searcher, [row for row in rows if cells_of(row.text, 2)], asked, form, lacks)
    return ToldDeeds(tuple(found), True, False) if len(found) == 1 else None


def _told(
    searcher: Searcher,
    rows: Sequence[StoredParagraph],
    words: Sequence[Word],
    form: str,
    lacks: tuple[str, ...],
) -> list[Deed]:
    """The cells of the rows that are asked for; of the most, or the least, the first alone."""
    most, is_in_all = _MOST.search(form), _IN_ALL.search(form) is not None
    if most is None:
        own = [row for row in of_whom(searcher, form, rows, True) if _is_of_row(row, form)]
        rows = own or [row for row in rows if is_in_all and is_sum(row.text)]
    else:
        rows = [row for row in rows if _is_asked_for(row, form)]
    cells = list(_cells(rows, words))
    if most is not None:
        cells = [one for one in cells if _NUMBER.fullmatch(one[1].text)]
        cells.sort(key=lambda one: _amount(one[1]), reverse=most["least"] is None)
        is_one = len(cells) >= _LEAST and _amount(cells[0][1]) != _amount(cells[1][1])
        cells = cells[:1] if is_one else []
    return [
        deed_of_cell(row, at, 1.0, tuple(word for word in lacks if word not in above(row)))
        for row, at in cells
    ]


def _amount(cell: Cell) -> Decimal:
    return Decimal(cell.text.replace(",", ""))


def _cells(
    rows: Sequence[StoredParagraph], words: Sequence[Word]
) -> Iterator[tuple[StoredParagraph, Cell]]:
    """Of each row the cell in the one column that has the words which the row is not of; those of
    the table's title need not be in it."""
    for row in rows:
        cells, title = cells_of(row.text, 2), above(row)
        own = normalize(" ".join((cells[0].name, *(cell.text for cell in cells))))
        of = [word for word in words if not word.stands_in(own)]
        names = " ".join(normalize(cell.name) for cell in cells)
        named = _column(cells, [w for w in of if w.stands_in(names) or not w.stands_in(title)])
        if named is not None:
            yield row, named


def _is_of_row(row: StoredParagraph, form: str) -> bool:
    """Whether the question names what a table's row is of: 9月, 噪声扰民."""
    cells = cells_of(row.text, 2)
    names = [cell.text for cell in cells if not cell.text[:1].isdecimal() or "月" in cell.text]
    starts = [re.escape(normalize(name)[: 3 if name[:2].isdecimal() else 2]) for name in names]
    return any(re.search(rf"(?<!\d){start}", form) for start in starts if len(start) > 1)


def _is_asked_for(paragraph: StoredParagraph, form: str) -> bool:
    """Whether a row is of a month where one is asked for, else of a unit; no sum of the others."""
    row = table_row(paragraph.text)
    if row is None or is_sum(paragraph.text):
        return False
    return bool(row.times) if _WHICH_MONTH.search(form) else bool(row.unit)


def _column(cells: Sequence[Cell], words: Sequence[Word]) -> Cell | None:
    """The one cell with a number under a name that has all the words."""
    named = [c for c in cells if all(word.stands_in(normalize(c.name)) for word in words)]
    is_one = bool(words) and len(named) == 1 and named[0].text[:1].isdecimal()
    return named[0] if is_one else None
