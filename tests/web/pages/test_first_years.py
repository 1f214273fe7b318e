"""A first year that only plans says so; the name of a unit in front narrows the question to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.web.pages.test_above_the_list import one, soup

TEXTS = [
    ("甲山市公安局", 2021, "2022年，我局将全面推行“云岭巡防”机制。"),
    ("甲山市公安局", 2022, "“云岭巡防”运行以来，处置警情300起。"),
    ("甲山市公安局", 2022, "创新“板凳夜谈”，民警进村召开120场。"),
    ("甲山市公安局", 2022, "明年计划：“板凳夜谈”覆盖全部行政村。"),
    ("乙水县公安局", 2023, "2024年工作思路：打造“云岭巡防”平台。"),
    ("乙水县公安局", 2024, "“云岭巡防”平台上线。"),
    ("乙水县公安局", 2024, "下一步，开发“星河调解”。"),
    ("丙川县公安局", 2021, "2019年6月组建的“蓝马甲”守护队现有队员88名。"),
    ("丙川县公安局", 2022, "2022年，新设立“蓝马甲”岗亭12个。"),
    ("丙川县公安局", 2022, "2020年4月启动的“渡口茶话”开到31个村。"),
    ("丙川县公安局", 2023, "2023年3月，县局把“渡口茶话”更名为“渡口议事”。"),
    ("丙川县公安局", 2023, "“铁脚巡”自二〇二一年三月开展以来，走遍全县。"),
    (
        "丙川县公安局",
        2023,
        "2021年5月，派出所在码头摆起茶摊，请船工坐下来评理，这就是后来的“码头茶摊”。",
    ),
    ("丙川县公安局", 2023, "2023年10月，分局在湖上投用第一艘“湖心警务艇”，已救起9人。"),
    ("丙川县公安局", 2023, "2020年县局成立专班。群众把“石桥灯”当作自己的灯。"),
    ("丙川县公安局", 2023, "2021年成立的反诈中心推广“晚归灯”做法。"),
    ("丙川县公安局", 2023, "2022年在2019年试点基础上推出“早市岗”。"),
    ("丙川县公安局", 2023, "截至2021年底，已设立“山门岗”86处。"),
    (
        "云川晚报",
        2022,
        "7月启动的“红马甲”行动，把宣传做到饭桌旁。“红马甲”很受欢迎，“红马甲”人人知道。",
    ),
    ("丙川县公安局", 2022, "2022年7月，分局首次组织开展“红马甲”行动，半年入户11万户。"),
    ("丙川县公安局", 2024, "“红马甲”自2022年7月启动以来，入户30万户，“红马甲”队员300名。"),
    ("丙川县公安局", 2022, "2022年4月，我局在全县首创“田头席”，民警到地头调处纠纷。"),
    ("丙川县公安局", 2023, "我局2022年10月起探索“茶桌说理”，2023年化解纠纷1276起。"),
    ("丙川县公安局", 2023, "2023年3月起实行“头盔换新”，全年换出2.3万顶。"),
    ("丙川县公安局", 2021, "2021年4月，在老城区设立首批12处“红袖驿站”。"),
    ("丙川县公安局", 2021, "“船工老舅”调解室2020年9月在客运码头派出所成立。"),
    ("丙川县公安局", 2023, "2023年5月，组织开展“老院灯会”。2022年以来开展“门岗夜话”300场。"),
    ("甲山市公安局", 2022, "推广“江灯会”经验。"),
    ("丙川县公安局", 2023, "2022年学习乙水经验推行“江灯会”，三年办了40场。"),
    ("丙川县公安局", 2022, "“驿口茶”：3月在云脚镇建成首站，年底共6站，登记1.9万人。"),
    ("戊州市公安局", 2020, "7月，整合刑侦、网安力量建成“七星台”，全年受理请求4360件。"),
    ("戊州市公安局", 2022, "三年前的9月成立的“竹笛队”，如今有队员80人。"),
    ("戊州市公安局", 2022, "“楼道电台”去年11月启用，覆盖48栋楼。"),
    ("戊州市公安局", 2022, "2019年以来命案全破。3月，启用“雨伞岗”。"),
    ("戊州市公安局", 2021, "2021年4月启用“0号窗口”。“11·02”案告破。"),
    ("戊州市公安局", 2022, "1月至6月，建成“松针站”12个。"),
    ("乙水县公安局", 2023, "2021年5月成立的“江灯会”有队员30名。"),
    ("己安县公安局", 2018, "先行探索三查，被市局吸收进“三源同查”工作法。"),
    ("戊州市公安局", 2018, "9月，在总结各地探索的基础上，部署实施“三源同查”工作法。"),
    ("己安县公安局", 2019, "秋季开学第一天，在全县启动“护苗岗”，每校两人。"),
    ("己安县公安局", 2019, "自2019年春节后，聘请26名老匠人，在作坊设桌，开展“灯下和”调解。"),
    ("己安县公安局", 2017, "6月1日起，三类窗口合署办公，统一取号，群众称之为“一窗清”。"),
    ("己安县公安局", 2020, "自2015年起连续保持全破，全年扎实开展“百日清”行动。"),
    ("己安县公安局", 2020, "年初以来，建设“平安己安”，举办“警民夜”。"),
    ("己安县公安局", 2023, "去年11月，在北塘派出所装了第一间“静心间”，软包墙、暖黄灯。"),
    ("己安县公安局", 2024, "“逆行停”机制2022年8月先在临河所试水，2023年全县推开。"),
    ("己安县公安局", 2019, "始建于2015年冬的“雪夜站”已由9处发展到46处。"),
    ("庚塬市公安局", 2015, "去年冬月成立的“崖灯队”逐步成型，队员多为返乡老兵。"),
    ("庚塬市公安局", 2019, "前年秋季开学组建的“鹭学队”扩至全市。"),
    ("庚塬市公安局", 2025, "前年入冬推开的“报平安”，两年寻到抛锚司机231人。"),
    ("庚塬市公安局", 2018, "去年9月搭起来的“听浪台”派上了用场。"),
    ("庚塬市公安局", 2014, "今年从夜路抓起，市局自5月起实施百烛巷工程，补齐路灯。"),
    ("庚塬市公安局", 2021, "自2016年汛期起坚持下来的湖荡船哨，今年巡了一千航次。"),
    ("庚塬市公安局", 2022, "“东西不丢”走到第六年。二〇一七年春运首推，乘警接力寻物。"),
    ("庚塬市公安局", 2019, "入冬之前，试办早安铃声，由志愿者拨电话，11月开办以来结对312户。"),
    ("庚塬市公安局", 2018, "6间——4月起搭在板房里的“吊臂下的灯”，管工友打架。"),
    ("庚塬市公安局", 2018, "十月间，局里在车站门口设了夜归人凳九处。"),
    ("庚塬市公安局", 2015, "4月，从后坞村起头，挂上带锁竹筒，这就是“竹筒信”。"),
    ("庚塬市公安局", 2020, "自2018年起给每名“云哨”队员发补贴。"),
    ("庚塬市公安局", 2020, "今年5月召开“石哨”现场会。"),
    ("庚塬市公安局", 2020, "“松哨”劝住300人，2019年建成的指挥中心投用。"),
    ("庚塬市公安局", 2020, "9月开学，校门口统一围上一条红丝带。"),
    ("庚塬市公安局", 2015, "9月，市局启动“零号盒”工作，把1991年以来的41起积案重新装盒。"),
    ("庚塬市公安局", 2015, "6月，大塘主当“塘哨”。“塘哨”制半年扩到147人。"),
    ("庚塬市公安局", 2016, "“塘哨”有160人。"),
    ("庚塬市公安局", 2022, "夜巡靠“铁骡灯”。2020年入冬创立以来，骑警走遍老城。"),
    ("庚塬市公安局", 2020, "自9月开学起，中小学门前有了“石榴门岗”。"),
    ("庚塬市公安局", 2020, "1月，市局成立“回响”回访组，七十二小时内打电话。"),
    ("庚塬市公安局", 2021, "“回响”回访19.8万人次。"),
    ("庚塬市公安局", 2018, "去年4月我们在东门茶市摆出头一个“茶青驿”，有事就地说。"),
    ("庚塬市公安局", 2021, "去年4月，南街老茶馆里挂出“五老茶桌”的牌子，说和了433桩。"),
    ("庚塬市公安局", 2020, "3月，“旧账清”攻坚启动，请回老法医9人。"),
    ("庚塬市公安局", 2021, "针对去年挪车警情日均140起的问题，上线“一键移车”。"),
    ("庚塬市公安局", 2017, "【骑巡】马背驿站始设于上年6月，2017年增至5个。"),
    ("庚塬市公安局", 2024, "还要纠正一下，有材料写“窑灯中队”成立于2022年，不对，是2023年4月。"),
    ("庚塬市公安局", 2023, "“窑灯中队”抓了147人。"),
    ("庚塬市公安局", 2020, "“河灯岗”成立于2018年，是2019年全省试点。"),
    ("庚塬市公安局", 2022, "“回响”回访32.4万人次，“回响”回访满意率97.3%。"),
]


@pytest.fixture(scope="module")
def reports(client_of: Callable[..., FlaskClient]) -> FlaskClient:
    return client_of(TEXTS, "source year text", id="{source}{year}#{n}")


@pytest.mark.parametrize(
    ("question", "year", "done"),
    [
        ("云岭巡防最早是哪一年", "2021", "2022"),
        ("“云岭巡防”啥时候有的", "2021", "2022"),
        ("云岭巡防哪年上线", "2021", "2022"),
        ("“云岭巡防”始见于", "2021", "2022"),
        ("乙水县公安局的云岭巡防哪年有的", "2023", "2024"),
        ("板凳夜谈从哪一年开始", "2022", ""),
    ],
)
def test_a_first_year_of_plans_is_told_apart_with_the_year_it_was_done(
    reports: FlaskClient, question: str, year: str, done: str
) -> None:
    told = one(soup(reports, f"/search?q={question}"), ".card .first")
    assert one(told, "b").text == f"{year} 年"
    assert [link.text for link in told.select("a")] == ([f"{done} 年已见实施"] if done else [])
    assert ("当时是计划" in told.text) is bool(done)


def test_an_answer_of_one_unit_says_so_and_quotes_its_own_report(reports: FlaskClient) -> None:
    card = one(soup(reports, "/search?q=乙水县公安局云岭巡防哪年上线"), ".card")
    assert "在乙水县公安局的报告里" in one(card, ".first").text
    assert "打造“云岭巡防”平台" in one(card, "blockquote").text


def test_the_year_beside_the_count_says_that_it_is_one_of_plans(reports: FlaskClient) -> None:
    told = one(soup(reports, "/search?q=云岭巡防"), ".count")
    assert "最早 2021 年 当时是计划；2022 年已见实施" in " ".join(told.text.split())
    only = one(soup(reports, "/search?q=星河调解最早是哪一年"), ".card .first")
    assert "当时是计划" in only.text and not only.select("a")


@pytest.mark.parametrize(
    ("question", "begun", "year", "stated"),
    [
        ("蓝马甲哪年成立", "2019年6月", "2021", []),
        ("蓝马甲守护队成立时间", "2019年6月", "2021", []),
        ("渡口议事什么时候有的", "2023年3月", "2023", []),
        ("渡口茶话哪年改的名", "2020年4月", "2022", ["2023年3月"]),
        ("铁脚巡行动始于哪年", "二〇二一年三月", "2023", []),
        ("石桥灯什么时候设的", "", "2023", []),
        ("码头茶摊哪年哪月", "2021年5月", "2023", []),
        ("警务艇是谁发明的", "2023年10月", "2023", []),
        ("警务艇 哪一年", "2023年10月", "2023", []),
        ("湖心警务艇起源", "2023年10月", "2023", []),
        ("晚归灯哪年成立", "", "2023", []),
        ("早市岗哪年推出", "", "2023", []),
        ("山门岗哪年设立", "", "2023", []),
        ("红马甲 首次", "2022年7月", "2022", []),
        ("田头席最早哪年", "2022年4月", "2022", []),
        ("茶桌说理 最早哪一年", "2022年10月", "2023", []),
        ("茶桌说理从何时起", "2022年10月", "2023", []),
        ("茶桌说理是哪年的事", "2022年10月", "2023", []),
        ("茶桌说理打什么时候有", "2022年10月", "2023", []),
        ("茶桌说理哪年写进报告", "", "2023", ["2022年10月"]),
        ("头盔换新啥时候开始搞", "2023年3月", "2023", []),
        ("红袖驿站首批哪年设的", "2021年4月", "2021", []),
        ("船工老舅始于", "2020年9月", "2021", []),
        ("老院灯会哪年有的", "2023年5月", "2023", []),
        ("门岗夜话哪年有的", "", "2023", []),
        ("江灯会哪年有的", "2021年5月", "2022", []),
        ("甲山哪年搞江灯会", "", "2022", []),
        ("丙川哪年开始江灯会", "2022年", "2023", []),  # as it took it over from others
        ("驿口茶哪年开始", "2022年3月", "2022", []),
    ],
)
def test_what_the_unit_says_of_the_beginning_answers_before_the_first_year(
    reports: FlaskClient, question: str, begun: str, year: str, stated: list[str]
) -> None:
    """Another unit's beginning stands beside it."""
    card = one(soup(reports, f"/search?q={question}"), ".card")
    assert one(one(card, ".first"), "b").text == (begun or f"{year} 年")
    assert f"{year} 年" in one(card, ".later" if begun else ".first").text
    assert [date.text for date in card.select(".stated:not(.later) b")] == stated
    box = " ".join(soup(reports, f"/embed?q={question}").text.split())
    assert (f"始于 {begun}" in box) is bool(begun)


