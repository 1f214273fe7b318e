"""Write paragraphs or documents as RIS and BibTeX, which reference managers read without loss."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO

from indexer.model.documents import Document
from search.results import StoredParagraph
from web.addresses import encoded
from web.pages.citations import (
    DocumentType,
    cited_title,
    document_type,
    permanent_path,
    public_link,
)
from web.published import as_published, authors, issue_of

# What RIS and BibTeX call a type of documents, and BibTeX its medium.
_TYPES = {
    "N": ("NEWS", "article", "journal"),
    "J": ("JOUR", "article", "journal"),
    "R": ("RPRT", "techreport", "institution"),
    "M": ("BOOK", "book", "publisher"),
    "S": ("STAND", "techreport", "institution"),
    "EB": ("ELEC", "misc", "publisher"),
    "Z": ("GEN", "misc", "publisher"),
}
_BIB_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "%&#$_"},
}
_BIB_SPECIAL = re.compile("[" + re.escape("".join(_BIB_ESCAPES)) + "]")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_URL_UNFIT = re.compile(r"[{}\\\s]")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference manager keeps of a document, or of a `paragraph` of it."""

    document: Document
    link: str
    day: date
    paragraph: StoredParagraph | None = None
    own_note: str = ""  # of whoever put it into a basket

    @property
    def names(self) -> list[str]:
        """The authors, else the unit whose work the text reports."""
        return authors(self.document) or ([self.document.source] if self.document.source else [])

    @property
    def url(self) -> str:
        """Where the text is online: at its publisher's, else with us, if others get there."""
        return self.document.url or self.public_link

    @property
    def public_link(self) -> str:
        return public_link(self.link)

    @property
    def kind(self) -> DocumentType:
        return document_type(self.document, self.link)

    @property
    def note(self) -> str:
        """What has no field of its own in either format."""
        d, p = self.document, self.paragraph
        facts = (
            f"批注：{self.own_note}" if self.own_note else "",
            f"第{p.ordinal}段" if p else "",
            f"永久链接：{self.public_link}" if self.public_link else "",
            f"文号：{d.doc_number}" if d.doc_number else "",
            _year_told(d.year, d.date or ""),
            "" if d.title else "原文无题，题名为本库所拟",
        )
        return "；".join(fact for fact in facts if fact)

    @property
    def year(self) -> str:
        """When it was published or, where nobody knows, the year that it tells of: see the note.
        Without one, a list of references calls the reports of ten years n.d."""
        return issue_of(self.document)[2] or str(self.document.year or "")

    @property
    def themes(self) -> tuple[str, ...]:
        return (*self.paragraph.themes, *self.paragraph.initiatives) if self.paragraph else ()


def of_paragraph(paragraph: StoredParagraph, root: str, day: date) -> Reference:
    """The reference of one paragraph, which it quotes as the abstract."""
    link = root + permanent_path(paragraph)
    return Reference(as_published(paragraph), link, day, paragraph)


def of_document(paragraph: StoredParagraph, root: str, day: date) -> Reference:
    """The reference of a whole document, told by one of its paragraphs."""
    link = f"{root}/documents/{encoded(paragraph.document)}"
    return Reference(as_published(paragraph), link, day)


def write_ris(references: Iterator[Reference], file: IO[bytes]) -> None:
    """RIS, UTF-8: one record for each reference, every author on a line, ids as in BibTeX."""
    used: set[str] = set()
    for reference in references:
        for tag, value in (*_ris(reference), ("ID", _key(reference, used))):
            if text := " ".join(value.split()):
                file.write(f"{tag}  - {text}\r\n".encode("utf-8", "replace"))
        file.write(b"ER  - \r\n\r\n")


def write_bibtex(references: Iterator[Reference], file: IO[bytes]) -> None:
    """BibTeX, UTF-8: values in braces, special characters escaped, keys in ASCII and unique."""
    used: set[str] = set()
    for reference in references:
        _, kind, medium = _TYPES[reference.kind]
        key = _key(reference, used)
        fields = "".join(f",\n  {name} = {{{value}}}" for name, value in _bib(reference, medium))
        file.write(f"@{kind}{{{key}{fields}\n}}\n\n".encode("utf-8", "replace"))


def _ris(reference: Reference) -> Iterator[tuple[str, str]]:
    d, p = reference.document, reference.paragraph
    yield "TY", _TYPES[reference.kind][0]
    yield from (("AU", name) for name in reference.names)
    yield "TI", cited_title(d)
    yield "T2" if reference.kind in ("N", "J") else "PB", d.publisher or ""
    yield "PY", reference.year
    yield "DA", (d.date or "").replace("-", "/")
    volume, issue, _ = issue_of(d)
    yield "VL", volume
    yield "IS", issue
    yield "M1", d.doc_number or ""
    yield "UR", reference.url
    yield "L2", reference.public_link if d.url else ""
    yield "Y2", reference.day.strftime("%Y/%m/%d") if reference.url else ""
    yield "AB", p.text if p else ""
    yield from (("KW", theme) for theme in reference.themes)
    yield "N1", reference.note
    yield "M3", d.genre or ""
    yield "DB", "前哨"
    yield "LA", "zh-CN"


def _bib(reference: Reference, medium: str) -> Iterator[tuple[str, str]]:
    d, p = reference.document, reference.paragraph
    values = [
        ("author", " and ".join(f"{{{_escaped(name)}}}" for name in reference.names)),
        ("title", f"{{{_escaped(cited_title(d))}}}"),
        (medium, _escaped(d.publisher or "")),
        ("volume", issue_of(d)[0]),
        ("number", issue_of(d)[1] or _escaped(d.doc_number or "")),
        ("date", d.date or ""),
        ("year", reference.year),
        ("month", _month(d.date or "")),
        ("type", _escaped(d.genre or "")),
        ("url", _URL_UNFIT.sub(_percent, reference.url)),
        ("urldate", reference.day.isoformat() if reference.url else ""),
        ("abstract", _escaped(p.text) if p else ""),
        ("keywords", _escaped(", ".join(reference.themes))),
        ("note", _escaped(reference.note)),
        ("langid", "chinese"),
    ]
    return ((name, value) for name, value in values if value)


def _year_told(year: int | None, published: str) -> str:
    if year is None or str(year) == published[:4]:
        return ""
    return f"所述年份：{year}" + ("" if published else "（发布日期不详，年份用的是它）")


def _escaped(text: str) -> str:
    return _BIB_SPECIAL.sub(lambda found: _BIB_ESCAPES[found[0]], " ".join(text.split()))


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _month(known: str) -> str:
    month = known[5:7]
    return _MONTHS[int(month) - 1] if month.isdigit() and 1 <= int(month) <= 12 else ""


def _key(reference: Reference, used: set[str]) -> str:
    """The slug where that is plain ASCII, else a digest of it; with the paragraph's number."""
    slug = reference.document.slug
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]*", slug):
        slug = "qs" + hashlib.sha256(slug.encode("utf-8", "replace")).hexdigest()[:10]
    key = slug + (f"-p{reference.paragraph.ordinal}" if reference.paragraph else "")
    unique, n = key, 1
    while unique in used:
        n += 1
        unique = f"{key}-{n}"
    used.add(unique)
    return unique
