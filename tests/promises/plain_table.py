"""Bring a text into the form that `exact` compares, by a small table written apart from our own.

The rules of chinese-search.md once more, as one would tell them to a person, so that a slip in the
table of the product cannot hide in a comparison with itself. Traditional characters are left out:
the texts that are compared have none.
"""

from __future__ import annotations

import unicodedata

_ALIKE = {
    "-": "‐‑‒–—―−﹘~∼〜〰─━⸺⸻",
    ".": "·•‧∙⋅・",
    "(": "[〔【〖",
    ")": "]〕】〗",
    ":": "∶꞉",
    "x": "×✕✖*",
    "〇": "○◯",
}
_ONE = {char: one for one, many in _ALIKE.items() for char in many}
_QUOTES = "\"'‘’‚‛“”„‟「」『』«»‹›〝〞〟"


def plain_form(text: str) -> str:
    """Character by character: width and case evened out, no white space, no quotation marks."""
    return "".join(map(_form, text))


def _form(char: str) -> str:
    kind = unicodedata.category(char)
    if char.isspace() or char in _QUOTES or kind in ("Cf", "Co"):
        return ""
    wide = unicodedata.normalize("NFKC", _ONE.get(char, char)).lower()
    return "".join(_ONE.get(one, one) for one in wide if not one.isspace() and one not in _QUOTES)
