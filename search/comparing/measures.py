"""Lay the figures of one indicator out as units × years, each measure apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Literal

from indexer.model.figures import MODALITIES
from indexer.text.normalizer import normalize
from indexer.text.numerals import spelt_in_figures
from search.clauses import clause_start
from search.figures.asking import AVERAGED, OF_YEARS, ends_before
from search.figures.dating import dated, exact_of_year, is_end, is_of_part, year_of_period
from search.figures.dimensions import counted_unit, in_unit, plain_number
from search.figures.matching import is_of_one_case
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.figures.sections import SectionTimes, is_planned, tells_years
from search.results import StoredParagraph
from search.searcher import Searcher

By = Literal["source", "region"]

_SENTENCE_CHARS = 400
_LAST_YEAR = "比上年"
_ADDED_UP = ("count", "amount")  # kinds of which a part of a year has less
_CHANGES = ("涨幅", "增幅", "降幅", "升幅")
_CHANGE = re.compile("(?<=..)(?:涨幅|增幅|降幅|升幅)$")
_SUMMED = ("count", "amount", "measure")
_LEVEL = re.compile("(?:达到?|[到至为]|突破|稳定在|跃[上升])了?$")  # in front of a value
_OWN = re.compile("[全本我该各]|辖区|辖内|境内")  # 全市, 我国: the unit's own
# From the least on: what a unit is of, as it is called.
_LEVELS = (
    re.compile("分局$|派出所$"),
    re.compile("[县旗](?=公安|人民|$)|(?<!自治)(?<!行政)区(?=公安|人民|$)"),
    re.compile("[市州盟](?=公安|人民|$)"),
    re.compile("(?:省|自治区)(?=公安|人民|$)"),
)
_WIDER = re.compile("全(?P<level>[县市州省国])$")
_ENDING = re.compile("(?:自治区|自治州|新区|[市县区]?(?:公安)?分?局|派出所|[省市县区州])$")
# 内蒙古、新疆、广西、宁夏四个自治区: what follows in the sentence is of these alone.
_LISTED = re.compile(
    r"(?P<places>[一-龥]{2,5}(?:、[一-龥]{2,5}?)+)等?"
    r"(?:[0-9两二三四五六七八九十]+个?)?(?:自治区|自治州|地区|城市|省市|[省市县区州])(?=[，,0-9一二])"
)
# Numerals and digits that a reader does not compare at a glance: 三千亿斤, ３,６８０, 4 9 2 5 0.
_WRITTEN_OUT = re.compile(r"[〇○零一二三四五六七八九十百千两]{2}|[０-９]{2}|[0-9] [0-9]")
_SCALES = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
MAX_ROWS = 2_000  # figures of an indicator that are laid out


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of an indicator: figures of one kind and dimension, units × years.

    `unit` is the unit that most are printed in, `printed` all of them. A cell holds every different
    figure of its unit and year. `main_base` is what most of them are against, "" for nothing;
    `bases` what they are, where not all are against the same: they must not be read as one column.
    `values` are what a chart draws: the number, in `unit`, of each cell that has exactly one
    against the main base, below zero what fell; none of a part of the unit, and no bound (突破98%)
    or half a year beside the figure itself, nor cases of half a year beside those of years.
    """

    kind: str
    unit: str
    units: tuple[str, ...]
    years: tuple[int | None, ...]
    cells: Mapping[tuple[str, int | None], tuple[FigureRow, ...]]
    main_base: str
    bases: tuple[str, ...]
    values: Mapping[tuple[str, int | None], float]
    printed: tuple[str, ...]
    is_of_years: bool = False  # totals and averages of several years: no series
    modality: str = "actual"

    @property
    def undated(self) -> int:
        """How many of its figures print no time, and stand under their document's year."""
        held = [rows for (_, year), rows in self.cells.items() if year is not None]
        return sum(not is_dated(row) for rows in held for row in rows)

    @property
    def undated_values(self) -> frozenset[tuple[str, int | None]]:
        """The cells whose charted number is of figures that all print no time."""
        return frozenset(
            key
            for key in self.values
            if not any(
                is_dated(row)
                for row in self.cells[key]
                if self.main_base in (against(row), drawn_base(row)) and not part_of(row)
            )
        )

    @property
    def count(self) -> int:
        return sum(map(len, self.cells.values()))


