"""Score rows for a query as a sum of named parts.

The classes of a plain query (contract: phrase before all before some) are far enough apart that
no relevance crosses them. Cheap parts are computed for every matching row; `late` ones only for the
best WINDOW rows, to which they add: rows below the window keep less, so the order stays sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.codec.inverter import ragged, to_units
from indexer.codec.kernels import Freqs, Rows
from indexer.codec.ngram_index import NOTHING, Found
from indexer.model.schema import SCHEMA, Field
from search.engines import bm25
from search.engines.bm25 import Floats
from search.engines.embedded.matching import match
from search.engines.embedded.proximity import ProximityPart, SentencePart
from search.engines.embedded.segment_reader import SegmentReader
from search.engines.embedded.statistics import CollectionStatistics
from search.engines.ranking import (
    ANSWER,
    ANSWERED,
    ANSWERED_LABEL,
    CHARS,
    CHARS_LABEL,
    COMMON_WORD_IDF,
    PAIRS,
    PROXIMITY,
    PROXIMITY_LABEL,
    SENTENCE,
    SENTENCE_LABEL,
    leading,
    pair_label,
    word_label,
)
from search.query.tree import (
    Part,
    Query,
    Ranked,
    Signals,
    TextField,
    positive_literals,
)


@dataclass(frozen=True, slots=True)
class PostingPart:
    """A term: idf × weight × saturated frequency wherever it occurs."""

    label: str
    found: tuple[Found, ...]
    weight: float
    field: TextField = "text"

    def bound(self) -> float:
        return self.weight * (bm25.K1 + 1)

    def term(self, reader_number: int) -> tuple[Rows, Freqs, float]:
        """The posting list of a reader and its weight, as the kernels score it."""
        found = self.found[reader_number]
        return found.rows, found.freqs, self.weight


@dataclass(frozen=True, slots=True)
class ColumnPart:
    """A field of the paragraph: each value of the column has a score of its own.

    `values` holds those scores for each reader, None where no value of the field has any part.
    """

    label: str
    column: str
    values: tuple[Floats | None, ...]
    weight: float

    def bound(self) -> float:
        """0 where there is nothing to add up."""
        return 0.0 if all(scores is None for scores in self.values) else self.weight

    def add(
        self, statistics: CollectionStatistics, reader_number: int, rows: Rows, total: Floats
    ) -> None:
        scores = self.values[reader_number]
        if scores is not None:
            column = statistics.readers[reader_number].segment.columns[self.column]
            kernels.add_values(scores, column.ordinals, rows, total)


@dataclass(frozen=True, slots=True)
class CharsPart:
    """Single characters of a cut query, counted in the rows themselves (late)."""

    label: str
    weights: tuple[tuple[int, float], ...]  # (unit, idf × weight)

    def bound(self) -> float:
        return sum(weight for _, weight in self.weights) * (bm25.K1 + 1)

    def add(
        self, statistics: CollectionStatistics, reader_number: int, rows: Rows, total: Floats
    ) -> None:
        text = statistics.readers[reader_number].segment.text
        starts = text.starts[rows].astype(np.int64)
        sizes = text.starts[rows + 1].astype(np.int64) - starts
        filled = np.flatnonzero(sizes)
        if not len(filled):
            return
        starts, sizes = starts[filled], sizes[filled]
        units = text.units[ragged(starts, sizes)]
        borders = np.cumsum(sizes) - sizes
        norms = statistics.norms()[reader_number].at(rows[filled])
        for unit, weight in self.weights:
            freqs = np.add.reduceat(units == unit, borders, dtype=np.int64)
            total[filled] += weight * bm25.saturate(freqs, norms)


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """Paragraphs that answer a question: their rows in each reader, each worth the same."""

    label: str
    rows: tuple[Rows, ...]
    weight: float

    def bound(self) -> float:
        return self.weight

    def add(
        self, statistics: CollectionStatistics, reader_number: int, rows: Rows, total: Floats
    ) -> None:
        total[kernels.locate(rows, self.rows[reader_number]) >= 0] += self.weight


AnyPart = PostingPart | ColumnPart | CharsPart | ProximityPart | SentencePart | AnswerPart


class Scorer:
    """The scores of one query. Pure: the same rows always get the same numbers."""

    def __init__(
        self, early: Sequence[AnyPart], late: Sequence[AnyPart], statistics: CollectionStatistics
    ) -> None:
        self.early = tuple(part for part in early if part.bound() > 0)
        self.late = tuple(part for part in late if part.bound() > 0)
        self._statistics = statistics

    def class_step(self) -> float:
        """A whole number above any relevance of this query: how far classes are apart."""
        return float(np.ceil(sum(part.bound() for part in (*self.early, *self.late)) + 1))

    def relevance(self, reader_number: int, rows: Rows, late: bool = False) -> Floats:
        """The sum of the early (or the late) parts for ascending rows of one reader."""
        parts = self.late if late else self.early
        fields: dict[TextField, list[tuple[Rows, Freqs, float]]] = {"text": []}
        for part in parts:
            if isinstance(part, PostingPart):
                fields.setdefault(part.field, []).append(part.term(reader_number))
        total = np.zeros(len(rows), np.float64)
        for field, terms in fields.items():
            norms = self._statistics.norms(field)[reader_number]
            total += kernels.sum_scores(terms, rows, norms.ordinals, norms.values, bm25.K1)
        for part in parts:
            if not isinstance(part, PostingPart):
                part.add(self._statistics, reader_number, rows, total)
        return total

    def parts(self, reader_number: int, row: int, late: bool) -> Iterator[tuple[str, float]]:
        """Every part's label, and what one row earns by it."""
        for part in self.late if late else self.early:
            alone = Scorer((part,), (), self._statistics)
            yield part.label, float(alone.relevance(reader_number, np.array([row], np.int32))[0])


