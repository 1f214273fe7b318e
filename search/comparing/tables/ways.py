"""Answer what several units do about something: of each the sentences that tell how it is done.

各单位调解矛盾有什么品牌, 甲县乙县反诈怎么做的: no figure tells that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.text.normalizer import normalize
from search.comparing.asked_names import without_frame
from search.comparing.asked_units import is_plain, rest_and_years, units_named
from search.comparing.tables.accounted import units_expected
from search.comparing.tables.asked_table import GROUP
from search.figures.unit_names import offices
from search.request import Filters, SearchRequest
from search.results import Hit, StoredParagraph
from search.searcher import Searcher

_MOST_UNITS, _OF_UNIT, _LOOKED_AT = 12, 2, 200
_LEAST = -1  # worth of a sentence that tells more than a figure, negative
_LONGEST = 90  # characters of a sentence that are shown
_KINDS = "做法|措施|办法|举措|经验|品牌|亮点|机制|特色|招数?|妙招|实招|名堂|创新|花样"
_DOING = "[做搞干弄抓办防治管]|开展|推进|化解|解决|预防|防范|调解|处理|应对|落实"
# What asks how, at the end of a question: 有哪些做法, 怎么搞的, 都用了什么招.
_ASKS_HOW = re.compile(
    f"(?:都|各自|分别)*(?:[有用出搞推抓做干采取出推]+[了过]?)?(?:哪些|什么|啥|几个)?(?:好的?|新的?|主要的?|工作|特色|具体)*"
    f"(?:{_KINDS})(?:有?(?:哪些|什么|啥|如何|怎么样|怎样|各是什么|是什么|都是什么|对比|比较|对照|区别))?[?。]*$"
    f"|(?:都|各自|分别|各)*(?:是)?(?:怎么|怎样|如何|咋)(?:{_DOING})的?[?。]*$"
    "|(?:都|各自|分别)*(?:做|搞|干)(?:了|些)*(?:什么|啥|哪些)(?:工作|事)?[?。]*$"
)
_WHICH_WAYS = re.compile(
    "(?:都|各自|分别)*(?:[有用出搞推抓做干]|采取|推出)+[了过]?(?:哪些|什么|啥)"
)
_AT_ENDS = re.compile(r"^[在就对关于的、,，\s各都是搞做]+(?=..)|[在的、,，\s各都是上方面搞做有]+$")
_SENTENCE = re.compile("[^。！？\n]+[。！？]?")
_NAMED = re.compile("[“「][^”」]{2,12}[”」]")
_BEGUN = re.compile(
    "推出|创[建新设办立]|首创|成立|组建|设立|建[立成]|打造|启[动用]|上线|开[通设办]|探索|推[行广]|实行|推行|试行|挂牌|起名|名为"
)
_FIGURE = re.compile(r"\d[\d.,万亿]*(?:起|人|名|元|%|件|万元|亿元|个百分点)")


@dataclass(frozen=True, slots=True)
class UnitWays:
    """The sentences of a unit that tell most, each with its paragraph and place in it."""

    unit: str
    told: tuple[WayTold, ...]


@dataclass(frozen=True, slots=True)
class WayTold:
    """A sentence as shown, and where it stands in its paragraph."""

    paragraph: StoredParagraph
    start: int
    end: int

    @property
    def quote(self) -> str:
        """Cut behind a comma where it is long."""
        text = self.paragraph.text[self.start : self.end].strip()
        if len(text) <= _LONGEST:
            return text
        return text[: max(text.rfind("，", 0, _LONGEST), text.rfind("；", 0, _LONGEST), 30)] + "…"


@dataclass(frozen=True, slots=True)
class Ways:
    """What units say of `subject`, and the units asked for that say nothing of it."""

    subject: str
    lines: tuple[UnitWays, ...]
    silent: tuple[str, ...]


def asks_for_ways(text: str) -> bool:
    """Whether a question asks how something is done, and not how much came of it."""
    return is_plain(text) and _ASKS_HOW.search(normalize(without_frame(text))) is not None


def unit_ways(searcher: Searcher, text: str) -> Ways | None:
    """None for a text that does not ask several units so, or of which less than two tell."""
    if not asks_for_ways(text):
        return None
    form = normalize(without_frame(text))
    pieces = searcher.unit_names().apart_as_typed(form)
    field, named = units_named(searcher, pieces[1::2])
    is_group = any(map(GROUP.search, pieces[::2]))
    if field != "source" or not (is_group or len(named) > 1):
        return None
    bare, years = rest_and_years([GROUP.sub(" ", piece) for piece in pieces[::2]])
    asked = _WHICH_WAYS.sub("", _ASKS_HOW.sub("", " ".join(bare).strip()))
    subject = _AT_ENDS.sub("", asked)
    if len(subject) < 2:
        return None
    units = tuple(dict.fromkeys(unit for own in named for unit in own))
    units = units or searcher.unit_names().meant(form)
    found = _hits(searcher, subject, Filters(source=units, year=years))
    told = dict.fromkeys(offices(hit.paragraph.source or "" for hit in found))
    lines = [UnitWays(unit, tuple(_told(found, unit, subject))) for unit in told]
    lines = [line for line in lines if line.told][:_MOST_UNITS]
    shown = [line.unit for line in lines]
    expected = units_expected(searcher, "source", named, units, shown)
    silent = tuple(unit for unit in expected if unit not in shown)[:_MOST_UNITS]
    return Ways(subject, tuple(lines), silent) if len(lines) > 1 else None


def _hits(searcher: Searcher, subject: str, filters: Filters) -> Sequence[Hit]:
    """The paragraphs that have the whole subject, or all its words, those that tell of it first."""
    asked = SearchRequest(f"{subject}的做法", filters=filters, size=_LOOKED_AT, facet_limit=0)
    found = searcher.search(asked).hits
    return [hit for hit in found if hit.match in ("phrase", "all") or _has_most(hit, subject)]


def _has_most(hit: Hit, subject: str) -> bool:
    """Whether a paragraph has the most of a subject: 调解 and 纠纷 of 调解矛盾纠纷."""
    text = hit.paragraph.text
    said = {char for start, end in hit.marks for char in text[start:end]}
    return 2 * sum(char in said for char in subject) > len(subject)


def _told(hits: Sequence[Hit], unit: str, subject: str) -> Iterator[WayTold]:
    """The sentences that tell most, of different paragraphs."""
    best: list[tuple[int, int, WayTold]] = []
    for rank, hit in enumerate(hits):
        if hit.paragraph.source == unit:
            worth, told = max(_sentences(hit, subject), key=lambda one: one[0])
            best.append((-worth, rank, told))
    best.sort(key=lambda one: one[:2])
    first = best[0][0] if best else 0
    yield from (told for worth, _, told in best[:_OF_UNIT] if worth < _LEAST and worth <= first + 1)


def _sentences(hit: Hit, subject: str) -> Iterator[tuple[int, WayTold]]:
    """Each sentence with its worth: what names a thing and says that it was begun, before what only
    has the words; figures tell no way."""
    text, is_below = hit.paragraph.text, any(hit.heading_marks)
    said = list(_SENTENCE.finditer(text))
    own = [any(one.start() <= at < one.end() for at, _ in hit.marks) for one in said]
    for at, one in enumerate(said):
        is_near = is_below or any(own[max(at - 1, 0) : at + 2])
        worth = 3 * bool(_NAMED.search(one[0])) + 2 * bool(_BEGUN.search(one[0])) + 2 * own[at]
        worth = worth - len(_FIGURE.findall(one[0])) if is_near else 0
        yield worth, WayTold(hit.paragraph, *one.span())
