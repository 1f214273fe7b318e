"""Turn the tree of a boolean, field, wildcard or near query into a tree of query nodes."""

from __future__ import annotations

import re

from indexer.model.schema import SCHEMA
from indexer.text.normalizer import normalize
from search.query.regular_expression import read_expression
from search.query.syntax import (
    AllOf,
    AnyOf,
    ExpressionTerm,
    FieldTerm,
    NearTerm,
    Piece,
    Syntax,
    WildcardTerm,
    Without,
    YearTerm,
)
from search.query.tree import (
    And,
    Expression,
    FacetMatch,
    Literal,
    Near,
    Not,
    Or,
    Query,
    TextField,
    Wildcard,
    YearRange,
)
from search.rewrite.facet_names import FacetNames
from search.rewrite.pieces import PieceSettler
from search.rewrite.query_expander import QueryExpander
from search.rewrite.questions import is_question


def settle_fields(tree: Syntax, resolver: FacetNames, query_expander: QueryExpander) -> Syntax:
    """The tree with every field term whose value nobody has turned into text, with a note."""
    match tree:
        case FieldTerm(field, value) if field != "title" and not resolver.resolve(
            field, value.text
        ):
            name = SCHEMA[field].label
            query_expander.note(f"{name}里没有「{value.text}」，「{tree}」已按原文检索")
            literal = Piece(f"{name}:{value.text}")
            return literal if query_expander.count(Literal((normalize(literal.text),))) else value
        case AllOf(children):
            return _same_kind(AllOf, children, resolver, query_expander)
        case AnyOf(children):
            return _same_kind(AnyOf, children, resolver, query_expander)
        case Without(FieldTerm() as term):
            settled = settle_fields(term, resolver, query_expander)
            is_text = isinstance(settled, Piece)  # then only what was typed is left out
            return Without(Piece(str(term), quoted=True) if is_text else settled)
        case Without(child):
            return Without(settle_fields(child, resolver, query_expander))
        case _:
            return tree


def _same_kind(
    kind: type[AllOf] | type[AnyOf],
    children: tuple[Syntax, ...],
    resolver: FacetNames,
    query_expander: QueryExpander,
) -> Syntax:
    return kind(tuple(settle_fields(child, resolver, query_expander) for child in children))


class TreePlanner:
    """Builds the query nodes of one request."""

    def __init__(
        self,
        settler: PieceSettler,
        query_expander: QueryExpander,
        resolver: FacetNames,
        field: TextField = "text",
    ) -> None:
        """`field`: where words without a field of their own are looked for."""
        self._settler = settler
        self._expander = query_expander
        self._resolver = resolver
        self._field = field

    def build(self, tree: Syntax, is_negated: bool = False) -> Query:
        """The nodes of a tree. What is negated is neither widened nor cut: it is left out as is."""
        match tree:
            case AllOf(children):
                return self._all_of(children, is_negated)
            case AnyOf(children):
                return Or(tuple(self.build(child, is_negated) for child in children))
            case Without(child):
                return Not(self.build(child, not is_negated))
            case _:
                return self._term(tree, is_negated)

    def _term(
        self,
        term: Piece | WildcardTerm | ExpressionTerm | NearTerm | YearTerm | FieldTerm,
        is_negated: bool,
    ) -> Query:
        match term:
            case Piece():
                return self._piece(term, self._field, is_negated)
            case WildcardTerm(text):
                return self._pattern(text)
            case ExpressionTerm(text):
                read = read_expression(text)
                return Expression(read.pattern, read.needs, self._field)
            case NearTerm(left, right, distance):
                sides = self._literal(left, is_negated), self._literal(right, is_negated)
                return Near(*sides, distance)
            case YearTerm(low, high, field):
                return YearRange(low, high, field)
            case FieldTerm("title", value):
                self._tell_field(term)
                return self._piece(value, "title", is_negated)
            case FieldTerm():
                return self._facet(term)

    def _all_of(self, children: tuple[Syntax, ...], is_negated: bool) -> And:
        """The words of a piece that was cut stand beside the other terms."""
        flat: list[Query] = []
        for child in children:
            node = self.build(child, is_negated)
            flat.extend(node.children if isinstance(node, And) else (node,))
        return And(tuple(flat))

    def _literal(self, piece: Piece, is_negated: bool) -> Literal:
        if is_negated:
            return Literal((normalize(piece.text),), self._field)
        return Literal(self._expander.forms(piece, self._field), self._field)

    def _piece(self, piece: Piece, field: TextField, is_negated: bool) -> Query:
        """A literal; of a piece that is cut all the words, of a question any if need be."""
        if is_negated:
            return Literal((normalize(piece.text),), field)
        asks = not piece.quoted and is_question(piece.text)
        settled = self._settler.settle(piece, field, asks)
        literals = tuple(Literal(forms, field) for forms in settled.parts)
        if len(literals) == 1:
            return literals[0]
        if asks and not self._expander.count(And(literals)):
            self._expander.note(f"没有段落同时含有「{settled.text}」的各词，已按含任一词检索")
            return Or(literals)
        return And(literals)

    def _pattern(self, text: str) -> Query:
        """`*` at an end adds nothing, as a match may stand anywhere in the text."""
        pattern = "".join(char if char in "*?" else normalize(char) for char in text)
        pattern = re.sub(r"\*+", "*", pattern).strip("*")
        if "*" in pattern or "?" in pattern:
            return Wildcard(pattern, self._field)
        return Literal((pattern,), self._field)

    def _facet(self, term: FieldTerm) -> Query:
        values = self._resolver.resolve(term.field, term.value.text)
        self._tell_field(term, values)
        return FacetMatch(term.field, values)

    def _tell_field(self, term: FieldTerm, values: tuple[str, ...] = ()) -> None:
        also = "" if values in ((), (term.value.text,)) else f"（{'、'.join(values)}）"
        self._expander.note(
            f"「{term}」按字段“{SCHEMA[term.field].label}”检索{also}；要按原文检索请加引号"
        )
