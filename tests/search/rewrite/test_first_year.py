"""A question for a first year or a course tells what it is about; other texts are none."""

from __future__ import annotations

import time

import pytest

from indexer.word_list import words
from search.rewrite.first_year import (
    asked_of_itself,
    asking_part,
    asks_for_first_print,
    comparison_subject,
    course_subjects,
    first_year_subjects,
    known_name_subjects,
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("平安前哨最早出现在哪一年", "平安前哨"),
        ("平安前哨 最早是哪一年？", "平安前哨"),
        ("哪年开始有平安前哨", "平安前哨"),
        ("最早提出平安前哨的是哪一年", "平安前哨"),
        ("平安前哨是什么时候提出的", "平安前哨"),
        ("平安前哨始于何时", "平安前哨"),
        ("平安前哨首次出现", "平安前哨"),
        ("什麼時候啟動的藍劍行動", "蓝剑行动"),
        ("在线警务最早是哪一年", "在线警务"),
        ("警械使用最早是哪一年", "警械使用"),
        ("“数字经济”最早的出处", "数字经济"),
        ("谁先提出警网融合", "警网融合"),
        ("哪份报告先写了互联网医院", "互联网医院"),
        ("无人机最早出现在哪年的报告里", "无人机"),
        ("县域医共体最早哪年写进总结", "县域医共体"),
        ("智慧急救 起始年份", "智慧急救"),
        ("归燕守护首创于哪年", "归燕守护"),
        ("窑火中队成立于哪一年", "窑火中队"),
        ("红袖晚八点是几年开始的", "红袖晚八点"),
        ("板凳说事会创设时间", "板凳说事会"),
        ("警务船什么时候下水的", "警务船"),
        *(
            (text, "无人机")
            for text in ("最早 无人机", "无人机 最早", "首次 无人机", "最早的无人机")
        ),
        *((text, "无人机") for text in ("无人机哪年最早", "无人机 第一次出现", "第一次提到无人机")),
        *((text, "无人机") for text in ("谁最早用无人机", "无人机 谁最先使用", "哪家最早用无人机")),
        *((text, "无人机") for text in ("最早用无人机的是谁", "最早使用无人机的单位")),
        *(
            (text, "无人机")
            for text in ("何时首提无人机", "无人机是哪年提出来的？", "无人机的由来")
        ),
        *((text, "无人机") for text in ("《无人机》哪年提出", "“无人机”首次写入政府工作报告")),
        *((text, "无人机") for text in ("无人机最早出现在哪年的报告", "哪份报告最早提到无人机")),
        *((text, "无人机") for text in ("无人机何时开始写入报告", "无人机来历")),
        *((text, "无人机") for text in ("什么时候开始说无人机", "从哪年开始讲无人机")),
        *((text, "无人机") for text in ("无人机的提法最早", "无人机这个词何时出现")),
        *((text, "无人机") for text in ("无人机最早的一份报告", "无人机最早是哪份报告")),
        *((text, "无人机") for text in ("无人机 首见", "第一份提到无人机的报告", "无人机最早一次")),
        *((text, "无人机") for text in ("最先提到无人机是在", "首次出现“无人机”的年份")),
    ],
)
def test_the_name_is_among_those_tried(text: str, name: str) -> None:
    assert name in first_year_subjects(text)


@pytest.mark.parametrize(
    "text",
    [
        *("石桥灯哪年", "石桥灯 哪一年", "石桥灯是哪年哪月", "石桥灯几几年", "石桥灯是哪一年的事"),
        *("石桥灯创立", "石桥灯 成立", "石桥灯是谁发明的", "石桥灯到底是哪个单位首创的"),
        *("成立石桥灯是哪年", "石桥灯这个品牌是哪一年的", "石桥灯从哪一冬起", "石桥灯创立于"),
        *("石桥灯什么时候挂牌", "石桥灯几年搞起来的", "石桥灯究竟是在哪一年正式投用的"),
        *("“石桥灯”从何时开始运行", "石桥灯最早是从几月份办起来的", "石桥灯起源"),
    ],
)
def test_any_mixture_of_asking_words_leaves_the_name_that_the_library_knows(text: str) -> None:
    assert "石桥灯" in (*first_year_subjects(text), *known_name_subjects(text))


@pytest.mark.parametrize(
    "text",
    [
        *words("石桥灯咋回事 石桥灯是什么 什么是石桥灯 石桥灯是干什么的 石桥灯具体做法在哪篇里"),
        *(
            "找一下石桥灯那段",
            "石桥灯 定义 哪个文件提的",
            "请介绍一下石桥灯",
            "石桥灯是怎么做的",
            "石桥灯怎么运作的",
        ),
    ],
)
def test_what_asks_for_a_name_itself_leaves_the_name(text: str) -> None:
    assert "石桥灯" in asked_of_itself(text)


@pytest.mark.parametrize("text", ["石桥灯", "石桥灯劝阻多少人", "石桥灯成效", "长" * 80, ""])
def test_a_name_alone_or_beside_other_words_is_not_asked_for_itself(text: str) -> None:
    assert "石桥灯" not in asked_of_itself(text)


