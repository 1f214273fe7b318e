"""What a browser and a stranger may do: OWASP ASVS 5.0, level 2, as far as it applies.

Not applicable: accounts, sessions, passwords, tokens and OAuth (6, 7, 9, 10; a proxy logs people
in, see 6.x below), authorisation between users (8; all readers may read all), cryptography and TLS
(11, 12; the proxy's), WebRTC (17), uploads (5.2, 5.3).

| item | what it asks | test |
|---|---|---|
| 1.1.1, 1.1.2 | decoded once, encoded last | test_corpus_and_query_text_is_never_markup |
| 1.2.1–1.2.3 | output encoding for HTML, URLs, JSON | test_corpus_and_query_text_is_never_markup |
| 1.2.4, 1.2.5 | no interpreter sees input | test_nothing_evaluates_what_is_typed |
| 1.2.10 | formula injection in exports | test_exports.py |
| 1.3.7 | template injection | test_nothing_evaluates_what_is_typed |
| 1.3.12 | patterns that run away | tests/load/hostile.py |
| 1.5.x | no XML, no object is read from the network | test_nothing_can_be_written |
| 2.2.1, 2.2.2 | positive validation at the server | test_params.py, test_fuzzing.py |
| 2.4.1, 15.2.2 | limits on greed and cost | test_limiter.py, test_limits_on_address_and_body |
| 2.4.1 | … of filters; of time | test_filters_are_bounded…, test_sockets.py |
| 2.4.1 | … of connections | test_sockets.py |
| 3.2.1 | JSON is not rendered as a page | test_answers_name_their_type_and_nosniff |
| 3.4.1 | HSTS over TLS | test_https_is_remembered |
| 3.4.2 | CORS: fixed allow-list | test_cors_answers_exactly_the_listed_origins |
| 3.4.3 | CSP | test_every_page_carries_the_policy |
| 3.4.6 | frame-ancestors | test_only_the_embed_page_may_be_framed… |
| 3.4.4, 3.4.5, 3.4.8 | nosniff, Referrer-Policy, COOP | test_every_page_carries_the_policy |
| 3.5.x | no state is changed by a request | test_nothing_can_be_written |
| 3.5.5 | messages between frames name their addressee | browser/test_embedding.py |
| 3.6.1, 3.7.1 | no foreign script, no plug-in | browser/test_quality.py |
| 3.7.2 | no open redirect | test_no_redirect_leaves_the_host |
| 4.1.1 | Content-Type with charset | test_answers_name_their_type_and_nosniff |
| 4.1.3, 15.3.4 | proxy headers only from proxies | test_proxies.py, test_deploy.py |
| 4.1.4, 13.4.4 | only the methods that are supported; no TRACE | test_nothing_can_be_written |
| 4.2.1 | one request is read as one request | test_a_second_request_cannot_be_smuggled_in |
| 4.2.5 | over-long addresses and headers | test_limits_on_address_and_body, test_worker.py |
| 5.3.2, 5.4.x | paths and names of files | test_only_our_own_files_are_served, test_exports.py |
| 6.x | a login told by a proxy cannot be forged | test_a_login_is_asked_for…, test_deploy.py |
| 13.2.x | ordinary user, no rights, no way out | test_deploy.py |
| 13.3.1 | no secret in the code, none told | test_settings_and_folders_are_not_told |
| 13.4.1, 13.4.3 | no source control, no list of a folder | test_only_our_own_files_are_served |
| 13.4.2, 13.4.6 | no debug pages, no version banner | test_errors_tell_nothing_of_the_inside |
| 13.4.5 | figures are for the administrator | test_deploy.py |
| 14.2.1, 3.3.x | nothing sensitive in addresses; no cookies | test_no_cookie_is_ever_set |
| 14.3.2 | caching headers | test_every_page_carries_the_policy |
| 15.1.x, 15.2.1 | known, pinned, hashed components | test_deploy.py |
| 15.3.7 | the same parameter twice | test_a_parameter_given_twice_is_told |
| 16.2.x, 16.4.1 | structured log in UTC, log injection | test_one_request_is_one_log_line |
| 16.4.2 | the audit log shows tampering | tests/indexer/generations/test_audit.py |
| 16.3.3 | what is no request is logged (by nginx) | test_what_is_no_request_gets_plain_words… |
| 16.5.1–16.5.4 | generic message on surprise | test_errors_tell_nothing_of_the_inside |
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import re
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.errors import SettingsError
from indexer.settings import EmbedSettings, ServerSettings, Settings
from search.searcher import Searcher
from web.app import create_app
from web.middleware.security import allowed_origins
from web.server.worker import Server

PORTAL = "http://portal.example.cn"
PAGES = [
    "/",
    "/search?q=平安",
    "/documents",
    "/documents/nantong-2021",
    "/initiatives",
    "/initiatives/平安前哨",
    "/help",
    "/embed-guide",
    "/nothing",
    "/search?page=x",
    "/api/v1/search?q=平安",
    "/static/main.js",
    "/search.csv?q=平安",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_carries_the_policy(path: str, client: FlaskClient) -> None:
    with client.get(path) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] in ("no-cache", "no-store")


def test_only_the_embed_page_may_be_framed_and_only_by_the_listed(
    client: FlaskClient, settings: Settings, searcher: Searcher
) -> None:
    headers = client.get("/embed?q=平安").headers
    assert f"frame-ancestors {PORTAL}" in headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in headers
    closed = create_app(dataclasses.replace(settings, embed=EmbedSettings()), searcher)
    headers = closed.test_client().get("/embed").headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "http://portal.example.cn.evil.example",
        "https://portal.example.cn",
        "http://portal.example.cn:8080",
        "http://PORTAL.example.cn/",
        "http://aportal.example.cn",
    ],
)
def test_cors_answers_exactly_the_listed_origins(origin: str, client: FlaskClient) -> None:
    refused = client.get("/api/v1/search?q=平安", headers={"Origin": origin})
    assert "Access-Control-Allow-Origin" not in refused.headers
    assert "Origin" in refused.headers["Vary"]
    allowed = client.get("/api/v1/search?q=平安", headers={"Origin": PORTAL})
    assert allowed.headers["Access-Control-Allow-Origin"] == PORTAL
    assert "Access-Control-Allow-Credentials" not in allowed.headers
    assert "Access-Control-Allow-Origin" not in client.get("/", headers={"Origin": PORTAL}).headers
    asked = client.options("/api/v1/search", headers={"Origin": PORTAL})
    assert asked.status_code in (200, 204)
    assert asked.headers["Access-Control-Allow-Origin"] == PORTAL


@pytest.mark.parametrize(
    "entry", ["*", "null", "portal.example.cn", "http://a.cn/path", "http://*.a.cn", "ftp://a.cn"]
)
def test_the_allow_list_takes_origins_only(entry: str) -> None:
    with pytest.raises(SettingsError) as caught:
        allowed_origins([entry])
    assert caught.value.name == "embed.allowed_origins"


def test_origins_are_kept_as_browsers_send_them() -> None:
    assert allowed_origins(["HTTP://Portal.CN:80/", "https://a.cn:8443"]) == (
        "http://portal.cn",
        "https://a.cn:8443",
    )


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "{{ 7 * 7 }}",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize(
    "path", ["/search", "/embed", "/documents/nantong-2021", "/nothing", "/search?view=kwic"]
)
def test_corpus_and_query_text_is_never_markup(path: str, words: str, client: FlaskClient) -> None:
    view = "kwic" if path.endswith("kwic") else ""
    path = path.partition("?")[0]
    asked = {"q": words, "source": words, "lang": words, "view": view}
    page = client.get(path, query_string=asked)
    text = page.get_data(as_text=True)
    assert "<script>alert" not in text and "<img src=x" not in text
    assert 'href="javascript:' not in text
    assert " onerror=alert(1)>" not in text.replace("&#34;&gt;&lt;img src=x onerror", "")


@pytest.mark.parametrize("path", ["/search", "/embed", "/help", "/documents/nantong-2021"])
@pytest.mark.parametrize("typed", ["{{7*191}}", "{%print(7*191)%}", "${7*191}", "#{7*191}"])
def test_nothing_evaluates_what_is_typed(path: str, typed: str, client: FlaskClient) -> None:
    text = client.get(path, query_string={"q": typed}).get_data(as_text=True)
    assert "1337" not in text
    if path == "/search":
        assert f'value="{typed}"' in text


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/..\\app.py",
        "/static//etc/passwd",
        "/.git/config",
        "/.env",
        "/templates/search.html",
        "/qianshao.yaml",
        "/documents/../../etc/passwd",
        "/documents/..%2f..%2fCURRENT",
    ],
)
def test_only_our_own_files_are_served(path: str, client: FlaskClient) -> None:
    assert client.get(path).status_code == 404


def test_settings_and_folders_are_not_told(client: FlaskClient, index: Path) -> None:
    paths = ["/api/v1/status", "/metrics", "/readyz", "/help", "/embed-guide", "/api/openapi.json"]
    for path in paths:
        text = client.get(path).get_data(as_text=True)
        assert str(index) not in text and str(index.parent) not in text


def test_a_parameter_given_twice_is_told(client: FlaskClient) -> None:
    body = client.get("/api/v1/search?q=平安&q=反诈").get_json()
    assert body["query"]["text"] == "平安"
    assert any("「q」" in note for note in body["query"]["notes"])


@pytest.fixture
def served(
    settings: Settings, searcher: Searcher, caplog: pytest.LogCaptureFixture
) -> Iterator[Server]:
    """A server that answers on a socket; `caplog` gets its access log."""
    server = Server(create_app(settings, searcher), ServerSettings(port=0))
    thread = threading.Thread(target=server.run)
    thread.start()
    logger = logging.getLogger("qianshao.access")
    logger.addHandler(caplog.handler)
    yield server
    server.stop()
    thread.join(20)
    logger.removeHandler(caplog.handler)


def connected(server: Server) -> socket.socket:
    return socket.create_connection(server.addresses[0], timeout=10)


SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.mark.parametrize(
    "framing",
    [
        f"Content-Length: {len(SMUGGLED) + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 0\r\nContent-Length: 5\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0;a=\nb\r\n\r\n",
        "Content-Length: +0\r\n\r\n",
        "X: a\rContent-Length: 5\r\n\r\n",
    ],
)
def test_a_second_request_cannot_be_smuggled_in(
    framing: str, served: Server, caplog: pytest.LogCaptureFixture
) -> None:
    with connected(served) as connection:
        head = "GET /healthz HTTP/1.1\r\nHost: a\r\n"
        connection.sendall(f"{head}{framing}{SMUGGLED}".encode())
        answer = b""
        while piece := connection.recv(4096):  # until the server hangs up
            answer += piece
    assert answer.count(b"HTTP/1.") == 1
    assert not any("smuggled" in message for message in caplog.messages)


@pytest.mark.parametrize(
    "request_head",
    [
        b"\x00\x01\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n",
        "GET /平安 HTTP/1.1\r\nHost: a\r\n\r\n".encode(),
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 200_000,
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n",
    ],
)
def test_what_is_no_request_gets_plain_words_and_is_hung_up_on(
    request_head: bytes, served: Server
) -> None:
    with connected(served) as connection:
        with contextlib.suppress(OSError):  # it may hang up before it has heard everything
            connection.sendall(request_head)
        answer = connection.recv(4096).decode()
    head, _, body = answer.partition("\r\n\r\n")
    assert 400 <= int(answer[9:12]) < 500 and "Connection: close" in head
    assert "Content-Type: text/plain" in head and "Server:" not in head
    assert "<" not in body and "aaaa" not in body and "平安" not in body


@pytest.mark.parametrize(
    "query",
    [
        "&".join(f"source={number}" for number in range(2_000)),
        "&".join(["initiative=%20"] * 101),  # blanks and repeats are values, too
        "source=" + "长" * 3_000,
        "&".join(f"theme={number}&region={number}" for number in range(60)),
    ],
)
@pytest.mark.parametrize("path", ["/search", "/api/v1/search", "/embed", "/search.csv"])
def test_filters_are_bounded_for_each_link_repeats_them(
    path: str, query: str, client: FlaskClient
) -> None:
    response = client.get(f"{path}?q=x&{query}")
    assert response.status_code == 400 and "bad_parameter" in response.get_data(as_text=True)


def test_a_page_stays_small_whatever_its_address_holds(client: FlaskClient) -> None:
    for query in (
        "&".join(f"source={number}" for number in range(100)),
        "source=" + "长" * 2_000,
        "&".join(f"a{number}=1" for number in range(8_000)),
    ):
        response = client.get(f"/search?q=平安&{query}")
        assert response.status_code == 200 and len(response.get_data()) < 4_000_000


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "trace", "connect"])
@pytest.mark.parametrize("path", ["/", "/search", "/api/v1/documents/nantong-2021", "/embed"])
def test_nothing_can_be_written(method: str, path: str, client: FlaskClient) -> None:
    refused = client.open(path, method=method.upper(), data=b"<x/>")
    assert refused.status_code == 405
    assert set(refused.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    "path,kind",
    [
        ("/", "text/html; charset=utf-8"),
        ("/api/v1/search", "application/json; charset=utf-8"),
        ("/api/v1/nothing", "application/problem+json"),
        ("/embed.js", "text/javascript; charset=utf-8"),
        ("/search.csv?q=平安", "text/csv; charset=utf-8"),
        ("/opensearch.xml", "application/opensearchdescription+xml; charset=utf-8"),
    ],
)
def test_answers_name_their_type_and_nosniff(path: str, kind: str, client: FlaskClient) -> None:
    with client.get(path) as response:
        assert response.content_type == kind
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_https_is_remembered(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers
    secure = client.get("/", base_url="https://qs.example.cn")
    assert "max-age=" in secure.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/\\evil.example", "/search?next=//evil.example", "//evil.example"]
)
def test_no_redirect_leaves_the_host(path: str, client: FlaskClient) -> None:
    response = client.get(path, base_url="http://qs.example.cn")
    assert "evil" not in response.headers.get("Location", "")


def test_limits_on_address_and_body(client: FlaskClient) -> None:
    assert client.get("/search?q=" + "a" * 70_000).status_code == 414
    assert client.get("/search", data=b"x" * 70_000).status_code == 413
    assert client.get("/search?q=" + "平" * 1001).status_code == 400


@pytest.mark.parametrize("host", ["evil host", "a<b>", "x/y", "a@b", "h'o"])
def test_a_host_that_cannot_stand_in_an_address_is_refused(host: str, client: FlaskClient) -> None:
    assert client.get("/embed-guide", headers={"Host": host}).status_code == 400


class Broken:
    """A searcher in which everything fails in a way nobody foresaw."""

    def __getattr__(self, name: str) -> Callable[..., object]:
        def fail(*args: object, **kwargs: object) -> object:
            raise RuntimeError("secret /srv/qianshao/index")

        return fail


@pytest.mark.parametrize("path", ["/", "/search?q=x", "/api/v1/search?q=x", "/documents/x"])
def test_errors_tell_nothing_of_the_inside(path: str) -> None:
    app = create_app(Settings(), Broken())  # type: ignore[arg-type]
    response = app.test_client().get(path)
    assert response.status_code == 500
    text = response.get_data(as_text=True)
    assert "secret" not in text and "RuntimeError" not in text and "Traceback" not in text
    assert "internal_error" in text
    assert not response.headers.get("Server", "").startswith(("waitress", "Werkzeug/"))


def test_an_answer_that_fails_while_the_index_is_written_to_is_refused(
    index_of_lines: Callable[..., Settings],
    opened: Callable[[Settings], Searcher],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = index_of_lines([{"id": "a#1", "text": "平安前哨"}])
    searcher = opened(settings)

    def search(*args: object) -> object:
        [segment] = settings.index_path().glob("gen-*/*.segment")
        segment.write_bytes(segment.read_bytes()[::-1])
        raise zlib.error("invalid block type")  # what it then reads of its mapped file

    client = create_app(settings, searcher).test_client()
    assert client.get("/api/v1/search?q=平安").status_code == 200
    monkeypatch.setattr(searcher, "search", search)
    response = client.get("/api/v1/search?q=平安")
    assert response.status_code == 503 and "Retry-After" in response.headers
    assert response.get_json()["code"] == "index_busy"


def test_no_cookie_is_ever_set(client: FlaskClient) -> None:
    for path in PAGES:
        with client.get(path) as response:
            assert "Set-Cookie" not in response.headers


class Kept(logging.Handler):
    """Keeps the lines that would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def test_one_request_is_one_log_line(client: FlaskClient) -> None:
    kept = Kept()
    logger = logging.getLogger("qianshao.access")
    logger.addHandler(kept)
    try:
        address = "/search?q=平安%0A%7B%22fake%22%3A1%7D%1b[31m"
        client.get(address, headers={"User-Agent": "a\tb\x1b[0m"})
    finally:
        logger.removeHandler(kept)
    assert len(kept.lines) == 1
    line = kept.lines[0]
    assert "\n" not in line and "\x1b" not in line and line.isascii()
    entry = json.loads(line)
    assert entry["status"] == 200 and entry["path"] == "/search"
    assert "fake" in entry["query"] and "平安" in entry["query"]


