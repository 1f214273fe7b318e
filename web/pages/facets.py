"""Turn facet values into what the side of the page draws: lists, region tree, bars, chips."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.model.schema import SCHEMA, Kind
from search.query.years import is_in_years, parse_year_range
from search.request import FACET_LIMIT, SearchRequest
from search.results import FacetValue, SearchResult
from search.searcher import Searcher
from web.addresses import addresses_with, search_address, with_filter, without_text, without_value
from web.pages.initiatives.rows import by_kind
from web.params import ViewOptions

SHOWN, SHOWN_OF_TREE = 8, 16
LISTED = 60
UNPRINTED = "未写出名称"
# Kinds of names that no reader looks for among measures.
OTHER_KINDS = ("荣誉", "会议", "口号", "其他", "活动", "表彰")
BAR_HEIGHT = 56


@dataclass(frozen=True, slots=True)
class FacetRow:
    """One value to tick. `label` is what is shown: the last name of a region's path."""

    value: str
    label: str
    count: int
    selected: bool
    depth: int = 0
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows that are folded away under a heading of their own."""

    title: str
    rows: tuple[FacetRow, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet as drawn: rows always in view, and others folded away.

    `size` is the number of all its values, `hidden` of those that are in neither; `containing` is
    the text that the listed ones hold; `unnamed` are paragraphs without any, where that is known.
    """

    field: str
    title: str
    rows: tuple[FacetRow, ...]
    more: tuple[Fold, ...]
    size: int
    containing: str = ""
    unnamed: int = 0

    @property
    def hidden(self) -> int:
        shown = len(self.rows) + sum(len(fold.rows) for fold in self.more)
        return 0 if self.containing else max(0, self.size - shown)

    @property
    def folded(self) -> int:
        """How many values are not in view at once."""
        return 0 if self.containing else max(0, self.size - len(self.rows))

    @property
    def chosen(self) -> int:
        folded = (row for fold in self.more for row in fold.rows)
        return sum(row.selected for row in (*self.rows, *folded))


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of the chart: its height in pixels, where a click on it leads, and whether there is
    room for the year below it."""

    year: str
    count: int
    height: int
    selected: bool
    address: str
    is_labelled: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force and the address without it."""

    field: str
    title: str
    label: str
    address: str


def facets(
    result: SearchResult,
    asked: SearchRequest,
    kind_of: Callable[[str], str],
    unprinted: Collection[str] = (),
) -> tuple[Facet, ...]:
    """The facets with any value to choose, in the order of the contract; years have their chart.

    Of each `LISTED` values are drawn besides chosen ones, or as many as are asked for. `kind_of` is
    the kind of an initiative: what is no measure (an honour, a meeting) is folded away. `unprinted`
    are initiatives of which no paragraph of the library prints the name.
    """
    most = LISTED if asked.facet_limit == FACET_LIMIT else None
    drawn = []
    for field in SCHEMA.facets:
        kind, containing = SCHEMA[field].kind, asked.facet_text(field)
        values = result.facets.get(field, ())
        first = values if most is None else values[:most]
        rows = _rows(kind, (*first, *(v for v in values[len(first) :] if v.selected)))
        if field == "initiative" and unprinted:
            rows = tuple(replace(r, status=UNPRINTED) if r.value in unprinted else r for r in rows)
        if kind == "year" or not (rows or containing):
            continue
        shown = SHOWN if kind != "path" else SHOWN_OF_TREE
        folds = _kinds(rows, kind_of) if field == "initiative" else (Fold("", rows),)
        top, rest = _split(folds[0].rows, len(rows) if containing else shown)
        by_kind = _by_kind(rest, kind_of) if field == "initiative" else (Fold("", rest),)
        more = tuple(fold for fold in (*by_kind, *folds[1:]) if fold.rows)
        size = result.facet_values.get(field, len(rows))
        unnamed = _unnamed(field, values, size, result, asked)
        drawn.append(Facet(field, SCHEMA[field].label, top, more, size, containing, unnamed))
    return tuple(drawn)


def has_choices(facets: Iterable[Facet], bars: Iterable[Bar]) -> bool:
    """Whether there is anything to choose: values chosen of nothing are told by their chips."""
    rows = ((*f.rows, *(row for fold in f.more for row in fold.rows)) for f in facets)
    counted = any(row.count for of_facet in rows for row in of_facet)
    return counted or any(bar.count for bar in bars) or any(f.containing for f in facets)


def _kinds(rows: tuple[FacetRow, ...], kind_of: Callable[[str], str]) -> tuple[Fold, ...]:
    """Measures first; honours, meetings and slogans, unless chosen, under a heading of theirs."""
    others = tuple(r for r in rows if not r.selected and kind_of(r.value) in OTHER_KINDS)
    names = tuple(row for row in rows if row not in others)
    return (Fold("", names), Fold("其他名称", others)) if names else (Fold("", rows),)


