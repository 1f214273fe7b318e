"""What holds for any text: offsets, ids, decimals, time; and the door's own promises."""

from __future__ import annotations

import gc
import time

import pytest
from figure_scores import broken_rows, is_decimal_text
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.figures import extract, figure_ids
from indexer.figures.extractor import figures_of
from indexer.model.documents import Document, Paragraph
from indexer.word_list import words

PIECES = (
    *(
        "破案",
        "抓获",
        "立案数",
        "、",
        "，",
        "。",
        "和",
        "分别",
        "均",
        "同比",
        "比上年",
        "较",
        "由",
        "从",
    ),
    *words("增至 下降 上升 占 的 其中 连续 第 前 百分之 分之 成 倍 番 翻"),
    *words("3 12 1,250 6.3 １２ ０ 三 十 百 千 万 亿 点 零 两 半"),
    *words("起 名 % ％ 个百分点 元 公里 年 月 日 个 余 多 以上 左右 近"),
    *words("2021年 今年 去年同期 上半年 截至 以来 到 至 — （ ） “ ” 《 》"),
    *(
        "全市",
        "满意率",
        "\n",
        " ",
        "G",
        "·",
        "/",
        "〔",
        "〕",
        "号",
        "数百",
        "持平",
        "居",
        "位",
        "达",
        "为",
        "“八类”",
    ),
)
LONG = 1_000_000


@pytest.mark.parametrize(
    "item",
    [
        "一、",
        "十二、",
        "（一）",
        "(3)",
        "1. ",
        "1、",
        "12.",
        "3)",
        "①",
        "　　二、",
        "成效如下：\n（2）",
    ],
)
def test_the_number_of_an_item_is_no_word_of_it(item: str) -> None:
    (row,) = extract(f"{item}2022年城镇新增就业1206万人。").rows
    assert (row.indicator, row.period, row.quote[:5]) == ("城镇新增就业", "2022", "2022年")


@pytest.mark.parametrize(
    "text", ["1.5万人参加演练。", "3、4号楼住有120户。", "一、二季度破案120起。"]
)
def test_a_number_that_counts_is_no_item(text: str) -> None:
    assert text.startswith(extract(text).rows[0].quote)


@given(st.text())
def test_any_text_gives_rows_that_keep_the_contract_or_nothing(text: str) -> None:
    assert broken_rows(text, extract(text, year=2021)) == []


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.none() | st.just(2020))
def test_words_of_reports_in_any_order_give_whole_rows(text: str, year: int | None) -> None:
    figures = extract(text, year=year)
    assert broken_rows(text, figures) == []
    assert list(figures.rows) == sorted(figures.rows, key=lambda r: (r.value_start, r.copy))
    for row in figures.rows:
        assert row.value is None or is_decimal_text(row.value)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_the_same_text_gives_the_same_rows(text: str) -> None:
    assert extract(text, year=2021) == extract(text, year=2021)


@pytest.mark.parametrize(
    "text", ["", " ", "没有数字的一段话。", "第三十二条 本法自公布之日起施行。"]
)
def test_a_text_without_figures_gives_nothing(text: str) -> None:
    assert extract(text) == extract("")
    assert extract(text).rows == ()


def test_ids_join_the_paragraph_and_the_place_in_it() -> None:
    rows = extract("用时由9分钟缩短至6分钟，甲、乙满意率均为98%。", year=2021).rows
    before, after, *both = [figure_ids(row, "haian-2024#5") for row in rows]
    assert before.id == "haian-2024#5:3-6"
    assert (before.pair, after.pair) == (after.id, before.id)
    assert before.group == after.group == "haian-2024#5:0"
    assert [each.id for each in both] == ["haian-2024#5:21-24/1", "haian-2024#5:21-24/2"]


def test_code_points_outside_the_basic_plane_do_not_move_offsets() -> None:
    text = "𠮷田镇😀破获案件１２起。"
    (row,) = extract(text, year=2021).rows
    assert (row.value_text, row.value, row.quote) == ("１２起", "12", "𠮷田镇😀破获案件１２起")


def test_this_year_counts_from_the_year_of_publication() -> None:
    text = "去年破获案件12起。"
    assert extract(text, year=2021, published=2022).rows[0].period == "2021"
    assert extract(text, year=2021).rows[0].period == "2020"
    assert extract("破获案件12起。", year=2021, published=2022).rows[0].period == "2021"
    assert extract("破获案件12起。").rows[0].period is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("走访群众数百户。", "约数，没有定值"),
        ("分别上升5%、8%。", "数值与指标的个数对不上"),
        ("12起。", "没有读出指标"),
    ],
)
def test_what_cannot_be_read_surely_is_told_with_its_reason(text: str, reason: str) -> None:
    figures = extract(text, year=2021)
    assert figures.rows == ()
    assert {each.reason for each in figures.unread} == {reason}
    assert all(text[each.start : each.end] == each.text for each in figures.unread)


