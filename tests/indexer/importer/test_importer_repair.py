"""Repair: torn lines become paragraphs, furniture goes, headings come back; all of it is told."""

from __future__ import annotations

import textwrap
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.importer.furniture import find_furniture
from indexer.importer.proposal import Proposal, propose
from indexer.importer.source_text import SourceText, source_lines
from indexer.importer.wrapping import join_lines
from indexer.sources.folder import ParsedDocument, parse_document

LONG = (
    "今年以来，海滨公安把群众最关心的事放在首位，推出便民措施若干条，"
    "办事窗口延长服务时间，群众满意度逐月上升"
)


def proposal(text: str, publisher: str | None = None) -> Proposal:
    return propose(SourceText(source_lines(textwrap.dedent(text).strip("\n"))), "a", publisher)


def document(result: Proposal) -> ParsedDocument:
    parsed, problems = parse_document(result.markdown, "a", "a.md")
    assert parsed is not None, problems
    return parsed


def outline(text: str) -> list[tuple[str | None, str]]:
    return [(p.heading, p.text) for p in document(proposal(text)).paragraphs]


def reasons(text: str) -> str:
    return "\n".join(str(doubt) for doubt in proposal(text).doubts)


WRAPPED = """
    海滨公安护航新年

    今年以来，海滨公安把群众最关心的事放
    在首位。全市共推出便民措施12项，其中
    涉及户籍的有4项，窗口服务时间延长到晚
    上7点，群众满意度达9
    8.6%。

    冬季攻势中，全市抓获在逃人员17

    1名，破案数同比上升。各所队坚持每日巡
    逻防控。夜间增派车组，重点路段见警率明
    显提高。
"""


def test_hard_wrapped_lines_become_paragraphs() -> None:
    assert outline(WRAPPED) == [
        (
            None,
            "今年以来，海滨公安把群众最关心的事放在首位。全市共推出便民措施12项，其中涉及户籍的有4项，"
            "窗口服务时间延长到晚上7点，群众满意度达98.6%。",
        ),
        (
            None,
            "冬季攻势中，全市抓获在逃人员171名，破案数同比上升。各所队坚持每日巡逻防控。"
            "夜间增派车组，重点路段见警率明显提高。",
        ),
    ]


def test_a_blank_line_inside_a_sentence_is_told_with_its_line() -> None:
    assert "第 11 行：空行在句子中间" in reasons(WRAPPED)
    assert proposal(WRAPPED).title == "海滨公安护航新年"


def test_double_spaced_lines_are_lines_and_not_paragraphs() -> None:
    lines = textwrap.dedent(WRAPPED).strip().split("\n")
    doubled = "\n\n".join(line for line in lines if line)
    assert [p[1][:4] for p in outline(doubled)] == ["今年以来", "冬季攻势"]


def test_page_numbers_between_torn_lines_go() -> None:
    text = WRAPPED.replace("17\n\n    1名", "17\n\n    - 2 -\n\n    1名")
    assert outline(text) == outline(WRAPPED)
    assert "作为页码删去：「- 2 -」" in reasons(text)


def test_headings_between_wrapped_lines_are_found_with_and_without_blank_lines() -> None:
    body = textwrap.dedent(WRAPPED).strip()
    glued = body.replace("\n\n冬季攻势", "\n打击犯罪\n冬季攻势")
    apart = body.replace("\n\n冬季攻势", "\n\n打击犯罪\n\n冬季攻势")
    assert [h for h, _ in outline(glued)] == [h for h, _ in outline(apart)] == [None, "打击犯罪"]


def test_a_line_that_ends_a_sentence_may_be_inside_a_paragraph() -> None:
    assert any("首位。全市" in text for _, text in outline(WRAPPED))


def test_indents_begin_paragraphs_where_there_are_no_blank_lines() -> None:
    text = """
    　　今年以来，海滨公安把群众最关心的事
    放在首位，全市推出便民措施多项，好评。
    　　冬季攻势中，全市抓获在逃人员若干名
    ，破案数同比上升。
    　　各所队坚持每日巡逻防控，夜间增派车
    组。
    """
    assert [p[1][:4] for p in outline(text)] == ["今年以来", "冬季攻势", "各所队坚"]


def test_without_blank_lines_and_indents_short_last_lines_end_paragraphs() -> None:
    text = """
    今年以来，海滨公安把群众最关心的事放在
    首位，全市推出便民措施。
    冬季攻势中，全市抓获在逃人员若干名，破
    案数同比上升。各所队坚持每日巡逻防控。
    夜间增派车组，重点路段见警率明显提高，
    市民称赞。
    """
    assert [p[1][:4] for p in outline(text)] == ["今年以来", "冬季攻势"]
    assert "段落按行长推断" in reasons(text)


