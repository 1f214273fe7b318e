"""Serve the desk on this machine by waitress, until told to end."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

from waitress import create_server

from indexer.settings import Settings
from web.desk.access import Access
from web.desk.app import create_desk
from web.desk.context import DeskSite
from web.desk.waiting import MAX_BYTES


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
