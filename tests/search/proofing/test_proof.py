"""A draft is held against the library: what is wrong is found, and nothing else is called wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from search.proofing.claims import read_claims
from search.proofing.findings import Finding
from search.proofing.verdicts import proof
from search.searcher import Searcher

CORPUS = Path(__file__).parents[3] / "corpus"

NANTONG = (
    "2021年，南通市公安局推进“平安前哨”工程建设，全市现行命案和“八类”案件破案率100%，"
    "接报电信网络诈骗警情、案件数同比分别下降15.72%和20.43%。"
)
HUAINAN = (
    "2021年，淮南市攻克5起命案积案，破案率连续12年100%；打击治理电信网络诈骗犯罪破案数、"
    "抓获数同比分别上升57.4%、108.4%。"
)
HAIAN = (
    "2024年，海安市公安局在“任务管家”内集成数据模型百余个，固定警务业务流程139个。"
    "模型驱动类任务占全部任务的90%以上，其中45.4%实现自动反馈。"
)
NANJING = "南京公安局刑事案件连续6年下降，命案连续9年全破，打造“三圈五域”防控体系。"
SAYING = "要“以小平安累积大平安,有力维护社会大局持续稳定”。"
TRUE = "\n".join((NANTONG, HUAINAN, HAIAN, NANJING, SAYING))
ERRORS = {
    "20.43%": "24.03%",
    "攻克5起": "攻克6起",
    "其中45.4%": "其中54.4%",
    "“三圈五域”": "“三圈五城”",
    "持续稳定”": "持续稳固”",
}


@pytest.fixture
def library(bundled_library: Searcher) -> Searcher:
    return bundled_library


def wrong(draft: str, library: Searcher) -> list[Finding]:
    return [f for f in proof(draft, library).findings if f.verdict == "differs"]


def test_a_true_draft_agrees_in_every_claim(library: Searcher) -> None:
    result = proof(TRUE, library)
    assert len(result.findings) == 19
    assert [f.claim.text for f in result.findings if f.verdict != "agrees"] == []


def test_five_planted_errors_are_found_and_none_is_invented(library: Searcher) -> None:
    draft = TRUE
    for right, planted in ERRORS.items():
        assert draft.count(right) == 1
        draft = draft.replace(right, planted)
    found = wrong(draft, library)
    assert [f.claim.text for f in found] == [
        *("24.03%", "6起", "54.4%", "三圈五城"),
        "以小平安累积大平安,有力维护社会大局持续稳固",
    ]
    said = [f.ours[0].said for f in found]
    assert said[:4] == ["下降20.43%", "5起", "45.4%", "三圈五域"] and "平安" in said[4]
    assert not [f for f in proof(draft, library).findings if f.verdict == "unseen"]


def test_every_source_quotes_its_paragraph(library: Searcher) -> None:
    for finding in proof(TRUE, library).findings:
        assert finding.ours
        for ours in finding.ours:
            paragraph = ours.paragraph
            in_text = paragraph.text[ours.start : ours.end] == ours.quote
            assert in_text or (ours.end == 0 and ours.quote in paragraph.headings)


@pytest.mark.parametrize(
    "draft,reason",
    [
        (NANTONG.replace("下降15.72%", "上升15.72%"), "方向"),
        (NANTONG.replace("南通市公安局", "海安市公安局"), "南通市公安局"),
        (NANTONG.replace("2021年", "2019年"), "2021"),
        (HAIAN.replace("139个", "139项"), "单位"),
        (HUAINAN.replace("12年", "13年"), "数值"),
        ("2024年，海安市公安局电诈案件破案数同比下降132.3%。", "升降方向不同"),  # 发案数 fell
    ],
)
def test_the_reason_names_what_differs(draft: str, reason: str, library: Searcher) -> None:
    assert reason in "".join(f.reason for f in wrong(draft, library))


def test_what_the_library_does_not_speak_of_is_unseen(library: Searcher) -> None:
    draft = "全县新建社区食堂37家，“幸福晚晴”项目服务老人2.1万人次，粮食亩产提高11公斤。"
    assert {f.verdict for f in proof(draft, library).findings} == {"unseen"}


def test_an_indicator_is_known_in_its_other_wordings(library: Searcher) -> None:
    draft = "2021年南通市破获电诈案件1846起。"
    assert [f.verdict for f in proof(draft, library).findings] == ["agrees"]


def test_the_reader_says_what_the_draft_does_not(library: Searcher) -> None:
    bare = "全市接报电信网络诈骗警情、案件数同比分别下降15.72%和20.43%。"
    assert not wrong(bare, library)
    said = proof(bare, library, place="南通", year=2021).findings
    assert [f.verdict for f in said] == ["agrees", "agrees"]
    elsewhere = proof(bare, library, place="海安", year=2021).findings
    assert [f.verdict for f in elsewhere] == ["differs", "differs"]


@pytest.mark.parametrize("draft", ["", "\n\n", "没有数字的一句话。", "“”《》「」", "\ud800“\x00a”"])
def test_a_draft_without_claims_has_no_findings(draft: str, library: Searcher) -> None:
    assert [f.claim.kind for f in proof(draft, library).findings] in ([], ["name"])


@pytest.mark.parametrize("joint", ["", "\n"])
def test_a_year_said_of_one_unit_is_not_that_of_the_next(joint: str, library: Searcher) -> None:
    first = f"2021年，南通市公安局建成“平安前哨”指挥室122家。{joint}"
    (found,) = wrong(f"{first}海安市公安局命案连续32年全破。", library)
    assert (found.claim.text, found.ours[0].said) == ("32年", "31年")
    assert wrong(f"{first}海安市公安局命案连续31年全破。", library) == []


def test_a_year_holds_for_the_unit_that_it_was_said_of(library: Searcher) -> None:
    draft = "2020年，南通市公安局推进工程建设。全市建成“平安前哨”指挥室122家。"
    (found,) = wrong(draft, library)
    assert found.claim.text == "122家" and "2021年" in found.reason


def test_claims_know_their_place_in_the_draft() -> None:
    draft = (
        "第一段没有。\n全年办理36件，称“以案促改”。\n他说：“要把每一件小事办好，办到群众心里去。”"
    )
    read = read_claims(draft)
    assert [(c.kind, draft[c.start : c.end]) for c in read.claims] == [
        ("figure", "36件"),
        ("name", "以案促改"),
        ("quotation", "要把每一件小事办好，办到群众心里去。"),
    ]
    assert all(draft[c.start : c.end] == c.text for c in read.claims)


def test_more_claims_than_may_be_checked_are_counted() -> None:
    draft = "\n".join(f"办理案件{n}件。" for n in range(100, 400))
    read = read_claims(draft, 250)
    assert (len(read.claims), read.left_out) == (250, 50)


def test_among_whom_something_is_ranked_is_not_whom_the_sentence_speaks_of(
    library: Searcher,
) -> None:
    draft = "海安2024年挽损率南通第一，抓获数同比上升4.3%，案损数同比下降57.0%。"
    verdicts = {f.claim.text: f.verdict for f in proof(draft, library).findings}
    assert verdicts == {"第一": "agrees", "4.3%": "agrees", "57.0%": "differs"}


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("追赃挽损近1400万元", "agrees"),  # of 1370万余元
        ("追赃挽损0.137亿元", "agrees"),
        ("追赃挽损近1500万元", "differs"),
        ("追赃挽损1400万元", "differs"),
        ("追赃挽损近2000万元", "differs"),
        ("追赃挽损1300余万元", "agrees"),
        ("追赃挽损1200余万元", "differs"),
        ("打掉涉恶犯罪集团10余个", "agrees"),  # of 12个
        ("毒品案件数同比下降24%", "agrees"),  # of 24.3%
        ("毒品案件数同比下降约25%", "differs"),
        ("毒品案件数同比下降24.2%", "differs"),  # as many digits are as exact
    ],
)
def test_round_numbers_agree_with_what_they_may_be_rounded_from(
    said: str, verdict: str, library: Searcher
) -> None:
    (found,) = proof(f"2021年，淮南市公安局{said}。", library).findings
    assert (found.verdict, bool(found.ours)) == (verdict, True)
    assert found.reason  # 余 is told of 0.137亿元, too


@pytest.mark.parametrize("year", ["比2007年", "2013年以来", "自2016年起", "与2019年相比"])
def test_a_year_of_comparison_is_not_the_year_of_the_claim(year: str, library: Searcher) -> None:
    draft = f"2021年，淮南市公安局攻克5起命案积案；{year}，破获毒品刑事案件67起。"
    assert not wrong(draft, library)


def test_a_round_number_of_another_year_is_no_error(library: Searcher) -> None:
    assert not wrong("2023年，淮南市公安局追赃挽损1300余万元。", library)


def test_a_work_report_tells_of_the_year_before_it(library_of: Callable[..., Searcher]) -> None:
    line = {"id": "w#1", "title": "2025年政府工作报告", "year": 2025, "text": "粮食产量706公斤。"}
    reports = library_of([line])
    (claim,) = proof("2024年粮食产量706公斤。", reports).findings
    assert claim.reason == "本库原文没有写明年份"
    for year, verdicts in ((2025, ["agrees"]), (2024, ["agrees"]), (2023, ["differs"])):
        found = proof(f"{year}年粮食产量706公斤。", reports).findings
        assert [finding.verdict for finding in found] == verdicts


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("三圈五城", "differs"),
        ("四个提升", "unseen"),
        ("蓝剑-2023", "unseen"),
        ("六安全", "unseen"),
    ],
)
def test_a_name_with_another_number_is_another_name(
    name: str, verdict: str, library: Searcher
) -> None:
    (found,) = proof(f"推进“{name}”建设。", library).findings
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("scope", "verdict", "told"),
    [
        ("南通", "agrees", ""),  # as printed: 挽损率南通第一
        ("南通市", "agrees", ""),
        ("居南通公安机关", "agrees", ""),
        ("列江苏省南通市", "agrees", "南通"),
        ("全市", "agrees", "南通"),
        ("", "agrees", "南通"),
        ("全国", "differs", "南通"),
        ("全省", "differs", "南通"),
        ("全区", "differs", "南通"),
        ("列江苏省", "differs", "南通"),
        ("南京", "differs", "南通"),
        ("居苏中", "differs", "南通"),
        ("居长三角", "differs", "南通"),
    ],
)
def test_a_rank_agrees_only_among_the_same(
    scope: str, verdict: str, told: str, library: Searcher
) -> None:
    (found,) = proof(f"海安市公安局2024年挽损率{scope}第一。", library, "海安市公安局").findings
    assert (found.verdict, [ours.said for ours in found.ours]) == (verdict, ["南通第一"])
    assert (told in found.reason) if told else found.reason == "本库原文没有写明年份"


@pytest.mark.parametrize(
    ("scope", "verdict"), [("全省", "agrees"), ("安徽省", "agrees"), ("全国", "differs")]
)
def test_a_rank_without_number_agrees_only_among_the_same(
    scope: str, verdict: str, library: Searcher
) -> None:
    draft = f"2021年，淮南市万人被骗数和损失数均处在{scope}最低位。"
    found = proof(draft, library).findings
    assert found and {f.verdict for f in found} == {verdict}


@pytest.mark.parametrize(
    ("draft", "verdict", "reason"),
    [
        ("2021年南通建成{}工作站1771个。", "agrees", ""),
        ("2023年南通建成{}工作站1771个。", "differs", "2021"),
        ("2021年南通建成{}工作站1717个。", "differs", "数值不同"),
        ("2023年南通建成{}指挥室122家。", "differs", "2021"),
    ],
)
@pytest.mark.parametrize("name", ["平安前哨", "“平安前哨”"])
def test_a_name_is_understood_with_and_without_quotation_marks(
    name: str, draft: str, verdict: str, reason: str, library: Searcher
) -> None:
    findings = proof(draft.format(name), library).findings
    (found,) = (f for f in findings if f.claim.kind == "figure")
    assert found.verdict == verdict and reason in found.reason


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("2024年海安市公安局追回被骗资金706.99万元。", ["706.99万元"]),
        ("2024年海安市公安局追回被骗资金7069900元。", ["706.99万元"]),  # in another unit, too
        ("2024年海安市公安局追回被骗资金706.99亿元。", []),
        ("2024年南通市公安局追回被骗资金706.99万元。", []),
        ("追回被骗资金706.99万元。", []),
        ("2024年海安市公安局新建食堂31家。", []),  # two digits say nothing
    ],
)
def test_the_same_number_of_the_same_unit_is_shown_and_never_agrees(
    draft: str, said: list[str], library: Searcher
) -> None:
    (found,) = proof(draft, library).findings
    assert found.verdict == "unseen" and [ours.said for ours in found.ours] == said
    assert found.reason.startswith("本库同一单位有同样的数值：") == bool(said)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [("居南通首位", "agrees"), ("位列南通第1", "agrees"), ("居全省首位", "differs")],
)
def test_a_first_rank_is_known_in_its_other_wordings(
    said: str, verdict: str, library: Searcher
) -> None:
    (found,) = proof(f"2024年，海安市公安局挽损率{said}。", library).findings
    assert (found.verdict, [ours.said for ours in found.ours]) == (verdict, ["南通第一"])


@pytest.mark.parametrize(
    ("draft", "verdict", "reason"),
    [
        ("2021年淮南市追赃挽损1370万元。", "agrees", "约数的用词不同：本库是“1370万余元”"),
        ("2021年淮南市追赃挽损1370余万元。", "agrees", ""),
        ("2021年淮南市追赃挽损近1370万元。", "differs", "一个说超过，一个说不到"),
        ("2024年海安市公安局为企业挽损1.2亿元。", "agrees", "约数相合"),
        ("2024年海安市公安局为企业挽损1亿元。", "differs", "数值不同"),
        ("2024年海安市挽损率第一（全省）。", "differs", "位次的范围不同"),
        ("2024年海安市（全省）挽损率第一。", "differs", "位次的范围不同"),
        ("2024年海安市挽损率第一（南通）。", "agrees", "本库原文没有写明年份"),
        ("2021年破获电信网络诈骗案件1846起（全省）。", "differs", "南通市公安局"),
        ("2021年全省破获电信网络诈骗案件1846起。", "differs", "南通市公安局"),
        ("2021年全市破获电信网络诈骗案件1846起。", "agrees", ""),
        ("（一）2021年南通破获电信网络诈骗案件1846起（仅市区）。", "agrees", "括号里的“仅市区”"),
        ("① 2021年南通破获电信网络诈骗案件（含乡镇）1846起。", "agrees", "括号里的“含乡镇”"),
    ],
)
def test_what_agrees_only_nearly_and_whose_a_number_is_are_told(
    draft: str, verdict: str, reason: str, library: Searcher
) -> None:
    found = proof(draft, library).findings[0]
    assert found.verdict == verdict
    assert (reason in found.reason) if reason else found.reason == ""


def test_measures_of_like_names_are_told_where_the_very_one_is_unseen(library: Searcher) -> None:
    (found,) = proof("2021年，南通市盗窃案件破案率91%。", library).findings
    assert found.verdict == "unseen" and "名称相近" in found.reason
    assert "破案率" in found.reason and found.ours[0].said == "100%"


def test_what_the_named_unit_says_itself_is_shown_before_whose_the_number_is(
    library_of: Callable[..., Searcher],
) -> None:
    told = (("滨海市公安局", "破获盗窃案件310起。"), ("山南市公安局", "破获盗窃案件402起。"))
    reports = library_of(told, "source text", year=2021)
    (found,) = proof("2021年，滨海市公安局破获盗窃案件402起。", reports).findings
    assert found.verdict == "differs"
    assert found.reason == "数值不同；稿中的数在本库是山南市公安局的"
    assert [ours.said for ours in found.ours] == ["310起", "402起"]


def test_an_aim_and_a_sum_of_years_are_no_other_value_of_what_was_reached(
    library_of: Callable[..., Searcher],
) -> None:
    texts = ("今年力争新建学校90所。", "五年来新建学校200所。")
    reports = library_of(texts, "text", year=2024)
    (found,) = proof("2024年新建学校36所。", reports).findings
    assert found.verdict == "unseen"
    (found,) = proof("2024年新建学校90所。", reports).findings
    assert (found.verdict, found.reason) == ("unseen", "本库说的是目标，不是已经做到的")
    (found,) = proof("2024年新建学校200所。", reports).findings
    assert (found.verdict, found.reason) == ("unseen", "本库说的是几年的合计或平均，不是一年的")
    (found,) = proof("五年来新建学校200所。", reports).findings
    assert found.verdict == "agrees"


def test_a_report_of_a_year_is_no_proof_of_what_it_tells_of_another(
    library_of: Callable[..., Searcher],
) -> None:
    texts = {2024: "2019年新建学校36所。", 2013: "五年来，公路总里程达9.5万公里。"}
    titles = {2013: "2013年政府工作报告", 2024: "2024年学校建设概况"}
    lines = [
        {"id": f"w{year}#1", "year": year, "title": titles[year], "text": text}
        for year, text in texts.items()
    ]
    reports = library_of(lines)
    for draft, verdict in (
        ("2019年新建学校36所。", "agrees"),
        ("2024年新建学校36所。", "differs"),
        ("2012年公路总里程达9.5万公里。", "agrees"),  # where the five years end
    ):
        (found,) = proof(draft, reports).findings
        assert found.verdict == verdict, draft


@pytest.mark.parametrize(
    ("draft", "verdicts"),
    [
        ("2021年，淮南打掉涉恶犯罪集团6个、涉恶犯罪团伙12个。", ["differs", "differs"]),
        ("2021年，淮南打掉涉恶犯罪集团12个、涉恶犯罪团伙6个。", ["agrees", "agrees"]),
        ("2024年，海安市电诈案件发案数同比下降50.7%。", ["differs"]),
        ("2021年，南通2名民警荣立个人二等功。", ["differs"]),
        ("2024年，海安市公安局破获刑事案件1950起。", ["unseen"]),  # ours: 1000余起
    ],
)
def test_the_value_of_another_member_of_a_list_is_no_proof(
    library: Searcher, draft: str, verdicts: list[str]
) -> None:
    assert [f.verdict for f in proof(draft, library).findings] == verdicts


def test_names_lists_and_neighbours_tell_which_figure_a_claim_is_of(
    library_of: Callable[..., Searcher],
) -> None:
    texts = (
        "打掉恶势力犯罪集团2个、团伙5个，抓获成员63人。",
        "批准逮捕421人，不起诉298人。",
        "累计预警劝阻9.8万人，破获网络诈骗案件1846起，抓获涉案犯罪嫌疑人4764名。",
        "“海上枫桥”警务驿站累计建成45个。",
    )
    reports = library_of(texts, "text", source="石门县公安局", year=2023)
    for draft, verdicts in (
        ("打掉恶势力犯罪集团2个、恶势力团伙5个", ["agrees", "agrees"]),
        ("打掉恶势力犯罪集团5个、恶势力团伙2个", ["differs", "differs"]),
        ("破获网络诈骗案件1846起，抓获4746名", ["agrees", "differs"]),  # beside what is right
        ("破获网络诈骗案件1846起，抓获4764名", ["agrees", "agrees"]),
        ("破获网络诈骗案件1846起，查扣手机4746部", ["agrees", "unseen"]),
        ("批准逮捕421人，起诉298人", ["agrees", "unseen"]),  # those who were not
        ("预警劝阻9.8万人", ["agrees"]),  # 累计 alone is of no other years
        ("预警劝阻8.9万人", ["differs"]),
        ("建成“海上枫桥”警务驿站45个", ["agrees"]),
    ):
        findings = proof(f"2023年，石门县公安局{draft}。", reports).findings
        figures = [f for f in findings if f.claim.kind == "figure"]
        assert [f.verdict for f in figures] == verdicts, draft
        reasons = [f.reason for f in figures if "劝阻9.8" in draft]
        assert all("累计" in reason for reason in reasons)


def test_the_same_number_of_another_thing_is_no_proof(library_of: Callable[..., Searcher]) -> None:
    told = (
        "全年立刑事案件8870起，破案6814起，破案率76.8%。八类严重暴力案件发案18起。",
        "发生火灾2134起，死亡11人，其中住宅火灾862起，电气火灾占35.7%，用火不慎占22.1%。",
        "提起公诉1176人，不起诉298人。施划非机动车道86公里，新建、改扩建学校9所。",
        "地区生产总值增速居全省第四位，五年来地区生产总值年均增长6.1%。",
        "一般公共预算收入由443.6亿元增加到596.4亿元。查获吸毒人员74名，驾驶人达48.9万人。",
        "破获电信网络诈骗案件312起，缴获毒品2.3千克，止付冻结涉案资金1.43亿元。",
    )
    reports = library_of(told, "text", source="铜陵市人民检察院", year=2023)
    for draft, verdict in (
        ("命案破案率76.8%", "unseen"),
        ("刑事案件破案率76.8%", "agrees"),  # of what stands before it
        ("抢劫案件发案18起", "unseen"),
        ("用火不慎引发的火灾占35.7%", "unseen"),
        ("住宅火灾死亡11人", "unseen"),
        ("火灾造成11人死亡", "agrees"),
        ("起诉298人", "unseen"),  # those who were not
        ("起诉1176人", "agrees"),
        ("施划机动车道86公里", "unseen"),
        ("新建学校9所", "unseen"),
        ("地区生产总值总量居全省第四位", "unseen"),
        ("五年来地区生产总值增长6.1%", "unseen"),
        ("一般公共预算收入增加到443.6亿元", "differs"),
        ("查获贩毒人员74名", "unseen"),
        ("新增驾驶人48.9万人", "unseen"),
        ("破获盗窃案件312起", "unseen"),
        ("破获各类案件312起", "unseen"),
        ("侦破电信网络诈骗案312起", "agrees"),
        ("缴获毒品2.3公斤", "agrees"),
        ("止付冻结资金1.43亿元", "agrees"),
    ):
        findings = proof(f"2023年，铜陵检察机关{draft}。", reports).findings
        assert findings[0].verdict == verdict, (draft, findings[0].reason)


def test_a_day_and_a_year_named_later_say_nothing_of_what_stands_before(
    library_of: Callable[..., Searcher],
) -> None:
    lines = [
        {"id": f"w{year}#1", "source": "海州市", "year": year, "text": f"新建学校{n}所。"}
        for year, n in ((2023, 36), (2024, 41))
    ]
    reports = library_of(lines)
    for draft, verdict in (
        ("2024年3月5日在大会上。\n过去一年，海州市新建学校36所。", "agrees"),
        ("海州市新建学校36所。\n2024年，工作要有新进展。", "agrees"),
        ("海州市新建学校36所，截至2024年。", "differs"),
        ("2024年工作总结\n海州市新建学校36所。", "differs"),
        (
            "2024年工作总结\n今年是开局之年，海州市新建学校36所。",
            "agrees",
        ),  # which year, nothing says
    ):
        (found,) = proof(draft, reports).findings
        assert found.verdict == verdict, (draft, found.reason)


def test_exchanged_digits_of_the_very_thing_are_a_slip_of_the_pen(
    library_of: Callable[..., Searcher],
) -> None:
    texts = {
        2023: "全年共接报火灾195起，营救被困人员188人。",
        2024: "全年共接报火灾178起，抢险救援311起，开展演练164次、夜间演练146次。",
    }
    source = "清川县消防救援大队"
    lines = [
        {"id": f"c{year}#1", "source": source, "year": year, "text": text}
        for year, text in texts.items()
    ]
    reports = library_of(lines)
    for draft, verdict in (
        ("清川消防2024年火灾178起。", "agrees"),
        ("清川消防2024年火灾187起。", "differs"),
        ("清川消防2024年火灾199起。", "unseen"),  # another number may be of another kind of fires
        ("清川消防2022年火灾187起。", "unseen"),  # of a year of which nothing is known
        ("清川消防2024年查封场所187起。", "unseen"),
    ):
        [finding] = proof(draft, reports).findings
        assert finding.verdict == verdict, draft
    [slip] = proof("清川消防2024年火灾187起。", reports).findings
    assert slip.reason == "数值不同，疑为数字颠倒" and slip.ours[0].said == "178起"
