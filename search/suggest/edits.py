"""Write a run of characters in the ways it may have been meant, undoing one slip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from search.suggest.confusables import look_alikes
from search.suggest.vocabulary import Vocabulary, units_of

_MAX_EACH = 24  # homophones tried for one character: beyond that they are hardly ever used


def substitutes(
    vocabulary: Vocabulary, form: str, places: Iterable[int]
) -> Iterator[tuple[str, str]]:
    """Other forms with their reason ("order", "typo", "shape", "extra"), likelier kinds first.

    `places` are the characters (0-based) that may be wrong. Homophones come by how often the
    library's names and phrases use them. Figures and letters are never replaced.
    """
    places = list(places)
    for place in places:
        for first in (place - 1, place):
            if 0 <= first < len(form) - 1 and form[first] != form[first + 1]:
                swapped = form[first + 1] + form[first]
                yield form[:first] + swapped + form[first + 2 :], "order"
    for place in places:
        for char in _homophones(vocabulary, form[place]):
            yield form[:place] + char + form[place + 1 :], "typo"
    for place in places:
        for char in look_alikes(form[place]):
            yield form[:place] + char + form[place + 1 :], "shape"
    for place in places:
        is_inside = 0 < place < len(form) - 1 and not form[place].isdigit()
        if is_inside and (len(form) >= 6 or form[place] == form[place - 1]):
            yield form[:place] + form[place + 1 :], "extra"


def _homophones(vocabulary: Vocabulary, char: str) -> list[str]:
    units = units_of(char)
    if len(units) != 1:
        return []
    return vocabulary.homophones(units[0])[:_MAX_EACH]
