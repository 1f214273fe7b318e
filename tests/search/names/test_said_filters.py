"""Conditions that a reader says in words narrow a search, and are told."""

from __future__ import annotations

import pytest

from search.request import SearchRequest

ROWS = [
    {"source": unit, "title": f"{unit}{year}年{kind}", "year": year, "genre": genre, "text": text}
    for unit, year, kind, genre, text in (
        ("砚州市公安局", 2018, "工作总结", "年度总结", "河湾驿站设在渡口，民警每周值守。"),
        ("砚州市公安局", 2021, "工作总结", "年度总结", "河湾驿站增至九处，不要钱修船。"),
        ("桑园县公安局", 2020, "工作总结", "年度总结", "学来的河湾驿站开在集市。"),
        ("桑园县公安局", 2022, "见闻", "新闻报道", "记者在河湾驿站坐了一天。"),
    )
]


@pytest.fixture(scope="module")
def library(library_of):
    return library_of(ROWS)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("河湾驿站 不要砚州", {2020, 2022}),
        ("除了砚州市公安局，河湾驿站", {2020, 2022}),
        ("河湾驿站 桑园以外", {2018, 2021}),
        ("河湾驿站 不包括2021年", {2018, 2020, 2022}),
        ("河湾驿站 2020年以后", {2020, 2021, 2022}),
        ("河湾驿站 2021年之前", {2018, 2020}),
        ("河湾驿站 2020年以后 不要桑园", {2021}),
        ("河湾驿站 2020年以后 不含2021年", {2020, 2022}),
        ("河湾驿站 只看报纸", {2022}),
        ("河湾驿站 只看年度总结", {2018, 2020, 2021}),
        ("河湾驿站 2017年以前", set()),
    ],
)
def test_what_is_said_as_a_condition_narrows(library, asked, found):
    result = library.search(SearchRequest(asked))
    assert {hit.paragraph.year for hit in result.hits} == found
    assert any("读作条件" in note for note in result.query.notes)


@pytest.mark.parametrize(
    "asked", ["河湾驿站 不要钱", "2020年以后", "不要砚州", '"河湾驿站 不要砚州"']
)
def test_what_is_printed_or_stands_alone_is_text(library, asked):
    result = library.search(SearchRequest(asked))
    assert not any("读作条件" in note for note in result.query.notes)
