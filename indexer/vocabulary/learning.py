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
from indexer.vocabulary.inputs import VocabularyInput
from indexer.vocabulary.phrases import MAX_PARAGRAPH_CHARS

_AT_ONCE = 1_000
_MOST_TITLES = 30_000  # as many as the vocabulary keeps
_KNOWN_FREQUENCY = 50  # rarer words of the dictionary may well be somebody's mistake


def learn_vocabulary(
    folder: Path, inputs: Sequence[VocabularyInput], taxonomy: Taxonomy, segmenter: Segmenter
) -> None:
    """Write the vocabulary of these paragraphs into a generation's folder."""
    builder = VocabularyBuilder()
    for theme, count in _counts(inputs, "themes").items():
        builder.add_name(theme, "theme", count)
    written = taxonomy.initiative_forms()
    for name, count in _counts(inputs, "initiatives").items():
        for form in written.get(name, (name,)):
            builder.add_name(form, "initiative", count, name)
    aliases = {source.name: source.aliases for source in taxonomy.sources}
    for name, count in _counts(inputs, "source").items():
        for form in (name, *aliases.get(name, ())):
            builder.add_name(form, "source", count, name)
    for title, count in _counts(inputs, "title", _MOST_TITLES).items():
        builder.add_title(title, count)
    builder.expect(sum(map(len, inputs)))
    first = 0
    for given in inputs:
        builder.add_words(given.words())
        _add_sample(builder, given, segmenter, first)
        first += len(given)
    builder.write(folder, _known_words())


@cache
def _known_words() -> tuple[str, ...]:
    """Common words of the dictionary: once for all updates of a watch."""
    return tuple(w for w, f in dictionary_frequencies().items() if f >= _KNOWN_FREQUENCY)


def _counts(
    inputs: Sequence[VocabularyInput], column: str, most: int | None = None
) -> dict[str, int]:
    """Paragraphs by value of a column; of each given its `most` used values."""
    counts: Counter[str] = Counter()
    for given in inputs:
        counts.update(given.counts(column, most))
    return counts


def _add_sample(
    builder: VocabularyBuilder, given: VocabularyInput, segmenter: Segmenter, first: int
) -> None:
    """The words of the paragraphs that the builder looks at; `first` is the first one's number."""
    at = 0
    while at < len(given):
        every = builder.every  # grows when what was looked at is long
        some = np.arange(at + -(first + at) % every, len(given), every)[:_AT_ONCE]
        if not len(some):
            return
        words = segmenter.cut_whole_all(given.forms(some, MAX_PARAGRAPH_CHARS))
        builder.add_batch(first + int(some[0]), words, every)
        at = int(some[-1]) + 1