def test_the_paragraph_of_the_beginning_stands_before_later_ones(reports: FlaskClient) -> None:
    page = soup(reports, "/search?q=红马甲最早哪年")
    assert "首次组织开展“红马甲”" in one(page, ".card blockquote").text
    assert "首次组织开展“红马甲”" in one(page, "ol.hits li.hit").text
    assert "没有可以排出先后的数据" not in page.text  # 最早 is of no figure


def test_a_kind_that_no_text_prints_is_told_and_left_off(reports: FlaskClient) -> None:
    page = soup(reports, "/search?q=铁脚巡行动始于哪年")
    assert "本库没有「铁脚巡行动」" in one(page, ".count").text
    assert "“铁脚巡”" in one(page, ".card .first").text
    assert not soup(reports, "/search?q=守护队工程始于哪年").select(".card .first")


def test_a_long_text_full_of_a_name_is_read_in_time(client_of: Callable[..., FlaskClient]) -> None:
    texts = ["2020年" * 4000, "由2020年成立了的" * 3000, "成立“蓝马甲”" * 3000]
    lines = [{"id": f"a#{n}", "text": f"{t}蓝马甲{t}", "year": 2021} for n, t in enumerate(texts)]
    client = client_of(lines)
    assert one(soup(client, "/search?q=蓝马甲哪年成立"), ".card .first b").text == "2021 年"


