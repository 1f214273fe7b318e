"""References as GB/T 7714 prints them, with what is known and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indexer.model.documents import text_hash
from indexer.word_list import words
from search.results import StoredParagraph
from web.pages.citations import cite, clause, permanent_path

TODAY = date(2026, 11, 21)
ROOT = "http://qs.example.cn/library"
FULL = StoredParagraph(
    id="nantong-2021#17",
    slug="nantong-2021",
    ordinal=17,
    title="南通公安:平安答卷谱新篇",
    heading=None,
    source="南通市公安局",
    region=(),
    date="2022-02-22",
    year=2021,
    genre=None,
    url="https://example.cn/a.html",
    themes=(),
    initiatives=(),
    text="去年，全市现行命案破案率100%。",
)
LINK = f"{ROOT}/documents/nantong-2021?h={text_hash(FULL.text)}#p17"


def test_the_edition_of_2025_sets_full_width_marks() -> None:
    assert cite(FULL, ROOT, TODAY).edition_2025 == (
        "南通市公安局. 南通公安:平安答卷谱新篇[EB/OL]. （2022-02-22）[2026-11-21]. "
        f"https://example.cn/a.html. 第17段，永久链接：{LINK}."
    )


def test_the_edition_of_2015_sets_half_width_marks() -> None:
    assert cite(FULL, ROOT, TODAY).edition_2015 == (
        "南通市公安局. 南通公安:平安答卷谱新篇[EB/OL]. (2022-02-22)[2026-11-21]. "
        f"https://example.cn/a.html. 第17段, 永久链接: {LINK}."
    )


def test_our_own_words_are_english_on_an_english_page_and_the_entry_stays() -> None:
    cited = cite(FULL, ROOT, TODAY, "en")
    assert cited.edition_2025 == (
        "南通市公安局. 南通公安:平安答卷谱新篇[EB/OL]. (2022-02-22)[2026-11-21]. "
        f"https://example.cn/a.html. para. 17, permanent link: {LINK}."
    )
    assert cited.plain == "南通市公安局: “南通公安:平安答卷谱新篇” (2022-02-22, para. 17)"
    bare = replace(FULL, title=None, genre="年鉴", url=None, date=None)
    unknown = cite(bare, ROOT, TODAY, "en")
    assert "[M]. [S.l.]: [s.n.], [2021]. para. 17" in unknown.edition_2025
    assert unknown.plain.endswith("(untitled, para. 17)")


def test_a_date_is_as_precise_as_it_is_known() -> None:
    for known in ("2022", "2022-12"):
        assert f"（{known}）[" in cite(replace(FULL, date=known), ROOT, TODAY).edition_2025
    assert "[EB/OL]. [2026-11-21]. " in cite(replace(FULL, date=None), ROOT, TODAY).edition_2025


def test_the_year_of_the_report_never_stands_for_its_date() -> None:
    bare = replace(FULL, date=None, title="答卷", text="平安。")
    assert "2021" not in cite(bare, ROOT, TODAY).edition_2025.replace("nantong-2021", "")


def test_what_is_unknown_is_left_out() -> None:
    bare = replace(FULL, source=None, url=None, date=None)
    assert cite(bare, ROOT, TODAY).edition_2025.startswith("南通公安:平安答卷谱新篇[EB/OL]. [2026")
    assert "None" not in cite(bare, ROOT, TODAY).edition_2015


@pytest.mark.parametrize(
    ("author", "cited"),
    [
        ("张亮", "张亮. 南通"),
        ("王一、李二，张三", "王一，李二，张三. 南通"),
        ("王一、李二、张三、赵四", "王一，李二，张三，等. 南通"),
        (None, "南通市公安局. 南通"),
    ],
)
def test_authors_are_responsible_before_the_source(author: str | None, cited: str) -> None:
    assert cite(replace(FULL, author=author), ROOT, TODAY).edition_2025.startswith(cited)


def test_publisher_and_document_number_stand_where_the_standard_has_them() -> None:
    known = replace(FULL, publisher="平安江苏网", doc_number="通公〔2022〕3号")
    cited = cite(known, ROOT, TODAY)
    assert "新篇：通公〔2022〕3号[EB/OL]. （2022-02-22）[2026-11-21]. http" in cited.edition_2025
    unplaced = cite(replace(known, url=None), ROOT, TODAY)  # it is online with us
    assert "[EB/OL]. 平安江苏网（2022-02-22）[2026-11-21]. 第17段" in unplaced.edition_2025
    assert "新篇: 通公〔2022〕3号[EB/OL]. 平安江苏网, 2022(2022-02-22)[2026" in cited.edition_2015
    undated = cite(replace(known, date=None), ROOT, TODAY)
    assert "[EB/OL]. [2026" in undated.edition_2025
    assert "[EB/OL]. 平安江苏网[2026" in undated.edition_2015


def test_a_text_without_title_is_cited_by_what_is_known_of_it() -> None:
    untitled = replace(FULL, title=None, genre="年度综述")
    assert (
        "南通市公安局. [南通市公安局2021年年度综述][R/OL]. 2022-02-22. https"
        in cite(untitled, ROOT, TODAY).edition_2025
    )
    assert untitled.called == "南通市公安局 2021年年度综述〔原文无题〕"
    bare = replace(untitled, source=None, year=None, genre=None, date=None)
    assert bare.called == "文献 nantong-2021〔原文无题〕"


@pytest.mark.parametrize(
    ("publisher", "genre", "url", "marked"),
    [
        ("江苏法制报", "新闻报道", None, "[N]. 江苏法制报，2022-02-22. 第"),
        ("江苏法制报", None, "https://a.cn", "[N/OL]. 江苏法制报，2022-02-22. https"),
        (None, "工作总结", None, "[R]. 2022-02-22. 第"),
        ("南通市公安局", "年度综述", "https://a.cn", "[R/OL]. 2022-02-22. https"),
        ("平安江苏网", "年度综述", "https://a.cn", "[R/OL]. 平安江苏网，2022-02-22. https"),
        ("公安部公报", None, "https://a.cn", "[EB/OL]. （2022-02-22）[2026-11-21]. https"),
        ("中国人民公安大学学报", None, None, "[J]. 中国人民公安大学学报，2022. 第"),
        (None, "论文", None, "[J]. [刊名不详]，2022. 第"),
        (None, "期刊论文", "https://a.cn", "[J/OL]. [刊名不详]，2022. https"),
        ("群众出版社", "年鉴", None, "[M]. [出版地不详]：群众出版社，2022. 第"),
        (None, "新闻报道", None, "[EB/OL]. （2022-02-22）[2026-11-21]. 第"),
    ],
)
def test_the_type_is_that_of_medium_or_genre(
    publisher: str | None, genre: str | None, url: str | None, marked: str
) -> None:
    known = replace(FULL, publisher=publisher, genre=genre, url=url)
    assert marked in cite(known, ROOT, TODAY).edition_2025


@pytest.mark.parametrize(
    ("changes", "edition_2025", "edition_2015"),
    [
        ({}, "[R]. [2024]. 第", "[R]. [出版地不详]: [出版者不详], [2024]. 第"),
        ({"year": None}, "[R]. [日期不详]. 第", "[R]. [出版地不详]: [出版者不详], [日期不详]. 第"),
        (
            {"publisher": "海安市公安局", "date": "2025-01"},
            "[R]. 2025-01. 第",
            "[R]. 海安: 海安市公安局, 2025. 第",
        ),
        (
            {"genre": "年鉴", "publisher": "群众出版社"},
            "[M]. [出版地不详]：群众出版社，[2024]. 第",
            "[M]. [出版地不详]: 群众出版社, [2024]. 第",
        ),
    ],
)
def test_what_a_printed_text_does_not_say_is_said_in_brackets(
    changes: dict[str, Any], edition_2025: str, edition_2015: str
) -> None:
    known: dict[str, Any] = {
        "title": None,
        "source": "海安市公安局",
        "region": ("江苏省", "南通市", "海安市"),
        "date": None,
        "year": 2024,
        "url": None,
        "genre": "年度综述",
    }
    cited = cite(replace(FULL, **(known | changes)), ROOT, TODAY)
    assert edition_2025 in cited.edition_2025 and edition_2015 in cited.edition_2015
    assert cited.edition_2025.startswith("海安市公安局. [海安市公安局")


def test_a_standard_is_cited_by_its_number() -> None:
    known = replace(FULL, genre="行业标准", doc_number="GA/T 1400—2017", url=None, title="联网要求")
    assert cite(known, ROOT, TODAY).edition_2025.startswith("GA/T 1400—2017 联网要求[S]. 第17段")


def test_a_link_without_host_is_no_address_of_the_web() -> None:
    cited = cite(FULL, "", TODAY)
    assert cited.edition_2025.endswith("[2026-11-21]. https://example.cn/a.html. 第17段.")
    assert cited.edition_2015.endswith("[2026-11-21]. https://example.cn/a.html. 第17段.")
    assert cited.link == permanent_path(FULL)


@pytest.mark.parametrize(
    ("changes", "edition_2025", "edition_2015"),
    [
        ({}, "[Z]. 2022-02-22. 第17段.", "[Z]. 2022-02-22. 第17段."),
        ({"date": "2022"}, "[Z]. 2022. 第17段.", "[Z]. 2022. 第17段."),
        ({"date": None}, "[Z]. [2021]. 第17段.", "[Z]. [2021]. 第17段."),
        (
            {"publisher": "平安江苏网"},
            "[Z]. 平安江苏网，2022-02-22. 第17段.",
            "[Z]. 平安江苏网, 2022-02-22. 第17段.",
        ),
        (
            {"genre": "年度综述"},
            "[R]. 2022-02-22. 第17段.",
            "[R]. [出版地不详]: [出版者不详], 2022. 第17段.",
        ),
    ],
)
def test_what_has_no_address_is_cited_as_the_document_itself(
    changes: dict[str, Any], edition_2025: str, edition_2015: str
) -> None:
    """No path of ours, nothing said to be online, no day of access: it could not be opened."""
    cited = cite(replace(FULL, url=None, **changes), "", TODAY)
    assert cited.edition_2025 == f"南通市公安局. 南通公安:平安答卷谱新篇{edition_2025}"
    assert cited.edition_2015 == f"南通市公安局. 南通公安:平安答卷谱新篇{edition_2015}"


def test_a_clause_names_unit_or_newspaper_title_and_day() -> None:
    assert clause(FULL) == "据南通市公安局《南通公安:平安答卷谱新篇》（2022年2月22日，第17段）"
    by_two = clause(replace(FULL, author="张亮、李娜", title="答卷"))
    assert by_two == "据南通市公安局《答卷》（张亮、李娜，2022年2月22日，第17段）"
    inside = replace(FULL, publisher="江苏法制报", title="谱《新》篇", date="2022-02")
    assert clause(inside) == "据《江苏法制报》刊《谱〈新〉篇》（2022年2月，第17段）"
    untitled = replace(FULL, title=None, date=None)
    assert clause(untitled) == "据南通市公安局2021年文献（原文无题，第17段）"


def test_permanent_paths_encode_any_document_name() -> None:
    odd = replace(FULL, slug="年鉴/2021#甲 乙?", ordinal=3)
    path = permanent_path(odd)
    assert path.startswith("/documents/%E5%B9%B4%E9%89%B4/2021%23")
    assert path.endswith("#p3")
    assert path.count("#") == 1 and path.count("?") == 1


@pytest.mark.parametrize(
    "source",
    words("《岭东日报》 岭东日报 岭东法治报社 《岭东晚报》 岭东报 汀桥周报 中国教育报"),
)
@pytest.mark.parametrize("author", [None, "same", "许文", "记者 许文", "本报记者许文"])
def test_a_paper_that_is_the_source_is_where_the_article_stands(
    source: str, author: str | None
) -> None:
    name = source.strip("《》")
    written = name if author == "same" else author
    article = replace(FULL, source=source, url=None, author=written, title="一声老哥")
    cited = cite(article, "", TODAY)
    by = "许文. " if author and "许文" in author else ""
    assert cited.edition_2025 == f"{by}一声老哥[N]. {name}，2022-02-22. 第17段."
    assert cited.edition_2015 == f"{by}一声老哥[N]. {name}, 2022-02-22. 第17段."
    assert cited.plain.startswith(f"据《{name}》刊《一声老哥》（")
    assert cited.shortfall == ""


@pytest.mark.parametrize(
    "source",
    ["南通市公安局情报中心", "市局简报", "新闻宣传处", "公安学报编辑部", "信息专报", "反诈战报"],
)
def test_a_unit_whose_name_sounds_like_a_paper_stays_whose_work_it_is(source: str) -> None:
    unit = replace(FULL, source=source, url=None, genre="工作总结")
    assert cite(unit, "", TODAY).edition_2025.startswith(f"{source}. 南通公安")


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("记者 多杰 文 桑吉 图", "多杰，桑吉"),
        ("记者 洛桑平 陈一帆", "洛桑平，陈一帆"),
        ("市局办公室", "南通市公安局办公室"),
        ("宣传科、情报中心", "南通市公安局宣传科，南通市公安局情报中心"),
        ("南通市公安局办公室", "南通市公安局办公室"),
    ],
)
def test_authors_are_names_and_desks_of_a_named_unit(written: str, names: str) -> None:
    cited = cite(replace(FULL, author=written), "", TODAY)
    assert cited.edition_2025.startswith(f"{names}. ")


def test_a_youth_paper_is_a_newspaper() -> None:
    papers = (replace(FULL, publisher=name, url=None) for name in ("岭东青年报", "岭东年报"))
    assert ["[N]" in cite(paper, "", TODAY).edition_2025 for paper in papers] == [True, False]


def test_a_row_of_a_table_is_cited_with_what_stands_above_it() -> None:
    heading, text = "各派出所“两抢”统计表（单位：起）", "派出所：东塘；2021年：3；2022年：2"
    row = replace(FULL, heading=heading, text=text)
    told = "第17段（“东塘”一行），见“各派出所‘两抢’统计表（单位：起）”"
    assert told in cite(row, ROOT, TODAY).edition_2025
    assert clause(row).endswith(f"{told}）")
    assert "见“" not in clause(replace(row, text=FULL.text))
    assert "见“" not in clause(replace(row, heading=None))


@pytest.mark.parametrize("source", ["岭东新闻网", "岭东融媒体中心", "岭东在线"])
def test_a_medium_of_a_news_text_is_where_it_appeared(source: str) -> None:
    article = replace(FULL, source=source, url=None, author=None, genre="新闻报道")
    cited = cite(article, "", TODAY)
    assert f"[Z]. {source}，" in cited.edition_2025
    assert cited.shortfall == ""


ISSUE = "《警务论衡》2022年第4期"


@pytest.mark.parametrize(
    ("source", "head", "published"),
    [
        (f"{ISSUE}（作者：沈若川、毕文涛）", "沈若川，毕文涛. ", "警务论衡，2022（4）"),
        (f"{ISSUE}（鲁见微）", "鲁见微. ", "警务论衡，2022（4）"),
        ("警务论衡，2022（4）", "", "警务论衡，2022（4）"),
        ("《警务论衡》2022年第8卷第四期 作者：沈若川", "沈若川. ", "警务论衡，2022，8（4）"),
    ],
)
def test_an_article_is_cited_by_its_authors_and_the_issue(
    source: str, head: str, published: str
) -> None:
    article = replace(FULL, source=source, author=None, url=None, doc_number=None, genre="文章")
    cited = cite(replace(article, title="研究", publisher=None), "", TODAY)
    assert cited.edition_2025 == f"{head}研究[J]. {published}. 第17段."
    assert cited.shortfall == ""
    if head:
        assert cited.plain.startswith(f"据{head[:3]}") and "《警务论衡》2022年第" in cited.plain


def test_a_units_briefing_is_no_journal_and_a_thesis_has_its_source_for_one() -> None:
    briefing = replace(FULL, source="《溯州公安简报》2022年第4期", url=None, genre="简报")
    assert "[J]" not in cite(briefing, "", TODAY).edition_2025
    thesis = replace(FULL, source="警务论丛", author=None, url=None, genre="期刊论文")
    assert "[J]. 警务论丛，2022. " in cite(thesis, "", TODAY).edition_2025


def test_a_units_own_paper_needs_no_medium_but_its_day() -> None:
    paper = replace(FULL, url=None, publisher=None, genre="通报")
    assert cite(paper, "", TODAY).shortfall == ""
    assert "发布" in cite(replace(paper, date=None), "", TODAY).shortfall
    assert "报刊" in cite(replace(paper, source="张三"), "", TODAY).shortfall
