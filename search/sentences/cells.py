"""Answer by a table: the cell that is named, the most, a rate, the sum, or a column told whole.

收容犬只 of a unit, 护照办得最多的单位, 一季度一共, 各县劝阻人数: a table prints no measure there,
so no figure is read. All words of the question must stand in the name of a column, in what the row
is of or in the table's title; a word that the whole library lacks is told as such. A sum or rate is
the one that is printed, or else worked out of the cells, which are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from indexer.figures.tables.cells import cells_of, table_row
from indexer.text.normalizer import normalize
from search.request import SearchRequest
from search.results import SearchResult, StoredParagraph
from search.sentences import table_asked as asks
from search.sentences.asking import OF_AMOUNTS, WHETHER, WHY, asked_for, asks_amount
from search.sentences.deeds import LONGEST, Deed, TableTold, ToldDeeds, deed_of_cell, of_whom
from search.sentences.points import RATE, Point, points_of, rounded
from search.sentences.weights import Word, above, found_by, is_place, question_form, weighed

if TYPE_CHECKING:
    from search.searcher import Searcher

_ROWS, _CHARS, _LEAST, _COLUMNS, _NAMED = 500, 200_000, 3, 3, 2
_REMARK = re.compile("备注|说明|原因|注[:：]")
_CHANGED = re.compile(
    "(?:调整?|改|换|变更|顺延|推迟|提前|移|延长|缩短)[为成至到由]|更正|订正|核[减增]|[调]班|以.{0,10}为准|取消|暂停|重报|误[报记写]"
)
_WHICH_ROW = re.compile("哪(?![年天月日里儿])")
_NONE = re.compile("[无否零0/—-]|没有|未[一-龥]")
_NO_PARTS = re.compile("率|比|占|均|名次|排名|[%％]")  # what is not added up


def told_cells(
    searcher: Searcher, request: SearchRequest, result: SearchResult
) -> ToldDeeds | None:
    """None where no single table has all that is asked."""
    asked = asks.table_asked(question_form(result))
    form = asked.form
    is_first = request.is_first and not request.within
    is_why = WHY.search(form) is not None
    is_whether = (is_why and not asks.MOST.search(form)) or WHETHER.search(form)
    if not is_first or len(form) > LONGEST or result.query.unheld or is_whether:
        return None
    asking = (*OF_AMOUNTS, WHY, *asks.ASKING)
    of_rate = RATE.sub(r"\1", " ".join(asked.sides) or form)
    words = [
        word
        for word in weighed(searcher, of_rate, result.query.expansions, asking)
        if len(word.text) > 1
    ]
    hits = of_whom(searcher, form, found_by(searcher, words, result), is_strict=True)
    titles = " ".join({above(one) for one in hits})
    held = [word for word in words if word.is_printed or word.is_like(titles)]
    lacks = tuple(word.text for word in words if word not in held)
    if len(lacks) * 2 > len(words) or any(is_place(word, form) for word in lacks) or not words:
        return None
    found: list[ToldDeeds] = []
    for slug in dict.fromkeys(one.document for one in hits if cells_of(one.text, 2)):
        texts = searcher.document_part(slug, 1, _CHARS, _ROWS).paragraphs
        rows = [row for row in texts if cells_of(row.text, 2)]
        for heading in dict.fromkeys(row.heading for row in rows):
            own = [row for row in rows if row.heading == heading]
            for told in _told(searcher, own, held, asked, lacks):
                why = _remarks(told, texts) if is_why else ()
                notes = _changes(told, texts) if told.table is None else ()
                remarks = _named_remarks(told, held) if told.table is None and not is_why else ()
                found.append(replace(told, told=(*told.told, *why, *remarks, *notes)))
    return found[0] if len(found) == 1 else None


def _remarks(told: ToldDeeds, texts: Sequence[StoredParagraph]) -> Iterator[Deed]:
    """Why a row has the most: its remark, and those below the table that name what it is of."""
    row = told.told[0].paragraph
    of, *others = cells_of(row.text, 2)
    for cell in others:
        if _REMARK.match(cell.name) and cell.text:
            yield deed_of_cell(row, cell)
    for one in texts:
        if _REMARK.match(normalize(one.text)) and of.text[:_NAMED] in one.text:
            yield Deed(one, 0, len(one.text))


def _named_remarks(told: ToldDeeds, words: Sequence[Word]) -> Iterator[Deed]:
    """The remark of the one row that is told, if it says a word that is asked: 双文加6元."""
    row = told.told[0].paragraph
    longer = [word for word in words if len(word.text) > 1]
    for cell in cells_of(row.text, 2) if len(told.told) == 1 else ():
        is_named = any(word.stands_in(normalize(cell.text)) for word in longer)
        if _REMARK.match(cell.name) and is_named and cell.text not in told.told[0].quote:
            yield deed_of_cell(row, cell)


def _changes(told: ToldDeeds, texts: Sequence[StoredParagraph]) -> Iterator[Deed]:
    """What a document says beside its table of a change to the cell that is told: 夜班改为一组."""
    one = told.told[0]
    row, cell = table_row(one.paragraph.text), one.paragraph.text[one.start : one.end]
    keys = {normalize(cell.text) for cell in (*row.times, row.cells[0])} if row else set()
    name = normalize(cell.partition("：")[0])
    pairs = {name[at : at + 2] for at in range(len(name) - 1)}
    for text in texts if len(told.told) == 1 else ():
        said = normalize(text.text)
        is_change = _CHANGED.search(said) and not cells_of(text.text, 2)
        is_named = any(re.search(rf"(?<!\d){re.escape(key)}", said) for key in keys - {""})
        if is_change and is_named and any(pair in said for pair in pairs):
            yield Deed(text, 0, len(text.text))


def asks_table(text: str, is_told: bool) -> bool:
    """Whether a text asks for a sum, or for what each has; for the most, or of several months,
    where nothing else is told of that."""
    asked = asks.table_asked(normalize(text).replace("全年", " "))  # which figures have too
    times = asks.times_in(asked.form)
    if asked.but or len(times) > 1 or any(one.search(asked.form) for one in asks.OF_ALL):
        return True
    return not is_told and bool(asked.sides or times or asks.MOST.search(asked.form))


def _told(
    searcher: Searcher,
    rows: Sequence[StoredParagraph],
    words: Sequence[Word],
    asked: asks.TableAsked,
    lacks: tuple[str, ...],
) -> Iterator[ToldDeeds]:
    """What a table tells of the words, if it does."""
    if asked.sides:
        yield from _compared(searcher, rows, words, asked)
        return
    out, months = asks.rows_named(rows, asked.but), asks.times_in(asked.but)
    rows = [row for row in rows if row.id not in out]
    every = [o for o in _about(searcher, rows, words, asked.form) if o.months not in months]
    told, within = _found(every, rows, asked)
    if told:
        left = tuple(word for word in lacks if word not in above(told[0].row))
        yield ToldDeeds(tuple(one.told(left) for one in told[:_COLUMNS]), True)
    else:
        is_each = asks.EACH.search(asked.form) and not asks.TOTAL.search(asked.form)
        is_sum = bool(asks.times_in(asked.form)) or not is_each
        worked = "mean" if asks.MEAN.search(asked.form) else "sum" if is_sum else ""
        yield from _whole(within, worked)


def _about(
    searcher: Searcher, rows: Sequence[StoredParagraph], words: Sequence[Word], form: str
) -> list[Point]:
    """The cells that the words are about, of the rows or units that a question names."""
    named = asks.rows_named(rows, form)
    rest = [word for word in words if not any(word.text in name for name in named.values())]
    own = [row for row in rows if row.id in named] if len(named) > 1 else []
    if own and (points := points_of(own, rest, form)):
        return points
    is_of_most = asks.MOST.search(form) is not None
    own = [] if is_of_most else of_whom(searcher, form, rows, True)
    return points_of(own or rows, words, form)


def _found(
    every: list[Point], rows: Sequence[StoredParagraph], asked: asks.TableAsked
) -> tuple[list[Point], list[Point]]:
    """The cells that answer; else those that are to be told whole, or added up."""
    form, span = asked.form, frozenset[int]().union(*asks.times_in(asked.form))
    named = set(asks.rows_named(rows, form))
    points = [one for one in every if one.is_number]
    parts = [one for one in points if not one.sums]
    if asks.MOST.search(form):
        return _first(_shortest(parts) if _is_line(_shortest(parts)) else _of_all(points), form), []
    if span:
        told = [one for one in every if one.months == span and (not named or one.row.id in named)]
        sums = [one for one in told if one.is_sum_row and asks.TOTAL.search(form)]
        told = _one(sums or told, form)
        within = _shortest([one for one in parts if one.months and one.months <= span])
        is_whole = frozenset().union(*(one.months for one in within)) == span
        return told, within if is_whole else []
    if asked.but or len(named) > 1 or asks.MEAN.search(form):
        return [], _shortest(parts)
    texts = [one for one in every if not one.is_number or one.cell.text == "0"]
    is_none = asks.NONE_OF.search(form) is not None
    of_cell = [o for o in texts if (_NONE.fullmatch if is_none else form.count)(o.cell.text)]
    if _WHICH_ROW.search(form) and 0 < len(of_cell) <= _COLUMNS:
        return of_cell, []  # 段雪川负责哪几条, 哪个站没有女警: the rows that a cell names
    if asks.OF_EACH.search(form) and asks.TOTAL.search(form):
        return [], []  # 合计各多少: the row that adds up, whole
    if asks.EACH.search(form) and not asks.TOTAL.search(form):
        return [], parts or [one for one in every if not one.sums]
    if asks.TOTAL.search(form) or asks.ALL_OF.search(form):
        most = max((one.sums for one in points), default=0)
        told = [one for one in points if one.sums == most > 0] or parts
        is_one = len({one.row.id for one in told}) == 1 and len(told) <= _COLUMNS
        return (told, []) if is_one else ([], [] if most else _shortest(parts))
    is_of_all = not named and asks_amount(form)
    own = [one for one in every if one.row.id in named or (is_of_all and one.is_sum_row)]
    return _one(own, form), []


def _shortest(points: Sequence[Point]) -> list[Point]:
    """Those of the shortest times: of months, not of quarters beside them."""
    least = min((len(one.months) for one in points), default=0)
    return [one for one in points if len(one.months) == least]


def _compared(
    searcher: Searcher,
    rows: Sequence[StoredParagraph],
    words: Sequence[Word],
    asked: asks.TableAsked,
) -> Iterator[ToldDeeds]:
    """The two cells of one line that a question compares, and their difference."""
    values: list[Point] = []
    own = [[word for word in words if word.text in side] for side in asked.sides]
    for side, mine, others in zip(asked.sides, own, own[::-1], strict=True):
        like = replace(asked, form=side, sides=())
        told, _ = _found(_about(searcher, rows, mine or others, side), rows, like)
        values += told if len(told) == 1 and told[0].is_number else []
    if len(values) == 2 and _is_line(values) and values[0].row.text != values[1].row.text:
        worked = f"{abs(values[0].amount - values[1].amount):f}"
        lines = tuple((one.of, (one.shown,)) for one in values)
        whose = cells_of(values[0].row.text, 2)[0].name
        deeds = tuple(deed_of_cell(one.row, one.cell) for one in values)
        table = TableTold(whose, (values[0].cell.name,), lines, (worked,), "difference")
        yield ToldDeeds(deeds, True, table)


def _one(told: list[Point], form: str) -> list[Point]:
    """The one cell, that in the column of all, or that of the kind that is asked for: hours."""
    ways = [one.answer for one in asked_for(form) if one.is_needed]
    of_kind = [one for one in told if any(way.search(one.cell.text) for way in ways)]
    told = told if len(told) == 1 else _of_all(told) or of_kind
    return told if len(told) == 1 else []


def _of_all(points: Sequence[Point]) -> list[Point]:
    """The column that adds the others up, where none of them is named: 小计 of 出入境."""
    return [one for one in points if one.is_sum_column and not one.is_sum_row]


def _first(points: list[Point], form: str) -> list[Point]:
    """The one cell of a line that has the most, or the least, or that of each if both are asked."""
    found = [one for one in points if _is_asked_for(one, form)]
    found.sort(key=lambda one: one.amount)
    if WHY.search(form) and len(found) == 1:
        return found  # 为什么望鱼矶所最多
    told: list[Point] = []
    for most in asks.MOST.finditer(form) if len(found) >= _LEAST and _is_line(found) else ():
        first, second = found[:2] if most["least"] else found[:-3:-1]
        told += [first] if first.amount != second.amount and first not in told else []
    return told


def _is_line(points: Sequence[Point]) -> bool:
    """Whether cells are all in one column or in the months of one row."""
    is_row = len({one.row.id for one in points}) == 1 and all(one.months for one in points)
    return is_row or len({(one.cell.name, one.unit) for one in points}) == 1


def _whole(points: Sequence[Point], worked: str) -> Iterator[ToldDeeds]:
    """A few columns told whole, the most first and months in their order, or the months of one row;
    with what they add up to or their mean where that is asked."""
    columns = tuple(dict.fromkeys(one.cell.name for one in points))
    is_row = len({one.row.id for one in points}) == 1
    is_few = len(columns) <= _COLUMNS and not any(map(asks.time_named, columns))
    if len(points) < 2 or not (_is_line(points) if is_row else is_few):
        return
    names = (*columns, *(one.of for one in points if is_row))
    is_mixed = len({(one.cell.name, one.unit) for one in points}) > len(columns)
    if worked and (is_mixed or any(map(_NO_PARTS.search, names))):
        return
    of = (points[0].of,) if is_row else columns
    lines: dict[str, list[Point]] = {}
    for one in points:
        lines.setdefault(one.cell.name if is_row else one.row.id, []).append(one)
    ordered = sorted(
        lines.values(), key=lambda line: (min(line[0].months, default=0), -line[0].amount)
    )
    texts = [[one.shown for one in line] for line in ordered]
    if any(len(line) != len(of) for line in texts):
        return
    called = [line[0].cell.name if is_row else line[0].of for line in ordered]
    totals = [sum(line[at].amount for line in ordered) for at in range(len(of) if worked else 0)]
    means = [rounded(Decimal(one) / len(ordered)) for one in totals]
    sums = tuple(f"{one:f}".removesuffix(".0") for one in (means if worked == "mean" else totals))
    deeds = tuple(deed_of_cell(line[0].row, line[0].cell) for line in ordered)
    whose = "月份" if is_row else cells_of(points[0].row.text, 2)[0].name
    table = TableTold(whose, of, tuple(zip(called, map(tuple, texts), strict=True)), sums, worked)
    yield ToldDeeds(deeds, True, table)


def _is_asked_for(one: Point, form: str) -> bool:
    """Whether a cell is of a month where one is asked for, else of the kind of unit that is asked
    for, if one is, or what its column is called (哪个派出所 of 水上派出所)."""
    kinds = re.findall(asks.KIND, asks.WHICH_MONTH.sub("", form))
    is_of_month = asks.WHICH_MONTH.search(form) is not None
    if is_of_month or (one.months and kinds):
        return bool(one.months) and is_of_month
    if re.search("哪[种类款项]", form) and re.match(r"\d", one.of):
        return False  # of a day's row nobody tells what kind it is
    row, name = table_row(one.row.text), normalize(cells_of(one.row.text, 2)[0].name)
    return (
        not kinds
        or bool(row and row.unit)
        or any(kind in name or kind in (one.row.title or "") for kind in kinds)
    )
