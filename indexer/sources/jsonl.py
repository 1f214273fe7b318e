"""Turn JSON Lines into paragraphs with their documents, one line at a time.

A line is `{"id", "text"}` and optionally `document heading themes initiatives` and the fields that
`indexer.model.schema` lets input say of a document; other keys are ignored, null and "" count as
absent. What cannot be used is a Problem, never an exception. A blank line is no JSON value and so a
problem, except at the end of the file.
"""

from __future__ import annotations

import gzip
import io
import json
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

try:
    import orjson
except ImportError:
    orjson = None  # type: ignore[assignment]

from indexer.errors import CorpusError
from indexer.figures.tables.cells import as_row
from indexer.model.documents import Document, FieldValue, Paragraph, document_of
from indexer.model.problem import Problem
from indexer.model.schema import SCHEMA, Field, Kind
from indexer.model.validators import SHAPES, is_web_address
from indexer.sources.splitter import MAX_PARAGRAPH_CHARS

MAX_LINE_BYTES = 16 * 1024 * 1024
_PIECE_BYTES = 1 << 20
LOOKED_AT, _MOST_TOLD = 200, 5  # lines, and keys, that are looked at for what nothing reads
# The fields that other systems mostly call something else, and what these call them.
_MEANT = {
    "heading": ("小标题", "section section_title subtitle subheading chapter 小标题 章节"),
    "source": ("来源单位", "organ org organization agency bureau department unit 单位 来源"),
    "date": ("发布日期", "publish_date published pub_date pubdate publish_time 日期 发布日期"),
}
_GZIP_MAGIC = b"\x1f\x8b"
# Stands in for a line that could not be read; begins like no JSON value, so `parse_line` tells it.
_UNREADABLE = b"\0unreadable:"
LINE_TOO_LONG = _UNREADABLE + b"line_too_long"
_UNREADABLE_REASONS = {
    "line_too_long": f"这一行超过 {MAX_LINE_BYTES >> 20} MiB，未读取",
    "truncated": "压缩文件残缺，从这里起无法读取",
    "unreadable": "读取出错，从这里起无法读取",
}


def _loads(line: bytes) -> Any:
    return json.loads(line.decode("utf-8"))


