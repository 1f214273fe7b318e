"""What every engine under comparison can do, and where to find it by name."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any, Protocol

from workload import Task

PEERS = ("qianshao", "tantivy", "sqlite", "bm25s", "whoosh")


class Peer(Protocol):
    """One engine. `build` and everything else may run in different processes."""

    def build(self, lines: Path, folder: Path) -> None:
        """Read the JSON Lines, cut words where the engine has none of its own, write an index."""
        ...

    def open(self, folder: Path) -> None: ...

    def run(self, task: Task) -> int | None:
        """Answer as the task's class asks; returns the total, or None for what it cannot do."""
        ...

    def update(self, record: dict[str, Any], lines: Path) -> float | None:
        """Replace the paragraph of this id; seconds until a search sees it. None: it cannot.

        `lines` is what the index was built from.
        """
        ...


def load_peer(name: str) -> Peer:
    peer: Peer = importlib.import_module(f"peer_{name}").Peer()
    return peer