@pytest.mark.parametrize("question", ["警务艇是干什么的", "湖心警务艇咋回事", "找一下警务艇那段"])
def test_what_only_asks_for_a_name_lacks_no_word_and_its_beginning_leads(
    reports: FlaskClient, question: str
) -> None:
    page = soup(reports, f"/search?q={question}")
    assert "缺：" not in page.text and "库中没有" not in page.text
    assert "投用第一艘" in page.select("ol.hits > li")[0].text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("田头席", "2022年4月"),  # a bare name that no list has
        ("田头席首次亮相年月", "2022年4月"),
        ("头盔换新活动打哪个月搞起来的", "2023年3月"),
        ("红袖驿站 几时落成", "2021年4月"),
    ],
)
def test_a_quoted_name_tells_since_when_however_that_is_asked(
    reports: FlaskClient, typed: str, told: str
) -> None:
    page = soup(reports, f"/search?q={typed}")
    assert told in one(page, ".card").text
    assert not page.select("details.scattered"), "what has the name is not folded away"


def test_a_name_beside_words_that_its_paragraph_has_is_a_plain_query(reports: FlaskClient) -> None:
    assert not soup(reports, "/search?q=田头席 调处").select(".card")


def test_a_beginning_that_was_printed_wrong_is_told_as_it_is_right(reports: FlaskClient) -> None:
    for name, told in (("窑灯中队", "2023年4月"), ("河灯岗", "2018年")):  # 是2019年 is of a trial
        (first,) = soup(reports, f"/search?q={name}是哪一年成立的").select(".card .first")
        assert one(first, "b").text == told