def test_a_line_is_a_paragraph_where_lines_are_long() -> None:
    text = f"{LONG}。\n{LONG}。\n守住底线 护航发展\n{LONG}！\n\n{LONG}"
    assert [heading for heading, _ in outline(text)] == [
        None,
        None,
        "守住底线 护航发展",
        "守住底线 护航发展",
    ]
    assert "末段没有句末标点" in reasons(text)


def test_a_sentence_torn_by_a_blank_line_between_long_lines_is_joined() -> None:
    text = f"{LONG}。\n\n{LONG}，由局长李某\n\n先后三次作出批示，{LONG}。"
    assert [p[1][-6:] for p in outline(text)] == [f"{LONG}。"[-6:]] * 2
    assert "由局长李某先后三次" in outline(text)[1][1]


def test_a_slipped_heading_goes_back_to_the_gap_it_left() -> None:
    text = f"""
    年终回眸

    {LONG}。

    {LONG}。



    实施青蓝培养计划，{LONG}。

    {LONG}。

    ·王小明·

    “青蓝培养”结硕果

    队伍有活力
    """
    assert [h for h, _ in outline(text)] == [None, None] + ["“青蓝培养”结硕果 队伍有活力"] * 2
    assert "移到第" in reasons(text)
    assert document(proposal(text)).document.author == "王小明"


def test_a_heading_without_a_home_stays_as_text() -> None:
    text = f"{LONG}。\n\n{LONG}。\n\n再接再厉谱新篇"
    assert outline(text)[-1] == (None, "再接再厉谱新篇")
    assert "移了位的小标题" in reasons(text)


def test_a_signature_stays_text() -> None:
    text = f"关于开展检查的通知\n\n{LONG}。\n\n海滨市公安局\n\n2021年3月5日"
    assert [p[1] for p in outline(text)][-2:] == ["海滨市公安局", "2021年3月5日"]


def test_two_short_lines_are_one_heading_and_more_are_a_list() -> None:
    pair = f"题目\n\n{LONG}。\n\n提升服务力\n\n打造暖心窗口\n\n{LONG}。"
    assert outline(pair)[-1][0] == "提升服务力 打造暖心窗口"
    many = f"题目甲乙\n\n{LONG}。\n\n获评先进集体\n\n获评示范窗口\n\n夯实基层基础\n\n{LONG}。"
    assert outline(many)[1:] == [
        (None, "获评先进集体"),
        (None, "获评示范窗口"),
        (None, "夯实基层基础"),
        (None, f"{LONG}。"),
    ]


def test_title_subtitle_and_kicker() -> None:
    text = f"去年全市发案下降两成——\n\n海滨答卷\n\n——2021年度工作亮点\n\n{LONG}。"
    result = proposal(text)
    assert result.title == "海滨答卷——2021年度工作亮点"
    assert document(result).paragraphs[0].text == "去年全市发案下降两成——"
    assert document(result).document.year == 2021


def test_page_furniture_goes_to_the_front_matter_or_away() -> None:
    text = f"""
    海滨市公安局
    您当前的位置：首页 > 工作动态
    海滨公安推出便民新举措
    发布时间：2022-03-05 09:30  来源：海滨日报  阅读次数：128
    {LONG}。
    {LONG}。
    责任编辑：王小明
    【打印本页】 【关闭窗口】
    上一篇：冬季行动告捷
    海滨政法网 © 2022 版权所有
    海滨市委政法委 主办 东ICP备00000000号
    Copyright 2022 All Rights Reserved
    """
    parsed = document(proposal(text))
    assert [p.text for p in parsed.paragraphs] == [f"{LONG}。"] * 2
    assert parsed.document.title == "海滨公安推出便民新举措"
    assert (parsed.document.source, parsed.document.date) == ("海滨市公安局", "2022-03-05")
    assert "publisher: 海滨日报" in proposal(text).markdown
    assert parsed.document.note is not None and "王小明" in parsed.document.note
    for removed in ("海滨市公安局", "首页", "128", "上一篇", "版权所有", "主办", "打印"):
        assert removed in reasons(text)


def test_the_given_source_wins() -> None:
    text = f"题目甲乙\n来源：海滨日报\n{LONG}。"
    assert document(proposal(text, "海滨市公安局")).document.source == "海滨市公安局"


