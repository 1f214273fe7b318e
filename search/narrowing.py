"""Turn the texts by which hits are searched again (在结果中检索) into what each hit must match."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from search.query.tree import And, Literal, Or, Part, Query, Ranked
from search.request import SearchRequest
from search.results import Narrowing
from search.rewrite.planner import Plan


@dataclass(frozen=True, slots=True)
class NarrowingPlan:
    """What hits must match beside the query, how each text was read, and what to tell of it."""

    queries: tuple[Query, ...] = ()
    readings: tuple[Narrowing, ...] = ()
    notes: tuple[str, ...] = ()


def plan_narrowing(request: SearchRequest, plan: Callable[[SearchRequest], Plan]) -> NarrowingPlan:
    """The texts of `within`, read as queries in the request's mode over whole paragraphs.

    `plan` reads a query. A search of titles is narrowed by texts, too: by titles there is little
    to tell apart.
    """
    plans = [(text, plan(replace(request, q=text, field="all"))) for text in request.within]
    return NarrowingPlan(
        tuple(requirement(planned) for _, planned in plans),
        tuple(_reading(text, planned) for text, planned in plans),
        tuple(note for _, planned in plans if not planned.named for note in planned.notes),
    )


def _reading(text: str, planned: Plan) -> Narrowing:
    met = (replace(e, is_met=True) for e in planned.entities if e.is_met or planned.named)
    return Narrowing(text, planned.normalized, planned.expansions, tuple(met))


def requirement(planned: Plan) -> Query:
    """The phrase and all hits of a query as a condition without classes: no scattered ones.

    A name, alone or among other words, is met by what is known of a paragraph, too: it narrows
    what was found by a text.
    """
    query = planned.query
    if isinstance(query, Ranked):
        phrase, parts = Literal(query.phrase), tuple(_met(part) for part in query.parts)
        query = Or((phrase, And(parts))) if parts else phrase
    if planned.filters:
        query = And((query, *planned.conditions))
    return Or((query, *planned.named)) if planned.named else query


def _met(part: Part) -> Query:
    return Or((Literal(part.forms), *part.named)) if part.named else Literal(part.forms)


def marked_together(query: Query, narrowing: NarrowingPlan) -> Query:
    """What is marked in a hit: what was sought first, and what was sought in the result."""
    return And((query, *narrowing.queries)) if narrowing.queries else query
