"""Words that put several years together, and those that only seem to."""

import pytest

from search.figures.asking import OF_YEARS


@pytest.mark.parametrize(
    "text", ["三年来", "过去五年", "两年累计", "前三年", "“十四五”", "十三五期间", "十五时期"]
)
def test_several_years_are_told_together(text: str) -> None:
    assert OF_YEARS.search(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "这一年，全区接报警情",
        "提前一年实现目标",
        "刑事警情七百八十五起",
        "查处一百一十五件",
        "创十年来新低",
        "创五年来最好成绩",
        "时隔八年重回两千以下",
        "第三年下降",
    ],
)
def test_one_year_is_not_many(text: str) -> None:
    assert OF_YEARS.search(text) is None
