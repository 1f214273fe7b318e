"""Turn files as they come into corpus Markdown for a person to review.

A file is recognised by its bytes (`formats`) and read into source lines (`readers`). Furniture —
navigation, counters, bylines — is told from text (`furniture`), torn lines are mended (`wrapping`),
headings told from paragraphs (`headings`), and front matter and body are put together with a list
of everything that was unsure (`proposal`). What the front matter says is found, with its evidence,
by `indexer.metadata`. `intake` reads from disk and writes to it.
"""

from indexer.importer.formats import read_source
from indexer.importer.proposal import Proposal, propose
from indexer.importer.source_text import Doubt, SourceLine, SourceText

__all__ = ["Doubt", "Proposal", "SourceLine", "SourceText", "propose", "read_source"]
