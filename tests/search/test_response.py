"""A search result becomes exactly the JSON body of the contract."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from search.facets import Columns, FacetRows
from search.response import answer_bytes, body_bytes, paragraph_address, response_body
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

PARAGRAPH = StoredParagraph(
    id="nantong-2021#9",
    slug="nantong-2021",
    ordinal=9,
    title="南通公安2021",
    heading=None,
    source="南通市公安局",
    region=("江苏省", "南通市"),
    date="2022",
    year=2021,
    genre=None,
    url="https://example.org/a",
    themes=("基层治理与网格",),
    initiatives=("平安前哨",),
    text="推进“平安前哨”工程",
)
RESULT = SearchResult(
    query=Interpretation(
        text="平安前哨",
        mode="smart",
        normalized="平安前哨",
        expansions=(Expansion("平安前哨", ("平安前哨工程",), "variant"),),
        suggestions=(Suggestion("平安前稍", "typo", 4),),
        notes=("已忽略",),
    ),
    matches=MatchCounts(phrase=1),
    total=1,
    total_documents=1,
    page=1,
    size=10,
    took_ms=3.1,
    generation="gen-1",
    hits=(Hit(PARAGRAPH, 12.5, "phrase", ((3, 7),), (), (ScorePart("词", 12.5),)),),
    facets={
        "source": (FacetValue("南通市公安局", 1, True),),
        "region": (FacetValue("江苏省", 1, False), FacetValue("江苏省/南通市", 1, False, "江苏省")),
    },
)


def test_body_has_the_names_of_the_contract() -> None:
    body = response_body(RESULT)
    assert set(body) == {
        "query", "total", "matches", "total_documents", "page", "size", "took_ms",
        "generation", "hits", "facets", "facet_values",
    }  # fmt: skip
    assert body["query"] == {
        "text": "平安前哨",
        "mode": "smart",
        "normalized": "平安前哨",
        "expansions": [{"from": "平安前哨", "to": ["平安前哨工程"], "kind": "variant"}],
        "suggestions": [{"text": "平安前稍", "reason": "typo", "total": 4}],
        "notes": ["已忽略"],
        "entities": [],
        "corrected": None,
        "unheld": [],
        "lacking": [],
        "units": [],
        "within": [],
    }
    assert body["matches"] == {"phrase": 1, "all": 0, "some": 0}
    assert list(body["facets"]) == ["source", "theme", "initiative", "region", "year", "genre"]


def test_hit_carries_paragraph_marks_and_both_addresses() -> None:
    hit = response_body(RESULT, prefix="/qs")["hits"][0]
    assert hit["id"] == "nantong-2021#9"
    assert hit["region"] == ["江苏省", "南通市"]
    assert hit["marks"] == [[3, 7]]
    assert hit["title_marks"] == []
    assert hit["heading"] is None and hit["genre"] is None
    assert hit["url"] == "/qs/documents/nantong-2021#p9"
    assert hit["source_url"] == "https://example.org/a"
    assert hit["explanation"] == [{"part": "词", "score": 12.5}]


def test_facets_absent_from_the_result_are_empty_and_regions_name_their_parent() -> None:
    facets = response_body(RESULT)["facets"]
    assert facets["genre"] == []
    assert facets["source"] == [{"value": "南通市公安局", "count": 1, "selected": True}]
    assert [row["parent"] for row in facets["region"]] == [None, "江苏省"]


def test_addresses_are_percent_encoded() -> None:
    assert paragraph_address("报告/甲 乙#1", 2) == (
        "/documents/%E6%8A%A5%E5%91%8A/%E7%94%B2%20%E4%B9%99%231#p2"
    )


def test_body_is_json() -> None:
    body = response_body(RESULT)
    assert json.loads(json.dumps(body, ensure_ascii=False)) == body


_NAMES = st.text(
    st.characters(exclude_categories=()) | st.sampled_from('/"\\\b\f\n\v\x00'), max_size=8
)


@given(
    st.lists(
        st.tuples(_NAMES, st.integers(0, 1 << 40), st.booleans(), st.sampled_from((None, "待核")))
    ),
    st.booleans(),
    st.booleans(),
)
def test_an_answer_in_bytes_is_the_body_whatever_facets_hold(
    rows: list[tuple[str, int, bool, str | None]], is_selected: bool, is_stated: bool
) -> None:
    values, counts, selected, states = (
        (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [], [])
    )
    few = Columns(
        values, counts, selected if is_selected else None, states if is_stated else None, False
    )
    columns = dict.fromkeys(response_body(RESULT)["facets"], few)
    columns["region"] = few._replace(states=None, is_path=True)
    result = replace(RESULT, facets=FacetRows(columns))
    wanted = body_bytes(response_body(result, "/qs") | {"answers": []})
    assert answer_bytes(result, "/qs", {"answers": []}) == wanted


def test_rows_of_facets_are_there_for_whoever_looks() -> None:
    rows = FacetRows(
        {"region": Columns(["江苏省", "江苏省/南通市"], [2, 1], [False, True], None, True)}
    )
    assert dict(rows) == {
        "region": (FacetValue("江苏省", 2, False), FacetValue("江苏省/南通市", 1, True, "江苏省"))
    }
    assert rows == dict(rows) and str(rows) == str(dict(rows)) and len(rows) == 1
