"""Turn a measure's values into the geometry of a chart: bars, or lines where years are many.

Drawn by a template with presentation attributes alone: the file needs no style and no script, so
it is the same inside a page, opened by itself under our policy, and in Word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil, floor, log10
from typing import TypeAlias

from search.comparing.measures import Measure
from search.figures.dimensions import plain_number
from web.i18n import listed, told_basis, translate
from web.pages.comparing.labels import Point, placed
from web.params import Lang

Values: TypeAlias = Mapping[tuple[str, int], float]  # by unit and year
Cells: TypeAlias = Collection[tuple[str, int | None]]

_COLOURS = ("#1b5a78", "#b5541c", "#3d7a3a", "#7a3d75", "#8a6d1a", "#46606e", "#a33a4a", "#2f7f7a")
_MOST_BARS, _MOST_LINES = 40, 8
_VALUE = 110  # room for the value at the end of a bar
_BAR, _GAP, _KEY_ROOM = 18, 8, 24
_HEIGHT, _TOP, _BOTTOM = 300, 16, 40  # of a chart of lines
_MOST_PRINTED = 2  # lines that have their values printed at their points
_MOST_TITLE_LINES = 3
_SCALES: dict[Lang, tuple[tuple[float, str], ...]] = {
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
    "en": ((1e12, "trillion "), (1e9, "billion "), (1e6, "million "), (1e3, "thousand ")),
}
_PIECE = re.compile(r"[!-~]+ ?|.")  # a Latin word is not broken
_LABEL_ROOM = 44  # a year in the chart's letters, and some air
_FLAT = 0.25  # of the least rate: lines that lie closer are flat above a 0
_FROM_YEARS = 3  # years from which on lines tell more than bars
_LETTER = 13.5  # width of a Chinese letter of a label
_YEAR_STEPS, _ROUND_YEARS = (1, 2, 5, 10, 20, 25, 50, 100), 5
_MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Layout:
    """Room by the width of a chart: left of bars for their labels, left and right of lines.

    `label_height`: a label stands above its bar, and the names of lines below them, where a chart
    is too narrow to hold both side by side.
    """

    width: int
    bars_from: int
    left: int
    right: int
    label_height: int = 0

    def folded(self, text: str, size: int) -> tuple[str, ...]:
        """The text in lines that letters of this size fill; what is over three is cut."""
        most = (self.width - 16) / size
        lines, taken = [""], 0.0
        for piece in _PIECE.findall(text):
            wide = sum(0.56 if char < "\u2000" else 1 for char in piece)
            if taken + wide > most and lines[-1]:
                lines, taken = [*lines, ""], 0.0
            lines[-1], taken = lines[-1] + piece, taken + wide
        if len(lines) > _MOST_TITLE_LINES:
            lines[_MOST_TITLE_LINES - 1 :] = [lines[_MOST_TITLE_LINES - 1][:-1] + "…"]
        return tuple(lines)


WIDE = Layout(960, 250, 60, 190)
NARROW = Layout(350, 8, 54, 20, 20)  # letters of a phone are not to be shrunk


@dataclass(frozen=True, slots=True)
class ChartWords:
    """What stands above and below a chart, so that its file can be read alone.

    `legend` says what hollow points and bars are, "" where there are none."""

    title: str
    about: str
    source: str
    legend: str = ""


@dataclass(frozen=True, slots=True)
class ChartBar:
    label: str
    value: str
    y: float
    label_y: float
    x: float
    width: float
    value_x: float
    colour: str
    is_hollow: bool


@dataclass(frozen=True, slots=True)
class ChartLine:
    """`printed`: the points that have their value above or below them, with its place; `hollow`:
    those whose year is not printed.

    `pieces` are runs of points year after year: a year without a value is a gap in the line.
    """

    label: str
    pieces: tuple[tuple[tuple[float, float, str], ...], ...]
    printed: tuple[tuple[float, float, str], ...]
    colour: str
    label_x: float
    label_y: float
    hollow: frozenset[tuple[float, float, str]] = frozenset()

    @property
    def points(self) -> tuple[tuple[float, float, str], ...]:
        return tuple(point for piece in self.pieces for point in piece)

    @property
    def paths(self) -> tuple[str, ...]:
        pieces = (piece for piece in self.pieces if len(piece) > 1)
        return tuple(" ".join(f"{x:g},{y:g}" for x, y, _ in piece) for piece in pieces)


@dataclass(frozen=True, slots=True)
class Chart:
    """What the template draws; `ticks` are the years or values along an axis with their place.

    `keys` are the colours of bars and the years they stand for; `is_cut`: the lines' axis starts
    above 0."""

    layout: Layout
    height: int
    bars: tuple[ChartBar, ...] = ()
    lines: tuple[ChartLine, ...] = ()
    zero: float = 0.0
    years: tuple[tuple[float, str], ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    left_out: int = 0
    keys: tuple[tuple[str, str], ...] = ()
    is_cut: bool = False

    @property
    def right(self) -> int:
        """Where the lines end."""
        return self.layout.width - self.layout.right


def chart_of(measure: Measure, lang: Lang, layout: Layout = WIDE) -> Chart | None:
    """None where fewer than two cells have one value: there is nothing to compare."""
    unnamed = translate("未注明", lang)
    undated = frozenset((unit or unnamed, year) for unit, year in measure.undated_values)
    values = {
        (unit or unnamed, year): value
        for (unit, year), value in measure.values.items()
        if year is not None
    }
    if len(values) < 2:
        return None
    scale, _ = _scale_of(measure, lang)
    values = {key: value / scale for key, value in values.items()}
    years = sorted({year for _, year in values})
    if len(years) >= _FROM_YEARS:
        return _lines(values, years, layout, undated, may_cut=measure.kind == "rate")
    return _bars(values, _unit_of(measure, lang), layout, undated)


def words_of(measure: Measure, indicator: str, kind: str, lang: Lang) -> ChartWords:
    """`kind` as readers call it; what the figures are against is told where they agree."""
    say = partial(translate, lang=lang)
    unit = _unit_of(measure, lang)
    told = (
        say(kind),
        say("单位：{u}", u=unit) if unit else say("没有单位"),
        told_basis(measure.main_base, lang),
    )
    names = list(
        dict.fromkeys(
            row.paragraph.source or row.paragraph.title or row.paragraph.document
            for rows in measure.cells.values()
            for row in rows
        )
    )
    sources = say(
        "来源：{names}等 {n} 个来源" if len(names) > 2 else "来源：{names}",
        names=listed(names[:2], lang),
        n=len(names),
    )
    hollow = say("空心：原文没有写明年份，按报告推定") if measure.undated_values else ""
    comma = "，" if lang == "zh" else ", "
    return ChartWords(indicator, comma.join(filter(None, told)), sources, hollow)


def _scale_of(measure: Measure, lang: Lang) -> tuple[float, str]:
    """What the values of a chart are divided by, and its word: 20.4万亿, no row of zeros."""
    largest = max(map(abs, measure.values.values()), default=0.0)
    scales = _SCALES[lang]
    return next(((scale, word) for scale, word in scales if largest >= 10 * scale), (1.0, ""))


def _unit_of(measure: Measure, lang: Lang) -> str:
    """The unit that a chart's numbers are in."""
    return (_scale_of(measure, lang)[1] + measure.unit).strip()