@pytest.mark.parametrize(
    "piece",
    [
        *words("1 1, 1%、 破案12起、 由1个增至 一二三 一 （ “ 《1 分别上升6%、 3/"),
        *(
            "2023年",
            "3月至",
            "比1",
            "连续3年",
            "居第一",
            "数百",
            "占1%",
            "1至",
            "百分之",
            "破案1起。",
            "的",
            "在中",
        ),
    ],
)
def test_time_grows_with_the_length_of_the_text_only(piece: str) -> None:
    short, long = piece * (LONG // 80 // len(piece)), piece * (LONG // 10 // len(piece))
    assert _seconds(long) < max(0.5, 24 * _seconds(short))


def _seconds(text: str) -> float:
    """Processor time, the better of two: without the collector, which looks at the whole suite."""
    gc.disable()
    try:
        return min(_once(text), _once(text))
    finally:
        gc.enable()


def _once(text: str) -> float:
    start = time.process_time()
    extract(text, year=2021)
    return time.process_time() - start


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("去年，破案12起。", "2021"),
        ("今年破案12起。", "2022"),
        ("年内，破案12起。", "2021"),
        ("过去的一年，破案12起。", "2021"),
        ("5月10日，破案12起。", "2021-05-10"),
        ("2020年6月1日施行。同年8月，破案12起。", "2020-08"),
        ("2019至2020年，破案12起。", "2019/2020"),
        ("开展“五月攻势”，破案12起。", "2021"),
        ("侦破2009年4月25日的积案。过去一年，破案12起。", "2021"),
    ],
)
def test_a_report_that_appeared_a_year_later_tells_of_its_year(text: str, period: str) -> None:
    rows = extract(text, year=2021, published=2022).rows
    assert [(row.indicator, row.period) for row in rows] == [("破案", period)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("新增32个综合服务窗口、65家自助服务点位。", ["新增综合服务窗口", "新增自助服务点位"]),
        ("在中小学设立“护学岗”380个。", ["在中小学设立“护学岗”"]),
        ("市局督察支队开展明察暗访86次。", ["开展明察暗访"]),
        ("派出所接警量86次。", ["派出所接警量"]),
        ("命案连续11年保持100%侦破。", ["命案", "命案侦破"]),
        ("新建泊位18个，年均新增6个。", ["新建泊位", "年均新增新建泊位"]),
        ("将2名伤者送至医院。", ["伤者"]),
        ("粮食增产，产量，比上年增长3%；城镇居民收入，2020年为30元。", ["产量", "城镇居民收入"]),
        ("我们这个拥有2万名党员的组织更加统一。", ["拥有党员"]),
        ("合作社有了很大的发展，已发展到50万个。", ["合作社"]),
        ("就全国来说，粮食增长3%。", ["粮食"]),
        ("让小事不出网格在258个网格落地。", ["网格落地"]),
        (
            "小麦、稻谷最低收购价平均每50公斤分别提高7元和16元。",
            ["小麦最低收购价", "稻谷最低收购价"],
        ),
        ("消防救援队伍全年共接警出动98起。", ["接警出动"]),
        ("铁路、水路共发送旅客12万人次。", ["铁路、水路发送旅客"]),
        ("GDP增长6.1%，总量居全省第5位。", ["GDP", "GDP总量"]),
        ("3个集体、11名个人荣立一等功。", ["集体荣立一等功", "个人荣立一等功"]),
        ("商业场所占11.8%，独居的有113户。", ["商业场所占", "独居"]),
        ("森林公安破获案件63起，检查社会机构9家。", ["破获案件", "检查社会机构"]),
        ("保有量达268万辆（其中汽车231万辆），居全省第三位。", ["保有量", "汽车", "保有量"]),
        ("志愿者18万人，占人口的13.4%，高出全省4.2个百分点。", ["志愿者", *["志愿者占人口"] * 2]),
        ("民航吞吐量首破500万人次大关。", ["民航吞吐量"]),
        ("驻矿民警叫停违规爆破23次。", ["驻矿民警叫停违规爆破"]),
        ("急救中心共有救护车68辆。", ["急救中心救护车"]),
        ("户政窗口全年办理居民身份证12万张。", ["办理居民身份证"]),
        ("户政窗口办理时限为3天。", ["户政窗口办理时限"]),
        ("义警从最初的3支、80多人壮大到如今的52支、4600人。", ["义警"] * 4),
        (
            "收入完成45亿元，为年初预算的102%，增长4.7%。",
            ["收入完成", "收入完成为年初预算", "收入完成"],
        ),
        ("门诊量4.1万人次，环比、同比分别增长8.3%和12.6%。", ["门诊量"] * 3),
        (
            "查处酒驾24起，亡人事故、死亡人数为5起、6人，均下降50%。",
            ["查处酒驾", *["亡人事故", "死亡人数"] * 2],
        ),
        (
            "接报警情14万起，日均391起，其中盗窃警情9千起，同比分别下降4%、15%。",
            ["接报警情", "日均接报警情", "盗窃警情", "接报警情", "盗窃警情"],
        ),
        (
            "化解信访积案276件，化解率98.2%，较年初减少43件。",
            ["化解信访积案", "化解率", "化解信访积案"],
        ),
        ("电诈发案连续18个月同比下降，降幅达36%。", ["电诈发案同比下降", "电诈发案"]),
        ("新建派出所8个，改造5个。", ["新建派出所", "改造派出所"]),
        ("在全省绩效考核中，列第2名。", ["绩效考核"]),
        ("来访下降12%，同比批次下降3%。", ["来访", "批次"]),
        ("刑事发案率降至每万人18.6起。", ["刑事发案率"]),
        ("破案率始终保持在98%以上，投诉率为0。", ["破案率", "投诉率"]),
        ("户籍人口较上年净减少2万人。", ["户籍人口"]),
        ("可防性案件下降8%。", ["可防性案件"]),
        ("警情下降13%，降幅居全省第3位。", ["警情", "警情降幅"]),
        ("压缩环节5个、精简材料28份，即办件比例81%。", ["压缩环节", "精简材料", "即办件比例"]),
        ("巡特警支队每日投入警力600名、车辆150台。", ["每日投入警力", "每日投入车辆"]),
        ("全警实战大练兵合格率达99.2%。", ["全警实战大练兵合格率"]),
        ("据十二个省的不完全统计，研究组织有7690个。", ["研究组织"]),
        ("群众安全感继2020年升至96.41%之后，2021年又升到97.08%。", ["群众安全感", "群众安全感"]),
        ("队员是清一色的退休装卸工，从最初的32人发展到148人。", ["队员", "队员"]),
        ("立电诈案412起，破201起。", ["立电诈案", "破案"]),
        ("群众损失、打处涉诈人员数分别为31万元、28名。", ["群众损失", "打处涉诈人员数"]),
        (
            "电诈发案数、群众损失、打处人员数分别下降9%、8%和上升12%。",
            ["电诈发案数", "群众损失", "打处人员数"],
        ),
    ],
)
def test_indicators_are_the_words_of_what_is_measured(text: str, names: list[str]) -> None:
    assert [row.indicator for row in extract(text, year=2021).rows] == names


@pytest.mark.parametrize(
    ("text", "called"),
    [
        (
            "电诈案件发案数、案损数下降16%、50%，破案数上升13%。",
            ["电诈案件发案数", "电诈案件案损数", "（电诈案件）破案数"],
        ),
        ("现发命案8起全破，破案率连续12年100%。", ["现发命案全破", *["（命案）破案率"] * 2]),
        ("打掉全市首例涉烟毒品案件，抓获97人。", ["（涉烟毒品案件）抓获"]),
        ("交通事故数、亡人数下降1%、2%。", ["交通事故数", "（交通事故）亡人数"]),
        ("排查安全隐患3万处，整改率98%。", ["排查安全隐患", "（安全隐患）整改率"]),
        ("破获电诈案件9起。抓获嫌疑人5名。", ["破获电诈案件", "抓获嫌疑人"]),  # another sentence
        ("破获刑事案件9起，破案率上升3%。", ["破获刑事案件", "破案率"]),  # of all cases
        (
            "办理电诈案件32件（其中行政案件13件），刑拘208人。",
            ["办理电诈案件", "行政案件", "（电诈案件）刑拘"],
        ),
        ("抢劫案件87起，破获刑事案件9起，破案率69%。", ["抢劫案件", "破获刑事案件", "破案率"]),
        (
            "命案发案23起，连续6年保持全破；再发案19起。",
            ["命案发案", "（命案）保持全破", "（命案）发案"],
        ),
        ("去年36起现行命案无一漏网，破案率100%。", ["现行命案", "（命案）破案率"]),
        ("命案发2破2，连续7年全破。", ["命案发案", "（命案）破案", "（命案）全破"]),
        (
            "命案2023年发6破6、2024年发4破4。",
            ["命案发案", *["（命案）破案", "（命案）发案"] * 2][:4],
        ),
        ("电诈案件2021年立1248起，2022年立1096起。", ["电诈案件立案", "（电诈案件）立案"]),
        ("电诈发案终于降下来了：全年962起，降幅19%。", ["电诈发案"] * 2),
        ("电诈立案终于掉头向下，全年2764起，降11.6%。", ["电诈立案"] * 2),
        ("电诈立案首次突破两千，达到2015起。", ["电诈立案"]),
        ("死亡65人，比去年少了一半还多。", ["死亡"] * 2),
        ("命案全破写到了第十五年。", ["命案全破"]),
        ("禁毒条线破获毒品案件97起。", ["破获毒品案件"]),
        ("六起命案全破，三年不断档。", ["命案全破"]),
        ("七起现行命案无一悬案。", ["现行命案"]),
        ("命案2起全破，上一年4起亦全破。", ["命案全破"] * 2),
        ("电诈立案604起，较2020年的522起多82起。", ["电诈立案"] * 2),
        (
            "4起命案都在一周内侦破，从2014年起保持了六年全破。",
            ["命案都在一周内侦破", "（命案）全破"],
        ),
        ("全年发生命案16起，连续七年做到发一起破一起。", ["发生命案", "（命案）做到发一起破一起"]),
        ("命案连续八年半全破。", ["命案全破"]),
        ("建成小区120个，上半年建成86个，覆盖率71%。", [*["建成小区"] * 2, "（小区）覆盖率"]),
        (
            "智慧门店累计建成45个，覆盖率由61%提高到74%。",
            ["智慧门店建成", *["（智慧门店）覆盖率"] * 2],
        ),
        ("发生火灾31起，造成2人死亡。", ["发生火灾", "（火灾）造成死亡"]),
        ("共接报火灾31起，起数下降2%。", ["接报火灾", "（火灾）起数"]),
        ("立电诈案29起，破10起，抓获14人。", ["立电诈案", "（电诈案）破案", "（电诈案）抓获"]),
        ("发明专利授权破1000件。", ["发明专利授权"]),
        ("按照现行命案口径，分局已连续八年保持全破。", ["（命案）保持全破"]),
        (
            "全市命案发17起、破17起，自2019年起连续六年当年全破。",
            ["命案发案", "（命案）破案", "（命案）当年全破"],
        ),
        ("刑事案件发案90起，破获71起，抓获60人。", ["刑事案件发案", "（刑事案件）破获", "抓获"]),
    ],
)
def test_a_bare_measure_is_of_what_its_sentence_has_named(text: str, called: list[str]) -> None:
    rows = extract(text, year=2021).rows
    assert [row.called for row in rows] == called
    assert all(row.subject is None or row.subject in row.quote for row in rows)