@pytest.mark.parametrize(
    ("name", "told", "printed"),
    [
        ("七星台", "2020年7月", "7月"),
        ("竹笛队", "2019年9月", "三年前的9月"),
        ("楼道电台", "2021年11月", "去年11月"),
        ("三源同查", "2018年9月", "9月"),
        ("护苗岗", "2019年秋季开学第一天", "秋季开学第一天"),
        ("一窗清", "2017年6月1日", "6月1日"),
        ("静心间", "2022年11月", "去年11月"),
        ("茶青驿", "2017年4月", "去年4月"),
        ("马背驿站", "2016年6月", "上年6月"),
        ("五老茶桌", "2020年4月", "去年4月"),
        ("崖灯队", "2014年冬月", "去年冬月"),
        ("鹭学队", "2017年秋季开学", "前年秋季开学"),
        ("报平安", "2023年入冬", "前年入冬"),
        ("听浪台", "2017年9月", "去年9月"),
        ("百烛巷", "2014年5月", "5月"),
        ("早安铃声", "2019年11月", "11月"),
        ("吊臂下的灯", "2018年4月", "4月"),
        ("夜归人凳", "2018年十月", "十月"),
        ("竹筒信", "2015年4月", "4月"),
        ("石榴门岗", "2020年9月", "9月"),
        ("旧账清", "2020年3月", "3月"),
        ("一键移车", "", ""),  # 去年 is of what it answers to
        ("零号盒", "2015年9月", "9月"),  # whatever years its object is of
        ("云哨", "", ""),  # its pay began
        ("石哨", "", ""),
        ("松哨", "", ""),  # another's beginning
        ("百日清", "", ""),  # what is kept up since then is something else
        ("平安己安", "", ""),
        ("警民夜", "", ""),  # held, and perhaps not for the first time
        ("雨伞岗", "", ""),  # the year named before it may be its own
        ("松针站", "", ""),  # a span of months is no beginning
    ],
)
def test_a_short_date_has_the_year_of_its_report(
    reports: FlaskClient, name: str, told: str, printed: str
) -> None:
    card = one(soup(reports, f"/search?q={name}是哪年成立的"), ".card")
    if told:
        assert told in one(card, ".first").text and f"原文作“{printed}”" in card.text
    else:
        assert "始于" not in card.text


