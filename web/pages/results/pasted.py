"""Set a pasted sentence beside the print of it: the same, but for signs, or nearly the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from indexer.text.characters import read_radicals
from indexer.text.normalizer import normalize
from search.clauses import printed_place
from search.results import SearchResult, spans
from search.rewrite.near_wording import (
    APART,
    LEAST_LETTERS,
    WordingDifference,
    nearest_wordings,
)
from web.pages.results.indicator_cards import IndicatorCard
from web.pages.results.inquiry import Inquiry
from web.pages.results.readings import is_quoted

_SIGN = re.compile(r"[\W_]")
# One sign in two widths, and quotation marks of two kinds, are no difference to tell.
# Nor is a radical (⼊) that a PDF has for the character that it looks like (入).
_LOOKS = str.maketrans("，；：？！（）“”‘’", ",;:?!()\"\"''") | str.maketrans(read_radicals())
_LOOKS |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_PAIRS = tuple(zip("“‘《（(「〔", "”’》）)」〕", strict=True))
_END_SIGNS = re.compile("[”’」』》）]*[。！？；]?[”’」』]?")
_READ = 20_000  # characters of a hit


@dataclass(frozen=True, slots=True)
class PastedWording:
    """`is_printed`: a whole sentence that a text has, letter by letter; `is_near`: what is printed
    nowhere, but nearly; `is_apart`: several sentences, each of them printed letter by letter, and
    `in_a_row` paragraphs of one document, 0 where they do not follow each other there.
    `difference` from what is printed, None where there is none to tell."""

    is_printed: bool
    difference: WordingDifference | None
    is_near: bool = False
    is_apart: bool = False
    in_a_row: int = 0


def pasted_wording(inquiry: Inquiry, indicator: IndicatorCard | None) -> PastedWording | None:
    """What is told of a pasted sentence; None of what is no sentence, has none near, or asks for
    figures that are told."""
    if indicator and indicator.course:
        return None
    asked, result, searcher = inquiry.asked, inquiry.result, inquiry.searcher
    near = next((e for e in result.query.expansions if e.kind == "near"), None)
    if near:
        printed = _to_its_end(near.to[0], near.origin, result)
        return PastedWording(
            False, searcher.wording_differences(near.origin, printed), is_near=True
        )
    if not is_quoted(inquiry) or asked.page > 1:
        return None
    if APART in result.query.notes:
        return PastedWording(True, None, is_apart=True, in_a_row=_in_a_row(result))
    typed = _without_ends("".join(asked.q.split()))
    prints = (_print_of(typed, hit.paragraph.text[:_READ]) for hit in result.hits)
    told = [_compared(typed, *found) for found in prints if found]
    if not told:  # 5座 of 五座
        texts = (hit.paragraph.text[:_READ] for hit in result.hits if hit.match == "phrase")
        alike = [one.printed for one in nearest_wordings(asked.q, texts) if one.likeness == 1]
        compared = (searcher.wording_differences(asked.q, printed) for printed in alike)
        told = [PastedWording(False, difference, is_near=True) for difference in compared]
    return min(told, key=lambda one: one.difference is not None, default=None)


def _in_a_row(result: SearchResult) -> int:
    found = [hit.paragraph for hit in result.hits if hit.match == "phrase"]
    places = sorted(one.ordinal for one in found)
    is_of_one = len({one.document for one in found}) == 1
    is_all = len(places) == result.matches.phrase > 1
    return len(places) if is_of_one and is_all and places[-1] - places[0] < len(places) else 0


def _to_its_end(printed: str, typed: str, result: SearchResult) -> str:
    """A wording with the signs that end it in print, where the typed sentence has some, too."""
    if typed.rstrip()[-1:].isalnum():
        return printed
    texts = (hit.paragraph.text[:_READ] for hit in result.hits)
    ends = (
        _END_SIGNS.match(text, at + len(printed))
        for text in texts
        if (at := text.find(printed)) >= 0
    )
    return printed + next((end[0] for end in ends if end), "")


def _without_ends(text: str) -> str:
    """A sentence without the signs at its ends: they are its own, or of who quotes it."""
    letters = [at for at, char in enumerate(text) if char.isalnum()]
    return _with_pairs(text, letters[0], letters[-1] + 1) if letters else ""


def _with_pairs(text: str, start: int, end: int) -> str:
    """This stretch with the sign right beside it whose other half it has alone: “甲”乙."""
    more = {a: text.count(b, start, end) - text.count(a, start, end) for a, b in _PAIRS}
    opens = any(text[start - 1 : start] == a and more[a] > 0 for a, _ in _PAIRS)
    closes = any(text[end : end + 1] == b and more[a] < 0 for a, b in _PAIRS)
    return text[start - opens : end + closes]


def _print_of(typed: str, text: str) -> tuple[str, bool] | None:
    """What a text prints for this normal form, and whether that begins and ends its clauses."""
    place = printed_place(text, normalize(typed))
    if place is None:
        return None
    start, end = place
    is_whole = not text[:start][-1:].isalnum() and not text[end : end + 1].isalnum()
    return "".join(_with_pairs(text, start, end).split()), is_whole


def _compared(typed: str, printed: str, is_whole: bool) -> PastedWording:
    ours, theirs = typed.translate(_LOOKS), printed.translate(_LOOKS)
    letters = _SIGN.sub("", ours)
    is_printed = is_whole and len(letters) >= LEAST_LETTERS and letters == _SIGN.sub("", theirs)
    if ours == theirs:
        return PastedWording(is_printed, None)
    changed = [c for c in Levenshtein.opcodes(ours, theirs) if c.tag != "equal"]
    difference = WordingDifference(
        (),
        spans(typed, [(c.src_start, c.src_end) for c in changed]),
        spans(printed, [(c.dest_start, c.dest_end) for c in changed]),
    )
    return PastedWording(is_printed, difference)
