"""Answer one document: its original and its proposal side by side, and what is done to it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Blueprint, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from indexer.errors import StaleEditError
from indexer.library.notes import DoubtMark
from indexer.metadata import Evidence
from indexer.model.schema import SCHEMA
from indexer.review.desk import Edit
from indexer.review.document_edit import BlockEdit, FieldValueError, Item
from indexer.review.items import ReviewItem
from indexer.sources.splitter import HeadingLine
from web.desk.context import desk_site
from web.desk.originals import page_of, preview

item_pages = Blueprint("item", __name__)
_BLOCKS = 200  # on one page
_WANTED = ("title", "source", "year")
_ACTS = ("toggle", "merge", "delete", "write")


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of the form: its value, what was typed and refused, and where it came from.

    `hint` is a value that was too unsure to be filled in; `doubts` are numbered as in the note.
    """

    key: str
    label: str
    value: str
    evidence: Evidence | None
    hint: str
    doubts: tuple[tuple[int, DoubtMark], ...]
    error: str
    is_wanted: bool

    @property
    def sureness(self) -> int | None:
        return None if self.evidence is None else round(100 * self.evidence.confidence)


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One heading or paragraph with its doubts."""

    number: int
    text: str
    level: int  # 0: a paragraph
    doubts: tuple[tuple[int, DoubtMark], ...]


@item_pages.get("/items/<slug>")
def page(slug: str) -> str:
    return _draw(_item(slug))


@item_pages.post("/items/<slug>")
def change(slug: str) -> Response | str:
    """One button of the page: the typed fields are saved with whatever it does."""
    item, site = _item(slug), desk_site()
    act, _, number = request.form.get("act", "save").partition(":")
    typed = {f.key: request.form[f.key] for f in SCHEMA.given if f.key in request.form}
    if request.form.get("version") != item.version:
        return _told(item, typed, str(StaleEditError(item.path)), 409)
    try:
        item, number = _with_open_text(item, act, number)
        done = (int(number),) if act == "done" and number.isdigit() else ()
        edit = Edit(typed, _block_edit(act, number), done)
        if site.desk.edit(item, edit) is not None:
            item = _item(slug)
        if act == "accept":
            site.desk.accept([item])
            return _next(item)
        if act == "reject":
            site.desk.reject(item)
            return _next(item)
    except FieldValueError as error:
        return _told(item, typed, f"{SCHEMA[error.key].label}{error.reason}", 400, error.key)
    except StaleEditError as error:
        return _told(_item(slug), typed, str(error), 409)
    return redirect(_after(slug, act, number), 303)


def _with_open_text(item: ReviewItem, act: str, number: str) -> tuple[ReviewItem, str]:
    """The item with the words of the block that is open for writing, whatever button was pressed,
    and the number that the button's block has by then."""
    asked = request.form.get("editing", "")
    opened = int(asked) if asked.isdigit() and len(asked) < 9 else len(item.blocks)
    if act == "write" or opened >= len(item.blocks):
        return item, number
    text = request.form.get("text", "").replace("\r\n", "\n").strip()
    if text == item.blocks[opened].text.strip():
        return item, number
    desk_site().desk.edit(item, Edit({}, BlockEdit("write", opened, text)))
    written = _item(item.slug)
    is_later = act in (*_ACTS, "edit") and number.isdigit() and int(number) > opened
    more = len(written.blocks) - len(item.blocks) if is_later else 0
    return written, str(int(number) + more) if more else number


def _block_edit(act: str, number: str) -> BlockEdit | None:
    if act not in _ACTS or not number.isdigit():
        return None
    return BlockEdit(act, int(number), request.form.get("text", ""))  # type: ignore[arg-type]


def _after(slug: str, act: str, number: str) -> str:
    """Where a button leads: back to the block it was pressed at, and to the original's page that
    was shown or asked for."""
    at = int(number) if number.isdigit() else 0
    if act == "list":
        return "/"
    start = at // _BLOCKS * _BLOCKS if act in (*_ACTS, "edit", "from") else _asked("from", 0)
    page = at if act == "page" else _asked("page", 1)
    asked = {"edit": at if act == "edit" else None, "from": start or None, "page": page}
    kept = {k: v for k, v in asked.items() if v is not None and (k, v) != ("page", 1)}
    pairs = f"?{urlencode(kept)}" if kept else ""
    if act == "merge":
        at = max(0, at - 1)
    anchor = f"#b{at}" if act in _ACTS else f"#d{at}" if act == "done" else ""
    if act == "edit":
        anchor = "#text"  # the cursor stands where one writes
    return f"/items/{quote(slug, safe='')}{pairs}{anchor}"


