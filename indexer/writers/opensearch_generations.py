"""Make generations in an OpenSearch cluster live, or remove them: alias moves and deletions.

The alias named by the setting `opensearch.index` points to the live generation. It is moved by one
action, which the cluster does wholly or not at all; so is the way back.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from indexer.errors import GenerationError
from indexer.opensearch_cluster import Body, Cluster

BUILDING, READY = "building", "ready"


@dataclass(frozen=True, slots=True)
class ClusterGeneration:
    """One index of ours. `meta` is what its writer noted."""

    index: str
    state: str
    is_live: bool
    meta: Body


def generations(cluster: Cluster) -> list[ClusterGeneration]:
    """Every index of ours, oldest first."""
    alias = cluster.settings.index
    found = cluster.call("GET", f"/{alias}-*", expand_wildcards="open", ignore_unavailable=True)
    ours: list[ClusterGeneration] = []
    for name, body in found.items():
        meta = body.get("mappings", {}).get("_meta", {})
        if _number(name, alias) and "state" in meta:
            ours.append(ClusterGeneration(name, meta["state"], alias in body["aliases"], meta))
    return sorted(ours, key=lambda generation: _number(generation.index, alias))


def next_name(cluster: Cluster) -> str:
    """A name that no index of ours has: `<alias>-000001` and so on."""
    last = [
        _number(generation.index, cluster.settings.index) for generation in generations(cluster)
    ]
    return f"{cluster.settings.index}-{max(last, default=0) + 1:06}"


def make_live(cluster: Cluster, index: str) -> None:
    """Point the alias to a finished generation: publishing, and rolling back, in one action."""
    alias = cluster.settings.index
    chosen = [g for g in generations(cluster) if g.index == index and g.state == READY]
    if not chosen:
        raise GenerationError(index, "集群里没有这一代，或它没有建完")
    actions: list[Body] = [
        {"remove": {"index": generation.index, "alias": alias}}
        for generation in generations(cluster)
        if generation.is_live and generation.index != index
    ]
    actions.append({"add": {"index": index, "alias": alias}})
    cluster.call("POST", "/_aliases", {"actions": actions})


def prune(cluster: Cluster, kept: Collection[str]) -> list[str]:
    """Delete finished generations that are neither live nor in `kept`; gives their names."""
    doomed = [
        generation.index
        for generation in generations(cluster)
        if generation.state == READY and not generation.is_live and generation.index not in kept
    ]
    for index in doomed:
        cluster.call("DELETE", f"/{index}")
    return doomed


def _number(name: str, alias: str) -> int:
    """The sequence number of an index of ours; 0 for anything else."""
    number = name.removeprefix(f"{alias}-")
    return int(number) if number != name and len(number) >= 6 and number.isdecimal() else 0
