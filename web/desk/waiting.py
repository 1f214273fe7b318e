"""Answer the list of what waits, and the steps that are of no single document: undo, update."""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from web.desk.context import desk_site

waiting = Blueprint("waiting", __name__)


@waiting.get("/")
def listing() -> str:
    items = desk_site().desk.items.waiting()
    drafts = [item for item in items if item.state == "draft"]
    return render_template(
        "waiting.html",
        drafts=drafts,
        doubtful=[item for item in items if item.state == "document"],
        clear=[item for item in drafts if not item.open_doubts and not item.faults],
        documents=len(desk_site().desk.items.documents()),
    )


@waiting.post("/accept-clear")
def accept_clear() -> AnyResponse:
    """Accept, in one step, the drafts that the page listed as without doubts."""
    desk = desk_site().desk
    seen = dict(zip(request.form.getlist("slug"), request.form.getlist("version"), strict=False))
    items = [item for item in desk.items.waiting() if seen.get(item.slug) == item.version]
    clear = [i for i in items if i.state == "draft" and not i.open_doubts and not i.faults]
    if clear:
        desk.accept(clear)
    return redirect("/", 303)


@waiting.post("/undo")
def undo() -> AnyResponse:
    number = request.form.get("number", "")
    if not number.isdigit():
        abort(400)
    desk_site().desk.undo(int(number))
    back = request.form.get("back", "/")
    is_ours = back.startswith("/") and not back.startswith("//") and "\\" not in back
    return redirect(back if is_ours and not back.startswith("/items/") else "/", 303)


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
    progress = desk_site().updating.progress
    body = {"phase": progress.phase, "sentence": progress.sentence, "share": progress.share}
    response = make_response(json.dumps(body, ensure_ascii=False))
    response.content_type = "application/json"
    return response
