"""Recognise the words of a query that say who, where and when, and let metadata meet them.

淮南 反诈 asks for what 淮南's police did about 反诈: a paragraph of their report need not print
its name. So a part that names a source, region, year, theme, genre or initiative is also met by
what is known of the paragraph, and a piece of several by its title, as long as another part is met
by the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from indexer.text.normalizer import normalize
from search.query.syntax import Piece
from search.query.tree import FacetMatch, Literal, Part, Ranked, YearRange
from search.request import Filters
from search.results import Entity
from search.rewrite.facet_names import FacetNames
from search.rewrite.pieces import SettledPiece
from search.rewrite.query_expander import Count

_PLACES = ("source", "region")
_LEAST_UNITS = 2  # beside a subject; of one unit a name may be part of another
Named = tuple[FacetMatch | YearRange, ...]


class Context:
    """Understands the parts of one request."""

    def __init__(self, resolver: FacetNames, count: Count) -> None:
        self._resolver = resolver
        self._count = count
        self.entities: tuple[Entity, ...] = ()
        self.notes: tuple[str, ...] = ()
        self.named: Named = ()  # what the whole query names

    def offer(self, text: str) -> bool:
        """Whether the whole query is a name; what it names is then told and met by nothing."""
        self.named = self._resolver.named(text)
        self.entities = tuple(self._resolver.entities(normalize(text), self.named, False))
        return bool(self.named)

    def is_name(self, text: str) -> bool:
        """Whether a piece names something that is known of paragraphs, whether printed or not."""
        return bool(self._resolver.named(text))

    def understand(
        self,
        pieces: Sequence[Piece],
        settled: Sequence[SettledPiece],
        parts: Sequence[Part],
        quoted_names: frozenset[str] = frozenset(),
    ) -> tuple[Part, ...]:
        """The parts with what may meet them; several places, or years, become one part. What the
        library prints in quotation marks, a title of it meets: a report of that name is about it.
        """
        quoted = {normal.text for p, normal in zip(pieces, settled, strict=True) if p.quoted}
        whole = {piece.text for piece in settled if not piece.is_cut}
        printed = {piece.text for piece in settled if piece.is_found and not piece.is_cut}
        named = {
            part: () if part.forms[0] in quoted else self._named(part.forms[0], whole, printed)
            for part in parts
        }
        if len(parts) == 1:
            return tuple(parts)
        self.entities = tuple(
            dict.fromkeys(
                chain.from_iterable(
                    self._resolver.entities(part.forms[0], found, True)
                    for part, found in named.items()
                )
            )
        )
        titled = {*(whole - quoted if len(pieces) > 1 else ()), *quoted_names}
        met = [self._met(part, named[part], part.forms[0] in titled) for part in parts]
        return _merged(met) if any(part.kind is None for part in met) else tuple(met)

    def _named(self, form: str, whole: set[str], printed: set[str]) -> Named:
        is_apart = form in printed or not any(form in wording for wording in printed)
        return self._resolver.named(form, form in whole, is_apart)

    def _met(self, part: Part, named: Named, by_title: bool) -> Part:
        titles = (Literal(part.forms, "title"),) if by_title else ()
        if titles and not self._count(Literal(part.forms)) and self._count(titles[0]):
            self.notes += (f"「{part.forms[0]}」只见于标题，按所在报告的标题检索",)
        return replace(part, named=(*named, *titles))


def _merged(parts: Sequence[Part]) -> tuple[Part, ...]:
    """南通 海安 反诈 means either place: parts of one kind become one, where the first stood."""
    merged: dict[object, Part] = {}
    for number, part in enumerate(parts):
        key = part.kind or number
        other = merged.get(key)
        merged[key] = part if other is None else _joined(other, part)
    return tuple(merged.values())


def _joined(one: Part, other: Part) -> Part:
    forms = tuple(dict.fromkeys((*one.forms, *other.forms)))
    return Part(forms, tuple(dict.fromkeys((*one.named, *other.named))))


@dataclass(frozen=True, slots=True)
class UnitsBeside:
    """The pieces of a query that name what is asked of several units, and the filters by which
    these, and the years beside them, are chosen."""

    subject: tuple[Piece, ...]
    filters: Filters
    entities: tuple[Entity, ...]


def units_beside(pieces: Sequence[Piece], resolver: FacetNames) -> UnitsBeside | None:
    """江州 北屏 反诈: two units at least, each of them a piece, and a subject that is none."""
    named = [() if piece.quoted else resolver.named(piece.text) for piece in pieces]
    for place in _PLACES:
        units = [_of_field(own, place) for own in named]
        years = [own[0] if own and isinstance(own[0], YearRange) else None for own in named]
        subject = [p for p, u, y in zip(pieces, units, years, strict=True) if not (u or y)]
        values = tuple(dict.fromkeys(value for own in units for value in own))
        if len(values) < _LEAST_UNITS or sum(map(bool, units)) < _LEAST_UNITS or not subject:
            continue
        if any(_is_place(resolver.named(piece.text)) for piece in subject):
            continue  # a unit that has no such field
        told = tuple(dict.fromkeys(str(year) for year in years if year is not None))
        filters = Filters(**{place: values}).replaced(year=told)
        matches = (
            (piece.text, [m for m in own if isinstance(m, YearRange) or m.field == place])
            for piece, own in zip(pieces, named, strict=True)
            if piece not in subject
        )
        entities = (resolver.entities(normalize(text), found, True) for text, found in matches)
        return UnitsBeside(tuple(subject), filters, tuple(chain.from_iterable(entities)))
    return None


def with_words_of(ranked: Ranked, words: Sequence[str], typed: str) -> Ranked:
    """A query of one name that is met by other words alike: those of the theme so called. Its
    phrase is the query as typed, for none of them is more of what was asked than another."""
    if len(ranked.parts) != 1 or not words:
        return ranked
    (part,) = ranked.parts
    forms = tuple(dict.fromkeys((*part.forms, *words)))
    return replace(ranked, phrase=(typed,), parts=(replace(part, forms=forms),), words=())


def _of_field(named: Named, field: str) -> tuple[str, ...]:
    found = (one.values for one in named if isinstance(one, FacetMatch) and one.field == field)
    return next(found, ())


def _is_place(named: Named) -> bool:
    return any(isinstance(one, FacetMatch) and one.field in _PLACES for one in named)
