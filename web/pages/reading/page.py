"""Answer the reading view of a document, and the preview of a paragraph among its neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from indexer.model.figures import Figures
from indexer.model.schema import SCHEMA, Field
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.request import Filters, SearchRequest
from search.results import DocumentPart, DocumentSummary, StoredParagraph
from web.addresses import (
    address,
    encoded,
    figures_address,
    plain_address,
    search_address,
    write_view_options,
)
from web.context import current_view, prefix, site
from web.i18n import render
from web.pages.citations import permanent_path, read_quote
from web.pages.comparing.differences import comparison_address
from web.pages.places import (
    LEFT,
    left_address,
    marking_pairs,
    paragraphs_with_hashes,
    quoted_address,
)
from web.pages.reading.originals import original_values
from web.pages.reading.paragraphs import (
    SHOWN_CHARS,
    ParagraphView,
    is_part,
    paragraph_views,
    wording_of,
)
from web.pages.reading.tables import Stretch, in_stretches, is_number
from web.params import ViewOptions, read_search, read_start

reading = Blueprint("reading", __name__)
_NEIGHBOURS = 1
_PARAGRAPHS = 500  # of a document on one page
_DRAWN = ("title", "source", "region", "date", "year", "genre", "url")


@dataclass(frozen=True, slots=True)
class Section:
    """One line of the contents: a heading and the paragraph it stands over."""

    heading: str
    ordinal: int
    hits: int


@reading.get("/documents/<opaque:slug>")
def document(slug: str) -> str | Response:
    part = _part(slug, read_start(request.args))
    found = part.document
    asked, view_options = read_search(request.args).request, current_view()
    read = site().searcher.figures_of([p.id for p in part.paragraphs])
    wanted = request.args.get("h", "").lower()
    drawn = read if _wants_figures() else {}
    blocks = in_stretches(paragraph_views(part.paragraphs, asked, drawn, _quoted(wanted)), asked)
    views = [view for block in blocks for view in block.views]
    moved_to = next((v for v in views if wanted and v.hash == wanted), None)
    if moved_to is None and (there := _in_another_part(part, wanted)):
        return redirect(there, 302)
    return render(
        "document.html",
        document=found,
        part=part,
        from_place=lambda place: _from_place(slug, place, asked, view_options),
        **_table_values(blocks),
        views=views,
        sections=_sections(views),
        **_hit_values(views, asked),
        moved_to=moved_to,
        wanted=wanted,
        **_search_values(slug, asked, view_options),
        neighbours=_of_same_source(found),
        to=lambda other: _from_place(other, 1, asked, view_options),
        side_by_side=comparison_address,
        **_figure_values(part, read),
        facts=_other_facts(found),
        source=_source_address(found, view_options),
        initiative=lambda name: plain_address(f"/initiatives/{encoded(name)}", view_options),
        **original_values(slug),
        shown_chars=SHOWN_CHARS,
        whole=lambda p: f"{prefix()}/api/v1/paragraphs/{encoded(p.id)}",
        permanent=lambda p: prefix() + permanent_path(p),
        has_model=site().searcher.has_model(),
        similar=lambda id: plain_address("/similar", view_options, [("id", id)]),
    )


@reading.get("/similar")
def similar() -> str:
    """Paragraphs of other documents that mean much the same as the paragraph `id`."""
    paragraph = site().searcher.paragraph(request.args.get("id", ""))
    found = site().searcher.similar(paragraph.id)
    return render("similar.html", paragraph=paragraph, found=found, reading=quoted_address)


def _quoted(wanted: str) -> dict[str, list[tuple[int, int]]]:
    """What the link quotes of the paragraph of this hash."""
    place = read_quote(request.args)
    return {wanted: [place]} if wanted and place else {}


def _in_another_part(part: DocumentPart, wanted: str) -> str | None:
    """The address of the part that shows the paragraph of this hash; None if none does."""
    if not wanted or (part.next is None and part.start == 1):
        return None
    slug = part.document.slug
    there = paragraphs_with_hashes(slug, [wanted]).get(wanted)
    if there is None:
        return None
    kept = [pair for pair in request.args.items(multi=True) if pair[0] != "from"]
    path = f"{prefix()}/documents/{encoded(slug)}"
    return address(path, [*kept, ("from", str(there.ordinal))], f"p{there.ordinal}")


def _part(slug: str, start: int) -> DocumentPart:
    """What one page shows of a document: all, or of a long one the part that begins at `start`."""
    part = site().searcher.document_part(slug, 1, SHOWN_CHARS, _PARAGRAPHS)
    if part.next is None or start == 1:
        return part
    start = max(1, min(start, part.document.paragraphs))
    return site().searcher.document_part(slug, start, SHOWN_CHARS, _PARAGRAPHS)


def _from_place(slug: str, place: int, asked: SearchRequest, view_options: ViewOptions) -> str:
    """The address of the part of a document that begins at a place."""
    pairs = [*marking_pairs(asked), *([("from", str(max(1, place)))] if place > 1 else [])]
    pairs += [(LEFT, left) for left in request.args.getlist(LEFT)[:1]]
    return address(
        f"{prefix()}/documents/{encoded(slug)}", [*pairs, *write_view_options(view_options)]
    )


@reading.get("/preview")
def preview() -> str:
    """A fragment: the paragraph `id` with the one before and the one after it, marked."""
    paragraph = site().searcher.paragraph(request.args.get("id", ""))
    first = max(1, paragraph.ordinal - _NEIGHBOURS)
    part = site().searcher.document_part(
        paragraph.document, first, SHOWN_CHARS, 2 * _NEIGHBOURS + 1
    )
    found = part.document
    asked = read_search(request.args).request
    near = tuple(p for p in part.paragraphs if abs(p.ordinal - paragraph.ordinal) <= _NEIGHBOURS)
    if paragraph.id not in {p.id for p in near}:  # ordinals with gaps
        near = (paragraph,)
    return render(
        "preview.html",
        document=found,
        views=paragraph_views(near, asked),
        id=paragraph.id,
        address=plain_address(
            f"/documents/{encoded(found.slug)}",
            current_view(),
            marking_pairs(asked),
            f"p{paragraph.ordinal}",
        ),
    )


def _search_values(slug: str, asked: SearchRequest, view_options: ViewOptions) -> dict[str, object]:
    """What the page says of the search that led here."""
    return {
        "asked": asked,
        "sought": "」「".join(text for text in (asked.q, *asked.within) if text),
        "is_left": LEFT in request.args,
        "back": left_address(slug, request.args, asked, view_options),
    }


def _hit_values(views: Sequence[ParagraphView], asked: SearchRequest) -> dict[str, object]:
    """How often the search is met: where all of its wording stands somewhere, by that alone, and
    how often parts of it stand elsewhere."""
    has_whole = any(view.has_whole for view in views)
    parts = sum(view.parts for view in views) if has_whole else 0
    met = [(v.ordinal, v.hits - v.parts * has_whole) for v in views]
    return {
        "hit_ordinals": [ordinal for ordinal, hits in met if hits],
        "hit_count": sum(hits for _, hits in met),
        "part_count": parts,
        "is_part": lambda text: bool(parts) and is_part(text, wording_of(asked)),
    }


def _table_values(blocks: Sequence[Stretch]) -> dict[str, object]:
    """How tables are drawn; of one that a search does not meet, every mark is `every`'s, faint."""
    return {"blocks": blocks, "is_number": is_number, "every": lambda text: True}


