"""A unit with one wrong character, or in pinyin, is searched as the library has it, and told so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.request import SearchRequest
from search.searcher import Searcher

CITY, COUNTY, BRANCH = "浔阜市公安局", "檀溪县公安局", "浔阜市公安局莲塘分局"


@pytest.fixture(scope="module")
def searcher(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(
        (
            (unit, f"电信网络诈骗立案{at}起，反诈宣传全覆盖，视频监控{at}00路。")
            for at, unit in enumerate((CITY, COUNTY, BRANCH, "溯州市公安局", "泊屿市公安局"), 41)
        ),
        "source text",
        title="{source}工作总结",
        year=2023,
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("檀西县公安局", COUNTY),  # sounds alike
        ("浔埠市公安局", CITY),  # looks alike
        ("连塘分局 反诈", "莲塘分局 反诈"),
        ("浔埠市2023年电诈立案多少", "浔阜市2023年电诈立案多少"),
        *(("tanxixian gonganju", COUNTY), ("liantang fenju", BRANCH), ("tanxi gongan", COUNTY)),
        *(("tangxi gongan", COUNTY), ("boyu shi gongan", "泊屿市公安局")),
    ],
)
def test_the_unit_of_like_sound_or_shape_is_searched_and_told(
    searcher: Searcher, typed: str, meant: str
) -> None:
    found = searcher.search(SearchRequest(typed))
    assert found.query.corrected == meant and found.total
    assert not searcher.search(SearchRequest(typed, correct=False)).query.corrected


@pytest.mark.parametrize(
    "typed",
    ["常州市公安局", "檀山县公安局", "白塘分局", "浔阜视频监控", "溯州 石台 反诈", "溯州石台反诈"],
)
def test_another_unit_or_word_is_no_slip(searcher: Searcher, typed: str) -> None:
    query = searcher.search(SearchRequest(typed)).query
    assert query.corrected is None
    assert not [one for one in query.suggestions if one.reason == "unit"]


@pytest.mark.parametrize("typed", ["苏州市公安局", "苏州市反诈"])
def test_a_place_that_the_dictionary_knows_is_never_searched_as_another(
    searcher: Searcher, typed: str
) -> None:
    assert searcher.search(SearchRequest(typed)).query.corrected is None  # 溯州 sounds the same