def scorer_of(query: Query, statistics: CollectionStatistics) -> Scorer:
    """The parts that a query is scored by. What only filters (facets, years, Not) adds nothing."""
    if isinstance(query, Ranked):
        return _ranked_scorer(query, statistics)
    parts: list[AnyPart] = []
    for literal in positive_literals(query):
        found = statistics.found(literal.forms, literal.field)
        rarity = statistics.idf(found)
        parts.append(PostingPart(literal.forms[0], found, rarity, literal.field))
    return Scorer(parts, (), statistics)


def _ranked_scorer(query: Ranked, statistics: CollectionStatistics) -> Scorer:
    early: list[AnyPart] = []
    late: list[AnyPart] = []
    founds = [statistics.found_or_named(part.without_titles()) for part in query.parts]
    rarities = [statistics.idf(found) for found in founds]
    if query.is_cut and query.signals:
        words = _word_parts(query, query.signals, statistics)
        early += [*words.values(), *_pair_parts(query.signals, statistics)]
        late += [_chars_part(query.signals, statistics), _sentence_part(query.signals, words)]
    else:
        for part, found, rarity in zip(query.parts, founds, rarities, strict=True):
            early.append(PostingPart(part.forms[0], found, rarity))
        if len(query.parts) > 1:
            weight = PROXIMITY * sum(rarities) / len(rarities)
            late.append(ProximityPart(PROXIMITY_LABEL, query.parts, weight))
    for label, named, weight in leading(query.parts):
        rows = tuple(match(named, reader) for reader in statistics.readers)
        early.append(AnswerPart(label, rows, weight * sum(rarities)))
    early += [_column_part(f, query.parts, rarities, statistics) for f in SCHEMA.scored]
    if query.answers:
        early.append(_answer_part(query.answers, ANSWERED * sum(rarities), statistics))
    return Scorer(early, late, statistics)


def _answer_part(ids: Sequence[str], weight: float, statistics: CollectionStatistics) -> AnswerPart:
    rows = (
        np.array(sorted(row for id in ids if (row := reader.segment.row_of(id)) >= 0), np.int32)
        for reader in statistics.readers
    )
    return AnswerPart(ANSWERED_LABEL, tuple(rows), weight)


