"""A report's own title, typed or pasted, leads to the report; a subject of reports does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.web.pages.test_above_the_list import one, soup

UNIT = "澄江市公安局东坡分局"
REPORTS = [
    ("dp2018", "东坡分局2018年工作总结", UNIT, 2018),
    ("dp2019", "东坡分局二〇一九年工作总结", UNIT, 2019),
    ("cj2019", "澄江市公安局2019年度工作报告", "澄江市公安局", 2019),
    ("zb2020", "一盏“平安灯”照了八年", "《澄江日报》", 2020),
]


@pytest.fixture(scope="module")
def reports(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    lines = [
        {
            "id": f"{slug}-1",
            "document": slug,
            "title": title,
            "text": f"{year}年，共破获刑事案件{year - 1700}起，反诈工作取得成效，各项工作有进步。",
            "year": year,
            "source": source,
            "date": f"{year + 1}-01-15",
        }
        for slug, title, source, year in REPORTS
    ]
    return client_of(lines)


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("东坡分局2018年工作总结", ["dp2018"]),
        ("东坡分局 2018年 工作总结", ["dp2018"]),
        ("《东坡分局2018年工作总结》", ["dp2018"]),
        ("《东坡分局2018年工作总结》里的反诈", ["dp2018"]),
        ("东坡分局2018", ["dp2018"]),
        ("东坡分局2019年工作总结", ["dp2019"]),
        ("东坡 2018", ["dp2018"]),
        ("2019年东坡分局的材料", ["dp2019"]),
        ("澄江市公安局2019年度总结", ["cj2019"]),
        ("澄江市公安局东坡分局2018年工作总结", ["dp2018"]),
        ("澄江市公安局东坡分局. 东坡分局2018年工作总结[R]. 2019-01-15. 第1段.", ["dp2018"]),
        ("一盏平安灯照了八年", ["zb2020"]),
        ("东坡分局工作总结", ["dp2018", "dp2019"]),
    ],
)
def test_a_title_leads_to_its_report(reports: FlaskClient, query: str, slugs: list[str]) -> None:
    page = soup(reports, f"/search?q={query}")
    links = [str(one(line, "a")["href"]) for line in page.select(".titled")]
    assert sorted(links) == [f"/documents/{slug}" for slug in slugs]
    assert "没有一段" not in one(page, ".count").text
    framed = soup(reports, f"/embed?q={query}")
    assert len(framed.select(".titled a")) == len(slugs)


@pytest.mark.parametrize(
    "query",
    [
        "反诈工作",
        "东坡分局",
        "2018年",
        "东坡分局2018年反诈",
        "东坡分局2021年工作总结",
        "东坡分局2018年破获多少刑事案件",
        "共破获刑事案件318起，反诈工作取得成效",
    ],
)
def test_what_is_no_title_leads_to_none(reports: FlaskClient, query: str) -> None:
    assert not soup(reports, f"/search?q={query}").select(".titled")


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("东坡分局2018年工作总结什么时候发的", "dp2018"),
        ("2019年东坡分局工作总结发布日期", "dp2019"),
        ("平安灯报道是哪年的", "zb2020"),
        ("平安灯是哪天的报道", "zb2020"),
    ],
)
def test_the_day_of_a_report_is_its_own(reports: FlaskClient, query: str, slug: str) -> None:
    page = soup(reports, f"/search?q={query}")
    told = one(page, ".titled")
    assert one(told, "a")["href"] == f"/documents/{slug}"
    assert one(told, "b").text == f"{int(slug[2:]) + 1}-01-15"
    assert not page.select(".answers") and "没有" not in one(page, ".count").text
