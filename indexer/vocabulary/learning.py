"""Learn the library's vocabulary from its paragraphs, for suggestions and corrections."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from indexer.taxonomy.taxonomy import Taxonomy
from indexer.text.analyzer import Segmenter, dictionary_frequencies
from indexer.text.normalizer import normalize
from indexer.vocabulary.arrays import Entry, write_vocabulary
from indexer.vocabulary.inputs import VocabularyInput
from indexer.vocabulary.phrases import MAX_PARAGRAPH_CHARS, PhraseSample, count_words, find_phrases

# What an entry's kind adds to the binary logarithm of its count: a name used once ranks with a
# phrase used 60 times, and a title with one used 4 times. Clauses are never shown.
_BONUS = {"initiative": 6.0, "theme": 6.0, "source": 5.0, "title": 2.0, "phrase": 0.0}
_ALIAS = 3.0  # an alias ranks below names that are spelled as typed and as often used
_MAX_TITLES = 30_000
_MAX_PHRASES = 160_000
_MAX_WORDS = 80_000
_MAX_ENTRY_CHARS = 60
_MAX_CLAUSE_CHARS = 500_000  # small libraries also learn whole clauses: about 3 MB on disk
_SMALL_SAMPLE = 10_000  # paragraphs; below it a phrase seen twice counts, above it three times


class VocabularyBuilder:
    """Takes in names, titles and words during a build; `write` leaves one file in the generation.

    Bounded: titles 30,000, phrases 160,000, words 80,000, the sample 16,000 paragraphs.
    The result depends on what was added, never on the order or size of batches.
    """

    def __init__(self) -> None:
        self._sample = PhraseSample()
        self._names: dict[tuple[str, str], Entry] = {}
        self._titles: dict[str, int] = {}
        self._words: dict[str, int] | None = None

    @property
    def every(self) -> int:
        """Only paragraphs whose number is a multiple of this are looked at."""
        return self._sample.every

    def expect(self, paragraphs: int) -> None:
        """How many paragraphs will come, where it is known: spares words that would be dropped."""
        self._sample.expect(paragraphs)

    def add_batch(
        self, first: int, words_of_paragraphs: Sequence[Sequence[str]], step: int = 1
    ) -> None:
        """Words of the paragraphs with the numbers `first`, `first + step`, … of the build.

        Numbers count from 0. The words of a paragraph join to its normalised text, punctuation
        included.
        """
        self._sample.add(first, words_of_paragraphs, step)

    def add_name(self, text: str, kind: str, count: int, canonical: str | None = None) -> None:
        """A name of the taxonomy or a facet (kind: initiative, theme, source) used in `count`
        paragraphs; for an alias `canonical` is the name to show. Unused names are left out.

        A name with punctuation inside is also known without it: 蓝剑2024 for 蓝剑-2024.
        """
        form = normalize(text)[:_MAX_ENTRY_CHARS]
        bare = "".join(char for char in form if char.isalnum())
        if count > 0:
            for written in (form, bare):
                _add(self._names, Entry(written, kind, count, canonical or text))

    def add_title(self, title: str, count: int = 1) -> None:
        """A title of `count` further paragraphs."""
        self._titles[title] = self._titles.get(title, 0) + count

    def add_words(self, words: Iterable[tuple[str, int]]) -> None:
        """Words of (a part of) the index with their exact doc_freq in it; parts add up.

        Without any the sample gives estimates.
        """
        self._words = self._words or {}
        for word, doc_freq in words:
            self._words[word] = self._words.get(word, 0) + doc_freq

    def write(self, folder: Path, known_words: Iterable[str] = ()) -> None:
        """Write vocabulary_arrays.FILE_NAME into `folder`.

        `known_words`: common words of the language (a dictionary's), which no proposal corrects.
        """
        write_vocabulary(folder, sorted(self._entries().values(), key=_usefulness), known_words)

    def _entries(self) -> dict[tuple[str, str], Entry]:
        """(normal form, kind) → entry; a name is not repeated as a phrase."""
        paragraphs = self._sample.paragraphs()
        entries = dict(self._names)
        for title, count in _top(self._titles, _MAX_TITLES):
            _add(entries, Entry(normalize(title)[:_MAX_ENTRY_CHARS], "title", count, title))
        taken = {form for form, _ in self._names}
        for phrase, count in self._phrases(paragraphs).items():
            if phrase not in taken:
                _add(entries, Entry(phrase, "phrase", count, phrase))
        if self._sample.every == 1:
            for clause in _clauses(paragraphs):
                _add(entries, Entry(clause, "clause", 1, clause))
        return entries

    def _phrases(self, paragraphs: Sequence[Sequence[str]]) -> dict[str, int]:
        """Phrases and words with their number of paragraphs (estimated, words exact if known)."""
        every = self._sample.every
        least = 2 if len(paragraphs) <= _SMALL_SAMPLE else 3
        phrases = _top(find_phrases(paragraphs, least), _MAX_PHRASES)
        words = self._words
        if words is None:
            words = {word: n * every for word, n in count_words(paragraphs).items()}
        words = {w: n for w, n in words.items() if _is_worth_showing(w)}
        return dict(_top(words, _MAX_WORDS)) | {p: n * every for p, n in phrases}


def _add(entries: dict[tuple[str, str], Entry], entry: Entry) -> None:
    if entry.form:
        entries.setdefault((entry.form, entry.kind), entry)


def _usefulness(entry: Entry) -> tuple[bool, float, str, str]:
    score = math.log2(1 + entry.count) + _BONUS.get(entry.kind, 0.0)
    # A form is its own form: phrases, by far the most, need no look.
    if entry.text != entry.form and normalize(entry.text)[:_MAX_ENTRY_CHARS] != entry.form:
        score -= _ALIAS
    return entry.kind == "clause", -score, entry.form, entry.kind


def _top(counts: dict[str, int], limit: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]


def _is_worth_showing(word: str) -> bool:
    """Two characters or more, one of them at least a letter: 2021 and 率 complete nothing."""
    if not 2 <= len(word) <= 20:
        return False
    return word.isalpha() or (word.isalnum() and any(c.isalpha() for c in word))


def _clauses(paragraphs: Sequence[Sequence[str]]) -> list[str]:
    """The runs between punctuation of a small library, all of them or none."""
    found: dict[str, None] = {}
    total = 0
    for words in paragraphs:
        total += sum(map(len, words))
        if total > _MAX_CLAUSE_CHARS:
            return []
        text = "".join(word if word.isalnum() else "\0" for word in words)
        found.update(dict.fromkeys(c for c in text.split("\0") if len(c) >= 2))
    return list(found)


_AT_ONCE = 1_000
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
    for title, count in _counts(inputs, "title", _MAX_TITLES).items():
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
