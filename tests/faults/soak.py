"""Ask the real server for everything it has, mixed, for long: memory, waiting, answers.

    python tests/faults/soak.py --requests 100000 --seed 7

Readers' searches and pages, and beside them what is large: all files of exports, a document of
20,000 paragraphs, one whose paragraphs have 130,000 characters, figures, comparisons of measures
and of documents, similar paragraphs, questions answered by a model. Counts answers by status, how
long each kind waited, which answers came late, and the private memory of every process, sampled all
the time: at most 400 MB each, and no more at the end than after the warm-up but for `ALLOWED_MIB`.
`--rate 20` sends so many requests a second, as on a machine that has other work, too.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import quote, urlencode

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "semantic"))

from asking import Asker
from leaks import write_library
from serving import Service, ask_many, family, private_kib, serving
from stages import full_build
from tiny_model import write_tiny_model

from indexer.semantic.embedding import embed
from indexer.settings import SemanticSettings, Settings

ALLOWED_MIB, MOST_MB, MOST_WAIT_S = 32, 400, 2.0
_CLIENTS, _STEPS, _PARAGRAPHS = 4, 100, 10_000
_LONG_TEXT = 130_000
# Of large answers a share is refused (503, with Retry-After), and files may be too large (400).
_FINE = {"200", "301", "302", "308", "400", "404", "503"}
_ENDINGS = ("csv", "xlsx", "docx", "md", "ris", "bib")
_WORDS = ("出动警力", "无人机", "平安", "案件", "群众")


class Mix:
    """Endless (kind, address) pairs: two in three are what readers and programs usually send."""

    def __init__(self, texts: list[str], ids: list[str], seed: int) -> None:
        self._usual = iter(Asker(texts, ids, seed))
        self._asker = Asker(texts, ids, seed + 1)
        self._ids, self._chance = ids, random.Random(seed)
        self._large = {
            "export": self._export,
            "long document": self._long_document,
            "100 a page": self._large_page,
            "figures": self._figures,
            "compare": self._compare,
            "similar": lambda: "/api/v1/similar?" + urlencode({"id": self._id()}),
            "by meaning": self._meaning,
            "lists": lambda: self._chance.choice(
                ("/initiatives", "/documents", "/", "/api/v1/status")
            ),
        }

    def __iter__(self) -> Iterator[tuple[str, str]]:
        while True:
            if self._chance.random() < 2 / 3:
                yield "usual", next(self._usual)
            else:
                kind = self._chance.choice(list(self._large))
                yield kind, self._large[kind]()

    def _id(self) -> str:
        return self._chance.choice(self._ids)

    def _slug(self) -> str:
        return self._id().rpartition("#")[0]

    def _export(self) -> str:
        ending = self._chance.choice(_ENDINGS)
        return f"/search.{ending}?" + urlencode(
            {"q": self._chance.choice((*_WORDS, self._asker.piece(2)))}
        )

    def _long_document(self) -> str:
        slug = self._chance.choice(("长编", "巨著"))
        start = self._chance.randrange(1, 20_000)
        return f"/documents/{quote(slug)}?" + urlencode({"q": self._asker.piece(2), "from": start})

    def _large_page(self) -> str:
        path = self._chance.choice(("/search", "/api/v1/search"))
        asked = {"q": self._chance.choice(_WORDS), "size": 100, "explain": 1, "facet_limit": 10_000}
        return f"{path}?" + urlencode(asked)

    def _figures(self) -> str:
        path = self._chance.choice(("/figures", "/figures.csv", "/figures.xlsx", "/api/v1/figures"))
        return f"{path}?" + urlencode({"q": self._chance.choice(_WORDS)})

    def _compare(self) -> str:
        if self._chance.random() < 0.5:
            return "/compare/documents?" + urlencode({"a": self._slug(), "b": self._slug()})
        return "/compare?" + urlencode({"indicator": self._chance.choice(_WORDS)})

    def _meaning(self) -> str:
        return "/search?" + urlencode({"q": f"怎么{self._asker.piece(6)}才快"})


class Measured:
    """What was seen: statuses, waiting by kind, and the largest memory, by process."""

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.waits: dict[str, list[float]] = defaultdict(list)
        self.late: list[tuple[float, str]] = []
        self.peaks: dict[int, int] = defaultdict(int)

    def add(self, kind: str, address: str, how: str, waited: float) -> None:
        self.statuses[how] += 1
        self.refused[kind] += how == "503"
        if how != "503":
            self.waits[kind].append(waited)
            if waited > MOST_WAIT_S:
                self.late.append((round(waited, 1), address))

    def waiting(self) -> dict[str, dict[str, float]]:
        told = {}
        for kind, waits in sorted(self.waits.items()):
            ordered = sorted(waits)
            told[kind] = {
                "answers": len(ordered),
                "median, ms": round(1000 * ordered[len(ordered) // 2]),
                "p99, ms": round(1000 * ordered[int(len(ordered) * 0.99)]),
                "at most, ms": round(1000 * ordered[-1]),
                "late": sum(wait > MOST_WAIT_S for wait in ordered),
                "refused": self.refused[kind],
            }
        return told


def at_a_rate(mix: Iterator[tuple[str, str]], a_second: float) -> Iterator[tuple[str, str]]:
    """The same, the next one not before its time; 0: at once."""
    due = time.monotonic()
    for request in mix:
        if a_second:
            due = max(due + 1 / a_second, time.monotonic() - 1)
            time.sleep(max(0.0, due - time.monotonic()))
        yield request


def sample(service: Service, seen: Measured, stop: threading.Event) -> None:
    while not stop.wait(0.2):
        for pid in family(service.process.pid):
            seen.peaks[pid] = max(seen.peaks[pid], private_kib(pid))


def measure(
    service: Service, mix: Iterator[tuple[str, str]], arguments: argparse.Namespace
) -> bool:
    """Ask, measure, print the report; whether memory and statuses were as they must be."""
    ask_many(service, islice(mix, arguments.warm_up), _CLIENTS, Measured().add)
    seen, stop = Measured(), threading.Event()
    sampler = threading.Thread(target=sample, args=(service, seen, stop))
    sampler.start()
    steps = [service.memory_kib()]
    started = time.monotonic()
    while seen.statuses.total() < arguments.requests:
        step = islice(mix, max(1, arguments.requests // _STEPS))
        ask_many(service, step, _CLIENTS, seen.add)
        steps.append(service.memory_kib())
        if time.monotonic() - started > arguments.most_seconds:
            break
    stop.set()
    sampler.join()
    third = max(1, len(steps) // 3)
    grown = (min(steps[-third:]) - min(steps[:third])) / 1024
    peak = max(seen.peaks.values()) * 1024 / 1e6
    report = {
        "seed": arguments.seed,
        "requests": seen.statuses.total(),
        "seconds": round(time.monotonic() - started),
        "load average": round(os.getloadavg()[0], 1),
        "statuses": dict(sorted(seen.statuses.items())),
        "largest process, MiB, after each step": [round(kib / 1024) for kib in steps],
        "grown from the first third to the last, MiB": round(grown, 1),
        "at most, MB, by process": [round(kib * 1024 / 1e6) for kib in seen.peaks.values()],
        "waited": seen.waiting(),
        "answers after more than 2 s": len(seen.late),
        "the latest of them, s": sorted(seen.late, reverse=True)[:20],
    }
    print(json.dumps(report, ensure_ascii=False, indent=1))
    return grown <= ALLOWED_MIB and peak <= MOST_MB and set(seen.statuses) <= _FINE


def write_long_documents(file: Path) -> None:
    """A document of 20,000 short paragraphs, and one of six enormous ones, behind the others."""
    with file.open("a", encoding="utf-8") as out:
        for number in range(20_000):
            text = f"第{number}条，{2000 + number % 25}年出动警力{number * 7}人次，案件{number}起。"
            line = {"id": f"长编#{number}", "text": text, "title": "大事长编", "source": "史志办"}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
        for number in range(6):
            text = f"群众平安第{number}部分。" * (_LONG_TEXT // 10)
            line = {"id": f"巨著#{number}", "text": text, "title": "巨著"}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--warm-up", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--most-seconds", type=float, default=7200, help="then stop and report")
    parser.add_argument("--rate", type=float, default=0, help="requests a second; 0: no pause")
    parser.add_argument("--model", type=Path, help="a model folder; else a tiny one is made")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qianshao-soak-") as scratch:
        folder = Path(scratch)
        lines, index = folder / "lines.jsonl", folder / "index"
        write_library(lines, _PARAGRAPHS, random.Random(arguments.seed))
        write_long_documents(lines)
        full_build(lines, index)
        model = arguments.model or write_tiny_model(folder / "model")
        embed(Settings(index=str(index), semantic=SemanticSettings(str(model))))
        (folder / "qianshao.yaml").write_text(f"semantic:\n  model: {model}\n", "utf-8")
        records = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
        usual = [record for record in records if record["id"].startswith("报告")]
        mix = Mix([r["text"] for r in usual], [r["id"] for r in usual], arguments.seed)
        with serving(index, "--config", str(folder / "qianshao.yaml")) as service:
            fine = measure(service, at_a_rate(iter(mix), arguments.rate), arguments)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
