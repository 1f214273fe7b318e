"""Turn a mail (eml) or a saved web page (mht) into source lines and what was attached."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from indexer.importer.readers.plain_text import read_text
from indexer.importer.readers.web.page import read_html
from indexer.importer.source_text import ImportRefusedError, SourceText
from indexer.metadata.clues import Evidence

MAX_PARTS = 500


def read_mail(data: bytes, name: str) -> SourceText:
    """The text of a mail, plain if it has any, else its page; head fields are declared."""
    message = _message(data, name)
    source = _body(message, name)
    if source is None:
        raise ImportRefusedError(name, "no_paragraph", "邮件里没有正文（附件另行导入）")
    return replace(source, declared=(*_declared(message), *source.declared))


def read_web_archive(data: bytes, name: str) -> SourceText:
    """The page of an MHTML file; its pictures and scripts are left where they are."""
    source = _body(_message(data, name), name, prefer=("html", "plain"))
    if source is None:
        raise ImportRefusedError(name, "damaged", "网页存档里没有网页；请在浏览器里另存为 .html")
    return source


def attachments(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of each attached file."""
    for number, part in enumerate(_message(data, name).walk()):
        if number > MAX_PARTS:
            return
        file_name = part.get_filename()
        content = part.get_payload(decode=True)
        if file_name and isinstance(content, bytes):
            yield file_name, content


def _message(data: bytes, name: str) -> EmailMessage:
    try:
        message = message_from_bytes(data, policy=policy.default)
    except Exception as error:  # the parser lets errors of odd heads through
        raise ImportRefusedError(name, "damaged", "邮件无法解读；请重新取得原文件") from error
    assert isinstance(message, EmailMessage)
    return message


def _body(
    message: EmailMessage, name: str, prefer: tuple[str, ...] = ("plain", "html")
) -> SourceText | None:
    for kind in prefer:
        try:
            part = message.get_body((kind,))
        except Exception:  # a structure that contradicts itself
            part = None
        content = None if part is None else part.get_payload(decode=True)
        if part is None or not isinstance(content, bytes) or not content.strip():
            continue
        charset = part.get_content_charset() or ""
        with suppress(LookupError, UnicodeError):  # a wrong charset: the reader finds out itself
            content = content.decode(charset).encode() if charset else content
        return (read_html if kind == "html" else read_text)(content, name)
    return None


def _declared(message: EmailMessage) -> Iterator[Evidence]:
    try:
        subject = " ".join(str(message["subject"] or "").split())
        sender = message["from"]
        date = parsedate_to_datetime(str(message["date"] or "")).date().isoformat()
    except Exception:  # heads in no order
        subject, sender, date = "", None, ""
    if subject:
        yield Evidence("title", subject, "Subject")
    if date:
        yield Evidence("date", date, "Date")
    addresses = getattr(sender, "addresses", ())
    if addresses and addresses[0].display_name:
        yield Evidence("from", addresses[0].display_name, "From")
