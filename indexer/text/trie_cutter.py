"""Cut texts into words as jieba does, many at a time, by compiled walks along a trie."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from indexer.text import trie
from indexer.text.trie import Ints, Trie, Units

_OTHER, _LETTER, _SIGN, _WORDLIKE = range(4)  # classes of units, as in _words.c
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SIGNS = "+#&._%-"  # with letters and Han characters they make up jieba's blocks
_SPARE = 1024  # words that may be added before the array of logarithms is copied
_HAN_FROM, _HAN_TO = 0x4E00, 0x9FD6


@dataclass(frozen=True, slots=True)
class Cut:
    """The tokens of many texts, one text after the other.

    numbers: one a token, into the trie's words, or -1. sizes: tokens of each text. unknown: rows of
    (token, start, end) for the tokens -1; their places are those in `units`, of all texts, joined.
    """

    numbers: Ints
    sizes: Ints
    unknown: Ints
    units: Units
    text: str  # the same

    def unknown_words(self) -> list[str]:
        """The tokens -1 as strings."""
        places = self.unknown[:, 1:].tolist()
        if len(self.text) == len(self.units):
            return [self.text[start:end] for start, end in places]
        data = self.units.tobytes()
        return [data[2 * a : 2 * b].decode("utf-16-le", "surrogatepass") for a, b in places]


class TrieCutter:
    """Jieba's dictionary and algorithm, HMM off; a test proves that its tokens are jieba's.

    `frequencies` are the dictionary's, all > 0; `total` is what jieba takes for their sum.
    """

    def __init__(self, frequencies: Mapping[str, int], total: int) -> None:
        self._dictionary, self._total = frequencies, total
        self._added: dict[str, int] = {}
        self.trie = Trie(list(frequencies))
        logs = [math.log(count) for count in frequencies.values()]
        self._logs = np.array([*logs, *[0.0] * _SPARE])

    def frequency(self, word: str) -> int:
        """How frequent a word is; 0: it is none."""
        return self._added.get(word) or self._dictionary.get(word, 0)

    def add_word(self, word: str, frequency: int) -> None:
        """Add a word, or make it more frequent, as jieba does."""
        if not self.frequency(word):
            self.trie.extend([word])
            if len(self.trie.words) > len(self._logs):
                self._logs = np.concatenate([self._logs, np.zeros(_SPARE)])
        self._logs[self.trie.number(word)] = math.log(frequency)
        self._added[word] = frequency
        self._total += frequency

    def suggest_freq(self, word: str) -> int:
        """The frequency that keeps a word whole: jieba's formula, in its order of operations."""
        total, frequency = float(self._total), 1.0
        for part in self.cut_whole(word):
            frequency *= self._weight(part) / total
        return max(int(frequency * self._total) + 1, self._weight(word))

    def cut_all(self, forms: Sequence[str], search: bool) -> Cut:
        """Cut texts. `search`: parts of longer words too, and no tokens without letter or digit
        outside of words (some within: `+` is a token like any other)."""
        assert trie.compiled is not None
        text = "".join(forms)
        units = trie.to_units(text)
        lengths = np.fromiter(map(len, forms), np.int64, len(forms))
        if len(units) != int(lengths.sum()):
            lengths = np.array([len(trie.to_units(form)) for form in forms], np.int64)
        numbers, sizes, unknown = trie.compiled.cut(
            self.trie.keys,
            self.trie.values,
            self._logs,
            math.log(self._total),
            _classes(),
            units,
            np.cumsum(lengths),
            search,
        )
        return Cut(
            np.frombuffer(numbers, np.int32),
            np.frombuffer(sizes, np.int32),
            np.frombuffer(unknown, np.int32).reshape(-1, 3),
            units,
            text,
        )

    def cut_for_search(self, form: str) -> list[str]:
        """The words of one text, longer ones with their parts before them."""
        return self._tokens(self.cut_all([form], search=True))

    def cut_whole(self, form: str) -> list[str]:
        """The longest reading, punctuation too: the tokens join to the text."""
        return self._tokens(self.cut_all([form], search=False))

    def cut_whole_all(self, forms: Sequence[str]) -> list[list[str]]:
        """`cut_whole` of each text."""
        cut = self.cut_all(forms, search=False)
        tokens = self._tokens(cut)
        ends = np.cumsum(cut.sizes).tolist()
        return [tokens[start:end] for start, end in pairwise([0, *ends])]

    def _weight(self, part: str) -> int:
        """Jieba's dictionary also holds what a word begins with, at frequency 0; all else has 1."""
        return self.frequency(part) or (0 if self.trie.has_prefix(part) else 1)

    def _tokens(self, cut: Cut) -> list[str]:
        tokens = list(map(self.trie.words.__getitem__, cut.numbers.tolist()))  # -1: any word
        for place, word in zip(cut.unknown[:, 0].tolist(), cut.unknown_words(), strict=True):
            tokens[place] = word
        return tokens


@cache
def _classes() -> npt.NDArray[np.uint8]:
    """The class of each UTF-16 unit; halves of characters beyond count as parts of words."""
    wordlike = [chr(code).isalnum() or 0xD800 <= code < 0xE000 for code in range(1 << 16)]
    classes = np.where(wordlike, _WORDLIKE, _OTHER).astype(np.uint8)
    classes[_HAN_FROM:_HAN_TO] = _SIGN
    classes[[ord(char) for char in _SIGNS]] = _SIGN
    classes[[ord(char) for char in _LETTERS]] = _LETTER
    return classes