def _bars(values: Values, unit: str, layout: Layout, undated: Cells) -> Chart:
    ordered = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    shown = ordered[:_MOST_BARS]
    low, high = min(0.0, min(v for _, v in shown)), max(0.0, max(v for _, v in shown))
    before = _VALUE if low < 0 else 0
    years = {year for (_, year), _ in shown}
    labels = [_short(n) if len(years) == 1 else f"{_short(n)} {year}" for (n, year), _ in shown]
    if not layout.label_height:
        room = round(20 + _LETTER * max(map(len, labels)))
        layout = replace(layout, bars_from=min(layout.bars_from, room))
    scale = (layout.width - layout.bars_from - before - _VALUE) / (high - low or 1)
    zero = layout.bars_from + before - low * scale
    step = layout.label_height + _BAR + _GAP
    bars = []
    for place, ((name, year), value) in enumerate(shown):
        width = max(abs(value) * scale, 1.0)
        x = zero if value >= 0 else zero - width
        bars.append(
            ChartBar(
                labels[place],
                f"{plain_number(value)}{' ' if unit[:1].isascii() and unit != '%' else ''}{unit}",
                place * step + _GAP + layout.label_height,
                place * step + _GAP + 14,
                round(x, 1),
                round(width, 1),
                round(x + width + 6, 1),
                _COLOURS[sorted(years).index(year) % len(_COLOURS)],
                (name, year) in undated,
            )
        )
    coloured = sorted(years) if len(years) > 1 else []
    return Chart(
        layout,
        len(shown) * step + 2 * _GAP + (_KEY_ROOM if coloured else 0),
        tuple(bars),
        zero=round(zero, 1),
        left_out=len(ordered) - len(shown),
        keys=tuple((_COLOURS[at], str(year)) for at, year in enumerate(coloured)),
    )


