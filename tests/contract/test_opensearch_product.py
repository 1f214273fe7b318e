"""The whole product with `engine: opensearch`: what it answers is what the embedded engine does.

Both engines are opened over the same generations, which are built, updated and rolled back as the
commands do it.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from opensearch_builds import remove_all

from indexer.build.builder import BuildOptions, rebuild
from indexer.build.external_store import follow
from indexer.build.updater import update
from indexer.errors import IndexBusyError, IndexNotLoadedError
from indexer.generations.store import GenerationStore
from indexer.opensearch.cluster import Cluster, index_of
from indexer.opensearch.generations import generations
from indexer.opensearch.lock import writer_lock
from indexer.settings import Settings, load_settings
from search.figures.request import FigureRequest
from search.figures.response import figures_body
from search.request import Filters, SearchRequest
from search.response import response_body
from search.searcher import Searcher
from search.verify.gate import gatekeeper
from web.app import create_app
from web.cli import main
from web.pages.citations import quote_path

MINI = Path(__file__).parent.parent / "corpus_mini"

REQUESTS = [
    SearchRequest("平安前哨"),
    SearchRequest("“平安前哨”", mode="exact"),
    SearchRequest("平安 前哨"),
    SearchRequest("电信网络诈骗"),
    SearchRequest("電信網絡詐騙"),
    SearchRequest("哪里推进了平安前哨建设？"),
    SearchRequest("平安 NOT 前哨"),
    SearchRequest("平安*建设"),
    SearchRequest("平安 ~5 建设"),
    SearchRequest("来源:海滨 平安"),
    SearchRequest("平安", filters=Filters(source=("海滨市公安局",), year=("2020..",))),
    SearchRequest("平安", sort="newest", group="document"),
    SearchRequest("建设", field="title"),
    SearchRequest(""),
    SearchRequest("“"),
    SearchRequest("没有这样的话"),
    SearchRequest("平安前稍"),
    SearchRequest("平安", page=2, size=2),
    SearchRequest("平安", facet_limit=1, filters=Filters(source=("海滨市公安局", "没有"))),
    SearchRequest("", facet_query=(("source", "公安"), ("region", "江蘇")), facet_limit=2),
]


@pytest.fixture(scope="module")
def settings(opensearch_for_module, tmp_path_factory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("product")
    shutil.copytree(MINI, folder / "corpus")
    yield dataclasses.replace(
        Settings(),
        index=str(folder / "index"),
        corpus=str(folder / "corpus"),
        engine="opensearch",
        opensearch=opensearch_for_module,
    )
    remove_all(opensearch_for_module)


@pytest.fixture(scope="module")
def both(settings) -> Iterator[tuple[Searcher, Searcher]]:
    build(settings)
    embedded = Searcher(dataclasses.replace(settings, engine="whoosh"))
    elsewhere = Searcher(settings)
    yield embedded, elsewhere
    embedded.close()
    elsewhere.close()


def build(settings: Settings, only_changes: bool = False) -> str:
    options = BuildOptions(verify=gatekeeper(settings))
    run = update if only_changes else rebuild
    return run(settings.corpus, settings, options).generation


def live_texts(settings: Settings) -> set[str]:
    searcher = Searcher(settings)
    try:
        hits = searcher.search(SearchRequest("", size=100)).hits
        return {hit.paragraph.text for hit in hits}
    finally:
        searcher.close()


def aliases(settings: Settings) -> list[bool]:
    cluster = Cluster(settings.opensearch)
    try:
        return [generation.is_live for generation in generations(cluster)]
    finally:
        cluster.close()


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: request.q or "empty")
def test_an_answer_is_the_embedded_engines(both, request_):
    whole = dataclasses.replace(request_, size=max(request_.size, 50) if request_.page == 1 else 2)
    ours, theirs = (response_body(searcher.search(whole)) for searcher in both)
    for body in (ours, theirs):
        body.pop("took_ms")
        for hit in body["hits"]:
            hit.pop("score")
    if request_.sort == "relevance" and request_.q:
        first, second = ours.pop("hits"), theirs.pop("hits")
        assert len(first) == len(second)
        if request_.page == 1:
            by_id = {hit["id"]: hit for hit in second}
            assert {hit["id"]: hit for hit in first} == by_id
            assert [h["match"] for h in first] == [h["match"] for h in second]
    assert ours == theirs


def test_suggestions_documents_and_paragraphs_are_the_embedded_engines(both):
    ours, theirs = both
    for text in ("平安", "pingan", "paqs", "海滨"):
        assert ours.suggest(text) == theirs.suggest(text)
    assert ours.documents(1, 5) == theirs.documents(1, 5)
    for summary in ours.documents(1, 100).documents:
        assert ours.document(summary.slug) == theirs.document(summary.slug)


def test_the_figures_table_is_the_embedded_engines(both):
    asked = (FigureRequest(), FigureRequest(q="破案"), FigureRequest(sort="-value", size=5))
    for request in (*asked, FigureRequest(filters=Filters(source=("海滨市公安局",)))):
        ours, theirs = (figures_body(searcher.figures(request), quote_path) for searcher in both)
        assert ours == theirs and (ours["total"] or request.q)
    ids = [hit.paragraph.id for hit in both[0].search(SearchRequest("", size=50)).hits]
    assert both[0].figures_of(ids) == both[1].figures_of(ids) != {}


def test_an_update_a_rollback_and_a_prune_move_the_alias(settings, both):
    added = Path(settings.corpus) / "documents" / "added.md"
    before = live_texts(settings)
    added.write_text("---\ntitle: 新增\n---\n\n新增的一段平安。\n", "utf-8")
    build(settings, only_changes=True)
    assert live_texts(settings) == before | {"新增的一段平安。"}
    assert aliases(settings) == [False, True]
    store = GenerationStore(settings.index_path())
    store.rollback()
    assert follow(settings, store) == ()
    assert live_texts(settings) == before
    assert aliases(settings) == [True, False]
    store.prune(1)
    follow(settings, store)
    assert aliases(settings) == [True]
    added.unlink()
    build(settings, only_changes=True)
    assert live_texts(settings) == before


def test_the_engine_is_one_setting_and_one_update(settings, opensearch, tmp_path):
    here = dataclasses.replace(
        settings, index=str(tmp_path / "index"), engine="whoosh", opensearch=opensearch
    )
    there = dataclasses.replace(here, engine="opensearch")
    build(here)
    with pytest.raises(IndexNotLoadedError):
        Searcher(there)
    build(there, only_changes=True)
    assert live_texts(there) == live_texts(here)  # and back, without a build
    remove_all(opensearch)


def test_a_build_into_another_folder_waits_for_its_turn(settings, both, tmp_path):
    """As from another machine: the same cluster and alias, an index folder of its own."""
    elsewhere = dataclasses.replace(settings, index=str(tmp_path / "index"))
    before = aliases(settings)
    with writer_lock(settings.opensearch, lambda stage, done, of: None):
        for only_changes in (False, True):
            with pytest.raises(IndexBusyError) as refused:
                build(elsewhere, only_changes)
            assert "进程" in refused.value.reason
    assert aliases(settings) == before
    assert GenerationStore(elsewhere.index_path()).generations() == []


def test_page_and_api_say_503_while_the_index_is_away(settings, both):
    client = create_app(settings, both[1]).test_client()
    live = client.get("/api/v1/search?q=平安前哨").get_json()
    assert live["total"] == both[0].search(SearchRequest("平安前哨")).total
    assert client.get("/readyz").status_code == 200
    index = index_of(GenerationStore(settings.index_path()).current().path)
    cluster = Cluster(settings.opensearch)
    cluster.call("POST", f"/{index}/_close")
    away = client.get("/api/v1/search?q=平安前哨")
    assert (away.status_code, away.get_json()["code"]) == (503, "engine_unavailable")
    page = client.get("/search?q=平安前哨")
    assert page.status_code == 503
    assert "平安前哨" in page.text  # what was typed is kept
    assert client.get("/readyz").status_code == 503
    assert "qianshao_index_ready 0.0" in client.get("/metrics").text
    cluster.call("POST", f"/{index}/_open", wait_for_active_shards=1)
    again = client.get("/api/v1/search?q=平安前哨").get_json()
    assert (again["total"], again["hits"]) == (live["total"], live["hits"])
    cluster.close()


def test_the_commands_run_on_the_cluster(settings, both, tmp_path):
    given = {
        "index": settings.index,
        "corpus": settings.corpus,
        "engine": "opensearch",
        "opensearch": {
            "hosts": list(settings.opensearch.hosts),
            "index": settings.opensearch.index,
            "timeout_s": 30,
        },
    }
    config = tmp_path / "qianshao.yaml"
    config.write_text(json.dumps(given), "utf-8")
    assert load_settings(str(config)).opensearch.index == settings.opensearch.index
    expected = both[0].search(SearchRequest("平安前哨")).total

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(main, [*arguments, "--config", str(config)])
        assert done.exit_code == 0, done.output
        return done.stdout

    assert json.loads(run("search", "平安前哨", "--json"))["total"] == expected
    assert "opensearch" in run("status", "--json")
    assert run("suggest", "平安")
    run("rebuild")
    run("verify")
    assert json.loads(run("search", "平安前哨", "--json"))["total"] == expected
