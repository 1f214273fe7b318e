"""By how much units' figures changed, where some print no percentage of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.comparing.tables.ranking import UnitFigures
from search.comparing.tables.unit_tables import unit_table
from search.comparing.unit_figures import unit_figures
from search.searcher import Searcher

RIVER, HILL, LAKE, ROCK, RAIL, MOUTH = (
    "江阳市公安局",
    "岭上县公安局",
    "湖口县公安局",
    "石桥县公安局",
    "雁坪铁路公安处",
    "河口县公安局",
)
LINES = [
    (RIVER, 2024, "电诈立案986起，同比下降10.8%，破案671起。"),
    (HILL, 2024, "电诈发案由200起降到150起，侦破93件。"),
    (LAKE, 2023, "电诈立案100起。"),
    (LAKE, 2024, "电诈立案130起，破案41起。"),
    (ROCK, 2024, "电诈立案180起，较上年减少20起。"),
    (RAIL, 2024, "电信诈骗39起，较上年上升14.7%；破21起。"),
]
UNREAD = (MOUTH, 2024, "反诈宣传进企业。反诈中心挂牌。")


@pytest.fixture(scope="module")
def reports(reports_of: Callable[..., Searcher]) -> Searcher:
    return reports_of(LINES)


def _told(found: UnitFigures | None) -> dict[str, float | str]:
    lines = found.lines if found else ()
    return {
        line.unit[:2]: line.rows[0].figure.value_text if line.change is None else line.change
        for line in lines
    }


@pytest.mark.parametrize(
    "question",
    ["2024年各单位电诈立案降幅", "2024年电诈立案哪里下降最多", "2024年电诈下降幅度各局多少"],
)
def test_what_two_levels_tell_stands_beside_printed_changes(
    reports: Searcher, question: str
) -> None:
    found = unit_figures(reports, question)
    told = {"江阳": "10.8%", "岭上": -25.0, "湖口": 30.0, "石桥": -10.0, "雁坪": "14.7%"}
    assert _told(found) == told


def test_who_fell_most_may_be_worked_out(reports: Searcher) -> None:
    for question in ("2024年哪个局电诈立案降得最多", "2024年电诈下降最快的局"):
        found = unit_figures(reports, question)
        assert found is not None and found.leading == (HILL,) and not found.unread


def test_who_rose_among_those_that_fell(reports: Searcher) -> None:
    found = unit_figures(reports, "2024年哪些单位电诈反而涨了")
    assert found is not None and set(found.leading) == {LAKE, RAIL}


@pytest.mark.parametrize(
    ("question", "is_none_so"),
    [("江阳、岭上2024年电诈立案降了多少", False), ("江阳、岭上2024年电诈立案涨了多少", True)],
)
def test_where_all_fell_none_rose(reports: Searcher, question: str, is_none_so: bool) -> None:
    found = unit_figures(reports, question)
    assert found is not None and found.is_none_so == is_none_so


def test_nobody_fell_most_where_one_that_tells_it_otherwise_fell_more(
    reports_of: Callable[..., Searcher],
) -> None:
    told = [(MOUTH, 2023, "接报诈骗警情400起。"), (MOUTH, 2024, "接报诈骗警情240起。")]
    found = unit_figures(reports_of([*LINES, *told]), "2024年电诈立案同比下降 哪家最多")
    assert found is not None and found.rivals == (MOUTH,) and not found.leading
    assert [line.change for line in found.near] == [-40.0]


def test_the_year_is_that_of_most_changes_printed_or_worked_out(
    reports_of: Callable[..., Searcher],
) -> None:
    before = [(RIVER, 2023, "电诈立案1105起，同比下降2.1%。"), (MOUTH, 2023, "电诈立案下降3%。")]
    found = unit_figures(reports_of([*LINES[:3], LINES[3], *before]), "哪个局电诈立案下降最多")
    assert found is not None and found.year == 2024 and not found.is_of_asked_year


def test_units_with_a_report_and_no_figure_are_told(reports_of: Callable[..., Searcher]) -> None:
    found = unit_figures(reports_of([*LINES, UNREAD]), "2024年哪个局电诈立案降得最多")
    assert found is not None
    assert found.leading == (HILL,) and found.unread == (MOUTH,)


CHANGES = [
    (RIVER, 2024, "共破获电信网络诈骗案件1846起，抓获4764名。全市电诈案件数同比下降20.43%。"),
    (HILL, 2024, "打击治理电信网络诈骗犯罪破案数、抓获数同比分别上升57.4%、108.4%。"),
]


@pytest.mark.parametrize("question", ["2024年江阳岭上电诈", "2024 两家 反电诈战果"])
def test_who_tells_no_level_tells_how_it_changed(
    reports_of: Callable[..., Searcher], question: str
) -> None:
    table = unit_table(reports_of(CHANGES), question)
    assert table is not None
    cells = {
        (line.unit[:2], name): cell and cell.told.rows[0].figure.value_text
        for line in table.lines
        for name, cell in zip(table.columns, line.cells, strict=True)
    }
    assert cells["岭上", "破案"] == "57.4%" and cells["江阳", "破案"] == "1846起"
    assert cells["江阳", "立案"] == "20.43%"


def test_a_rate_that_none_prints_is_told_by_its_two_numbers(
    reports_of: Callable[..., Searcher],
) -> None:
    table = unit_table(reports_of(LINES[:2]), "江阳、岭上电诈破案率2024")
    assert table is not None and table.columns == ("立案", "破案")


def test_the_district_of_a_unit_is_its_own(reports_of: Callable[..., Searcher]) -> None:
    airport = "江阳市公安局机场分局"
    told = "机场辖区电诈立案31起，比上年少9起，破19起。"
    table = unit_table(reports_of([*LINES, (airport, 2024, told)]), "江阳、机场、岭上2024年反诈")
    assert table is not None and not table.silent and airport in table.units


def test_several_years_of_several_units_are_told(reports_of: Callable[..., Searcher]) -> None:
    told = [
        (unit, year, f"电诈立案{year - 1900 + 10 * at}起。")
        for year in range(2014, 2025)
        for at, unit in enumerate((RIVER, HILL, LAKE))
    ]
    library = reports_of(told)
    lately = unit_table(library, "近三年江阳、岭上、湖口电诈立案变化")
    assert lately is not None and lately.years == (2022, 2023, 2024) and lately.left_out == 0
    every = unit_table(library, "江阳、岭上、湖口历年电诈立案")
    assert every is not None and every.years == tuple(range(2019, 2025))
    assert len(every.lines) == 18 and every.left_out == 15
