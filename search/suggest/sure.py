"""Tell which proposal a query that stands nowhere can only have meant, if any."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.text.normalizer import normalize
from search.request import SearchRequest
from search.results import SearchResult, Suggestion
from search.rewrite.questions import is_question
from search.suggest.candidates import IN_HAN, is_other_number
from search.suggest.confusables import look_alike
from search.suggest.vocabulary import Vocabulary, units_of

SPELLINGS = ("pinyin", "typo", "shape", "extra", "order", "missing", "width")
_SURE = ("pinyin", "typo", "shape", "extra", "order", "missing")
_LEAST_TYPO = 3  # characters: two of Han with one replaced are another word (经典, 景点)
_SHORTEST = 2  # characters of a name, and paragraphs that print one of so few
_COMMON = 5  # paragraphs that print what is no name
_SHORT = 4  # characters of a name, which is no wording of what has its characters apart
_DIGITS_OF_NAME = re.compile(r"(?:\D*[\u4e00-\u9fff]\D*\d{1,2}|\d{1,2}(?=\D*[\u4e00-\u9fff]))\D*")
_LONGEST_IN_HAN = 12  # characters of a query whose digits may be written in Chinese
_LONG = 6  # characters of a name of which another word cannot make another name that is nowhere
_LEAST_OF_TWO = 5  # characters of a name in which two are mistyped
_LEAST_LETTERS = 3  # of pinyin among characters: AI and 5G are no sounds
QUOTES = frozenset("\"'“”‘’「」『』《》")
_LETTERS = re.compile("[a-z]+")
_APOSTROPHE = re.compile("(?<=[A-Za-z])['’](?=[A-Za-z])")  # lu'an: between syllables


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the library and the language know. `count`: paragraphs that hold a normal form;
    `cut`: its dictionary words; `frequency` of a word in the dictionary, 0 for none; `is_quoted`:
    whether the library prints it between quotation marks; `printed_as`: the name with its letters
    that it prints so."""

    vocabulary: Vocabulary
    count: Callable[[str], int]
    cut: Callable[[str], Sequence[str]]
    frequency: Callable[[str], int]
    is_quoted: Callable[[str], bool]
    printed_as: Callable[[str], str]


def sure_spelling(
    request: SearchRequest,
    result: SearchResult,
    known: Knowledge,
    spell: Callable[[str], tuple[Suggestion, ...]],
    apart: Callable[[str], Sequence[str]],
) -> str | None:
    """The sure correction of a query or, with its digits in Chinese, of 三刻钟支付圈 for that with
    3, or of its words; `spell` proposes other spellings, `apart` sets names of units apart."""
    in_han = request.q.translate(IN_HAN)
    # Of a name, and no year and no number of something: 3刻钟, not 2022年 nor 10.0.0.1.
    is_name = len(in_han) <= _LONGEST_IN_HAN and _DIGITS_OF_NAME.fullmatch(request.q) is not None
    is_whole = result.matches.phrase or result.matches.all
    pieces = () if is_whole else apart(request.q)
    spaced = " ".join(" ".join(pieces).split()) if len(pieces) > 1 else request.q
    for written in (in_han if is_name else request.q, spaced):
        if written != request.q:
            query = replace(result.query, suggestions=spell(written))
            asked = replace(request, q=written)
            if meant := sure_correction(asked, replace(result, query=query), known):
                return meant
    return sure_correction(request, result, known)


def sure_correction(request: SearchRequest, result: SearchResult, known: Knowledge) -> str | None:
    """The only spelling proposed for a query without hits, or with hits of some words alone.

    It is pinyin, or what was typed stands nowhere and is one slip of the fingers, ears or eyes
    away from it. A filter that excludes everything is no misspelling: its proposals say so. What
    stands between quotation marks is meant as it is.
    """
    suggestions = result.query.suggestions
    if not request.correct or request.mode != "smart" or request.to_depth:
        return None
    if any(s.reason == "filters" for s in suggestions):
        return None
    spellings = [s.text for s in suggestions if s.reason in SPELLINGS]
    reasons = {s.reason for s in suggestions if s.reason in SPELLINGS}
    quotes = QUOTES & set(_APOSTROPHE.sub("", request.q))
    if len(spellings) != 1 or not reasons.issubset(_SURE) or quotes:
        return None
    if normalize(request.q).isascii():
        is_sure = not normalize(spellings[0]).isascii()
        if len(request.q) <= _LEAST_LETTERS:  # pos, sim may be letters of something else
            is_sure = is_sure and known.is_quoted(normalize(spellings[0]))
        return spellings[0] if is_sure and _is_scattered(request, result, 0) else None
    changed = _changed(request.q, spellings[0])
    if changed is None or not _is_scattered(request, result, known.count(changed[1])):
        return None
    return spellings[0] if is_slip(*changed, known) else None


