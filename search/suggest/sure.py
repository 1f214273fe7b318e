"""Tell which proposal a query that found nothing can only have meant, if any."""

from __future__ import annotations

from indexer.text.normalizer import normalize
from search.request import SearchRequest
from search.results import SearchResult

SPELLINGS = ("pinyin", "typo", "shape", "extra", "order", "missing", "width")
_SURE = ("pinyin", "typo", "shape", "extra", "order")
_LEAST_TYPO = 3  # characters: two of Han with one replaced are another word (经典, 景点)


def sure_correction(request: SearchRequest, result: SearchResult) -> str | None:
    """The only spelling proposed for a query without hits, if it is pinyin or nearly the same.

    A filter that excludes everything is no misspelling: its proposals say so.
    """
    suggestions = result.query.suggestions
    if (
        result.matches.by_words
        or not request.correct
        or request.mode != "smart"
        or request.to_depth
    ):
        return None
    if any(s.reason == "filters" for s in suggestions):
        return None
    spellings = [s.text for s in suggestions if s.reason in _SURE]
    if len(spellings) != 1 or not _is_near(normalize(request.q), normalize(spellings[0])):
        return None
    return spellings[0]


def _is_near(typed: str, meant: str) -> bool:
    """Letters for characters, or characters of which all but one (of three and more) are kept."""
    if typed.isascii():
        return not meant.isascii()
    common = sum(a == b for a, b in zip(typed, meant, strict=False))
    return len(typed) == len(meant) >= _LEAST_TYPO and common >= len(typed) - 1
