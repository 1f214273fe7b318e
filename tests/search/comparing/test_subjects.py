"""Which figures are of a subject, and which measures of two units are the same."""

from __future__ import annotations

import re

import pytest

from indexer.figures import extract
from indexer.taxonomy.taxonomy import SynonymGroup
from search.comparing.measures import against
from search.comparing.subjects import aspects_of, is_heading_of, own_figures
from search.figures.families import Families
from search.figures.results import FigureRow
from search.results import StoredParagraph

_WORDS = re.compile("电信网络诈骗|电诈|反诈")


def own_values(text: str) -> list[str]:
    marks = [found.span() for found in _WORDS.finditer(text)]
    return [row.value_text for row in own_figures(text, extract(text).rows, marks)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("破获刑事案件1000余起，电诈案件发案数同比下降16.2%。", ["16.2%"]),
        ("电诈案件发案数同比下降16.2%，破案数、抓获数上升9%、4%。", ["16.2%", "9%", "4%"]),
        ("破获电信网络诈骗案件80起，抓获犯罪嫌疑人120名。", ["80起", "120名"]),
        ("破获电信网络诈骗案件80起，侦办涉黑案件2起。", ["80起"]),
        ("破获电信网络诈骗案件80起。抓获犯罪嫌疑人120名。", ["80起"]),
        ("电诈立案62件，降5%。破案39件，抓获7人。走访8户。", ["62件", "5%", "39件", "7人"]),
        ("侦办电诈案件503起，损失396万元。破获其中98起。", ["503起", "396万元", "98起"]),
        ("刑事案件立案500起，电诈立案62件。破案39件。", ["62件"]),
        ("受理电诈案件62件，降5%。", ["62件", "5%"]),
        ("电诈立案62件。破案390件。", ["62件"]),
        ("电诈立案62件。社区民警破案39件。", ["62件"]),
        ("电诈发案下降8%、入室盗窃发案下降6%。", ["8%"]),
        ("打击电信网络诈骗取得战果，破获刑事案件1000余起。", []),
        ("电诈破案率100%，道路交通事故数、亡人数下降1.5%、28%。", ["100%"]),
        ("电诈立案5起，升8%；破案3起；损失9万元；走访群众8户。", ["5起", "8%", "3起", "9万元"]),
        ("反诈。立案958起；破603起。抓821人，走访群众8户。", ["958起", "603起", "821人", "8户"]),
        ("反诈。立案958起，完成900起以内的目标；破603起。", ["958起", "900起以内", "603起"]),
        ("打击电诈、盗窃犯罪。立案958起。", []),
        ("反诈攻坚。损失9万元。盗窃立案401起，破案288起。", ["9万元"]),
        ("", []),
    ],
)
def test_a_figure_is_of_the_subject_that_its_words_name(text: str, wanted: list[str]) -> None:
    assert own_values(text) == wanted


def test_units_that_word_one_measure_differently_share_a_row() -> None:
    families = Families([SynonymGroup(("电信网络诈骗", "电诈"))])
    texts = {
        "甲局": "电诈案件发案数下降3%，破案数同比上升9%。",
        "乙局": "打击治理电信网络诈骗犯罪破案数同比上升57%。",
        "丙局": "破获电诈案件7起。",
    }
    held = {unit: _rows(text, families) for unit, text in texts.items()}
    words = [families.key("电诈")]
    found = {(a.kind, a.unit, frozenset(a.cells)) for a in aspects_of(held, words)}
    assert ("change", "%", frozenset({"甲局", "乙局"})) in found
    assert ("count", "起", frozenset({"丙局"})) in found  # another kind: a row of its own


