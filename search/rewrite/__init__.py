"""From the syntax tree to the query tree: pieces, expansions, questions, names of facets."""
