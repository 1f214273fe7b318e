"""Tell of which year a paragraph of a work report speaks, by what opens its section.

A report given in 2024 looks back on 2023 and ahead on 2024, and few of its sentences say so:
过去一年, 五年来 or 今年 opens a section, and holds until the next one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from indexer.text.normalizer import normalize
from search.figures.asking import OF_YEARS
from search.figures.dating import OF_LAST_YEAR, is_end, year_of_period
from search.figures.results import FigureRow, SectionTime
from search.results import StoredParagraph

_OPENING_CHARS = 26  # of the first sentence, in which a section says when
_MOST_BACK = 120  # paragraphs
_LOOKED_BACK = 2_000  # characters of a paragraph before a figure
_NUMERAL = "两二三四五六七八九十"
_MARK = re.compile(
    rf"(?P<years>[{_NUMERAL}0-9]年(?:多)?(?:来|间|里|以来|的工作|工作回顾)|(?:过去|这|近)的?[{_NUMERAL}]年|以来"
    r"|“?[七八九十]?[一二三四五六七八九十]五”?(?:时期|期间|规划))"
    r"|(?P<last>过去的?一年|刚刚过去|(?<!每)(?<!第)一年来|去年|上年|一年的工作)"
    r"|(?P<year>(?:19|20)[0-9]{2})年(?![0-9]{1,2}月[0-9])(?P<aim>.{0,8}?(?:目标|任务|安排|要求|计划|打算|之年|第一年|工作(?!回顾|完成|情况)))?"
    r"|(?P<ahead>今年|明年|本年度?的?(?:任务|目标|工作)|新的一年|下一步|今后|未来"
    # A plan that is laid before an assembly: 《纲要草案》提出, 计划草案规定, 我们要推动
    r"|《纲要|纲要》?[（(]?草案|计划草案|我们(?:一定)?[要必](?![看认说]))"
)
_PLAN = re.compile("(?:计划|安排|要点|打算|规划|目标)(?:[（(].*)?$")
_REPORT = re.compile("总结|情况|报告|综述|回顾|小结")  # …工作总结及2021年工作计划
_OF_A_YEAR = ("全年", "年末", "年底")
_SENTENCE = re.compile("[。！!\n]")
_AGAINST_LAST = ("同比", "比上年", "环比")
_ONE_TIME = re.compile("[0-9]{4}(?:-[0-9]{2})?")
_FROM_TO = re.compile("[由从].+(?:[至到]|上升为|提高为)")
_PART_END = re.compile("[；;。]")
_THIS_YEAR = re.compile("[今本全]年|年内")
_GIVEN = re.compile(r"((?:19|20)[0-9]{2})年")


class SectionTimes:
    """What the sections of work reports tell of; each paragraph is looked up once."""

    def __init__(self, back: Callable[[StoredParagraph, int], Iterable[StoredParagraph]]) -> None:
        """`back` gives a paragraph and those before it in its document, the nearest first."""
        self._back = back
        self._known: dict[str, SectionTime] = {}

    def of(self, row: FigureRow) -> SectionTime:
        """None for any other document, and where no section has said when.

        Five years may end in a level (增至4.2万公里), or be told of year by year (全年).
        """
        paragraph, figure = row.paragraph, row.figure
        title = normalize(paragraph.title or "")
        if OF_LAST_YEAR.search(title) is None:
            return None
        found = _GIVEN.search(title)
        given = int(found[1]) if found else None
        if paragraph.id not in self._known:
            self._known[paragraph.id] = self._found(paragraph, given)
        section = self._known[paragraph.id]
        is_of_last = is_end(figure) or figure.period_text in _OF_A_YEAR
        return given - 1 if section == "years" and is_of_last and given else section

    def _found(self, paragraph: StoredParagraph, given: int | None) -> SectionTime:
        for one in self._back(paragraph, _MOST_BACK):
            for text in (one.text, *reversed(one.headings)):
                mark = _MARK.search(normalize(_SENTENCE.split(text[:_OPENING_CHARS])[0]))
                if mark is not None:
                    return _time(mark, given)
        return None


def _time(mark: re.Match[str], given: int | None) -> SectionTime:
    """What a mark says in a report given in this year (None: nothing says when)."""
    if mark["years"]:
        return "years"
    if mark["ahead"]:
        return "ahead"
    if mark["last"]:
        return None if given is None else given - 1
    year = int(mark["year"])
    is_past = mark["aim"] is None if given is None else year < given
    return year if is_past else "ahead"


def _is_end_of_known(row: FigureRow) -> bool:
    """The level at the end of years that are told, by its section or by its own period."""
    is_told = "/" in (row.figure.period or "") and year_of_period(row.figure) != ""
    return is_end(row.figure) and (is_told or isinstance(row.section, int))


def _is_past(row: FigureRow) -> bool:
    """Whether a figure's own time was over when it was told: 去年, 今年一季度, not 今年."""
    figure, year = row.figure, str(row.paragraph.year or "9")
    end = (figure.period or "9").rpartition("/")[2]
    is_within = end != ".." and len(end) > len("2024")
    return bool(figure.period_text) and (end[:4] < year or (is_within and end[:4] == year))


