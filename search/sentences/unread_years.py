"""Find the sentence that comes nearest to what a unit tells of a measure, where no figure is read.

No rule reads every sentence: 出入境业务全年只有3.2万件 is under no name that 出入境证件 finds.
Such a year is not passed over in silence: the sentence that has most of the words, with a number
of the kind, is quoted for the reader to judge.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.model.figures import Figures
from indexer.text.normalizer import normalize
from search.clauses import SENTENCE, clauses, normal, opening
from search.comparing.outcomes import is_outcome
from search.figures.corrections import says_wrong
from search.figures.dating import dated, is_of_part
from search.figures.dimensions import CASE_UNITS, PEOPLE, counts_what_is_asked
from search.figures.results import FigureRow
from search.request import Filters, SearchRequest
from search.results import StoredParagraph
from search.searcher import Searcher
from search.sentences.deeds import Deed
from search.sentences.weights import Word, above, weighed, weighed_letters
from search.states.naming import LASTING

_READ = 200  # paragraphs of a unit's years
_ENOUGH, _OF_LETTERS = 0.45, 0.5  # shares of the weight of all words, or of all letters
_BESIDE = 0.5  # what a word beside the sentence weighs of its own weight
_RIGHTS = 0.4  # what it adds that a sentence corrects another
_CLOSE = 6  # characters in front of a figure that say of it 累计
_OTHER_NAME = 0.9  # what is said by a later name weighs
_NAMES = 5  # of a measure, by which a sentence is looked for
_PARTS = "；;"  # between what a sentence tells of several things
_SHORT, _HEAD = 50, 2  # characters of a sentence that is quoted whole, and that begin a word
_OWN, _LEVEL = 0.15, 0.2  # what a report of the year itself, and a level beside a change, add
_PART = 0.65  # what it takes that a sentence tells of some months alone
_NAMED = 0.1  # what it adds that a figure's own name says what is asked
_COUNTED = re.compile("[人件起次户]?数量?|总?[数量]|平均|[日月年人户]均")
_YEAR_BEFORE = re.compile("上年|去年|上一年")
_A_YEAR = re.compile(r"20\d\d")
LASTS = "年"  # the measure of how long a state lasts
_NONE = re.compile("(?<!清)零(?=[一-龥]{2})|(?:未|没有?)(?=发)|归零|为零")  # 零发案, 未发生命案


@dataclass(frozen=True, slots=True)
class _Place:
    """A number in a paragraph: whether it says how much there was, of which years as far as that is
    read (a change of two), whether not of one whole year, and whether its name has a word."""

    is_level: bool = True
    years: tuple[int, ...] = ()
    is_of_part: bool = False
    is_named: bool = False

    def may_tell(self, year: int) -> bool:
        return year in self.years or not self.years


@dataclass(frozen=True, slots=True)
class _Counting:
    """A paragraph that counts something: its `places`, what it stands `below`, and its words with
    that (`around`); of its sentences those that count, each with the places in it."""

    paragraph: StoredParagraph
    places: Mapping[int, _Place]
    below: str
    around: str
    sentences: Sequence[tuple[re.Match[str], Sequence[int]]]


@dataclass(frozen=True, slots=True)
class NamedMeasure:
    """A measure by its names: what is asked for, then how units call it; the words of each."""

    name: str
    words: tuple[Sequence[Word], ...]

    @property
    def end(self) -> str:
        """What its own names have, too."""
        return self.name[-_HEAD:]

    def changed(self, measure: str) -> re.Pattern[str]:
        """What names a change of it, counted in this measure: of 立案, and no 损失 or 破案率."""
        is_of_cases = measure in ("", *CASE_UNITS, *PEOPLE)
        said = [word for word in self.words[0] if is_of_cases or word.stands_in(self.end)]
        return _any_of(said, self.end)


def named_measure(searcher: Searcher, names: Sequence[str]) -> NamedMeasure:
    """What is to be looked for by these names."""
    told = (
        weighed(searcher, normalize(name), searcher.expansions(SearchRequest(name)), ())
        for name in dict.fromkeys(names)
    )
    return NamedMeasure(names[0], tuple(told))


def names_told(asked: str, rows: Iterable[FigureRow]) -> tuple[str, ...]:
    """A name that is asked for, and those by which figures of it are read: few, the first first."""
    return tuple(dict.fromkeys((asked, *(row.figure.measured for row in rows))))[:_NAMES]


def sentences_of_years(
    searcher: Searcher,
    of: NamedMeasure,
    unit: str,
    years: Collection[int],
    measure: str = "",
    shown: Collection[tuple[int, str, int]] = (),
) -> dict[int, Deed]:
    """The sentence of each of these years of a unit, rather by the first of the names.

    `measure`: what it is counted in, "" for anything; `shown`: the year, paragraph and place of
    figures that stand beside it, as those of half a year, and are no answer. A report of the next
    year tells of one, too, by 上年 or its number.
    """
    return sentences_of_paragraphs(
        searcher, of, _paragraphs(searcher, unit, years), years, measure, shown
    )


def sentences_of_paragraphs(
    searcher: Searcher,
    of: NamedMeasure,
    read: Sequence[StoredParagraph],
    years: Collection[int],
    measure: str,
    shown: Collection[tuple[int, str, int]] = (),
) -> dict[int, Deed]:
    """The sentence of each of these years in some paragraphs: see `sentences_of_years`."""
    held = searcher.figures_of([paragraph.id for paragraph in read])
    named = of.changed(measure)
    placed = ((one, _places(one, held.get(one.id, Figures()), measure, named)) for one in read)
    counting = [_counting(one, places) for one, places in placed if places]
    values = _values(searcher, read, held, measure, of.end, _subject(of.words[0]))
    best: dict[int, tuple[float, Deed]] = {}

    def look(
        words: Sequence[Word], weight: float, of: Collection[int], subject: re.Pattern[str]
    ) -> None:
        for one in counting:
            for year, beside, deed in _told(one, words, of, subject):
                beside_it = (at for y, id, at in shown if (y, id) == (year, one.paragraph.id))
                if any(deed.start <= at < deed.end for at in beside_it):
                    continue
                rank = deed.share * weight + beside
                if year not in best or rank > best[year][0]:
                    best[year] = rank, deed

    for at, words in enumerate(of.words):
        look(words, _OTHER_NAME**at, years, _subject(of.words[0]))
    if left := [year for year in years if year not in best]:
        letters = weighed_letters(searcher, of.name)  # 牲畜被盗24起 of 盗畜案
        look(letters, 1, left, _every_letter(of.words[0], letters))
    return {year: _with_figure(deed, year, values) for year, (_, deed) in sorted(best.items())}


def _values(
    searcher: Searcher,
    read: Sequence[StoredParagraph],
    held: Mapping[str, Figures],
    measure: str,
    name: str,
    subject: re.Pattern[str],
) -> dict[tuple[str, int], tuple[int, str]]:
    """The year and value of each figure of a measure, by its paragraph and place, done and never
    corrected, and of no other subject (刑事立案); none where it is not known what it is counted
    in."""
    marked = searcher.corrections().marked
    rows = (
        marked(FigureRow(figure, one, figure.measured))
        for one in read
        for figure in held.get(one.id, Figures()).rows
        if measure and figure.kind != "change" and figure.modality == "actual"
        if figure.measured == name or (name in figure.measured and subject.search(figure.measured))
        if counts_what_is_asked(measure, figure.unit)
    )
    return {
        (row.paragraph.id, row.figure.value_start): (dated(row) or 0, row.figure.shown)
        for row in rows
        if row.corrected is None and not row.is_erratum
    }


def _with_figure(deed: Deed, year: int, values: Mapping[tuple[str, int], tuple[int, str]]) -> Deed:
    """A sentence that has every word and one figure of the measure and year, with this figure."""
    own = [
        shown
        for (paragraph, at), (told, shown) in values.items()
        if paragraph == deed.paragraph.id and deed.start <= at < deed.end and told == year
    ]
    bold = own[0] if len(own) == 1 and not deed.lacks else ""
    return replace(deed, bold=bold, is_nearest=True)  # for the reader to judge


def _places(
    paragraph: StoredParagraph, figures: Figures, measure: str, named: re.Pattern[str]
) -> dict[int, _Place]:
    """Where a paragraph counts in the measure, or says that there was none; and where it tells a
    change in % of what is `named`, or has a number that is not understood."""
    levels = [found.start() for found in _NONE.finditer(paragraph.text)]
    like = measure or "起件宗人名位"
    like = "起件宗" if measure and measure in CASE_UNITS else like
    like = re.escape("人名位" if measure in PEOPLE else like)
    levels += [m.start() for m in re.finditer(f"[一二两三四五六七八九十][{like}]", paragraph.text)]
    if measure == LASTS:
        levels = [found.start() for found in LASTING.finditer(normal(paragraph.text))]
    found = {at: _Place() for at in levels}
    others = (f for f in figures.unread if counts_what_is_asked(measure, f.text[-1:]))
    found |= {figure.start: _Place(is_level=False) for figure in others}
    for figure in figures.rows:
        before = paragraph.text[max(figure.start - _CLOSE, 0) : figure.value_start]
        if "累计" in before:
            continue  # of several years
        is_change = figure.kind == "change" and figure.unit == "%"
        is_asked = counts_what_is_asked(measure, figure.unit)
        is_named = named.search(figure.measured) is not None
        if is_named if is_change else is_asked:
            row = FigureRow(figure, paragraph, figure.measured)
            at = figure.value_start
            is_level = figure.kind != "change"
            is_of_other = is_of_part(row) or (figure.kind != "change" and _is_of_several(row))
            found[at] = _Place(is_level, _years_of(row), is_of_other, is_named)
    return found


def _is_of_several(row: FigureRow) -> bool:
    """Whether a figure is of several years: 1988年以来的63起."""
    return len({part[:4] for part in (row.figure.period or "").split("/")}) > 1


def _years_of(row: FigureRow) -> tuple[int, ...]:
    """The year of a figure, and the one that a change compares it with; () where none is read, as
    of 由2010万元降到."""
    figure, year = row.figure, dated(row)
    if not figure.period or year is None:
        return ()
    if figure.kind != "change":
        return (year,)
    base = _A_YEAR.search(figure.base or "")
    return year, int(base[0]) if base else year - 1


def _paragraphs(searcher: Searcher, unit: str, years: Collection[int]) -> list[StoredParagraph]:
    wanted = sorted({str(one) for year in years for one in (year, year + 1)})
    filters = Filters(source=(unit,), year=tuple(wanted))
    asked = SearchRequest("", filters=filters, size=_READ, facet_limit=0)
    return [hit.paragraph for hit in searcher.search(asked).hits] if wanted else []


def _subject_words(words: Sequence[Word]) -> Sequence[Word]:
    """The words that say of what the first name is: all but the last, 交通事故 of
    交通事故死亡人数, and 毒品 of 破获毒品案件."""
    told = [w for w in words if w.is_printed and not _COUNTED.fullmatch(w.text)]
    told = [w for w in told if not is_outcome(w.text)] or told or list(words)
    return told[:-1] or told


def _subject(words: Sequence[Word]) -> re.Pattern[str]:
    """What says of what the first name is, by the beginnings of the words that do."""
    return _any_of(_subject_words(words))


def _any_of(words: Sequence[Word], *also: str) -> re.Pattern[str]:
    forms = [*also, *(form for word in words for form in word.forms)]
    return re.compile("|".join(re.escape(form[:_HEAD]) for form in forms) or "(?!)")


def _every_letter(words: Sequence[Word], letters: Sequence[Word]) -> re.Pattern[str]:
    """What says of what a name is, by each of its letters, wherever they stand."""
    own = {letter for word in _subject_words(words) for letter in word.text}
    return re.compile("".join(f"(?=.*{re.escape(w.text)})" for w in letters if w.text in own))


def _counting(paragraph: StoredParagraph, places: Mapping[int, _Place]) -> _Counting:
    text, headings = normal(paragraph.text), above(paragraph)
    held = (
        (sentence, [at for at in places if sentence.start() <= at < sentence.end()])
        for sentence in SENTENCE.finditer(text)
    )
    below, around = f"{headings} {opening(text)}", f"{text} {headings}"
    return _Counting(paragraph, places, below, around, [one for one in held if one[1]])


def _told(
    counting: _Counting,
    words: Sequence[Word],
    years: Collection[int],
    subject: re.Pattern[str],
) -> Iterator[tuple[int, float, Deed]]:
    """The sentences that have a figure and enough of the words, each with its
    year and what is to be added to its share."""
    paragraph, places, around = counting.paragraph, counting.places, counting.around
    is_below = subject.search(counting.below) is not None
    whole, letters = sum(word.weight for word in words), sum(len(word.text) for word in words)
    for sentence, held in counting.sentences:
        own = [word for word in words if word.stands_in(sentence[0])]
        if not (own and (is_below or subject.search(sentence[0]))):
            continue  # 破案 of another thing
        share = sum(word.weight for word in own)
        share += _BESIDE * sum(w.weight for w in words if w not in own and w.stands_in(around))
        said = sum(len(word.text) for word in own)  # where all speak of it, a word weighs little
        is_enough = share >= whole * _ENOUGH or said >= letters * _ENOUGH
        if not (is_enough if letters > len(words) else share >= whole * _OF_LETTERS):
            continue
        lacks = tuple(w.text for w in words if len(w.text) > 1 and not w.stands_in(around))
        for year in _years(paragraph, sentence[0], years):
            of_year = [at for at in held if places[at].may_tell(year)]
            is_own = any(year in places[at].years[:1] or not places[at].years for at in of_year)
            if not (is_own or (of_year and any(places[at].is_level for at in held))):
                continue  # 减少1.1亿元 alone says nothing of the year before
            deed = Deed(paragraph, *_quoted(sentence, own, of_year), lacks, share / whole)
            beside = _OWN * (paragraph.year == year) + _RIGHTS * says_wrong(sentence[0])
            beside += _LEVEL * any(places[at].is_level for at in of_year)
            beside += _NAMED * any(places[at].is_named for at in of_year)
            beside -= _PART * all(places[at].is_of_part for at in of_year)
            yield year, beside, deed


def _quoted(
    sentence: re.Match[str], words: Sequence[Word], figures: Sequence[int]
) -> tuple[int, int]:
    """A sentence; of a long one the parts from the first of the words to a figure behind it."""
    text, (start, end) = sentence.string, sentence.span()
    if end - start <= _SHORT:
        return start, end
    places = [at for w in words for one in w.forms if (at := text.find(one, start, end)) >= 0]
    last = next((at for at in sorted(figures) if at > min(places)), start)
    return clauses(sentence, min(places), max(last, *places), _PARTS)


def _years(paragraph: StoredParagraph, sentence: str, years: Collection[int]) -> Iterator[int]:
    for year in years:
        is_next = paragraph.year == year + 1 and _YEAR_BEFORE.search(sentence)
        if paragraph.year == year or is_next or f"{year}年" in sentence:
            yield year
