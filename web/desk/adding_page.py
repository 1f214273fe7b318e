"""Answer the page on which a clerk gives files to the library, and how far their adding is."""

from __future__ import annotations

import json

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from web.desk.context import desk_site

adding = Blueprint("adding", __name__)
MAX_BYTES = 500 * 1024 * 1024
MAX_FILES = 5_000


@adding.get("/add")
def page() -> str:
    return render_template("add.html", progress=desk_site().adding.progress, most=MAX_BYTES >> 20)


@adding.post("/add")
def add() -> AnyResponse:
    """Begin with the files of the form, single ones or a folder's."""
    files = [*request.files.getlist("files"), *request.files.getlist("folder")]
    desk_site().adding.start(files)
    return redirect("/add", 303)


@adding.get("/add.json")
def progress() -> Response:
    told = desk_site().adding.progress
    body = {"phase": told.phase, "sentence": told.sentence, "share": told.share}
    response = make_response(json.dumps(body, ensure_ascii=False))
    response.content_type = "application/json"
    return response