def _by_kind(rows: tuple[FacetRow, ...], kind_of: Callable[[str], str]) -> tuple[Fold, ...]:
    """The rows that are not in view below their kinds, the kind with the most values first."""
    kinds = by_kind(rows, lambda row: kind_of(row.value))
    return tuple(Fold(kind, tuple(found)) for kind, found in kinds)


def _unnamed(
    field: str,
    values: Sequence[FacetValue],
    size: int,
    result: SearchResult,
    asked: SearchRequest,
) -> int:
    """How many paragraphs of the result have no value here; 0 where that cannot be told.

    A field of one value a paragraph tells it by the sum of its counts, if all of them are listed
    and none is chosen: the counts of a facet look past its own selection.
    """
    kind = SCHEMA[field].kind
    is_whole = len(values) >= size and not asked.facet_text(field)
    if kind not in ("keyword", "path") or not is_whole or asked.filters.of(field):
        return 0
    return max(0, result.total - sum(v.count for v in values if v.parent is None))


def year_bars(
    values: Iterable[FacetValue], request: SearchRequest, view_options: ViewOptions
) -> tuple[Bar, ...]:
    """The years from the first to the last, empty ones too while they are few."""
    counts = {int(v.value): v.count for v in values if v.value.lstrip("-").isdigit()}
    if not counts:
        return ()
    low, high = min(counts), max(counts)
    years = range(low, high + 1) if high - low < 60 else sorted(counts)
    top = max(counts.values()) or 1
    chosen = request.filters.of("year")
    only_this = addresses_with(request, "year", view_options)
    without = search_address(with_filter(request, "year", ()), view_options)
    return tuple(
        Bar(
            str(year),
            counts.get(year, 0),
            _height(counts.get(year, 0), top),
            is_in_years(year, chosen),
            without if chosen == (str(year),) else only_this(str(year)),
            len(years) <= 6 or year in (low, high),
        )
        for year in years
    )


def _height(count: int, top: int) -> int:
    return max(2, round(BAR_HEIGHT * count / top)) if count else 0


def chips(request: SearchRequest, view_options: ViewOptions) -> tuple[Chip, ...]:
    """Every filter in force, in the order of the facets, then every text searched in the result."""
    texts = (
        Chip(
            "within",
            "结果中检索",
            text,
            search_address(without_text(request, text), view_options),
        )
        for text in request.within
    )
    filters = (
        Chip(
            field,
            SCHEMA[field].label,
            year_label(value) if SCHEMA[field].kind == "year" else value,
            search_address(without_value(request, field, value), view_options),
        )
        for field, value in request.filters.pairs
    )
    return (*filters, *texts)


def year_label(value: str) -> str:
    """A year filter in words: 2020..2022 → 2020—2022, 2020.. → 2020 起, ..2022 → 2022 止."""
    years = parse_year_range(value)
    if years.low is None or years.high is None:
        return f"{years.high} 止" if years.low is None else f"{years.low} 起"
    return value if ".." not in value else f"{years.low}—{years.high}"


def _rows(kind: Kind, values: Sequence[FacetValue]) -> tuple[FacetRow, ...]:
    if kind == "path":
        return _tree(values)
    return tuple(FacetRow(v.value, v.value, v.count, v.selected, 0, v.status) for v in values)


def _tree(values: Sequence[FacetValue]) -> tuple[FacetRow, ...]:
    """Regions below their parents, each level in the order given; an orphan stands at the top."""
    known = {v.value for v in values}
    children: dict[str | None, list[FacetValue]] = {}
    for value in values:
        parent = value.parent if value.parent in known else None
        children.setdefault(parent, []).append(value)
    rows: list[FacetRow] = []

    def place(parent: str | None, depth: int) -> None:
        for v in children.get(parent, ()):
            label = v.value.rsplit("/", 1)[-1] if depth else v.value
            rows.append(FacetRow(v.value, label, v.count, v.selected, min(depth, 6)))
            if depth < 40:
                place(v.value, depth + 1)

    place(None, 0)
    return tuple(rows)


def _split(
    rows: tuple[FacetRow, ...], shown: int
) -> tuple[tuple[FacetRow, ...], tuple[FacetRow, ...]]:
    """What is in view at once (chosen values always) and the rest; one left over is shown too."""
    if len(rows) <= shown + 1:
        return rows, ()
    if any(row.depth for row in rows):
        return rows[:shown], rows[shown:]
    chosen = tuple(row for row in rows if row.selected)
    others = tuple(row for row in rows if not row.selected)
    room = max(0, shown - len(chosen))
    return chosen + others[:room], others[room:]


def unnarrowed(result: SearchResult, asked: SearchRequest, searcher: Searcher) -> int:
    """What the words alone find, where filters leave a part of it; 0 where they leave all."""
    bare = without_filters(asked)
    if not result.total or bare == asked:
        return 0
    total = searcher.total(bare)
    return total if total != result.total else 0


def without_filters(request: SearchRequest) -> SearchRequest:
    """The same request with every filter and every text searched in the result taken off."""
    return replace(request, filters=type(request.filters)(), within=(), page=1)