def test_what_was_done_and_what_came_of_it_share_rows_but_no_opposites_do() -> None:
    families = Families([SynonymGroup(("电信网络诈骗", "电诈"))])
    texts = {
        "甲局": "立电诈案29起，破10起，抓获犯罪嫌疑人14人，电诈损失106万元，挽损5万元。",
        "乙局": "电信网络诈骗发案36件，破获8件，抓12名，群众财产损失193万元，打处7人。",
    }
    held = {unit: _rows(text, families) for unit, text in texts.items()}
    words = [families.key("电诈")]
    rows = [
        [[row.figure.value_text for row in a.cells.get(unit, ())] for unit in texts]
        for a in aspects_of(held, words)
    ]
    assert rows == [
        [["29起"], ["36件"]],
        [["10起"], ["8件"]],
        [["14人"], ["12名"]],
        [[], ["7人"]],
        [["106万元"], ["193万元"]],
        [["5万元"], []],
    ]
    near = {a.name: a.near for a in aspects_of(held, words) if a.near}
    assert near == {"抓获": ("电诈打处",), "打处": ("电诈抓获",)}


def test_a_row_whose_bases_differ_says_so() -> None:
    families = Families([])
    texts = {"甲局": "电诈发案同比下降3%。", "乙局": "电诈发案比2019年下降30%。"}
    held = {unit: _rows(text, families) for unit, text in texts.items()}
    (aspect,) = aspects_of(held, ["电诈"])
    assert len(aspect.bases) == 2


def test_a_change_over_the_year_before_has_one_base_however_it_is_called() -> None:
    families = Families([])
    texts = {"甲局": "全年电诈发案同比下降3%。", "乙局": "电诈发案较上年下降5%。"}
    held = {unit: _rows(text, families) for unit, text in texts.items()}
    (aspect,) = aspects_of(held, ["电诈"])
    assert len(aspect.cells) == 2 and aspect.bases == ()


def test_years_without_an_unsolved_murder_share_a_row_however_it_is_said() -> None:
    families = Families([])
    texts = {"甲局": "命案连续31年全破。", "乙局": "8起现发命案全破，破案率连续12年100%。"}
    held = {
        unit: [row for row in _all_rows(text, families) if row.figure.kind == "streak"]
        for unit, text in texts.items()
    }
    (aspect,) = aspects_of(held, ["命案"])
    assert {unit: rows[0].figure.value for unit, rows in aspect.cells.items()} == {
        "甲局": "31",
        "乙局": "12",
    }


def test_a_figure_of_one_case_is_no_figure_of_the_year() -> None:
    families = Families([])
    texts = {
        "甲局": "侦办境外某电诈集团案件，捣毁该集团内团伙17个、抓获犯罪嫌疑人140余名。",
        "乙局": "全年破获电诈案件80起，抓获犯罪嫌疑人920名。",
    }
    held = {unit: _all_rows(text, families) for unit, text in texts.items()}
    aspect = next(a for a in aspects_of(held, ["电诈"]) if a.unit == "名")
    assert aspect.bases == ("", "一起案件")


def test_the_units_own_place_parts_no_row_and_another_one_does() -> None:
    families = Families([])
    held = {}
    for unit, text in (
        ("甲市公安局", "甲市电诈立案3起。"),
        ("乙市公安局", "电诈立案5起；甲市电诈立案7起。"),
    ):
        paragraph = StoredParagraph(slug="a", id="a#1", ordinal=1, text=text, source=unit)
        figures = extract(text, year=2023).rows
        held[unit] = [FigureRow(row, paragraph, families.key(row.measured)) for row in figures]
    found = {frozenset(a.cells): a.count for a in aspects_of(held, ["电诈"])}
    assert found == {frozenset({"甲市公安局", "乙市公安局"}): 2, frozenset({"乙市公安局"}): 1}


def test_a_rise_over_the_year_before_is_one_however_that_year_is_printed() -> None:
    families = Families([])
    told = ("1977年产量比一九七六年增长4%", "1978年产量比上年增长6%", "1980年产量比1978年增长9%")
    rows = [row for text in told for row in _all_rows(text, families)]
    assert [against(row) for row in rows] == ["比上年", "比上年", "比基期 1978年"]


