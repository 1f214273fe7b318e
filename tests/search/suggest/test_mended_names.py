"""A name of the library that is mistyped inside a question is mended as it would be alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.settings import Settings
from search.request import SearchRequest
from search.searcher import Searcher

TEXTS = [
    "2021年6月，市局首创“江豚夜巡”：水警驾艇，每晚沿78公里江岸巡查，救起落水群众12人。",
    "“江豚夜巡”增配救援艇12艘，全年紧急止付金额2.1亿元，立案数下降。",
    "“茶桌调解”2022年调成612起，群众安全感达到98.2%。",
    "全市紧急止付3.4亿元，群众安全感97.6%，立案数312起。",
    "安全培训覆盖全部民警，各所开展巡查。",
]


@pytest.fixture(scope="module")
def library(
    index_of_lines: Callable[..., Settings], opened: Callable[[Settings], Searcher]
) -> Searcher:
    lines = [
        {"id": f"d{at}", "document": f"d{at}", "text": text, "year": 2020 + at}
        for at, text in enumerate(TEXTS)
    ]
    return opened(index_of_lines(lines))


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("江豚夜寻救了多少人", "江豚夜巡救了多少人"),
        ("江豚夜寻 救了多少人", "江豚夜巡 救了多少人"),
        ("茶卓调解2022年调成多少", "茶桌调解2022年调成多少"),
        ("各局2023年紧急止符", "各局2023年紧急止付"),
        ("全市安全敢历年", "全市安全感历年"),
        ("21年江豚夜巡救起多少人", "2021年江豚夜巡救起多少人"),
        ("二〇二三年紧急止付多少", "2023年紧急止付多少"),
    ],
)
def test_a_mistyped_name_in_company_is_mended_and_told(
    library: Searcher, query: str, meant: str
) -> None:
    found = library.search(SearchRequest(query))
    assert found.query.corrected == meant
    assert found.hits and query in found.query.notes[0]
    assert library.search(SearchRequest(query, correct=False)).query.corrected is None


@pytest.mark.parametrize(
    "query",
    [
        "江豚夜巡救了多少人",  # rightly written
        "立案书怎么写",  # a word of its own: 立案数 is no name
        "安全干部有多少",  # 干 belongs to 干部
        "“江豚夜寻”救了多少人",  # meant as it is
        "海豚日训救了多少人",  # two characters differ
        "派出所换届怎么搞",
    ],
)
def test_what_may_be_meant_as_it_is_stays(library: Searcher, query: str) -> None:
    assert library.search(SearchRequest(query)).query.corrected is None
