"""The readable list shows every hit with its marks, and nothing that a terminal would obey."""

from __future__ import annotations

import click

from search.cli.terminal import EXCERPT_CHARS, result_lines
from search.results import (
    Expansion,
    FacetValue,
    Hit,
    Interpretation,
    MatchCounts,
    ScorePart,
    SearchResult,
    StoredParagraph,
    Suggestion,
)


def result(text: str, marks: tuple[tuple[int, int], ...], page: int = 1) -> SearchResult:
    paragraph = StoredParagraph(
        id="a#2", slug="a", ordinal=2, title="年鉴", heading="治安", source="南通市公安局",
        region=(), date=None, year=2021, genre=None, url=None, themes=(), initiatives=(), text=text,
    )  # fmt: skip
    query = Interpretation(
        text="前哨", mode="smart", normalized="前哨",
        expansions=(Expansion("前哨", ("平安前哨",), "variant"),),
        suggestions=(Suggestion("前哨站", "typo", 4),), notes=("已按文字检索 AND",),
    )  # fmt: skip
    hits = (Hit(paragraph, 3.25, "phrase", marks, ((0, 1),), (ScorePart("词组", 3.25),)),)
    facets = {"source": tuple(FacetValue(f"来源{n}", 9 - n, n == 0) for n in range(7))}
    return SearchResult(query, MatchCounts(phrase=21), 21, 1, page, 10, 1.5, "gen-1", hits, facets)


def test_list_tells_totals_expansions_notes_and_proposals() -> None:
    shown = click.unstyle("\n".join(result_lines(result("设前哨", ((1, 3),), page=3))))
    for piece in ("21 段", "平安前哨", "已按文字检索 AND", "前哨站", "21. 年鉴", "a#2", "3.2500"):
        assert piece in shown
    assert "来源：☑ 来源0 9" in shown
    assert "共 7 项" in shown


def test_marks_are_styled_and_the_text_stays_whole() -> None:
    lines = list(result_lines(result("设前哨站", ((1, 3),))))
    assert any("设" + click.style("前哨", fg="red", bold=True) + "站" in line for line in lines)


def test_long_paragraph_is_cut_around_its_first_mark() -> None:
    text = "甲" * 500 + "前哨" + "乙" * 500
    excerpt = next(line for line in result_lines(result(text, ((500, 502),))) if "甲" in line)
    plain = click.unstyle(excerpt).strip()
    assert plain.startswith("…") and plain.endswith("…") and "前哨" in plain
    assert len(plain) == EXCERPT_CHARS + 2


def test_control_characters_do_not_reach_the_terminal() -> None:
    shown = click.unstyle("\n".join(result_lines(result("甲\x1b[2J乙\n丙", ()))))
    assert "\x1b" not in shown
    assert "甲 [2J乙 丙" in shown
