"""What is a question, and which of its words only ask."""

from __future__ import annotations

import pytest

from search.rewrite.questions import (
    answer_signs,
    is_question,
    particles,
    plain_most,
    question_words,
    without_asking_spans,
    without_quote_wish,
    without_soft_spans,
)

QUESTIONS = [
    "电诈发案峰值",
    "哪个城市命案全破时间最长",
    "哪個城市命案全破時間最長？",
    "无人机有什么用处",
    "甚麼是反詐中心",
    "电信网络诈骗破案率是多少",
    "如何加强基层治理",
    "打印机怎么安装",
    "为什么要建平安前哨",
    "离婚后孩子归谁",
    "几个城市获评平安城市",
    "何时成立反诈中心",
    "公司不给工资怎么办",
    "饮酒后骑电动车是否违法",
    "能不能在网上办身份证",
    "苏州有多大",
    "南通有无人机吗",
    "那他的身份证呢",
    "命案全破最久",
    "命案全破 最长",
    "刑事案件最多的单位",
    "满意度最高的一年",
    "北屏市命案全破最多连续几年",
    "破案率最高？",
    "三个圈的响应时间分别是1分钟3分钟5分钟？",
    "What is DNA?",
    "降低摩托车死亡人数的举措",
    "渔民纠纷上船调解的做法",
    "板凳警务在哪篇里",
]
STATEMENTS = [
    "经验",
    "主要做法",
    "平安前哨",
    "经典",
    "任何单位和个人",
    "最高人民法院",
    "最大的湖",
    "连续几年下降",
    "处于历史最低点",
    "最长",
    "谁执法谁普法",
    "哪里有警情哪里就有民警",
    "无论如何都要守住底线",
    "十几个城市",
    "好几个单位",
    "几乎所有案件",
    "南通市公安局？",
    "平安前哨?",
    "什么",
    "为什么",
    "吗",
    "那么",
    "一网六控",
    "",
    "？？？",
]


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_people_ask_is_a_question(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize("text", STATEMENTS)
def test_what_only_looks_like_asking_is_none(text: str) -> None:
    assert not is_question(text)


def test_question_words_ask_and_content_words_do_not() -> None:
    words = ["哪个", "城市", "命案", "多少", "怎么", "吗", "什麼", "请问", "时间", "哪个", "的"]
    assert question_words(words) == ("哪个", "多少", "怎么", "吗", "什麼", "请问")
    assert particles(words) == ("的",)


def test_a_superlative_of_a_measure_only_asks() -> None:
    words = ["城市", "命案", "时间", "最长"]
    assert question_words(words, "哪个城市命案全破时间最长") == ("城市", "时间", "最长")
    assert question_words(["最大", "湖"], "最大的湖在哪里") == ()
    assert question_words(["什么", "时候", "通车"], "什么时候通车") == ("什么", "时候")


@pytest.mark.parametrize(
    ("text", "befores", "signs"),
    [
        ("哪一年通车", "", "年"),
        ("命案全破时间最长的城市", "3", "年"),
        ("多久能到", "三", "分"),
        ("破案率最高的是谁", "", "%"),
        ("有多少架无人机", "", "9"),
    ],
)
def test_an_answer_has_what_is_asked_for(text: str, befores: str, signs: str) -> None:
    found_befores, found_signs = answer_signs(text)
    assert (
        signs in found_signs and befores in found_befores and bool(befores) == bool(found_befores)
    )


def test_most_questions_do_not_say_what_an_answer_has() -> None:
    assert answer_signs("如何解决停车难") == ("", "")


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("望湖历年安全感", ("望湖", "安全感")),
        ("江州各年案损", ("江州", "案损")),
        ("江州到底破案几起", ("江州", "破案几起")),
        ("请问你们江州命案", ("江州命案",)),
        ("追查到底", ("追查到底",)),
        ("一抓到底的作风", ("一抓到底的作风",)),
        ("各年级学生", ("各年级学生",)),
        ("历年", ()),
    ],
)
def test_what_softens_a_query_says_nothing(text: str, runs: tuple[str, ...]) -> None:
    assert without_soft_spans(text)[0] == runs


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("无人机巡逻有哪些做法", "无人机巡逻"),
        ("反诈采取了哪些措施", "反诈"),
        ("石桥从哪一年起命案全破", "石桥命案全破"),
        ("反诈的工作情况怎么样", "反诈"),
        ("2025年石桥重点干什么", "2025年石桥"),
        ("矛盾纠纷怎么解决", "矛盾纠纷"),
        ("夜巡是怎么开展的", "夜巡怎么开展的"),
        ("哪些做法被推广", "哪些做法被推广"),  # of the ways themselves
        ("2023年电诈立案比2019年少多少", "2023年电诈立案2019年多少"),
    ],
)
def test_what_only_asks_is_cut_out_of_a_question(text: str, said: str) -> None:
    assert "".join(without_asking_spans(text)[0]) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("我们单位反诈", "反诈"),
        ("想引用一个调解纠纷", "调解纠纷"),
        ("帮我找一下夜巡", "夜巡"),
        ("查一下命案", "命案"),
        ("查处酒驾", "查处酒驾"),
        ("看守所", "看守所"),
        ("各单位", "各单位"),
        ("找回被盗车辆", "找回被盗车辆"),
    ],
)
def test_what_a_reader_says_of_himself_is_not_looked_for(text: str, said: str) -> None:
    assert "".join(without_soft_spans(text)[0]) == said


@pytest.mark.parametrize(
    ("form", "plain"),
    [
        ("霁川电诈发案最高峰是哪年", "霁川电诈发案最高是哪年"),
        ("群众安全感历年最高值是多少", "群众安全感最高是多少"),
        ("电诈发案高峰出现在哪一年", "电诈发案最高是哪一年"),
        ("命案发案最低点在哪年", "命案发案最低是哪年"),
        ("联巡点最多到过多少处", "联巡点最多是多少处"),
        ("电诈立案最多的一年和单位", "哪家哪年电诈立案最多"),
        ("损失最大的分局2023电诈", "2023电诈损失最大的分局"),
        ("立案最多的单位电诈2022年", "2022年电诈立案最多的单位"),
        ("电诈立案最少的地市是哪家", "电诈立案最少的地市"),
        ("返还群众资金最多 哪家哪年", "哪家哪年返还群众资金最多"),
        *[(one, one) for one in ("早高峰是哪年", "处于历史最低点", "春运高峰是哪天", "最高峰")],
    ],
)
def test_other_words_for_the_most_are_the_plain_ones(form: str, plain: str) -> None:
    assert plain_most(form) == plain


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("护网总投资出处", "护网总投资"),
        ("窑火中队哪天组建 原文", "窑火中队哪天组建"),
        ("巡逻队设在哪里，年鉴原话", "巡逻队设在哪里"),
        ("返还群众被骗款多少，请给原句", "返还群众被骗款多少"),
        ("劝阻率 出处是哪篇？", "劝阻率"),
        ("原文", "原文"),
        ("电诈资金来源", "电诈资金来源"),  # is asked for itself
        ("原文怎么写的？不知道", "原文怎么写的？不知道"),
    ],
)
def test_the_wish_for_the_source_is_no_part_of_a_question(text: str, asked: str) -> None:
    assert without_quote_wish(text) == asked
