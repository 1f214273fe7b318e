"""Find figures under the end of a name alone (死亡 of 交通死亡), where the rest is understood.

The heading above, the unit or the sentence says it; or the unit tells the like of nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.model.figures import Figures
from indexer.text.normalizer import normalize
from search.comparing.asked_names import CHANGE, AskedName
from search.comparing.subjects import is_heading_of, own_figures
from search.figures.dimensions import counts_what_is_asked
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.request import Filters
from search.searcher import Searcher

_OF_CASES = re.compile("(?:事故|案件|犯罪|工作|管理)$")
_BEGINNING = 12  # characters of a paragraph, or of a sentence
_COUNTS = re.compile("^[（(]?[一二三四五六七八九十0-9]+[）)]?[、.．]?")  # 四、 of a heading
_ROADS = (
    *("道路", "交通", "交管", "道路交通", "交通事故", "道路交通事故"),
    *("路上", "路面", "公路"),
)
_LONGEST_PLAIN = 4  # characters of a head that its words may say, too
_LEAST = 2  # characters of a part of a name
_SAYS_LITTLE = re.compile("人数|人次|数量|总数|件数|起数|情况|工作|案件|金额")
_MOST_ROWS = 600  # figures of a name that are read


def words_in(searcher: Searcher, name: str) -> list[str]:
    """The words of a name, two of one that a dictionary has whole: 矛盾纠纷|化解."""
    form = normalize(name)
    words = list(searcher.dictionary_words(form))
    is_long = len(words) == 1 and len(form) > 2 * _LEAST
    return [form[:-_LEAST], form[-_LEAST:]] if is_long else words


def _bare(
    searcher: Searcher, asked: AskedName, filters: Filters
) -> Iterator[tuple[list[FigureRow], str, re.Pattern[str]]]:
    """The figures under the end of a name alone (死亡 of 交通死亡), this end, and what may say the
    rest of the name."""
    words = words_in(searcher, asked.name)
    for at in range(1, len(words)):
        head, tail = "".join(words[:at]), "".join(words[at:])
        own, bare = searcher.figure_families([asked.name, tail])
        if min(len(head), len(tail)) < _LEAST or _SAYS_LITTLE.fullmatch(tail) or own == bare:
            continue
        tails = (tail, f"事故{tail}")  # 事故死亡16人 below 交通
        listing = searcher.figure_listing(FigureRequest(indicators=tails, filters=filters))
        rows = list(listing.rows) if listing.total <= _MOST_ROWS else []
        is_any = asked.unit == CHANGE  # of any unit
        told = [r for r in rows if is_any or counts_what_is_asked(asked.unit, r.figure.unit)]
        yield told, tail, says_head(head, words[:at])


def below_headings(searcher: Searcher, asked: AskedName, filters: Filters) -> tuple[FigureRow, ...]:
    """The bare figures of which the heading above or what is told before in the sentence says the
    rest of the name."""
    found = (tuple(_below(searcher, *one[::2])) for one in _bare(searcher, asked, filters))
    return next(filter(None, found), ())


def says_head(head: str, words: Sequence[str]) -> re.Pattern[str]:
    """What may say a head: 交通 says 交通事故, 道路 or 交通 道路交通; a name only itself."""
    plain = _OF_CASES.sub("", head)
    is_plain = len(head) <= _LONGEST_PLAIN and all(len(word) >= _LEAST for word in words)
    roads = _ROADS if plain in _ROADS else ()  # 交通安全 heads 道路死亡, too
    known = {
        head,
        plain,
        *roads,
        *(word for word in words if is_plain and not _OF_CASES.fullmatch(word)),
    }
    return re.compile("|".join(map(re.escape, sorted(filter(None, known), key=len, reverse=True))))


def _below(
    searcher: Searcher, rows: Sequence[FigureRow], words: re.Pattern[str]
) -> Iterator[FigureRow]:
    paragraphs = {row.paragraph.id: row.paragraph for row in rows}
    bare = {row.figure.measured for row in rows}
    held = searcher.figures_of(list(paragraphs))
    own: dict[str, frozenset[str]] = {}
    for id, paragraph in paragraphs.items():
        marks = [found.span() for found in words.finditer(paragraph.text)]
        above = [found.span() for found in words.finditer(paragraph.heading or "")]
        is_under = is_heading_of(paragraph.heading, above) or bool(
            words.search(paragraph.source or "")
        )
        figures = held.get(id, Figures()).rows
        told = own_figures(paragraph.text, figures, marks, is_under, bare)
        own[id] = frozenset(figure.key for figure in told)
    return (
        row for row in rows if row.figure.key in own[row.paragraph.id] or _begins_below(row, words)
    )


def _begins_below(row: FigureRow, words: re.Pattern[str]) -> bool:
    """Whether a paragraph begins with a figure below a heading that names its subject before
    others: 四、交通与电动车 with 一是死亡34人."""
    heading = _COUNTS.sub("", row.paragraph.heading or "")
    return row.figure.value_start < _BEGINNING and words.match(heading) is not None
