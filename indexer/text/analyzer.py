"""Cut text into words as jieba does, while an index is built.

Words serve ranking, tagging and suggestions; matching never depends on them. Jieba's dictionary and
algorithm with the HMM off, in its search mode. Our compiled twin of them (`trie_cutter`) gives the
same tokens fifty times faster where it was built (a test proves the equality). Reading an index
needs none of this: queries are cut by the word list of the generation (`indexer.text.dictionary`).
"""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from indexer.model.documents import TAG_RULES
from indexer.model.figures import FIGURE_RULES
from indexer.text import trie
from indexer.text.normalizer import RULES, character_table
from indexer.text.trie_cutter import TrieCutter

ALGORITHM = "jieba-0.42.1-search-nohmm"

_SPACE_OUTSIDE_LATIN = re.compile(r"(?<![0-9a-z ]) +| +(?![0-9a-z ])")


def words_form(text: str) -> str:
    """The normal form for cutting: as `normalize`, but spaces between Latin words stay."""
    form = text.translate(_spaced_table())
    return _SPACE_OUTSIDE_LATIN.sub("", form) if " " in form else form


@cache
def _spaced_table() -> dict[int, str]:
    table = dict(character_table())
    for code, form in character_table().items():
        if not form and chr(code).isspace():
            table[code] = " "
    return table


def is_word(token: str) -> bool:
    """A token counts as a word when it holds a letter, a digit or a Han character."""
    return token.isalnum() or any(char.isalnum() for char in token)


class Segmenter:
    """Jieba with added words: text in normal form → words, longer ones with their parts.

    `words` are added to the dictionary with jieba's own suggested frequency, in order.
    """

    def __init__(self, words: Sequence[str] = (), implementation: str | None = None) -> None:
        """`implementation`: "compiled" or "jieba"; None: the compiled one where it was built."""
        self.words = tuple(words)
        self.implementation = implementation or ("jieba" if trie.compiled is None else "compiled")
        self.trie_cutter: TrieCutter | None = None  # for callers with many texts at once
        if self.implementation == "compiled":
            self.trie_cutter, _ = _trie_cutter(self.words)
            self._search: Cutter = self.trie_cutter.cut_for_search
            self._whole: Cutter = self.trie_cutter.cut_whole
        else:
            self._search, self._whole = _pure_cutters(self.words)

    def cut(self, form: str) -> list[str]:
        """Words in search mode, punctuation left out. `form` comes from `words_form`."""
        return [token for token in self._search(form) if is_word(token)]

    def cut_raw(self, form: str) -> Iterable[str]:
        """The same with punctuation (some or all of it): for callers that filter in bulk."""
        return self._search(form)

    def cut_whole(self, form: str) -> list[str]:
        """The longest reading only, punctuation too: the tokens join to the form."""
        return list(self._whole(form))

    def cut_whole_all(self, forms: Sequence[str]) -> list[list[str]]:
        """`cut_whole` of each text, for many at once."""
        if self.trie_cutter is not None:
            return self.trie_cutter.cut_whole_all(forms)
        return [self.cut_whole(form) for form in forms]


@cache
def _trie_cutter(words: tuple[str, ...]) -> tuple[TrieCutter, dict[str, int]]:
    """The compiled cutter, and the frequencies of the words that were added to its dictionary."""
    frequencies, total = _dictionary()
    cutter = TrieCutter(frequencies, total)
    return cutter, _add_words(cutter.suggest_freq, cutter.add_word, words)


Cutter = Callable[[str], Iterable[str]]


def _pure_cutters(words: tuple[str, ...]) -> tuple[Cutter, Cutter]:
    tokenizer = _pure_tokenizer()
    _add_words(lambda w: tokenizer.suggest_freq(w, tune=False), tokenizer.add_word, words)
    return (
        lambda form: tokenizer.lcut_for_search(form, HMM=False),
        lambda form: tokenizer.lcut(form, HMM=False),
    )


def _add_words(
    suggest: Callable[[str], int], add: Callable[[str, int], object], words: Sequence[str]
) -> dict[str, int]:
    """Add words in order with the frequency that keeps each whole; gives what was added.

    Words that the dictionary already holds at least as strongly are left as they are.
    """
    known = dictionary_frequencies()
    added: dict[str, int] = {}
    for word in dict.fromkeys(words):
        frequency = int(suggest(word))
        if word and frequency > known.get(word, 0):
            add(word, frequency)
            added[word] = frequency
    return added


def _pure_tokenizer() -> jieba.Tokenizer:  # type: ignore[name-defined] # noqa: F821
    """A tokenizer of our own whose cache lies in a fresh private folder.

    Jieba's default cache is a file in the shared temporary folder: anybody can plant it, and it is
    loaded unchecked.
    """
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    with tempfile.TemporaryDirectory(prefix="qianshao-jieba-") as folder:
        tokenizer.tmp_dir = folder
        tokenizer.cache_file = str(Path(folder) / "words")
        tokenizer.initialize()
    return tokenizer


def dictionary_frequencies() -> dict[str, int]:
    """Jieba's own dictionary, from its file: word → frequency. Not to be changed by callers."""
    return _dictionary()[0]


def dictionary_total() -> int:
    """What jieba takes for the sum of its dictionary's frequencies."""
    return _dictionary()[1]


@cache
def _dictionary() -> tuple[dict[str, int], int]:
    """Word → frequency, and the sum over all lines of the file, of which two repeat each other."""
    fields = _dictionary_file().read_text("utf-8").split()
    frequencies = list(map(int, fields[1::3]))
    return dict(zip(fields[::3], frequencies, strict=True)), sum(frequencies)


@lru_cache(maxsize=4096)
def is_noun(word: str) -> bool:
    """Whether jieba's dictionary calls a word a noun. Read from its file, some milliseconds: a
    service keeps no second dictionary for the few words that are asked about."""
    line = b"\n" + word.encode() + b" "
    found = _dictionary_file().read_bytes().partition(line)[2].split(b"\n", 1)[0]
    return found.partition(b" ")[2].startswith(b"n")


def _dictionary_file() -> Path:
    jieba = find_spec("jieba")  # to import it would read tables that only its HMM needs
    assert jieba is not None and jieba.origin is not None
    return Path(jieba.origin).with_name("dict.txt")


def word_frequencies(words: Sequence[str]) -> dict[str, int]:
    """The frequency that each added word gets: what a lexicon needs beside jieba's own."""
    if not words:
        return {}
    if trie.compiled is not None:
        return _trie_cutter(tuple(words))[1]
    tokenizer = _pure_tokenizer()
    return _add_words(lambda w: tokenizer.suggest_freq(w, tune=False), tokenizer.add_word, words)


def analysis_fingerprint(words: Sequence[str]) -> str:
    """Names algorithm, dictionary, normalisation and the rules of figures and tags."""
    import hashlib

    digest = hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]
    return f"{ALGORITHM}+{RULES}+figures-{FIGURE_RULES}+tags-{TAG_RULES}+words-{digest}"
