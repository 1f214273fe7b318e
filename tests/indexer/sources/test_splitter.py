"""The splitter: blocks, headings and offsets."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.sources.splitter import split_blocks, split_paragraphs

CASES = [
    ("", []),
    ("\n \n　\n", []),
    ("一段", [(None, "一段")]),
    ("甲\n乙\n\n丙", [(None, "甲\n乙"), (None, "丙")]),
    ("甲\n \t\n乙", [(None, "甲"), (None, "乙")]),
    ("甲\r\n\r\n乙\r\n", [(None, "甲"), (None, "乙")]),
    ("甲\r\r乙\r", [(None, "甲"), (None, "乙")]),
    ("## 目标\n\n甲", [("目标", "甲")]),
    ("甲\n## 目标\n乙", [(None, "甲"), ("目标", "乙")]),
    ("# 一\n### 二 ###\n甲\n\n###### 三\n\n乙", [("二", "甲"), ("三", "乙")]),
    (
        "#目标\n\n####### 七\n\n    # 缩进",
        [(None, "#目标"), (None, "####### 七"), (None, "# 缩进")],
    ),
    ("##\n\n甲", [(None, "甲")]),
    ("## 一\n\n甲\n\n##\n\n乙", [("一", "甲"), (None, "乙")]),
    ("##　全角空格\n甲", [("全角空格", "甲")]),
    ("## C#\n甲", [("C#", "甲")]),
    ("- 一\n- 二\n\n> 引", [(None, "- 一\n- 二"), (None, "> 引")]),
    ("| a |\n\n---", [(None, "| a |"), (None, "---")]),
    ("　　甲。　\n", [(None, "甲。")]),
    ("甲\u2028乙\x0b丙", [(None, "甲\u2028乙\x0b丙")]),
]


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_blocks(body: str, expected: list[tuple[str | None, str]]) -> None:
    assert [(block.heading, block.text) for block in split_blocks(body)] == expected


def test_paragraphs_are_numbered_from_one() -> None:
    paragraphs = split_paragraphs("## 甲\n\n一\n\n二", "a-2020")
    assert [(p.id, p.ordinal, p.document_id) for p in paragraphs] == [
        ("a-2020#1", 1, "a-2020"),
        ("a-2020#2", 2, "a-2020"),
    ]


def is_blank_or_heading(line: str) -> bool:
    return not line.strip() or line.lstrip(" ").startswith("#")


@given(st.text(alphabet="甲乙 #\n\r\t　。", max_size=60) | st.text(max_size=60))
def test_paragraphs_are_ordered_slices_that_lose_nothing(body: str) -> None:
    position = 0
    left_out: list[str] = []
    for block in split_blocks(body):
        assert position <= block.start < block.end
        assert body[block.start : block.end] == block.text == block.text.strip()
        left_out += re.split(r"[\r\n]", body[position : block.start])
        position = block.end
    left_out += re.split(r"[\r\n]", body[position:])
    assert all(is_blank_or_heading(line) for line in left_out)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("甲", [()]),
        ("## 一\n甲\n\n乙", [("一",), ()]),
        ("# 总\n\n## 一\n\n甲\n\n## 二\n乙", [("总", "一"), ("二",)]),
        ("甲\n\n## 尾", [("尾",)]),
        ("## 一\n甲\n\n## 一\n乙\n# 尾\n## 声", [("一",), ("一", "尾", "声")]),
        ("#\n甲", [()]),
        ("# 只有标题", []),
    ],
)
def test_a_heading_belongs_to_the_first_paragraph_below_it_or_the_last_above(
    body: str, expected: list[tuple[str, ...]]
) -> None:
    assert [p.headings for p in split_paragraphs(body, "a")] == expected
