"""Hold many words as a trie in flat arrays, for the compiled walks over texts (`_trie.c`).

Optional like `indexer.codec.kernels`: where it was not built, or under QIANSHAO_PURE=1, `compiled`
is None and callers go their slower way to the same result.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexer.compiled import load_compiled

_VERSION = 1  # of the functions' arguments; one built from another version is left aside
_LEAST_SLOTS = 16

Ints = npt.NDArray[np.int32]
Units = npt.NDArray[np.uint16]


compiled = load_compiled("indexer.text._trie", _VERSION)


class Trie:
    """Words by number, all of which are found from any place of a text in one walk.

    `keys` and `values` are its slots, see `_trie.c`. Only where `compiled` is.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words: list[str] = []
        self._clear(max(_LEAST_SLOTS, 1 << sum(map(len, words)).bit_length()))
        self.extend(words)

    def extend(self, words: Sequence[str]) -> None:
        """Add words, none empty or here already; they get the next numbers."""
        first = len(self.words)
        self.words.extend(words)
        while not self._grow(words, first):
            self._clear(2 * len(self.keys))
            words, first = self.words, 0

    def find(self, text: str) -> tuple[Ints, Ints]:
        """Starts (code points) and word numbers of every occurrence.

        They come by start, the longest first at each.
        """
        assert compiled is not None
        units = to_units(text)
        both = np.frombuffer(compiled.find(self.keys, self.values, units), np.int32)
        starts = both[::2]
        if len(units) != len(text):
            is_high, is_low = (units & 0xFC00) == 0xD800, (units & 0xFC00) == 0xDC00
            seconds = np.flatnonzero(is_high[:-1] & is_low[1:]) + 1
            starts = starts - np.searchsorted(seconds, starts).astype(np.int32)
        return starts, both[1::2]

    def number(self, word: str) -> int:
        """The number of a word, or -1."""
        slot = self._slot(word)
        return int(self.values[slot]) if slot >= 0 else -1

    def has_prefix(self, part: str) -> bool:
        """Whether some word begins so."""
        return self._slot(part) >= 0

    def _slot(self, part: str) -> int:
        assert compiled is not None
        return int(compiled.seek(self.keys, self.values, to_units(part)))

    def _clear(self, slots: int) -> None:
        self._full = 0
        self.keys = np.zeros(slots, np.uint64)
        self.values = np.full(slots, -1, np.int32)

    def _grow(self, words: Sequence[str], first: int) -> bool:
        assert compiled is not None
        units = to_units("".join(words))
        lengths = np.fromiter(map(len, words), np.int64, len(words))
        if len(units) != int(lengths.sum()):
            lengths = np.array([len(to_units(word)) for word in words], np.int64)
        ends = np.cumsum(lengths)
        made = compiled.grow(self.keys, self.values, units, ends, first, self._full)
        self._full += max(0, made)
        return bool(made >= 0)


def to_units(text: str) -> Units:
    """The UTF-16 units of a text: one a character, two beyond the basic plane."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
