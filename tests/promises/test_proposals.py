"""Promise 7: what was mistyped is proposed, never mixed into what is found."""

from __future__ import annotations

import pytest
from collection import Collection


def test_07_a_word_never_returns_one_that_merely_sounds_alike(reports: Collection) -> None:
    for options in ({}, {"min_match": 0.0}):
        hits = reports.search("经典", size=100, **options).hits
        assert [hit.paragraph.id for hit in hits] == ["biaoji#4"]
    assert all("景点" in hit.paragraph.text for hit in reports.search("景点", size=100).hits)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pinganqianshao", "平安前哨"),
        ("paqs", "平安前哨"),
        ("平安前稍", "平安前哨"),
        ("一网六空", "一网六控"),
    ],
)
def test_07_a_mistake_gives_a_proposal_with_its_reason_and_count(
    reports: Collection, typed: str, meant: str
) -> None:
    proposals = {s.text: s for s in reports.search(typed).query.suggestions}
    assert meant in proposals
    assert proposals[meant].reason in ("typo", "pinyin", "initials")
    assert proposals[meant].total == len(reports.containing(meant))


def test_07_a_proposal_is_not_mixed_into_the_hits(reports: Collection) -> None:
    for typed in ("pinganqianshao", "paqs"):
        assert reports.search(typed, correct=False).total == 0
        corrected = reports.search(typed)  # nothing else can be meant: shown at once, and told
        assert corrected.query.corrected == "平安前哨" and corrected.query.suggestions
        assert reports.search(typed, mode="exact").total == 0
    slip = reports.search("一网六空")  # one character that sounds alike is as sure
    assert slip.query.corrected == "一网六控" and slip.query.suggestions
    found = reports.search("一网六空", size=100, correct=False)
    assert found.matches.phrase == 0
    other = reports.search("交警支队")  # another unit, though one character alone differs
    assert other.query.corrected is None