@pytest.mark.parametrize("asked", ["2019年楼道电台", "戊州2020年楼道电台覆盖多少栋楼"])
def test_a_name_that_is_asked_of_a_year_before_it_began_says_so(
    reports: FlaskClient, asked: str
) -> None:
    assert "2021年11月" in one(soup(reports, f"/search?q={asked}"), ".card .first").text


def test_who_asks_what_a_name_is_sees_its_beginning_beside_its_figures(
    reports: FlaskClient,
) -> None:
    page = soup(reports, "/search?q=蓝马甲是个啥队伍")
    assert any("2019年6月" in card.text for card in page.select(".card"))


def test_a_name_may_begin_with_a_digit_and_the_date_of_a_case_is_none(
    reports: FlaskClient,
) -> None:
    assert "2021年4月" in one(soup(reports, "/search?q=0号窗口 啥情况"), ".card").text
    assert not soup(reports, "/search?q=11·02案怎么样了").select(".card")


def test_a_beginning_told_by_a_feast_and_the_unit_that_began_come_first(
    reports: FlaskClient,
) -> None:
    assert "始于 2019年春节后" in one(soup(reports, "/search?q=灯下和哪年开始"), ".first").text
    card = one(soup(reports, "/search?q=三源同查最早哪年"), ".card")
    assert "部署实施" in one(card, "blockquote").text and "吸收进" not in card.text


@pytest.mark.parametrize(
    ("name", "begun"),
    [
        ("逆行停", "2022年8月"),
        ("雪夜站", "2015年冬"),
        ("湖荡船哨", "2016年汛期"),
        ("东西不丢", "二〇一七年春运"),
        ("铁骡灯", "2020年入冬"),
    ],
)
def test_a_beginning_before_the_first_report_is_told(
    reports: FlaskClient, name: str, begun: str
) -> None:
    assert f"始于 {begun}" in one(soup(reports, f"/search?q={name}哪年开始"), ".first").text


