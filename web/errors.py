"""Turn what went wrong into a status, and into a page for readers or problem+json for programs."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, make_response, request
from werkzeug.exceptions import HTTPException

from indexer.errors import QianshaoError
from web.addresses import address
from web.context import prefix, site
from web.i18n import render, translate

logger = logging.getLogger("qianshao.web")

STATUS = {
    "bad_parameter": 400,
    "query_too_costly": 400,
    "export_too_large": 400,
    "export_too_many_bytes": 400,
    "export_not_written": 503,
    "not_found": 404,
    "engine_unavailable": 503,
    "index_missing": 503,
    "index_not_loaded": 503,
    "index_outdated": 503,
    "index_damaged": 503,
    "index_busy": 503,
}
# What a reader is told instead of the operator's sentence, which names folders and hosts.
_FOR_READERS = {
    "index_missing": "索引还没有建好，请稍后再试；管理员可运行 qianshao rebuild",
    "index_not_loaded": "索引还没有装好，请稍后再试；管理员可运行 qianshao update",
    "index_outdated": "索引的格式与本版本不符，请联系管理员；qianshao status 会说明怎么办",
    "index_damaged": "索引文件已损坏，请联系管理员运行 qianshao rollback 或 qianshao rebuild",
    "index_busy": "索引正在更换，请稍后再试",
    "engine_unavailable": "检索引擎没有及时回答，请稍后再试；如果一直这样，请告诉管理员",
}
_HTTP_SENTENCES = {
    400: "请求无法理解",
    401: "需要登录",
    404: "没有这个页面",
    405: "这个地址只能读取（GET）",
    413: "请求过大",
    414: "地址过长",
    429: "请求太多，请稍后再试",
    500: "服务出了差错，已记入日志；请稍后再试",
    503: "服务暂时繁忙，请稍后再试",
}
RETRY_AFTER_S = 5


class ExportTooLargeError(QianshaoError):
    """More rows than a file may hold; `export=page` gives the page that is shown."""

    code = "export_too_large"

    def __init__(self, total: int, limit: int, unit: str = "段") -> None:
        super().__init__(
            f"共 {total} {unit}，超过一次导出的上限 {limit}；"
            "请加筛选条件，或用 export=page 导出当前页"
        )
        self.total, self.limit = total, limit


class ExportTooManyBytesError(QianshaoError):
    """The rows are few enough, but their texts are too long for one file."""

    code = "export_too_many_bytes"

    def __init__(self, total: int, limit: int, unit: str = "段") -> None:
        super().__init__(
            f"{total} {unit}的文字超过一次导出的上限 {limit / 1e6:g} MB；"
            "请加筛选条件，或用 export=page 导出当前页"
        )
        self.total, self.limit = total, limit


class ExportNotWrittenError(QianshaoError):
    """The folder for temporary files took no more."""

    code = "export_not_written"

    def __init__(self, reason: str) -> None:
        super().__init__(f"服务器的临时文件夹写不下这个文件（{reason}）；请稍后再试，或告诉管理员")


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """An error as it leaves the house; `extra` holds the error's typed attributes."""

    status: int
    code: str
    detail: str
    extra: tuple[tuple[str, Any], ...] = ()


def install(app: Flask) -> None:
    """Answer expected errors, HTTP errors and surprises alike in our own form."""
    app.register_error_handler(QianshaoError, lambda e: respond(problem_of(e)))
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_surprise)


def problem_of(error: QianshaoError) -> ProblemDetails:
    """Status and words of an expected error."""
    code = error.code
    status = STATUS.get(code, 500)
    if status >= 500:
        logger.warning("%s: %s", code, error)
    public = code not in _FOR_READERS
    extra = tuple(_attributes(error).items()) if public else ()
    return ProblemDetails(status, code, _FOR_READERS.get(code, str(error)), extra)


def respond(problem: ProblemDetails) -> Response:
    """problem+json for programs, a page for readers."""
    response = _json(problem) if wants_json() else _page(problem)
    if problem.status in (429, 503):
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def wants_json() -> bool:
    """Programs: the API, the JSON twin, and file downloads by something that is no browser."""
    path = request.path
    twins = ("/search.json", "/figures.json", "/terms.json")
    if path.startswith("/api/") or path.endswith(twins) or path in ("/healthz", "/readyz"):
        return True
    tables = ("/search.", "/figures.", "/terms.", "/concordance.")
    is_file = path.startswith((*tables, "/cite.", "/basket."))
    return is_file and "text/html" not in request.headers.get("Accept", "")


def _json(problem: ProblemDetails) -> Response:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        **dict(problem.extra),
    }
    response = make_response(json.dumps(body, ensure_ascii=False))
    response.status_code = problem.status
    response.content_type = "application/problem+json"
    return response


def _page(problem: ProblemDetails) -> Response:
    try:
        limit = site().settings.search.max_query_chars
        text = render("error.html", problem=problem, shorter=_shorter(limit), limit=limit)
    except Exception:
        logger.exception("the error page itself failed")
        text = translate("服务出了差错，已记入日志；请稍后再试", "zh")
    return make_response(text, problem.status)


def _shorter(limit: int) -> str:
    """The address of the same page with the beginning of a query that is too long; or ""."""
    if len(request.args.get("q", "")) <= limit:
        return ""
    pairs = [
        (name, value[:limit] if name == "q" else value)
        for name, value in request.args.items(multi=True)
        if name != "page"
    ]
    return address(f"{prefix()}{quote(request.path)}", pairs)


def _answer_http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response(request.environ))
    sentence = _HTTP_SENTENCES.get(status, HTTPStatus(status).phrase)
    own = error.description if type(error).description != error.description else None
    response = respond(ProblemDetails(status, f"http_{status}", own or sentence))
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "WWW-Authenticate"):
            response.headers[name] = value
    return response


def _answer_surprise(error: Exception) -> Response:
    logger.error("unexpected error on %s", request.path.encode("unicode_escape"), exc_info=error)
    if _is_index_disturbed():
        return respond(ProblemDetails(503, "index_busy", _FOR_READERS["index_busy"]))
    return respond(ProblemDetails(500, "internal_error", _HTTP_SENTENCES[500]))


def _is_index_disturbed() -> bool:
    """Whether an answer may have failed because the index was written to while it was read."""
    try:
        return bool(site().searcher.was_disturbed())
    except QianshaoError:  # by now there is none
        return True
    except Exception:  # the searcher itself is what fails
        return False


def _attributes(error: QianshaoError) -> dict[str, Any]:
    """The error's own attributes that JSON can carry; none may hide a field of the problem."""
    reserved = ("type", "title", "status", "detail", "code")
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in vars(error).items()
        if isinstance(value, str | int | float | tuple) and name not in reserved
    }
