"""Answer the page that compares units over the years: a subject's sentences, or an indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Blueprint, Response, make_response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from indexer.model.figures import DIRECTION_LABELS, KIND_LABELS, KINDS
from indexer.text.normalizer import normalize
from search.comparing.asked_units import asked_units, filters_of, years_asked
from search.comparing.grid import UnitGrid, unit_grid
from search.comparing.measures import (
    By,
    Measure,
    against,
    gaps_between,
    is_dated,
    is_of_years,
    part_of,
    rewritten,
    year_of,
    years_told,
)
from search.comparing.nearest import nearest_indicators
from search.comparing.related import RelatedNames, measures_in_all_words, related_names
from search.comparing.tables.asked_table import asked_table
from search.comparing.tables.unit_tables import UnitTable, theme_table
from search.comparing.told_measure import measure_word
from search.errors import NotFoundError
from search.figures.request import FigureRequest
from search.figures.results import IndicatorCount
from search.request import SearchRequest
from search.rewrite.first_year import without_comparing
from search.sentences.deeds import Deed
from web.addresses import (
    address,
    compare_address,
    figures_address,
    plain_address,
    readable,
    search_address,
    write_search,
)
from web.context import current_view, prefix, printed_root, site
from web.i18n import render
from web.pages.citations import cite
from web.pages.comparing.charts import NARROW, Chart, ChartWords, chart_of, words_of
from web.pages.comparing.choosing import units_of_indicator, units_of_library, units_of_subject
from web.pages.comparing.folding import folded
from web.pages.comparing.table import absent, indicator_address, nearest_sentences
from web.pages.places import quoted_address
from web.params import Lang, read_figures, read_search

compare = Blueprint("compare", __name__)
_INDICATORS = 60  # offered where none is asked for
_WORDINGS = 12  # of an indicator
_RELATED = 40  # indicators whose names hold the same words
# What a template tells a figure with.
_TELLING: dict[str, Any] = {
    "absent": absent,
    "kind_labels": KIND_LABELS,
    "directions": DIRECTION_LABELS,
    "reading": quoted_address,
    "against": against,
    "is_dated": is_dated,
    "is_of_years": is_of_years,
    "part_of": part_of,
    "rewritten": rewritten,
    "years_told": years_told,
}


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure with its chart, if any, for wide and narrow screens, and other names of it."""

    measure: Measure
    chart: Chart | None
    narrow: Chart | None
    words: ChartWords
    image: str
    figures: str
    related: RelatedNames | None
    unread: Mapping[tuple[str, int | None], Deed]

    @property
    def years(self) -> tuple[int | None, ...]:
        """Those of the measure, and those of which its units tell in other words alone."""
        own = set(self.measure.units)
        names = self.related.names if self.related is not None else ()
        told = {year for name in names if name.unit in own for year in name.cells}
        years = told.union(self.measure.years)
        return tuple(sorted(years, key=lambda year: (year is None, year or 0)))

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """The years of which nothing is told between the first and the last, in runs."""
        return gaps_between(self.years)


@compare.get("/compare")
def page() -> str | BaseResponse:
    if request.args.get("indicator", "").strip():
        return _indicator_page()
    asked = read_search(request.args).request
    theme = _theme_named(asked)
    if theme:  # what is said of the theme is more than what prints its name
        by = [("by", "region")] if _by() == "region" else []
        return redirect(_compared([("theme", theme), *asked.filters.pairs, *by]))
    meant = _units_and_theme(asked)
    if meant is not None:
        return redirect(compare_address(meant, current_view()))
    if asked.q.strip() or asked.filters:
        return _subject_page(asked)
    offered, total = site().searcher.figure_indicators(FigureRequest(), _INDICATORS, True)
    taxonomy = site().searcher.taxonomy()
    return render(
        "figures/compare_start.html",
        offered=offered,
        total=total,
        indicator=indicator_address,
        kind_labels=KIND_LABELS,
        **units_of_library(),
        themes=[(theme.name, _compared([("theme", theme.name)])) for theme in taxonomy.themes],
    )


