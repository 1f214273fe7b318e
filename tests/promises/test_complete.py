"""Promises 1 to 5: nothing that is printed is missed, and nothing else is returned."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from collection import Collection
from reports import TAXONOMY, report

from indexer.text.normalizer import normalize
from search.query.parser import parse_query

OfLines = Callable[[Sequence[Mapping[str, object]]], Collection]
OfFiles = Callable[[Mapping[str, str | bytes]], Collection]
_MOST = 300  # hits compared one by one; of more, the total is compared
_ABSENT = ["鎏", "平鎏", "zzzzq", "前哨平安前哨平安", "９９９９９９９９", "的的的的的的的的"]


def _wanted(collection: Collection, run: str) -> set[str]:
    """What a plain reading finds: `in` over normal forms; of punctuation alone, as printed."""
    form, printed = normalize(run), run.strip()
    if form:
        return collection.containing(form)
    return {id for id, text in collection.texts.items() if printed in text}


def _found(collection: Collection, query: str, **options: object) -> set[str]:
    return {hit.id for hit in collection.ranked(query, **options)}


def test_01_a_thousand_random_strings_are_found_exactly_where_they_stand(
    any_collection: Collection,
) -> None:
    for run in [*any_collection.random_runs(1, 1_000), *_ABSENT]:
        if not run.strip():
            continue
        wanted = _wanted(any_collection, run)
        hits = any_collection.ranked(run, mode="exact", size=_MOST)
        found = {hit.id for hit in hits}
        assert len(found) == len(hits) == min(len(wanted), _MOST), run
        assert found <= wanted, run
        assert {hit.match for hit in hits} <= {"phrase"}, run
        if len(wanted) > _MOST:
            assert any_collection.search(run, mode="exact", size=1).total == len(wanted), run


def test_01_smart_never_loses_one_of_them_and_ranks_them_first(
    any_collection: Collection,
) -> None:
    """Where the string holds no operator; what operators do is the parser's tests."""
    plain = 0
    runs = any_collection.random_runs(2, 1_000)
    for run in runs:
        parsed = parse_query(run, any_collection.settings.search)
        if parsed.tree is not None or not normalize(run):
            continue
        plain += 1
        hits = any_collection.ranked(run, size=_MOST)
        wanted = _wanted(any_collection, run)
        first = [hit for hit in hits if hit.match == "phrase"]
        assert hits[: len(first)] == tuple(first), run
        if len(first) < _MOST:
            assert wanted <= {hit.id for hit in first}, run
        else:
            assert any_collection.search(run, size=1).matches.phrase >= len(wanted), run
    assert plain > 0.7 * len(runs)


@pytest.mark.parametrize("quotes", ["“”", '""', "「」", "『』", "‘’", "＂＂", "«»"])
def test_02_a_phrase_in_any_quotes_is_exactly_the_paragraphs_that_contain_it(
    reports: Collection, jumble: Collection, quotes: str
) -> None:
    for collection, phrases in (
        (reports, ["平安前哨", "前哨", "破案率100%", "23,876", "平安是", "没有这句话"]),
        (jumble, [run for run in jumble.random_runs(3, 60) if normalize(run)]),
    ):
        for phrase in phrases:
            inner = phrase.translate({ord(quote): None for quote in "“”\"「」『』‘’'＂«»"})
            quoted = f"{quotes[0]}{inner}{quotes[1]}"
            wanted = _wanted(collection, inner) if normalize(inner) else set()
            if wanted or collection is reports:
                assert _found(collection, quoted) == wanted, quoted
                assert _found(collection, quoted, mode="exact") == wanted, quoted


_CONTEXTS = [
    "平安前哨",
    "推进平安前哨工程",
    "在“平安前哨”里",
    "大平安前哨站岗",
    "保平安前哨所在",
    "平安前哨平安前哨",
    "的平安前哨的",
    "1平安前哨2",
    "ABC平安前哨XYZ",
    "和平安前哨卡",
]


@pytest.mark.parametrize("taxonomy", [{}, TAXONOMY], ids=["without names", "with names"])
def test_03_the_same_word_is_found_in_all_ten_contexts(
    of_files: OfFiles, taxonomy: Mapping[str, str]
) -> None:
    others = ["平安无事，前哨站岗。", "前平安哨。"]
    collection = of_files({**taxonomy, "documents/ten.md": report(*_CONTEXTS, *others)})
    wanted = {f"ten#{number}" for number in range(1, 11)}
    for query in ("平安前哨", "“平安前哨”"):
        hits = collection.ranked(query)
        assert {hit.id for hit in hits if hit.match == "phrase"} == wanted
        # Without quotation marks its words apart follow, unless it is known to be a name.
        apart = set() if taxonomy or query != "平安前哨" else {"ten#11"}
        assert {hit.id for hit in hits if hit.match != "phrase"} == apart
        assert set(collection.ids(query, mode="exact")) == wanted


def test_04_one_character_is_a_query(any_collection: Collection) -> None:
    for char in ("率", "平", "的", "5", "%", "a", "𠮷", "，"):
        wanted = any_collection.containing(normalize(char))
        assert {hit.id for hit in any_collection.ranked(char)} == wanted, char
        assert {hit.id for hit in any_collection.ranked(char, mode="exact")} == wanted, char


def test_04_a_name_never_returns_what_has_only_one_of_its_characters(
    reports: Collection, of_lines: OfLines
) -> None:
    """Neither where the name is printed nor where it is cut into words, scattered hits included."""
    lone = "pingan#3"
    assert "平" in reports.texts[lone]
    for options in ({}, {"min_match": 0.0}, {"mode": "exact"}):
        assert lone not in reports.ids("平安前哨", **options)
    scattered = of_lines(
        [
            {"id": "a#1", "text": "平安是基本要求。"},
            {"id": "a#2", "text": "守在前哨。"},
            {"id": "a#3", "text": "平常心，平静的一天。"},
            {"id": "a#4", "text": "哨声响起，以前如此。"},
        ]
    )
    for options in ({}, {"min_match": 0.0}):
        assert set(scattered.ids("平安前哨", **options)) == {"a#1", "a#2"}
    assert scattered.ids("平安前哨", mode="exact") == []


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("group", ["none", "document"])
def test_05_exact_never_returns_a_paragraph_without_the_literal(
    reports: Collection, jumble: Collection, sort: str, group: str
) -> None:
    operators = [
        "平安 OR 前哨",
        "平安 AND 前哨",
        "平*",
        "前?",
        "-平",
        "来源:江湾市公安局",
        "(平安)",
    ]
    for collection in (reports, jumble):
        for query in [*operators, *collection.random_runs(4, 60)]:
            if not normalize(query):
                continue
            result = collection.search(query, mode="exact", sort=sort, group=group, size=100)
            for hit in result.hits:
                assert normalize(query) in normalize(hit.paragraph.text), query
                assert hit.match == "phrase"
