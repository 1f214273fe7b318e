"""What readers, programs and monitors are told while three real nodes cannot answer as a whole."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from entries import random_entries
from flask.testing import FlaskClient
from three_nodes import lines

from indexer.build.builder import BuildOptions, rebuild
from indexer.generations.store import GenerationStore
from indexer.model.schema import SCHEMA
from indexer.opensearch.cluster import Cluster, index_of
from indexer.settings import Settings
from search.engines.base import Page
from search.engines.opensearch.engine import open_opensearch_engine
from search.errors import EngineUnavailableError
from search.query.tree import Everything, Literal, Wildcard
from search.request import Filters
from search.searcher import Searcher
from web.api import health_probe
from web.app import create_app

SLOW_S = 4.0
READERS = 8


def patient(product: Settings, timeout_s: float, **others: object) -> Settings:
    changed = dataclasses.replace(product.opensearch, timeout_s=timeout_s, **others)
    return dataclasses.replace(product, opensearch=changed)


def client_of(settings: Settings) -> FlaskClient:
    return create_app(settings, Searcher(settings)).test_client()


def told(client: FlaskClient) -> tuple[int, str, int, str]:
    """What a search, /readyz and /metrics say: status, code, status, readiness."""
    answer = client.get("/api/v1/search?q=平安")
    figures = client.get("/metrics").text.splitlines()
    ready = [line for line in figures if line.startswith("qianshao_index_ready ")]
    code = answer.get_json().get("code", "")
    return answer.status_code, code, client.get("/readyz").status_code, ready[-1]


AWAY = (503, "engine_unavailable", 503, "qianshao_index_ready 0.0")
WELL = (200, "", 200, "qianshao_index_ready 1.0")


def until(holds: Callable[[], bool], patience_s: float = 90.0) -> None:
    deadline = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def seconds(ask: Callable[[], object]) -> float:
    started = time.monotonic()
    ask()
    return time.monotonic() - started


PATHS = ("search?q=平安前哨", "", "documents", "api/v1/suggest?q=平", "search.csv?q=平")


def require_told_to_readers(
    client: FlaskClient, settings: Settings, paths: Sequence[str] = PATHS
) -> None:
    """In Chinese, with what was typed, when to come back, and without names of hosts."""
    for path in paths:
        answer = client.get(f"/{path}")
        assert answer.status_code == 503, path
        assert int(answer.headers["Retry-After"]) > 0
        assert "检索引擎" in answer.text
        assert not any(host.split("//")[1] in answer.text for host in settings.opensearch.hosts)
        if path == PATHS[0]:
            assert answer.mimetype == "text/html"
            assert 'value="平安前哨"' in answer.text
    assert client.get("/healthz").status_code == 200


def test_a_silent_cluster_is_a_503_and_a_metric_and_holds_one_reader_at_a_time(
    three_nodes, product
):
    settings = patient(product, SLOW_S)
    client = client_of(settings)
    assert told(client) == WELL
    for node in range(3):
        three_nodes.freeze(node)
    try:
        first_s = seconds(lambda: client.get("/api/v1/search?q=平安前哨"))
        watched_s = [seconds(lambda path=p: client.get(path)) for p in ("/metrics", "/readyz")]
        state = told(client)
        with ThreadPoolExecutor(READERS) as readers:
            asked = readers.map(lambda _: seconds(lambda: told(client)), range(READERS))
            waited_s = sorted(asked)
        require_told_to_readers(client, settings, PATHS[:1])
    finally:
        for node in range(3):
            three_nodes.thaw(node)
    assert state == AWAY
    assert first_s < 2 * SLOW_S
    assert max(watched_s) < health_probe.PATIENCE_S + 1
    assert waited_s[READERS // 2] < 2 * SLOW_S  # three requests each; one thread at most is held
    assert 'status="503"} ' in client.get("/metrics").text
    three_nodes.start()
    until(lambda: told(client) == WELL)


@pytest.fixture
def without_copies(three_nodes, product, tmp_path) -> Settings:
    """300 paragraphs of which each node has a third, and nobody a copy."""
    settings = patient(product, 10.0, replicas=0)
    rebuild(lines(tmp_path / "red.jsonl", random_entries(36, 300)), settings, BuildOptions())
    return settings


def test_a_red_index_is_a_503_and_a_metric_until_its_node_is_back(three_nodes, without_copies):
    client = client_of(without_copies)
    whole = client.get("/api/v1/search?q=平安").get_json()
    assert told(client) == WELL
    three_nodes.kill(0)
    until(lambda: told(client) == AWAY)
    require_told_to_readers(client, without_copies)
    three_nodes.start()
    until(lambda: told(client) == WELL)
    again = client.get("/api/v1/search?q=平安").get_json()
    assert (again["total"], again["hits"]) == (whole["total"], whole["hits"])


def test_two_thirds_of_an_index_are_no_answer_to_anything(three_nodes, without_copies):
    """Whatever is asked, what the nodes that are left know is never taken for all."""
    index = index_of(GenerationStore(without_copies.index_path()).current().path)
    engine = open_opensearch_engine(without_copies.opensearch, index)
    some = [hit.id for hit in engine.search(Everything(), Filters(), (), Page(limit=50)).hits]
    slugs = {id.partition("#")[0] for id in some}
    three_nodes.kill(1)
    page = Page(limit=10)
    questions: list[Callable[[], object]] = [
        lambda: engine.search(Everything(), Filters(), SCHEMA.facets, page),
        lambda: engine.search(Literal(("平",)), Filters(year=("2020",)), (), Page(sort="newest")),
        lambda: engine.search(Wildcard("平*前"), Filters(), (), page),
        lambda: engine.count(Literal(("安",))),
        lambda: engine.fetch(some),
        lambda: engine.documents(0, 10),
        lambda: engine.facet_values("source"),
        lambda: list(engine.export_ids()),
        *(lambda slug=slug: engine.document(slug) for slug in slugs),
        *(lambda slug=slug: engine.reading_order(slug) for slug in slugs),
    ]
    for question in questions:
        with pytest.raises(EngineUnavailableError):
            question()
    three_nodes.start()
    again = engine.search(Everything(), Filters(), (), Page(limit=50))
    assert [hit.id for hit in again.hits] == some
    engine.close()


def test_a_search_that_the_cluster_cuts_short_is_no_answer(product):
    """A script that takes long for each of the paragraphs: the nodes stop it in its midst."""
    cluster = Cluster(patient(product, 0.5).opensearch, EngineUnavailableError)
    index = index_of(GenerationStore(product.index_path()).current().path)
    source = "long n = 0; for (int i = 0; i < 900000; i++) { n += i } return n >= 0"
    slow = {"script": {"script": {"source": source}}}
    with pytest.raises(EngineUnavailableError):
        cluster.search(index, {"query": {"bool": {"must": [slow] * 20}}})
    cluster.close()