def _theme_named(asked: SearchRequest) -> str:
    """The theme that a text names, beside units and years at most; "" for any other."""
    text, narrowed = asked.q.strip(), {field for field, _ in asked.filters.chosen}
    if narrowed - {"source", "year"} or asked.within or asked.mode != "smart":
        return ""
    names = [theme.name for theme in site().searcher.taxonomy().themes]
    return text if text in names else ""


def _units_and_theme(asked: SearchRequest) -> SearchRequest | None:
    """What a query without filters asks to compare, where it names units or years beside a theme
    or an initiative: 江州 北屏 反诈. What prints these very words together is little of it."""
    if asked.is_narrowed or asked.mode != "smart" or not asked.q.strip():
        return None
    table = asked_table(site().searcher, asked.q)
    if table is not None:
        return SearchRequest(filters=table.filters.replaced(theme=(table.theme.name,)))
    named = asked_units(site().searcher, asked.q)
    if named is not None:
        return named.asked
    rest, years = years_asked(normalize(asked.q))
    filters = filters_of(site().searcher, without_comparing(rest)) if years else None
    return None if filters is None else SearchRequest(filters=filters.replaced(year=years))


@compare.get("/compare.svg")
def picture() -> Response:
    """The chart of one measure, as a file."""
    asked, by = _figures_asked(), _by()
    every = replace(asked, kinds=(), units=())
    measures = measures_in_all_words(site().searcher, every, by) if asked.indicators else ()
    for measure in measures:
        chart = chart_of(measure, _lang()) if _is_chosen(measure, asked) else None
        if chart is not None:
            words = _words(asked, measure)
            drawn = render("figures/chart.svg", chart=chart, words=words)
            response = make_response(drawn)
            response.content_type = "image/svg+xml; charset=utf-8"
            return response
    raise NotFoundError("图表", asked.indicators[0] if asked.indicators else "")


@compare.get("/compare.xlsx")
def workbook() -> Response:
    """The table that the page shows, and the sentence of each figure, as a workbook."""
    # Imported when asked for: a start must be quick.
    from web.exports.comparison import (
        ComparisonBook,
        lines_of_grid,
        lines_of_measures,
        write_comparison,
    )
    from web.exports.download import download

    by, asked, figures = _by(), read_search(request.args).request, _figures_asked()
    sentences: dict[tuple[str, int | None], str] = {}
    if figures.indicators:
        words = figures.indicators[0]
        measures = measures_in_all_words(site().searcher, replace(figures, kinds=(), units=()), by)
        chosen = [m for m in measures if _is_chosen(m, figures)] or measures
        told = [(m, related_names(site().searcher, figures, m, by)) for m in chosen]
        lines = tuple(lines_of_measures(words, told))
    else:
        words, (grid, _) = _subject(asked), _laid_out(asked, by)
        lines = lines_of_grid(grid)
        sentences = {
            (unit, year): "".join(piece.text for piece in cell.pieces)
            for unit in grid.units
            for year in grid.years
            if (cell := grid.cells.get((unit, year))) is not None
        }
    if not (lines or sentences):
        raise NotFoundError("比较", words)
    here, today = address(f"{printed_root()}/compare", request.args.items(multi=True)), date.today()
    generation = site().searcher.status().generation
    book = ComparisonBook(
        words, readable(here), printed_root(), today, generation, lines, sentences
    )
    return download(book, write_comparison, "xlsx", f"比较 {words}", today)


