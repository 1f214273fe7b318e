"""Let only the browser that opened the desk's link use it: by host, origin, cookie and form key."""

from __future__ import annotations

from flask import Flask, Response, abort, make_response, render_template, request

from web.desk.access import Access, is_same_key
from web.desk.context import desk_site
from web.desk.waiting import MAX_BYTES, MAX_FILES

_FILES = "waiting.add"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A foreign page in a frame: nothing runs, nothing is fetched, nothing is sent.
FRAMED_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)


def install(app: Flask) -> None:
    """Check every request before it is answered, and put the headers on every answer."""
    app.before_request(_check)
    app.after_request(_add_headers)


def _check() -> Response | None:
    access, port = desk_site().access, desk_site().port
    if request.host not in (f"127.0.0.1:{port}", f"localhost:{port}"):
        abort(403, "核对台只在本机使用（127.0.0.1）")
    if request.endpoint == "static":
        return None
    token = request.args.get("token")
    is_known = is_same_key(request.cookies.get(_cookie(port), ""), access.session)
    if token is not None and request.method == "GET" and not is_known:
        if not access.redeem(token):
            abort(403, "这个链接已经用过或不对；运行 qianshao review 的窗口里有新的链接")
        return _entered()
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        abort(403, "别的网页不能使用核对台")
    if not is_known:
        abort(403, "请用运行 qianshao review 的窗口里的链接打开核对台")
    if request.method not in ("GET", "HEAD"):
        _check_write(access)
    return None


def _check_write(access: Access) -> None:
    """What only a form of the desk's own page has: its origin and the key of this run."""
    if request.headers.get("Origin") != f"http://{request.host}":
        abort(403, "别的网页不能使用核对台")
    if request.endpoint == _FILES:  # of known origin: only then is more taken in
        request.max_content_length, request.max_form_parts = MAX_BYTES, 2 * MAX_FILES
    if not is_same_key(request.form.get("key", ""), access.form_key):
        abort(403, "这一页是上次运行时打开的；请刷新后再做一次")


def _entered() -> Response:
    """A page that leads on to the desk: a cookie that is strict is not sent along a redirection
    from elsewhere."""
    response = make_response(render_template("entered.html"))
    access, port = desk_site().access, desk_site().port
    response.set_cookie(_cookie(port), access.session, httponly=True, samesite="Strict", path="/")
    return response


def _cookie(port: int) -> str:
    """Cookies know no ports: two desks at once have one each."""
    return f"qianshao-desk-{port}"


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Cache-Control"] = "no-store"
    return response
