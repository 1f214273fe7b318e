"""A name is its unit's; what a paragraph tells of its one name, or below its heading, is of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.proofing.verdicts import proof
from search.searcher import Searcher

TEXTS = (
    ("丹浦市公安局", 2022, "（三）“五色研判”3月上线，派发红色指令2.2万条，避免损失1.13亿元。"),
    ("丹浦市公安局", 2023, "（二）电信网络诈骗治理。发案3317件；侦破1302件；移诉1418人。"),
    ("丹浦市公安局", 2023, "深化“放管服”改革，全程网办213项。"),
    ("石嵝县公安局", 2023, "深化“放管服”改革，压减材料31份。"),
    ("石嵝县公安局", 2023, "“晒场夜话”办起来了。全县开设二十六处，夜话三百一十二场。"),
    ("石嵝县公安局", 2023, "电信网络诈骗案发二百三十八起；破七十九起；群众损失一千一百二十万元。"),
    ("雾泉市公安局", 2023, "电信网络诈骗立案1985件，同比下降10.1%；破案1120件，同比上升10.8%。"),
)


@pytest.fixture(scope="module")
def searcher(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(TEXTS, "source year text", title="{source}{year}年工作总结")


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("丹浦市公安局推行“五色研判”。", ["agrees"]),
        ("雾泉市公安局推行“五色研判”。", ["unseen"]),  # another unit's alone
        ("2019年，丹浦市公安局推行“五色研判”。", ["unseen"]),  # years before it is printed
        ("雾泉市公安局深化“放管服”改革。", ["agrees"]),  # nobody's own
        ("丹浦市公安局2022年“五色研判”避免损失1.13亿元。", ["agrees", "agrees"]),
        ("丹浦市公安局2023年电信网络诈骗侦破1302件。", ["agrees"]),
        ("丹浦市公安局2023年电信网络诈骗侦破1320件。", ["differs"]),
        ("石嵝县公安局2023年“晒场夜话”开设26处。", ["agrees", "agrees"]),
        ("石嵝县公安局2023年“晒场夜话”办了312场。", ["agrees", "agrees"]),
        ("石嵝县公安局2023年电信网络诈骗损失1120万元。", ["agrees"]),
        (
            "2023年，雾泉市公安局立案1985件，同比下降10.1%；破案1120件，同比下降10.8%。",
            ["agrees", "agrees", "agrees", "differs"],
        ),
    ],
)
def test_claims_are_held_against_their_own_unit_and_name(
    searcher: Searcher, draft: str, expected: list[str]
) -> None:
    found = proof(draft, searcher).findings
    assert [finding.verdict for finding in found] == expected, [f.reason for f in found]
    for finding in found:
        if finding.claim.kind == "name" and finding.verdict == "unseen":
            assert finding.reason and finding.ours  # whose it is, or since when


def test_a_change_the_other_way_is_told(searcher: Searcher) -> None:
    draft = "2023年，雾泉市公安局破案1120件，同比下降10.8%。"
    assert proof(draft, searcher).findings[-1].reason == "升降方向不同"
