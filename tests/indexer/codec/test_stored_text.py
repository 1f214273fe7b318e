"""Ids and texts come back by row exactly as they were printed."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.codec.segment import Segment
from indexer.model.documents import Document, Paragraph

SegmentOf = Callable[..., Segment]
# What normalisation changes in length, drops or folds, beside plain text.
_ODD = "ﬁ½㍿İßﷺ①Ａａ１％，“”「」\u200b\u00a0\u3000\n\r\t—–×ⅫΩé\ufe0f電網𠮷😀\0\u0301平安前哨a1-x "
_TEXT = st.one_of(st.text(_ODD, max_size=40), st.text(max_size=25))


@settings(max_examples=80)
@example(texts=["İ", "ﷺ“”", "", "\n平 安\n", "𠮷😀" * 3, "ß" * 200])
@given(texts=st.lists(_TEXT, min_size=1, max_size=40))
def test_every_text_comes_back_as_printed(segment_of: SegmentOf, texts: list[str]) -> None:
    segment = segment_of(texts)
    expected = [(f"文#{number}", text) for number, text in enumerate(texts, 1)]
    assert [segment.records[row] for row in range(len(segment))] == expected
    blocks = [segment.records.read_block(n) for n in range(segment.records.block_count())]
    assert [record for block in blocks for record in block] == expected


@pytest.mark.parametrize("size", [1, 15, 16, 17, 31, 32, 33, 100])
def test_rows_are_found_whatever_block_they_are_in(segment_of: SegmentOf, size: int) -> None:
    rows = [
        (Document("甲"), Paragraph(f"甲·{n}", "甲", n, f"第{n}段“平安”" * (n % 4 + 1)))
        for n in range(size)
    ]
    segment = segment_of(rows[: size // 2], rows[size // 2 :]) if size > 1 else segment_of(rows)
    assert len(segment.records) == size
    for number, (_, paragraph) in enumerate(rows):
        assert segment.row_of(paragraph.id) == number
        assert segment.records[number] == (paragraph.id, paragraph.text)
    assert segment.row_of("甲·没有") == -1
    wanted = ["没有", rows[-1][1].id, "也没有", rows[0][1].id]
    assert dict(segment.rows_of(wanted)) == {1: size - 1, 3: 0}


def test_threads_may_read_at_once(segment_of: SegmentOf) -> None:
    texts = [f"第{number}段：“平安前哨”" for number in range(300)]
    segment = segment_of(texts)
    wrong: list[int] = []

    def read(start: int) -> None:
        wrong.extend(r for r in range(start, 300) if segment.records[r][1] != texts[r])

    threads = [Thread(target=read, args=(start,)) for start in range(0, 80, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
