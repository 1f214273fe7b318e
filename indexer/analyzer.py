"""Cut text into words as jieba does, while an index is built.

Words serve ranking, tagging and suggestions; matching never depends on them. Jieba's dictionary and
algorithm with the HMM off, in its search mode; `rjieba` gives the same tokens ten times faster
where it is installed (a test proves the equality). Reading an index needs none of this: queries are
cut by the word list of the generation (`indexer.lexicon`).
"""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indexer.normalizer import RULES, character_table

ALGORITHM = "jieba-0.42.1-search-nohmm"

_SPACE_OUTSIDE_LATIN = re.compile(r"(?<![0-9a-z ]) +| +(?![0-9a-z ])")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text. Offsets are characters of the form that was cut, end-exclusive."""

    text: str
    start: int
    end: int


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
        """`implementation`: "rjieba" or "jieba"; None takes the faster one installed."""
        self.words = tuple(words)
        self.implementation = implementation or ("rjieba" if _has_rjieba() else "jieba")
        cutters = _rust_cutters if self.implementation == "rjieba" else _pure_cutters
        self._search, self._whole = cutters(tuple(words))

    def cut(self, form: str) -> list[str]:
        """Words in search mode, punctuation left out. `form` comes from `words_form`."""
        return [token for token in self._search(form) if is_word(token)]

    def cut_raw(self, form: str) -> Iterable[str]:
        """The same with every token, punctuation too: for callers that filter in bulk."""
        return self._search(form)

    def cut_whole(self, form: str) -> list[str]:
        """The longest reading only, punctuation too: the tokens join to the form."""
        return list(self._whole(form))


@cache
def _has_rjieba() -> bool:
    try:
        import rjieba  # noqa: F401
    except ImportError:
        return False
    return True


Cutter = Callable[[str], Iterable[str]]


def _rust_cutters(words: tuple[str, ...]) -> tuple[Cutter, Cutter]:
    tokenizer = _rust_tokenizer(words)
    return (
        lambda form: tokenizer.cut_for_search(form, hmm=False),
        lambda form: tokenizer.cut(form, hmm=False),
    )


@cache
def _rust_tokenizer(words: tuple[str, ...]) -> rjieba.Jieba:  # type: ignore[name-defined] # noqa: F821
    import rjieba

    tokenizer = rjieba.Jieba()
    _add_words(tokenizer.suggest_freq, lambda w, f: tokenizer.add_word(w, f, None), words)
    return tokenizer


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


@cache
def dictionary_frequencies() -> dict[str, int]:
    """Jieba's own dictionary, from its file: word → frequency. Not to be changed by callers."""
    import jieba

    frequencies: dict[str, int] = {}
    with jieba.get_dict_file() as file:
        for line in file:
            word, frequency = line.decode("utf-8").split(" ")[:2]
            frequencies[word] = int(frequency)
    return frequencies


def word_frequencies(words: Sequence[str]) -> dict[str, int]:
    """The frequency that each added word gets: what a lexicon needs beside jieba's own."""
    if not words:
        return {}
    added: dict[str, int] = {}
    if _has_rjieba():
        import rjieba

        rust = rjieba.Jieba()
        added = _add_words(rust.suggest_freq, lambda w, f: rust.add_word(w, f, None), words)
    else:
        pure = _pure_tokenizer()
        added = _add_words(lambda w: pure.suggest_freq(w, tune=False), pure.add_word, words)
    return added


def analysis_fingerprint(words: Sequence[str]) -> str:
    """Names algorithm, dictionary and normalisation: what an index's words depend on."""
    import hashlib

    digest = hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]
    return f"{ALGORITHM}+{RULES}+words-{digest}"
