"""A format is one row of a table: every place that offers or describes files reads it there."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from web.exports.formats import FORMATS, REFERENCES, TABLES, Format
from web.middleware.limiter import _FILES

QUERY = "q=平安前哨"


@pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS)
def test_a_format_is_offered_answered_described_and_limited(
    row: Format, client: FlaskClient
) -> None:
    hits = client.get(f"/search.json?{QUERY}").get_json()["hits"]
    chosen = {"query_string": {"id": hits[0]["id"]}}
    asked = [client.get(f"/search.{row.ending}?{QUERY}")]
    asked.append(client.get(f"/basket.{row.ending}", **chosen))
    asked += [client.get(f"/figures.{row.ending}")] if row in TABLES else []
    asked += [client.get(f"/cite.{row.ending}", **chosen)] if row in REFERENCES else []
    for answer in asked:
        assert (answer.status_code, answer.content_type) == (200, row.content_type)
        assert answer.data
    paths = client.get("/api/openapi.json").get_json()["paths"]
    described = paths[f"/search.{row.ending}"]["get"]["responses"]["200"]["content"]
    assert list(described) == [row.media_type]
    page = client.get(f"/search?{QUERY}").get_data(as_text=True)
    assert f"/search.{row.ending}?" in page and f"/basket.{row.ending}" in page
    assert f"/basket.{row.ending}" in client.get("/basket").get_data(as_text=True)
    assert f".{row.ending}" in _FILES


def test_no_other_ending_is_answered(client: FlaskClient) -> None:
    assert client.get(f"/search.odt?{QUERY}").status_code == 404
    assert client.get("/basket.odt?id=nantong-2021%239").status_code == 404
    assert client.get("/figures.docx").status_code == 404