def rows_named(searcher: Searcher, request: FigureRequest) -> list[FigureRow]:
    """The figures of an indicator, and what names a change of it."""
    own = set(searcher.figure_families(request.indicators))
    listed = islice(searcher.figure_listing(_with_changes(request)).rows, MAX_ROWS)
    return [row for row in listed if row.figure.kind == "change" or row.family in own]


def measures_in(searcher: Searcher, told: Iterable[FigureRow], by: By) -> tuple[Measure, ...]:
    """Every measure of these rows of one indicator, that of most figures first.

    Where a figure goes from one level to another, the one that was reached counts. What was to be
    reached, what is a rule, and what is of several years are measures of their own.
    """
    groups: dict[tuple[str, str, bool, str], list[FigureRow]] = {}
    rows = list(with_corrected(told))
    sections = SectionTimes(searcher.library().figures.back)
    for at, row in enumerate(rows):
        if not (is_dated(row) or row.withdrawn):
            rows[at] = replace(row, section=sections.of(row))
    for row in filter(has_value, rows):
        of_years, modality = is_of_years(row), told_as(row)
        measured = (row.figure.kind, counted_unit(row.family, row.figure.unit), of_years, modality)
        groups.setdefault(measured, []).append(row)
    found = [
        _measure(kind, held, by, of_years, modality)
        for (kind, _, of_years, modality), held in groups.items()
    ]
    return tuple(
        sorted(
            found,
            key=lambda m: (
                MODALITIES.index(m.modality),
                m.is_of_years,
                -len(m.cells),
                -m.count,
                m.kind,
                m.unit,
            ),
        )
    )


def _with_changes(request: FigureRequest) -> FigureRequest:
    """Also what names a change by itself: 居民消费价格涨幅控制在3% is one of 居民消费价格."""
    names = [_CHANGE.sub("", name) for name in request.indicators]
    more = [name + change for name in names for change in ("", *_CHANGES)]
    return replace(request, indicators=tuple(dict.fromkeys((*request.indicators, *more))))


def gaps_between(years: Iterable[int | None]) -> tuple[tuple[int, int], ...]:
    """The years that are missing between the first and the last of these, in runs."""
    known = [year for year in years if year is not None]
    return tuple((a + 1, b - 1) for a, b in pairwise(known) if b - a > 1)


def is_told(row: FigureRow) -> bool:
    """Whether a figure says what has been reached: no 由A, unless of a year, no aim; 列全省前茅
    does."""
    is_done = row.figure.modality == "actual" and (row.section != "ahead" or is_dated(row))
    return is_done and has_value(row) and not (_is_of_later_year(row) or is_planned(row))


def _is_of_later_year(row: FigureRow) -> bool:
    """Whether a figure is of a whole year (2025年电诈立案不超过340起) that was not over when the
    report was given."""
    year, period, published = row.paragraph.year, row.figure.period or "", row.paragraph.date
    if year is None or not (period.isdecimal() and int(period) > year):
        return False
    return not published or published[: len(period)] <= period


def has_value(row: FigureRow) -> bool:
    """Whether a figure says a value, done or aimed at: no 由A but 由2020年的A, no words of a
    correction; 列全省前茅 does."""
    figure = row.figure
    is_of_year = is_dated(row) and (figure.period or "").isdecimal()
    is_said = (figure.role != "from" or is_of_year) and not row.is_erratum
    return is_said and (figure.value is not None or figure.kind == "rank")


def with_corrected(rows: Iterable[FigureRow]) -> Iterator[FigureRow]:
    """The figures, and behind each that was corrected the right one."""
    for row in rows:
        yield row
        if row.corrected is not None:
            yield row.corrected


def told_as(row: FigureRow) -> str:
    """As what a figure is told: reached, to be reached (赤字率拟按2.8%安排), or as a rule."""
    modality = row.figure.modality
    return "target" if modality == "actual" and not is_told(row) else modality


def is_dated(row: FigureRow) -> bool:
    """Whether a figure prints of when it is: a work report of this year may tell of the last."""
    return row.figure.period_text is not None


