"""Turn text into its normal form for matching, character by character, keeping the way back.

`normalize(a + b) == normalize(a) + normalize(b)` for all strings: no rule looks at a neighbour.
What it does to one character: NFKC, lower case, traditional → simplified (OpenCC's first reading of
the character alone), dashes and × unified; quotation marks, white space and zero-width characters
become nothing. `RULES` names this set of rules in an index's fingerprint.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

import opencc

RULES = "nfkc-lower-t2s-1"

# Unicode's Quotation_Mark property (PropList.txt, Unicode 15.1).
_QUOTES = "\"'«»‘’‚‛“”„‟‹›⹂「」『』〝〞〟﹁﹂﹃﹄＂＇｢｣"
_DASHES = "-‐‑‒–—―−﹘﹣－"
_VARIATION_SELECTORS = [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
_LINE_FEED = 10
# Where a character can have a normal form other than itself; unified Han characters only change
# from traditional to simplified, Hangul syllables and private characters never.
_RANGES = [(0, 0x3400), (0xA000, 0xAC00), (0xD7A4, 0xD800), (0xF900, 0x20000), (0x2F800, 0x2FA20)]
_RANGES += [(0xE0000, 0xE01F0)]
_HAN_RANGES = [(0x2E80, 0x2FE0), (0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32400)]


@cache
def character_table() -> dict[int, str]:
    """Code point → its normal form, for every character that normalisation changes."""
    chars = [chr(code) for low, high in _RANGES for code in range(low, high) if code != _LINE_FEED]
    # A line feed composes with nothing and begins a word, so each character is alone on its line.
    forms = unicodedata.normalize("NFKC", "\n".join(chars)).lower()
    forms = unicodedata.normalize("NFKC", forms).translate(_replacements(chars))
    pairs = zip(chars, forms.split("\n"), strict=True)
    table = {ord(a): b for a, b in _simplified_characters().items()}
    table.update((ord(char), form) for char, form in pairs if form != char)
    table.update(dict.fromkeys([_LINE_FEED, *_VARIATION_SELECTORS], ""))
    return table


def _replacements(chars: Sequence[str]) -> dict[int, str]:
    """What single characters become after NFKC and lower case; the line feed is left alone."""
    category = unicodedata.category
    replaced = {ord(char): "" for char in chars if char.isspace() or category(char) == "Cf"}
    replaced.update(dict.fromkeys([ord(quote) for quote in _QUOTES] + [0], ""))
    replaced.update({ord(dash): "-" for dash in _DASHES} | {ord("×"): "x"})
    return replaced | {ord(a): b for a, b in _simplified_characters().items()}


@cache
def _simplified_characters() -> dict[str, str]:
    """Traditional → simplified for single characters, as OpenCC reads each one alone."""
    chars = [chr(code) for low, high in _HAN_RANGES for code in range(low, high)]
    converted = opencc.OpenCC("t2s").convert("\n".join(chars)).split("\n")
    once = {a: b for a, b in zip(chars, converted, strict=True) if a != b}
    return {a: once.get(b, b) for a, b in once.items()}  # 薴 → 苧 → 苎: a form is its own form


def normalize(text: str) -> str:
    """The normal form of `text`: what `exact` compares. May be empty."""
    return text.translate(character_table())


def normalize_with_offsets(text: str) -> tuple[str, list[int]]:
    """The normal form and, for each of its characters, the offset of its origin in `text`.

    Offsets are code points. The list has one entry more than the form: `len(text)`, so that
    `text[offsets[a] : offsets[b - 1] + 1]` is what was printed for `form[a:b]`.
    """
    table = character_table()
    form = text.translate(table)
    irregular = _irregular_characters()
    if irregular.isdisjoint(text):
        return form, list(range(len(text) + 1))
    offsets: list[int] = []
    regular_from = 0
    for index, char in enumerate(text):
        if char in irregular:
            offsets.extend(range(regular_from, index))
            offsets.extend([index] * len(table[ord(char)]))
            regular_from = index + 1
    offsets.extend(range(regular_from, len(text) + 1))
    return form, offsets


@cache
def _irregular_characters() -> frozenset[str]:
    """Characters whose normal form is not exactly one character."""
    return frozenset(chr(code) for code, form in character_table().items() if len(form) != 1)


def removed_characters(text: str) -> str:
    """The characters of `text` that normalisation drops, as printed: “ ” 「 and the like."""
    table = character_table()
    return "".join(char for char in text if table.get(ord(char)) == "")
