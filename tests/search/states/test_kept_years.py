"""The longest that goes on and the longest ever are told apart, and years without any streak."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from search.request import SearchRequest
from search.searcher import Searcher
from search.states.kept import AFTER, EVER, NO_LENGTH, NOW, UNBROKEN

TEXTS = (
    ("云泽市公安局", 2019, "工作总结", "命案全破已连续16年。"),
    ("云泽市公安局", 2020, "工作总结", "发生命案9起，破8起，至2019年已保持16年的全破纪录中断。"),
    ("云泽市公安局", 2022, "工作总结", "命案7起全破，连续两年命案全破。"),
    ("云泽市公安局", 2024, "上半年工作总结", "自2021年以来现行命案一直保持全破。"),
    ("云泽市公安局", 2024, "工作要点", "2024年，命案破案率100%，力争实现连续第五年全破。"),
    ("桑园县公安局", 2023, "工作总结", "命案侦破连续12年保持百分之百。"),
    ("桑园县公安局", 2024, "工作总结", "力争电诈立案控制在300起以内，命案继续全破。"),
    ("丘坪县公安局", 2014, "工作总结", "全县命案6起，破获5起。"),
    ("丘坪县公安局", 2021, "工作总结", "命案必破走到第六个年头。"),
    ("丘坪县公安局", 2022, "工作总结", "年内2起命案，1起至年底仍在侦办。"),
    ("丘坪县公安局", 2024, "工作总结", "全年命案3起全部告破。"),
    ("临港分局", 2020, "工作总结", "建局以来未发生命案。"),
    ("临港分局", 2022, "工作总结", "发生命案1起，当日告破。电诈立案40起。"),
    ("临港分局", 2023, "工作总结", "连续五年未发生较大火灾。群众安全感98%，连续三年全市第一。"),
    ("云泽日报", 2024, "通讯", "桑园县命案已连续20年全破。"),
)


@pytest.fixture(scope="module")
def client(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of(TEXTS, "source year title text")


@pytest.fixture(scope="module")
def reports(client: FlaskClient) -> Searcher:
    found: Searcher = client.application.extensions["qianshao"].searcher
    return found


def told(reports: Searcher, question: str) -> list[tuple[str, str, str]]:
    return [
        ((one.row.paragraph.source or "")[:2], one.row.figure.shown, one.said)
        for one in reports.figure_answers(SearchRequest(q=question))
    ]


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("哪家命案全破保持得最久", [("桑园", "12年", NOW), ("云泽", "16年", EVER)]),
        ("历史上命案全破最长纪录是谁", [("云泽", "16年", EVER), ("桑园", "12年", NOW)]),
        ("命案全破现在谁最久", [("桑园", "12年", "")]),
        ("县里头谁命案全破年头最长", [("桑园", "12年", "")]),
        ("云泽现在命案全破几年", [("云泽", "自2021年以来现行命案一直保持全破", "")]),
        ("云泽命案全破从没断过吗", [("云泽", "16年", "")]),
        ("云泽命案全破中断前连续了多少年", [("云泽", "16年", "")]),
        (
            "丘坪命案全破几年了",
            [("丘坪", "推算6年", ""), ("丘坪", "全年命案3起全部告破", AFTER)],
        ),
        ("桑园命案有没有没破的", [("桑园", "12年", UNBROKEN)]),
        ("哪家命案全破从没断过", [("桑园", "12年", UNBROKEN)]),
        ("临港命案全破多久", []),
        ("临港有没有发生过命案", [("临港", "当日告破", ""), ("临港", "未发生命案", "")]),
        (
            "除了桑园还有哪家命案全破最久",
            [("云泽", "自2021年以来现行命案一直保持全破", NOW), ("云泽", "16年", EVER)],
        ),
        ("2019年到2023年桑园命案是不是一直全破", [("桑园", "12年", "")]),
        ("临港连续几年没有较大火灾", [("临港", "五年", "")]),
        ("临港哪年没有发生命案", [("临港", "未发生命案", "")]),
        ("哪个局几年没有发生命案", [("临港", "未发生命案", NO_LENGTH)]),
        ("临港安全感连续几年第一", [("临港", "三年", "")]),
        ("临港安全感连续几年下降", []),
    ],
)
def test_each_is_told_as_what_it_is(
    reports: Searcher, question: str, answers: list[tuple[str, str, str]]
) -> None:
    assert told(reports, question) == answers


def test_years_without_a_streak_tell_that_it_was_broken(reports: Searcher) -> None:
    found = reports.figure_answers(SearchRequest(q="哪些单位出现过命案没破"))
    broken = [
        ((one.row.paragraph.source or "")[:2], one.lasting.last + 1 if one.lasting else one.year)
        for one in found
    ]
    assert broken == [("丘坪", 2022), ("云泽", 2020), ("丘坪", 2014)]


def test_the_newest_evidence_is_told_with_the_last_that_has_a_length(reports: Searcher) -> None:
    (answer,) = reports.figure_answers(SearchRequest(q="云泽命案全破多少年了"))
    assert answer.lasting is not None and answer.counted is not None
    assert (answer.lasting.first, answer.counted.figure.shown) == (2021, "两年")
    assert [(span.first, span.last) for _, span in answer.earlier] == [(2004, 2019)]


def test_an_end_that_is_told_a_year_later_has_the_years_of_the_streak(
    library_of: Callable[..., Searcher],
) -> None:
    texts = (
        ("梅坞市公安局", 2018, "命案15起全部攻克，连续七年全破（2012—2018年）。"),
        ("梅坞市公安局", 2020, "2019年“8·14”案当年未破，七年全破纪录止步。命案12起全部破获。"),
        ("梅坞市公安局", 2024, "命案9起，全破；2019年一起未破命案也在本年补破。连续五年命案全破。"),
        ("槐里县公安局", 2022, "命案3起破2起，始于2004年的18年全破纪录就此中断。"),
        ("松口市公安局", 2019, "命案9起破8起。"),  # of no streak
        ("松口市公安局", 2022, "2018年至2022年，共发命案45起、侦破44起。"),
    )
    reports = library_of(texts, "source year text")
    found = reports.figure_answers(SearchRequest(q="全省哪些局命案全破中断过"))
    spans = [one.lasting for one in found]
    assert [(s.first, s.last, s.is_printed) for s in spans if s] == [
        (2004, 2021, True),
        (2012, 2018, False),
    ]


def test_what_was_left_of_the_year_before_breaks_no_other(
    library_of: Callable[..., Searcher],
) -> None:
    texts = (
        ("梅坞市公安局", 2019, "现行命案17起，侦破16起，“9·12”案尚在攻坚。"),
        ("梅坞市公安局", 2020, "14起现行命案全部侦破，并于5月攻克上年未破的“9·12”案。"),
        ("槐里县公安局", 2021, "命案3起全部侦破，往年遗留的2起也已告破。"),
        ("槐里县公安局", 2023, "命案2起全部侦破，去年没有未破命案。"),
        ("砚溪市公安局", 2016, "2015年31起命案破了30起；今年28起命案全部告破。"),
        ("竹川市公安局", 2018, "本年发命案9起破9起。去年发11起、破10起，一起未破。"),
        ("松口市公安局", 2022, "发6起、破6起，自2018年以来五年新发命案全破。"),
    )
    reports = library_of(texts, "source year text")
    for question, years in (
        ("梅坞命案哪年没有全破", {2019}),
        ("梅坞2020年命案全破了吗", {2020}),
        ("槐里命案哪年没有全破", {2021, 2023}),  # in none: each year is told
        ("砚溪命案哪年没有全破", {2015}),
        ("竹川命案哪年没有全破", {2017}),
    ):
        found = reports.figure_answers(SearchRequest(q=question))
        assert {one.row.figure.period for one in found} == set(map(str, years)), question
    (since,) = reports.figure_answers(SearchRequest(q="松口命案连续几年全破"))
    assert (since.row.figure.value, since.lasting and since.lasting.first) == ("5", 2018)


def test_the_order_ends_with_those_that_were_broken(reports: Searcher) -> None:
    found = reports.figure_answers(SearchRequest(q="命案全破排名"))
    order = [(one.rank, (one.row.paragraph.source or "")[:2], one.said) for one in found]
    assert order == [(1, "桑园", ""), (2, "云泽", ""), (0, "丘坪", "")]
    first = reports.figure_answers(SearchRequest(q="命案全破前一名是谁"))
    assert [one.rank for one in first] == [1]
    ended = found[-1].lasting
    assert ended is not None and (ended.first, ended.last, ended.is_over) == (2016, 2021, True)


def test_a_year_between_is_counted_from_the_first(reports: Searcher) -> None:
    (answer,) = reports.figure_answers(SearchRequest(q="桑园2019年命案全破第几年"))
    assert answer.at == (2019, 8)


def test_the_page_says_which_of_two_goes_on(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/search?q=哪家命案全破最久").text, "html.parser")
    first, second = (line.get_text(" ", strip=True) for line in page.select(".answers li"))
    assert first.startswith(NOW) and "桑园县公安局" in first
    assert second.startswith(EVER) and "此后中断过" in second


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("命案全破时间最长的公安局", [("苇河", "十七年")]),
        ("苇河2022年命案全破多少年", [("苇河", "十六年没断")]),
        ("桐濂命案连续几年全破", [("桐濂", "四年")]),
        ("澄沅命案连续几年全破", [("澄沅", "八年")]),
    ],
)
def test_the_years_beside_what_was_solved_are_its_own_in_any_words(
    library_of: Callable[..., Searcher], question: str, answers: list[tuple[str, str]]
) -> None:
    texts = (
        ("苇河县公安局", 2022, "命案二起全破，十六年没断。盗窃立案连续二十年下降。"),
        ("苇河县公安局", 2023, "命案一起，当天破了，连着十七年。"),
        ("桐濂市公安局", 2024, "命案6起全破，为连续第四年；盗窃立案较五年前少了一半。"),
        ("澄沅市公安局", 2024, "1.命案11起，破11起，连续八年。"),
        ("朔塬市公安局", 2024, "命案5起全破。群众满意度连续三十年第一。"),
    )
    reports = library_of(texts, "source year text", title="工作总结")
    assert [(place, shown) for place, shown, _ in told(reports, question)] == answers


def test_what_follows_a_broken_streak_is_told_once_and_a_broken_one_with_its_years(
    library_of: Callable[..., Searcher],
) -> None:
    texts = (
        ("云泽市公安局", 2021, "命案5起全破，连续十三年全破。"),
        ("云泽市公安局", 2022, "命案6起破5起，全破到此为止。"),
        ("云泽市公安局", 2024, "命案4起全破，连续两年全破。"),
        ("桑园县公安局", 2022, "命案7起破6起，自2016年起的连续全破到此为止。"),
        ("桑园县公安局", 2024, "命案5起破5起，连续两年全破。"),
    )
    reports = library_of(texts, "source year text")
    answers = reports.figure_answers(SearchRequest(q="历史上谁的命案全破最长"))
    [longest] = [one for one in answers if one.row.figure.value == "13"]
    assert longest.later is not None and all(span.last < 2022 for _, span in longest.earlier)
    [broken, *_] = reports.figure_answers(SearchRequest(q="桑园命案连续全破最长几年"))
    assert broken.lasting is not None and broken.lasting.is_over
    assert (broken.lasting.first, broken.lasting.last) == (2016, 2021)


def test_a_record_that_says_how_long_is_given_no_older_length(
    library_of: Callable[..., Searcher],
) -> None:
    texts = (
        ("云泽市公安局", 2013, "自2006年起命案全破。"),
        ("云泽市公安局", 2023, "命案4起全破，连续十八年全破。"),
        ("云泽市公安局", 2024, "连续十九年命案全破的纪录在2024年延续。"),
    )
    reports = library_of(texts, "source year text")
    [answer, *_] = reports.figure_answers(SearchRequest(q="云泽命案全破多少年"))
    assert "十九年" in answer.row.figure.quote and answer.counted is None and answer.at is None


def test_that_all_were_solved_is_no_year_without_any_and_a_heading_names_what_it_is_of(
    client_of: Callable[..., FlaskClient],
) -> None:
    lines = (
        ("河口市公安局", 2022, "工作总结", "命案8起全破，自2018年以来命案无一悬案。"),
        ("河口市公安局", 2023, "工作总结", "（四）命案。发3起，破3起，已连续六年全部侦破。"),
        ("河口铁路公安处", 2023, "工作总结", "管内连续第三年未发生旅客列车爆炸、纵火案件。"),
    )
    client = client_of(lines, "source year title text")
    reports: Searcher = client.application.extensions["qianshao"].searcher
    without = told(reports, "河口市公安局几年没有发生命案")
    assert without == [("河口", "发3起，破3起", NO_LENGTH), ("河口", "全破", "")]
    assert told(reports, "哪个局几年没有发生命案") == []
    assert told(reports, "河口市公安局命案连续几年全破") == [("河口", "六年", "")]
    assert told(reports, "旅客列车连续几年未发生爆炸案") == [("河口", "第三年", "")]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("22年了，命案个个告破；今年就1起，当天破的。", 22),
        ("路上亡人29个，命案整整20年没有一起破不了。", 20),
        ("当年命案2起，已连续19年百分之百告破。", 19),
        ("全年电诈立案412起，命案已连续17年百分之百告破。", 17),
        ("命案连续12年桩桩都破。", 12),
    ],
)
def test_that_all_were_solved_is_said_in_many_words(
    library_of: Callable[..., Searcher], text: str, length: int
) -> None:
    lines = (("桐岭市公安局", 2024, text), ("临港市公安局", 2024, "命案连续3年全破。"))
    reports = library_of(lines, "source year text", title="工作总结")
    for question in ("命案全破最久的是谁", "桐岭命案连续多少年全破"):
        first = reports.figure_answers(SearchRequest(q=question))[0]
        assert (first.row.paragraph.source or "")[:2] == "桐岭"
        assert float(first.row.figure.value or 0) == length


def test_who_speaks_of_it_and_was_not_read_is_named_beside_the_longest(
    client_of: Callable[..., FlaskClient],
) -> None:
    lines = (
        ("桐岭市公安局", 2024, "命案连续12年全破。"),
        ("临港市公安局", 2024, "命案连续3年全破。"),
        ("河口市公安局", 2024, "命案攻坚取得战果。"),
        ("河口日报", 2024, "命案侦破的背后。"),
    )
    client = client_of(lines, "source year text", title="工作总结")
    page = BeautifulSoup(client.get("/search?q=命案全破最久的是谁").text, "html.parser")
    told = " ".join(page.select(".answers")[0].text.split())
    assert "12年" in told and "未比：河口市公安局" in told and "河口日报" not in told
    asked = client.get("/search?q=桐岭命案全破几年了").text
    assert "未比" not in asked.partition('class="hits"')[0]
