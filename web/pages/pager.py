"""Number the pages of a list: those around this one, the first and the last, and a way to any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

_AROUND = 2


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page by its number; without an address it is this one, number 0 is a gap."""

    number: int
    address: str | None


@dataclass(frozen=True, slots=True)
class Pager:
    """Where the pages of a list are. `path` and `pairs` make a form that asks for any of them."""

    page: int
    pages: int
    previous: str | None
    next: str | None
    links: tuple[PageLink, ...]
    path: str
    pairs: tuple[tuple[str, str], ...]


def paged(page: int, pages: int, at: Callable[[int], str]) -> Pager:
    """The pager of page `page` out of `pages`, each found `at` its number; both may be past."""
    wanted = {1, pages, *range(page - _AROUND, page + _AROUND + 1)}
    numbers = sorted(number for number in wanted if 1 <= number <= pages)
    links: list[PageLink] = []
    for number in numbers:
        skipped = number - links[-1].number - 1 if links else 0
        if skipped == 1:
            links.append(PageLink(number - 1, at(number - 1)))
        elif skipped > 1:
            links.append(PageLink(0, None))
        links.append(PageLink(number, None if number == page else at(number)))
    first = urlsplit(at(1))
    pairs = tuple(pair for pair in parse_qsl(first.query) if pair[0] != "page")
    return Pager(
        page,
        pages,
        at(min(page - 1, pages)) if page > 1 else None,
        at(page + 1) if page < pages else None,
        tuple(links),
        first.path,
        pairs,
    )
