"""Propose a unit of the library for one that it has nowhere: 檀溪县公安局 for 檀西县公安局.

The name of another unit is no proof of a slip: 苏州市 is not 徐州市. So it is proposed, never
searched instead, and the one character that differs must sound or look like the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from search.figures.unit_names import UnitNames
from search.suggest.confusables import look_alike

UNIT = "unit"  # the reason of such a suggestion
_MOST = 3
_PLACE = re.compile("^[一-龥]{2,6}?[省市县区州盟旗]")
_LEVELS = frozenset("市县区州盟旗")

Sounds = Callable[[Sequence[str]], Sequence[tuple[str, ...]]]


def units_alike(
    name: str, units: UnitNames, sounds: Sounds, cut: Callable[[str], Sequence[str]]
) -> tuple[str, ...]:
    """Names of sources that are one character away from a name (in normal form), a few.

    `sounds` gives the syllables of texts, `cut` dictionary words: a place that these know (苏州市)
    is taken for another only where both sound the same.
    """
    place = _PLACE.match(name)
    is_known = place is not None and list(cut(place[0])) == [place[0]]
    found = dict.fromkeys(_one_away(name, units, sounds, is_known))
    return tuple(found) if len(found) <= _MOST else ()


def _one_away(name: str, units: UnitNames, sounds: Sounds, is_known: bool) -> Iterator[str]:
    for held in units.names_of_length(len(name)):
        differing = [at for at, (a, b) in enumerate(zip(name, held, strict=True)) if a != b]
        if len(differing) == 1 and len(name) > 2:
            one, other = name[differing[0]], held[differing[0]]
            (heard,), (meant,) = (told or ("",) for told in sounds([one, other]))
            is_same = heard == meant and heard != ""
            if is_same or (not is_known and _is_like(one, other, heard, meant)):
                yield held


def _is_like(one: str, other: str, heard: str, meant: str) -> bool:
    """Whether two characters look alike, sound nearly alike (luo, lu; lin, ling; zhi, zi), or are
    both levels of a place."""
    if look_alike(one, other) or {one, other} <= _LEVELS:
        return True
    short, long = sorted((heard, meant), key=len)
    is_near = len(long) - len(short) == 1 and short[:1] == long[:1]
    return is_near and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
