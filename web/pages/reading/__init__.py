"""Draw a document to be read: its paragraphs with their hits, its tables as tables, its original.

`page` answers, `paragraphs` marks, `tables` joins the rows of a table, `originals` hands out files.
"""