@pytest.mark.parametrize(
    "text,rows",
    [
        ("群众满意度名列前茅。", [("群众满意度", "前茅", None)]),
        (
            "盔率、守法率列全省前茅、南通第一。",
            [("盔率", "前茅", "全省"), ("守法率", "前茅", "全省")],
        ),
        ("万人被骗数均处在全省最低位。", [("万人被骗数", "最低位", "全省")]),
        ("破获案件12起，创历史新高。", [("破获案件", "新高", "历史")]),
        ("满意度稳步提升，位居全市前列。", [("满意度", "前列", "全市")]),
        ("诈骗发案率全省最低。", [("诈骗发案率", "最低", "全省")]),
        ("立案数下降至近5年最低值。", [("立案数", "最低值", "近5年")]),
        ("奋力推进公安工作现代化走在前列。", []),
        ("努力使满意度走在全省前列。", []),
        ("多项工作走在了全省前列。", []),
        ("山势到此最高。报价以最低者为准，敢于创新。", []),
        ("“满意度名列前茅”是我们的口号。", []),
    ],
)
def test_a_rank_without_a_number_has_no_value(
    text: str, rows: list[tuple[str, str, str | None]]
) -> None:
    found = [row for row in extract(text, year=2023).rows if row.value is None]
    assert [(row.indicator, row.value_text, row.base) for row in found] == rows
    assert {(row.kind, row.unit, row.period) for row in found} <= {("rank", "位", "2023")}


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2019年6月1日上线。截至目前，破案12起。", "../2022"),
        ("目前，破案12起。", "../2022"),
        ("2020年3月启动，5月破案12起。", "2020-05"),
        ("2020年3月启动。5月破案12起。", "2021-05"),
        ("去年，推进改革。年内破案12起。", "2021"),
        ("侦破2009年4月25日的积案。年内破案12起。", "2021"),
        ("专项行动开展以来，破案12起。", None),
        ("截至年底，破案12起。", "../2021"),
        ("到年底，破案12起。", "2021"),
        ("明年，全年破案12起。", "2023"),
        ("今年以来，破案12起。", "2022/.."),
        ("上半年，破案12起。", "2021-01/2021-06"),
        ("截至6月底，破案12起。", "../2021-06"),
        ("今年截至6月底，破案12起。", "../2022-06"),
        ("今年1至9月，破案12起。", "2022-01/2022-09"),
        ("2018年至2020年，破案12起。", "2018/2020"),
        ("三季度，破案12起。", "2021-07/2021-09"),
        ("2021年三季度末，破案12起。", "2021-07/2021-09"),
        ("2020年，破案10起，同比增长3%。全年破案12起。", "2020"),
        ("近年来，破案12起。", None),
        ("破获近年来首例案件，破案12起。", "2021"),
        ("1月以来，破案12起。", "2021-01/.."),
        ("3月15日，破案12起。", "2021-03-15"),
        ("去年底，破案12起。", "2021"),
        ("去年同期破案10起，今年破案12起。", "2022"),
        ("党的二十大以来，破案12起。", None),
        ("2021年全年破案12起。", "2021"),
        ("2022年底前，力争破案12起。", "2022"),
        ("２０２１年来华游客破案12起。", "2021"),
        ("这五年，破案12起。", "2017/2021"),
        ("这十年里，破案12起。", None),
        ("两三年来，破案12起。", None),
        ("经过四年持续努力，破案12起。", None),
        ("五年累计破案12起。", "2017/2021"),
        ("两年新增破案12起。", None),
        ("2020年，破案比上一年增加12起。", "2020"),
        ("五年累计抓获9人。破案12起。", "2021"),
        ("2018年，抓获9人。五年累计抓获9人。破案12起。", "2018"),
        ("从2011年到2016年，破案12起。", "2011/2016"),
        ("从2011年到2016年的六年间，破案12起。", "2011/2016"),
        ("从2011年到2013年，抓获9人。这三年破案12起。", "2011/2013"),
        ("从2011年末至2012年破案12起。", "2011/2012"),
        ("过去一年，治理2018年末至2019年一度出现的问题。破案12起。", "2021"),
        ("改善保障（按2010年不变价）。破案12起。", "2021"),
        ("结束了2014年遗留命案未破的局面。全年破案12起。", "2021"),
        ("自2017年起连续全破。中心揭牌，半年内破案12起。", "2021"),
        ("从去年7月1日起，提高待遇。破案12起。", "2021"),
        ("反诈中心3月成立。破案12起。", "2021"),
        ("破案由2019年的7起、2020年的9起，降到今年的12起。", "2022"),
    ],
)
def test_the_time_printed_last_is_the_period(text: str, period: str | None) -> None:
    *_, row = extract(text, year=2021, published=2022).rows
    assert row.value == "12" and row.period == period
    assert row.period_text is None or row.period_text in text


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2020年，产值达到80亿元，平均每年增长12%。", None),
        ("产值年均增长12%。", None),
        ("五年来，产值年均增长12%。", "2017/2021"),
        ("2020年，产值80亿元，在2011至2016年平均每年增长12%。", "2011/2016"),
        ("今年产值超过2011年到2016年的六年间平均每年增长12%的速度。", "2011/2016"),
    ],
)
def test_an_average_of_years_is_of_all_of_them_or_of_none_that_is_told(
    text: str, period: str | None
) -> None:
    *_, row = extract(text, year=2021, published=2022).rows
    assert (row.kind, row.value, row.period) == ("change", "12", period)


def test_what_holds_until_now_is_not_the_time_of_the_next_sentence() -> None:
    rows = extract("截至目前，建成警务室88个。破获电诈案件301起。", year=2023, published=2024).rows
    assert [row.period for row in rows] == ["../2024", "2023"]


def test_the_year_of_a_report_is_its_own_also_when_it_appears_later() -> None:
    later = extract("2017年的两起命案也在本年补破。电诈立案1590起。", year=2018).rows[-1]
    assert later.period == "2018"
    (row,) = extract("本年度破获入室盗窃案件58起。", year=2021, published=2022).rows
    assert row.period == "2021"


def test_a_streak_is_no_period() -> None:
    (row,) = extract("刑事案件连续6年来下降。", year=2021).rows
    assert (row.kind, row.period, row.period_text) == ("streak", "2021", None)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("全市破获案件12起。", "全市"),
        ("在全省率先设立采集点12个。", None),
        ("建成全省首个案件管理中心，破获案件12起。", None),
        ("全市治安呈现“两个下降”：盗窃案件数下降12%。", "全市"),
        ("以全市12个警务工作站为支点。", "全市"),
    ],
)
def test_a_place_is_what_the_figure_is_about(text: str, place: str | None) -> None:
    assert [row.place for row in extract(text, year=2021).rows] == [place]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("出境旅游由8300万增加到1亿3千多万人次。", ["83000000 人次", "130000000 人次"]),
        ("止付冻结1亿零260万元，出动12万3千人次。", ["102600000 元", "123000 人次"]),
        ("培训3万零500人，立案1千零5起。", ["30500 人", "1005 起"]),
        (
            "人均预期寿命由79.2岁提高到80.1岁，65岁以上老人有3万名。",
            ["79.2 岁", "80.1 岁", "30000 名"],
        ),
        (
            "民警8分钟到达现场，掏出手机5分钟就办好，等15个工作日。",
            ["8 分钟", "5 分钟", "15 工作日"],
        ),
        ("点赞破百万，侦破3起案件。", ["1000000 ", "3 起"]),
        ("地铁日均客运量21.7万乘次。", ["217000 乘次"]),
        ("长期未结案件由17件清至3件。", ["17 件", "3 件"]),
        ("历时五个多月，发案数同比少发21起，改造201宿舍楼。", ["5 月", "21 起"]),
        ("阳光花园3期12栋2单元和翠湖苑2期的住户报警。", []),
        ("G15高速322公里处追尾，距县城12公里。", ["12 公里"]),
    ],
)
def test_what_is_a_figure_is_told_by_the_words_around_it(text: str, read: list[str]) -> None:
    assert [f"{row.value} {row.unit}" for row in extract(text, year=2021).rows] == read


