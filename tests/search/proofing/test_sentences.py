"""A sentence that is nearly printed is held against that sentence before others like it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.proofing.findings import Finding
from search.proofing.verdicts import proof
from search.searcher import Searcher

YEARS = {
    2020: ("171人", "8.1%", "推进安全守护行动。"),
    2021: ("158人", "7.6%", "建成农村劝导站212个。"),
    2022: ("143人", "9.5%", "改造学校周边设施88处。"),
    2023: ("137人", "4.2%", "新增抓拍设备320套。"),
    2024: ("121人", "11.7%", "完成年初确定的控制目标。"),
}
SENTENCE = "全市道路交通事故死亡{}，同比下降{}，{}"


@pytest.fixture(scope="module")
def searcher(library_of: Callable[..., Searcher]) -> Searcher:
    texts = {year: SENTENCE.format(*said) for year, said in YEARS.items()}
    texts[2019] = "“石桥调解席”设到田间。“蓝剑-2024”行动收网。"
    unit = "云浦市公安局"
    return library_of(texts.items(), "year text", source=unit, title=unit + "{year}年工作总结")


def _checked(draft: str, searcher: Searcher) -> list[Finding]:
    return list(proof(draft, searcher).findings)


@pytest.mark.parametrize("year", YEARS)
def test_one_changed_figure_is_held_against_its_own_sentence(searcher: Searcher, year: int) -> None:
    dead, change, rest = YEARS[year]
    changed, other, *_ = _checked(SENTENCE.format("112人", change, rest), searcher)
    assert changed.verdict == "differs" and other.verdict == "agrees"
    assert [ours.said for ours in changed.ours] == [dead]
    assert {ours.paragraph.year for ours in (*changed.ours, *other.ours)} == {year}


def test_the_number_of_another_year_does_not_agree_in_this_years_sentence(
    searcher: Searcher,
) -> None:
    moved, other, *_ = _checked(SENTENCE.format("137人", "11.7%", YEARS[2024][2]), searcher)
    assert moved.verdict == "differs" and other.verdict == "agrees"
    assert [ours.said for ours in moved.ours] == ["121人", "137人"]
    of_2023 = _checked("2023年" + SENTENCE.format("137人", "11.7%", YEARS[2024][2]), searcher)
    assert of_2023[0].verdict == "agrees", "the year that the draft names decides"


@pytest.mark.parametrize("year", YEARS)
def test_a_sentence_as_printed_agrees_with_itself(searcher: Searcher, year: int) -> None:
    found = _checked(SENTENCE.format(*YEARS[year]), searcher)
    assert {finding.verdict for finding in found} == {"agrees"}
    assert {finding.ours[0].paragraph.year for finding in found} == {year}


def test_a_name_that_no_list_has_is_held_against_what_is_printed(searcher: Searcher) -> None:
    [slip] = _checked("推行“石桥调节席”。", searcher)
    assert slip.verdict == "differs" and slip.ours[0].said == "石桥调解席"
    [number] = _checked("开展“蓝剑-2023”行动。", searcher)
    assert number.verdict == "unseen" and not number.ours
    [other] = _checked("推行“河岸议事厅”。", searcher)
    assert other.verdict == "unseen" and not other.ours
