"""Tell into which class of the contract each row falls: phrase, all parts, or some of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from search.engines.statistics import Statistics
from search.query import Ranked

NONE, SOME, ALL, PHRASE = 0, 1, 2, 3
CLASS_NAMES = {PHRASE: "phrase", ALL: "all", SOME: "some"}
CLASS_LABELS = {PHRASE: "含整句", ALL: "含全部词", SOME: "含部分词"}
MIN_MATCH = 0.15  # contract: cuts the tail a hundredfold and costs nothing in the first ten
ENOUGH_WITHOUT_SOME = 10  # from this many phrase and all hits on, scattered ones are left out

Classes = npt.NDArray[np.uint8]


def classify(query: Ranked, statistics: Statistics) -> list[Classes]:
    """The class of every row of every shelf. Uses counts only, never scores.

    SOME: the parts that a row holds carry at least `min_match` of the idf of all parts.
    """
    founds = [statistics.found(part.forms) for part in query.parts]
    weights = [statistics.idf(found) for found in founds]
    least = MIN_MATCH if query.min_match is None else query.min_match
    threshold = least * sum(weights) - 1e-9
    result: list[Classes] = []
    for number, shelf in enumerate(statistics.shelves):
        classes = np.zeros(len(shelf), np.uint8)
        if len(query.parts) > 1:
            carried = np.zeros(len(shelf), np.float64)
            held = np.zeros(len(shelf), np.uint8)
            for found, weight in zip(founds, weights, strict=True):
                carried[found[number].rows] += weight
                held[found[number].rows] += 1
            classes[(held > 0) & (carried >= threshold)] = SOME
            classes[held == len(query.parts)] = ALL
        elif founds:
            classes[founds[0][number].rows] = ALL
        for form in query.phrase:
            classes[shelf.find(form).rows] = PHRASE
        result.append(classes)
    return result


def lists_some(query: Ranked, phrase_and_all: int) -> bool:
    """Whether scattered hits are listed beside so many phrase and all hits."""
    return query.min_match is not None or query.is_question or phrase_and_all < ENOUGH_WITHOUT_SOME
