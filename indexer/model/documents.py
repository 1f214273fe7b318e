"""The values that travel from the corpus to the index and back: documents, their paragraphs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias, TypeVar

from indexer.text.bulk_normalizer import normalize_all
from indexer.text.normalizer import normalize

FieldValue: TypeAlias = "str | int | tuple[str, ...] | None"
_LONG_TEXT = 400  # characters, above which arrays normalise a text faster

OF_DOCUMENT = "of_document"  # the field in which a row keeps what its document itself says
UNTITLED = "〔原文无题〕"  # stands behind what a document without a title is called
WAITING = "待核"  # the status of an initiative that discovery found and nobody has listed yet

# Of the rules by which themes are weighed; raised whenever they may tag the same text otherwise. It
# is part of an index's fingerprint: an update never leaves tags of two sets of rules side by side.
TAG_RULES = 3


@dataclass(frozen=True, slots=True)
class Document:
    """One published report: what is known of it, never guessed.

    `date` is as precise as is known ("2022", "2022-12" or "2022-12-06") and says when it was
    published, `publisher` where; `source` is the unit whose work it reports, `year` the year it
    reports on. `region` runs from the province down. `more` holds, by name, the values of those
    fields of the schema that have no attribute here.
    """

    slug: str
    title: str | None = None
    source: str | None = None
    region: tuple[str, ...] = ()
    date: str | None = None
    year: int | None = None
    genre: str | None = None
    url: str | None = None
    author: str | None = None
    note: str | None = None
    publisher: str | None = None
    doc_number: str | None = None
    more: tuple[tuple[str, FieldValue], ...] = ()

    @property
    def called(self) -> str:
        """The title, or where the text has none what is known of it, never the slug alone."""
        if self.title:
            return self.title
        who = self.source or self.publisher or (self.region[-1] if self.region else "")
        when = f"{self.year}年" if self.year is not None else (self.date or "")
        what = self.genre or self.doc_number or ""
        known = " ".join(
            part for part in (who, when + (what or "文献" * bool(who or when))) if part
        )
        return f"{known or f'文献 {self.slug}'}{UNTITLED}"


AnyDocument = TypeVar("AnyDocument", bound=Document)


def as_document(document: AnyDocument) -> AnyDocument:
    """The document of a row with its own source and year, as it is cited and listed."""
    told = dict(document.more).get(OF_DOCUMENT)
    if not isinstance(told, str):
        return document
    source, _, year = told.partition("\t")
    more = tuple(item for item in document.more if item[0] != OF_DOCUMENT)
    return replace(document, source=source or None, year=int(year) if year else None, more=more)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a document: the unit we index, score and return.

    `start`/`end` are character offsets into the body, so `body[start:end] == text` (both 0 for
    bulk input, which has no body). `themes`/`initiatives` are None until somebody has said them:
    None asks the tagger, an empty tuple means "none". `headings` belong to this paragraph and are
    matched with it: those since the paragraph before, and below the last paragraph what follows it;
    that of a table belongs to each of its rows (the build sees to it);
    None where only its neighbours can tell (bulk input): there the first of a run of equal
    `heading`s in a document has it.
    """

    id: str  # "<document id>#<ordinal>", e.g. "nianjian-2019#12"; opaque in bulk input
    document_id: str
    ordinal: int  # 1-based, in reading order
    text: str
    heading: str | None = None
    start: int = 0
    end: int = 0
    themes: tuple[str, ...] | None = None
    initiatives: tuple[str, ...] | None = None
    headings: tuple[str, ...] | None = None
    initiative_status: tuple[str, ...] = ()  # (WAITING,) where one of `initiatives` is a candidate


def text_hash(text: str) -> str:
    """Eight hexadecimal digits of the normalised text: what permanent links carry as `h`."""
    form = normalize(text) if len(text) < _LONG_TEXT else normalize_all([text])[0]
    return hashlib.sha256(form.encode("utf-8", "surrogatepass")).hexdigest()[:8]


_NOTHING = (None, ())
_OF_DOCUMENT = {field.name for field in fields(Document)}
_OF_PARAGRAPH = {field.name for field in fields(Paragraph)}


def restore(values: Mapping[str, FieldValue]) -> tuple[Document, Paragraph]:
    """What was indexed, by the stored fields of the schema (by their keys), also those of no value.

    What Document has no attribute for is in its `more`, values that were made (`Field.get`) too.
    """
    slug: Any = values["document"]
    own: dict[str, Any] = {name: v for name, v in values.items() if name in _OF_PARAGRAPH}
    others = {n: v for n, v in values.items() if n not in _OF_PARAGRAPH and n != "document"}
    return document_of(slug, others), Paragraph(document_id=slug, **own)


def document_of(slug: str, values: Mapping[str, FieldValue]) -> Document:
    """A document with these fields, by their keys; what is left out has no value."""
    known: dict[str, Any] = {name: v for name, v in values.items() if name in _OF_DOCUMENT}
    more = tuple(
        item for item in values.items() if item[0] not in known and item[1] not in _NOTHING
    )
    return Document(slug, more=more, **known)