def is_of_years(row: FigureRow) -> bool:
    """Whether a figure is a total or an average of several years: 五年来, 年均, 2018/2022."""
    figure = row.figure
    if figure.kind in ("streak", "rank") or figure.comparison in ("比基期", "比上年"):
        return False
    if "/" in (figure.period or "") and year_of_period(figure) and is_end(figure):
        return False  # 这两年…增加到: of the last
    if figure.period is None and figure.period_text is not None:
        return True
    if figure.comparison == "年均" or AVERAGED.search(figure.quote):
        return True
    until = figure.ahead
    is_sum = figure.kind in _SUMMED and not _LEVEL.search(until)
    told = years_told(row) or (row.section == "years" and tells_years(row))
    if told and (is_sum or figure.kind == "change"):
        return True
    ends = {part[:4] for part in (figure.period or "").split("/")}
    return len(ends) > 1 and ".." not in ends


def years_told(row: FigureRow) -> str:
    """The words for several years in its sentence (五年累计); "" where a year follows them."""
    figure, text = row.figure, row.paragraph.text
    start = _sentence_start(row)
    found = list(OF_YEARS.finditer(text, start, figure.value_start))
    if not found or ends_before(found[-1][0], text[found[-1].end() : figure.value_start]):
        return ""
    dated = text.rfind(figure.period_text, start, figure.value_start) if figure.period_text else -1
    return "" if dated >= found[-1].end() else found[-1][0]


def _sentence_start(row: FigureRow) -> int:
    """Where the sentence of a figure begins, or far enough before it: a paragraph may be one."""
    at = row.figure.value_start
    return clause_start(row.paragraph.text, at, "。！？", max(at - _SENTENCE_CHARS, 0))


def is_cumulative(row: FigureRow) -> bool:
    """Whether nothing but 累计 says that a figure is more than a year's: within the year, or from
    the beginning on."""
    figure, text = row.figure, row.paragraph.text
    start = _sentence_start(row)
    told = {found[0] for found in OF_YEARS.finditer(text, start, figure.value_start)}
    return told == {"累计"} and row.section != "years" and "/" not in (figure.period or "")


def part_of(row: FigureRow) -> str:
    """Of which part of its unit a figure is, as its sentence says; "" for the unit itself."""
    figure, paragraph = row.figure, row.paragraph
    text = paragraph.text
    start = clause_start(text, figure.start, "。！？；\n", max(figure.start - _SENTENCE_CHARS, 0))
    listed = [found["places"] for found in _LISTED.finditer(text, start, figure.value_start)]
    place = figure.place or (listed[-1] if listed else "")
    name = _ENDING.sub("", place)
    units = (paragraph.source or "", *(paragraph.region or ()), paragraph.title or "")
    is_own = _OWN.match(place) and not _is_wider(place, paragraph.source or "")
    return "" if is_own or any(name in unit for unit in units) else place


def _is_wider(place: str, source: str) -> bool:
    """Whether a place is more than the whole area of a unit: 全市 in the report of a county."""
    level = next((at for at, kind in enumerate(_LEVELS) if kind.search(source)), len(_LEVELS))
    wide = _WIDER.match(place)
    return wide is not None and "县市省国".index(wide["level"].replace("州", "市")) > level - 1


def place_of(row: FigureRow, by: By) -> str:
    """The unit, or the region, that a figure is laid out under."""
    return unit_of(row.paragraph, by)


def unit_of(paragraph: StoredParagraph, by: By) -> str:
    """The unit, or the region, of a paragraph, "" for none: of several regions (江苏省, 南通市) the
    path to the last one."""
    return (paragraph.source if by == "source" else "/".join(paragraph.region or ())) or ""


def year_of(row: FigureRow) -> int | None:
    """The year that a figure is of: the one of its period, else that of its document.

    What a section of plans aims at, without a time, is not of the year before the report.
    """
    is_plan = row.section == "ahead" and not is_dated(row)
    return row.paragraph.year if is_plan else dated(row)


def signed(row: FigureRow, unit: str) -> float | None:
    """The value in this unit, with a minus for what fell."""
    figure = row.figure
    if figure.value is None:
        return None
    falls = figure.kind == "change" and figure.direction == "down"
    return -in_unit(row, unit) if falls else in_unit(row, unit)


