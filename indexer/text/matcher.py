"""Find all of many written forms in a normalised text, in one pass over its character pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.text import trie
from indexer.text.trie import Trie

_GROUPS = 64  # bits of the pair filter
_CODES = 1 << 16
_FEW = 100  # candidates that are looked up faster than sifted
_BETWEEN = "\n"  # never part of a normalised text or form


Occurrence: TypeAlias = tuple[int, str]  # (start, form): where in the text, code points


class FormMatcher:
    """Looks for the given normalised forms; empty ones are left out.

    A form that begins or ends with a digit or ASCII letter must not run on: 135分钟 is not in
    2135分钟, nor 1+n in 3+1+n.
    """

    def __init__(self, forms: Iterable[str]) -> None:
        by_pair: dict[str, set[str]] = {}
        single: set[str] = set()
        for form in forms:
            if len(form) == 1:
                single.add(form)
            elif form:
                by_pair.setdefault(form[:2], set()).add(form)
        self._by_pair = {
            pair: tuple(sorted(found, key=lambda form: (-len(form), form)))
            for pair, found in by_pair.items()
        }
        self._loose = {f for found in by_pair.values() for f in found if _can_run_on(f)}
        self._loose.update(form for form in single if _can_run_on(form))
        self._single = frozenset(single)
        self._first = np.zeros(_CODES, dtype=np.uint64)
        self._second = np.zeros(_CODES, dtype=np.uint64)
        folded = {(ord(pair[0]) % _CODES, ord(pair[1]) % _CODES) for pair in by_pair}
        for first, second in folded:
            bit = np.uint64(1 << (first * 31 + second) % _GROUPS)
            self._first[first] |= bit
            self._second[second] |= bit
        self._pairs = np.array(
            sorted(first * _CODES + second for first, second in folded), dtype=np.uint32
        )

        self._trie = None
        if trie.compiled is not None:
            self._trie = Trie([*single, *(form for found in by_pair.values() for form in found)])

    def find(self, text: str) -> list[Occurrence]:
        """Every occurrence in a normalised text, by start, the longest first at each start."""
        loose = self._loose
        return [
            (start, form)
            for start, form in self._everywhere(text)
            if form not in loose or _stands_alone(text, start, form)
        ]

    def find_all(self, texts: Sequence[str]) -> list[list[Occurrence]]:
        """`find` of each text; many at once cost a fraction of one at a time."""
        results: list[list[Occurrence]] = [[] for _ in texts]
        ends = np.cumsum([len(text) + len(_BETWEEN) for text in texts])
        found = self.find(_BETWEEN.join(texts))
        numbers = np.searchsorted(ends, [start for start, _ in found], side="right").tolist()
        begins = [0, *ends.tolist()]
        for (start, form), number in zip(found, numbers, strict=True):
            results[number].append((start - begins[number], form))
        return results

    def _everywhere(self, text: str) -> Iterable[Occurrence]:
        """As `find`, whether an occurrence runs on or not."""
        if self._trie is not None:
            starts, numbers = self._trie.find(text)
            forms = map(self._trie.words.__getitem__, numbers.tolist())
            return zip(starts.tolist(), forms, strict=True)
        found = [
            (start, form)
            for start in self._candidates(text).tolist()
            for form in self._by_pair.get(text[start : start + 2], ())
            if len(form) == 2 or text.startswith(form, start)
        ]
        if self._single:
            found += [(start, char) for start, char in enumerate(text) if char in self._single]
            found.sort(key=lambda occurrence: (occurrence[0], -len(occurrence[1])))
        return found

    def _candidates(self, text: str) -> npt.NDArray[np.intp]:
        """The positions of all pairs that begin a form, and of some that do not."""
        if len(text) < 2 or not self._by_pair:
            return np.zeros(0, dtype=np.intp)
        # Two bytes of four: code points beyond the BMP fold onto it, which only costs a look-up.
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u2")[::2]
        shared = self._first.take(codes[:-1]) & self._second.take(codes[1:])
        positions: npt.NDArray[np.intp] = shared.nonzero()[0]
        if positions.size < _FEW:
            return positions
        pairs = codes[positions].astype(np.uint32) * _CODES + codes[positions + 1]
        nearest = np.searchsorted(self._pairs, pairs).clip(max=len(self._pairs) - 1)
        certain: npt.NDArray[np.intp] = positions[self._pairs[nearest] == pairs]
        return certain


def _can_run_on(form: str) -> bool:
    return "+" in form or any(char.isascii() and char.isalnum() for char in (form[0], form[-1]))


def _stands_alone(text: str, start: int, form: str) -> bool:
    """The characters around an occurrence do not make a longer number, word or slogan of it."""
    before, after = text[max(start - 2, 0) : start], text[start + len(form) :][:2]
    if "+" in form and (before[-1:] == "+" or after[:1] == "+"):
        return False
    return not (_continues(form[0], before[::-1]) or _continues(form[-1], after))


def _continues(edge: str, beyond: str) -> bool:
    """Whether `beyond` (nearest character first) goes on with the number or word at `edge`."""
    if not edge.isascii() or not beyond:
        return False
    if edge.isdigit():
        return beyond[0].isdigit() or (beyond[0] == "." and beyond[1:].isdigit())
    return edge.isalpha() and beyond[0].isascii() and beyond[0].isalpha()
