"""What came of a subject is held against its own number, and a correction wins over the first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.comparing.outcomes import is_outcome
from search.proofing.verdicts import proof
from search.searcher import Searcher

TEXTS = [
    (2022, "电信网络诈骗立案1210起，损失9840万元，破案602起。"),
    (2023, "更正：2022年工作总结中电信网络诈骗损失9840万元有误，应为9480万元。"),
    (2024, "盗窃立案2230起，损失1210万元；电信网络诈骗立案986件，造成群众损失6650万元。"),
    (2021, "电信网络诈骗立案1312起，盗窃立案2410起，群众损失5000万元。"),
    (2022, "连续5年命案全破。"),
    (2023, "命案连续6年全破。"),
    (2024, "连续第7年命案全破。"),
]


@pytest.fixture(scope="module")
def reports(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(TEXTS, "year text", source="江阳市公安局")


@pytest.mark.parametrize(
    ("draft", "verdict", "told", "said"),
    [
        ("江阳市2022年电信网络诈骗损失9480万元。", "agrees", "更正后", "9480万元"),
        ("江阳市2022年电信网络诈骗损失9840万元。", "differs", "已更正为9480万元", "9480万元"),
        ("电信网络诈骗损失9840万元。", "differs", "已更正为9480万元", "9480万元"),
        ("2024年江阳市电信网络诈骗损失6560万元。", "differs", "造成群众损失", "6650万元"),
        ("2024年江阳市电信网络诈骗损失6650万元。", "agrees", "造成群众损失", "6650万元"),
        ("2024年江阳市电信网络诈骗立案986起。", "agrees", "", "986件"),
        ("2024年江阳市盗窃损失1210万元。", "agrees", "", "1210万元"),
        ("2021年江阳市电信网络诈骗损失4000万元。", "unseen", "", ""),
        ("江阳市连续9年命案全破。", "differs", "数值不同", "第7年"),
        ("江阳市连续5年命案全破。", "agrees", "", "5年"),
    ],
)
def test_an_outcome_and_a_correction_are_held_against_their_own_number(
    reports: Searcher, draft: str, verdict: str, told: str, said: str
) -> None:
    [finding] = proof(draft, reports).findings
    assert finding.verdict == verdict
    assert told in finding.reason
    assert [ours.said for ours in finding.ours][:1] == ([said] if said else [])
    assert all(o.paragraph.text[o.start : o.end] == o.quote for o in finding.ours)


def test_long_runs_of_words_are_read_in_linear_time() -> None:
    """What would try every way to part them, or start again at each, would not come to its end."""
    assert not is_outcome("损失" + "金额" * 2_000 + "猫")
    assert is_outcome("损失" + "金额" * 2_000)
