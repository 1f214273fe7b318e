"""Answer with a file of chosen paragraphs: those ticked on a page, a basket, a single one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import NotFound

from indexer.model.documents import text_hash
from search.errors import BadRequestError, NotFoundError
from search.results import Hit, Listing, StoredParagraph
from web.context import printed_root, site
from web.errors import ExportTooLargeError
from web.exports.download import download
from web.exports.formats import FORMATS, REFERENCES
from web.exports.references import Reference, of_document, of_paragraph
from web.exports.sheet import Sheet, remarks_on
from web.i18n import name_words, render
from web.pages.places import paragraphs_with_hashes
from web.params import read_view_options

basket = Blueprint("basket", __name__)
MOST_ITEMS = 1000
_NAME = "摘编篮"
_HASH_CHARS = 8
_NOTE_CHARS = 300


@dataclass(frozen=True, slots=True)
class BasketItem:
    """A paragraph as somebody chose it: its id, the hash of its text then, and what they noted."""

    id: str
    hash: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class BasketState:
    """What has become of an item: its paragraph now, and what the reader should know.

    state: "same" | "moved" | "changed" | "gone".
    """

    item: BasketItem
    state: str
    paragraph: StoredParagraph | None
    remark: str = ""


@basket.get("/basket")
def page() -> str:
    """The basket lives in the browser: the page is the same for everybody."""
    return render(
        "basket.html",
        most=MOST_ITEMS,
        note_chars=_NOTE_CHARS,
        names=name_words(read_view_options(request.args).lang),
    )


@basket.route("/basket.<ending>", methods=["GET", "POST"])
def as_file(ending: str) -> Response:
    """The chosen paragraphs in their order. ExportTooLargeError for more than `MOST_ITEMS`."""
    if ending == "json":
        return _states()
    if ending not in FORMATS:
        raise NotFound
    format, sheet = FORMATS[ending], _sheet(_items())
    rows = _references(sheet) if format.holds == "references" else sheet
    return download(rows, format.write, ending, sheet.words, sheet.day)


@basket.get("/cite.<ending>")
def as_reference(ending: str) -> Response:
    """The reference of each `id` (paragraph) and each `document`."""
    if ending not in {format.ending for format in REFERENCES}:
        raise NotFound
    root, today = printed_root(), date.today()
    searcher = site().searcher
    ids, slugs = request.args.getlist("id"), request.args.getlist("document")
    if not ids and not slugs:
        raise BadRequestError("id", "", "至少一个段落编号，或 document=报告编号")
    if len(ids) + len(slugs) > MOST_ITEMS:
        raise ExportTooLargeError(len(ids) + len(slugs), MOST_ITEMS)
    found = [of_paragraph(searcher.paragraph(id), root, today) for id in ids]
    for slug in slugs:
        part = searcher.document_part(slug, 1, 1, 1)
        found.append(of_document(part.paragraphs[0], root, today))
    words = found[0].document.called
    return download(iter(found), FORMATS[ending].write, ending, words, today)


def _states() -> Response:
    """Which of the chosen paragraphs have changed, moved or gone, or say what was corrected later,
    for the page of the basket."""
    found = _look_up(_items())
    remarks = _remarks(found)
    return jsonify(
        [
            {"id": f.item.id, "state": f.state, "remark": remark}
            for f, remark in zip(found, remarks, strict=True)
        ]
    )


def _references(sheet: Sheet) -> Iterator[Reference]:
    return (
        replace(of_paragraph(p, sheet.root, sheet.day), own_note=sheet.notes.get(p.id, ""))
        for p in (hit.paragraph for _, hit, _ in sheet.entries())
    )


def _items() -> list[BasketItem]:
    """Of the form: `items`, one `<hash> <id>` a line as the script sends them, with a note behind
    a tab, and `id` as ticked.

    Each once, in order.
    """
    lines = [line.strip() for line in request.values.get("items", "").splitlines()]
    items = [_item(line) for line in lines if line]
    items += [BasketItem(id) for id in request.values.getlist("id") if id]
    by_id: dict[str, BasketItem] = {}
    for item in items:
        by_id.setdefault(item.id, item)
    once = list(by_id.values())
    if not once:
        raise BadRequestError("id", "", "至少一个段落；请先勾选要导出的段落")
    if len(once) > MOST_ITEMS:
        raise ExportTooLargeError(len(once), MOST_ITEMS)
    return once


def _item(line: str) -> BasketItem:
    chosen, _, note = line.partition("\t")
    note = note.strip()[:_NOTE_CHARS]
    first, _, rest = chosen.partition(" ")
    if rest and len(first) == _HASH_CHARS:
        return BasketItem(rest.strip(), first.lower(), note)
    return BasketItem(chosen.strip(), "", note)


def _sheet(items: list[BasketItem]) -> Sheet:
    looked_up = _look_up(items)
    found = [f for f in looked_up if f.paragraph is not None]
    hits = (Hit(f.paragraph, 0.0, "all", (), ()) for f in found if f.paragraph)
    return Sheet(
        words=request.values.get("name", "").strip()[:80] or _NAME,
        address="",
        root=printed_root(),
        day=date.today(),
        listing=Listing(len(found), len(found), site().searcher.status().generation, hits),
        max_bytes=site().settings.export.max_bytes,
        name=_NAME,
        remarks={
            f.paragraph.id: remark
            for f, remark in zip(found, _remarks(found), strict=True)
            if f.paragraph
        },
        notes={f.paragraph.id: f.item.note for f in found if f.paragraph},
        missing=tuple(f.item.id for f in looked_up if f.paragraph is None),
    )


def _remarks(found: Sequence[BasketState]) -> list[str]:
    """What the reader should know of each: what became of it, and which figures were corrected."""
    corrected = remarks_on(site().searcher.corrections())
    told = ((f.remark, corrected.get(f.paragraph.id) if f.paragraph else None) for f in found)
    return ["；".join(filter(None, both)) for both in told]


def _look_up(items: list[BasketItem]) -> list[BasketState]:
    """What has become of each item; where an id holds another text now, the one with the hash."""
    now = {item.id: _paragraph(item.id) for item in items}
    strays: dict[str, set[str]] = {}
    for item in items:
        if item.hash and not _is_same(now[item.id], item.hash):
            strays.setdefault(_slug(item, now[item.id]), set()).add(item.hash)
    moved = {slug: paragraphs_with_hashes(slug, hashes) for slug, hashes in strays.items()}
    found = []
    for item in items:
        here = now[item.id]
        there = moved.get(_slug(item, here), {}).get(item.hash)
        if here is not None and (not item.hash or _is_same(here, item.hash)):
            found.append(BasketState(item, "same", here))
        elif there is not None:
            remark = f"收入摘编篮后，这一段移到了第{there.ordinal}段"
            found.append(BasketState(item, "moved", there, remark))
        elif here is not None:
            found.append(
                BasketState(
                    item, "changed", here, "收入摘编篮后，原文这一段已有改动，这里是现在的文字"
                )
            )
        else:
            found.append(BasketState(item, "gone", None, "这一段已不在库中"))
    return found


def _paragraph(id: str) -> StoredParagraph | None:
    try:
        return site().searcher.paragraph(id)
    except NotFoundError:
        return None


def _is_same(paragraph: StoredParagraph | None, wanted: str) -> bool:
    return paragraph is not None and text_hash(paragraph.text) == wanted


def _slug(item: BasketItem, paragraph: StoredParagraph | None) -> str:
    return paragraph.document if paragraph else item.id.rpartition("#")[0]
