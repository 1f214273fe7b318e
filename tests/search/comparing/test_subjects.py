"""Which figures are of a subject, and which measures of two units are the same."""

from __future__ import annotations

import re

import pytest

from indexer.figures import extract
from indexer.taxonomy.taxonomy import SynonymGroup
from search.comparing.measures import against
from search.comparing.subjects import (
    Aspect,
    aspects_of,
    is_heading_of,
    own_figures,
    own_things,
)
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
        ("电诈立案62件，降5%。破案率由6%提高到19%。", ["62件", "5%", "6%", "19%"]),
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
    found = {(a.kind, a.unit, frozenset(a.cells)) for a in _aspects(texts, families)}
    assert ("change", "%", frozenset({"甲局", "乙局"})) in found
    assert ("count", "起", frozenset({"丙局"})) in found  # another kind: a row of its own


def test_what_was_done_and_what_came_of_it_share_rows_but_no_opposites_do() -> None:
    families = Families([SynonymGroup(("电信网络诈骗", "电诈"))])
    texts = {
        "甲局": "立电诈案29起，破10起，抓获犯罪嫌疑人14人，电诈损失106万元，挽损5万元。",
        "乙局": "电信网络诈骗发案36件，破获8件，抓12名，群众财产损失193万元，打处7人。",
    }
    rows = [
        (a.thing, *(row.figure.value_text for unit in texts for row in a.cells.get(unit, ())))
        for a in _aspects(texts, families)
    ]
    assert rows == [
        ("立案", "29起", "36件"),
        ("破案", "10起", "8件"),
        ("抓获", "14人", "12名"),
        ("损失", "106万元", "193万元"),
        ("打处", "7人"),
        ("挽损", "5万元"),
    ]


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


def _aspects(texts: dict[str, str], families: Families) -> tuple[Aspect, ...]:
    rows = []
    for unit, text in texts.items():
        marks = [found.span() for found in _WORDS.finditer(text)]
        paragraph = StoredParagraph(slug=unit, id=f"{unit}#1", ordinal=1, text=text, source=unit)
        for figure in own_figures(text, extract(text, year=2023).rows, marks):
            rows.append(FigureRow(figure, paragraph, families.key(figure.indicator)))
    return aspects_of(own_things(rows, [families.key("电诈")]), "source")


def test_a_heading_above_says_what_bare_figures_are_of() -> None:
    text = "发案466起，破案358起，损失2115万元。新建岗亭9个。破案31起。"
    rows = extract(text, year=2023).rows
    assert own_figures(text, rows, ()) == ()
    told = [row.value_text for row in own_figures(text, rows, (), is_under=True)]
    assert told == ["466起", "358起", "2115万元", "31起"]
    assert is_heading_of("二、电诈", [(2, 4)]) and not is_heading_of("二、电诈", [])
    assert not is_heading_of("二、电诈与命案", [(2, 4)]) and not is_heading_of(None, [])
