"""Find where a name stands first, and where it is first told of as more than a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.figures.occasion import told_as_plan
from search.request import SearchRequest
from search.results import Hit

if TYPE_CHECKING:
    from search.searcher import Searcher

_READ = 40  # paragraphs, the oldest of those that print the name


@dataclass(frozen=True, slots=True)
class FirstMention:
    """The paragraph where a name stands first. `is_plan`: all those of its year only plan it, and
    `done` is the first of a later one that does more, if one of the first forty does."""

    hit: Hit
    is_plan: bool = False
    done: Hit | None = None

    @property
    def done_year(self) -> int | None:
        return self.done.paragraph.year if self.done is not None else None


def first_mention(
    searcher: Searcher, asked: SearchRequest, since: int | None = None
) -> FirstMention | None:
    """Where what the request finds and marks stands first, not before the year `since`; None where
    it stands nowhere. Of one year a paragraph that tells of a deed comes before one that plans."""
    oldest = replace(asked, sort="oldest", group="none", page=1, size=_READ, facet_limit=0)
    hits = searcher.search(oldest).hits
    dated = [h for h in hits if h.paragraph.year is not None and h.paragraph.year >= (since or 0)]
    if not dated:
        return FirstMention(hits[0]) if hits else None
    return _told(sorted(dated, key=lambda hit: hit.paragraph.year or 0))  # not by their dates


def _told(dated: Sequence[Hit]) -> FirstMention:
    done = next((hit for hit in dated if not _only_plans(hit)), None)
    if done is not None and done.paragraph.year == dated[0].paragraph.year:
        return FirstMention(done)
    return FirstMention(dated[0], True, done)


def _only_plans(hit: Hit) -> bool:
    """Whether all places where the name stands in the paragraph are within plans."""
    one = hit.paragraph
    return bool(hit.marks) and all(
        told_as_plan(one, one.text, one.heading, range(*mark)) for mark in hit.marks
    )