@pytest.mark.parametrize(
    ("text", "modalities"),
    [
        ("耕地面积计划达到16亿亩。", ["target"]),
        ("全年要减轻负担3000亿元。", ["target"]),
        ("把物价涨幅控制在3.5%左右，是慎重的选择。", ["target"]),
        ("将出警时间控制在5分钟以内，把物价涨幅控制在了3%左右。", ["actual", "actual"]),
        ("预期寿命为80岁，覆盖率降至27%。", ["actual", "actual"]),
        (
            "对博士给予30万元补贴，硕士8万元；去年兑现奖金47万元。",
            ["standard", "standard", "actual"],
        ),
        # A plan and a forecast hold for what is listed behind them, until something is done.
        ("2021年计划接待游客26万人次，实现收入2亿元，分别增长15%和18%。", ["target"] * 4),
        ("2021年收治病人10万人；2022年计划收治12万人。", ["actual", "target"]),
        ("预计全年接待游客26万人次，实现收入2亿元，增长15%。", ["target"] * 3),
        ("预计新增岗位3万个，其中毕业生1.2万人；已发放补贴2万元。", ["target"] * 2 + ["actual"]),
        ("原计划投资2.5亿元，实际完成2.8亿元，为计划的112%。", ["target", "actual", "actual"]),
        ("拟招聘教师50名，实际招聘46名。", ["target", "actual"]),
        ("提出物价涨幅3%左右。", ["target"]),
        ("发案3317件，完成3500件以内的控制目标；侦破1302件。", ["actual", "target", "actual"]),
        ("围绕3个方面的目标任务，破案8起。", ["actual", "actual"]),
        ("全年粮食产量应该有900亿斤。", ["target"]),
        ("到本世纪末，农业总产值翻一番。", ["target"]),
        ("新增就业980万人，超过预期目标；人均收入9422元。", ["actual", "actual"]),
        (
            "收入将由2020年的2万元增至2027年的3万元，年均增长6%，去年已增长5%。",
            ["actual", "target", "target", "actual"],
        ),
        ("补助标准由20元提高到40元，市财政为此支出180万元。", ["standard"] * 2 + ["actual"]),
        ("现在我们要加倍努力，再使茶叶产量增加30担。", ["target"]),
        ("2025年要把电诈损失压降到4000万元以内，办结率达到95%。", ["target", "target"]),
        ("四要确保办结率达到95%。", ["target"]),
    ],
)
def test_what_is_aimed_at_or_laid_down_is_not_done(text: str, modalities: list[str]) -> None:
    assert [row.modality for row in extract(text, year=2021).rows] == modalities


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("平均出警时间比去年快了52秒。", ["平均出警时间 change down"]),
        ("各类案件同比少发157起。", ["各类案件 change down"]),
        ("与去年相比，少收门诊患者2.6万人次。", ["收门诊患者 change down"]),
        ("提高直接融资比重5个百分点。", ["直接融资比重 change up"]),
        ("余额3215亿元，比年初新增286亿元。", ["余额 amount None", "余额 change up"]),
    ],
)
def test_a_change_may_be_told_by_a_verb_in_front_or_by_the_list(text: str, read: list[str]) -> None:
    rows = extract(text, year=2021).rows
    assert [f"{row.indicator} {row.kind} {row.direction}" for row in rows] == read


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("一季度、二季度警情分别为2.1万起、1.8万起。", ["2021-01/2021-03", "2021-04/2021-06"]),
        ("接待游客恢复到2019年的112.6%，实现收入10亿元。", ["2021", "2021"]),
        ("火灾14起，比近五年均值下降56%。", ["2021", "2021"]),
        ("侦破1996年“3·17”命案等积案14起。", ["2021"]),
        ("2020年，资金由上年46亿元增至92亿元。", ["2019", "2020"]),
        ("2018年到 2020年，支付累计4亿元。", ["2018/2020"]),
        ("“十四五”期间，建成派出所28个。", ["2021/2025"]),
        ("“二五”时期增产8万吨，“三五”以来粮食增产9万吨。", ["1966/.."]),
        ("“十四五”规划项目12个，“十三五”末学校8所。", ["2021", "2020"]),
        ("产量比“八五”时期增长8%。", ["2021"]),
        ("志愿者23万人，较2019年底的19万人增长19%。", ["2021", "2019", "2021"]),
        ("前11个月，信访总量39件。", ["2021-01/2021-11"]),
        ("今年上半年，受理5000件，已超去年全年总数，结案率85%。", ["2021-01/2021-06"] * 2),
    ],
)
def test_a_time_in_a_base_or_a_name_is_no_period(text: str, periods: list[str]) -> None:
    assert [row.period for row in extract(text, year=2021).rows] == periods


def test_what_another_year_is_compared_with_is_not_carried_to_the_next() -> None:
    rows = extract("2022年发案23起，比2021年减少5起；2023年发案19起，再降17.4%。").rows
    assert [row.base for row in rows] == [None, "2021年", None, None]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        # The indicator begins and ends with words of what is measured.
        ("我们派出留学生6,435人。", ["派出留学生|6435 人|2023"]),
        ("可以节约标准煤200万吨。", ["节约标准煤|2000000 吨|2023"]),
        ("这些项目的投资额共计5亿元。", ["项目的投资额|500000000 元|2023"]),
        ("砂质海岸不小于200米。", ["砂质海岸|200 米|2023"]),
        ("粮食总产量，在过去四年中增加1905亿斤。", ["粮食总产量|190500000000 斤|None"]),
        ("大寨去年平均每人产粮2000多斤。", ["大寨平均每人产粮|2000 斤|2022"]),
        ("对于我们这样一个有13亿人口的国家。", ["人口|1300000000 |2023"]),
        ("计划新建和续建120个大型项目。", ["新建和续建大型项目|120 个|2023"]),
        ("在600多万香港人的共同努力下。", ["香港人|6000000 |2023"]),
        # A time of so many years, and one that an event is of.
        ("两年工业的劳动生产率提高29%。", ["工业的劳动生产率|29 %|None"]),
        ("代表团于今年1月18日签订协定，议定122项项目。", ["议定项目|122 项|2023-01-18"]),
        ("完成了建国以来规模最大的工程。里程达到15公里。", ["里程|15 公里|2023"]),
        # What another figure is compared with is of its own year.
        (
            "职工达到9万人，比1952年的5万人增长80%。",
            ["职工|90000 人|2023", "职工|50000 人|1952", "职工|80 %|2023"],
        ),
        # A measure word that begins another word is none.
        ("两千三百万台湾同胞回乡。", ["台湾同胞回乡|23000000 |2023"]),
        ("惠及2900多万家庭。", ["惠及家庭|29000000 |2023"]),
        ("价格为2.5元/斤，时速120公里/小时。", ["价格|2.5 元/斤|2023", "时速|120 公里/小时|2023"]),
        # 二、三百 are from two to three hundred.
        ("工厂多耗电二、三百亿度。", ["工厂多耗电|20000000000-30000000000 度|2023"]),
        ("走访了七八十户。", ["走访|70-80 户|2023"]),
        # A list goes on with what the sentence has begun with.
        (
            "全国损失产值1000亿元，钢产量28万吨。",
            ["损失产值|100000000000 元|2023", "损失钢产量|280000 吨|2023"],
        ),
        (
            "人口自然增长率，甘省降到6.1‰，上海市降到5.1‰。",
            ["甘省人口自然增长率|6.1 ‰|2023", "上海市人口自然增长率|5.1 ‰|2023"],
        ),
        ("以播种面积计算达到5亿亩，国民收入大体上翻了一番。", ["国民收入|1 番|2023"]),
        (
            "固定职工的比例由五十年代的50%上升到80%。",
            ["固定职工的比例|50 %|None", "固定职工的比例|80 %|2023"],
        ),
        # A part named by its people alone, a total of what is new, a name with 5G in it.
        (
            "新增志愿者1.6万人，总数达21.4万人。",
            ["新增志愿者|16000 人|2023", "志愿者总数|214000 人|2023"],
        ),
        (
            "光纤入户率、行政村5G网络覆盖率分别达到95%、88%。",
            ["光纤入户率|95 %|2023", "行政村5G网络覆盖率|88 %|2023"],
        ),
        ("占比较上年回落1.2个百分点。", ["占比|1.2 百分点|2023"]),
        ("盗窃发案不到2019年的三分之一。", ["盗窃发案|33.33 %|2023"]),
        ("再推出12件便民举措。", ["推出便民举措|12 件|2023"]),
        ("市民热线12345全年受理诉求86万件。", ["受理诉求|860000 件|2023"]),
        # Nothing is measured.
        ("继续把农业放在经济工作的首位。", []),
        ("成员必须年满18周岁，未满十六周岁的不在此列。", []),
        ("把工作提高到一个新的水平。", []),
        ("用了四分之一世纪。", []),
    ],
)
def test_a_row_is_named_and_dated_by_its_own_words(text: str, read: list[str]) -> None:
    rows = extract(text, year=2023).rows
    amounts = [r.value if r.value_max is None else f"{r.value}-{r.value_max}" for r in rows]
    told = [f"{r.indicator}|{v} {r.unit}|{r.period}" for r, v in zip(rows, amounts, strict=True)]
    assert told == read


