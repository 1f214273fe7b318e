"""Rows of tables that say the names of their columns are read cell by cell."""

from __future__ import annotations

import pytest

from indexer.figures import figures_of
from indexer.figures.tables.rows import figures_of_row
from indexer.model.documents import Document, Paragraph

YEARLY, HALF = "甲水县公安局2020年各派出所数据", "甲水县公安局2025年上半年反诈简报"


def told(
    text: str, title: str = YEARLY, heading: str | None = None
) -> list[tuple[str | None, ...]]:
    document = Document("d", title=title, source="甲水县公安局", year=int(title[6:10]))
    found = figures_of(document, Paragraph("d#1", "d", 1, text, heading=heading))
    for row in found.rows:
        assert text[row.value_start : row.value_end] == row.value_text
        assert text[row.start : row.end] == row.quote and row.value_text in row.quote
    return [(r.called, r.value, r.unit, r.period, r.place) for r in found.rows]


def test_each_cell_is_a_figure_of_whom_the_row_is_of() -> None:
    row = "派出所：城关派出所；电诈发案(起)：168；破案(起)：41；劝阻（人次）：1,620；备注：商贸集中"
    assert told(row) == [
        ("电诈发案", "168", "起", "2020", "城关派出所"),
        ("（电诈）破案", "41", "起", "2020", "城关派出所"),
        ("劝阻", "1620", "人次", "2020", "城关派出所"),
    ]


def test_a_reader_is_shown_the_unit_that_the_column_prints() -> None:
    document = Document("d", title=YEARLY, year=2020)
    row = "单位：城关所；电诈发案(起)：1,168；返还资金(万元)：96；破案率：88.1%；抓获(人)：0"
    found = figures_of(document, Paragraph("d#1", "d", 1, row)).rows
    assert [figure.shown for figure in found] == ["1,168起", "96万元", "88.1%", "0人"]


def test_what_is_all_together_is_of_the_document_itself() -> None:
    assert told("派出所：合计；电诈发案(起)：371；治安案件：96件") == [
        ("电诈发案", "371", "起", "2020", None),
        ("治安案件", "96", "件", "2020", None),
    ]
    assert told("分局：合计；立案(起)：371；返还资金(万元)：96", HALF) == [
        ("返还资金", "960000", "元", "2025-01/2025-06", None)
    ]


def test_columns_and_rows_of_years_are_of_these_years() -> None:
    assert told("指标：电诈立案(起)；2023年：318；2024年：280；同比(%)：-11.9") == [
        ("电诈立案", "318", "起", "2023", None),
        ("电诈立案", "280", "起", "2024", None),
    ]
    assert [r[3] for r in told("年份：2021年；电诈立案(起)：318；破案率：88.1%")] == [
        "2021",
        "2021",
    ]


COUNTED = "甲水县公安局各派出所电诈立案情况统计表（2021—2023年）（单位：起）"


@pytest.mark.parametrize("year", ["年", ""])
def test_a_table_of_units_and_years_counts_what_its_title_says(year: str) -> None:
    row = f"派出所：东塘派出所；2021{year}：61；2022{year}：—；2023{year}：1,084"
    assert told(row, heading=COUNTED) == [
        ("电诈立案", "61", "起", "2021", "东塘派出所"),
        ("电诈立案", "1084", "起", "2023", "东塘派出所"),
    ]
    whole = row.replace("东塘派出所", "合计")
    assert {r[4] for r in told(whole, heading=COUNTED)} == {None}


@pytest.mark.parametrize(
    "heading",
    [
        None,
        COUNTED.replace("（单位：起）", ""),
        COUNTED.replace("（单位：起）", "（单位：起、万元）"),
        COUNTED.replace("各派出所", "各乡镇"),
        COUNTED.replace("电诈立案", "主要数据"),
        COUNTED.replace("电诈立案", "立案和破案"),
        COUNTED.replace("电诈立案", "电诈立案目标"),
    ],
)
def test_what_no_title_says_surely_is_not_read(heading: str | None) -> None:
    assert told("派出所：东塘派出所；2021年：61；2022年：75；2023年：84", heading=heading) == []


def test_a_kind_is_the_subject() -> None:
    assert told("类型：刷单返利；立案(起)：318；损失(万元)：280")[0][0] == "（刷单返利）立案"


@pytest.mark.parametrize(
    ("row", "heading"),
    [
        ("单位：城关所；立案：3；破案：2", None),  # of which unit nobody says
        ("序号：1；单位：城关所；立案(起)：3", None),
        ("月份：1月；立案(起)：3；破案(起)：2", None),
        ("单位：城关所；目标(起)：3；占比(%)：2", None),
        ("单位：城关所；立案(起)：3；破案(起)：2", "2021年工作目标"),
        ("单位：城关所；立案(起)：三起左右；破案(起)：—", None),
        ("问：谁来管；答：民警；电话：12345", None),
    ],
)
def test_nothing_is_read_of_other_rows(row: str, heading: str | None) -> None:
    assert told(row, heading=heading) == []


def test_a_long_text_is_no_row() -> None:
    assert told("甲：" + "乙；丙(起)：3；" * 4000) == []


@pytest.mark.parametrize("order", ["单位：东塘分局；年度：2022", "年度：2022；单位：东塘分局"])
def test_a_column_of_years_dates_the_row_of_a_unit(order: str) -> None:
    rows = figures_of_row(f"{order}；电诈立案（起）：264；接警（起）：3180", 2025, "对照表", None)
    assert {(row.period, row.place) for row in rows} == {("2022", "东塘分局")} and len(rows) == 2
