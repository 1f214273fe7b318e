"""Compile an expression over normal forms, and say where, or in which lines of a text, it matches.

Time grows with the text, never with the ways to match. Lines are texts of their own: `^` and `$`
are their ends, and nothing matches a line break.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

# An expression in RE2's own steps: `.{0,50}` has some 500. Beyond, memory for its automaton runs
# out again and again, and a text is compared a hundred times slower.
MAX_STEPS = 1_500
_MEMORY = 32 << 20  # for its automaton


class UnusableExpressionError(ValueError):
    """An expression that cannot be searched with; the reason is a Chinese clause for a note."""


class ExpressionMatcher:
    """One expression, compiled. Threads may share it."""

    def __init__(self, pattern: str) -> None:
        """UnusableExpressionError for what is no expression, or matches even where nothing is."""
        try:
            import re2  # wheels for every platform that we name; elsewhere it may be missing
        except ImportError as error:
            raise UnusableExpressionError("正则表达式要用 google-re2，这里没有安装") from error
        options = re2.Options()
        options.never_nl, options.log_errors, options.max_mem = True, False, _MEMORY
        try:
            self._compiled: Any = re2.compile(f"(?m){pattern}".encode(), options)
        except re2.error as error:
            reason = error.args[0] if error.args else ""
            told = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
            raise UnusableExpressionError(f"不是能用的正则表达式（{told}）") from error
        self.steps: int = self._compiled.programsize
        if self.steps > MAX_STEPS:
            raise UnusableExpressionError("这条正则表达式太长，或次数写得太大")
        if self._compiled.search(b""):
            raise UnusableExpressionError("这条正则表达式连空白也匹配，等于什么都没问")

    def is_in(self, form: str) -> bool:
        """Whether any line of a text matches."""
        return self._compiled.search(_encoded(form)) is not None

    def places(self, form: str) -> list[tuple[int, int]]:
        """What matches, from left to right, as code points of the text; nothing that is empty."""
        encoded = _encoded(form)
        if len(encoded) == len(form):
            found = [match.span() for match in self._compiled.finditer(encoded)]
            return [(start, end) for start, end in found if start < end]
        places: list[tuple[int, int]] = []
        last_byte = last_char = 0
        for match in self._compiled.finditer(encoded):
            start, end = match.span()
            if start < end:
                first = last_char + _chars(encoded[last_byte:start])
                last_byte, last_char = end, first + _chars(encoded[start:end])
                places.append((first, last_char))
        return places

    def matching_lines(self, text: str) -> Iterator[int]:
        """The numbers, from 0, of the lines that match."""
        encoded = _encoded(text)
        number = counted = at = 0
        while at < len(encoded) and (match := self._compiled.search(encoded, at)):
            number += encoded.count(b"\n", counted, match.start())
            yield number
            counted = encoded.find(b"\n", match.start())
            at = counted + 1
            if counted < 0:
                return


@lru_cache(maxsize=128)
def expression_matcher(pattern: str) -> ExpressionMatcher:
    """The matcher of a pattern; UnusableExpressionError as there."""
    return ExpressionMatcher(pattern)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _chars(encoded: bytes) -> int:
    return len(encoded.decode("utf-8", "replace"))
