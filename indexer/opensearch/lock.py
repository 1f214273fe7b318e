"""Let one process, on whatever machine, at a time write to an OpenSearch cluster under one alias.

The lock is one document in an index of its own, copied to every node. Its holder changes it every
few seconds; every change names the state that it changes, so the cluster lets one of several win.
Whether a holder is still there is seen by watching those changes, not by comparing clocks.
"""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from indexer.errors import ClusterUnavailableError, IndexBusyError
from indexer.generations.lock import current_command, current_user, is_gone, now
from indexer.model.problem import Progress
from indexer.opensearch.cluster import Body, Cluster, WriteConflictError
from indexer.settings import OpenSearchSettings

BEAT_S = 2.0
GONE_AFTER_S = 60.0  # longer than a cluster needs to get over a lost node
_LOOK_S = 0.5
STAGE = "等待写锁"

_held: set[str] = set()  # the tokens of this process's locks


@dataclass(frozen=True, slots=True)
class _State:
    """The lock document as it was seen; `place` tells whether `pid` is one of ours to look at."""

    token: str
    holder: str
    place: str
    pid: int
    version: tuple[int, int]  # what the cluster counts up with each change


class WriterLock:
    """The lock while it is held. Renews itself in a thread of its own."""

    def __init__(self, cluster: Cluster, path: str, token: str, version: tuple[int, int]) -> None:
        self._cluster, self._path, self._token, self._version = cluster, path, token, version
        self._taken_by = ""
        _held.add(token)
        self._guard = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="writer-lock", daemon=True)
        self._thread.start()

    def require(self) -> None:
        """IndexBusyError when somebody took the lock for abandoned; to be asked before a publish.

        ClusterUnavailableError when the cluster cannot tell.
        """
        self._cluster.patiently(self._renew)
        if self._taken_by:
            raise IndexBusyError(_place_of(self._cluster), self._taken_by)

    def release(self) -> None:
        self._ended.set()
        self._thread.join()
        _held.discard(self._token)
        with self._guard, suppress(KeyError, ClusterUnavailableError):
            if not self._taken_by:
                self._cluster.call("DELETE", self._path, **_only_if(self._version))

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_S):
            with suppress(ClusterUnavailableError):  # the next beat may succeed
                self._renew()

    def _renew(self) -> None:
        with self._guard:
            if self._taken_by:
                return
            try:
                self._version = _write(self._cluster, self._path, self._token, self._version)
            except WriteConflictError:
                found = _read(self._cluster, self._path)
                if found and found.token == self._token:  # a change whose answer was lost
                    self._version = found.version
                else:
                    self._taken_by = found.holder if found else "另一次构建"


@contextmanager
def writer_lock(settings: OpenSearchSettings, progress: Progress) -> Iterator[WriterLock]:
    """Be the one writer under this alias. IndexBusyError names the one who is at it already.

    A holder of this machine whose process is dead is replaced at once; any other that shows no
    sign of life, after GONE_AFTER_S of watching.
    """
    with closing(Cluster(settings)) as cluster:
        cluster.patiently(lambda: _make_index(cluster))
        lock = _acquire(cluster, f"/{_index(cluster)}/_doc/writer", progress)
        try:
            yield lock
        finally:
            lock.release()


def _acquire(cluster: Cluster, path: str, progress: Progress) -> WriterLock:
    token = uuid.uuid4().hex
    while True:
        found = cluster.patiently(lambda: _read(cluster, path))
        if found and found.token == token:  # a change whose answer was lost
            return WriterLock(cluster, path, token, found.version)
        if found and not _is_dead(found):
            _watch(cluster, path, found, progress)
        with suppress(WriteConflictError):  # somebody was faster: look again
            take = partial(_write, cluster, path, token, found.version if found else None)
            return WriterLock(cluster, path, token, cluster.patiently(take))


def _watch(cluster: Cluster, path: str, found: _State, progress: Progress) -> None:
    """Return when the holder has shown no sign of life for long; IndexBusyError when it does."""
    started = time.monotonic()
    while (waited := time.monotonic() - started) < GONE_AFTER_S:
        progress(STAGE, int(waited), int(GONE_AFTER_S))
        time.sleep(_LOOK_S)
        later = cluster.patiently(lambda: _read(cluster, path))
        if later is None:
            return
        if later.version != found.version:
            raise IndexBusyError(_place_of(cluster), later.holder)


def _is_dead(found: _State) -> bool:
    """Whether the holder was a process of this machine that is no more, or has given up."""
    if not found.place or found.place != _own_place():
        return False
    if found.pid == os.getpid():
        return found.token not in _held
    return is_gone(found.pid)


def _own_place() -> str:
    """What processes that can see each other have in common; "" where that cannot be told."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""


def _index(cluster: Cluster) -> str:
    return f"{cluster.settings.index}-writer"


def _place_of(cluster: Cluster) -> str:
    return f"OpenSearch 集群里的 {cluster.settings.index}"


def _make_index(cluster: Cluster) -> None:
    try:
        cluster.call("GET", f"/{_index(cluster)}")
    except KeyError:
        index = {"number_of_shards": 1, "auto_expand_replicas": "0-all"}
        body: Body = {"settings": {"index": index}, "mappings": {"enabled": False}}
        cluster.call("PUT", f"/{_index(cluster)}", body)


def _read(cluster: Cluster, path: str) -> _State | None:
    try:
        answer = cluster.call("GET", path)
    except KeyError:
        return None
    source, version = answer["_source"], (answer["_seq_no"], answer["_primary_term"])
    return _State(source["token"], source["holder"], source["place"], source["pid"], version)


def _write(
    cluster: Cluster, path: str, token: str, version: tuple[int, int] | None
) -> tuple[int, int]:
    """Make the lock (`version` None), renew it or take it over. WriteConflictError: too late."""
    body: Body = {"token": token, "place": _own_place(), "pid": os.getpid(), "at": now()}
    body["holder"] = f"{current_user()} 进程 {os.getpid()}（{current_command()}，最近活动 {now()}）"
    only_if: Body = {"op_type": "create"} if version is None else _only_if(version)
    answer = cluster.call("PUT", path, body, **only_if)
    return answer["_seq_no"], answer["_primary_term"]


def _only_if(version: tuple[int, int]) -> Body:
    return {"if_seq_no": version[0], "if_primary_term": version[1]}
