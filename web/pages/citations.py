"""Turn a paragraph into the reference that a report prints under it: GB/T 7714, 2025 or 2015.

The form for an online source (电子资源，[EB/OL]) in the numeric system:

    2015:  主要责任者. 题名: 文号[EB/OL]. 出版者, 年(发布日期)[引用日期]. 获取和访问路径.
    2025:  主要责任者. 题名：文号[EB/OL]. 出版者，年（发布日期）[访问日期]. 获取和访问路径.

The 2025 edition (in force since 2026-07-01) sets the marks in full width for Chinese entries and
keeps the date of access for sources that are only online. What is not known is left out: a date
is printed as precisely as it is known, and an untitled text is cited by its first words in square
brackets, as the standard has it for titles given by the citing person. The paragraph number and
the permanent link follow the standard's own part, which stays as the standard wants it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from indexer.model.documents import text_hash
from search.results import StoredParagraph
from web.params import address, encoded, part_pairs

Edition = Literal["2025", "2015"]
_TITLE_CHARS = 20
_MOST_AUTHORS = 3


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference, in both editions, and the link that leads back to the very paragraph."""

    edition_2025: str
    edition_2015: str
    link: str


def cite(paragraph: StoredParagraph, root: str, today: date) -> Citation:
    """Both references of a paragraph; `root` is our address up to and with the sub-path."""
    link = root + permanent_path(paragraph)
    return Citation(
        reference(paragraph, link, today, "2025"), reference(paragraph, link, today, "2015"), link
    )


def permanent_path(paragraph: StoredParagraph) -> str:
    """The permanent link below our root: it survives that paragraphs before it come and go."""
    return address(
        "/documents/" + encoded(paragraph.document),
        [("h", text_hash(paragraph.text)), *part_pairs(paragraph.ordinal)],
        f"p{paragraph.ordinal}",
    )


def reference(paragraph: StoredParagraph, link: str, today: date, edition: Edition) -> str:
    """One reference with its full stop, the paragraph number and the permanent link."""
    left, right = ("（", "）") if edition == "2025" else ("(", ")")
    comma, colon = ("，", "：") if edition == "2025" else (", ", ": ")
    responsible = _responsible(paragraph, comma)
    title = _title(paragraph) + (f"{colon}{paragraph.doc_number}" if paragraph.doc_number else "")
    published = f"{left}{paragraph.date}{right}" if paragraph.date else ""
    if paragraph.publisher:
        year = f"{comma}{paragraph.date[:4]}" if paragraph.date else ""
        published = f"{paragraph.publisher}{year}{published}"
    accessed = f"[{today.isoformat()}]"
    path = f"{paragraph.url}. " if paragraph.url else ""
    place = f"第{paragraph.ordinal}段{comma}永久链接{colon}{link}"
    return f"{responsible}{title}[EB/OL]. {published}{accessed}. {path}{place}."


def _responsible(paragraph: StoredParagraph, comma: str) -> str:
    """The authors, of more than three the first three and 等; else whose work the text reports."""
    names = [name for name in re.split(r"\s*[、,，;；]\s*", paragraph.author or "") if name]
    if len(names) > _MOST_AUTHORS:
        names = [*names[:_MOST_AUTHORS], "等"]
    responsible = comma.join(names) or paragraph.source or ""
    return f"{responsible.rstrip('.')}. " if responsible else ""


def _title(paragraph: StoredParagraph) -> str:
    if paragraph.title:
        return " ".join(paragraph.title.split())
    start = " ".join(paragraph.text.split())
    cut = start[:_TITLE_CHARS] + ("…" if len(start) > _TITLE_CHARS else "")
    return f"[{cut}]"
