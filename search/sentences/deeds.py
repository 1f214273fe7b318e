"""Answer who did a thing, or when, by the sentence that has most of the words of the question.

What asks is left out; each word that is left weighs as much as it is rare. A sentence answers that
has more than half of this weight itself, together with what its paragraph and heading say of it.
Of each unit the best is told, and which words it lacks: nobody is crowned for a word in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.figures.occasion import told_as_plan
from indexer.figures.tables.cells import Cell, cells_of
from indexer.text.normalizer import normalize
from search.clauses import SENTENCE, clauses, normal
from search.figures.unit_names import offices
from search.request import SearchRequest
from search.results import SearchResult, StoredParagraph
from search.searcher import Searcher
from search.sentences.weights import Word, above, is_place, weighed

LONGEST = 50  # characters of a question
_READ, _TOLD = 10, 3
_QUOTE_CHARS = 160
_ENOUGH, _NEARLY, _BESIDE = 0.55, 0.9, 0.5  # shares of weight
_KIND_OF_UNIT = "单位|公安局|分局|县局|市局|[县市区局所队]|派出所|地方|部门|支队|大队|民警|同志"
_WHO = re.compile(
    "(?:写|出|来)?[自在]?(?:哪|什么)[个份篇本段]?(?:报告|总结|材料|文章|文件)(?:里面?|中|上)?"
    f"|(?:是|由)?(?:哪(?:一?[几两]?[个家些位名支起](?:{_KIND_OF_UNIT})?|(?:{_KIND_OF_UNIT}))|谁家?)"
    "(?:的|先|里)?|(?<![到去往向])哪[里儿]的?|的(?:单位|公安局|地方|[市县分]?局)(?=[?!。]*$)"
)
_WHEN = re.compile(
    "(?:是|在|从)*(?:哪一?个?年(?:份|度)?|哪[个一]?(?:月|天|年月)|什么时[候间]|啥时候?|何[时年]|几几年|哪年的?事)(?:的事)?"
    "|(?<=..)的?(?:日子|日期)(?:是哪天|是几号)?(?=[?!。]*$)"
)
# What only frames such a question.
_FRAME = re.compile(
    "请问|想问|说的是|指的是|写的是|(?:说法|做法)?(?:是)?(?:最[先早初]|率先|首[先创])(?:是)?|第一[个家](?=[搞做用推])"
    "|(?<=.)(?:这个|那个)?(?:说法|叫法|提法)|来着|的事情?(?=[?!。]*$)|的?案子"
)
_MOST = re.compile("最(?![先早初])[一-龥]")
_CASE = re.compile(r"(?<![\d.])\d{1,2}[·.]\d{1,2}(?![\d.%])")
_WENT_ON = re.compile("破|抓|落网|归案|结果|下落|怎么?样|后来|侦办")
_EARLIEST = re.compile("最[先早初]|率先|首创|第一[个家]|谁先")


@dataclass(frozen=True, slots=True)
class Deed:
    """A sentence or cell that answers, from `start` to `end` in the text of its paragraph, and the
    words of the question that neither it nor its paragraph has. `bold` is what is asked itself,
    `is_reckoned` where it is worked out."""

    paragraph: StoredParagraph
    start: int
    end: int
    lacks: tuple[str, ...] = ()
    share: float = 1.0
    behind: int = 0  # of a cell: where that ends in the row which says what the row is of
    bold: str = ""
    is_reckoned: bool = False
    is_nearest: bool = False

    @property
    def quote(self) -> str:
        text = self.paragraph.text
        of = f"{text[: self.behind]}；…；" if self.behind else ""
        return (of if self.behind < self.start - 1 else of[:-2]) + text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class TableTold:
    """Columns of a table told whole: what its lines are of, of each line that and its cells; and
    what these add up to, or the difference of two, () where that is not asked for."""

    of: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    sums: tuple[str, ...]
    worked: str


@dataclass(frozen=True, slots=True)
class ToldDeeds:
    """The sentences that answer, of each unit one; `asks_when`: for their years. `table`: each is
    a line."""

    told: tuple[Deed, ...]
    asks_when: bool = False
    table: TableTold | None = None


def told_deeds(
    searcher: Searcher, request: SearchRequest, result: SearchResult
) -> ToldDeeds | None:
    """None for a text that asks neither who nor when, or that no sentence surely answers."""
    form = normalize(result.query.meant)
    is_first = request.is_first and not request.within
    who, when = _WHO.search(form), _WHEN.search(form)
    if not is_first or len(form) > LONGEST or result.query.unheld:
        return None
    if (case := _CASE.search(form)) and _WENT_ON.search(form):
        return _of_case(searcher, form, case[0])
    if not (who or when):
        return None
    words = weighed(searcher, form, result.query.expansions, (_FRAME, _WHEN, _WHO))
    if any(not word.is_printed and is_place(word.text, form) for word in words):
        return None  # of a place that the library has not
    most = _MOST.search(form)
    hits = (hit.paragraph for hit in result.hits[:_READ])
    hits = (one for one in hits if not (when and cells_of(one.text, 2)))  # of no year of its table
    read = of_whom(searcher, form, hits)
    found = [deed for one in read for deed in _best_of(one, words, most)]
    told = fullest(found, is_of_first=_EARLIEST.search(form) is not None)
    return ToldDeeds(tuple(told), when is not None) if told else None


def _of_case(searcher: Searcher, form: str, case: str) -> ToldDeeds | None:
    """How a case that is called by its day went on: what tells of it last, and before."""
    found = searcher.search(SearchRequest(f"{case}", "exact", size=_READ, facet_limit=0))
    day = "[·.]".join(re.split("[·.]", case))
    called = re.compile(rf'(?<![\d.])["“]?{day}["”]?(?:[^,，。;；]{{0,12}}案|["”])')
    told = [
        Deed(one, *clipped(sentence, (), called))
        for one in of_whom(searcher, form, (hit.paragraph for hit in found.hits))
        for sentence in SENTENCE.finditer(normal(one.text))
        if called.search(sentence[0])
    ]
    told.sort(key=lambda one: -(one.paragraph.year or 0))
    return ToldDeeds(tuple(told[:_TOLD]), True) if told else None


def deed_of_cell(paragraph: StoredParagraph, at: Cell, lacks: tuple[str, ...] = ()) -> Deed:
    """A table's row by what it is of and one of its cells."""
    of = cells_of(paragraph.text, 2)[0]
    behind = of.value_start + len(of.text) if of.start < at.start else 0
    return Deed(paragraph, at.start, at.value_start + len(at.text), lacks, behind=behind)


