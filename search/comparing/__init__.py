"""Lay what reports say side by side: two documents, paragraph by paragraph and word by word.

`alignment` pairs the paragraphs of two documents, `wording` tells what two texts share,
`changed_figures` which figures of a pair are about the same thing and differ.
"""
