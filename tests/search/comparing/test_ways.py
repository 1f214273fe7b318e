"""What several units do about something is told in their own sentences, and by no figure."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.comparing.tables.ways import asks_for_ways, unit_ways
from search.comparing.unit_figures import units_asked
from search.request import SearchRequest
from search.searcher import Searcher

CITY, HILL, EAST = "江阳市公安局", "岭上县公安局", "江阳市公安局东湖分局"
LINES = [
    (CITY, 2021, "调解矛盾纠纷2138起，化解率97.5%。3月推出“灯下议事”，请老街坊坐下来把话说开。"),
    (CITY, 2022, "全年调解矛盾纠纷1.2万起，调成率98%。", "矛盾纠纷"),
    (HILL, 2022, "5月在各派出所设立“一盏茶调解室”，矛盾纠纷当面说清。立案96起。", "基层"),
    (EAST, 2022, "化解矛盾纠纷83起，化解率97%。"),
    (EAST, 2021, "码头巡逻推出“潮哨”，见警率提高。"),
    (CITY, 2023, "电诈立案986起，被骗3100万元。社区民警挨户发放反诈宣传卡。"),
    (HILL, 2023, "“稳一稳”：银行网点的劝阻员由反诈中心培训。电诈损失下降12%。"),
    (EAST, 2023, "电诈立案120起，同比下降4%，冒充客服类占三成。"),
]


@pytest.fixture(scope="module")
def reports(reports_of: Callable[..., Searcher]) -> Searcher:
    return reports_of(LINES)


@pytest.mark.parametrize(
    "question",
    [
        "各单位调解矛盾纠纷有什么品牌",
        "矛盾纠纷各局是怎么化解的",
        "江阳和岭上矛盾纠纷怎么调解的",
        "各单位都搞了哪些矛盾纠纷化解措施",
        "三家公安局矛盾纠纷化解做法比较",
        "各地怎么做矛盾纠纷化解",
        "矛盾纠纷化解各有什么做法和数据",
    ],
)
def test_each_unit_is_told_by_the_sentence_that_says_what_it_does(
    reports: Searcher, question: str
) -> None:
    found = unit_ways(reports, question)
    assert found is not None
    quotes = {unit: told[0].quote for unit, told in found.lines}
    assert "“灯下议事”" in quotes[CITY] and "“一盏茶调解室”" in quotes[HILL]
    assert EAST not in quotes and (EAST in found.silent or "江阳和" in question)
    request = SearchRequest(question)
    assert units_asked(reports, request, reports.search(request).query) is None


def test_of_a_theme_no_results_are_told_for_ways(reports: Searcher) -> None:
    found = unit_ways(reports, "四家公安局反诈做法比较")
    assert found is not None and found.theme == "反诈" and found.silent == (EAST,)
    quotes = {unit: [one.quote for one in told] for unit, told in found.lines}
    assert quotes == {
        CITY: ["社区民警挨户发放反诈宣传卡。"],
        HILL: ["“稳一稳”：银行网点的劝阻员由反诈中心培训。"],
    }


@pytest.mark.parametrize(
    "question",
    ["各单位矛盾纠纷化解率", "江阳矛盾纠纷怎么调解的", "各单位反诈", "各局巡逻的做法", "做法"],
)
def test_figures_one_unit_and_what_one_alone_tells_are_no_table_of_ways(
    reports: Searcher, question: str
) -> None:
    assert unit_ways(reports, question) is None


def test_a_long_text_asks_nothing() -> None:
    assert not asks_for_ways("都" * 20_000 + "有哪些做法")
