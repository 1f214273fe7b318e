"""Decide which headers a response carries, so that browsers and other sites keep their distance."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import Flask, Response, abort, request
from werkzeug.sansio.utils import host_is_trusted

from indexer.errors import SettingsError
from indexer.settings import ServerSettings
from web.context import site
from web.middleware.proxies import valid_host

_POLICY = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors "
)
_ORIGIN = re.compile(r"https?://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?")
_PROBES = ("/healthz", "/readyz")  # asked by address, without a login
_OPEN_ENDPOINTS = ("embed.script",)
# Drafts and lists to be checked: one that is too long by far still comes back with a word about it.
_DRAFTS, _DRAFT_BYTES = ("/proof", "/terms", "/terms.csv", "/terms.xlsx"), 262_144
MAX_ADDRESS_CHARS = 65_536  # a query of a few thousand words still gets its own 400


def allowed_origins(entries: Iterable[str]) -> tuple[str, ...]:
    """The origins of the allow-list in the form browsers send. SettingsError for anything else.

    `*`, `null`, paths and patterns are refused: the list is matched exactly.
    """
    origins: list[str] = []
    for entry in entries:
        origin = entry.strip().rstrip("/").lower()
        if not _ORIGIN.fullmatch(origin):
            raise SettingsError(
                "embed.allowed_origins",
                f"「{entry}」不是来源；应写成 http://portal.example.cn 或 https://host:8443",
            )
        scheme, _, host = origin.partition("://")
        standard = {"http": ":80", "https": ":443"}[scheme]
        origins.append(f"{scheme}://{host.removesuffix(standard)}")
    return tuple(dict.fromkeys(origins))


def require_public_url(url: str) -> None:
    """SettingsError for what is no address of a site, with or without a sub-path."""
    origin, path = "/".join(url.split("/")[:3]).lower(), "/".join(url.split("/")[3:])
    if url and not (_ORIGIN.fullmatch(origin) and re.fullmatch(r"[A-Za-z0-9._~%/-]*", path)):
        raise SettingsError(
            "server.public_url", f"「{url}」不是网址；应写成 https://search.example.cn 或再加子路径"
        )


def install(app: Flask) -> None:
    """Check every request's form and put the headers on every response."""
    app.before_request(_check_request)
    app.after_request(_add_headers)


def _check_request() -> None:
    if not valid_host(request.host):
        abort(400, "Host 请求头不是有效的主机名")
    hosts, asked = site().settings.server.allowed_hosts, request.host.lower()
    if hosts and request.path not in _PROBES and not host_is_trusted(asked, hosts):
        abort(400, "Host 请求头不是本站的主机名（server.allowed_hosts）")
    if len(request.environ.get("QUERY_STRING", "")) > MAX_ADDRESS_CHARS:
        abort(414, f"地址超过 {MAX_ADDRESS_CHARS} 个字符")
    length = request.content_length or 0
    if length > _body_limit(request.path):
        abort(413, "请求体过大")
    needs_login = bool(site().settings.server.user_header)
    if needs_login and not request.environ.get("qianshao.user"):
        if request.path in _PROBES:
            return
        abort(401, "请从单位的统一登录入口打开本页")


def most_body_bytes(settings: ServerSettings) -> int:
    """The most that any address takes."""
    return max(settings.max_body_bytes, _DRAFT_BYTES)


def _body_limit(path: str) -> int:
    server = site().settings.server
    is_long = path in _DRAFTS or path.startswith("/basket.")  # a thousand ids with their notes
    return most_body_bytes(server) if is_long else server.max_body_bytes


def _add_headers(response: Response) -> Response:
    headers = response.headers
    origins = allowed_origins(site().settings.embed.allowed_origins)
    is_embed = request.endpoint == "embed.box"
    ancestors = " ".join(origins) if is_embed and origins else "'none'"
    headers.setdefault("Content-Security-Policy", _POLICY + ancestors)  # files have their own
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    is_open = request.endpoint in _OPEN_ENDPOINTS or is_embed
    headers["Cross-Origin-Resource-Policy"] = "cross-origin" if is_open else "same-origin"
    if not (is_embed and origins):
        headers["X-Frame-Options"] = "DENY"
    if request.scheme == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-cache" if response.status_code < 400 else "no-store"
    if request.path.startswith("/api/"):
        _allow_listed_origin(response, origins)
    return response


def _allow_listed_origin(response: Response, origins: tuple[str, ...]) -> None:
    """CORS for exactly the listed origins; caches are told that the answer depends on it."""
    response.headers.add("Vary", "Origin")
    asking = request.headers.get("Origin", "")
    if asking and asking in origins:
        response.headers["Access-Control-Allow-Origin"] = asking
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response.headers["Access-Control-Max-Age"] = "600"
