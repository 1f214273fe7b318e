"""Answer how much, when, where, by which telephone, whether or what, by the passage that says so.

What rules, notices, minutes and answers to questions set (每日补贴十五元) is no row of figures, and
stands under a heading, often in no word of the question. A passage of these answers that has most
of the words, itself or in its headings and title, and is of the kind that is asked; one of any
other document only if it has all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.figures.tables.cells import cells_of
from indexer.text.normalizer import normalize
from search.clauses import SENTENCE, normal
from search.request import SearchRequest
from search.results import SearchResult, StoredParagraph
from search.rewrite.questions import is_question
from search.searcher import Searcher
from search.sentences.asking import (
    ASKING,
    ASKS,
    CALLED,
    DIGITS,
    HOW,
    NOTHING,
    PHONE,
    WHAT,
    WHETHER,
    Asked,
    asked_for,
    measure_asked,
)
from search.sentences.deeds import (
    LONGEST,
    Deed,
    ToldDeeds,
    clipped,
    fullest,
    is_planned,
    of_whom,
)
from search.sentences.weights import Word, above, found_by, is_place, question_form, weighed

_DOCUMENTS, _PARAGRAPHS, _CHARS, _TOLD, _OTHERS = 4, 80, 30_000, 6, 2
_SHORT, _NEAR = 200, 2  # characters: of one thing; between two words
_OVER, _AROUND, _ALIKE, _ENOUGH = 0.98, 0.7, 0.5, 0.6  # shares of weight
_ASKED, _OF_KIND, _LITTLE = 0.25, 0.15, 0.05
_NEAR_ENOUGH = 0.65  # of the words, with what is of the kind
_FIGURE = re.compile("(?:[0-9]|[一二三四五六七八九十百千万][一-龥])")
_UNITS_OF_MEASURE = ("吨", "公斤", "公里", "米", "亩", "公顷", "平方米", "立方米", "升", "度", "倍")
_ALL = re.compile("(?s).+")
_RULES = re.compile(
    "通[知告]|公告|办法|规[定则范程]|细则|方案|预案|指[引南]|须知|纪要|制度|守则|问答|意见|公约|章程|手册"
)
_NUMBERED = re.compile("[一二三四五六七八九十]+、")
_MOST = re.compile("最[多少高低大小](?:的|[?]?$)|哪[个家]|哪些(?:单位|[市县区局所])")
_ISSUED = re.compile("[^,，。;；]{0,2}(?:印发|制定|出台|发布|公布|修订)的")  # of an earlier paper
_CLAUSE_SIGNS = re.compile("(?<!的)[,，]|[;；。:：]")  # 追究刑事责任的,奖励3000元 is one
_BEGUN = re.compile(f"(?<![{DIGITS}])(?:[0-9]+年|[{DIGITS}]+[至到—~-])?[{DIGITS}]*$")
_ONE_OF = re.compile("[一每][一-龥]")  # 一只多少钱


@dataclass(frozen=True, slots=True)
class _Passage:
    """A paragraph, its normal form, what it stands right under, and the paragraphs of its document,
    if that sets something."""

    paragraph: StoredParagraph
    text: str
    heading: str
    rules: tuple[str, ...]

    @property
    def is_rule(self) -> bool:
        return bool(self.rules)

    def is_said_elsewhere(self, word: Word) -> bool:
        """Whether few others set something of it: what all of a rule is about stands in many."""
        return 0 < sum(map(word.stands_in, self.rules)) <= _OTHERS

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
    """What answers surely, else the sentence that comes nearest; None for a text that asks nothing
    of the kind, or that no passage answers."""
    form = question_form(result)
    asked = asked_for(form[: LONGEST + 1])
    is_first = request.is_first and not request.within
    if not is_first or len(form) > LONGEST or result.query.unheld:
        return None
    name = next(iter(searcher.named_words(request)), "")
    words = weighed(searcher, form, result.query.expansions, ASKING, name)
    if not words or any(not word.is_printed and is_place(word.text, form) for word in words):
        return None
    read = found_by(searcher, words, result)
    own = of_whom(searcher, form, read, is_strict=True)
    passages = list(_passages(searcher, own))
    told: dict[tuple[str, int], Deed] = {}
    for n, one in enumerate(asked if asked[0].kind is not NOTHING else ()):
        last = asked[n - 1].end if n else 0
        until = asked[n + 1].start if n + 1 < len(asked) else len(form)
        near = f"{form[: asked[0].start]}\0{form[last:until]}"
        of_it = [word for word in words if word.text in near]
        told |= {(d.paragraph.id, d.start): d for d in _answers(passages, of_it, one, form)}
    found = tuple(told.values()) or _nearest(passages, words, asked[0], form)
    return ToldDeeds(found) if found else None


def _passages(searcher: Searcher, found: Sequence[StoredParagraph]) -> Iterator[_Passage]:
    """What is found, and all of the first documents that set something."""
    for n, slug in enumerate(dict.fromkeys(one.document for one in found)):
        part: Sequence[StoredParagraph] = ()
        if n < _DOCUMENTS:
            part = searcher.document_part(slug, 1, _CHARS, _PARAGRAPHS + 1).paragraphs
        is_rule = 0 < len(part) <= _PARAGRAPHS and _sets_something(part)
        ended, question = "", ""  # a heading behind which the next section has none of its own
        for one in part if is_rule else (one for one in found if one.document == slug):
            heading = question or one.heading or ""
            ended = heading if _NUMBERED.match(heading) and _NUMBERED.match(one.text) else ended
            question = one.text if len(one.text) < _SHORT and one.text[-1:] in "?？" else ""
            if not cells_of(one.text, 2) and not question:
                under = normalize(heading) if heading != ended else ""
                rules = tuple(normalize(other.text) for other in part) if is_rule else ()
                yield _Passage(one, normal(one.text), under, rules)


def _sets_something(part: Sequence[StoredParagraph]) -> bool:
    """Whether a document is a rule, a notice or the like, or answers to questions."""
    headings = {normalize(one.heading or "") for one in part}
    return bool(_RULES.search(part[0].title or "")) or any(map(ASKS.search, headings))


def _answers(
    passages: Sequence[_Passage], words: Sequence[Word], asked: Asked, form: str
) -> list[Deed]:
    """What answers best: of each unit an amount, else the one passage, or all that say it under
    one heading."""
    every = ((one, _best_of(one, words, asked, form)) for one in passages)
    found = [(one, deed) for one, deed in every if deed is not None]
    if asked.is_of_number or not found:
        return fullest((deed for _, deed in found), is_of_first=False, is_latest=True)
    top, best = max(found, key=lambda pair: pair[1].share)
    near = [(one, deed) for one, deed in found if one.heading == top.heading]
    told = [deed for one, deed in near if deed.share >= best.share - _LITTLE]
    ties = [one for one, deed in found if deed.share == best.share]
    is_one = len({(one.paragraph.document, one.heading) for one in ties}) == 1
    return told if len(told) <= _TOLD and is_one else []


def _best_of(passage: _Passage, words: Sequence[Word], asked: Asked, form: str) -> Deed | None:
    """The sentence of a passage that has most of the words, and what is asked; else all of a short
    one, that says of what in one sentence and how much in the next."""
    text = passage.text
    of, best = _of_what(form, asked, words), None
    whole = _ALL.finditer(text) if len(text) <= _SHORT and asked.is_of_number else ()
    for sentence in (*SENTENCE.finditer(text), *whole):
        said = sentence[0]
        if (best and said == text) or (asked.is_needed and not asked.answer.search(said)):
            continue
        is_told = _is_told(passage, said, words, asked, of)
        score = _score(passage, said, words, asked) if is_told else 0.0
        if score <= (best[0] if best else 0.0):
            continue
        is_of = asked.is_of_number and not passage.is_rule and of is not None and of.stands_in(said)
        if not (of is not None and is_of and is_planned(passage.paragraph, sentence, [of])):
            best = score, sentence
    return _deed(passage, *best, words, asked) if best else None


def _nearest(
    passages: Sequence[_Passage], words: Sequence[Word], asked: Asked, form: str
) -> tuple[Deed, ...]:
    """The sentence that has most of the words: rather one of the kind that is asked, else one with
    any figure; none that lacks words which others print."""
    likely = _MOST.search(form) is None and len([w for w in words if len(w.text) > 1]) > 1
    is_measured = measure_asked(form) in _UNITS_OF_MEASURE
    for one in (asked, replace(asked, answer=_FIGURE, is_needed=False)) if likely else ():
        ranked = [
            (score, sum(word.weight for word in words if word.stands_in(sentence[0])), n, sentence)
            for n, passage in enumerate(passages)
            if (lacks := _lacking(passage, words, one)) is not None
            and not (lacks and one is not asked and is_measured)  # 走失人员多少吨
            for sentence in SENTENCE.finditer(passage.text)
            if (score := _nearness(passage, sentence[0], words, lacks, one, form)) >= _NEAR_ENOUGH
        ]
        if ranked:
            score, _, n, sentence = max(ranked, key=lambda rank: rank[:2])
            return (replace(_deed(passages[n], score, sentence, words, one), is_nearest=True),)
    return ()


def _lacking(passage: _Passage, words: Sequence[Word], asked: Asked) -> Sequence[Word] | None:
    """The words that a passage lacks; None if it is of something else."""
    around = f"{passage.text} {passage.over}"
    lacks = [word for word in words if len(word.text) > 1 and not word.is_like(around)]
    left = (word for word in lacks if word.is_printed and word.text[0] not in DIGITS)
    is_other = any(not passage.is_rule or passage.is_said_elsewhere(word) for word in left)
    return None if is_other or (lacks and asked.kind in (WHETHER, HOW)) else lacks


def _nearness(
    passage: _Passage,
    said: str,
    words: Sequence[Word],
    lacks: Sequence[Word],
    asked: Asked,
    form: str,
) -> float:
    """How much of the words a sentence has, and of what is asked; 0.0 if it is of something else:
    of a text that asks nothing one without a figure behind the last word."""
    is_of_it = any(word.is_telling and word.is_like(said) for word in words)
    is_kind = bool(asked.answer.pattern) and asked.answer.search(said) is not None
    if not is_of_it:
        return 0.0
    if asked.kind is NOTHING and not is_question(form):
        last = [form for word in words for form in word.forms if form in said][-1:] or ["\0"]
        behind = f"{re.escape(last[0])}[^,，。;；]{{0,6}}?{_FIGURE.pattern}"
        is_plain = not (lacks or re.search("[,，。、:：]", form))  # no sentence
        return 1.0 if is_plain and re.search(behind, said) else 0.0
    if asked.is_needed and not is_kind:
        return 0.0
    return _share(passage, said, words, asked) + _OF_KIND * is_kind


def _is_told(
    passage: _Passage, said: str, words: Sequence[Word], asked: Asked, of: Word | None
) -> bool:
    """Whether a sentence surely answers: with its headings and title it has all words, or enough of
    them in what sets something, and itself or right above it what is asked about."""
    longer = [word for word in words if len(word.text) > 1]
    whole = passage.text if len(passage.text) <= _SHORT else said
    lacks = [word for word in longer if not word.is_like(f"{whole} {passage.over}")]
    heading = passage.asking(asked)
    is_other = any(passage.is_said_elsewhere(w) and not _is_like(w, "", heading) for w in lacks)
    is_enough = passage.is_rule and _score(passage, said, words, asked) >= _ENOUGH
    if asked.kind is NOTHING or (lacks and (is_other or not is_enough)):
        return False
    near = f"{said} {passage.heading}"
    if of is not None and not heading and not of.is_like(near):
        return passage.is_rule and asked.is_of_number and of.stands_in(passage.over)
    own: Sequence[Word] = [word for word in words if not word.is_like(passage.title)]
    if not own and asked.kind is PHONE:
        return CALLED.search(said) is not None  # 国庆值班电话 of what is titled so
    own = own or words
    return any(_is_like(word, near, heading) for word in own)


def _score(passage: _Passage, said: str, words: Sequence[Word], asked: Asked) -> float:
    """How much of the words it has, and whether it is what is asked."""
    is_asked = passage.asking(asked) != ""
    of_kind = bool(asked.answer.pattern) and asked.answer.search(said) is not None
    if not (is_asked or of_kind) and ASKS.search(passage.heading):
        return 0.0
    of_edge = bool(asked.edge) and bool(_at_edge(said, asked))
    extra = _ASKED * is_asked + _OF_KIND * of_kind + _OF_KIND * of_edge
    return _share(passage, said, words, asked) + extra


def _share(passage: _Passage, said: str, words: Sequence[Word], asked: Asked) -> float:
    """How much of the words a sentence has: all of those in it, above it or in the title, less of
    those beside it and of those that it has in part."""
    near, got = f"{said} {passage.heading}", 0.0
    for word in words:
        if word.stands_in(near):
            got += word.weight
        elif word.stands_in(passage.over):
            got += word.weight * _OVER
        elif word.stands_in(passage.text):
            got += word.weight * _AROUND
        elif _is_like(word, near, passage.asking(asked)):
            got += word.weight * _ALIKE
    return got / (sum(word.weight for word in words) or 1.0)


def _is_like(word: Word, text: str, heading: str) -> bool:
    """Whether a text has a word or its characters near each other (劝其退出), or a heading that
    asks the same one of them (在哪儿领 for 领取)."""
    return word.is_like(text) or any(one in heading for one in word.text)


def _deed(
    passage: _Passage,
    share: float,
    sentence: re.Match[str],
    words: Sequence[Word],
    asked: Asked,
) -> Deed:
    text, (start, end) = passage.text, sentence.span()
    if len(text) <= _SHORT and not asked.is_of_number:
        start, end = 0, len(text)
    elif asked.is_needed or any(word.stands_in(sentence[0]) for word in words):
        start, end = clipped(sentence, words, asked.answer)
    around = f"{text} {passage.over}"
    lacks = [w for w in words if len(w.text) > 1 and not _is_like(w, around, passage.asking(asked))]
    is_sure = asked.is_needed and not lacks
    untitled = [word for word in words if not word.stands_in(passage.title)] or words
    bold = _itself(sentence[0], untitled, asked, not passage.is_rule) if is_sure else ""
    return Deed(passage.paragraph, start, end, tuple(w.text for w in lacks), share, bold=bold)


def _at_edge(said: str, asked: Asked) -> list[re.Match[str]]:
    """The days at which something begins, or ends, or the two of both, as is asked."""
    found = (at for at in asked.answer.finditer(said) if not _ISSUED.match(said, at.end()))
    digits = ((at, _BEGUN.search(said[: at.start()])) for at in found)  # 6 of 至6月30日
    begun = ((at, one.start() if one else at.start()) for at, one in digits)
    around = ((at, said[max(0, start - 1) : at.end() + 1]) for at, start in begun)
    return [at for at, near in around if re.search(asked.edge, near)]


def _itself(said: str, words: Sequence[Word], asked: Asked, is_loose: bool = False) -> str:
    """What is asked itself, if it stands alone in the clause that has all words which any has, or
    there next to one of them; of two days that on which it begins or ends, as is asked."""
    found = [at for at in asked.answer.finditer(said) if not _ISSUED.match(said, at.end())]
    if asked.edge:
        found = _at_edge(said, asked)
    ahead = {
        at: _CLAUSE_SIGNS.split(said[max(0, at.start() - _SHORT) : at.start()])[-1] for at in found
    }
    clauses = {
        at: before + _CLAUSE_SIGNS.split(said[at.end() : at.end() + _SHORT])[0]
        for at, before in ahead.items()
    }
    held = [word for word in words if any(map(word.stands_in, clauses.values()))]
    found = [at for at in found if all(word.stands_in(clauses[at]) for word in held)]
    if is_loose and any(len(w.text) > 1 and w not in held and w.stands_in(said) for w in words):
        return ""  # 劝阻3万人,见面劝阻率94% tells not to how many 见面劝阻 is due
    ended = re.compile(
        f"(?:{'|'.join(re.escape(f) for w in words for f in w.forms)}).{{0,{_NEAR}}}$"
    )
    near = [at for at in found if ended.search(ahead[at])]
    for at in (near or found) if len(near or found) == 1 else ():
        begun = _BEGUN.search(said[: at.start()])
        return said[begun.start() if begun else at.start() : at.end()].strip(",")
    return ""


def _of_what(form: str, asked: Asked, words: Sequence[Word]) -> Word | None:
    """The word whose amount is asked: that right behind what asks (几日内销号), else before it; of
    another question what it asks to be named (哪条路)."""
    if not asked.is_of_number:
        named = [word for word in words if word.is_printed and asked.kind is WHAT]
        return next((word for word in named if form.startswith(word.text, asked.end)), None)
    telling = [w for w in words if len(w.text) > 1 and not _ONE_OF.fullmatch(w.text)]
    end = asked.end + _NEAR
    behind = {form.find(w.text, asked.end, end + len(w.text)): w for w in telling if w.is_printed}
    before = {form.rfind(word.text, 0, asked.start): word for word in telling}
    at = min((n for n in behind if n >= 0), default=-1)
    return behind[at] if at >= 0 else before.get(max((n for n in before if n >= 0), default=-1))
