"""Join the rows of a table, each a paragraph, to the table that they are of.

A search is met there by rows: those whose cells have most of its words. The names of columns are in
every row, so they count only where no cell has a word: as one hit, the head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.figures.tables.cells import Cell, cells_of
from indexer.text.normalizer import normalize
from search.request import SearchRequest
from search.results import Span
from web.pages.reading.paragraphs import ParagraphView, wording_of

_LEAST_ROWS = 2
_NUMBER = re.compile(r"[-+]?[\d,]+(?:\.\d+)?%?")
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is drawn at once: a paragraph, or the rows of a table under the names of its columns.

    `cells`: of each row one for each column, () where nothing is printed. `meets_head`: of a search
    that no row meets, only its head.
    """

    views: tuple[ParagraphView, ...]
    columns: tuple[Spans, ...] = ()
    cells: tuple[tuple[Spans, ...], ...] = ()
    meets_head: bool = False

    @property
    def asked_column(self) -> int | None:
        """The column, but the first, whose name has the most of the search, more than any other."""
        marked = [sum(len(span.text) for span in name if span.matched) for name in self.columns]
        most = max(marked[1:], default=0)
        return marked.index(most, 1) if most and marked[1:].count(most) == 1 else None

    @property
    def rows(self) -> list[tuple[ParagraphView, tuple[Spans, ...]]]:
        return list(zip(self.views, self.cells, strict=True))


def is_number(spans: Spans) -> bool:
    return _NUMBER.fullmatch("".join(span.text for span in spans)) is not None


def in_stretches(views: Sequence[ParagraphView], asked: SearchRequest) -> list[Stretch]:
    """The paragraphs in their order, rows of a table together, with what meets the search in it."""
    words = normalize(" ".join((asked.q, *asked.within)))
    blocks: list[Stretch] = []
    for run in _runs(views):
        rows = [(view, cells_of(view.paragraph.text, 2)) for view in run]
        if len(run) < _LEAST_ROWS:
            blocks += [Stretch((view,)) for view in run]
        else:
            blocks.append(_table(rows, words, wording_of(asked)))
    return blocks


def _runs(views: Sequence[ParagraphView]) -> Iterator[list[ParagraphView]]:
    """Rows that stand under the same names with no heading between them; all else alone."""
    run: list[ParagraphView] = []
    names: list[str] = []
    for view in views:
        own = [] if view.is_cut else [cell.name for cell in cells_of(view.paragraph.text, 2)]
        is_next = own and names and own[0] == names[0] and not (view.above or run[-1].below)
        if not (is_next and 2 * len({*own} & {*names}) >= len(own)):
            if run:
                yield run
            run, names = [], []
        run.append(view)
        names = _joined(names, own)
    if run:
        yield run


def _joined(names: Sequence[str], more: Sequence[str]) -> list[str]:
    """Names of columns in their order; one that only some rows have stands behind its neighbour."""
    joined, at = list(names), 0
    for name in more:
        if name not in joined:
            joined.insert(at, name)
        at = joined.index(name) + 1
    return joined


def _table(
    rows: Sequence[tuple[ParagraphView, Sequence[Cell]]], words: str, wording: str
) -> Stretch:
    names: list[str] = []
    marked: dict[str, Spans] = {}
    for view, cells in rows:
        names = _joined(names, [cell.name for cell in cells])
        for cell in cells:
            head = _cut(view.spans, cell.start, cell.value_start - 1)
            marked.setdefault(cell.name, head)
    met = [_met(view, cells, words) for view, cells in rows]
    most = max(map(len, met))
    heads = {normalize(s.text) for spans in marked.values() for s in spans if s.matched}
    meets_head = not most and any(view.marks for view, _ in rows)
    views = [
        _counted(view, forms if most else heads, wording, bool(most and len(forms) == most))
        for (view, _), forms in zip(rows, met, strict=True)
    ]
    if meets_head:
        views[0] = _counted(views[0], heads, wording, True)
    return Stretch(
        tuple(views),
        tuple(marked[name] for name in names),
        tuple(_in_columns(view, cells, names) for view, cells in rows),
        meets_head,
    )


def _met(view: ParagraphView, cells: Sequence[Cell], words: str) -> set[str]:
    """What the cells of a row have of the query, but single characters in a longer one (月); and
    numbers whose measure names the column: 2024年 is met by 2024 under 年度."""
    found: set[str] = set()
    for cell in cells:
        end = cell.value_start + len(cell.text)
        for first, last in view.marks:
            text = view.paragraph.text[max(first, cell.value_start) : min(last, end)]
            if len(text) > 1 or (text and text == cell.text):
                found.add(normalize(text))
        if cell.text.isdecimal():
            measures = re.findall(rf"(?<!\d){cell.text}([^\W\d])", words)
            found.update(cell.text + one for one in measures if one in cell.name)
    return found


def _counted(view: ParagraphView, forms: set[str], wording: str, is_met: bool) -> ParagraphView:
    """A row with its headings' hits, and one of its own where it meets the search."""
    above = sum(span.matched for spans in (*view.above, *view.below) for span in spans)
    is_whole = any(wording and wording in form for form in forms)
    return replace(
        view,
        hits=above + is_met,
        parts=min(view.parts, above) + (is_met and not is_whole),
        has_whole=is_whole and is_met,
    )


def _in_columns(
    view: ParagraphView, cells: Sequence[Cell], names: Sequence[str]
) -> tuple[Spans, ...]:
    own = {
        cell.name: _cut(view.spans, cell.value_start, cell.value_start + len(cell.text))
        for cell in cells
    }
    return tuple(own.get(name, ()) for name in names)


def _cut(spans: Sequence[Span], start: int, end: int) -> Spans:
    """The part of a text that stands between two places, with its marks."""
    made: list[Span] = []
    at = 0
    for span in spans:
        text = span.text[max(0, start - at) : max(0, end - at)]
        at += len(span.text)
        if text:
            made.append(Span(text, span.matched))
    return tuple(made)
