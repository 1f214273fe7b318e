"""Turn the live index into what a first visit sees: coverage, initiatives, worked examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from search.names.lifetimes import begun_names
from search.request import Filters, SearchRequest
from search.results import FacetValue, SearchResult
from search.searcher import Searcher
from search.terms import quoted_names

MAX_SOURCES = 12
MAX_YEARS = 12  # one by one; earlier ones are one column
MAX_INITIATIVES = 18
MAX_THEMES = 60
MAX_QUOTED = 60
_VALUES = 1_000  # of each facet: more years than any library has; all sources would take seconds
_SAMPLE_CHARS = 100_000  # of the texts in which an example is looked for
_PAIR_AMONG = 8  # of the commonest initiatives: 28 pairs at most, once a generation
_PLAIN_NAME = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]+")
# Paragraphs in which quoted names are looked for, the newest: half a second, once a generation.
_READ = 8_000
_CLAUSE = re.compile(r"(?<=[，。；,;])[\u4e00-\u9fff]{9,14}(?=[，。；,;])")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many paragraphs each source has in each year; `cells` run along `Overview.years`, and
    `earlier` are those of the years before them, for which a table has no room."""

    source: str | None  # None: the paragraphs whose source is not known
    total: int
    cells: tuple[int, ...]
    earlier: int = 0

    @property
    def undated(self) -> int:
        """The paragraphs of no year."""
        return self.total - self.earlier - sum(self.cells)


@dataclass(frozen=True, slots=True)
class Example:
    """A search worth trying, made from the library itself."""

    kind: str  # "name" | "compare" | "origin"
    words: str
    request: SearchRequest
    total: int


@dataclass(frozen=True, slots=True)
class QuotedName:
    """A name that the library quotes, or says since when there is it, and no list has: `request`
    finds its paragraphs."""

    name: str
    paragraphs: int
    first_year: int | None
    request: SearchRequest


@dataclass(frozen=True, slots=True)
class Overview:
    """What the library holds, as of one generation.

    `pair`: two names, one common, that stand in one sentence somewhere; empty when none were seen.
    """

    documents: int
    paragraphs: int
    years: tuple[str, ...]
    sources: tuple[Coverage, ...]
    source_count: int
    themes: tuple[FacetValue, ...]
    theme_count: int
    initiatives: tuple[FacetValue, ...]
    initiative_count: int
    examples: tuple[Example, ...]
    pair: tuple[str, ...] = ()
    quoted: tuple[QuotedName, ...] = ()
    has_more: bool = False  # paragraphs than were read for `quoted`


def look_over(searcher: Searcher) -> Overview:
    """Count anew: one search for all facets and one for each of the largest sources."""
    whole = searcher.search(SearchRequest(size=10, facet_limit=_VALUES, max_chars=_SAMPLE_CHARS))
    years = listed_years(v.value for v in whole.facets.get("year", ()))
    hidden = searcher.library().unprinted
    initiatives = [v for v in whole.facets.get("initiative", ()) if v.value not in hidden]
    quoted = _quoted(searcher)
    counts = {v.value: v.count for v in initiatives} | {q.name: q.paragraphs for q in quoted}
    return Overview(
        documents=whole.total_documents,
        paragraphs=whole.total,
        years=years,
        sources=coverage(searcher, whole, Filters(), years),
        source_count=whole.facet_values.get("source", 0),
        themes=whole.facets.get("theme", ())[:MAX_THEMES],
        theme_count=whole.facet_values.get("theme", 0),
        initiatives=tuple(initiatives[:MAX_INITIATIVES]),
        initiative_count=whole.facet_values.get("initiative", 0),
        examples=_examples(searcher, whole, sorted(counts, key=lambda name: -counts[name])),
        quoted=quoted,
        has_more=whole.total > _READ,
        pair=_pair(searcher, [v.value for v in initiatives[:_PAIR_AMONG] if len(v.value) <= 12]),
    )


