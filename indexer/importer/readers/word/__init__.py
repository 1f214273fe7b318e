"""Read a Word document: its zip package, its numbering and styles, then the text of its body."""

from indexer.importer.readers.word.body import read_docx

__all__ = ["read_docx"]
