"""Answer what other sites embed: the framed box, the component's script, the guide to both."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from flask import Blueprint, Response, current_app, request

from indexer.errors import QianshaoError, SettingsError
from indexer.model.schema import SCHEMA
from search.comparing.leaders import answers_to
from search.comparing.unit_figures import units_asked
from search.request import SearchRequest
from web.addresses import search_address
from web.api.routes import answer
from web.context import current_view, root_address, site
from web.i18n import render
from web.middleware.security import allowed_origins
from web.pages.places import lead_back
from web.pages.results.answered import answer_addresses
from web.pages.results.first_years import hit_quote
from web.pages.results.indicator_cards import indicator_line
from web.pages.results.inquiry import Inquiry
from web.pages.results.nothing import proposals
from web.pages.results.understood import understanding
from web.pages.search import hit_views
from web.params import read_search

embed = Blueprint("embed", __name__)
_SHORT = 5


@embed.get("/embed")
def box() -> str:
    """The search box with a short list, for an iframe; links lead out of the frame.

    It is light, as most portals are, unless `colors=auto` has it follow the system."""
    return render(
        "embed.html",
        **_told(is_framed=True),
        follows_system=request.args.get("colors") == "auto",
        parents=" ".join(allowed_origins(site().settings.embed.allowed_origins)),
    )


@embed.get("/api/v1/box")
def boxed() -> str:
    """The same without the box itself, for the component on a listed page."""
    return render("boxed.html", **_told(is_framed=False))


def _told(is_framed: bool) -> dict[str, object]:
    """What is said of a search and its first hits; of none nothing."""
    parsed, view_options = read_search(request.args), current_view()
    size = parsed.request.size if request.args.get("size") else _SHORT
    asked, searcher = replace(parsed.request, size=size, group="none"), site().searcher
    searched = bool(asked.q.strip())
    result = answer(parsed.notes, replace(asked, facet_limit=0)) if searched else None
    known: dict[str, object] = {"asked": asked, "result": result, "is_framed": is_framed}
    if result is None:
        return known
    lead_back(replace(asked, q=result.query.meant), replace(asked, size=SearchRequest().size))
    inquiry = Inquiry(searcher, asked, result, view_options)
    of_units = units_asked(searcher, asked, result.query)
    answers = answers_to(searcher, asked, result.query, of_units)
    indicator = indicator_line(inquiry, bool(answers), of_units)
    told = understanding(inquiry, answers, indicator, is_boxed=True)
    unheld = told["unheld"].names if told["unheld"] and not result.matches.phrase else ()
    begun = (card.earliest for card in told["cards"])
    return known | {
        **told,
        "absent": unheld or tuple(filter(None, (told["missing"],))),
        "first": next((one for one in begun if one is not None and one.year), None),
        "answers": answers,
        **answer_addresses(view_options),
        "hit_quote": hit_quote,
        "hits": hit_views(result, asked, view_options),
        "proposals": proposals(inquiry),
        "whole": search_address(replace(asked, page=1, size=10), view_options),
    }


@embed.get("/embed.js")
def script() -> Response:
    """The one-file component `<qianshao-search>`, loadable from any page; it knows our filters."""
    response = Response(_component(SCHEMA.filters))
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    response.add_etag()
    response.make_conditional(request)
    return response


@cache
def _component(filters: tuple[str, ...]) -> str:
    text = (Path(str(current_app.static_folder)) / "embed.js").read_text("utf-8")
    return text.replace("var FILTERS = [];", f"var FILTERS = {json.dumps(filters)};", 1)


@embed.get("/embed-guide")
def guide() -> str:
    """Working blocks that hold this server's address, and what the host page must allow.

    They search the whole library, unless the reader of the guide has chosen a source. Where the
    reader names a portal, the guide says whether it is listed, and what its administrator writes.
    """
    portal = request.args.get("portal", "").strip()[:200]
    only = request.args.get("source", "").strip()
    return render(
        "embed_guide.html",
        origins=allowed_origins(site().settings.embed.allowed_origins),
        sources=_sources(),
        portal=portal,
        portal_origin=_origin(portal),
        only=only,
        example="" if only else _example(),
        filters=SCHEMA.filters,
    )


@embed.get("/opensearch.xml")
def browser_search() -> Response:
    """How a browser's address bar searches here (OpenSearch 1.1)."""
    root = root_address()
    text = _OPENSEARCH.format(
        page=escape(f"{root}/search?q={{searchTerms}}"),
        json=escape(f"{root}/search.json?q={{searchTerms}}"),
        icon=escape(f"{root}/static/icon.svg"),
        own=escape(f"{root}/opensearch.xml"),
    )
    return Response(text, content_type="application/opensearchdescription+xml; charset=utf-8")


def _origin(portal: str) -> str:
    """The origin of an address as a reader has it, with a path or without a scheme; else ""."""
    scheme, found, rest = portal.rpartition("://")
    try:
        [origin] = allowed_origins([f"{scheme if found else 'http'}://{rest.partition('/')[0]}"])
    except SettingsError:
        return ""
    return origin


def _sources() -> tuple[str, ...]:
    """The sources to choose from, largest first; none while there is no index."""
    try:
        found = site().searcher.search(SearchRequest(size=1))
    except QianshaoError:  # the guide is of use before there is an index, too
        return ()
    return tuple(value.value for value in found.facets.get("source", ()))


def _example() -> str:
    """A name whose hits show what the box is for; "" while there is no index."""
    try:
        examples = site().overview.of(site().searcher).examples
    except QianshaoError:
        return ""
    return next((example.words for example in examples if example.kind == "name"), "")


_OPENSEARCH = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>前哨</ShortName>
  <Description>中文报告全文检索</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Image width="16" height="16" type="image/svg+xml">{icon}</Image>
  <Url type="text/html" method="get" template="{page}"/>
  <Url type="application/json" method="get" template="{json}"/>
  <Url type="application/opensearchdescription+xml" rel="self" template="{own}"/>
</OpenSearchDescription>
"""
