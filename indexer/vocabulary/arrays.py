"""Lay the names and phrases of a library out as flat arrays that can be searched unread.

`vocabulary.arrays` (an indexer.codec.container file; format FORMAT), E entries in U units:

    format     uint32 (1,)      FORMAT
    units      uint16 (U,)      the entries' normal forms as UTF-16 units, a 0 before each and last
    changed    uint32 (O,)      units whose phrase gives them another than their usual reading (行)
    changed_to uint16 (O,)      … and that syllable
    doubtful   uint32 (D,)      units of names and phrases with a second likely reading
    doubtful_to uint16 (D,)     … and that syllable
    starts     uint32 (E+1,)    first unit of each entry; entries run from most to least useful
    kinds      uint8  (E,)      index into KINDS
    counts     uint32 (E,)      paragraphs; an estimate for phrases (from the sample)
    display    uint32 (E,)      row of display_*: how to print the entry; 0: as its normal form
    display_bytes, display_ends the printed forms (container.StringTable)
    postings   uint32 (P,)      unit positions by sound class, ascending within a class
    bounds     uint32 (C+1,)    postings[bounds[c]:bounds[c+1]] are those of class c; 0 is unused
    classes    uint16 (S,)      syllable → sound class (near sounds share one)
    characters uint16 (128,)    ASCII letter or digit → sound class
    readings   uint16 (65536,2) unit → commonest and second syllable
    syllables  text             every syllable, one a line; the line is its number
    words      uint64 (W,)      common words of the language of 2–4 units, packed, sorted

An entry is a normal form with a kind, a count and a printed form; it may stand here more than once
under different kinds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.codec.container import Container, container_writer, strings_to_arrays
from indexer.errors import IndexOutdatedError
from indexer.text.bulk_normalizer import normalize_all
from indexer.text.pinyin import read_units, reading_table, sound_key, syllables

FORMAT = 1
FILE_NAME = "vocabulary.arrays"
KINDS = ("initiative", "theme", "source", "title", "phrase", "clause")
_LONG_KINDS = (KINDS.index("title"), KINDS.index("clause"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One name or phrase: its normal form, its kind (of KINDS), paragraphs, how to print it."""

    form: str
    kind: str
    count: int
    text: str


def require_format(folder: Path, arrays: Container) -> None:
    """IndexOutdatedError when `folder`'s vocabulary has another format."""
    found = int(arrays.array("format")[0]) if "format" in arrays else 0
    if found != FORMAT:
        raise IndexOutdatedError(str(folder), f"vocabulary {found}", f"vocabulary {FORMAT}")


def write_vocabulary(folder: Path, entries: Sequence[Entry], known_words: Iterable[str]) -> None:
    """Write FILE_NAME into `folder`; `entries` run from most to least useful."""
    arrays = {**_entry_arrays(entries), **_sound_arrays()}
    units, sounds = arrays["units"], read_units(arrays["units"])
    alternates = _alternates(units, sounds, arrays["starts"], arrays["kinds"])
    changed = np.flatnonzero(sounds != arrays["readings"][units, 0]).astype(np.uint32)
    doubtful = np.flatnonzero(alternates).astype(np.uint32)
    arrays.update(changed=changed, changed_to=sounds[changed])
    arrays.update(doubtful=doubtful, doubtful_to=alternates[doubtful])
    usual = arrays["classes"][arrays["readings"][units, 0]]
    ascii_class = np.where(units < 128, arrays["characters"][np.minimum(units, 127)], 0)
    heard = [usual, arrays["classes"][sounds], arrays["classes"][alternates], ascii_class]
    postings, bounds = _invert(heard, int(arrays["characters"].max()) + 1)
    arrays.update(postings=postings, bounds=bounds)
    arrays["words"] = _pack_words(tuple(known_words))
    with container_writer(folder / FILE_NAME) as writer:
        for name, array in arrays.items():
            writer.add(name, array)


def pack_word(word: str) -> int:
    """A word of 2–4 UTF-16 units as one number; 0 for any other."""
    data = word.encode("utf-16-be", "surrogatepass")
    return int.from_bytes(data, "big") if 4 <= len(data) <= 8 else 0


def _entry_arrays(entries: Sequence[Entry]) -> dict[str, NDArray[Any]]:
    data = "".join(f"\0{entry.form}" for entry in entries) + "\0"
    units = np.frombuffer(data.encode("utf-16-le", "surrogatepass"), np.uint16)
    displays = ["", *sorted({e.text for e in entries if e.text != e.form})]
    row = {text: number for number, text in enumerate(displays)}
    display_bytes, display_ends = strings_to_arrays(displays)
    return {
        "format": np.array([FORMAT], np.uint32),
        "units": units,
        "starts": (np.flatnonzero(units == 0) + 1).astype(np.uint32),
        "kinds": np.array([KINDS.index(e.kind) for e in entries], np.uint8),
        "counts": np.array([min(e.count, 2**32 - 1) for e in entries], np.uint32),
        "display": np.array([0 if e.text == e.form else row[e.text] for e in entries], np.uint32),
        "display_bytes": display_bytes,
        "display_ends": display_ends,
    }


def _sound_arrays() -> dict[str, NDArray[Any]]:
    """The tables that lead from characters and syllables to sound classes, counted from 1."""
    keys = [sound_key(syllable) for syllable in syllables()]
    number = {key: n for n, key in enumerate(sorted(set(keys)))}  # "" sorts first and gets 0
    characters = np.zeros(128, np.uint16)
    letters = [ord(c) for c in "0123456789abcdefghijklmnopqrstuvwxyz"]
    characters[letters] = np.arange(len(number), len(number) + len(letters))
    return {
        "classes": np.array([number[key] for key in keys], np.uint16),
        "characters": characters,
        "readings": reading_table(),
        "syllables": np.frombuffer("\n".join(syllables()).encode(), np.uint8),
    }


def _alternates(
    units: NDArray[np.uint16],
    sounds: NDArray[np.uint16],
    starts: NDArray[np.uint32],
    kinds: NDArray[np.uint8],
) -> NDArray[np.uint16]:
    """Second readings inside names and phrases, where a reader may spell 行 as xing or hang."""
    table = reading_table()
    other = np.where(table[units, 0] == sounds, table[units, 1], table[units, 0])
    is_name = np.repeat(~np.isin(kinds, _LONG_KINDS), np.diff(starts))
    other[0] = 0
    other[1:][~is_name] = 0
    alternates: NDArray[np.uint16] = other.astype(np.uint16)
    return alternates


def _invert(
    heard: Sequence[NDArray[np.uint16]], class_count: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Unit positions by sound class; a unit stands under every class it may be heard as."""
    places = np.arange(len(heard[0]), dtype=np.uint64)
    pairs = [(row[row > 0].astype(np.uint64) << np.uint64(32)) | places[row > 0] for row in heard]
    merged = np.sort(np.concatenate(pairs))
    merged = merged[np.diff(merged, prepend=np.uint64(2**64 - 1)) != 0]  # none is the prepended
    counts = np.bincount((merged >> np.uint64(32)).astype(np.int64), minlength=class_count)
    bounds = np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32)
    return (merged & np.uint64(2**32 - 1)).astype(np.uint32), bounds


@lru_cache(maxsize=1)  # the dictionary's, 50,000 of them: once for all updates of a watch
def _pack_words(words: tuple[str, ...]) -> NDArray[np.uint64]:
    packed = set(map(pack_word, normalize_all(words)))
    return np.array(sorted(packed - {0}), np.uint64)
