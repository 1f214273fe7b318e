"""The pages: search, reading view, initiatives, start page, the box to embed."""
