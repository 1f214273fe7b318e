"""What title, heading and first words say of figures: their year, and if they are planned."""

from __future__ import annotations

import pytest

from indexer.figures import extract, figures_of
from indexer.figures.occasion import told_as_plan
from indexer.model.documents import Document, Paragraph


@pytest.mark.parametrize(
    ("heading", "text", "read"),
    [
        (None, "新建派出所5个。", [("5", "actual", "2024")]),
        ("下一步工作", "新建派出所5个。", [("5", "target", None)]),
        ("2025年工作安排", "新建派出所5个。", [("5", "target", "2025")]),
        ("三、2025年政府工作总体要求", "粮食产量稳定在22万吨。", [("22", "target", "2025")]),
        ("目标任务", "整改率不低于95%。", [("95", "target", "2024")]),
        ("目标任务完成情况", "新建派出所5个。", [("5", "actual", "2024")]),
        ("2024年工作回顾", "新建派出所5个。", [("5", "actual", "2024")]),
        (None, "一九五八年计划粮食产量8亿斤。", [("8亿斤", "target", "1958")]),
        (
            None,
            "会议讨论了任务，提出了钢产量8吨、棉花产量5吨的两项指标。",
            [("8", "target", "2024"), ("5", "target", "2024")],
        ),
        ("2023年工作计划", "新建派出所5个。", [("5", "actual", "2024")]),
        (
            None,
            "2025年工作安排：新建派出所5个。补充警力12名。",
            [("5", "target", "2025"), ("12", "target", "2025")],
        ),
        (
            "2025年工作打算",
            "2024年建成8个派出所。2025年再建派出所5个，目前已建成2个。",
            [("8", "actual", "2024"), ("5", "target", "2025"), ("2", "actual", "../2024")],
        ),
    ],
)
def test_figures_below_a_heading_of_plans_are_targets(
    heading: str | None, text: str, read: list[tuple[str, str, str | None]]
) -> None:
    rows = extract(text, year=2024, heading=heading).rows
    assert [(r.value_text.strip("个名%万吨不低于"), r.modality, r.period) for r in rows] == read


@pytest.mark.parametrize(
    ("title", "year", "date", "periods"),
    [
        ("2024年南江市人民政府工作报告", 2024, None, ["2023", "2024", "2024"]),
        ("2024年南江市人民政府工作报告", 2023, None, ["2023", "2024", "2024"]),
        ("南江市人民检察院工作报告", 2024, "2024-01-18", ["2023", "2024", "2024"]),
        ("南江市人民检察院工作报告", 2024, None, ["2024", "2024", "2024"]),
        ("南江市2024年度法院工作报告", 2024, "2025-01", ["2024", "2025", "2025"]),
        ("南江市公安局2024年度警务通报会实录", 2024, "2025-01-10", ["2024"] * 3),
        ("南江市公安局2024年工作总结", 2024, None, ["2024", "2024", "2024"]),
    ],
)
def test_a_work_report_tells_of_the_year_before_it_was_given(
    title: str, year: int, date: str | None, periods: list[str]
) -> None:
    document = Document("a", title=title, year=year, date=date)
    text = "成功新建了派出所5个，取得进展。今年新建派出所6个。力争破案率达到60%。"
    rows = figures_of(document, Paragraph("a#1", "a", 1, text)).rows
    assert [row.period for row in rows] == periods


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("累计新建派出所5个，取得新进展。", ("2023", "actual")),
        ("继续加强基层基础，切实新建派出所5个。", ("2024", "target")),
        ("加强基层基础。新建派出所5个。", (None, "actual")),
    ],
)
def test_the_words_of_a_work_report_tell_whether_it_looks_back(
    text: str, read: tuple[str | None, str]
) -> None:
    document = Document("a", title="2024年南江市人民政府工作报告", year=2024)
    (row,) = figures_of(document, Paragraph("a#1", "a", 1, text)).rows
    assert (row.period, row.modality) == read


