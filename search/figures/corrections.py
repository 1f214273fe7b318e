"""Find the figures of a library that a later report of the same unit corrects, and what they are.

What a correction says is read from its sentence (2022年案损9840万元有误，应为9480万元). A figure is
corrected where its unit, year, kind and value are those of the wrong one, and the sentence names
it. Done once for a library: a few paragraphs have the words of a correction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexer.figures import extract
from indexer.model.figures import Figure
from indexer.text.normalizer import normalize
from indexer.text.numerals import spelt_in_figures
from indexer.word_list import words
from search.clauses import clause_start
from search.engines.base import Engine, Page
from search.figures.dating import dated, period_of
from search.figures.dimensions import counted_unit
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.query.tree import And, Literal, Or
from search.request import Filters
from search.results import StoredParagraph

# In front of the right number.
_BECOMES = words("""
    应为 应是 应作 应当为 应该是 应改为 应改作 更正为 修正为 订正为 勘误为 改正为
    核减为 核增为 核定为 修订为 调整为 实为 实际为 实际应为 实数是 实数为
    正确数字为 正确数字是 正确数据为 正确数据是 正确的是 正确应为 剔除后为 剔除后是 剔除之后是
    剔除之后为 去重后为 去重后是 扣除后为 扣除后是
""")
_IN_FACT = "实际"  # with what was done, in a sentence that corrects: 实际返还1260万元
_DONE = re.compile(rf"{_IN_FACT}[一-龥]{{1,8}}(?=[约近超]?\d)")
# Without these words somewhere in the paragraph, or the weaker ones in the sentence, a number that
# something becomes is none that was wrong: 编制调整为50人.
_WRONG = words("""
    更正 更改 有误 勘误 订正 修正 笔误 误写 误为 误作 误植 误报 误排 误记 误录 误印 误填 误列
    写错 印错 错写 错印 颠倒 为准
""")
_CHECKED = re.compile(
    "核实|复核|核对|核查|核定|核减|核增|改正|重新统计|口径|数据修订|错误|不准确"
    "|多计|少计|漏计|误计|多算|少算|漏算|多报|少报|漏报|重复统计|重复计|重复登记|剔除|去重|扣除后"
)
_NEW = re.compile(
    rf"(?:{'|'.join(sorted(_BECOMES, key=len, reverse=True))})(?=[约近超]?.?[\d一-龥])"
    r"|以(?=[约近超]?\d[^，。；]{0,12}为准)|按(?=\d[^，。；]{0,8}(?:掌握|统计|计算|认定|口径|为准))"
)
# That something was wrong: behind it a plain 为 or 是 before a number, too, says what is right; as
# it does in any sentence that corrects, behind a number: 写作181人，复核后为118人.
_SAID_WRONG = ("有误", "笔误", "误写", "误植", "录入错误", "印刷错误", "排版错误", "计算错误")
_WRONG_BEFORE = re.compile(rf"{'|'.join(_SAID_WRONG)}|[系属是][^，。]{{0,6}}(?:错误|之误)")
_IS = re.compile(
    r"[为是](?=[约近超]?(?:\d|[一二三四五六七八九十两][一二三四五六七八九十百千万零]))"
)
_SENTENCES = re.compile(r"[^。！？!?\n]+")
_QUOTED = re.compile(r"《[^《》]{0,80}》|[“”‘’「」『』\"]")
# Not the day on which a report came out: 2023年1月16日印发.
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?=年(?!\d{1,2}月\d{1,2}日)|\D{0,2}年度)|([一二三四五六七八九〇○零]{4})年"
)
_LAST_YEAR = re.compile("[去上]一?年")
_FARTHEST, _MOST = 120, 2_000  # characters around the right number; paragraphs, the newest
_NUMBERED, _SMALL = re.compile(r"[\d.,，%％]+"), 100
# By how much the wrong number was wrong, and no number that was: 漏计13起，应更正为2631起.
_MISCOUNTED = re.compile(
    "(?:遗漏|漏掉|剔除|扣除|去掉|(?:[漏多少误错虚]|重复)(?:计[算入]?|报|统计?|登记?|立案?|算|列|录入?|填))了?[^，,。；;：:]{0,16}$"
)
_MISCOUNTED_BEHIND = re.compile(
    "(?:被|属|系)?(?:重复|[多误漏错])(?:登记|统计|立案|[计报算录])"
    "|[^，,。；;]{0,10}[，,]?(?:应?不|不应|未)再?[计列算]入"
)
# Where what is right ends, also before why it was wrong: 应为181人，系将6名迟报死亡者计入所致.
_UNTIL = re.compile("[；;]|[，,（(](?:[系因]|由于|原因|主要|差额|其中)")
_COUNTED_IN = re.compile(
    "[把将][^，,。；;]{2,20}(?:重复|[也误多错])(?:统计|登记|[计算填录报])[了入进]"
)
# Behind a wrong number that stands behind the right one: 以198名为准，年报的189名系排印之误.
_WRONG_BEHIND = re.compile("(?:[系属是为][^，,。；;]{0,8})?(?:误|错|颠倒|漏|[多少][计算报])")
# What has no name of its own is of the figure before: 立案87起；上年数据经核减，应为101起.
_NAMELESS = re.compile("(?:上年|去年|年度?)的?(?:数据|数字|统计数?)[^。；;]*$")
_HEAD = "指标为"
_LEAST_NAME = 3  # characters of a name that alone says what is corrected


@dataclass(frozen=True, slots=True)
class Correction:
    """What a paragraph says a figure is, instead of what was reported: `text[start:end]` of it.

    `old` is the wrong figure, without a value where that is not printed; `years` those that the
    correction is of, if it says so. `row`: a figure that it corrects, else `old`.
    """

    paragraph: StoredParagraph
    old: Figure
    new: Figure
    start: int
    end: int
    years: frozenset[int]
    row: FigureRow

    @property
    def quote(self) -> str:
        return self.paragraph.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of a library; of each paragraph the right figures by the keys of the wrong
    ones, and where in a paragraph figures are corrected."""

    all: tuple[Correction, ...] = ()
    right: Mapping[str, Mapping[str, FigureRow]] = field(default_factory=dict)
    errata: Mapping[str, Sequence[range]] = field(default_factory=dict)

    def marked(self, row: FigureRow) -> FigureRow:
        """The row, with the right one if it was corrected."""
        if not self.right:
            return row
        id, figure = row.paragraph.id, row.figure
        if any(figure.value_start in one for one in self.errata.get(id, ())):
            return replace(row, is_erratum=True)
        right = self.right.get(id, {}).get(figure.key)
        return row if right is None else replace(row, corrected=right)

    def of_paragraph(self, id: str) -> tuple[FigureRow, ...]:
        """What is right instead of figures of this paragraph, in the order of its text."""
        rows = self.right.get(id, {}).values()
        return tuple(sorted(rows, key=lambda r: r.withdrawn.value_start if r.withdrawn else 0))