def _indicator_page() -> str:
    asked, by = _figures_asked(), _by()
    # Its other measures are shown, too: their number tells that they must not be mixed up.
    every = replace(asked, kinds=(), units=())
    measures = measures_in_all_words(site().searcher, every, by)
    counts, _ = site().searcher.figure_indicators(every, _WORDINGS, True)
    related = _of_like_names(asked, bool(measures))
    wordings = {wording for count in counts for wording in count.wordings}
    chosen = [m for m in measures if _is_chosen(m, asked)]
    others = [m for m in measures if m not in chosen]
    views = [_view(asked, measure, by) for measure in (chosen or measures)]
    told = {r.figure.measured for m in measures for rows in m.cells.values() for r in rows}
    told |= {name.indicator for view in views if view.related for name in view.related.names}
    return render(
        "figures/indicator.html",
        indicator=asked.indicators[0],
        wordings=sorted(wordings - {asked.indicators[0]}),
        views=views,
        others=[
            (m, indicator_address(asked.indicators[0], m.kind, m.unit, asked.filters))
            for m in others
            if chosen
        ],
        related=[
            (one, indicator_address(one.indicator, one.kind, one.unit, asked.filters))
            for one in related
            if not (told | wordings).intersection(one.wordings)
        ],
        by=by,
        by_addresses=_by_addresses(),
        choice=units_of_indicator(every, measures, by),
        **_TELLING,
        families=site().searcher.figure_families(asked.indicators),
        named=lambda name, measure: indicator_address(
            name, measure.kind, measure.unit, asked.filters
        ),
        rows=figures_address(every, current_view()),
        as_search=search_address(SearchRequest(asked.indicators[0]), current_view()),
    )


def _of_like_names(asked: FigureRequest, is_known: bool) -> Sequence[IndicatorCount]:
    """The measures whose names hold an indicator's; of one that is not known the nearest."""
    if not is_known:
        return nearest_indicators(site().searcher, asked.indicators[0], asked.filters)
    name, searcher = asked.indicators[0], site().searcher
    found: dict[IndicatorCount, None] = {}
    for words in filter(None, (name, measure_word(name))):  # 赤字率, too, of 财政赤字率
        named = FigureRequest(q=words, filters=asked.filters)
        found |= dict.fromkeys(searcher.figure_indicators(named, _RELATED, True)[0])
    found |= dict.fromkeys(nearest_indicators(searcher, name, asked.filters))
    return list(found)


def _is_chosen(measure: Measure, asked: FigureRequest) -> bool:
    units = request.args.getlist("unit")
    is_of_unit = not units or any(unit in measure.printed for unit in units)
    return is_of_unit and (not asked.kinds or measure.kind in asked.kinds)


def _view(asked: FigureRequest, measure: Measure, by: By) -> MeasureView:
    pairs = [("indicator", asked.indicators[0]), ("kind", measure.kind), ("unit", measure.unit)]
    pairs += asked.filters.pairs
    pairs += [("by", by)] if by != "source" else []
    has_other_names = measure.modality == "actual" and not measure.is_of_years
    is_level = has_other_names and by == "source" and measure.kind not in ("change", "rank")
    name, years = asked.indicators[0], measure.years
    return MeasureView(
        measure,
        chart_of(measure, _lang()),
        chart_of(measure, _lang(), NARROW),
        _words(asked, measure),
        _compared(pairs, ".svg"),
        address(f"{prefix()}/compare.xlsx", pairs),
        related_names(site().searcher, asked, measure, by) if has_other_names else None,
        nearest_sentences(name, measure, years) if is_level and len(years) > 1 else {},
    )


def _words(asked: FigureRequest, measure: Measure) -> ChartWords:
    return words_of(measure, asked.indicators[0], KIND_LABELS[measure.kind], _lang())


def _figures_asked() -> FigureRequest:
    asked = read_figures(request.args).request
    return replace(asked, kinds=tuple(k for k in asked.kinds if k in KINDS), page=1)


def _lang() -> Lang:
    return current_view().lang


def _by() -> By:
    return "region" if request.args.get("by") == "region" else "source"