@pytest.mark.parametrize(
    ("text", "modality", "period"),
    [
        ("要稳定财政。今年中央投入1461亿元。", "target", "2024"),
        ("要稳定财政。今年已安排300亿元。", "actual", "2024"),
        ("要稳定财政。今年一季度投入了300亿元。", "actual", "2024-01/2024-03"),
        ("今年粮食产量5亿吨。", "actual", "2024"),
        ("要合理用油，要用煤代油。现在全市烧油5亿吨。", "actual", "../2024"),
        ("要扩大招生。五年内招生5亿人。", "target", None),
        ("预计招生5亿人。", "target", "2024"),
        ("预计招生增加了5亿人。", "actual", "2023"),
        ("国家计划在近三年新建5亿间。", "target", None),
        ("累计成功投入了5亿元。五年投资2亿元。", "actual", "2023"),
    ],
)
def test_what_a_work_report_tells_of_the_year_it_is_given_in_is_planned(
    text: str, modality: str, period: str | None
) -> None:
    document = Document("a", title="2024年南江市人民政府工作报告", year=2024)
    row = figures_of(document, Paragraph("a#1", "a", 1, text)).rows[0]
    assert (row.modality, row.period) == (modality, period)


@pytest.mark.parametrize(
    ("title", "text", "modality"),
    [
        ("某市物业管理条例（2021年修正）", "保存期限不少于5年。", "standard"),
        ("某法 第三条", "保存期限不少于5年。", "standard"),
        (None, "第三条 保存期限不少于5年。", "standard"),
        ("改进工作方法", "保存期限达到5年。", "actual"),
    ],
)
def test_figures_of_laws_are_standards(title: str | None, text: str, modality: str) -> None:
    document = Document("a", title=title, year=2024)
    (row,) = figures_of(document, Paragraph("a#1", "a", 1, text)).rows
    assert (row.indicator, row.modality) == ("保存期限", modality)


@pytest.mark.parametrize(
    ("text", "is_plan"),
    [
        *(("2022年，我局将全面推行“@”行动。", True), ("二〇二二年，将推行“@”。", True)),
        *(("下一步，一是加强巡逻。二是推广“@”。", True), ("明年计划建设@12个。", True)),
        *(("2022年工作思路：打造“@”平台；", True), ("今年要大力推广@。", True)),
        *(("将“@”纳入考核，成效明显。", False), ("目前，@已建成3个，明年将扩大。", False)),
        *(("2022年，将推行夜巡。目前，@已建成3个。", False), ("继续实施“@”。", False)),
        *(("按照市局计划，开展“@”行动。", False), ("积极争取资金，建成@6个。", False)),
        *(("2021年，我局启动@，计划三年建成。", False), ("在建成8个@的基础上再建12个。", False)),
    ],
)
def test_a_sentence_that_plans_is_told_from_one_that_tells_of_a_deed(
    text: str, is_plan: bool
) -> None:
    name = "未来哨点"  # 未来 is a word of its name
    place = range(text.index("@"), text.index("@") + len(name))
    report = Document("a", title="某局2021年工作总结", year=2021)
    assert told_as_plan(report, text.replace("@", name), None, place) is is_plan


def test_a_heading_or_a_title_of_plans_makes_its_sentences_plans() -> None:
    report = Document("a", title="某局2021年工作总结和2022年工作打算", year=2021)
    paper = Document("b", title="2021年工作要点", year=2021)
    assert told_as_plan(report, "推行夜巡", "二、2022年工作打算", range(2, 4))
    assert not told_as_plan(report, "推行夜巡", "一、2021年工作情况", range(2, 4))
    assert told_as_plan(paper, "推行夜巡", None, range(2, 4))


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("年末测评，溪岭群众安全感99.3%。", "群众安全感", "溪岭"),
        ("溪岭港货物吞吐量达320万吨。", "溪岭港货物吞吐量", None),
        ("北屏群众安全感98.2%。", "北屏群众安全感", None),
    ],
)
def test_a_unit_s_own_place_is_no_part_of_a_name(text: str, name: str, place: str | None) -> None:
    document = Document("a", source="溪岭县公安局", region=("东岭省", "北屏", "溪岭"), year=2024)
    (row,) = figures_of(document, Paragraph("a#1", "a", 1, text)).rows
    assert (row.indicator, row.place) == (name, place)


