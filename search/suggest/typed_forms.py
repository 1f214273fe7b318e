"""Find where typed text, letters read as pinyin or initials among it, fits names and phrases."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from indexer.text.normalizer import normalize
from search.suggest.vocabulary import (
    AnyHan,
    Effort,
    Element,
    Exactly,
    Positions,
    Sounding,
    Vocabulary,
    units_of,
)

Reading = Literal["literal", "syllables", "initials"]
_ORDER: dict[Reading, int] = {"literal": 0, "syllables": 1, "initials": 2}
_TWO_LETTER_INITIALS = ("zh", "ch", "sh")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_MAX_CHARS = 40  # typed characters looked at; names are shorter


@dataclass(frozen=True, slots=True)
class Fit:
    """Runs of `length` units at positions `at` (ascending) fit the typed text in one reading.

    "literal": character by character; "syllables": letters are whole syllables, the last one
    perhaps unfinished; "initials": some letter stands for the beginning of a syllable only.
    `is_finished`: no syllable is unfinished.
    """

    at: Positions
    length: int
    reading: Reading
    is_finished: bool


@dataclass(frozen=True, slots=True)
class _Step:
    """One way to read the beginning of the typed text: as one character of an entry."""

    element: Element
    consumed: int
    reading: Reading
    is_finished: bool = True


@dataclass(slots=True)
class _Walk:
    """What one walk through the readings of a text may do, has found and may cost."""

    forgiving: bool
    with_initials: bool
    only_first: bool
    found: list[Fit]
    effort: Effort


def normalize_typed(text: str) -> str:
    """The normal form of typed text, pinyin as the vocabulary spells it: lǜ → lv, píng → ping."""
    plain: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        base = unicodedata.normalize("NFD", char)
        if base[0].isascii() and base[0].isalpha():
            plain.append("v" if base[0] in "uU" and "\u0308" in base else base[0])
        else:
            plain.append(char)
    return normalize("".join(plain))


def has_letters(text: str) -> bool:
    """Could the text hold pinyin?"""
    return any(char in _LETTERS for char in text)


class Speller:
    """Reads typed text against one vocabulary. Safe to use from several threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._syllables = _Syllables(vocabulary.syllables)

    def beginnings(self, typed: str, effort: Effort) -> list[Fit]:
        """Where an entry begins with `typed` (see normalize_typed), most literal way first."""
        return self._fits(typed, False, (False, True), effort, only_first=True)

    def fits(self, typed: str, effort: Effort) -> list[Fit]:
        """Where an entry holds `typed` anywhere, most literal way first."""
        return self._fits(typed, False, (False, True), effort)

    def spelled_out(self, typed: str, forgiving: bool, effort: Effort) -> list[Fit]:
        """Where an entry holds `typed` anywhere, letters being whole syllables.

        `forgiving` takes near sounds (z/zh, in/ing …) and homophones for one another.
        """
        return self._fits(typed, forgiving, (False,), effort)

    def is_spelling(self, letters: str) -> bool:
        """Do these letters fall into whole syllables?"""
        return self._syllables.cover(letters)

    def _fits(
        self,
        typed: str,
        forgiving: bool,
        rounds: tuple[bool, ...],
        effort: Effort,
        only_first: bool = False,
    ) -> list[Fit]:
        """`rounds`: without and with initials, which are tried where syllables lead nowhere."""
        found: list[Fit] = []
        if not 0 < len(typed) <= _MAX_CHARS:
            return found
        for with_initials in rounds:
            walk = _Walk(forgiving, with_initials, only_first, found, effort)
            self._walk(typed, 0, None, "literal", walk)
            if not has_letters(typed) or any(fit.reading == "syllables" for fit in found):
                break
            if with_initials is not rounds[-1]:
                found.clear()
        return sorted(found, key=lambda fit: _ORDER[fit.reading])

    def _walk(
        self, rest: str, depth: int, at: Positions | None, reading: Reading, walk: _Walk
    ) -> None:
        """Follow every reading of `rest` as long as some entry goes along with it."""
        for step in self._syllables.steps(rest, depth > 0):
            if step.reading == "initials" and not walk.with_initials:
                continue
            element = self._heard(step.element, walk.forgiving)
            now = max(reading, step.reading, key=_ORDER.__getitem__)
            if at is not None:
                places = at[self._vocabulary.fit(at + depth, element)]
            elif walk.only_first:
                places = self._vocabulary.beginnings(element)
            else:
                places = self._vocabulary.places(element)
            if not walk.effort.allows(len(places if at is None else at)):
                return
            if not len(places):
                continue
            if step.consumed == len(rest):
                walk.found.append(Fit(places, depth + 1, now, step.is_finished))
            else:
                self._walk(rest[step.consumed :], depth + 1, places, now, walk)

    def _heard(self, element: Element, forgiving: bool) -> Element:
        if not forgiving or isinstance(element, AnyHan):
            return element
        if isinstance(element, Sounding):
            return Sounding(self._vocabulary.near_syllables(element.syllables))
        readings = self._vocabulary.readings(element.unit)
        return Sounding(self._vocabulary.near_syllables(readings)) if readings else element


class _Syllables:
    """How typed letters can be read as syllables."""

    def __init__(self, syllables: tuple[str, ...]) -> None:
        self._numbers = {s: number for number, s in enumerate(syllables) if s}
        self._starting = lru_cache(1024)(self._find_starting)

    def steps(self, rest: str, is_inside: bool) -> list[_Step]:
        """Every way to read the next character of an entry from `rest` (not empty).

        A last single letter `is_inside` a text (pinganq) is a syllable not yet finished.
        """
        first = units_of(rest[0])
        steps = [_Step(Exactly(first[0]), 1, "literal")] if len(first) == 1 else []
        if rest[0] not in _LETTERS:
            return steps
        for length in range(min(6, len(rest)), 0, -1):
            number = self._numbers.get(rest[:length])
            if number is not None:
                steps.append(_Step(Sounding(frozenset([number])), length, "syllables"))
        if len(rest) <= 5 and (len(rest) >= 2 or is_inside):
            longer = self._starting(rest) - {self._numbers.get(rest, 0)}
            if longer:
                steps.append(_Step(Sounding(longer), len(rest), "syllables", False))
        if len(rest) == 1 and is_inside:
            return steps
        for initial in (rest[:2], rest[0]):
            if initial in _TWO_LETTER_INITIALS or len(initial) == 1:
                found = self._starting(initial)
                if found and not (len(initial) == 2 and len(rest) == 2):
                    steps.append(_Step(Sounding(found), len(initial), "initials"))
        return steps

    def cover(self, letters: str) -> bool:
        """Can the letters be cut into whole syllables?"""
        reached = [True] + [False] * len(letters)
        for end in range(1, len(letters) + 1):
            starts = range(max(0, end - 6), end)
            reached[end] = any(reached[s] and letters[s:end] in self._numbers for s in starts)
        return reached[-1]

    def _find_starting(self, letters: str) -> frozenset[int]:
        return frozenset(n for s, n in self._numbers.items() if s.startswith(letters))
