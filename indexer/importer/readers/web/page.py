"""Turn a web page into the source lines of its main text and the fields that it declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from indexer.importer.furniture import find_furniture
from indexer.importer.readers.plain_text import decode_or_refuse
from indexer.importer.readers.web.fields import declared_fields, frame_dates, page_title
from indexer.importer.readers.web.lines import HIDDEN, BlockReader, walk
from indexer.importer.source_text import Doubt, ImportRefusedError, SourceLine, SourceText

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 400
MAX_ATTRIBUTES = 1_000_000
_MAX_TITLE_AT = 40  # the title stands among the first lines of the main text
_MAIN_SHARE = 0.85
_DROPPED = (
    "script, style, noscript, template, svg, iframe, select, button, textarea, rt, rp, object"
)
_ASIDE = ("nav", "header", "footer", "aside", "form")
_WHOLE_TAG = re.compile(r"<[A-Za-z][^>]*")
_BETWEEN = re.compile(r"[\s/]+")  # what may stand before an attribute
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)[^<>]*?(/?)>")
_MAY_STAY_OPEN = frozenset(
    (
        *("area", "base", "br", "col", "dd", "dt", "embed", "font", "hr", "img", "input", "li"),
        *("link", "meta", "option", "p", "param", "source", "td", "th", "tr", "wbr"),
    )
)
_OPENING = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|\?xml)", re.IGNORECASE)


def looks_like_html(data: bytes) -> bool:
    """Whether the file opens like a web page, whatever its name."""
    return (
        _OPENING.match(data[:2048].replace(b"\0", b"").lstrip(b"\xff\xfe\xef\xbb\xbf")) is not None
    )


def read_html(data: bytes, name: str) -> SourceText:
    """The lines of the element that holds the prose; menus and page frames come as `aside`.

    ImportRefusedError for what cannot be decoded or is nested beyond reason. Links, scripts and
    pictures are never followed.
    """
    if len(data) > MAX_BYTES:
        raise ImportRefusedError(name, "too_large", f"网页超过 {MAX_BYTES >> 20} MiB")
    text, encoding = decode_or_refuse(data, name)
    tree = _parsed(text, name)
    doubts = [] if encoding == "utf-8" else [Doubt(None, f"按 {encoding} 编码解读", is_note=True)]
    declared = declared_fields(tree, text)
    for node in tree.css(_DROPPED):
        node.decompose()
    for node in tree.css(HIDDEN):
        hidden = " ".join(node.text().split())
        if len(hidden) >= 30:
            doubts.append(Doubt(None, f"网页上不显示的文字未收入：「{hidden[:40]}…」"))
        node.decompose()
    body = tree.body or tree.root
    main = _main_element(body) if body is not None else None
    if main is None:
        return SourceText((), tuple(doubts), (), declared)
    reader = BlockReader()
    inside = (*reader.lines(main), *_closing(reader, main))
    frame = tuple(line for line in BlockReader(leave_out=main).lines(body) if line.text)
    kept = {line.text for line in inside}
    lost = [ln.text for ln in frame if len(ln.text) >= 30 and re.search("[。；]", ln.text)]
    lost = [text for text in lost if text not in kept]
    doubts += [Doubt(None, f"正文以外的文字未收入：「{text[:40]}…」") for text in lost]
    doubts += reader.doubts()
    lines, told = _with_title(tree, inside, frame)
    return SourceText(lines, (*doubts, *told), frame, (*declared, *frame_dates(frame)))


def _closing(reader: BlockReader, main: Any) -> Iterator[SourceLine]:
    """Sentences and remarks in brackets that stand as paragraphs right below the main text."""
    node = main.next
    while node is not None and (node.tag == "p" or node.tag.startswith(("-", "_", "!"))):
        text = " ".join(node.text().split()) if node.tag == "p" else ""
        if text and (find_furniture(text) or text[-1] not in "。！？）"):
            return
        if text:
            yield from reader.lines(node)
        node = node.next


def _parsed(text: str, name: str) -> Any:
    if _depth(text) > MAX_DEPTH:
        raise ImportRefusedError(name, "bomb", f"网页嵌套超过 {MAX_DEPTH} 层；未读取")
    if sum(len(_BETWEEN.findall(tag[0])) for tag in _WHOLE_TAG.finditer(text)) > MAX_ATTRIBUTES:
        raise ImportRefusedError(name, "bomb", f"网页标签的属性超过 {MAX_ATTRIBUTES} 个；未读取")
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError as error:
        advice = "需要 selectolax；请运行 pip install 'qianshao[import]'"
        raise ImportRefusedError(name, "missing_package", advice) from error
    return LexborHTMLParser(text)


def _depth(text: str) -> int:
    """How deep the page's elements are nested at most, those left aside that may stay open."""
    depth = deepest = 0
    for match in _TAG.finditer(text):
        if match[2].lower() in _MAY_STAY_OPEN or match[3]:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _main_element(body: Any) -> Any:
    """Go down from the body as long as one child holds nearly all of the prose."""
    element = body
    prose = _prose_sizes(body)
    total = prose.get(body.mem_id, 0)
    while total:
        inner = [c for c in _children(element) if c.tag not in _ASIDE]
        best = max(inner, key=lambda child: prose.get(child.mem_id, 0), default=None)
        if best is None or prose.get(best.mem_id, 0) < _MAIN_SHARE * total:
            break
        is_text = best.tag in ("p", "li", "ul", "ol", "blockquote")
        is_table = best.tag in ("td", "tr", "tbody", "table")
        if is_text or (is_table and not _is_layout(best)):
            break
        element = best
    return element


