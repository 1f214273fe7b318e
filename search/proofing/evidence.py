"""Ask the library for the paragraphs that may say what a draft says, and for their figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from indexer.figures.units import decimal_text
from indexer.model.figures import Figure
from indexer.text.normalizer import normalize
from search.clauses import printed_place
from search.figures.corrections import Corrections
from search.figures.dating import is_surely_dated, may_be_of_last_year, year_of_period
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.figures.sections import SectionTimes
from search.proofing.deciding import DecidingWords
from search.request import Filters, SearchRequest
from search.results import StoredParagraph
from search.rewrite.near_wording import LEAST_LETTERS
from search.searcher import Searcher
from search.suggest.sure import SPELLINGS

_NEAR = 12  # paragraphs that are looked at for one clause
_PRINTED = 300  # paragraphs with a name, whose units and years are looked at
_LITERAL = 4  # paragraphs with a wording, of which one is shown
_FAMILY = 50  # figures of one indicator that are looked at
_SENTENCE_CHARS = 300
_CLAUSE_CHARS = 80  # of a clause that are asked for
_NUMBERS = re.compile(r"[0-9０-９]+(?:[.．,，][0-9０-９]+)*[%％‰]?")
_OPERATORS = re.compile(r"""[-+"()*?~:：“”「」（）<>=]""")


@dataclass(frozen=True, slots=True)
class PrintedSentence:
    """Where a paragraph prints a sentence, or one that is nearly the same."""

    paragraph: StoredParagraph
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.paragraph.text[self.start : self.end]

    def holds(self, row: FigureRow) -> bool:
        """Whether a figure stands in it."""
        is_its = row.paragraph.id == self.paragraph.id
        return is_its and self.start <= row.figure.value_start < self.end


