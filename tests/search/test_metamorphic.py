"""What must hold between the answers to related questions, whatever the library holds."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.text.normalizer import normalize
from search.request import Filters, SearchRequest
from search.results import Hit, SearchResult
from search.searcher import Searcher

_EXAMPLES = 60
_HAN = re.compile("[一-龥]+")
_ALL = 100  # more than the bundled library has hits for a piece of its text, mostly


@pytest.fixture(scope="module")
def searcher(bundled_library: Searcher) -> Searcher:
    return bundled_library


@pytest.fixture(scope="module")
def texts(searcher: Searcher) -> list[str]:
    found = all_hits(searcher, SearchRequest())
    return [hit.paragraph.text for hit in found]


def all_hits(searcher: Searcher, request: SearchRequest) -> list[Hit]:
    """Every hit, page by page."""
    found: list[Hit] = []
    page = 1
    while True:
        result = ask(searcher, request, page=page, size=_ALL)
        found += result.hits
        if len(found) >= result.total:
            return found
        page += 1


def ask(searcher: Searcher, request: SearchRequest, **changes: object) -> SearchResult:
    return searcher.search(replace(request, **changes))  # type: ignore[arg-type]


def ids(searcher: Searcher, query: str, **options: object) -> set[str]:
    found = all_hits(searcher, SearchRequest(q=query, **options))  # type: ignore[arg-type]
    return {hit.paragraph.id for hit in found}


def piece(texts: list[str], data: st.DataObject, most: int = 6) -> str:
    """A run of Han characters of some paragraph: text that is no operator of the query language."""
    run = data.draw(st.sampled_from(_HAN.findall("，".join(texts))))
    start = data.draw(st.integers(0, len(run) - 1))
    return str(run[start : start + data.draw(st.integers(1, most))])


@given(data=st.data())
@settings(max_examples=_EXAMPLES)
def test_and_narrows_or_widens_not_divides(
    searcher: Searcher, texts: list[str], data: st.DataObject
) -> None:
    a, b = (f'"{piece(texts, data)}"' for _ in range(2))
    of_a, of_b = ids(searcher, a), ids(searcher, b)
    assert ids(searcher, f"{a} AND {b}") == of_a & of_b
    assert ids(searcher, f"{a} OR {b}") == of_a | of_b
    assert ids(searcher, f"{a} NOT {b}") == of_a - of_b


@given(data=st.data(), sort=st.sampled_from(["relevance", "newest", "oldest"]))
@settings(max_examples=_EXAMPLES)
def test_pages_laid_end_to_end_are_one_list(
    searcher: Searcher, texts: list[str], data: st.DataObject, sort: str
) -> None:
    size = data.draw(st.integers(1, 20))
    request = SearchRequest(q=piece(texts, data, 3), sort=sort, size=size)  # type: ignore[arg-type]
    pages = [ask(searcher, request, page=page).hits for page in (1, 2, 3)]
    laid = [hit for page in pages for hit in page]
    assert laid == list(ask(searcher, request, size=3 * size).hits)
    assert len({hit.paragraph.id for hit in laid}) == len(laid)
    if sort == "relevance":
        assert [hit.score for hit in laid] == sorted((h.score for h in laid), reverse=True)


@given(data=st.data(), mode=st.sampled_from(["smart", "exact"]))
@settings(max_examples=_EXAMPLES)
def test_width_and_style_of_quotes_change_nothing(
    searcher: Searcher, texts: list[str], data: st.DataObject, mode: str
) -> None:
    inner = piece(texts, data) + data.draw(st.sampled_from(["", "12", "100%", "ABC"]))
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in inner)
    styles = [f"“{inner}”", f'"{inner}"', f"「{inner}」", f"“{wide}”", f'"{wide}"']
    answers = {tuple(sorted(ids(searcher, style, mode=mode))) for style in styles}
    assert len(answers) == 1


def marked_strings(hit: Hit) -> list[str]:
    """What is marked in the text and in the headings that belong to it."""
    places = [(hit.paragraph.text, hit.marks)]
    places += zip(hit.paragraph.headings, hit.heading_marks, strict=True)
    return [text[start:end] for text, marks in places for start, end in marks]


@given(data=st.data(), mode=st.sampled_from(["smart", "exact"]))
@settings(max_examples=_EXAMPLES)
def test_every_hit_contains_what_is_marked_in_it(
    searcher: Searcher, texts: list[str], data: st.DataObject, mode: str
) -> None:
    query = piece(texts, data)
    result = searcher.search(SearchRequest(q=query, mode=mode, size=50))  # type: ignore[arg-type]
    assert result.total >= 1
    for hit in result.hits:
        marked = marked_strings(hit)
        assert marked and all(marked)
        if hit.match == "phrase" and not result.query.expansions:
            assert all(normalize(query) in normalize(mark) for mark in marked)


@given(data=st.data())
@settings(max_examples=_EXAMPLES)
def test_a_longer_string_is_found_in_no_more_paragraphs(
    searcher: Searcher, texts: list[str], data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 10)))
    whole = ids(searcher, text[start:end], mode="exact")
    for part in (text[start : end - 1], text[start + 1 : end]):
        if normalize(part):
            assert whole <= ids(searcher, part, mode="exact")


@given(data=st.data(), year=st.integers(2018, 2024))
@settings(max_examples=_EXAMPLES)
def test_a_filter_only_leaves_out(
    searcher: Searcher, texts: list[str], data: st.DataObject, year: int
) -> None:
    query = piece(texts, data)
    whole_request = SearchRequest(q=query, mode="exact")
    whole = searcher.search(whole_request)
    only = Filters(year=(str(year),))
    counted = {row.value: row.count for row in whole.facets["year"]}
    assert ask(searcher, whole_request, filters=only).total == counted.get(str(year), 0)


@pytest.mark.parametrize(
    "query,within",
    [
        ("平安", ("网格",)),
        ("平安 社区", ("巡逻 防控",)),
        ("平安", ("来源:南通",)),
        ("哪些举措保护老年人", ("反诈",)),
        ("公安", ("社区", "NOT 网格")),
        ("", ("无人机",)),
    ],
)
def test_searching_within_a_result_is_the_same_list_without_the_others(
    searcher: Searcher, query: str, within: tuple[str, ...]
) -> None:
    """In both modes; a text keeps what it finds by itself as one run or with all its parts."""
    for mode, entities in (("smart", False), ("exact", True)):
        before = all_hits(
            searcher, SearchRequest(q=query, mode=mode, sort="oldest", entities=entities)
        )
        kept = [
            {h.paragraph.id for h in found if h.match in ("phrase", "all")}
            for text in within
            for found in [all_hits(searcher, SearchRequest(q=text, mode=mode, entities=entities))]
        ]
        request = SearchRequest(q=query, mode=mode, sort="oldest", within=within, entities=entities)
        after = all_hits(searcher, request)
        assert [(h.paragraph.id, h.match) for h in after] == [
            (h.paragraph.id, h.match)
            for h in before
            if all(h.paragraph.id in found for found in kept)
        ]
        listed = searcher.listing(replace(request, size=10_000))
        assert [h.paragraph.id for h in listed.hits] == [h.paragraph.id for h in after]


@pytest.mark.parametrize(
    "query,within,filters",
    [
        ("巡逻", "南通", {"region": ("南通市",)}),
        ("巡逻", "南通市公安局", {"source": ("南通市公安局",)}),
        ("社区", "2022年", {"year": ("2022",)}),
        ("案件", "反诈", {"theme": ("反诈",)}),
        ("平安", "年度综述", {"genre": ("年度综述",)}),
    ],
)
def test_a_name_narrows_a_result_by_what_is_known_of_its_paragraphs(
    searcher: Searcher, query: str, within: str, filters: dict[str, tuple[str, ...]]
) -> None:
    """As the main query does: 巡逻 南通. What prints the name stays, too, and quotes undo it."""

    def found(**changes: Any) -> set[str]:
        hits = all_hits(searcher, SearchRequest(q=query, min_match=1.0, **changes))
        return {hit.paragraph.id for hit in hits}

    known, printed = found(filters=Filters(**filters)), found(within=(f'"{within}"',))
    assert known - printed
    assert found(within=(within,)) == known | printed
    [reading] = searcher.search(SearchRequest(q=query, within=(within,))).query.within
    assert next(iter(filters)) in {entity.field for entity in reading.entities}
    assert found(within=(within,), entities=False) == printed


def test_names_alone_narrow_a_result(searcher: Searcher) -> None:
    both = ask(searcher, SearchRequest(q="巡逻", within=("南通 2021年",)))
    filters = Filters(region=("南通市",), year=("2021",))
    assert 0 < ask(searcher, SearchRequest(q="巡逻"), filters=filters).total <= both.total


def test_what_was_searched_within_a_result_is_marked_and_told(searcher: Searcher) -> None:
    result = ask(searcher, SearchRequest(q="平安", within=("社区",)))
    marked = {hit.paragraph.text[start:end] for hit in result.hits for start, end in hit.marks} | {
        hit.paragraph.heading for hit in result.hits
    }
    assert {"平安", "社区"} <= marked
    assert [(w.text, w.normalized) for w in result.query.within] == [("社区", "社区")]
    assert ask(searcher, SearchRequest(q="平安")).query.within == ()
