"""Tell running heads, running feet and page numbers of a PDF from its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.importer.readers.pdf.lines import PageLine, PdfPage, body_size

_EDGE_LINES = 3
_TOP, _SMALL = 0.08, 0.85  # of the page's height and the body's letters: a head, even if only once
_EDGE = 0.14  # of the page's height, from the top or the bottom
_SAME_PLACE = 6.0  # points
_BLOCK_PITCH = 2.0  # times the letters' size: closer lines are one block of text
_PAGE_NUMBER = re.compile(
    r"[-—–·•\s]*(?:第\s*)?(?:\d{1,4}|[ivxlcIVXLC]{1,6})(?:\s*页)?"
    r"(?:\s*[/，,]?\s*共?\s*\d{1,4}\s*页?)?[-—–·•\s]*"
)
_SENTENCE = re.compile(r"[。！？；][”’）)]*$")


def without_margins(pages: Sequence[PdfPage]) -> tuple[list[PdfPage], list[str]]:
    """The pages without what stands in their margins, and each text that was dropped, once.

    Something is a running head or foot if it stands at the same place of at least two pages and
    two in five, numbers aside, and is no sentence (foot notes look alike, too).
    """
    body = body_size(pages)
    edges = [_edge_lines(page, body) for page in pages]
    shapes = Counter(shape for lines in edges for shape in {_shape(line) for line in lines})
    running = {
        shape for shape, count in shapes.items() if count >= 2 and 5 * count >= 2 * len(pages)
    }
    dropped: dict[str, None] = {}
    kept = []
    for page, lines in zip(pages, edges, strict=True):
        marginal = [
            line
            for line in lines
            if _is_marginal(
                line,
                running,
                len(pages),
                line.base < _TOP * page.height and line.size < _SMALL * body,
            )
        ]
        kept.append(replace(page, lines=tuple(ln for ln in page.lines if ln not in marginal)))
        dropped.update((line.text, None) for line in marginal if not _is_page_number(line.text))
    return kept, list(dropped)


def _edge_lines(page: PdfPage, body: float) -> list[PageLine]:
    """The few lines in the top and bottom margins that could be heads or feet."""
    ordered = sorted((line for line in page.lines if not line.is_row), key=lambda line: line.base)
    low, high = _EDGE * page.height, (1 - _EDGE) * page.height
    top = [line for line in ordered if line.base < low][:_EDGE_LINES]
    bottom = [line for line in ordered if line.base > high][-_EDGE_LINES:]
    inner = dict(pairwise(ordered))
    outer = dict(pairwise(ordered[::-1]))
    found = [line for line in top if not _in_block(line, inner.get(line), body)]
    found += [line for line in bottom if not _in_block(line, outer.get(line), body)]
    numbers = [line for line in ordered[-1:] if _is_page_number(line.text) and line not in found]
    return [*(line for line in found if not _SENTENCE.search(line.text)), *numbers]


def _in_block(line: PageLine, inner: PageLine | None, body: float) -> bool:
    """Whether a line runs on like the text, close to the next line further in."""
    if inner is None or _is_page_number(line.text):
        return False
    is_alike = abs(line.size - body) < 0.06 * body and abs(inner.size - body) < 0.06 * body
    runs_on = line.right - line.left >= 0.8 * (inner.right - inner.left) and len(line.text) >= 12
    return is_alike and runs_on and abs(inner.base - line.base) < _BLOCK_PITCH * body


def _is_marginal(line: PageLine, running: set[tuple[str, int]], pages: int, is_apart: bool) -> bool:
    if _is_page_number(line.text):
        return True
    text, place = _shape(line)
    if is_apart:
        return True
    return pages > 1 and any((text, near) in running for near in (place - 1, place, place + 1))


def _is_page_number(text: str) -> bool:
    return len(text) <= 24 and _PAGE_NUMBER.fullmatch(text.strip()) is not None


def _shape(line: PageLine) -> tuple[str, int]:
    """A line without its numbers, and its height on the page: what running heads share."""
    return re.sub(r"\d+|\s+", "", line.text), int(line.base // _SAME_PLACE)
