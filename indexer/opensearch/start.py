"""Find or make the index in an OpenSearch cluster that a build is to fill.

Such an index has one alias besides, its fence, named by the writer at work. Paragraphs are sent to
the fence only: whoever goes on with the index puts up a fence of his own in the same action that
takes down the old one, and a writer that was believed dead can change nothing any more.
"""

from __future__ import annotations

from typing import Any

from indexer.errors import ClusterUnavailableError
from indexer.opensearch.cluster import Body, Cluster
from indexer.opensearch.generations import BUILDING, delete, generations, next_name
from indexer.opensearch.mapping import index_body, index_format

SLOW_CALL_S = 300.0  # refresh, clone and delete of a whole index
COPIES_WITHIN = "30s"  # how long a new index may take to have all its copies; then it begins


def start(cluster: Cluster, fingerprint: str, fence: str) -> tuple[str, bool]:
    """The index of an interrupted build of the same fingerprint, or a new one; and whether it is
    the former. Other unfinished ones are removed, and those that lost a shard for good.
    """
    name = next_name(cluster)  # before any is removed: no name is used twice
    lost = lost_builds(cluster)
    found = ""
    for generation in generations(cluster):
        if generation.state != BUILDING:
            continue
        is_alike = generation.meta.get("fingerprint") == fingerprint
        if is_alike and generation.index not in lost and not found:
            found = generation.index
            actions: list[Body] = [
                {"remove": {"index": found, "alias": alias}} for alias in generation.aliases
            ]
            actions.append({"add": {"index": found, "alias": fence}})
            cluster.call("POST", "/_aliases", {"actions": actions})
            cluster.call("POST", f"/{found}/_refresh", timeout_s=SLOW_CALL_S)
        else:
            delete(cluster, generation.index)
    return (found, True) if found else (_create(cluster, name, fingerprint, fence), False)


def _create(cluster: Cluster, name: str, fingerprint: str, fence: str) -> str:
    """A new index, with all its copies if the cluster can: one node may be lost from now on."""
    body = index_body(cluster.settings, build_meta(name, fingerprint))
    cluster.call(
        "PUT",
        f"/{name}",
        body | {"aliases": {fence: {}}},
        timeout_s=SLOW_CALL_S,
        wait_for_active_shards="all",
        timeout=COPIES_WITHIN,
    )
    return name


def clone(cluster: Cluster, base: str, fence: str) -> str:
    """A copy of a finished index that can be written to, and is never gone on with.

    May be called again when the cluster did not say whether it was made.
    """
    name = next_name(cluster)
    for generation in generations(cluster):
        if fence in generation.aliases:
            delete(cluster, generation.index)
    body: Body = {"settings": {"index": {"blocks.write": None}}, "aliases": {fence: {}}}
    path = f"/{base}/_clone/{name}"
    cluster.call("POST", path, body, timeout_s=SLOW_CALL_S, wait_for_active_shards=1)
    cluster.call("PUT", f"/{name}/_mapping", {"_meta": build_meta(name, "")})
    return name


def build_meta(name: str, fingerprint: str) -> dict[str, Any]:
    """What is kept with an index while it is built."""
    return {
        "state": BUILDING,
        "format": index_format(),
        "generation": name,
        "fingerprint": fingerprint,
        "paragraphs": 0,
        "documents": 0,
    }


def lost_builds(cluster: Cluster) -> list[str]:
    """The unfinished indexes of which no running node has some shard."""
    unfinished = [g.index for g in generations(cluster) if g.state == BUILDING]
    return [index for index in unfinished if is_red(cluster, index)]


def is_red(cluster: Cluster, index: str) -> bool:
    health = cluster.call("GET", f"/_cluster/health/{index}")
    return bool(health["status"] == "red")


def require_primaries(cluster: Cluster, index: str) -> None:
    """ClusterUnavailableError when some shard is on no running node."""
    if is_red(cluster, index):
        raise ClusterUnavailableError(f"索引 {index} 缺少主分片")
