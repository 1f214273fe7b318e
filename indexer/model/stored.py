"""Turn the values of fields into a document, and those of a stored row into its paragraph, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from indexer.model.documents import Document, FieldValue, Paragraph

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
