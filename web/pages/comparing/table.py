"""Answer the page of the figures table: filtered, sorted, with repeats folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from flask import Blueprint, request

from indexer.model.figures import DIRECTION_LABELS, KIND_LABELS, KINDS, MODALITY_LABELS, ROLE_LABELS
from indexer.model.schema import SCHEMA
from search.comparing.measures import By, Measure
from search.comparing.tables.accounted import is_unreported
from search.figures.request import FigureRequest, FigureSort
from search.figures.results import FigureRow, statement_of
from search.request import Filters, SearchRequest
from search.results import FacetValue
from search.sentences.deeds import Deed
from search.sentences.unread_years import named_measure, names_told, sentences_of_years
from web.addresses import figures_address, plain_address
from web.context import current_view, site
from web.i18n import render
from web.pages.pager import paged
from web.pages.places import quoted_address
from web.params import read_figures

figure_pages = Blueprint("figure_pages", __name__)
ANY = Filters()
_OFFERED = 2_000  # values of a select or a list to type into
_OPTIONS = 40  # of a select; of more names one is typed
_SHOWN = 30  # rows of a page that are not folded
_UNITS = 8  # of a measure, for which the nearest sentences are looked for


@dataclass(frozen=True, slots=True)
class FoldedRow:
    """A figure as drawn, and the other rows of the page that say the same in other places."""

    row: FigureRow
    repeats: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class FigureChip:
    """Something that narrows the table, and the address without it."""

    title: str
    value: str
    address: str


@figure_pages.get("/figures")
def table() -> str:
    parsed = read_figures(request.args)
    asked = parsed.request
    page = site().searcher.figures(asked)
    last = max(1, ceil(max(page.total, 1) / asked.size))
    offered = site().searcher.search(SearchRequest(size=1, facet_limit=_OFFERED)).facets
    return render(
        "figures/table.html",
        form=asked,
        page=page,
        notes=(*parsed.notes, *page.notes),
        rows=fold_repeats(page.rows),
        chips=_chips(asked),
        selects=_selects(asked, offered),
        most_options=_OPTIONS,
        shown=_SHOWN,
        chosen=len(asked.filters.chosen) + sum(map(bool, (asked.q, asked.kinds, asked.units))),
        kinds=[(kind, KIND_LABELS[kind]) for kind in KINDS],
        labels={"kind": KIND_LABELS, "direction": DIRECTION_LABELS, "role": ROLE_LABELS},
        modalities=MODALITY_LABELS,
        sorts={name: _at(replace(asked, sort=name, page=1)) for name in _sorts(asked)},
        files=[
            (ending[1:].upper(), figures_address(replace(asked, page=1), current_view(), ending))
            for ending in (".csv", ".xlsx", ".json")
        ],
        is_too_long=page.total > site().settings.export.max_rows,
        max_rows=site().settings.export.max_rows,
        pager=paged(asked.page, last, lambda page: _at(replace(asked, page=page))),
        reading=quoted_address,
        indicator=indicator_address,
        cleared=_at(FigureRequest()),
    )


def fold_repeats(rows: Iterable[FigureRow]) -> list[FoldedRow]:
    """Rows that one document says twice are one, with the other places beside it."""
    folded: dict[tuple[object, ...], list[FigureRow]] = {}
    for row in rows:
        folded.setdefault(statement_of(row), []).append(row)
    return [FoldedRow(first, tuple(others)) for first, *others in folded.values()]


def indicator_address(
    indicator: str, kind: str = "", unit: str = "", filters: Filters = ANY
) -> str:
    """The page of an indicator: units × years, with a chart."""
    pairs = [("indicator", indicator)]
    pairs += [("kind", kind)] if kind else []
    pairs += [("unit", unit)] if unit else []
    pairs += filters.pairs
    return plain_address("/compare", current_view(), pairs)


def absent(unit: str, year: int | None, by: By) -> str:
    """Why a cell of units × years is empty, as the catalogue has it."""
    is_without = is_unreported(site().searcher, by, unit, year)
    return "本库没有 {n} 年的报告" if is_without else "没有读到"


def nearest_sentences(
    name: str, measure: Measure, years: Sequence[int | None]
) -> dict[tuple[str, int | None], Deed]:
    """What has every word of a name of it in the reports of the units and years of which nothing is
    read; a report of the next year would tell its own."""
    rows = [row for held in measure.cells.values() for row in held]
    names = names_told(name, rows)
    found: dict[tuple[str, int | None], Deed] = {}
    for unit in measure.units[:_UNITS]:
        empty = [year for year in years if year and (unit, year) not in measure.cells]
        if empty:
            of = named_measure(site().searcher, names)
            told = sentences_of_years(site().searcher, of, unit, empty, measure.unit)
            found |= {
                (unit, year): deed
                for year, deed in told.items()
                if deed.paragraph.year == year and not deed.lacks
            }
    return found


def _at(asked: FigureRequest) -> str:
    return figures_address(asked, current_view())


def _sorts(asked: FigureRequest) -> tuple[FigureSort, FigureSort]:
    """What a click on a heading asks for: a second one on the value turns the order round."""
    return "document", "value" if asked.sort == "-value" else "-value"


def _chips(asked: FigureRequest) -> list[FigureChip]:
    """What the form has no field for, or more than one value of."""

    def others(values: tuple[str, ...], value: str) -> tuple[str, ...]:
        return tuple(other for other in values if other != value)

    first = replace(asked, page=1)
    chips = [
        FigureChip("文献", v, _at(replace(first, documents=others(asked.documents, v))))
        for v in asked.documents
    ]
    chips += [
        FigureChip("段落", v, _at(replace(first, paragraphs=others(asked.paragraphs, v))))
        for v in asked.paragraphs
    ]
    chips += [
        FigureChip("指标", v, _at(replace(first, indicators=others(asked.indicators, v))))
        for v in asked.indicators
    ]
    for field, values in asked.filters.chosen:
        for value in values if len(values) > 1 or field not in SCHEMA.facets else ():
            filters = asked.filters.replaced(**{field: others(values, value)})
            chips.append(
                FigureChip(SCHEMA[field].label, value, _at(replace(first, filters=filters)))
            )
    return chips


def _selects(
    asked: FigureRequest, offered: Mapping[str, tuple[FacetValue, ...]]
) -> list[tuple[str, str, list[str], tuple[str, ...]]]:
    """For each select: name, label, values that can be chosen, values that are."""
    found = []
    for name in SCHEMA.facets:
        chosen = asked.filters.of(name)
        values = dict.fromkeys((*chosen, *(row.value for row in offered.get(name, ()))))
        found.append((name, SCHEMA[name].label, list(values), chosen))
    return found
