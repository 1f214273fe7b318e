"""Give each character of a text its pinyin syllables, as numbers that arrays can hold.

Only builds read pypinyin here (its import costs a third of a second); serving reads the tables
that a build has written into the generation. A syllable is written without tone, ü as v ("lv").
Syllable 0 means "none".
"""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Units: TypeAlias = NDArray[np.uint16]

_VOWELS = frozenset("aeiouv")
_MAX_PHRASE = 4  # four UTF-16 units fill one 64-bit number; longer phrases add next to nothing


def sound_key(syllable: str) -> str:
    """What a syllable becomes for somebody who does not keep near sounds apart.

    zh ch sh = z c s, n- = l-, -ang -eng -ing = -an -en -in (the usual 模糊音 of input methods).
    """
    if syllable[:2] in ("zh", "ch", "sh"):
        syllable = syllable[0] + syllable[2:]
    elif syllable[:1] == "n":
        syllable = "l" + syllable[1:]
    return syllable[:-1] if syllable.endswith(("ang", "eng", "ing")) else syllable


@cache
def syllables() -> tuple[str, ...]:
    """Every syllable, in alphabetical order; the position is its number, "" is number 0."""
    found = {s for readings in _readings().values() for s in readings}
    return ("", *sorted(found))


@cache
def reading_table() -> NDArray[np.uint16]:
    """Array (65536, 2): UTF-16 unit → its commonest and its second reading, 0 where none."""
    numbers = {syllable: number for number, syllable in enumerate(syllables())}
    table = np.zeros((65536, 2), dtype=np.uint16)
    for code, readings in _readings().items():
        table[code, : min(2, len(readings))] = [numbers[s] for s in readings[:2]]
    return table


def read_units(units: Units) -> NDArray[np.uint16]:
    """The syllable of every UTF-16 unit as it is read in its phrase (银行 yin hang), same shape.

    Characters outside pypinyin's phrases get their commonest reading.
    """
    sounds: NDArray[np.uint16] = reading_table()[units, 0]
    for length, (packed, readings) in _phrases().items():
        if len(units) < length:
            continue
        windows = _pack(units, length)
        at = np.minimum(np.searchsorted(packed, windows), len(packed) - 1)
        hits = np.flatnonzero(packed[at] == windows)
        for offset in range(length):
            sounds[hits + offset] = readings[at[hits], offset]
    return sounds


@cache
def _readings() -> dict[int, tuple[str, ...]]:
    """Code point (basic plane only) → its readings without tone, the commonest first."""
    from pypinyin.pinyin_dict import pinyin_dict

    found: dict[int, tuple[str, ...]] = {}
    for code, written in pinyin_dict.items():
        if code < 65536 and (readings := _readings_in(written)):
            found[code] = readings
    return found


@cache  # most characters share theirs with others
def _readings_in(written: str) -> tuple[str, ...]:
    plain = dict.fromkeys(_without_tone(syllable) for syllable in written.split(","))
    return tuple(s for s in plain if s.isascii() and _VOWELS & set(s))


@cache
def _without_tone(written: str) -> str:
    from pypinyin.contrib.tone_convert import to_normal

    return str(to_normal(written, v_to_u=False))


@cache
def _phrases() -> dict[int, tuple[NDArray[np.uint64], NDArray[np.uint16]]]:
    """Length → packed phrases (sorted) and their syllables, where a character has several.

    Shorter lengths come first, so that the longest phrase has the last word; phrases read in the
    common way (市长) are among them, to keep their neighbours (长调) away.
    """
    from pypinyin.phrases_dict import phrases_dict

    found: dict[int, tuple[NDArray[np.uint64], NDArray[np.uint16]]] = {}
    numbers = {syllable: number for number, syllable in enumerate(syllables())}
    for length in range(2, _MAX_PHRASE + 1):
        phrases = [p for p in phrases_dict if len(p) == length == len(phrases_dict[p])]
        phrases = [p for p in phrases if max(p) <= "\uffff"]
        units = np.frombuffer("".join(phrases).encode("utf-16-le"), np.uint16).reshape(-1, length)
        spelled = [numbers.get(_without_tone(s[0]), 0) for p in phrases for s in phrases_dict[p]]
        readings = np.array(spelled, np.uint16).reshape(-1, length)
        kept = readings.all(axis=1) & reading_table()[units, 1].any(axis=1)
        packed = _pack(units[kept].reshape(-1), length)[::length]
        order = np.argsort(packed)
        found[length] = (packed[order], readings[kept][order])
    return found


def _pack(units: Units, length: int) -> NDArray[np.uint64]:
    """Every window of `length` units as one number."""
    count = len(units) - length + 1
    packed = np.zeros(count, dtype=np.uint64)
    for offset in range(length):
        packed = (packed << np.uint64(16)) | units[offset : offset + count].astype(np.uint64)
    return packed
