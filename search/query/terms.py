"""Tell what a single word of a query is: text, an operator, a wildcard pattern, a field term."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, TypeAlias

from indexer.model.schema import SCHEMA
from indexer.text.normalizer import normalize
from search.query.syntax import Piece, WildcardTerm

_OPERATORS = {"AND": "and", "与": "and", "OR": "or", "或": "or", "NOT": "not", "非": "not"}
_NEAR = re.compile(r"~(\d{1,4}|句)", re.ASCII)
_FIELD = re.compile(r"([^:：]{1,20})[:：](.*)", re.DOTALL)
BRACKETS = frozenset("()（）")
_SEARCHABLE_SIGNS = "%‰&#@*"  # punctuation to Unicode, but readers look for it: 率, %, C&C


@dataclass(frozen=True, slots=True)
class Operator:
    """AND, OR or NOT as typed; it is one only where it stands between terms."""

    kind: Literal["and", "or", "not"]
    word: str


@dataclass(frozen=True, slots=True)
class NearOperator:
    """`~5` or `~句` (None)."""

    distance: int | None
    word: str


@dataclass(frozen=True, slots=True)
class FieldStart:
    """`来源:` with what follows it in the word; an empty value is taken from the next term."""

    field: str
    value: str
    word: str


Word: TypeAlias = Operator | NearOperator | FieldStart | WildcardTerm | Piece


def read_word(word: str) -> Word:
    """What one unquoted word is, looked at alone."""
    if word in _OPERATORS:
        return Operator(_OPERATORS[word], word)  # type: ignore[arg-type]
    if near := _NEAR.fullmatch(word):
        return NearOperator(None if near[1] == "句" else int(near[1]), word)
    named = _FIELD.fullmatch(word)
    if named and (field := SCHEMA.asked.get(normalize(named[1]))):  # 來源 is 来源
        return FieldStart(field, named[2], word)
    return WildcardTerm(word) if has_wildcard(word) else Piece(word)


def has_wildcard(word: str) -> bool:
    """A half-width `*` or `?` touches a letter, digit or Han character; a last `?` never counts."""
    word = word.rstrip("?")
    for sign in re.finditer(r"[*?]+", word):
        before = word[: sign.start()][-1:]
        after = word[sign.end() :][:1]
        if before.isalnum() or after.isalnum():
            return True
    return False


def is_punctuation(text: str) -> bool:
    """Nothing but marks that structure prose, such as ，。、《》; `%` and `+` are not."""
    return bool(text) and all(
        unicodedata.category(char)[0] in "PZC" and char not in _SEARCHABLE_SIGNS for char in text
    )


def has_loose_bracket(text: str) -> bool:
    """Whether a bracket in the text has no partner in it."""
    depth = 0
    for char in text:
        depth += (char in "(（") - (char in ")）")
        if depth < 0:
            return True
    return depth != 0


def is_plain_value(value: str) -> bool:
    """Whether a field value prints without quotation marks."""
    return not value.startswith("//") and not any(c.isspace() or c in BRACKETS for c in value)
