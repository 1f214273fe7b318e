r"""Turn a regular expression as typed into one over normal forms, and the literals it cannot lack.

The syntax is RE2's, which matches in linear time. Texts are compared in their normal form, so a
reader need not know how wide, traditional or quoted the print is: every character of the expression
that stands for itself is normalised, too; white space and quotation marks, which no normal form
has, are left out. Many texts are searched at once, one a line, so nothing may match a line break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from indexer.text.normalizer import normalize

Needs = tuple[tuple[str, ...], ...]

MAX_ALTERNATIVES = 16  # literals of which one must occur: more than that narrow down little
_META = frozenset("\\.[](){}*+?|^$")
_CLASS_META = frozenset("\\[]^-")
_QUANTIFIER = re.compile(r"(?:[*+?]|\{(\d+)(?:,\d*)?\})\??")
_GROUP = re.compile(r"\((?:\?(?:P?<\w+>|[imsU-]*:))?")
_FLAGS = re.compile(r"\(\?[imsU-]+\)")
_NAMED = re.compile(r"\\(?:[pP](?:\{\^?\w+\}|\w)|x(?:\{[0-9A-Fa-f]+\}|[0-9A-Fa-f]{2}))")
_POSIX = re.compile(r"\[:\^?\w+:\]")
_QUOTED = re.compile(r"\\Q(.*?)(?:\\E|$)", re.DOTALL)
_NEVER = r"[^\x00-\x{10FFFF}]"


@dataclass(frozen=True, slots=True)
class RegularExpression:
    """`pattern` is over normal forms; what it matches holds one literal of each of `needs`."""

    pattern: str
    needs: Needs


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the expression. `literal`: all that it matches, if that is one string."""

    pattern: str
    literal: str | None = None
    needs: Needs = ()


@lru_cache(maxsize=256)
def read_expression(typed: str) -> RegularExpression:
    """The expression between the slashes, with `\\/` for a slash. What RE2 refuses stays so."""
    reader = _ExpressionReader(typed.replace("\\/", "/"))
    part = reader.alternatives()
    return RegularExpression(part.pattern + reader.rest(), _needs_of(part))


class _ExpressionReader:
    """Reads an expression from left to right; its shape is checked when RE2 compiles it."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0

    def rest(self) -> str:
        """What follows a bracket that was never opened."""
        return self._text[self._at :]

    def alternatives(self) -> _Part:
        """Branches between `|`, up to a closing bracket or the end."""
        branches = [self._branch()]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._branch())
        if len(branches) == 1:
            return branches[0]
        pattern = "|".join(branch.pattern for branch in branches)
        strongest = [
            max(_needs_of(b), key=lambda some: min(map(len, some)), default=()) for b in branches
        ]
        either = tuple(dict.fromkeys(literal for some in strongest for literal in some))
        is_known = all(strongest) and len(either) <= MAX_ALTERNATIVES
        return _Part(pattern, needs=(either,) if is_known else ())

    def _branch(self) -> _Part:
        patterns: list[str] = []
        needs: list[tuple[str, ...]] = []
        run, is_literal = "", True
        while self._peek() not in ("", "|", ")"):
            part = self._atom()
            quantifier = _QUANTIFIER.match(self._text, self._at)
            patterns.append(part.pattern)
            if quantifier and part.pattern:
                patterns.append(quantifier[0])
            self._at = quantifier.end() if quantifier else self._at
            is_optional = quantifier is not None and _least(quantifier) == 0
            if part.literal is not None and not is_optional:
                run += part.literal
            elif not is_optional:
                needs += part.needs
            if quantifier or part.literal is None:
                needs += [(run,)] if run else []
                run, is_literal = "", False
        needs += [(run,)] if run else []
        return _Part("".join(patterns), run if is_literal else None, tuple(dict.fromkeys(needs)))

    def _atom(self) -> _Part:
        if flags := _FLAGS.match(self._text, self._at):  # normal forms have one case and one line
            self._at = flags.end()
            return _Part("", "")
        char = self._peek()
        if char == "(":
            return self._group()
        if char == "[":
            return self._class()
        if char == "\\":
            return self._escape()
        self._at += 1
        return _Part(char) if char in _META else _literal(char)

    def _group(self) -> _Part:
        opening = _GROUP.match(self._text, self._at)
        assert opening is not None
        self._at = opening.end()
        inner = self.alternatives()
        closing = self._peek()
        self._at += 1
        # Nobody asks what a group caught; a quantifier still applies to all of it.
        return _Part(f"(?:{inner.pattern}{closing}", inner.literal, inner.needs)

    def _escape(self) -> _Part:
        if quoted := _QUOTED.match(self._text, self._at):
            self._at = quoted.end()
            parts = [_literal(char) for char in quoted[1]]
            literal = "".join(part.literal or "" for part in parts)
            return _Part("(?:" + "".join(part.pattern for part in parts) + ")", literal)
        if named := _NAMED.match(self._text, self._at):
            self._at = named.end()
            return _Part(named[0])
        char = self._text[self._at + 1 : self._at + 2]
        self._at += 2
        if char and not char.isalnum():
            return _literal(char)
        return _Part({"A": "^", "z": "$", "n": _NEVER, "C": "."}.get(char, "\\" + char))

    def _class(self) -> _Part:
        """A class of characters, each in its normal form; a range where both ends keep apart."""
        self._at += 1
        negation = "^" if self._peek() == "^" else ""
        self._at += len(negation)
        members: list[str] = []
        start = self._at
        while self._peek() and (self._peek() != "]" or self._at == start):
            members.append(self._member())
        closing = self._peek()
        self._at += 1
        inside = "".join(members)
        if not inside:
            return _Part("." if negation else _NEVER)
        return _Part(f"[{negation}{inside}{closing}")

    def _member(self) -> str:
        if posix := _POSIX.match(self._text, self._at):
            self._at = posix.end()
            return posix[0]
        low = self._class_char()
        if len(low) > 1 or self._text[self._at : self._at + 1] != "-":
            return low if len(low) > 1 else _in_class(normalize(low))
        if self._text[self._at + 1 : self._at + 2] in ("", "]"):
            return _in_class(normalize(low))
        self._at += 1
        high = self._class_char()
        ends = normalize(low), normalize(high)
        is_kept = len(high) == 1 and all(len(end) == 1 for end in ends)
        if not is_kept or ord(ends[1]) - ord(ends[0]) != ord(high) - ord(low):
            return f"{_in_class(low)}-{_in_class(high) if len(high) == 1 else high}"
        return f"{_in_class(ends[0])}-{_in_class(ends[1])}"

    def _class_char(self) -> str:
        """One character that stands for itself, or an escape with its backslash."""
        if named := _NAMED.match(self._text, self._at):
            self._at = named.end()
            return named[0]
        char = self._peek()
        self._at += 1
        if char != "\\":
            return char
        escaped = self._peek()
        self._at += 1
        return "\\" + escaped if escaped.isalnum() else escaped

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]


def _literal(char: str) -> _Part:
    """A character that stands for itself: what it is in normal form, if anything."""
    form = normalize(char)
    pattern = "".join("\\" + each if each in _META else each for each in form)
    return _Part(f"(?:{pattern})" if len(form) > 1 else pattern, form)


def _in_class(chars: str) -> str:
    return "".join("\\" + char if char in _CLASS_META else char for char in chars)


def _least(quantifier: re.Match[str]) -> int:
    sign = quantifier[0][0]
    return int(quantifier[1]) if sign == "{" else int(sign == "+")


def _needs_of(part: _Part) -> Needs:
    return ((part.literal,),) if part.literal else part.needs
