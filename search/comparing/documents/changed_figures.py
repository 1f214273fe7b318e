"""Find the figures that two documents give of the same thing, where their values differ."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indexer.model.figures import Figure
from search.figures.results import FigureRow

_Measure = tuple[str, str, str, str | None, str]


_BARE_CHARS = 4  # a name this short tells of which cases it is only by its heading: 发案, 涉案金额
# A heading that is printed before its text, in one paragraph: （二）电信网络诈骗治理。
_LED_BY = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*([^。；，：\n]{2,24})。")


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """One indicator of both documents, whose values or directions differ."""

    before: FigureRow
    after: FigureRow

    @property
    def indicator(self) -> str:
        return self.after.figure.measured

    @property
    def section(self) -> str:
        """The heading that a short name stands under, which says of what it is; "" for none."""
        figure, paragraph = self.after.figure, self.after.paragraph
        if figure.subject or len(figure.indicator) > _BARE_CHARS:
            return ""
        led_by = _LED_BY.match(paragraph.text)
        return led_by[1] if led_by else paragraph.heading or ""


def changed_figures(
    before: Iterable[FigureRow], after: Iterable[FigureRow]
) -> tuple[ChangedFigure, ...]:
    """In the order of the later document.

    An indicator counts only if each document gives one value of it, however often: where there are
    several, nothing says which of them belong together. Figures against another base are others,
    and so are aims: what was wanted never stands beside what was reached.
    """
    old, new = _measured(before), _measured(after)
    return tuple(
        ChangedFigure(old[measure], placed)
        for measure, placed in new.items()
        if measure in old and _said(old[measure].figure) != _said(placed.figure)
    )


def _measured(rows: Iterable[FigureRow]) -> Mapping[_Measure, FigureRow]:
    found: dict[_Measure, list[FigureRow]] = defaultdict(list)
    for row in rows:
        figure = row.figure
        if figure.role != "from" and figure.indicator and figure.value is not None:
            measure = (row.family, figure.kind, figure.unit, figure.comparison, figure.modality)
            found[measure].append(row)
    return {
        measure: placed[0]
        for measure, placed in found.items()
        if len({_said(one.figure) for one in placed}) == 1
    }


def _said(figure: Figure) -> tuple[str | None, str | None, str | None]:
    return figure.value, figure.value_max, figure.direction
