"""Normalise many texts at once, with arrays: ten times as fast as one by one, and the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from indexer.text.normalizer import character_table, normalize, normalize_with_offsets

_LAST = 0xFFFF  # stands for every code point from here on
_DROPPED, _LONG = -1, -2


def normalize_all(texts: Sequence[str]) -> list[str]:
    """`[normalize(text) for text in texts]`; some thousand at once are best."""
    joined = _Joined(texts)
    results = joined.forms()
    for number in joined.with_long_forms():
        results[number] = normalize(texts[number])
    return results


def normalize_all_with_offsets(texts: Sequence[str]) -> list[tuple[str, list[int]]]:
    """`[normalize_with_offsets(text) for text in texts]`, for the texts of a page, say."""
    joined = _Joined(texts)
    results = list(zip(joined.forms(), joined.offsets(), strict=True))
    for number in joined.with_long_forms():
        results[number] = normalize_with_offsets(texts[number])
    return results


class _Joined:
    """The characters of all texts in one array, and what each becomes."""

    def __init__(self, texts: Sequence[str]) -> None:
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4")
        self._forms = form_table().take(codes, mode="clip")
        self._kept = self._forms >= 0
        self._sizes = [len(text) for text in texts]
        self._ends = np.cumsum(self._sizes, dtype=np.intp)
        kept_before = np.zeros(len(codes) + 1, np.int64)
        np.cumsum(self._kept, out=kept_before[1:])
        self._bounds = [0, *kept_before[self._ends].tolist()]

    def forms(self) -> list[str]:
        """The form of each text, without the characters whose form is longer than one."""
        kept = self._forms[self._kept].astype("<u4").tobytes()
        out = kept.decode("utf-32-le", "surrogatepass")
        return [out[start:end] for start, end in pairwise(self._bounds)]

    def offsets(self) -> list[list[int]]:
        """For each character of each form its place in the text, and at last the text's length."""
        places = np.flatnonzero(self._kept)
        lengths = np.array([end - start for start, end in pairwise(self._bounds)], np.intp)
        places -= np.repeat(self._ends - np.array(self._sizes, np.intp), lengths)
        offsets = places.tolist()
        return [
            [*offsets[start:end], size]
            for (start, end), size in zip(pairwise(self._bounds), self._sizes, strict=True)
        ]

    def with_long_forms(self) -> list[int]:
        """Texts that hold a character whose form is longer than one."""
        places = np.flatnonzero(self._forms == _LONG)
        if not len(places):
            return []
        numbers: list[int] = np.unique(np.searchsorted(self._ends, places, "right")).tolist()
        return numbers


@cache
def form_table() -> npt.NDArray[np.int32]:
    """Code point → its one-character form, -1 for none, or -2 where the form is longer; the last
    entry, -2, stands for all code points from there on."""
    forms = np.arange(_LAST + 1, dtype=np.int32)
    for code, form in character_table().items():
        if code <= _LAST:
            forms[code] = ord(form) if len(form) == 1 else _LONG if form else _DROPPED
    forms[_LAST] = _LONG
    return forms
