"""Find the name that a question is about: its first year, or what it is."""

from __future__ import annotations

from collections.abc import Callable

from indexer.text.normalizer import normalize
from search.query.tree import And, FacetMatch, Literal, Or
from search.rewrite.facet_names import FacetNames
from search.rewrite.first_year import (
    asked_of_itself,
    ended_subjects,
    first_year_subjects,
    known_name_subjects,
)
from search.rewrite.query_expander import Count

_SHORTEST_NAME = 3  # characters of a name that is in no quotation marks


def name_asked(
    typed: str, count: Count, resolve: FacetNames, called: Callable[[str], str]
) -> tuple[str, str]:
    """The name whose first year is asked (behind a unit and a space: of what that has), and that of
    which anything is, where something is called so; "" where none is."""

    def known(name: str) -> str:
        matches = resolve.named(name)
        fields = {one.field for one in matches if isinstance(one, FacetMatch)}
        return called(name) or ("" if fields.isdisjoint(("initiative", "source")) else name)

    ended = ended_subjects(typed)
    begun = () if ended else (*first_year_subjects(typed), *known_name_subjects(typed))
    first, itself = dict.fromkeys(begun), asked_of_itself(typed)
    of_unit = _name_of_unit(typed, count, resolve, called)
    if not (first or ended or itself or of_unit) or count(Literal((normalize(typed),))):
        return "", ""
    whole = (name for name in first if not of_unit or count(Literal((name,))))
    of_first = next(filter(None, map(known, whole)), "") or (of_unit if not ended else "")
    about = (*map(known, ended), *map(called, itself))
    return of_first, of_first or of_unit or next(filter(None, about), "")


def _name_of_unit(
    typed: str, count: Count, resolve: FacetNames, called: Callable[[str], str]
) -> str:
    """The one unit and the name that its reports print, where it is asked since when there is one:
    昌溧 钉子岗 of 昌溧什么时候开始搞钉子岗, 钉子岗哪年在昌溧启动; else ""."""
    words = resolve.cut_around(normalize(typed), list)
    units = [word for word in words if len(word) > 1]
    named = resolve.named(units[0]) if len(units) == 1 else ()
    own = tuple(m for m in named if isinstance(m, FacetMatch))
    asked = "".join(word for word in words if own and word not in units).lstrip("的")
    sure = frozenset(name for name in first_year_subjects(asked) if len(name) >= _SHORTEST_NAME)
    known = ended_subjects(asked) or known_name_subjects(asked)
    names = (name for name in known if name in sure or called(name))
    name = next((name for name in names if count(And((Or(own), Literal((name,)))))), "")
    return f"{units[0]} {name}" if name else ""
