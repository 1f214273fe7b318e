"""Tell which figures of a paragraph are about the subject asked for, and lay them out by measure.

A figure is of the subject if its indicator says so, or the words between it and the figure before;
or if it stands in a sentence behind such a figure, or behind a heading that names the subject
(反诈。立案958起), and its own words only say what is counted (…案件发案数下降16%，破案数上升9%).
Behind a semicolon they must say what was done about cases or came of them. Any other figure of the
sentence is of something else, and what follows it is, too. Where a sentence tells how many of its
cases alone were opened, the next one may begin with how many or which part of them were solved
(立案262件。破案139件; 破案率53%).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.figures.lexicon import TAILS, VERBS
from indexer.model.figures import Figure
from indexer.text.normalizer import normalize
from indexer.word_list import words
from search.clauses import opening
from search.comparing.measures import (
    By,
    is_told,
    place_of,
    said_of,
    with_corrected,
    year_of,
)
from search.comparing.outcomes import (
    KEPT_NAMES,
    OUTCOMES,
    is_outcome,
    place_of_outcome,
    same_outcome,
)
from search.figures.dimensions import counted_unit
from search.figures.results import FigureRow
from search.figures.unit_names import unit_forms

_COUNTED = words("""
    嫌疑人 嫌疑人员 违法 犯罪 涉案 案件 案损 案 人员 群众 对象 团伙 资金 金额 损失 账户 现金 被骗 总
    各类 其 该 共 全部 人 数 量 率 额 值 度 占 的 地 和 均 平均 新
""")
# What says only that something is counted or done, never of what; longer words first.
_SAYS_NO_SUBJECT = re.compile(
    "|".join(sorted({*(w for w in VERBS if len(w) > 1), *TAILS, *_COUNTED}, key=len, reverse=True))
)
_AROUND_SUBJECT = re.compile(
    r"^(?:打击治理|打击|治理|接报|接受|受理|开展|全市|全省|全县|现行(?=发)|发生?(?=[侦告]?破))+(?=..)"
)
_OF_CASES = re.compile(
    r"^案(?=[抓刑逮起移打损侦破查止冻追挽返劝])|警情(?=损失|案损|被骗|受损|止付|抓|打处|挽|返)|(?:违法犯罪|犯罪|案件|类)(?=.)|(?<=..)(?:犯罪|类)$"
)
PLACE = re.compile("^[一-龥]{1,8}?[省市县区州](?=..)")
_MOST_OF_THEM = 0.8
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_STOP = re.compile(r"[。！？!?；;\n]")
_AGAINST = re.compile("^(?:涉嫌?|反|防|打|禁|缉)(?=.)")  # 涉诈, 反诈 of 诈骗; 涉毒 of 毒品
# Who did it, in front of what was done: 市反诈中心紧急止付.
_WHO_DID = re.compile(
    "^(?:全|本|我)?[省市县区州局]?(?:级|局|公安局)?(?:[一-龥]{0,4}(?:中心|专班))?(?=..)"
)
_OPENED = re.compile("立案|^立|发案|案发|受[理案]|侦办|案[件数]?$")
_ALL_OF_THEM = re.compile("^(?:全年|年内|共|累计|成功|已)+|其中$")
_LISTS = re.compile(r"(?<![一二三四五六七八九十\d])、|等|[和与及](?!打击|防范|治理|整治|宣传|管理)")


def own_figures(
    text: str,
    rows: Sequence[Figure],
    marks: Sequence[tuple[int, int]],
    is_under: bool = False,
    bare: Collection[str] = (),
) -> tuple[Figure, ...]:
    """The figures of a paragraph that are of the subject whose words stand at `marks`, or that the
    heading above it names (`is_under`). Names in `bare` say nothing of another one: 死亡.

    Both are in order of place. Linear in both.
    """
    if not (marks or is_under):
        return ()
    said = {text[start:end] for start, end in marks}
    starts = [start for start, _ in marks]
    found: list[Figure] = []
    opened: Figure | None = None  # how many cases of it the sentence says, and of no other
    before = -1  # where the figure before ends
    is_headed = is_under or heading_of(text, rows, marks) > 0
    is_open, is_alone = is_headed, True  # whether what goes before is of the subject
    for row in rows:
        gap = (max(before, 0), row.value_start)
        is_far = before < 0 or _STOP.search(text, *gap) is not None
        if _SENTENCE_END.search(text, *gap) is not None:
            is_open = is_headed or _is_of_opened(text, gap, row, opened)
            opened, is_alone = None, True
        at = bisect_left(starts, max(before, row.start))
        is_named = at < len(marks) and marks[at][1] <= row.value_end
        is_own = is_named or any(word in row.measured for word in said)
        goes_on = is_own or (is_open and (row.measured in bare or _goes_on(row.measured, is_far)))
        if goes_on:
            found.append(row)
        is_alone = is_alone and (goes_on or row.kind != "count")
        if _OPENED.search(row.measured) and row.kind == "count":
            opened = row if is_alone else None
        is_open = goes_on or (is_open and _is_beside(row))
        before = row.value_end
    return tuple(found)


def _is_beside(row: Figure) -> bool:
    """Whether a figure stands among what is told of all: 完成3500件以内的控制目标 says that an aim
    was reached, “橙色十分钟”止付2.34亿元 what one thing brought."""
    return row.modality == "target" or row.measured.startswith("“")


def _is_of_opened(text: str, gap: tuple[int, int], row: Figure, opened: Figure | None) -> bool:
    """Whether a sentence begins with how many of the cases were solved that were just told."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text, *gap)]
    if opened is None or len(ends) != 1 or not (row.value and opened.value):
        return False
    if row.kind == "rate":
        return same_outcome(row.measured) == "破案率"
    words = _ALL_OF_THEM.sub("", text[ends[0] : row.value_start])
    is_solved = row.kind == "count" and same_outcome(words) == "破案"
    return is_solved and float(row.value) <= float(opened.value)