def find_corrections(
    engine: Engine,
    listed: Callable[[FigureRequest], Iterable[FigureRow]],
    family: Callable[[str], str],
) -> Corrections:
    """`listed` gives the figures of a request, `family` the key of an indicator."""
    said = And((Literal((*_BECOMES, _IN_FACT)), Literal((*_WRONG, *_CHECKED.pattern.split("|")))))
    query = Or((said, Literal((*_WRONG, *_SAID_WRONG))))
    hits = engine.search(query, Filters(), (), Page(limit=_MOST, sort="newest")).hits
    told, right = list[Correction](), dict[str, dict[str, FigureRow]]()
    errata: dict[str, list[range]] = {}
    for paragraph in reversed(engine.paragraphs(hits)):  # of two corrections the later one holds
        for one in corrections_in(paragraph, family):
            rows = [row for row in _reported(one, listed) if _is_wrong(one, row)]
            rows = _named(one, [row for row in rows if not _is_within(one, row)], family)
            if not one.old.value and len({row.figure.value for row in rows}) != 1:
                rows = []
            for row in rows:
                right.setdefault(row.paragraph.id, {})[row.figure.key] = _righted(one, row)
            told.append(replace(one, row=rows[0]) if rows else one)
            if rows:  # 事故77起；去年年报的91起有误，应为94起: what stands before it holds
                begun = clause_start(paragraph.text, one.new.value_start, "；;", one.start)
                errata.setdefault(paragraph.id, []).append(range(begun, one.end))
    return Corrections(tuple(told), right, errata)


def corrections_in(
    paragraph: StoredParagraph, family: Callable[[str], str]
) -> Iterator[Correction]:
    """What the sentences of a paragraph correct. Linear in its text."""
    text = paragraph.text
    is_erratum = says_wrong(text)
    for first, last in _stretches(text):
        said = text[first:last]
        if not (is_erratum or _CHECKED.search(said)):
            continue
        plain, places = _plain(said)
        years, begun = _years(said, paragraph.year), 0
        found = _becomes(plain)
        for at, new in enumerate(found):
            is_last = at + 1 == len(found)
            until = len(plain) if is_last else found[at + 1].start()
            stop = _UNTIL.search(plain, new.end(), until)
            until = min(stop.start() if stop else until, new.end() + _FARTHEST)
            before = plain[max(begun, new.start() - _FARTHEST) : new.start()]
            for old, right, place in _pairs(before, plain[new.end() : until], is_last):
                if old.value is None and len(new[0]) == 1:
                    continue  # a plain 为 says what is right of a number that was wrong alone
                start, begun = new.end() + place, new.end() + place + len(right.value_text)
                values = first + places[start], first + places[begun - 1] + 1
                moved = replace(
                    right,
                    value_text=text[slice(*values)],
                    value_start=values[0],
                    value_end=values[1],
                )
                end = first + places[(until if is_last else begun) - 1] + 1
                row = FigureRow(old, paragraph, family(old.measured))
                yield Correction(paragraph, old, moved, first, end, years, row)


