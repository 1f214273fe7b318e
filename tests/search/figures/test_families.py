"""Wordings of one indicator share a family, and no others do."""

from __future__ import annotations

import pytest

from indexer.taxonomy.taxonomy import SynonymGroup
from indexer.word_list import words
from search.figures.families import Families

FAMILIES = Families(
    (
        SynonymGroup(("电信网络诈骗", "电信诈骗", "电诈")),
        SynonymGroup(("国内生产总值", "GDP")),
        SynonymGroup(("诈骗", "电诈"), one_way=True),
    )
)


@pytest.mark.parametrize(
    "wordings",
    [
        (
            "电诈破案数",
            "电信网络诈骗案件破案数",
            "电信诈骗案件的破案数",
            "破获电诈案件",
            "电诈案破案",
        ),
        ("GDP", "国内生产总值", "ＧＤＰ", "地区生产总值", "实现地区生产总值"),
        ("抓获犯罪嫌疑人", "抓获涉案犯罪嫌疑人", "共抓获嫌疑人"),
        ("城镇新增就业", "实现城镇新增就业"),
        ("破获刑事案件", "侦破各类刑事案件"),
        ("电诈案件案损", "电信网络诈骗案件损失数", "电诈财产损失", "电诈案损失"),
        ("高新技术企业数量", "高新技术企业总数", "高新技术企业"),
        ("进出口增速", "进出口增长率", "进出口的增长速度"),
        ("收缴毒品", "缴获各类毒品", "查获毒品", "缴毒"),
        ("人民群众安全感", "群众安全感", "县域群众安全感", "群众安全感测评得分", "群众安全感目标"),
        words("""
            道路交通事故造成死亡 因道路交通事故死亡 道路交通事故死亡人数 亡人交通事故死亡
            死于交通事故 交通亡人 因车祸死亡 一般以上道路交通事故死亡
            交通事故中死亡 交通事故去世人数 路上死 亡人事故死亡
        """),
        words("""
            110接警量 接处警 接警数 接报110警情 受理群众报警 接处警数量 110报警服务台接报警情
            110警情 110接报 110全年接报 接报各类警情
        """),
        ("诈骗警情", "110接报诈骗警情", "共接诈骗警情", "受理诈骗警情"),
        ("立诈骗案（电信网络类）", "立电信网络诈骗案件", "电信网络诈骗立案"),
        ("查处危化品车违法", "危化品车违法查处", "依法查处危化品车违法行为"),
        ("命案全破", "命案均在", "命案当日告破", "发命案全破", "现行命案均告侦破", "立命案全破"),
        ("毒品案件破案", "查破毒品案件"),
        ("交通事故死亡", "道路交通致死"),
        ("命案全破", "现行命案全部侦破", "保持命案全破", "命案现案全破", "命案无一漏破"),
        ("命案必破", "没有一起命案未破", "现行命案没有留下一起未破", "没有漏破一起命案"),
    ],
)
def test_wordings_of_one_thing_share_a_key(wordings: tuple[str, ...]) -> None:
    assert len({FAMILIES.key(wording) for wording in wordings}) == 1
    assert len({FAMILIES.number(wording) for wording in wordings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("破案数", "破案率"),
        ("电诈破案数", "诈骗破案数"),
        ("电诈破案数", "电诈立案数"),
        ("价格指数", "价格"),
        ("满意率", "满意度"),
        ("城镇新增就业", "城镇就业"),
        ("企业利润", "工业企业利润"),
        ("参保人数", "参保"),
        ("查获毒品", "查获毒品案件"),
        ("命案全破", "命案破案率"),
        ("接警量", "接报有效警情"),
        ("接警量", "刑事警情"),
        ("接警量", "接警员"),
        ("交通事故死亡", "火灾造成死亡"),
        ("县域经济", "经济"),
        ("命案全破", "命案积案全破"),
    ],
)
def test_what_differs_in_meaning_is_kept_apart(one: str, other: str) -> None:
    assert FAMILIES.key(one) != FAMILIES.key(other)
    assert FAMILIES.number(one) != FAMILIES.number(other)


@pytest.mark.parametrize("indicator", ["数", "的", "总量", "共", "案件", "", "“”", "\ud800"])
def test_every_text_has_a_key_and_a_positive_number(indicator: str) -> None:
    assert isinstance(FAMILIES.key(indicator), str)
    assert 0 < FAMILIES.number(indicator) < 2**63
    assert Families().number(indicator) > 0
