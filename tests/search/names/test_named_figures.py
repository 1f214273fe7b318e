"""How much came of a name is told by the paragraphs that speak of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.request import SearchRequest
from search.searcher import Searcher

REPORTS = (
    ("江左市公安局", 2021, "", "3月启用“渡口灯”机制，首批1260名民警上岗。全年护住资金1.1亿元。"),
    ("江左市公安局", 2022, "", "“渡口灯”共劝返86人。另以“河埠哨”护住资金9000万元。"),
    ("江左市公安局", 2023, "三、“渡口灯”", "群众分“三类”。护住资金2.04亿元，办结时间压到18分钟。"),
    ("江左市公安局", 2023, "四、其他", "抓获盗窃嫌疑人77人。开展“反诈”宣传，抓获诈骗嫌疑人5人。"),
    ("江左市公安局", 2023, "四、其他", "反诈工作持续推进。反诈劝阻7人。"),
    ("江左市公安局", 2023, "四、其他", "反诈中心投用。"),
)


@pytest.fixture(scope="module")
def library(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(REPORTS, "source year heading text")


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("渡口灯护住多少钱", ["2.04亿元", "1.1亿元"]),  # and not what came of 河埠哨
        ("2021年渡口灯护住多少钱", ["1.1亿元"]),
        ("河埠哨护住多少钱", ["9000万元"]),
        ("渡口灯首批有多少人上岗", ["1260名"]),
        ("渡口灯劝返多少人", ["86人"]),
        ("渡口灯把办结时间缩到几分钟了", ["18分钟"]),
        ("渡口灯骗走多少钱", []),  # none of its paragraphs says so
        ("渡口灯抓了多少人", []),
        ("反诈护住多少钱", []),  # no name, though once in quotation marks
    ],
)
def test_what_came_of_a_name_is_told(library: Searcher, question: str, values: list[str]) -> None:
    answers = library.figure_answers(SearchRequest(q=question))
    assert [a.row.figure.value_text for a in answers] == values