def says_wrong(text: str) -> bool:
    """Whether a text has a word that says that something was wrong, or what holds now."""
    return any(word in text for word in _WRONG)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Its sentences, each that says what was wrong, and not what is right, with the next one."""
    begun: int | None = None
    for sentence in _SENTENCES.finditer(text):
        first, last = sentence.start() if begun is None else begun, sentence.end()
        is_open = begun is None and _WRONG_BEFORE.search(sentence[0]) is not None
        if is_open and not _becomes(_plain(sentence[0])[0]):
            begun = first
        else:
            yield first, last
            begun = None


def _becomes(plain: str) -> list[re.Match[str]]:
    """What stands before right numbers in a sentence: without 应为 a 为 behind what was wrong."""
    found = list(_NEW.finditer(plain))
    is_wrong = says_wrong(plain)
    if not found and is_wrong:
        found = list(_DONE.finditer(plain))
    wrong = None if found else _WRONG_BEFORE.search(plain)
    if wrong is not None:
        checked = (m for m in _IS.finditer(plain) if _CHECKED.search(plain, m.start() - 4, m.end()))
        return list(_IS.finditer(plain, wrong.end()))[:1] or list(checked)[:1]
    return found or (list(_IS.finditer(plain)) if is_wrong else [])


def _plain(sentence: str) -> tuple[str, list[int]]:
    """A sentence without titles of reports and quotation marks, and where its characters stood."""
    places: list[int] = []
    at = 0
    for found in _QUOTED.finditer(sentence):
        places += range(at, found.start())
        at = found.end()
    places += range(at, len(sentence))
    return "".join(sentence[place] for place in places), places


def _years(sentence: str, own: int | None) -> frozenset[int]:
    """The years that a sentence names in digits or numerals, else the last for 去年."""
    printed = (found[1] or found[2] for found in _YEAR.finditer(sentence))
    years = {int(spelt_in_figures(one)) for one in printed}
    if not years and own is not None and _LAST_YEAR.search(sentence):
        years = {own - 1}
    return frozenset(year for year in years if 1900 < year < 2100)


def _pairs(before: str, behind: str, is_last: bool) -> Iterator[tuple[Figure, Figure, int]]:
    """Each right figure with the wrong one in front of it, and where it begins in `behind`: those
    of one kind and unit in their order, of which the last ones stand nearest. Where another
    correction follows, the first alone."""
    rights = [row for row in extract(_HEAD + behind).rows if row.value is not None]
    rights = rights if is_last else rights[:1]
    wrongs = [row for row in extract(before).rows if row.value is not None]
    wrongs = [row for row in wrongs if not _is_miscount(before, row)]
    part = re.split("[；;]", before)[-1]
    if rights and _NAMELESS.search(part):
        told = [w for w in wrongs if w.value_end <= len(before) - len(part)]
        of = next((w for w in reversed(told) if _is_alike(w, rights[0])), None)
        if of is not None:
            nameless = replace(of, value=None, value_max=None)
            yield nameless, rights[0], rights[0].value_start - len(_HEAD)
            return
    for at, right in enumerate(rights):
        alike = [w for w in wrongs if _is_alike(w, right)]
        place = right.value_start - len(_HEAD)
        later = sum(_is_alike(other, right) for other in rights[at + 1 :])
        if later < len(alike):
            yield alike[-1 - later], right, place
        elif at == 0 and (wrong := _behind(right, rights[1:], f"{_HEAD}{behind}")) is not None:
            yield wrong, right, place
            return
        elif at == 0 and not alike:
            named = extract(f"{before}为{right.value_text}").rows
            if named and named[-1].value == right.value:
                wrong = _nameless(before, right) or replace(right, value=None, value_max=None)
                old = replace(named[-1], value=wrong.value, value_max=wrong.value_max)
                yield replace(old, value_text=wrong.value_text), right, place


def _is_miscount(before: str, row: Figure) -> bool:
    """Whether a figure says by how much the wrong one was wrong: 漏计13起."""
    counted = (m for m in _COUNTED_IN.finditer(before) if m.start() < row.value_start < m.end())
    is_behind = _MISCOUNTED_BEHIND.match(before, row.value_end) is not None  # 10人重复登记
    return is_behind or any(counted) or _MISCOUNTED.search(before[: row.value_start]) is not None


def _nameless(before: str, right: Figure) -> Figure | None:
    """The last number of its kind that is not read because it stands under no name: 所记1280场."""
    printed = (one.text for one in reversed(extract(before).unread))
    numbers = (row for text in printed for row in extract(f"{_HEAD}{text}").rows)
    return next((one for one in numbers if _is_alike(one, right)), None)


def _behind(right: Figure, others: Iterable[Figure], text: str) -> Figure | None:
    """The number that is said to be wrong behind the right one."""
    return next(
        (w for w in others if _is_alike(w, right) and _WRONG_BEHIND.match(text, w.value_end)), None
    )


def _is_alike(one: Figure, other: Figure) -> bool:
    units = {counted_unit("案件", figure.unit) for figure in (one, other)}
    ways = {one.direction, other.direction} - {None}
    return one.kind == other.kind and len(units) == 1 and (one.kind != "change" or len(ways) < 2)


def _reported(
    one: Correction, listed: Callable[[FigureRequest], Iterable[FigureRow]]
) -> Iterable[FigureRow]:
    """The figures among which the wrong one stands: of its unit, in the years that it may be of,
    of its value or else of its name."""
    paragraph, old = one.paragraph, one.old
    asked = FigureRequest(kinds=(old.kind,))
    if old.value is None:
        asked = replace(asked, indicators=(old.measured,))
    else:
        asked = replace(asked, values=(old.value,))
    if paragraph.source is None:
        return listed(replace(asked, documents=(paragraph.document,)))
    years = tuple(str(year + more) for year in sorted(one.years) for more in (0, 1))
    return listed(replace(asked, filters=Filters(source=(paragraph.source,), year=years)))


def _is_wrong(one: Correction, row: FigureRow) -> bool:
    """Whether a figure is of the year and value of the wrong one."""
    figure, old = row.figure, one.old
    years = {dated(row), row.paragraph.year} - {None}
    is_before = (row.paragraph.year or 0) <= (one.paragraph.year or 9999)
    is_of_year = bool(years & one.years) if one.years else is_before
    if figure.modality != "actual" or not is_of_year or not _is_alike(figure, old):
        return False
    if (figure.value, figure.value_max) == (one.new.value, one.new.value_max):
        return False
    is_same = (figure.value, figure.value_max) == (old.value, old.value_max)
    return is_same or old.value is None


def _named(one: Correction, rows: list[FigureRow], family: Callable[[str], str]) -> list[FigureRow]:
    """Those that the correction names; where it names none (抓逃 of 抓获网上逃犯), the only one
    that has this number in that year, if it is no round or small one."""
    old = one.old
    if old.value is None:
        is_named = len(old.measured) >= _LEAST_NAME
        others = (r for r in rows if r.paragraph.document != one.paragraph.document)
        return [r for r in others if is_named and r.family == family(old.measured)]
    named = [row for row in rows if _names(one.quote, row.figure, family)]
    is_telling = bool(one.years) and float(old.value) >= _SMALL and not old.value.endswith("00")
    return named or (rows if is_telling and len({row.family for row in rows}) == 1 else [])


def _is_within(one: Correction, row: FigureRow) -> bool:
    is_there = row.paragraph.id == one.paragraph.id
    return is_there and one.start <= row.figure.value_start < one.end


def _names(quote: str, figure: Figure, family: Callable[[str], str]) -> bool:
    """Whether a correction has some word of a figure's name; of a small number, most of it."""
    said = normalize(_NUMBERED.sub(" ", quote))
    said = f"{said} {family(said)}"
    is_small = float(figure.value or 0) < _SMALL and figure.kind == "count"
    for name in {family(figure.indicator), normalize(figure.measured)}:
        pairs = [name[at : at + 2] for at in range(len(name) - 1)] or [name]
        held = sum(pair in said for pair in pairs)
        if held * 2 >= len(pairs) if is_small else held > 0:
            return True
    return False


def _righted(one: Correction, row: FigureRow) -> FigureRow:
    """A figure as its correction says it, of the same thing and time, with the correction's words.

    What it rose or fell by is against the same as before.
    """
    new, year = one.new, dated(row)
    figure = replace(
        row.figure,
        value=new.value,
        value_max=new.value_max,
        unit=new.unit,
        value_text=new.value_text,
        value_start=new.value_start,
        value_end=new.value_end,
        qualifier=new.qualifier,
        direction=new.direction or row.figure.direction,
        period=period_of(row) or (None if year is None else str(year)),
        period_text=row.figure.period_text or _printed_year(one.quote, year),
        quote=one.quote,
        start=one.start,
        end=one.end,
        group_start=new.value_start,
        copy=0,
        role=None,
        pair=None,
    )
    return FigureRow(figure, one.paragraph, row.family, row.section, withdrawn=row.figure)


def _printed_year(quote: str, year: int | None) -> str | None:
    return f"{year}年" if year is not None and f"{year}年" in quote else None
