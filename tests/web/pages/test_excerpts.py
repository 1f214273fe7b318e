"""Excerpts and concordance lines are cut from the text, never changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.results import spans
from web.pages.excerpts import EXCERPT_CHARS, WHOLE_CHARS, concordance, excerpt, in_cells

texts = st.text(st.sampled_from("平安前哨。，a😀\n"), max_size=900)


def _marks(text: str, places: list[int]) -> tuple[tuple[int, int], ...]:
    found, last = [], 0
    for place in sorted(set(places)):
        low, high = max(place, last), place + 3
        if low < high <= len(text):
            found.append((low, high))
            last = high
    return tuple(found)


@given(texts, st.lists(st.integers(0, 900), max_size=9))
def test_spans_join_to_the_text_and_mark_what_is_marked(text: str, places: list[int]) -> None:
    marks = _marks(text, places)
    cut = spans(text, marks)
    assert "".join(s.text for s in cut) == text
    assert [s.text for s in cut if s.matched] == [text[a:b] for a, b in marks]


@given(texts, st.lists(st.integers(0, 900), max_size=9))
def test_an_excerpt_is_a_piece_of_the_text_and_says_what_it_left_out(
    text: str, places: list[int]
) -> None:
    part = excerpt(text, _marks(text, places))
    shown = "".join(s.text for s in part.spans)
    assert shown in text
    assert part.cut_before or text.startswith(shown)
    assert part.cut_after or text.endswith(shown)
    if len(text) <= WHOLE_CHARS:
        assert shown == text


@given(texts.filter(lambda t: len(t) > 400), st.integers(0, 390))
def test_an_excerpt_shows_a_mark(text: str, place: int) -> None:
    part = excerpt(text, _marks(text, [place]))
    assert any(s.matched for s in part.spans)
    assert sum(len(s.text) for s in part.spans) <= EXCERPT_CHARS + 3


def test_an_excerpt_shows_most_different_words_before_most_marks() -> None:
    """What one has narrowed by stands once, far from where the query's own word stands thrice."""
    text = "反诈" * 3 + "平" * 400 + "。巡逻" + "安" * 100 + "反诈。" + "安" * 300
    near, far = text.index("巡逻"), text.index("反诈", 10)
    marks = ((0, 2), (2, 4), (4, 6), (near, near + 2), (far, far + 2))
    shown = [s.text for s in excerpt(text, marks).spans if s.matched]
    assert shown == ["巡逻", "反诈"]


@given(texts.filter(lambda t: len(t) > 400), st.integers(0, 390), st.integers(3, 137))
def test_two_marks_that_fit_are_both_shown(text: str, place: int, apart: int) -> None:
    marks = _marks(text, [place, place + apart])
    shown = [s for s in excerpt(text, marks).spans if s.matched]
    assert len(shown) == len(marks)


def test_every_mark_gives_one_concordance_line() -> None:
    text = "推进“平安前哨”工程，\n再推进平安前哨。"
    lines = concordance(text, ((3, 7), (15, 19)), width=4)
    assert [(x.left, x.keyword, x.right) for x in lines] == [
        ("推进“", "平安前哨", "”工程，"),
        (" 再推进", "平安前哨", "。"),
    ]


def test_a_row_of_a_table_is_shown_in_cells_and_any_other_text_whole() -> None:
    text = "单位：棠溪县；立案（起）：312；备注：含“两抢”：3起"
    cells = in_cells(spans(text, ((3, 6), (7, 9)), 0, len(text)))
    assert [["".join(s.text for s in part) for part in cell] for cell in cells] == [
        ["单位：", "棠溪县；"],
        ["立案（起）：", "312；"],
        ["备注：", "含“两抢”：3起"],
    ]
    assert [s.text for name, value in cells for s in (*name, *value) if s.matched] == [
        "棠溪县",
        "立案",
    ]
    plain = spans("一是抓打击；二是抓防范。", (), 0, 12)
    assert in_cells(plain) == [([], list(plain))]
