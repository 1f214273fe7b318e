"""Number the words of many texts: what the index keeps of a segmenter's work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from indexer.text.analyzer import Segmenter, is_word, words_form
from indexer.text.normalizer import character_table
from indexer.text.trie_cutter import TrieCutter

_STARTS, _ENDS, _GONE = 1, 2, 4
_LATIN = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NumberedWords:
    """words: each distinct one, in no particular order. numbers: one a token, into these, text
    after text; -1 for tokens that are no words. sizes: tokens of each text."""

    words: list[str]
    numbers: Ints
    sizes: Ints


def number_words(texts: Sequence[str], forms: Sequence[str], segmenter: Segmenter) -> NumberedWords:
    """The words of texts in search mode; `forms` are their normal forms."""
    forms = list(forms)
    for number in _with_parted_latin(texts):
        forms[number] = words_form(texts[number])
    if segmenter.trie_cutter is not None:
        return _number_by_trie(forms, segmenter.trie_cutter)
    return _number_one_by_one(forms, segmenter.cut_raw)


def _number_by_trie(forms: Sequence[str], cutter: TrieCutter) -> NumberedWords:
    cut = cutter.cut_all(forms, search=True)
    vocabulary = cutter.trie.words
    seen = np.zeros(len(vocabulary) + 1, bool)
    seen[cut.numbers] = True  # -1 marks the last place
    seen[-1] = False
    seen[[n for n in np.flatnonzero(seen).tolist() if not is_word(vocabulary[n])]] = False
    renumbered = np.where(seen, np.cumsum(seen) - 1, -1)
    numbers = renumbered[cut.numbers]
    known = _WordNumbers([vocabulary[number] for number in np.flatnonzero(seen).tolist()])
    numbers[cut.unknown[:, 0]] = list(map(known.__getitem__, cut.unknown_words()))
    return NumberedWords(known.words, numbers, cut.sizes.astype(np.int64))


def _number_one_by_one(forms: Sequence[str], cut: Callable[[str], Iterable[str]]) -> NumberedWords:
    known = _WordNumbers([])
    numbers: list[int] = []
    sizes: list[int] = []
    for form in forms:
        before = len(numbers)
        numbers.extend(map(known.__getitem__, cut(form)))
        sizes.append(len(numbers) - before)
    return NumberedWords(known.words, np.array(numbers, np.int64), np.array(sizes, np.int64))


def _with_parted_latin(texts: Sequence[str]) -> list[int]:
    """Which texts may keep a space in words_form: those with something that vanishes between Latin
    letters or digits. Some more do no harm."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), "<u4")
    kinds = _kinds().take(codes, mode="clip")
    gone = np.flatnonzero(kinds == _GONE)
    first = gone[np.diff(gone, prepend=-2) > 1]
    last = gone[np.diff(gone, append=len(codes) + 2) > 1]
    inside = (first > 0) & (last + 1 < len(codes))
    first, last = first[inside], last[inside]
    parts = first[(kinds[first - 1] & _ENDS > 0) & (kinds[last + 1] & _STARTS > 0)]
    ends = np.cumsum([len(text) for text in texts])
    numbers: list[int] = np.unique(np.searchsorted(ends, parts, side="right")).tolist()
    return numbers


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """Code point → whether its form is Latin at its start, at its end, or empty."""
    kinds = np.zeros(0x110000, np.uint8)
    kinds[[ord(char) for char in _LATIN]] = _STARTS | _ENDS
    for code, form in character_table().items():
        starts = _STARTS if form[:1] in _LATIN else 0
        kinds[code] = starts | (_ENDS if form[-1:] in _LATIN else 0) if form else _GONE
    return kinds


class _WordNumbers(dict[str, int]):
    """Word → number, counted on from those of `words`; tokens that are no words get -1."""

    def __init__(self, words: list[str]) -> None:
        super().__init__()
        self.words = words

    def __missing__(self, token: str) -> int:
        number = -1
        if is_word(token):
            number = len(self.words)
            self.words.append(token)
        self[token] = number
        return number
