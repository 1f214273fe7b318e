"""A question for one figure of several units is answered by what each says of one year."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.comparing.courses import course_of
from search.comparing.tables.ranking import UnitFigures
from search.comparing.unit_figures import unit_figures
from search.request import SearchRequest
from search.searcher import Searcher
from tests.search.comparing.conftest import answers_of, values_of

RIVER, HILL, BRIDGE = "江阳市公安局", "岭上县公安局", "石桥区公安分局"
LINES = [
    (RIVER, 2023, "全年电信网络诈骗立案1105起，案损8120万元，破案655起，打处702人。"),
    (RIVER, 2024, "全年电信网络诈骗立案986起，同比下降10.8%，案损7010万元，破案671起，打处735人。"),
    (
        RIVER,
        2024,
        "电信网络诈骗案损8120万元有误的说法不实。群众安全感98.7%。打算：2025年电诈立案控制在900起以内。",
    ),
    (
        HILL,
        2023,
        "（二）电信网络诈骗治理。发案二百零三件，完成210件以内的目标；侦破88件；涉案金额960万元。",
    ),
    (
        HILL,
        2024,
        "（二）电信网络诈骗治理。发案一百七十件；侦破93件；涉案金额810万元；移诉96人。群众安全感99.1%。",
    ),
    (BRIDGE, 2024, "石桥区电信网络诈骗立案412起；破电诈案201起；盗窃立案633起，破案240起。"),
    (BRIDGE, 2022, "毒品案件40起。"),
    (BRIDGE, 2024, "破获毒品案件31起；命案8起全破。"),
    (RIVER, 2024, "破获毒品案件118起；现行命案6起全部侦破。"),
]


@pytest.fixture(scope="module")
def reports(reports_of: Callable[..., Searcher]) -> Searcher:
    return reports_of(LINES)


@pytest.mark.parametrize(
    ("question", "year", "told"),
    [
        ("江阳、岭上、石桥2024年电诈立案多少", 2024, ["986起", "一百七十件", "412起"]),
        ("2024年电诈立案", 2024, ["986起", "412起", "一百七十件"]),
        # Cases that were all solved; 破获毒品案件 is of another thing.
        ("江阳、石桥2024年命案破案多少", 2024, ["6起", "8起"]),
        # Of how many cases there were, in whatever words.
        ("江阳、岭上、石桥2024年电诈案件数", 2024, ["986起", "一百七十件", "412起"]),
        ("2024年哪家电诈案件最少", 2024, ["一百七十件", "412起", "986起"]),
        ("2024年江阳和石桥哪边电诈案件多", 2024, ["986起", "412起"]),
        ("2024年各局电诈多少起", 2024, ["986起", "412起", "一百七十件"]),
        ("2024年各地电信诈骗数量", 2024, ["986起", "412起", "一百七十件"]),
        ("2024年各地电信诈骗各有多少起", 2024, ["986起", "412起", "一百七十件"]),
        ("2024年各地电诈立案或发案", 2024, ["986起", "412起", "一百七十件"]),
        # All but those that are left out.
        ("2024年除了江阳各局电诈立案", 2024, ["412起", "一百七十件"]),
        ("江阳以外哪个局2024年电诈案件最多", 2024, ["412起", "一百七十件"]),
        ("2024年各局电诈立案，不含石桥", 2024, ["986起", "一百七十件"]),
        ("2024年除江阳外电诈立案最多的是谁", 2024, ["412起", "一百七十件"]),
        # Of those that are named behind it.
        ("2024年电诈立案最少的是江阳、岭上、石桥中的哪个", 2024, ["一百七十件", "412起", "986起"]),
        ("2024年电诈案件江阳、石桥谁破得多", 2024, ["671起", "201起"]),
        # Where none tells how many there were.
        ("2024年毒品案件最多的是谁", 2024, ["118起", "31起"]),
        ("岭上和江阳2023年电诈立案", 2023, ["二百零三件", "1105起"]),
        ("三家单位2024年反诈破案数", 2024, ["671起", "201起", "93件"]),
        ("电诈破案数哪家多", 2024, ["671起", "201起", "93件"]),
        ("电诈立案最少的是哪个局", 2024, ["一百七十件", "412起", "986起"]),
        ("2024年电诈立案最少的单位", 2024, ["一百七十件", "412起", "986起"]),
        ("2024年电诈立案最少的公安机关是谁", 2024, ["一百七十件", "412起", "986起"]),
        ("2024年电诈立案 江阳 vs 岭上", 2024, ["986起", "一百七十件"]),
        ("江阳与岭上群众安全感谁高", 2024, ["99.1%", "98.7%"]),
        ("各单位毒品破案数", 2024, ["118起", "31起"]),
        (
            "请把江阳跟岭上、还有石桥2024年电诈立案放在一起看看",
            2024,
            ["986起", "一百七十件", "412起"],
        ),
        ("论破电诈案，2024年江阳和石桥哪家强", 2024, ["671起", "201起"]),
    ],
)
def test_each_unit_is_told_in_its_own_words(
    reports: Searcher, question: str, year: int, told: list[str]
) -> None:
    found = unit_figures(reports, question)
    assert found is not None
    assert found.year == year
    assert [row.figure.value_text for line in found.lines for row in line.rows] == told


def test_the_first_is_named_where_it_is_asked_for(reports: Searcher) -> None:
    found = unit_figures(reports, "2024年江阳、岭上、石桥谁的毒品破案最多")
    assert found is not None and found.unread and not found.leading  # the third may be the first
    found = unit_figures(reports, "电诈破案数哪家多")
    assert found is not None and (found.leading, found.is_least) == ((RIVER,), False)
    assert len(found.wordings) > 1  # 破案, 侦破, 破: a reader is told
    found = unit_figures(reports, "江阳与岭上群众安全感谁高")
    assert found is not None and found.leading == (HILL,) and found.is_level
    found = unit_figures(reports, "江阳和岭上谁的群众安全感更高")
    assert found is not None and found.leading == (HILL,)
    found = unit_figures(reports, "江阳、岭上2024年电诈立案多少")
    assert found is not None and found.leading == ()


def test_what_only_seems_to_be_the_same_stands_apart_and_surpasses_nothing(
    reports: Searcher,
) -> None:
    found = unit_figures(reports, "江阳、岭上、石桥2024年电诈案损谁多")
    assert found is not None
    assert [line.unit for line in found.lines] == [RIVER]
    assert [(line.unit, line.rows[0].figure.value_text) for line in found.near] == [
        (HILL, "810万元")
    ]
    assert (found.silent, found.leading) == ((BRIDGE,), ())


CITY, LAKE, PORT = "云浦市公安局", "云浦市公安局望湖分局", "云浦市公安局北埠分局"


@pytest.fixture(scope="module")
def branches(reports_of: Callable[..., Searcher]) -> Searcher:
    """A bureau and its branches."""
    return reports_of(
        [
            (CITY, 2023, "全市电诈立案3040起，刑事警情12900起。"),
            (CITY, 2024, "全市电诈立案2608起，刑事警情11986起。"),
            (LAKE, 2023, "电诈发案604起，刑事警情1983起。"),
            (LAKE, 2024, "电诈发案489起，刑事警情1765起。"),
            (PORT, 2024, "电诈立案262件，刑事警情1240起。"),
            (PORT, 2023, "2024年，道路交通死亡力争控制在15人以内。"),
            (PORT, 2024, "道路交通事故死亡14人，不到2018年的一半。"),
        ]
    )


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("2024年哪个分局电诈发案最多", ["489起", "262件"]),
        ("电诈立案哪家最多", ["489起", "262件"]),  # what the city has holds what branches have
        ("历年电诈立案最多的是哪个分局", ["604起", "262件"]),
        ("各分局2024年刑事警情", ["1765起", "1240起"]),
        ("2024年全市刑事警情是多少", ["11986起"]),
    ],
)
def test_branches_are_compared_and_the_whole_is_told_apart(
    branches: Searcher, question: str, values: list[str]
) -> None:
    assert values_of(answers_of(branches, question)) == values


@pytest.mark.parametrize(
    "question", ["北埠2024年交通死亡目标完成没有", "北埠2024年道交亡人目标和结果"]
)
def test_what_was_aimed_at_stands_beside_what_was_reached(
    branches: Searcher, question: str
) -> None:
    course = course_of(branches, question)
    assert course is not None
    told = [
        (line.is_aim, rows[0].figure.value_text) for line in course.lines for _, rows in line.years
    ]
    assert told == [(False, "14人"), (True, "15人以内")]


def test_a_course_of_the_city_is_of_no_branch(branches: Searcher) -> None:
    course = course_of(branches, "全市刑事警情历年")
    assert course is not None and {line.unit for line in course.lines} == {CITY}
    course = course_of(branches, "各分局刑事警情历年")
    assert course is not None and {line.unit for line in course.lines} == {LAKE, PORT}


@pytest.mark.parametrize(
    "text",
    [
        "江阳2024年电诈立案多少",  # of one unit
        "江阳、岭上电诈立案历年变化",  # of many years
        "江阳、岭上2019年电诈立案",
        "各地经验做法",
        "反诈",
    ],
)
def test_other_texts_are_not_answered(reports: Searcher, text: str) -> None:
    assert unit_figures(reports, text) is None


def test_all_cases_solved_are_so_many_solved(reports: Searcher) -> None:
    found = unit_figures(reports, "江阳、石桥2024年命案破案多少")
    assert found is not None  # and nothing of 破获毒品案件
    assert sorted(line.rows[0].figure.shown for line in found.lines) == ["6起", "8起"]


def test_a_mended_question_is_answered_and_one_of_a_unit_not_held_is_not(
    reports: Searcher,
) -> None:
    typed = "2024年各单位电心网络诈骗立案"
    assert reports.search(SearchRequest(typed)).query.corrected == typed.replace("心", "信")
    assert values_of(answers_of(reports, typed)) == ["986起", "412起", "一百七十件"]
    assert not answers_of(reports, "江阳市公安局和松泉市公安局2024年电诈立案谁多")


def test_a_city_is_told_to_hold_its_parts_and_no_county_is_set_beside_it(
    reports_of: Callable[..., Searcher],
) -> None:
    told = (
        ("柳河市公安局", 2023, "电信网络诈骗立案1254起，群众损失6605万元，紧急止付7033万元。"),
        ("柳河市公安局南湖分局", 2023, "电信网络诈骗立案402起，损失2210万元，止付2650万元。"),
        ("青岩县公安局", 2023, "电信网络诈骗立案118起，损失512万元，止付377万元。"),
        ("桐山县公安局", 2023, "电信网络诈骗立案141起，损失690万元，止付455万元。"),
    )
    library = reports_of(told)
    for question, first, units, wholes in (
        ("2023年电信诈骗损失最大的是哪个单位", "柳河市公安局", 4, ("柳河市公安局",)),
        ("哪个局止付金额最多", "柳河市公安局", 4, ("柳河市公安局",)),
        ("电信诈骗损失最大", "柳河市公安局", 4, ("柳河市公安局",)),
        ("2023年哪个县电信诈骗损失最大", "桐山县公安局", 2, ()),
    ):
        found = unit_figures(library, question)
        assert found is not None and found.leading == (first,), question
        assert (len(found.lines), found.wholes) == (units, wholes), question


LAST = [
    (RIVER, 2023, "110接警量35.1万起。连续8年命案全破。"),
    (RIVER, 2024, "110接警量36.8万起。连续9年命案全破。群众安全感98.7%。"),
    (HILL, 2023, "110接警量7.6万起。命案连续13年全破，3起命案全破。群众安全感98.2%。"),
    (BRIDGE, 2024, "连续2年命案全破，群众安全感97.4%。"),
]


def test_each_unit_has_its_own_latest_year_where_that_is_asked_for(
    reports_of: Callable[..., Searcher],
) -> None:
    reports = reports_of(LAST)

    def told(question: str) -> list[tuple[str, int | None, str]]:
        found = unit_figures(reports, question)
        assert found is not None
        return [(one.unit, one.year, one.rows[0].figure.value_text) for one in found.lines]

    for question in ("110接警量各单位最新数", "各单位最新110接警量"):
        assert told(question) == [(RIVER, 2024, "36.8万起"), (HILL, 2023, "7.6万起")], question
    second = unit_figures(reports, "命案连续全破第二长的单位")
    assert second is not None and second.leading == (RIVER,)
    for question in ("各家命案全破情况", "三家单位命案全破比一比"):  # what holds now
        lasting = [(HILL, 2023, "13年"), (RIVER, 2024, "9年"), (BRIDGE, 2024, "2年")]
        assert told(question) == lasting, question
    rates = unit_figures(reports, "各单位2024年群众安全感比一比")
    assert rates is not None and rates.unreported == (HILL,)
    named = unit_figures(reports, "江阳和石桥2024年群众安全感")
    assert named is not None and named.unreported == ()


def test_nobody_is_first_where_no_two_tell_of_the_same_year(
    reports_of: Callable[..., Searcher],
) -> None:
    lines = [(RIVER, 2022, "刑事破案率61.2%。"), (HILL, 2023, "刑事破案率58.0%。")]
    found = unit_figures(reports_of(lines), "哪个局刑事破案率最高")
    assert found is not None and [line.year for line in found.lines] == [2022, 2023]
    assert not (found.leading or found.difference or found.is_of_one_year)


def test_no_unit_of_the_library_is_absent_without_a_word(
    reports_of: Callable[..., Searcher],
) -> None:
    valley, port = "柳谷县公安局", "白港市公安局"
    reports = reports_of(
        [
            (RIVER, 2024, "全市道路交通事故死亡131人。"),
            (HILL, 2024, "一是全年死亡24人，比上年少2人。二是查处酒驾310起。", "四、交通管理"),
            (HILL, 2024, "生产安全事故死亡3人。", "五、安全生产"),
            (BRIDGE, 2023, "因车祸死亡61人。"),
            (valley, 2024, "盗窃立案31起。"),
            (port, 2022, "盗窃立案94起。"),
            ("江阳日报", 2024, "记者从交警支队了解到，道路交通事故死亡131人。"),
        ]
    )
    found = unit_figures(reports, "2024年各单位交通死亡")
    assert found is not None
    shown = [(ln.unit, ln.rows[0].figure.value_text) for ln in (*found.lines, *found.near)]
    assert shown == [(RIVER, "131人"), (HILL, "24人"), (BRIDGE, "61人")]
    assert [line.year for line in found.near] == [2023]
    assert set(found.silent) == {valley, port}  # no newspaper
    assert set(found.unreported) == {BRIDGE, port}


@pytest.mark.parametrize(
    ("question", "leading", "is_least"),
    [
        ("2024年电诈立案前两名的单位", [RIVER, BRIDGE], False),
        ("2024年电诈立案第二多的单位", [BRIDGE], False),
        ("2024年哪个单位电诈立案倒数第一", [HILL], True),
        ("2024年哪个局电诈立案第二少", [BRIDGE], True),
    ],
)
def test_places_in_an_order(
    reports: Searcher, question: str, leading: list[str], is_least: bool
) -> None:
    found = unit_figures(reports, question)
    assert found is not None
    assert (list(found.leading), found.is_least) == (leading, is_least)


def test_what_readers_call_it_is_told_in_the_words_of_reports(
    reports_of: Callable[..., Searcher],
) -> None:
    reports = reports_of(
        [
            (RIVER, 2023, "电信网络诈骗立案986起，群众损失7010万元。养老诈骗立案12起。"),
            (HILL, 2023, "通讯网络诈骗发案203件。", "二、反诈"),
            (BRIDGE, 2023, "诈骗立案560起，其中电信网络诈骗立案412起。"),
        ]
    )
    found = unit_figures(reports, "2023年各单位诈骗立案")
    assert found is not None  # of 石桥 that is a wider thing, and the others are marked
    assert [ln.rows[0].figure.value_text for ln in found.lines] == ["560起"]
    assert [ln.rows[0].figure.value_text for ln in found.near] == ["986起", "203件"]
    told = unit_figures(reports, "江阳 岭上 2023 诈骗 立案 对照")
    assert told is not None and not told.near
    assert [ln.rows[0].figure.value_text for ln in told.lines] == ["986起", "203件"]


def test_half_a_year_is_not_set_beside_whole_years(reports_of: Callable[..., Searcher]) -> None:
    reports = reports_of(
        [
            (RIVER, 2024, "上半年110接警18.1万起。"),
            (HILL, 2024, "2024年共接警7.6万起。"),  # of 2024, not of so many years
            (BRIDGE, 2024, "全年累计接警9.2万起。"),
        ]
    )
    found = unit_figures(reports, "2024年哪个单位接警最多")
    assert found is not None and (found.leading, found.rivals) == ((), (RIVER,))
    assert [line.rows[0].figure.value_text for line in found.lines] == ["9.2万起", "7.6万起"]
    assert [(line.unit, line.year) for line in found.near] == [(RIVER, 2024)]


def test_a_whole_year_of_the_next_report_goes_before_half_of_the_years_own(
    reports_of: Callable[..., Searcher],
) -> None:
    told = [
        (RIVER, 2022, "全年电诈立案412起。"),
        (HILL, 2022, "上半年，电诈立案318起。"),
        (HILL, 2023, "电诈立案590起，2022年为652起。"),
    ]
    found = unit_figures(reports_of(told), "2022年各单位电诈立案")
    assert found is not None
    assert {line.unit: line.rows[0].figure.value for line in found.lines} == {
        RIVER: "412",
        HILL: "652",
    }


def test_a_table_of_all_units_may_have_nothing_but_other_years(
    reports_of: Callable[..., Searcher],
) -> None:
    reports = reports_of([(RIVER, 2021, "110接警35万起。"), (HILL, 2022, "破案31起。")])
    found = unit_figures(reports, "2022年各单位接警量")
    assert found is not None and not found.lines
    assert [(line.unit, line.year) for line in found.near] == [(RIVER, 2021)]
    assert (found.silent, found.unreported) == ((HILL,), (RIVER,))


CHANGES = [
    (RIVER, 2024, "电诈立案986起，同比下降10.8%；电诈破案671起，同比上升6%。"),
    (HILL, 2024, "电诈立案170件，同比上升4.2%。"),
    (BRIDGE, 2024, "电诈发案412起，比上年下降21.5%。"),
    (BRIDGE, 2023, "电诈立案525起，同比下降1%。"),
]


@pytest.mark.parametrize(
    ("question", "told", "leading"),
    [
        ("各地2024年电诈是升是降，列一下", ["4.2%", "10.8%", "21.5%"], ()),
        ("哪个单位2024电诈不降反升", ["4.2%", "10.8%", "21.5%"], (HILL,)),
        ("2024年哪家电诈降幅最大", ["21.5%", "10.8%", "4.2%"], (BRIDGE,)),
        ("2024年几家里电诈立案降幅最小的", ["4.2%", "10.8%", "21.5%"], (RIVER,)),
        ("江阳和石桥2024年电诈立案谁降得多", ["21.5%", "10.8%"], (BRIDGE,)),
        ("2024年电诈立案同比下降 哪家最多", ["21.5%", "10.8%", "4.2%"], (BRIDGE,)),
    ],
)
def test_changes_of_units_are_told_with_their_direction(
    reports_of: Callable[..., Searcher], question: str, told: list[str], leading: tuple[str, ...]
) -> None:
    found = unit_figures(reports_of(CHANGES), question)
    assert found is not None
    assert found.year == 2024
    assert [line.rows[0].figure.value_text for line in found.lines] == told
    assert found.leading == leading
    assert {line.rows[0].figure.kind for line in found.lines} == {"change"}


def test_two_things_at_once_are_no_one_figure(reports_of: Callable[..., Searcher]) -> None:
    assert unit_figures(reports_of(CHANGES), "2024年各局电诈立案破案对比") is None


def test_persons_and_times_stand_in_one_table_and_none_is_first(
    reports_of: Callable[..., Searcher],
) -> None:
    found = unit_figures(
        reports_of(
            [
                (RIVER, 2022, "“江哨”劝阻2.6万人。“劝阻一小时”见面率93%。", "反诈"),
                (RIVER, 2021, "劝阻1.2万人次。", "反诈"),
                (HILL, 2022, "电诈立案296起；劝阻2765人次。", "反诈"),
                (BRIDGE, 2022, "电诈立案189起；劝阻1940人次。", "反诈"),
            ]
        ),
        "2022年劝阻人数最多的单位",
    )
    assert found is not None
    assert [line.rows[0].figure.value_text for line in found.lines] == ["2765人次", "1940人次"]
    assert [line.rows[0].figure.value_text for line in found.near] == ["2.6万人"]
    assert found.rivals == (RIVER,)
    assert found.leading == ()


def test_frozen_money_is_near_to_money_stopped_and_frozen(
    reports_of: Callable[..., Searcher],
) -> None:
    told = [
        (RIVER, 2022, "电诈立案986起，止付冻结1.84亿元。"),
        (HILL, 2022, "电诈立案402起，冻结资金2.97亿元。"),
        (HILL, 2021, "电诈立案387起，止付冻结2.41亿元。"),
    ]
    found = unit_figures(reports_of(told), "岭上和江阳2022年止付冻结谁多")
    assert found is not None
    assert [line.rows[0].figure.value_text for line in found.lines] == ["1.84亿元"]
    assert [line.rows[0].figure.value_text for line in found.near] == ["2.97亿元"]
    assert found.leading == ()


@pytest.mark.parametrize(
    ("question", "difference"),
    [
        ("江阳和石桥2024年电诈立案差多少", "574起"),
        ("2024年江阳电诈立案比石桥多多少", "574起"),
        ("江阳比石桥2024年电诈立案多了几起", "574起"),
        ("江阳跟岭上2024年群众安全感差距", "0.4个百分点"),
        ("江阳和岭上2024年电诈立案相差多少", ""),  # 起 and 件 are printed
        ("江阳、岭上、石桥2024年电诈立案差多少", ""),
    ],
)
def test_by_how_much_two_units_differ(reports: Searcher, question: str, difference: str) -> None:
    found = unit_figures(reports, question)
    assert found is not None and found.difference == difference


@pytest.mark.parametrize("question", ["2024年各局电诈立案同比", "电诈立案2024年变化幅度"])
def test_how_a_figure_changed_is_no_level(
    reports_of: Callable[..., Searcher], question: str
) -> None:
    library = reports_of([*LINES, (BRIDGE, 2024, "电诈立案同比上升3%。")])
    found = unit_figures(library, question)
    assert found is not None
    printed = [line for line in found.lines if line.change is None]
    assert [r.figure.value_text for line in printed for r in line.rows] == ["3%", "10.8%"]


def test_what_was_aimed_at_stands_beside_what_was_reached_where_that_is_asked(
    reports_of: Callable[..., Searcher],
) -> None:
    library = reports_of(
        [
            (RIVER, 2024, "全年电诈立案986起。"),
            (BRIDGE, 2024, "全年电诈立案412起。"),
            (BRIDGE, 2023, "2024年，力争电诈立案控制在400起以内。"),
        ]
    )
    found = unit_figures(library, "各单位2024年电诈立案目标完成对照")
    assert found is not None
    assert [line.unit for line in found.lines] == [RIVER, BRIDGE]
    assert [r.figure.value_text for r in found.aims[BRIDGE]] == ["400起以内"]
    plain = unit_figures(library, "各单位2024年电诈立案")
    assert plain is not None and not plain.aims


def test_a_unit_whose_year_is_told_otherwise_is_told_as_if_it_alone_were_asked_for(
    reports_of: Callable[..., Searcher],
) -> None:
    library = reports_of(
        [
            (RIVER, 2022, "电诈立案500起。道路交通事故死亡100人。"),
            (HILL, 2021, "电诈立案812起。道路交通死亡112人。"),
            (HILL, 2022, "上半年电诈立案380起。上半年道路交通死亡41人。"),
            (HILL, 2022, "全年电诈接报770起。"),
            (HILL, 2022, "全年事故亡人103人。"),
            (BRIDGE, 2022, "电诈立案90起。道路交通死亡97人。"),
        ]
    )
    told = unit_figures(library, "2022年各局电诈立案")
    assert told is not None and _values(told, HILL) == ["770起"]
    second = unit_figures(library, "2022年哪个局道路交通死亡最多")
    assert second is not None and [line.unit for line in second.lines] == [HILL, RIVER, BRIDGE]


def test_what_a_plan_sets_is_no_result_and_brackets_have_their_own_deed(
    reports_of: Callable[..., Searcher],
) -> None:
    library = reports_of(
        [
            (RIVER, 2024, "全年电诈立案986起，破案671起。"),
            (BRIDGE, 2023, "电诈立案从309起压减至247起，六成四告破（158起）。"),
            (BRIDGE, 2024, "电诈发案控制在1500起以内。", "二〇二四年工作安排"),
            (RIVER, 2023, "电诈立案1105起，破案655起。"),
        ],
        titles={2: "石桥区公安分局二〇二四年工作安排"},
    )
    opened = unit_figures(library, "2024年各局电诈立案")
    assert opened is not None and _values(opened, BRIDGE) != ["1500起以内"]
    solved = unit_figures(library, "2023年各局电诈破案")
    assert solved is not None and _values(solved, BRIDGE) == ["158起"]
    cases = unit_figures(library, "2023年各局电诈立案")
    assert cases is not None and _values(cases, BRIDGE) == ["247起"]


def test_cases_that_nobody_says_were_opened_keep_the_name_that_was_asked(
    reports_of: Callable[..., Searcher],
) -> None:
    library = reports_of([(RIVER, 2024, "毒品案件33起。"), (BRIDGE, 2024, "毒品案件27起。")])
    found = unit_figures(library, "2024年各局毒品案件")
    assert found is not None and found.name == "毒品案件"


def _values(found: UnitFigures, unit: str) -> list[str]:
    lines = (*found.lines, *found.near)
    return [r.figure.value_text for line in lines if line.unit == unit for r in line.rows]


@pytest.mark.parametrize(
    "question",
    ["2024年这几家的电诈立案放一张表", "2024年三家单位电诈各立了多少", "2024 电诈立案横向比一下"],
)
def test_a_table_is_asked_for_in_plain_words(reports: Searcher, question: str) -> None:
    found = unit_figures(reports, question)
    assert found is not None
    assert [_values(found, unit) for unit in (RIVER, HILL, BRIDGE)] == [
        ["986起"],
        ["一百七十件"],
        ["412起"],
    ]


def test_cases_by_their_name_are_opened_ones_and_a_year_is_told_in_other_words(
    reports_of: Callable[..., Searcher],
) -> None:
    library = reports_of(
        [
            (RIVER, 2021, "电信诈骗发案470起。发生现行命案4起。道路交通事故死亡97人。"),
            (BRIDGE, 2021, "电诈立案558起。命案发3破3。道路交通事故死亡112人。"),
            (BRIDGE, 2022, "电诈立案512起。事故亡人109人，首次降到110人以内。"),
            (RIVER, 2022, "电诈立案420起。道路交通事故死亡91人。"),
        ]
    )
    fewest = unit_figures(library, "2021年哪家电诈案件最少")
    assert fewest is not None and fewest.leading == (RIVER,)
    killings = unit_figures(library, "2021年各局命案起数")
    assert killings is not None and _values(killings, BRIDGE) == ["3"]
    assert _values(killings, RIVER) == ["4起"]
    dead = unit_figures(library, "2022年各局交通事故死亡")
    assert dead is not None and _values(dead, BRIDGE) == ["109人"]
    assert unit_figures(library, "1998年各局电诈立案") is None


def test_cases_are_one_thing_however_they_are_counted(reports_of: Callable[..., Searcher]) -> None:
    lines = [(RIVER, 2023, "命案发4起破4起。"), (HILL, 2023, "命案发生2件，侦破2件。")]
    found = unit_figures(reports_of(lines), "2023年各局命案发了几起")
    assert found is not None
    assert [row.figure.shown for line in found.lines for row in line.rows] == ["4起", "2件"]


@pytest.fixture(scope="module")
def with_a_newspaper(reports_of: Callable[..., Searcher]) -> Searcher:
    return reports_of(
        [
            (RIVER, 2023, "全年电信网络诈骗立案1105起，见面劝阻率96.2%。"),
            (RIVER, 2024, "全年电信网络诈骗立案986起，见面劝阻率97.1%。"),
            ("墨川市公安局新闻办", 2024, "全年电信网络诈骗立案691起，见面劝阻率98.3%。"),
            ("岭东日报", 2023, "墨川市公安局全年电信网络诈骗立案874起，见面劝阻率97.8%。"),
            ("岭东日报", 2024, "墨川市公安局全年电信网络诈骗立案700余起。"),
            (BRIDGE, 2023, "全年电信网络诈骗立案412起，见面劝阻率95.3%。"),
        ]
    )


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("2023年江阳、墨川、石桥电诈立案哪个最多", ["1105起", "874起", "412起"]),
        ("2023年江阳、墨川电诈立案", ["1105起", "874起"]),
        ("2023年各局见面劝阻率谁最高", ["97.8%", "96.2%", "95.3%"]),
    ],
)
def test_a_newspaper_tells_of_a_bureau_what_this_has_no_report_of(
    with_a_newspaper: Searcher, question: str, told: list[str]
) -> None:
    assert _shown(with_a_newspaper, question) == told


def test_a_newspaper_adds_nothing_to_a_report(with_a_newspaper: Searcher) -> None:
    assert _shown(with_a_newspaper, "2024年江阳、墨川电诈立案") == ["986起", "691起"]


def _shown(searcher: Searcher, question: str) -> list[str]:
    found = unit_figures(searcher, question)
    assert found is not None
    return [row.figure.shown for one in found.lines for row in one.rows]
