"""Turn a paragraph into the reference that a report prints under it: GB/T 7714, 2025 or 2015.

The forms in the numeric system, by the type of the document. The edition of 2025 (in force since
2026-07-01, full-width marks in Chinese entries) has the date of access for web pages only:

    [N]   责任者. 题名[N/OL]. 报纸名，年-月-日. 获取和访问路径.
    [J]   责任者. 题名[J/OL]. 刊名，年（期）. 获取和访问路径.
    [R]   责任者. 题名：报告编号[R/OL]. 出版者，发布日期. 获取和访问路径.
    [M]   责任者. 题名[M]. 出版地：出版者，出版年.
    [S]   标准编号 标准名称[S/OL]. 获取和访问路径.
    [EB]  责任者. 题名[EB/OL]. （发布日期）[引用日期]. 获取和访问路径.
    [Z]   责任者. 题名[Z]. 发布者，发布日期.

The edition of 2015 sets half-width marks and has one form for all but serials:

    责任者. 题名: 文号[R/OL]. 出版地: 出版者, 年(发布日期)[引用日期]. 获取和访问路径.

Square brackets hold what the citing person says: a name for an untitled text; 出版地不详 or
出版者不详 of a printed one; for an undated one the year that it reports on, as the estimate
of its year of publication (in the edition of 2015: 8.4.3.3).
A date is printed as precisely as it is known. The paragraph number and the permanent link follow
the standard's own part.

Only what has an address is cited as online, with /OL and the day of access. Where neither the text
nor our library has one that others can open, the document itself is cited: no path within the
library, and what would be an electronic resource is [Z], of other type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Literal

from indexer.figures.tables.cells import cells_of
from indexer.model.documents import UNTITLED, Document, text_hash
from search.figures.results import FigureRow
from search.response import document_address
from search.results import StoredParagraph
from web.addresses import address, part_pairs, readable
from web.context import prefix
from web.i18n import listed, translate
from web.params import Lang
from web.published import as_published, authors, is_article, issue_of

Edition = Literal["2025", "2015"]
DocumentType = Literal["N", "J", "R", "M", "S", "EB", "Z"]
_MOST_AUTHORS = 3
_OFFICE = re.compile("(?:局|厅|[总支大中]队|派出所|政府|委|委员会|办公室|院|处|科|中心)$")
# By what medium or genre a document is of which type; the first that fits. 发言 and 新闻 on a site
# without a newspaper's name stay electronic resources.
_PUBLISHERS: tuple[tuple[re.Pattern[str], DocumentType], ...] = (
    (re.compile(r"(?<![公通简快汇月学])(?<!(?<!青)年)报(?:社|纸)?$|(?:[市报子]|商)快报社?$"), "N"),
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
    Our own words and marks in them are in the language of the page.
    """

    paragraph: StoredParagraph
    path: str
    link: str
    day: date
    edition_2025: str
    lang: Lang = "zh"

    @property
    def edition_2015(self) -> str:
        return reference(self.paragraph, self.link, self.day, "2015", self.lang)

    @property
    def plain(self) -> str:
        return clause(self.paragraph, self.lang)

    @property
    def shortfall(self) -> str:
        """What is to be found out before this is cited, as a sentence; "" where nothing is."""
        return translate(shortfall(self.paragraph, self.link), self.lang)

    @property
    def id(self) -> str:
        return self.paragraph.id

    @property
    def address(self) -> str:
        """The link for this very reader, who may be the only one whom `link` does not name."""
        return prefix() + self.path


@dataclass(frozen=True, slots=True)
class _Style:
    """The marks of an edition, and our own words, in a language."""

    edition: Edition
    lang: Lang

    @property
    def comma(self) -> str:
        return "，" if self.is_full_width else ", "

    @property
    def colon(self) -> str:
        return "：" if self.is_full_width else ": "

    @property
    def is_full_width(self) -> bool:
        return self.edition == "2025" and self.lang == "zh"

    def say(self, text: str, **values: object) -> str:
        return translate(text, self.lang, **values)

    def in_brackets(self, day: str) -> str:
        return f"（{day}）" if self.is_full_width else f"({day})"


def cite(paragraph: StoredParagraph, root: str, today: date, lang: Lang = "zh") -> Citation:
    """All references of a paragraph; `root` is our address up to and with the sub-path, or ""
    where nobody else would get there: the references then have no link."""
    path = permanent_path(paragraph)
    link = root + path
    edition_2025 = reference(paragraph, link, today, "2025", lang)
    return Citation(paragraph, path, link, today, edition_2025, lang)


def reference_file(id: str, ending: str, name: str = "id") -> str:
    """Where the reference of a paragraph, or of a `document`, is found as RIS or BibTeX."""
    return address(f"{prefix()}/cite.{ending}", [(name, id)])


def permanent_path(paragraph: StoredParagraph, marked: Sequence[tuple[str, str]] = ()) -> str:
    """The permanent link below our root: it survives that paragraphs before it come and go."""
    ordinal = paragraph.ordinal
    path = f"{document_address(paragraph.document)}?h={text_hash(paragraph.text)}"
    return "&".join((path, *map("=".join, (*marked, *part_pairs(ordinal))))) + f"#p{ordinal}"