@pytest.mark.parametrize(
    "text",
    [
        "网站访问量达到12万次，同比上升。",
        "来源于群众的智慧",
        "记者从市局获悉，今年以来",
        "编辑出版《警务手册》三册",
        "由海滨市公安局主办",
        "关闭非法网站120个",
        "分享经验做法，推动工作",
        "大中小学校园安全",
        "2021年3月5日",
        "打印身份证复印件",
        "首页推荐工作启动",
        "2021年3月5日，全市召开大会，会议时间：半天。" * 3,
    ],
)
def test_text_is_not_taken_for_furniture(text: str) -> None:
    assert find_furniture(text) is None


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("今年以来全市抓获在逃人员共计17", "1名，成效明显。", "171名"),
        ("建成公安机关免费提供的寻亲D", "NA采集点。", "DNA采集点"),
        ("系统采用国际通行的标准名为open", "data的格式。", "open data的"),
        ("全市上下齐心协力努力工作不断", "创新。", "不断创新"),
    ],
)
def test_words_and_numbers_are_made_whole(left: str, right: str, joined: str) -> None:
    lines = [*["全市公安机关大力推进巡逻防控工作，"] * 6, left, right]
    pieces, _ = join_lines(source_lines("\n".join(lines)))
    assert joined in pieces[-1].text


@pytest.mark.parametrize(
    "text", ["大 " * 44 + "x", ">" * 88 + "，", "·" + "王明 " * 29, "来源:" * 30, "2021-1-1 " * 10]
)
def test_hostile_lines_take_no_time(text: str) -> None:
    started = time.process_time()
    find_furniture(text)
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "南通市公安局与鼓楼区公安局推进工程，城东分局和海州公安都来支援，" * 20_000,
        "南通市公安局工作总结\n\n" + "鼓楼区派出所、城东分局和海州公安都来支援。\n\n" * 10_000,
    ],
    ids=["one line", "many lines"],
)
def test_offices_are_looked_for_in_so_much_of_a_text_however_long_it_is(text: str) -> None:
    started = time.process_time()
    markdown = proposal(text).markdown
    assert "source: 南通市公安局\n" in markdown
    assert time.process_time() - started < 10


def test_a_torn_latin_word_is_told() -> None:
    lines = [*["全市公安机关大力推进巡逻防控工作，"] * 6, "建成公安机关免费提供的寻亲D", "NA点。"]
    _, doubts = join_lines(source_lines("\n".join(lines)))
    assert any("外文字母" in doubt.reason for doubt in doubts)


def test_text_that_looks_like_markdown_stays_text() -> None:
    text = f"题目甲乙\n\n# 不是标题，是正文里的一句话，以井号开头，{LONG}。\n\n---\n\n{LONG}。"
    assert outline(text)[0][1].startswith("# 不是标题")


def test_unpaired_quotes_are_told_and_not_changed() -> None:
    text = f"题目甲乙\n\n织密“平安网，{LONG}。"
    assert "不成对" in reasons(text)
    assert "织密“平安网" in outline(text)[0][1]


PIECES = (
    *(
        "甲乙丙丁",
        "。",
        "，",
        "\n",
        "\n\n",
        "　　",
        "“",
        "”",
        "12",
        "A",
        "# ",
        "来源：",
        ":",
        "---",
    ),
    *("责任编辑：", "版权所有", "2021年", "·", "一、", LONG),
)


def _bare(text: str) -> str:
    """Without white space and heading marks."""
    return "".join(text.replace("#", "").split())


@example("甲乙丙丁\n\n---")
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_character_of_text_is_lost_or_made_up(text: str) -> None:
    """Every line is in the body, in the title, or told as removed."""
    result = proposal(text)
    told = "".join(doubt.reason for doubt in result.doubts)
    flat = _bare(result.markdown.split("---\n", 2)[2] + told + (result.title or ""))
    assert [line for line in text.split("\n") if _bare(line) not in flat] == []
    parsed, problems = parse_document(result.markdown, "a", "a.md")
    assert parsed is not None or [p.code for p in problems] == ["no_paragraph"]


@pytest.mark.parametrize(
    "odd", ["\x7f", "\x80", "\x85", "\u2028", "\ufeff", "\ufffe", "\U0001f600"]
)
def test_a_title_of_odd_characters_can_be_read_back(odd: str) -> None:
    result = proposal(f"甲{odd}乙的报告\n\n{LONG}")
    parsed, problems = parse_document(result.markdown, "a", "a.md")
    assert parsed is not None, problems


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    result = proposal(text)
    parsed, problems = parse_document(result.markdown.replace("\0", ""), "a", "a.md")
    assert parsed is not None or problems[0].code == "no_paragraph"
