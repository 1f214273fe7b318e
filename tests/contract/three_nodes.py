"""Start three real nodes for tests that kill and freeze them, and write what these build from."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from reference_engine import Entry

NODES = Path(__file__).parent.parent / "opensearch_nodes" / "nodes.py"


def running_nodes(number: int) -> AbstractContextManager[Any]:
    """A started cluster (see tests/opensearch_nodes) that is gone when the block ends."""
    spec = importlib.util.spec_from_file_location("nodes", NODES)
    assert spec and spec.loader
    nodes = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(nodes)
    started: AbstractContextManager[Any] = nodes.running(number)
    return started


def lines(path: Path, entries: Sequence[Entry]) -> str:
    """The entries as a file to be built from; of two documents of one name, the first."""
    first = {d.slug: d for _, d in reversed(entries)}
    with path.open("w", encoding="utf-8") as file:
        for p, d in (entry for entry in entries if first[entry[1].slug] is entry[1]):
            about = {"document": d.slug, "title": d.title, "source": d.source, "date": d.date}
            about |= {"region": list(d.region), "year": d.year, "genre": d.genre}
            named = {"themes": p.themes, "initiatives": p.initiatives}
            values = {"id": p.id, "text": p.text, **about, **named}
            known = {name: value for name, value in values.items() if value is not None}
            file.write(json.dumps(known, ensure_ascii=False) + "\n")
    return str(path)
