"""Tell into which class of the contract each row falls: phrase, all parts, or some of them.

The rules use counts only, never scores, so they are the same on every page, sort and engine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.codec.kernels import Rows
from indexer.codec.ngram_index import NOTHING, Found
from search.engines.embedded.matching import intersection, literal_rows
from search.engines.embedded.segment_reader import SegmentReader
from search.engines.embedded.statistics import CollectionStatistics
from search.engines.ranking import MIN_MATCH
from search.query.tree import Literal, Ranked
from search.results import MatchClass

SEMANTIC, SOME, ALL, PHRASE = 0, 1, 2, 3
CLASS_NAMES: dict[int, MatchClass] = {
    PHRASE: "phrase",
    ALL: "all",
    SOME: "some",
    SEMANTIC: "semantic",
}

Classes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class ClassedRows:
    """Matching rows of one reader, ascending, and the class of each."""

    rows: Rows
    classes: Classes

    @classmethod
    def as_one(cls, rows: Rows, class_: int) -> ClassedRows:
        """All rows in one class."""
        return cls(rows, np.full(len(rows), class_, np.uint8))

    def among(self, rows: Rows) -> ClassedRows:
        """Those that are among `rows` (ascending)."""
        kept = kernels.locate(self.rows, rows) >= 0
        return ClassedRows(self.rows[kept], self.classes[kept])

    def below(self, rows: Rows, class_: int) -> ClassedRows:
        """The same, and of `rows` those that are not here yet, in a lower class."""
        if not len(rows):
            return self
        both = kernels.unite([self.rows, rows])
        classes = np.full(len(both), class_, np.uint8)
        classes[kernels.locate(self.rows, both)] = self.classes
        return ClassedRows(both, classes)


@dataclass(frozen=True, slots=True)
class PartPostings:
    """Where the parts of a query are met, looked up once for all its classes.

    founds: of each part, by reader. in_text: for each reader the rows whose text meets any part, as
    a list of one; an empty list where every part can only be met by the text.
    """

    founds: list[tuple[Found, ...]]
    in_text: list[list[Rows]]

    @classmethod
    def of(cls, query: Ranked, statistics: CollectionStatistics) -> PartPostings:
        """The postings of all parts."""
        founds = [statistics.found_or_named(part) for part in query.parts]
        if not any([part.named for part in query.parts]):
            return cls(founds, [[] for _ in statistics.readers])
        texts = [statistics.found_or_named(part.of_text()) for part in query.parts]
        numbers = range(len(statistics.readers))
        return cls(founds, [[kernels.unite([text[n].rows for text in texts])] for n in numbers])


def classify(
    query: Ranked, statistics: CollectionStatistics, postings: PartPostings
) -> list[ClassedRows]:
    """The phrase and all hits of every reader; `with_some` adds the scattered ones."""
    result: list[ClassedRows] = []
    for number, reader in enumerate(statistics.readers):
        matched = ClassedRows.as_one(literal_rows(Literal(query.phrase), reader), PHRASE)
        if postings.founds and not _is_phrase_only(query):
            lists = [found[number].rows for found in postings.founds]
            matched = matched.below(intersection([*lists, *postings.in_text[number]]), ALL)
        result.append(matched)
    return result


def _is_phrase_only(query: Ranked) -> bool:
    """A query of one part that is the phrase itself: who has the part has the phrase."""
    if len(query.parts) != 1:
        return False
    (part,) = query.parts
    return set(part.forms) <= set(query.phrase) and not part.of_text().named


def with_some(
    query: Ranked,
    statistics: CollectionStatistics,
    postings: PartPostings,
    matched: list[ClassedRows],
) -> list[ClassedRows]:
    """Also, as SOME, rows whose parts carry at least `min_match` of the idf of all parts.

    A part that occurs nowhere has no weight: it must not hide what the others find. Nor has a weak
    one, which finds nothing by itself.
    """
    if len(query.parts) < 2:
        return matched
    founds, in_text = postings.founds, postings.in_text
    weights = [
        0.0 if part.is_weak else statistics.idf(found)
        for part, found in zip(query.parts, founds, strict=True)
    ]
    least = MIN_MATCH if query.min_match is None else query.min_match
    threshold = max(least * sum(weights) - 1e-9, 0.0)
    result: list[ClassedRows] = []
    for number, known in enumerate(matched):
        rows = intersection(
            [kernels.unite([found[number].rows for found in founds]), *in_text[number]]
        )
        carried = np.zeros(len(rows), np.float64)
        for found, weight in zip(founds, weights, strict=True):
            if in_text[number]:
                carried[kernels.locate(rows, found[number].rows) >= 0] += weight
            else:  # then every row of the part is among these
                carried[kernels.locate(found[number].rows, rows)] += weight
        result.append(known.below(rows[(carried > 0) & (carried >= threshold)], SOME))
    return result


def whole_words(query: Ranked, reader: SegmentReader) -> Rows:
    """Rows with the phrase as a word, in a heading, or in a form that is no dictionary word."""
    words, phrase = query.words, query.phrase

    def look() -> Found:
        lists = [reader.find_word(word).rows for word in words]
        lists += [reader.find(form).rows for form in phrase if form not in words]
        lists += [reader.rows_with_heading(word) for word in words]
        return Found(kernels.unite(lists), NOTHING.freqs)

    return reader.kept(("whole words", words, phrase), look).rows
