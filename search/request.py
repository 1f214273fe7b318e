"""What is asked of the searcher: one frozen request, the same for page, API and command line."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from indexer.model.schema import SCHEMA

Mode = Literal["smart", "exact"]
SearchField = Literal["all", "title"]
Sort = Literal["relevance", "newest", "oldest"]
Group = Literal["none", "document"]

FACET_LIMIT = 100  # values that a facet lists unless more or fewer are asked for


@dataclass(frozen=True, slots=True, init=False)
class Filters:
    """Must match, does not score: OR within a field, AND between fields.

    Values of a path ("江苏省/南通市") may be bare names. Those of a year are what the reader typed:
    "2021", "2020..2022", "2020..", "..2022".
    """

    chosen: tuple[tuple[str, tuple[str, ...]], ...]

    def __init__(self, **chosen: Iterable[str]) -> None:
        """Values by the name of a filter of the schema; TypeError for another name."""
        if not chosen.keys() <= set(SCHEMA.filters):
            raise TypeError(f"no filters: {chosen.keys() - set(SCHEMA.filters)}")
        given = ((name, tuple(chosen.get(name, ()))) for name in SCHEMA.filters)
        object.__setattr__(self, "chosen", tuple(item for item in given if item[1]))

    def of(self, name: str) -> tuple[str, ...]:
        """The values chosen for one field."""
        return dict(self.chosen).get(name, ())

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each value behind the name of its field."""
        return [(field, value) for field, values in self.chosen for value in values]

    def replaced(self, **chosen: Iterable[str]) -> Filters:
        """The same with other values for some fields."""
        return Filters(**{**dict(self.chosen), **chosen})

    def __bool__(self) -> bool:
        return bool(self.chosen)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search as asked. `expand=False` is 只查原词: no synonyms or variants. `entities=False` is
    只按原文: who, where and when are met by the text only. `correct=False`: what occurs nowhere is
    not searched in a surely meant spelling.

    `within` are further query texts (在结果中检索): of the hits only those are left that each of
    them finds, in classes and an order that they do not change.

    `max_chars` bounds the texts of all hits together: later ones are cut to their beginning.
    `size` is 1–100 over HTTP; the command line may go to 100,000. `facet_limit` None lists every
    value: no address asks for that. `facet_query` has (field, text) pairs: of these facets only
    values that contain the text are listed. `min_match` None follows the rule of the contract.
    `to_depth` is for runs of many queries: after all hits by that rule it also lists what shares
    words with pieces found whole. `semantic=False` is 只按词语: no meaning, even where a model is
    set.
    """

    q: str = ""
    mode: Mode = "smart"
    field: SearchField = "all"
    filters: Filters = dataclasses.field(default_factory=Filters)
    within: tuple[str, ...] = ()
    sort: Sort = "relevance"
    group: Group = "none"
    page: int = 1
    size: int = 10
    explain: bool = False
    facet_limit: int | None = FACET_LIMIT
    facet_query: tuple[tuple[str, str], ...] = ()
    min_match: float | None = None
    to_depth: bool = False
    expand: bool = True
    entities: bool = True
    correct: bool = True
    semantic: bool = True
    max_chars: int | None = None

    @property
    def is_first(self) -> bool:
        """Whether it is asked as it is typed, and what is told above a list is to be told."""
        return self.mode == "smart" and self.page == 1

    @property
    def is_narrowed(self) -> bool:
        """Whether it is asked of a part of the library, or of a result."""
        return bool(self.filters or self.within)

    def facet_text(self, field: str) -> str:
        """What the listed values of a facet must contain; "" for anything."""
        return dict(self.facet_query).get(field, "")