def _loads_fast(line: bytes) -> Any:
    """What the compiled reader makes of a line; what it refuses, the standard one decides."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return _loads(line)


Reader = Callable[[Any, str], FieldValue]
# The fields whose readers were made last, and these: to hash the fields for each line takes longer.
_latest: tuple[tuple[Field, ...], tuple[tuple[str, Reader], ...]] = ((), ())

_fast_loads = _loads if orjson is None else _loads_fast


class _LineError(Exception):
    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class _NoTextError(Exception):
    """A value that should be a text is something else."""


def parse_line(line: bytes, place: str, number: int) -> tuple[Document, Paragraph] | Problem:
    """One line of bulk input; `place` and `number` (1-based) say where it stands.

    The paragraph's ordinal is 0: the builder numbers the lines of each document. `document` names
    the document; without it, it is what precedes the last `#` of the id, else the id.
    """
    try:
        return _parse(line)
    except _LineError as error:
        return Problem(place, number, error.code, error.reason)
    except (ValueError, RecursionError) as error:
        return Problem(place, number, *_failure(line, error))


def is_zipped(path: str | Path) -> bool:
    """Whether a bulk file is compressed, whatever its name says."""
    with _open(path) as file:
        return file.read(2) == _GZIP_MAGIC


def open_lines(path: str | Path) -> Iterator[bytes]:
    """The lines of a JSON Lines file, gzipped or not; "-" is standard input.

    Line ends and a BOM are removed, blank lines at the end left out. A line over 16 MiB and the
    broken end of a gzip file come as a mark that `parse_line` turns into a problem; nothing that
    long is held in memory. CorpusError if the file cannot be opened.
    """
    blank = 0
    for line in _lines(_pieces(path)):
        if not line or line.isspace():
            blank += 1
            continue
        while blank:
            blank -= 1
            yield b""
        yield line


def unread_keys(lines: Iterable[bytes]) -> list[str]:
    """What nothing reads of the first of these lines, told once for each key; [] where all is read.

    Other keys are allowed. But who writes `section` means `heading`, and would look for it in vain.
    """
    known = {"id", "text", "document", "heading", "themes", "initiatives"}
    known.update(field.key for field in SCHEMA.given)
    counts: Counter[str] = Counter()
    for line in islice(lines, LOOKED_AT):
        with suppress(ValueError, RecursionError):
            record = _fast_loads(line)
            counts.update(record.keys() - known if type(record) is dict else ())
    return [_unread(key, count) for key, count in counts.most_common(_MOST_TOLD)]


def _unread(key: str, count: int) -> str:
    meant = ((own, name) for own, (name, others) in _MEANT.items() if key.lower() in others.split())
    told = "".join(f"；如果是{name}，字段名应写 {own}" for own, name in meant)
    return f"前 {LOOKED_AT} 行里有 {count} 行写了「{key[:40]}」，没有这个字段，未读取{told}"


def _parse(line: bytes) -> tuple[Document, Paragraph]:
    record = _fast_loads(line)
    if type(record) is not dict:
        raise _LineError("not_an_object", "这一行不是 {…} 对象")
    get = record.get
    id_, text = get("id"), get("text")
    if type(id_) is not str or id_.split() != [id_]:
        raise _LineError("bad_id", "id 应是不含空白的非空文字")
    if type(text) is not str or not text or text.isspace():
        raise _LineError("bad_text", "text 应是非空文字")
    if len(text) > MAX_PARAGRAPH_CHARS:
        raise _LineError("paragraph_too_long", f"text 超过 {MAX_PARAGRAPH_CHARS} 个字符")
    slug, heading = get("document"), get("heading")
    if not (slug is None or type(slug) is str) or not (heading is None or type(heading) is str):
        raise _LineError("wrong_type", _wrong_type(record))
    slug = slug or id_.rpartition("#")[0] or id_
    readers = _readers()
    try:
        known = tuple([(key, read(record[key], key)) for key, read in readers if key in record])
    except _NoTextError as error:
        raise _LineError("wrong_type", _wrong_type(record)) from error
    themes, initiatives = get("themes"), get("initiatives")
    themes = None if themes is None else _names(themes, "themes")
    initiatives = None if initiatives is None else _names(initiatives, "initiatives")
    if b"\\u" in line:
        _refuse_lone_surrogates(record)
    document = _document(slug, known)
    paragraph = Paragraph(id_, slug, 0, text, heading or None, 0, 0, themes, initiatives)
    return as_row(document, paragraph)


@lru_cache(maxsize=8)  # the lines of one document mostly share it
def _document(slug: str, known: tuple[tuple[str, FieldValue], ...]) -> Document:
    return document_of(slug, dict(known))


def _readers() -> tuple[tuple[str, Reader], ...]:
    """How to read what a line says of its document, by key; _NoTextError where it is none."""
    global _latest
    given = SCHEMA.given
    if _latest[0] is not given:
        _latest = given, tuple((field.key, _reader(field)) for field in given)
    return _latest[1]


def _reader(field: Field) -> Reader:
    if field.is_many:
        return _path if field.kind == "path" else _set
    if field.kind in SHAPES:
        return partial(_shaped, field.kind)
    return _address if field.key == "url" else _text


def _wrong_type(record: dict[str, Any]) -> str:
    texts = [f.key for f in SCHEMA.given if not f.is_many and f.kind not in SHAPES]
    keys = ("document", "heading", *texts)
    bad = [key for key in keys if record.get(key) is not None and type(record[key]) is not str]
    return f"{'、'.join(bad)} 应是文字"


def _text(value: object, key: str) -> str | None:
    if value is not None and type(value) is not str:
        raise _NoTextError(key)
    return value or None


def _address(value: object, key: str) -> str | None:
    url = _text(value, key)
    if url:
        _check_address(url)
    return url


def _shaped(kind: Kind, value: object, key: str) -> str | int | None:
    """A date, or the whole number that is wanted, written as a text or as a number."""
    if value is None or value == "":
        return None
    fits, example = SHAPES[kind]
    text = str(value) if type(value) is int else value
    if type(text) is not str or not fits(text):
        raise _LineError("bad_value", f"{key}「{str(value)[:80]}」有误；应{example}")
    return text if kind == "date" else int(text)


def _path(value: object, key: str) -> tuple[str, ...]:
    return _path_of(value) if type(value) is str else _set(value, key)


def _set(value: object, key: str) -> tuple[str, ...]:
    return () if value is None else _names(value, key)


@lru_cache(maxsize=4096)
def _path_of(value: str) -> tuple[str, ...]:
    return tuple([name for part in value.split("/") if (name := part.strip())])


@lru_cache(maxsize=1024)
def _check_address(url: str) -> None:
    if not is_web_address(url):
        raise _LineError("bad_value", f"url「{url[:80]}」有误；应以 http:// 或 https:// 开头")


def _names(value: object, key: str) -> tuple[str, ...]:
    if type(value) is list:
        names = [name.strip() if type(name) is str else "" for name in value]
        if all(names):
            return tuple(dict.fromkeys(names))
    raise _LineError("wrong_type", f"{key} 应是列表，其中每一项都是非空文字")


def _refuse_lone_surrogates(record: dict[str, Any]) -> None:
    """JSON can spell half of a character (\\ud83d alone), which no file or page can hold."""
    try:
        json.dumps(record, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise _LineError("bad_text", "含有不成字的 \\u 转义（单独的代理码位）") from error


def _failure(line: bytes, error: Exception) -> tuple[str, str]:
    """Code and reason for a line that is no JSON at all."""
    if line.startswith(_UNREADABLE):
        code = line.removeprefix(_UNREADABLE).decode("ascii", "replace")
        return code, _UNREADABLE_REASONS.get(code, "无法读取")
    if not line or line.isspace():
        return "blank_line", "空行"
    if isinstance(error, UnicodeDecodeError):
        return "undecodable", f"第 {error.start + 1} 字节起不是 UTF-8"
    if isinstance(error, json.JSONDecodeError):
        return "bad_json", f"不是有效的 JSON（第 {error.colno} 个字符：{error.msg}）"
    return "bad_json", "不是可用的 JSON（层次太深或数字太长）"


def _pieces(path: str | Path) -> Iterator[bytes]:
    """The decompressed bytes of a file in pieces; a mark line where it breaks off."""
    with _open(path) as file:
        zipped = file.peek(2)[:2] == _GZIP_MAGIC
        reader = gzip.GzipFile(fileobj=file) if zipped else file
        piece = b"\n"
        try:
            while read := reader.read1(_PIECE_BYTES):  # `read` would lose what precedes an error
                piece = read
                yield piece
        except (EOFError, OSError, zlib.error) as error:
            yield b"" if piece.endswith(b"\n") else b"\n"
            is_cut = isinstance(error, EOFError | zlib.error | gzip.BadGzipFile)
            yield _UNREADABLE + (b"truncated" if is_cut else b"unreadable")


def _open(path: str | Path) -> io.BufferedReader:
    try:
        if str(path) == "-":
            return open(sys.stdin.fileno(), "rb", closefd=False)
        return open(path, "rb")
    except OSError as error:
        raise CorpusError(f"「{path}」无法打开（{error.strerror}）；请检查路径") from error


def _lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Cut pieces into lines at LF; a line over the cap is replaced by its mark."""
    parts: list[bytes] = []
    length = 0
    is_first = True
    for piece in pieces:
        if is_first:
            piece, is_first = piece.removeprefix(b"\xef\xbb\xbf"), False
        first, *middle = piece.split(b"\n")
        if length <= MAX_LINE_BYTES:
            parts.append(first)
        length += len(first)
        if not middle:
            continue
        yield _whole_line(parts, length)
        yield from middle[:-1]
        parts, length = [middle[-1]], len(middle[-1])
    if length:
        yield _whole_line(parts, length)


def _whole_line(parts: list[bytes], length: int) -> bytes:
    return LINE_TOO_LONG if length > MAX_LINE_BYTES else b"".join(parts)
