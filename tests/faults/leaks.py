"""Ask the real server 100,000 varied questions, and tell how much its memory has grown.

    python tests/faults/leaks.py --queries 100000 --seed 7

The library: the bundled reports, their sentences re-mixed to 10,000 paragraphs (or the lines of
`--lines FILE.jsonl`). Growth is that of the private memory of the server's largest process after
`--warm-up` questions; the allowance is 16 MiB. Answers may be 200, 400 or 404, nothing else; no
answer at all is counted by the name of the error.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from asking import Asker
from serving import Service, ask_many, serving
from stages import full_build

from indexer.settings import Settings
from indexer.sources.folder import find_documents, read_document

ALLOWED_MIB = 16
_CLIENTS = 4
_STEPS = 20
_PARAGRAPHS = 10_000
_FINE = {"200", "301", "302", "308", "400", "404"}


def write_library(file: Path, paragraphs: int, chance: random.Random) -> None:
    """Paragraphs of random sentences of the bundled reports, in documents of fifty."""
    root = Settings().corpus_path()
    sentences: list[str] = []
    for path in find_documents(root)[0]:
        parsed, _ = read_document(path, root)
        if parsed is not None:
            for paragraph in parsed.paragraphs:
                sentences += [s for s in paragraph.text.split("。") if s.strip()]
    with file.open("w", encoding="utf-8") as out:
        for number in range(paragraphs):
            text = "。".join(chance.choices(sentences, k=chance.randint(1, 8))) + "。"
            document = f"报告-{number // 50}"
            line = {"id": f"{document}#{number}", "text": text, "title": f"第{number // 50}号报告"}
            line |= {"source": f"第{number // 50 % 30}局", "year": 2000 + number // 50 % 25}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def measure(service: Service, addresses: Iterator[str], arguments: argparse.Namespace) -> bool:
    """Ask, measure now and then, print the report; whether all was well."""
    seen: Counter[str] = Counter()

    def ask(count: int) -> None:
        requests = (("", address) for address in islice(addresses, count))
        ask_many(service, requests, _CLIENTS, lambda _, __, how, ___: seen.update([how]))

    ask(arguments.warm_up)
    before = service.memory_kib()
    started = time.monotonic()
    steps = [round(before / 1024, 1)]
    step = max(1, arguments.queries // _STEPS)
    while sum(seen.values()) < arguments.warm_up + arguments.queries:
        ask(step)
        steps.append(round(service.memory_kib() / 1024, 1))
        if time.monotonic() - started > arguments.most_seconds:
            break
    grown = (service.memory_kib() - before) / 1024
    report = {
        "seed": arguments.seed,
        "queries": sum(seen.values()) - arguments.warm_up,
        "after a warm-up of": arguments.warm_up,
        "statuses": dict(sorted(seen.items())),
        "seconds": round(time.monotonic() - started),
        "private memory, MiB": steps,
        "grown, MiB": round(grown, 1),
    }
    print(json.dumps(report, ensure_ascii=False, indent=1))
    return grown <= ALLOWED_MIB and set(seen) <= _FINE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=100_000)
    parser.add_argument("--warm-up", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--most-seconds", type=float, default=3600, help="then stop and report")
    parser.add_argument("--lines", type=Path, help="JSON Lines of a library of your own")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qianshao-leaks-") as folder:
        lines = arguments.lines or Path(folder) / "lines.jsonl"
        if not arguments.lines:
            write_library(lines, _PARAGRAPHS, random.Random(arguments.seed))
        full_build(lines, Path(folder) / "index")
        records = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
        asker = Asker([r["text"] for r in records], [r["id"] for r in records], arguments.seed)
        with serving(Path(folder) / "index") as service:
            fine = measure(service, iter(asker), arguments)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