def test_a_login_is_asked_for_where_the_settings_say_so(
    client_with: Callable[..., FlaskClient],
) -> None:
    client = client_with(user_header="X-Remote-User", trusted_proxies=("10.1.2.3",))
    assert client.get("/search").status_code == 401
    assert client.get("/healthz").status_code == 200
    forged = client.get("/search", headers={"X-Remote-User": "root"})
    assert forged.status_code == 401
    via_proxy = client.get(
        "/search",
        headers={"X-Remote-User": "zhang"},
        environ_base={"REMOTE_ADDR": "10.1.2.3"},
    )
    assert via_proxy.status_code == 200


def test_the_table_names_tests_that_exist() -> None:
    tests = Path(__file__).parents[2]
    own = {name for name in globals() if name.startswith("test_")}
    files = [path.relative_to(tests.parent).as_posix() for path in tests.rglob("*.py")]
    rows = re.findall(r"^\| \d[^|]*\|[^|]*\|([^|]*)\|$", __doc__ or "", re.MULTILINE)
    named = [name.strip() for row in rows for name in row.split(",")]
    assert len(named) > 40
    for name in named:
        start = name.removesuffix("…")
        is_file = name.endswith(".py") and any(f"/{path}".endswith(f"/{name}") for path in files)
        assert is_file or any(test.startswith(start) for test in own), name


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("search.example.cn", 200),
        ("SEARCH.example.cn:8000", 200),
        ("a.lan.cn", 200),
        ("evil.example.com", 400),
        ("search.example.cn.evil.com", 400),
        ("lan.cn.evil.com", 400),
        ("notlan.cn", 400),
    ],
)
def test_a_foreign_host_is_refused_where_hosts_are_listed(
    host: str, status: int, client_with: Callable[..., FlaskClient]
) -> None:
    client = client_with(allowed_hosts=("search.example.cn", ".lan.cn"))
    answer = client.get("/search?q=平安", headers={"Host": host})
    assert answer.status_code == status
    assert status == 200 or host not in answer.get_data(as_text=True)
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_links_name_the_public_address_whatever_host_was_asked(
    client_with: Callable[..., FlaskClient],
) -> None:
    client = client_with(public_url="https://search.example.cn/baogao/")
    for path in ("/search?q=平安前哨", "/embed-guide", "/opensearch.xml", "/search.csv?q=平安前哨"):
        text = client.get(path, headers={"Host": "evil.example.com"}).get_data(as_text=True)
        assert "https://search.example.cn/baogao/" in text and "evil.example.com" not in text, path


