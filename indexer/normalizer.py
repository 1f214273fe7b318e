"""Turn text into its normal form for matching, character by character, keeping the way back.

`normalize(a + b) == normalize(a) + normalize(b)` for all strings: no rule looks at a neighbour.
What it does to one character: NFKC, lower case, traditional → simplified (OpenCC's first reading of
the character alone), dashes and × unified; quotation marks, white space and zero-width characters
become nothing. `RULES` names this set of rules in an index's fingerprint.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import opencc

RULES = "nfkc-lower-t2s-1"

# Unicode's Quotation_Mark property (PropList.txt, Unicode 15.1).
_QUOTES = "\"'«»‘’‚‛“”„‟‹›⹂「」『』〝〞〟﹁﹂﹃﹄＂＇｢｣"
_DASHES = "-‐‑‒–—―−﹘﹣－"
_VARIATION_SELECTORS = [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
_HAN_RANGES = [(0x2E80, 0x2FE0), (0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32400)]


@cache
def character_table() -> dict[int, str]:
    """Code point → its normal form, for every character that normalisation changes."""
    simplified = _simplified_characters()
    nothing = {ord(c) for c in _QUOTES} | set(_VARIATION_SELECTORS) | {0}
    dashes = {ord(c) for c in _DASHES}
    table: dict[int, str] = {}
    for code in _assigned_code_points():
        char = chr(code)
        normal = unicodedata.normalize("NFKC", char).lower()
        if normal != char:
            normal = unicodedata.normalize("NFKC", normal)
        normal = (
            "".join(_normal_piece(c, ord(c), nothing, dashes, simplified) for c in normal)
            if code not in nothing
            else ""
        )
        if normal != char:
            table[code] = normal
    return table


def _normal_piece(
    char: str, code: int, nothing: set[int], dashes: set[int], simplified: dict[str, str]
) -> str:
    if code in nothing or char.isspace() or unicodedata.category(char) == "Cf":
        return ""
    if code in dashes:
        return "-"
    if char == "×":
        return "x"
    return simplified.get(char, char)


def _assigned_code_points() -> list[int]:
    """The planes where a character can have a normal form other than itself."""
    ranges = [(0, 0xD800), (0xE000, 0x20000), (0x20000, 0x32400), (0xE0000, 0xE01F0)]
    return [code for low, high in ranges for code in range(low, high)]


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
