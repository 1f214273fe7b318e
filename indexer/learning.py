"""Learn the library's vocabulary from a finished index, for suggestions and corrections."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.analyzer import Segmenter, dictionary_frequencies
from indexer.codec.columns import split_set
from indexer.codec.segment import Segment
from indexer.taxonomy import Taxonomy
from indexer.vocabulary import VocabularyBuilder

_AT_ONCE = 2_000
_KNOWN_FREQUENCY = 50  # rarer words of the dictionary may well be somebody's mistake


def learn_vocabulary(
    folder: Path, segments: Sequence[Segment], taxonomy: Taxonomy, segmenter: Segmenter
) -> None:
    """Write the vocabulary of these segments into a generation's folder."""
    builder = VocabularyBuilder()
    counts = {name: _counts(segments, name) for name in ("themes", "initiatives", "source")}
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
    for title, count in _counts(segments, "title").items():
        builder.add_title(title, count)
    first = 0
    for segment in segments:
        builder.add_words(_words(segment))
        first = _add_sample(builder, segment, segmenter, first)
    known = (w for w, f in dictionary_frequencies().items() if f >= _KNOWN_FREQUENCY)
    builder.write(folder, known)


def _counts(segments: Sequence[Segment], column_name: str) -> dict[str, int]:
    """Paragraphs by value of a column, sets taken apart."""
    counts: dict[str, int] = {}
    for segment in segments:
        column = segment.columns[column_name]
        numbers = np.bincount(column.ordinals, minlength=len(column.values))
        for value, count in zip(column.values.all(), numbers.tolist(), strict=True):
            many = column_name in ("themes", "initiatives")
            for one in split_set(value) if many else (value,):
                if one:
                    counts[one] = counts.get(one, 0) + count
    return counts


def _words(segment: Segment) -> list[tuple[str, int]]:
    return list(zip(segment.word_table.all(), segment.words.doc_freqs.tolist(), strict=True))


def _add_sample(
    builder: VocabularyBuilder, segment: Segment, segmenter: Segmenter, first: int
) -> int:
    """The words of the paragraphs that the builder looks at; gives the next one's number."""
    for start in range(0, len(segment), _AT_ONCE):
        every = builder.every
        rows = range(start, min(start + _AT_ONCE, len(segment)))
        builder.add_batch(
            first + start,
            [
                segmenter.cut_whole(segment.text.form(row)) if (first + row) % every == 0 else []
                for row in rows
            ],
        )
    return first + len(segment)
