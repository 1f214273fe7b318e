"""A segment keeps all that is known of its rows, in order, however they came in batches."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.codec.run import Row
from indexer.codec.segment import Segment
from indexer.codec.segment_writer import date_key
from indexer.errors import DuplicateIdError
from indexer.model.documents import Document, Paragraph

SegmentOf = Callable[..., Segment]


def _row(slug: str, ordinal: int, text: str, id: str | None = None, **known: object) -> Row:
    paragraph = Paragraph(
        id or f"{slug}#{ordinal}",
        slug,
        ordinal,
        text,
        heading=f"{slug}的小标题",
        themes=("反诈", "治安"),
        initiatives=(),
    )
    return Document(slug, **known), paragraph  # type: ignore[arg-type]


ROWS = [
    _row("乙", 1, "平安前哨一", title="乙的题", source="甲局", year=2021, date="2021-05"),
    _row("乙", 2, "平安前哨二", title="乙的题", source="甲局", year=2021, date="2021-05"),
    _row("甲", 1, "网格与“前哨”", region=("江苏省", "南通市"), genre="年鉴", year=2020),
    _row("丙", 7, "𠮷祥😀", url="https://example.org/", date="2022-12-06"),
    _row("丁", 1, "什么也不知道"),
]


def _everything(segment: Segment) -> list[tuple[object, ...]]:
    columns = segment.columns.values()
    return [
        (
            *segment.records[row],
            *(column[row] for column in columns),
            int(segment.years[row]),
            int(segment.ordinals[row]),
            int(segment.date_keys[row]),
            int(segment.id_ranks[row]),
            segment.text.form(row),
        )
        for row in range(len(segment))
    ]


@pytest.mark.parametrize("cut", [1, 2, 4])
def test_batches_make_no_difference(segment_of: SegmentOf, cut: int) -> None:
    whole, parts = segment_of(ROWS), segment_of(ROWS[:cut], ROWS[cut:])
    assert _everything(whole) == _everything(parts)
    assert whole.word_table.all() == parts.word_table.all()
    for literal in ("平安", "前哨", "前", "😀", "的题"):
        for name in ("text", *whole.texts):
            found, same = (
                {"text": segment.text, **segment.texts}[name].find(literal)
                for segment in (whole, parts)
            )
            assert found.rows.tolist() == same.rows.tolist()
            assert found.freqs.tolist() == same.freqs.tolist()


def test_what_is_known_comes_back(segment_of: SegmentOf) -> None:
    segment = segment_of(ROWS)
    third = {name: segment.columns[name][2] for name in ("document", "region", "genre", "heading")}
    assert third == {
        "document": "甲", "region": "江苏省/南通市", "genre": "年鉴", "heading": "甲的小标题",
    }  # fmt: skip
    assert segment.ordinals.tolist() == [1, 2, 1, 7, 1]
    assert segment.columns["date"][3] == "2022-12-06"
    order = sorted(range(5), key=lambda row: segment.records[row][0].encode())
    assert sorted(range(5), key=lambda row: segment.id_ranks[row]) == order


def test_ordinals_of_bulk_input_count_the_lines_of_one_document(segment_of: SegmentOf) -> None:
    names = ["甲", "乙", "甲", "甲", "乙"]
    rows = [_row(name, 0, "文", id=f"{n}") for n, name in enumerate(names)]
    assert segment_of(rows[:2], rows[2:]).ordinals.tolist() == [1, 1, 2, 3, 2]


@pytest.mark.parametrize("cut", [0, 3])
def test_a_repeated_id_is_refused_with_both_places(segment_of: SegmentOf, cut: int) -> None:
    rows = [*ROWS, _row("戊", 1, "同名", id="乙#2")]
    with pytest.raises(DuplicateIdError) as error:
        segment_of(*([rows[:cut], rows[cut:]] if cut else [rows]))
    assert (error.value.name, error.value.first, error.value.second) == (
        "乙#2", "第 2 行", "第 6 行",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("date", "key"),
    [("", 0), ("2022", 20220101), ("2022-12", 20221201), ("2022-12-06", 20221206)],
)
def test_a_partial_date_counts_as_its_first_day(date: str, key: int) -> None:
    assert date_key(date) == key


def test_rows_sort_by_date_or_else_by_year(segment_of: SegmentOf) -> None:
    keys = segment_of(ROWS).date_keys.tolist()
    assert keys == [20210501, 20210501, 20200101, 20221206, 0]
