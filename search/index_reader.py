"""Open a published generation with all that answering from it needs."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING

from indexer.generations.audit import Stamp
from indexer.generations.pending import Generation
from indexer.generations.store import GenerationStore
from indexer.model.schema import SCHEMA
from indexer.settings import Settings
from indexer.taxonomy.taxonomy import generation_taxonomy
from indexer.text.dictionary import LEXICON_NAME, Lexicon
from indexer.text.normalizer import normalize
from search.comparing.beginnings import with_founding
from search.engines.base import Engine, Page
from search.engines.factory import local_readers, open_engine
from search.engines.memory import Memory
from search.figures.answer import FigureAnswer
from search.figures.answers import answer_question, paragraphs_telling, with_answers
from search.figures.asking import asks_for_figures, other_wordings
from search.figures.families import Families
from search.figures.request import FigureRequest
from search.figures.results import IndicatorCount
from search.figures.table import FigureTable
from search.figures.unit_names import UnitNames
from search.names.named_figures import figures_of_name
from search.names.quoted import QuotedNames, leading_texts
from search.names.said_filters import parsed_as_said
from search.query.parser import parse_query
from search.query.syntax import ParsedQuery
from search.query.tree import Everything, FacetMatch, Literal, Query, Ranked
from search.query.years import years_in_full
from search.request import Filters, SearchRequest
from search.results import Completion, SearchResult, Suggestion
from search.rewrite.expansions import PieceExpander
from search.rewrite.facet_names import FacetNames
from search.rewrite.general_synonyms import GeneralSynonyms, general_synonyms, in_everyday_words
from search.rewrite.near_wording import with_near_wording
from search.rewrite.pieces import COMPOUND, may_be_quoted
from search.rewrite.planner import Plan, plan
from search.semantic.question import begin_meaning
from search.states.sentences import CaseParagraphs
from search.states.streaks import States
from search.suggest.completer import Suggester
from search.suggest.mended_names import TypedUnits, mended_name, mended_unit
from search.suggest.no_hits import words_found
from search.suggest.pasted import as_written
from search.suggest.spellchecker import Corrector
from search.suggest.sure import QUOTES, Knowledge, sure_spelling
from search.suggest.vocabulary import Vocabulary
from search.terms import Prints, count_prints

if TYPE_CHECKING:
    from search.semantic.meaning import MeaningIndex

_MOST_PLANS, _LONGEST_PLANNED = 256, 100  # kept; characters: the plan of a pasted page is large
_WORDINGS = 6  # of a question that are tried where its own finds nothing
_MOST_MEASURED = 16  # lists of measures that are kept: one holds some hundred kilobytes
_MOST_MEASURES = 5_000  # that a mistyped one may be
_LONGEST_WITH_YEARS = 60  # characters of a question whose years are read
_SPARE = 4  # completions looked at per line wanted, where some may have to be left out
# What of a request its plan rests on, beside whether its order needs the answers.
_OF_PLAN = attrgetter("q", "mode", "field", "min_match", "to_depth", "expand", "entities")


class IndexReader:
    """One generation: engine, word list, taxonomy, vocabulary. Immutable; threads share it."""

    def __init__(
        self, settings: Settings, withdrawn: frozenset[str], generation: Generation
    ) -> None:
        self.generation, self.withdrawn = generation, withdrawn
        self._caps = settings.search
        self._plans = Memory[Hashable, tuple[ParsedQuery, Plan]](_MOST_PLANS)
        self._alike = Memory[str, tuple[Suggestion, ...]](_MOST_PLANS)
        self._spellings = Memory[Hashable, tuple[Suggestion, ...]](_MOST_PLANS)
        self._answers = Memory[str, tuple[FigureAnswer, ...]](_MOST_PLANS)
        self._measures = Memory[Hashable, tuple[tuple[IndicatorCount, ...], int]](_MOST_MEASURED)
        self.meaning = _meaning_index(settings, generation)
        vectors = self.meaning.vectors if self.meaning else None
        self.engine = open_engine(settings, generation, withdrawn, vectors)
        self.facet_pairs = cache(self.engine.count_pairs)  # a comparison asks for them often
        self.lexicon = Lexicon(generation.path / LEXICON_NAME)
        self.taxonomy = generation_taxonomy(generation.path)
        self.candidates = frozenset(i.name for i in self.taxonomy.initiatives if i.is_candidate)
        # Not of ourselves: in a circle, a closed library would keep its files until a collection.
        with_general = settings.search.general_synonyms
        self.general = general_synonyms() if with_general else GeneralSynonyms()
        groups = self.general.groups
        self.expander = PieceExpander(self.taxonomy, self.lexicon.cut, groups)
        wide = (*groups, *self.general.everyday)
        self._everyday = PieceExpander(self.taxonomy, self.lexicon.cut, wide)
        self.names = FacetNames(self.taxonomy, self.engine.facet_values)
        self.vocabulary = Vocabulary(generation.path)
        self.suggester = Suggester(self.vocabulary)
        self._quoted, self._cases = QuotedNames(self.engine), CaseParagraphs(self.engine)
        lexicon, quoted = self.lexicon, self._quoted
        self.corrector = Corrector(
            self.vocabulary, lexicon.frequency, quoted.is_quoted, lexicon.cut_whole
        )

    @cached_property
    def figures(self) -> FigureTable:
        """The figures table. Whoever asks first opens it: a start costs no more for it."""
        readers = local_readers(self.engine, self.generation, self.withdrawn)
        families = Families((*self.taxonomy.synonyms, *self.general.groups))
        return FigureTable(readers, self.lexicon.cut, families).correct(self.engine)

    @cached_property
    def unit_names(self) -> UnitNames:
        """By which names questions speak of sources and regions."""
        held, regions = self.engine.facet_values("source"), self.facet_pairs("region", "source")
        mostly = {
            source: [one for one, n in own.items() if 2 * n > max(own.values())]
            for source, own in regions.items()
        }
        return UnitNames(self.names.forms("source"), self.names.forms("region"), held, mostly)

    @property
    def states(self) -> States:
        """What reports tell of states: made anew, as it knows of this reader."""
        return States(self.figures, self.unit_names, self.cut, self.lexicon.frequency, self._cases)

    @cached_property
    def prints(self) -> dict[str, Prints]:  # see count_prints
        return count_prints(self.taxonomy.initiatives, self.engine)

    @cached_property
    def unprinted(self) -> frozenset[str]:
        """The initiatives of which no paragraph prints the name."""
        return frozenset(name for name, found in self.prints.items() if not found.paragraphs)

    @cached_property
    def knowledge(self) -> Knowledge:
        """What tells a slip from another word."""
        frequency, cut = self.lexicon.frequency, self.lexicon.cut
        count = partial(_count_literal, self.engine)
        quoted = self._quoted
        printed_as = quoted.printed_as
        return Knowledge(self.vocabulary, count, cut, frequency, quoted.is_quoted, printed_as)

    def plan(self, request: SearchRequest) -> tuple[ParsedQuery, Plan]:
        """How a request is read and answered. The latest plans are kept: the next page or another
        filter changes none."""
        if len(request.q) > _LONGEST_PLANNED:
            return self._planned(request)
        key = (*_OF_PLAN(request), request.sort == "relevance")
        return self._plans.of(key, lambda: self._planned(request))

    def _planned(self, request: SearchRequest) -> tuple[ParsedQuery, Plan]:
        parsed = self._parsed(request)
        begin_meaning(parsed, request, self.meaning, self.count)
        return parsed, self._plan(parsed, request)

    def named_words(self, request: SearchRequest) -> tuple[str, ...]:
        """The words of a plain query that are names of initiatives or that the library prints in
        quotation marks, the longest first."""
        _, planned = self.plan(request)
        if not isinstance(planned.query, Ranked):
            return ()
        words = dict.fromkeys(part.forms[0] for part in planned.query.parts if not part.is_weak)
        words = {**words, **dict.fromkeys(planned.query.phrase)}
        found = [
            w
            for w in words
            if (len(w) == 2 or may_be_quoted(w))
            and any(map(str.isalpha, w))  # a name, and no date of a case: “11·02”
            and (self._is_initiative(w) or self._quoted.is_named(w))
        ]
        return tuple(sorted(found, key=len, reverse=True))

    def _is_initiative(self, word: str) -> bool:
        named = self.names.named(word)
        return any(isinstance(one, FacetMatch) and one.field == "initiative" for one in named)

    def _parsed(self, request: SearchRequest) -> ParsedQuery:
        """The query without what copying left in it, unless every character of it counts."""
        if request.mode == "exact":
            return parse_query(request.q, self._caps, request.mode)
        text, told = as_written(request.q, self.count_literal)
        return parsed_as_said(text, told, self._caps, self.names, self.count_literal)

    def answers(self, text: str) -> tuple[FigureAnswer, ...]:
        """The figures that answer a question; the latest are kept, as plans and pages ask alike."""
        return self._answers.of(text, lambda: self._answered(text))

    def _answered(self, text: str) -> tuple[FigureAnswer, ...]:
        told = self.states.answers(text)
        if told is not None:
            return told
        if not asks_for_figures(text):
            return ()
        wordings = other_wordings(text, (*self.taxonomy.synonyms, *self.general.groups))
        for wording in (text, *islice(wordings, _WORDINGS)):
            found = answer_question(wording, self.cut, self.figures, self.unit_names)
            if found:
                return found
        return figures_of_name(text, self._quoted, self.cut, self.figures, self.unit_names)

    def measures(
        self, request: FigureRequest, limit: int, is_folded: bool
    ) -> tuple[tuple[IndicatorCount, ...], int]:
        """See FigureTable.indicators; the latest are kept: a page asks several times."""
        asked = request, limit, is_folded
        return self._measures.of(asked, lambda: self.figures.indicators(*asked))

    def spellings(self, text: str, names: frozenset[str] = frozenset()) -> tuple[Suggestion, ...]:
        """Other spellings of a query that finds little (see Corrector); the latest are kept."""
        propose = partial(self.corrector.propose, text, self.count_literal, names=names)
        return self._spellings.of((text, names), propose)

    def meant(self, request: SearchRequest, result: SearchResult) -> Iterator[tuple[str, bool]]:
        """What a query that stands nowhere can only have meant, and whether that is a name of the
        library in it, which is found whatever else is of the query."""
        full = self._with_years_in_full(request, result) or ""
        asked = replace(request, q=full or request.q)
        known = self.knowledge, self.spellings, self.unit_names.apart_as_typed
        if not full and (meant := sure_spelling(request, result, *known)):
            yield meant, False
        if meant := mended_unit(asked, result, self._typed_units, self.knowledge, self.spellings):
            yield meant, True
        if meant := mended_name(asked, result, self._mended_names, self.knowledge):
            yield meant, True
        if full:
            yield full, True

    def _with_years_in_full(self, request: SearchRequest, result: SearchResult) -> str | None:
        """A question that stands nowhere with units and years as printed: 2022年 of 22年."""
        is_asked = request.correct and request.mode == "smart" and not request.to_depth
        is_short = len(request.q) <= _LONGEST_WITH_YEARS and not QUOTES & set(request.q)
        known = [int(year) for year in self.engine.facet_values("year")]
        if not (is_asked and is_short and known) or request.within or result.matches.phrase:
            return None
        meant = years_in_full(self.unit_names.in_full(request.q), min(known), max(known))
        return meant if meant != request.q else None

    @cached_property
    def _typed_units(self) -> TypedUnits:
        held, forms = self.engine.facet_values("source"), self.names.forms("source")
        return TypedUnits({u: names for u, names in forms.items() if u in held}, self.vocabulary)

    @cached_property
    def _mended_names(self) -> tuple[str, ...]:
        """Normal forms of initiatives and of what figures measure."""
        measures, _ = self.figures.indicators(FigureRequest(), _MOST_MEASURES, True)
        forms = (form for one in self.taxonomy.initiatives for form in one.forms)
        told = (*forms, *(wording for one in measures for wording in one.wordings))
        return tuple(dict.fromkeys(map(normalize, told)))

    def alike(self, name: str) -> tuple[Suggestion, ...]:
        """Names that a name of the library may be another writing of; the latest are kept."""
        return self._alike.of(name, lambda: self.corrector.alike(name, self.count_literal))

    def _plan(self, parsed: ParsedQuery, request: SearchRequest) -> Plan:
        def read(expander: PieceExpander) -> Plan:
            cut_finely, quoted = self.lexicon.cut_for_search, self._quoted
            known = self.names, cut_finely, quoted.is_quoted, quoted.called
            return plan(parsed, request, expander, self.count, self.cut, *known)

        planned = in_everyday_words(
            read(self.expander), parsed, request, self.count, lambda: read(self._everyday)
        )
        planned = replace(planned, query=with_answers(planned.query, request, self.answers))
        planned = replace(planned, query=with_founding(planned, request, self.engine))
        if planned.filters and isinstance(planned.query, Ranked):
            telling = paragraphs_telling(self.figures, planned.filters)
            planned = replace(planned, query=replace(planned.query, answers=telling))
        paragraphs = self.engine.info.paragraphs
        return with_near_wording(
            planned,
            parsed,
            request,
            self.count,
            paragraphs,
            partial(leading_texts, self.engine),
            self.lexicon.cut_whole,
        )

    def cut(self, form: str) -> Sequence[str]:
        """The dictionary words of a normalised text."""
        return self.lexicon.cut(form)

    def count(self, query: Query) -> int:
        """Paragraphs that match, without filters."""
        return self.engine.count(query)

    def count_literal(self, literal: str) -> int:
        """Paragraphs whose text contains a normalised literal."""
        return _count_literal(self.engine, literal)

    def words_found(self, text: str) -> tuple[Suggestion, ...]:
        """The words of a text that the library has, and what may be asked instead of one."""
        form = normalize(text)
        related = self.general.related
        words = self.lexicon.cut(form)
        # The words in a compound say what it says; those in 无人机, 无人 and 人机, do not.
        inner = [w for word in words if len(word) >= COMPOUND for w in self._inner_words(word)]
        return words_found((form, *words, *inner), related, self.count_literal)

    def _inner_words(self, word: str) -> list[str]:
        return [inner for inner in self.lexicon.cut_for_search(word) if inner != word]

    def complete(self, text: str, limit: int) -> tuple[Completion, ...]:
        """What typed text may become: no name that nothing prints. What left the index since its
        vocabulary was learnt (by a withdrawal, or an update that kept the vocabulary) is neither
        named nor counted."""
        found = self.suggester.complete(text, limit, self.count_literal)
        is_hidden = any(line.text in self.unprinted for line in found)
        if not (is_hidden or self._has_left):
            return found
        found = self.suggester.complete(text, _SPARE * limit, self.count_literal)
        found = tuple(one for one in found if one.text not in self.unprinted)
        if not self._has_left:
            return found[:limit]
        counted = ((line, self._count_completion(line)) for line in found)
        return tuple(replace(line, count=count) for line, count in counted if count)[:limit]

    @property
    def _has_left(self) -> bool:
        files = self.generation.manifest.files
        return bool(self.withdrawn) or any(file.name.endswith(".deleted") for file in files)

    def _count_completion(self, line: Completion) -> int:
        if line.kind in SCHEMA.facets:
            return self.engine.facet_values(line.kind).get(line.text, 0)
        if line.kind == "title":
            return min(line.count, self.count(Literal((normalize(line.text),), "title")))
        return line.count

    def warm(self) -> None:
        """Touch what a first query would have to load."""
        self.engine.search(Everything(), Filters(), SCHEMA.facets, Page(limit=1))
        self.lexicon.cut("平安前哨")
        self.names.named("平安前哨")


def _meaning_index(settings: Settings, generation: Generation) -> MeaningIndex | None:
    """Search by meaning, where a model is set: what it needs is imported for nobody else."""
    if not settings.semantic.model:
        return None
    from search.semantic.meaning import MeaningIndex

    return MeaningIndex(settings, generation)


def open_index(settings: Settings, store: GenerationStore) -> IndexReader:
    """The live generation, whole. IndexMissingError, IndexOutdatedError, IndexDamagedError.

    The list of withdrawals and the generation are read one after the other, and the folder may be
    replaced in between: they belong together if nothing has moved once both are open.
    """
    while True:
        stamp = store.withdrawals.stamp()
        withdrawn = store.withdrawn()
        library = store.open_current(partial(IndexReader, settings, withdrawn))
        if _is_of_one_folder(store, stamp, library.generation):
            library.warm()
            return library
        library.engine.close()


def _count_literal(engine: Engine, literal: str) -> int:
    return engine.count(Literal((literal,))) if literal else 0


def _is_of_one_folder(store: GenerationStore, stamp: Stamp, generation: Generation) -> bool:
    """Whether a generation still lies beside the list that had this stamp before it was opened."""
    return (
        store.withdrawals.stamp() == stamp
        and generation.path.is_dir()
        and not store.has_changed(generation)
        and store.withdrawals.stamp() == stamp
    )
