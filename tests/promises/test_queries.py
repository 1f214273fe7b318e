"""Promise 16: whatever is typed gets an answer or a clear refusal, never a failure."""

from __future__ import annotations

import os
import random

import pytest
from collection import Collection

from search.errors import QueryTooCostlyError

_QUERIES = 10_000 if os.environ.get("QIANSHAO_TEST_ALL") == "1" else 800
_PIECES = [
    *"平安前哨的 ()（）“”\"「」'-+*?~:：,，.。、%/\\&|!^<>[]{}=@#$ \t\n\u3000\u200b😀𠮷\0\ud800",
    "平安前哨", "电信网络诈骗", "哪个城市", "是什么", "12", "１.5", "100%", "abc", "年份",
    " AND ", " OR ", " NOT ", " 与 ", " 或 ", " 非 ", " -", "~5 ", " ~句 ", " ~", "来源:", "主题：",
    "年份:2020..2022", "年份:>=2021", "标题:", "地区:江苏省/南通市", "*", "**", "???", "(((", ")))",
    "[一 TO 龥]", "x^0", "NOT OR x", "<b>", "{{7*7}}", "%00", "../../", "' OR 1=1 --",
]  # fmt: skip


def _fuzzed(chance: random.Random) -> str:
    if chance.random() < 0.05:
        return chance.choice(_PIECES) * chance.randint(2, 300)
    return "".join(chance.choices(_PIECES, k=chance.randint(1, 14)))


@pytest.mark.parametrize("mode", ["smart", "exact"])
def test_16_fuzzed_queries_are_answered_or_refused_by_a_cap(reports: Collection, mode: str) -> None:
    """How soon is measured by tests/load/hostile.py."""
    chance = random.Random(16)
    share = 10 if reports.settings.engine == "opensearch" else 1  # each is several round trips
    for _ in range((_QUERIES * 4 // 5 if mode == "smart" else _QUERIES // 5) // share):
        query = _fuzzed(chance)
        try:
            result = reports.search(query, mode=mode, size=3)
        except QueryTooCostlyError as error:
            assert error.code == "query_too_costly"
            continue
        assert result.total == result.matches.total >= len(result.hits)
        assert result.query.text == query
        assert result.total or not query.strip() or result.query.notes, repr(query)


@pytest.mark.parametrize(
    "query", ["平安前哨 AND", "“平安前哨", "(平安前哨", "平安前哨 OR OR", "来源: 平安前哨"]
)
def test_16_what_is_not_understood_is_text_or_noted(reports: Collection, query: str) -> None:
    result = reports.search(query)
    assert result.total >= 5
    assert result.query.notes or "AND" in result.query.normalized.upper()
