"""A figure that a later report corrects is told with what is right, and counts no more itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.comparing.courses import course_of
from search.comparing.grid import unit_grid
from search.figures.corrections import Corrections, corrections_in
from search.figures.dating import months_of
from search.figures.request import FigureRequest
from search.request import Filters, SearchRequest
from search.results import StoredParagraph
from search.searcher import Searcher
from tests.search.comparing.conftest import measures_of

RIVER, HILL = "江阳市公安局", "岭上县公安局"
LINES = [
    (RIVER, 2021, "全年电信网络诈骗立案1312起，案损1.21亿元，破案402起。"),
    (RIVER, 2022, "全年电信网络诈骗立案1210起，案损9840万元，同比下降18.7%，破案602起。"),
    (RIVER, 2023, "全年电信网络诈骗立案1105起，案损8120万元，破案655起。"),
    (
        RIVER,
        2023,
        "更正：《2022年工作总结》所载案损“9840万元，同比下降18.7%”有误，应为9480万元，同比下降21.7%。",
    ),
    (HILL, 2022, "全县电信网络诈骗立案二百零三起，案损9840万元，破案88起。"),
    (HILL, 2022, "抓获网上逃犯189名。"),
    (HILL, 2023, "上年总结中抓逃数“189名”遗漏两名，经核对应为191名。"),
    (HILL, 2023, "经复核，去年电信网络诈骗破案88起核减为83起。全县编制由30人调整为50人。"),
]


@pytest.fixture(scope="module")
def reports(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(LINES, "source year text")


def test_only_the_units_own_figures_of_that_year_are_corrected(reports: Searcher) -> None:
    rows = list(reports.figure_listing(FigureRequest()).rows)
    found = {
        (row.paragraph.source, row.figure.value_text): row.corrected.figure.value_text
        for row in rows
        if row.corrected
    }
    assert found == {
        (RIVER, "9840万元"): "9480万元",
        (RIVER, "18.7%"): "21.7%",
        (HILL, "88起"): "83起",
        (HILL, "189名"): "191名",
    }
    for row in rows:
        right = row.corrected
        if right is not None:
            figure, text = right.figure, right.paragraph.text
            assert text[figure.value_start : figure.value_end] == figure.value_text
            assert text[figure.start : figure.end] == figure.quote
            assert right.withdrawn == row.figure


def test_a_chart_and_a_course_have_the_right_number(reports: Searcher) -> None:
    asked = FigureRequest(indicators=("电信网络诈骗案损",))
    amount = next(m for m in measures_of(reports, asked, "source") if m.kind == "amount")
    assert amount.values[RIVER, 2022] == 94_800_000
    assert amount.values[HILL, 2022] == 98_400_000
    assert [row.figure.value_text for row in amount.cells[RIVER, 2022]] == ["9840万元", "9480万元"]
    course = course_of(reports, "江阳电信网络诈骗案损历年变化")
    assert course is not None
    told = {year: [r.figure.value_text for r in rows] for year, rows in course.lines[0].years}
    assert told == {2021: ["1.21亿元"], 2022: ["9480万元"], 2023: ["8120万元"]}


def test_an_answer_is_the_right_number(reports: Searcher) -> None:
    [answer] = reports.figure_answers(SearchRequest("2022年江阳电信网络诈骗案损多少"))
    assert answer.row.figure.value_text == "9480万元"
    assert "应为9480万元" in answer.row.figure.quote
    asked = SearchRequest("哪年岭上县电信网络诈骗破案最多")
    assert not reports.figure_answers(asked)  # of one year alone


def test_a_comparison_shows_both_and_no_words_of_the_correction(reports: Searcher) -> None:
    request = SearchRequest("诈骗", filters=Filters(year=("2022", "2023")))
    grid = unit_grid(reports, request, "source")
    cell = grid.cells[RIVER, 2022]
    assert [row.figure.value_text for row in cell.corrected] == ["9480万元", "21.7%"]
    loss = next(a for a in grid.aspects if a.kind == "amount")
    said = [(row.figure.value_text, bool(row.corrected)) for row in loss.cells[RIVER]]
    assert said == [("9840万元", True), ("9480万元", False), ("8120万元", False)]


def _paragraph(text: str) -> StoredParagraph:
    return StoredParagraph(
        slug="s", title=None, source=RIVER, year=2023, id="s#1", ordinal=1, text=text
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2022年报告中“抓获1488名”系笔误，应为1448名。", [("1488名", "1448名")]),
        (
            "更正：立案数812起应为821起、破案数300起应为303起。",
            [("812起", "821起"), ("300起", "303起")],
        ),
        (
            "经审计复核，“返还群众2160万元”系将未返还部分计入，实际返还1260万元，特此更正。",
            [("2160万元", "1260万元")],
        ),
        ("返还群众2160万元，实际到账1260万元。另更正户口信息12条。", []),
        ("勘误：立案二百八十四起有误，应为二百四十八起。", [("二百八十四起", "二百四十八起")]),
        ("上年所列立案数2618起，经核对，漏计13起，应更正为2631起。", [("2618起", "2631起")]),
        (
            "《2021年工作总结》中“连续十一年命案全破”一句有误。经台账核对，至2021年应为“连续十年命案全破”。",
            [("十一年", "十年")],
        ),
        (
            "所发总结“返还群众2465万元”系录入错误，核对后的数目是2645万元。",
            [("2465万元", "2645万元")],
        ),
        ("“全市共有驿站73处”有误，据统计，截至年底为137处。", [("73处", "137处")]),
        (
            "上年度总结把亡人数写作181人，复核系统后为118人，排版时数字颠倒，请以此为准。",
            [("181人", "118人")],
        ),
        (
            "“查获冻品1120吨”包含联合查获部分，本局单独查获为760吨，一并订正。",
            [("1120吨", "760吨")],
        ),
        ("台账错误23处是录入错误，整改率为98%。", []),
        (
            "2021年总结所载警情“2450起”有误，漏统口岸分局90起，应为2540起，特此说明。",
            [("2450起", "2540起")],
        ),
        ("上年抓逃“189名”系统计遗漏高铁所9名，现以198名为准。", [("189名", "198名")]),
        ("上年总结中死亡人数误排为167人，经与系统核对应为187人。", [("167人", "187人")]),
        ("核对后，上年涉牧警情以316起为准，所印361起系数字颠倒。", [("361起", "316起")]),
        ("经复核，上年亡人应以143人为准，原报告所印134人漏计送医后死亡的。", [("134人", "143人")]),
        ("去年总结中“寻回走失老人318人”多计6人，实为312人。", [("318人多", "312人")]),
        ("2021年罚没款经复核为87万元，此前公布的78万元属誊抄之误。", [("78万元", "87万元")]),
        ("上年综述写的过水面积52公顷是初测数，终测为47公顷，一并更改。", [("52公顷", "47公顷")]),
        ("对2021年总结所记“312场”草场夜谈，核对登记后更正为231场。", [("312场", "231场")]),
        ("前年材料中的“640航次”作更正：本队实为460航次。", [("640航次", "460航次")]),
        ("更正：去年材料里接待群众“57万人次”应作75万人次。", [("57万人次", "75万人次")]),
        (
            "更正：去年说查处超载1940台，把县里自查的一百台重复算了进去，实数是1840台。",
            [("1940台", "1840台")],
        ),
        ("上年死亡187人有误，应为181人，系将6名迟报死亡者计入所致。", [("187人", "181人")]),
        (
            "上年报告中火灾13起，经复核，有2起为荒草火情，不计入，2020年数按11起掌握。",
            [("13起", "11起")],
        ),
        (
            "去年年报说的找回198人里有10人重复登记，剔除之后是188人。",
            [("198人", "188人")],
        ),
        ("更正：上年纠纷398起有误，剔除重复警情9起后为389起。", [("398起", "389起")]),
        ("以12个村为准备点，另有9个村为后备。", []),
        ("订正安全制度12项，群众满意率为98%。", []),
        ("受理时限以5个工作日为准。", []),
        ("编制由30人调整为50人。出警时间应为5分钟以内。", []),
        ("经省厅核实，全年立案812起，同比下降4%。", []),
    ],
)
def test_what_a_sentence_corrects(text: str, told: list[tuple[str, str]]) -> None:
    found = corrections_in(_paragraph(text), lambda name: name)
    assert [(one.old.value_text, one.new.value_text) for one in found] == told


def test_hostile_texts_are_read_in_linear_time() -> None:
    for text in (
        "有误。为1" * 5_000,
        "是" * 20_000 + "有误",
        "更正应为" * 5_000,
        "更正应为1" + "1,起" * 5_000,
        "把1台" * 5_000 + "更正应为1台",
        "《" * 20_000 + "更正应为1起",
    ):
        assert len(list(corrections_in(_paragraph(text), lambda name: name))) < 2
    assert Corrections().of_paragraph("s#1") == ()


def test_the_day_of_a_report_is_no_year_of_its_figures(library_of: Callable[..., Searcher]) -> None:
    """Ten years in 2021 were eleven by mistake; those of 2022 are eleven, and stay so."""
    wrong = "我局2022年1月16日印发的《2021年工作总结》中“连续十一年命案全破”一句有误。"
    told = [
        (RIVER, 2021, "命案6起全破，连续十一年命案全破。"),
        (RIVER, 2022, "命案5起全破，连续十一年命案全破。"),
        (RIVER, 2021, f"{wrong}经台账核对，至2021年应为“连续十年命案全破”。"),
    ]
    searcher = library_of(told, "source year text")
    rows = searcher.figure_listing(FigureRequest()).rows
    righted = {row.paragraph.year: row.corrected for row in rows if row.corrected}
    assert [right.figure.value_text for right in righted.values()] == ["十年"]
    assert list(righted) == [2021]
    asked = SearchRequest("截至2021年江阳命案连续全破几年")
    [answer] = searcher.figure_answers(asked)
    assert answer.row.figure.value_text == "十年" and answer.row.withdrawn is not None


def test_a_streak_that_came_to_its_end_lasts_no_more(library_of: Callable[..., Searcher]) -> None:
    told = [
        (RIVER, 2021, "命案6起全破，连续七年全破。"),
        (RIVER, 2022, "命案5起，破4起，保持了七年的全破到此断了。"),
        (HILL, 2022, "命案1起全破，连续三年全破。"),
    ]
    searcher = library_of(told, "source year text")
    now, *_ = searcher.figure_answers(SearchRequest("谁的命案全破时间最长"))
    assert now.row.paragraph.source == HILL
    own, *_ = searcher.figure_answers(SearchRequest("江阳命案全破连续几年"))
    assert own.lasting is not None and (own.lasting.last, own.lasting.is_over) == (2021, True)


def test_what_has_no_name_is_of_the_figure_before(library_of: Callable[..., Searcher]) -> None:
    told = [
        (RIVER, 2022, "立非法采砂案件141起。"),
        (RIVER, 2022, "道路交通亡人67人。"),
        (RIVER, 2023, "立非法采砂案件118起；上年数据核减重复立案9起，应为132起。"),
        (RIVER, 2023, "在此更正：2022年总结中道路交通亡人数误作67人，应为70人。"),
    ]
    rows = library_of(told, "source year text").figure_listing(FigureRequest()).rows
    righted = {row.figure.value: row.corrected.figure.value for row in rows if row.corrected}
    assert righted == {"141": "132", "67": "70"}


def test_no_row_that_adds_the_others_up_has_the_most(library_of: Callable[..., Searcher]) -> None:
    units = [("鹤川市公安局", 15760), ("柳河县公安局", 8420), ("合计", 24180)]
    told = [
        (RIVER, 2023, f"单位：{unit}；破毒品案件（起）：{n // 70}；缴毒（克）：{n}")
        for unit, n in units
    ]
    [answer] = library_of(told, "source year text").figure_answers(SearchRequest("缴毒最多的单位"))
    assert answer.row.figure.value_text == "15760"


def test_what_is_right_of_half_a_year_is_of_no_whole_one(
    library_of: Callable[..., Searcher],
) -> None:
    told = [
        (RIVER, 2023, "2023年上半年工作小结", "立电信网络诈骗案件2960起。"),
        (RIVER, 2023, "2023年工作总结", "立电信网络诈骗案件5890起。"),
        (RIVER, 2023, "2023年工作总结", "上半年小结中电诈立案2960起有误，经复核实为3040起。"),
    ]
    searcher = library_of(told, "source year title text")
    rows = [row.corrected or row for row in searcher.figure_listing(FigureRequest()).rows]
    periods = {row.figure.value_text: months_of(row) for row in rows if not row.is_erratum}
    assert periods == {"3040起": (1, 6), "5890起": None}