def _goes_on(name: str, is_far: bool) -> bool:
    """Whether a name says nothing of another subject; behind a semicolon, what came of cases."""
    is_said = is_outcome(name) or is_outcome(_WHO_DID.sub("", name))
    return is_said or not (is_far or _SAYS_NO_SUBJECT.sub("", name))


def is_heading_of(heading: str | None, marks: Sequence[tuple[int, int]]) -> bool:
    """Whether a heading above a paragraph names the subject, and no other beside it."""
    return bool(heading and marks) and _LISTS.search(heading or "") is None


def heading_of(text: str, rows: Sequence[Figure], marks: Sequence[tuple[int, int]]) -> int:
    """Where the heading ends that a text opens with, if it names the subject, and no other beside
    it; else 0."""
    heading = opening(text)
    end = len(heading)
    if not heading or not marks or marks[0][1] > end or _LISTS.search(heading):
        return 0
    return end if not rows or rows[0].value_start >= end else 0


@dataclass(frozen=True, slots=True)
class Aspect:
    """One measure of a subject, in all wordings: what each unit says. `thing` is what it is of,
    kind and dimension agree, `unit` is what most are printed in."""

    thing: str
    kind: str
    unit: str
    wordings: tuple[str, ...]
    cells: Mapping[str, tuple[FigureRow, ...]]


def aspects_of(told: Iterable[tuple[str, FigureRow]], by: By) -> tuple[Aspect, ...]:
    """Figures laid out by the thing that each tells: what several units tell first, levels before
    changes, what came of cases in the order of reports."""
    groups: dict[tuple[str, str, str], dict[str, dict[tuple[object, ...], FigureRow]]] = {}
    for thing, row in told:
        figure = row.figure
        key = thing, figure.kind, counted_unit(row.family, figure.unit)
        own = groups.setdefault(key, {}).setdefault(place_of(row, by), {})
        own.setdefault((*said_of(row), year_of(row)), row)
    found = []
    for (thing, kind, _), held in groups.items():
        cells = {u: tuple(sorted(own.values(), key=_year)) for u, own in held.items()}
        rows = [row for own in cells.values() for row in own]
        wordings = Counter(row.figure.measured for row in rows).most_common()
        ((unit, _),) = Counter(row.figure.unit for row in rows).most_common(1)
        found.append(Aspect(thing, kind, unit, tuple(word for word, _ in wordings), cells))
    return tuple(sorted(found, key=_in_order_of_reports))


