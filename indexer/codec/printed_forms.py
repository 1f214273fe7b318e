"""Keep of a text only what its normal form does not tell: characters printed otherwise.

The normal form is stored anyway, to be searched. Most characters of a printed text follow from it:
a form's `，`-like comma was printed full-width in Chinese, a letter as it is. Only the others are
kept: `chars` as printed, and `steps`, for each the regular characters since the one before, as a
string of code points (moved past the surrogates), so that both are short UTF-8 strings.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from indexer.codec.container import Container, StringTable
from indexer.codec.doc_values import Column, Values
from indexer.codec.ngram_index import TextIndex
from indexer.model.schema import Kind
from indexer.text.normalizer import character_table, normalize

# What a character of a normal form was most likely printed as, in Chinese text.
_USUAL = tuple(zip(",;:()?!", "，；：（）？！", strict=True))
_SURROGATES_FROM, _SURROGATES = 0xD800, 0x800

Edits = tuple[str, str]  # (chars, steps)


def edits_of(texts: Sequence[str]) -> list[Edits]:
    """What each text's normal form does not tell; `restore` puts it back."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), "<u4")
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    places = np.flatnonzero(_unusual()[codes])
    borders = np.searchsorted(places, ends)
    starts = np.concatenate([np.zeros(1, np.int64), ends])
    before = np.empty(len(places), np.int64)
    before[1:] = places[:-1]
    firsts = np.concatenate([np.zeros(1, np.int64), borders[:-1]])
    own = np.flatnonzero(borders > firsts)
    before[firsts[own]] = starts[own] - 1
    chars = _to_text(codes[places])
    codes_of_steps = places - before - 1
    codes_of_steps[codes_of_steps >= _SURROGATES_FROM] += _SURROGATES
    steps = _to_text(codes_of_steps)
    bounds = [0, *borders.tolist()]
    return [(chars[a:b], steps[a:b]) for a, b in pairwise(bounds)]


def restore(form: str, edits: Edits) -> str:
    """The printed text of a normal form."""
    usual = form
    for plain, printed in _USUAL:  # a look for each of the few is faster than a table
        if plain in usual:
            usual = usual.replace(plain, printed)
    chars, steps = edits
    if not chars:
        return usual
    table = character_table()
    pieces: list[str] = []
    at = 0
    for char, step in zip(chars, steps, strict=True):
        code = ord(step)
        end = at + (code if code < _SURROGATES_FROM else code - _SURROGATES)
        pieces += (usual[at:end], char)
        at = end + len(table.get(ord(char), char))
    return "".join(pieces) + usual[at:]


class PrintedTable:
    """Texts by number, put together from a text index and their edits."""

    def __init__(self, text: TextIndex, edits: StringTable) -> None:
        self._text, self._edits = text, edits

    def __len__(self) -> int:
        return len(self._edits)

    def __getitem__(self, number: int) -> str:
        both = self._edits[number]
        half = len(both) // 2
        return restore(self._text.form(number), (both[:half], both[half:]))

    def all(self) -> list[str]:
        return [self[number] for number in range(len(self))]

    def index_of(self, string: str) -> int:
        """The number of a text, or -1."""
        return next((n for n in range(len(self)) if self[n] == string), -1)


def open_column(
    container: Container, name: str, text: TextIndex | None, kind: Kind = "keyword"
) -> Column:
    """A column of a segment; `text` indexes its values, where they are texts of their own."""
    strings = container.strings
    values: Values = strings(name) if text is None else PrintedTable(text, strings(f"{name}.edits"))
    return Column(container.array(f"{name}.ordinals"), values, kind)


@cache
def _unusual() -> npt.NDArray[np.bool_]:
    """For every code point whether it is to be kept: it is not what its normal form suggests."""
    unusual = np.zeros(0x110000, bool)
    unusual[list(character_table())] = True
    for plain, printed in _USUAL:
        unusual[ord(plain)] = True
        unusual[ord(printed)] = normalize(printed) != plain
    return unusual


def _to_text(codes: npt.NDArray[np.integer]) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
