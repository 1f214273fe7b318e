"""Find the figures of a thing whose name reports print in quotation marks.

Of its people and teams (首批吸收86人, 年底有哨队84支), and of what it did (“苇哨”…报送线索2975条).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.figures.lexicon import VERBS
from search.clauses import clause_start
from search.comparing.measures import is_told
from search.figures.dimensions import PEOPLE
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.request import Filters, SearchRequest
from search.searcher import Searcher

_MOST_PRINTS = 60  # paragraphs that print a name
_LEAST, _LONGEST = 2, 12  # characters of a name
_TEAM = "(?:[一-龥]{0,4}(?:队伍|队员|成员|人员|队)){1,2}"
_NOW = "现?[已共]?[有达]到?|总数|规模|已?(?:发展|壮大|扩[大充编容员]?|增[编员]?)[到至成为]|实有"
_TAKEN_IN = re.compile(
    "(?:首批|年底|目前|全[市县区]|注册|现|共|已|达|有)*"
    "(?:(?:吸收|吸纳|招募)[一-龥、]{0,12}|(?:队员|成员|实有|现有|在册|总?人数)[有约近达共为]?|(?<=首批))"
)
_OF_TEAM = re.compile("(?:的|实际|队员|成员|队伍)*(?:人数|规模|数)?$")  # behind the name of a team
_NO_MORE = re.compile("最初的?$|其中|目标为|力争")
_TEAMS = frozenset("支队个组")
_TEAMS_TOLD = re.compile("[0-9.万余]+[支队个组][、,，]?$")
_SAYS_NOTHING = re.compile("[“”]|全年|当年|全[市县区]|共|累计|已|现有?")
_SLOGAN = re.compile("“[^”]*[、，][^”]*”")  # “一哨报、二哨跟” names nothing
_ITEM = re.compile("^[（(]?[0-9一二三四五六七八九十]{1,2}[)）.、．]+")  # 2.现有队员2360人


def members_of(
    searcher: Searcher, name: str, filters: Filters, units: frozenset[str] = PEOPLE
) -> tuple[FigureRow, ...]:
    """How many people a team has (or how many such teams there are, in `units`), of a name that
    reports print in quotation marks: what is said of its own name, of 队员, or of who was taken in
    (首批吸收86人); none of what they did."""
    name = _OF_TEAM.sub("", name)
    return tuple(
        row
        for row in _rows_of(searcher, name, filters)
        if row.figure.unit in units and _counts_members(row, name)
    )


def teams_of(searcher: Searcher, name: str, filters: Filters) -> tuple[FigureRow, ...]:
    """How many teams of a name there are: 年底有哨队84支, 发展到137支."""
    return members_of(searcher, name, filters, _TEAMS)


def _rows_of(searcher: Searcher, name: str, filters: Filters) -> Sequence[FigureRow]:
    """The figures of the paragraphs that print a name; () of one that none prints in quotation
    marks, as 交通事故死亡人数 is of no team."""
    if not _LEAST <= len(name) <= _LONGEST:
        return ()
    asked = SearchRequest(f"“{name}”", "exact", filters=filters, size=_MOST_PRINTS, correct=False)
    # The hits alone: of a name that nothing has, no other spelling is wanted.
    found = searcher.listing(asked, is_marked=False)
    if not 0 < found.total <= _MOST_PRINTS:
        return ()
    printed = [hit.paragraph for hit in found.hits]
    quoted = re.compile(rf"[“「『\"]{re.escape(name)}[”」』\"]")
    if not any(quoted.search(paragraph.text) for paragraph in printed):
        return ()
    bare = searcher.listing(replace(asked, q=name), is_marked=False).hits
    ids = dict.fromkeys(one.id for one in (*printed, *(hit.paragraph for hit in bare)))
    return tuple(searcher.figure_listing(FigureRequest(paragraphs=tuple(ids))).rows)


def _counts_members(row: FigureRow, name: str) -> bool:
    figure = row.figure
    before = row.paragraph.text[: figure.value_start]
    behind = row.paragraph.text[figure.value_end : figure.value_end + _LONGEST + 6]
    if re.match(f"[^，。；]{{0,2}}(?:组成|组建|成立|建立)了?“{re.escape(name)}”", behind):
        return is_told(row)
    # 发展到137支5460人: of the same team
    clause = _TEAMS_TOLD.sub("", figure.ahead)
    if not _is_last_named(before, name) or not is_told(row) or _NO_MORE.search(clause):
        return False
    own = rf"{re.escape(name[-1])}[员队]"
    if re.search(f"{re.escape(name)}”?(?:{_TEAM}|{own})?(?:{_NOW})?$", clause):
        return True
    start = clause_start(before, len(before))
    told = _ITEM.sub("", before[start:])
    parts = (re.split(signs, told)[-1] for signs in ("[，；：,;]", "[，；：、,;]"))
    # 年底有哨队84支、队员3120人 is of the 海螺哨 told of before
    team = rf"(?:年底|目前|全[市县区]|现|共|已|达|有|建立?|组建|发展)*{re.escape(name[-1])}[队员点]"
    return any(_TAKEN_IN.fullmatch(own) or re.match(team, own) for own in parts)


def _is_last_named(before: str, name: str) -> bool:
    """Whether a text names nothing in quotation marks since it has printed this name, or its last
    sentence begins with it (“一盏茶”入选“枫桥”案例，当年调处1618起)."""
    first, printed, since = before.rpartition(name)
    if not printed:
        return False
    since = _SLOGAN.sub("", since)
    start = clause_start(before, len(before))
    begins_with_it = start <= len(first) and "“" not in first[start:].removesuffix("“")
    return "“" not in since or begins_with_it


def figures_of_named(
    searcher: Searcher, name: str, says: Sequence[str], filters: Filters, unit: str = ""
) -> tuple[FigureRow, ...]:
    """What paragraphs that print a name tell of it under a measure that `says` these words
    (线索 of 苇哨: 报送线索2975条), or in a `unit` under the name alone (“厂警夜话”全年186场), and
    nothing of another name between."""
    return tuple(
        row
        for row in _rows_of(searcher, name, filters)
        if is_told(row)
        and (_is_said(row.figure.measured, says) or _counts_it(row, name, unit))
        and _is_last_named(row.paragraph.text[: row.figure.value_start], name)
    )


def _counts_it(row: FigureRow, name: str, unit: str) -> bool:
    bare = _SAYS_NOTHING.sub("", row.figure.measured.replace(name, ""))
    return bool(unit) and row.figure.unit == unit and not bare


def _is_said(name: str, words: Sequence[str]) -> bool:
    """Whether a name has the last word, or something of it if that is a verb (调处纠纷 of 调解),
    and how each of the others begins: 上报线索 of 报送, 线索."""
    *verbs, what = words
    is_what = what in name or (any if what in VERBS else all)(letter in name for letter in what)
    return is_what and all(word[0] in name for word in verbs)
