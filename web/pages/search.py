"""Answer the pages on which a reader searches: start, results, list of documents, help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from search.comparing.leaders import answers_to
from search.comparing.unit_figures import units_asked
from search.request import SearchRequest
from search.results import Hit, SearchResult, Span, spans
from web.addresses import (
    compare_address,
    encoded,
    plain_address,
    readable,
    search_address,
    with_filter,
)
from web.api.routes import answer
from web.context import current_view, prefix, printed_root, site
from web.exports.formats import FORMATS
from web.i18n import called, render
from web.pages import facets as facet_view
from web.pages.citations import Citation, cite
from web.pages.excerpts import Concordance, Excerpt, concordance, excerpt
from web.pages.pager import Pager, paged
from web.pages.places import concordance_address, lead_back, reading_address
from web.pages.results.answered import answer_addresses, led_by_cited, spelled_out
from web.pages.results.indicator_cards import indicator_line
from web.pages.results.inquiry import Inquiry
from web.pages.results.understood import understanding
from web.params import ViewOptions, read_page, read_search, read_view_options

pages = Blueprint("pages", __name__)

_FILES = {format.ending: format.label for format in FORMATS.values()} | {"json": "JSON"}
_KWIC_LINES = 20  # of one hit: a long text may hold the words of a query a hundred thousand times
_WHOLE_CHARS = 400_000  # of whole texts beside the excerpts of a page
_SORTS = (("relevance", "相关"), ("newest", "最新"), ("oldest", "最早"))


@dataclass(frozen=True, slots=True)
class HitView:
    """One hit as drawn. `address` opens the reading view at the paragraph, query marked."""

    hit: Hit
    excerpt: Excerpt
    title: Excerpt
    lines: tuple[Concordance, ...]
    citation: Citation
    address: str
    starts: str  # "cited", "all", "some" or "semantic" where its hits begin
    has_whole: bool  # the page has room for the whole text beside the excerpt
    unlisted: int  # marks for which 对照 has no line
    headings: tuple[tuple[Span, ...], ...] = ()  # those that hold a part of what was sought

    @property
    def whole(self) -> tuple[Span, ...]:
        """The whole text, marked."""
        return spans(self.hit.paragraph.text, self.hit.marks)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to look at the same result, with its address."""

    label: str
    address: str
    selected: bool


@pages.get("/")
def start() -> Response | str:
    if request.args.get("q"):  # an address written by hand
        return redirect(f"{prefix()}/search?{request.query_string.decode('ascii', 'replace')}")
    overview = site().overview.of(site().searcher)
    view_options = current_view()
    return render(
        "start.html",
        overview=overview,
        view_options=view_options,
        to=lambda asked: search_address(asked, view_options),
        compared=lambda asked: compare_address(asked, view_options),
        filtered=lambda field, *values: search_address(
            with_filter(SearchRequest(), field, values), view_options
        ),
        at=lambda source, year: search_address(
            with_filter(with_filter(SearchRequest(), "source", (source,)), "year", (year,)),
            view_options,
        ),
        initiative=lambda name: plain_address(f"/initiatives/{encoded(name)}", view_options),
    )


@pages.get("/search")
def search() -> str:
    parsed, view_options = read_search(request.args), current_view()
    asked = parsed.request
    result = answer(parsed.notes, asked)
    lead_back(replace(asked, q=result.query.meant), asked)
    inquiry = Inquiry(site().searcher, asked, result, view_options)
    spelt = spelled_out(inquiry)
    of_units = units_asked(spelt.searcher, spelt.asked, spelt.query)
    answers = answers_to(spelt.searcher, spelt.asked, spelt.query, of_units)
    indicator = indicator_line(spelt, bool(answers), of_units)
    if indicator is not None and indicator.named and asked.filters:
        indicator = None  # its counts are of the whole library, and not of what was chosen
    cited = indicator.cited if indicator is not None else ()
    shown = led_by_cited(inquiry, cited)
    return render(
        "search.html",
        asked=asked,
        view_options=view_options,
        result=result,
        hits=hit_views(shown, asked, view_options, bool(cited)),
        **_choices(inquiry),
        **understanding(inquiry, answers, indicator),
        semantic_at=semantic_address(inquiry),
        views=_views(asked, view_options),
        sorts=_sorts(asked, view_options),
        pager=pager(inquiry),
        to=lambda **changes: inquiry.at(replace(asked, **changes)),
        all_values=inquiry.at(replace(asked, facet_limit=2000)),
        cleared=inquiry.at(facet_view.without_filters(asked)),
        files=_files(inquiry),
        compare_at=compare_address(asked, view_options),
        concordance=concordance_address(replace(asked, page=1), view_options),
        answers=answers,
        **answer_addresses(view_options),
        max_rows=site().settings.export.max_rows,
        today=date.today().isoformat(),
        here=readable(search_address(asked, read_view_options(request.args))),
    )


def _choices(inquiry: Inquiry) -> dict[str, object]:
    """What may be chosen to narrow the result, and what is."""
    asked, result, view_options = inquiry.asked, inquiry.result, inquiry.view_options
    unprinted = inquiry.searcher.library().unprinted
    facets = facet_view.facets(result, asked, _kind_of(), unprinted)
    bars = facet_view.year_bars(result.facets.get("year", ()), asked, view_options)
    return {
        "facets": facets,
        "bars": bars,
        "has_facets": facet_view.has_choices(facets, bars),
        "chips": facet_view.chips(asked, view_options),
        "unnarrowed": facet_view.unnarrowed(result, asked, inquiry.searcher),
    }


