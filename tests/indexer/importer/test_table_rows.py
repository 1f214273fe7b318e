"""Rows of figures stand under the names of their columns, in whatever format they came."""

from __future__ import annotations

import pytest

from indexer.importer.source_text import Doubt, SourceLine
from indexer.importer.table_rows import under_their_heads


def told(*texts: str) -> tuple[list[str], list[Doubt]]:
    """The pieces as they are written; what has bars is a row."""
    doubts: list[Doubt] = []
    kinds = ("row" if " |" in text else "paragraph" for text in texts)
    pieces = [
        SourceLine(line, text, kind)  # type: ignore[arg-type]
        for line, (text, kind) in enumerate(zip(texts, kinds, strict=True), 1)
    ]
    return [piece.text for piece in under_their_heads(pieces, doubts)], doubts


def test_rows_of_figures_have_their_column_names() -> None:
    rows = [
        "各分局数据如下。",
        "单位 | 立案(起) | 降幅",
        "东塘 | 318 | 11.6%",
        "西岭 | — | 3%",
        "合计 | 318 |",
    ]
    made, doubts = told(*rows, "以上为快报数。")
    assert made == [
        "各分局数据如下。",
        "单位：东塘；立案(起)：318；降幅：11.6%",
        "单位：西岭；立案(起)：—；降幅：3%",
        "单位：合计；立案(起)：318",
        "以上为快报数。",
    ]
    assert [(doubt.is_note, doubt.reason) for doubt in doubts] == [
        (True, "数据表 3 行写作“列名：内容”")
    ]


def test_a_second_header_begins_another_table() -> None:
    made, _ = told("单位 | 立案 | 破案", "甲 | 3 | 2", "单位 | 警力 | 车辆", "甲 | 30 | 5")
    assert made == ["单位：甲；立案：3；破案：2", "单位：甲；警力：30；车辆：5"]


@pytest.mark.parametrize(
    "head",
    ["指标 | 2022年 | 2023年 | 增减", "指标 | 2022 | 2023 | 增减", "指标 | 1月 | 2月 | 增减"],
)
def test_years_and_months_name_columns(head: str) -> None:
    made, _ = told(head, "接处警（起） | 14497 | 14000 | -3.4%", "在逃（名） | 84 | — | +15.5%")
    last, this = head.split(" | ")[1:3]
    assert made == [
        f"指标：接处警（起）；{last}：14497；{this}：14000；增减：-3.4%",
        f"指标：在逃（名）；{last}：84；{this}：—；增减：+15.5%",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ["姓名 | 张三", "职务 | 民警"],
        ["单位 | 某局", "人数 | 35", "地点 | 城南"],
        ["立案 | 1372", "破案 | 1016"],
        ["单位：某局 | 日期：3月1日 | 编号", "甲 | 1 | 2"],
        ["序号 | 任务 | 责任单位", "1 | 巡逻 | 治安大队"],
        ["单位 | 上半年 | 下半年", "单位 | 任务 | 完成 | 任务 | 完成", "甲 | 3 | 2 | 1 | 1"],
        ["单位 | 立案 | 立案", "甲 | 3 | 2"],
        ["甲 | 3 | 2"],
        ["甲所 | 2001年 | 2003年", "乙所 | 2004年 | 2009年"],
        ["2001年 | 2003年", "3 | 5", "4 | 6"],
        ["指标 | 2022年 | 2022年", "立案（起） | 3 | 4"],
    ],
)
def test_forms_and_tables_of_words_keep_their_bars(rows: list[str]) -> None:
    assert told(*rows) == (rows, [])


def test_names_in_two_rows_are_joined() -> None:
    head = [
        "单位 | 电诈 |  | 交通 |  | 安全感（%）",
        "单位 | 立案（起） | 破案（起） | 死亡（人） | 受伤（人） | 安全感（%）",
    ]
    made, _ = told(
        *head, "棠溪县 | 312 | 140 | 21 | 180 | 98.2", "合计 | 640 | 301 | 12 | 230 | 97"
    )
    assert made[:2] == head and len(made) == 4
    assert made[2] == (
        "单位：棠溪县；电诈立案（起）：312；电诈破案（起）：140；交通死亡（人）：21；"
        "交通受伤（人）：180；安全感（%）：98.2"
    )


