"""Read a web page: find its main text, cut it into lines, and take the fields of its head."""

from indexer.importer.readers.web.page import looks_like_html, read_html

__all__ = ["looks_like_html", "read_html"]
