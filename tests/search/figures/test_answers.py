"""Questions for the most and for how many are answered by rows, or by nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.figures.asking import asks_for_figures
from search.request import Filters, SearchRequest
from search.searcher import Searcher
from search.states.kept import EVER, NOW

REPORTS = [
    ("滨海市公安局", 2020, "全市命案连续7年全破。全年破获盗窃案件310起，群众满意率达97.1%。"),
    ("滨海市公安局", 2021, "全年破获盗窃案件295起，群众满意率达98.4%。建成“邻里哨所”指挥室18家。"),
    ("山南市公安局", 2021, "命案连续12年全破。全年破获盗窃案件402起，盗窃警情同比下降8%。"),
    ("山南市公安局", 2022, "五年来共走访群众36万户。全年走访群众5万户，力争走访群众60万户。"),
    ("山南市公安局", 2021, "全年走访群众6万户。新增摄像头200个，新增摄像头35台。"),
    ("山南市公安局", 2022, "在9个派出所建成调解室。缴获毒品9公斤。"),
    ("滨海市公安局", 2020, "抓获电诈嫌疑人8名，安全感97%。某专案抓获电诈嫌疑人40名。"),
    ("滨海市公安局", 2019, "杀人案破案率连续5年100%。"),
    ("山南市公安局", 2020, "安全感97%，盗窃案件损失下降50%。"),
    ("山南市公安局", 2022, "安排92名辅警到市局轮训。全市划分了31个网格，选聘网格员620名。"),
    ("滨海市公安局", 2022, "在7个派出所建成调解室。缴获毒品8000克，缴获毒品0.02吨。"),
]


@pytest.fixture(scope="module")
def library(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(REPORTS, "source year text")


def test_a_streak_is_told_by_all_units_in_whatever_words(
    library_of: Callable[..., Searcher],
) -> None:
    texts = (
        ("云泽市公安局", 2022, "命案破案率连续6年100%。"),
        ("云泽市公安局", 2024, "命案侦破率连续8年达100%。刑事破案率连续3年上升。"),
        ("石桥市公安局", 2024, "命案连续4年保持全破。力争命案连续5年全破。"),
        ("柳河市公安局", 2023, "现行命案连续21年全部侦破。"),
        ("柳河市公安局", 2024, "破获命案积案2起。"),
        ("丹江市公安局", 2024, "连续13年命案必破。"),
        ("广浦市公安局", 2024, "命案连续2年全破。"),
    )
    reports = library_of(texts, "source year text")
    every = ["21年", "13年", "8年", "4年", "2年"]
    for question, values in (
        ("命案连续几年全破", every),
        ("命案全破几年了", every),
        ("谁的命案一直全破", every),
        ("命案破案率一直百分之百的是谁", every),
        ("云泽命案连续几年全破", ["8年"]),
        ("云泽2022年命案连续几年全破", ["6年"]),
        ("谁的命案全破时间最长", ["21年"]),
        ("命案全破最久的单位", ["21年"]),
        ("命案全破纪录 最长", ["21年"]),
        ("命案全破纪录最长是多少年", ["21年"]),
        ("云泽市命案全破最多连续几年", ["8年"]),
        ("云泽命案全破最长保持几年", ["8年"]),
        ("命案全破年数最短的是谁", ["2年"]),
        ("谁一直在努力", []),
    ):
        answers = reports.figure_answers(SearchRequest(q=question))
        assert [a.row.figure.value_text for a in answers] == values, question


def test_the_longest_streak_of_a_unit_counts_also_when_it_was_broken(
    library_of: Callable[..., Searcher],
) -> None:
    texts = (
        ("北山市公安局", 2021, "连续9年命案全破。"),
        ("北山市公安局", 2024, "连续两年命案全破。"),
        ("江口市公安局", 2024, "命案全破走到第八年。"),
        ("江口市公安局", 2023, "交通事故206起，死亡21人。"),
        ("江口市公安局", 2024, "交通事故190起，死亡25人。"),
    )
    reports = library_of(texts, "source year text")
    for question, values in (
        ("谁的命案全破时间最长", ["第八年", "9年"]),
        ("历史上谁的命案全破时间最长", ["9年", "第八年"]),
        ("各单位命案全破连续几年", ["第八年", "两年"]),
        ("哪一年交通事故死亡人数最少", ["21人"]),
    ):
        answers = reports.figure_answers(SearchRequest(q=question))
        assert [a.row.figure.value_text for a in answers] == values, question


def test_units_of_another_trade_are_named_by_their_place(
    library_of: Callable[..., Searcher],
) -> None:
    texts = (
        ("青溪市卫生健康委员会", "家庭医生签约率49.6%，人均预期寿命81.3岁，每千人口托位数3.4个。"),
        ("梅湾区卫生健康局", "家庭医生签约率63.5%，人均预期寿命83.9岁，每千人口托位数4.1个。"),
    )
    reports = library_of(texts, "source text", year=2023)
    for question, values in (
        ("青溪2023年家庭医生签约率多少", ["49.6%"]),
        ("人均预期寿命最高的是谁", ["83.9岁"]),
        ("每千人口托位数哪里最少", ["3.4个"]),
    ):
        answers = reports.figure_answers(SearchRequest(q=question))
        assert [a.row.figure.value_text for a in answers] == values, question


def test_years_parts_and_marks_are_told_from_what_is_asked_for(
    library_of: Callable[..., Searcher],
) -> None:
    texts = {
        1986: "一九八○年至一九八五年，原煤产量由六亿吨增加到八亿吨。",
        2002: "2001年国民经济较快增长，年末外汇储备达到2122亿美元。",
        2004: "去年国内生产总值达到11万亿元，人均国内生产总值突破1000美元。",
        2018: "五年来，参合率91.5%，高速公路总里程达9.5万公里，改造危房300万户。",
        2019: "去年增值税占比最高行业的税率为16%。",
        2012: "去年工业总产值达到90亿元，手工业总产值达到3亿元。"
        "决定将农民人均纯收入2300元作为扶贫标准。",
    }
    title = "{}年政府工作报告"
    lines = [
        {"id": f"w{year}#1", "year": year, "title": title.format(year), "text": text}
        for year, text in texts.items()
    ]
    reports = library_of(lines)
    for question, value in (
        ("1985年原煤产量是多少", "八亿吨"),  # where the years end, not where they begin
        ("1980年原煤产量是多少", None),
        ("2001年外汇储备是多少", "2122亿美元"),
        ("2003年国内生产总值是多少", "11万亿元"),
        ("2011年工业总产值多少", "90亿元"),
        ("2011年农民人均纯收入是多少", None),  # a mark that was set
        ("2017年参合率是多少", "91.5%"),  # where five years came to
        ("2017年高速公路总里程多少公里", "9.5万公里"),
        ("2017年改造危房多少户", None),  # of five years
        ("2018年增值税占比多少", None),  # a rate of what has the greatest share
    ):
        answers = reports.figure_answers(SearchRequest(q=question))
        assert [a.row.figure.value_text for a in answers] == ([value] if value else []), question


def test_shares_and_aims_answer_only_questions_for_them(
    library_of: Callable[..., Searcher],
) -> None:
    told = [
        "2023年全年新增学校320所，群众上门办理业务占全部业务的41%。",
        "2023年提拔干部60名，基层部门占提拔人数的85%。",
        "2024年，力争新增学校400所，国内生产总值增长6%左右。",
    ]
    lines = [
        {"id": f"s{n}#1", "year": 2023 + n // 2, "source": "滨海市公安局", "text": text}
        for n, text in enumerate(told)
    ]
    reports = library_of(lines)
    for question, value in (
        ("滨海上门办理业务占多少", "41%"),
        ("提拔人数中基层部门占多少", "85%"),
        ("基层部门占提拔人数的比例是多少", "85%"),
        ("基层部门中提拔人数占多少", None),  # the other way round
        ("2024年新增学校的目标是多少", "400所"),
        ("2024年计划新增多少学校", "400所"),
        ("2024年国内生产总值增长目标是多少", "6%左右"),
        ("2024年新增学校多少所", None),
        ("2023年新增学校的目标是多少", None),
        ("滨海一年新增多少学校", "320所"),
    ):
        answers = reports.figure_answers(SearchRequest(q=question))
        assert [a.row.figure.value_text for a in answers] == ([value] if value else []), question


def test_units_and_wordings_need_no_settings_to_be_understood(
    library_of: Callable[..., Searcher],
) -> None:
    told = (
        ("青浦港市公安局", 2022, "侦破各类刑事案件3015起。命案破案率连续7年保持100%。"),
        ("青浦港市公安局", 2023, "命案连续8年全破，抓获各类逃犯640名，民警人数达3260人。"),
        ("临河市公安局", 2022, "破获刑事案件4126起。现行命案连续9年全破，建成快警站46个。"),
        ("临河市公安局", 2023, "快警站增至58个，平均出警时间缩短至4分50秒。社区民警210名。"),
        ("临河市公安局", 2024, "快警站总数达到65个，平均出警时间4分15秒，现行命案连续11年全破。"),
        (
            "临河市公安局",
            2024,
            "群众满意率98%，居全省第二。打掉诈骗犯罪团伙5个。盗窃案件破案12起。",
        ),
    )
    lines = [
        {"id": f"u{n}#1", "source": source, "year": year, "text": text}
        | {"region": ["江苏省", source[:-3]]}
        for n, (source, year, text) in enumerate(told)
    ]
    reports = library_of(lines)
    for question, values in (
        ("青浦港有多少民警", ["3260人"]),
        ("江苏省青浦港市2023年抓获逃犯多少名", ["640名"]),
        ("2022年哪个单位破获刑事案件最多", ["4126起"]),
        ("临河2023年有多少个快警站", ["58个"]),
        ("临河有多少快警站", ["65个", "58个", "46个"]),  # the latest first
        ("临河平均出警时间最短是哪年", ["4分15秒"]),
        ("临河群众满意率2024年排第几", ["第二"]),
        ("临河打掉诈骗团伙多少个", ["5个"]),
        ("哪个市命案全破年数最短", ["8年"]),  # a streak is as long as it was told last
        ("临河警方打掉团伙多少个", []),  # of 诈骗团伙 alone
        ("临河市公安局2024年群众满意度在全省排第几", []),  # 满意率 is printed
        ("临河群众满意率全国排第几", []),
        ("临河警方2023年平均出警时间多少", ["4分50秒"]),
        ("临河有多少民警", []),  # 社区民警 are not all
        ("2024年临河破案多少起", []),  # of 盗窃案件 alone
    ):
        answers = reports.figure_answers(SearchRequest(q=question))
        assert [a.row.figure.value_text for a in answers] == values, question


def test_parts_results_and_the_words_of_readers_are_understood(
    library_of: Callable[..., Searcher],
) -> None:
    told = (
        "全年发生交通事故1286起，造成42人死亡。查处酒驾1384起，其中醉驾297起。",
        "2022年，全市实现地区生产总值6739亿元，增长2.5%，增速居全省第四位。新建5G基站5200个。",
        "一年来立刑事案件1702起，同比下降7.8%。施划非机动车道86公里，升级改造派出所6个。",
        "立案8870起，破案率76.8%，命案破案率100%。机动车驾驶人48.9万人，受理各类案件2146件。",
    )
    lines = [
        {"id": f"p{n}#1", "source": "铜陵市人民政府", "year": 2022, "text": text}
        for n, text in enumerate(told)
    ]
    lines.append({"id": "q#1", "source": "宣城市", "year": 2022, "text": "刑事案件破案率75%。"})
    lines.append({"id": "q#2", "source": "广德市", "year": 2022, "text": "破案率70%。"})
    lines.append({"id": "q#3", "year": 2021, "text": "立刑事案件1846起，同比下降7.8%。"})
    lines.append({"id": "q#4", "year": 2023, "text": "立刑事案件1655起，同比下降2.8%。"})
    lines.append({"id": "q#5", "year": 2022, "text": "电诈案件立案426起。"})
    lines.append({"id": "q#6", "year": 2023, "text": "电诈案件立案381起。"})
    reports = library_of(lines)
    for question, values in (
        ("哪年立刑事案件下降最多", ["7.8%", "7.8%"]),  # 一年来 is one year
        ("哪年立案最多", []),  # of all cases only one year tells
        ("铜陵施划机动车道多少公里", []),
        ("铜陵有多少派出所", []),
        ("铜陵交通事故死亡多少人", ["42人"]),
        ("铜陵交通事故死了几个", ["42人"]),
        ("铜陵查处醉驾多少起", ["297起"]),
        ("铜陵2022年GDP是多少", ["6739亿元"]),
        ("铜陵2022年GDP增长多少", ["2.5%"]),
        ("铜陵GDP增速全省第几", ["第四位"]),
        ("铜陵GDP增速全国第几", []),
        ("铜陵2022年建了多少5G基站", ["5200个"]),
        ("铜陵有多少5G基站", []),  # new ones are not all
        ("铜陵驾驶人有多少", ["48.9万人"]),
        ("铜陵受理多少案件", ["2146件"]),
        ("哪个市破案率最高", ["76.8%"]),  # that of 命案 is no other 破案率
    ):
        answers = reports.figure_answers(SearchRequest(q=question))
        assert [a.row.figure.value_text for a in answers] == values, question


def test_a_report_of_a_year_s_beginning_says_nothing_sure_of_that_year(
    library_of: Callable[..., Searcher],
) -> None:
    told = ["全年新增就业700万人。", "去年新增就业500万人。"]
    rows = zip((2019, 2018), told, strict=True)
    searcher = library_of(rows, "year text", themes=True, title="{year}年政府工作报告")
    assert searcher.figure_answers(SearchRequest(q="2019年新增就业多少人")) == ()
    (most,) = searcher.figure_answers(SearchRequest(q="哪年新增就业最多"))
    assert most.year == 2018  # 全年, told in 2019
    (answer,) = searcher.figure_answers(SearchRequest(q="2017年新增就业多少人"))
    assert answer.row.figure.value_text == "500万人"


def test_a_work_report_says_by_what_opens_a_section_of_which_year_it_tells(
    library_of: Callable[..., Searcher],
) -> None:
    told = {
        2022: [
            "2021年工作取得新进展。",
            "全年新建学校31所。",
            "今年工作安排如下。",
            "新建学校90所。",
        ],
        2023: ["过去五年成绩显著。", "新建学校200所。", "新建公园7座。", "今年要抓好落实。"],
        2024: ["过去一年，极不平凡。", "新建学校36所。", "新建公园9座。", "新的一年，任务很重。"],
    }
    lines = [
        {"id": f"{year}#{n}", "document": f"{year}", "text": text, "year": year}
        | {"title": f"{year}年政府工作报告"}
        for year, texts in told.items()
        for n, text in enumerate(texts)
    ]
    reports = library_of(lines)

    def shown(question: str) -> list[tuple[str, int | None]]:
        answers = reports.figure_answers(SearchRequest(q=question))
        return [(answer.row.figure.value_text, answer.year) for answer in answers]

    assert shown("2023年新建学校多少所") == [("36所", 2023)]
    assert shown("2021年新建学校多少所") == [("31所", 2021)]
    assert shown("哪年新建学校最多") == [("36所", 2023)]  # of 31 and 36: 200 are of five years
    for question in ("2022年新建学校多少所", "2024年新建学校多少所", "哪年新建公园最多"):
        assert shown(question) == []


@pytest.fixture(scope="module")
def ask(library: Searcher) -> Callable[[str], list[str]]:
    return lambda q: [a.row.figure.value_text for a in library.figure_answers(SearchRequest(q=q))]


@pytest.mark.parametrize(
    "question,values",
    [
        ("哪个城市命案全破时间最长", ["12年"]),
        ("命案全破最久", ["12年"]),
        ("命案全破 最长", ["12年"]),
        ("命案全破年数最长的单位", ["12年"]),
        ("哪个局命案全破年数最多", ["12年"]),
        ("滨海命案全破几年了", ["7年"]),
        ("滨海邻里哨所指挥室多少个", ["18家"]),
        ("破获盗窃案件最多的是哪个局？", ["402起"]),
        ("哪个单位破获盗窃案件最多", ["402起"]),
        ("哪年破获盗窃案件最少", ["295起"]),
        ("哪一年群众满意率最高", ["98.4%"]),
        ("哪年走访群众最多？", ["6万户"]),  # neither five years together nor a target
        ("滨海建成多少邻里哨所指挥室", ["18家"]),
        ("滨海市公安局2020年破获多少盗窃案件", ["310起"]),
        ("新增多少摄像头", ["200个", "35台"]),  # two units: both are shown
        ("破获多少盗窃案件", ["295起", "402起", "310起"]),  # of different units and years: all
        ("滨海命案全破多少年", ["7年"]),
        ("滨海杀人案破案率连续多少年", ["5年"]),
        ("滨海2021年群众满意率是多少", ["98.4%"]),
        ("山南盗窃警情下降多少", ["8%"]),
        ("山南盗窃警情降了多少", ["8%"]),
        ("山南盗窃警情下降百分之几", ["8%"]),
        ("山南盗窃警情同比下降了百分之多少？", ["8%"]),
        ("山南划分了多少网格", ["31个"]),  # 620 are those who work in them
        ("哪个单位缴获毒品最多", ["0.02吨"]),  # of 9公斤, 8000克 and this
    ],
)
def test_the_row_that_answers_is_shown(
    question: str, values: list[str], ask: Callable[[str], list[str]]
) -> None:
    assert ask(question) == values


@pytest.mark.parametrize(
    "question",
    [
        "哪个城市抢劫案件最多",  # nothing says so
        "哪个城市群众满意率最高",  # only one says so: nothing was compared
        "哪里群众满意率最高",
        "去年破获多少盗窃案件",  # of the day of the question, or of a report
        "山南建成多少邻里哨所指挥室",  # said of another unit
        "滨海2019年破获多少盗窃案件",
        "全国有多少网格",  # no unit of the whole country tells
        "山南有多少摄像头",  # new ones are not all there are
        "滨海破获盗窃案件多少年",  # 310 cases are no answer
        "新增多少人",
        "山南有多少辅警",  # 92 were sent somewhere
        "哪个单位抓获电诈嫌疑人最多",  # only one says so, of two doings
        "哪个单位安全感最高",  # both say 97%
        "缴获毒品多少钱",
        "山南盗窃警情上升多少",  # it fell
        "哪个城市盗窃警情最高",  # only its change is told
        "哪里的治安最好",
        "最高人民法院在哪里",
        "哪个单位派出所最多",  # what is told is how many rooms were set up in them
        "五年来走访群众多少户",  # which five years nothing says
        "近三年山南走访群众多少户",
        "全国破获盗窃案件多少起",  # no unit tells of the whole country
        "命案全破",
        "",
    ],
)
def test_what_is_not_sure_is_not_answered(question: str, ask: Callable[[str], list[str]]) -> None:
    assert ask(question) == []


def test_the_number_of_figures_compared_is_told(library: Searcher) -> None:
    (answer,) = library.figure_answers(SearchRequest(q="哪个单位破获盗窃案件最多"))
    assert answer.compared == 3


def test_laws_are_counted_alike_and_real_growth_is_set_against_real_growth_alone(
    library_of: Callable[..., Searcher],
) -> None:
    texts = {
        2018: "全年修订行政法规37部。全年零售总额增长13.3%。",
        2019: "全年修订行政法规47件。全年零售总额实际增长16.9%。",
        2020: "全年修订行政法规28部。",
    }
    reports = library_of(texts.items(), "year text")
    (most,) = reports.figure_answers(SearchRequest(q="修订行政法规最多的是哪一年"))
    assert (most.row.figure.value_text, most.compared) == ("47件", 3)
    assert reports.figure_answers(SearchRequest(q="零售总额增长最快的是哪一年")) == ()


def test_later_pages_filters_and_exact_searches_have_no_answer(library: Searcher) -> None:
    q = "哪个城市命案全破时间最长"
    for request in (
        SearchRequest(q=q, page=2),
        SearchRequest(q=q, mode="exact"),
        SearchRequest(q=q, filters=Filters(year=("2020",))),
    ):
        assert library.figure_answers(request) == ()


@pytest.mark.parametrize("text", ["平安前哨", "最高", "多少有点", "无论多少", "最美逆行者"])
def test_ordinary_queries_are_told_by_their_words_alone(text: str) -> None:
    assert not asks_for_figures(text)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("2024年全市群众安全感是多少", [("云浦市公安局", "97.8%")]),
        ("2024年市局群众安全感是多少", [("云浦市公安局", "97.8%")]),
        ("2024年哪个分局群众安全感最高", [("云浦市公安局望湖分局", "97.4%")]),
        ("2024年群众安全感最高的分局", [("云浦市公安局望湖分局", "97.4%")]),
        ("望湖2024年群众安全感是多少", [("云浦市公安局望湖分局", "97.4%")]),
        ("2024年哪个分局交通死亡最多", [("云浦市公安局青栎分局", "22人")]),
        ("2024年云浦盗窃立案多少起", []),  # of a branch in its region alone
    ],
)
def test_branches_and_the_bureau_that_has_them_are_kept_apart(
    question: str, told: list[tuple[str, str]], library_of: Callable[..., Searcher]
) -> None:
    texts = (
        ("云浦市公安局", "全年群众安全感97.8%，交通死亡158人。"),
        ("云浦市公安局望湖分局", "全年群众安全感97.4%，交通死亡19人，首次降到三十人以下。"),
        ("云浦市公安局青栎分局", "全年群众安全感96.2%，交通死亡22人，盗窃立案88起。"),
    )
    one_year = {"year": 2024, "region": "云浦市"}
    answers = library_of(texts, "source text", **one_year).figure_answers(SearchRequest(q=question))
    assert [(a.row.paragraph.source, a.row.figure.value_text) for a in answers] == told


def test_a_streak_that_was_broken_is_told_with_what_goes_on_now(
    library_of: Callable[..., Searcher],
) -> None:
    texts = (
        ("青屏县公安局", 2021, "2007年以来命案全破的纪录保持到第十五年。"),
        ("青屏县公安局", 2025, "2023年至2025年，全县命案又连续三年全破。"),
        ("河阳市公安局", 2024, "现行命案自2011年起至今连续十四年全部侦破。"),
        ("云州市公安局", 2024, "云州连续十年实现命案全破。"),
    )
    library = library_of(texts, "source year text")
    first, longest = library.figure_answers(SearchRequest(q="命案全破哪家最长"))
    assert (first.row.figure.value, first.said) == ("14", NOW)
    assert (longest.row.figure.value, longest.said) == ("15", EVER)
    assert longest.later is not None
    assert (longest.later.figure.value, longest.later.paragraph.year) == ("3", 2025)
    (now,) = library.figure_answers(SearchRequest(q="目前命案全破最长的是哪家"))
    assert (now.row.figure.value, now.later) == ("14", None)
    assert [row.figure.value for row in now.next_best] == ["10", "3"]


def test_some_months_of_a_year_are_not_the_year(library_of: Callable[..., Searcher]) -> None:
    texts = ("2023年1月至6月，全市电诈立案1796起。", "2023年，全市电诈立案3689起。")
    library = library_of(texts, "text", source="云州市公安局", year=2023)
    for question in ("2023年云州电诈立案多少起", "云州电诈立案多少起"):
        answers = library.figure_answers(SearchRequest(q=question))
        assert [a.row.figure.value for a in answers] == ["3689"], question


def test_who_changed_most_is_told_of_changes_against_the_year_before(
    library_of: Callable[..., Searcher],
) -> None:
    texts = (
        ("云州市公安局", "全年电信网络诈骗立案3689起，同比下降12.3%。"),
        ("河阳市公安局", "电信网络诈骗立案1294起，较2022年的1389起下降6.8%。"),
        ("青屏县公安局", "电信网络诈骗立案352起，较上年的388起下降9.3%。"),
    )
    library = library_of(texts, "source text", year=2023)
    for question, first, rest in (
        ("2023年电信网络诈骗立案哪家降得最多", "12.3", ["9.3", "6.8"]),
        ("2023年电信网络诈骗立案降幅最小的是哪家", "6.8", ["9.3", "12.3"]),
        ("2023年哪个局电信网络诈骗立案下降最多", "12.3", ["9.3", "6.8"]),
    ):
        (answer,) = library.figure_answers(SearchRequest(q=question))
        told = answer.row.figure.value, [row.figure.value for row in answer.next_best]
        assert told == (first, rest), question


def test_how_many_cases_there_were_is_not_told_by_those_that_were_solved(
    library_of: Callable[..., Searcher],
) -> None:
    texts = [("苇河县公安局", 2021, "电信诈骗立了三百五十一起，是历来最多的，破一百一十七起。")]
    reports = library_of(texts, "source year text")

    def told(question: str) -> list[str]:
        answers = reports.figure_answers(SearchRequest(question))
        return [answer.row.figure.shown for answer in answers]

    assert "一百一十七起" not in told("苇河2021年电信诈骗多少起")
    assert told("苇河2021年电信诈骗破案多少起") == ["一百一十七起"]


def test_a_rate_is_no_number_of_what_it_is_a_rate_of(
    library_of: Callable[..., Searcher],
) -> None:
    texts = (("云泽市公安局", 2022, "吸毒人员管控率100%。"),)
    reports = library_of(texts, "source year text")
    assert not reports.figure_answers(SearchRequest(q="抓获多少吸毒人员"))
    assert not reports.figure_answers(SearchRequest(q="吸毒人员多少"))
    assert reports.figure_answers(SearchRequest(q="吸毒人员管控率多少"))
