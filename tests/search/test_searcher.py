"""The one door to search keeps its word: order, sums, pages, sets, withdrawals."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from indexer.build.builder import BuildOptions, rebuild
from indexer.build.updater import update
from indexer.generations.store import GenerationStore
from indexer.settings import SearchSettings, Settings
from search.errors import BadRequestError, NotFoundError, QueryTooCostlyError
from search.request import Filters, SearchRequest
from search.results import Hit, SearchResult
from search.searcher import Searcher, open_searcher

PLAIN = (
    "平安前哨",
    "平安 前哨",
    "网格 警情",
    "哪个城市的警情下降最多",
    "破案率100%",
    "电信网络诈骗 止付 千万元",
)
TREES = (
    "平安 AND 网格",
    "平安 OR 警情",
    "平安 -网格",
    "来源:甲局 网格",
    "年份:2020..2021 平安",
    "警*降",
    "平安 ~8 前哨",
)
_SENTENCES = (
    "推进“平安前哨”工程，前哨站建成。",
    "平安是基本要求。",
    "守在祖国的前哨。",
    "网格员走访，警情下降12.3%。",
    "全市警情下降，网格更密。",
    "破案率100%，命案全破。",
    "電信網絡詐騙案件止付千万元。",
    "这座城市的警情下降最多。",
)


def _lines() -> list[dict[str, object]]:
    """60 paragraphs of 12 documents, some alike, some undated, some without a source."""
    lines: list[dict[str, object]] = []
    for number in range(60):
        slug = f"文{number % 12}"
        text = "".join(
            _SENTENCES[(number * step + step) % 8] for step in (1, 3, 5)[: 1 + number % 3]
        )
        line: dict[str, object] = {"id": f"{slug}#{number}", "document": slug, "text": text}
        if number % 12 % 4:
            line |= {"source": "甲乙丙"[number % 3] + "局", "year": 2019 + number % 4}
        if number % 12 % 3 == 0:
            line |= {"date": ("2021", "2021-06", "2021-06-15")[number % 12 // 4]}
        lines.append({**line, "title": f"{slug}的题", "themes": ["反诈", "治安"][: number % 3]})
    return lines


def _write(path: Path, lines: list[dict[str, object]]) -> str:
    path.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines), "utf-8")
    return str(path)


def _settings(folder: Path) -> Settings:
    return Settings(index=str(folder / "index"), corpus=str(folder / "none"))


@pytest.fixture(scope="module")
def one_segment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("one")
    rebuild(_write(folder / "in.jsonl", _lines()), _settings(folder), BuildOptions())
    searcher = open_searcher(_settings(folder))
    yield searcher
    searcher.close()


@pytest.fixture(scope="module")
def many_segments(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """The same paragraphs, grown by updates, with deleted rows in old segments."""
    folder = tmp_path_factory.mktemp("many")
    settings, lines = _settings(folder), _lines()
    path = folder / "in.jsonl"
    last = [line for line in lines if line["document"] in ("文3", "文11")]
    first = [line for line in lines if line not in last]
    old = [{**line, "text": f"旧稿平安前哨{line['text']}"} for line in last[:5]]
    rebuild(_write(path, [*first, *old]), settings, BuildOptions())
    update(
        _write(path, [*first, *[line for line in last if line["document"] == "文3"]]),
        settings,
        BuildOptions(),
    )
    update(_write(path, lines), settings, BuildOptions())
    searcher = open_searcher(settings)
    yield searcher
    searcher.close()


@pytest.fixture(params=["one_segment", "many_segments"])
def searcher(request: pytest.FixtureRequest) -> Searcher:
    found: Searcher = request.getfixturevalue(request.param)
    return found


def _search(searcher: Searcher, q: str, **options: object) -> SearchResult:
    return searcher.search(SearchRequest(q, **{"size": 100, **options}))  # type: ignore[arg-type]


def _ids(searcher: Searcher, q: str, **options: object) -> list[str]:
    return [hit.paragraph.id for hit in _search(searcher, q, **options).hits]


@pytest.mark.parametrize("q", [*PLAIN, *TREES, ""])
@pytest.mark.parametrize("options", [{}, {"mode": "exact"}, {"min_match": 0.0}, {"sort": "oldest"}])
def test_how_the_index_is_split_into_segments_changes_nothing(
    one_segment: Searcher, many_segments: Searcher, q: str, options: dict[str, object]
) -> None:
    one, many = (_search(s, q, explain=True, **options) for s in (one_segment, many_segments))
    assert [h.paragraph for h in one.hits] == [h.paragraph for h in many.hits]
    assert [h.score for h in one.hits] == pytest.approx([h.score for h in many.hits])
    assert (one.matches, one.total_documents, one.facets) == (
        many.matches, many.total_documents, many.facets,
    )  # fmt: skip
    assert [h.marks for h in one.hits] == [h.marks for h in many.hits]


_PLANNED: tuple[dict[str, object], ...] = (
    {},
    {"expand": False},
    {"entities": False},
    {"field": "title"},
    {"mode": "exact"},
    {"min_match": 0.0},
    {"to_depth": True},
    {"page": 2, "size": 3},
    {"filters": Filters(year=("2020",))},
)


@pytest.mark.parametrize("q", ["甲局 网格", "破案率100%", "平安前哨"])
def test_what_was_asked_before_changes_no_answer(own: tuple[Searcher, Settings], q: str) -> None:
    searcher, settings = own
    asked = [SearchRequest(q, **options) for options in _PLANNED]  # type: ignore[arg-type]
    again = [searcher.search(request) for request in (*asked, *asked)]
    for request, first, second in zip(asked, again, again[len(asked) :], strict=False):
        fresh = open_searcher(settings)
        alone = replace(fresh.search(request), took_ms=0)
        fresh.close()
        assert replace(first, took_ms=0) == replace(second, took_ms=0) == alone


@pytest.mark.parametrize("q", [*PLAIN, *TREES])
def test_scores_never_increase_and_classes_come_in_their_order(searcher: Searcher, q: str) -> None:
    hits = _search(searcher, q, min_match=0.0).hits
    assert hits
    assert all(a.score >= b.score for a, b in pairwise(hits))
    order = ["phrase", "all", "some"]
    places = [order.index(hit.match) for hit in hits]
    assert places == sorted(places)
    for a, b in pairwise(hits):
        assert a.score > b.score or a.paragraph.id < b.paragraph.id or a.match != b.match


@pytest.mark.parametrize("q", [*PLAIN, *TREES])
@pytest.mark.parametrize("options", [{}, {"group": "document"}, {"sort": "newest"}])
def test_the_explanation_sums_to_the_score(
    searcher: Searcher, q: str, options: dict[str, object]
) -> None:
    for hit in _search(searcher, q, explain=True, **options).hits:
        assert sum(part.score for part in hit.explanation) == pytest.approx(hit.score, abs=1e-6)


@pytest.mark.parametrize("q", [*PLAIN, *TREES, ""])
@pytest.mark.parametrize("group", ["none", "document"])
@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_page_one_and_two_are_the_first_two_pages_in_one(
    searcher: Searcher, q: str, group: str, sort: str
) -> None:
    options = {"group": group, "sort": sort}
    pages = [
        hit for page in (1, 2) for hit in _search(searcher, q, page=page, size=4, **options).hits
    ]
    together = _search(searcher, q, size=8, **options).hits
    assert pages == list(together)


@pytest.mark.parametrize(("a", "b"), [("平安", "前哨"), ("网格", "警情"), ("破案率100%", "警情")])
def test_and_or_and_not_are_operations_on_sets(searcher: Searcher, a: str, b: str) -> None:
    left, right = set(_ids(searcher, a)), set(_ids(searcher, b))
    assert set(_ids(searcher, f"{a} AND {b}")) == left & right
    assert set(_ids(searcher, f"{a} OR {b}")) == left | right
    assert set(_ids(searcher, f"{a} -{b}")) == left - right
    assert set(_ids(searcher, f"{b} AND {a}")) == left & right


@pytest.mark.parametrize("q", ["“平安前哨”", "「平安前哨」", '"平安前哨"', "＂平安前哨＂"])
def test_width_and_style_of_quotes_change_nothing(searcher: Searcher, q: str) -> None:
    assert _ids(searcher, q) == _ids(searcher, "“平安前哨”")
    assert _ids(searcher, "破案率１００％", mode="exact") == _ids(
        searcher, "破案率100%", mode="exact"
    )


@pytest.mark.parametrize("q", [*PLAIN, *TREES, ""])
def test_every_hit_can_be_counted_by_hand(searcher: Searcher, q: str) -> None:
    result = _search(searcher, q)
    assert result.total == result.matches.total == len(result.hits)
    assert result.total_documents == len({hit.paragraph.document for hit in result.hits})
    for field, value in (
        ("source", lambda hit: [hit.paragraph.source]),
        ("theme", lambda hit: hit.paragraph.themes),
        ("year", lambda hit: [hit.paragraph.year and str(hit.paragraph.year)]),
    ):
        assert _counted(result.hits, value) == {r.value: r.count for r in result.facets[field]}


def _counted(hits: tuple[Hit, ...], value: Callable[[Hit], object]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for hit in hits:
        for one in value(hit):  # type: ignore[attr-defined]
            if one:
                counts[one] = counts.get(one, 0) + 1
    return counts


@pytest.mark.parametrize("q", ["平安", "网格 警情", ""])
def test_grouped_by_document_each_is_shown_by_its_best(searcher: Searcher, q: str) -> None:
    single = _search(searcher, q).hits
    grouped = _search(searcher, q, group="document")
    best: dict[str, str] = {}
    for hit in single:
        best.setdefault(hit.paragraph.document, hit.paragraph.id)
    assert [hit.paragraph.id for hit in grouped.hits] == list(best.values())
    assert grouped.total == len(single)
    assert sum(hit.in_document or 0 for hit in grouped.hits) == grouped.total


@pytest.mark.parametrize(("sort", "direction"), [("newest", -1), ("oldest", 1)])
def test_dates_sort_by_day_or_year_and_undated_come_last(
    searcher: Searcher, sort: str, direction: int
) -> None:
    hits = _search(searcher, "平安 OR 警情 OR 网格", sort=sort).hits
    keys = [(_day(hit), hit.paragraph.id) for hit in hits]
    dated = [key for key in keys if key[0]]
    assert len(dated) < len(keys) and keys[: len(dated)] == dated
    assert dated == sorted(dated, key=lambda key: (direction * key[0], key[1].encode()))


def _day(hit: Hit) -> int:
    date = hit.paragraph.date or (str(hit.paragraph.year) if hit.paragraph.year else "")
    parts = [*map(int, date.split("-")), 1, 1] if date else [0, 0, 0]
    return parts[0] * 10_000 + parts[1] * 100 + parts[2]


def test_repeats_within_a_document_come_after_what_is_new(searcher: Searcher) -> None:
    hits = _search(searcher, "平安", sort="relevance").hits
    first = {(hit.paragraph.document, hit.paragraph.text) for hit in hits[: len(hits) // 3]}
    assert len(first) == len(hits[: len(hits) // 3])


def test_pages_end_empty_and_depth_has_a_cap(one_segment: Searcher) -> None:
    beyond = _search(one_segment, "平安", page=90, size=100)
    assert (beyond.hits, beyond.total) == ((), _search(one_segment, "平安").total)
    assert _search(one_segment, "平安", page=10**6, size=100).hits == ()


def test_what_cannot_be_asked_is_an_error_with_a_code(one_segment: Searcher) -> None:
    with pytest.raises(BadRequestError) as error:
        _search(one_segment, "平安", filters=Filters(year=("去年",)))
    assert error.value.code == "bad_parameter"
    with pytest.raises(QueryTooCostlyError):
        _search(one_segment, "平" * (SearchSettings().max_query_chars + 1))
    for ask in (one_segment.document, one_segment.paragraph):
        with pytest.raises(NotFoundError):
            ask("没有这一篇")


def test_unknown_filter_values_are_noted(one_segment: Searcher) -> None:
    result = _search(one_segment, "平安", filters=Filters(source=("无名局",)))
    assert result.total == 0
    assert any("无名局" in note for note in result.query.notes)


def test_ranking_alone_gives_the_ids_and_scores_of_a_search(searcher: Searcher) -> None:
    for q in (*PLAIN, *TREES):
        ranked = searcher.rank(SearchRequest(q, size=100))
        hits = _search(searcher, q).hits
        assert [(r.id, r.score, r.match) for r in ranked] == [
            (h.paragraph.id, h.score, h.match) for h in hits
        ]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Searcher, Settings]]:
    """An index of one's own, to be changed."""
    lines: list[dict[str, object]] = []
    for name in ("海滨", "山城"):
        about = {"title": f"{name}报告", "source": f"{name}公安局", "year": 2020}
        about |= {"region": f"{name}省/{name}市", "initiatives": [f"{name}行动"]}
        for n in (1, 2):
            text = f"{name}的平安前哨{n}，{name}独有词语。"
            lines.append({"id": f"{name}#{n}", "text": text, **about})
    settings = _settings(tmp_path)
    rebuild(_write(tmp_path / "in.jsonl", lines), settings, BuildOptions())
    searcher = open_searcher(settings)
    yield searcher, settings
    searcher.close()