def test_a_form_and_a_row_of_data_join_no_names() -> None:
    rows = ["姓名 |  | 性别", "张三 | 某局 | 男", "单位 | 某县公安局 | 职务"]
    assert told(*rows)[0] == rows


def test_words_stand_under_names_that_are_usual_for_columns() -> None:
    made, _ = told(
        "级别 | 适用情形 | 处置人 | 时限",
        "红色 | 正在转账 | 民警 | 20分钟内登门",
        "蓝色 | 接听过电话 | AI电话 | 10分钟内提醒",
    )
    assert made == [
        "级别：红色；适用情形：正在转账；处置人：民警；时限：20分钟内登门",
        "级别：蓝色；适用情形：接听过电话；处置人：AI电话；时限：10分钟内提醒",
    ]


@pytest.mark.parametrize(
    ("head", "rows", "first"),
    [
        (
            "序号 | 任务 | 责任人 | 完成时限",
            ("1 | 增设护学岗62个 | 贺明远 | 3月15日前", "2 | 整治三轮车 | 宋庆来 | 全年"),
            "序号：1；任务：增设护学岗62个；责任人：贺明远；完成时限：3月15日前",
        ),
        (
            "日期 | 带班领导 | 值班电话",
            ("周一 | 陆成 | 0875-2210110", "周三 | 岩温 | 0875-2210111"),
            "日期：周一；带班领导：陆成；值班电话：0875-2210110",
        ),
    ],
)
def test_who_is_to_do_what_stands_under_the_names(
    head: str, rows: tuple[str, ...], first: str
) -> None:
    assert told(head, *rows)[0][0] == first


def test_no_name_of_a_column_has_a_colon() -> None:
    made, _ = told("单位 | 警情 | 其中：刑事", "甲 | 30 | 5")
    assert made == ["单位：甲；警情：30；其中刑事：5"]


def test_a_table_whose_columns_are_units_has_a_row_for_each() -> None:
    head = "指标 | 望潮分局 | 北塘分局 | 全市"
    made, _ = told(head, "盗窃立案（起） | 310 | 405 | 715", "交通事故死亡（人） | 12 | 9 | 21")
    assert made == [
        "单位：望潮分局；盗窃立案（起）：310；交通事故死亡（人）：12",
        "单位：北塘分局；盗窃立案（起）：405；交通事故死亡（人）：9",
        "单位：全市；盗窃立案（起）：715；交通事故死亡（人）：21",
    ]


def test_units_of_measure_stand_in_a_second_row_of_names() -> None:
    made, _ = told("单位 | 立案 | 返还", " | （起） | （万元）", "甲局 | 31 | 405", "乙局 | 3 | 5")
    assert made[2:] == [
        "单位：甲局；立案（起）：31；返还（万元）：405",
        "单位：乙局；立案（起）：3；返还（万元）：5",
    ]


def test_words_alone_stand_under_usual_names() -> None:
    made, _ = told("组别 | 河段 | 牵头单位", "一组 | 柳湾至石门 | 公安", "二组 | 石门至双渡 | 水利")
    assert made[1] == "组别：二组；河段：石门至双渡；牵头单位：水利"
    made, _ = told("事项 | 对口部门", "交通事故 | 宣教科", "铁路道口 | 护路办")
    assert made == ["事项：交通事故；对口部门：宣教科", "事项：铁路道口；对口部门：护路办"]


def test_who_is_on_duty_on_which_day_stands_under_the_heads() -> None:
    top, heads = "日期 | 带班 | 指挥中心 |  | 刑侦", "日期 | 带班 | 白班 | 夜班 | 刑侦"
    made, _ = told(
        top, heads, "10月1日 | 洪岳 | 小禾 | 葛平 | 费亮", "10月2日 | 骆清 | 许萌 | 陶然 | 费亮"
    )
    assert (
        made[-1] == "日期：10月2日；带班：骆清；指挥中心白班：许萌；指挥中心夜班：陶然；刑侦：费亮"
    )


def test_measures_in_words_make_a_table_of_words() -> None:
    made, _ = told(
        "装备名称 | 数量 | 更换期限 | 责任人",
        "反光背心 | 每人一件 | 两年 | 社区民警",
        "急救包 | 每组一个 | 一年 | 警务站",
    )
    assert made[0] == "装备名称：反光背心；数量：每人一件；更换期限：两年；责任人：社区民警"
    assert len(made) == 2