def _subject_page(asked: SearchRequest) -> str:
    by = _by()
    grid, outcomes = _laid_out(asked, by)
    pairs = write_search(replace(asked, page=1, size=SearchRequest().size))
    options = current_view()
    return render(
        "figures/compare.html",
        asked=asked,
        subject=_subject(asked),
        grid=grid,
        by=by,
        by_addresses=_by_addresses(),
        choice=units_of_subject(asked),
        as_search=search_address(asked, options),
        xlsx=address(f"{prefix()}/compare.xlsx", request.args.items(multi=True)),
        cell=lambda unit, year: _cell_address(pairs, by, unit, year),
        citation=lambda paragraph: cite(paragraph, printed_root(), date.today(), options.lang),
        worded=_worded_address(asked),
        unprinted=[
            name
            for name in asked.filters.of("initiative")
            if name in site().searcher.library().unprinted
        ],
        **_TELLING,
        years=_year_addresses(grid.years),
        **folded(grid, outcomes),
        indicator=lambda name, aspect: indicator_address(
            name, aspect.kind, aspect.unit, asked.filters
        ),
        figures=figures_address(FigureRequest(q=asked.q, filters=asked.filters), options),
        year_of=year_of,
    )


def _laid_out(asked: SearchRequest, by: By) -> tuple[UnitGrid, UnitTable | None]:
    """What units say, and of a theme the table of what came of its cases."""
    is_worded = asked.q.strip() or asked.within
    outcomes = None if is_worded else theme_table(site().searcher, asked.filters, by)
    grid = unit_grid(site().searcher, asked, by, outcomes.things if outcomes else ())
    order = outcomes.units if outcomes else ()
    units = sorted(grid.units, key=lambda unit: order.index(unit) if unit in order else len(order))
    return replace(grid, units=tuple(units)), outcomes


def _worded_address(asked: SearchRequest) -> str:
    """What prints the name of a theme, compared; "" where no theme alone is."""
    names = [value for _, value in asked.filters.pairs]
    if asked.q.strip() or asked.within or len(names) != 1 or not asked.filters.of("theme"):
        return ""
    pairs = [("q", names[0]), ("mode", "exact"), *([("by", "region")] if _by() == "region" else [])]
    return _compared(pairs)


def _compared(pairs: Sequence[tuple[str, str]], ending: str = "") -> str:
    """The page of what these choose, or its chart, in the language of this page."""
    return plain_address(f"/compare{ending}", current_view(), pairs)


def _subject(asked: SearchRequest) -> str:
    chosen = [value for _, value in asked.filters.pairs]
    return " · ".join([*([asked.q.strip()] if asked.q.strip() else []), *chosen])


def _cell_address(pairs: list[tuple[str, str]], by: By, unit: str, year: int | None) -> str:
    """The search that lists all paragraphs of a cell."""
    kept = [pair for pair in pairs if pair[0] not in ((by, "year") if unit else ("year",))]
    kept += [(by, unit)] if unit else []
    kept += [("year", str(year))] if year is not None else []
    return plain_address("/search", current_view(), kept)


def _year_addresses(years: Sequence[int | None]) -> list[tuple[int | None, str]]:
    """The same page for each of its years alone, the latest first; for all where it is of one."""
    kept = [(k, v) for k, v in request.args.items(multi=True) if k != "year"]
    here = f"{prefix()}/compare"
    if request.args.get("year"):
        return [(None, address(here, kept))]
    known = [year for year in reversed(years) if year is not None]
    return [(y, address(here, [*kept, ("year", f"{y}")])) for y in known if len(known) > 1]


def _by_addresses() -> dict[str, str]:
    """The same page with units, and with regions, as its rows."""
    kept = [(k, v) for k, v in request.args.items(multi=True) if k != "by"]
    here = f"{prefix()}/compare"
    return {"source": address(here, kept), "region": address(here, [*kept, ("by", "region")])}
