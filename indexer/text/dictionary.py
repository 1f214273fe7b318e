"""Compile the segmenter's dictionary into flat arrays, and cut queries by it without jieba.

A generation carries its own lexicon, so serving starts at once and cuts queries as the paragraphs
were cut, whatever has become of the dictionary since. The arrays hold 64-bit hashes of the words,
sorted, and their frequencies; cutting is jieba's maximum-probability path (HMM off) over them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.codec.container import Container, container_writer
from indexer.text.analyzer import Segmenter, is_word

LEXICON_NAME = "lexicon.arrays"
_HAN_OR_LATIN = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+)")
_LATIN = re.compile(r"[a-zA-Z0-9]")
_FNV_OFFSET, _FNV_PRIME, _MASK = 0xCBF29CE484222325, 0x100000001B3, (1 << 64) - 1
_PRIME = np.uint64(_FNV_PRIME)
Known: TypeAlias = list[list[tuple[int, int]]]  # by start: end and frequency of each word


def word_hash(word: str) -> int:
    """64-bit FNV-1a over code points."""
    value = _FNV_OFFSET
    for char in word:
        value = ((value ^ ord(char)) * _FNV_PRIME) & _MASK
    return value


def write_lexicon(path: Path, frequencies: Mapping[str, int], total: int | None = None) -> None:
    """Write words and frequencies (all > 0) for `Lexicon`; `total` is what jieba takes for their
    sum, where that is not exactly so."""
    words = tuple(frequencies)
    hashes = _hash_all(words)
    order = np.argsort(hashes)
    with container_writer(path) as container:
        container.add("hashes", hashes[order])
        container.add("frequencies", np.array(list(frequencies.values()), np.uint32)[order])
        longest = max(map(len, words), default=1)
        total = sum(frequencies.values()) if total is None else total
        container.add("numbers", np.array([total, longest], np.uint64))


@lru_cache(maxsize=1)  # 350,000 of them, the same in the next build of a process
def _hash_all(words: tuple[str, ...]) -> npt.NDArray[np.uint64]:
    """`word_hash` of every word, a character column at a time."""
    lengths = np.array([len(w) for w in words], np.int64)
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), "<u4")
    starts = np.cumsum(lengths) - lengths
    hashes = np.full(len(words), _FNV_OFFSET, np.uint64)
    for column in range(int(lengths.max(initial=0))):
        rows = np.flatnonzero(lengths > column)
        char = codes[starts[rows] + column].astype(np.uint64)
        hashes[rows] = (hashes[rows] ^ char) * _PRIME
    return hashes


class Lexicon:
    """The word list of a generation, mapped."""

    def __init__(self, path: Path) -> None:
        container = Container(path)
        self._hashes = container.array("hashes")
        self._frequencies = container.array("frequencies")
        total, longest = container.array("numbers")
        self._log_total = math.log(float(total)) if total else 0.0
        self._longest = int(longest)

    def frequency(self, word: str) -> int:
        """How frequent the dictionary holds a word; 0 when it does not."""
        return int(self._lookup(np.array([word_hash(word)], np.uint64))[0])

    def cut(self, form: str) -> list[str]:
        """The words of a text in normal form, longest reading only, punctuation left out."""
        return [word for word in self.cut_whole(form) if is_word(word)]

    def cut_whole(self, form: str) -> list[str]:
        """The same with punctuation: the tokens join to the form."""
        return self._cut(form, self._words_in(form))

    def cut_for_search(self, form: str) -> list[str]:
        """As `cut`, and before each longer word the words of two or three characters in it."""
        known = self._words_in(form)
        parts_from = [
            [end for end, _ in words if 2 <= end - at <= 3] for at, words in enumerate(known)
        ]
        tokens: list[str] = []
        at = 0
        for word in self._cut(form, known):
            end = at + len(word)
            if is_word(word):
                for size in range(2, min(len(word) - 1, 3) + 1):
                    starts = range(at, end - size + 1)
                    tokens.extend(form[s : s + size] for s in starts if s + size in parts_from[s])
                tokens.append(word)
            at = end
        return tokens

    def _cut(self, form: str, known: Known) -> list[str]:
        words: list[str] = []
        at = 0
        for block in _HAN_OR_LATIN.split(form):
            if _HAN_OR_LATIN.match(block):
                words.extend(self._cut_block(form, at, at + len(block), known))
            else:
                words.extend(block)
            at += len(block)
        return words

    def _cut_block(self, form: str, at: int, end: int, known: Known) -> list[str]:
        ends = self._best_path(at, end, known)
        start = at
        words: list[str] = []
        letters = ""
        while at < end:
            word = form[at : ends[at - start]]
            at = ends[at - start]
            if len(word) == 1 and _LATIN.match(word):
                letters += word
                continue
            if letters:
                words.append(letters)
                letters = ""
            words.append(word)
        return [*words, letters] if letters else words

    def _best_path(self, first: int, end: int, known: Known) -> list[int]:
        """For every place, the end of the word on the most probable path (ties: the longer)."""
        best = [0.0] * (end - first + 1)
        ends = [0] * (end - first)
        for start in range(end - 1, first - 1, -1):
            words = [word for word in known[start] if word[0] <= end] or [(start + 1, 1)]
            best[start - first], ends[start - first] = max(
                (math.log(frequency) - self._log_total + best[word_end - first], word_end)
                for word_end, frequency in words
            )
        return ends

    def _words_in(self, form: str) -> Known:
        """For every place of a text, the words of the dictionary that begin there."""
        codes = np.frombuffer(form.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
        known: Known = [[] for _ in range(len(codes))]
        hashes = np.full(len(codes), _FNV_OFFSET, np.uint64)
        of_length = [hashes[:0]]
        for length in range(1, min(len(codes), self._longest) + 1):
            hashes = (hashes[: len(codes) - length + 1] ^ codes[length - 1 :]) * _PRIME
            of_length.append(hashes)
        frequencies = self._lookup(np.concatenate(of_length))
        found = np.flatnonzero(frequencies)
        firsts = np.cumsum([len(some) for some in of_length])
        lengths = np.searchsorted(firsts, found, side="right")
        starts = found - firsts[lengths - 1]
        for start, length, frequency in zip(
            starts.tolist(), lengths.tolist(), frequencies[found].tolist(), strict=True
        ):
            known[start].append((start + length, frequency))
        return known

    def _lookup(self, hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
        if not len(self._hashes):
            return np.zeros(len(hashes), np.uint32)
        at = np.minimum(self._hashes.searchsorted(hashes), len(self._hashes) - 1)
        found: npt.NDArray[np.uint32] = np.where(
            self._hashes[at] == hashes, self._frequencies[at], 0
        ).astype(np.uint32)
        return found


class LexiconSegmenter(Segmenter):
    """Cuts as the segmenter did that the lexicon was compiled from, without its start: for few
    texts. A test proves that the tokens are equal."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.implementation, self.trie_cutter = "lexicon", None
        self._search, self._whole = lexicon.cut_for_search, lexicon.cut_whole
