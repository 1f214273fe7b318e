"""A row added to the schema turns up everywhere, from the columns of the index to the page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from indexer.model.documents import OF_DOCUMENT, Document, Paragraph, restore
from indexer.model.schema import SCHEMA, Field, Schema

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a product with the rows `level` and `length` answers."""
    program = ROOT / "tests" / "schema_with_one_more_row.py"
    done = subprocess.run(
        # -P: what lies beside the program is no package of ours.
        [sys.executable, "-P", str(program), str(tmp_path_factory.mktemp("row"))],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def counts(body: dict[str, Any], facet: str) -> dict[str, int]:
    return {row["value"]: row["count"] for row in body["facets"][facet]}


def test_columns_whoosh_and_opensearch_hold_it(told: dict[str, Any]) -> None:
    for place in ("columns", "whoosh", "mapping"):
        assert {"level", "length"} <= set(told[place]), place
    assert told["row"]["level"] == "县级" and told["row"]["length"] == ["短"]
    assert told["row"]["stored"]["level"] == "县级"


def test_it_is_counted_filtered_and_kept_through_an_update(told: dict[str, Any]) -> None:
    assert counts(told["all"], "level") == {"市级": 4, "县级": 2}
    assert counts(told["all"], "length") == {"短": 3, "长": 3}
    assert {(hit["level"], *hit["length"]) for hit in told["filtered"]["hits"]} == {("市级", "长")}
    assert told["filtered"]["total"] == 2 and told["updated"]["total"] == 2


def test_a_query_names_it_in_both_languages_and_it_scores(told: dict[str, Any]) -> None:
    assert told["asked"]["total"] == 4 and told["asked in English"]["total"] == 1
    parts = {part["part"] for part in told["explained"]["hits"][0]["explanation"]}
    assert "级别" in parts


def test_bodies_exports_and_their_description_have_it(told: dict[str, Any]) -> None:
    assert told["document"]["document"]["level"] == "市级"
    assert told["document"]["paragraphs"][0]["length"] == ["短"]
    assert {"级别", "长短"} <= set(told["csv"].splitlines()[0].split(","))
    paragraph = told["openapi"]["components"]["schemas"]["Paragraph"]["properties"]
    assert paragraph["level"]["type"] == ["string", "null"]
    assert paragraph["length"]["type"] == "array"
    parameters = told["openapi"]["paths"]["/api/v1/search"]["get"]["parameters"]
    assert {"level", "length"} <= {parameter["name"] for parameter in parameters}


def test_pages_and_the_command_line_have_it(told: dict[str, Any]) -> None:
    assert "级别" in told["page"] and "市级" in told["page"]
    assert "Level" in told["page in English"]
    assert "<dt>级别</dt><dd>市级</dd>" in told["reading"]
    assert "--level" in told["help"] and "级别" in told["help"]
    assert "级别：☑ 市级 4" in told["command"]


def test_derived_views_follow_the_rows() -> None:
    table = Schema(SCHEMA.fields)
    assert "level" not in table.named and "level" not in table.facets
    before = table.layout
    table.fields = (*table.fields, Field("level", "级别", "Level", "keyword", facet=7))
    assert table.facets[-1] == "level" and table.layout != before


@pytest.mark.parametrize("field", SCHEMA.stored, ids=lambda field: field.name)
def test_what_is_stored_comes_back(field: Field) -> None:
    document = Document(
        "甲", "题", "源", ("省", "市"), "2021-05", 2021, "年鉴", "https://example.org/", "张三",
        publisher="日报", doc_number="京政办发〔2005〕37号",
        more=((OF_DOCUMENT, "局\t2020"),),
    )  # fmt: skip
    paragraph = Paragraph("甲#1", "甲", 1, "文", "节", 0, 0, ("主",), ("举",), ("节",), ("待核",))
    values = {one.key: one.value(document, paragraph) for one in SCHEMA.stored}
    assert values[field.key], "an example without a value proves nothing"
    assert field.value(*restore(values)) == values[field.key]


def test_names_are_each_fields_own() -> None:
    words = [word for f in SCHEMA.fields for word in {f.name, f.label, *f.aliases}]
    assert len(words) == len(set(words))
    assert all(field.label and field.english for field in SCHEMA.fields)
