"""A question for a figure over years is told what each unit says of it, under the printed names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from search.comparing.asked_names import asked_name
from search.comparing.courses import course_of
from search.comparing.related import measures_in_all_words
from search.comparing.wordings.reworded_courses import course_in_other_words, other_years_of
from search.figures.dating import months_of
from search.figures.request import FigureRequest
from search.request import Filters, SearchRequest
from search.searcher import Searcher
from tests.search.comparing.conftest import Reports, told

SAID = [
    ("洛川市公安局", 2021, "全年发展平安义警8200人。群众安全感97.12%，居全省第8位。"),
    ("洛川市公安局", 2022, "群众安全感97.66%。道路交通事故死亡61人。"),
    ("洛川市公安局", 2023, "群众安全感98.04%，首次突破98%。道路交通事故死亡57人。"),
    ("洛川市公安局", 2023, "2024年，力争群众安全感达到98.5%以上。"),
    ("洛川市公安局", 2021, "接报电诈警情512起，止付冻结资金830万元。"),
    ("洛川市公安局", 2023, "接报电诈警情433起。"),
    ("安平县公安局", 2021, "群众安全感满意率96.9%。"),
    ("安平县公安局", 2022, "人民群众安全感97.3%。缴毒12.6公斤。"),
    ("安平县公安局", 2023, "群众安全感97.8%。查获毒品9.4公斤。"),
]


@pytest.fixture(scope="module")
def library(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(SAID, "source year text")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("洛川群众安全感这几年怎么变", ["97.12%", "97.66%", "98.04%"]),
        ("2022到2023年洛川群众安全感", ["97.66%", "98.04%"]),
        ("洛川市公安局道路亡人历年多少", ["61人", "57人"]),
        ("洛川市公安局道路亡人年度对比", ["61人", "57人"]),
        ("安平每年缴毒多少公斤", ["12.6公斤", "9.4公斤"]),
        ("洛川义警多少人", ["8200人"]),
    ],
)
def test_the_unit_asked_for_is_told_by_years(
    library: Searcher, text: str, values: list[str]
) -> None:
    found = told(course_of(library, text))
    assert list(found.values()) == values
    assert {unit for unit, _ in found} <= {text[:2], "洛川", "安平"} and len(
        {u for u, _ in found}
    ) == 1


def test_what_goes_on_behind_a_name_fills_its_years_under_its_own_name(library: Searcher) -> None:
    course = course_of(library, "安平群众安全感走势")
    assert course is not None and list(told(course).values()) == ["96.9%", "97.3%", "97.8%"]
    (line,) = course.lines  # one line, in order of years
    assert line.others == {2021} and not line.is_other
    assert line.years[0][1][0].figure.called == "群众安全感满意率"


def test_an_aim_is_a_line_of_its_own(library: Searcher) -> None:
    course = course_of(library, "洛川群众安全感各年")
    assert told(course, is_aim=True) == {("洛川", 2024): "98.5%以上"}
    assert ("洛川", 2024) not in told(course)


def test_all_units_are_told_where_none_is_named(library: Searcher) -> None:
    assert {unit for unit, _ in told(course_of(library, "群众安全感逐年"))} == {"洛川", "安平"}


def test_years_asked_for_that_nothing_tells_are_said(library: Searcher) -> None:
    course = course_of(library, "洛川2021到2023年道路亡人数")
    assert course is not None and course.silent == (2021,)


def test_what_came_of_cases_is_no_other_name_of_them(library: Searcher) -> None:
    course = course_of(library, "洛川电诈警情各年")
    assert list(told(course).values()) == ["512起", "433起"]
    assert course is not None and course.silent == (2022,)
    assert told(course_of(library, "洛川止付冻结历年")) == {("洛川", 2021): "830万元"}


@pytest.mark.parametrize(
    "text", ["群众安全感", "洛川", "洛川 群众", "洛川缴毒多少公斤", "队伍建设怎么变", "逐年", ""]
)
def test_what_asks_for_no_course_or_has_none_gets_none(library: Searcher, text: str) -> None:
    assert course_of(library, text) is None


def test_a_name_in_a_plan_s_name_keeps_its_years() -> None:
    assert asked_name(["三年行动计划"]).name.startswith("三年行动")
    assert asked_name(["2021年以来办件量变化趋势如何"]).since == 2021


@pytest.fixture(scope="module")
def headed(reports_of: Reports) -> Searcher:
    unit = "宁塘市公安局"
    return reports_of(
        [
            (unit, 2018, "接警3万起。损失563万元。", "三、涉网诈骗打击治理"),
            (unit, 2018, "立案58起，挽损27万元。", "四、打击养老诈骗"),
            (unit, 2019, "发案466起，下降19.8%；破案358起。", "二、电诈"),
            (unit, 2020, "接报电信网络诈骗506起；破案391起。", "二、反诈"),
            (unit, 2021, "电诈立案581起，为有统计以来首次下降；破案402起。", "二、电诈"),
            (unit, 2022, "立案777起。", "二、电诈和盗窃"),
            (unit, 2023, "共立涉诈案件291起，破168起。", "二、涉诈打击"),
            (unit, 2024, "今年1至6月，电诈立案142起，破案66起。", "二、反诈"),
            (unit, 2025, "电诈立案130起，完成140起以内的目标。群众被骗990万元。", "二、反诈"),
            (f"{unit}青坪分局", 2023, "电诈立案33起，破案12起。", "二、电诈"),
        ]
    )


def test_what_stands_below_a_heading_is_of_its_subject(headed: Searcher) -> None:
    found = told(course_of(headed, "宁塘市局电诈立案历年"))
    assert {year: value for (_, year), value in found.items()} == {
        **{2019: "466起", 2020: "506起", 2021: "581起", 2023: "291起", 2024: "142起", 2025: "130起"}
    }
    solved = told(course_of(headed, "宁塘市公安局2021年电诈破案多少"))
    assert list(solved.values()) == ["402起"]


def test_the_whole_city_means_its_bureau_wherever_the_words_stand(headed: Searcher) -> None:
    for text in ("全市历年电诈破案", "市局电诈破案 历年", "历年全市电诈破案数"):
        course = course_of(headed, text)
        assert course is not None and {line.unit for line in course.lines} == {"宁塘市公安局"}


def test_what_was_reported_stands_for_cases_under_its_own_name(headed: Searcher) -> None:
    course = course_of(headed, "宁塘市公安局电诈立案历年")
    assert course is not None
    others = [rows[0] for line in course.lines for y, rows in line.years if y in line.others]
    assert [row.figure.called for row in others] == ["接报电信网络诈骗"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2021年底宁塘市公安局电诈破案多少", ["402起"]),
        ("宁塘市公安局2021年电诈案发几起", ["581起"]),
        ("宁塘市公安局2021年发生多少起电诈案件", ["581起"]),
        ("宁塘市公安局2021年电诈立案修订后是多少", ["581起"]),
        ("宁塘市公安局被骗了多少钱", ["563万元", "990万元"]),
        ("宁塘市公安局2025年电诈立案目标多少 完成没有", ["130起"]),
        ("宁塘市公安局2018年电诈损失", ["563万元"]),
        ("宁塘市公安局2018年电诈立案", []),
        ("今年上半年电诈立案 宁塘2024", ["142起"]),
        ("宁塘市公安局2024年1到6月电诈破案多少", ["66起"]),
        ("宁塘市公安局2024年下半年电诈立案", []),
        ("宁塘市公安局2021年上半年电诈立案", []),
        ("宁塘市公安局电诈损失哪年首次过亿", ["563万元", "990万元"]),
    ],
)
def test_a_question_may_be_asked_in_plain_words(
    headed: Searcher, text: str, values: list[str]
) -> None:
    assert list(told(course_of(headed, text)).values()) == values


def test_what_is_in_quotation_marks_is_the_same_thing_in_any_name(reports_of: Reports) -> None:
    unit = "宁塘市公安局"
    library = reports_of(
        [
            (unit, 2021, "在老城区设立首批12处“红袖标驿站”。"),
            (unit, 2022, "“红袖标驿站”增至46处。"),
            (unit, 2023, "“红袖标驿站”达到88处，协助破案24起。"),
        ]
    )
    found = told(course_of(library, "红袖标驿站数量逐年"))
    assert {year: value for (_, year), value in found.items()} == {
        **{2021: "12处", 2022: "46处", 2023: "88处"}
    }


CALLS = [
    ("松阳市公安局", 2018, "群众安全感95.1%。"),
    ("松阳市公安局", 2019, "全年接处警58214起，日均159.5起。"),
    ("松阳市公安局", 2020, "全年警情5.63万起。"),
    (
        "松阳市公安局",
        2021,
        "受理群众报警4.98万起，十年来首次少于五万。道路交通事故共造成51人死亡。",
    ),
    ("松阳市公安局", 2022, "全市因车祸死亡44人。"),
]


@pytest.mark.parametrize("text", ["松阳市历年警情", "松阳市接处警数量逐年"])
def test_calls_are_told_by_either_name_and_the_years_around_without_them(
    reports_of: Reports, text: str
) -> None:
    course = course_of(reports_of(CALLS), text)
    assert course is not None and course.silent == (2018, 2022)
    values = {y: r[0].figure.value_text for line in course.lines for y, r in line.years}
    assert values == {2019: "58214起", 2020: "5.63万起", 2021: "4.98万起"}


def test_deaths_on_the_road_are_one_course_however_they_are_told(reports_of: Reports) -> None:
    course = course_of(reports_of(CALLS), "松阳市历年交通死亡人数")
    assert course is not None
    ((_, *years),) = [(line.unit, *line.years) for line in course.lines]
    assert [(year, rows[0].figure.value_text) for year, rows in years] == [
        (2021, "51人"),
        (2022, "44人"),
    ]
    assert course.silent == (2018, 2019, 2020)


def test_a_year_without_a_figure_is_told_beside_the_others(
    library: Searcher, reports_of: Reports
) -> None:
    text = "洛川2021年道路交通事故死亡多少人"
    assert course_of(library, text) is None
    course = other_years_of(library, text)
    assert course is not None and course.silent == (2021,)
    assert told(course) == {("洛川", 2022): "61人", ("洛川", 2023): "57人"}
    unread = other_years_of(reports_of(CALLS), "松阳市2015年交通死亡人数")
    assert unread is not None and {2015, 2019, 2020} <= set(unread.silent)  # not without a word
    assert other_years_of(library, "洛川道路交通事故死亡多少人") is None  # no year is asked for
    assert other_years_of(library, "道路交通事故死亡2021年哪家最多") is None
    assert other_years_of(library, "洛川2022年上半年道路交通事故死亡多少人") is None


@pytest.fixture(scope="module")
def sparing(reports_of: Reports) -> Searcher:
    """Reports that leave out of what a figure is, as their headings or sentences say it."""
    unit = "竹溪县公安局"
    return reports_of(
        [
            (unit, 2018, "1.通讯诈骗立案31起，破8起。2.视频监控2100路。", "（一）刑侦工作"),
            (unit, 2018, "1.道路交通事故死亡38人。2.查处超员91台次。", "（二）交管工作"),
            (unit, 2019, "1.涉网诈骗立案88起。2.火灾4起，死亡1人。", "（一）打击诈骗"),
            (unit, 2020, "1.死亡27人，比2018年下降。2.坠崖事故死亡降为2人。", "（三）交通管理"),
            (unit, 2020, "火灾3起，死亡2人。", "（四）消防、交通和其他"),
            (unit, 2021, "辖区交通亡人事故21起、死亡22人。", "（三）路面"),
            (unit, 2021, "反诈中心快速止付2885万元。联网视频监控1.2万路。", "（四）反诈"),
            (unit, 2022, "电诈立案74起，市反诈中心止付930万元。“夜归灯”在册816人。", "（四）反诈"),
            (unit, 2022, "2023年，“夜归灯”队员力争达到900人。", "（五）下步打算"),
        ]
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("竹溪历年交通死亡", {2018: "38人", 2020: "27人", 2021: "22人"}),
        ("竹溪历年亡人数", {2018: "38人", 2020: "27人", 2021: "22人"}),
        ("竹溪2021年交通事故死了多少人", {2021: "22人"}),
        ("竹溪历年电诈立案", {2018: "31起", 2019: "88起", 2022: "74起"}),
        ("竹溪电诈历年", {2018: "31起", 2019: "88起", 2022: "74起"}),
        ("竹溪历年诈骗案立案数", {2018: "31起", 2019: "88起", 2022: "74起"}),
        ("竹溪电诈案子每年多少", {2018: "31起", 2019: "88起", 2022: "74起"}),
        ("竹溪历年止付", {2021: "2885万元", 2022: "930万元"}),
        ("竹溪监控路数是升还是降", {2018: "2100路", 2021: "1.2万路"}),
        ("夜归灯2022年队员多少人", {2022: "816人"}),
    ],
)
def test_figures_are_told_of_what_readers_call_otherwise(
    sparing: Searcher, text: str, values: dict[int, str]
) -> None:
    found = told(course_of(sparing, text))
    assert {year: value for (_, year), value in sorted(found.items())} == values


def test_the_dead_of_fires_are_none_of_the_roads(sparing: Searcher) -> None:
    found = told(course_of(sparing, "竹溪历年交通死亡"))
    assert 2019 not in {year for _, year in found}
    assert "2人" not in found.values() and "1人" not in found.values()


def test_what_a_report_on_half_a_year_tells_is_of_its_months(
    library_of: Callable[..., Searcher],
) -> None:
    unit = "岷东省鹤浦市公安局"
    told_of = [
        (2020, "2020年工作总结", "接警43.1万起。"),
        (2021, "2021年上半年工作小结", "接警21.3万起。"),
    ]
    lines = [
        {"id": t, "document": t, "title": t, "source": unit, "year": year, "text": text}
        for year, t, text in told_of
    ]
    library = library_of(lines)
    assert list(told(course_of(library, "鹤浦2021年上半年接警")).values()) == ["21.3万起"]
    course = course_of(library, "鹤浦历年接警")
    assert course is not None
    months = {year: months_of(rows[0]) for line in course.lines for year, rows in line.years}
    assert months == {2020: None, 2021: (1, 6)}


def test_the_people_of_a_team_are_told_year_by_year(reports_of: Callable[..., Searcher]) -> None:
    """However a report puts it; and neither what they did, nor whom a newspaper remembers."""
    found = course_of(
        reports_of(
            [
                ("岭上县公安局", 2018, "试点组建“巡山人”巡防队，首批吸收退伍军人、低龄老人86人。"),
                ("岭上县公安局", 2019, "“巡山人”队伍发展到412人，协助抓获嫌疑人24名。"),
                ("岭上县公安局", 2020, "巡山人530名队员参与村口值守9.4万人次。"),
                ("岭上县公安局", 2021, "“巡山人”718人，其中女队员104人。"),
                ("岭上县公安局", 2022, "巡山人千人目标没有实现，年底实有821人。"),
                ("岭上县公安局", 2023, "“巡山人”劝阻310人，“山月队”队员99人。"),
                ("岭上县公安局", 2024, "“巡山人”满六周年，在册902人。"),
                ("岭上县公安局", 2025, "“巡山人”扩编到31支964人。"),
                ("岭上日报", 2023, "“巡山人”已从最初的86人变成九百多人。"),
            ]
        ),
        "巡山人人数变化",
    )
    assert told(found) == {
        ("岭上", 2018): "86人",
        ("岭上", 2019): "412人",
        ("岭上", 2020): "530名",
        ("岭上", 2021): "718人",
        ("岭上", 2022): "821人",
        ("岭上", 2024): "902人",
        ("岭上", 2025): "964人",
    }


def test_people_of_no_team_have_the_course_of_what_is_counted(
    library_of: Callable[..., Searcher],
) -> None:
    texts = {2022: "道路交通事故死亡61人。", 2023: "交通亡人57人。", 2024: "道路交通亡人52人。"}
    library = library_of(texts.items(), "year text", source="洛川市公安局")
    found = course_of(library, "洛川交通事故死亡人数 2022到2024")
    assert list(told(found).values()) == ["61人", "57人", "52人"]


@pytest.fixture(scope="module")
def worded(reports_of: Reports) -> Searcher:
    unit = "澄江市公安局"
    return reports_of(
        [
            (unit, 2015, "通讯（网络）诈骗案件高发，全年立案1126起，破获148起。"),
            (unit, 2018, "电诈立案2534起。全年止付1.42亿元，向受害群众返还1286万元。"),
            (unit, 2019, "电诈立案3218起。96110见面劝阻5.4万人次，预警推送186万条，返还2270万元。"),
            (unit, 2020, "电诈立案2987起。追回欠薪，返还510万元。"),
            (unit, 2021, "电诈发案2790起，返还被骗资金3120万元。"),
        ]
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("澄江退给群众的钱历年", ["1286万元", "2270万元", "3120万元"]),
        ("澄江返还资金2018年到2021年", ["1286万元", "2270万元", "3120万元"]),
        ("澄江通讯网络诈骗立案逐年", ["1126起", "2534起", "3218起", "2987起", "2790起"]),
        ("澄江历年电诈立案", ["1126起", "2534起", "3218起", "2987起", "2790起"]),
    ],
)
def test_one_figure_is_one_series_however_it_is_asked_and_reported(
    worded: Searcher, text: str, values: list[str]
) -> None:
    assert list(told(course_of(worded, text)).values()) == values


def test_the_page_of_an_indicator_tells_and_draws_the_years_that_its_card_has(
    worded: Searcher,
) -> None:
    asked = FigureRequest(indicators=("电诈立案",))
    (cases,) = (m for m in measures_in_all_words(worded, asked, "source") if m.kind == "count")
    drawn = {year: value for (_, year), value in cases.values.items()}
    assert drawn == {2015: 1126, 2018: 2534, 2019: 3218, 2020: 2987, 2021: 2790}
    one_year = replace(asked, filters=Filters(year=("2020",)))
    (cases,) = (m for m in measures_in_all_words(worded, one_year, "source") if m.kind == "count")
    assert cases.years == (2020,)


def test_years_without_a_report_are_told_apart_from_those_that_were_not_read(
    worded: Searcher,
) -> None:
    course = course_of(worded, "澄江2016年到2020年返还")
    assert course is not None
    assert (course.silent, course.unreported) == ((2016, 2017, 2020), (2016, 2017))
    other = other_years_of(worded, "澄江2016年返还")
    assert other is not None and other.unreported == (2016,)


@pytest.mark.parametrize(
    ("text", "years", "when"),
    [
        ("澄江近三年电诈立案", [2019, 2020, 2021], ("近三年", 2019, 2021)),
        ("十三五期间澄江电诈立案", [2018, 2019, 2020], ("十三五期间", 2016, 2020)),
        ("澄江疫情三年电诈立案数", [2020, 2021], ("疫情三年", 2020, 2022)),
        ("澄江2018年和2020年电诈立案", [2018, 2020], None),
        ("澄江电诈案件这几年立案数", [2015, 2018, 2019, 2020, 2021], None),
    ],
)
def test_years_asked_for_in_words_are_those_told(
    worded: Searcher, text: str, years: list[int], when: tuple[str, int, int] | None
) -> None:
    course = course_of(worded, text)
    assert course is not None and course.when == when
    assert [year for _, year in told(course)] == years


def test_what_no_report_prints_is_not_left_out_of_a_measure(worded: Searcher) -> None:
    """养老诈骗 is no 诈骗; and a bare 破案 behind 电诈 is no 破案 of all cases."""
    for text in ("澄江养老诈骗立案历年", "澄江历年破案"):
        query = worded.search(SearchRequest(text)).query
        assert course_of(worded, text) is None and course_in_other_words(worded, query) is None


def test_places_in_an_order_are_told_where_they_are_asked_for(library: Searcher) -> None:
    assert told(course_of(library, "洛川群众安全感排名历年")) == {("洛川", 2021): "第8位"}


@pytest.fixture(scope="module")
def terse(reports_of: Reports) -> Searcher:
    """Reports that call one measure by many names, or leave most of its name out."""
    unit = "清河县公安局"
    return reports_of(
        [
            (unit, 2016, "交通事故死亡41人。其中盗窃立案之外，电话诈骗96起，破8起。"),
            (unit, 2017, "死亡38人，比上年少3人。新冒头的电话诈骗立案120起。"),
            (unit, 2018, "交通死亡35人。全年刑事立案3100起，其中盗窃1240起。电诈立案150起。"),
            (unit, 2019, "亡人事故死亡33人。盗窃立案1105起。化解矛盾纠纷812件。"),
            (unit, 2020, "沿国道设起“暖心屋”12处。矛盾纠纷化解905件。"),
            (unit, 2021, "始建于2020年的“暖心屋”增至18处。"),
            (unit, 2022, "“暖心屋”达24处。"),
            ("松原铁路公安处", 2021, "路外伤亡9人。", "一、线上"),
            ("松原铁路公安处", 2022, "路外伤亡7人。", "一、线上"),
        ]
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("清河历年交通死亡", {2016: "41人", 2017: "38人", 2018: "35人", 2019: "33人"}),
        ("清河盗窃立案历年", {2018: "1240起", 2019: "1105起"}),
        ("清河电诈立案历年", {2016: "96起", 2017: "120起", 2018: "150起"}),
        ("清河矛盾纠纷化解历年", {2019: "812件", 2020: "905件"}),
        ("清河暖心屋数量历年", {2020: "12处", 2021: "18处", 2022: "24处"}),
        ("铁路路外伤亡历年", {2021: "9人", 2022: "7人"}),
    ],
)
def test_a_measure_is_one_line_whatever_its_reports_call_it(
    terse: Searcher, text: str, values: dict[int, str]
) -> None:
    course = course_of(terse, text)
    assert course is not None
    (line,) = course.lines
    assert {year: rows[0].figure.value_text for year, rows in line.years} == values


def test_what_is_told_up_to_a_month_is_of_these_months(reports_of: Reports) -> None:
    unit = "清河县公安局"
    told_of = [
        (unit, 2023, "电诈立案612起。“暖心屋”24处。"),
        (unit, 2024, "截至6月底，电诈立案298起。截至9月底，“暖心屋”30处。"),
    ]
    library = reports_of(told_of)
    for text, months in (("清河电诈立案历年", (1, 6)), ("清河暖心屋数量历年", None)):
        course = course_of(library, text)
        assert course is not None
        assert months_of(course.lines[0].years[-1][1][0]) == months


def test_so_many_cases_are_no_state_and_a_paper_names_no_measure(reports_of: Reports) -> None:
    unit = "清河市公安局"
    library = reports_of(
        [
            (unit, 2021, "现行命案9起全部破获。群众安全感95.1%。110全年接警4.1万起。"),
            (unit, 2022, "发生命案8起，当年全破。清河的安全感96.2%。"),
            (unit, 2023, "命案7起全破。群众安全感97.0%。"),
            ("清河日报", 2023, "调查显示，清河安全感97.0%。"),
        ]
    )
    course = course_of(library, "清河命案历年")
    assert list(told(course).values()) == ["9起", "8起", "7起"]
    assert course is not None and "破" not in course.lines[0].indicator
    assert list(told(course_of(library, "清河市公安局安全感历年")).values()) == [
        *("95.1%", "96.2%", "97.0%")
    ]
    assert list(told(course_of(library, "清河接警历年")).values()) == ["4.1万起"]


def test_by_how_much_a_figure_changed_each_year_is_told_with_its_direction(
    reports_of: Reports,
) -> None:
    unit = "清河市公安局"
    library = reports_of(
        [
            (unit, 2021, "电诈立案812起，同比上升3.1%。接报盗窃警情下降7%。"),
            (unit, 2022, "全年电诈发案同比下降12.4%。接报盗窃警情900起，下降9%。"),
            (unit, 2023, "电诈立案640起，较上年下降10%；人均办案12件。"),
        ]
    )
    for text in ("清河电诈立案历年增减幅度", "清河电诈立案历年同比", "清河电诈发案各年降幅"):
        course = course_of(library, text)
        assert list(told(course).values()) == ["3.1%", "12.4%", "10%"]
        assert course is not None
        rows = [rows[0] for _, rows in course.lines[0].years]
        assert [row.figure.direction for row in rows] == ["up", "down", "down"]
    assert list(told(course_of(library, "清河盗窃警情历年下降")).values()) == ["7%", "9%"]
    assert list(told(course_of(library, "清河人均办案历年增速")).values()) == ["12件"]


def test_an_aim_under_one_name_hides_nothing_done_under_another(reports_of: Reports) -> None:
    unit = "清河市公安局"
    library = reports_of(
        [
            (unit, 2018, "发生森林火灾19起。2019年推广林火热线，力争火灾数降到17起以下。"),
            (unit, 2019, "全年发生森林火灾14起，首次实现连续两年下降。"),
        ]
    )
    assert told(course_of(library, "清河2019年森林火灾多少起")) == {("清河", 2019): "14起"}


def test_a_whole_year_under_another_name_stands_in_place_of_half_of_it(
    reports_of: Reports,
) -> None:
    library = reports_of(
        [
            ("清河市公安局", 2021, "电诈发案812起。"),
            ("清河市公安局", 2022, "上半年电诈发案380起。"),
            ("清河市公安局", 2022, "全年电诈接报770起。"),
            ("清河市公安局", 2023, "电诈发案616起。"),
        ]
    )
    lines = told(course_of(library, "清河历年电诈发案"))
    assert lines["清河", 2022] == "770起"
    changes = course_of(library, "清河2023年电诈发案同比")
    assert changes is not None and changes.lines[0].worked[2023] == -20.0


def test_of_a_unit_that_told_only_half_a_year_so_each_whole_year_may_be_of_another_name(
    reports_of: Reports,
) -> None:
    library = reports_of(
        [
            ("清河市公安局", 2022, "上半年电诈发案380起。全年电诈接报770起。"),
            ("石阜市公安局", 2022, "电诈发案616起。"),
        ]
    )
    lines = told(course_of(library, "各地历年电诈发案"))
    assert lines == {("清河", 2022): "770起", ("石阜", 2022): "616起"}


def test_a_year_that_the_next_report_alone_tells_is_worked_out(reports_of: Reports) -> None:
    library = reports_of(
        [
            ("清河市公安局", 2020, "电诈发案1176起。"),
            ("清河市公安局", 2021, "上半年电诈发案548起。"),
            ("清河市公安局", 2022, "电诈发案871起，比2021年少163起。"),
            ("清河市公安局", 2023, "电诈发案903起，比上年多32起。"),
        ]
    )
    course = course_of(library, "清河历年电诈发案")
    assert course is not None and course.unread == ()
    assert {y: one.shown for y, one in course.lines[0].reckoned.items()} == {2021: "1034起"}
    assert course.lines[0].all_years == [2020, 2021, 2022, 2023]
    told_too = reports_of(
        [
            ("清河市公安局", 2021, "全年电诈接报1040起。"),
            ("清河市公安局", 2022, "电诈发案871起，比2021年少163起。"),
        ]
    )
    course = course_of(told_too, "清河历年电诈发案")
    assert course is not None and not course.lines[0].reckoned  # what is printed stands


def test_an_answer_is_of_what_the_question_before_it_names(reports_of: Reports) -> None:
    library = reports_of(
        [
            ("清河市公安局", 2021, "记者问：毒品案呢？答：破案85起，下降12.4%。"),
            ("清河市公安局", 2022, "记者问：毒品案？答：破案61起。"),
        ]
    )
    assert told(course_of(library, "清河历年毒品案件")) == {
        ("清河", 2021): "85起",
        ("清河", 2022): "61起",
    }


def test_a_change_that_no_report_prints_is_worked_out_of_two_years(reports_of: Reports) -> None:
    library = reports_of(
        [
            ("清河市公安局", 2020, "全年调处边界纠纷320起。"),
            ("清河市公安局", 2021, "调处边界纠纷288起。"),
            ("清河市公安局", 2022, "调处边界纠纷252起，同比下降12.5%。"),
        ]
    )
    for text in ("清河边界纠纷历年同比", "清河2021年边界纠纷比上年下降多少"):
        course = course_of(library, text)
        assert course is not None and course.lines[0].worked[2021] == -10.0
    assert told(course_of(library, "清河边界纠纷历年同比"))["清河", 2022] == "12.5%"
    assert course_of(library, "清河2020年边界纠纷同比") is None  # nothing tells it, no level does


def test_a_state_is_laid_out_in_whatever_words_a_question_finds_it(
    library_of: Callable[..., Searcher],
) -> None:
    lines = (
        ("江阳市公安局", 2023, "现行命案连续七年全破。"),
        ("岭上县公安局", 2023, "命案发4起破4起，全破14年。"),
        ("岭上县公安局", 2021, "命案全破年数：12年（2010—2021）。"),
        ("湖口县公安局", 2023, "命案全破（含零发案年份）连续9年。"),
    )
    library = library_of(lines, "source year text")
    asked = FigureRequest(indicators=("命案全破",))
    told = {
        (unit[:2], year): [row.figure.value for row in rows]
        for m in measures_in_all_words(library, asked, "source")
        if m.kind == "streak"
        for (unit, year), rows in m.cells.items()
    }
    assert told == {
        ("江阳", 2023): ["7"],
        ("岭上", 2021): ["12"],
        ("岭上", 2023): ["14"],
        ("湖口", 2023): ["9"],
    }


def test_what_another_year_s_report_says_it_fell_from_is_of_that_year(reports_of: Reports) -> None:
    library = reports_of(
        [
            ("清河市公安局", 2019, "道路事故死亡45人。"),
            ("清河市公安局", 2021, "道路事故死亡由2020年的41人减到2021年的40人。"),
        ]
    )
    values = list(told(course_of(library, "清河历年交通事故死亡")).values())
    assert values == ["45人", "41人", "40人"]


def test_what_is_told_otherwise_is_as_corrected(reports_of: Reports) -> None:
    library = reports_of(
        [
            ("清河市公安局", 2018, "长下坡事故143起。"),
            ("清河市公安局", 2019, "长下坡事故112起。"),
            ("清河市公安局", 2020, "大货车长下坡事故91起，比上年减少21起。"),
            (
                "清河市公安局",
                2021,
                "长下坡事故77起；去年年报把2020年的长下坡事故误作91起，实为94起。",
            ),
        ]
    )
    values = list(told(course_of(library, "清河历年长下坡事故")).values())
    assert values == ["143起", "112起", "94起", "77起"]  # what stands beside a correction holds


def test_a_report_on_a_span_of_years_is_of_its_last_and_what_is_said_twice_is_told_once(
    reports_of: Reports,
) -> None:
    library = reports_of(
        [
            ("清河市公安局", 2021, "交通事故死亡76人。"),
            ("清河市公安局", 2022, "交通事故死亡70人。"),
            ("清河市公安局", 2023, "交通事故死亡68人。"),
            ("清河市公安局", 2023, "交通事故死亡人数五年从91人减到70人。"),
        ],
        titles={3: "清河公安五年亮点：2018—2022"},
    )
    course = course_of(library, "清河历年交通事故死亡")
    assert course is not None
    said = [[row.figure.shown for row in rows] for _, rows in course.lines[0].years]
    assert said == [["76人"], ["70人"], ["68人"]]
