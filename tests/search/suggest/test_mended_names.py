"""A name of the library that is mistyped inside a question is mended as it would be alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.request import SearchRequest
from search.searcher import Searcher

TEXTS = [
    "2021年6月，市局首创“江豚夜巡”：水警驾艇，每晚沿78公里江岸巡查，救起落水群众12人。",
    "2020年5月组建“渔嫂反诈队”，年内渔嫂反诈队24支，渔区纠纷减少。",
    "“江豚夜巡”增配救援艇12艘，全年紧急止付金额2.1亿元，立案数下降。",
    "“茶桌调解”2022年调成612起，群众安全感达到98.2%。",
    "全市紧急止付3.4亿元，群众安全感97.6%，立案数312起。",
    "安全培训覆盖全部民警，各所开展巡查。",
    "10月启用“苇哨”群防机制，“铁篦-6”行动破案2368起，“湖心屋”建成。",
    "晨间电话结对312户，三刻钟回音圈设席26个，圩日“赶圩日警务”跟圩300场。",
    "晨间电话结对412户，三刻钟回音圈设席36个。",
    "“苇哨”一年上报线索412条，派出所十五分钟内出艇，“湖心屋”增至三处。",
]


@pytest.fixture(scope="module")
def library(library_of: Callable[..., Searcher]) -> Searcher:
    lines = [
        {"id": f"d{at}", "document": f"d{at}", "text": text, "year": 2020 + at}
        for at, text in enumerate(TEXTS)
    ]
    return library_of(lines)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("江豚夜寻救了多少人", "江豚夜巡救了多少人"),
        ("江豚夜寻 救了多少人", "江豚夜巡 救了多少人"),
        ("渔少反诈队哪年成立", "渔嫂反诈队哪年成立"),  # 少 is printed elsewhere
        ("茶卓调解2022年调成多少", "茶桌调解2022年调成多少"),
        ("各局2023年紧急止符", "各局2023年紧急止付"),
        ("全市安全敢历年", "全市安全感历年"),
        ("21年江豚夜巡救起多少人", "2021年江豚夜巡救起多少人"),
        ("二〇二三年紧急止付多少", "2023年紧急止付多少"),
        ("伟哨", "苇哨"),
        ("什么是伟哨", "什么是苇哨"),
        ("铁蓖6", "铁篦-6"),
        ("铁蓖6专项", "铁篦-6专项"),
        ("江豚大夜巡", "江豚夜巡"),
        ("江夜巡", "江豚夜巡"),
        ("hxw", "湖心屋"),
        ("weishao", "苇哨"),  # of two syllables
        ("3刻钟回因圈", "三刻钟回音圈"),  # a digit and a slip
        ("三科钟回因圈", "三刻钟回音圈"),  # two slips of a name in no quotation marks
        ("晨电间话", "晨间电话"),
        ("22年江豚夜寻救起多少人", "2022年江豚夜巡救起多少人"),  # a year and a name
        ("赶墟日警务2022跟了几场", "赶圩日警务2022跟了几场"),  # 圩 is read in two ways
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
        "哨位",  # words of the language
        "湖心亭",
        "江豚夜间巡",  # 夜间 is a word
        "pos",
    ],
)
def test_what_may_be_meant_as_it_is_stays(library: Searcher, query: str) -> None:
    assert library.search(SearchRequest(query)).query.corrected is None


def test_a_word_that_stands_nowhere_is_told_once(library: Searcher) -> None:
    notes = library.search(SearchRequest("伟艘")).query.notes
    assert notes and all(note.count("伟") <= 2 and "伟、艘、伟" not in note for note in notes)


@pytest.fixture(scope="module")
def units(library_of: Callable[..., Searcher]) -> Searcher:
    lines = [
        {"id": f"u{n}", "document": f"u{n}", "source": "岚塘县公安局", "year": 2020 + n}
        | {"text": f"全县命案连续{n + 9}年全破，反诈宣传进村。"}
        for n in range(5)
    ]
    return library_of(lines)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("兰塘命案连续几年", "岚塘命案连续几年"),
        ("兰塘县反诈", "岚塘县反诈"),
        ("兰塘镇反诈", None),  # another level is another place
        ("岳阳命案连续几年", None),
        ("lantang mingan", "岚塘县公安局 命案"),
        ("minganlantang", "岚塘县公安局 命案"),
        ("岚塘命按", "岚塘 命案"),
        ("兰塘 命按", "岚塘 命案"),  # a slip in each word
    ],
)
def test_a_short_name_of_a_unit_is_mended(units: Searcher, query: str, meant: str | None) -> None:
    assert units.search(SearchRequest(query)).query.corrected == meant


def test_a_fragment_of_a_name_is_proposed(library: Searcher) -> None:
    found = library.search(SearchRequest("茶卓"))
    assert [s.text for s in found.query.suggestions] == ["茶桌"]


def test_what_the_library_has_nowhere_is_in_no_proposal(library: Searcher) -> None:
    """帆警务 is like 日警务, but 红帆日警务 stands nowhere."""
    for query in ("红帆警务是哪年开始的", "“红帆警务”哪年开始"):
        for one in library.search(SearchRequest(query)).query.suggestions:
            assert "红帆" not in one.text
