"""What readers, programs and administrators see of search by meaning, and without a model."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from small_library import TEXTS, records
from test_search import IN_OTHER_WORDS

from indexer.semantic.embedding import embed
from indexer.settings import SemanticSettings, Settings
from search.searcher import open_searcher
from web.app import create_app
from web.cli import main

QUESTION = "老师怎么上课，民警立马出动吗"


@pytest.fixture
def settings(library, in_this_process) -> Settings:
    made = library()
    embed(made)
    return made


def client_of(settings: Settings) -> FlaskClient:
    return create_app(settings, open_searcher(settings)).test_client()


@pytest.fixture
def client(settings) -> FlaskClient:
    return client_of(settings)


@pytest.fixture
def plain(settings) -> FlaskClient:
    return client_of(replace(settings, semantic=SemanticSettings()))


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_hits_of_like_meaning_stand_below_a_divider_and_one_click_takes_them_off(client):
    found = page(client, f"/search?q={IN_OTHER_WORDS}")
    assert re.search(r'class="divider" id="semantic"><span>语义相近</span>', found)
    assert 'data-match="semantic"' in found
    assert "1 段语义相近" in found
    (off,) = set(re.findall(r'href="([^"]*semantic=0[^"]*)"', found))
    without = page(client, off.replace("&amp;", "&"))
    assert "没有找到" in without and "也按意思查" in without
    assert "语义" not in without.replace("也按意思查", "")
    (on,) = set(re.findall(r'<a href="([^"]*)">也按意思查', without))
    assert 'data-match="semantic"' in page(client, on.replace("&amp;", "&"))


def test_the_count_leads_to_the_page_where_they_begin(client):
    found = page(client, f"/search?q={QUESTION}&size=1")
    body = client.get(f"/api/v1/search?q={QUESTION}&size=1").json
    if body["matches"]["semantic"]:
        at = body["total"] - body["matches"]["semantic"] + 1
        assert re.search(rf'href="[^"]*page={at}[^"]*#semantic"', found)


def test_by_date_or_document_there_is_no_such_page(client):
    for more in ("sort=newest", "group=document"):
        found = page(client, f"/search?q={IN_OTHER_WORDS}&{more}")
        assert "1 段语义相近" in found and "#semantic" not in found


def test_the_page_speaks_english_of_it(client):
    assert "Of like meaning" in page(client, f"/search?q={IN_OTHER_WORDS}&lang=en")


def test_without_a_model_no_page_and_no_answer_says_a_word_of_it(client, plain):
    for address in (f"/search?q={IN_OTHER_WORDS}", f"/search?q={QUESTION}", "/documents/甲", "/"):
        found = page(plain, address)
        assert not re.search("语义|相近段落|按意思|semantic", found)
    body = plain.get(f"/api/v1/search?q={QUESTION}").json
    assert set(body["matches"]) == {"phrase", "all", "some"}
    assert "semantic" not in body["query"]
    assert "semantic" not in plain.get("/api/v1/status").json
    assert "不认识" not in str(plain.get(f"/api/v1/search?q={QUESTION}&semantic=0").json)


def test_the_interface_answers_as_it_is_described(client):
    described = client.get("/api/openapi.json").json
    body = client.get(f"/api/v1/search?q={IN_OTHER_WORDS}&explain=1").json
    similar = client.get("/api/v1/similar?id=甲%232&limit=3").json
    for name, answer in (("SearchResponse", body), ("Similar", similar)):
        schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
        jsonschema.validate(answer, schema)
    assert body["matches"]["semantic"] == 1
    assert body["query"]["semantic"] is True
    assert body["hits"][0]["match"] == "semantic"
    assert any("余弦" in part["part"] for part in body["hits"][0]["explanation"])
    assert client.get("/api/v1/search?q=a&semantic=maybe").status_code == 400


def test_similar_paragraphs_are_of_other_documents_and_linked_from_the_reading_view(client):
    reading = page(client, "/documents/甲")
    (link, *_) = re.findall(r'href="(/similar\?id=[^"]*)">相近段落', reading)
    assert page(client, link)
    found = client.get("/api/v1/similar?id=甲%232").json["similar"]
    assert [one["id"] for one in found] == ["丁#2"]
    assert found[0]["document"] != "甲" and 0.5 < found[0]["cosine"] <= 1
    assert "平安是基本要求" in page(client, "/similar?id=甲%232")
    assert client.get("/similar?id=没有%231").status_code == 404
    assert client.get("/api/v1/similar?id=没有%231").status_code == 404


def test_without_vectors_similar_paragraphs_say_why_there_are_none(plain, library):
    assert "没有设置语义模型" in plain.get("/api/v1/similar?id=甲%232").json["note"]
    fresh = client_of(library(records({**TEXTS, "戊#1": "还没有向量的一段。"})))
    assert "qianshao embed" in page(fresh, "/similar?id=甲%232")


# -- the command line ------------------------------------------------------------------------------


def run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == code, done.output
    return done.stdout if "--json" in arguments else done.output


@pytest.fixture
def options(settings, tmp_path: Path) -> tuple[str, ...]:
    config = tmp_path / "q.yaml"
    config.write_text(
        f"index: {settings.index}\ncorpus: {settings.corpus}\n"
        f"semantic:\n  model: {settings.semantic.model}\n"
    )
    return ("--config", str(config))


def test_the_command_line_finds_the_same_and_can_leave_it(options):
    found = run("search", IN_OTHER_WORDS, *options)
    assert "语义相近 1" in found
    assert "0 段" in run("search", IN_OTHER_WORDS, "--no-semantic", *options)
    body = json.loads(run("search", IN_OTHER_WORDS, "--json", *options))
    assert body["matches"]["semantic"] == 1


def test_status_and_verify_tell_of_the_vectors(options, settings):
    assert "语义检索：已启用（8/8 段有向量" in run("status", *options)
    assert json.loads(run("status", "--json", *options))["semantic"]["state"] == "ready"
    checks = json.loads(run("verify", "--json", *options))["checks"]
    (vectors,) = (check for check in checks if check["name"] == "vectors")
    assert (vectors["checked"], vectors["failed"]) == (8, 0)
    (path,) = (settings.index_path() / "vectors").glob("*/*.arrays")
    content = bytearray(path.read_bytes())
    content[80] ^= 1
    path.write_bytes(content)
    assert "语义向量" in run("verify", *options, code=1)
    assert "已损坏" in run("status", *options)


def test_embed_goes_on_by_itself_after_a_build(options, settings, tmp_path):
    assert "新算 0 段" in run("embed", *options)
    lines = tmp_path / "more.jsonl"
    lines.write_text('{"id": "新#1", "text": "全新的一段"}\n')
    assert "语义向量已齐，新算 1 段" in run("rebuild", str(lines), *options)
    lines.write_text('{"id": "新#1", "text": "全新的一段"}\n{"id": "新#2", "text": "又一段"}\n')
    assert "语义向量" not in run("update", str(lines), "--no-embed", *options)
    assert "语义向量还没有算齐" in run("status", *options)
    assert json.loads(run("embed", "--json", *options))["embedded"] == 1


def test_a_build_with_a_broken_model_is_published_and_says_so(options, settings, tmp_path):
    config = tmp_path / "broken.yaml"
    config.write_text(
        f"index: {settings.index}\ncorpus: {settings.corpus}\nsemantic:\n  model: {tmp_path}/none\n"
    )
    lines = tmp_path / "more.jsonl"
    lines.write_text('{"id": "新#1", "text": "全新的一段"}\n')
    told = run("rebuild", str(lines), "--config", str(config))
    assert "已发布" in told and "没有这个文件夹" in told
    assert "没有这个文件夹" in run("embed", "--config", str(config), code=1)


def test_embed_without_a_model_says_what_to_set(settings):
    assert "semantic.model" in run("embed", "--index", settings.index, code=1)
