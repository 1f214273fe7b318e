"""A report that tells its year as a story: what leads to a figure is no part of its name."""

from __future__ import annotations

import pytest

from indexer.figures import extract


def rows(text: str) -> list[str]:
    found = extract(text, year=2023, published=2024).rows
    return [f"{row.measured} {row.value_text} {row.modality}" for row in found]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("这一年接警28.4万起，比上年少1.1万起。", ["接警 28.4万起 actual", "接警 1.1万起 actual"]),
        ("令人欣慰的是，命案发7起破7起。", ["命案发案 7起 actual", "命案破案 7起 actual"]),
        ("让人揪心的是交通死亡又升至88人。", ["交通死亡 88人 actual"]),
        ("唯独返还1840万元，少于往年。", ["返还 1840万元 actual"]),
        ("好在盗窃立案降到4120起。", ["盗窃立案 4120起 actual"]),
        ("冒头的网络诈骗虽只立案96起。", ["冒头的网络诈骗立案 96起 actual"]),
        ("群众安全感首度登上98%。", ["群众安全感 98% actual"]),
        ("接警逆势冲到31万起。", ["接警 31万起 actual"]),
        ("“门前灯”全年巡逻1200次。", ["“门前灯”巡逻 1200次 actual"]),
        ("值守人员也由当初的9人增至120人。", ["值守人员 9人 actual", "值守人员 120人 actual"]),
        ("巡夜队拟扩充至60支。", ["巡夜队 60支 target"]),
        (
            "撤掉客流稀少的18个站点，保留站点93个。",
            ["撤掉客流稀少的站点 18个 actual", "保留站点 93个 actual"],
        ),
        ("命案12起12破。", ["命案 12起 actual"]),
        ("命案九起、破九起。", ["命案 九起 actual", "命案破案 九起 actual"]),
    ],
)
def test_openings_and_adverbs_are_no_part_of_a_name(text: str, read: list[str]) -> None:
    assert rows(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("班子没有松懈，全年接警34.7万起。", ["接警 34.7万起 actual"]),
        ("说到反诈，立案2986起。", ["立案 2986起 actual"]),
        ("把邻里纠纷摆到台面，全年调处912件。", ["调处邻里纠纷 912件 actual"]),
        ("发电设备，去年只生产80台。", ["生产发电设备 80台 actual"]),
        # what came back is no money of the cases
        ("电诈破案166起，第一次把钱还到群众手里，虽说只有218万元。", ["电诈破案 166起 actual"]),
    ],
)
def test_a_sentence_in_front_is_no_object_of_the_verb(text: str, read: list[str]) -> None:
    assert rows(text) == read


def test_a_number_may_stand_before_its_name() -> None:
    text = "172起——电诈立案数，由184起下降6.5%。1439件——“塔吊下的警务室”调处纠纷数。"
    assert rows(text) == [
        "电诈立案数 172起 actual",
        "电诈立案数 184起 actual",
        "电诈立案数 6.5% actual",
        "“塔吊下的警务室”调处纠纷数 1439件 actual",
    ]
    found = extract(text, year=2023).rows
    assert found[0].quote == "172起——电诈立案数" and found[3].quote.endswith("调处纠纷数")


def test_an_aim_that_was_set_at_the_beginning_of_the_year_is_of_it() -> None:
    (row,) = extract("年初曾把返还目标定在1500万元。", year=2023, published=2024).rows
    assert (row.indicator, row.modality, row.period) == ("返还目标", "target", "2023")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("交通死亡29人，满意度97.2%。", ["交通死亡 29人 actual", "满意度 97.2% actual"]),
        ("令人欣慰的是命案，发9起破8起。", ["命案发案 9起 actual", "命案破案 8起 actual"]),
    ],
)
def test_a_bare_measure_is_only_of_what_it_can_be_of(text: str, read: list[str]) -> None:
    assert rows(text) == read


def test_what_was_founded_in_another_year_is_counted_in_the_year_told_of() -> None:
    text = "1.前年秋季开学组建的“河灯队”扩至全市。2.现有队员230人。"
    assert [row.period for row in extract(text, year=2023, published=2024).rows] == ["2023"]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("其中1998年粮站杀人案的逃犯落网，抓获1人。电诈立案1694起。", ["1998", "2017"]),
        ("命案发14起，全破，上年也是全破。电诈立案1126起。", ["2017", "2017"]),
        ("命案发6起，加上2016年已连续两年。电诈立案1620起。", ["2017", "2016", "2017"]),
        ("这一年水枯，8月水位最低。接警4012起。", ["2017"]),
        ("命案7起，全破；上一年9起，也是全破。", ["2017", "2016"]),
        ("2015年5月开展的山路整治进入第二年，治理险段212处。事故死亡88人。", ["2017", "2017"]),
        ("12月31日，盘点：命案2起；路上死亡19人。", ["2017", "2017"]),
        ("12月31日，抓获嫌疑人3名。", ["2017-12-31"]),
        ("电诈1416起，前一年1685起；大坝提前一年建成，安置310户。", ["2017", "2016", "2017"]),
        ("2014年洪水、2015年暴雪，路上没有断过人。毒品案件63起。", ["2017"]),
        ("2016年，全市命案发8起。电诈立案1620起；破案300起。", ["2016", "2016", "2016"]),
    ],
)
def test_only_a_time_that_opens_a_sentence_dates_the_next(text: str, periods: list[str]) -> None:
    assert [row.period for row in extract(text, year=2017, published=2018).rows] == periods
