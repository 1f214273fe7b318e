"""Tell what a library prints in quotation marks: the names of initiatives that no list has."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.text.normalizer import normalize
from search.engines.base import Engine, Page
from search.query.tree import Literal, Query
from search.request import Filters

_SHORTEST_PART = 3  # characters of a name's part that may stand for it
_LOOKED_AT = 8  # paragraphs for a name
_HAN = re.compile("[一-龥]+")
_QUOTED = re.compile('[“"「『【《]([^“”"「」『』【】《》]{2,20})[”"」』】》]')


@dataclass(frozen=True, slots=True)
class QuotedNames:
    """What the first paragraphs with a normal form have in quotation marks, or else titles."""

    engine: Engine

    def is_quoted(self, form: str) -> bool:
        """Whether they have the form so."""
        return form in self._with(form)

    def is_called(self, form: str) -> bool:
        """Whether something is called so: by its whole name (渔排警务船) or by the beginning or end
        of it (警务船) in three characters or more."""
        quoted = self._with(form)
        if form in quoted or len(form) < _SHORTEST_PART:
            return form in quoted
        return any(name.startswith(form) or name.endswith(form) for name in quoted)

    def printed_as(self, form: str) -> str:
        """The quoted name, in normal form, that has a form's letters and figures: 铁篦-6 of 铁篦6;
        "" for none."""
        letters = _letters(form)
        core = max(_HAN.findall(form), key=len, default="")
        found = self._with(core if len(core) > 1 else form)
        return next((name for name in sorted(found) if _letters(name) == letters), "")

    def _with(self, form: str) -> set[str]:
        texts = leading_texts(self.engine, Literal((form,)), _LOOKED_AT)
        texts = texts or _titles(self.engine, Literal((form,), "title"), _LOOKED_AT)
        return {normalize(name) for text in texts for name in _QUOTED.findall(text)}


def _letters(form: str) -> str:
    return "".join(filter(str.isalnum, form))


def _titles(engine: Engine, query: Query, limit: int) -> list[str]:
    """Titles of the first paragraphs whose title a query finds."""
    found = engine.search(query, Filters(), (), Page(limit=limit))
    return list(dict.fromkeys(p.title or "" for p in engine.paragraphs(found.hits)))


def leading_texts(engine: Engine, query: Query, limit: int) -> list[str]:
    """Texts and headings of the first paragraphs that a query finds."""
    found = engine.search(query, Filters(), (), Page(limit=limit))
    return [text for p in engine.paragraphs(found.hits) for text in (p.text, *p.headings)]