def quote_pairs(start: int, end: int) -> list[tuple[str, str]]:
    """What an address with a paragraph's hash needs to have `text[start:end]` marked there."""
    return [("mark", f"{start}-{end}")]


def read_quote(args: Mapping[str, str]) -> tuple[int, int] | None:
    """What is to be marked in the paragraph that the link means; anything else is nothing."""
    found = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", args.get("mark", ""))
    return (int(found[1]), int(found[2])) if found else None


def quote_path(row: FigureRow) -> str:
    """The permanent link to a figure: its paragraph, with the quote marked."""
    return permanent_path(row.paragraph, quote_pairs(row.figure.start, row.figure.end))


def public_link(link: str) -> str:
    """`link` where others can open it, "" where it leads on from the root of the library only."""
    return link if link.startswith("http") else ""


def document_type(document: Document, link: str) -> DocumentType:
    """The type that the standard would give a document: newspaper, report, electronic resource.

    `link` is where it is with us; see `public_link`."""
    published = as_published(document)
    kind = _type_of(published.publisher or "", document.genre or "")
    kind = "J" if is_article(published) else kind
    return kind or ("EB" if document.url or public_link(link) else "Z")


def shortfall(document: Document, link: str) -> str:
    """What the library does not know of where or when a text appeared, "" where the reference
    leads to it: by an address, or by who published it and when. A unit's own report needs no
    publisher beside the unit, but the day."""
    document = as_published(document)
    kind = document_type(document, link)
    if document.url or kind == "EB":
        return ""
    if kind == "Z" and not document.publisher and not _OFFICE.search(document.source or ""):
        return "出处不全：本库没有记下它登在哪家报刊或网站，引用前请补上"
    if kind == "J" and not document.publisher:
        return "出处不全：本库没有记下它登在哪种期刊，引用前请补上"
    if kind in ("M", "S") and not document.publisher:
        return "出处不全：本库没有记下它由谁出版，引用前请补上"
    if document.date or is_article(document):
        return ""
    if document.publisher or kind == "Z":
        return "出处不全：本库没有记下它的发布日期，引用前请补上"
    return "出处不全：本库没有记下它由谁、在哪天发布，引用前请补上"


@lru_cache(maxsize=1024)  # a file of references asks the same ten thousand times
def _type_of(publisher: str, genre: str) -> DocumentType | None:
    for name, table in ((publisher, _PUBLISHERS), (genre, _GENRES)):
        for pattern, kind in table:
            if pattern.search(name):
                return kind
    return None


def reference(
    paragraph: StoredParagraph, link: str, today: date, edition: Edition, lang: Lang = "zh"
) -> str:
    """One reference with its full stop, the paragraph number and the permanent link, if any."""
    paragraph = as_published(paragraph)
    kind, style = document_type(paragraph, link), _Style(edition, lang)
    is_online = bool(paragraph.url) or kind == "EB"
    marked = f"[{kind}/OL]" if is_online else f"[{kind}]"
    published_in = _published_2025 if edition == "2025" else _published_2015
    published = published_in(paragraph, kind, today, style)
    number, title = paragraph.doc_number or "", cited_title(paragraph)
    if kind == "S" and number and edition == "2025":
        head = f"{number} {title}"
    else:
        head = _responsible(paragraph, style) + title + (f"{style.colon}{number}" if number else "")
    standard = f"{published}. " if published else ""
    path = f"{readable(paragraph.url)}. " if paragraph.url else ""
    place = _at(paragraph, style.say)
    permanent = f"{style.comma}{style.say('永久链接')}{style.colon}{readable(link)}"
    return f"{head}{marked}. {standard}{path}{place}{permanent if public_link(link) else ''}."


def _published_2025(
    paragraph: StoredParagraph, kind: DocumentType, today: date, style: _Style
) -> str:
    publisher, day = _medium(paragraph, kind, style), paragraph.date or ""
    if kind == "EB":  # who has put it online tells the way where no address does
        where = "" if paragraph.url else publisher
        return where + (style.in_brackets(day) if day else "") + f"[{today.isoformat()}]"
    if kind == "S":
        return ""
    if kind in ("N", "R", "Z"):
        is_own = kind == "R" and publisher in ("", *authors(paragraph), paragraph.source)
        told = ("" if is_own else publisher, day or _undated(paragraph, style))
        return style.comma.join(filter(None, told))
    year = _year_and_issue(paragraph, style)
    if kind == "M" and not paragraph.url:
        made = _place(paragraph, style) + style.colon + (publisher or style.say("[出版者不详]"))
        return made + style.comma + year
    return style.comma.join(filter(None, (publisher, year)))


