"""Every engine gives the reference's matches, classes, totals and facet counts, whatever is asked.

Corpora are random texts over few characters; queries are drawn by hypothesis.
"""

from __future__ import annotations

import re

import pytest
from entries import NANTONG, random_entries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference_engine import CLASS_ORDER, ReferenceEngine

from indexer.model.schema import SCHEMA
from indexer.text.normalizer import normalize
from search.engines.base import Page
from search.query.regular_expression import read_expression
from search.query.tree import (
    And,
    Everything,
    Expression,
    FacetMatch,
    Literal,
    Near,
    Not,
    Or,
    Part,
    Ranked,
    Wildcard,
    YearRange,
)
from search.request import Filters

_CHARS = st.sampled_from([c for c in map(normalize, "平安前哨网格圈域a12.%-、。𠮷") if c])
_WORDS = st.lists(_CHARS, min_size=1, max_size=4).map("".join)
_FORMS = st.lists(_WORDS, min_size=1, max_size=2, unique=True).map(tuple)
_LITERALS = st.builds(Literal, _FORMS, st.sampled_from(["text", "text", "text", "title"]))
_TEXTS = st.builds(Literal, _FORMS)
_PIECES = st.lists(_CHARS, min_size=1, max_size=2).map("".join)
_WILDCARDS = st.builds(
    Wildcard,
    st.builds(
        lambda pieces, signs: "".join(a + b for a, b in zip(pieces, [*signs, ""], strict=False)),
        st.lists(_PIECES, min_size=2, max_size=3),
        st.lists(st.sampled_from(["?", "*", "??"]), min_size=2, max_size=2),
    ),
)
_ATOMS = st.one_of(
    _CHARS, st.sampled_from([".", "[平前1]", "[^安哨]", "^", "$", r"\d", "(网|格圈)"])
)
_REPEATED = st.tuples(_ATOMS, st.sampled_from(["", "", "", "?", "*", "+", "{2}"]))


def _expression(parts: list[tuple[str, str]]) -> Expression:
    read = read_expression("".join(atom + sign * (atom not in "^$") for atom, sign in parts))
    return Expression(read.pattern, read.needs)


_EXPRESSIONS = (
    st.lists(_REPEATED, min_size=1, max_size=5)
    .map(_expression)
    .filter(lambda node: not re.search(node.pattern, ""))
)
_NEARS = st.builds(Near, _TEXTS, _TEXTS, st.one_of(st.none(), st.integers(0, 8)))
_REGIONS = ["甲省", "/".join(NANTONG), "江苏省", "海安市", "南通市"]
_VALUES = {
    "source": ["甲局", "乙局", "丙局"],
    "theme": ["反诈", "治安", "综述"],
    "initiative": ["前哨", "三圈", "四网", "没有"],
    "region": _REGIONS,
    "genre": ["年鉴"],
}
_FACETS = st.sampled_from(sorted(_VALUES)).flatmap(
    lambda name: st.builds(
        FacetMatch,
        st.just(name),
        st.lists(st.sampled_from(_VALUES[name]), min_size=1, max_size=2, unique=True).map(tuple),
    )
)
_ENDS = st.one_of(st.none(), st.integers(2017, 2022))
_LEAVES = st.one_of(
    _LITERALS, _TEXTS, _WILDCARDS, _EXPRESSIONS, _NEARS, _FACETS, st.builds(YearRange, _ENDS, _ENDS)
)
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=6,
)
_NAMED = st.lists(
    st.one_of(
        _FACETS,
        st.builds(YearRange, _ENDS, _ENDS),
        st.builds(Literal, _FORMS, st.just("title")),
    ),
    max_size=2,
).map(tuple)
_RANKED = st.builds(
    Ranked,
    _FORMS,
    st.lists(st.builds(Part, _FORMS, _NAMED), min_size=1, max_size=4).map(tuple),
    st.one_of(st.none(), st.sampled_from([0.0, 0.15, 0.3, 0.5, 0.8, 1.0])),
    st.booleans(),
    st.booleans(),
)
_QUERIES = st.one_of(_RANKED, _TREES, st.just(Everything()))
_WITHIN = st.lists(_TREES, max_size=2)
_YEARS = ["2018", "2019..2020", "2020..", "..2019"]


