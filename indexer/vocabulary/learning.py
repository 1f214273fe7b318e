"""Learn the library's vocabulary from its paragraphs, for suggestions and corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from indexer.taxonomy.taxonomy import Taxonomy
from indexer.text.analyzer import Segmenter, dictionary_frequencies
from indexer.vocabulary.builder import VocabularyBuilder
from indexer.vocabulary.collection_statistics import Lesson

_AT_ONCE = 1_000
_MOST_TITLES = 30_000  # as many as the vocabulary keeps
_KNOWN_FREQUENCY = 50  # rarer words of the dictionary may well be somebody's mistake


def learn_vocabulary(
    folder: Path, lessons: Sequence[Lesson], taxonomy: Taxonomy, segmenter: Segmenter
) -> None:
    """Write the vocabulary of these paragraphs into a generation's folder."""
    builder = VocabularyBuilder()
    for theme, count in _counts(lessons, "themes").items():
        builder.add_name(theme, "theme", count)
    written = taxonomy.initiative_forms()
    for name, count in _counts(lessons, "initiatives").items():
        for form in written.get(name, (name,)):
            builder.add_name(form, "initiative", count, name)
    aliases = {source.name: source.aliases for source in taxonomy.sources}
    for name, count in _counts(lessons, "source").items():
        for form in (name, *aliases.get(name, ())):
            builder.add_name(form, "source", count, name)
    for title, count in _counts(lessons, "title", _MOST_TITLES).items():
        builder.add_title(title, count)
    builder.expect(sum(map(len, lessons)))
    first = 0
    for lesson in lessons:
        builder.add_words(lesson.words())
        _add_sample(builder, lesson, segmenter, first)
        first += len(lesson)
    builder.write(folder, _known_words())


@cache
def _known_words() -> tuple[str, ...]:
    """Common words of the dictionary: once for all updates of a watch."""
    return tuple(w for w, f in dictionary_frequencies().items() if f >= _KNOWN_FREQUENCY)


def _counts(lessons: Sequence[Lesson], column: str, most: int | None = None) -> dict[str, int]:
    """Paragraphs by value of a column; of each lesson its `most` used values."""
    counts: Counter[str] = Counter()
    for lesson in lessons:
        counts.update(lesson.counts(column, most))
    return counts


def _add_sample(
    builder: VocabularyBuilder, lesson: Lesson, segmenter: Segmenter, first: int
) -> None:
    """The words of the paragraphs that the builder looks at; `first` is the first one's number."""
    every = builder.every
    numbers = np.arange(-first % every, len(lesson), every)
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        words = segmenter.cut_whole_all(lesson.forms(some))
        builder.add_batch(first + int(some[0]), words, every)
