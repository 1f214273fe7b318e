"""Old segments are merged so that they stay few, each row is rewritten seldom, and none changes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from indexer.build.updater import OldSegment, rows_given, segments_to_merge
from indexer.codec.segment import Segment
from indexer.codec.segment_list import SegmentEntry
from indexer.model.documents import Document, Paragraph

SegmentOf = Callable[..., Segment]


class _Sized:
    """A segment of which only its number of rows matters."""

    def __init__(self, size: int) -> None:
        self._size = size

    def __len__(self) -> int:
        return self._size


def _old(size: int, dead: int = 0) -> OldSegment:
    return OldSegment(SegmentEntry(f"{size}"), _Sized(size), np.arange(dead))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sizes", "new", "chosen"),
    [
        ([], 5, []),
        ([100], 5, []),
        ([100], 50, [100]),
        ([100, 20, 5], 1, []),
        ([100, 20, 5], 2, [20, 5]),
        ([100, 20, 5], 10, [100, 20, 5]),
    ],
)
def test_segments_that_are_not_much_larger_are_merged(
    sizes: list[int], new: int, chosen: list[int]
) -> None:
    assert [len(o.segment) for o in segments_to_merge([_old(s) for s in sizes], new)] == chosen


def test_a_segment_that_is_mostly_dead_is_rewritten() -> None:
    assert [len(o.segment) for o in segments_to_merge([_old(1000, 400), _old(900, 200)], 1)] == [
        1000
    ]


def test_over_many_updates_segments_stay_few_and_rows_are_rewritten_seldom() -> None:
    sizes: list[int] = []
    rewritten = 0
    for _ in range(2_000):
        chosen = segments_to_merge([_old(size) for size in sizes], 1)
        merged = sum(old.live_count for old in chosen)
        rewritten += merged
        sizes = [*sizes[: len(sizes) - len(chosen)], merged + 1]
        assert len(sizes) <= 12
    assert sum(sizes) == 2_000
    assert rewritten <= 2_000 * 2 * np.log(2_000) / np.log(3)


def test_live_rows_are_as_they_were_given(segment_of: SegmentOf) -> None:
    rows = [
        (
            Document(
                "甲", "题", "甲局", ("江苏省", "南通市"), "2021-05", 2021, "年鉴", "https://a.cn/"
            ),
            Paragraph(
                "甲#1",
                "甲",
                1,
                "“平安”\n前哨",
                "小标题",
                0,
                0,
                ("反诈", "治安"),
                ("平安前哨",),
                ("第一章", "小标题"),
            ),
        ),
        (Document("乙"), Paragraph("乙#1", "乙", 1, "被删的", None, 0, 0, (), (), ())),
        (Document("丙"), Paragraph("丙#1", "丙", 1, "什么也不知道", None, 0, 0, (), (), ())),
    ]
    old = OldSegment(SegmentEntry("a"), segment_of(rows), np.array([1]))
    assert list(rows_given(old)) == [rows[0], rows[2]]
