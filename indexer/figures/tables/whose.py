"""Say of a table's row whose it is and of which year, as its own columns and title do."""

from __future__ import annotations

from dataclasses import replace

from indexer.figures.tables.cells import TableRow, is_table_row, table_row, whole_name, year_said
from indexer.model.documents import OF_DOCUMENT, Document, Paragraph


def as_row(document: Document, paragraph: Paragraph) -> tuple[Document, Paragraph]:
    """A table's row as it is indexed, any other paragraph as it is.

    It has the title of its table: it is found by the words of both, wherever it stands, since it
    says nothing without it. And it is of the unit and the year that its columns say, whoever made
    the table: 单位：溪岭县公安局；年度：2022. What the document says of itself stays in it, for
    whoever cites it: see `as_document`.
    """
    if not is_table_row(paragraph.text):
        return document, paragraph
    heading, headings = paragraph.heading, paragraph.headings or ()
    if heading and heading not in headings:
        paragraph = replace(paragraph, headings=(heading, *headings))
    row = table_row(paragraph.text)
    return (_of_its_row(document, row, heading or "") if row else document), paragraph


def _of_its_row(document: Document, row: TableRow, heading: str) -> Document:
    source, year = document.source, row.year or year_said(heading)
    if year is None and document.year is None:
        year = year_said(document.title or "")
    unit = whole_name(row.unit, source) if row.unit else source
    if unit == source and year in (None, document.year):
        return document
    own = (OF_DOCUMENT, f"{source or ''}\t{document.year or ''}")
    return replace(
        document,
        source=unit,
        year=document.year if year is None else year,
        more=(*(item for item in document.more if item[0] != OF_DOCUMENT), own),
    )
