"""What two texts share is told from what they do not, and figures stay whole."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.figures import extract
from indexer.model.figures import Figures
from search.comparing.documents.wording import WordingSpan, as_whole, compare_wording

TEXTS = st.text(alphabet="甲乙丙丁，。0123%", max_size=60)


def compared(before: str, after: str) -> tuple[tuple[WordingSpan, ...], tuple[WordingSpan, ...]]:
    return compare_wording(before, after, extract(before), extract(after))


def joined(spans: tuple[WordingSpan, ...], is_kept: bool | None = None) -> str:
    return "".join(s.text for s in spans if is_kept is None or s.is_kept == is_kept)


@given(TEXTS, TEXTS)
def test_spans_join_to_their_texts_and_kept_ones_are_the_same(before: str, after: str) -> None:
    old, new = compared(before, after)
    assert (joined(old), joined(new)) == (before, after)
    assert joined(old, is_kept=True) == joined(new, is_kept=True)


@pytest.mark.parametrize(
    "before,after,gone,come",
    [
        ("同比下降16.2%。", "同比下降15.2%。", ["16.2%"], ["15.2%"]),
        ("破获案件1846起，抓获嫌疑人90名", "破获案件1846起，抓获嫌疑人112名", ["90名"], ["112名"]),
        ("建成前哨6.3万余处", "建成前哨7万余处", ["6.3万余处"], ["7万余处"]),
    ],
)
def test_a_changed_figure_is_one_span(
    before: str, after: str, gone: list[str], come: list[str]
) -> None:
    old, new = compared(before, after)
    assert [s.text for s in old if not s.is_kept and s.is_figure] == gone
    assert [s.text for s in new if not s.is_kept and s.is_figure] == come


def test_single_characters_between_changes_are_no_kept_wording() -> None:
    _, new = compared("完善各类保障机制建设", "健全各项支撑体系建设")
    assert [(s.text, s.is_kept) for s in new] == [("健全各项支撑体系", False), ("建设", True)]


def test_a_text_without_counterpart_tells_its_figures() -> None:
    spans = as_whole("抓获嫌疑人90名。", False, extract("抓获嫌疑人90名。"))
    assert [(s.text, s.is_figure) for s in spans] == [
        ("抓获嫌疑人", False),
        ("90名", True),
        ("。", False),
    ]
    assert as_whole("", True, Figures()) == ()


def test_very_long_texts_are_compared_by_sentences_in_little_time() -> None:
    before = "".join(f"第{n}项任务由第{n}个小组完成。" for n in range(8_000))
    after = before.replace("由第4000个小组", "由第9999个小组")
    begun = time.process_time()
    old, new = compared(before, after)
    assert time.process_time() - begun < 20  # measured: 1.4 s
    assert (joined(old), joined(new)) == (before, after)
    assert len(joined(new, is_kept=False)) < 40