class LibraryEvidence:
    """What the library says, each question asked once."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._near: dict[str, tuple[StoredParagraph, ...]] = {}
        self._literal: dict[str, StoredParagraph | None] = {}
        self._printed: dict[str, tuple[PrintedSentence, ...]] = {}
        self._figures: dict[str, tuple[FigureRow, ...]] = {}
        self._deciding = DecidingWords(
            searcher.dictionary_words, lambda name: searcher.figure_families([name])[0]
        )

    def missing_words(self, claim: Figure, row: FigureRow, place: str) -> tuple[str, ...]:
        """Words of a claim's name that are not said of a row: see DecidingWords."""
        return self._deciding.missing(claim, row, self.figures([row.paragraph]), place)

    def leads_to(self, subject: str, row: FigureRow) -> bool:
        """Whether a row that names no subject is of this one: see DecidingWords."""
        return self._deciding.leads_to(subject, row, self.figures([row.paragraph]))

    def corrections(self) -> Corrections:
        """What later reports correct, the latest last."""
        return self._searcher.corrections()

    def names(self) -> frozenset[str]:
        """Every written form of an initiative that the taxonomy knows."""
        known = self._searcher.taxonomy().initiatives
        return frozenset(form for initiative in known for form in initiative.forms)

    def literal(self, text: str) -> StoredParagraph | None:
        """A paragraph that holds this run of characters, signs aside."""
        if text not in self._literal:
            asked = SearchRequest(  # the newest: the same on every engine
                text[:500], mode="exact", sort="newest", size=_LITERAL, correct=False
            )
            found, form = list(self._ask(asked)), normalize(text)
            printed = [p for p in found if form in normalize(p.text)]  # not in a heading only
            self._literal[text] = next(iter([*printed, *found]), None)
        return self._literal[text]

    def literals(self, text: str) -> list[StoredParagraph]:
        """The first paragraphs that hold this run of characters, the newest before others."""
        asked = SearchRequest(text[:500], mode="exact", sort="newest", correct=False)
        return list(islice(self._ask(asked), _PRINTED))

    def near(self, words: str) -> tuple[StoredParagraph, ...]:
        """The paragraphs that share most with these words, numbers aside."""
        text = " ".join(_OPERATORS.sub(" ", _NUMBERS.sub(" ", words)).split())[:_CLAUSE_CHARS]
        if text not in self._near:
            asked = SearchRequest(text, size=_NEAR, correct=False, semantic=False, min_match=0.15)
            self._near[text] = tuple(self._ask(asked)) if text else ()
        return self._near[text]

    def in_print(self, sentence: str) -> tuple[PrintedSentence, ...]:
        """Where a sentence is printed, or else the wording nearest to it that search finds."""
        text = _OPERATORS.sub("，", sentence.strip())
        if len(text) < LEAST_LETTERS or len(text) > _SENTENCE_CHARS:
            return ()
        if text not in self._printed:
            asked = SearchRequest(text, size=_LITERAL, facet_limit=0, correct=False, semantic=False)
            found = self._searcher.search(asked)
            near = [e.to for e in found.query.expansions if e.kind == "near"]
            forms = [normalize(form) for form in (near[0] if near else (text,))]
            places = (_places(h.paragraph, forms) for h in found.hits if h.match == "phrase")
            self._printed[text] = tuple(place for place in places if place is not None)
        return self._printed[text]

    def meant(self, name: str) -> tuple[str, bool]:
        """How the library writes a name that it prints nowhere so, "" if nothing is like it, and
        whether only that can be meant: what search proposes or takes for it."""
        query = self._searcher.search(SearchRequest(name, size=1, facet_limit=0)).query
        if query.corrected is not None:
            return query.corrected, True
        proposed = (s.text for s in query.suggestions if s.reason in SPELLINGS)
        return next(proposed, ""), False

    def figures(self, paragraphs: Iterable[StoredParagraph]) -> list[FigureRow]:
        """All figures of these paragraphs."""
        wanted = {p.id: p for p in paragraphs}
        new = tuple(id for id in wanted if id not in self._figures)
        if new:
            found: dict[str, list[FigureRow]] = {id: [] for id in new}
            for row in self._searcher.figure_listing(FigureRequest(paragraphs=new)).rows:
                found[row.paragraph.id].append(row)
            self._figures |= {id: tuple(rows) for id, rows in found.items()}
        return [row for id in wanted for row in self._figures[id]]

    def family(self, indicator: str, kind: str, year: int | None) -> tuple[FigureRow, ...]:
        """Figures of this indicator in any of its wordings, those of this year first.

        A work report of the year after tells of it, too.
        """
        if not indicator:
            return ()
        names = (indicator, indicator.removesuffix("人数"))  # 城镇新增就业人数: 1168万人
        asked = FigureRequest(indicators=names, kinds=(kind,), size=_FAMILY)
        requests = [asked]
        if year is not None:
            years = Filters(year=(str(year), str(year + 1)))
            requests.insert(0, replace(asked, filters=years))
        found: dict[tuple[str, str], FigureRow] = {}
        for request in requests:
            for row in self._searcher.figure_listing(request, is_whole=False).rows:
                found.setdefault(row.key, row)
        return tuple(found.values())

    def tells_years(self, row: FigureRow) -> bool:
        """Whether what stands before it in its report says that it is of several years."""
        sections = SectionTimes(self._searcher.library().figures.back)
        return row.figure.period_text is None and sections.of(row) == "years"

    def with_number(self, figure: Figure, sources: frozenset[str]) -> list[FigureRow]:
        """All figures of the sources' paragraphs that hold this number, as written or in full."""
        filters, found = Filters(source=tuple(sorted(sources))), list[StoredParagraph]()
        printed = _NUMBERS.findall(figure.value_text)[:1]
        for number in {*printed, *_in_other_units(figure.value or "")}:
            asked = SearchRequest(number, mode="exact", filters=filters, size=_NEAR, correct=False)
            found += self._ask(asked)
        return self.figures(found)

    def _ask(self, request: SearchRequest) -> Iterable[StoredParagraph]:
        listing = self._searcher.listing(replace(request, facet_limit=0), is_marked=False)
        return (hit.paragraph for hit in listing.hits)


def _places(paragraph: StoredParagraph, forms: Iterable[str]) -> PrintedSentence | None:
    """Where one of these normal forms stands in a paragraph."""
    place = printed_place(paragraph.text, *forms)
    return None if place is None else PrintedSentence(paragraph, *place)


def _in_other_units(value: str) -> list[str]:
    """A number as it may be printed: 7069900, and 706.99 before 万."""
    if not value:
        return []
    sizes = (Decimal(value) / scale for scale in (10**4, 10**8))
    return [value, *(decimal_text(size) for size in sizes if size >= 1)]


def years_of(row: FigureRow) -> frozenset[int]:
    """The years that a figure may be said to be of: those of its own period, its document's."""
    one, ends = year_of_period(row.figure), (row.figure.period or "").split("/")
    known = [int(end[:4]) for end in ((one,) if one else ends) if end[:4].isdecimal()]
    years = set(range(known[0], known[-1] + 1)) if known else set()
    if row.paragraph.year is None or (years and is_surely_dated(row)):
        return frozenset(years)
    # A work report tells of the year before the one it is given in, too.
    before = {row.paragraph.year - 1} if may_be_of_last_year(row) else set()
    return frozenset({row.paragraph.year} | before | years)
