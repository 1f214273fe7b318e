"""Who did a thing, or when, is answered by the sentence that has most of what is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from search.request import SearchRequest
from search.searcher import Searcher
from search.sentences.deeds import told_deeds

TEXTS = (
    ("云泽市公安局", 2021, "全市接报警情8.1万起。“3·07”枯井藏尸案仍在攻坚。"),
    ("云泽市公安局", 2022, "“3·07”案嫌疑人于9月在外地落网。返还群众9860万元。"),
    (
        "云泽市公安局",
        2023,
        "返还群众1.03亿元，返还额首次过亿。2024年，力争在渡口建成芦苇驿站12个。",
    ),
    ("桑园县公安局", 2022, "对出租屋实行红黄绿三色挂牌，红色户每周必访。全年接报警情0.9万起。"),
    ("桑园县公安局", 2023, "民警周砚获评全省优秀人民警察。在渡口建成芦苇驿站3个。"),
    ("丘坪县公安局", 2023, "走访出租屋3200户，开展消防检查。为企业开具法律体检单76份。"),
    ("云泽日报", 2023, "记者跟着民警走访，桑园县的出租屋按红黄绿三色挂牌。"),
)


@pytest.fixture(scope="module")
def client(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of(TEXTS, "source year text")


@pytest.fixture(scope="module")
def reports(client: FlaskClient) -> Searcher:
    found: Searcher = client.application.extensions["qianshao"].searcher
    return found


def told(reports: Searcher, question: str) -> list[tuple[str, int | None]]:
    request = SearchRequest(q=question)
    found = told_deeds(reports, request, reports.search(request))
    deeds = found.told if found is not None else ()
    return [((one.paragraph.source or "")[:2], one.paragraph.year) for one in deeds]


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("哪个局给出租屋挂红黄绿三色", [("桑园", 2022)]),
        ("谁把出租屋按三色挂牌的", [("桑园", 2022)]),
        ("给企业开法律体检单的是哪家", [("丘坪", 2023)]),
        ("谁获评优秀人民警察", [("桑园", 2023)]),
        ("哪一年返还额头一次过亿", [("云泽", 2023)]),
        ("返还额首次过亿的日子", [("云泽", 2023)]),
        ("哪个局在芦苇屋搞驿站", [("桑园", 2023)]),  # 芦苇屋 is what 芦苇驿站 says, nearly
        ("哪个单位在渡口建了芦苇驿站", [("桑园", 2023)]),  # that of 2024 is planned
        ("3·07案破了没", [("云泽", 2022), ("云泽", 2021)]),
        ("哪个局养了警犬", []),
        ("哪个局接警最多", []),
        ("出租屋三色挂牌", []),
        ("枫桥县哪年给出租屋挂三色", []),
    ],
)
def test_the_sentence_with_most_of_the_words_answers(
    reports: Searcher, question: str, answers: list[tuple[str, int]]
) -> None:
    assert told(reports, question) == answers


def test_the_page_tells_the_sentence_and_what_it_lacks(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/search?q=哪个局给出租屋挂三色门帘").text, "html.parser")
    (line,) = page.select(".answers li")
    assert line.text.startswith("桑园县公安局") and "红黄绿三色挂牌" in line.text
    assert "这一段没有写“门帘”" in line.text
    other = BeautifulSoup(client.get("/search?q=出租屋三色挂牌").text, "html.parser")
    assert not other.select(".answers")


def test_the_boxes_tell_it_too(client: FlaskClient) -> None:
    asked = "q=哪个局给出租屋挂三色门帘"
    for path in ("/embed", "/api/v1/box"):
        (said,) = BeautifulSoup(client.get(f"{path}?{asked}").text, "html.parser").select(
            ".answers li"
        )
        assert "红黄绿三色挂牌" in said.text and "这一段没有写“门帘”" in said.text
        assert "红黄绿三色挂牌" in client.get(str(said.a["href"])).text  # type: ignore[index]
    told = client.get("/api/v1/box?q=出租屋三色挂牌").text
    assert "answers" not in told


def test_a_hostile_question_is_read_at_once(reports: Searcher) -> None:
    assert told(reports, "哪" * 900) == []
