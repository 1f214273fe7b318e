"""A question for several figures of a theme gets one small table, of units or of years."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.word_list import words
from search.comparing.tables.asked_table import asked_table
from search.comparing.tables.unit_tables import UnitTable, unit_table
from search.comparing.unit_figures import units_asked
from search.request import SearchRequest
from search.searcher import Searcher

CITY, EAST, HILL = "江阳市公安局", "江阳市公安局东湖分局", "岭上县公安局"
LINES = [
    (
        CITY,
        2022,
        "全市电信网络诈骗立案1105起，破案655起，群众损失8120万元，市反诈中心紧急止付3560万元。"
        "依法打击养老诈骗犯罪，立案74起。",
    ),
    (CITY, 2023, "电信网络诈骗立案986起，破案671起，群众损失7010万元，紧急止付4100万元。"),
    (EAST, 2022, "电信网络诈骗立案380起，破案201起，群众损失2100万元，紧急止付902万元。"),
    (EAST, 2023, "电信网络诈骗立案361起，破案214起，群众损失1890万元，紧急止付955万元。"),
    (HILL, 2022, "（二）反诈。电信网络诈骗发案170件，侦破93件，涉案金额810万元，止付210万元。"),
    (HILL, 2021, "（二）反诈。电信网络诈骗发案203件，侦破88件，涉案金额960万元，止付190万元。"),
    (HILL, 2023, "侦破盗窃案件31起。群众安全感99.1%。"),
]


@pytest.fixture(scope="module")
def reports(reports_of: Callable[..., Searcher]) -> Searcher:
    return reports_of(LINES)


def _told(found: UnitTable | None) -> dict[tuple[str, int], list[str]]:
    assert found is not None
    return {
        (line.unit, line.year): [
            "、".join(row.figure.value_text for row in cell.told.rows) if cell else "—"
            for cell in line.cells
        ]
        for line in found.lines
    }


@pytest.mark.parametrize(
    "question",
    [
        "2022年反诈 立案 破案 止付",
        "2022年各局电诈立案破案止付",
        "反诈 各单位 立案、破案、止付 2022",
        "2022年三家单位电信诈骗立案数、破案数和止付金额对比",
    ],
)
def test_what_is_asked_stands_beside_each_unit(reports: Searcher, question: str) -> None:
    found = unit_table(reports, question)
    assert _told(found) == {
        (CITY, 2022): ["1105起", "655起", "3560万元"],  # no 74 of 养老诈骗
        (EAST, 2022): ["380起", "201起", "902万元"],
        (HILL, 2022): ["170件", "93件", "210万元"],
    }
    assert found is not None
    assert (found.columns, found.wholes) == (("立案", "破案", "止付"), (CITY,))


@pytest.mark.parametrize(
    "question",
    [
        *("反诈 三局", "三家单位反诈情况", "反诈 各地", "反诈横向比较", "各县公安局反诈数据"),
        *("反诈数据汇总", "两县一区反诈", "2022年各单位反诈指标一览", "各分局和县局的反诈工作成效"),
        *("三个市县局反诈战果", "各局反诈做得怎么样", "反诈哪家强", "哪个局反诈干得好"),
        *("兄弟单位反诈的情况", "反诈 2022 一组数字", "三局反诈成绩单"),
    ],
)
def test_without_things_those_are_told_that_most_units_tell(
    reports: Searcher, question: str
) -> None:
    found = unit_table(reports, question)
    assert found is not None and found.years == (2022,)
    assert found.columns == ("立案", "破案", "损失", "止付")
    near = [cell for line in found.lines for cell in line.cells if cell and cell.is_near]
    assert [cell.name for cell in near] == ["涉案金额"]  # of 岭上, marked as another thing


def test_named_units_stand_in_their_order_and_who_is_silent_is_told(reports: Searcher) -> None:
    found = unit_table(reports, "岭上县和东湖分局反诈谁做得好")
    assert list(_told(found)) == [(HILL, 2022), (EAST, 2022)]
    found = unit_table(reports, "江阳 岭上 2023 反诈对比")
    assert list(_told(found)) == [(CITY, 2023)]
    assert found is not None and (found.silent, found.unreported) == ((HILL,), ())
    across = unit_table(reports, "各单位2021年反诈数据")
    assert across is not None and list(_told(across)) == [(HILL, 2021)]
    both = unit_table(reports, "2022年各单位电诈发破情况")
    assert both is not None and both.columns == ("立案", "破案")


def test_of_one_unit_the_years_are_told(reports: Searcher) -> None:
    found = unit_table(reports, "岭上县反诈立案破案")
    assert _told(found) == {(HILL, 2021): ["203件", "88件"], (HILL, 2022): ["170件", "93件"]}
    every = unit_table(reports, "江阳、东湖2022到2023年反诈对比")
    assert every is not None and len(every.lines) == 4


@pytest.mark.parametrize(
    "text",
    [
        *("反诈", "反诈工作", "反诈立案", "各单位电诈立案", "反诈 数据安全", "青浦县反诈立案破案"),
        *("各单位反诈宣传", "四局公安机关反诈骗协议", "立案 破案 2022", "全国各地反诈", ""),
        *('"反诈" 立案 破案', "长" * 80 + "反诈 立案 破案"),
    ],
)
def test_any_other_word_asks_for_something_else(reports: Searcher, text: str) -> None:
    assert unit_table(reports, text) is None


def test_whose_figures_are_meant(reports: Searcher) -> None:
    branches = asked_table(reports, "各分局反诈数据")
    assert branches is not None and branches.units == (EAST,)
    everyone = asked_table(reports, "江阳各分局、县局反诈对比")
    assert everyone is not None and everyone.units == ()
    hostile = asked_table(reports, "各" * 30 + "反诈" + "数" * 20)
    assert hostile is None or not hostile.outcomes


LATER = [
    (EAST, 2024, "电信网络诈骗立案330起，破案220起，群众损失1500万元，紧急止付990万元。"),
    (HILL, 2023, "三、反诈。立电诈案150起，破案96起，损失620万元，冻结止付230万元。"),
    (HILL, 2023, "2024年电诈立案不超过140起，破案率达到65%。"),
    (CITY, 2023, "电信网络诈骗立案986起，破案671起，群众损失7010万元，紧急止付4100万元。"),
    (EAST, 2023, "电信网络诈骗立案361起，破案214起，群众损失1890万元，紧急止付955万元。"),
]


@pytest.fixture(scope="module")
def later(reports_of: Callable[..., Searcher]) -> Searcher:
    return reports_of(LATER)


def test_an_aim_for_the_year_ahead_stands_beside_no_figure_of_what_was_reached(
    later: Searcher,
) -> None:
    found = unit_table(later, "东湖分局和岭上县公安局2024年反诈对比")
    assert found is not None and HILL in found.silent
    assert all("140" not in cell for line in _told(found).values() for cell in line)


def test_units_typed_apart_stand_each_in_the_table(later: Searcher) -> None:
    found = unit_table(later, "江阳市 东湖 岭上 反诈 2023")
    assert _told(found) == {
        (CITY, 2023): ["986起", "671起", "7010万元", "4100万元"],
        (EAST, 2023): ["361起", "214起", "1890万元", "955万元"],
        (HILL, 2023): ["150起", "96起", "620万元", "230万元"],
    }


def test_several_things_of_some_units_are_of_fraud(reports: Searcher) -> None:
    for question in (
        *("江阳 岭上 2022 立案 破案", "江阳 岭上 2022 诈骗 立案 破案"),
        *("江阳 岭上 2022 电信诈骗立案破案对照", "江阳和岭上2022年诈骗成绩对照 立案 破案"),
    ):
        told = _told(unit_table(reports, question))
        assert told == {(CITY, 2022): ["1105起", "655起"], (HILL, 2022): ["170件", "93件"]}, (
            question
        )


def test_one_thing_of_several_years_is_a_table(reports: Searcher) -> None:
    assert _told(unit_table(reports, "江阳 岭上 止付 2021 2022")) == {
        (CITY, 2022): ["3560万元"],
        (HILL, 2021): ["190万元"],
        (HILL, 2022): ["210万元"],
    }


def test_who_tells_most_of_the_year_asked_for_stands_in_a_table_of_many_units(
    reports_of: Callable[..., Searcher],
) -> None:
    units = [f"{name}县公安局" for name in words("丁山 卫河 文桥 孙村 李坪 周塘 吴岭 郑湾 王渡")]
    units += [f"{name}市公安局" for name in words("东关 南岭 西渡 北湾 中塘 前坪 后村 上桥 下河")]
    short = "破获电诈案件31起。"
    told = [
        (unit, 2023, short if at % 9 < 4 else f"电诈立案5{at}起。{short}")
        for at, unit in enumerate(units)
    ]
    before = [(unit, 2021, f"电诈立案6起。{short}") for at, unit in enumerate(units) if at % 9 < 4]
    found = unit_table(reports_of(told + before), "2023年各单位电诈立案、破案")
    assert sum(cells[0] != "—" for cells in _told(found).values()) == 10


def test_what_is_quoted_of_all_is_not_the_unit_s_own(reports_of: Callable[..., Searcher]) -> None:
    library = reports_of(
        [
            (CITY, 2022, "全市刑事立案1.52万起，其中电信网络诈骗立案2688起。破获电诈案件1407起。"),
            (HILL, 2022, "电诈立案239起，破案92起。全市同期立案3055起，我县占7.8%。", "反诈"),
            ("江阳市公安局西门分局", 2021, "电诈立案31起。"),
        ]
    )
    found = unit_table(library, "2022年全市和各县局电信诈骗情况对照")
    assert _told(found) == {(CITY, 2022): ["2688起", "1407起"], (HILL, 2022): ["239起", "92起"]}
    assert found is not None and found.unreported == ("江阳市公安局西门分局",)


@pytest.mark.parametrize(
    "question",
    ["2022年各单位反诈", "2022年四个市县局反诈战果", "各局反诈做得怎么样", "兄弟单位反诈的情况"],
)
def test_a_theme_alone_asks_for_its_table_and_for_no_longer_name_of_one_unit(
    reports_of: Callable[..., Searcher], question: str
) -> None:
    library = reports_of([*LINES, (HILL, 2024, "反诈志愿者队伍发展到2200人。")])
    request = SearchRequest(question)
    understood = library.search(request).query
    assert units_asked(library, request, understood) is None
    assert len(_told(unit_table(library, understood.meant))) == 3


def test_what_is_told_under_a_longer_name_stands_in_its_column_marked(
    reports_of: Callable[..., Searcher],
) -> None:
    library = reports_of(
        [
            (CITY, 2022, "反诈。电诈立案1105起，“沔江哨”上门劝阻7.1万人次，返还3560万元。"),
            (HILL, 2022, "反诈。电诈立案170起，劝阻2.3万人次，返还187万元。"),
            (EAST, 2022, "反诈。电诈立案96起，返还91万元。盗窃立案633起。"),
            ("石桥县公安局", 2022, "反诈。返还被骗资金33万元。盗窃立案72起。"),
        ]
    )
    found = unit_table(library, "2022年各局反诈立案劝阻返还对比")
    told = _told(found)
    assert told[CITY, 2022] == ["1105起", "7.1万人次", "3560万元"]
    assert told[EAST, 2022] == ["96起", "—", "91万元"]
    assert told["石桥县公安局", 2022] == ["—", "—", "33万元"]  # no 72 of 盗窃
    assert found is not None
    near = [cell.name for line in found.lines for cell in line.cells if cell and cell.is_near]
    assert near == ["“沔江哨”上门劝阻"]


def test_a_unit_that_tells_calls_of_fraud_alone_stands_beside_cases_as_near(
    reports_of: Callable[..., Searcher],
) -> None:
    river = "清河市公安局"
    library = reports_of(
        [
            (CITY, 2022, "电诈立案1105起，破案655起。"),
            (HILL, 2022, "电诈案件立案170起，破案93起。"),
            (river, 2022, "受理诈骗警情2188起，与上年相比下降13.9%。诈骗团伙打掉8个。"),
        ]
    )
    for text in ("2022年电诈", "2022年反诈 立案 破案", "江阳、岭上、清河2022年电诈案件各多少"):
        found = unit_table(library, text)
        assert _told(found)[river, 2022][0] == "2188起"
        (own,) = [line for line in found.lines if line.unit == river] if found else []
        assert own.cells[0] is not None and own.cells[0].is_near


BY_LAND, PORT = "榕桥市公安局", "榕桥港公安局"
IN_OWN_WORDS = [
    (BY_LAND, 2022, "接报电诈警情1985起，下降21.9%，被骗9800万元。"),
    (PORT, 2022, "港区电诈立案71起，损失1890万元。"),
    (HILL, 2022, "岭上电信网络诈骗立案203件，五年来第一次掉头向下；损失960万元，下降8%。"),
    (BY_LAND, 2023, "电诈警情全年接报1544起，被骗数额7100万元。"),
    (PORT, 2023, "港区电诈立案58起，损失1330万元。"),
]


def test_losses_are_told_in_whatever_words_and_of_the_latest_year_that_most_report(
    reports_of: Callable[..., Searcher],
) -> None:
    reports = reports_of(IN_OWN_WORDS)
    found = unit_table(reports, "2022年榕桥市 榕桥港 岭上 电诈立案和损失")
    told = {unit: own for (unit, _), own in _told(found).items()}
    assert told == {
        BY_LAND: ["1985起", "9800万元"],
        PORT: ["71起", "1890万元"],
        HILL: ["203件", "960万元"],
    }
    latest = unit_table(reports, "榕桥市 榕桥港 反诈立案和损失")
    assert latest is not None and (latest.years, latest.is_of_latest) == ((2023,), True)


def test_one_figure_of_one_unit_over_years_is_no_table(reports: Searcher) -> None:
    """Its course tells more: what the next report says of a year without one."""
    assert unit_table(reports, f"{CITY}电诈立案每年多少") is None
    assert unit_table(reports, f"{CITY}、{HILL}电诈立案每年多少") is not None
