"""Give every piece of a query its searched forms, and remember what was widened and noted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from indexer.text.normalizer import normalize
from search.query.syntax import Piece
from search.query.tree import Literal, Query, TextField
from search.results import Expansion
from search.rewrite.expansions import MAX_FORMS, PieceExpander, first_forms

_ENUMERABLE = re.compile(r"[\u3400-\u9fff]{3,8}")  # from three items on; two may be anything

Count = Callable[[Query], int]


class QueryExpander:
    """One request's widening. Without an expander (只查原词) every piece has its own form only.

    `count` is that of the request, for whoever widens by it.
    """

    def __init__(self, expander: PieceExpander | None, count: Count) -> None:
        self._expander = expander
        self.count = count
        self._expansions: dict[Expansion, None] = {}
        self._notes: dict[str, None] = {}
        self._known: dict[tuple[Piece, TextField], tuple[str, ...]] = {}

    @property
    def expansions(self) -> tuple[Expansion, ...]:
        """What was widened so far, each once."""
        return tuple(self._expansions)

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self._notes)

    def note(self, sentence: str, is_first: bool = False) -> None:
        """Tell the reader, once: after the other notes, or before them."""
        if is_first:
            self._notes = {sentence: None} | self._notes
        self._notes.setdefault(sentence)

    def forms(self, piece: Piece, field: TextField = "text") -> tuple[str, ...]:
        """The piece's normal form first. A quoted piece is exactly what stands in the quotes.

        What the taxonomy says is always shown; rewritings by rule (script, numerals) only where
        the library has them, so they are counted.
        """
        known = self._known.get((piece, field))
        if known is None:
            known = self._known[(piece, field)] = self._widen(piece, field)
        return known

    def enumeration(self, piece: Piece) -> str | None:
        """打、防、管、控 for 打防管控, where the library has it; told as what was widened."""
        text = normalize(piece.text)
        if self._expander is None or piece.quoted or not _ENUMERABLE.fullmatch(text):
            return None
        form = "、".join(text)
        if not self.count(Literal((form,))):
            return None
        self._expansions.setdefault(Expansion(text, (form,), "enumeration"))
        return form

    def stays_whole(self, text: str) -> bool:
        """Whether the words of a normalised piece are not looked for apart: it is a name, or only
        the words as typed are wanted."""
        return self._expander is None or self._expander.is_name(text)

    def is_compound(self, text: str) -> bool:
        """Whether a word is known as a wording and is no name: 命案全破."""
        return self._expander is not None and self._expander.is_compound(text)

    def _widen(self, piece: Piece, field: TextField) -> tuple[str, ...]:
        own = (normalize(piece.text),)
        if self._expander is None:
            return own
        shown = list(self._expander.curated(piece.text))
        if piece.quoted:
            words = [w for e in shown for w in e.to if e.origin not in normalize(w)]
            if words:
                self.note(f"引号内「{piece.text}」按原文检索，未含其他说法：{'、'.join(words)}")
            return own
        forms = list(self._expander.wordings(piece.text))
        for kind, spellings in self._expander.spellings(piece.text):
            found = tuple(self._written(spellings, field))
            forms += found
            if found:
                shown.append(Expansion(own[0], found, kind))
        self._expansions.update(dict.fromkeys(shown))
        return first_forms(forms)

    def _written(self, forms: Sequence[str], field: TextField) -> Iterator[str]:
        """The forms that the library has. Most have none: a look-up for some of them tells it, of
        no more at once than an engine takes."""
        for start in range(0, len(forms), MAX_FORMS):
            some = tuple(forms[start : start + MAX_FORMS])
            if self.count(Literal(some, field)):
                yield from (form for form in some if self.count(Literal((form,), field)))
