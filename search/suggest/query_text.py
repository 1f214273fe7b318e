"""Turn a query node into the text of a query that reads back as that node."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from search.query.lexer import lex
from search.query.syntax import ExpressionTerm, FieldTerm, Piece, YearTerm
from search.query.terms import TextWord, is_plain_value, read_word
from search.query.tree import (
    And,
    Everything,
    Expression,
    FacetMatch,
    Literal,
    Near,
    Not,
    Or,
    Part,
    Query,
    Ranked,
    RawLiteral,
    Wildcard,
    YearRange,
)


@singledispatch
def query_text(query: Query | Part) -> str:
    """A query that reads back as this node; texts are in normal form."""
    raise TypeError(f"no text for {query!r}")


@query_text.register
def _(query: Literal) -> str:
    form = query.forms[0]
    if query.field == "text":
        return _literal_text(form)
    return str(FieldTerm("title", Piece(form, quoted=not is_plain_value(form))))


@query_text.register
def _(query: Part) -> str:
    return _literal_text(query.forms[0])


@query_text.register
def _(query: RawLiteral) -> str:
    return query.text


@query_text.register
def _(query: Wildcard) -> str:
    return query.pattern


@query_text.register
def _(query: Expression) -> str:
    return str(ExpressionTerm(query.pattern.replace("/", "\\/")))


@query_text.register
def _(query: Near) -> str:
    how = "句" if query.distance is None else query.distance
    return f"{query_text(query.left)} ~{how} {query_text(query.right)}"


@query_text.register
def _(query: FacetMatch) -> str:
    pieces = (Piece(value, quoted=not is_plain_value(value)) for value in query.values)
    return " OR ".join(str(FieldTerm(query.field, piece)) for piece in pieces)


@query_text.register
def _(query: YearRange) -> str:
    return str(YearTerm(query.low, query.high, query.field))


@query_text.register
def _(query: Ranked) -> str:
    return " ".join(query_text(part) for part in query.parts)


@query_text.register
def _(_query: Everything) -> str:
    return ""


@query_text.register
def _(query: Not) -> str:
    return f"NOT {_operand(query.child)}"


@query_text.register
def _(query: And) -> str:
    return _joined(" AND ", query.children)


@query_text.register
def _(query: Or) -> str:
    return _joined(" OR ", query.children)


def _joined(operator: str, children: Sequence[Query]) -> str:
    return operator.join(map(_operand, children))


def _operand(query: Query) -> str:
    text = query_text(query)
    is_compound = isinstance(query, And | Or | Not | Near) or " OR " in text
    return f"({text})" if is_compound else text


def _literal_text(form: str) -> str:
    tokens = [token.text for token in lex(form).tokens]
    is_bare = tokens == [form] and isinstance(read_word(form), TextWord)
    return str(Piece(form, quoted=not is_bare))