def test_below_a_heading_that_is_the_name_its_first_sentence_tells_the_beginning(
    client_of: Callable[..., FlaskClient],
) -> None:
    told = ("6月起，群众到任何窗口报事，一张条子跟到底。", "3月，办证提速，群众满意。")
    lines = [
        {"id": f"h{n}#1", "text": text, "year": 2017, "heading": f"贰 “条子{n}号办”"}
        | {"document": f"h{n}", "source": "庚水县公安局"}
        for n, text in enumerate(told)
    ]
    client = client_of(lines)
    assert "始于 2017年6月" in one(soup(client, "/search?q=条子0号办哪年开始"), ".first").text
    assert "始于" not in one(soup(client, "/search?q=条子1号办哪年开始"), ".card").text


@pytest.mark.parametrize(
    ("name", "begun"),
    [
        ("摇船劝和", "2013年4月"),
        ("浪头电话", "2022年7月"),
        ("池边听事", "2016年8月"),
        ("老渡夜航", ""),
    ],
)
def test_a_beginning_is_told_by_an_age_by_a_newspaper_and_over_a_long_sentence(
    client_of: Callable[..., FlaskClient], name: str, begun: str
) -> None:
    court, hill = "庚水县公安局", "辛山市公安局"
    told = "8月，青山派出所民警跟着下夜班的矿工进澡堂，一池热水里把欠薪、赌博、打架的事说开了，"
    texts = [
        (court, 2014, "坚持两年的“摇船劝和”渐成气候。2013年4月，派出所把调解室搬上乌篷船。"),
        ("庚水日报", 2023, "8月3日下午，水上派出所的浪头电话，这个夏天已响过三十一次。"),
        (court, 2023, "2022年7月起的“浪头电话”已经走过两个汛期。"),
        (hill, 2016, f"{told}市局由此在11座矿推开“池边听事”。"),
        (hill, 2019, "坚持两年的“老渡夜航”渐成气候。2009年4月，渡口换了新船。"),
    ]
    client = client_of(texts, "source year text", id="{source}{year}#{n}")
    first = one(soup(client, f"/search?q={name}哪年开始"), ".card .first").text
    assert f"始于 {begun}" in first if begun else "始于" not in first


def test_a_bare_name_tells_its_beginning_first(
    client_of: Callable[..., FlaskClient],
) -> None:
    court = "庚水县公安局"
    texts = [
        (court, 2018, "2018年6月市局成立“寒衣专班”，专啃命案积案。"),
        (court, 2020, "安全感94.1%，寒衣专班再破4起，累计15起。"),
        (court, 2021, "接警2.1万起，寒衣专班再破5起，累计32起。"),
        ("庚水省公安厅", 2022, "寒衣专班列第四项。"),  # shorter, and of another office
    ]
    page = soup(client_of(texts, "source year text", id="{year}#{n}"), "/search?q=寒衣专班")
    told = [card.text for card in page.select(".card")]
    assert "始于 2018年6月" in told[0]
    assert "2018年6月" in one(page, "ol.hits li.hit").text


def test_the_time_that_its_sentence_gives_stands_beside_the_first_year(
    reports: FlaskClient,
) -> None:
    told = one(soup(reports, "/search?q=红丝带哪年开始"), ".card .first").text
    assert "2020 年" in told and "那一句里写的时间：2020年9月" in told
    assert "那一句里" not in soup(reports, "/search?q=竹筒信哪年开始").text


@pytest.mark.parametrize(
    "question",
    [
        "丙川什么时候开始搞蓝马甲",
        "蓝马甲守护队哪一年建的",
        "蓝马甲头一支建在几几年",
        "丙川县哪年起有蓝马甲的",
        "丙川蓝马甲什么时候开始",
    ],
)
def test_what_is_left_of_a_question_without_what_asks_is_the_name(
    reports: FlaskClient, question: str
) -> None:
    page = soup(reports, f"/search?q={question}")
    assert "2019年6月" in one(page, ".card .first").text
    assert "本库没有" not in one(page, ".count").text


def test_a_name_that_the_unit_asked_never_prints_is_told_of_no_other_as_its_own(
    reports: FlaskClient,
) -> None:
    page = soup(reports, "/search?q=甲山什么时候开始搞蓝马甲")
    assert "没有写到" in one(page, ".count").text


