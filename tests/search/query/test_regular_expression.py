"""What a reader types between slashes becomes an expression over normal forms, or stays text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.settings import SearchSettings
from search.errors import QueryTooCostlyError
from search.query.expression_matcher import UnusableExpressionError, expression_matcher
from search.query.parser import MAX_EXPRESSIONS, parse_query
from search.query.regular_expression import read_expression
from search.query.syntax import AllOf, AnyOf, ExpressionTerm, ParsedQuery, Piece, Without


def parse(text: str) -> ParsedQuery:
    return parse_query(text, SearchSettings())


@pytest.mark.parametrize(
    ("typed", "pattern", "needs"),
    [
        ("第[一二三]次", "第[一二三]次", (("第",), ("次",))),
        (r"命案(连续)?\d+年", r"命案(?:连续)?\d+年", (("命案",), ("年",))),
        ("(甲乙|丙丁)案", "(?:甲乙|丙丁)案", (("甲乙", "丙丁"), ("案",))),
        ("公安|警方", "公安|警方", (("公安", "警方"),)),
        ("公安|", "公安|", ()),
        ("ab+c?d", "ab+c?d", (("ab",), ("d",))),
        ("(ab)*c", "(?:ab)*c", (("c",),)),
        (r"(?P<n>\d+)%", r"(?:\d+)%", (("%",),)),
        (r"\Q1+N\E", r"(?:1\+n)", (("1+n",),)),
        ("(?i)GDP", "gdp", (("gdp",),)),
        ("２０２１年（试行）", r"2021年\(试行\)", (("2021年(试行)",),)),
        ("電信 “詐騙”", "电信诈骗", (("电信诈骗",),)),
        ("[Ａ-Ｚ]{2}", "[a-z]{2}", ()),
        ("[^”]x", ".x", (("x",),)),
        (r"\d+℃", r"\d+(?:°c)", (("°c",),)),
        (r"1\/2", "1/2", (("1/2",),)),
        (r"\p{Han}\x{4e2d}[[:digit:]]", r"\p{Han}\x{4e2d}[[:digit:]]", ()),
    ],
)
def test_what_stands_for_itself_is_normalised(
    typed: str, pattern: str, needs: tuple[tuple[str, ...], ...]
) -> None:
    read = read_expression(typed)
    assert (read.pattern, read.needs) == (pattern, needs)


@pytest.mark.parametrize(
    "typed", ["[甲", "(甲", "甲)", "*甲", "(?=甲)乙", r"\1甲", "甲*", "甲{9999}"]
)
def test_what_is_no_expression_is_searched_as_text_and_told(typed: str) -> None:
    with pytest.raises(UnusableExpressionError):
        expression_matcher(read_expression(typed).pattern)
    parsed = parse(f"/{typed}/")
    assert parsed.pieces == (Piece(f"/{typed}/", quoted=True),)
    assert any(f"/{typed}/" in note for note in parsed.notes)


FIRST, SECOND = ExpressionTerm("甲+"), ExpressionTerm("乙+")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("/甲.乙/", ExpressionTerm("甲.乙")),
        ("/甲 乙/", ExpressionTerm("甲 乙")),
        ('/甲"乙/', ExpressionTerm('甲"乙')),
        ("丙 /甲.乙/", AllOf((Piece("丙"), ExpressionTerm("甲.乙")))),
        ("丙 -/甲.乙/", AllOf((Piece("丙"), Without(ExpressionTerm("甲.乙"))))),
        ("丙 NOT /甲.乙/", AllOf((Piece("丙"), Without(ExpressionTerm("甲.乙"))))),
        ("(/甲+/ OR /乙+/) 丙", AllOf((AnyOf((FIRST, SECOND)), Piece("丙")))),
        (r"/1\/2|3/", ExpressionTerm(r"1\/2|3")),
    ],
)  # fmt: skip
def test_a_term_between_slashes_stands_wherever_a_term_does(text: str, tree: object) -> None:
    parsed = parse(text)
    assert parsed.tree == tree
    assert parse(str(parsed)) == parsed


@pytest.mark.parametrize(
    "text", ["/usr/local/bin", "甲/乙/", "/ 甲 /", "甲 / 乙", "//", '"/甲+/"', "1/2 3/4"]
)
def test_other_slashes_are_text(text: str) -> None:
    assert parse(text).tree is None


def test_more_expressions_than_the_cap_are_refused() -> None:
    with pytest.raises(QueryTooCostlyError):
        parse(" ".join(["/甲+/"] * (MAX_EXPRESSIONS + 1)))


_PARTS = st.lists(
    st.sampled_from([*"甲乙丙1", ".", "[甲乙]", "[^丙]", "(甲|乙丙)", "甲?", "乙+", "^"]),
    min_size=1,
)


@given(_PARTS.map("".join), st.lists(st.text("甲乙丙1", max_size=6), min_size=1, max_size=5))
def test_places_and_lines_are_what_another_library_finds(typed: str, texts: list[str]) -> None:
    read = read_expression(typed)
    if re.search(read.pattern, ""):
        return
    matcher = expression_matcher(read.pattern)
    for text in texts:
        found = [m.span() for m in re.finditer(read.pattern, text)]
        assert matcher.places(text) == found
        assert not found or all(any(n in text for n in some) for some in read.needs)
    lines = [n for n, text in enumerate(texts) if re.search(read.pattern, text)]
    assert list(matcher.matching_lines("\n".join(texts))) == lines
