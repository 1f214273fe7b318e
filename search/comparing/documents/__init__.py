"""Compare two documents, paragraph by paragraph and word by word.

`alignment` pairs their paragraphs, `wording` tells what two texts share, `changed_figures` which
figures of a pair are about the same thing and differ.
"""