def of_whom(
    searcher: Searcher, form: str, found: Iterable[StoredParagraph], is_strict: bool = False
) -> list[StoredParagraph]:
    """The paragraphs of the units and the year that are named; of other years where there are none
    of it, unless `is_strict`."""
    units = searcher.unit_names()
    names = list(units.apart(form))[1::2]
    asked = frozenset(n for n in names if units.called(n, "source") or units.called(n, "region"))
    if asked:
        found = [
            one
            for one in found
            if not asked.isdisjoint(units.of(one))
            or (not one.source and any(n in f"{one.title or ''} {one.text}" for n in asked))
        ]
    years = {int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", form)}
    found = list(found)
    of_year = [one for one in found if one.year in years]
    of_year = of_year or [one for one in found if any(f"{n}年" in one.text for n in years)]
    return of_year if years and (of_year or is_strict) else found


def _best_of(
    paragraph: StoredParagraph, words: Sequence[Word], most: re.Match[str] | None
) -> Iterator[Deed]:
    """The sentence of a paragraph that has most of the words, where that is enough; none of what is
    still to be done. What is `most` must be said to be."""
    whole, text = sum(word.weight for word in words), normal(paragraph.text)
    around = f"{text} {above(paragraph)}"
    beside = {word.text for word in words if word.stands_in(around)}
    best: tuple[float, re.Match[str]] | None = None
    for sentence in SENTENCE.finditer(text):
        own = [word for word in words if word.stands_in(sentence[0])]
        is_told = any(word.is_telling and len(word.text) > 1 for word in own)
        if not is_told or (most and most[0] not in sentence[0]):
            continue
        if is_planned(paragraph, sentence, own) or is_asked(sentence):
            continue
        share = sum(word.weight for word in own)
        share += _BESIDE * sum(w.weight for w in words if w not in own and w.text in beside)
        if best is None or share > best[0]:
            best = share, sentence
    if best is not None and whole and best[0] / whole >= _ENOUGH:
        lacks = tuple(word.text for word in words if word.text not in beside and len(word.text) > 1)
        start, end = clipped(best[1], words)
        yield Deed(paragraph, start, end, lacks, best[0] / whole)


def is_planned(paragraph: StoredParagraph, sentence: re.Match[str], words: Sequence[Word]) -> bool:
    """Whether the rarest of the words is told as still to be done."""
    rarest = max(words, key=lambda word: word.weight)
    form = next(form for form in rarest.forms if form in sentence[0])
    start = sentence.start() + sentence[0].index(form)
    name = range(start, start + len(form))
    return told_as_plan(paragraph, paragraph.text, paragraph.heading, name)


def is_asked(sentence: re.Match[str]) -> bool:
    """Whether a sentence is a question itself, as of an interview: 首届评给了谁？"""
    return sentence.string[sentence.end() : sentence.end() + 1] in ("?", "？")


def clipped(
    sentence: re.Match[str], words: Sequence[Word], also: re.Pattern[str] | None = None
) -> tuple[int, int]:
    """A sentence, or of a long one the clauses from the first of the words (and of what else is
    asked for) to the last."""
    start, end = sentence.span()
    start += len(sentence[0]) - len(sentence[0].lstrip(" 　"))
    if end - start <= _QUOTE_CHARS:
        return start, end
    places = [at for word in words for form in word.forms if (at := sentence[0].find(form)) >= 0]
    places += [at.start() for at in also.finditer(sentence[0])][:1] if also else []
    first, last = sentence.start() + min(places), sentence.start() + max(places)
    first, last = clauses(sentence, first, last, "，,；;")
    return max(first, start), last


def fullest(found: Iterable[Deed], is_of_first: bool, is_latest: bool = False) -> list[Deed]:
    """Of each unit the fullest, of those that have nearly as much as the first; offices rather than
    newspapers, which repeat them; of several years the first, or last where `is_latest`."""
    best: dict[str, Deed] = {}
    sign = -1 if is_latest else 1
    for deed in sorted(found, key=lambda one: (-one.share, sign * (one.paragraph.year or 0))):
        best.setdefault(deed.paragraph.source or deed.paragraph.document, deed)
    deeds = list(best.values())
    top = max((deed.share for deed in deeds), default=0.0)
    near = [deed for deed in deeds if deed.share >= top * _NEARLY]
    own = [deed for deed in deeds if offices((deed.paragraph.source or "",))]
    near = [deed for deed in own if deed.share >= own[0].share * _NEARLY] if own else near
    if is_of_first:
        near.sort(key=lambda one: (one.paragraph.year or 0, one.paragraph.date or ""))
    return near[:_TOLD]
