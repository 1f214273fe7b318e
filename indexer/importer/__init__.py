"""Turn files as they come into corpus Markdown for a person to review.

A file is recognised by its bytes (`formats`) and read into source lines (`readers`). Furniture —
navigation, counters, bylines — is told from text (`furniture`), torn lines are mended (`wrapping`),
headings told from paragraphs (`headings`), and front matter and body are put together with a list
of everything that was unsure (`proposal`). What the front matter says is found, with its evidence,
by `indexer.metadata`. `intake` reads from disk and writes to it.

Nothing is imported here: the children that read PDFs start with as little as they need.
"""
