"""Names that are printed in two ways find each other; what can be one name only is searched."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.request import SearchRequest
from search.searcher import Searcher

TEXTS = (
    "“枥下哨”设在村口，哨员由民警、村医组成。“枥下哨”全年化解矛盾418起。",
    "在栎下镇设立“栎下哨”，村民围炉夜话。“栎下哨”办了三年。",
    "推出“安e办”掌上服务，“安e办”全年办件18.6万件。",
    "“安易办”服务端升级，“安易办”新增12个事项。",
    "“蓝剑-2023”行动收网。“蓝剑-2024”行动启动。",
    "选派103名民警担任法治副校长，开展“百名警长进校园”活动，上法治课260堂。",
    "开展“一带一路”境外务工人员安全提示，“一带一路”沿线警务合作。",
    "治安防控工程始于2019年，三年投入1.2亿元。十五名网安工程师驻点企业。",
    "河岸警务室开门。山前警务室开门。",
)


@pytest.fixture(scope="module")
def searcher(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(TEXTS, "text", source="渌川市公安局", year=2021)


@pytest.mark.parametrize(
    ("typed", "alike"),
    [
        ("枥下哨", ["栎下哨"]),
        ("栎下哨", ["枥下哨"]),
        ("“栎下哨”", ["枥下哨"]),
        ("安e办", ["安易办"]),
        ("安易办", ["安e办"]),
        ("蓝剑-2023", []),  # another number is another name
        ("河岸警务室", []),  # not set apart as a name
        ("办件", []),
    ],
)
def test_a_name_leads_to_the_same_name_in_other_characters(
    searcher: Searcher, typed: str, alike: list[str]
) -> None:
    result = searcher.search(SearchRequest(typed))
    assert result.matches.phrase and result.query.corrected is None
    told = [s for s in result.query.suggestions if s.reason == "alike"]
    assert [s.text for s in told] == alike
    for one in told:
        assert searcher.search(SearchRequest(one.text)).total == one.total


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("百名校长进校园", "百名警长进校园"),
        ("一代一路", "一带一路"),
        ("蓝剑-2022", None),
        ("治安防控工程始于", None),  # no 工程师 across two words
        ("工程始于", None),
    ],
)
def test_what_one_name_alone_can_be_meant_by_is_searched(
    searcher: Searcher, typed: str, meant: str | None
) -> None:
    assert searcher.search(SearchRequest(typed)).query.corrected == meant
