"""A line of paper, date and reporters below a title is metadata, no heading."""

from __future__ import annotations

import pytest

from indexer.importer.formats import read_source
from indexer.importer.furniture import find_furniture
from indexer.importer.proposal import propose
from indexer.importer.readers.web.page import read_html


@pytest.mark.parametrize(
    "byline",
    ["岚江日报　记者 张敏　2024-04-03", "岚江日报　2024-04-03 07:40　记者 张敏"],
)
def test_a_page_reads_the_line_of_paper_reporter_and_date(byline: str) -> None:
    page = (
        f"<html><body><h1>茶山夜访</h1><p>{byline}</p><h2>一盏灯下</h2>"
        "<p>谷雨前的茶山，夜里十一点仍有人影，民警打着手电从采茶工宿舍门前走过，听见里面有人说话。</p>"
        "</body></html>"
    )
    proposal = propose(read_html(page.encode(), "茶山.html"), "茶山")
    for line in ("publisher: 岚江日报\n", "date: 2024-04-03\n", "author: 张敏\n", "## 一盏灯下"):
        assert line in proposal.markdown
    assert "记者" not in proposal.markdown


@pytest.mark.parametrize("text", ["岚江日报 2024", "工作简报 2024年3月1日", "东塘分局 2024-04-03"])
def test_a_line_without_paper_and_whole_date_is_no_byline(text: str) -> None:
    assert find_furniture(text) is None


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ("谷雨前的茶山，夜里十一点仍有人影。", "岚江日报"),  # no unit: the paper, to be checked
        ("岚江县公安局在茶山设了驿站。岚江县公安局每晚派人值守。", "岚江县公安局"),
        # Who is named first and most has helped; the paper is of the other's town.
        ("泊舟县公安局打来电话。泊舟县公安局已经止付，岚江县公安局便派人上门。", "岚江县公安局"),
    ],
)
def test_the_paper_that_a_page_names_is_its_source_where_no_unit_is(told: str, source: str) -> None:
    page = (
        "<html><body><h1>茶山夜访</h1><p>来源：岚江日报　作者：张敏　2024年4月3日</p>"
        f"<p>{told}</p><p>民警打着手电走过，听见里面有人说话，便敲了敲门。</p></body></html>"
    )
    proposal = propose(read_html(page.encode(), "茶山.html"), "茶山")
    assert f"source: {source}\n" in proposal.markdown


@pytest.mark.parametrize(
    ("line", "source", "date"),
    [
        ("沱江航运公安局 2022年5月印", "沱江航运公安局", "2022-05"),
        ("岭口市公安局三岔河水上分局　2022年5月8日", "岭口市公安局三岔河水上分局", "2022-05-08"),
        ("2022年6月1日 岭口市公安局宣传科", "岭口市公安局", "2022-06-01"),
        ("印发单位：岭口市公安局治安支队 2022年6月1日", "岭口市公安局", "2022-06-01"),
    ],
)
def test_a_notice_has_its_office_and_day_below_its_title(line: str, source: str, date: str) -> None:
    told = "去年入梅后，渡口停航三十一天，民警在渡口守了一个月。"  # one thing of the year before
    text = f"# 渡口乘船须知\n\n{line}\n\n{told}\n\n- 每日末班渡船18时30分，汛期停航。\n"
    markdown = propose(read_source(text.encode(), "a.md"), "a").markdown
    for value in (f"source: {source}", f"date: {date}", "year: 2022", "genre: 须知"):
        assert f"{value}\n" in markdown
    assert (line in markdown) == ("单位：" in line)


def test_a_number_of_several_offices_is_theirs_without_their_names() -> None:
    lines = ("岭口市公安局 岭口市林业局 岭公通〔2024〕18 号", "关于印发办法的通知", "各县局：")
    text = "\n\n".join((*lines, "请遵照执行，做好林区防火各项工作。"))
    markdown = propose(read_source(text.encode(), "a.txt"), "a").markdown
    assert 'doc_number: "岭公通〔2024〕18号"\n' in markdown


def test_a_reply_of_minutes_stays_with_what_was_asked() -> None:
    asked = ["1. 老方：巷口绿灯只有18秒，走不完。", "2. 小陈：充电口不够，有人从楼上拉线。"]
    replies = ["答复：已改为30秒。", "处理结果：再装60个口。"]
    lines = [
        "时间：2024年10月17日",
        *(line for pair in zip(asked, replies, strict=True) for line in pair),
    ]
    proposal = propose(read_source("\n\n".join(["恳谈会记录", *lines]).encode(), "a.txt"), "a")
    for question, reply in zip(asked, replies, strict=True):
        assert question + reply in proposal.markdown
    alone = "答复：已改为30秒，比原来多了12秒。"
    plain = propose(
        read_source(f"通报\n\n各单位要按期办结群众诉求。\n\n{alone}".encode(), "b.txt"), "b"
    )
    assert f"\n\n{alone}" in plain.markdown
