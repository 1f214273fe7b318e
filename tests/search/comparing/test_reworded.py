"""A question in a reader's own words is answered by the figures that it can only mean."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.comparing.courses import course_of
from search.comparing.tables.reworded import reworded
from search.comparing.unit_figures import units_asked
from search.comparing.wordings.reworded_courses import course_in_other_words
from search.request import SearchRequest
from search.searcher import Searcher
from tests.search.comparing.conftest import told

RIVER, HILL = "江阳市公安局", "岭上县公安局"
LINES = [
    (RIVER, 2022, "全市视频监控3.37万路。“江风队”队员718人。电诈立案986起，破案402起。"),
    (HILL, 2022, "全县视频监控5180路。“山月队”注册队员2105人。农忙时民警下田帮收。"),
    (HILL, 2023, "全县视频监控6000路。“山月队”2680人。"),
]


@pytest.fixture(scope="module")
def reports(reports_of: Callable[..., Searcher]) -> Searcher:
    return reports_of(LINES)


def test_units_and_a_measure_are_told_however_they_are_asked(reports: Searcher) -> None:
    request = SearchRequest("江阳岭上视频监控啥规模，2022年前后")
    found = units_asked(reports, request, reports.search(request).query)
    assert found is not None
    assert [one.rows[0].figure.value_text for one in found.lines] == ["3.37万路", "5180路"]


def test_two_names_are_set_side_by_side(reports: Searcher) -> None:
    query = reports.search(SearchRequest("队伍规模 江风队 山月队 2022")).query
    found = told(course_in_other_words(reports, query))
    assert found == {("江阳", 2022): "718人", ("岭上", 2022): "2105人"}


@pytest.mark.parametrize(
    "question",
    [
        "江阳岭上视频监控农忙2022",  # a word that is printed asks for something else
        "江阳和岭上2022年电诈立案破案有多少规模",  # of two things
        "江阳岭上2022年视频监控最多的",  # the most is surely told, or not
        "全县视频监控6000路",  # printed
        "视频监控",
    ],
)
def test_what_asks_for_more_is_not_guessed(reports: Searcher, question: str) -> None:
    assert reworded(reports, reports.search(SearchRequest(question)).query) is None


@pytest.fixture(scope="module")
def coast(reports_of: Callable[..., Searcher]) -> Searcher:
    unit = "海岸市公安局"
    return reports_of(
        [
            (unit, 2015, "查处酒驾3944起。开展“断卡”行动，抓获“两卡”人员1217名。"),
            (unit, 2017, "排查矛盾纠纷2.94万件。命案连续七年全破。"),
            (unit, 2018, "矛盾纠纷排查3.12万件。命案全破保持到第8年。"),
            (unit, 2019, "10月，启用“苇哨”群防机制。年底有哨队84支、队员3120人。上报线索412条。"),
            (
                unit,
                2021,
                "“苇哨”守望队发展到137支5460人，全年报送线索2975条。拦截诈骗电话410万次。",
            ),
            (unit, 2022, "“铁篦”专项行动逐一“过篦子”，7至12月破案2368起。"),
            (unit, 2024, "电诈立案2351起，其中百万元以上大案下降38.5%；破案1396起。"),
            (unit, 2024, "排查各类矛盾纠纷5.86万起。"),
            (unit, 2015, "发生命案31起，侦破29起。开出第一场“夜话”，两个月办了23场。"),
            (unit, 2016, "全年命案19起。从各分局抽调民警68人组成“苇岸哨”劝阻队。"),
            (unit, 2017, "禁种铲毒发现并铲除罂粟4600余株。电诈立案98起，为群众追赃返还203万元。"),
            (unit, 2018, "“夜话”全年186场。“苇岸哨”队员增至134人。"),
            (unit, 2019, "全年11起命案全部告破。"),
            (unit, 2014, "电信诈骗露头冒尖，全年立案864起，破59起。"),
            (unit, 2014, "国省道冰雪期长达五个月，全年事故死亡231人。", "主要工作（交管）"),
            (unit, 2015, "事故死亡16人。", "其三 交通"),
            (unit, 2016, "路上死亡9人。"),
            (unit, 2022, "电诈立案数从309起压减至247起，下降20.1%，六成四告破（158起）。"),
            (unit, 2023, "电诈426起，破271起，返还742万元。"),
            (unit, 2020, "现发命案9起全破。"),
        ]
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("海岸2021年拦了多少个诈骗电话", ["410万次"]),
        ("海岸15年酒驾查了多少", ["3944起"]),
        ("海岸排查矛盾纠纷的年度数字", ["2.94万件", "3.12万件", "5.86万起"]),
        ("苇哨报上来的线索 前后变化", ["412条", "2975条"]),
        ("铁篦破案数", ["2368起"]),
        ("苇哨队伍人数每年", ["3120人", "5460人"]),
        ("2015年海岸断卡抓了多少人", ["1217名"]),
        ("海岸每年发几起命案", ["31起", "19起", "11起", "9起"]),
        ("夜话每年办几场", ["23场", "186场"]),
        ("苇岸哨人数一年年怎么长的", ["68人", "134人"]),
        ("海岸2017年反诈给群众追回多少钱", ["203万元"]),
        ("海岸历年电诈", ["864起", "98起", "247起", "426起", "2351起"]),
        ("海岸电诈破案", ["59起", "158起", "271起", "1396起"]),
        ("海岸历年电诈案件数量", ["864起", "98起", "247起", "426起", "2351起"]),
        ("海岸交通死亡逐年", ["231人", "16人", "9人"]),
        ("海岸命案全破的年数每年报的是几", ["七年", "第8年"]),
    ],
)
def test_a_measure_is_told_by_whatever_words_its_name_has(
    coast: Searcher, text: str, values: list[str]
) -> None:
    query = coast.search(SearchRequest(text)).query
    course = course_of(coast, query.meant) or course_in_other_words(coast, query)
    assert sorted(told(course).values()) == sorted(values)
