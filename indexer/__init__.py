"""Turn a corpus into a published index, and keep it in step with the corpus.

model: what a document, a paragraph and their fields are · sources: a corpus in · importer: foreign
files → Markdown · text: characters → normal form → words · taxonomy: sources, themes and
initiatives, and who names them · build: all of it → one generation · codec: the index on disk ·
vocabulary: what completion and spelling know · generations: publish, lock, audit, withdraw ·
opensearch: the same index in a cluster · cli: the commands.
"""
