"""Tell what a library prints in quotation marks: the names of initiatives that no list has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.text.normalizer import normalize
from search.engines.base import Engine, Page
from search.query.tree import Literal, Query
from search.request import Filters, Sort

_SHORTEST_PART = 3  # characters of a name's part that may stand for it
_LOOKED_AT = 8  # paragraphs for a name
_LONGEST = 20  # characters of a name
_MEASURED = frozenset("率数量额")  # how measures end
_HAN = re.compile("[一-龥]+")
QUOTED = re.compile('[“"「『【《]([^“”"「」『』【】《》]{2,20})[”"」』】》]')


@dataclass(frozen=True, slots=True)
class QuotedNames:
    """What the first paragraphs with a normal form have in quotation marks, or else titles."""

    engine: Engine

    def is_quoted(self, form: str) -> bool:
        """Whether they have the form so."""
        return form in self._with(form)

    def is_named(self, form: str) -> bool:
        """Whether something has the whole of it for a name, with what it is (“回声”回访), and
        nothing that is measured of it (“回声”回访满意率). Two characters are a name where most
        paragraphs print them so: “麦哨”, no “反诈”."""
        if len(form) < _SHORTEST_PART:
            return self._is_mostly_quoted(form)
        is_thing = form[-1:] not in _MEASURED
        return any(
            form == name or (is_thing and form.startswith(name)) for name in self._with(form)
        )

    def called(self, form: str) -> str:
        """The name that is asked for by a form (see is_called), "" for none: without what it is
        where at least twice as many paragraphs print that: 塘长 of “塘长”制."""
        if not self.is_called(form):
            return ""
        names = (name for name in self._with(form) if form.startswith(name))
        name, count = max(names, key=len, default=form), self.engine.count
        return name if count(Literal((name,))) >= 2 * count(Literal((form,))) else form

    def is_called(self, form: str) -> bool:
        """Whether something is called so: by its whole name (渔排警务船), by the beginning or end
        of it (警务船) in three characters or more, or by it and what it is: “听潮”预警台."""
        quoted = self._with(form)
        if form in quoted or len(form) < _SHORTEST_PART:
            return form in quoted
        parts = (
            (form.startswith(name), name.startswith(form), name.endswith(form)) for name in quoted
        )
        return any(map(any, parts))

    def names_in(self, form: str) -> Iterator[str]:
        """The names in a normal form, of each place the longest: what most paragraphs that have it
        print so, and no word that a few set apart (“反诈”)."""
        at = 0
        while at < len(form) - 1:
            end = self._last_printed(form, at)
            ends = range(end, at + 1, -1)
            end = next((e for e in ends if self._is_mostly_quoted(form[at:e])), at)
            if end > at:
                yield form[at:end]
            at = max(end, at + 1)

    def _last_printed(self, form: str, at: int) -> int:
        """Where the longest run from there ends that some paragraph has."""
        end = at
        while end < min(len(form), at + _LONGEST) and self.engine.count(
            Literal((form[at : end + 1],))
        ):
            end += 1
        return end

    def _is_mostly_quoted(self, form: str) -> bool:
        texts = leading_texts(self.engine, Literal((form,)), _LOOKED_AT)
        holding = [text for text in texts if form in normalize(text)]
        quoting = [t for t in holding if form in map(normalize, QUOTED.findall(t))]
        return bool(quoting) and len(quoting) * 2 >= len(holding)

    def printed_as(self, form: str) -> str:
        """The quoted name, in normal form, that has a form's letters and figures: 铁篦-6 of 铁篦6;
        "" for none."""
        letters = _letters(form)
        core = max(_HAN.findall(form), key=len, default="")
        found = self._with(core if len(core) > 1 else form)
        return next((name for name in sorted(found) if _letters(name) == letters), "")

    def _with(self, form: str) -> set[str]:
        # The oldest, where a name is new: later ones leave its marks off.
        texts = leading_texts(self.engine, Literal((form,)), _LOOKED_AT, "oldest")
        texts = texts or _titles(self.engine, Literal((form,), "title"), _LOOKED_AT)
        return {normalize(name) for text in texts for name in QUOTED.findall(text)}


def _letters(form: str) -> str:
    return "".join(filter(str.isalnum, form))


def _titles(engine: Engine, query: Query, limit: int) -> list[str]:
    """Titles of the first paragraphs whose title a query finds."""
    found = engine.search(query, Filters(), (), Page(limit=limit))
    return list(dict.fromkeys(p.title or "" for p in engine.paragraphs(found.hits)))


def leading_texts(engine: Engine, query: Query, limit: int, order: Sort = "relevance") -> list[str]:
    """Texts and headings of the first paragraphs that a query finds."""
    found = engine.search(query, Filters(), (), Page(0, limit, order))
    return [text for p in engine.paragraphs(found.hits) for text in (p.text, *p.headings)]
