"""What is asked of the searcher: one frozen request, the same for page, API and command line."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

Mode = Literal["smart", "exact"]
SearchField = Literal["all", "title"]
Sort = Literal["relevance", "newest", "oldest"]
Group = Literal["none", "document"]

FACET_FIELDS = ("source", "theme", "initiative", "region", "year", "genre")


@dataclass(frozen=True, slots=True)
class Filters:
    """Must match, does not score: OR within a field, AND between fields.

    `region` values are paths ("江苏省/南通市") or bare names. `year` holds what the reader typed:
    "2021", "2020..2022", "2020..", "..2022".
    """

    source: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    initiative: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    genre: tuple[str, ...] = ()

    def of(self, name: str) -> tuple[str, ...]:
        """The values chosen for one facet field."""
        values: tuple[str, ...] = getattr(self, name)
        return values

    def __bool__(self) -> bool:
        return any(self.of(name) for name in FACET_FIELDS)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search as asked. `expand=False` is 只查原词: no synonyms or variants.

    `size` is 1–100 over HTTP; the command line may go to 100,000. `facet_limit` None lists every
    value. `min_match` None follows the rule of the contract. `to_depth` is for runs of many
    queries: after all hits by that rule it also lists what shares words with pieces found whole.
    """

    q: str = ""
    mode: Mode = "smart"
    field: SearchField = "all"
    filters: Filters = dataclasses.field(default_factory=Filters)
    sort: Sort = "relevance"
    group: Group = "none"
    page: int = 1
    size: int = 10
    explain: bool = False
    facet_limit: int | None = None
    min_match: float | None = None
    to_depth: bool = False
    expand: bool = True
