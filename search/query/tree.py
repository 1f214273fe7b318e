"""The query tree: what a reader asked for, after the parser, in our own types.

A tree says what must match and, in `Ranked`, into which class a match falls. Literals are already
normalised (indexer.text.normalizer). Every node works on every engine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal as OneOf
from typing import TypeAlias

TextField: TypeAlias = OneOf["text", "title"]


@dataclass(frozen=True, slots=True)
class Literal:
    """Paragraphs whose normalised field contains one of `forms` as one run of characters.

    `forms[0]` is the reader's own wording; the others are shown expansions of it.
    """

    forms: tuple[str, ...]
    field: TextField = "text"


@dataclass(frozen=True, slots=True)
class RawLiteral:
    """Paragraphs whose printed text contains `text`: for queries that normalise to nothing."""

    text: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A pattern inside one paragraph: `*` is any run of up to 20 characters, `?` is one."""

    pattern: str
    field: TextField = "text"


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression over normal forms, in RE2's syntax.

    What it matches contains one literal of each of `needs`, which only narrow down.
    """

    pattern: str
    needs: tuple[tuple[str, ...], ...] = ()
    field: TextField = "text"


@dataclass(frozen=True, slots=True)
class Near:
    """Both sides within `distance` characters of each other, or in one sentence (None)."""

    left: Literal
    right: Literal
    distance: int | None


@dataclass(frozen=True, slots=True)
class FacetMatch:
    """A field whose values are compared as a whole has one of these."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearRange:
    """A year lies between the two, both included; None is open."""

    low: int | None
    high: int | None
    field: str = "year"

    def holds(self, year: int) -> bool:
        return (self.low is None or self.low <= year) and (self.high is None or year <= self.high)

    def __str__(self) -> str:
        """As a filter is written: 2021, 2020..2022."""
        low, high = ("" if end is None else str(end) for end in (self.low, self.high))
        return low if low == high else f"{low}..{high}"


@dataclass(frozen=True, slots=True)
class And:
    children: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Every paragraph but those of `child`."""

    child: Query


@dataclass(frozen=True, slots=True)
class Everything:
    """Every paragraph: the empty query."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a plain query: a piece between spaces, or a word of a piece that was cut.

    A paragraph meets it by its text, or by what is known of it (`named`: the sources, regions,
    years … that the part names, and its title); of all parts at least one is met by the text, of
    which a theme is read, too.
    `is_weak`: a single character of a piece that was cut (元 of 元宇宙), or an unknown year: "all"
    asks for it, but it carries nothing of the weight of "some".
    """

    forms: tuple[str, ...]
    named: tuple[FacetMatch | YearRange | Literal, ...] = ()
    is_weak: bool = False

    @property
    def places(self) -> tuple[FacetMatch, ...]:
        """The sources and regions that it names."""
        said = (one for one in self.named if isinstance(one, FacetMatch))
        return tuple(one for one in said if one.field in ("source", "region"))

    @property
    def years(self) -> tuple[YearRange, ...]:
        """The years that it names."""
        return tuple(one for one in self.named if isinstance(one, YearRange))

    @property
    def kind(self) -> str | None:
        """ "place" or "year", of a part that names one."""
        return ("place" if self.places else None) or ("year" if self.years else None)

    def without_titles(self) -> Part:
        """For the order, where a title counts as a field of its own."""
        kept = tuple(named for named in self.named if not isinstance(named, Literal))
        return self if len(kept) == len(self.named) else replace(self, named=kept)

    def of_text(self) -> Part:
        """As the text of a paragraph meets it: by its words, or by a theme that these give."""
        told = (one for one in self.named if isinstance(one, FacetMatch) and one.field == "theme")
        return replace(self, named=tuple(told))


@dataclass(frozen=True, slots=True)
class Signals:
    """What orders the hits of a cut query beside its parts; none of it decides what matches.

    words: the segmenter's words in search mode. pairs, chars: of neighbouring word characters, and
    single ones; all taken from the query without its question words, each once. answers: a sentence
    that answers has one of the second characters, after one of the first if there are any (3年).
    figures: runs (1.4万亿) whose digits are no words by themselves.
    """

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    chars: tuple[str, ...]
    answers: tuple[str, str] = ("", "")
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a query means, by a local model: `vector` is one signed byte for each dimension.

    weight: the share of meaning in the order of scattered hits. threshold: the least cosine of a
    hit that words would not list.
    """

    vector: bytes
    weight: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A plain query: phrase before all parts before some parts.

    phrase: the whole query (and its expansions) as one run. `parts`: what "all" asks for.
    `min_match`: the share of the parts' idf weight that "some" asks for; None leaves "some" out
    where phrase and all give ten paragraphs. `is_cut`: the parts are words of a piece that occurs
    nowhere, or of a question, so the order also looks at words, character pairs and characters.
    `is_compound`: the parts are the words of one piece that occurs.
    `words`: forms of the phrase that are dictionary words. A paragraph that holds the phrase only
    across the borders of its words (江南 in 长江南京段) comes last in the class.
    `answers`: ids of paragraphs whose figures answer it; they lead their class.
    `meaning`: where scattered hits are listed, it orders them and adds those like it ("semantic").
    """

    phrase: tuple[str, ...]
    parts: tuple[Part, ...]
    min_match: float | None = None
    is_cut: bool = False
    is_question: bool = False
    signals: Signals | None = None
    is_compound: bool = False
    words: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    meaning: Meaning | None = None


Query: TypeAlias = (
    Literal
    | RawLiteral
    | Wildcard
    | Expression
    | Near
    | FacetMatch
    | YearRange
    | And
    | Or
    | Not
    | Everything
    | Ranked
)


def positive_literals(query: Query) -> list[Literal]:
    """What a query without classes wants to be written: what stands under Not is none of it."""
    if isinstance(query, Literal):
        return [query]
    if isinstance(query, And | Or):
        return [leaf for child in query.children for leaf in positive_literals(child)]
    return []


def is_exact(query: Query) -> bool:
    """What `exact` asks for: every hit holds the whole query as one run."""
    is_text = isinstance(query, Literal) and query.field == "text"
    return is_text or isinstance(query, RawLiteral)
