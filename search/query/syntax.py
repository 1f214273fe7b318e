"""What a reader typed, as a tree that prints back to a query with the same meaning.

`str(node)` is canonical: parsing it gives an equal node. Texts are as typed (not normalised) but
without quotation marks, which matching ignores anyway.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from indexer.model.schema import SCHEMA
from search.query.tree import YearRange
from search.request import Filters


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters to be found; `quoted` ones are never cut, widened or corrected."""

    text: str
    quoted: bool = False

    def __str__(self) -> str:
        return f'"{self.text}"' if self.quoted else self.text


@dataclass(frozen=True, slots=True)
class WildcardTerm:
    """A word with `*` or `?` in it."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class ExpressionTerm:
    """A regular expression as typed, without its slashes."""

    text: str

    def __str__(self) -> str:
        return f"/{self.text}/"


@dataclass(frozen=True, slots=True)
class FieldTerm:
    """`来源:南通`: `field` is the name of one of the schema, of no kind of years."""

    field: str
    value: Piece

    def __str__(self) -> str:
        return f"{SCHEMA[self.field].label}:{self.value}"


@dataclass(frozen=True, slots=True)
class YearTerm(YearRange):
    """`年份:2020..2022`, of which at least one end is not open."""

    def __str__(self) -> str:
        return f"{SCHEMA[self.field].label}:{YearRange.__str__(self)}"


@dataclass(frozen=True, slots=True)
class NearTerm:
    """`A ~5 B` (within that many characters) or `A ~句 B` (one sentence: None)."""

    left: Piece
    right: Piece
    distance: int | None

    def __str__(self) -> str:
        how = "句" if self.distance is None else self.distance
        return f"{self.left} ~{how} {self.right}"


@dataclass(frozen=True, slots=True)
class AllOf:
    """AND of two or more, none of them an AllOf."""

    children: tuple[Syntax, ...]

    def __str__(self) -> str:
        return " AND ".join(_operand(child, AnyOf) for child in self.children)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """OR of two or more, none of them an AnyOf."""

    children: tuple[Syntax, ...]

    def __str__(self) -> str:
        return " OR ".join(_operand(child, AllOf) for child in self.children)


@dataclass(frozen=True, slots=True)
class Without:
    """NOT."""

    child: Syntax

    def __str__(self) -> str:
        return "NOT " + _operand(self.child, AllOf, AnyOf, Without, NearTerm)


Syntax: TypeAlias = (
    Piece
    | WildcardTerm
    | ExpressionTerm
    | FieldTerm
    | YearTerm
    | NearTerm
    | AllOf
    | AnyOf
    | Without
)


def _operand(node: Syntax, *bracketed: type) -> str:
    return f"({node})" if isinstance(node, bracketed) else str(node)


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query text as understood. Two are equal when they mean the same.

    `pieces` holds words and quoted phrases in order when the query is nothing but these; else
    `tree` holds it and `pieces` is empty. Both are empty for a text without anything to find.
    `notes` (Chinese) tell everything ignored or read in a particular way; `filters`: conditions
    that it says in words.
    """

    text: str = field(compare=False)
    pieces: tuple[Piece, ...] = ()
    tree: Syntax | None = None
    notes: tuple[str, ...] = field(default=(), compare=False)
    filters: Filters = field(default_factory=Filters)

    @property
    def is_plain(self) -> bool:
        """Nothing but words and quoted phrases."""
        return self.tree is None

    def __str__(self) -> str:
        if self.tree is not None:
            return str(self.tree)
        return " ".join(str(piece) for piece in self.pieces)


def leaves(node: Syntax) -> tuple[Syntax, ...]:
    """The terms of a tree, in order: everything that is not AND, OR or NOT."""
    match node:
        case AllOf(children) | AnyOf(children):
            return tuple(leaf for child in children for leaf in leaves(child))
        case Without(child):
            return leaves(child)
        case _:
            return (node,)