def _published_2015(
    paragraph: StoredParagraph, kind: DocumentType, today: date, style: _Style
) -> str:
    publisher, day = _medium(paragraph, kind, style), paragraph.date or ""
    year = day if kind in ("N", "Z") else day[:4]
    if not paragraph.url and kind in ("M", "R", "S"):
        made = f"{_place(paragraph, style)}: {publisher or style.say('[出版者不详]')}"
        return f"{made}, {year or _undated(paragraph, style)}"
    if not paragraph.url and kind in ("N", "J", "Z"):
        year = _year_and_issue(paragraph, style) if kind == "J" else year
        return ", ".join(filter(None, (publisher, year or _undated(paragraph, style))))
    made = ", ".join(filter(None, (publisher, year))) if publisher else ""
    published = f"({day})" if day and (kind != "N" or not publisher) else ""
    return f"{made}{published}[{today.isoformat()}]"


def _year_and_issue(paragraph: StoredParagraph, style: _Style) -> str:
    """2022（4）, 2022，38（4）; the year alone where nothing tells of an issue."""
    volume, issue, year = issue_of(paragraph)
    told = style.comma.join(filter(None, (year or _undated(paragraph, style), volume)))
    return told + (style.in_brackets(issue) if issue else "")


def _medium(document: Document, kind: DocumentType, style: _Style) -> str:
    """Where it appeared; that a journal's name is not known is told, for nobody finds it else."""
    return document.publisher or (style.say("[刊名不详]") if kind == "J" else "")


def _place(document: Document, style: _Style) -> str:
    """Where a printed text was published: known where a unit has published its own."""
    own = document.publisher and document.publisher == document.source and document.region
    if not own:
        return style.say("[出版地不详]")
    name = document.region[-1]
    return name.removesuffix("市") if len(name) > 2 else name


def _undated(document: Document, style: _Style) -> str:
    """The year that a text reports on, in the brackets of an estimate; more is not known."""
    if document.year is None:
        return style.say("[日期不详]")
    return f"[{document.year}]"


def clause(paragraph: StoredParagraph, lang: Lang = "zh") -> str:
    """The reference as a clause of running text: 据南通市公安局《…》（张亮，2022年2月22日，第17段）

    In front stands whose work the text reports; who has written it, as in the reference, behind.
    """
    paragraph, say = as_published(paragraph), partial(translate, lang=lang)
    place = _at(paragraph, say)
    written = listed(_named(paragraph, say), lang) if paragraph.author != paragraph.source else ""
    day = _in_words(paragraph.date) if lang == "zh" else paragraph.date
    where = ("，" if lang == "zh" else ", ").join(part for part in (written, day, place) if part)
    if not paragraph.title:
        return say("据{title}（原文无题，{where}）", title=_untitled(paragraph), where=where)
    title = " ".join(paragraph.title.split()).replace("《", "〈").replace("》", "〉")
    if is_article(paragraph) and written:
        words, who, where = "据{who}《{title}》（{where}）", written, _in_issue(paragraph, place)
    elif document_type(paragraph, "") == "N" or is_article(paragraph):
        words, who = "据《{who}》刊《{title}》（{where}）", paragraph.publisher or ""
    else:
        words, who = "据{who}《{title}》（{where}）", paragraph.source or paragraph.publisher or ""
    return say(words, who=who, title=title, where=where)


def _at(paragraph: StoredParagraph, say: Callable[..., str]) -> str:
    """Where it stands: a table's row says nothing without what it is of and what stands above."""
    cells = cells_of(paragraph.text, 2)
    if not cells:
        return say("第{n}段", n=paragraph.ordinal)
    row, heading = (
        text.replace("“", "‘").replace("”", "’")
        for text in (cells[0].text, paragraph.heading or "")
    )
    place = say("第{n}段（“{row}”一行）", n=paragraph.ordinal, row=row)
    return say("{place}，见“{heading}”", place=place, heading=heading) if heading else place


def _in_issue(paragraph: StoredParagraph, place: str) -> str:
    volume, issue, year = issue_of(paragraph)
    when = (f"{year}年" if year else "") + (f"第{volume}卷" if volume else "")
    return f"《{paragraph.publisher}》{when}第{issue}期，{place}"


def _in_words(known: str | None) -> str:
    """2022-02-22 as 2022年2月22日, and what is less precise likewise."""
    parts = (known or "").split("-")
    if not parts[0].isdigit():
        return known or ""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))


def _responsible(paragraph: StoredParagraph, style: _Style) -> str:
    """The authors, of more than three the first three and 等; else whose work the text reports."""
    responsible = style.comma.join(_named(paragraph, style.say)) or paragraph.source or ""
    return f"{responsible.rstrip('.')}. " if responsible else ""


def _named(paragraph: StoredParagraph, say: Callable[[str], str]) -> list[str]:
    names = authors(paragraph)
    return [*names[:_MOST_AUTHORS], say("等")] if len(names) > _MOST_AUTHORS else names


def cited_title(document: Document) -> str:
    """The title on one line, or in brackets what an untitled text is called."""
    if document.title:
        return " ".join(document.title.split())
    return f"[{_untitled(document)}]"


def _untitled(document: Document) -> str:
    return re.sub(r"(?<![ -~]) | (?![ -~])", "", document.called.removesuffix(UNTITLED))
