"""How long a state of 命案 lasts is read from any sentence that says so, and from no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.clauses import SENTENCE, normal
from search.request import SearchRequest
from search.searcher import Searcher
from search.states.lengths import length_told


def told(text: str, year: int) -> list[tuple[int | None, int | None, bool]]:
    """Of each sentence that tells a length its years, its first year, and whether of none."""
    found, of_cases = [], False
    for sentence in SENTENCE.finditer(normal(text)):
        if one := length_told(sentence[0], year, of_cases=of_cases):
            found.append((one.years, one.first, one.is_none))
        of_cases = of_cases or "命案" in sentence[0]
    return found


@pytest.mark.parametrize(
    ("text", "years", "first"),
    [
        ("全市现发命案全部告破，这份成绩单已经写到第十一个年头。", 11, None),
        ("命案破案率保持百分之百，命案必破的承诺坚守到了第七年。", 7, None),
        ("自2013年起，我县命案一案未漏、起起皆破，至今无一例外。", None, 2013),
        ("命案现案侦破率已连着十五年定格在100%，其中发案9起、破案9起。", 15, None),
        ("从2010年到2022年，全县发生命案41起，破获41起，没有一起挂账。", None, 2010),
        ("自分局2011年成立之日算起，命案积案始终为零。", None, 2011),
        (
            "2019年那起命案未破，打断了连续八年的全破纪录；2020年以来，又做到了年年全破。",
            None,
            2020,
        ),
        ("命案发一起破一起，墙上的这面“战果旗”插了整整一十六年没有拔下来。", 16, None),
        ("记者：命案呢？局长：破案率百分之百，打2008年到现在，一起没落下。", None, 2008),
        ("发生命案1起，即破。自2003年8月破获“两棵树”案起，县境再无未破现行命案。", None, 2003),
        ("命案1起，三小时告破，延续二零零三年以来的全破局面。", None, 2003),
        ("全年无命案。至年末，县境无未破现行命案已满十九年零四个月。", 19, None),
        ("无命案发生。命案防破“双零”（零未破、零积压）进入第十六个整年。", 16, None),
        ("现行命案仍旧是当年发、当年破，算下来已经是第13个年头。", 13, None),
        ("上一起没能侦破的命案，还得追溯到2014年。", None, 2015),
        ("全年命案6起，全部拿下。这已是该局连续第8年交出满分答卷。", 8, None),
        ("说起命案，老百姓放心：十年了，一起没跑掉，没有悬案。", 10, None),
        ("从2005年算起，我局把命案全破这份答卷整整写了十八年。", 18, 2005),
        ("命案全破纪录从未中断，今年是第七年。", 7, None),
        ("连续三个年度现发命案24小时内侦破，命案全破则已保持十一年。", 11, None),
        ("命案全破的旗帜已飘扬21个春秋。", 21, None),
    ],
)
def test_years_and_beginnings_are_read_in_any_words(
    text: str, years: int | None, first: int | None
) -> None:
    assert told(text, 2022) == [(years, first, False)]


@pytest.mark.parametrize(
    ("text", "years", "first"),
    [
        ("辖区已有四个年头没有响起过命案的警铃。", 4, None),
        ("自2014年起，全旗再没有发生过一起命案。", None, 2014),
        ("黄赌警情连续26个月环比下降，命案零发生已进入第四年。", 4, None),
    ],
)
def test_years_without_any_are_told_apart(text: str, years: int | None, first: int | None) -> None:
    assert told(text, 2022) == [(years, first, True)]


@pytest.mark.parametrize(
    "text",
    [
        "命案全破，盗窃案件连续五年下降。",
        "命案6起全破，刑事立案连续第四年下降，群众安全感连续三年全省第一。",
        "积案方面，1999年灭门命案告破，嫌疑人潜逃22年。",
        "两座煤城命案全破都已超过十年。",
        "近五年命案全部侦破。",
        "命案侦破专班成立三年来，共破命案积案12起。",
        "连续六年的命案全破纪录在今年中断。",
        "全年发命案4起，破3起，为十年来首次未能全破。",
        "2021年有1起命案至2022年1月才告破。",
        "28个乡镇中，有19个连续五年以上未发生命案，其中石坝乡二十三年无命案。",
        "2016年至2020年，共发命案23起，悉数侦破。",
    ],
)
def test_years_of_anything_else_are_no_length(text: str) -> None:
    assert told(text, 2022) == []


LINES = (
    ("沱河县史志办公室", 2019, "沱河县年鉴", "2012年至2019年，连续8年命案全破。"),
    (
        "朔原周刊",
        2022,
        "访沱河县公安局局长",
        "2021年腊月出了命案，当年没拿下来。那块“连年全破”的牌子断在2021年，从2022年重新数。",
    ),
    ("沱河县公安局", 2023, "沱河县公安局工作总结", "命案全破连续两年（2022、2023年）。"),
    ("乌原市公安局", 2023, "乌原市公安局工作总结", "连续五年命案全破。"),
    ("芦川市公安局新闻办", 2023, "芦川市公安局发布会", "命案这块，连续6年现案全破。"),
    ("塔林县公安局", 2023, "塔林县公安局工作总结", "接警1.2万起。"),
    ("朔原日报", 2023, "综述", "塔林县已连续二十年无未破现行命案。乌原市已连续九年命案全破。"),
)


@pytest.fixture(scope="module")
def reports(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(LINES, "source year title text")


def test_sources_of_one_place_tell_of_one_unit_and_newspapers_of_whom_they_name(
    reports: Searcher,
) -> None:
    order = reports.figure_answers(SearchRequest(q="命案全破排名"))
    found = [(one.rank, one.row.paragraph.source, one.row.figure.value) for one in order]
    assert found == [
        (1, "朔原日报", "20"),  # of 塔林, that tells nothing itself
        (2, "芦川市公安局新闻办", "6"),
        (3, "乌原市公安局", "5"),  # and not nine, as the newspaper has it
        (4, "沱河县公安局", "2"),  # that of the yearbook is over
    ]


def test_a_break_is_told_by_an_interview_where_the_unit_does_not(reports: Searcher) -> None:
    [answer] = reports.figure_answers(SearchRequest(q="沱河县命案全破断在哪年"))
    assert answer.year == 2021 and answer.row.paragraph.source == "朔原周刊"


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        # both halves of the question, the streak that goes on first
        ("沱河县命案全破连续几年，断过没有", [("沱河县公安局", 2023), ("朔原周刊", 2022)]),
        ("沱河断之前连续了几年", [("沱河县史志办公室", 2019)]),
        ("芦川命案全破连续多少年了", [("芦川市公安局新闻办", 2023)]),
        # no 命案 are asked for
        ("两抢案件连续几年全破", []),
        ("八类案件全破多少年", []),
    ],
)
def test_what_is_asked_of_a_unit_is_told_of_that_and_of_nothing_else(
    reports: Searcher, question: str, answers: list[tuple[str, int]]
) -> None:
    told = reports.figure_answers(SearchRequest(q=question))
    assert [(one.row.paragraph.source, one.row.paragraph.year) for one in told] == answers


def test_what_is_said_of_solved_cases_beside_is_no_length_of_none(
    library_of: Callable[..., Searcher],
) -> None:
    text = "全年未发生命案，已连续三年零命案；自2011年以来发生的现行命案无一未破，至今整十一年。"
    reports = library_of([("云坑县公安局", 2021, text)], "source year text")
    (none,) = reports.figure_answers(SearchRequest(q="零命案连续几年"))
    assert none.row.figure.value == "3"
    (solved,) = reports.figure_answers(SearchRequest(q="云坑县命案全破多少年"))
    assert solved.lasting is not None and solved.lasting.first == 2011


def test_a_streak_that_is_put_an_end_to_is_over_then(library_of: Callable[..., Searcher]) -> None:
    text = "发生命案5起，破了4起，这让此前保持了五年的命案全破在2020年画上了句号。"
    reports = library_of([("螺屿市公安局", 2020, text)], "source year text")
    for question in ("螺屿市命案全破多少年", "谁的命案全破时间最长"):
        told = reports.figure_answers(SearchRequest(q=question))
        assert all(one.lasting is None or one.lasting.last < 2020 for one in told)
    (over,) = reports.figure_answers(SearchRequest(q="螺屿市命案全破哪年中断"))
    assert over.year == 2020
