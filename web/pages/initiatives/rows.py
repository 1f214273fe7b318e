"""The rows of the index of initiatives: counted once a generation, found, put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeVar

from indexer.text.normalizer import normalize
from search.request import SearchRequest
from search.searcher import Searcher

if TYPE_CHECKING:
    from indexer.taxonomy.taxonomy import Initiative
    from search.terms import Prints

T = TypeVar("T")
Order = Literal["kind", "name", "year", "count"]
_NEAREST = 20
_LEAST_SHARED = 0.6  # of the characters of what is looked for, in a name that is near to it


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One line of the index. Kind, themes and aliases are empty where the taxonomy does not know
    it; `sources` are who uses it, those with most paragraphs first; `sound` is how it is read.

    `printed` of its paragraphs print its name in some form, since `first_year`; the others print
    what stands for a part of it, or were assigned to it by hand."""

    name: str
    count: int
    kind: str
    themes: tuple[str, ...]
    aliases: tuple[str, ...]
    printed: int
    is_candidate: bool = False
    first_year: int | None = None
    sources: tuple[str, ...] = ()
    sound: tuple[str, ...] = ()

    @property
    def is_unprinted(self) -> bool:
        """Whether the library has paragraphs of it, of which none prints its name."""
        return self.count > 0 and not self.printed

    @property
    def letter(self) -> str:
        """The letter under which it is looked up: of its pinyin, its own, "0–9" or ""."""
        first = self.sound[0][:1] if self.sound else ""
        if first.isdecimal():
            return "0–9"
        return first.upper() if first.isascii() else ""


@dataclass(frozen=True, slots=True)
class Matching:
    """The rows with what is looked for in name or alias or, where there are none, those near it."""

    rows: tuple[IndexRow, ...]
    is_near: bool = False


def matching(rows: Sequence[IndexRow], wanted: str, searcher: Searcher) -> Matching:
    """By a part of a name; else by sound or spelling, as the search box; else by characters."""
    form = normalize(wanted)
    if not form:
        return Matching(tuple(rows))
    having = [r for r in rows if any(form in normalize(text) for text in (r.name, *r.aliases))]
    if having:
        return Matching(tuple(having))
    completed = [c.text for c in searcher.suggest(wanted, _NEAREST) if c.kind == "initiative"]
    by_name = {row.name: row for row in rows}
    near = [by_name[name] for name in completed if name in by_name]
    near += sharing_letters(form, ((text, r) for r in rows for text in (r.name, *r.aliases)))
    return Matching(tuple(dict.fromkeys(near))[:_NEAREST], is_near=True)


def sharing_letters(form: str, named: Iterable[tuple[str, T]]) -> list[T]:
    """What is called by a name that has most characters of a normal form, or the greater half of
    which stands in it (护学岗 for 月光护学), the likest first."""
    letters = {char for char in form if char.isalnum()}
    least = max(2, _LEAST_SHARED * len(letters))
    shares = [(-len(letters & set(normalize(name))), len(name), name, one) for name, one in named]
    shares.sort(key=lambda share: share[:2])
    return [o for n, _, name, o in shares if -n >= least or _is_half_in(normalize(name), form)]


def _is_half_in(name: str, form: str) -> bool:
    size = len(name) // 2 + 1
    starts = range(len(name) - size + 1 if size > 1 else 0)
    return any(name[at : at + size] in form for at in starts)


def grouped(rows: Iterable[IndexRow], order: Order) -> list[tuple[str, list[IndexRow]]]:
    """Sections of the list with their headings, which are kinds, letters, years or none."""
    if order == "count":
        listed = sorted(rows, key=lambda row: (-row.count, row.name))
        return [("", listed)] if listed else []
    if order == "name":
        ordered = sorted(rows, key=lambda r: (r.letter == "", r.letter, r.sound, r.name))
        return [(key, list(group)) for key, group in groupby(ordered, lambda r: r.letter)]
    if order == "year":
        ordered = sorted(rows, key=lambda r: (r.first_year or 9999, -r.count, r.name))
        years = groupby(ordered, lambda r: str(r.first_year or ""))
        return [(year, list(group)) for year, group in years]
    return by_kind(rows, lambda row: row.kind)


def by_kind(rows: Iterable[T], kind_of: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    """Rows below their kinds, the kind with the most of them first, that of no name last."""
    kinds: dict[str, list[T]] = {}
    for row in rows:
        kinds.setdefault(kind_of(row), []).append(row)
    return sorted(kinds.items(), key=lambda item: (not item[0], -len(item[1]), item[0]))


def index_rows(searcher: Searcher) -> tuple[str, tuple[IndexRow, ...]]:
    """The generation, and every initiative of the taxonomy or the index, most used first."""
    first: dict[str, int] = {}
    users: dict[str, list[tuple[int, str]]] = {}
    whole = searcher.search(SearchRequest(size=1, facet_limit=None))
    counts = {v.value: v.count for v in whole.facets.get("initiative", ()) if v.count}
    by_year = searcher.facet_pairs("initiative", "year")
    for year in sorted(by_year, key=int):
        for name in by_year[year]:
            first.setdefault(name, int(year))
    for source, used in searcher.facet_pairs("initiative", "source").items():
        for name, count in used.items():
            users.setdefault(name, []).append((-count, source))
    known = {i.name: i for i in searcher.taxonomy().initiatives}
    gone = {i.name for i in known.values() if i.is_candidate} - counts.keys()
    names = sorted({*counts, *known} - gone, key=lambda name: (-counts.get(name, 0), name))
    prints = searcher.library().prints
    rows = [row_of(name, counts.get(name, 0), known.get(name), prints.get(name)) for name in names]
    return whole.generation, tuple(
        replace(
            row,
            first_year=row.first_year if row.name in prints else first.get(row.name),
            sources=tuple(source for _, source in sorted(users.get(row.name, ()))),
            sound=sound,
        )
        for row, sound in zip(rows, searcher.library().vocabulary.sounds(names), strict=True)
    )


def row_of(name: str, count: int, known: Initiative | None, prints: Prints | None) -> IndexRow:
    """With what the taxonomy knows of a name; `prints` of one that is not always printed."""
    if known is None:
        return IndexRow(name, count, "", (), (), count)
    printed, year = (prints.paragraphs, prints.first_year) if prints else (count, None)
    return IndexRow(
        name,
        count,
        known.kind,
        known.themes,
        known.aliases,
        printed,
        known.is_candidate,
        year,
    )