def _all_rows(text: str, families: Families) -> list[FigureRow]:
    paragraph = StoredParagraph(slug="a", id="a#1", ordinal=1, text=text)
    return [
        FigureRow(row, paragraph, families.key(row.indicator))
        for row in extract(text, year=2023).rows
    ]


def _rows(text: str, families: Families) -> list[FigureRow]:
    marks = [found.span() for found in _WORDS.finditer(text)]
    paragraph = StoredParagraph(slug="a", id="a#1", ordinal=1, text=text)
    return [
        FigureRow(row, paragraph, families.key(row.indicator))
        for row in own_figures(text, extract(text, year=2023).rows, marks)
    ]


def test_what_several_units_say_heads_a_row_before_what_one_says_every_year() -> None:
    families = Families([SynonymGroup(("电信网络诈骗", "电诈"))])
    texts = {
        "甲局": "电诈案损287万元。电诈案损310万元。电诈案损279万元。",
        "乙局": "电信网络诈骗损失142万元。",
        "丙局": "电信网络诈骗损失121万元。",
    }
    held = {unit: _rows(text, families) for unit, text in texts.items()}
    (aspect,) = aspects_of(held, [families.key("电诈")])
    assert aspect.wordings == ("电信网络诈骗损失", "电诈案损")


def test_a_row_has_a_plain_name_in_the_order_of_reports() -> None:
    families = Families([SynonymGroup(("电信网络诈骗", "电诈"))])
    texts = {
        "甲局": "电诈挽损5万元，破案10起，立电诈案29起，较上年降9%，组建反诈队3支。",
        "乙局": "电信网络诈骗破案8起，电信网络诈骗发案36件，较上年降7%，电诈追赃挽损6万元。",
    }
    held = {unit: _rows(text, families) for unit, text in texts.items()}
    found = [(a.title, a.kind) for a in aspects_of(held, [families.key("电诈")])]
    assert found == [
        ("电诈立案", "count"),
        ("电诈破案", "count"),
        ("电诈挽损", "amount"),
        ("电诈立案", "change"),
        ("组建反诈队", "count"),
    ]


def test_no_row_is_named_after_another_subject() -> None:
    families = Families([])
    texts = {"甲局": "命案破案3起。毒品破案9起。", "乙局": "命案破案4起。逮捕7人。"}
    held = {
        unit: [
            FigureRow(row, StoredParagraph(slug="a", id=f"{unit}#1", ordinal=1, text=text), name)
            for row in extract(text, year=2023).rows
            for name in [families.key(row.measured)]
        ]
        for unit, text in texts.items()
    }
    titles = {a.title for a in aspects_of(held, ["命案", "毒品"])}
    assert titles == {"命案破案", "毒品破案", "逮捕"}


def test_a_verb_in_front_and_other_words_of_the_subject_leave_the_plain_name() -> None:
    families = Families([])
    text = "立电诈案29起，打处7人。移交涉诈线索52条，劝返境外涉诈人员14人。"
    texts = {"甲局": text, "乙局": text}
    held = {
        unit: [
            FigureRow(row, StoredParagraph(slug="a", id=f"{unit}#1", ordinal=1, text=text), name)
            for row in extract(text, year=2023).rows
            for name in [families.key(row.measured)]
        ]
        for unit, text in texts.items()
    }
    titles = [a.title for a in aspects_of(held, ["电诈", "涉诈"])]
    assert titles[:2] == ["电诈立案", "电诈打处"]


def test_a_heading_above_says_what_bare_figures_are_of() -> None:
    text = "发案466起，破案358起，损失2115万元。新建岗亭9个。破案31起。"
    rows = extract(text, year=2023).rows
    assert own_figures(text, rows, ()) == ()
    told = [row.value_text for row in own_figures(text, rows, (), is_under=True)]
    assert told == ["466起", "358起", "2115万元", "31起"]
    assert is_heading_of("二、电诈", [(2, 4)]) and not is_heading_of("二、电诈", [])
    assert not is_heading_of("二、电诈与命案", [(2, 4)]) and not is_heading_of(None, [])
