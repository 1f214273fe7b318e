"""Print the numbers that Word shows before numbered paragraphs but keeps out of their text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from indexer.importer.readers.word.package import attribute, child, local, value_of
from indexer.text.numerals import han_cardinal

_LEVELS = 9
_CHINESE = frozenset(
    (
        *("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting"),
        *("taiwaneseCounting", "taiwaneseCountingThousand", "ideographTraditional"),
        *("chineseLegalSimplified", "japaneseDigitalTenThousand", "koreanDigital"),
    )
)
_CIRCLED = ("decimalEnclosedCircle", "decimalEnclosedCircleChinese")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: from where and how it counts, and the text around the number."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""


class Numbering:
    """Counts through a document: ask `label` for each numbered paragraph in reading order."""

    def __init__(self, root: Any | None) -> None:
        self._levels: dict[str, list[_Level]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._shared: dict[str, str] = {}  # list → the abstract list whose counts it goes on with
        abstract = {}
        for element in () if root is None else root:
            if local(element) == "abstractNum":
                abstract[attribute(element, "abstractNumId") or ""] = element
        for element in () if root is None else root:
            if local(element) == "num":
                self._add(element, abstract)

    def _add(self, number: Any, abstract: dict[str, Any]) -> None:
        key, base = attribute(number, "numId") or "", value_of(number, "abstractNumId") or ""
        levels = [_Level()] * _LEVELS
        overrides = [c for c in number if local(c) == "lvlOverride"]
        for level in (*abstract.get(base, ()), *(child(o, "lvl") for o in overrides)):
            if level is not None and local(level) == "lvl":
                _set(levels, attribute(level, "ilvl"), _level(level))
        for override in overrides:
            start = _number(value_of(override, "startOverride"), None)
            at = _number(attribute(override, "ilvl"), -1)
            if start is not None and at is not None and 0 <= at < _LEVELS:
                levels[at] = _Level(start, levels[at].kind, levels[at].text)
        self._levels[key] = levels
        self._shared[key] = key if overrides else f"abstract {base}"

    def label(self, list_id: str | None, level: int) -> str:
        """The next number of this list at this level (0–8), as printed; "" for bullets."""
        levels = self._levels.get(list_id or "")
        if levels is None or not 0 <= level < _LEVELS:
            return ""
        counts = self._counts.setdefault(self._shared[list_id or ""], [None] * _LEVELS)
        current = counts[level]
        counts[level] = levels[level].start if current is None else current + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        this = levels[level]
        if this.kind in ("bullet", "none") or not this.text:
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            value = counts[at] if at < _LEVELS else None
            return _printed(levels[at].start if value is None else value, levels[at].kind)

        label = re.sub(r"%([1-9])", shown, this.text).strip()
        return label if not label or label[-1] in "、）)．】" else f"{label} "


def _set(levels: list[_Level], at: str | None, level: _Level) -> None:
    index = _number(at, -1)
    if index is not None and 0 <= index < _LEVELS:
        levels[index] = level


def _level(element: Any) -> _Level:
    start = _number(value_of(element, "start"), 1)
    kind = value_of(element, "numFmt") or "decimal"
    return _Level(start or 0, kind, value_of(element, "lvlText") or "")


def _number(text: str | None, default: int | None) -> int | None:
    try:
        return default if text is None else int(text)
    except ValueError:
        return default


def _printed(number: int, kind: str) -> str:
    if kind in _CHINESE:
        return han_cardinal(number) if 1 <= number <= 99 else str(number)
    if kind in _CIRCLED and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if kind in ("upperLetter", "lowerLetter") and number >= 1:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 % 8 + 1)
        return letter if kind == "upperLetter" else letter.lower()
    if kind in ("upperRoman", "lowerRoman") and 1 <= number < 4000:
        roman = _roman(number)
        return roman if kind == "upperRoman" else roman.lower()
    if kind == "decimalZero":
        return f"{number:02}"
    return str(number)


def _roman(number: int) -> str:
    steps = (
        *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
        *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
    )
    text = ""
    for value, sign in steps:
        text += sign * (number // value)
        number %= value
    return text
