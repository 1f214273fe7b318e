"""search/README.md tells every operator, parameter, field, address and error, and no others."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.model.schema import SCHEMA
from indexer.settings import SearchSettings
from search.engines import bm25, ranking
from search.engines.embedded import classes
from search.errors import SearchError
from search.query.parser import parse_query
from search.request import SearchRequest
from search.response import response_body
from search.results import (
    Expansion,
    FacetValue,
    Hit,
    Interpretation,
    MatchCounts,
    ScorePart,
    SearchResult,
    StoredParagraph,
    Suggestion,
)
from web.errors import STATUS

README = (Path(__file__).parents[2] / "search" / "README.md").read_text("utf-8")
CODE = set(re.findall(r"`([^`\n]+)`", README))


def section(title: str) -> str:
    found = re.search(rf"^(##+) {title}\n(.*?)(?=^\1 |\Z)", README, re.DOTALL | re.MULTILINE)
    assert found, title
    return found[2]


# -- the query language ---------------------------------------------------------------------------


def table_of_queries() -> list[str]:
    lines = section("Query language").splitlines()
    cells = [line.split("|")[1] for line in lines if line.startswith("| `")]
    return [query for cell in cells for query in re.findall(r"`([^`]+)`", cell)]


SYNTAX = re.compile(r" (AND|OR|NOT|与|或|非) | -\S|\w:\S|\*|\?| ~[5句] |^/")


@pytest.mark.parametrize("query", table_of_queries())
def test_every_example_query_means_what_it_says(query: str) -> None:
    parsed = parse_query(query, SearchSettings())
    assert (parsed.tree is not None) == bool(SYNTAX.search(query))


@pytest.mark.parametrize("query", ["1+N", "蓝剑-2024", "政务+公安"])
def test_what_is_called_plain_text_is(query: str) -> None:
    assert query in CODE and parse_query(query, SearchSettings()).tree is None


@pytest.mark.parametrize(
    ("english", "chinese"), [(f.name, f.label) for f in SCHEMA.fields if f.asked]
)
def test_every_query_field_is_told_in_both_languages(english: str, chinese: str) -> None:
    told = table_of_queries()
    assert any(query.startswith(f"{english}:") for query in told)
    assert any(query.startswith(f"{chinese}:") for query in told)


@pytest.mark.parametrize("operator", ["AND", "OR", "NOT", "与", "或", "非", "~5", "~句"])
def test_every_operator_is_told_and_is_one(operator: str) -> None:
    examples = [query for query in table_of_queries() if f" {operator} " in query]
    assert examples
    for example in examples:
        assert parse_query(example, SearchSettings()).tree is not None, example


# -- parameters and fields ------------------------------------------------------------------------


def test_the_table_of_parameters_is_the_request() -> None:
    rows = [line.split(" | ") for line in section("Parameters").splitlines() if "| `" in line]
    told = {name for row in rows for name in re.findall(r"`(\w+)", row[0])}
    fields = {field.name for field in dataclasses.fields(SearchRequest)}
    assert told == fields - {"filters", "to_depth", "max_chars"} | set(SCHEMA.filters)


def full_result() -> SearchResult:
    """A result in which every list has an entry, so that every field shows."""
    paragraph = StoredParagraph(
        "a",
        "题",
        "源",
        ("省",),
        "2021",
        2021,
        "类",
        id="a#1",
        ordinal=1,
        heading="节",
        themes=("主",),
        initiatives=("举",),
        text="文",
    )
    hit = Hit(paragraph, 1.0, "phrase", ((0, 1),), (), (ScorePart("词", 1.0),), 1)
    suggestion = Suggestion("乙", "typo", 1)
    query = Interpretation(
        "甲",
        "smart",
        "甲",
        (Expansion("甲", ("乙",), "synonym"),),
        (suggestion,),
        ("注",),
    )
    facets = {"region": (FacetValue("省", 1, False),)}
    return SearchResult(query, MatchCounts(1, 0, 0), 1, 1, 1, 10, 0.1, "gen", (hit,), facets)


def field_names(body: object) -> Iterator[str]:
    if isinstance(body, dict):
        for name, value in body.items():
            yield str(name)
            yield from field_names(value)
    elif isinstance(body, list):
        for value in body:
            yield from field_names(value)


@pytest.mark.parametrize("name", sorted(set(field_names(response_body(full_result())))))
def test_every_field_of_the_answer_is_told(name: str) -> None:
    assert name in CODE


# -- errors and ranking --------------------------------------------------------------------------


def test_every_error_is_told_with_its_status() -> None:
    lines = [line for line in section("Errors").splitlines() if line.startswith("| `")]
    told = {
        code: int(line.split(" | ")[1])
        for line in lines
        for code in re.findall(r"`(\w+)`", line.split(" | ")[0])
    }
    assert told == STATUS
    module = importlib.import_module("search.errors")
    ours = [value for _, value in inspect.getmembers(module, inspect.isclass)]
    assert {e.code for e in ours if issubclass(e, SearchError) and e is not SearchError} <= CODE


def test_the_numbers_of_the_ranking_are_those_in_force() -> None:
    assert f"BM25 (k1 {bm25.K1}, b {bm25.B})" in section("Ranking")
    row = re.search(r"^\| `min_match` \|.*\| ([\d.]+) \|", README, re.MULTILINE)
    assert row and float(row[1]) == classes.MIN_MATCH
    assert ranking.ENOUGH_WITHOUT_SOME == 10 and "fewer than ten hits" in section("Ranking")
