"""Answer by a whole row of a table, where a question names what the row is of and no one cell.

热成像无人机一架多少钱，什么时候买的 asks for two cells in a reader's own words for columns: the row
that has every word which the library prints, one of them as a value, tells them all.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.figures.tables.cells import cells_of, is_sum
from indexer.text.normalizer import normalize
from search.request import SearchRequest
from search.results import SearchResult, StoredParagraph
from search.rewrite.questions import is_question
from search.searcher import Searcher
from search.sentences import table_asked as asks
from search.sentences.asking import ASKING, asks_amount
from search.sentences.deeds import LONGEST, Deed, ToldDeeds, of_whom
from search.sentences.weights import Word, above, found_by, is_place, question_form, weighed

_TOLD = 3  # rows; more that have as much are the answer to no question for one


def told_rows(searcher: Searcher, request: SearchRequest, result: SearchResult) -> ToldDeeds | None:
    """None for a text that asks nothing, or where no row, or many, have all that is printed."""
    form = question_form(result)
    is_first = request.is_first and not request.within
    if not is_first or len(form) > LONGEST or result.query.unheld or asks.MOST.search(form):
        return None
    if not (is_question(result.query.meant) or asks_amount(form)):
        return None
    words = weighed(searcher, form, result.query.expansions, ASKING)
    longer = [word for word in words if len(word.text) > 1]
    lacks = [word for word in longer if not word.is_printed]
    if len(lacks) * 2 > len(longer) or any(is_place(word.text, form) for word in lacks):
        return None
    read = of_whom(searcher, form, found_by(searcher, words, result), is_strict=True)
    is_of_all = asks.OF_EACH.search(form) and asks.TOTAL.search(form)  # 合计三家各多少
    read = [row for row in read if is_sum(row.text)] if is_of_all else read
    rows = [(_named(row, words, bool(is_of_all)), row) for row in read if cells_of(row.text, 2)]
    most = max((named for named, _ in rows), default=0.0)
    told = [row for named, row in rows if named == most > 0]
    forms = {form for word in words if len(word.text) > 1 for form in word.forms}
    exact = [row for row in told if any(normalize(c.text) in forms for c in cells_of(row.text, 2))]
    told = exact or told  # 矿泉水, and no 矿泉水（大）
    if len(told) > _TOLD:
        return None
    left = tuple(word.text for word in lacks)
    deeds = (Deed(row, 0, len(row.text), left, is_nearest=True) for row in told)
    return ToldDeeds(tuple(deeds)) if told else None


def _named(row: StoredParagraph, words: Sequence[Word], is_sum_row: bool) -> float:
    """How much of the words the cells of a row say, single characters too; 0.0 if no cell says one
    that tells, or a word that is printed stands neither in the row nor above it."""
    whole = f"{normalize(row.text)} {above(row)}"
    cells = normalize(" ".join(cell.text for cell in cells_of(row.text, 2)))
    if any(len(w.text) > 1 and w.is_printed and not w.is_like(whole) for w in words):
        return 0.0
    said = [word for word in words if word.stands_in(cells)]
    if is_sum_row:
        return 1.0
    is_named = any(word.is_telling and len(word.text) > 1 for word in said)
    return sum(word.weight for word in said) if is_named else 0.0