@pytest.mark.parametrize(
    "text", ["石桥灯哪年超过百人", "石桥灯多少人", "石桥灯怎么做", "石桥灯", "", "哪年", "长" * 80]
)
def test_who_asks_for_more_of_a_known_name_asks_for_no_first_year(text: str) -> None:
    assert "石桥灯" not in (*first_year_subjects(text), *known_name_subjects(text))


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        *(("无人机 最早", True), ("最早 无人机", True), ("无人机第一次出现在哪一年", True)),
        *(("谁最早用无人机", True), ("哪年提出小康社会", True), ("《放管服》哪年提出", True)),
        *(("无人机哪年开始用", False), ("大桥是哪年建成的", False), ("无人机", False)),
    ],
)
def test_who_asks_for_the_first_print_is_told_from_who_asks_for_a_deed(
    text: str, is_so: bool
) -> None:
    assert asks_for_first_print(text) is is_so


@pytest.mark.parametrize(
    ("text", "subject", "is_sure"),
    [
        *((t, "反诈", True) for t in ("反诈 各单位 数据", "各地 反诈", "反诈 对比", "反诈 比较")),
        *((t, "反诈", False) for t in ("反诈各单位数据", "四个公安局反诈", "反诈比较")),
        *((t, "破案率", True) for t in ("各单位破案率对比", "各单位破案率是多少")),
        *((t, "反诈", True) for t in ("比较各单位反诈", "请比较一下四个公安局的反诈")),
        *((t, "反诈", True) for t in ("2024年各地反诈数据对比", "关于各单位反诈成效的比较")),
        ("几个局反诈谁做得好", "反诈", False),
        ("南通 海安 反诈 对比", "南通海安反诈", True),
        *(
            (t, "", False)
            for t in ("反诈 数据", "全国各地", "各单位", "对比", "大数据", "同比下降")
        ),
        *((t, "", False) for t in ("海安 各单位 反诈", "比较优势", "长" * 80 + " 对比")),
    ],
)
def test_words_that_ask_for_a_comparison_name_what_of(
    text: str, subject: str, is_sure: bool
) -> None:
    assert comparison_subject(text) == (subject, is_sure)


@pytest.mark.parametrize(
    "text",
    [
        *("最早提出“无人机”的报告", "“无人机”的首次提出时间", "哪年的报告最早写「无人机」"),
        *("无人机是什么时候提出的", "何时开始有“无人机”的说法", "首次出现无人机的年份"),
    ],
)
def test_a_name_is_what_is_quoted_and_never_ends_in_a_particle(text: str) -> None:
    assert first_year_subjects(text) == ("无人机",)
    assert first_year_subjects("“无人机”巡逻最早是哪一年") == ("无人机巡逻",)
    assert first_year_subjects("执法目的最早是哪一年")[0] == "执法目的"


def test_the_longest_name_is_tried_first() -> None:
    assert first_year_subjects("警械使用最早是哪一年")[0] == "警械使用"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "最早",
        "最早是哪一年",
        "平安前哨",
        "首次突破",
        "首次破获的案件",
        "第一次全国普查",
        "最初有多少架无人机",
        "命案全破是哪一年",
        "哪个城市命案全破时间最长",
        "最早" + "长" * 80 + "是哪一年",
    ],
)
def test_what_asks_for_no_first_year_names_nothing(text: str) -> None:
    assert first_year_subjects(text) == ()


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("破案率历年变化", "破案率"),
        ("历年破案率", "破案率"),
        ("破案率的变化趋势", "破案率"),
        ("破案率走势怎么样？", "破案率"),
        ("发案数变化", "发案数"),
        ("群众安全感历年排名", "群众安全感"),
        ("治安情况如何", "治安"),
        ("命案连续全破年数排名", "命案连续全破"),
        *((text, "粮食产量") for text in ("粮食产量这些年怎么变化", "这些年粮食产量怎么变的")),
        *((text, "粮食产量") for text in ("粮食产量走势", "粮食产量有什么变化", "粮食产量变化")),
        *((text, "粮食产量") for text in ("历年粮食产量是多少", "这些年粮食产量怎么样")),
    ],
)
def test_a_question_for_a_course_tells_what_of(text: str, subject: str) -> None:
    assert course_subjects(text)[-1] == subject


@pytest.mark.parametrize(
    "text",
    [
        *("变化", "历年", "排名", "趋势", "作案手法变化", "全省排名", "排名第一", "无人机使用情况"),
        *("破案率", "案件破案率", "破案数", "比例", "近些年破案率", "这些年的变化"),
    ],
)
def test_what_names_a_change_or_a_rank_asks_for_no_course(text: str) -> None:
    assert course_subjects(text) == ()


@pytest.mark.parametrize(
    "word", ["见于", "提出来", "变化如何", "情况怎么样", "各单位的", "最早", "谁先", "哪份报告先"]
)
def test_words_that_can_be_read_in_two_ways_are_read_in_linear_time(word: str) -> None:
    began = time.process_time()
    for text in (word * (60 // len(word)), "甲" + word * 14 + "乙"):
        first_year_subjects(text), course_subjects(text), comparison_subject(text)
    assert time.process_time() - began < 1.0


def test_what_only_asks_is_told_from_what_is_asked_about() -> None:
    assert asking_part("一网六控最早是哪一年")[0] == "一网六控"
    assert asking_part("平安前哨是哪年开始的")[0] == "平安前哨"
    assert asking_part("最早")[0] == asking_part("开始")[0] == ""


@pytest.mark.parametrize("text", ["全省率先", "引文出处", "矛盾源头", "哪家先进", "谁先进典型"])
def test_what_comes_first_or_from_somewhere_asks_for_no_year(text: str) -> None:
    assert first_year_subjects(text) == ()


def test_a_word_called_so_is_read_without_it() -> None:
    assert first_year_subjects("雾霾一词从哪年起进入报告")[-1] == "雾霾"