def is_planned(row: FigureRow) -> bool:
    """Whether a figure stands in a plan (工作计划, 2024年工作安排), and is not of a year before."""
    paragraph, title = row.paragraph, normalize(row.paragraph.title or "")
    is_plan = _PLAN.search(title) is not None or _PLAN.search(paragraph.genre or "") is not None
    if not is_plan or _REPORT.search(title):
        return False
    end = (row.figure.period or "").rpartition("/")[2][:4]
    is_before = paragraph.year is not None and end.isdecimal() and int(end) < paragraph.year
    return not (row.figure.period_text and is_before)


def is_done(row: FigureRow) -> bool:
    """No target, neither by its own words nor, in a work report, by those of its section."""
    if row.is_erratum or is_planned(row):
        return False  # what it corrects is told as it is right
    return row.figure.modality == "actual" and (row.section != "ahead" or _is_past(row))


def is_aim(row: FigureRow) -> bool:
    """Whether a figure is a target, with a time in print: that of others may be years ahead."""
    return row.figure.modality == "target" and bool(row.figure.period_text)


def tells_one_year(row: FigureRow) -> bool:
    """Not of several years together: by its own printed time, or by the words before it."""
    figure = row.figure
    if _is_end_of_known(row):
        return True
    if figure.period is None and figure.period_text:
        return False
    if figure.period_text and _ONE_TIME.fullmatch(figure.period or ""):
        return OF_YEARS.search(figure.quote) is None and not (
            figure.kind == "change" and tells_years(row)
        )
    ends = {part[:4] for part in (figure.period or "").split("/")}
    if figure.kind in ("change", "rate") or _THIS_YEAR.search(figure.period_text or ""):
        ends.discard("..")  # 今年以来
    return len(ends) == 1 and not tells_years(row)


def _says_years(text: str, start: int, end: int) -> bool:
    """Whether a stretch speaks of several years; 今年以来累计 does not, nor, to what follows a
    semicolon, 累计创成37个村；."""
    return any(
        found[0] != "累计"
        or not (
            _THIS_YEAR.search(text[text.rfind("。", 0, at) + 1 : at])
            or _PART_END.search(text, at, end)
        )
        for found in OF_YEARS.finditer(text, start, end)
        for at in (found.start(),)
    )


def tells_years(row: FigureRow) -> bool:
    """Whether a figure's time, its section or the words before it speak of several years."""
    figure = row.figure
    if _is_end_of_known(row):
        return False
    if figure.period_text and OF_YEARS.search(figure.period_text):
        return True
    is_since = row.section == "years" or _FROM_TO.search(figure.quote) is not None
    if is_since and figure.kind == "change" and figure.comparison not in _AGAINST_LAST:
        return True
    # Where its section tells the year, only its own sentence can say otherwise.
    text, is_known = row.paragraph.text, isinstance(row.section, int)
    first = max(figure.start - _LOOKED_BACK, 0)
    start = text.rfind("。", first, figure.start) + 1 or first if is_known else first
    return _says_years(text, start, figure.end) or (
        row.section == "years" and not figure.period_text
    )
