"""Turn a paragraph into the reference that a report prints under it: GB/T 7714, 2025 or 2015.

The forms in the numeric system, by the type of the document:

    [N]   主要责任者. 题名[N/OL]. 报纸名，年-月-日[访问日期]. 获取和访问路径.
    [J]   主要责任者. 题名[J/OL]. 刊名，年（发布日期）[访问日期]. 获取和访问路径.
    [R]   主要责任者. 题名：文号[R/OL]. 出版者，年（发布日期）[访问日期]. 获取和访问路径.
    [EB]  主要责任者. 题名：文号[EB/OL]. 出版者，年（发布日期）[访问日期]. 获取和访问路径.

The 2015 edition sets the same marks in half width. The 2025 edition (in force since 2026-07-01)
sets them in full width for Chinese entries and keeps the date of access for sources that are
online. What is not known is left out: a date is printed as precisely as it is known, and an
untitled text is cited by a name in square brackets, as the standard has it for titles given by the
citing person. The paragraph number and the permanent link follow the standard's own part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from indexer.model.documents import Document, text_hash
from search.figures.results import FigureRow
from search.results import StoredParagraph
from web.addresses import address, encoded, part_pairs
from web.context import prefix

Edition = Literal["2025", "2015"]
DocumentType = Literal["N", "J", "R", "M", "S", "EB"]
UNTITLED = "〔原文无题〕"
_MOST_AUTHORS = 3
# By what medium or genre a document is of which type; the first that fits. 发言 and 新闻 on a site
# without a newspaper's name stay electronic resources.
_PUBLISHERS: tuple[tuple[re.Pattern[str], DocumentType], ...] = (
    (re.compile(r"(?<![公通简年快汇月学])报(?:社|纸)?$"), "N"),
    (re.compile(r"(?:学报|杂志|月刊|双月刊|季刊|半月刊|期刊|研究|论坛)$"), "J"),
    (re.compile(r"出版社$"), "M"),
)
_GENRES: tuple[tuple[re.Pattern[str], DocumentType], ...] = (
    (re.compile(r"标准|规范|规程"), "S"),
    (re.compile(r"年鉴|志书|地方志|图书|专著"), "M"),
    (re.compile(r"报告|总结|综述|白皮书|蓝皮书|述职|公报|统计|调研"), "R"),
    (re.compile(r"论文|期刊"), "J"),
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference, in both editions and as a clause, and the link back to the very paragraph.

    The forms that only pages show are made when they are asked for: a file has ten thousand rows.
    """

    paragraph: StoredParagraph
    link: str
    day: date
    edition_2025: str

    @property
    def edition_2015(self) -> str:
        return reference(self.paragraph, self.link, self.day, "2015")

    @property
    def plain(self) -> str:
        return clause(self.paragraph)

    @property
    def id(self) -> str:
        return self.paragraph.id


def cite(paragraph: StoredParagraph, root: str, today: date) -> Citation:
    """All references of a paragraph; `root` is our address up to and with the sub-path."""
    link = root + permanent_path(paragraph)
    return Citation(paragraph, link, today, reference(paragraph, link, today, "2025"))


def reference_file(id: str, ending: str, name: str = "id") -> str:
    """Where the reference of a paragraph, or of a `document`, is found as RIS or BibTeX."""
    return address(f"{prefix()}/cite.{ending}", [(name, id)])


def permanent_path(paragraph: StoredParagraph) -> str:
    """The permanent link below our root: it survives that paragraphs before it come and go."""
    return address(
        "/documents/" + encoded(paragraph.document),
        [("h", text_hash(paragraph.text)), *part_pairs(paragraph.ordinal)],
        f"p{paragraph.ordinal}",
    )


def quote_pairs(start: int, end: int) -> list[tuple[str, str]]:
    """What an address with a paragraph's hash needs to have `text[start:end]` marked there."""
    return [("mark", f"{start}-{end}")]


def read_quote(args: Mapping[str, str]) -> tuple[int, int] | None:
    """What is to be marked in the paragraph that the link means; anything else is nothing."""
    found = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", args.get("mark", ""))
    return (int(found[1]), int(found[2])) if found else None