def _word_parts(
    query: Ranked, signals: Signals, statistics: CollectionStatistics
) -> dict[str, PostingPart]:
    """The telling words and names of a cut query; what has other forms counts in all of them, and
    no word of it beside it."""
    naming = {part.forms[0]: part for part in query.parts if part.named or len(part.forms) > 1}
    owns = [part.forms[0] for part in query.parts if part.forms[0] not in naming]
    words: dict[str, PostingPart] = {}
    for word in signals.words:
        is_inside = any(word in name for name in naming) and not any(word in own for own in owns)
        if is_inside and word not in naming:
            continue  # 2021年: two words of the segmenter, one name
        if word in naming:
            found = statistics.found_or_named(naming[word].without_titles())
        else:
            found = tuple(reader.find_word(word) for reader in statistics.readers)
        words[word] = PostingPart(word_label(word), found, statistics.idf(found))
    for figure in signals.figures:
        found = statistics.found((figure,))
        words[figure] = PostingPart(figure, found, statistics.idf(found))
    for name, part in naming.items():
        if name not in signals.words:
            found = statistics.found_or_named(part.without_titles())
            words[name] = PostingPart(name, found, statistics.idf(found))
    telling = {word: part for word, part in words.items() if part.weight >= COMMON_WORD_IDF}
    return telling or words


def _pair_parts(signals: Signals, statistics: CollectionStatistics) -> list[PostingPart]:
    parts: list[PostingPart] = []
    for pair in signals.pairs:
        found = statistics.found((pair,))
        parts.append(PostingPart(pair_label(pair), found, PAIRS * statistics.idf(found)))
    return parts


def _sentence_part(signals: Signals, words: Mapping[str, PostingPart]) -> SentencePart:
    weights = tuple((word, part.weight) for word, part in words.items())
    asked = ANSWER if any(signals.answers) else 0.0
    befores, answers = map(to_units, signals.answers)
    return SentencePart(SENTENCE_LABEL, weights, SENTENCE, befores, answers, asked)


def _chars_part(signals: Signals, statistics: CollectionStatistics) -> CharsPart:
    weights: list[tuple[int, float]] = []
    for char in signals.chars:
        units = to_units(char)
        if len(units) == 1:
            doc_freq = sum(reader.doc_freq(char) for reader in statistics.readers)
            weights.append((int(units[0]), CHARS * statistics.idf_of(doc_freq)))
    return CharsPart(CHARS_LABEL, tuple(weights))


def _column_part(
    field: Field, parts: Sequence[Part], rarities: Sequence[float], statistics: CollectionStatistics
) -> ColumnPart:
    """Score every value of a field once: the rarity of each part that stands in it."""
    earned = [field.weight * rarity for rarity in rarities]
    values = tuple(_value_scores(reader, field, parts, earned) for reader in statistics.readers)
    return ColumnPart(field.label, field.key, values, field.weight * sum(rarities))


def _value_scores(
    reader: SegmentReader, field: Field, parts: Sequence[Part], earned: Sequence[float]
) -> Floats | None:
    """What each value of a field earns: the sum over the parts that stand in it."""
    scores: Floats | None = None
    for part, score in zip(parts, earned, strict=True):
        having = _values_with(reader, field, part.forms)
        if not len(having) or not score:
            continue
        if scores is None:
            scores = np.zeros(len(reader.segment.columns[field.key].values), np.float64)
        scores[having] += score
    return scores


def _values_with(
    reader: SegmentReader, field: Field, forms: tuple[str, ...]
) -> npt.NDArray[np.int32]:
    """The numbers of a field's values (or sets of values) that contain any of some normalised
    texts, each once."""

    def look() -> Found:
        if field.kind == "text":
            having = [reader.segment.texts[field.key].find(form).rows for form in forms if form]
        else:
            having = [reader.facet(field.name).sets_naming(form) for form in forms if form]
        return Found(np.unique(np.concatenate([NOTHING.rows, *having])), NOTHING.freqs)

    return reader.kept(("values", field.key, forms), look).rows