def _lines(
    values: Values, years: Sequence[int], layout: Layout, undated: Cells = (), may_cut: bool = False
) -> Chart:
    names = sorted({name for name, _ in values}, key=lambda n: (-_last(values, n), n))
    shown = names[:_MOST_LINES]
    numbers = [value for (name, _), value in values.items() if name in shown]
    ticks, is_cut = _axis(numbers, may_cut)
    layout = _with_names(layout, shown)
    axes = _Axes(layout, years[0], years[-1], ticks[0], ticks[-1])
    return Chart(
        layout,
        _HEIGHT + len(shown) * layout.label_height,
        lines=_drawn_lines(values, shown, years, axes, undated),
        zero=axes.y_of(ticks[0] if is_cut else 0.0),
        years=tuple((axes.x_of(y), str(y)) for y in _year_ticks(years[0], years[-1], axes.wide)),
        ticks=tuple((axes.y_of(value), plain_number(value)) for value in ticks),
        left_out=len(names) - len(shown),
        is_cut=is_cut,
    )


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where years and values stand in a chart of lines."""

    layout: Layout
    first: int
    last: int
    low: float
    high: float

    @property
    def wide(self) -> int:
        return self.layout.width - self.layout.left - self.layout.right

    def x_of(self, year: int) -> float:
        share = (year - self.first) / (self.last - self.first or 1)
        return round(self.layout.left + self.wide * share, 1)

    def y_of(self, value: float) -> float:
        share = (self.high - value) / (self.high - self.low or 1)
        return round(_TOP + (_HEIGHT - _TOP - _BOTTOM) * share, 1)


def _drawn_lines(
    values: Values, names: Sequence[str], years: Sequence[int], axes: _Axes, undated: Cells
) -> tuple[ChartLine, ...]:
    """A line of each name, with values printed at its points where lines are few."""
    layout = axes.layout
    beside = layout.width - layout.right + 14, _TOP + 8
    names_x, names_y = (layout.left, _HEIGHT + 4) if layout.label_height else beside
    told = [
        {
            year: (axes.x_of(year), axes.y_of(value), plain_number(value))
            for year in years
            if (value := values.get((name, year))) is not None
        }
        for name in names
    ]
    printed: list[tuple[Point, ...]] = [()] * len(names)
    if len(names) <= _MOST_PRINTED:
        printed = placed([list(points.values()) for points in told])
    lines = []
    for place, (name, points) in enumerate(zip(names, told, strict=True)):
        colour = _COLOURS[place % len(_COLOURS)]
        hollow = frozenset(point for year, point in points.items() if (name, year) in undated)
        drawn = _pieces(points), printed[place], colour, names_x, names_y + place * 20, hollow
        lines.append(ChartLine(_short(name, 11), *drawn))
    return tuple(lines)


def _with_names(layout: Layout, names: Sequence[str]) -> Layout:
    """The layout with no more room right of lines than their names need."""
    if layout.label_height:
        return layout
    room = round(40 + _LETTER * max(len(_short(name, 11)) for name in names))
    return replace(layout, right=min(layout.right, room))


def _axis(numbers: Sequence[float], may_cut: bool) -> tuple[tuple[float, ...], bool]:
    """The ticks of lines, from 0 on unless all lie close together, and whether they do."""
    low, high = min(numbers), max(numbers)
    if may_cut and 0 < high - low < _FLAT * low:
        return round_ticks(low, high), True
    return round_ticks(min(0.0, low), max(0.0, high)), False


def round_ticks(low: float, high: float) -> tuple[float, ...]:
    """Round values from at most the low to at least the high one, a few steps of 1, 2 or 5."""
    least = (high - low) / (_MOST_TICKS - 1) or 1.0
    power = 10.0 ** floor(log10(least))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= least * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return tuple(round(n * step, 10) for n in range(first, last + 1))


def _year_ticks(first: int, last: int, wide: float) -> range:
    """The years that stand below lines: every so many that there is room, round ones or the last
    and those before it."""
    room = wide / (last - first or 1)
    step = next((s for s in _YEAR_STEPS if s * room >= _LABEL_ROOM), _YEAR_STEPS[-1])
    start = -(-first // step) * step if step >= _ROUND_YEARS else first + (last - first) % step
    return range(start, last + 1, step)


def _pieces(
    points: Mapping[int, tuple[float, float, str]],
) -> tuple[tuple[tuple[float, float, str], ...], ...]:
    """Points of years that follow each other, a piece for each run of them."""
    pieces: list[list[tuple[float, float, str]]] = []
    for year, point in points.items():
        if year - 1 in points:
            pieces[-1].append(point)
        else:
            pieces.append([point])
    return tuple(map(tuple, pieces))


def _last(values: Values, name: str) -> float:
    return max((year, value) for (other, year), value in values.items() if other == name)[1]


def _short(name: str, most: int = 12) -> str:
    last = name.rsplit("/", 1)[-1]
    return last if len(last) <= most else f"{last[: most - 1]}…"