def test_a_withdrawn_document_is_nowhere(own: tuple[Searcher, Settings]) -> None:
    """In no hit, count, facet, list, suggestion, proposal or reading view; at once."""
    searcher, settings = own
    assert _search(searcher, "山城").total == 2
    assert any("山城" in c.text for c in searcher.suggest("山城"))
    GenerationStore(settings.index_path()).withdrawals.withdraw("山城", "测试")
    result = _search(searcher, "平安前哨")
    assert {hit.paragraph.document for hit in result.hits} == {"海滨"}
    assert (result.total, result.total_documents) == (2, 1)
    assert "山城" not in str(result.facets)
    for q in ("山城", "山城独有词语", "山城报告", "标题:山城", "来源:山城公安局", "山*词"):
        for options in ({}, {"mode": "exact"}, {"field": "title"}, {"min_match": 0.0}):
            hits = _search(searcher, q, **options).hits
            assert "山城" not in str([hit.paragraph for hit in hits]), (q, options)
            assert "山城" not in str(_search(searcher, q, **options).facets), (q, options)
    assert [d.slug for d in searcher.documents().documents] == ["海滨"]
    for ask, name in ((searcher.document, "山城"), (searcher.paragraph, "山城#1")):
        with pytest.raises(NotFoundError):
            ask(name)
    status = searcher.status()
    assert (status.documents, status.paragraphs) == (1, 2)
    for typed in ("山城", "shancheng", "sc", "山"):
        assert "山城" not in str(searcher.suggest(typed)), typed
    assert "山城" not in str(_search(searcher, "山成独有").query.suggestions)
    GenerationStore(settings.index_path()).withdrawals.restore("山城", "测试完")
    assert _search(searcher, "山城").total == 2
