"""Layouts of briefings, speeches and news pages: what stands around their text is told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.importer.formats import read_source
from indexer.importer.proposal import Proposal, propose
from indexer.importer.readers.pdf.columns import join_glyphs
from indexer.importer.readers.pdf.lines import Glyph, PageLine, PdfPage
from indexer.importer.readers.pdf.paragraphs import join_page_lines
from indexer.importer.source_text import SourceText
from indexer.metadata.dates import title_year

PROSE = "今年以来，辖区刑事警情同比下降27.4%，治安警情下降19.1%，群众安全感持续提升。"


def proposed(text: str, name: str) -> Proposal:
    return propose(read_source(text.encode(), name), name.rpartition(".")[0])


BRIEFING = f"""公 安 简 报
第 17 期
澄江县公安局办公室          2022年11月30日
────────────────────────
按：现将城关派出所“三长联动”工作法刊发，供学习借鉴。

城关派出所探索“三长联动”工作法
提升基层治理效能

{PROSE}

一是建强一支队伍。选配专职社区民警12名，吸纳老党员、老教师等58人。

报：市公安局，县委办、县政府办。
"""


def test_a_briefing_is_called_by_its_title_and_not_by_its_masthead() -> None:
    result = proposed(BRIEFING, "a.txt")
    assert result.title == "城关派出所探索“三长联动”工作法提升基层治理效能"
    for line in ("source: 澄江县公安局", "date: 2022-11-30", "genre: 工作简报"):
        assert line in result.markdown
    assert "\n按：现将城关派出所" in result.markdown
    assert "──" not in result.markdown
    assert any("分隔线" in doubt.reason for doubt in result.doubts)


def test_who_put_a_chronicle_together_and_when_is_told_below_its_title() -> None:
    text = "澄江县公安局2021年大事记\n\n（澄江县公安局办公室整理，2022年1月20日）\n\n"
    result = proposed(f"{text}1月8日　{PROSE}\n\n3月1日　{PROSE}\n", "a.txt")
    for line in ("source: 澄江县公安局", "date: 2022-01-20", "year: 2021"):
        assert line in result.markdown
    assert "genre" not in result.markdown


def test_who_speaks_as_head_of_a_police_office_speaks_of_its_work() -> None:
    text = (
        "在全市公安局处长会议上的讲话\n\n（2021年12月28日）\n\n"
        f"望海市副市长、公安局长　陈志远\n\n同志们：\n\n{PROSE}\n"
    )
    result = proposed(text, "a.txt")
    assert result.title == "在全市公安局处长会议上的讲话"
    assert "source: 望海市公安局" in result.markdown and "author: 陈志远" in result.markdown
    source = next(e for e in result.evidence if e.field == "source")
    assert "公安局长" in source.words


def test_the_author_in_a_page_s_line_of_labels_is_found_and_sharing_is_left_out() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>码上办日记-云泽公安</title></head><body>"
        "<h1>民警小周的码上办日记</h1>"
        "<div>发布时间：2024-03-18 09:21　来源：云泽日报　作者：李闻 王思远　浏览次数：10</div>"
        f"<div><p>{PROSE}</p><p>{PROSE}</p></div><div>分享到：微信 微博</div></body></html>"
    )
    markdown = proposed(page, "a.html").markdown
    assert "author: 李闻、王思远" in markdown and "publisher: 云泽日报" in markdown
    assert "分享到" not in markdown


def line(text: str, left: float, right: float, base: float) -> PageLine:
    return PageLine(text=text, left=left, right=right, base=base, size=16.0)


def test_centred_and_right_hand_lines_of_a_pdf_join_nothing_below() -> None:
    full = "今年以来，全市公安机关坚持问题导向，推动社区警务提质增效，群众安全"
    lines = [
        line("望海市副市长、公安局长 陈志远", 190, 410, 100),
        line("同志们：", 90, 154, 130),
        line("　　" + full, 122, 510, 160),
        line(full + "感不断上升。", 90, 508, 190),
        line("　　" + full, 122, 510, 220),
        line(full + "感不断上升。", 90, 508, 250),
        line("2023年7月8日", 400, 508, 280),
        line("（此件公开发布）", 90, 220, 310),
    ]
    texts = [ln.text for ln in join_page_lines([PdfPage(600, 840, tuple(lines))])[0]]
    assert "望海市副市长、公安局长 陈志远" in texts
    assert "同志们：" in texts
    assert "2023年7月8日" in texts and "（此件公开发布）" in texts


def test_a_numbered_item_of_a_pdf_goes_on_where_its_lines_end_unevenly() -> None:
    lines = [
        line("一、统一开炉时间。国省道驿站自10月25日起开炉，次年4月10日熄炉；高速", 71, 490, 100),
        line("公路驿站提前五日开炉。", 71, 194, 124),
        line("二、落实双岗。每处驿站昼夜不少于两名民警、三名辅警，清障车发动机每", 71, 480, 148),
        line("两小时预热一次。", 71, 158, 172),
        line("朔岭市公安局办公室 2024年10月16日印发", 71, 574, 240),
    ]
    texts = [ln.text for ln in join_page_lines([PdfPage(600, 840, tuple(lines))])[0]]
    assert texts[0].endswith("高速公路驿站提前五日开炉。") and texts[1].endswith("预热一次。")


def test_an_article_of_a_pdf_goes_on_behind_a_day_that_the_width_has_cut() -> None:
    lines = [
        line("第六条　冒领补贴的，追回全部款项，三年内不得再登记为志愿者，情", 90, 518, 100),
        line("节严重的依法处理。", 90, 234, 124),
        line("第七条　本办法自2024年5月1日起施行，有效期至2027年4月30日", 90, 466, 164),
        line("止。2021年印发的《暂行规定》同时废止。", 90, 390, 188),
    ]
    texts = [ln.text for ln in join_page_lines([PdfPage(600, 840, tuple(lines))])[0]]
    assert len(texts) == 2
    assert "4月30日止。2021年" in texts[1]


def test_a_space_as_wide_as_a_letter_stands_in_a_line_of_a_pdf() -> None:
    places = (("第", 0), ("一", 10), ("条", 20), ("为", 40), ("鼓", 50), ("励", 60))
    wide = [Glyph(char, left, left + 10, 100, 10) for char, left in places]
    narrow = [*wide[:3], *(replace(g, left=g.left - 7, right=g.right - 7) for g in wide[3:])]
    spread = [replace(g, left=2 * g.left, right=2 * g.left + 10) for g in wide[3:]]
    lines = [join_glyphs(row) for row in (wide, narrow, spread)]
    assert lines == ["第一条　为鼓励", "第一条 为鼓励", "为鼓励"]


def test_two_offices_that_sign_in_one_line_are_two() -> None:
    text = f"举报奖励办法\n\n{PROSE}\n\n{PROSE}\n\n砾津市公安局 砾津市水务局 2022年3月15日\n"
    markdown = proposed(text, "a.txt").markdown
    assert "source: 砾津市公安局\n" in markdown and "date: 2022-03-15" in markdown


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "砾津市公安局　砾公规〔2024〕7号　2024年4月28日印发",
            ("source: 砾津市公安局\n", "doc_number: ", "砾公规〔2024〕7号", "date: 2024-04-28"),
        ),
        ("制表：砾津市公安局综合室　制表日期：2024年1月5日", ("date: 2024-01-05",)),
    ],
)
def test_office_number_and_day_of_one_line_are_told_apart(line: str, told: tuple[str, ...]) -> None:
    markdown = proposed(f"水上见义勇为奖励办法\n\n{line}\n\n{PROSE}\n\n{PROSE}\n", "a.txt").markdown
    assert all(one in markdown for one in told) and "砾津市公安局砾公规" not in markdown


def test_a_paper_s_year_is_that_of_its_day_whatever_years_it_plans_for() -> None:
    text = "2024年4月至11月，三家对出租屋开展联合排查。\n\n2025年、2026年底前完成加装。"
    result = proposed(f"出租屋整改专题报告\n\n{text}\n\n湾泽市公安局\n2024年12月5日\n", "a.txt")
    assert "date: 2024-12-05" in result.markdown and "year: 2024" in result.markdown


GOVERNMENT_PAGE = f"""<html><head><title>凤山县公安局2024年上半年工作总结_凤山县人民政府</title>
<meta name="ArticleTitle" content="凤山县公安局2024年上半年工作总结"></head><body>
<div class="header"><ul><li><a href="/">首页</a></li></ul></div>
<table><tr><td>索引号：</td><td>003280/2024-00012</td><td>组配分类：</td><td>规划总结</td></tr>
<tr><td>发布机构：</td><td>县公安局</td><td>主题分类：</td><td>公安</td></tr>
<tr><td>名称：</td><td>凤山县公安局2024年上半年工作总结</td><td>文号：</td><td>无</td></tr></table>
<h1>凤山县公安局2024年上半年工作总结</h1>
<div class="content"><p>{PROSE}</p><p><strong>一、聚焦主责主业</strong></p><p>{PROSE}</p></div>
</body></html>"""


def test_the_table_of_facts_above_a_government_page_is_no_text() -> None:
    result = proposed(GOVERNMENT_PAGE, "a.html")
    assert result.title == "凤山县公安局2024年上半年工作总结"
    assert "genre: 工作总结" in result.markdown
    assert "索引号" not in result.markdown and "发布机构" not in result.markdown
    assert result.markdown.count("上半年工作总结") == 1


def test_what_an_account_puts_around_its_article_is_no_text_and_no_author() -> None:
    page = (
        '<html><head><meta property="og:article:author" content="越城公安"></head><body>'
        '<h1 id="activity-name">有困难找“老娘舅”</h1><div><p>点击蓝字 关注我们</p>'
        f"<p>{PROSE}</p><p>{PROSE}</p><p>END</p><p>往期推荐</p></div></body></html>"
    )
    markdown = proposed(page, "a.html").markdown
    assert "author" not in markdown
    for words in ("点击蓝字", "END", "往期推荐"):
        assert words not in markdown


def test_a_news_item_names_its_reporters_its_office_and_the_year_it_tells_of() -> None:
    text = (
        "本报讯（记者 张敏 通讯员 吴涛）记者昨日从海州市公安局获悉，2020年全市公安机关深入推进"
        "“断卡”行动，共破获电诈案件1,203起。\n（来源：《海州日报》 2021年1月15日 第3版）\n"
    )
    markdown = proposed(text, "断卡报道.txt").markdown
    for line in (
        "source: 海州市公安局", "year: 2020", "date: 2021-01-15", "publisher: 海州日报",
        "author: 张敏、吴涛",
    ):  # fmt: skip
        assert line in markdown


def test_what_is_left_of_a_long_title_in_its_second_line_is_no_author() -> None:
    lines = [
        PageLine("东湖区公安分局2022年工作总结及2023年工作", 90, 508, 100, 22.0),
        PageLine("思路", 276, 320, 130, 22.0),
        line("　　" + PROSE[:24], 122, 510, 160),
        line(PROSE[:26], 90, 508, 190),
        line(PROSE, 90, 400, 220),
    ]
    read, _ = join_page_lines([PdfPage(600, 840, tuple(lines))])
    result = propose(SourceText(tuple(read)), "a")
    assert result.title == "东湖区公安分局2022年工作总结及2023年工作思路"
    assert "author" not in result.markdown
    assert "year: 2022" in result.markdown and "genre: 工作总结" in result.markdown


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("东湖区公安年鉴（2022）", "2022"),
        ("东湖区公安局工作报告2023", "2023"),
        ("禁毒工作白皮书(2021)", "2021"),
        ("平安东湖2030", None),
        ("关于印发通知（东公〔2022〕5号）", None),
        ("统计公报（2021—2025）", None),
    ],
)
def test_a_yearly_title_may_end_with_its_year(title: str, year: str | None) -> None:
    assert title_year(title) == year
