"""Cut a text into the letters and figures by which two wordings are compared."""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from operator import ne

from indexer.figures.units import decimal_text
from indexer.text.normalizer import normalize_with_offsets
from indexer.text.numerals import whole_number
from search.results import Span, spans
from search.rewrite.numerals import in_figures

# A figure is one letter with its percent sign: a changed one is one change, told whole.
_HAN = "〇零一二两三四五六七八九十百千万亿"
_TENTHS = "[一二两三四五六七八九]"
_LETTER = re.compile(
    rf"百分之(?:[{_HAN}]+(?:点[{_HAN}]+)?|[0-9]+(?:\.[0-9]+)?)|[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9,])"
    rf"|[0-9]+(?:\.[0-9]+)*[%‰万亿]?|{_TENTHS}成{_TENTHS}?(?![立为功效])|[{_HAN}]{{2,}}|[^\W_]"
)
_NUMERAL = re.compile("(?:百分之|千分之)?[〇零一二两三四五六七八九十百千万亿成]{2,}")
_FIRST_SIGN, _SIGNS = 0x100000, 0xFFFD  # characters that no text has: one for each longer figure
_SIGN = f"{chr(_FIRST_SIGN)}-{chr(_FIRST_SIGN + _SIGNS)}"
_DIGITS = str.maketrans("〇零一二两三四五六七八九", "001223456789")
_COUNTED = re.compile(f"[a-z0-9{_SIGN}]+|.")
_SIGNED = re.compile(f"[{_SIGN}]")
_ENDS_LEAD = re.compile(r"(?:\W|_|\d年度?|[局市县区厅])$")
_WEIGHT = 3  # letters: a figure of several digits says as much as a word

Cut = Callable[[str], Sequence[str]]  # a normal form into words and punctuation that join to it


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters and figures of a text in normal form, and where each stands in form and text.

    A figure of several digits is one sign of its own, so that equal figures are equal letters,
    however they are written: 五千三百一十二 and 5312, 两成七 and 27%.
    `breaks[n]`: before how many letters up to the n-th punctuation or a space stands."""

    text: str
    form: str
    letters: str
    places: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: tuple[int, ...]
    offsets: list[int]

    @classmethod
    def of(cls, text: str) -> Letters:
        form, offsets = normalize_with_offsets(text)
        found = [letter for match in _LETTER.finditer(form) for letter in _letters_in(match)]
        letters = "".join(sign for sign, _, _ in found)
        places, ends = tuple(start for _, start, _ in found), tuple(end for _, _, end in found)
        breaks = tuple(accumulate(map(ne, (0, *ends), places)))
        return cls(text, form, letters, places, ends, breaks, offsets)

    @property
    def size(self) -> int:
        """Characters; a Latin word or a figure counts as one."""
        return len(_COUNTED.findall(self.letters))

    @property
    def figures(self) -> tuple[int, ...]:
        """Where the figures of several digits stand among the letters."""
        return tuple(found.start() for found in _SIGNED.finditer(self.letters))

    def weight(self, start: int, end: int) -> int:
        """How much these letters say: each as one, a figure of several digits as a word."""
        return max(0, end - start) + (_WEIGHT - 1) * len(_SIGNED.findall(self.letters, start, end))

    def form_of(self, start: int, end: int) -> str:
        return self.form[self.places[start] : self.ends[end - 1]] if start < end else ""

    def printed(self, start: int, end: int) -> str:
        if start >= end:
            return ""
        first, last = self.places[start], self.ends[end - 1] - 1
        return self.text[self.offsets[first] : self.offsets[last] + 1]

    def word_edges(self, cut: Cut) -> frozenset[int]:
        """Before which letters a word begins, and the end; a number in characters is one."""
        ends = accumulate(map(len, cut(self.form)), initial=0)
        numbers = {
            n for m in _NUMERAL.finditer(self.letters) for n in range(*m.span()) if n > m.start()
        }
        return frozenset(bisect_left(self.places, end) for end in ends) - numbers

    def spans(self, changed: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
        """The whole text, these ranges of letters marked."""
        places = (
            (self.offsets[self.places[start]], self.offsets[self.ends[end - 1] - 1] + 1)
            for start, end in changed
            if start < end
        )
        return spans(self.text, places)

    def is_joined(self, start: int, end: int) -> bool:
        """Whether no punctuation stands between these letters."""
        return self.breaks[start] == self.breaks[end - 1]

    def is_within_clause(self, at: int) -> bool:
        """Whether no punctuation stands between this letter and the one before."""
        return 0 < at < len(self.letters) and self.is_joined(at - 1, at + 1)

    def has_figure(self, start: int, end: int) -> bool:
        """Whether one of these letters is a figure of several digits."""
        return max(self.letters[start:end]) >= chr(_FIRST_SIGN)


def _letters_in(match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """The sign of a letter or figure, and where it lies; of what is no figure, each character's."""
    text, start = match.group(), match.start()
    figure = text if len(text) == 1 else _value(text)
    if figure:
        yield _sign(figure), start, match.end()
    else:
        yield from ((char, start + n, start + n + 1) for n, char in enumerate(text))


def _value(figure: str) -> str:
    """A figure in one writing, "" for characters that make none: 一百二, 百万."""
    if "成" in figure:
        whole, _, rest = figure.partition("成")
        return f"{whole_number(whole)}{whole_number(rest) if rest else 0}%"
    if figure[0] in _HAN or figure.startswith("百分之"):
        figure = in_figures(f"{figure}人").removesuffix("人")  # 一百二 alone may be a slip
        if not figure[0].isdigit():
            return ""
    figure = figure.replace(",", "")
    if figure.endswith(("万", "亿")):
        if figure.count(".") > 1:
            return figure
        value = Decimal(figure[:-1]) * (10**4 if figure[-1] == "万" else 10**8)
        return decimal_text(value)
    return figure


def _sign(letter: str) -> str:
    if len(letter) == 1:
        return letter.translate(_DIGITS)
    return chr(_FIRST_SIGN + zlib.crc32(letter.encode()) % _SIGNS)


def printed_end(text: str, count: Callable[[str], int], least: int) -> tuple[str, str] | None:
    """Half of a text or more, to its end, as it is printed, and the normal form of it: behind whose
    and of which year it is, or a title, that who quotes it has put in front (葛垣市2023年…). None
    where less is, or fewer than `least` letters."""
    form, offsets = normalize_with_offsets(text.rstrip("。，；！？：.,;!?:"))
    # Of what is printed from some place to the end, any shorter end is printed, too.
    at = bisect_left(range(len(form)), True, key=lambda start: count(form[start:]) > 0)
    letters = Letters.of(form[at:]).letters
    is_most = len(letters) >= max(least, len(Letters.of(form).letters) / 2)
    if not is_most or not _ENDS_LEAD.search(form[:at]):
        return None
    return text[offsets[at] :], form[at:]
