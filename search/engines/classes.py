"""Tell into which class of the contract each row falls: phrase, all parts, or some of them.

The rules use counts only, never scores, so they are the same on every page, sort and engine.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from search.engines.statistics import Statistics
from search.query import Ranked
from search.results import MatchClass

NONE, SOME, ALL, PHRASE = 0, 1, 2, 3
CLASS_NAMES: dict[int, MatchClass] = {PHRASE: "phrase", ALL: "all", SOME: "some"}
CLASS_LABELS = {PHRASE: "含整句", ALL: "含全部词", SOME: "含部分词"}
MIN_MATCH = 0.15  # contract: cuts the tail a hundredfold and costs nothing in the first ten
ENOUGH_WITHOUT_SOME = 10  # from this many phrase and all hits on, scattered ones are left out

Classes = npt.NDArray[np.uint8]
Rows = npt.NDArray[np.int32]


def classify(query: Ranked, statistics: Statistics) -> list[Classes]:
    """PHRASE and ALL of every row of every shelf; `add_some` adds the scattered ones."""
    founds = [statistics.found(part.forms) for part in query.parts]
    result: list[Classes] = []
    for number, shelf in enumerate(statistics.shelves):
        classes = np.zeros(len(shelf), np.uint8)
        if founds:
            classes[_rows_of_all([found[number].rows for found in founds])] = ALL
        for form in query.phrase:
            classes[shelf.find(form).rows] = PHRASE
        result.append(classes)
    return result


def _rows_of_all(lists: list[Rows]) -> Rows:
    """Rows that stand in every list; all are ascending, the shortest is looked up in the others."""
    rows, *others = sorted(lists, key=len)
    for other in others:
        if not len(rows) or not len(other):
            return rows[:0]
        at = np.minimum(other.searchsorted(rows), len(other) - 1)
        rows = rows[other[at] == rows]
    return rows


def add_some(query: Ranked, statistics: Statistics, classes: list[Classes]) -> None:
    """Mark as SOME the rows whose parts carry at least `min_match` of the idf of all parts.

    A part that occurs nowhere has no weight: it must not hide what the others find.
    """
    if len(query.parts) < 2:
        return
    founds = [statistics.found(part.forms) for part in query.parts]
    weights = [statistics.idf(found) for found in founds]
    least = MIN_MATCH if query.min_match is None else query.min_match
    threshold = max(least * sum(weights) - 1e-9, 0.0)
    for number, shelf in enumerate(statistics.shelves):
        carried = np.zeros(len(shelf), np.float64)
        for found, weight in zip(founds, weights, strict=True):
            carried[found[number].rows] += weight
        classes[number][(carried > 0) & (carried >= threshold) & (classes[number] == 0)] = SOME


def lists_some(query: Ranked, phrase_and_all: int) -> bool:
    """Whether scattered hits are listed beside so many phrase and all hits."""
    return query.min_match is not None or query.is_question or phrase_and_all < ENOUGH_WITHOUT_SOME