def _next(item: ReviewItem) -> Response:
    """On to the next one that waits, so that a clerk goes through all of them."""
    others = [i for i in desk_site().desk.items.waiting() if i.slug != item.slug]
    if not others:
        return redirect("/", 303)
    return redirect(f"/items/{quote(others[0].slug, safe='')}", 303)


def _told(
    item: ReviewItem, typed: dict[str, str], sentence: str, status: int, wrong: str = ""
) -> Response:
    """The page as the file is now, with what was typed, and why nothing was written."""
    page = _draw(item, typed, sentence, wrong, request.form.get("text", ""))
    return make_response(page, status)


def _item(slug: str) -> ReviewItem:
    item = desk_site().desk.items.get(slug)
    if item is None:
        abort(404)
    return item


def _asked(name: str, otherwise: int) -> int:
    """A number of the address: the first block, or the page of the original."""
    asked = request.args.get(name, "")
    return int(asked) if asked.isdigit() and len(asked) < 6 else otherwise


def _draw(
    item: ReviewItem,
    typed: dict[str, str] | None = None,
    sentence: str = "",
    wrong: str = "",
    lost: str = "",
) -> str:
    marks = item.note.doubts if item.note else ()
    places = item.doubts_of()
    start = _asked("from", 0)
    original = desk_site().original(item)
    shown = original and preview(original)
    number = _asked("page", 1)
    edited = request.args.get("edit", "")
    general = [n for n in places.get(None, ()) if marks[n].field is None]
    return render_template(
        "item.html",
        item=item,
        rows=_fields(item, typed or {}, sentence if wrong else "", wrong),
        blocks=[
            _row(n, block, [(d, marks[d]) for d in places.get(n, ())])
            for n, block in enumerate(item.blocks[start : start + _BLOCKS], start=start)
        ],
        start=start,
        following=start + _BLOCKS if start + _BLOCKS < len(item.blocks) else None,
        preceding=max(0, start - _BLOCKS) if start else None,
        general=[(n, marks[n]) for n in general],
        editing=int(edited) if edited.isdigit() else None,
        original=original,
        preview=shown,
        page=number,
        pages=page_of(original, number)[0] if original and shown and shown.kind == "pages" else 0,
        sentence=sentence,
        lost=lost,
        genres=_known("genre"),
        sources=_known("source"),
        waiting=len(desk_site().desk.items.waiting()),
    )


def _row(number: int, block: Item, doubts: list[tuple[int, DoubtMark]]) -> BlockRow:
    level = block.level if isinstance(block, HeadingLine) else 0
    return BlockRow(number, block.text, level, tuple(doubts))


def _fields(item: ReviewItem, typed: dict[str, str], error: str, wrong: str) -> list[FieldRow]:
    note = item.note
    evidence = {e.field: e for e in (note.evidence if note else ())}
    unsure = {e.field: e.value for e in (note.unsure if note else ())}
    doubts: dict[str, list[tuple[int, DoubtMark]]] = {}
    for number, mark in enumerate(note.doubts if note else ()):
        if mark.field and not mark.is_note:
            doubts.setdefault(mark.field, []).append((number, mark))
    return [
        FieldRow(
            field.key,
            field.label,
            typed.get(field.key, item.fields.get(field.key, "")),
            evidence.get(field.key),
            unsure.get(field.key, ""),
            tuple(doubts.get(field.key, ())),
            error if field.key == wrong else "",
            field.key in _WANTED,
        )
        for field in SCHEMA.given
    ]


def _known(key: str) -> list[str]:
    """Values that the library has already, to choose from while typing."""
    found = {item.fields.get(key, "") for item in desk_site().desk.items.documents()}
    return sorted(found - {""})[:500]
