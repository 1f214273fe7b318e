"""Find where the names and phrases of a generation fit a pattern of characters and sounds.

Everything is looked up in the mapped arrays of indexer.vocabulary.arrays (its docstring is the
format): opening costs nothing, and a pattern costs about the postings of its rarest part.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.codec.container import Container, StringTable
from indexer.text.normalizer import normalize
from indexer.vocabulary.arrays import FILE_NAME, KINDS, pack_word, require_format

Positions: TypeAlias = NDArray[np.int64]
_MAX_LISTED = 8_000  # matches of one pattern that are looked into, best entries first
_MAX_RUNS = 400  # whole entries, and again runs inside entries, read out of them
_STEP = 4_000  # what one look-up costs besides its positions: 20 µs


class Effort:
    """How much looking up one request may still cost, counted in positions looked at.

    A million is about 5–10 ms. When it is spent, nothing more is found: the same input always
    stops at the same place, whatever the clock says.
    """

    def __init__(self, positions: int) -> None:
        self._left = positions

    def allows(self, positions: int) -> bool:
        """Take a look-up over this many positions off the account; False when it is overdrawn."""
        self._left -= positions + _STEP
        return self._left > 0


@dataclass(frozen=True, slots=True)
class Exactly:
    """This UTF-16 unit."""

    unit: int


@dataclass(frozen=True, slots=True)
class Sounding:
    """A character read as one of these syllables (numbers)."""

    syllables: frozenset[int]


@dataclass(frozen=True, slots=True)
class AnyHan:
    """Any character that has a reading."""


Element: TypeAlias = Exactly | Sounding | AnyHan


@dataclass(frozen=True, slots=True)
class CharacterRun:
    """A run of characters inside an entry. `is_whole`: the run is the entry."""

    text: str
    entry: int
    is_whole: bool


class Vocabulary:
    """One generation's names and phrases. Immutable, so safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """IndexDamagedError or IndexOutdatedError when the file cannot be read."""
        arrays = Container(folder / FILE_NAME)
        require_format(folder, arrays)
        self.units: NDArray[np.uint16] = arrays.array("units")
        self.starts: NDArray[np.uint32] = arrays.array("starts")
        self.kinds: NDArray[np.uint8] = arrays.array("kinds")
        self.counts: NDArray[np.uint32] = arrays.array("counts")
        self._display: NDArray[np.uint32] = arrays.array("display")
        self._displays = StringTable(arrays.array("display_bytes"), arrays.array("display_ends"))
        self._doubtful: NDArray[np.uint32] = arrays.array("doubtful")
        self._doubtful_to: NDArray[np.uint16] = arrays.array("doubtful_to")
        self._postings: NDArray[np.uint32] = arrays.array("postings")
        self._bounds: list[int] = arrays.array("bounds").tolist()
        self._sizes = [high - low for low, high in itertools.pairwise(self._bounds)]
        self._classes: list[int] = arrays.array("classes").tolist()
        self._sharing: dict[int, list[int]] = {}
        for syllable, sound_class in enumerate(self._classes):
            self._sharing.setdefault(sound_class, []).append(syllable)
        self._characters: list[int] = arrays.array("characters").tolist()
        self._readings: NDArray[np.uint16] = arrays.array("readings")
        self._words: NDArray[np.uint64] = arrays.array("words")
        # Private memory from here on: about 2 bytes a unit and 12 an entry.
        self._sounds: NDArray[np.uint16] = self._readings[self.units, 0]
        self._sounds[arrays.array("changed")] = arrays.array("changed_to")
        self._uses = np.bincount(self.units, minlength=65536).astype(np.int32)
        self._uses[0] = 0
        self._first = self.starts[:-1].astype(np.int64)
        self._first_units, self._first_sounds = self.units[self._first], self._sounds[self._first]
        self.syllables = tuple(arrays.text("syllables").split("\n"))

    def __len__(self) -> int:
        return len(self.kinds)

    def kind(self, entry: int) -> str:
        """One of indexer.vocabulary.arrays.KINDS."""
        return KINDS[self.kinds[entry]]

    def form(self, entry: int) -> str:
        """The entry's normal form."""
        return self._decode(int(self.starts[entry]), int(self.starts[entry + 1]) - 1)

    def text(self, entry: int) -> str:
        """The entry as it is printed."""
        row = int(self._display[entry])
        return self._displays[row] if row else self.form(entry)

    def is_entry(self, form: str) -> bool:
        """Is this normal form a name, title or phrase of the library?"""
        units = units_of(form)
        if not units:
            return False
        pattern = [Exactly(unit) for unit in units]
        runs = self.runs(self.find(pattern, Effort(len(self.units))), len(units))
        return any(run.is_whole and self.kind(run.entry) != "clause" for run in runs)

    def is_common_word(self, word: str) -> bool:
        """Is this one of the words of the language that the build was given?"""
        packed = pack_word(word)
        at = int(np.searchsorted(self._words, np.uint64(packed)))
        return packed != 0 and at < len(self._words) and int(self._words[at]) == packed

    def readings(self, unit: int) -> tuple[int, ...]:
        """The syllables a unit is usually read as: up to two, none for what is not Han."""
        return tuple(int(s) for s in self._readings[unit] if s)

    def sounds(self, names: Sequence[str]) -> list[tuple[str, ...]]:
        """The syllables of each text, of a name of the library as it is read in its phrase (重庆
        chong qing); a letter or figure is itself, punctuation is left out."""
        entries = np.flatnonzero(self.kinds == KINDS.index("initiative")).tolist()
        named = {self.form(entry): entry for entry in entries}
        forms = map(normalize, names)
        return [tuple(self._spelled(form, named.get(form))) for form in forms]

    def _spelled(self, form: str, entry: int | None) -> Iterator[str]:
        units = units_of(form)
        start = 0 if entry is None else int(self.starts[entry])
        heard = self._readings[units, 0] if entry is None else self._sounds[start:][: len(units)]
        for unit, syllable in zip(units, heard.tolist(), strict=True):
            if chr(unit).isalnum():
                yield self.syllables[syllable] or chr(unit)

    def uses(self, unit: int) -> int:
        """How often names and phrases hold the unit."""
        return int(self._uses[unit])

    def homophones(self, unit: int, is_usual: bool = True) -> list[str]:
        """Other characters of the library usually, or else ever, read like this one, those it uses
        most first."""
        wanted = np.zeros(len(self.syllables), np.bool_)
        wanted[list(self.readings(unit))] = True
        wanted[0] = False  # of no reading
        read = wanted[self._readings[:, 0] if is_usual else self._readings]
        alike = np.flatnonzero((read if is_usual else read.any(axis=1)) & (self._uses > 0))
        alike = alike[alike != unit]
        return [chr(code) for code in alike[np.argsort(-self._uses[alike], kind="stable")]]

    def near_syllables(self, syllables: Iterable[int]) -> frozenset[int]:
        """These syllables and all that share a sound class with one of them."""
        classes = {self._classes[syllable] for syllable in syllables} - {0}
        return frozenset(n for c in classes for n in self._sharing[c])

    def fit(self, at: Positions, element: Element) -> NDArray[np.bool_]:
        """Which of these positions hold the element. `at` ascends, inside `units`."""
        if isinstance(element, Exactly):
            return np.asarray(self.units[at] == element.unit)
        if isinstance(element, AnyHan):
            return np.asarray(self._sounds[at] > 0)
        wanted = self._wanted(element)
        fits: NDArray[np.bool_] = wanted[self._sounds[at]]
        doubtful = self._doubtful[wanted[self._doubtful_to]]
        if len(doubtful) and len(at):
            rows = np.minimum(np.searchsorted(at, doubtful.astype(np.int64)), len(at) - 1)
            fits[rows[at[rows] == doubtful]] = True
        return fits

    def places(self, element: Element) -> Positions:
        """Every position that holds the element, ascending (so the most useful entries first)."""
        if isinstance(element, AnyHan):
            return np.flatnonzero(self._sounds)
        if isinstance(element, Sounding) and self.cost(element) > len(self.units) // 30:
            return self._scan(element)
        heard = self._heard_as(element)
        if isinstance(element, Exactly) and not heard:
            return np.flatnonzero(self.units == element.unit)
        near = [self._postings[self._bounds[c] : self._bounds[c + 1]] for c in heard]
        if not near:
            return np.zeros(0, np.int64)
        at = (near[0] if len(near) == 1 else np.unique(np.concatenate(near))).astype(np.int64)
        return np.asarray(at[self.fit(at, element)])

    def beginnings(self, element: Element) -> Positions:
        """The first positions of the entries that begin with the element, ascending."""
        if isinstance(element, Exactly):
            return np.asarray(self._first[self._first_units == element.unit])
        if isinstance(element, AnyHan):
            return np.asarray(self._first[self._first_sounds > 0])
        wanted = self._wanted(element)
        fits = wanted[self._first_sounds]
        doubtful = self._doubtful[wanted[self._doubtful_to]]
        doubtful = doubtful[self.units[doubtful.astype(np.int64) - 1] == 0]
        fits[self.entries_at(doubtful)] = True
        return np.asarray(self._first[fits])

    def cost(self, element: Element) -> int:
        """About how many positions `places` looks through."""
        if isinstance(element, AnyHan):
            return len(self.units)
        heard = self._heard_as(element)
        size = sum(self._sizes[c] for c in heard)
        return size if heard or isinstance(element, Sounding) else len(self.units)

    def find(self, pattern: Sequence[Element], effort: Effort) -> Positions:
        """The positions at which runs that fit the whole pattern begin, ascending."""
        costs = [self.cost(element) for element in pattern]
        seed, *others = sorted(range(len(pattern)), key=costs.__getitem__)
        if not effort.allows(costs[seed]):
            return np.zeros(0, np.int64)
        at = self.places(pattern[seed]) - seed
        at = at[(at > 0) & (at + len(pattern) < len(self.units))]
        for offset in others:
            if not len(at) or not effort.allows(len(at)):
                return np.zeros(0, np.int64)
            at = at[self.fit(at + offset, pattern[offset])]
        return at

    def runs(self, at: Positions, length: int) -> list[CharacterRun]:
        """The distinct runs of `length` units at these positions: whole entries first."""
        at = at[:_MAX_LISTED]
        entries = self.entries_at(at)
        whole = (self.starts[entries] == at) & (self.starts[entries + 1] - 1 == at + length)
        found: dict[str, CharacterRun] = {}
        for is_whole in (True, False):
            listed = np.flatnonzero(whole == is_whole)[:_MAX_RUNS]
            rows = np.ascontiguousarray(self.units[at[listed][:, None] + np.arange(length)])
            for row, entry in zip(rows, entries[listed].tolist(), strict=True):
                text = row.tobytes().decode("utf-16-le", "replace")
                found.setdefault(text, CharacterRun(text, entry, is_whole))
        return list(found.values())

    def entries_at(self, at: Positions | NDArray[np.uint32]) -> Positions:
        """The entry to which each position belongs."""
        return np.searchsorted(self.starts, at.astype(np.uint32), side="right") - 1

    def _wanted(self, element: Sounding) -> NDArray[np.bool_]:
        wanted = np.zeros(len(self.syllables), np.bool_)
        wanted[list(element.syllables)] = True
        return wanted

    def _scan(self, element: Sounding) -> Positions:
        """Places of sounds so frequent that looking at every unit is faster than merging."""
        wanted = self._wanted(element)
        fits = wanted[self._sounds]
        fits[self._doubtful[wanted[self._doubtful_to]]] = True
        return np.flatnonzero(fits)

    def _heard_as(self, element: Exactly | Sounding) -> list[int]:
        """The sound classes under which positions of this element are kept."""
        if isinstance(element, Sounding):
            classes = sorted({self._classes[syllable] for syllable in element.syllables})
        elif element.unit < 128:
            classes = [self._characters[element.unit]]
        else:
            classes = [self._classes[int(self._readings[element.unit, 0])]]
        return [c for c in classes if c]

    def _decode(self, start: int, end: int) -> str:
        return self.units[start:end].tobytes().decode("utf-16-le", "surrogatepass")


def units_of(text: str) -> list[int]:
    """The UTF-16 units of a text."""
    return [int(u) for u in np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)]