@pytest.mark.parametrize(
    ("text", "year", "modality"),
    [
        ("“十三五”时期经济年均增长保持在6.5%以上。", 2016, "target"),
        ("第六个五年计划期间，固定资产投资总额为3600亿元。", 1982, "target"),
        ("“十四五”期间，全市建成警务室120个。", 2023, "actual"),  # so far
        ("“十四五”期间已增加民警120名，其中社区民警80名。", 2023, "actual"),
        ("“十四五”期间，命案破案率100%。", 2025, "actual"),  # they are over
        ("“十四五”期间，命案破案率100%。", 2024, "actual"),
        ("“十三五”时期经济年均增长6.5%。", 2021, "actual"),
    ],
)
def test_years_that_go_on_well_after_the_report_are_aimed_at_unless_deeds_are_told(
    text: str, year: int, modality: str
) -> None:
    assert {row.modality for row in extract(text, year=year).rows} == {modality}


@pytest.mark.parametrize(
    ("title", "text", "periods"),
    [
        (
            "南江市公安局2023年工作总结",
            "今年以来，立案412起，比去年少12起。",
            ["2023/..", "2023/.."],
        ),
        ("南江市公安局2023年工作总结", "今年立案412起，去年为455起。", ["2023", "2022"]),
        ("南江市公安局2023年工作总结", "去年立案412起。今年立案380起。", ["2023", "2024"]),
        ("南江市公安局2023年工作总结", "今年要把立案压到400起以下。", ["2024"]),
        ("南江市公安局2023年度工作报告", "今年立案412起。", ["2023"]),
        (
            "2023年工作情况的报告",
            "预警台今年派上了用场，凡要转账的都由民警劝住，全年立案412起。",
            ["2023"],
        ),
        ("南江市公安局召开座谈会", "今年立案412起。", ["2024"]),
    ],
)
def test_a_review_that_appears_in_january_says_this_year_of_the_year_before(
    title: str, text: str, periods: list[str]
) -> None:
    document = Document("a", title=title, year=2023, date="2024-01-08")
    rows = figures_of(document, Paragraph("a#1", "a", 1, text)).rows
    assert [row.period for row in rows] == periods


@pytest.mark.parametrize("text", ["溪岭县破201起。", "溪岭县破获201起。", "溪岭公安破201起。"])
def test_a_unit_names_itself_in_front_of_what_it_did(text: str) -> None:
    document = Document("a", title="2023年工作总结", source="溪岭县公安局", year=2023)
    (row,) = figures_of(document, Paragraph("a#1", "a", 1, text)).rows
    assert row.indicator in ("破案", "破获")


def test_the_second_half_of_a_year_is_planned_for_in_it() -> None:
    text = "确保电诈发案1500起以下；增配救援艇12艘。"
    rows = extract(text, year=2025, published=2025, heading="四、下半年安排").rows
    assert [(row.period, row.modality) for row in rows] == [("2025", "target")] * 2


@pytest.mark.parametrize("heading", ["下一年", "五、下一年打算", "下年工作"])
def test_the_next_year_is_planned_for_below_its_heading(heading: str) -> None:
    text = "2025年电诈立案不超过340起；湖区偷捕警情再降三成。"
    rows = extract(text, year=2024, published=2025, heading=heading).rows
    assert [row.modality for row in rows] == ["target"] * 2


def test_years_in_brackets_are_of_their_own_sentence() -> None:
    text = "1.现行命案连续四年（2012—2015年）百分之百侦破。2.破获盗窃案件214起。"
    assert [(r.value, r.period) for r in extract(text, year=2015).rows][1:] == [("214", "2015")]
    opening = extract("（2012—2015年）破案30起。抓获5人。", year=2015).rows
    assert {r.period for r in opening} == {"2012/2015"}


def test_few_cameras_are_counted_and_bus_lines_are_not() -> None:
    assert [r.value for r in extract("视频监控仅有380路，乡镇空白。", year=2014).rows] == ["380"]
    assert extract("群众乘380路公交车到站。", year=2014).rows == ()
