"""Turn text into its normal form for matching, character by character, keeping the way back.

`normalize(a + b) == normalize(a) + normalize(b)` for all strings: no rule looks at a neighbour.
What it does to one character: NFKC, lower case, traditional → simplified (OpenCC's first reading of
the character alone), radicals as the ideographs that they look like; one class each for dashes and
waves, dots, brackets, colons, times signs and zeros; quotation marks, white space, zero-width and
private-use characters become nothing. `RULES` names this set of rules in an index's fingerprint.

The forms are a table, `data/characters.txt`, and not asked of the libraries at hand: whatever
Unicode the running Python knows, a text has the same form. `characters` makes the table.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

RULES = "nfkc-lower-t2s-2"
CHARACTERS_NAME = "characters.txt"


@cache
def character_table() -> dict[int, str]:
    """Code point → its normal form, for every character that normalisation changes."""
    text = (Path(__file__).with_name("data") / CHARACTERS_NAME).read_text("utf-8")
    table: dict[int, str] = {}
    for code, _, form in (line.partition(" ") for line in text.split("\n") if line):
        first, _, last = code.partition("..")
        codes = range(int(first, 16), int(last or first, 16) + 1)
        table.update(dict.fromkeys(codes, form))
    return table


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