@pytest.mark.parametrize(
    "url", ["search.example.cn", "javascript:x", "https://a/?q=", "https://a b"]
)
def test_a_public_address_must_be_one(url: str, client_with: Callable[..., FlaskClient]) -> None:
    with pytest.raises(SettingsError) as caught:
        client_with(public_url=url)
    assert (caught.value.code, caught.value.name) == ("bad_setting", "server.public_url")


FILES = ("search.csv", "search.md", "search.ris", "search.bib", "concordance.csv", "figures.csv")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000", "0.0.0.0:8000"])
def test_no_file_and_no_citation_names_an_address_of_this_machine(
    host: str, client_with: Callable[..., FlaskClient]
) -> None:
    client = client_with()
    for path in FILES:
        data = client.get(f"/{path}?q=平安前哨", headers={"Host": host}).get_data(as_text=True)
        assert host not in data, path
        assert ("/documents/" in data) is path.endswith(".csv"), path  # a column of links
    page = client.get("/search?q=平安前哨", headers={"Host": host}).get_data(as_text=True)
    cited = re.findall(r'class="reference"[^>]*>([^<]+)<', page)
    assert cited and not any("/documents/" in c or "/OL" in c for c in cited)
    assert "没有设公开网址" in page


@pytest.mark.parametrize("host", ["qs.example.cn", "10.1.2.3:8000", "localhost.example.cn"])
def test_files_name_the_address_by_which_others_get_there(
    host: str, client_with: Callable[..., FlaskClient]
) -> None:
    client = client_with()
    for path in FILES:
        data = client.get(f"/{path}?q=平安前哨", headers={"Host": host}).get_data(as_text=True)
        assert f"http://{host}/documents/" in data, path
    page = client.get("/search?q=平安前哨", headers={"Host": host}).get_data(as_text=True)
    assert f"，永久链接：http://{host}/documents/" in page and "没有设公开网址" not in page
