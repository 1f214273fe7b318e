"""Find the sentence that comes nearest to what a unit tells of a measure, where no figure is read.

No rule reads every sentence: 出入境业务全年只有3.2万件 is under no name that 出入境证件 finds.
Such a year is not passed over in silence: the sentence that has most of the words, with a number
of the kind, is quoted for the reader to judge.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from indexer.model.figures import Figures
from indexer.text.normalizer import normalize
from search.clauses import clause_start
from search.figures.dimensions import counts_what_is_asked
from search.request import Filters, SearchRequest
from search.results import StoredParagraph
from search.searcher import Searcher
from search.sentences.deeds import Deed
from search.sentences.weights import SENTENCE, Word, above, normal, weighed

_READ = 200  # paragraphs of a unit's years
_ENOUGH, _BESIDE = 0.45, 0.5  # share of weight; what a word beside the sentence weighs of its own
_PARTS = "；;"  # between what a sentence tells of several things
_SHORT, _HEAD = 50, 2  # characters of a sentence that is quoted whole, and that begin a word
_COUNTED = re.compile("[人件起次户]?数量?|总?[数量]")
_YEAR_BEFORE = re.compile("上年|去年|上一年")
_NONE = re.compile("零(?=[一-龥]{2})|(?:未|没有?)(?=发)|归零|为零")  # 零发案, 未发生命案


def sentences_of_years(
    searcher: Searcher, names: Sequence[str], unit: str, years: Collection[int], measure: str = ""
) -> dict[int, Deed]:
    """The sentence of each of these years of a unit, by the first of the names that any has.

    `names`: what is asked for, then how the unit calls it; `measure`: what it is counted in, "" for
    anything. A report of the next year tells of one, too, by 上年 or its number.
    """
    read = _paragraphs(searcher, unit, years)
    held = searcher.figures_of([paragraph.id for paragraph in read])
    subject: re.Pattern[str] | None = None
    for name in dict.fromkeys(names):
        asked = SearchRequest(name, filters=Filters(source=(unit,)), size=1, facet_limit=0)
        words = weighed(searcher, normalize(name), searcher.search(asked), ())
        subject = subject or _subject(words)
        best: dict[int, tuple[tuple[bool, bool, float], Deed]] = {}
        for paragraph in read:
            figures = held.get(paragraph.id, Figures())
            levels: list[int] = []
            places = [f.start for f in figures.unread if counts_what_is_asked(measure, f.text[-1:])]
            for figure in figures.rows:
                if figure.kind == "change" and figure.unit == "%":
                    places.append(figure.value_start)
                elif counts_what_is_asked(measure, figure.unit):
                    levels.append(figure.value_start)
            levels += [found.start() for found in _NONE.finditer(paragraph.text)]
            if not subject.search(_around(paragraph)):
                continue  # 破案 of another thing
            for year, rank, deed in _told(paragraph, levels, places, words, years):
                if year not in best or rank > best[year][0]:
                    best[year] = rank, deed
        if best:
            return {year: deed for year, (_, deed) in sorted(best.items())}
    return {}


def _paragraphs(searcher: Searcher, unit: str, years: Collection[int]) -> list[StoredParagraph]:
    wanted = sorted({str(one) for year in years for one in (year, year + 1)})
    filters = Filters(source=(unit,), year=tuple(wanted))
    asked = SearchRequest("", filters=filters, size=_READ, facet_limit=0)
    return [hit.paragraph for hit in searcher.search(asked).hits] if wanted else []


def _subject(words: Sequence[Word]) -> re.Pattern[str]:
    """What says of what the first name is: the beginnings of its words but the last, 交通 of
    交通事故死亡人数."""
    told = [word for word in words if not _COUNTED.fullmatch(word.text)] or list(words)
    forms = [form for word in told[:-1] or told for form in word.forms]
    return re.compile("|".join(re.escape(form[:_HEAD]) for form in forms) or "(?!)")


def _around(paragraph: StoredParagraph) -> str:
    return f"{normal(paragraph.text)} {above(paragraph)}"


def _told(
    paragraph: StoredParagraph,
    levels: Sequence[int],
    others: Sequence[int],
    words: Sequence[Word],
    years: Collection[int],
) -> Iterator[tuple[int, tuple[bool, bool, float], Deed]]:
    """The sentences that have a figure, at these places, and enough of the words, each with its
    year and its rank: a report of the year itself goes first, and a level before a change."""
    text = normal(paragraph.text)
    around = _around(paragraph)
    whole, letters = sum(word.weight for word in words), sum(len(word.text) for word in words)
    for sentence in SENTENCE.finditer(text):
        held = [at for at in (*levels, *others) if sentence.start() <= at < sentence.end()]
        own = [word for word in words if word.stands_in(sentence[0])]
        if not (held and own):
            continue
        share = sum(word.weight for word in own)
        share += _BESIDE * sum(w.weight for w in words if w not in own and w.stands_in(around))
        said = sum(len(word.text) for word in own)  # where all speak of it, a word weighs little
        if share < whole * _ENOUGH and said < letters * _ENOUGH:
            continue
        deed = Deed(paragraph, *_quoted(sentence, own, held), (), share / whole)
        for year in _years(paragraph, sentence[0], years):
            yield year, (paragraph.year == year, held[0] in levels, share), deed


def _quoted(
    sentence: re.Match[str], words: Sequence[Word], figures: Sequence[int]
) -> tuple[int, int]:
    """A sentence; of a long one the parts from the first of the words to a figure behind it."""
    text, (start, end) = sentence.string, sentence.span()
    if end - start <= _SHORT:
        return start, end
    places = [at for w in words for one in w.forms if (at := text.find(one, start, end)) >= 0]
    last = next((at for at in sorted(figures) if at > min(places)), start)
    stops = [at for sign in _PARTS if (at := text.find(sign, max(last, *places), end)) >= 0]
    return clause_start(text, min(places), _PARTS, start), min((*stops, end))


def _years(paragraph: StoredParagraph, sentence: str, years: Collection[int]) -> Iterator[int]:
    for year in years:
        is_next = paragraph.year == year + 1 and _YEAR_BEFORE.search(sentence)
        if paragraph.year == year or is_next or f"{year}年" in sentence:
            yield year
