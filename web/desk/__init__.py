"""The desk: pages on this machine alone, on which one person looks over what was imported.

`access` gives out one-time links, `guard` lets nobody else in, `app` puts the pages together:
`waiting` (what there is to do), `item` (original and proposal side by side), `originals`, `names`
(candidate initiatives, sources, problems), `updating` (one button to make it searchable). What
they do is done by `indexer.review`. It is no part of the public service.
"""