@pages.get("/documents")
def documents() -> str:
    page, size = read_page(request.args, 50)
    view_options = current_view()
    found = site().searcher.documents(page, size)
    last = max(1, ceil(found.total / size))

    def at(number: int) -> str:
        pairs = [("page", str(number)), ("size", str(size))]
        return plain_address("/documents", view_options, pairs)

    return render(
        "documents.html",
        found=found,
        pager=paged(page, last, at),
        document=lambda slug: plain_address(f"/documents/{encoded(slug)}", view_options),
    )


@pages.get("/help")
def help_page() -> str:
    overview = site().overview.of(site().searcher)
    view_options = current_view()
    return render(
        "help.html",
        overview=overview,
        caps=site().settings.search,
        max_rows=site().settings.export.max_rows,
        example=lambda words, mode="smart": search_address(
            SearchRequest(q=words, mode=mode), view_options
        ),
    )


def hit_views(
    result: SearchResult, asked: SearchRequest, view_options: ViewOptions, is_cited: bool = False
) -> tuple[HitView, ...]:
    """The hits of a page, ready to draw; `is_cited`: the first of them by what stands above."""
    today, root = date.today(), printed_root()
    views: list[HitView] = []
    before: str | None = None
    room = _WHOLE_CHARS
    marked = replace(asked, q=result.query.meant)
    for hit in result.hits:
        begins = hit.match != before and (hit.match in ("some", "semantic") or before == "phrase")
        starts: str = hit.match if begins and hit.match != "phrase" else ""
        starts = "cited" if is_cited and before is None else starts
        has_whole = len(hit.paragraph.text) <= room
        room -= len(hit.paragraph.text) if has_whole else 0
        there = reading_address(hit.paragraph, marked, view_options, asked)
        views.append(_hit_view(hit, there, view_options, root, today, starts, has_whole))
        before = hit.match
    return tuple(views)


def semantic_address(inquiry: Inquiry) -> str:
    """The page on which the hits of like meaning begin, and there their divider; "" where they are
    scattered among the others, by date or by document."""
    asked = inquiry.asked
    if asked.sort != "relevance" or asked.group != "none":
        return ""
    at = inquiry.result.matches.by_words // asked.size + 1
    there = inquiry.at(replace(asked, page=at))
    return "#semantic" if at == asked.page else f"{there}#semantic"


def pager(inquiry: Inquiry) -> Pager:
    """Under 按篇 a page holds documents. No page lies beyond the window that the caps allow."""
    asked, result = inquiry.asked, inquiry.result
    units = result.total_documents if asked.group == "document" else result.total
    window = site().settings.search.max_window
    last = max(1, ceil(min(units, window) / asked.size))
    return paged(asked.page, last, lambda page: inquiry.at(replace(asked, page=page)))


def _hit_view(
    hit: Hit,
    there: str,
    view_options: ViewOptions,
    root: str,
    today: date,
    starts: str,
    has_whole: bool,
) -> HitView:
    text, marks, title = hit.paragraph.text, hit.marks, called(hit.paragraph, view_options.lang)
    is_kwic = view_options.view == "kwic"
    return HitView(
        hit=hit,
        excerpt=excerpt(text, marks),
        title=excerpt(title, hit.title_marks if hit.paragraph.title else (), len(title)),
        lines=concordance(text, marks[:_KWIC_LINES]) if is_kwic else (),
        citation=cite(hit.paragraph, root, today, view_options.lang),
        address=there,
        starts=starts,
        has_whole=has_whole,
        unlisted=max(0, len(marks) - _KWIC_LINES),
        headings=tuple(
            spans(heading, found)
            for heading, found in zip(hit.paragraph.headings, hit.heading_marks, strict=True)
            if found
        ),
    )


def _kind_of() -> Callable[[str], str]:
    """The kind of an initiative by its name; "" for one that the taxonomy does not list."""
    kinds = {i.name: i.kind for i in site().searcher.taxonomy().initiatives}
    return lambda name: kinds.get(name, "")


def _views(asked: SearchRequest, view_options: ViewOptions) -> tuple[Choice, ...]:
    """段落, 按篇, 对照: two of them are the same search drawn differently."""
    flat = replace(asked, group="none", page=1)
    grouped = replace(asked, group="document", page=1)
    as_list = replace(view_options, view="list")
    as_kwic = replace(view_options, view="kwic")
    is_kwic, is_grouped = view_options.view == "kwic", asked.group == "document"
    return (
        Choice("段落", search_address(flat, as_list), not is_kwic and not is_grouped),
        Choice("按篇", search_address(grouped, as_list), is_grouped and not is_kwic),
        Choice("对照", search_address(flat, as_kwic), is_kwic),
    )


def _sorts(asked: SearchRequest, view_options: ViewOptions) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            label,
            search_address(replace(asked, sort=name, page=1), view_options),  # type: ignore[arg-type]
            asked.sort == name,
        )
        for name, label in _SORTS
    )


def _files(inquiry: Inquiry) -> tuple[Choice, ...]:
    """The downloads; `selected` when the file holds this page only, because all is too much."""
    asked, result = inquiry.asked, inquiry.result
    rows = result.total_documents if asked.group == "document" else result.total
    too_many = rows > site().settings.export.max_rows
    choices = []
    for ending, label in _FILES.items():
        whole = search_address(asked, inquiry.view_options, f".{ending}")
        only_page = too_many and ending != "json"
        joint = "&" if "?" in whole else "?"
        target = f"{whole}{joint}export=page" if only_page else whole
        choices.append(Choice(label, target, only_page))
    return tuple(choices)
