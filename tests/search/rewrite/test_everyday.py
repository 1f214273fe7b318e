"""Everyday words find what reports call otherwise, where nothing has the words as typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from search.request import SearchRequest
from search.searcher import Searcher

TEXTS = (
    "开设追薪专窗，为务工人员追回工资1876万元。",
    "摩托车驾驶员不戴头盔的多，集日换发头盔。",
    "为听障人员开通静音报警，自动回传位置。",
    "老人上门求助，民警送去棉衣。",
    "登门劝阻潜在受害人，老年人为多。",
)


@pytest.fixture(scope="module")
def library(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(TEXTS, "text")


@pytest.mark.parametrize(
    ("typed", "first", "origin"),
    [("工人讨回血汗钱", 0, "血汗钱"), ("骑车不戴安全帽", 1, "骑车"), ("听不见怎么求救", 2, "求救")],
)
def test_what_people_say_finds_what_reports_write_and_is_told(
    library: Searcher, typed: str, first: int, origin: str
) -> None:
    found = library.search(SearchRequest(typed))
    assert found.hits[0].paragraph.text == TEXTS[first]
    told = [e for e in found.query.expansions if e.kind == "everyday"]
    assert origin in {e.origin for e in told}
    bare = library.search(replace(SearchRequest(typed), expand=False))
    assert not bare.query.expansions and bare.total < found.total + 1


@pytest.mark.parametrize("typed", ["老人上门", "老人", "“骑车”", "追薪专窗", "追薪专窗 头盔 北京"])
def test_words_that_meet_are_left_as_they_are(library: Searcher, typed: str) -> None:
    found = library.search(SearchRequest(typed))
    assert not [e for e in found.query.expansions if e.kind == "everyday"]
