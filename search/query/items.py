"""Turn the tokens of a query text into items: terms, operators that stand rightly, and brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from indexer.model.schema import SCHEMA
from indexer.text.normalizer import normalize
from search.query.expression_matcher import UnusableExpressionError, expression_matcher
from search.query.lexer import QueryToken, lex
from search.query.regular_expression import read_expression
from search.query.syntax import ExpressionTerm, FieldTerm, Piece, WildcardTerm, YearTerm
from search.query.terms import (
    FieldStart,
    NearOperator,
    Operator,
    has_loose_bracket,
    is_plain_value,
    is_punctuation,
    read_word,
)
from search.query.years import read_years


@dataclass(frozen=True, slots=True)
class Mark:
    """A bracket or minus sign."""

    sign: Literal["(", ")", "-"]


Term: TypeAlias = Piece | WildcardTerm | ExpressionTerm | FieldTerm | YearTerm
Item: TypeAlias = Term | Operator | NearOperator | Mark

_AND_SIGNS = ("and", "And", "&&", "&", "+")
_OR_SIGNS = ("or", "Or", "||", "|")
_PLUS = re.compile("\\+[\u3400-\u9fff]")
_MARKS = {"open": Mark("("), "close": Mark(")"), "minus": Mark("-")}


@dataclass(slots=True)
class Notes:
    """Chinese sentences for the reader, each once, in order."""

    _sentences: dict[str, None] = field(default_factory=dict)

    def add(self, sentence: str) -> None:
        self._sentences.setdefault(sentence)

    def all(self) -> tuple[str, ...]:
        return tuple(self._sentences)


def read_items(text: str, notes: Notes, one_word_brackets: bool = True) -> list[Item]:
    """The items of a query text. Operators without the terms they need have become pieces.

    `one_word_brackets` as in `lex`. What is left out, or read leniently, goes to `notes`.
    """
    lexed = lex(text, one_word_brackets)
    if lexed.stray:
        notes.add(f"引号「{lexed.stray}」不成对，已按普通文字检索（引号不影响匹配）")
    if lexed.empty:
        notes.add("空的引号里没有可检索的文字，已略去")
    items = _Reader(_without_foreign_signs(lexed.tokens, notes), notes).items()
    settled: list[Item] = []
    while items != settled:  # an operator that became text makes punctuation beside it superfluous
        settled = items
        items = _without_empty_groups(_without_punctuation(items, notes))
        items = _settle_operators(items, notes)
    return items


class _Reader:
    """Reads one token after another; a field term may take two."""

    def __init__(self, tokens: tuple[QueryToken, ...], notes: Notes) -> None:
        self._tokens = tokens
        self._notes = notes
        self._is_prose = _is_spelled_out(tokens)
        self._at = 0

    def items(self) -> list[Item]:
        found: list[Item] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            item = self._item(token)
            self._at += 1
            if isinstance(item, Piece | WildcardTerm) and not normalize(item.text):
                self._notes.add(f"「{token.text}」里没有可检索的文字，已略去")
            else:
                found.append(item)
        return found

    def _item(self, token: QueryToken) -> Item:
        if token.kind == "quoted":
            return Piece(token.text, quoted=True)
        if token.kind == "expression":
            return self._expression(ExpressionTerm(token.text))
        if token.kind != "word":
            return _MARKS[token.kind]
        match read_word(token.text):
            case Piece(word):
                return _piece(word)
            case WildcardTerm(word):
                return self._pattern(word)
            case FieldStart() as start:
                return self._field_term(start)
            case operator if self._stands_free() and not self._is_prose:
                return operator
            case _:
                self._notes.add(f"「{token.text}」按原文检索，未作运算符")
                return Piece(token.text, quoted=True)

    def _pattern(self, word: str) -> Item:
        """A last `?` is punctuation. What would be taken apart if it stood alone is text."""
        pattern = word.rstrip("?")
        if _is_one_word(pattern) and not has_loose_bracket(pattern):
            return WildcardTerm(pattern)
        self._notes.add(f"「{word}」按原文检索，未作通配")
        return Piece(word, quoted=True)

    def _expression(self, term: ExpressionTerm) -> Item:
        """What cannot be compiled is text."""
        try:
            expression_matcher(read_expression(term.text).pattern)
        except UnusableExpressionError as reason:
            self._notes.add(f"「{term}」已按原文检索：{reason}")
            return Piece(str(term), quoted=True)
        self._notes.add(f"「{term}」按正则表达式检索；要按原文检索请加引号")
        return term

    def _stands_free(self) -> bool:
        """Between spaces, or between a space and a bracket."""
        token = self._tokens[self._at]
        after = self._tokens[self._at + 1 : self._at + 2]
        before = self._tokens[self._at - 1].kind if self._at else "open"
        return (token.spaced or before == "open") and all(
            follower.spaced or follower.kind == "close" for follower in after
        )

    def _field_term(self, start: FieldStart) -> Item:
        value, taken = start.value, 0
        if not value and (following := self._following_value()):
            value, taken = following, 1
        if not normalize(value) or is_punctuation(value):
            self._notes.add(f"「{start.word}」后面没有值，已按原文检索")
            return Piece(start.word, quoted=True)
        label = SCHEMA[start.field].label
        if SCHEMA[start.field].kind == "year":
            read = read_years(value)
            if read is None:
                self._notes.add(f"「{value}」不是年份（如 2021、2020..2022、>=2021），已按原文检索")
                return Piece(start.word, quoted=True)
            self._at += taken
            years = YearTerm(read.low, read.high, start.field)
            self._notes.add(f"「{years}」按字段“{label}”检索；要按原文检索请加引号")
            return years
        quoted = bool(taken) and self._tokens[self._at + 1].kind == "quoted"
        self._at += taken
        return FieldTerm(start.field, Piece(value, quoted or not is_plain_value(value)))

    def _following_value(self) -> str:
        """The next term, when it is a phrase or a plain word."""
        for token in self._tokens[self._at + 1 : self._at + 2]:
            is_word = token.kind == "word" and isinstance(read_word(token.text), Piece)
            if token.kind == "quoted" or is_word:
                return token.text
        return ""


def _without_foreign_signs(tokens: tuple[QueryToken, ...], notes: Notes) -> tuple[QueryToken, ...]:
    """Read and, &&, |, +词 as other search boxes do: a space says "and" here, OR says "or".

    Only freely between words of which one at least is no Latin one: `law and order` is text.
    """
    kept: list[QueryToken] = []
    for at, token in enumerate(tokens):
        before, after = tokens[at - 1 : at], tokens[at + 1 : at + 2]
        around = (*before, *after)
        is_free = token.spaced and all(follower.spaced for follower in after)
        is_between = is_free and len(around) == 2 and any(not t.text.isascii() for t in around)
        if token.kind != "word" or not (is_between or _PLUS.match(token.text)):
            kept.append(token)
        elif token.text in _AND_SIGNS:
            notes.add(f"词间的「{token.text}」不作检索词，已略去；要按原文检索请加引号")
        elif token.text in _OR_SIGNS:
            notes.add(f"词间的「{token.text}」读作 OR；要按原文检索请加引号")
            kept.append(replace(token, text="OR"))
        elif _PLUS.match(token.text) and _begins_term(token, before) and len(tokens) > 1:
            notes.add(f"「{token.text}」前的 + 不起作用，已略去；要按原文检索请加引号")
            kept.append(replace(token, text=token.text[1:]))
        else:
            kept.append(token)
    return tuple(kept)


def _begins_term(token: QueryToken, before: Sequence[QueryToken]) -> bool:
    return token.spaced or any(other.kind in ("minus", "open") for other in before)


def _piece(word: str) -> Piece:
    """A word; quoted when it would be read otherwise if it stood alone."""
    is_sign = word in _AND_SIGNS or word in _OR_SIGNS or _PLUS.match(word)
    return Piece(word, quoted=bool(is_sign) or not _is_one_word(word, one_word_brackets=False))


def _is_one_word(word: str, one_word_brackets: bool = True) -> bool:
    return [token.text for token in lex(word, one_word_brackets).tokens] == [word]


def _is_spelled_out(tokens: tuple[QueryToken, ...]) -> bool:
    """打 击 非 法 集 资: every character spaced out, as PDF copies are, so 非 is no operator."""
    words = [token.text for token in tokens]
    if any(token.kind != "word" or len(token.text) != 1 for token in tokens):
        return False
    is_text = [isinstance(read_word(word), Piece) for word in words]
    return sum(a and b for a, b in pairwise(is_text)) >= 2


def _without_punctuation(items: list[Item], notes: Notes) -> list[Item]:
    """Drop unquoted terms of punctuation only, unless there is no other term."""
    kept = [item for item in items if not _is_bare_punctuation(item)]
    if not any(isinstance(item, Term) for item in kept):
        return items
    if dropped := "".join(str(item) for item in items if _is_bare_punctuation(item)):
        notes.add(f"标点「{dropped}」不单独作检索词")
    return kept


def _is_bare_punctuation(item: Item) -> bool:
    return isinstance(item, Piece) and not item.quoted and is_punctuation(item.text)


def _without_empty_groups(items: list[Item]) -> list[Item]:
    """Drop brackets whose whole content was dropped, and minus signs before nothing."""
    kept: list[Item] = []
    for item in items:
        if item == Mark(")"):
            _drop_minus(kept)
            if kept and kept[-1] == Mark("("):
                kept.pop()
                continue
        kept.append(item)
    _drop_minus(kept)
    return kept


def _drop_minus(items: list[Item]) -> None:
    while items and items[-1] == Mark("-"):
        items.pop()


def _settle_operators(items: list[Item], notes: Notes) -> list[Item]:
    """Turn every operator that lacks a term into a piece of text."""
    settled: list[Item] = []
    for at, item in enumerate(items):
        last = settled[-1] if settled else None
        after_term = isinstance(last, Term) or last == Mark(")")
        match item:
            case Operator("not"):
                stands = _starts_operand(items, at)
            case Operator():
                stands = after_term and _starts_operand(items, at + 1)
            case NearOperator():
                stands = isinstance(last, Piece) and isinstance(_at(items, at + 1), Piece)
            case _:
                settled.append(item)
                continue
        if stands:
            settled.append(item)
        else:
            notes.add(f"「{item.word}」两侧缺少检索词，已按原文检索")
            settled.append(Piece(item.word, quoted=True))
    return settled


def _starts_operand(items: list[Item], at: int) -> bool:
    while isinstance(item := _at(items, at), Operator) and item.kind == "not":
        at += 1
    return isinstance(item, Term) or item in (Mark("("), Mark("-"))


def _at(items: list[Item], at: int) -> Item | None:
    return items[at] if at < len(items) else None