def test_four_names_and_three_changes_do_not_fit() -> None:
    text = "受理21件，审结20件，结案率94%，人均结案8件，同比分别上升6.8%、7.9%和4.2%。"
    figures = extract(text, year=2023)
    assert [row.value for row in figures.rows] == ["21", "20", "94", "8"]
    assert [unread.text for unread in figures.unread] == ["6.8%", "7.9%", "4.2%"]


def test_a_place_of_a_list_is_the_place_of_its_row() -> None:
    rows = extract("全市化解纠纷90起，其中东湖区化解40起，临江市50起。").rows
    assert [row.place for row in rows] == ["全市", "东湖区", "临江市"]
    assert [row.indicator for row in rows[1:]] == ["东湖区化解纠纷", "临江市化解纠纷"]


def test_a_meeting_of_the_whole_country_is_no_place() -> None:
    assert [row.place for row in extract("全国两会期间，日均投入警力3500人。").rows] == [None]


@pytest.mark.parametrize("verb", ["侦破", "告破", "查破", "返还", "发还", "兑现"])
def test_a_verb_that_ends_like_a_small_word_is_the_name(verb: str) -> None:
    figures = extract(f"立电诈案2903起，{verb}1055起。")
    assert [(row.indicator, row.qualifier) for row in figures.rows[1:]] == [(verb, None)]
    assert not figures.unread


@pytest.mark.parametrize("verb", ["整合为", "精简为", "调整为"])
def test_a_reform_goes_from_one_number_to_another(verb: str) -> None:
    rows = extract(f"全市派出所由68个{verb}61个。").rows
    assert [(row.indicator, row.role) for row in rows] == [("派出所", "from"), ("派出所", "to")]


def test_fewer_of_each_are_changes_of_what_was_named() -> None:
    rows = extract("刑事、治安警情分别为412起、1903起，较上年分别少发58起、211起。").rows
    assert [row.direction for row in rows] == [None, None, "down", "down"]
    assert [row.indicator for row in rows[2:]] == ["刑事警情", "治安警情"]


def test_copies_and_times_are_one_unit() -> None:
    (row,) = extract("受理证件申请14.2万本次。").rows
    assert (row.indicator, row.unit) == ("受理证件申请", "本次")


@pytest.mark.parametrize(
    ("text", "name", "years"),
    [
        ("命案全破走到第十五年", "命案全破", "15"),
        ("命案全破进入第6个年头", "命案全破", "6"),
        ("连续第九年实现命案全破", "实现命案全破", "9"),
        ("命案全破纪录延续到第9年", "命案全破", "9"),
        ("命案全破已保持三年", "命案全破", "3"),
        ("命案全破的纪录保持了12年", "命案全破", "12"),
        ("命案自2008年起连续15年全破", "命案全破", "15"),
        ("命案必破，至今已连续九年", "命案必破", "9"),
        ("连续六年命案全破的纪录就此中断", "命案全破的纪录就此中断", "6"),
        ("“零较大”保持到第4年", "“零较大”", "4"),
        ("命案连续第十一年全破", "命案全破", "11"),
        ("命案实现七连全破", "命案全破", "7"),
        ("命案侦破实现“四连全破”。", "命案侦破全破", "4"),
        ("命案保持12年连续全破", "命案全破", "12"),
        ("辖区命案发一破一，已延续十三年", "辖区命案发一破一", "13"),
    ],
)
def test_a_streak_may_be_told_by_its_last_year(text: str, name: str, years: str) -> None:
    (row,) = extract(f"{text}。").rows
    assert (row.indicator, row.kind, row.value, row.unit) == (name, "streak", years, "年")


@pytest.mark.parametrize(
    "text",
    words("""
        “十四五”规划的第三年 力争命案全破走到第十六年 没有完成任务的第二年 贷款期限保持三年不变
        力争命案全破保持五年
    """),
)
def test_not_every_nth_year_is_a_streak(text: str) -> None:
    assert not extract(f"{text}。").rows


def test_an_index_without_a_unit_is_read_with_its_change() -> None:
    rows = extract("万车死亡率1.32，同比下降0.21个点，列全省第五，较上年前移2个位次。").rows
    assert [(row.indicator, row.value, row.kind) for row in rows] == [
        ("万车死亡率", "1.32", "rate"),
        ("万车死亡率", "0.21", "change"),
        ("万车死亡率", "5", "rank"),
        ("万车死亡率", "2", "change"),
    ]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("二〇二三年发案682起。上年度因机构调整，未编印总结。群众安全感99.1%。", "2023"),
        ("现行命案全部告破，扭转了上年留有积案的局面。电诈立案1923起。", "2023"),
        ("2017年建局以来未发生命案。电诈立案171起。", "2023"),
        ("下半年测评，群众安全感达到94.16%；110接警37.5万起。", "2023"),
        ("成立四年多来，这个中心累计劝阻7.9万人次。", None),
        ("自2017年以来命案无一漏网；实验室9月投用，支撑破案214起。", "2023-09"),
        ("去年提出的“江岸前哨”于4月启用，年内建成36个。", "2023"),
        ("来年打算：电诈损失压到900万元以下。", "2024"),
    ],
)
def test_a_time_in_passing_is_no_time_of_the_next_figure(text: str, period: str) -> None:
    assert extract(text, year=2023).rows[-1].period == period


def test_no_money_is_of_a_murder() -> None:
    rows = extract("现行命案发案5起，破案5起；涉案金额压降至2亿元。").rows
    assert [row.subject for row in rows] == [None, "命案", None]


def test_who_acts_is_no_part_of_the_name_behind_an_adverb() -> None:
    rows = extract("支队还劝返滞留境外人员156人。“茶山警务室”由三个增至八个。").rows
    assert [row.indicator for row in rows] == ["劝返滞留境外人员", "“茶山警务室”", "“茶山警务室”"]


