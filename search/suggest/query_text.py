"""Turn a query node into the text of a query that reads back as that node."""

from __future__ import annotations

from collections.abc import Sequence

from search.query import tree
from search.query.lexer import lex
from search.query.syntax import ExpressionTerm, FieldTerm, Piece, YearTerm
from search.query.terms import TextWord, is_plain_value, read_word


def query_text(query: tree.Query | tree.Part) -> str:
    """A query that reads back as this node; texts are in normal form."""
    match query:
        case tree.Near(left, right, distance):
            how = "句" if distance is None else distance
            return f"{query_text(left)} ~{how} {query_text(right)}"
        case tree.Ranked(_, parts):
            return " ".join(map(query_text, parts))
        case tree.Not(child):
            return f"NOT {_operand(child)}"
        case tree.And(children):
            return _joined(" AND ", children)
        case tree.Or(children):
            return _joined(" OR ", children)
        case tree.FacetMatch(field, values):
            return " OR ".join(_field_text(field, value) for value in values)
        case _:
            return _leaf_text(query)


def _leaf_text(
    query: tree.Literal
    | tree.Part
    | tree.RawLiteral
    | tree.Wildcard
    | tree.Expression
    | tree.YearRange
    | tree.Everything,
) -> str:
    match query:
        case tree.Literal(forms, "title"):
            return _field_text("title", forms[0])
        case tree.Literal(forms) | tree.Part(forms):
            return _literal_text(forms[0])
        case tree.RawLiteral(text) | tree.Wildcard(text):
            return text
        case tree.Expression(pattern):
            return str(ExpressionTerm(pattern.replace("/", "\\/")))
        case tree.YearRange(low, high, field):
            return str(YearTerm(low, high, field))
        case tree.Everything():
            return ""


def _joined(operator: str, children: Sequence[tree.Query]) -> str:
    return operator.join(map(_operand, children))


def _operand(query: tree.Query) -> str:
    text = query_text(query)
    is_compound = isinstance(query, tree.And | tree.Or | tree.Not | tree.Near) or " OR " in text
    return f"({text})" if is_compound else text


def _field_text(field: str, value: str) -> str:
    return str(FieldTerm(field, Piece(value, quoted=not is_plain_value(value))))


def _literal_text(form: str) -> str:
    tokens = [token.text for token in lex(form).tokens]
    is_bare = tokens == [form] and isinstance(read_word(form), TextWord)
    return str(Piece(form, quoted=not is_bare))
