"""Weigh the words of a question by how rare they are; what only asks is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from indexer.text.normalizer import normalize
from search.query.years import years_in_full
from search.request import SearchRequest
from search.results import Expansion, SearchResult, StoredParagraph
from search.rewrite.questions import particles, question_words
from search.searcher import Searcher

_MOST_WORDS, _READ = 12, 10  # words; paragraphs
_ABSENT, _SINGLE = 0.6, 0.35  # shares of weight
_STEM = 2  # characters of a word that say what another kind of the thing is of, too
_RARE = 0.5  # of the paragraphs of a library that may print a word that tells
_FIRST_TIME = re.compile("头一?[次回]|第一[次回]|首度|首回|头一遭")
_ALSO_SAID = {
    "首次": ("首度", "第一次", "头一次", "首回"),
    "有效期": ("有效", "试行期", "施行期"),
    "失效": ("有效期", "废止"),
    "下降": ("降幅", "降到", "降至", "减少"),
    "上升": ("升幅", "升到", "升至", "增长", "增加"),
    "负责": ("责任", "牵头", "承办"),
    "长度": ("全长", "总长"),
}
_SAYS_LITTLE = re.compile("[的了是在子数量件起人个名]")
_ONLY = re.compile(
    "[是了过的地得把被给在从由用有搞做建设办写提说到对向就也都又还能会可和与及跟让来去里中上下个些一这那"
    "?!,。、]+"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is asked for, in all the forms that say it, and its weight."""

    text: str
    forms: tuple[str, ...]
    weight: float
    is_telling: bool
    is_printed: bool

    def stands_in(self, form: str) -> bool:
        return any(one in form for one in self.forms)

    def is_like(self, form: str) -> bool:
        """Whether a text has it or its characters near each other: 接警 in 接处警."""
        apart = ".{0,2}".join(map(re.escape, self.text))
        return self.stands_in(form) or re.search(apart, form) is not None


def question_form(result: SearchResult) -> str:
    """The normal form of what is meant, with the years in full and the spaces as typed."""
    return " ".join(map(normalize, years_in_full(result.query.meant, 1, 0).split()))


def weighed(
    searcher: Searcher,
    form: str,
    expansions: Iterable[Expansion],
    asking: Sequence[re.Pattern[str]],
    name: str = "",
) -> list[Word]:
    """What is left of a question without what asks, units and years, by how rare it is, in the
    forms that its `expansions` give; a `name` is one word, for 云上找人 is no 找人."""
    rest = " ".join(list(searcher.unit_names().apart(form))[::2])
    rest = re.sub(r"(?<!\d)(?:19|20)\d\d年?", " ", rest)
    rest = _FIRST_TIME.sub("首次", rest)
    for pattern in asking:
        rest = pattern.sub(" ", rest)
    runs = (rest.replace(name, f" {name} ") if name else rest).split()
    cut = [w for run in runs for w in ((run,) if run == name else searcher.dictionary_words(run))]
    dropped = {*question_words(cut, form), *particles(cut)}
    kept = [w for w in dict.fromkeys(cut) if w not in dropped and not _ONLY.fullmatch(w)]
    total = max(2, searcher.paragraphs())
    joined, widened = list(_joined(searcher, kept, rest)), tuple(expansions)
    return [_word(searcher, word, total, widened) for word in joined[:_MOST_WORDS]]


def weighed_letters(searcher: Searcher, text: str) -> list[Word]:
    """Each character of a name, by how rare it is: 盗畜案 says 牲畜被盗."""
    total = max(2, searcher.paragraphs())
    letters = dict.fromkeys(_SAYS_LITTLE.sub("", normalize(text)))
    counts = {letter: _printed(searcher, letter) for letter in letters}
    return [
        Word(one, (one,), max(log((total + 1) / (n or 1)), 0.1), True, bool(n))
        for one, n in counts.items()
    ]


def found_by(
    searcher: Searcher, words: Sequence[Word], result: SearchResult
) -> list[StoredParagraph]:
    """What the question finds, and what its words alone find, which may be searched as another, in
    texts and in titles."""
    alone = " ".join(word.text for word in words if word.is_printed)
    more = searcher.listing(SearchRequest(alone, size=_READ, correct=False), False).hits
    of_title = " ".join(word.text for word in words if len(word.text) > 1)
    asked = SearchRequest(of_title, field="title", size=_READ, correct=False)
    hits = (*result.hits[:_READ], *more, *(searcher.listing(asked, False).hits if of_title else ()))
    return list({hit.paragraph.id: hit.paragraph for hit in hits}.values())


def _joined(searcher: Searcher, words: Sequence[str], form: str) -> Iterator[str]:
    """Single characters that stand together and are printed so are a word: 夜巡, 联巡."""
    at = 0
    while at < len(words):
        word, end = words[at], at + 1
        while end < len(words) and len(words[at]) == len(words[end]) == 1:
            longer = word + words[end]
            if longer not in form or not _printed(searcher, longer):
                break
            word, end = longer, end + 1
        yield word
        at = end


def _printed(searcher: Searcher, word: str) -> int:
    """In how many paragraphs a word stands, or else of reports whose title has it."""
    ways = (
        SearchRequest(word, "exact", field=at, size=1, correct=False) for at in ("all", "title")
    )
    return next((n for way in ways if (n := searcher.listing(way, False).total)), 0)


def is_place(word: str, form: str) -> bool:
    return re.search(f"{re.escape(word)}(?:(?<=[县市区镇乡省])|[县市区镇乡省局])", form) is not None


def _word(searcher: Searcher, word: str, total: int, expansions: Sequence[Expansion]) -> Word:
    also = [to for one in expansions if one.origin == word for to in one.to]
    forms = tuple(dict.fromkeys((word, *map(normalize, also), *_ALSO_SAID.get(word, ()))))
    count = next((n for form in forms if (n := _printed(searcher, form))), 0)
    if not count and len(word) > _STEM and (count := _printed(searcher, word[:-1])):
        forms = (*forms, word[:-1])  # 候车厅 has what 候车室 says, 套牌货车 what 套牌车
    weight = log((total + 1) / (count or 1)) * (1 if count else _ABSENT)
    weight *= 1 if len(word) > 1 else _SINGLE
    return Word(word, forms, max(weight, 0.1), bool(count) and count <= total * _RARE, bool(count))


def above(paragraph: StoredParagraph) -> str:
    """The headings that a paragraph stands under, and its title."""
    over = (paragraph.heading, *paragraph.headings, paragraph.title)
    return " ".join(normalize(one or "") for one in over)
