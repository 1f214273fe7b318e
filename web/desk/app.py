"""Serve the desk's pages as an application for this machine alone, until told to end."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

from flask import Flask, Response, make_response, render_template, request
from waitress import create_server
from werkzeug.exceptions import HTTPException

from indexer.errors import QianshaoError, StaleEditError
from indexer.review.desk import Desk
from indexer.review.names import NameLists
from indexer.settings import Settings
from web.desk import guard
from web.desk.access import Access
from web.desk.adding import Adding
from web.desk.context import DeskSite, desk_site
from web.desk.item import item_pages
from web.desk.names import names
from web.desk.originals import originals
from web.desk.updating import Updating
from web.desk.waiting import MAX_BYTES, waiting

MAX_BODY_BYTES = 4 * 1024 * 1024


def create_desk(settings: Settings, corpus: Path, access: Access, port: int) -> Flask:
    """The application that answers at 127.0.0.1:`port`. LibraryError for a corpus not writable."""
    app = Flask("web.desk", static_folder="static", template_folder="templates")
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY_BYTES
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    updating = Updating(settings, corpus)
    desk = Desk(corpus)
    found = NameLists(corpus, desk.items, desk.journal)
    app.extensions["qianshao.desk"] = DeskSite(
        settings, desk, access, updating, Adding(corpus, settings.keep_originals), found, port
    )
    guard.install(app)
    for blueprint in (waiting, item_pages, originals, names):
        app.register_blueprint(blueprint)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(QianshaoError, _answer_expected)
    app.context_processor(_frame)
    return app


def _frame() -> dict[str, object]:
    """What the frame of every page shows: what there is to do, and what was done last."""
    site = desk_site()
    return {
        "form_key": site.access.form_key,
        "last_step": site.desk.journal.last(),
        "pending": site.updating.pending(),
        "path": request.path,
    }


def _answer_http(error: HTTPException) -> Response:
    own = error.description if type(error).description != error.description else None
    sentences = {
        404: "没有这一页，或这一篇已不在这里",
        413: "一次送来的太多（文字最多 4 MB，文件最多 500 MB、5000 个）；请分几次",
    }
    sentence = own or sentences.get(error.code or 500, "没有成功；请返回再试一次")
    page = render_template("stopped.html", sentence=sentence, is_inside=error.code != 403)
    return make_response(page, error.code or 500)


def _answer_expected(error: QianshaoError) -> Response:
    status = 409 if isinstance(error, StaleEditError) else 400
    page = render_template("stopped.html", sentence=str(error), is_inside=True)
    return make_response(page, status)


class DeskServer:
    """Listening from the start; `run` answers until `stop`. OSError where the port is taken."""

    def __init__(
        self, settings: Settings, corpus: Path, access: Access, host: str, port: int, threads: int
    ) -> None:
        listener = socket.socket()
        try:
            listener.bind((host, port))
            self.port = int(listener.getsockname()[1])
            app = create_desk(settings, corpus, access, self.port)
        except BaseException:
            listener.close()
            raise
        self._site: DeskSite = app.extensions["qianshao.desk"]
        self._ending = threading.Event()
        self._server = create_server(
            app,
            sockets=[listener],
            threads=threads,
            ident=None,
            max_request_body_size=MAX_BYTES,
            asyncore_use_poll=True,
            log_socket_errors=False,
        )

    def link(self, token: str) -> str:
        return f"http://127.0.0.1:{self.port}/?token={token}"

    def run(self) -> None:
        """Answer; what is being written when the end comes is written to its end."""
        thread = threading.Thread(target=self._server.run, name="desk", daemon=True)
        thread.start()
        while not self._ending.wait(0.2) and thread.is_alive():
            pass
        self._site.adding.wait()
        self._site.updating.close()
        self._server.task_dispatcher.shutdown(timeout=5)
        self._server.close()

    def stop(self) -> None:
        self._ending.set()
