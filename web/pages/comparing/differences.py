"""Answer the page that lays two documents side by side and marks what has changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from math import ceil

from flask import Blueprint, request

from indexer.model.figures import Figures
from search.comparing.documents.alignment import AlignedRow, align
from search.comparing.documents.changed_figures import changed_figures
from search.comparing.documents.wording import WordingSpan, as_whole, compare_wording
from search.figures.results import FigureRow
from search.results import DocumentPart, StoredParagraph
from web.addresses import encoded, plain_address
from web.context import current_view, site
from web.i18n import render
from web.pages.pager import Pager, paged
from web.pages.places import quoted_address
from web.params import read_page

differences = Blueprint("differences", __name__)
_MOST, _CHARS = 2_000, 1_000_000  # paragraphs and characters of a document that are compared
_SHOWN = 100  # rows of a page
_OFFERED = 500  # documents that the form names


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One row as drawn: a paragraph of either document or of both, cut where they differ.

    kind: "kept" | "changed" | "apart". Those that stand apart share a row to save room.
    """

    kind: str
    is_moved: bool
    before: StoredParagraph | None
    after: StoredParagraph | None
    before_spans: tuple[WordingSpan, ...] = ()
    after_spans: tuple[WordingSpan, ...] = ()


@differences.get("/compare/documents")
def documents() -> str:
    """Two documents `a` and `b`, the older one left; a form where one of them is not chosen."""
    page, _ = read_page(request.args)
    a, b = request.args.get("a", "").strip(), request.args.get("b", "").strip()
    if not (a and b):
        offered = site().searcher.documents(1, _OFFERED)
        return render("figures/choose.html", a=a, b=b, offered=offered)
    before, after = _part(a), _part(b)
    ids = [paragraph.id for part in (before, after) for paragraph in part.paragraphs]
    read = defaultdict(Figures, site().searcher.figures_of(ids))
    rows = align([p.text for p in before.paragraphs], [p.text for p in after.paragraphs])
    counts = Counter(_kind(row) for row in rows)
    kinds = _kinds_wanted()
    wanted = [row for row in rows if _kind(row) in kinds]
    shown = wanted[(page - 1) * _SHOWN : page * _SHOWN]
    return render(
        "figures/documents.html",
        before=before.document,
        after=after.document,
        is_cut=[part.document for part in (before, after) if part.next],
        most=_MOST,
        counts=counts,
        moved=sum(row.is_moved for row in rows),
        rows=_side_by_side(shown, before.paragraphs, after.paragraphs, read),
        changed=changed_figures(_figures(before, read), _figures(after, read)) if page == 1 else (),
        is_whole=len(kinds) == len(_KINDS),
        everything=comparison_address(a, b, all=True),
        only_changes=comparison_address(a, b),
        swapped=comparison_address(b, a),
        pager=_pager(a, b, page, len(wanted), len(kinds) == len(_KINDS)),
        reading=quoted_address,
        to=lambda document: plain_address(f"/documents/{encoded(document.slug)}", current_view()),
    )


_KINDS = ("kept", "changed", "new", "gone")


def _kind(row: AlignedRow) -> str:
    if row.before is None:
        return "new"
    if row.after is None:
        return "gone"
    return "kept" if row.likeness == 1 else "changed"


def _kinds_wanted() -> tuple[str, ...]:
    """All rows, or without those that are the same in both."""
    return _KINDS if request.args.get("show") == "all" else _KINDS[1:]


def _part(slug: str) -> DocumentPart:
    """A document, or as much of its beginning as is compared. NotFoundError as in reading."""
    return site().searcher.document_part(slug, 1, _CHARS, _MOST)


def _figures(part: DocumentPart, read: Mapping[str, Figures]) -> Iterator[FigureRow]:
    """The figures of what is compared of a document."""
    placed = [(figure, p) for p in part.paragraphs for figure in read[p.id].rows]
    families = site().searcher.figure_families([figure.indicator for figure, _ in placed])
    rows = (FigureRow(*each, family) for each, family in zip(placed, families, strict=True))
    return map(site().searcher.corrections().marked, rows)


def _side_by_side(
    rows: Sequence[AlignedRow],
    old: Sequence[StoredParagraph],
    new: Sequence[StoredParagraph],
    read: Mapping[str, Figures],
) -> Iterator[SideBySide]:
    for is_apart, run in groupby(rows, lambda row: row.before is None or row.after is None):
        if is_apart:
            yield from _apart(list(run), old, new, read)
            continue
        for row in run:
            before, after = old[row.before or 0], new[row.after or 0]
            if row.likeness == 1:
                spans = (
                    as_whole(before.text, True, read[before.id]),
                    as_whole(after.text, True, read[after.id]),
                )
            else:
                spans = compare_wording(before.text, after.text, read[before.id], read[after.id])
            yield SideBySide(_kind(row), row.is_moved, before, after, *spans)


def _apart(
    rows: Sequence[AlignedRow],
    old: Sequence[StoredParagraph],
    new: Sequence[StoredParagraph],
    read: Mapping[str, Figures],
) -> Iterator[SideBySide]:
    """What only one document has, between the same neighbours."""
    gone = [old[row.before] for row in rows if row.before is not None]
    come = [new[row.after] for row in rows if row.after is not None]
    for before, after in zip_longest(gone, come):
        yield SideBySide(
            "apart",
            False,
            before,
            after,
            as_whole(before.text, False, read[before.id]) if before else (),
            as_whole(after.text, False, read[after.id]) if after else (),
        )


def corrected_in(id: str) -> tuple[FigureRow, ...]:
    """What a later report says instead of figures of this paragraph."""
    rows: tuple[FigureRow, ...] = site().searcher.corrections().of_paragraph(id)
    return rows


def corrected_address(row: FigureRow) -> str:
    """Where a figure that was corrected is told as it is right."""
    right = row.corrected or row
    return quoted_address(right.paragraph, right.figure)


def comparison_address(a: str, b: str, all: bool = False, page: int = 1) -> str:
    """The page of two documents by their slugs, in the language of the current page."""
    pairs = [("a", a), ("b", b)]
    pairs += [("show", "all")] if all else []
    pairs += [("page", str(page))] if page > 1 else []
    return plain_address("/compare/documents", current_view(), pairs)


def _pager(a: str, b: str, page: int, total: int, all: bool) -> Pager:
    last = max(1, ceil(total / _SHOWN))
    return paged(page, last, lambda number: comparison_address(a, b, all, number))
