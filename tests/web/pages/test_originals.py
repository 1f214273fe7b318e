"""The original of a document is offered as a download, and only of one that is published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.build.builder import BuildOptions, rebuild
from indexer.generations.store import GenerationStore
from indexer.library.addition import Options, add_files
from indexer.library.creation import create_library
from indexer.library.ledger import ImportedFile, digest_of, replace_file, write_ledger
from indexer.library.originals import encode_pages, original_path, pages_path
from indexer.model.documents import text_hash
from indexer.settings import Settings
from search.searcher import open_searcher
from web.app import create_app

PAGE = (
    "<html><body><h1>海安市公安局2021年工作总结</h1><script>alert(1)</script>"
    "<p>2021年，全市公安机关聚焦主责主业，群众安全感持续提升。</p></body></html>"
)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A library with the settings of `init`: `corpus` is relative to the working folder."""
    create_library(tmp_path / "library")
    corpus = tmp_path / "library" / "corpus"
    folder = tmp_path / "secret-place"
    folder.mkdir()
    (folder / "网页 一.html").write_text(PAGE, "utf-8")
    add_files([folder / "网页 一.html"], corpus, Options())
    monkeypatch.chdir(corpus.parent)
    settings = Settings(index=str(tmp_path / "index"), corpus="corpus")
    rebuild(str(corpus), settings, BuildOptions())
    return settings


def client(settings: Settings) -> Iterator[FlaskClient]:
    searcher = open_searcher(settings)
    yield create_app(settings, searcher).test_client()
    searcher.close()


def test_the_reading_view_offers_it_as_a_file_that_no_browser_runs(settings: Settings) -> None:
    for asked in client(settings):
        page = asked.get("/documents/网页-一").text
        assert "网页 一.html" in page and "secret-place" not in page
        answer = asked.get("/documents/网页-一/original", buffered=True)
        assert answer.get_data(as_text=True) == PAGE
        assert answer.mimetype == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert asked.get("/documents/无此篇/original", buffered=True).status_code == 404


def test_a_web_page_can_be_looked_at_without_its_scripts(settings: Settings) -> None:
    for asked in client(settings):
        assert "/original?view=1" in asked.get("/documents/网页-一").text
        answer = asked.get("/documents/网页-一/original?view=1", buffered=True)
        assert answer.get_data(as_text=True) == PAGE and answer.mimetype == "text/html"
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("sandbox; default-src 'none'") and "script" not in policy
        assert answer.headers["Content-Disposition"].startswith("inline;")


def test_a_pdf_is_opened_at_the_page_of_a_paragraph(settings: Settings) -> None:
    corpus = settings.corpus_path()
    data, digest = b"%PDF-1.4 pages", digest_of(b"%PDF-1.4 pages")
    kept = original_path(corpus, digest, "年报.pdf")
    replace_file(kept, data)
    write_ledger(corpus, [ImportedFile("网页-一", "年报.pdf", "年报.pdf", digest, "", "0")])
    for asked in client(settings):
        assert "原件第" not in asked.get("/documents/网页-一").text
        paragraph = asked.get("/api/v1/documents/网页-一").get_json()["paragraphs"][0]
        replace_file(pages_path(kept), encode_pages({text_hash(paragraph["text"]): 3}))
        page = asked.get("/documents/网页-一").text
        assert "原件第 3 页" in page and "/original?view=1#page=3" in page
        answer = asked.get("/documents/网页-一/original?view=1", buffered=True)
        assert answer.data == data and answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("inline;")
        saved = asked.get("/documents/网页-一/original", buffered=True)
        assert saved.headers["Content-Disposition"].startswith("attachment;")
        assert "sandbox" in saved.headers["Content-Security-Policy"]
        pages_path(kept).write_text("[1, 2")  # a broken table says nothing
        assert "原件第" not in asked.get("/documents/网页-一").text


def test_it_is_not_offered_where_the_setting_forbids(settings: Settings) -> None:
    for asked in client(replace(settings, keep_originals=False)):
        assert "网页 一.html" not in asked.get("/documents/网页-一").text
        assert asked.get("/documents/网页-一/original", buffered=True).status_code == 404


def test_that_of_a_withdrawn_document_is_gone(settings: Settings) -> None:
    for asked in client(settings):
        assert asked.get("/documents/网页-一/original", buffered=True).status_code == 200
    GenerationStore(settings.index_path()).withdrawals.withdraw("网页-一", "测试")
    for asked in client(settings):
        assert asked.get("/documents/网页-一/original", buffered=True).status_code != 200


def test_the_ledger_names_no_folder_of_the_machine(settings: Settings) -> None:
    ledger = (settings.corpus_path() / "originals.jsonl").read_text("utf-8")
    assert "secret-place" not in ledger and "网页 一.html" in ledger