def test_a_bare_name_leads_with_the_report_that_says_since_when(
    client_of: Callable[..., FlaskClient],
) -> None:
    """And not with the newspaper whose title has its words."""
    rows = [
        ("甲山日报", 2023, "“塔吊灯”下过年", "“塔吊灯”民警摊开账本，“塔吊灯”亮到天明。"),
        ("甲山市公安局", 2018, "工作数说", "6间——4月起搭在板房里的“塔吊灯”，调处纠纷483件。"),
    ]
    client = client_of(rows, "source year title text")
    assert "4月起搭" in one(soup(client, "/search?q=塔吊灯"), "ol.hits li.hit").text


def test_what_a_name_is_with_is_left_off_where_most_texts_do(reports: FlaskClient) -> None:
    told = one(soup(reports, "/search?q=塘哨制什么时候开始的"), ".card .first").text
    assert "“塘哨”" in told and "6月" in told


@pytest.mark.parametrize("typed", ["回响回访", "回响回访是什么", "huixianghuifang"])
def test_a_name_beside_its_figures_tells_since_when(reports: FlaskClient, typed: str) -> None:
    page = soup(reports, f"/search?q={typed}")
    assert "2020年1月" in one(page, ".card .first").text
    assert "1月，市局成立" in one(page, "ol.hits li.hit").text


