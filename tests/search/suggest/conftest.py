"""A small library of the texts of a test module."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from search.searcher import Searcher


@pytest.fixture(scope="module")
def texts_opened(library_of: Callable[..., Searcher]) -> Callable[[Iterable[str]], Searcher]:
    """Opens a library of texts, a document each: d0, d1, …."""

    def build(texts: Iterable[str]) -> Searcher:
        lines = (
            {"id": f"d{n}#1", "document": f"d{n}", "title": f"第{n}号简报", "text": text}
            for n, text in enumerate(texts)
        )
        return library_of(lines)

    return build