def _year(row: FigureRow) -> int:
    return year_of(row) or 0


def _in_order_of_reports(aspect: Aspect) -> tuple[bool, bool, int, int]:
    place = place_of_outcome(aspect.thing)
    order = len(OUTCOMES) if place is None else place
    return len(aspect.cells) < 2, aspect.kind == "change", order, -len(aspect.cells)


def own_things(rows: Iterable[FigureRow], words: Iterable[str]) -> Iterator[tuple[str, FigureRow]]:
    """What figures tell of a subject, which `words` name in the form of families: what came of its
    cases, or what their name says beside these words, called as it is printed first."""
    subject = subject_pattern(words)
    called: dict[str, str] = {}
    for row in filter(is_told, with_corrected(rows)):
        name = outcome_of(without_own_place(row), subject)
        is_of_cases = place_of_outcome(name) is not None
        yield called.setdefault(name, name if is_of_cases else row.figure.measured), row


def subject_pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Any of the words of a subject in families."""
    # 损失 and 止付 may be words of a theme, and still say what is measured.
    forms = {form for word in words if (form := normalize(word)) and not is_outcome(form)}
    names = sorted(forms, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names))) if names else None


def without_own_place(row: FigureRow) -> str:
    """海棠电诈立案 of 海棠市公安局 is its 电诈立案, 机场辖区电诈立案 that of the 机场分局, and
    港区电诈立案 that of the 潮浦港公安局."""
    family, source = row.family, row.paragraph.source or ""
    own = _own_names(source)
    place = PLACE.match(family)
    if place is None:
        bare = max((name for name in own if family.startswith(name)), key=len, default="")
        return family[len(bare) :] if len(family) > len(bare) + 1 else family
    printed = place[0].removesuffix("辖区")
    is_own = any(printed in name for name in (source, *row.paragraph.region))
    if len(printed) == len("港区") and printed != "城区":
        is_own = is_own or any(name.endswith(printed[:-1]) for name in own)
    return family[place.end() :] if is_own else family


@lru_cache(KEPT_NAMES)
def _own_names(source: str) -> frozenset[str]:
    return unit_forms((source,))


@lru_cache(KEPT_NAMES)
def outcome_of(family: str, subject: re.Pattern[str] | None) -> str:
    """A family without the words of the subject; the family itself where nothing else is left."""
    form = subject.sub("", family) if subject is not None else family
    form = _OF_CASES.sub("", _AROUND_SUBJECT.sub("", form)) or form
    if is_outcome(bare := _WHO_DID.sub("", form)):
        form = bare
    return same_outcome(form or family)


class SubjectWords:
    """Which words for a subject name the same, and which a thing of their own: 养老诈骗 beside
    电信网络诈骗, 毒品 beside 命案.

    `main` is the word that is meant where a figure has none, "" where no word is most of them.
    """

    def __init__(self, families: Iterable[str], subject: re.Pattern[str] | None) -> None:
        """Of the names of figures that tell what came of cases."""
        self._subject = subject
        named = Counter(filter(None, map(self._word, families)))
        self._own: dict[str, str] = {}
        # 反诈 says who did it (反诈中心), and is never what 电信网络诈骗 is not.
        for word in sorted(named, key=lambda one: (_AGAINST.match(one) is not None, -named[one])):
            wider = (one for one in self._own.values() if _is_within(word, one))
            self._own[word] = next(wider, word)
        told = Counter[str]()
        for word, times in named.items():
            told[self._own[word]] += times
        ((most, times),) = told.most_common(1) or [("", 0)]
        self.main = most if times >= _MOST_OF_THEM * told.total() else ""

    def _word(self, family: str) -> str:
        found = self._subject.search(family) if self._subject is not None else None
        return found[0] if found is not None else ""

    def other(self, family: str) -> str:
        """What a name is of, "" for the main subject, or where it does not say."""
        word = self._word(family)
        own = self._own.get(word, word)
        return "" if own == self.main else own


def _is_within(word: str, whole: str) -> bool:
    """Whether a word only says less than another one: 诈骗, 涉诈 and 网络诈骗 of 电信网络诈骗."""
    letters = iter(whole)
    return all(letter in letters for letter in _AGAINST.sub("", word))
