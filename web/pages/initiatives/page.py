"""Answer the page of one initiative: who uses it, since when, in which words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from flask import Blueprint, request

from indexer.text.normalizer import normalize
from search.comparing.grid import marks_of
from search.errors import NotFoundError
from search.request import Filters, SearchRequest
from search.results import SearchResult
from web.addresses import compare_address, encoded, plain_address, search_address, with_filter
from web.context import current_view, site
from web.i18n import render
from web.pages.initiatives.rows import IndexRow, row_of
from web.pages.overview import Coverage, coverage, listed_years
from web.pages.pager import paged
from web.pages.results.first_years import FirstPrint, first_prints, hit_quote, plan_of
from web.pages.search import hit_views
from web.params import read_page

if TYPE_CHECKING:
    from indexer.taxonomy.taxonomy import Initiative
    from search.comparing.first_mention import FirstMention

initiatives = Blueprint("initiatives", __name__)
MAX_FORMS = 24


@dataclass(frozen=True, slots=True)
class Form:
    """One way an initiative is written, and in how many paragraphs it stands so."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class InitiativeView:
    """What the library knows of an initiative."""

    row: IndexRow  # its first year is one of this library, which is no claim about the world
    forms: tuple[Form, ...]
    parts: tuple[Form, ...]  # what stands for it alone, where not all paragraphs print its name
    other: tuple[FirstPrint, ...]  # synonyms that are searched with it, not counted here
    years: tuple[str, ...]
    sources: tuple[Coverage, ...]
    source_count: int
    documents: int
    plan: FirstMention | None  # where its first year is one of plans


@initiatives.get("/initiatives/<opaque:name>")
def one(name: str) -> str:
    options = current_view()
    page, size = read_page(request.args, 10)
    chosen = SearchRequest(filters=Filters(initiative=(name,)), sort="oldest", page=page, size=size)
    result = site().searcher.search(replace(chosen, facet_limit=None))
    known = _in_taxonomy(name)
    if (known is None or known.is_candidate) and not result.total:
        raise NotFoundError("举措", name)
    named = with_filter(SearchRequest(), "initiative", (name,))

    def at(number: int) -> str:
        there = f"/initiatives/{encoded(name)}"
        return plain_address(there, options, [("page", str(number))])

    last = max(1, ceil(result.total / size))
    view = _view_of(name, known, result)
    return render(
        "initiative.html",
        view=view,
        result=result,
        hits=hit_views(with_marks(result, (*view.forms, *view.parts)), chosen, options),
        pager=paged(page, last, at),
        compare_at=compare_address(named, options),
        as_search=search_address(named, options),
        at=lambda source, year: search_address(_cell(name, source, year), options),
        form_address=lambda words: search_address(SearchRequest(q=words, mode="exact"), options),
        theme=lambda value: search_address(
            with_filter(SearchRequest(), "theme", (value,)), options
        ),
        hit_quote=hit_quote,
        ending=lambda end: search_address(replace(named, sort="oldest"), options, end),
    )


def with_marks(result: SearchResult, forms: tuple[Form, ...]) -> SearchResult:
    """The same hits with the initiative's written forms marked: the filter itself marks nothing."""
    words = [SearchRequest(form.text, "exact") for form in forms if form.count]
    found = marks_of(site().searcher, words, [hit.paragraph.text for hit in result.hits])
    longest_first = (tuple(sorted(own, key=lambda m: (m[0], -m[1]))) for own in found)
    hits = (replace(hit, marks=own) for hit, own in zip(result.hits, longest_first, strict=True))
    return replace(result, hits=tuple(hits))


def _in_taxonomy(name: str) -> Initiative | None:
    return next((i for i in site().searcher.taxonomy().initiatives if i.name == name), None)


def _view_of(name: str, known: Initiative | None, result: SearchResult) -> InitiativeView:
    searcher = site().searcher
    found = [v.value for v in result.facets.get("year", ()) if v.count]
    years = listed_years(found)
    sources = tuple(v for v in result.facets.get("source", ()) if v.count)
    forms = known.forms if known is not None else (name,)
    row = row_of(name, result.total, known, searcher.library().prints.get(name))
    if known is None or name not in searcher.library().prints:
        row = replace(row, first_year=min(map(int, found), default=None))
    parts = known.parts if known and row.printed < row.count else ()
    known_forms = {normalize(form) for form in forms}
    named = searcher.search(SearchRequest(name, size=1, facet_limit=0, correct=False))
    written = first_prints(name, named, searcher)
    return InitiativeView(
        row=row,
        forms=_forms(name, forms[:MAX_FORMS]),
        parts=tuple(part for part in _forms(name, parts[:MAX_FORMS]) if part.count),
        other=tuple(o for o in written if o.year and normalize(o.form) not in known_forms),
        years=years,
        sources=coverage(searcher, result, Filters(initiative=(name,)), years),
        source_count=len(sources),
        documents=result.total_documents,
        plan=plan_of(searcher, forms[:MAX_FORMS], str(row.first_year)) if row.first_year else None,
    )


def _forms(name: str, forms: tuple[str, ...]) -> tuple[Form, ...]:
    """The written forms that occur among the initiative's paragraphs, most frequent first."""
    filters = Filters(initiative=(name,))
    counted = []
    for text in forms:
        total = site().searcher.total(SearchRequest(text, "exact", filters=filters))
        counted.append(Form(text, total))
    return tuple(sorted(counted, key=lambda form: (-form.count, form.text)))


def _cell(name: str, source: str, year: str) -> SearchRequest:
    return SearchRequest(filters=Filters(initiative=(name,), source=(source,), year=(year,)))
