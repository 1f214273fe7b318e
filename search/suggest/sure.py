"""Tell which proposal a query that stands nowhere can only have meant, if any."""

from __future__ import annotations

from collections.abc import Callable

from indexer.text.normalizer import normalize
from search.request import SearchRequest
from search.results import SearchResult
from search.rewrite.questions import is_question
from search.suggest.confusables import look_alike
from search.suggest.vocabulary import Vocabulary, units_of

SPELLINGS = ("pinyin", "typo", "shape", "extra", "order", "missing", "width")
_SURE = ("pinyin", "typo", "shape", "extra", "order")
_LEAST_TYPO = 3  # characters: two of Han with one replaced are another word (经典, 景点)
_SHORT = 4  # characters of a name, which is no wording of what has its characters apart
_NUMERALS = frozenset("0123456789〇零一二两三四五六七八九十百千万亿")
_QUOTES = frozenset("\"'“”‘’「」『』《》")


def sure_correction(
    request: SearchRequest,
    result: SearchResult,
    vocabulary: Vocabulary,
    count: Callable[[str], int],
) -> str | None:
    """The only spelling proposed for a query without hits, or with hits of some words alone.

    It is pinyin, or one character sounds or looks like what was meant, and what was typed stands
    nowhere, which `count` tells of a normal form. A filter that excludes everything is no
    misspelling: its proposals say so. What stands between quotation marks is meant as it is.
    """
    suggestions = result.query.suggestions
    if not request.correct or request.mode != "smart" or request.to_depth:
        return None
    if any(s.reason == "filters" for s in suggestions):
        return None
    spellings = [s.text for s in suggestions if s.reason in _SURE]
    if len(spellings) != 1 or _QUOTES & set(request.q):
        return None
    typed, meant = normalize(request.q), normalize(spellings[0])
    is_sure = _is_near(typed, meant)
    if is_sure and result.matches.by_words:
        is_sure = _is_scattered(request, result)
    if is_sure and not typed.isascii():  # 交警支队 is another unit than 刑警支队
        is_sure = _is_slip(request.q.split(), spellings[0].split(), vocabulary, count)
    return spellings[0] if is_sure else None


def _is_near(typed: str, meant: str) -> bool:
    """Letters for characters, or characters of which all but one (of three and more) are kept."""
    if typed.isascii():
        return not meant.isascii()
    common = sum(a == b for a, b in zip(typed, meant, strict=False))
    return len(typed) == len(meant) >= _LEAST_TYPO and common >= len(typed) - 1


def _is_scattered(request: SearchRequest, result: SearchResult) -> bool:
    """Whether what was found only shares words, or characters, with what was typed."""
    is_name = len(request.q.split()) == 1 and len(normalize(request.q)) <= _SHORT
    of_words = 0 if is_name else result.matches.all
    return not (result.matches.phrase or of_words or request.within or is_question(request.q))


def _is_slip(
    typed: list[str], meant: list[str], vocabulary: Vocabulary, count: Callable[[str], int]
) -> bool:
    """Whether one piece stands nowhere, and has one character that sounds or looks like the one
    meant there."""
    if len(typed) != len(meant):
        return False
    forms = zip(map(normalize, typed), map(normalize, meant), strict=True)
    changed = [(one, other) for one, other in forms if one != other]
    if len(changed) != 1 or len(changed[0][0]) != len(changed[0][1]) or count(changed[0][0]):
        return False
    ((at, one, other),) = (
        (at, a, b) for at, (a, b) in enumerate(zip(*changed[0], strict=True)) if a != b
    )
    words = (changed[0][0][start : start + 2] for start in (at - 1, at) if start >= 0)
    is_word = any(map(vocabulary.is_common_word, words))  # 社会自理 may well be meant
    if {one, other} <= _NUMERALS or (is_word and len(changed[0][0]) <= _SHORT):
        return False
    return look_alike(one, other) or _sound_alike(one, other, vocabulary)


def _sound_alike(one: str, other: str, vocabulary: Vocabulary) -> bool:
    heard = [
        vocabulary.near_syllables(vocabulary.readings(units_of(char)[0])) for char in (one, other)
    ]
    return bool(heard[0] & heard[1])
