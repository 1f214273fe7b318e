"""Marks are where the words stand, in code points of the printed text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.normalizer import normalize
from search.highlighter import Marker
from search.query.tree import (
    And,
    Everything,
    FacetMatch,
    Literal,
    Near,
    Not,
    Or,
    Part,
    Query,
    Ranked,
    RawLiteral,
    Wildcard,
    YearRange,
)


def _marked(query: Query, text: str) -> list[str]:
    return [text[start:end] for start, end in Marker(query).marks([text])[0]]


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        (Literal(("平安",)), "😀平安、平 安", ["平安", "平 安"]),
        (Literal(("aa",)), "ＡaA", ["ＡaA"]),  # overlapping places join
        (Literal(("刑事", "案件")), "刑事案件", ["刑事案件"]),  # touching ones too
        (Literal(("平", "平安前哨")), "平安前哨与平", ["平安前哨", "平"]),
        (Literal(("平安",), "title"), "平安", []),
        (RawLiteral("“”"), "空的“”引号", ["“”"]),
        (Wildcard("破*率"), "破了案子的率，破率", ["破了案子的率", "破率"]),
        (Wildcard("第?段"), "第1段第12段", ["第1段"]),
        (Wildcard("*平"), "不平", ["平"]),
        (Near(Literal(("甲",)), Literal(("乙",)), 3), "甲与乙", ["甲", "乙"]),
        (And((Literal(("甲",)), Not(Literal(("乙",))))), "甲乙", ["甲"]),
        (Or((Literal(("甲",)), FacetMatch("source", ("乙",)))), "甲乙", ["甲"]),
        (
            Ranked(("平安 前哨",), (Part(("平安",)), Part(("前哨", "岗"))), 0.0),
            "岗在平安",
            ["岗", "平安"],
        ),
        (
            Ranked(("句",), (Part(("1.3",)), Part(("12",)), Part(("点",))), is_cut=True),
            "点1.35分、1.3万、112起、12.5%、12点",
            ["点", "1.3", "12点"],
        ),
        (Literal(("021",)), "2021年", ["021"]),  # what was typed is found, and so it is marked
        (Everything(), "平安", []),
        (YearRange(2020, None), "2020", []),
        (Literal(("",)), "平安", []),
        (Literal((normalize(".*"),)), "a.*b", [".*"]),
    ],
)
def test_what_was_found_is_marked_and_nothing_else(
    query: Query, text: str, marked: list[str]
) -> None:
    assert _marked(query, text) == marked


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        (Literal(("平安",), "title"), ((1, 3),)),
        (Literal(("前哨",)), ((3, 5),)),  # found in texts, so shown in titles too
        (And((Literal(("平安",), "title"), Literal(("前哨",)))), ((1, 3),)),
    ],
)
def test_titles_are_marked_by_what_was_sought_in_titles(
    query: Query, marks: tuple[tuple[int, int], ...]
) -> None:
    assert Marker(query).title_marks(["“平安前哨”"]) == [marks]


_PRINTED = st.text("平安前哨平安Ａa“” \n😀𠮷%％½", max_size=20)


@given(_PRINTED, st.text("平安前哨a𠮷½", min_size=1, max_size=3))
def test_marks_cover_every_place_and_are_apart(text: str, word: str) -> None:
    form = normalize(word)
    (marks,) = Marker(Literal((form,))).marks([text])
    pieces = [normalize(text[start:end]) for start, end in marks]
    assert all(form in piece for piece in pieces)
    assert (form in normalize(text)) == bool(marks)
    edges = [edge for mark in marks for edge in mark]
    assert edges == sorted(set(edges))
    outside = text
    for start, end in reversed(marks):
        outside = outside[:start] + "\0" + outside[end:]
    assert form not in normalize(outside.replace("\0", "|"))
