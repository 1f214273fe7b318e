"""The query language: what a reader typed → a syntax tree, and the query tree engines answer."""
