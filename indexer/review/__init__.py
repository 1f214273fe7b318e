"""Let a person look over what was imported: drafts and doubts in, accepted documents out.

`items` reads what waits, `document_edit` changes single fields and blocks of a document's text,
`names` candidate initiatives and sources in the taxonomy. `desk` puts them together: each step of
the person is one change of files, and `journal` makes it whole or not at all, and undone again.
Nothing outside the corpus folder is written, and no file that has changed under the person's hands.
"""