def rewritten(row: FigureRow, unit: str) -> str:
    """A value as its table has it, 1.84亿吨 for 3，680亿斤 and 不足50起 for 不足五十起; "" where it
    is printed so."""
    figure = row.figure
    if figure.value is None or figure.value_max is not None or figure.kind == "rank":
        return ""
    value, text = in_unit(row, unit), figure.value_text
    is_percent = figure.unit != "%" or "%" in normalize(text)
    if value == float(figure.value) and is_percent and not _WRITTEN_OUT.search(text):
        return ""
    scale, word = next((s for s in _SCALES if value >= s[0]), (1.0, ""))
    plain = plain_number(value / scale) + word + unit
    bound = {None: "", "余": "超过"}.get(figure.qualifier, figure.qualifier or "")
    return plain + bound if bound in ("以上", "以内", "左右") else bound + plain


def _measure(
    kind: str, rows: Sequence[FigureRow], by: By, is_of_years: bool, modality: str
) -> Measure:
    printed = [unit for unit, _ in Counter(row.figure.unit for row in rows).most_common()]
    unit = printed[0]
    cells: dict[tuple[str, int | None], list[FigureRow]] = {}
    for row in rows:
        same = cells.setdefault((place_of(row, by), year_of(row)), [])
        if (said_of(row), part_of(row)) not in ((said_of(r), part_of(r)) for r in same):
            same.append(row)
    bases = {key: [drawn_base(row) for row in held] for key, held in cells.items()}
    if not any(against(row) for held in cells.values() for row in held):
        bases = {key: [""] * len(held) for key, held in cells.items()}
    counts = Counter(base for held in bases.values() for base in held)
    main_base = counts.most_common(1)[0][0] if counts else ""
    return Measure(
        kind,
        unit,
        tuple(sorted({unit for unit, _ in cells}, key=lambda unit: (not unit, unit))),
        tuple(sorted({year for _, year in cells}, key=lambda year: (year is None, year or 0))),
        {key: tuple(held) for key, held in cells.items()},
        main_base,
        tuple(sorted(counts)) if len(counts) > 1 else (),
        {} if is_of_years else _charted(kind, unit, cells, bases, main_base),
        tuple(printed),
        is_of_years,
        modality,
    )


def _charted(
    kind: str,
    unit: str,
    cells: Mapping[tuple[str, int | None], Sequence[FigureRow]],
    bases: Mapping[tuple[str, int | None], Sequence[str]],
    main_base: str,
) -> dict[tuple[str, int | None], float]:
    """See `Measure.values`."""
    values: dict[tuple[str, int | None], float] = {}
    of_part: set[tuple[str, int | None]] = set()
    for key, held in cells.items():
        own = exact_of_year(
            row
            for row, base in zip(held, bases[key], strict=True)
            if base == main_base and not part_of(row) and row.corrected is None
        )
        numbers = {signed(row, unit) for row in own}
        if len(numbers) == 1 and (number := numbers.pop()) is not None:
            values[key] = number
            of_part |= {key} if kind in _ADDED_UP and all(map(is_of_part, own)) else set()
    if of_part == values.keys():
        return values
    # Half a year's cases among those of years would look like a fall.
    return {key: number for key, number in values.items() if key not in of_part}


def said_of(row: FigureRow) -> tuple[str | None, ...]:
    """What tells two figures of one cell apart."""
    figure = row.figure
    value = figure.value_text if figure.value is None else figure.value
    way = figure.direction if figure.kind == "change" else None  # 70人, 减到70人: one level
    return value, figure.value_max, way, figure.comparison, figure.base


def drawn_base(row: FigureRow) -> str:
    """What a figure is against in a chart: an unsaid base of a year's change is the year before, as
    is that of 同比."""
    base, period = against(row), row.figure.period
    is_yearly = period is None or len(period) == len("2024")
    is_of_last = row.figure.kind == "change" and is_yearly and base in ("", "同比", _LAST_YEAR)
    return _LAST_YEAR if is_of_last else base


def against(row: FigureRow) -> str:
    """What a figure is against or of, in words, "" without: 同比, 比基期 2018年, 一起案件."""
    comparison, base = row.figure.comparison, row.figure.base
    if comparison == "比基期" and base is not None and _is_year_before(row, base):
        comparison, base = _LAST_YEAR, None  # 1977年…比一九七六年增长
    one_case = "一起案件" if is_of_one_case(row) else None
    return " ".join(part for part in (comparison, base, one_case) if part)


def _is_year_before(row: FigureRow, base: str) -> bool:
    printed, year = spelt_in_figures(normalize(base)), year_of(row)
    return year is not None and printed == f"{year - 1}年"
