"""Rows of tables that say the names of their columns are read cell by cell."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from indexer.figures import figures_of
from indexer.figures.tables.cells import as_row
from indexer.figures.tables.rows import figures_of_row
from indexer.model.documents import Document, Paragraph, as_document

YEARLY, HALF = "甲水县公安局2020年各派出所数据", "甲水县公安局2025年上半年反诈简报"


def told(
    text: str, title: str = YEARLY, heading: str | None = None
) -> list[tuple[str | None, ...]]:
    document = Document(
        "d", title=title, source="甲水县公安局", year=int(re.search("20[0-9]{2}", title)[0])
    )
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


def test_a_title_says_in_what_its_whole_table_counts() -> None:
    row, title = (
        "月份：7月；接报警情：9.7；投诉（起）：12",
        "甲水市2023年110接报警情分月统计（万起）",
    )
    assert told(row, title) == [
        ("接报警情", "97000", "起", "2023-07", None),
        ("投诉", "12", "起", "2023-07", None),
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
        COUNTED.replace("（单位：起）", "（单位：起、万元）"),
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
        ("单位：城关所；走访：3；宣传：2", None),  # of which unit nobody says
        ("月份：1月；立案(起)：3；破案(起)：2", None),  # of which cases nobody says
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


MONTHLY = "甲水市2024年各县（区）电诈立案月报（单位：起）"


def test_columns_of_months_are_of_these_months() -> None:
    rows = told("县（区）：云陂区；1月：53；12月：69；合计：723", heading=MONTHLY)
    assert [row[1:] for row in rows] == [
        ("53", "起", "2024-01", "云陂区"),
        ("69", "起", "2024-12", "云陂区"),
        ("723", "起", "2024", "云陂区"),
    ]


def test_rows_of_months_are_of_these_months() -> None:
    rows = told("月份：3月；电诈立案（起）：92；交通死亡（人）：8")
    assert {row[3] for row in rows} == {"2020-03"} and len(rows) == 2


def test_an_indicator_has_its_unit_in_a_column() -> None:
    rows = told(
        "序号：1；指标名称：电诈立案；计量单位：起；2023年：318；2024年：280；增减（%）：-12"
    )
    assert [row[:4] for row in rows] == [
        ("电诈立案", "318", "起", "2023"),
        ("电诈立案", "280", "起", "2024"),
    ]


def test_the_sum_of_months_is_of_the_year_and_of_the_cases_of_the_title() -> None:
    title = "苇河县公安局2024年盗窃案件分月统计表"
    found = [
        told(f"月份：{month}；立案：{many}；破案：9", title)[0]
        for month, many in (("2月", 23), ("合计", 177))
    ]
    assert [row[:4] for row in found] == [
        ("（盗窃）立案", "23", "起", "2024-02"),
        ("（盗窃）立案", "177", "起", "2024"),
    ]


def test_a_title_says_of_what_cases_a_table_is() -> None:
    title = "关于甲水公安2025年一季度电信网络诈骗形势的通报"
    rows = told("地区：云陂区；立案（起）：151；同比：-6.2%；死亡人数：6", title)
    assert rows[0][:4] == ("（电信网络诈骗）立案", "151", "起", "2025-01/2025-03")


@pytest.mark.parametrize(
    ("row", "source", "year"),
    [
        ("单位：砚川县公安局；年度：2022；立案（起）：264", "砚川县公安局", 2022),
        ("序号：3；派出所：东塘派出所；立案（起）：264", "溯州市公安局东塘派出所", 2021),
        ("派出所：东塘；立案（起）：264；破案（起）：9", "溯州市公安局东塘派出所", 2021),
        ("单位：砚川县；立案（起）：264；年份：2019年", "砚川县公安局", 2019),
        ("镇（街道）：渔港街道；事故起数：58；死亡人数：6", "渔港街道", 2021),
        ("单位：其中：砚川县公安局；立案（起）：58；破案（起）：6", "砚川县公安局", 2021),
        ("县（市、区）：砚川县；2021年：58；2022年：6", "砚川县公安局", 2021),
        ("县市区名称：砚川；立案（起）：58；破案（起）：6", "砚川", 2021),
        ("县（区）：溯州市；1月：58；2月：6", "溯州市公安局", 2021),
        ("单位：合计；立案（起）：264；破案（起）：9", "溯州市公安局", 2021),
        ("单位：其他单位；立案（起）：264；破案（起）：9", "溯州市公安局", 2021),
        ("级别：红色；处置人：派出所；时限：20分钟", "溯州市公安局", 2021),
        ("责任单位：刑侦支队；任务：建专班；时限：3月底", "溯州市公安局", 2021),
        ("一是抓打击；二是抓防范；三是抓宣传", "溯州市公安局", 2021),
    ],
)
def test_a_row_is_of_its_unit_and_year(row: str, source: str, year: int) -> None:
    document = Document("d", title="对照表", source="溯州市公安局", year=2021)
    own, _ = as_row(document, Paragraph("d#1", "d", 1, row))
    assert (own.source, own.year) == (source, year)
    assert as_document(own) == document and as_document(document) == document


def test_a_row_without_years_is_of_that_of_its_titles() -> None:
    row = Paragraph("d#1", "d", 1, "单位：甲局；立案（起）：2；破案（起）：1", "2020年各局数据")
    assert as_row(Document("d", title="2019年对照表"), row)[0].year == 2020
    assert as_row(Document("d", title="2019年对照表"), replace(row, heading=None))[0].year == 2019


def test_a_row_of_a_part_and_of_people_is_read_and_its_year_is_printed() -> None:
    found = figures_of_row(
        "单位：其中：临皋分局；年度：2020；在编民警：412；辅警：388", None, "汇总", None
    )
    assert [(r.called, r.value, r.unit, r.place, r.period_text) for r in found] == [
        ("在编民警", "412", "人", "临皋分局", "2020"),
        ("辅警", "388", "人", "临皋分局", "2020"),
    ]
