"""Answer how much, when, where, by which telephone, whether or what, by the passage that says so.

What rules, notices, minutes and answers to questions set (每日补贴十五元) is no row of figures, and
stands under a heading, often in no word of the question. A passage of these answers that has most
of the words, itself or in its headings and title, and is of the kind that is asked; one of any
other document only if it has all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.figures.tables.cells import cells_of
from indexer.text.normalizer import normalize
from search.request import SearchRequest
from search.results import SearchResult, StoredParagraph
from search.rewrite.questions import is_question
from search.searcher import Searcher
from search.sentences.asking import ASKING, ASKS, HOW, WHAT, Asked, asked_for
from search.sentences.deeds import (
    LONGEST,
    Deed,
    ToldDeeds,
    clipped,
    fullest,
    is_planned,
    of_whom,
)
from search.sentences.weights import (
    SENTENCE,
    Word,
    above,
    found_by,
    is_place,
    normal,
    question_form,
    weighed,
)

_DOCUMENTS, _PARAGRAPHS, _CHARS, _TOLD = 4, 80, 30_000, 6
_SHORT, _BARE, _NEAR = 200, 20, 2  # characters: of one thing; that ask nothing; between two words
_AROUND, _ALIKE, _ENOUGH, _HALF = 0.7, 0.5, 0.6, 0.45  # shares of weight
_ASKED, _OF_KIND, _LITTLE = 0.25, 0.15, 0.05
_UNIT = 3.0  # weight of a unit's name
_ALL = re.compile("(?s).+")
_RULES = re.compile(
    "通[知告]|公告|办法|规[定则范程]|细则|方案|预案|指[引南]|须知|纪要|制度|守则|问答|意见|公约|章程|手册"
)
_NUMBERED = re.compile("[一二三四五六七八九十]+、")
_MUST = re.compile("应当?|[必须]须|[需要得]")


@dataclass(frozen=True, slots=True)
class _Passage:
    """A paragraph, what it stands right under, and whether its document sets something."""

    paragraph: StoredParagraph
    heading: str
    is_rule: bool

    @property
    def text(self) -> str:
        return normal(self.paragraph.text)

    @property
    def title(self) -> str:
        return normalize(self.paragraph.title or "")

    def asking(self, asked: Asked) -> str:
        """The heading where that asks the same."""
        return self.heading if asked.kind.search(self.heading) else ""

    @property
    def over(self) -> str:
        """All that it stands under."""
        return f"{above(self.paragraph)} {self.heading}"


def told_passages(
    searcher: Searcher, request: SearchRequest, result: SearchResult
) -> ToldDeeds | None:
    """None for a text that asks nothing of the kind, or that no passage surely answers."""
    form = question_form(result)
    asked = asked_for(form[: LONGEST + 1])
    is_first = request.mode == "smart" and request.page == 1 and not request.within
    is_short = len(form) <= (LONGEST if asked else _BARE)
    is_asking = bool(asked) or _is_bare(form, result)
    if not is_first or not is_short or result.query.unheld or not is_asking:
        return None
    words = weighed(searcher, form, result, ASKING)
    if any(not word.is_printed and is_place(word.text, form) for word in words):
        return None
    extents = [Word(one.extent, (one.extent,), 1.0, True, True) for one in asked if one.extent]
    found = found_by(searcher, [*words, *extents], result)
    own = of_whom(searcher, form, found, is_strict=True)
    if not own:  # what another office says of the unit
        units = list(searcher.unit_names().apart(form))[1::2]
        own = [one for one in found if units and all(n in normal(one.text) for n in units)]
        words += [Word(unit, (unit,), _UNIT, True, True) for unit in units]
    passages = list(_passages(searcher, own))
    if not asked:
        return _nearest(passages, words)
    told: dict[tuple[str, int], Deed] = {}
    for n, one in enumerate(asked):
        last = asked[n - 1].end if n else 0
        until = asked[n + 1].start if n + 1 < len(asked) else len(form)
        at = (0, asked[0].start), (last, until)
        of_it = [word for word in words if _is_between(form, word, *at)]
        told |= {(d.paragraph.id, d.start): d for d in _answers(passages, of_it, one, form)}
    return ToldDeeds(tuple(told.values()), True, False) if told else None


def _passages(searcher: Searcher, found: Sequence[StoredParagraph]) -> Iterator[_Passage]:
    """What is found, and all of the first documents that set something."""
    slugs = list(dict.fromkeys(one.document for one in found))
    for n, slug in enumerate(slugs):
        part = (
            searcher.document_part(slug, 1, _CHARS, _PARAGRAPHS + 1).paragraphs
            if n < _DOCUMENTS
            else ()
        )
        is_rule = 0 < len(part) <= _PARAGRAPHS and _sets_something(part)
        ended, question = "", ""  # a heading behind which the next section has none of its own
        for one in part if is_rule else (one for one in found if one.document == slug):
            heading = question or one.heading or ""
            is_next = _NUMBERED.match(heading) and _NUMBERED.match(one.text)
            ended = heading if is_next else ended
            heading = normalize(heading) if heading != ended else ""
            question = one.text if len(one.text) < _SHORT and one.text[-1:] in "?？" else ""
            if not cells_of(one.text, 2) and not question:
                yield _Passage(one, heading, is_rule)


def _sets_something(part: Sequence[StoredParagraph]) -> bool:
    """Whether a document is a rule, a notice or the like, or answers to questions."""
    title = normalize(part[0].title or "")
    headings = {normalize(one.heading or "") for one in part}
    return bool(_RULES.search(title)) or any(map(ASKS.search, headings))


def _is_bare(form: str, result: SearchResult) -> bool:
    """Whether a text asks nothing and no paragraph has all its words in the text itself."""
    return not (result.matches.phrase or result.matches.all or is_question(form))


def _is_between(form: str, word: Word, *places: tuple[int, int]) -> bool:
    return any(form.find(word.text, start, end) >= 0 for start, end in places)


def _nearest(passages: Sequence[_Passage], words: Sequence[Word]) -> ToldDeeds | None:
    """The one paragraph that has, with its headings and title, all the words."""
    told = []
    for one in passages:
        is_said = any(word.is_telling and word.stands_in(one.text) for word in words)
        if len(one.text) <= _SHORT and is_said and not _lacks(f"{one.text} {one.over}", words):
            told.append(Deed(one.paragraph, 0, len(one.text), (), 1.0))
    return ToldDeeds(tuple(told), True, False) if len(told) == 1 else None


def _answers(
    passages: Sequence[_Passage], words: Sequence[Word], asked: Asked, form: str
) -> list[Deed]:
    """What answers best: of each unit an amount, else the one passage, or all that say it under
    one heading."""
    for answer in asked.answers:
        every = ((one, _best_of(one, words, asked, answer, form)) for one in passages)
        found = [(one, deed) for one, deed in every if deed is not None]
        if not found:
            continue
        if asked.is_of_number:
            return fullest((deed for _, deed in found), is_of_first=False, is_latest=True)
        top, best = max(found, key=lambda pair: pair[1].share)
        told = [
            deed
            for one, deed in found
            if deed.share >= best.share - _LITTLE and one.heading == top.heading
        ]
        best_of = [one for one, deed in found if deed.share == best.share]
        ties = {(one.paragraph.document, one.heading) for one in best_of}
        return told if len(told) <= _TOLD and len(ties) == 1 else []
    return []


def _best_of(
    passage: _Passage, words: Sequence[Word], asked: Asked, answer: re.Pattern[str], form: str
) -> Deed | None:
    """The sentence of a passage that has most of the words, and what is asked; else all of a short
    one, that says of what in one sentence and how much in the next."""
    text, best = passage.text, None
    of = _of_what(form, asked, words)
    whole = _ALL.finditer(text) if len(text) <= _SHORT and asked.is_of_number else ()
    for sentence in (*SENTENCE.finditer(text), *whole):
        said = sentence[0]
        if (best is not None and said == text) or (asked.is_needed and not answer.search(said)):
            continue
        if not _is_told(passage, said, words, asked, of):
            continue
        is_of = asked.is_of_number and of is not None and of.stands_in(said)
        if is_of and is_planned(passage.paragraph, sentence, [of] if of else []):
            continue
        score = _score(passage, said, words, asked)
        share = score + _LITTLE * (bool(_MUST.search(form)) and bool(_MUST.search(said)))
        if score and (best is None or share > best[0]):
            best = share, sentence
    return _deed(passage, best, words, answer, asked) if best is not None else None


def _is_told(
    passage: _Passage, said: str, words: Sequence[Word], asked: Asked, of: Word | None
) -> bool:
    """Whether a sentence with its headings and title has all words, or enough of them in what sets
    something; and itself, or its heading, what is asked about."""
    text, around = passage.text, f"{said} {passage.over}"
    is_asked = passage.asking(asked) != ""
    longer = [word for word in words if len(word.text) > 1]
    if longer and not any(word.stands_in(around) for word in longer):
        return False
    is_whole = not _lacks(f"{text if len(text) <= _SHORT else said} {around}", words)
    is_half = passage.is_rule and _share(passage, said, words, asked) >= _HALF
    if not is_whole and not (is_half and _score(passage, said, words, asked) >= _ENOUGH):
        return False
    if asked.is_of_number:
        is_under = any(word.stands_in(passage.heading) for word in words)
        if passage.is_rule and (is_asked or (of is not None and of.stands_in(around))):
            return True
        is_of = of is not None and (
            _has(of, said) or (of.stands_in(text) and _takes_up(of.text, said))
        )
        return of is not None and (is_under or is_of)
    own = [word for word in words if not word.stands_in(passage.title)]
    near = f"{said} {passage.heading}"
    is_sure = is_asked and asked.kind not in (HOW, WHAT)
    is_of_title = not any(len(w.text) > 1 and (w.is_printed or not is_sure) for w in own)
    is_called = asked.is_needed or re.search(asked.called, near) is not None
    if not (passage.is_rule or asked.is_needed):
        return bool(longer) and all(word.stands_in(said) for word in longer)
    if of is not None and not (is_asked or of.stands_in(near)):
        return False
    return (is_of_title and (is_called or is_sure)) or any(
        word.stands_in(near if len(word.text) > 1 else passage.heading)
        or (len(word.text) > 1 and _is_like(word, near, passage.asking(asked)))
        for word in own or (words if is_asked else ())
    )


def _score(passage: _Passage, said: str, words: Sequence[Word], asked: Asked) -> float:
    """How much of the words it has, and whether it is what is asked."""
    is_asked = passage.asking(asked) != ""
    of_kind = bool(asked.answers[-1].pattern) and asked.answers[-1].search(said) is not None
    if not (is_asked or of_kind) and ASKS.search(passage.heading):
        return 0.0
    called = re.search(asked.called, f"{said} {passage.heading}") is not None
    return _share(passage, said, words, asked) + _ASKED * is_asked + _OF_KIND * (of_kind + called)


def _share(passage: _Passage, said: str, words: Sequence[Word], asked: Asked) -> float:
    """How much of the words a sentence has: all of those in it, above it or in the title, less of
    those beside it, and of one that is nowhere printed what its characters say."""
    near, over, got = f"{said} {passage.heading}", passage.over, 0.0
    for word in words:
        if word.stands_in(near) or word.stands_in(over):
            got += word.weight
        elif word.stands_in(passage.text):
            got += word.weight * _AROUND
        elif _is_like(word, near, passage.asking(asked)):
            got += word.weight * _ALIKE
    return got / (sum(word.weight for word in words) or 1.0)


def _is_like(word: Word, text: str, heading: str) -> bool:
    """Whether a text has a word apart (劝其退出), or a heading that asks the same a character of it
    (在哪儿领 for 领取)."""
    return _has(word, text) or any(one in heading for one in word.text)


def _deed(
    passage: _Passage,
    best: tuple[float, re.Match[str]],
    words: Sequence[Word],
    answer: re.Pattern[str],
    asked: Asked,
) -> Deed:
    share, sentence = best
    has_some = any(word.stands_in(sentence[0]) for word in words) or asked.is_needed
    text = passage.text
    span = clipped(sentence, words, answer) if has_some else sentence.span()
    span = (0, len(text)) if len(text) <= _SHORT and not asked.is_of_number else span
    around = f"{text} {passage.over}"
    lacks = tuple(
        w.text for w in words if len(w.text) > 1 and not _is_like(w, around, passage.heading)
    )
    bold = _itself(sentence[0], words, answer) if asked.is_needed else ""
    return Deed(passage.paragraph, *span, lacks, share, bold=bold)


def _itself(said: str, words: Sequence[Word], answer: re.Pattern[str]) -> str:
    """What is asked itself, if it stands alone or next to a word that is asked about."""
    found = list(answer.finditer(said))
    ends = [said.find(form) + len(form) for w in words for form in w.forms if form in said]
    near = [at for at in found if any(0 <= at.start() - end <= _NEAR for end in ends)]
    if len(found) != 1 and len(near) != 1:
        return ""
    (at,) = near if len(near) == 1 else found
    start = at.start()
    while start and said[start - 1] in "0123456789.,〇零一二两三四五六七八九十百千万亿半":
        start -= 1
    return said[start : at.end()].strip(",")


def _of_what(form: str, asked: Asked, words: Sequence[Word]) -> Word | None:
    """The word whose amount is asked: that right behind what asks (几日内销号), else before it; of
    another question what it asks to be named (哪条路)."""
    if not asked.is_of_number:
        named = words if asked.kind is WHAT else ()
        return next((word for word in named if form.startswith(word.text, asked.end)), None)
    if asked.extent:
        return Word(asked.extent, (asked.extent,), 1.0, True, True)
    telling = [word for word in words if len(word.text) > 1]
    near = asked.end + _NEAR
    behind = [w for w in telling if form.find(w.text, asked.end, near + len(w.text)) >= 0]
    behind = [word for word in behind if word.is_printed]
    before = [word for word in telling if form.rfind(word.text, 0, asked.start) >= 0]
    if behind:
        return min(behind, key=lambda word: form.find(word.text, asked.end))
    return max(before, key=lambda word: form.rfind(word.text, 0, asked.start), default=None)


def _takes_up(name: str, text: str) -> bool:
    """Whether a text has two characters of a longer name: 护送队 of 夜归护送线."""
    return len(name) > _NEAR + 1 and any(name[i : i + 2] in text for i in range(len(name) - 1))


def _lacks(text: str, words: Sequence[Word]) -> bool:
    return any(len(word.text) > 1 and not _has(word, text) for word in words)


def _has(word: Word, text: str) -> bool:
    """Whether a text has a word, or its characters near each other: 劝退 of 劝其退出."""
    apart = ".{0,2}".join(map(re.escape, word.text))
    return word.stands_in(text) or re.search(apart, text) is not None