def test_a_bound_in_words_and_a_base_behind_it_are_told() -> None:
    rows = extract("增速不低于5%，盗窃发案不到2019年的三分之一。").rows
    assert [(row.qualifier, row.base) for row in rows] == [("以上", None), ("不到", "2019年")]


@pytest.mark.parametrize(
    "text",
    [
        "由过去的30%以上，降到20%左右。",  # 由过去 is no name
        "超过原定计划4%。",
        "有人认为偏差达90%以上。",
        "发案率下降5%的目标未能完成。",
        "没有实现刑事发案下降8%、破案率提高5个百分点的年度目标。",
        "还有不少地方必须相应地增加6亿元。",
        "如果办得不坏，一般可以增产10%到20%。",
        "只要每件少用两斤棉花，全县就可以多产布2万米。",
        "要对年综合能耗5万吨标准煤以上的企业加强管理。",
        "经过五年的努力，去年才达到3700亿斤。",
        "取消或降低一批铁路收费，仅此一项增加48亿元。",
        "增速略低于6%的预定目标。",
    ],
)
def test_what_names_nothing_or_was_missed_is_listed_as_unread(text: str) -> None:
    figures = extract(text, year=2023)
    assert figures.rows == ()
    assert figures.unread


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("与去年相比，交通事故少发31起，少亡8人。", ["交通事故|31|down", "亡|8|down"]),
        (
            "地方财政比预算超收12亿元，其中税收超收9亿元。",
            ["地方财政超收|1200000000|up", "税收超收|900000000|up"],
        ),
        ("今年要减少1/3审批事项。", ["审批事项|33.33|down"]),
        ("粮食产量实现“十二连增”，命案发案五连降。", ["粮食产量|12|up", "命案发案|5|down"]),
        ("电诈发案64起，五年连降。", ["电诈发案|64|None", "电诈发案|5|down"]),
        (
            "电诈立案141起，2022年是149起，四年来一直走低。",
            ["电诈立案|141|None", "电诈立案|149|None", "电诈立案|4|down"],
        ),
        ("关税总水平由9.8%降至7.5%。", ["关税总水平|9.8|None", "关税总水平|7.5|down"]),
        (
            "收缴枪支36支、子弹1200发，以及管制刀具420把。",
            ["收缴枪支|36|None", "收缴子弹|1200|None", "收缴管制刀具|420|None"],
        ),
        ("县直各部门将有117个重点项目。", ["重点项目|117|None"]),
        ("夜间警情占全部警情的24%强。", ["夜间警情占全部警情|24|None"]),
        ("如发电设备，去年只生产80万千瓦。", ["生产发电设备|800000|None"]),
        (
            "下拨经费3亿元；向灾区调运的粮食，增加了70亿斤。",
            ["下拨经费|300000000|None", "向灾区调运的粮食|7000000000|up"],
        ),
        (
            "消费水平由175元增加到450元，扣除物价上升因素增长86.9%。",
            ["消费水平|175|None", "消费水平|450|up", "消费水平|86.9|up"],
        ),
        ("商品库存不但没有减少，还增加近百亿元。", ["商品库存|10000000000|up"]),
        ("亩产比一般杂粮多五、六倍。", ["亩产|5|up"]),
        ("2022年比2021年，原煤增长2%，原油下降4%。", ["原煤|2|up", "原油|4|down"]),
        ("城镇登记失业率低于4.6%。", ["城镇登记失业率|4.6|None"]),
        ("农民的纯收入，全县平均每人达到3550元。", ["农民的纯收入平均每人|3550|None"]),
        ("播种面积安排为900万亩。", ["播种面积|9000000|None"]),
        ("预算规定公共安全支出为12亿元。", ["公共安全支出|1200000000|None"]),
        ("五年中国家用于教育的投资480亿元。", ["国家用于教育的投资|48000000000|None"]),
        ("巡逻艇功率400马力。", ["巡逻艇功率|400|None"]),
        ("一次性增加6万亿元地方债务限额。", ["地方债务限额|6000000000000|up"]),
        ("就业率达83%，比上年增加60万人。", ["就业率|83|None"]),
        ("立案260起，较上年更正后的数字上升9%。", ["立案|260|None", "立案|9|up"]),
        ("立案460起，一度反弹5.3%；降至370起。", ["立案|460|None", "立案|5.3|up", "立案|370|down"]),
        ("快反力量1、3、5分钟处置圈覆盖率100%。", ["快反力量1、3、5分钟处置圈覆盖率|100|None"]),
    ],
)
def test_more_and_less_keep_the_name_that_they_change(text: str, read: list[str]) -> None:
    rows = extract(text, year=2023).rows
    assert [f"{row.indicator}|{row.value}|{row.direction}" for row in rows] == read


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("受理量由2019年的1.2万件增至2022年的3万件，办结率由86%升至97%。", ["2019", "2022"] * 2),
        ("接警由2019年1.2万件增至2022年3万件，立案由86件升至97件。", ["2019", "2022"] * 2),
        ("2019年有辅警40人，现在已有65人。全所面积800平方米。", ["2019", "../2023", "2019"]),
        ("在过去的五年中，发案年均下降7%，破案2.3万起。", [None, None]),
        ("五年中央财政支持投资2800亿元。", [None]),
        ("立案数由320起降至210起。", [None, "2023"]),
        ("建校初只有学生80人，如今达到1200人。", [None, "../2023"]),
        ("1998年建成的小区改造完成26个。", ["2023"]),
        ("始建于2015年冬的“驿站”已由9处发展到46处。", ["2015", "2023"]),
        ("交通死亡139人（上年146人）。安全感95.9%。", ["2023", "2022", "2023"]),
        ("盗窃案，2021年117起，2022年92起。破案率78%。", ["2021", "2022", "2023"]),
        ("受理证件39870本，是2022年5206本的7.7倍。", ["2023", "2022", "2023"]),
        ("寄递案件7起，上年9起，连续五年下降。", ["2023", "2022", "2023"]),
        ("甩掉了上年留尾巴的被动；电诈立案升到874起。", ["2023"]),
        ("夜巡队成立于2016年，现有队员120名。2018年组建的船队有12人。", ["2023", "2023"]),
        ("以2015年为基期，能耗下降18%。", ["2023"]),
        ("城镇新增就业年均1270万人。", [None]),
        ("洪水比旧中国的1931年大，被淹农田占全县农田的10%。", ["2023"]),
        ("农业总产值比2023年预计增长4%。", [None]),
        (
            "安全感96.72%，2022年为95.90%；刑事警情1518起，下降9.7%。",
            ["2023", "2022", "2023", "2023"],
        ),
        ("安全感在2022年97.55%的基础上提高到98.02%。", ["2022", "2023"]),
        ("立案396起，较上年的409起下降3.2%。", ["2023", "2022", "2023"]),
        ("破案172起，较上年90起增加82起。", ["2023", "2022", "2023"]),
    ],
)
def test_a_year_dates_only_what_happened_in_it(text: str, periods: list[str | None]) -> None:
    assert [row.period for row in extract(text, year=2023).rows] == periods


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "发案358起，达到了压到370起以下的要求。",
            ["发案|358|actual|2023", "发案|370|target|2023"],
        ),
        ("安全感97.2%，超过97%的预定目标。", ["安全感|97.2|actual|2023", "安全感|97|target|2023"]),
        ("死亡19人，首次降到二十人以下。", ["死亡|19|actual|2023", "死亡|20|actual|2023"]),
    ],
)
def test_a_mark_that_was_set_is_no_result(text: str, read: list[str]) -> None:
    rows = extract(text, year=2023).rows
    told = [f"{row.indicator}|{row.value}|{row.modality}|{row.period}" for row in rows]
    assert told == read
    assert rows[-1].qualifier in ("以内", "超过")


