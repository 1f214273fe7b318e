"""Compile the segmenter's dictionary into flat arrays, and cut queries by it without jieba.

A generation carries its own lexicon, so serving starts at once and cuts queries as the paragraphs
were cut, whatever has become of the dictionary since. The arrays hold 64-bit hashes of the words,
sorted, and their frequencies; cutting is jieba's maximum-probability path (HMM off) over them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.analyzer import Segmenter, is_word
from indexer.codec.container import Container, ContainerWriter

LEXICON_NAME = "lexicon.arrays"
_HAN_OR_LATIN = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+)")
_LATIN = re.compile(r"[a-zA-Z0-9]")
_FNV_OFFSET, _FNV_PRIME, _MASK = 0xCBF29CE484222325, 0x100000001B3, (1 << 64) - 1


def word_hash(word: str) -> int:
    """64-bit FNV-1a over code points."""
    value = _FNV_OFFSET
    for char in word:
        value = ((value ^ ord(char)) * _FNV_PRIME) & _MASK
    return value


def write_lexicon(path: Path, frequencies: Mapping[str, int], total: int | None = None) -> None:
    """Write words and frequencies (all > 0) for `Lexicon`; `total` is what jieba takes for their
    sum, where that is not exactly so."""
    words = list(frequencies)
    hashes = _hash_all(words)
    order = np.argsort(hashes)
    container = ContainerWriter(path)
    container.add("hashes", hashes[order])
    container.add("frequencies", np.array(list(frequencies.values()), np.uint32)[order])
    longest = max(map(len, words), default=1)
    total = sum(frequencies.values()) if total is None else total
    container.add("numbers", np.array([total, longest], np.uint64))
    container.close()


def _hash_all(words: list[str]) -> npt.NDArray[np.uint64]:
    """`word_hash` of every word, a character column at a time."""
    lengths = np.array([len(w) for w in words], np.int64)
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), "<u4")
    starts = np.cumsum(lengths) - lengths
    hashes = np.full(len(words), _FNV_OFFSET, np.uint64)
    for column in range(int(lengths.max(initial=0))):
        rows = np.flatnonzero(lengths > column)
        char = codes[starts[rows] + column].astype(np.uint64)
        hashes[rows] = (hashes[rows] ^ char) * np.uint64(_FNV_PRIME)
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
        words: list[str] = []
        for block in _HAN_OR_LATIN.split(form):
            if _HAN_OR_LATIN.match(block):
                words.extend(self._cut_block(block))
            else:
                words.extend(block)
        return words

    def cut_for_search(self, form: str) -> list[str]:
        """As `cut`, and before each longer word the words of two or three characters in it."""
        tokens: list[str] = []
        for word in self.cut(form):
            for size in (2, 3):
                if len(word) > size:
                    parts = [word[i : i + size] for i in range(len(word) - size + 1)]
                    tokens.extend(p for p in parts if self.frequency(p))
            tokens.append(word)
        return tokens

    def _cut_block(self, block: str) -> list[str]:
        ends = self._best_path(block)
        words: list[str] = []
        letters = ""
        at = 0
        while at < len(block):
            word = block[at : ends[at]]
            at = ends[at]
            if len(word) == 1 and _LATIN.match(word):
                letters += word
                continue
            if letters:
                words.append(letters)
                letters = ""
            words.append(word)
        return [*words, letters] if letters else words

    def _best_path(self, block: str) -> list[int]:
        """For every start, the end of the word on the most probable path (ties: the longer)."""
        size = len(block)
        spans = [
            (start, end)
            for start in range(size)
            for end in range(start + 1, min(size, start + self._longest) + 1)
        ]
        frequencies = self._lookup(self._span_hashes(block)).tolist()
        by_start: list[list[tuple[int, int]]] = [[] for _ in range(size)]
        for (start, end), frequency in zip(spans, frequencies, strict=True):
            if frequency:
                by_start[start].append((end, frequency))
        best = [0.0] * (size + 1)
        ends = [0] * size
        for start in range(size - 1, -1, -1):
            words = by_start[start] or [(start + 1, 1)]
            best[start], ends[start] = max(
                (math.log(frequency) - self._log_total + best[end], end) for end, frequency in words
            )
        return ends

    def _span_hashes(self, block: str) -> npt.NDArray[np.uint64]:
        hashes: list[int] = []
        codes = [ord(char) for char in block]
        for start in range(len(block)):
            value = _FNV_OFFSET
            for code in codes[start : start + self._longest]:
                value = ((value ^ code) * _FNV_PRIME) & _MASK
                hashes.append(value)
        return np.array(hashes, np.uint64)

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
