"""Find the phrases of a library: neighbouring words that occur together often.

Looks at a sample of the paragraphs with a fixed rule: those whose number (0-based, in build
order) is a multiple of `every`, a power of two that doubles whenever more than MAX_SAMPLE
paragraphs or MAX_SAMPLE_CHARS characters are kept. So the sample depends on the paragraphs alone,
not on the order or size of the batches in which they arrive, and costs the same however long
paragraphs are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MAX_SAMPLE = 16_000  # paragraphs; of 125 characters each they cost about 2 s and 50 MB in all
MAX_SAMPLE_CHARS = 8_000_000
MAX_PARAGRAPH_CHARS = 5_000  # what is longer shows its phrases in its beginning, too
MAX_CHARS = 10
MAX_WORDS = 4
_SEPARATOR = "\x1f"
# A phrase neither begins nor ends with these: they glue phrases together rather than make them.
_GLUE = frozenset(
    "的了和与及在对为是将把被从向以到等中其该此并而且或也又还就都不未这那个于由按据让使给跟比更最再已"
    "可会要应当所之则若如因但却只有无我你他她它们着过地得上下内外前后时第条款项年月日次名件起家万亿余多"
    "各每本同"
) | frozenset(
    re.findall(
        "..",
        "以及等等进行通过按照根据由于因为所以但是应当可以以下以上其他或者并且有关规定对于关于同时不得下列"
        "我们他们",
    )
)


class PhraseSample:
    """The paragraphs looked at so far, as words; a bounded share of the library."""

    def __init__(self, max_paragraphs: int = MAX_SAMPLE, max_chars: int = MAX_SAMPLE_CHARS) -> None:
        self._max, self._max_chars = max_paragraphs, max_chars
        self._kept: dict[int, str] = {}
        self._chars = 0  # of what is kept, the separators of words included
        self.every = 1

    def expect(self, paragraphs: int) -> None:
        """Take `every` at once to where so many paragraphs will bring it: the same sample."""
        while -(-paragraphs // self.every) > self._max:
            self.every *= 2

    def add(self, first: int, paragraphs: Sequence[Sequence[str]], step: int = 1) -> None:
        """Words of the paragraphs with the numbers `first`, `first + step`, ….

        The words of a paragraph join to its normalised text: punctuation is among them.
        """
        for index, words in enumerate(paragraphs):
            number = first + index * step
            if number % self.every == 0:
                self._kept[number] = _SEPARATOR.join(words)
                self._chars += len(self._kept[number])
        while len(self._kept) > self._max or (self._chars > self._max_chars and any(self._kept)):
            self.every *= 2
            self._kept = {n: words for n, words in self._kept.items() if n % self.every == 0}
            self._chars = sum(map(len, self._kept.values()))

    def paragraphs(self) -> list[list[str]]:
        """The words of every kept paragraph, in build order."""
        return [self._kept[number].split(_SEPARATOR) for number in sorted(self._kept)]


def count_words(paragraphs: Sequence[Sequence[str]]) -> dict[str, int]:
    """How many of these paragraphs hold each word that could stand in a phrase."""
    counts = Counter(word for words in paragraphs for word in set(words))
    return {word: count for word, count in counts.items() if is_wordlike(word)}


def find_phrases(paragraphs: Sequence[Sequence[str]], min_count: int) -> dict[str, int]:
    """Phrases of 2–4 words and at most 10 characters with their number of paragraphs.

    Kept: at least `min_count` paragraphs, and words that prefer one another (see _cohesion).
    A phrase that lives almost only inside a longer one is left to the longer one.
    """
    numbers, names, owners = _number_words(paragraphs)
    if not len(numbers):
        return {}
    glue = np.array([name == "" or name in _GLUE for name in names])
    single = np.array([len(name) == 1 for name in names])
    totals = np.bincount(numbers, minlength=len(names))
    found: dict[str, int] = {}
    previous = numbers.astype(np.int64)
    previous_totals, spelled = totals, list(names)
    for length in range(2, MAX_WORDS + 1):
        grams, heads, tails, counts = _extend(previous, numbers, len(names), length, min_count)
        if len(counts) == 1:
            break
        firsts = _first_words(grams, numbers, len(counts))
        least = np.where(single[firsts] | single[tails], 0.55, 0.3)
        good = _cohesion(counts, previous_totals[heads], totals[tails], len(numbers)) >= least
        good &= ~glue[tails] & ~glue[firsts]
        both = zip(heads.tolist(), tails.tolist(), strict=True)
        spelled = [spelled[head] + names[tail] for head, tail in both]
        spread = _paragraph_counts(grams, owners, len(counts))
        if length == MAX_WORDS:
            good &= ~_is_cut_short(grams, numbers, single & ~glue, len(counts))
        kept = np.flatnonzero(good & (spread >= min_count))
        for gram, count in zip(kept.tolist(), spread[kept].tolist(), strict=True):
            if 2 <= len(spelled[gram]) <= MAX_CHARS:
                found[spelled[gram]] = count
        previous, previous_totals = grams, counts
    return _without_fragments(found)


def is_wordlike(word: str) -> bool:
    """Letters and figures only: what may stand in a phrase."""
    if word.isalpha():
        return True  # letters alone, as most words are
    return all(unicodedata.category(c)[0] in "LN" for c in word) and word != ""


def _number_words(
    paragraphs: Sequence[Sequence[str]],
) -> tuple[NDArray[np.int32], list[str], NDArray[np.int32]]:
    """All words as numbers in one row, 0 for whatever breaks a phrase, and their paragraphs."""
    known = _WordNumbers({"": 0})
    row: list[int] = []
    sizes: list[int] = []
    for words in paragraphs:
        row.extend(map(known.__getitem__, words))
        row.append(0)
        sizes.append(len(words) + 1)
    owners = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    return np.array(row, np.int32), known.names, owners


class _WordNumbers(dict[str, int]):
    """Word → its number, counted from 1 as they come; 0 for what breaks a phrase."""

    def __init__(self, numbers: dict[str, int]) -> None:
        super().__init__(numbers)
        self.names = [""]

    def __missing__(self, word: str) -> int:
        number = 0
        if is_wordlike(word):
            number = len(self.names)
            self.names.append(word)
        self[word] = number
        return number


def _extend(
    previous: NDArray[np.int64],
    numbers: NDArray[np.int32],
    vocabulary: int,
    length: int,
    least: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Grams one word longer: their number at each place (0 none), heads, last words, counts."""
    tails = np.zeros(len(numbers), np.int64)
    tails[: 1 - length] = numbers[length - 1 :]
    at = np.flatnonzero((previous > 0) & (tails > 0))
    keys = previous[at] * vocabulary + tails[at]
    distinct, places, counts = np.unique(keys, return_inverse=True, return_counts=True)
    kept = counts >= least
    renumbered = np.zeros(len(distinct), np.int64)
    renumbered[kept] = np.arange(1, int(kept.sum()) + 1)
    grams = np.zeros(len(numbers), np.int64)
    grams[at] = renumbered[places.reshape(-1)]
    heads = np.concatenate([[0], distinct[kept] // vocabulary])
    ends = np.concatenate([[0], distinct[kept] % vocabulary])
    return grams, heads, ends, np.concatenate([[0], counts[kept]])


def _is_cut_short(
    grams: NDArray[np.int64],
    numbers: NDArray[np.int32],
    single: NDArray[np.bool_],
    count: int,
) -> NDArray[np.bool_]:
    """Which grams of the most words one and the same single character always follows: it is the
    rest of a word that the dictionary cuts (移交涉 before 诈)."""
    following = np.zeros(len(numbers), np.int64)
    following[:-MAX_WORDS] = numbers[MAX_WORDS:]
    least, most = np.full(count, len(single)), np.full(count, -1)
    np.minimum.at(least, grams, following)
    np.maximum.at(most, grams, following)
    one = np.where(least == most, most, 0)
    return single[np.maximum(one, 0)] & (one > 0)


def _first_words(
    grams: NDArray[np.int64], numbers: NDArray[np.int32], count: int
) -> NDArray[np.int64]:
    firsts = np.zeros(count, np.int64)
    firsts[grams] = numbers
    firsts[0] = 0
    return firsts


def _paragraph_counts(
    grams: NDArray[np.int64], owners: NDArray[np.int32], count: int
) -> NDArray[np.int64]:
    """In how many paragraphs each gram stands (a repeat within one counts once)."""
    at = np.flatnonzero(grams)
    pairs = np.sort(grams[at] * (int(owners[-1]) + 1) + owners[at])
    first = np.concatenate([[True], pairs[1:] != pairs[:-1]])[: len(pairs)]
    return np.bincount(pairs[first] // (int(owners[-1]) + 1), minlength=count)


def _cohesion(
    together: NDArray[np.int64], head: NDArray[np.int64], tail: NDArray[np.int64], total: int
) -> NDArray[np.float64]:
    """Normalised pointwise mutual information, −1…1: do the two prefer each other to others?

    BuildInput: Bouma 2009. The thresholds in find_phrases were chosen by reading what they let
    through in statutes: 0.15 admitted 条例/自; a single character at an end needs more.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.log(together * total / (head * tail))
        norm = pmi / -np.log(together / total)
    return np.nan_to_num(norm, nan=-1.0)


def _without_fragments(found: dict[str, int]) -> dict[str, int]:
    """Drop what stands at one end of a longer phrase in at least nine tenths of its paragraphs."""
    fragments: set[str] = set()
    for phrase, count in found.items():
        for cut in range(2, len(phrase)):
            for part in (phrase[:cut], phrase[cut - 1 :]):
                known = found.get(part)
                if known is not None and count >= 0.9 * known:
                    fragments.add(part)
    return {phrase: count for phrase, count in found.items() if phrase not in fragments}
