"""Say which part of a query found nothing, and which query would find something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from indexer.text.normalizer import normalize
from search.query.lexer import lex
from search.query.syntax import ExpressionTerm, FieldTerm, ParsedQuery, Piece, YearTerm
from search.query.terms import is_plain_value, read_word
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
from search.results import Suggestion
from search.rewrite.pieces import is_single_character


def query_text(query: Query | Part) -> str:
    """A query that reads back as this node; texts are in normal form."""
    match query:
        case Near(left, right, distance):
            how = "句" if distance is None else distance
            return f"{query_text(left)} ~{how} {query_text(right)}"
        case Ranked(_, parts):
            return " ".join(map(query_text, parts))
        case Not(child):
            return f"NOT {_operand(child)}"
        case And(children):
            return _joined(" AND ", children)
        case Or(children):
            return _joined(" OR ", children)
        case FacetMatch(field, values):
            return " OR ".join(_field_text(field, value) for value in values)
        case _:
            return _leaf_text(query)


def _leaf_text(
    query: Literal | Part | RawLiteral | Wildcard | Expression | YearRange | Everything,
) -> str:
    match query:
        case Literal(forms, "title"):
            return _field_text("title", forms[0])
        case Literal(forms) | Part(forms):
            return _literal_text(forms[0])
        case RawLiteral(text) | Wildcard(text):
            return text
        case Expression(pattern):
            return str(ExpressionTerm(pattern.replace("/", "\\/")))
        case YearRange(low, high, field):
            return str(YearTerm(low, high, field))
        case Everything():
            return ""


def _joined(operator: str, children: Sequence[Query]) -> str:
    return operator.join(map(_operand, children))


def _operand(query: Query) -> str:
    text = query_text(query)
    is_compound = isinstance(query, And | Or | Not | Near) or " OR " in text
    return f"({text})" if is_compound else text


def _field_text(field: str, value: str) -> str:
    return str(FieldTerm(field, Piece(value, quoted=not is_plain_value(value))))


def _literal_text(form: str) -> str:
    tokens = [token.text for token in lex(form).tokens]
    is_bare = tokens == [form] and isinstance(read_word(form), Piece)
    return str(Piece(form, quoted=not is_bare))


MAX_SUGGESTIONS = 3
_MAX_WORDS, _MAX_COUNTED = 8, 40  # of a text: told; looked up
_MAX_LEFT_OUT = 5
_MAX_SLOW = 2

Count = Callable[[Query], int]


@dataclass(frozen=True, slots=True)
class _Share:
    """A part of the query with its own number of paragraphs."""

    query: Query
    total: int

    @property
    def text(self) -> str:
        return query_text(self.query)


def explain_no_result(
    parsed: ParsedQuery, query: Query, count: Count
) -> tuple[tuple[str, ...], tuple[Suggestion, ...]]:
    """Notes and suggestions (reason "part") for a query without a hit; `count` knows no filters.

    Every suggestion finds its `total`; without any part that does, there is none.
    """
    total = count(query)
    if total:
        return (f"去掉筛选条件，「{parsed.text.strip()}」有 {total} 段",), (
            Suggestion(parsed.text.strip(), "filters", total),
        )
    shares = [_Share(part, count(part)) for part in _parts(query, count)]
    failing = [share.text for share in shares if not share.total]
    found = [share for share in shares if share.total]
    if not found:
        return (f"库中没有{_listed(failing)}",), ()
    counts = "，".join(f"「{share.text}」有 {share.total} 段" for share in found)
    if failing:
        return (f"库中没有{_listed(failing)}；{counts}",), _without(found, count)
    if isinstance(query, Near):
        notes = (f"{counts}，但没有按要求的距离同时出现",)
        return notes, _suggest([And((query.left, query.right)), query.left, query.right], count)
    return (f"{counts}，但没有同一段同时符合",), _leaving_one_out(found, count)


def words_found(
    words: Iterable[str], related: Mapping[str, Sequence[str]], count: Callable[[str], int]
) -> tuple[Suggestion, ...]:
    """Of the words of a text (normal forms) those that the library has, the longest first and none
    within another (reason "part"), and what may be asked instead of one ("related")."""
    found: dict[str, Suggestion] = {}
    longest_first = sorted(dict.fromkeys(words), key=len, reverse=True)
    for word in [word for word in longest_first if len(word) > 1][:_MAX_COUNTED]:
        instead = [(normalize(other), other, "related") for other in related.get(word, ())]
        for form, text, reason in [(word, word, "part"), *instead]:
            if not any(form in normalize(known) for known in found) and (total := count(form)):
                found[text] = Suggestion(text, reason, total)
    return tuple(found.values())[:_MAX_WORDS]


def _parts(query: Query, count: Count) -> list[Query]:
    """What a query asks for; of a unit that no text prints but reports are of, nothing fails."""
    match query:
        case Ranked(_, parts):
            texts = {Literal(part.forms): part.named for part in parts}
            return [t for t, named in texts.items() if count(t) or not any(map(count, named))]
        case And(children) | Or(children):
            return list(children)
        case Near(left, right, _):
            return [left, right]
        case _:
            return [query]


def _listed(texts: Sequence[str]) -> str:
    return "、".join(f"「{text}」" for text in texts)


def _without(found: Sequence[_Share], count: Count) -> tuple[Suggestion, ...]:
    """The query without its failing parts, then its parts alone."""
    whole = [And(tuple(share.query for share in found))] if len(found) > 1 else []
    rarest_first = sorted(found, key=lambda share: share.total)
    return _suggest([*whole, *(share.query for share in rarest_first)], count)


def _leaving_one_out(found: Sequence[_Share], count: Count) -> tuple[Suggestion, ...]:
    """The query without one of its parts. Of many, only the rarest are tried: they are the likely
    cause, and every trial costs as much as the query itself. Of several slow ones, none is."""
    slow = sum(isinstance(share.query, Near | Wildcard | Expression) for share in found)
    if len(found) < 2 or slow > _MAX_SLOW:
        return ()
    rarest = sorted(found, key=lambda share: share.total)[:_MAX_LEFT_OUT]
    tried = [share for share in found if share in rarest]
    rests = [tuple(s.query for s in found if s is not left_out) for left_out in tried]
    queries = [And(rest) if len(rest) > 1 else rest[0] for rest in rests]
    return _suggest(queries, count)


def _suggest(queries: Sequence[Query], count: Count) -> tuple[Suggestion, ...]:
    """Those that find something, at most MAX_SUGGESTIONS, in their order; no pure negatives.

    A single character says next to nothing: 元 is no advice for 元宇宙.
    """
    named = {query_text(q): q for q in queries if not isinstance(q, Not)}
    named = {text: q for text, q in named.items() if not is_single_character(text)}
    counted = ((text, count(q)) for text, q in named.items())
    found = (Suggestion(text, "part", total) for text, total in counted if total)
    return tuple(islice(found, MAX_SUGGESTIONS))
