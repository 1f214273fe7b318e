"""Derive the normal form of every character from Unicode and OpenCC: the table of the normaliser.

`python -m indexer.text.characters` writes `data/characters.txt` anew, a line `<code point> <form>`
for each character that changes (`<first>..<last> <form>` for a range of them). Sources: NFKC and
case by Python's unicodedata, the Quotation_Mark property of PropList.txt,
Equivalent_Unified_Ideograph in `data/radicals.txt`, OpenCC's t2s for Han characters, and the
classes below, which are ours. To be run by the newest Python that is supported, because it knows
most characters; other Pythons and releases of OpenCC then read what it has written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import opencc

from indexer.text.normalizer import CHARACTERS_NAME

# Unicode's Quotation_Mark property (PropList.txt, Unicode 15.1).
_QUOTES = "\"'«»‘’‚‛“”„‟‹›⹂「」『』〝〞〟﹁﹂﹃﹄＂＇｢｣"
# One class for what print uses in place of another; the first of each stands for all. No class
# looks at a neighbour, so that a literal is matched wherever it begins: a wave is a dash between
# figures and anywhere else. What depends on neighbours (the letter O as a zero) is an expansion of
# `smart`.
_CLASSES = (
    "-‐‑‒–—―−﹘﹣－~∼⁓〜〰─━⸺⸻",  # dashes and waves
    ".·•‧∙⋅⸱・",  # dots in names and dates
    "([〔【〖〘〚❲",  # brackets of document numbers
    ")]〕】〗〙〛❳",
    ":∶꞉",  # ratio
    "x×✕✖╳∗⨉⨯*",  # times
    "〇○◯",  # zero
)
_PRIVATE_USE = range(0xE000, 0xF900)  # fillers of a font of its own: no text
_VARIATION_SELECTORS = [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
_LINE_FEED = 10
_DATA = Path(__file__).with_name("data")
# Where a character can have a normal form other than itself; unified Han characters only change
# from traditional to simplified, Hangul syllables and private characters never.
_RANGES = [(0, 0x3400), (0xA000, 0xAC00), (0xD7A4, 0xD800), (0xF900, 0x20000), (0x2F800, 0x2FA20)]
_RANGES += [(0xE0000, 0xE01F0)]
_HAN_RANGES = [(0x2E80, 0x2FE0), (0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32400)]


def derive_table() -> dict[int, str]:
    """Code point → its normal form, for every character that normalisation changes."""
    chars = [chr(code) for low, high in _RANGES for code in range(low, high) if code != _LINE_FEED]
    # A line feed composes with nothing and begins a word, so each character is alone on its line.
    forms = unicodedata.normalize("NFKC", "\n".join(chars)).lower()
    forms = unicodedata.normalize("NFKC", forms).translate(_replacements(chars))
    pairs = zip(chars, forms.split("\n"), strict=True)
    table = {ord(a): b for a, b in _simplified_characters().items()}
    table.update((ord(char), form) for char, form in pairs if form != char)
    table.update(dict.fromkeys([_LINE_FEED, *_VARIATION_SELECTORS, *_PRIVATE_USE], ""))
    return table


def read_radicals() -> dict[str, str]:
    """CJK radical → the ideograph that looks the same, by Unicode's own list."""
    text = (_DATA / "radicals.txt").read_text("utf-8")
    lines = [line.split(";") for line in text.splitlines() if not line.startswith("#")]
    return {chr(int(code, 16)): chr(int(ideograph, 16)) for code, ideograph in lines}


def _replacements(chars: Sequence[str]) -> dict[int, str]:
    """What single characters become after NFKC and lower case; the line feed is left alone."""
    category = unicodedata.category
    replaced = {ord(char): "" for char in chars if char.isspace() or category(char) == "Cf"}
    replaced.update(dict.fromkeys([ord(quote) for quote in _QUOTES] + [0], ""))
    replaced.update((ord(char), alike[0]) for alike in _CLASSES for char in alike[1:])
    simplified = _simplified_characters()
    replaced.update((ord(a), simplified.get(b, b)) for a, b in read_radicals().items())
    return replaced | {ord(a): b for a, b in simplified.items()}


@cache
def _simplified_characters() -> dict[str, str]:
    """Traditional → simplified for single characters, as OpenCC reads each one alone."""
    chars = [chr(code) for low, high in _HAN_RANGES for code in range(low, high)]
    converted = opencc.OpenCC("t2s").convert("\n".join(chars)).split("\n")
    once = {a: b for a, b in zip(chars, converted, strict=True) if a != b}
    return {a: once.get(b, b) for a, b in once.items()}  # 薴 → 苧 → 苎: a form is its own form


def main() -> None:
    """Write the table into the package's data."""
    table = derive_table()
    first, last = _PRIVATE_USE[0], _PRIVATE_USE[-1]
    single = sorted((code, form) for code, form in table.items() if code not in _PRIVATE_USE)
    lines = [f"{code:04X} {form}\n" for code, form in single]
    text = "".join([*lines, f"{first:04X}..{last:04X} \n"])
    (_DATA / CHARACTERS_NAME).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