def _chosen(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


_FILTERS = st.one_of(
    st.just(Filters()),
    st.builds(Filters, **{name: _chosen(v) for name, v in {**_VALUES, "year": _YEARS}.items()}),
)
_PAGES = st.builds(
    Page,
    st.integers(0, 12),
    st.integers(0, 30),
    st.sampled_from(["relevance", "newest", "oldest"]),
    st.sampled_from(["none", "document"]),
)


@pytest.fixture(scope="module", params=[1, 2, 3])
def pair(request, engine_factory):
    entries = random_entries(request.param)
    return engine_factory(entries), ReferenceEngine(entries)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=_QUERIES, filters=_FILTERS, page=_PAGES, within=_WITHIN)
def test_matches_classes_totals_and_facets_are_the_references(pair, query, filters, page, within):
    engine, reference = pair
    whole = Page(limit=1000, sort=page.sort, group=page.group)
    found = engine.search(query, filters, SCHEMA.facets, whole, within)
    expected = reference.search(query, filters, SCHEMA.facets, whole, within)
    assert found.counts == expected.counts
    assert found.total_documents == expected.total_documents
    for field in SCHEMA.facets:
        counts = {value: n for value, n in found.facet_counts[field].items() if n}
        assert counts == expected.facet_counts[field], field
    if page.group == "none":
        assert {(h.id, h.match) for h in found.hits} == {(h.id, h.match) for h in expected.hits}
    if page.sort != "relevance":
        assert [h.id for h in found.hits] == [h.id for h in expected.hits]
        assert [h.in_document for h in found.hits] == [h.in_document for h in expected.hits]
    else:
        places = [(CLASS_ORDER[h.match], -h.score) for h in found.hits]
        assert places == sorted(places)
        scores = [h.score for h in found.hits]
        assert scores == sorted(scores, reverse=True)
        ties = [(-h.score, h.id) for h in found.hits]
        assert ties == sorted(ties)
        slugs = {h.id.rpartition("#")[0]: h.in_document for h in expected.hits}
        assert {h.id.rpartition("#")[0]: h.in_document for h in found.hits} == slugs
    part = engine.search(query, filters, (), page, within)
    assert part.hits == found.hits[page.offset : page.offset + page.limit]
    assert part.counts == found.counts


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=_QUERIES, filters=_FILTERS, within=st.lists(_TREES, min_size=1, max_size=2))
def test_searching_within_a_result_keeps_classes_and_order(pair, query, filters, within):
    engine, reference = pair
    whole = Page(limit=1000, sort="oldest")
    before = engine.search(query, filters, (), whole)
    kept = set.intersection(*(set(reference.classes(narrower)) for narrower in within))
    after = engine.search(query, filters, (), whole, within)
    assert [(h.id, h.match) for h in after.hits] == [
        (h.id, h.match) for h in before.hits if h.id in kept
    ]
    assert after.lists_some == before.lists_some


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=_QUERIES)
def test_counting_is_searching_without_filters(pair, query):
    engine, reference = pair
    assert engine.count(query) == reference.count(query)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=_QUERIES, field=st.sampled_from(SCHEMA.facets))
def test_documents_are_counted_once_for_each_value(pair, query, field):
    engine, reference = pair
    counted = {value: n for value, n in engine.count_documents(query, field).items() if n}
    assert counted == reference.count_documents(query, field)


@pytest.mark.parametrize("field", SCHEMA.facets)
def test_values_of_two_facets_are_counted_together(pair, field):
    engine, reference = pair
    for by in SCHEMA.facets:
        assert engine.count_pairs(field, by) == reference.count_pairs(field, by), by
