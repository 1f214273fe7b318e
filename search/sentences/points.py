"""Read the cells of a table as points: of which row and column, of which months, and how much."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from indexer.figures.tables.cells import Cell, adds_up, cells_of, table_row, without_among
from indexer.text.normalizer import normalize
from search.results import StoredParagraph
from search.sentences import table_asked as asks
from search.sentences.asking import measure_asked
from search.sentences.deeds import Deed, deed_of_cell
from search.sentences.weights import Word, above

_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?![年月日号时点])([一-龥%]{0,2})")  # 14人, 10天
RATE = re.compile("([一-龥]{2})率")
_OF_UNIT = re.compile("[(（]([^()（）]{1,3})[)）]$")
_OF_TABLE = re.compile("[(（](?:单位[:：]([一-龥]{1,2})|([万亿][元起件人次名户吨]{1,2}))[)）]")
_MEASURED = re.compile(f"{_OF_UNIT.pattern}|[起件人名次台辆处个户天]数$")
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Point:
    """A cell, what its row is of, its months, whether row or column is a sum, and how much; of a
    rate that is worked out all from the one cell to the other."""

    row: StoredParagraph
    cell: Cell
    of: str
    months: frozenset[int]
    is_sum_row: bool
    is_sum_column: bool
    is_number: bool
    amount: Decimal
    unit: str
    is_rate: bool = False

    @property
    def sums(self) -> int:
        return self.is_sum_row + self.is_sum_column

    @property
    def shown(self) -> str:
        return f"{self.amount}%" if self.is_rate else self.cell.text

    @property
    def column(self) -> str:
        """What its column is called, without unit: 消费纠纷 of 其中:消费纠纷（起）."""
        return normalize(_OF_UNIT.sub("", without_among(self.cell.name)))

    def told(self, lacks: tuple[str, ...]) -> Deed:
        of = self.cell.name if asks.time_named(self.cell.name) else self.of
        deed = deed_of_cell(self.row, self.cell, lacks)
        amount = self.shown.removesuffix(self.unit)
        return replace(deed, bold=f"{of} {amount}{self.unit}", is_reckoned=self.is_rate)


def points_of(rows: Sequence[StoredParagraph], words: Sequence[Word], form: str) -> list[Point]:
    """The cells that have the words in the name of the column where one has them, else in what the
    row is of; else all that the table has there, the others standing in its title; else all that
    its title has not. A rate that no column has is worked out of two."""
    read = [(row, cells_of(row.text, 2)) for row in rows]
    texts = ((row, [c.text for c in cells if not _NUMBER.fullmatch(c.text)]) for row, cells in read)
    of = {row.id: normalize(" ".join((cells_of(row.text, 2)[0].name, *own))) for row, own in texts}
    points = list(_cells(read))
    share, rate = asks.SHARE.search(form), RATE.search(form)
    printed = [one for one in points if rate and rate[0] in one.cell.name]
    if share or rate:
        points = printed or list(_shares(points, share, rate))
        words = [w for w in words if not any(w.text in one.cell.name for one in points)]
    names = " ".join({normalize(one.cell.name) for one in points})
    there, over = " ".join((*of.values(), names)), above(rows[0])
    there_or_not = [w for w in words if w.stands_in(there) or not w.is_like(over)]
    untitled = [w for w in words if not w.is_like(over)]
    named = [one for one in points if one.column in form]  # 辅警 of 驻点辅警 beside 驻点民警
    of_rows = [w for w in there_or_not if not w.stands_in(names)]
    ways = ((named, of_rows), (points, there_or_not), (points, untitled))
    for those, own in ways:
        said = ((one, f"{of[one.row.id]} {normalize(one.cell.name)}") for one in those)
        told = [one for one, text in said if all(word.stands_in(text) for word in own)]
        if found := _of_measure(told, points, form):
            return found
    return []


def _shares(
    points: Sequence[Point], share: re.Match[str] | None, rate: re.Match[str] | None
) -> Iterator[Point]:
    """A column as a share of the one that it is asked of (纠纷占警情), or for a rate of the next
    one before it, in the same measure and never less: 破案率 by 立案（起） and 破案（起）."""
    lines: dict[str, list[Point]] = {}
    for one in points:
        if one.is_number and (share or not one.cell.name.startswith("其中")):
            lines.setdefault(one.row.id, []).append(one)
    columns = [(one.cell.name, one.column) for one in next(iter(lines.values()), [])]
    part, named = (share["part"], share["all"]) if share else ("", "")
    ats = [n for n, (name, c) in enumerate(columns) if c in part or (rate and rate[1] in name)]
    at = ats[0] if ats else 0
    wholes = [n for n, (_, c) in enumerate(columns) if c in named] if share else range(at)[::-1]
    for base in wholes if ats else ():
        pairs = [(line[base], line[at]) for line in lines.values() if len(line) == len(columns)]
        is_like = pairs and pairs[0][0].unit == pairs[0][1].unit
        if is_like and all(whole.amount >= part.amount for whole, part in pairs):
            name = rate[0] if rate else "占比"
            yield from (_share(whole, part, name) for whole, part in pairs if whole.amount)
            return


def _share(whole: Point, part: Point, name: str) -> Point:
    first, last = whole.cell, part.cell
    start, end = sorted((first, last), key=lambda cell: cell.start)
    text = whole.row.text[start.value_start : end.value_start + len(end.text)]
    share = "÷".join(_OF_UNIT.sub("", one.name) for one in (last, first))
    cell = Cell(f"{name}（{share}）", text, start.start, start.value_start)
    rate = rounded(part.amount * 100 / whole.amount)
    return replace(part, cell=cell, is_sum_column=False, amount=rate, unit="%", is_rate=True)


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(_TENTH, ROUND_HALF_UP)


def _cells(read: Sequence[tuple[StoredParagraph, list[Cell]]]) -> Iterator[Point]:
    """Every cell of rows that are no part of the one above, but what these are of."""
    for row, cells in read:
        whose = table_row(row.text)
        first, of = whose.times[0] if whose and whose.times else cells[0], cells[0].text
        if without_among(of) != of:
            continue
        for cell in cells[1:]:
            own, of_row = asks.time_named(cell.name), asks.time_named(first.text)
            is_sum = not of_row and (adds_up(first.text) or adds_up(of))
            is_column = not own and adds_up(cell.name.removeprefix("全年") or cell.name)
            months, found = own or of_row, _NUMBER.fullmatch(cell.text)
            amount = Decimal(found[1].replace(",", "") if found else "0")
            unit = _unit(cell, found[2], row) if found else ""
            yield Point(row, cell, of, months, is_sum, is_column, bool(found), amount, unit)


def _unit(cell: Cell, own: str, row: StoredParagraph) -> str:
    """起 of 立案（起）, 天 of 10天, 件 of a table's title; "" where none says one."""
    is_bare = not own and not re.search("[率比占%]", cell.name)
    found = _OF_UNIT.search(cell.name) or (_OF_TABLE.search(above(row)) if is_bare else None)
    return next(filter(None, found.groups()), own) if found is not None else own


def _of_measure(points: list[Point], every: Sequence[Point], form: str) -> list[Point]:
    """Of several columns those in the measure that is asked: 多少人 of 接访批次 and 接访人数; none
    where only others are in it: 几台 of 事故起数."""
    measure = measure_asked(form)
    if (extent := asks.extent(form)) is not None:
        so_called = [one for one in points if extent.search(one.cell.name)]
        return so_called or [one for one in points if one.column in form]
    if any(one.is_rate for one in points):
        return points
    own = [one for one in points if measure and measure in one.cell.name]
    is_other = measure and any(measure in one.cell.name for one in every)
    left = [one for one in points if not (is_other and _MEASURED.search(one.cell.name))]
    return own or (left if measure != "%" else [])  # a share is no count
