"""Hold together what all that stands above a list is told from: a search and what it found."""

from __future__ import annotations

from dataclasses import dataclass, replace

from search.request import SearchRequest
from search.results import Interpretation, SearchResult
from search.searcher import Searcher
from web.addresses import search_address
from web.params import ViewOptions


@dataclass(frozen=True, slots=True)
class WayOut:
    """Another search with what it finds: the same without one condition, or without all (`title`
    ""); for a value of the library, or another wording. `title` says what is taken off, what the
    value is, or why it is proposed."""

    title: str
    value: str
    total: int
    address: str


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A search as it was asked, what it found, and how the page of it is shown."""

    searcher: Searcher
    asked: SearchRequest
    result: SearchResult
    view_options: ViewOptions

    @property
    def query(self) -> Interpretation:
        return self.result.query

    @property
    def meant(self) -> SearchRequest:
        """What was searched: without what is surely mistyped."""
        return replace(self.asked, q=self.query.meant)

    @property
    def is_plain(self) -> bool:
        """Whether a reader typed it, and narrowed it by nothing else."""
        return self.asked.mode == "smart" and not self.asked.is_narrowed

    def of(self, asked: SearchRequest) -> Inquiry:
        """The same of another search."""
        return replace(self, asked=asked, result=self.searcher.search(asked))

    def at(self, asked: SearchRequest) -> str:
        """The address of another search, shown as this one is."""
        return search_address(asked, self.view_options)

    def way(self, title: str, value: str, total: int, asked: SearchRequest) -> WayOut:
        """Another search, that finds so many paragraphs, as a way out."""
        return WayOut(title, value, total, self.at(asked))
