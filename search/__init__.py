"""Turn a query text into ranked, marked, counted paragraphs.

query: text → syntax tree · rewrite: syntax tree → query tree, widened and noted · engines: query
tree → matches · suggest: completion and correction · evaluation: judged queries → measures ·
verify: is the index what its corpus says · cli: the commands. `searcher` is the one door.
"""
