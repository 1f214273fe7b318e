"""Which figures are of a subject, and which measures of two units are the same."""

from __future__ import annotations

import re

import pytest

from indexer.figures import extract
from indexer.taxonomy.taxonomy import SynonymGroup
from search.comparing.subjects import aspects_of, own_figures
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
        ("电诈发案下降8%、入室盗窃发案下降6%。", ["8%"]),
        ("打击电信网络诈骗取得战果，破获刑事案件1000余起。", []),
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


def test_a_row_whose_bases_differ_says_so() -> None:
    families = Families([])
    texts = {"甲局": "电诈发案同比下降3%。", "乙局": "电诈发案比2019年下降30%。"}
    held = {unit: _rows(text, families) for unit, text in texts.items()}
    (aspect,) = aspects_of(held, ["电诈"])
    assert len(aspect.bases) == 2


def _rows(text: str, families: Families) -> list[FigureRow]:
    marks = [found.span() for found in _WORDS.finditer(text)]
    paragraph = StoredParagraph(slug="a", id="a#1", ordinal=1, text=text)
    return [
        FigureRow(row, paragraph, families.key(row.indicator))
        for row in own_figures(text, extract(text, year=2023).rows, marks)
    ]
