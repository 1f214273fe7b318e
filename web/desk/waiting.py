"""Answer the list of what waits, and the steps of no single document: add, undo, update."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from indexer.model.schema import SCHEMA
from indexer.review.items import ReviewItem
from web.desk.context import desk_site

waiting = Blueprint("waiting", __name__)
MAX_BYTES = 500 * 1024 * 1024  # of the files that a clerk gives at once
MAX_FILES = 5_000


@waiting.get("/")
def listing() -> str:
    items = desk_site().desk.items.waiting()
    drafts = [item for item in items if item.state == "draft"]
    return render_template(
        "waiting.html",
        drafts=drafts,
        doubtful=[item for item in items if item.state == "document"],
        fit=[item for item in drafts if not item.faults],
        documents=desk_site().desk.items.documents(),
        doubtful_parts=_doubtful_parts,
    )


def _doubtful_parts(item: ReviewItem) -> list[str]:
    """What a document's open doubts are about: 标题, 日期, 正文."""
    marks = () if item.note is None else item.note.doubts
    waiting = [mark for mark in marks if not (mark.is_note or mark.is_done)]
    return list(dict.fromkeys(SCHEMA[m.field].label if m.field else "正文" for m in waiting))


@waiting.post("/accept")
def accept() -> AnyResponse:
    """Accept, in one step, the drafts that the page listed: all, or those without doubts."""
    desk, act = desk_site().desk, request.form.get("act", "")
    if act not in ("all", "clear"):
        abort(400)
    seen = dict(zip(request.form.getlist("slug"), request.form.getlist("version"), strict=False))
    items = [item for item in desk.items.drafts() if seen.get(item.slug) == item.version]
    fit = [i for i in items if not i.faults and (act == "all" or not i.open_doubts)]
    if fit:
        desk.accept(fit, keep_doubts=True)
    return redirect("/", 303)


@waiting.get("/add")
def add_page() -> str:
    return render_template("add.html", progress=desk_site().adding.progress, most=MAX_BYTES >> 20)


@waiting.post("/add")
def add() -> AnyResponse:
    """Begin with the files of the form, single ones or a folder's."""
    files = [*request.files.getlist("files"), *request.files.getlist("folder")]
    desk_site().adding.start(files)
    return redirect("/add", 303)


@waiting.get("/add.json")
def add_progress() -> Response:
    return desk_site().adding.progress.response()


@waiting.post("/undo")
def undo() -> AnyResponse:
    number = request.form.get("number", "")
    if not number.isdigit():
        abort(400)
    desk_site().desk.undo(int(number))
    back = request.form.get("back", "/")
    is_ours = back.startswith("/") and not back.startswith("//") and "\\" not in back
    if back.startswith("/items/"):
        slug = back.removeprefix("/items/")
        is_there = desk_site().desk.items.get(slug) is not None  # an acceptance taken back: both
        return redirect(f"/items/{quote(slug, safe='')}" if is_there else "/", 303)
    return redirect(back if is_ours else "/", 303)


@waiting.post("/update")
def start_update() -> AnyResponse:
    desk_site().updating.start()
    return redirect("/update", 303)


@waiting.get("/update")
def update_page() -> str:
    updating = desk_site().updating
    return render_template(
        "update.html", progress=updating.progress, search=updating.search_address()
    )


@waiting.get("/update.json")
def update_progress() -> Response:
    return desk_site().updating.progress.response()
