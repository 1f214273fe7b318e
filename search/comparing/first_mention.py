"""Find where a name stands first, and where first as done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from search.comparing.beginnings import (
    READ,
    Stated,
    founding_ids,
    only_plans,
    stated_starts,
)
from search.request import SearchRequest
from search.results import Hit
from search.searcher import Searcher


@dataclass(frozen=True, slots=True)
class FirstMention:
    """The paragraph where a name stands first. `is_plan`: all those of its year only plan it, and
    `done` is the first of a later one that does more, if one of the first forty does. `stated`:
    what these say of its beginning."""

    hit: Hit
    is_plan: bool = False
    done: Hit | None = None
    stated: tuple[Stated, ...] = ()

    @property
    def done_year(self) -> int | None:
        return self.done.paragraph.year if self.done is not None else None


def first_mention(
    searcher: Searcher, asked: SearchRequest, since: int | None = None
) -> FirstMention | None:
    """Where what the request finds and marks stands first, not before the year `since`; None where
    it stands nowhere. Of one year a paragraph that tells of a deed comes before one that plans."""
    oldest = replace(asked, sort="oldest", group="none", page=1, size=READ, facet_limit=0)
    hits = searcher.search(oldest).hits
    dated = [h for h in hits if h.paragraph.year is not None and h.paragraph.year >= (since or 0)]
    stated = tuple(one for hit in hits for one in stated_starts(hit))
    if not dated:
        return FirstMention(hits[0], stated=stated) if hits else None
    dated.sort(key=lambda hit: hit.paragraph.year or 0)  # not by their dates
    return replace(_told(dated, founding_ids(stated)), stated=stated)


def _told(dated: Sequence[Hit], founding: Sequence[str]) -> FirstMention:
    """`founding`: ids of those that say when it began: of one year they come first, then whose
    reports have most of it: who began it speaks of it more than who borrows it."""
    often = Counter(hit.paragraph.source for hit in dated)
    done = next((hit for hit in dated if not only_plans(hit)), None)
    if done is not None:
        same = [h for h in dated if h.paragraph.year == done.paragraph.year and not only_plans(h)]
        done = max(same, key=lambda h: (h.paragraph.id in founding, often[h.paragraph.source]))
    if done is not None and done.paragraph.year == dated[0].paragraph.year:
        return FirstMention(done)
    return FirstMention(dated[0], True, done)