def mended(
    request: SearchRequest,
    result: SearchResult,
    meant: Callable[[SearchRequest, SearchResult], Iterator[tuple[str, bool]]],
    answer: Callable[[SearchRequest], SearchResult],
    is_again: bool = False,
) -> tuple[str, SearchResult] | None:
    """What was `meant` and what that finds, if anything; mended once more where that has a name of
    the library and lacks a word, too."""
    for text, is_held in meant(request, result):
        asked = replace(request, q=text)
        found = answer(asked)
        counts, is_any = found.matches, is_held or not result.matches.by_words
        if counts.phrase or counts.all:
            return text, found
        is_first = is_held and not is_again
        if is_first and (more := mended(asked, with_totals(found, answer), meant, answer, True)):
            return more
        if counts.some and is_any:
            return text, found
    return None


def with_totals(
    result: SearchResult, answer: Callable[[SearchRequest], SearchResult]
) -> SearchResult:
    """Each other spelling with what it finds when it is asked; none that lacks words again."""
    told: list[Suggestion] = []
    for one in result.query.suggestions:
        whole = SearchRequest(one.text, size=1, facet_limit=0)
        found = answer(whole) if one.reason in SPELLINGS else None
        if found is None or found.matches.phrase or not found.query.lacking:
            told.append(replace(one, total=found.total) if found else one)
    return replace(result, query=replace(result.query, suggestions=tuple(told)))


def corrected_result(
    request: SearchRequest, result: SearchResult, meant: str, found: SearchResult
) -> SearchResult:
    """What was found of what was meant, told as such."""
    note = f"「{request.q}」没有结果，以下是「{meant}」的结果"
    query = replace(result.query, corrected=meant, notes=(note, *found.query.notes))
    query = replace(query, expansions=found.query.expansions, entities=found.query.entities)
    query = replace(query, unheld=found.query.unheld, lacking=found.query.lacking)
    query = replace(query, is_of_absent=found.query.is_of_absent)
    return replace(found, query=query)


def _is_scattered(request: SearchRequest, result: SearchResult, meant: int) -> bool:
    """Whether what was found, if anything, only shares words, or characters, with what was typed;
    or has its words because it has what is meant, as that many paragraphs do."""
    if not result.matches.by_words:
        return True
    is_name = len(request.q.split()) == 1 and len(normalize(request.q)) <= _SHORT
    of_words = not is_name and result.matches.all > meant
    return not (result.matches.phrase or of_words or request.within or is_question(request.q))


def _changed(typed: str, meant: str) -> tuple[str, str] | None:
    """The one piece that differs, as typed and as meant, in normal form; None where several do.

    A single piece may have been cut at the word that was mended: 公安局反炸, 公安局 反诈."""
    pieces, others = typed.split(), meant.split()
    if len(pieces) == 1:
        return normalize(typed), "".join(map(normalize, others))
    if len(pieces) != len(others):
        return None
    forms = zip(map(normalize, pieces), map(normalize, others), strict=True)
    changed = [(one, other) for one, other in forms if one != other]
    return changed[0] if len(changed) == 1 else None


def is_slip(typed: str, meant: str, known: Knowledge) -> bool:
    """Whether what stands nowhere, and is no word of the language, is one slip away from a word
    or name of the library: 交警支队 is another unit than 刑警支队."""
    if known.count(typed) or known.frequency(typed):
        return False
    if _LETTERS.findall(typed) != _LETTERS.findall(meant):
        return _is_spelled_out(typed, meant)
    if len(typed) == len(meant):
        is_short = len(typed) < _LEAST_TYPO
        return (_is_short_slip if is_short else _is_replaced)(typed, meant, known)
    if len(typed) == len(meant) + 1 >= _LEAST_TYPO + 1:
        return _is_doubled(typed, meant) or _is_one_more(typed, meant, known)
    return len(typed) + 1 == len(meant) >= _SHORT and known.is_quoted(meant)


