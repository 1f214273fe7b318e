"""What every engine must answer, on corpora small enough to check by eye."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from entries import HAIAN, LIBRARY, NANTONG, document, paragraph

from indexer.model.schema import SCHEMA
from indexer.text.normalizer import normalize
from search.engines.base import Engine, Matches, Page
from search.facets import facet_lists
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
    Query,
    Ranked,
    RawLiteral,
    Wildcard,
    YearRange,
)
from search.request import Filters, SearchRequest
from search.results import MatchCounts

ALL = Page(limit=1000)


@pytest.fixture(scope="module")
def engine(engine_factory) -> Iterator[Engine]:
    return engine_factory(LIBRARY)


def text(*forms: str) -> Literal:
    return Literal(tuple(normalize(form) for form in forms))


def ranked(query: str, **options) -> Ranked:
    """A plain query as the planner makes it: the pieces between spaces are the parts."""
    parts = tuple(Part((normalize(piece),)) for piece in query.split())
    return Ranked((normalize(query),), parts, **options)


def ids(
    engine: Engine, query: Query, filters: Filters | None = None, page: Page = ALL
) -> list[str]:
    return [hit.id for hit in engine.search(query, filters or Filters(), (), page).hits]


def search(engine: Engine, query: Query, **filters: tuple[str, ...]) -> Matches:
    return engine.search(query, Filters(**filters), SCHEMA.facets, ALL)


def facet(matches: Matches, field: str) -> dict[str, int]:
    return {value: n for value, n in matches.facet_counts[field].items() if n}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("平安前哨", ["haian-2022#1", "nantong-2021#1"]),  # over a line break and in quotes
        ("“平安前哨”", ["haian-2022#1", "nantong-2021#1"]),
        ("电信网络诈骗", ["nantong-2021#2"]),  # printed in traditional characters
        ("電信網絡詐騙", ["nantong-2021#2"]),
        ("率100%", ["nantong-2021#1"]),
        ("15.72%", ["nantong-2021#2"]),
        ("15.72", ["nantong-2021#2"]),
        ("1572", []),
        ("1234", []),  # the comma stays: figures in other forms are expansions
        ("1,234万", ["haian-2022#2"]),
        ("1、3、5分钟", ["nantong-2021#3"]),
        ("𠮷", ["haian-2022#3"]),
        ("𠮷祥", ["haian-2022#3"]),
        ("区😀的", ["haian-2022#3"]),
        ("蓝剑—2024", ["haian-2022#3"]),
        ("蓝剑2024", []),
        ("率", ["nantong-2021#1"]),
        ("一网通办窗口", ["shanghai-2020#2"]),
        ("推进平安前哨工程，破案率100%。", ["nantong-2021#1"]),
        ("破案率100%。平安", []),  # a phrase does not cross a paragraph
        ("安平", []),
    ],
)
def test_a_literal_is_a_normalised_substring_inside_one_paragraph(engine, query, expected):
    assert sorted(ids(engine, text(query))) == expected
    assert engine.count(text(query)) == len(expected)


def test_any_form_of_a_literal_is_enough(engine):
    assert sorted(ids(engine, text("无人机", "進博會"))) == ["haian-2022#1", "shanghai-2020#2"]


def test_an_exact_literal_is_all_phrase(engine):
    found = search(engine, text("前哨"))
    assert found.counts == MatchCounts(phrase=4)
    assert {hit.match for hit in found.hits} == {"phrase"}


def test_a_raw_literal_is_compared_with_the_printed_text(engine):
    assert ids(engine, RawLiteral("“”")) == ["bare#2"]
    assert sorted(ids(engine, RawLiteral("“"))) == ["bare#2", "nantong-2021#1"]
    assert ids(engine, RawLiteral("\n")) == ["haian-2022#1"]
    assert ids(engine, RawLiteral("」「")) == []


def test_a_title_literal_looks_at_titles_only(engine):
    assert sorted(ids(engine, Literal(("年鉴",), "title"))) == [
        "nantong-2021#1",
        "nantong-2021#2",
        "nantong-2021#3",
    ]
    assert ids(engine, Literal(("无人机",), "title")) == []


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("平安?哨", ["haian-2022#1", "nantong-2021#1"]),
        ("平安?前哨", ["nantong-2021#2"]),
        ("平安*前哨", ["haian-2022#1", "nantong-2021#1", "nantong-2021#2"]),
        ("推进*100%", ["nantong-2021#1"]),
        ("?哨站", ["shanghai-2020#1"]),
        ("?推进", []),  # nothing stands before it
        ("100%?", ["nantong-2021#1"]),
        ("率100%。?", []),
        ("𠮷?小", ["haian-2022#3"]),
        ("区?的", ["haian-2022#3"]),  # an emoji is one character
        ("区??的", []),
        ("反*站", ["shanghai-2020#1"]),
        ("无人*网络", []),
    ],
)
def test_a_wildcard_stays_inside_one_paragraph(engine, pattern, expected):
    assert sorted(ids(engine, Wildcard(pattern))) == expected
    assert engine.count(Wildcard(pattern)) == len(expected)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("平安.?前哨", ["haian-2022#1", "nantong-2021#1", "nantong-2021#2"]),
        (r"推进.*\d+%", ["nantong-2021#1"]),
        (r"率１００％", ["nantong-2021#1"]),
        ("反.{1,9}站|无人网络", ["shanghai-2020#1"]),
        ("哨$", []),
        ("小{2}", []),
    ],
)
def test_an_expression_matches_the_normal_form(engine, typed, expected):
    read = read_expression(typed)
    node = Expression(read.pattern, read.needs)
    assert sorted(ids(engine, node)) == expected
    assert engine.count(node) == len(expected)


def test_an_expression_stays_inside_one_paragraph_or_heading(engine_factory):
    engine = engine_factory(document("d", "甲", "乙", "甲丙乙"))
    assert ids(engine, Expression("甲[^丁]*乙", (("甲",), ("乙",)))) == ["d#3"]
    assert ids(engine, Expression("^乙$")) == ["d#2"]
    assert ids(engine, And((Expression("乙"), Not(Expression("丙"))))) == ["d#2"]


def test_a_star_spans_at_most_twenty_characters(engine_factory):
    engine = engine_factory(document("d", "甲" + "中" * 20 + "乙", "甲" + "中" * 21 + "乙", "甲乙"))
    assert sorted(ids(engine, Wildcard("甲*乙"))) == ["d#1", "d#3"]


def test_near_counts_the_characters_between_in_either_order(engine_factory):
    engine = engine_factory(document("d", "甲一二三乙", "乙一二三四甲", "甲一。三乙", "甲乙"))
    near = Near(text("甲"), text("乙"), 3)
    assert sorted(ids(engine, near)) == ["d#1", "d#3", "d#4"]
    assert sorted(ids(engine, Near(text("甲"), text("乙"), 4))) == ["d#1", "d#2", "d#3", "d#4"]
    assert sorted(ids(engine, Near(text("乙"), text("甲"), None))) == ["d#1", "d#2", "d#4"]
    assert engine.count(near) == 3


def test_distances_count_characters_beyond_the_basic_plane_too(engine_factory):
    engine = engine_factory(document("d", "甲😀😀乙", "甲😀一😀乙"))
    assert ids(engine, Near(text("甲"), text("乙"), 2)) == ["d#1"]
    assert sorted(ids(engine, Near(text("乙"), text("甲"), 3))) == ["d#1", "d#2"]


def test_the_empty_query_is_everything(engine):
    found = search(engine, Everything())
    assert found.counts == MatchCounts(all=len(LIBRARY))
    assert found.total_documents == 5


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (And((text("平安"), text("前哨"))), ["haian-2022#1", "nantong-2021#1", "nantong-2021#2"]),
        (And((text("平安"), Not(text("前哨")))), ["bare#1"]),
        (Or((text("无人机"), text("窗口"))), ["haian-2022#1", "shanghai-2020#2"]),
        (And((text("反诈"), YearRange(2021, None))), ["haian-2022#2"]),
        (And((text("反诈"), YearRange(None, 2020))), ["shanghai-2020#1"]),
        (
            Or((And((text("反诈"), Not(text("民警")))), Wildcard("什么*的"))),
            ["bare#1", "shanghai-2020#1"],
        ),
        (
            And((FacetMatch("theme", ("反诈", "治安防控")), Not(YearRange(2022, 2022)))),
            ["nantong-2021#2", "nantong-2021#3", "shanghai-2020#1"],
        ),
        (And((Near(text("反诈"), text("止付"), 5), text("民警"))), ["haian-2022#2"]),
        (Not(Or((YearRange(None, None), FacetMatch("region", ("浙江省",))))), ["bare#1", "bare#2"]),
        (
            And((Not(text("平安")), FacetMatch("source", ("海安市公安局",)))),
            ["haian-2022#2", "haian-2022#3"],
        ),
    ],
)
def test_boolean_queries(engine, query, expected):
    found = search(engine, query)
    assert sorted(hit.id for hit in found.hits) == expected
    assert {hit.match for hit in found.hits} == {"all"}
    assert found.counts == MatchCounts(all=len(expected))
    assert engine.count(query) == len(expected)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("source", "上海市公安局", 2),
        ("theme", "反诈", 3),
        ("initiative", "平安前哨", 2),
        ("genre", "总结", 5),
        ("region", "江苏省", 6),
        ("region", "江苏省/南通市", 6),
        ("region", "/".join(HAIAN), 3),
        ("region", "南通市", 6),  # a bare name: every node of that name and all below
        ("region", "海安市", 4),
        ("region", "南通市/海安市", 0),  # neither a path from the top nor a bare name
        ("region", "江苏", 0),
        ("source", "没有的局", 0),
    ],
)
def test_a_facet_match_is_the_filter_as_a_query(engine, field, value, expected):
    assert engine.count(FacetMatch(field, (value,))) == expected
    assert search(engine, Everything(), **{field: (value,)}).counts.total == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("2021",), 3),
        (("2020..2021",), 5),
        (("2021..",), 6),
        (("..2020",), 2),
        (("2020", "2022"), 5),
        (("1999",), 0),
    ],
)
def test_a_year_filter_is_a_year_or_an_open_or_closed_range(engine, values, expected):
    assert search(engine, Everything(), year=values).counts.total == expected


def test_filters_are_or_within_a_field_and_and_between_fields(engine):
    both = search(engine, Everything(), theme=("反诈", "基层治理"))
    assert both.counts.total == 5
    narrowed = search(engine, Everything(), theme=("反诈", "基层治理"), genre=("总结",))
    assert {hit.id for hit in narrowed.hits} == {"haian-2022#1", "haian-2022#2", "shanghai-2020#1"}


@pytest.mark.parametrize(
    "query", [ranked("平安 前哨"), text("前哨"), And((text("前哨"), text("平安")))]
)
def test_filters_restrict_but_never_score(engine, query):
    everything = search(engine, query)
    scores = {hit.id: (hit.score, hit.match) for hit in everything.hits}
    for filters in ({"theme": ("基层治理",)}, {"year": ("2020..",)}, {"region": ("海安市",)}):
        found = search(engine, query, **filters)
        assert found.hits
        for hit in found.hits:
            assert (pytest.approx(scores[hit.id][0]), scores[hit.id][1]) == (hit.score, hit.match)
        kept = {hit.id for hit in found.hits}
        assert [hit.id for hit in found.hits] == [h.id for h in everything.hits if h.id in kept]


def test_a_facets_counts_ignore_its_own_filter(engine):
    found = search(engine, Everything(), theme=("反诈",), genre=("总结",))
    assert found.counts.total == 2
    assert facet(found, "theme") == {"基层治理": 1, "反诈": 2, "便民服务": 2}
    assert facet(found, "genre") == {"年鉴": 1, "总结": 2}
    assert facet(found, "source") == {"海安市公安局": 1, "上海市公安局": 1}
    assert facet(found, "year") == {"2020": 1, "2022": 1}


def test_lists_of_facets_are_the_same_on_every_engine(engine):
    counts = search(engine, Everything()).facet_counts
    lists = facet_lists(counts, SearchRequest(facet_limit=2, facet_query=(("region", "海"),)))
    assert [(r.value, r.count) for r in lists.rows["theme"]] == [("反诈", 3), ("便民服务", 2)]
    assert [r.value for r in lists.rows["region"]] == ["江苏省/南通市/海安市", "上海市"]
    assert [r.value for r in lists.rows["year"]] == ["2020", "2021"]
    assert lists.sizes == {field: len(dict(counts[field])) for field in SCHEMA.facets}


def test_region_counts_include_the_nodes_below(engine):
    found = search(engine, Everything(), region=("上海市",))
    assert facet(found, "region") == {
        "江苏省": 6,
        "江苏省/南通市": 6,
        "江苏省/南通市/海安市": 3,
        "上海市": 2,
        "浙江省": 1,
        "浙江省/海安市": 1,
    }
    assert engine.facet_values("region") == facet(found, "region")


def test_only_the_facets_asked_for_are_counted(engine):
    found = engine.search(text("前哨"), Filters(), ("theme",), ALL)
    assert list(found.facet_counts) == ["theme"]
    assert facet(found, "theme") == {"基层治理": 2, "反诈": 2}


def test_a_word_leads_what_stands_across_words_and_its_repeats(engine_factory):
    engine = engine_factory(
        [
            *document("across", "护航长江南京段，长江南京段，长江南京段。", "江南"),
            *document("headed", paragraph("headed", 1, "综述", headings=["江南水乡"])),
            *document("word", "江南水乡的做法，写得长一些，让它排在后面。"),
        ]
    )
    query = ranked("江南", words=("江南",))
    hits = engine.search(query, Filters(), (), Page(limit=10, explain=True)).hits
    assert [hit.match for hit in hits] == ["phrase"] * 4
    assert [hit.id for hit in hits][-1] == "across#1"
    assert {hit.id: hit.is_across for hit in hits} == {
        "across#1": True,
        "across#2": False,
        "headed#1": False,
        "word#1": False,
    }
    for hit in hits:
        assert sum(part.score for part in hit.explanation) == pytest.approx(hit.score, abs=1e-4)
    other = Ranked(("江南", "长江南京"), query.parts, words=("江南",))
    assert not any(h.is_across for h in engine.search(other, Filters(), (), ALL).hits)


def test_a_paragraph_counts_once_whatever_is_listed_twice(engine_factory):
    twice = paragraph("d", 1, "甲", ["反诈", "反诈"], ["前哨", "前哨"])
    found = search(engine_factory(document("d", twice)), Everything())
    assert facet(found, "theme") == {"反诈": 1}
    assert facet(found, "initiative") == {"前哨": 1}


def test_newest_and_oldest_follow_the_date_or_the_year_and_undated_come_last(engine_factory):
    engine = engine_factory(
        [
            *document("undated", "甲"),
            *document("day", "甲", date="2021-03-05"),
            *document("month", "甲", date="2021-03"),
            *document("year", "甲", date="2021"),
            *document("only-year", "甲", year=2021),
            *document("date-beats-year", "甲", date="2022-01-01", year=2019),
            *document("old", "甲", year=2020),
        ]
    )
    newest = ids(engine, text("甲"), page=Page(limit=10, sort="newest"))
    oldest = ids(engine, text("甲"), page=Page(limit=10, sort="oldest"))
    same_day = ["only-year#1", "year#1"]
    assert newest == ["date-beats-year#1", "day#1", "month#1", *same_day, "old#1", "undated#1"]
    assert oldest == ["old#1", *same_day, "month#1", "day#1", "date-beats-year#1", "undated#1"]


def test_dates_order_across_classes(engine_factory):
    engine = engine_factory(
        [*document("old", "甲乙", date="2020"), *document("new", "乙和甲", date="2021")]
    )
    assert ids(engine, ranked("甲 乙")) == ["old#1", "new#1"]
    assert ids(engine, ranked("甲 乙"), page=Page(sort="newest")) == ["new#1", "old#1"]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_ties_go_by_id(engine_factory, sort):
    slugs = ["b", "甲", "a10", "a9", "𠮷", "Z", "￥"]
    engine = engine_factory([entry for slug in slugs for entry in document(slug, "平安前哨")])
    expected = sorted(f"{slug}#1" for slug in slugs)
    assert ids(engine, text("平安"), page=Page(sort=sort)) == expected
    assert ids(engine, Everything(), page=Page(sort=sort)) == expected
    assert ids(engine, ranked("平安 前哨"), page=Page(sort=sort)) == expected


def test_pages_join_to_the_whole_list_and_end_empty(engine):
    whole = ids(engine, ranked("平安 前哨"))
    pages = [ids(engine, ranked("平安 前哨"), page=Page(n, 2)) for n in range(0, len(whole), 2)]
    assert [id for page in pages for id in page] == whole
    past = engine.search(ranked("平安 前哨"), Filters(), ("theme",), Page(offset=len(whole)))
    assert past.hits == ()
    assert past.counts.total == len(whole)
    assert facet(past, "theme")
    assert ids(engine, text("前哨"), page=Page(offset=9_990, limit=10)) == []


def test_a_limit_of_nothing_still_counts(engine):
    found = engine.search(text("前哨"), Filters(), (), Page(limit=0))
    assert (found.hits, found.counts.total, found.total_documents) == ((), 4, 3)


def test_phrase_comes_before_all_before_some(engine_factory):
    engine = engine_factory(
        [
            *document("d", "乙在甲前", "甲乙", "只有甲", "甲乙甲乙甲乙", "无关"),
            *document("e", *["丙"] * 20),
        ]
    )
    found = search(engine, ranked("甲 乙"))
    assert found.counts == MatchCounts(phrase=2, all=1, some=1)
    matched = {hit.id: hit.match for hit in found.hits}
    assert matched == {"d#2": "phrase", "d#4": "phrase", "d#1": "all", "d#3": "some"}
    assert [hit.match for hit in found.hits] == ["phrase", "phrase", "all", "some"]
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)


def test_the_units_own_paragraphs_that_say_any_of_the_rest_lead_their_class(engine_factory):
    own = document("an-own", "乙", "只说别的", source="甲局")
    others = document("other", "乙丙和乙丙", "甲的", source="丁局")
    place = Part(("甲",), (FacetMatch("source", ("甲局",)),))
    query = Ranked(("甲乙丙",), (place, Part(("乙",)), Part(("丙",))))
    found = search(engine_factory([*own, *others, *document("e", *["无关"] * 9)]), query)
    assert sorted(hit.id for hit in found.hits[1:]) == ["other#1", "other#2"]
    assert found.hits[0].id == "an-own#1"


def scattered(together: int) -> list:
    """`together` paragraphs with both parts, five with one of them, thirty with none."""
    both, one, none = ["甲和乙"] * together, ["甲"] * 5, ["丙"] * 30
    return [*document("both", *both), *document("one", *one), *document("none", *none)]


@pytest.mark.parametrize(
    ("together", "options", "some"),
    [
        (9, {}, 5),
        (10, {}, 0),  # ten are enough
        (10, {"is_question": True}, 5),
        (10, {"min_match": 0.0}, 5),
        (10, {"min_match": 1.0}, 0),
        (9, {"min_match": 1.0}, 0),
    ],
)
def test_some_is_listed_only_when_it_helps_or_is_asked_for(engine_factory, together, options, some):
    found = search(engine_factory(scattered(together)), ranked("甲 乙", **options))
    assert found.counts == MatchCounts(all=together, some=some)
    assert len(found.hits) == found.counts.total


def test_a_filter_never_widens_a_result(engine_factory):
    """Twelve paragraphs have both parts, so none with one is listed, under a filter neither."""
    there = document("there", *["甲和乙"] * 9, *["甲"] * 4, source="甲局")
    here = document("here", *["甲和乙"] * 3, *["甲"] * 5, source="乙局")
    engine = engine_factory([*there, *here, *document("none", *["丙"] * 30)])
    whole = search(engine, ranked("甲 乙"))
    assert whole.counts == MatchCounts(all=12)
    assert facet(whole, "source") == {"甲局": 9, "乙局": 3}
    narrowed = search(engine, ranked("甲 乙"), source=("乙局",))
    assert narrowed.counts == MatchCounts(all=3)
    assert facet(narrowed, "source") == {"甲局": 9, "乙局": 3}


def test_some_asks_for_a_share_of_the_idf_weight(engine_factory):
    engine = engine_factory([*document("d", "稀", "稀常"), *document("e", *["常"] * 60)])
    # 稀 is in 2 of 62 paragraphs, 常 in 61: almost the whole weight is 稀's.
    assert search(engine, ranked("稀 常", min_match=0.5)).counts == MatchCounts(phrase=1, some=1)
    assert search(engine, ranked("稀 常", min_match=0.0)).counts == MatchCounts(phrase=1, some=61)
    assert search(engine, ranked("稀 常")).counts == MatchCounts(phrase=1, some=1)


def test_half_of_equal_weights_is_half(engine_factory):
    engine = engine_factory(document("d", "甲", "乙", "丙", "丁", "甲和乙", "丙和丁"))
    half = ranked("甲 乙 丙 丁", min_match=0.5)
    assert search(engine, half).counts == MatchCounts(some=2)


def test_an_absent_part_weighs_nothing_and_leaves_all_empty(engine_factory):
    engine = engine_factory(document("d", "甲", "甲乙", "乙"))
    assert search(engine, ranked("甲 丁", min_match=0.9)).counts == MatchCounts(some=2)
    assert search(engine, ranked("丙 丁", min_match=0.0)).counts == MatchCounts()


def test_expansions_of_a_part_and_of_the_phrase_count_like_the_original(engine_factory):
    engine = engine_factory(document("d", "打击电诈", "打击电信诈骗", "电诈要打击"))
    query = Ranked(("打击电诈", "打击电信诈骗"), (Part(("打击",)), Part(("电诈", "电信诈骗"))))
    assert search(engine, query).counts == MatchCounts(phrase=2, all=1)


def test_group_by_document_counts_paragraphs_and_pages_documents(engine):
    page = Page(limit=2, group="document")
    found = engine.search(ranked("平安 前哨"), Filters(), ("genre",), page)
    ungrouped = search(engine, ranked("平安 前哨"))
    assert found.counts == ungrouped.counts
    assert found.total_documents == ungrouped.total_documents == 4
    assert facet(found, "genre") == facet(ungrouped, "genre")
    best: dict[str, str] = {}
    sizes: dict[str, int] = {}
    for hit in ungrouped.hits:
        slug = hit.id.rpartition("#")[0]
        best.setdefault(slug, hit.id)
        sizes[slug] = sizes.get(slug, 0) + 1
    pages = [
        engine.search(ranked("平安 前哨"), Filters(), (), Page(offset, 2, group="document")).hits
        for offset in (0, 2, 4)
    ]
    grouped = [hit for part in pages for hit in part]
    assert [hit.id for hit in grouped] == list(best.values())
    assert [hit.in_document for hit in grouped] == list(sizes.values())


def test_grouping_follows_the_sort(engine):
    page = Page(limit=10, sort="newest", group="document")
    assert ids(engine, Everything(), page=page) == [
        "haian-2022#1",
        "nantong-2021#1",
        "zhejiang#1",
        "shanghai-2020#1",
        "bare#1",
    ]


def test_the_explanation_sums_to_the_score(engine):
    page = Page(explain=True)
    for query in (ranked("平安 前哨"), text("前哨"), And((text("前哨"), Not(text("平安"))))):
        hits = engine.search(query, Filters(), (), page).hits
        assert hits
        for hit in hits:
            assert hit.explanation
            assert sum(p.score for p in hit.explanation) == pytest.approx(hit.score, abs=1e-6)


def test_fetch_gives_the_paragraph_as_it_was_added(engine):
    wanted = ["shanghai-2020#2", "nowhere#1", "nantong-2021#1", "bare#2"]
    first, second, third = engine.fetch(wanted)
    assert (first.id, first.text) == ("shanghai-2020#2", "进博会安保，「一网通办」窗口。")
    assert second.text == "推进“平安前哨”工程，破案率１００％。"
    assert (second.title, second.source, second.region) == (
        "南通市公安局年鉴",
        "南通市公安局",
        NANTONG,
    )
    assert (second.date, second.year, second.genre) == ("2022", 2021, "年鉴")
    assert (second.themes, second.initiatives) == (("基层治理",), ("平安前哨",))
    assert (second.document, second.ordinal) == ("nantong-2021", 1)
    assert second.url == "https://example.org/nantong"
    assert (third.title, third.year, third.region, third.themes) == (None, None, (), ())
    assert third.text == "“”"
    assert engine.fetch([]) == []


def test_documents_are_listed_by_slug_with_their_paragraphs(engine):
    page, total = engine.documents(1, 2)
    assert total == 5
    assert [(d.slug, d.paragraphs) for d in page] == [("haian-2022", 3), ("nantong-2021", 3)]
    assert engine.documents(5, 10) == ([], 5)
    summary = engine.document("zhejiang")
    assert summary is not None
    assert (summary.region, summary.date, summary.paragraphs) == (
        ("浙江省", "海安市"),
        "2021-06",
        1,
    )
    assert engine.document("nothing") is None


def test_a_documents_paragraphs_come_in_reading_order(engine_factory):
    entries = document("d", *[f"第{n}段" for n in range(1, 13)])
    engine = engine_factory([*entries[6:], *document("e", "别的"), *entries[:6]])
    reading = engine.reading_order("d")
    assert len(reading) == 12 and [p.id for p in reading.part(0)] == [
        f"d#{n}" for n in range(1, 13)
    ]
    assert [p.id for p in reading.part(3, 5)] == ["d#4", "d#5"] and not reading.part(12, 20)
    assert not engine.reading_order("nothing") and not engine.reading_order("nothing").part(0)


def test_ids_are_opaque(engine_factory):
    about = document("d", "甲乙")[0][1]
    long_id = "很长的编号" * 60
    names = ["law:0000001", "a#b#c", "x/y?z=1&", '"quoted"', "😀", long_id]
    entries = [
        (type(paragraph("d", n, "甲"))(name, "d", n, f"甲{n}"), about)
        for n, name in enumerate(names, 1)
    ]
    engine = engine_factory(entries)
    assert sorted(ids(engine, text("甲"))) == sorted(names)
    assert [p.id for p in engine.fetch(names)] == names
    assert sorted(engine.export_ids()) == sorted(names)
    assert engine.info.paragraphs == len(names)


def test_a_very_long_paragraph_is_found_at_its_end(engine_factory):
    engine = engine_factory(document("d", "平安" * 40_000 + "前哨尾", "短"))
    assert ids(engine, text("安前哨尾")) == ["d#1"]
    assert ids(engine, text("前哨平")) == []
    assert len(engine.fetch(["d#1"])[0].text) == 80_003


def test_what_is_served_is_told(engine):
    assert engine.info.generation
    assert (engine.info.paragraphs, engine.info.documents) == (len(LIBRARY), 5)
