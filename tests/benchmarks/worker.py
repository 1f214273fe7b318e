"""One engine in a process of its own: builds an index, or answers tasks and says how long it took.

`worker.py build PEER LINES FOLDER`, or `worker.py serve PEER FOLDER`, which reads one JSON object a
line and prints one: {"task": …} → {"ms", "total"}, {"update": record, "lines": file} → {"seconds"},
{"memory": true} → {"private_mb", "mapped_mb"}.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from typing import Any

from memory import own_memory
from peer import Peer, load_peer
from workload import task_of


def answer(peer: Peer, request: dict[str, Any]) -> dict[str, Any]:
    if "memory" in request:
        return own_memory()
    if "update" in request:
        return {"seconds": peer.update(request["update"], Path(request["lines"]))}
    started = time.perf_counter()
    total = peer.run(task_of(request["task"]))
    return {"ms": (time.perf_counter() - started) * 1000, "total": total}


def serve(peer: Peer, folder: Path) -> None:
    peer.open(folder)
    gc.collect()
    for line in sys.stdin:
        print(json.dumps(answer(peer, json.loads(line))), flush=True)


def main(arguments: list[str]) -> None:
    action, name, *paths = arguments
    if action == "build":
        load_peer(name).build(Path(paths[0]), Path(paths[1]))
    else:
        serve(load_peer(name), Path(paths[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
