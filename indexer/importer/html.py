"""Turn a web page into the source lines of its main text."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any, Literal

from indexer.importer.plain_text import decode_or_refuse
from indexer.importer.source_text import (
    Doubt,
    ImportRefusedError,
    SourceLine,
    SourceText,
    source_line,
)

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 400
MAX_ATTRIBUTES = 1_000_000  # two million need 1.6 GB
_DROPPED = ("script", "style", "noscript", "template", "svg", "iframe", "select", "button")
_ASIDE = ("nav", "header", "footer", "aside", "form")
_BREAKING = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl"),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_WHOLE_TAG = re.compile(r"<[A-Za-z][^>]*")
_BETWEEN = re.compile(r"[\s/]+")  # what may stand before an attribute
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)[^<>]*?(/?)>")
_MAY_STAY_OPEN = frozenset(
    (
        *("area", "base", "br", "col", "dd", "dt", "embed", "font", "hr", "img", "input", "li"),
        *("link", "meta", "option", "p", "param", "source", "td", "th", "tr", "wbr"),
    )
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_WIDE = r"[\u3000-\u9fff\uff00-\uffef]"
_BREAK_IN_HAN = re.compile(rf"(?<={_WIDE})[ \t]*\r?\n\s*(?={_WIDE})")
_OPENING = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|\?xml)", re.IGNORECASE)


def looks_like_html(data: bytes) -> bool:
    """Whether the file opens like a web page, whatever its name."""
    return (
        _OPENING.match(data[:2048].replace(b"\0", b"").lstrip(b"\xff\xfe\xef\xbb\xbf")) is not None
    )


def read_html(data: bytes, name: str) -> SourceText:
    """The lines of the element that holds the prose; menus and page frames come as `aside`.

    ImportRefusedError for what cannot be decoded or is nested beyond reason.
    """
    if len(data) > MAX_BYTES:
        raise ImportRefusedError(name, "too_large", f"网页超过 {MAX_BYTES >> 20} MiB")
    text, encoding = decode_or_refuse(data, name)
    soup = _soup(text, name)
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    main = _main_element(soup)
    inside = tuple(_lines(main))
    frame = tuple(line for line in _lines(soup, leave_out=main) if line.text)
    doubts = [] if encoding == "utf-8" else [Doubt(None, f"按 {encoding} 编码解读")]
    title = _title(soup, inside, frame)
    lost = [line.text for line in frame if len(line.text) >= 30]
    doubts += [Doubt(None, f"正文以外的文字未收入：「{text[:40]}…」") for text in lost]
    return SourceText((*title, *inside), tuple(doubts), frame)


def _soup(text: str, name: str) -> Any:
    if _depth(text) > MAX_DEPTH:
        raise ImportRefusedError(name, "bomb", f"网页嵌套超过 {MAX_DEPTH} 层；未读取")
    if sum(len(_BETWEEN.findall(tag[0])) for tag in _WHOLE_TAG.finditer(text)) > MAX_ATTRIBUTES:
        raise ImportRefusedError(name, "bomb", f"网页标签的属性超过 {MAX_ATTRIBUTES} 个；未读取")
    try:
        import bs4
    except ImportError as error:
        advice = "需要 beautifulsoup4；请运行 pip install 'qianshao[import]'"
        raise ImportRefusedError(name, "missing_package", advice) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about XML and about text that looks like a path
            return bs4.BeautifulSoup(text, "html.parser")
    except (bs4.exceptions.ParserRejectedMarkup, AssertionError, RecursionError) as error:
        raise ImportRefusedError(name, "damaged", "网页无法解读") from error


def _depth(text: str) -> int:
    """How deep the page's elements are nested at most, those left aside that may stay open."""
    depth = deepest = 0
    for match in _TAG.finditer(text):
        if match[2].lower() in _MAY_STAY_OPEN or match[3]:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _main_element(soup: Any) -> Any:
    """Go down from the body as long as one child holds nearly all of the prose."""
    element = soup.body or soup
    prose = _prose_sizes(element)
    total = prose.get(id(element), 0)
    while total:
        inner = [c for c in element.find_all(True, recursive=False) if c.name not in _ASIDE]
        best = max(inner, key=lambda child: prose.get(id(child), 0), default=None)
        if best is None or prose.get(id(best), 0) < 0.9 * total or best.name in ("p", "td"):
            break
        element = best
    return element


def _prose_sizes(root: Any) -> dict[int, int]:
    """Characters of sentences below each element, by identity."""
    sizes: dict[int, int] = {}
    for string in root.find_all(string=True):
        text = string.strip()
        if len(text) < 15 or not re.search(r"[，。；,;]", text):
            continue
        for parent in string.parents:
            sizes[id(parent)] = sizes.get(id(parent), 0) + len(text)
            if parent is root:
                break
    return sizes


def _lines(root: Any, leave_out: Any = None) -> Iterator[SourceLine]:
    """The text below `root`, cut at block elements, with blank lines between paragraphs."""
    number = 0
    pending: list[str] = []
    kind: Literal["text", "heading"] = "text"
    for is_end, node in _walk(root, leave_out):
        if node.name is None:
            pending.append(_collapsed(node, pending))
            continue
        if node.name not in _BREAKING:
            continue
        for raw in _cut(pending):
            number += 1
            yield source_line(number, raw, kind)
        if node.name == "br":
            continue
        kind = "heading" if node.name in _HEADINGS and not is_end else "text"
        if is_end and node.name in ("p", "li", "tr", *_HEADINGS):
            number += 1
            yield SourceLine(number, "")
    for raw in _cut(pending):
        number += 1
        yield source_line(number, raw, kind)


def _cut(pending: list[str]) -> list[str]:
    """The collected strings as lines (line breaks survive only in `pre`); empties the list."""
    lines = [line for line in "".join(pending).split("\n") if line.strip()]
    pending.clear()
    return lines


def _walk(root: Any, leave_out: Any) -> Iterator[tuple[bool, Any]]:
    """Elements (start and end) and strings below `root` in document order, without recursion."""
    from bs4.element import Comment, NavigableString, PreformattedString

    stack: list[tuple[bool, Any]] = [(False, root)]
    while stack:
        is_end, node = stack.pop()
        if node is leave_out:
            continue
        if isinstance(node, NavigableString):
            if not isinstance(node, Comment | PreformattedString):
                yield False, node
            continue
        yield is_end, node
        if not is_end:
            stack.append((True, node))
            stack.extend((False, child) for child in reversed(node.contents))


def _collapsed(node: Any, before: list[str]) -> str:
    """A string as a browser shows it; a line break between Han characters is no space."""
    if node.find_parent("pre"):
        return str(node)
    text = re.sub(r"[ \t\r\n]+", " ", _BREAK_IN_HAN.sub("", node))
    return text.lstrip(" ") if not before else text


def _title(
    soup: Any, inside: tuple[SourceLine, ...], frame: tuple[SourceLine, ...]
) -> tuple[SourceLine, ...]:
    """The page's title, where the main text does not begin with it."""
    declared = " ".join(soup.title.get_text().split()) if soup.title else ""
    tops = [" ".join(tag.get_text().split()) for tag in soup.find_all("h1")]
    candidates = [text for text in tops if text]
    if not candidates:
        parts = re.split(r"\s*[_|]\s*|\s+[-–—]\s+", declared)
        shown = {line.text for line in frame}
        candidates = [part for part in parts if part in shown] or parts[:1]
    title = candidates[0] if candidates else ""
    if not title or any(line.text == title for line in inside[:6]):
        return ()
    return (SourceLine(0, title, "title"),)
