"""Turn HTTP requests into pages, JSON and files, over the searcher.

pages: what readers see · api: JSON · exports: files · locale: the page's words · templates, static,
deploy. `app` assembles them; `params` reads and writes addresses; `errors` maps codes to statuses.
"""