def _is_layout(table: Any) -> bool:
    """Whether this table (or part of one) holds the page's article rather than data."""
    longest = max((len(cell.text().strip()) for cell in table.css("td")), default=0)
    return longest >= 200 or table.tag == "td"


def _children(element: Any) -> Iterator[Any]:
    node = element.child
    while node is not None:
        if not node.tag.startswith(("-", "_", "!")):
            yield node
        node = node.next


def _prose_sizes(root: Any) -> dict[int, int]:
    """Characters of sentences below each element, by identity; links do not count."""
    sizes: dict[int, int] = {}
    chain: list[tuple[int, bool]] = []  # the open elements: identity, whether inside a link
    for is_end, node in walk(root):
        if node.tag == "-text":
            text = (node.text_content or "").strip()
            in_link = bool(chain) and chain[-1][1]
            if in_link or len(text) < 8 or not re.search(r"[，。；,;、：]", text):
                continue
            for identity, _ in chain:
                sizes[identity] = sizes.get(identity, 0) + len(text)
        elif is_end:
            chain.pop()
        else:
            in_link = node.tag == "a" or (bool(chain) and chain[-1][1])
            chain.append((node.mem_id, in_link))
    return sizes


def _with_title(
    tree: Any, inside: tuple[SourceLine, ...], frame: tuple[SourceLine, ...]
) -> tuple[tuple[SourceLine, ...], list[Doubt]]:
    """The lines of the main text from the page's title on, which is put there if it is missing.

    Short lines above the title are the site's; each is told.
    """
    title = page_title(tree, [line.text for line in inside[:_MAX_TITLE_AT]], frame)
    if not title:
        return inside, []
    for at, line in enumerate(inside[:_MAX_TITLE_AT]):
        if "".join(line.text.split()) == "".join(title.split()):
            above = [ln for ln in inside[:at] if ln.text]
            kept = [ln for ln in above if len(ln.text) > 20 or re.search("[，。：]", ln.text)]
            doubts = [
                Doubt(ln.number, f"标题上方的网站文字未收入：「{ln.text}」", is_note=True)
                for ln in above
                if ln not in kept
            ]
            marked = SourceLine(line.number, line.text, "title")
            return (*kept, marked, *inside[at + 1 :]), doubts
    return (SourceLine(0, title, "title"), *inside), []
