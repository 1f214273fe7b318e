"""The API answers as the contract has it, and as its own OpenAPI document says."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from web.api.parameters import YEAR_PATTERN

SEARCHES = [
    "",
    "q=平安前哨",
    "q=“平安前哨”&mode=exact",
    "q=平安&group=document&explain=1",
    "q=哪个城市命案全破时间最长",
    "q=反诈&source=南京市公安局&theme=反诈&year=2020..2022&size=3&facet_limit=2",
    "q=没有的词啊啊&sort=newest",
    "q=平安前稍",
    "q=平安&page=999",
    "region=江苏省&year=..2021&year=2022&sort=oldest",
    "q=平安&unknown=1&source=没有这个来源",
]


@pytest.fixture(scope="module")
def document(app: Any) -> dict[str, Any]:
    body: dict[str, Any] = app.test_client().get("/api/openapi.json").get_json()
    return body


def check(document: dict[str, Any], path: str, client: FlaskClient, address: str) -> Any:
    """Get an address and hold status, media type and body against the description of `path`."""
    response = client.get(address)
    operation = document["paths"][path]["get"]["responses"]
    status = str(response.status_code)
    described = operation.get(status) or operation[f"{status[0]}XX"]
    schema = described["content"][response.mimetype]["schema"]
    jsonschema.Draft202012Validator({**schema, "components": document["components"]}).validate(
        response.get_json()
    )
    return response.get_json()


@pytest.mark.parametrize("query", SEARCHES)
@pytest.mark.parametrize("path", ["/api/v1/search", "/search.json"])
def test_every_search_answer_is_as_described(
    path: str, query: str, document: dict[str, Any], client: FlaskClient
) -> None:
    body = check(document, path, client, f"{path}?{query}")
    assert body["total"] == sum(body["matches"].values())
    assert list(body["facets"]) == ["source", "theme", "initiative", "region", "year", "genre"]
    for hit in body["hits"]:
        for low, high in hit["marks"]:
            assert 0 <= low < high <= len(hit["text"])
        assert hit["url"].startswith("/documents/")


def test_a_cut_list_of_a_facet_tells_how_long_it_is(client: FlaskClient) -> None:
    def ask(query: str) -> Any:
        return client.get(f"/api/v1/search?{query}").get_json()

    whole = ask("facet_limit=10000")
    for field, rows in whole["facets"].items():
        assert whole["facet_values"][field] == len(rows)
    cut = ask("facet_limit=1")
    assert cut["facet_values"] == whole["facet_values"]
    assert cut["facets"] == {field: rows[:1] for field, rows in whole["facets"].items()}
    narrowed = ask("facet_query.source=南京&facet_limit=10000")
    assert narrowed["facets"] == {
        **whole["facets"],
        "source": [row for row in whole["facets"]["source"] if "南京" in row["value"]],
    }
    assert narrowed["facets"]["source"] and narrowed["query"]["notes"] == []
    assert ask("facet_query.title=x")["query"]["notes"]


def test_other_answers_are_as_described(document: dict[str, Any], client: FlaskClient) -> None:
    first = client.get("/api/v1/search?q=平安前哨").get_json()["hits"][0]
    id, slug = quote(first["id"], safe=""), quote(first["document"], safe="")
    assert (
        check(document, "/api/v1/paragraphs/{id}", client, f"/api/v1/paragraphs/{id}")["text"]
        == (first["text"])
    )
    reading = check(document, "/api/v1/documents/{slug}", client, f"/api/v1/documents/{slug}")
    assert [p["ordinal"] for p in reading["paragraphs"]] == list(
        range(1, reading["document"]["paragraphs"] + 1)
    )
    listing = check(document, "/api/v1/documents", client, "/api/v1/documents?size=2&page=2")
    assert (listing["total"], listing["page"], listing["size"]) == (5, 2, 2)
    assert len(listing["documents"]) == 2
    assert check(document, "/api/v1/suggest", client, "/api/v1/suggest?q=平安")["suggestions"]
    taxonomy = check(document, "/api/v1/taxonomy", client, "/api/v1/taxonomy")
    assert {"平安前哨"} <= {i["name"] for i in taxonomy["initiatives"] if i["count"]}
    assert check(document, "/api/v1/status", client, "/api/v1/status")["documents"] == 5
    for query in ("", "?q=破案率&kind=rate", "?document=nantong-2021&sort=-value&size=3"):
        for path in ("/api/v1/figures", "/figures.json"):
            assert check(document, path, client, path + query)["rows"]
    measured = "/api/v1/figures/indicators"
    assert check(document, measured, client, f"{measured}?q=破案率")["total"]
    check(document, "/healthz", client, "/healthz")
    check(document, "/readyz", client, "/readyz")


@pytest.mark.parametrize(
    "path,address,status,code",
    [
        ("/api/v1/search", "/api/v1/search?page=x", 400, "bad_parameter"),
        ("/api/v1/search", "/api/v1/search?q=" + "长" * 2000, 400, "query_too_costly"),
        ("/search.json", "/search.json?year=later", 400, "bad_parameter"),
        ("/api/v1/suggest", "/api/v1/suggest?q=a&limit=x", 400, "bad_parameter"),
        ("/api/v1/figures", "/api/v1/figures?kind=number", 400, "bad_parameter"),
        ("/api/v1/figures", "/api/v1/figures?size=101", 400, "bad_parameter"),
        ("/api/v1/figures", "/api/v1/figures?page=0", 400, "bad_parameter"),
        ("/api/v1/figures", "/api/v1/figures?sort=unit", 400, "bad_parameter"),
        ("/figures.json", "/figures.json?year=later", 400, "bad_parameter"),
        ("/api/v1/paragraphs/{id}", "/api/v1/paragraphs/none%231", 404, "not_found"),
        ("/api/v1/documents/{slug}", "/api/v1/documents/none", 404, "not_found"),
    ],
)
def test_errors_are_problems_with_a_stable_code(
    path: str,
    address: str,
    status: int,
    code: str,
    document: dict[str, Any],
    client: FlaskClient,
) -> None:
    body = check(document, path, client, address)
    assert (body["status"], body["code"]) == (status, code)


def test_an_unknown_path_and_a_wrong_method_are_problems_too(client: FlaskClient) -> None:
    missing = client.get("/api/v1/nothing")
    assert missing.status_code == 404 and missing.mimetype == "application/problem+json"
    refused = client.post("/api/v1/search", data={"q": "x"})
    assert refused.status_code == 405 and "GET" in refused.headers["Allow"]
    assert refused.mimetype == "application/problem+json"


def test_the_twin_is_the_same_answer(client: FlaskClient) -> None:
    api = client.get("/api/v1/search?q=平安&year=2021").get_json()
    twin = client.get("/search.json?q=平安&year=2021").get_json()
    api.pop("took_ms"), twin.pop("took_ms")
    assert api == twin


def test_unknown_names_and_values_become_notes(client: FlaskClient) -> None:
    body = client.get("/api/v1/search?q=平安&colour=red&source=无此来源").get_json()
    assert any("colour" in note for note in body["query"]["notes"])
    assert any("无此来源" in note for note in body["query"]["notes"])
    assert {"value": "无此来源", "count": 0, "selected": True} in body["facets"]["source"]


def test_han_characters_stand_as_themselves(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?q=平安前哨")
    assert "平安前哨".encode() in response.data
    assert response.content_type == "application/json; charset=utf-8"


def test_every_address_is_described_and_every_described_address_exists(app: Any) -> None:
    paths = app.test_client().get("/api/openapi.json").get_json()["paths"]
    readable = [r for r in app.url_map.iter_rules() if "GET" in (r.methods or ())]
    rules = {rule.rule for rule in readable if rule.endpoint != "static"}
    assert set(paths) == {re.sub(r"<(?:opaque:)?(\w+)>", r"{\1}", r) for r in rules}
    assert {method for path in paths.values() for method in path} == {"get"}


GOOD_YEARS = ["2021", "2020..2022", "2020..2020", "2019..2020", "2020..", "..2022", "0000..9999"]
BAD_YEARS = ["2022..2020", "2022..2021", "3000..2999", "1..2", "21", "..", "2020...", "２０２１"]


@pytest.mark.parametrize("year", GOOD_YEARS + BAD_YEARS)
def test_the_described_pattern_of_years_is_what_is_understood(
    year: str, client: FlaskClient
) -> None:
    status = client.get("/api/v1/search", query_string={"year": year}).status_code
    assert bool(re.search(YEAR_PATTERN, year)) == (status == 200) == (year in GOOD_YEARS)


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_the_pattern_of_years_compares_them(low: int, high: int) -> None:
    assert bool(re.search(YEAR_PATTERN, f"{low:04}..{high:04}")) == (low <= high)


def test_head_is_answered_without_a_body(client: FlaskClient) -> None:
    response = client.head("/api/v1/search?q=平安")
    assert response.status_code == 200 and response.data == b""


def test_metrics_count_routes_and_never_addresses(client: FlaskClient) -> None:
    client.get("/documents/秘密")
    text = client.get("/metrics").get_data(as_text=True)
    assert 'route="/documents/<opaque:slug>"' in text
    assert "秘密" not in text and "qianshao_index_paragraphs 63.0" in text