def _is_replaced(typed: str, meant: str, known: Knowledge) -> bool:
    """Whether a character or two sound or look alike, or changed places."""
    places = [at for at, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
    pairs = [(typed[at], meant[at]) for at in places]
    if is_other_number(typed, meant) or _has_word(typed, meant, places, known):
        return False
    if places[-1] - places[0] == 1 and pairs[0] == pairs[1][::-1]:
        return _is_known(typed, meant, places, known)
    if len(places) > (2 if len(typed) >= _LEAST_OF_TWO else 1):
        return False
    if len(places) == 1 and len(typed) >= _LONG and _is_name(meant, known):
        return True
    is_alike = all(look_alike(a, b) or _sound_alike(a, b, known.vocabulary) for a, b in pairs)
    return is_alike and _is_known(typed, meant, places, known)


def _is_spelled_out(typed: str, meant: str) -> bool:
    """Whether letters among characters stand for others: 警wangronghe. The others are kept."""
    kept = (re.escape(run) for run in _LETTERS.split(typed))
    is_spelled = not _LETTERS.search(meant) and re.fullmatch(".+".join(kept), meant) is not None
    return is_spelled and sum(map(len, _LETTERS.findall(typed))) >= _LEAST_LETTERS


def _is_doubled(typed: str, meant: str) -> bool:
    """Whether one character was typed twice."""
    twice = (at for at in range(1, len(typed)) if typed[at] == typed[at - 1])
    return any(typed[:at] + typed[at + 1 :] == meant for at in twice)


def _is_one_more(typed: str, meant: str, known: Knowledge) -> bool:
    """Whether a quoted name has one character more inside, which makes no word there."""
    at = next((n for n, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), 0)
    is_more = at > 0 and typed[:at] + typed[at + 1 :] == meant
    words = (typed[a : a + 2] for a in (at - 1, at))
    is_word = any(map(known.vocabulary.is_common_word, words))
    return is_more and not is_word and known.is_quoted(meant)


def _is_short_slip(typed: str, meant: str, known: Knowledge) -> bool:
    """Whether two characters, no word, are what many paragraphs print, or several and in quotation
    marks, but for one that sounds or looks just so: 伟哨 is nothing, 苇哨 a name, 反炸 is 反诈."""
    pairs = [(a, b) for a, b in zip(typed, meant, strict=True) if a != b]
    is_alike = all(look_alike(a, b) or is_homophone(a, b, known.vocabulary) for a, b in pairs)
    often = known.count(meant)
    is_name = often >= _COMMON or (often >= _SHORTEST and known.is_quoted(meant))
    is_one = len(typed) == _SHORTEST and len(pairs) == 1
    return is_one and is_alike and is_name and not is_other_number(typed, meant)


def _has_word(typed: str, meant: str, places: Sequence[int], known: Knowledge) -> bool:
    """Whether a word of a short name, or of one that the library has only apart, is there where it
    differs: 社会自理 may well be meant, 一代一路 only if no name is that sounds just so."""
    words = (typed[at : at + 2] for place in places for at in (place - 1, place) if at >= 0)
    pairs = ((typed[at], meant[at]) for at in places)
    if _is_name(meant, known) and all(is_homophone(a, b, known.vocabulary) for a, b in pairs):
        return False
    is_doubtful = len(typed) <= _SHORT or not known.count(meant)
    return is_doubtful and any(map(known.vocabulary.is_common_word, words))


def _is_known(typed: str, meant: str, places: Sequence[int], known: Knowledge) -> bool:
    """Whether what is meant is a name or phrase or, where one character differs, has a word there:
    it is no run that lies across words, 正确履 of 正确履行.

    What has a character that the library never prints needs less."""
    if known.vocabulary.is_entry(meant) or known.printed_as(meant):
        return True
    if len(places) > 1:  # of a name in no quotation marks, printed more than once
        is_long = len(meant) >= (_SHORT if sorted(typed) == sorted(meant) else _LEAST_OF_TWO)
        is_same = is_long and known.count(meant) >= _SHORTEST
        return is_same and (sorted(typed) == sorted(meant) or _sounds_so(typed, meant, known))
    inside: set[int] = set()
    at = 0
    for word in known.cut(meant):
        inside.update(range(at, at + len(word)) if len(word) > 1 else ())
        at += len(word)
    return all(at in inside or not known.count(typed[at]) for at in places)


def _is_name(meant: str, known: Knowledge) -> bool:
    """Whether the library prints it in quotation marks, or the dictionary has it as one long word:
    百名警长进校园, 一带一路."""
    return bool(known.printed_as(meant)) or (len(meant) >= _SHORT and known.frequency(meant) > 0)


def _sounds_so(typed: str, meant: str, known: Knowledge) -> bool:
    pairs = zip(typed, meant, strict=True)
    return all(a == b or is_homophone(a, b, known.vocabulary) for a, b in pairs)


def is_homophone(one: str, other: str, vocabulary: Vocabulary) -> bool:
    heard = [set(vocabulary.readings(units_of(char)[0])) for char in (one, other)]
    return bool(heard[0] & heard[1])


def _sound_alike(one: str, other: str, vocabulary: Vocabulary) -> bool:
    heard = [
        vocabulary.near_syllables(vocabulary.readings(units_of(char)[0])) for char in (one, other)
    ]
    return bool(heard[0] & heard[1])