def _wants_figures() -> bool:
    return request.args.get("figures") == "1"


def _figure_values(part: DocumentPart, read: Mapping[str, Figures]) -> dict[str, object]:
    """What the page says of the figures of its paragraphs."""
    return {
        "figures": [
            site().searcher.corrections().marked(FigureRow(f, p, ""))
            for p in part.paragraphs
            if p.id in read
            for f in read[p.id].rows
        ],
        "figure_counts": {id: len(found.rows) for id, found in read.items()},
        "figures_marked": _wants_figures(),
        "figures_switch": _figures_switch(not _wants_figures()),
        "figure_table": lambda **asked: figures_address(FigureRequest(**asked), current_view()),
    }


def _figures_switch(on: bool) -> str:
    """The same page with its figures marked, or not."""
    pairs = [(k, v) for k, v in request.args.items(multi=True) if k != "figures"]
    return address(f"{prefix()}{quote(request.path)}", [*pairs, *([("figures", "1")] * on)])


def _sections(views: Sequence[ParagraphView]) -> tuple[Section, ...]:
    """The document's headings in order, each with the number of hits below it."""
    sections: list[Section] = []
    for view in views:
        for heading in view.above:
            text = "".join(span.text for span in heading)
            sections.append(Section(text, view.ordinal, 0))
        if sections and view.hits:
            last = sections[-1]
            sections[-1] = replace(last, hits=last.hits + view.hits)
    return tuple(sections)


def _other_facts(document: DocumentSummary) -> list[tuple[Field, str]]:
    """What is known of a document beside what the page draws in its own way."""
    others = (field for field in SCHEMA.told_of_document if field.name not in _DRAWN)
    return [(field, text) for field in others if (text := field.text_of(field.read(document)))]


def _of_same_source(
    document: DocumentSummary,
) -> tuple[StoredParagraph | None, StoredParagraph | None]:
    """The reports of the same source before and after this one, oldest first, if any."""
    if not document.source:
        return None, None
    reports = _reports(Filters(source=(document.source,)))
    here = _place(document.slug, reports)
    if here is None and document.year is not None:  # a long row: look among those of the year
        reports = _reports(Filters(source=(document.source,), year=(str(document.year),)))
        here = _place(document.slug, reports)
    if here is None:
        return None, None
    before = reports[here - 1] if here else None
    return before, reports[here + 1] if here + 1 < len(reports) else None


def _reports(filters: Filters) -> list[StoredParagraph]:
    """One paragraph of each of the first hundred documents that pass, oldest first."""
    asked = SearchRequest(filters=filters, sort="oldest", group="document", size=100, facet_limit=0)
    return [hit.paragraph for hit in site().searcher.search(asked).hits]


def _place(slug: str, reports: list[StoredParagraph]) -> int | None:
    return next((i for i, p in enumerate(reports) if p.document == slug), None)


def _source_address(document: DocumentSummary, view_options: ViewOptions) -> str:
    filters = Filters(source=(document.source,) if document.source else ())
    return search_address(SearchRequest(filters=filters), view_options)
