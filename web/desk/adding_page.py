"""Answer the page on which a clerk gives files to the library, and how far their adding is."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request
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
    return desk_site().adding.progress.response()
