"""A real desk that answers on a port of its own, asked as its browser would ask it."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from web.desk.access import Access
from web.desk.app import DeskServer

REPORT = """南通市公安局{year}年工作总结

　　{year}年，全市公安机关聚焦主责主业，推动社区警务提质增效，“平安前哨”工程持续深化。

　　下一步，市局将继续完善巡防体系，压实各级责任，确保各项措施落地见效。
"""


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    headers: dict[str, str]


@dataclass(frozen=True)
class RunningDesk:
    """A desk that answers, the corpus behind it, and a way to ask it as its browser would."""

    server: DeskServer
    access: Access
    corpus: Path

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def link(self) -> str:
        return self.server.link(self.access.new_token())

    def ask(
        self,
        path: str,
        form: dict[str, str] | None = None,
        headers: dict[str, str | None] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """One request with the cookie and headers of the desk's own page; None takes one away."""
        sent: dict[str, str | None] = {
            "Host": f"127.0.0.1:{self.server.port}",
            "Cookie": f"qianshao-desk-{self.server.port}={self.access.session}",
            "Sec-Fetch-Site": "same-origin",
            "Origin": self.origin,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        sent |= headers or {}
        if form is not None and body is None:
            body = urlencode({"key": self.access.form_key, **form}).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            method = "GET" if form is None else "POST"
            connection.putrequest(method, path, skip_host=True)
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body or b"")))
            connection.endheaders(body)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
            return Answer(response.status, text, dict(response.getheaders()))
        finally:
            connection.close()

    def send(
        self, files: dict[str, bytes], headers: dict[str, str | None] | None = None, key: str = ""
    ) -> Answer:
        """Files as the desk's own form sends them, to the end of what becomes of them."""
        end = "----end-of-a-part"
        parts = [f'--{end}\r\nContent-Disposition: form-data; name="key"\r\n\r\n'.encode()]
        parts.append((key or self.access.form_key).encode())
        for name, data in files.items():
            line = f'form-data; name="folder"; filename="{name}"'
            parts.append(f"\r\n--{end}\r\nContent-Disposition: {line}\r\n\r\n".encode() + data)
        body = b"".join([*parts, f"\r\n--{end}--\r\n".encode()])
        kind = {"Content-Type": f"multipart/form-data; boundary={end}"}
        answer = self.ask("/add", {}, kind | (headers or {}), body)
        self.server._site.adding.wait()
        return answer

    def version(self, slug: str) -> str:
        from web.desk.context import DeskSite

        site: DeskSite = self.server._site
        item = site.desk.items.get(slug)
        assert item is not None
        return item.version

    def press(self, slug: str, act: str, **fields: str) -> Answer:
        """A button of an item's page, as the page is now."""
        form = {"act": act, "version": self.version(slug), **fields}
        return self.ask(f"/items/{quote(slug, safe='')}", form)

    def draft(self, slug: str) -> str:
        return (self.corpus / "drafts" / f"{slug}.md").read_text("utf-8")
