"""In which year a measure was most, and who stands at a place, is told however that is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from search.comparing.leaders import answers_to
from search.comparing.tables.running import TIED
from search.request import SearchRequest
from search.searcher import Searcher

TEXTS = (
    ("云泽市公安局", 2019, "电信网络诈骗立案1210起。群众安全感94.1%，列全省第8位。"),
    ("云泽市公安局", 2021, "电信网络诈骗立案1860起。群众安全感95.3%，列全省第11位。"),
    ("云泽市公安局", 2023, "电信网络诈骗立案1502起。群众安全感97.2%，居全省第四。"),
    ("云泽市公安局", 2024, "2024年上半年，电信网络诈骗立案640起。"),
    ("桑园县公安局", 2023, "电信网络诈骗立案201起。群众安全感98.3%，居全市第一。"),
    ("丘坪县公安局", 2023, "力争群众安全感进入全市第一。群众安全感96.0%，居全市第五。"),
    *(("松口市公安局", 2020 + n, f"全年追回欠薪{9 - n}10万元。") for n in range(4)),
    *(("竹川市公安局", 2021 + n, f"全年追回欠薪{2 - n}80万元。") for n in range(3)),
    *(("竹川市公安局", 2021 + n, f"刑事立案{9 - n}00起，同比下降{3 + n}.1%。") for n in range(2)),
    ("竹川市公安局", 2023, "刑事立案500起。"),
    ("竹川市公安局", 2024, "2024年上半年，刑事立案同比下降4.0%。"),  # no year
    ("竹川市公安局", 2024, "2025年，力争刑事立案下降5.0%。"),
    ("桑园县公安局", 2023, "刑事立案420起，同比下降9.0%，连续六年下降。"),
    ("松口市公安局", 2022, "连续四年获评全省优秀公安局。"),
    ("松桥县公安局", 2022, "电诈发案64起，五年连降。"),
    ("丘坪县公安局", 2020, "“蓝伞队”志愿者120人。"),
    ("丘坪县公安局", 2023, "“蓝伞队”志愿者460人。"),
)


@pytest.fixture(scope="module")
def reports(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(TEXTS, "source year text")


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("云泽电诈立案哪年到的顶", [("云泽", 2021, "1860起")]),
        ("云泽 电诈立案 最高年份", [("云泽", 2021, "1860起")]),
        ("云泽立的电诈案，数哪一年最多", [("云泽", 2021, "1860起")]),
        ("云泽电诈立案最少是几几年", [("云泽", 2019, "1210起")]),  # no half a year
        ("哪一年云泽的安全感全省排名最靠后", [("云泽", 2021, "第11位")]),
        ("云泽安全感排到全省第四是啥时候", [("云泽", 2023, "第四")]),
        ("哪个局的安全感全市第一", [("桑园", 2023, "第一")]),
        ("哪个局的安全感全市第三", []),
        ("桑园电诈哪年到的顶", []),  # a lone year surpasses nothing
        ("松口追回欠薪连续几年下降", [("松口", 2023, "推算3年")]),
        ("哪个局追回欠薪连续下降", [("松口", 2023, "推算3年"), ("竹川", 2023, "推算2年")]),
        ("松口追回欠薪连续几年上升", []),
        # In 2021 by 3.1%, as it says, and then by its figures.
        ("刑事立案连续下降最久的单位", [("桑园", 2023, "六年"), ("竹川", 2023, "推算3年")]),
        ("刑事立案连续下降最长的是谁", [("桑园", 2023, "六年"), ("竹川", 2023, "推算3年")]),
        ("竹川刑事立案从哪年开始连续下降", [("竹川", 2023, "推算3年")]),
        ("谁连续下降年数最长", [("桑园", 2023, "六年"), ("松桥", 2022, "五年连降")]),
        ("连续下降时间最长的是哪家", [("桑园", 2023, "六年"), ("松桥", 2022, "五年连降")]),
        ("哪家电诈连续下降时间最长", [("松桥", 2022, "五年连降")]),
        ("连续获评优秀最长", [("松口", 2022, "四年")]),  # the only one that is read
    ],
)
def test_the_year_or_the_place_is_told(
    reports: Searcher, question: str, answers: list[tuple[str, int, str]]
) -> None:
    request = SearchRequest(q=question)
    found = answers_to(reports, request, reports.search(request).query, None)
    told = [((a.row.paragraph.source or "")[:2], a.year, a.row.figure.shown) for a in found]
    assert told == answers


def test_the_page_tells_the_years_that_were_not_read(client_of: Callable[..., FlaskClient]) -> None:
    told = ((2019, 1210), (2020, 0), (2021, 1860), (2023, 1502))
    lines = [
        {
            "id": f"u{year}#1",
            "source": "云泽市公安局",
            "year": year,
            "text": f"电信网络诈骗立案{cases}起。" if cases else "全年平安。",
        }
        for year, cases in told
    ]
    client = client_of(lines)
    for language in ("zh", "en"):
        page = client.get(f"/search?q=云泽电诈立案哪年到的顶&lang={language}")
        answers = BeautifulSoup(page.text, "html.parser").select_one(".answers")
        assert answers is not None and "1860" in answers.text and "2020" in answers.text


def test_what_is_printed_goes_on_by_later_figures_and_several_may_be_first(
    library_of: Callable[..., Searcher],
) -> None:
    lines = (
        *(("松桥县公安局", 2021 + n, f"涉茶警情{9 - n}5起。") for n in range(3)),
        ("松桥县公安局", 2022, "涉茶警情已连续六年下降。"),
        ("丘坪县公安局", 2023, "涉茶警情61起，七年连降。"),
        ("桑园县公安局", 2023, "涉茶警情33起，连续两年下降。"),
    )
    request = SearchRequest(q="涉茶警情连续几年下降")
    reports = library_of(lines, "source year text")
    found = answers_to(reports, request, reports.search(request).query, None)
    assert {(a.row.figure.shown, a.at, a.said) for a in found} == {
        ("七年连降", None, TIED),
        ("六年", (2023, 7), TIED),
        ("两年", None, ""),
    }
    assert found[2].row.figure.shown == "两年"