def quote_path(row: FigureRow) -> str:
    """The permanent link to a figure: its paragraph, with the quote marked."""
    paragraph, figure = row.paragraph, row.figure
    pairs = [("h", text_hash(paragraph.text)), *quote_pairs(figure.start, figure.end)]
    return address(
        "/documents/" + encoded(paragraph.document),
        [*pairs, *part_pairs(paragraph.ordinal)],
        f"p{paragraph.ordinal}",
    )


def document_type(document: Document) -> DocumentType:
    """The type that the standard would give a document: newspaper, report, electronic resource."""
    publisher, genre = document.publisher or "", document.genre or ""
    for name, table in ((publisher, _PUBLISHERS), (genre, _GENRES)):
        for pattern, kind in table:
            if pattern.search(name):
                return kind
    return "EB"


def authors(document: Document) -> list[str]:
    """The names of the authors, each alone."""
    return [name for name in re.split(r"\s*[、，,;；]\s*", document.author or "") if name]


def reference(paragraph: StoredParagraph, link: str, today: date, edition: Edition) -> str:
    """One reference with its full stop, the paragraph number and the permanent link."""
    left, right = ("（", "）") if edition == "2025" else ("(", ")")
    comma, colon = ("，", "：") if edition == "2025" else (", ", ": ")
    kind = document_type(paragraph)
    responsible = _responsible(paragraph, comma)
    title = _title(paragraph) + (f"{colon}{paragraph.doc_number}" if paragraph.doc_number else "")
    is_online = bool(paragraph.url) or kind == "EB"
    published = f"{left}{paragraph.date}{right}" if paragraph.date and is_online else ""
    year = (paragraph.date or "")[: None if kind == "N" else 4]
    if paragraph.publisher or not is_online:
        published = comma.join(filter(None, (paragraph.publisher, year))) + published * (
            kind != "N"
        )
    accessed = f"[{today.isoformat()}]" if is_online else ""
    marked = f"[{kind}/OL]" if is_online else f"[{kind}]"
    standard = f"{published}{accessed}. " if published or accessed else ""
    path = f"{paragraph.url}. " if paragraph.url else ""
    place = f"第{paragraph.ordinal}段{comma}永久链接{colon}{link}"
    return f"{responsible}{title}{marked}. {standard}{path}{place}."


def clause(paragraph: StoredParagraph) -> str:
    """The reference as a clause of running text: 据南通市公安局《…》（2022年2月22日，第17段）"""
    place = f"第{paragraph.ordinal}段"
    when = _in_words(paragraph.date)
    where = "，".join(part for part in (when, place) if part)
    if not paragraph.title:
        return f"据{_untitled(paragraph)}（原文无题，{where}）"
    title = " ".join(paragraph.title.split()).replace("《", "〈").replace("》", "〉")
    medium = f"《{paragraph.publisher}》" if document_type(paragraph) == "N" else ""
    who = medium or paragraph.source or paragraph.publisher or ""
    return f"据{who}{'刊' if medium else ''}《{title}》（{where}）"


def _in_words(known: str | None) -> str:
    """2022-02-22 as 2022年2月22日, and what is less precise likewise."""
    parts = (known or "").split("-")
    if not parts[0].isdigit():
        return known or ""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))


def _responsible(paragraph: StoredParagraph, comma: str) -> str:
    """The authors, of more than three the first three and 等; else whose work the text reports."""
    names = authors(paragraph)
    if len(names) > _MOST_AUTHORS:
        names = [*names[:_MOST_AUTHORS], "等"]
    responsible = comma.join(names) or paragraph.source or ""
    return f"{responsible.rstrip('.')}. " if responsible else ""


def _title(paragraph: StoredParagraph) -> str:
    if paragraph.title:
        return " ".join(paragraph.title.split())
    return f"[{_untitled(paragraph)}]"


def _untitled(document: Document) -> str:
    return document.called.removesuffix(UNTITLED)
