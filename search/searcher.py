"""The one door to search: a request in, a result out, for page, API and command line alike."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexer.model.figures import Figures
from indexer.model.schema import SCHEMA
from indexer.settings import Settings
from indexer.taxonomy.taxonomy import Taxonomy
from search.engines.base import EngineHit, Matches, Page
from search.errors import NotFoundError, QueryTooCostlyError
from search.facets import facet_lists
from search.figures.answer import FigureAnswer
from search.figures.asking import may_be_answered
from search.figures.corrections import Corrections
from search.figures.request import FigureRequest
from search.figures.results import FigureListing, FigurePage, IndicatorCount
from search.figures.table import figure_listing, figure_page
from search.figures.unit_names import UnitNames
from search.highlighter import Marker, Marks
from search.hits import class_notes, cut_notes, filter_notes, hits_of
from search.index_reader import IndexReader
from search.narrowing import NarrowingPlan, marked_together, plan_narrowing
from search.query.tree import Everything, Query
from search.query.years import check_years
from search.reader_manager import ReaderManager
from search.request import SearchRequest
from search.results import (
    Completion,
    DocumentPage,
    DocumentPart,
    DocumentSummary,
    Expansion,
    IndexStatus,
    Interpretation,
    Listing,
    SearchResult,
    SimilarParagraphs,
    StoredParagraph,
    Suggestion,
)
from search.rewrite.near_wording import WordingDifference, differences
from search.rewrite.planner import Plan
from search.semantic.question import has_meaning, similar_paragraphs, with_meaning
from search.suggest.help import help_with, needs_help, other_writings
from search.suggest.pasted import in_order
from search.suggest.sure import corrected_result, mended, with_totals
from search.terms import TermTable, count_terms

_AT_ONCE = 32  # texts of a listing in memory: some have hundreds of thousands of characters
_LONG_CHARS = 20_000  # where paragraphs are that long on average, one at a time is read


class Searcher:
    """Answers over the live generation; follows a publish without a pause. Thread-safe."""

    def __init__(self, settings: Settings) -> None:
        """Opens the live generation: IndexMissingError and its like when there is none."""
        self._settings = settings
        self._live = ReaderManager(settings)

    def library(self) -> IndexReader:
        """The live generation: its taxonomy, its names and units, its words, its figures."""
        return self._live.current()

    def search(self, request: SearchRequest) -> SearchResult:
        """The whole answer. BadRequestError or QueryTooCostlyError for what cannot be asked.

        What occurs nowhere and can only have been meant in one way is answered that way, and told.
        """
        result = with_totals(self._answer(request), self._answer)
        found = mended(request, result, self._live.current().meant, self._answer)
        return corrected_result(request, result, *found) if found else result

    def total(self, request: SearchRequest) -> int:
        """How many paragraphs it finds."""
        return self.search(replace(request, page=1, size=1, facet_limit=0)).total

    def paragraphs(self) -> int:
        """How many paragraphs the library has."""
        return self._live.current().count(Everything())

    def expansions(self, request: SearchRequest) -> tuple[Expansion, ...]:
        """How the words of a request are widened, without an answer to it."""
        return self._live.current().plan(request)[1].expansions

    def counts(self, field: str) -> dict[str, int]:
        """The values of a facet in the whole library, each with its paragraphs, the most first."""
        whole = self.search(SearchRequest(size=1, facet_limit=None)).facets.get(field, ())
        return {v.value: v.count for v in whole if v.count}

    def _answer(self, request: SearchRequest) -> SearchResult:
        started = time.perf_counter()
        library = self._live.current()
        check_years(request.filters)
        parsed, planned = library.plan(request)
        query, told = with_meaning(planned.query, parsed, request, library.meaning, library.count)
        narrowing = self._narrowing(request, library)
        filters, page = planned.narrowed(request.filters), self._page(request)
        matches = library.engine.search(query, filters, SCHEMA.facets, page, narrowing.queries)
        self._check_window(request, matches)
        notes = (
            *planned.notes,
            *narrowing.notes,
            *told,
            *filter_notes(request.filters, library),
            *class_notes(planned, matches),
        )
        suggestions: tuple[Suggestion, ...] = ()
        if needs_help(request, planned, matches):
            more_notes, suggestions = help_with(parsed, planned, request, library, matches)
            notes = in_order(notes, more_notes)
        suggestions += other_writings(request, planned, library, matches)
        hits = hits_of(library, planned.query, matches, request.max_chars, narrowing)
        facets = facet_lists(matches.facet_counts, request, library.candidates)
        notes = (*notes, *cut_notes(hits))
        semantic = None if library.meaning is None else has_meaning(query)
        return SearchResult(
            query=_interpretation(request, planned, suggestions, notes, semantic, narrowing),
            matches=matches.counts,
            total=matches.counts.total,
            total_documents=matches.total_documents,
            page=request.page,
            size=request.size,
            took_ms=round((time.perf_counter() - started) * 1000, 3),
            generation=library.generation.name,
            hits=hits,
            facets=facets.rows,
            facet_values=facets.sizes,
        )

    def listing(self, request: SearchRequest, is_marked: bool = True) -> Listing:
        """The hits alone, for files: however many they are, only some texts are in memory. Without
        marks if nobody will look at them: finding them is most of the work."""
        library = self._live.current()
        parsed, planned = library.plan(request)
        query, _ = with_meaning(planned.query, parsed, request, library.meaning, library.count)
        narrowing = self._narrowing(request, library)
        filters = planned.narrowed(request.filters)
        matches = library.engine.search(query, filters, (), self._page(request), narrowing.queries)
        self._check_window(request, matches)
        if not matches.counts.phrase and request.correct and not request.to_depth:
            meant = self.search(replace(request, size=1)).query.corrected
            if meant is not None:
                return self.listing(replace(request, q=meant, correct=False), is_marked)
        pieces = (
            replace(matches, hits=matches.hits[start : start + _AT_ONCE])
            for start in range(0, len(matches.hits), _AT_ONCE)
        )
        marked = planned.query if is_marked else Everything()
        also = narrowing if is_marked else NarrowingPlan()
        hits = (hit for piece in pieces for hit in hits_of(library, marked, piece, None, also))
        return Listing(matches.counts.total, len(matches.hits), library.generation.name, hits)

    def rank(self, request: SearchRequest) -> tuple[EngineHit, ...]:
        """Ids, scores and classes only, for runs of many deep queries: no texts, no facets."""
        library = self._live.current()
        parsed, planned = library.plan(request)
        query, _ = with_meaning(planned.query, parsed, request, library.meaning, library.count)
        filters, page = planned.narrowed(request.filters), self._page(request)
        within = self._narrowing(request, library).queries
        return library.engine.search(query, filters, (), page, within).hits

    def _narrowing(self, request: SearchRequest, library: IndexReader) -> NarrowingPlan:
        if not request.within:
            return NarrowingPlan()
        return plan_narrowing(replace(request, semantic=False), lambda one: library.plan(one)[1])

    def _page(self, request: SearchRequest) -> Page:
        """An empty query has no relevance: it lists the newest first."""
        sort = request.sort
        if sort == "relevance" and not request.q.strip():
            sort = "newest"
        offset = (request.page - 1) * request.size
        limit = request.size if self._is_within_window(request) else 0
        return Page(offset, limit, sort, request.group, request.explain)

    def _is_within_window(self, request: SearchRequest) -> bool:
        return request.page == 1 or request.page * request.size <= self._settings.search.max_window

    def _check_window(self, request: SearchRequest, matches: Matches) -> None:
        """A page beyond the end is empty; one beyond the window that has hits is too costly."""
        total = matches.total_documents if request.group == "document" else matches.counts.total
        if not self._is_within_window(request) and (request.page - 1) * request.size < total:
            limit = self._settings.search.max_window
            raise QueryTooCostlyError("翻页深度（段）", request.page * request.size, limit)

    def marks(self, request: SearchRequest, texts: Sequence[str]) -> list[Marks]:
        """Where the words of a request stand in these texts: one tuple of ranges a text."""
        library = self._live.current()
        _, planned = library.plan(replace(request, semantic=False))
        narrowing = self._narrowing(request, library)
        return Marker(marked_together(planned.query, narrowing)).marks(texts)

    def suggest(self, text: str, limit: int = 10) -> tuple[Completion, ...]:
        """What the box offers while one types."""
        return self._live.current().complete(text, limit)

    def facet_pairs(self, field: str, by: str) -> Mapping[str, Mapping[str, int]]:
        """Paragraphs by the values of one facet and then of another: see Engine.count_pairs."""
        return self._live.current().facet_pairs(field, by)

    def paragraph(self, id: str) -> StoredParagraph:
        """NotFoundError when the index has no such id."""
        found = self._live.current().engine.fetch([id])
        if not found:
            raise NotFoundError("段落", id)
        return found[0]

    def similar(self, id: str, limit: int = 10) -> SimilarParagraphs:
        """Paragraphs of other documents that mean much the same as this one.

        NotFoundError when the index has no such id.
        """
        self.paragraph(id)
        library = self._live.current()
        return similar_paragraphs(library.meaning, library.engine, library.withdrawn, id, limit)

    def has_model(self) -> bool:
        """Whether a model is set, so that meaning may be spoken of at all."""
        return bool(self._settings.semantic.model)

    def documents(self, page: int = 1, size: int = 20) -> DocumentPage:
        """All documents by slug, a page of them."""
        documents, total = self._live.current().engine.documents((page - 1) * size, size)
        return DocumentPage(tuple(documents), total, page, size)

    def document(self, slug: str) -> tuple[DocumentSummary, tuple[StoredParagraph, ...]]:
        """A document and its paragraphs in reading order. NotFoundError when there is none."""
        engine = self._live.current().engine
        summary = engine.document(slug)
        if summary is None:
            raise NotFoundError("报告", slug)
        return summary, tuple(engine.reading_order(slug).part(0))

    def document_part(
        self, slug: str, start: int, max_chars: int, max_paragraphs: int | None = None
    ) -> DocumentPart:
        """As much of a document from its `start`-th paragraph (from 1) as may be shown at once."""
        engine = self._live.current().engine
        summary = engine.document(slug)
        if summary is None:
            raise NotFoundError("报告", slug)
        reading = engine.reading_order(slug)
        end = min(len(reading), start - 1 + (max_paragraphs or len(reading)))
        paragraphs: list[StoredParagraph] = []
        at, chars = start - 1, 0
        while at < end and chars < max_chars:
            few = 1 if chars >= _LONG_CHARS * len(paragraphs) else _AT_ONCE
            for paragraph in reading.part(at, min(at + few, end)):
                if chars < max_chars:
                    paragraphs.append(paragraph)
                    chars += len(paragraph.text)
            at += few
        after = start + len(paragraphs)
        return DocumentPart(
            summary, tuple(paragraphs), start, after if after <= len(reading) else None
        )

    def term_table(self, terms: Sequence[str], field: str, of_documents: bool) -> TermTable:
        """How many paragraphs (else documents) have each term, by the values of a facet field."""
        library = self._live.current()

        def read(term: str) -> Query:
            return library.plan(SearchRequest(term, "exact"))[1].query

        return count_terms(terms, field, of_documents, read, library.engine)

    def figures(self, request: FigureRequest) -> FigurePage:
        """A page of the figures table. BadRequestError for years that cannot be read."""
        library = self._live.current()
        check_years(request.filters)
        notes = filter_notes(request.filters, library)
        return figure_page(library.figures, request, library.generation.name, notes)

    def figure_listing(self, request: FigureRequest, is_whole: bool = True) -> FigureListing:
        """All figures asked for (else those of the page), read as one walks along: for files."""
        library = self._live.current()
        check_years(request.filters)
        return figure_listing(library.figures, request, library.generation.name, is_whole)

    def figure_indicators(
        self, request: FigureRequest, limit: int = 100, is_folded: bool = False
    ) -> tuple[tuple[IndicatorCount, ...], int]:
        """What the figures asked for measure, most frequent first, and how many there are."""
        library = self._live.current()
        check_years(request.filters)
        return library.measures(request, limit, is_folded)

    def figure_answers(self, request: SearchRequest) -> tuple[FigureAnswer, ...]:
        """The figures that surely answer a question, above its first page; else (), at no cost."""
        return self._live.current().answers(request.q) if may_be_answered(request) else ()

    def corrections(self) -> Corrections:
        """What later reports say that figures of this library are instead."""
        return self._live.current().figures.corrections

    def figure_families(self, indicators: Sequence[str]) -> list[str]:
        """What each indicator is brought together with: see FigureTable.family."""
        return list(map(self._live.current().figures.family, indicators))

    def figure_words(self, text: str, is_cut: bool = True) -> list[str]:
        """The words of a text that indicators hold: see FigureTable.words_in_indicators."""
        return self._live.current().figures.words_in_indicators(text, is_cut)

    def unit_names(self) -> UnitNames:
        """What people call units and places."""
        return self._live.current().unit_names

    def named_words(self, request: SearchRequest) -> tuple[str, ...]:
        """The words of a query that are names: see IndexReader.named_words."""
        return self._live.current().named_words(request)

    def dictionary_words(self, form: str) -> Sequence[str]:
        """The words of a normal form, as the library's dictionary cuts it."""
        return self._live.current().cut(form)

    def figures_of(self, ids: Sequence[str]) -> dict[str, Figures]:
        """What is read of these paragraphs, without those that say nothing in figures."""
        return self._live.current().figures.of_paragraphs(ids)

    def taxonomy(self) -> Taxonomy:
        """The taxonomy that the live generation carries."""
        return self._live.current().taxonomy

    def wording_differences(self, typed: str, printed: str) -> WordingDifference:
        """What differs between a sentence and the wording nearest to it, by whole words."""
        return differences(typed, printed, self._live.current().lexicon.cut_whole)

    def status(self) -> IndexStatus:
        """What is live, and whether a rebuild is due."""
        from search.status import index_status  # reads a corpus as builds do: no part of a start

        return index_status(self._settings, self._live.current(), self._live.store)

    def follow(self) -> str:
        """Look for a newer generation, as every question does; when the live one was built."""
        return str(self._live.current().generation.manifest.info.get("built_at") or "")

    def was_disturbed(self) -> bool:
        """Whether the files changed under the reader: see ReaderManager.was_disturbed."""
        return self._live.was_disturbed()

    def close(self) -> None:
        """Let go of the index."""
        self._live.close()


def open_searcher(settings: Settings) -> Searcher:
    """A searcher over the live index of these settings."""
    return Searcher(settings)


def _interpretation(
    request: SearchRequest,
    planned: Plan,
    suggestions: tuple[Suggestion, ...],
    notes: Sequence[str],
    semantic: bool | None,
    narrowing: NarrowingPlan,
) -> Interpretation:
    """How the request was understood, each note once."""
    return Interpretation(
        request.q,
        request.mode,
        planned.normalized,
        planned.expansions,
        suggestions,
        tuple(dict.fromkeys(notes)),
        planned.entities,
        semantic=semantic,
        within=narrowing.readings,
        unheld=planned.unheld,
        lacking=planned.lacking,
        is_of_absent=planned.is_of_absent,
        first_of=planned.first_of,
        units=planned.units,
    )
