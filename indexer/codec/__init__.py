"""The index on disk: flat arrays that are mapped, not loaded, behind a Whoosh codec.

A segment is one file of named arrays (`container`). Every searched text (paragraphs, titles,
headings) is an `ngram_index`: its normal form as UTF-16 units, postings of single units and of
unit pairs with positions. `postings` keep their integers in `blocks` of the fewest bits that a
power of two gives. Words have postings of their own; facets are `doc_values`; printed texts lie in
compressed `stored_text`. `inverter` turns texts into postings, a `run` holds a chunk of paragraphs,
`segment_writer` merges runs. `segment` opens all of it; `whoosh_codec` shows it to Whoosh.
"""
