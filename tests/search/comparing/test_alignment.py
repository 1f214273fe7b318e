"""Paragraphs of two documents are paired by what they share, wherever they stand."""

from __future__ import annotations

import random
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.comparing.documents.alignment import align

OPENING = "过去一年，全市公安机关忠诚履职，全力维护社会大局持续稳定。"
CRIME = "全年破获电信网络诈骗案件1846起，同比上升12.4%，抓获犯罪嫌疑人4764名。"
CRIME_NEXT = "全年破获电信网络诈骗案件2013起，同比上升9.1%，抓获犯罪嫌疑人5120名。"
WINDOW = "户政窗口推行一站式办理，群众平均等候时间压缩至八分钟。"
PATROL = "组建夜间巡逻队伍，在商圈、车站和医院周边全天候巡防。"


@pytest.mark.parametrize(
    "before,after,wanted",
    [
        ([], [], []),
        ([OPENING], [], [(0, None)]),
        ([], [OPENING], [(None, 0)]),
        ([OPENING, CRIME], [OPENING, CRIME_NEXT], [(0, 0), (1, 1)]),
        ([OPENING, CRIME, WINDOW], [OPENING, WINDOW], [(0, 0), (1, None), (2, 1)]),
        ([OPENING, WINDOW], [OPENING, PATROL, WINDOW], [(0, 0), (None, 1), (1, 2)]),
        ([WINDOW, PATROL], [CRIME], [(0, None), (1, None), (None, 0)]),
        (["同", "同"], ["同", "同", "同"], [(0, 0), (1, 1), (None, 2)]),
        (["“平安前哨”工程"], ["平安前哨工程"], [(0, 0)]),  # quotation marks are no difference
    ],
)
def test_rows_stand_in_the_order_of_the_later_document(
    before: list[str], after: list[str], wanted: list[tuple[int | None, int | None]]
) -> None:
    assert [(row.before, row.after) for row in align(before, after)] == wanted


def test_a_paragraph_that_has_moved_is_paired_and_said_to_have_moved() -> None:
    rows = align([OPENING, WINDOW, CRIME, PATROL], [OPENING, CRIME_NEXT, PATROL, WINDOW])
    pairs = {row.before: row for row in rows}
    assert [pairs[place].after for place in range(4)] == [0, 3, 1, 2]
    assert [pairs[place].is_moved for place in range(4)] == [False, True, False, False]


def test_equal_texts_are_wholly_alike_and_changed_ones_less() -> None:
    same, changed = align([OPENING, CRIME], [OPENING, CRIME_NEXT])
    assert same.likeness == 1 > changed.likeness > 0.2


@given(
    st.lists(st.text(alphabet="甲乙丙丁，。1", max_size=12), max_size=12),
    st.lists(st.text(alphabet="甲乙丙丁，。1", max_size=12), max_size=12),
)
def test_every_paragraph_stands_in_exactly_one_row(before: list[str], after: list[str]) -> None:
    rows = align(before, after)
    assert sorted(r.before for r in rows if r.before is not None) == list(range(len(before)))
    assert [r.after for r in rows if r.after is not None] == list(range(len(after)))


def test_two_thousand_paragraphs_that_share_a_formula_are_no_burden() -> None:
    draw = random.Random(7)
    old = [
        "会议要求认真学习贯彻，扎实推进各项工作："
        + "".join(draw.choices(string.ascii_letters, k=40))
        for _ in range(2_000)
    ]
    new = [text[:-5] for text in old]
    draw.shuffle(new)
    begun = time.process_time()
    rows = align(old, new)
    assert (
        time.process_time() - begun < 10
    )  # measured: 0.4 s; comparing each with each takes minutes
    assert all(
        row.before is not None and old[row.before].startswith(new[row.after]) for row in rows
    )


def test_paragraphs_that_begin_alike_are_pairs_before_those_that_share_a_name() -> None:
    before = [
        "全县发生命案两起，均已告破，命案全破保持到第十二年。",
        "（五）来年打算：给独居老人装“银铃”一键报警器五百台；为茶农开办“茶山警务室”。",
    ]
    after = [
        "全县发生命案一起，九小时告破，在全市独此一家。",
        "“廊桥夜话”增至四十七处；“银铃”一键报警器已装八百二十台。",
        "（六）来年打算：“茶山警务室”由三个增至八个。",
    ]
    pairs = {row.before: row.after for row in align(before, after) if row.before is not None}
    assert pairs == {0: 0, 1: 2}
