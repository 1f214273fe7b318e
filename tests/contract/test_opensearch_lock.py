"""One writer in the whole cluster: others are told who it is, and the dead are replaced."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest
from entries import document, random_entries
from opensearch_builds import build, cut, remove_all

from indexer.errors import ClusterUnavailableError, IndexBusyError
from indexer.opensearch import lock as opensearch_lock
from indexer.opensearch.cluster import Cluster
from indexer.opensearch.generations import live_index, make_live
from indexer.opensearch.lock import writer_lock
from indexer.opensearch.writer import OpenSearchWriter
from search.engines.opensearch.engine import open_opensearch_engine

OLD = document("old", "旧的平安")
NEW = document("new", "新的平安")


@pytest.fixture
def settings(opensearch):
    yield opensearch
    remove_all(opensearch)


@pytest.fixture
def cluster(settings):
    opened = Cluster(settings)
    yield opened
    opened.close()


def silent(stage: str, done: int, of: int) -> None:
    pass


def lock_path(settings) -> str:
    return f"/{settings.index}-writer/_doc/writer"


def served(settings) -> list[str]:
    engine = open_opensearch_engine(settings)
    try:
        return sorted(engine.export_ids())
    finally:
        engine.close()


def test_the_second_writer_is_told_who_the_first_is(settings):
    with writer_lock(settings, silent) as first:
        with pytest.raises(IndexBusyError) as refused, writer_lock(settings, silent):
            pass
        assert "进程" in refused.value.reason
        assert settings.index in refused.value.folder
        first.require()
    with writer_lock(settings, silent) as second:  # free again
        second.require()


def test_an_error_gives_the_lock_back(settings):
    with pytest.raises(ZeroDivisionError), writer_lock(settings, silent):
        raise ZeroDivisionError
    with writer_lock(settings, silent):
        pass


def test_a_killed_process_of_this_machine_is_replaced_at_once(settings, monkeypatch):
    monkeypatch.setattr(opensearch_lock, "GONE_AFTER_S", 600.0)
    program = f"""
        import os, signal
        from indexer.settings import OpenSearchSettings
        from indexer.opensearch.lock import writer_lock
        settings = OpenSearchSettings(hosts={settings.hosts!r}, index={settings.index!r})
        with writer_lock(settings, lambda *_: None):
            os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)])
    assert done.returncode < 0
    with writer_lock(settings, silent) as lock:
        lock.require()


def test_a_silent_holder_elsewhere_is_replaced_after_a_while(settings, cluster, monkeypatch):
    monkeypatch.setattr(opensearch_lock, "GONE_AFTER_S", 1.0)
    with writer_lock(settings, silent):
        pass
    left = {"token": "x", "holder": "甲机", "place": "elsewhere", "pid": 1}
    cluster.call("PUT", lock_path(settings), left)
    waited: list[int] = []
    with writer_lock(settings, lambda stage, done, of: waited.append(of)) as lock:
        lock.require()
    assert waited  # who waits is told so


def test_a_writer_that_was_replaced_may_not_publish(settings, cluster):
    with writer_lock(settings, silent) as lock:
        taken = {"token": "x", "holder": "乙机", "place": "elsewhere", "pid": 1}
        cluster.call("PUT", lock_path(settings), taken)
        with pytest.raises(IndexBusyError) as refused:
            lock.require()
        assert refused.value.reason == "乙机"
    assert cluster.call("GET", lock_path(settings))["_source"]["token"] == "x"  # not ours to drop


def test_a_writer_whose_index_another_went_on_with_changes_nothing_more(settings):
    entries = random_entries(41, 1_500)
    build(settings, OLD)
    stopped = OpenSearchWriter(settings, "same", cut())
    for p, d in entries[:1_100]:
        stopped.add(p, d)
    other = OpenSearchWriter(settings, "same", cut())
    assert other.index == stopped.index
    for p, d in entries:
        other.add(p, d)
    with pytest.raises(IndexBusyError):
        for p, d in random_entries(42, 3_000):
            stopped.add(p, d)
        stopped.commit()
    stopped.abort()
    other.commit()
    make_live(other.cluster, other.index)
    other.close()
    assert served(settings) == sorted(p.id for p, _ in entries)


def test_an_alias_that_somebody_else_has_moved_is_left_there(settings, cluster, monkeypatch):
    old, new = build(settings, OLD), build(settings, NEW)
    call = Cluster.call

    def late(self: Cluster, method: str, path: str, *rest: object, **named: object) -> object:
        if path == "/_aliases" and self is slow:  # just before our own action
            make_live(cluster, old)
        return call(self, method, path, *rest, **named)

    slow = Cluster(settings)
    third = build_unpublished(settings)
    monkeypatch.setattr(Cluster, "call", late)
    with pytest.raises(ClusterUnavailableError):
        make_live(slow, third)
    slow.close()
    assert live_index(cluster) == old != new


def build_unpublished(settings) -> str:
    writer = OpenSearchWriter(settings, "third", cut())
    for p, d in document("third", "第三"):
        writer.add(p, d)
    writer.commit()
    writer.close()
    return writer.index
