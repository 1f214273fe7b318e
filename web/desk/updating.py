"""Make what the desk has written searchable, beside the pages, telling how far it is."""

from __future__ import annotations

import json
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from flask import Response

from indexer.build.builder import BuildOptions
from indexer.build.updater import update
from indexer.errors import QianshaoError
from indexer.library.originals import Originals
from indexer.model.problem import Problem
from indexer.review.journal import StepJournal
from indexer.settings import ServerSettings, Settings
from search.request import SearchRequest
from search.searcher import open_searcher
from search.verify.gate import gatekeeper
from web.recovery import RecoveringSearcher

_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class WorkProgress:
    """How far the last piece of work is; `sentence` says it."""

    phase: Literal["never", "running", "done", "failed"] = "never"
    sentence: str = ""
    share: int | None = None  # of a hundred

    def response(self) -> Response:
        """The same for the script of the page."""
        body = {"phase": self.phase, "sentence": self.sentence, "share": self.share}
        return Response(json.dumps(body, ensure_ascii=False), content_type="application/json")


class Work:
    """The thread that is at it, if any; `_lock` is held while one is begun."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def wait(self) -> None:
        """Until none is under way."""
        thread = self._thread
        if thread is not None:
            thread.join()


@dataclass(frozen=True, slots=True)
class UpdateProgress(WorkProgress):
    """How far the last update is; `problems` are what was left out."""

    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pending:
    """What is not searchable yet: changed or removed documents, decisions on names."""

    documents: int = 0
    decisions: int = 0

    def __bool__(self) -> bool:
        return bool(self.documents or self.decisions)

    def __str__(self) -> str:
        parts = (
            f"{self.documents} 篇有改动" if self.documents else "",
            f"名称表 {self.decisions} 处有改动" if self.decisions else "",
        )
        return "，".join(filter(None, parts))


class Updating(Work):
    """One update at a time, in a thread; and the search page that shows the result."""

    def __init__(self, settings: Settings, corpus: Path) -> None:
        super().__init__()
        self._settings, self._corpus = settings, corpus
        self._journal = StepJournal(corpus)
        self._updated_ns = 0  # when the last update of this run began that went well
        self._search_page: tuple[Any, Any, int] | None = None  # server, searcher, port
        self.progress = UpdateProgress()
        self.originals = Originals(corpus)

    def start(self) -> bool:
        """Begin an update; False if one is under way."""
        with self._lock:
            if self.is_running():
                return False
            self.progress = UpdateProgress("running", "正在准备……")
            self._thread = threading.Thread(target=self._work, name="update")
            self._thread.start()
            return True

    def pending(self) -> Pending:
        """What was changed after the index that is live was published."""
        try:
            published = (self._settings.index_path() / "CURRENT").stat().st_mtime_ns
        except OSError:
            published = 0
        since = max(published, self._updated_ns)
        paths = (self._corpus / "documents").rglob("*.md")
        written = sum(path.stat().st_mtime_ns > since for path in paths if path.is_file())
        steps = self._journal.standing_since(since)
        touched = {change.path for step in steps for change in step.changes}
        gone = {p for p in touched if p.startswith("documents/")}
        gone = {p for p in gone if published and not (self._corpus / p).exists()}
        named = [s for s in steps if any(c.path.startswith("taxonomy/") for c in s.changes)]
        return Pending(written + len(gone), len(named))

    def search_address(self) -> str | None:
        """The address of the real search page on this machine, once there is an index."""
        with self._lock:
            has_index = (self._settings.index_path() / "CURRENT").is_file()
            if self._search_page is None and has_index:
                self._search_page = self._serve()
            return self._search_page and f"http://127.0.0.1:{self._search_page[2]}/"

    def close(self) -> None:
        """End the search page, and wait for an update under way."""
        self.wait()
        with self._lock:
            if self._search_page is not None:
                self._search_page[0].stop()

    def _serve(self) -> tuple[Any, Any, int]:
        from web.app import create_app, warm_templates
        from web.server.worker import Server

        own = ServerSettings(port=0)
        settings = replace(self._settings, server=own)
        searcher: Any = RecoveringSearcher(lambda: open_searcher(settings))
        with suppress(QianshaoError):  # the page says what is wrong with the index
            searcher.search(SearchRequest(q="启动", size=1))  # no reader pays for opening it
        app = create_app(settings, searcher)
        warm_templates(app)
        server = Server(app, own)
        threading.Thread(target=server.run, name="search page", daemon=True).start()
        return server, searcher, server.addresses[0][1]

    def _work(self) -> None:
        problems: list[Problem] = []
        began = time.time_ns()
        options = BuildOptions(
            progress=self._tell, told=problems.append, verify=gatekeeper(self._settings)
        )
        try:
            report = update(str(self._corpus), self._settings, options)
        except QianshaoError as error:
            self.progress = UpdateProgress("failed", str(error))
        except Exception as error:  # told on the page; the old index is still live
            self.progress = UpdateProgress(
                "failed", f"没有更新成功（{type(error).__name__}：{error}）"
            )
        else:
            self._updated_ns = began
            self._await(report.generation)
            counts = f"现在可以检索 {report.documents} 篇、{report.paragraphs} 段"
            self.progress = UpdateProgress(
                "done",
                f"{counts}（用时 {report.seconds:.1f} 秒）",
                100,
                tuple(str(problem) for problem in problems[:50]),
            )

    def _await(self, generation: str) -> None:
        """Until the search page answers from this generation, which it opens beside the old."""
        if self._search_page is None:
            return
        ask, end = SearchRequest(q="更新", size=1), time.monotonic() + _PATIENCE_S
        with suppress(QianshaoError):  # the page will say it; the update is done all the same
            while self._search_page[1].search(ask).generation != generation:
                if time.monotonic() > end:
                    return
                time.sleep(0.1)

    def _tell(self, stage: str, done: int, of: int) -> None:
        share = 100 * done // of if of else None
        self.progress = UpdateProgress(
            "running", f"{stage} {done}" + (f"/{of}" if of else ""), share
        )