def _quoted(searcher: Searcher) -> tuple[QuotedName, ...]:
    """With the paragraphs that print each and the first year of these, in the whole library."""
    newest = SearchRequest(sort="newest", size=_READ, facet_limit=0)
    read = [hit.paragraph for hit in searcher.listing(newest, is_marked=False).hits]
    names = quoted_names(read, searcher.taxonomy(), searcher.dictionary_words, MAX_QUOTED)
    begun = begun_names(
        read, lambda form: searcher.total(SearchRequest(form, "exact")), searcher.dictionary_words
    )
    forms = {form for one in searcher.taxonomy().initiatives for form in one.forms}
    names += [name for name in begun if name not in forms and name not in names]
    found = [
        QuotedName(row.text, row.paragraphs, row.first_year, SearchRequest(row.text))
        for row in searcher.term_table(names, "year", False).rows
    ]
    return tuple(sorted(found, key=lambda one: (-one.paragraphs, one.name))[:MAX_QUOTED])


def listed_years(values: Iterable[str]) -> tuple[str, ...]:
    """The last years that have anything and, where there is room, those between them."""
    years = sorted(map(int, values))[-MAX_YEARS:]
    if years and years[-1] - years[0] < MAX_YEARS:
        years = list(range(years[0], years[-1] + 1))
    return tuple(map(str, years))


def _pair(searcher: Searcher, names: list[str]) -> tuple[str, ...]:
    """The first two of these names that one sentence holds, so that every example finds some."""
    for name, other in combinations([n for n in names if _PLAIN_NAME.fullmatch(n)], 2):
        near = [SearchRequest(f"{name} ~{way} {other}") for way in ("句", "50")]
        if other not in name and name not in other and all(map(searcher.total, near)):
            return name, other
    return ()


def coverage(
    searcher: Searcher, whole: SearchResult, filters: Filters, years: tuple[str, ...]
) -> tuple[Coverage, ...]:
    """The largest sources of a result by year, and a last row for what names no source.

    `whole` is the result under `filters`, which choose no source and no year.
    """
    sources = [v for v in whole.facets.get("source", ()) if v.count]
    rows = [_row(searcher, v, filters, years) for v in sources[:MAX_SOURCES]]
    unnamed = whole.total - sum(v.count for v in sources)
    if unnamed and len(sources) <= MAX_SOURCES:
        counts = {v.value: v.count for v in whole.facets.get("year", ())}
        rest = (counts.get(y, 0) - sum(r.cells[i] for r in rows) for i, y in enumerate(years))
        earlier = _before(years, counts) - sum(r.earlier for r in rows)
        rows.append(Coverage(None, unnamed, tuple(rest), earlier))
    return tuple(rows)


def _row(
    searcher: Searcher, source: FacetValue, filters: Filters, years: tuple[str, ...]
) -> Coverage:
    asked = SearchRequest(
        filters=filters.replaced(source=(source.value,)), size=1, facet_limit=_VALUES
    )
    counts = {v.value: v.count for v in searcher.search(asked).facets.get("year", ())}
    cells = tuple(counts.get(y, 0) for y in years)
    return Coverage(source.value, source.count, cells, _before(years, counts))


def _before(years: tuple[str, ...], counts: Mapping[str, int]) -> int:
    """The paragraphs of earlier years than these."""
    return sum(n for year, n in counts.items() if years and int(year) < int(years[0]))


def _examples(
    searcher: Searcher, whole: SearchResult, initiatives: Sequence[str]
) -> tuple[Example, ...]:
    """A name to look up, a theme to compare over sources, a phrase to trace; what there is."""
    examples = []
    names = [name for name in initiatives if 3 <= len(name) <= 12]
    if names:
        examples.append(_example(searcher, "name", names[0], SearchRequest(q=names[0])))
    units = searcher.facet_pairs("theme", "source")
    themes = [theme.value for theme in whole.facets.get("theme", ())]
    if themes:  # that most units speak of
        widest = max(themes, key=lambda theme: sum(n > 0 for n in units.get(theme, {}).values()))
        request = SearchRequest(filters=Filters(theme=(widest,)))
        examples.append(_example(searcher, "compare", widest, request))
    piece = _telling_piece(whole)
    if piece:
        examples.append(_example(searcher, "origin", piece, SearchRequest(q=piece, mode="exact")))
    return tuple(example for example in examples if example.total)


def _example(searcher: Searcher, kind: str, words: str, request: SearchRequest) -> Example:
    return Example(kind, words, request, searcher.total(request))


def _telling_piece(whole: SearchResult) -> str:
    """A clause of Han characters out of the middle of a printed sentence."""
    texts = (hit.paragraph.text for hit in whole.hits)
    return next((found for text in texts for found in _CLAUSE.findall(text)), "")
