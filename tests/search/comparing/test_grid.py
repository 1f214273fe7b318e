"""Which sentence a cell of a comparison shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.comparing.grid import unit_grid
from search.request import SearchRequest
from search.searcher import Searcher

HILL, RIVER = "岭上县公安局", "江阳市公安局"
LINES = [
    (HILL, 2023, "（二）电诈治理。发案203件，完成210件以内的目标；侦破88件；移诉96人。另见附件。"),
    (HILL, 2023, "（五）2024年，电诈发案力争控制在190件以内，电诈侦破数超过90件。"),
    (RIVER, 2023, "电诈立案986起，破案671起。"),
]


@pytest.fixture(scope="module")
def reports(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(LINES, "source year text")


def test_what_was_reached_is_shown_before_what_is_planned_below_its_heading(
    reports: Searcher,
) -> None:
    cell = unit_grid(reports, SearchRequest("电诈"), "source").cells[HILL, 2023]
    assert cell.paragraph.text[cell.start : cell.end].startswith("（二）电诈治理。发案203件")
    heading = "".join(piece.text for piece in cell.pieces if piece.is_heading)
    assert heading == "（二）电诈治理。"
    assert "".join(piece.text for piece in cell.pieces) == LINES[0][2][: cell.end]