def test_a_list_of_what_is_to_be_done_is_no_part_of_the_name() -> None:
    text = "一要把电诈案件压到370起以下；二要让群众安全感达到97%。"
    assert [row.indicator for row in extract(text, year=2023).rows] == ["电诈案件", "群众安全感"]


@pytest.mark.parametrize("heading", ["二〇二四年安排", "2024年安排"])
def test_a_heading_may_spell_the_year_that_is_planned(heading: str) -> None:
    rows = extract("道路交通死亡控制在二十人以内。", year=2023, heading=heading).rows
    assert [(row.period, row.modality) for row in rows] == [("2024", "target")]


@pytest.mark.parametrize(
    ("text", "name", "years"),
    [
        ("全市现行命案全部告破，命案全破的纪录延续至第七年。", "命案全破", "7"),
        ("命案全破已坚持到第十个年头。", "命案全破", "10"),
        ("命案全破步入第十三年。", "命案全破", "13"),
        ("命案现案破案率保持百分之百，这已是第十二年。", "命案现案破案率", "12"),
        ("现行命案自2011年起至今连续十四年全部侦破。", "现行命案全部侦破", "14"),
        ("命案全部侦破，这是自2015年以来连续第四年实现命案全破。", "实现命案全破", "4"),
        ("现行命案从2013年算起已有七年没有留下一起未破的。", "现行命案没有留下一起未破", "7"),
        ("命案全部侦破，为第8个全破年。", "全破", "8"),
        ("今年是第十三个命案全破年。", "命案全破", "13"),
        ("2021年命案全破重新起步，目前连续两年。", "命案全破", "2"),
        ("命案连续全破的年头达到九年。", "命案全破", "9"),
        ("命案全破连续年数增至11年。", "命案全破", "11"),
        ("2016年以来命案全破，至今已八年。", "命案全破", "8"),
        ("命案全破的好势头已延续九个年头。", "命案全破", "9"),
        ("命案全破保持了8年之久。", "命案全破", "8"),
        ("已实现连续13个年头命案全破。", "命案全破", "13"),
        ("命案当年全破已连续第6个年头。", "命案全破", "6"),
        ("全县已有八年没有发生较大火灾事故。", "没有发生较大火灾事故", "8"),
        ("连续九年未发生较大以上道路交通事故。", "未发生较大以上道路交通事故", "9"),
        ("命案8年全破。", "命案全破", "8"),
        ("命案全破已达10年。", "命案全破", "10"),
        ("一是连续九年命案全破。", "命案全破", "9"),
    ],
)
def test_what_has_lasted_is_named_without_since_when(text: str, name: str, years: str) -> None:
    rows = [row for row in extract(text, year=2024).rows if row.kind == "streak"]
    assert [(row.indicator, row.value) for row in rows] == [(name, years)]


@pytest.mark.parametrize(
    "text",
    [
        "全破后的第三年发案增多。",
        "坚持专项整治第三年。",
        "案件多发，今年已是第三年。",
        "老人已有三年没有出过门。",
        "从业已有十年，至今已八年。",
        "今年是第三个试点年。",
        "刑期延长到五年。",
    ],
)
def test_a_third_year_of_something_else_is_no_streak(text: str) -> None:
    assert [row for row in extract(text, year=2024).rows if row.kind == "streak"] == []


def test_a_clause_before_a_semicolon_names_nothing_behind_it() -> None:
    text = "电诈立案4988起，是近五年来首次由升转降；破案1932起。"
    assert [row.indicator for row in extract(text, year=2024).rows] == ["电诈立案", "破案"]


@pytest.mark.parametrize("text", ["年度群众安全感98.1%。", "群众安全感调查结果为98.1%。"])
def test_how_an_indicator_was_found_out_is_no_part_of_its_name(text: str) -> None:
    assert [row.indicator for row in extract(text, year=2023).rows] == ["群众安全感"]


def test_an_aim_that_was_met_is_of_the_year_told_of() -> None:
    texts = ("发案358起，达到了压到370起以下的要求。", "发案3300件，完成3500件以内的控制目标。")
    for text in texts:
        rows = extract(text, year=2024, published=2025).rows
        assert [(row.modality, row.period) for row in rows] == [
            ("actual", "2024"),
            ("target", "2024"),
        ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("交通死亡人数大幅下降。据统计，这个数字是198人。", ["交通死亡人数|198|2023|actual"]),
        (
            "接警5万起。亡人数下降。这个数字为98人。",
            ["接警|50000|2023|actual", "亡人数|98|2023|actual"],
        ),
        (
            "布设视频监控，新增810只，累计2280只。",
            ["新增视频监控|810|2023|actual", "视频监控|2280|2023|actual"],
        ),
        ("新增探头81个，累计达228个。", ["新增探头|81|2023|actual", "探头|228|2023|actual"]),
        (
            "新招录辅警12名，累计招录56名。",
            ["新招录辅警|12|2023|actual", "招录辅警|56|2023|actual"],
        ),
        (
            "2013年以来命案连续9年全破。接警8.9万起。",
            ["命案全破|9|2013/..|actual", "接警|89000|2023|actual"],
        ),
        (
            "自2013年以来，命案连续9年全破；破案8起。",
            ["命案全破|9|2013/..|actual", "破案|8|2023|actual"],
        ),
        (
            "四年前，全市亡人268人；2023年，这个数字是198人。",
            ["亡人|268|2019|actual", "亡人|198|2023|actual"],
        ),
        (
            "今年1至4月被骗3起，去年同期是11起。",
            ["被骗|3|2023-01/2023-04|actual", "被骗|11|2022-01/2022-04|actual"],
        ),
        ("分局2015年6月挂牌，下辖4个派出所。", ["下辖派出所|4|2023|actual"]),
        ("亡人17人，实现年初18人以下目标。", ["亡人|17|2023|actual", "亡人|18|2023|target"]),
        ("亡人20人，完成了21人以内的控制目标。", ["亡人|20|2023|actual", "亡人|21|2023|target"]),
        ("立案数由2051起修订为2063起。", ["立案数|2051|None|actual", "立案数|2063|2023|actual"]),
        ("确保电诈全年发案1500起以下。", ["电诈发案|1500|2023|target"]),
        ("“驿站”力争建成100处。", ["“驿站”建成|100|2023|target"]),
        ("骑警扩编至46人。", ["骑警|46|2023|actual"]),
        ("发案92起（目标95起以内）。", ["发案|92|2023|actual", "发案|95|2023|target"]),
        ("安全感98.6%（目标98%）。", ["安全感|98.6|2023|actual", "安全感|98|2023|target"]),
        ("发案下降5.6%（目标5%）。", ["发案|5.6|2023|actual"]),
        (
            "立案104起，较2021年高峰期的168起下降38%。",
            ["立案|104|2023|actual", "立案|168|2021|actual", "立案|38|2023|actual"],
        ),
        ("电诈损失虽有下降，仍高达52万元。", ["电诈损失|520000|2023|actual"]),
        (
            "事故81起、死亡6人，两项指数分别下降6%、8%。",
            [
                "事故|81|2023|actual",
                "死亡|6|2023|actual",
                "事故|6|2023|actual",
                "死亡|8|2023|actual",
            ],
        ),
    ],
)
def test_a_row_says_what_was_counted_when_and_whether_it_is_there(
    text: str, read: list[str]
) -> None:
    rows = extract(text, year=2023).rows
    assert [f"{row.indicator}|{row.value}|{row.period}|{row.modality}" for row in rows] == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("河东分局立案301起，破案120起。", ["立案|河东分局", "破案|河东分局"]),
        ("河东分局破201起、抓12人。", ["破案|河东分局", "抓获|河东分局"]),
        ("河东分局立案301起，河西分局280起。", ["立案|河东分局", "河西分局立案|河西分局"]),
        ("城东区破201起，城西区破188起。", ["城东区破案|城东区", "城西区破案|城西区"]),
        ("专班破201起。", ["破案|None"]),
        ("客运码头派出所全年接警6120起。", ["接警|客运码头派出所"]),
        ("各派出所全年接警6120起。", ["接警|None"]),
        ("各分局中，河东分局立案301起。", ["立案|河东分局"]),
        ("损失611万元，短视频播放量达到1860万次。", ["损失|None", "短视频播放量|None"]),
    ],
)
def test_what_a_part_of_the_unit_did_is_not_of_the_whole(text: str, read: list[str]) -> None:
    assert [f"{row.indicator}|{row.place}" for row in extract(text, year=2023).rows] == read


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("发案数首破200起。", "200", "突破"),
        ("河东发案破1000起大关。", "1000", "突破"),
        ("城东分局破200起。", "200", None),
        ("群众安全感首次迈上98%台阶。", "98", "突破"),
        ("建成首个“湖心屋”水上警务室。", "1", None),
    ],
)
def test_a_mark_that_is_passed_is_a_round_number(
    text: str, value: str, qualifier: str | None
) -> None:
    ((read, how),) = [(row.value, row.qualifier) for row in extract(text, year=2023).rows]
    assert (read, how) == (value, qualifier)


