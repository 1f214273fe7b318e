"""Find the reports whose own title a query is, in whole or nearly so: a title typed or pasted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.text.normalizer import normalize
from indexer.text.numerals import spelt_in_figures
from search.request import Filters, SearchRequest
from search.results import SearchResult, StoredParagraph
from search.rewrite.questions import document_asked, is_question
from search.searcher import Searcher
from web.addresses import encoded, plain_address
from web.pages.results.inquiry import Inquiry

_LONGEST = 120  # characters of a query: a title, or a reference that holds one
_SHORTEST, _SHORTEST_WITHIN = 4, 6  # letters of a part of a title, of a title within a query
_SHOWN, _TRIED = 3, 20
_MARKED = re.compile("[《〈]([^《》〈〉]+)[》〉]")
_YEAR = re.compile("(?:19|20)[0-9]{2}年?度?")
_HAN_YEAR = re.compile("[零〇○一二三四五六七八九]{4}(?=年)")
# What people call any report of a unit: 青桐2023年总结, whatever its title says.
_REPORT = re.compile(
    "(?:全年|年度|年终)?的?(?:公安)?(?:工作)?(?:总结|报告|汇报|小结|材料|文献|文章|资料|情况)?"
)
_JOINTS = "的之和与度年"  # a single one of these may stand in a query and not in the title
# A title is covered by a run of it, by pieces of it, by pieces beside its unit and year.
_HALF, _MOSTLY = 0.5, 0.6


@dataclass(frozen=True, slots=True)
class Titled:
    """A report called so: a paragraph of it with all that is known of it, and its address."""

    document: StoredParagraph
    address: str


@dataclass(frozen=True, slots=True)
class Titles:
    """The reports that are called so, the nearest first; `more` is where all are listed whose title
    has these words, "" where none are left out. Of those that `are_dated` it is asked when they
    came out."""

    reports: tuple[Titled, ...] = ()
    more: str = ""
    are_dated: bool = False

    def __bool__(self) -> bool:
        return bool(self.reports)


def titles(inquiry: Inquiry) -> Titles:
    """Reports that the query is the title of, or most of it, or part of it where no text has that;
    none on later pages, beside filters, or where only titles were searched."""
    asked, searcher, query = inquiry.asked, inquiry.searcher, inquiry.query.meant
    is_bare = asked.page == 1 and asked.field == "all" and not asked.is_narrowed
    if not is_bare or not _SHORTEST <= len(query) <= _LONGEST or '"' in query:
        return Titles()
    dated = _dated(query, searcher)
    found = dated or list(_named_in(query, searcher)) or _called(query, inquiry)
    reports = tuple(
        Titled(one, plain_address(f"/documents/{encoded(one.slug)}", inquiry.view_options))
        for one in found[:_SHOWN]
    )
    there = replace(asked, q=query, field="title", group="document")
    more = inquiry.at(there) if len(found) > _SHOWN else ""
    return Titles(reports, "" if dated else more, bool(dated))


def _dated(query: str, searcher: Searcher) -> list[StoredParagraph]:
    """The reports of which a query asks when they came out."""
    for called in document_asked(query):
        wanted = _letters(called)
        held = [o for o in _with_title(called, searcher) if _covered(wanted, _letters(o.title))]
        if held:
            return held
    return []


def _named_in(query: str, searcher: Searcher) -> Iterator[StoredParagraph]:
    """Reports whose title stands whole in a query: between title marks, or in a reference."""
    marked = [text for text in _MARKED.findall(query) if _letters(text)]
    for text in marked:
        wanted = _letters(text)
        yield from (one for one in _with_title(text, searcher) if _letters(one.title) == wanted)
    if not marked:
        whole = _letters(query)
        within = [one for one in _with_title(query, searcher) if _stands_in(one, whole)]
        longest = max((len(_letters(one.title)) for one in within), default=0)
        yield from (one for one in within if len(_letters(one.title)) == longest)


def _stands_in(one: StoredParagraph, whole: str) -> bool:
    """Whether a query is the title, or a reference to it: the title and who wrote it when."""
    title = _letters(one.title)
    if title == whole:
        return True
    if len(title) < _SHORTEST_WITHIN or title not in whole:
        return False
    known = _letters(f"{one.source or ''}{one.author or ''}{one.date or ''}{one.genre or ''}")
    rest = re.sub("第[0-9]+段|[a-z]+|[0-9年月日]", "", whole.replace(title, "", 1))
    return not rest or _letters(rest) in known


def _called(query: str, inquiry: Inquiry) -> list[StoredParagraph]:
    """Reports whose title the words of the query are most of."""
    result, searcher = inquiry.result, inquiry.searcher
    bare = _MARKED.sub(r"\1", query)
    wanted = _letters(bare)
    named = {normalize(e.text) for e in result.query.entities}
    if len(wanted) < _SHORTEST or normalize(bare) in named or is_question(bare):
        return []
    found = _with_title(bare, searcher)
    called = [(one, _letters(one.title)) for one in found]
    near = [
        one
        for one, title in called
        if _covered(wanted, title) >= (_HALF if wanted in title else _MOSTLY)
    ]
    if near or result.matches.phrase:
        return near or list(_of_unit(bare, result, searcher))
    edges = [one for one, title in called if _is_edge(wanted, title)]
    return edges if len(edges) <= _SHOWN and edges else list(_of_unit(bare, result, searcher))


def _is_edge(wanted: str, title: str) -> bool:
    """Whether the pieces of a query begin or end a title: 2018年政府工作报告 of a longer one."""
    starts = title.startswith(wanted[:_SHORTEST]) or title.endswith(wanted[-_SHORTEST:])
    return starts and _covered(wanted, title) > 0


def _of_unit(query: str, result: SearchResult, searcher: Searcher) -> Iterator[StoredParagraph]:
    """Reports of the unit and the year that are named, whose title has what else the query says;
    all of them where it says no more."""
    named = {
        field: [e for e in result.query.entities if e.field == field and e.total]
        for field in ("source", "year")
    }
    if any(len({e.value for e in found}) != 1 for found in named.values()):
        return
    rest = normalize(query)
    for e in sorted((*named["source"], *named["year"]), key=lambda e: -len(e.text)):
        rest = rest.replace(e.text, " ")
    wanted = _letters(_YEAR.sub("", rest)).strip(_JOINTS)
    filters = Filters(**{field: (found[0].value,) for field, found in named.items()})
    if _REPORT.fullmatch(wanted):
        yield from _with_title("", searcher, filters)
        return
    for one in _with_title(rest, searcher, filters) if len(wanted) > 1 else ():
        title = _letters(one.title)
        own = title
        for e in named["source"]:
            own = _without_common(own, _letters(f"{e.text}{e.value}"))
        if _covered(wanted, _YEAR.sub("", own)) >= _MOSTLY:
            yield one


def _without_common(title: str, unit: str) -> str:
    """A title without the name of its unit in front."""
    end = max((n for n in range(len(title) + 1) if title[:n] in unit), default=0)
    return title[end:]


def _covered(wanted: str, title: str) -> float:
    """How much of a title the pieces of a query are; 0 if one of them is not in the title."""
    seen: set[int] = set()
    at = 0
    while at < len(wanted):
        size = next((n for n in range(len(wanted) - at, 0, -1) if wanted[at : at + n] in title), 0)
        if size < 2 and wanted[at] not in _JOINTS:
            return 0
        if size >= 2:
            start = title.index(wanted[at : at + size])
            seen.update(range(start, start + size))
        at += max(size, 1)
    return len(seen) / len(title) if title else 0


def _with_title(
    text: str, searcher: Searcher, filters: Filters | None = None
) -> tuple[StoredParagraph, ...]:
    """One paragraph of each document whose title has the words of a text, the best first."""
    asked = SearchRequest(
        text,
        field="title",
        filters=filters or Filters(),
        group="document",
        size=_TRIED,
        facet_limit=0,
        entities=False,
        correct=False,
        semantic=False,
    )
    return tuple(hit.paragraph for hit in searcher.listing(asked, is_marked=False).hits)


def _letters(text: str | None) -> str:
    """Letters and digits alone, in their normal form; Chinese years as digits."""
    form = _HAN_YEAR.sub(lambda year: spelt_in_figures(year[0]), normalize(text or ""))
    return "".join(c for c in form if c.isalnum())
