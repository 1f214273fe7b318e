"""Make generations in an OpenSearch cluster live, or remove them: alias moves and deletions.

The alias named by the setting `opensearch.index` points to the live generation. It is moved by one
action, which the cluster does wholly or not at all; so is the way back.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass

from indexer.errors import GenerationError
from indexer.opensearch.cluster import Body, Cluster, WriteConflictError

BUILDING, READY = "building", "ready"


@dataclass(frozen=True, slots=True)
class ClusterGeneration:
    """One index of ours. `meta` is what its writer noted; `aliases` all its other names."""

    index: str
    state: str
    is_live: bool
    meta: Body
    aliases: tuple[str, ...] = ()


def generations(cluster: Cluster) -> list[ClusterGeneration]:
    """Every index of ours, oldest first."""
    alias = cluster.settings.index
    found = cluster.call("GET", f"/{alias}-*", expand_wildcards="open", ignore_unavailable=True)
    ours: list[ClusterGeneration] = []
    for name, body in found.items():
        meta = body.get("mappings", {}).get("_meta", {})
        if _number(name, alias) and "state" in meta:
            aliases = tuple(body["aliases"])
            ours.append(ClusterGeneration(name, meta["state"], alias in aliases, meta, aliases))
    return sorted(ours, key=lambda generation: _number(generation.index, alias))


def live_index(cluster: Cluster) -> str:
    """The index that the alias points to; "" when there is none."""
    return next((g.index for g in generations(cluster) if g.is_live), "")


def next_name(cluster: Cluster) -> str:
    """A name that no index has, of whatever state: `<alias>-000001` and so on."""
    alias = cluster.settings.index
    names = cluster.call("GET", f"/{alias}-*", expand_wildcards="all", ignore_unavailable=True)
    return f"{alias}-{max((_number(name, alias) for name in names), default=0) + 1:06}"


def make_live(cluster: Cluster, index: str) -> None:
    """Point the alias to a finished generation: publishing, and rolling back, in one action.

    WriteConflictError, and nothing is moved, when somebody else has moved it in the meantime.
    """
    alias = cluster.settings.index
    found = generations(cluster)
    if not any(g.index == index and g.state == READY for g in found):
        raise GenerationError(index, "集群里没有这一代，或它没有建完")
    actions: list[Body] = [
        {"remove": {"index": generation.index, "alias": alias, "must_exist": True}}
        for generation in found
        if generation.is_live and generation.index != index
    ]
    actions.append({"add": {"index": index, "alias": alias}})
    try:
        cluster.call("POST", "/_aliases", {"actions": actions})
    except KeyError as error:
        raise WriteConflictError(f"别名 {alias} 刚被别处移动") from error


def prune(cluster: Cluster, kept: Collection[str]) -> list[str]:
    """Delete finished generations that are neither live nor in `kept`; gives their names."""
    doomed = [
        generation.index
        for generation in generations(cluster)
        if generation.state == READY and not generation.is_live and generation.index not in kept
    ]
    for index in doomed:
        delete(cluster, index)
    return doomed


def delete(cluster: Cluster, index: str) -> None:
    """Delete an index, if it is still there."""
    with suppress(KeyError):
        cluster.call("DELETE", f"/{index}")


def _number(name: str, alias: str) -> int:
    """The sequence number of an index of ours; 0 for anything else."""
    number = name.removeprefix(f"{alias}-")
    return int(number) if number != name and len(number) >= 6 and number.isdecimal() else 0
