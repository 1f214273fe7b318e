"""What a heading, a question and the figure before say of a figure that does not say it itself."""

import pytest

from indexer.figures import extract
from indexer.model.figures import Figure


def rows(text: str, heading: str | None = None) -> tuple[Figure, ...]:
    return extract(text, year=2023, published=2024, heading=heading).rows


def told(text: str, heading: str | None = None) -> list[tuple[str, str | None, str | None]]:
    return [(row.measured, row.value, row.period) for row in rows(text, heading)]


@pytest.mark.parametrize(
    ("heading", "text", "measured"),
    [
        ("诈骗警情", "2023年2115起，2022年2630起。", "诈骗警情"),
        ("三、诈骗警情", "2023年2115起，2022年2630起。", "诈骗警情"),
        ("（二）电信网络诈骗立案", "2023年2115起，2022年2630起。", "电信网络诈骗立案"),
        ("2．火灾事故", "2023年2115起，2022年2630起。", "火灾事故"),
    ],
)
def test_a_heading_says_what_figures_without_a_name_are(
    heading: str, text: str, measured: str
) -> None:
    assert told(text, heading) == [(measured, "2115", "2023"), (measured, "2630", "2022")]


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("反诈工作", "全年1284起。"),
        ("诈骗警情", "全年320人。"),
        ("诈骗警情与处置", "全年1284起。"),
        ("见面劝阻率", "全年1284起。"),
    ],
)
def test_a_heading_that_counts_otherwise_names_nothing(heading: str, text: str) -> None:
    assert not rows(text, heading)


@pytest.mark.parametrize(
    ("question", "measured"),
    [
        ("2023年电诈发案情况怎样？", "电诈发案"),
        ("2023年电诈发案是多少？", "电诈发案"),
        ("2023年电诈发案数降了吗？", "电诈发案数"),
    ],
)
def test_a_question_says_what_its_answer_counts_and_whoever_speaks_does_not(
    question: str, measured: str
) -> None:
    for speaker in ("王局长", "答", "支队长李明"):
        found = told(f"记者：{question}{speaker}：2023年1203起，同比下降24.8%。")
        assert found == [(measured, "1203", "2023"), (measured, "24.8", "2023")]


def test_what_somebody_says_in_a_sentence_is_told_and_a_slogan_is_not() -> None:
    assert told("“反诈这一块，全年立案1203起。”王局长说。") == [("立案", "1203", "2023")]
    assert not rows("落实“走遍1203户人家”要求。")


def test_what_stands_in_bold_in_front_is_a_heading() -> None:
    assert told("**打击犯罪** 2023年立刑事案件1118起。") == [("立刑事案件", "1118", "2023")]
    assert told("**鲁汀洲：** 2023年立了256起电诈案。")[0][1:] == ("256", "2023")
    assert told("**诈骗警情** 2023年2115起。") == [("诈骗警情", "2115", "2023")]


@pytest.mark.parametrize("verb", ["少了", "缩水", "少掉"])
def test_by_how_much_less_is_no_level(verb: str) -> None:
    (row,) = rows(f"群众损失{verb}2100万元。")
    assert (row.indicator, row.kind, row.direction) == ("群众损失", "change", "down")


@pytest.mark.parametrize(
    "said",
    [
        "建议为反诈中心增配坐席3个",
        "希望市局再增加坐席3个",
        "急需补充坐席3个",
        "还需增设坐席3个",
        "恳请新增坐席3个",
    ],
)
def test_what_is_only_suggested_is_not_there(said: str) -> None:
    assert [row.modality for row in rows(f"{said}。")] == ["target"]


@pytest.mark.parametrize("done", ["已增设坐席3个", "新增坐席3个"])
def test_what_was_done_is_there(done: str) -> None:
    assert [row.modality for row in rows(f"全年{done}。")] == ["actual"]


@pytest.mark.parametrize(
    "aside",
    [
        "经核定，2022年电诈立案数由3219起更正为3291起",
        "2022年电诈立案数有误，应为3291起",
        "2012年至2022年，连续8年命案全破",
        "2015年至2022年连年保持命案全破",
    ],
)
def test_a_year_that_is_corrected_or_lasted_dates_no_later_sentence(aside: str) -> None:
    found = told(f"全年立案2688起。{aside}。紧急止付2360万元，见面劝阻率96.2%。")
    assert found[-2:] == [("紧急止付", "23600000", "2023"), ("见面劝阻率", "96.2", "2023")]


def test_a_change_behind_two_years_is_of_the_later_one() -> None:
    for text in (
        "见面劝阻率96.4%，2022年为91.2%，提高5.2个百分点。",
        "立案1203起，2022年为1600起，减少397起。",
        "电诈占31.2%（2022年为50.7%，下降19.5个百分点）。",
    ):
        assert [row.period for row in rows(text)] == ["2023", "2022", "2023"], text


def test_the_year_before_is_the_same_however_often_it_is_said() -> None:
    found = told("立案1203起（上年1600起），破案703起（上年642起）。")
    assert [period for _, _, period in found] == ["2023", "2022", "2023", "2022"]


def test_cases_of_a_deed_are_told_in_full() -> None:
    for kind in ("盗窃牲畜案件", "诈骗老年人案件", "盗窃电动车案件"):
        assert [name for name, *_ in told(f"{kind}立案32起，破案28起。")][1] == f"{kind}破案"
    assert told("电信网络诈骗案件立案32起，破案28起。")[1][0] == "电信网络诈骗破案"


def test_parts_of_a_year_behind_the_whole_are_of_the_same() -> None:
    text = "接报有效警情46.02万起，同比增长4.7%。其中，上半年21.75万起，下半年24.27万起。"
    assert told(text)[2:] == [
        ("接报有效警情", "217500", "2023-01/2023-06"),
        ("接报有效警情", "242700", "2023-07/2023-12"),
    ]


def test_a_right_number_is_named_without_what_says_that_it_is_right() -> None:
    (row,) = rows("经核，立案数降幅亦应改为14.6%。")
    assert (row.indicator, row.kind, row.direction) == ("立案数降幅", "change", "down")
    assert not rows("更正：去年总结中电诈立案“同比下降12.4%”有误，应为14.6%。")