def test_what_is_measured_of_a_name_is_no_name(reports: FlaskClient) -> None:
    assert not soup(reports, "/search?q=回响回访满意率").select(".card .first")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("麦哨", "始于 2019年3月"),  # two characters that reports print so
        ("“麦哨”是什么", "始于 2019年3月"),
        ("“帆影”机制", "始于 2018年6月"),
        ("桥灯", "始于 2021年1月"),
        ("夜话台", "始于 2017年6月"),
        ("云岸", ""),  # went on from then
        ("麦浪灯介绍", "始于 2017年6月"),
        ("麦浪灯 出处", "始于 2017年6月"),
        ("麦浪灯第一年", "始于 2017年6月"),
        ("麦浪灯", "始于 2017年6月"),  # its verb is not beside the date
        ("帆灯", "始于 2018年10月"),
        ("穗灯", "始于 2018年春天"),
        ("穗灯哪年在申谷启动", "里，“穗灯”始于 2019年8月"),
        ("申谷的穗灯哪年开始", "里，“穗灯”始于 2019年8月"),
        ("辛原哪年引入堤灯", "里，“堤灯”始于 2020年10月"),
        ("堤灯", "最早见于 2020 年"),  # taken over from others, says the only one that tells
        ("电诈", None),
        ("河警", None),  # once in quotation marks
    ],
)
def test_a_name_of_two_characters_and_a_subject_behind_a_date_tell_a_beginning(
    client_of: Callable[..., FlaskClient], typed: str, told: str | None
) -> None:
    texts = [
        ("辛原市公安局", 2019, "2019年3月，反诈预警平台“麦哨”正式启动，“河警”叫好。电诈立案8起。"),
        ("辛原市公安局", 2020, "“麦哨”推送预警3万条，河警上门劝阻。电诈立案7起。"),
        ("辛原市公安局", 2018, "6月，“帆影”水上巡防机制建立。河警救起9人。"),
        ("辛原市公安局", 2019, "“帆影”机制扩至9艘艇，进入第二年。"),
        ("辛原日报", 2021, "这根柱子是今年初建的“桥灯”，共有50根。"),
        ("辛原市公安局", 2021, "2021年1月，“桥灯”港区未成年人夜间守护工程启动。"),
        ("辛原市公安局", 2018, "2017年6月起，“夜话台”每晚在候工棚举行半小时。"),
        ("辛原市公安局", 2019, "5月起，“云岸”升级为平台。"),
        ("辛原市公安局", 2020, "“云岸”有2处。“夜话台”办了30场。"),
        ("申谷市公安局", 2018, "“麦浪灯”2017年6月起步，到年底有80盏。“麦浪灯”启用后发案少三成。"),
        ("申谷市公安局", 2018, "10月，与海事部门联建的“帆灯”开通，一个号码受理。"),
        ("申谷市公安局", 2019, "“帆灯”有9盏。8月，“穗灯”在我市落地，最受欢迎。"),
        ("辛原市公安局", 2021, "“穗灯”从2018年春天做到今天。“穗灯”有300盏。"),
        ("辛原市公安局", 2020, "从寅山引入“堤灯”，10月起在两个街道试点，“堤灯”有12盏。"),
    ]
    page = soup(client_of(texts, "source year text"), f"/search?q={typed}")
    first = page.select_one(".card .first")
    if told is None:
        assert first is None
    else:
        assert first is not None and told in first.text and (told or "始于" not in first.text)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("夜灯岗什么时候结束", "2019年12月31日"),
        ("辛原2021年夜灯岗查了多少人", "2019年12月31日"),  # asked of a year behind its end
        ("夜灯岗哪年启动的 哪年收官", "2019年12月31日"),
        ("辛原的夜灯岗哪年收官", "2019年12月31日"),
        ("哪年取消了路口员", "2021年6月"),
        ("清湾行动 结束", "2023年7月"),
        ("海闸哪年停用", "2020年2月"),
        ("海闸几时启用几时停用", "2020年2月"),
        ("网格灯什么时候取消", ""),  # another was taken into it; it took papers and posts off
        ("哨船还有吗 哪年撤销", ""),
    ],
)
def test_a_question_for_the_end_is_never_answered_by_the_beginning(
    client_of: Callable[..., FlaskClient], typed: str, told: str
) -> None:
    texts = [
        ("辛原市公安局", 2016, "5月，推出“夜灯岗”。3月，“路口员”起步。“海闸”启用。"),
        ("辛原市公安局", 2019, "“夜灯岗”于2019年12月31日收官，其力量并入2020年启用的快警勤务。"),
        ("辛原市公安局", 2021, "“路口员”6月底整体并入综治网格，比2017年少三成。"),
        ("辛原市公安局", 2023, "“清湾”行动七年查扣船舶2300艘，7月起转为常态勤务，不再单列。"),
        ("辛原市公安局", 2020, "登陆暂停，“海闸”自2月起停用。2月，撤销岗亭6处，“网格灯”亮了。"),
        ("辛原市公安局", 2022, "“网格灯”取消证明32项，不再跑腿。“哨船”没有取消。"),
        ("辛原市公安局", 2017, "“清湾”行动启动。“哨船”下水，“网格灯”启用。"),
    ]
    card = one(soup(client_of(texts, "source year text"), f"/search?q={typed}"), ".card")
    first = one(card, ".first").text
    assert told in first if told else "没有写到" in first and "结束" in first
    begun = "始于 2016年5月" if "启动的" in typed else ""
    assert begun in card.text and bool(begun) == ("始于" in card.text)


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ("雪鹰护林行动", "本库没有「雪鹰护林行动」"),
        ("什么是雪鹰护林行动", "本库没有「雪鹰护林行动」"),
        ("雪鹰护林哪年开始", "本库没有「雪鹰护林」"),
        ("雷达签约大队哪年成立", "本库没有「雷达签约大队」"),
        ("辛原市雷达大队哪年组建", ""),
        ("灯湾夜巡", "没有一段写出“灯湾夜巡”"),  # and what has the first of its parts for a name
        ("灯湾行动", ""),
        ("灯湾签约", ""),
    ],
)
def test_an_absent_name_made_of_known_parts_is_told_first(
    client_of: Callable[..., FlaskClient], typed: str, missing: str
) -> None:
    texts = [
        ("辛原市公安局", 2019, "5月启动“灯湾”共建，三方签约。护林员、挑夫、客栈老板都在群里。"),
        ("辛原市公安局", 2020, "“灯湾”签约12家。专项行动三次。"),
        ("辛原市公安局", 2021, "“灯湾”行动走过三年。“护林”记事：巡山三百里。"),
        ("辛原市公安局", 2021, "“夜巡”小队每晚上街。"),
        ("辛原市公安局", 2021, "组建雷达大队，夜里也巡。"),
    ]
    page = soup(client_of(texts, "source year text"), f"/search?q={typed}")
    count, card = one(page, ".count").text, page.select_one(".card .first")
    assert missing in count if missing else "本库没有" not in count, count
    assert not missing or card is None or "“灯湾”始于 2019年5月" in card.text
