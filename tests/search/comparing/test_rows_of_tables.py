"""Rows of tables are of the unit and the year that their columns say, in every answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.comparing.courses import course_of
from search.comparing.related import measures_in_all_words
from search.comparing.unit_figures import unit_figures
from search.figures.request import FigureRequest
from search.request import Filters, SearchRequest
from search.searcher import Searcher
from tests.search.comparing.conftest import answers_of
from web.published import as_published

MONTHLY = "宁沔市2024年各县（区）电诈立案月报（单位：起）"
ROWS = (
    ("宁沔市公安局", 2023, "单位：岚塘县公安局；年度：2022；电诈立案（起）：264；破案（起）：118"),
    ("宁沔市公安局", 2023, "单位：槐口县公安局；年度：2022；电诈立案（起）：241；破案（起）：97"),
    ("宁沔市公安局", 2024, "县（区）：云陂区；1月：53；11月：70；合计：723", MONTHLY),
    ("宁沔市公安局", 2024, "县（区）：岚塘县；1月：18；11月：17；合计：219", MONTHLY),
    ("宁沔市公安局", 2024, "县（区）：全市；1月：71；11月：87；合计：942", MONTHLY),
    ("宁沔市公安局", 2024, "序号：1；派出所：城关派出所；电诈立案（起）：31；抓获（人）：9"),
    ("宁沔市公安局", 2024, "序号：2；派出所：东塘派出所；电诈立案（起）：44；抓获（人）：7"),
)


@pytest.fixture(scope="module")
def tables(reports_of: Callable[..., Searcher]) -> Searcher:
    return reports_of(ROWS)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("2022年各单位电诈立案", {"岚塘县公安局": "264", "槐口县公安局": "241"}),
        ("2024年各县区电诈立案", {"云陂区": "723", "岚塘县公安局": "219"}),
        ("2024年11月各县区电诈立案", {"云陂区": "70", "岚塘县公安局": "17"}),
        (
            "2024年各派出所电诈立案",
            {"宁沔市公安局东塘派出所": "44", "宁沔市公安局城关派出所": "31"},
        ),
    ],
)
def test_units_are_compared_by_their_rows(
    tables: Searcher, question: str, told: dict[str, str]
) -> None:
    found = unit_figures(tables, question)
    assert found is not None
    values = {line.unit: line.rows[0].figure.value_text for line in found.lines}
    assert {unit: values.get(unit) for unit in told} == told


@pytest.mark.parametrize(
    ("question", "unit", "year", "value"),
    [
        ("岚塘2022年电诈立案", "岚塘县公安局", 2022, "264"),
        ("云陂分局2024年电诈立案", "云陂区", 2024, "723"),
        ("云陂区2024年11月电诈立案", "云陂区", 2024, "70"),
        ("宁沔2024年11月电诈立案", "宁沔市公安局", 2024, "87"),
        ("城关派出所电诈立案多少", "宁沔市公安局城关派出所", 2024, "31"),
    ],
)
def test_one_unit_is_told_of_its_year_and_month(
    tables: Searcher, question: str, unit: str, year: int, value: str
) -> None:
    course = course_of(tables, question)
    assert course is not None
    found = {(ln.unit, y): rows[0].figure.value_text for ln in course.lines for y, rows in ln.years}
    assert found == {(unit, year): value}


def test_rows_pass_the_filters_and_documents_stay_whose_they_are(tables: Searcher) -> None:
    filters = Filters(source=("岚塘县公安局",), year=("2022",))
    (hit,) = tables.search(SearchRequest(filters=filters)).hits
    assert hit.paragraph.text == ROWS[0][2]
    document, _ = tables.document(hit.paragraph.document)
    assert (document.source, document.year) == ("宁沔市公安局", 2023)
    assert as_published(hit.paragraph).source == "宁沔市公安局"


def test_which_month_is_asked_of_months_alone(tables: Searcher) -> None:
    (answer,) = answers_of(tables, "云陂区2024年电诈立案哪个月最多")
    assert (answer.row.figure.value_text, answer.row.figure.period) == ("70", "2024-11")


def test_a_cell_of_a_year_does_not_list_its_months(tables: Searcher) -> None:
    asked = FigureRequest(indicators=("电诈立案",))
    (measure,) = measures_in_all_words(tables, asked, "source")
    assert [row.figure.value_text for row in measure.cells["云陂区", 2024]] == ["723"]
