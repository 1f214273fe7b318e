"""Answer by a table: the cell that is named, the most, the sum, or a column told whole.

收容犬只 of a unit, 护照办得最多的单位, 一季度一共, 各县劝阻人数: a table prints no measure there,
so no figure is read. All words of the question must stand in the name of a column, in what the row
is of or in the table's title; a word that the whole library lacks is told as such. A sum is the one
that is printed, or else worked out of the parts, which are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from indexer.figures.tables.cells import Cell, adds_up, cells_of, table_row, without_among
from indexer.text.normalizer import normalize
from search.query.years import years_in_full
from search.request import SearchRequest
from search.results import SearchResult, StoredParagraph
from search.sentences.amounts import ASKING, WHETHER, found_by, measure_asked
from search.sentences.deeds import LONGEST, TableTold, ToldDeeds, deed_of_cell, of_whom
from search.sentences.weights import Word, above, is_place, weighed

if TYPE_CHECKING:
    from search.searcher import Searcher

_ROWS, _CHARS, _LEAST, _COLUMNS = 500, 200_000, 3, 3
_KIND = "(?:单位|部门|地[区方]?|派出所|分局|街道|[县市区局所队镇乡]局?)"
_MOST = re.compile(
    "(?:办|做|查|抓|救|发|出)?得?最(?:(?P<most>[多高大])|(?P<least>[少低小]))的?(?:一个)?"
)
_WHICH = re.compile(
    "哪一?个?(?:月份?|单位|部门|地方|[县市区局所队])|谁|[是为]?几月份?|(?:单位|部门|地方|月份?)(?=[?？]*$)"
)
_WHICH_MONTH = re.compile("[哪几]一?个?月|月份")
_EACH = re.compile(
    f"(?:(?:各|每一?个?|[几两三四五六七八九十]个?)个?(?:{_KIND}+|月份?|[类种项])|分别|各自)的?"
)
_TOTAL = re.compile("合计|总计|总数|总共|一共|共计|总(?:的|量)|加起来|(?<![公不])共(?=[一-龥])")
_ALL_OF = re.compile("全[省市县区州年]")
_MONTHS = {"一二三四五六七八九十"[n - 1 : n] or f"十{'一二'[n - 11]}": n for n in range(1, 13)}
_MONTHS["两"] = 2  # 前两个月
_SPOKEN = "|".join(sorted(_MONTHS, reverse=True))
_MONTH = re.compile(f"(?<![{''.join(_MONTHS)}前头])({_SPOKEN})(?=月份?|至[0-9一-十]+月)")
_SPAN = re.compile(
    f"第?(?P<quarter>[1-4一二三四])季度|(?P<half>[上下])半年|[前头](?P<first>{_SPOKEN}|[0-9]+)个月"
    r"|(?P<from>1?\d)月?[至到\-—~～](?P<to>1?\d)月份?"
)
_AT_MONTH = re.compile(r"(?<!\d)(1?\d)月份?")
_OF_MONTH = re.compile(r"(?:(?:19|20)\d\d年)?(1?\d)月份?")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NO_PARTS = re.compile("率|比|占|均|名次|排名|[%％]")  # what is not added up


@dataclass(frozen=True, slots=True)
class _Point:
    """A cell with a number, what its row is of, its month, and whether row or column is a sum."""

    row: StoredParagraph
    cell: Cell
    of: str
    month: int
    is_sum_row: bool
    is_sum_column: bool

    @property
    def sums(self) -> int:
        return self.is_sum_row + self.is_sum_column

    @property
    def amount(self) -> Decimal:
        return Decimal(self.cell.text.replace(",", ""))


def told_cells(
    searcher: Searcher, request: SearchRequest, result: SearchResult
) -> ToldDeeds | None:
    """None where no single table has all that is asked."""
    form = normalize(years_in_full(result.query.meant, 1, 0))
    form = _MONTH.sub(lambda month: str(_MONTHS[month[1]]), form)
    is_first = request.mode == "smart" and request.page == 1 and not request.within
    if not is_first or len(form) > LONGEST or result.query.unheld or WHETHER.search(form):
        return None
    asking = (*ASKING, _MOST, _WHICH, _EACH, _TOTAL, _ALL_OF, _SPAN, _AT_MONTH)
    words = [word for word in weighed(searcher, form, result, asking) if len(word.text) > 1]
    hits = of_whom(searcher, form, found_by(searcher, words, result), is_strict=True)
    titles = " ".join({above(one) for one in hits})
    asked = [word for word in words if word.is_printed or word.stands_in(titles)]
    lacks = tuple(word.text for word in words if word not in asked)
    if len(lacks) * 2 > len(words) or any(is_place(word, form) for word in lacks) or not words:
        return None
    found: list[ToldDeeds] = []
    for slug in dict.fromkeys(one.document for one in hits if cells_of(one.text, 2)):
        rows = searcher.document_part(slug, 1, _CHARS, _ROWS).paragraphs
        rows = tuple(row for row in rows if cells_of(row.text, 2))
        for heading in dict.fromkeys(row.heading for row in rows):
            own = [row for row in rows if row.heading == heading]
            found += _told(searcher, own, asked, form, lacks)
    return found[0] if len(found) == 1 else None


def asks_table(text: str, is_told: bool) -> bool:
    """Whether a text asks for a sum, or for what each has; for the most where nothing else is told
    of that."""
    asking = (_TOTAL, _ALL_OF, _EACH) if is_told else (_TOTAL, _ALL_OF, _EACH, _MOST)
    form = normalize(text).replace("全年", " ")  # which figures have too
    return any(one.search(form) for one in asking)


def _told(
    searcher: Searcher,
    rows: Sequence[StoredParagraph],
    words: Sequence[Word],
    form: str,
    lacks: tuple[str, ...],
) -> Iterator[ToldDeeds]:
    """What a table tells of the words, if it does."""
    own, span = of_whom(searcher, form, rows, True), _span(form)
    is_of_most = _MOST.search(form) is not None
    every = _of_measure(_points(rows if is_of_most else own or rows, words), form)
    points = [one for one in every if _NUMBER.fullmatch(one.cell.text)]
    parts = [one for one in points if not one.sums]
    whole: Iterator[ToldDeeds] = iter(())
    if is_of_most:
        told = _first(parts if _is_line(parts) else _of_all(points), form)
    elif span or (_EACH.search(form) and not _TOTAL.search(form)):
        within = [one for one in parts if one.month in span] if span else parts
        told = []
        if not span or {one.month for one in within} == span:
            whole = _whole(within, bool(span))
    elif _TOTAL.search(form) or _ALL_OF.search(form):
        most = max((one.sums for one in points), default=0)
        told = [one for one in points if one.sums == most > 0] or parts
        told = told if len({one.row.id for one in told}) == 1 else []
        whole = _whole(parts, True) if not told else whole
    else:
        named, month = [row.id for row in own if _is_of_row(row, form)], _AT_MONTH.search(form)
        told = [one for one in every if month and str(one.month) == month[1]]
        told = told or [one for one in every if one.row.id in named]
        told = told if len(told) == 1 else []
    if told:
        over = above(told[0].row)
        left = tuple(word for word in lacks if word not in over)
        deeds = (deed_of_cell(one.row, one.cell, 1.0, left) for one in told[:_COLUMNS])
        yield ToldDeeds(tuple(deeds), True, False)
    yield from whole


def _of_all(points: Sequence[_Point]) -> list[_Point]:
    """The column that adds the others up, where none of them is named: 小计 of 出入境."""
    return [one for one in points if one.is_sum_column and not one.is_sum_row]


def _first(points: list[_Point], form: str) -> list[_Point]:
    """The one cell of a line that has the most, or the least."""
    most = _MOST.search(form)
    found = [one for one in points if _is_asked_for(one, form)]
    found.sort(key=lambda one: one.amount, reverse=most is not None and most["least"] is None)
    is_one = len(found) >= _LEAST and found[0].amount != found[1].amount and _is_line(found)
    return found[:1] if is_one else []


def _points(rows: Sequence[StoredParagraph], words: Sequence[Word]) -> list[_Point]:
    """The cells that have, in what the row is of and the name of the column, all the words that the
    table has there, the others standing in its title; else all that its title has not."""
    read = [(row, cells_of(row.text, 2)) for row in rows]
    of = {
        row.id: normalize(
            " ".join([cells[0].name, *(c.text for c in cells if not _NUMBER.fullmatch(c.text))])
        )
        for row, cells in read
    }
    names = {normalize(cell.name) for _, cells in read for cell in cells}
    there = " ".join((*of.values(), *names))
    over = above(rows[0])
    there_or_not = [w for w in words if w.stands_in(there) or not w.stands_in(over)]
    untitled = [w for w in words if not w.stands_in(over)]
    ways = ([one for one in _cells(read) if _has(one, of, w)] for w in (there_or_not, untitled))
    return next(filter(None, ways), [])


def _has(one: _Point, of: Mapping[str, str], words: Sequence[Word]) -> bool:
    own = f"{of[one.row.id]} {normalize(one.cell.name)}"
    return all(word.stands_in(own) for word in words)


def _cells(read: Sequence[tuple[StoredParagraph, list[Cell]]]) -> Iterator[_Point]:
    """Every cell that begins with a digit, of rows that are no part of the one above."""
    for row, cells in read:
        whose = table_row(row.text)
        first = whose.times[0] if whose and whose.times else cells[0]
        if without_among(cells[0].text) != cells[0].text:
            continue
        for cell in cells[1:]:
            if cell.text[:1].isdecimal():
                month = _OF_MONTH.fullmatch(cell.name) or _OF_MONTH.fullmatch(first.text)
                is_sum = adds_up(first.text) or adds_up(cells[0].text)
                at = int(month[1]) if month else 0
                yield _Point(row, cell, cells[0].text, at, is_sum, adds_up(cell.name))


def _of_measure(points: list[_Point], form: str) -> list[_Point]:
    """Of several columns those in the measure that is asked: 多少人 of 接访批次 and 接访人数."""
    measure = measure_asked(form)
    own = [one for one in points if measure and measure in one.cell.name]
    return own or points


def _span(form: str) -> set[int]:
    """The months that a text asks for together: 一季度, 上半年, 前三个月, 1至4月."""
    at = _SPAN.search(form)
    if at is None:
        return set()
    if at["quarter"]:
        last = 3 * int(_MONTHS.get(at["quarter"], at["quarter"]))
        return set(range(last - 2, last + 1))
    if at["half"]:
        return set(range(1, 7)) if at["half"] == "上" else set(range(7, 13))
    until = at["to"] or _MONTHS.get(at["first"], at["first"])
    return set(range(int(at["from"] or 1), int(until) + 1))


def _is_line(points: Sequence[_Point]) -> bool:
    """Whether cells are all in one column or in the months of one row."""
    is_row = len({one.row.id for one in points}) == 1 and all(one.month for one in points)
    return is_row or len({one.cell.name for one in points}) == 1


def _is_few(columns: Sequence[str]) -> bool:
    return len(columns) <= _COLUMNS and not any(map(_OF_MONTH.fullmatch, columns))


def _whole(points: Sequence[_Point], is_sum: bool) -> Iterator[ToldDeeds]:
    """A few columns told whole, the most first and months in their order, or the months of one row;
    with what they add up to where that is asked."""
    columns = tuple(dict.fromkeys(one.cell.name for one in points))
    is_row = len({one.row.id for one in points}) == 1
    if len(points) < 2 or not (_is_line(points) if is_row else _is_few(columns)):
        return
    if is_sum and any(map(_NO_PARTS.search, (*columns, *(one.of for one in points if is_row)))):
        return
    of = (points[0].of,) if is_row else columns
    lines: dict[str, list[_Point]] = {}
    for one in points:
        lines.setdefault(one.cell.name if is_row else one.row.id, []).append(one)
    ordered = sorted(lines.values(), key=lambda line: (line[0].month, -line[0].amount))
    texts = [[one.cell.text for one in line] for line in ordered]
    if any(len(line) != len(of) for line in texts):
        return
    called = [line[0].cell.name if is_row else line[0].of for line in ordered]
    sums = tuple(f"{sum(line[at].amount for line in ordered):f}" for at in range(len(of)) if is_sum)
    deeds = tuple(deed_of_cell(line[0].row, line[0].cell, 1.0) for line in ordered)
    whose = "月份" if is_row else cells_of(points[0].row.text, 2)[0].name
    table = TableTold(whose, of, tuple(zip(called, map(tuple, texts), strict=True)), sums)
    yield ToldDeeds(deeds, True, False, table)


def _is_of_row(row: StoredParagraph, form: str) -> bool:
    """Whether the question names what a table's row is of: 9月, 噪声扰民."""
    cells = cells_of(row.text, 2)
    names = [cell.text for cell in cells if not cell.text[:1].isdecimal() or "月" in cell.text]
    starts = [re.escape(normalize(name)[: 3 if name[:2].isdecimal() else 2]) for name in names]
    return any(re.search(rf"(?<!\d(?=\d)){start}", form) for start in starts if len(start) > 1)


def _is_asked_for(one: _Point, form: str) -> bool:
    """Whether a cell is of a month where one is asked for, else of a unit or what its column is
    called (哪个水上派出所)."""
    if _WHICH_MONTH.search(form):
        return bool(one.month)
    row = table_row(one.row.text)
    return row is not None and bool(row.unit or normalize(row.cells[0].name) in form)
