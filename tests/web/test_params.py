"""Addresses and requests say the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri

from indexer.model.schema import SCHEMA
from search.errors import BadRequestError
from search.request import Filters, SearchRequest
from web.addresses import (
    addresses_with,
    encoded,
    search_address,
    with_filter,
    without_text,
    without_value,
    write_search,
)
from web.params import MAX_WITHIN, ViewOptions, read_search, read_view_options

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
values = st.lists(texts.map(str.strip).filter(bool), max_size=3, unique=True).map(tuple)
years = st.lists(
    st.sampled_from(("2021", "2020..2022", "2020..", "..2022", "0007")), max_size=2, unique=True
).map(tuple)
filters = st.builds(
    Filters,
    source=values,
    theme=values,
    initiative=values,
    region=values,
    year=years,
    genre=values,
)
requests = st.builds(
    SearchRequest,
    q=texts,
    mode=st.sampled_from(("smart", "exact")),
    field=st.sampled_from(("all", "title")),
    filters=filters,
    within=values,
    sort=st.sampled_from(("relevance", "newest", "oldest")),
    group=st.sampled_from(("none", "document")),
    page=st.integers(1, 10**9),
    size=st.integers(1, 100),
    explain=st.booleans(),
    facet_limit=st.integers(0, 1000),
    facet_query=st.dictionaries(
        st.sampled_from(SCHEMA.facets), texts.map(str.strip).filter(bool)
    ).map(lambda asked: tuple((f, asked[f]) for f in SCHEMA.facets if f in asked)),
    min_match=st.none() | st.sampled_from((0.0, 0.15, 0.5, 1.0)),
    expand=st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(requests)
def test_what_is_written_reads_back_as_the_same_request(request: SearchRequest) -> None:
    parsed = read_search(MultiDict(write_search(request)))
    assert parsed.request == request
    assert parsed.notes == ()


@settings(max_examples=100, deadline=None)
@given(requests)
def test_an_address_is_plain_ascii_and_decodes_to_the_request(request: SearchRequest) -> None:
    from werkzeug.test import EnvironBuilder

    address = search_address(request, ViewOptions())
    assert address.isascii()
    query = address.partition("?")[2]
    args = EnvironBuilder(query_string=query).get_request().args
    assert read_search(args).request == request


@settings(max_examples=50, deadline=None)
@given(requests, st.sampled_from(("year", "genre")), texts, st.sampled_from(("", "/a b")))
def test_many_addresses_are_what_each_would_be(
    request: SearchRequest, field: str, value: str, prefix: str
) -> None:
    view_options = ViewOptions("kwic", "en", prefix)
    one = search_address(with_filter(request, field, (value,)), view_options)
    assert addresses_with(request, field, view_options)(value) == one


def test_defaults_are_left_out() -> None:
    assert search_address(SearchRequest(), ViewOptions()) == "/search"
    assert search_address(SearchRequest(q="平安"), ViewOptions(prefix="/s"), ".csv") == (
        "/s/search.csv?q=%E5%B9%B3%E5%AE%89"
    )
    assert search_address(SearchRequest(q="a"), ViewOptions("kwic", "en")).endswith(
        "q=a&view=kwic&lang=en"
    )


@pytest.mark.parametrize(
    "name,value",
    [
        ("page", "abc"),
        ("page", "0"),
        ("page", "-1"),
        ("page", "1.5"),
        ("page", "１"),
        ("page", "9" * 5000),
        ("size", "0"),
        ("size", "101"),
        ("size", "many"),
        ("mode", "fuzzy"),
        ("sort", "best"),
        ("field", "body"),
        ("group", "source"),
        ("year", "twenty"),
        ("year", "2022..2020"),
        ("year", ".."),
        ("year", "2020...2022"),
        ("year", "２０２１"),
        ("explain", "maybe"),
        ("facet_limit", "-3"),
        ("facet_query.source", "局" * 201),
        ("min_match", "1.5"),
        ("min_match", "1e400"),
        ("year", "7"),
        ("min_match", "nan"),
    ],
)
def test_a_value_without_meaning_is_an_error_that_names_it(name: str, value: str) -> None:
    with pytest.raises(BadRequestError) as caught:
        read_search(MultiDict([(name, value)]))
    assert caught.value.code == "bad_parameter"
    assert caught.value.name == name


def test_unknown_and_repeated_names_are_noted() -> None:
    parsed = read_search(MultiDict([("q", "a"), ("q", "b"), ("colour", "red")]))
    assert parsed.request.q == "a"
    assert len(parsed.notes) == 2
    assert any("colour" in note for note in parsed.notes)


def test_blank_form_fields_count_as_absent() -> None:
    pairs = [("page", ""), ("source", " "), ("year", ""), ("sort", ""), ("year_from", "")]
    assert read_search(MultiDict(pairs)).request == SearchRequest()


@pytest.mark.parametrize(
    "low,high,year",
    [
        ("2020", "2022", "2020..2022"),
        ("2020", "", "2020.."),
        ("", "2022", "..2022"),
        ("2021", "2021", "2021"),
        ("2020", "2010", "2010..2020"),
        ("二〇二三", "", "2023.."),
        ("二零二三年", "２０２０", "2020..2023"),
    ],
)
def test_the_two_year_boxes_make_one_range(low: str, high: str, year: str) -> None:
    args = MultiDict([("year_from", low), ("year_to", high)])
    assert read_search(args).request.filters.of("year") == (year,)


def test_searching_within_results_leaves_the_query_as_it_is() -> None:
    given = ["", " 网格 ", "巡逻", "网格"]
    args = MultiDict([("q", "平安 公安"), *(("within", text) for text in given)])
    request = read_search(args).request
    assert (request.q, request.within) == ("平安 公安", ("网格", "巡逻"))
    assert read_search(args).notes == ()


@pytest.mark.parametrize("texts", [[str(n) for n in range(MAX_WITHIN + 1)], ["长" * 2001]])
def test_too_many_texts_to_search_within_are_refused(texts: list[str]) -> None:
    with pytest.raises(BadRequestError) as refused:
        read_search(MultiDict([("within", text) for text in texts]))
    assert refused.value.name == "within"


def test_a_text_searched_within_is_taken_off_alone() -> None:
    request = SearchRequest(q="平安", within=("甲", "乙"), page=3)
    assert without_text(request, "甲") == SearchRequest(q="平安", within=("乙",))


def test_taking_a_value_off_keeps_the_others_and_goes_to_page_one() -> None:
    request = SearchRequest(filters=Filters(source=("甲", "乙"), theme=("丙",)), page=4)
    changed = without_value(request, "source", "甲")
    assert changed.filters == Filters(source=("乙",), theme=("丙",))
    assert changed.page == 1


def test_view_options_never_fail() -> None:
    assert read_view_options(MultiDict([("view", "?"), ("lang", "fr")])) == ViewOptions()
    assert read_view_options(MultiDict([("view", "kwic"), ("lang", "en")])) == ViewOptions(
        "kwic", "en"
    )


@pytest.mark.parametrize("name", ["a/b#c?d", "中 文", "100%", "“平安前哨”", "a+b&c=d"])
def test_names_in_paths_are_percent_encoded_utf8(name: str) -> None:
    from urllib.parse import unquote

    assert unquote(encoded(name)) == name
    assert iri_to_uri(encoded(name)) == encoded(name)
    assert not set(encoded(name)) & set("#? &")
