"""Find all of many written forms in a normalised text, in one pass over its character pairs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

_GROUPS = 64  # bits of the pair filter
_CODES = 1 << 16


class Occurrence(NamedTuple):
    """`form` stands in the text from `start` (code points)."""

    start: int
    form: str


class FormMatcher:
    """Looks for the given normalised forms (two characters or more; shorter ones are left out).

    A form that begins or ends with a digit or ASCII letter must not run on: 135分钟 is not in
    2135分钟, nor 1+n in 3+1+n.
    """

    def __init__(self, forms: Iterable[str]) -> None:
        by_pair: dict[str, set[str]] = {}
        for form in forms:
            if len(form) >= 2:
                by_pair.setdefault(form[:2], set()).add(form)
        self._by_pair = {
            pair: tuple(sorted(found, key=lambda form: (-len(form), form)))
            for pair, found in by_pair.items()
        }
        self._loose = {f for found in by_pair.values() for f in found if _can_run_on(f)}
        self._first = np.zeros(_CODES, dtype=np.uint64)
        self._second = np.zeros(_CODES, dtype=np.uint64)
        for pair in by_pair:
            first, second = (ord(char) % _CODES for char in pair)
            bit = np.uint64(1 << (first * 31 + second) % _GROUPS)
            self._first[first] |= bit
            self._second[second] |= bit

    def find(self, text: str) -> list[Occurrence]:
        """Every occurrence in a normalised text, by start, the longest first at each start."""
        found: list[Occurrence] = []
        if len(text) < 2 or not self._by_pair:
            return found
        # Two bytes of four: code points beyond the BMP fold onto it, which only costs a look-up.
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u2")[::2]
        shared = self._first.take(codes[:-1]) & self._second.take(codes[1:])
        for start in shared.nonzero()[0].tolist():
            for form in self._by_pair.get(text[start : start + 2], ()):
                if text.startswith(form, start) and (
                    form not in self._loose or _stands_alone(text, start, form)
                ):
                    found.append(Occurrence(start, form))
        return found


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
