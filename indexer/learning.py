"""Learn the library's vocabulary from a finished index, for suggestions and corrections."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.analyzer import Segmenter, dictionary_frequencies
from indexer.codec.columns import split_set
from indexer.codec.segment import Segment
from indexer.segments import Deleted
from indexer.taxonomy import Taxonomy
from indexer.vocabulary import VocabularyBuilder

Alive = npt.NDArray[np.int64]  # the numbers of the rows that are not deleted
_AT_ONCE = 2_000
_MOST_TITLES = 30_000  # as many as the vocabulary keeps
_POSTINGS_AT_ONCE = 4_000_000
_KNOWN_FREQUENCY = 50  # rarer words of the dictionary may well be somebody's mistake


def learn_vocabulary(
    folder: Path,
    segments: Sequence[tuple[Segment, Deleted]],
    taxonomy: Taxonomy,
    segmenter: Segmenter,
) -> None:
    """Write the vocabulary of these segments' live rows into a generation's folder."""
    builder = VocabularyBuilder()
    alive = [
        (segment, np.setdiff1d(np.arange(len(segment)), deleted, assume_unique=True))
        for segment, deleted in segments
    ]
    counts = {name: _counts(alive, name) for name in ("themes", "initiatives", "source")}
    for theme, count in counts["themes"].items():
        builder.add_name(theme, "theme", count)
    written = taxonomy.initiative_forms()
    for name, count in counts["initiatives"].items():
        for form in written.get(name, (name,)):
            builder.add_name(form, "initiative", count, name)
    aliases = {source.name: source.aliases for source in taxonomy.sources}
    for name, count in counts["source"].items():
        for form in (name, *aliases.get(name, ())):
            builder.add_name(form, "source", count, name)
    for title, count in _counts(alive, "title", _MOST_TITLES).items():
        builder.add_title(title, count)
    builder.expect(sum(len(rows) for _, rows in alive))
    first = 0
    for segment, rows in alive:
        builder.add_words(_words(segment, rows))
        first = _add_sample(builder, segment, rows, segmenter, first)
    known = (w for w, f in dictionary_frequencies().items() if f >= _KNOWN_FREQUENCY)
    builder.write(folder, known)


def _counts(
    segments: Sequence[tuple[Segment, Alive]], column_name: str, most: int | None = None
) -> dict[str, int]:
    """Live paragraphs by value of a column, sets taken apart; of each segment its `most` used."""
    counts: dict[str, int] = {}
    for segment, rows in segments:
        column = segment.columns[column_name]
        numbers = np.bincount(column.ordinals[rows], minlength=len(column.values))
        many = column_name in ("themes", "initiatives")
        for number in np.argsort(-numbers, kind="stable")[:most].tolist():
            count = int(numbers[number])
            value = column.values[number]
            for one in split_set(value) if many else (value,):
                if one and count:
                    counts[one] = counts.get(one, 0) + count
    return counts


def _words(segment: Segment, rows: Alive) -> list[tuple[str, int]]:
    """The words of live rows, and how many of these have each."""
    freqs = segment.words.doc_freqs
    if len(rows) < len(segment):
        freqs = _live_doc_freqs(segment, rows)
    words = zip(segment.word_table.all(), freqs.tolist(), strict=True)
    return [(word, count) for word, count in words if count]


def _live_doc_freqs(segment: Segment, rows: Alive) -> npt.NDArray[np.int64]:
    """As `words.doc_freqs`, deleted rows left out; some million postings at a time."""
    is_alive = np.zeros(len(segment), np.int64)
    is_alive[rows] = 1
    words = segment.words
    ends = np.cumsum(words.doc_freqs, dtype=np.int64)
    cuts = np.searchsorted(ends, np.arange(0, int(ends[-1]) if len(ends) else 0, _POSTINGS_AT_ONCE))
    parts = [np.zeros(0, np.int64)]
    for low, high in pairwise([*np.unique(cuts).tolist(), len(ends)]):
        batch = words.decode_range(low, high)
        starts = np.cumsum(batch.doc_freqs, dtype=np.int64) - batch.doc_freqs
        parts.append(np.add.reduceat(is_alive[batch.rows], starts))
    return np.concatenate(parts)


def _add_sample(
    builder: VocabularyBuilder, segment: Segment, rows: Alive, segmenter: Segmenter, first: int
) -> int:
    """The words of the paragraphs that the builder looks at; gives the next one's number."""
    for start in range(0, len(rows), _AT_ONCE):
        every = builder.every
        some = enumerate(rows[start : start + _AT_ONCE].tolist(), first + start)
        builder.add_batch(
            first + start,
            [
                segmenter.cut_whole(segment.text.form(row)) if number % every == 0 else []
                for number, row in some
            ],
        )
    return first + len(rows)