def test_the_first_of_its_kind_is_a_number_only_where_the_unit_set_it_up() -> None:
    assert not extract("获评全省首个“平安校园”。这是全国首个“无案社区”。", year=2023).rows


def test_what_came_of_one_type_of_cases_is_not_of_all() -> None:
    rows = extract("电诈立案117起，损失64万元，其中刷单返利类41起，损失18万元。", year=2022).rows
    assert [row.subject for row in rows] == [None, "电诈", None, "刷单返利类"]


def test_the_title_of_a_plan_tells_what_its_paragraphs_aim_at() -> None:
    text = "电诈发案控制在1500起以内。"
    paragraph = Paragraph(
        id="a", document_id="d", ordinal=1, text=text, start=0, end=0, heading="目标"
    )
    for title, modality in (
        ("某市公安局二〇二四年工作安排", "target"),
        ("2024年工作总结", "actual"),
    ):
        document = Document(slug="d", title=title, year=2024)
        assert [row.modality for row in figures_of(document, paragraph).rows] == [modality]


def test_a_month_that_opens_a_sentence_dates_no_figure_of_a_year_behind_it() -> None:
    rows = extract("7月引进预警机制。电诈发案2733起，同比上升10.4%。", year=2020).rows
    assert [row.period for row in rows] == ["2020", "2020"]
    assert extract("6月，开展行动。抓获嫌疑人35人。", year=2020).rows[0].period == "2020-06"
    rows = extract("2020年7月15日，约谈会开场，189人到场。盗窃案件立案1260起。", year=2020).rows
    assert [row.period for row in rows] == ["2020-07-15", "2020"]
    rows = extract("2020年7月15日，全市统一行动。当晚查处酒驾41起。", year=2020).rows
    assert [row.period for row in rows] == ["2020-07-15"]
    aimed = "三年行动，目标是到2020年底案件下降三成。全年破案377起。"
    rows = extract(aimed, year=2018, published=2019, is_work_report=True).rows
    assert [(row.period, row.modality) for row in rows] == [("2020", "target"), ("2018", "actual")]
    rows = extract("货场案告破，2020年的欠账清零；全年新发现行命案10起。", year=2021).rows
    assert rows[0].period == "2021"
    rows = extract("铁幕行动收官，历时近四年：全年破获毒品案件152起。", year=2021).rows
    assert rows[0].period == "2021"


def test_a_ledger_tells_its_kind_before_a_bare_verb() -> None:
    text = "（4）危化品车违法：查2360起，上年1240起。（5）亡人事故：死138人。"
    assert [(row.measured, row.value) for row in extract(text, year=2021).rows] == [
        ("危化品车违法查处", "2360"),
        ("危化品车违法查处", "1240"),
        ("亡人事故死亡", "138"),
    ]
    text = "三、慢车道：新增14条，累计23条、561公里。四、夜话：接待3.4万人次。"
    assert [(row.measured, row.value_text) for row in extract(text).rows] == [
        ("新增慢车道", "14条"),
        ("慢车道", "23条"),
        ("慢车道", "561公里"),
        ("接待", "3.4万人次"),
    ]


def test_why_and_within_what_time_are_no_part_of_a_name() -> None:
    for text, name in (
        ("出入境办证因疫情骤降至21万本次。", "出入境办证"),
        ("电诈立案受集中返乡影响降到1200起。", "电诈立案"),
        ("夜话年内开谈1712场。", "夜话开谈"),
        ("群众因诈骗损失1200万元。", "群众因诈骗损失"),
    ):
        assert [row.measured for row in extract(text).rows] == [name]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("1至6月接报警情934起，上年同期1066起。", ["2023-01/2023-06", "2022-01/2022-06"]),
        ("3月立案10起，2021年同期为12起。", ["2023-03", "2021-03"]),
        ("全年立案934起，去年同期是1066起。", ["2023", "2022"]),
        ("全年立案934起，较上年同期的1066起减少。", ["2023", "2022"]),
        (
            "上半年立案934起，较上年同期1066起下降12.4%。",
            ["2023-01/2023-06", "2022-01/2022-06", "2023-01/2023-06"],
        ),
    ],
)
def test_the_same_months_of_another_year_are_dated_so(text: str, periods: list[str]) -> None:
    assert [row.period for row in extract(text, year=2023).rows] == periods


def test_a_change_behind_two_years_is_of_the_later() -> None:
    """Where it is what lies between them."""
    for change, year in (("降9.5%", "2019"), ("降20%", "2018")):
        *_, row = extract(f"电诈发案590起，2018年为652起，{change}。", year=2019).rows
        assert (row.kind, row.period) == ("change", year)


def test_an_award_year_after_year_is_of_no_rate() -> None:
    text = "破案率48.1%，连续三年获评汀崖市公安综合考评优秀。命案连续三年全破。"
    rows = extract(text).rows
    assert [(row.measured, row.kind) for row in rows] == [
        ("破案率", "rate"),
        ("获评汀崖市公安综合考评优秀", "streak"),
        ("命案全破", "streak"),
    ]


def test_what_is_passed_of_another_year_is_a_level_against_it() -> None:
    for text in ("首次超过2019年的4.6万人次", "高于2019年的4.6万人次"):
        *_, row = extract(f"登记船员5.2万人次，{text}。", year=2023).rows
        assert (row.kind, row.comparison, row.base) == ("count", "比基期", "2019年")


def test_what_is_more_behind_what_it_is_held_against_is_a_change() -> None:
    for text, way in (("比2015年的2418起多了345起", "up"), ("较2015年的27起少5起", "down")):
        level, change = extract(f"立案2763起，{text}。", year=2016).rows
        assert (level.kind, level.value) == ("count", "2763")
        assert (change.kind, change.direction, change.base) == ("change", way, "2015年")
    for text, way in (("比去年同期的727起少125起", "down"), ("少3起", "down"), ("多了4起", "up")):
        level, change = extract(f"上半年立案36起，{text}。").rows
        assert (level.kind, change.kind, change.direction) == ("count", "change", way)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2020、2021、2022年刑事发案各为134起、128起、119起。", ["2020", "2021", "2022"]),
        ("2020年和2021年刑事发案依次为134起、128起。", ["2020", "2021"]),
        ("2020年至2022年，刑事发案分别为134起、128起、119起。", ["2020", "2021", "2022"]),
        ("近三年刑事发案依次为134起、128起、119起。", ["2020", "2021", "2022"]),
        # Two things over three years: none has a year of its own.
        ("2020年至2022年，立案、破案分别为134起、128起。", ["2020/2022", "2020/2022"]),
    ],
)
def test_figures_in_a_row_have_each_its_year(text: str, years: list[str]) -> None:
    assert [row.period for row in extract(text, year=2022).rows] == years
