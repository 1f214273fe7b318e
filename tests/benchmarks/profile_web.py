"""Where the time of a result page goes: milliseconds a query by stage, from a profile.

    python tests/benchmarks/profile_web.py INDEX LINES [--queries 30] [--rounds 10]

INDEX was built from LINES. The profiler slows every call down, so the shares count, not the sums:
what is measured without it is printed first.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import time
from itertools import islice
from pathlib import Path

from peer_qianshao import Peer
from remix import read_lines
from workload import PAGES, draw

SAMPLE_PARAGRAPHS = 20_000
# (stage, end of the file's path, function): cumulative times, so a stage within another is indented
STAGES = (
    ("whole answer", "peer_qianshao.py", "run"),
    ("  read the query", "search/query/parser.py", "parse_query"),
    ("  plan it", "search/rewrite/planner.py", "plan"),
    ("  engine", "search/engines/embedded/engine.py", "search"),
    ("    match", "search/engines/embedded/evaluation.py", "__init__"),
    ("    score and order", "search/engines/embedded/ordering.py", "page"),
    ("    count facets", "search/engines/embedded/facet_counts.py", "count"),
    ("  hits", "search/searcher.py", "_hits"),
    ("    stored texts", "search/engines/embedded/engine.py", "stored"),
    ("    marks", "search/highlighter.py", "marks"),
    ("  facet rows", "search/facets.py", "facet_lists"),
    ("  JSON body", "search/response.py", "answer_bytes"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("index", type=Path)
    parser.add_argument("lines", type=Path)
    parser.add_argument("--queries", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--kind", choices=PAGES, default="web")
    options = parser.parse_args()
    peer = Peer()
    peer.open(options.index)
    records = list(islice(read_lines(options.lines), SAMPLE_PARAGRAPHS))
    tasks = [task for task in draw(records, options.queries, 1) if task.kind == options.kind]
    profile = cProfile.Profile()
    times: list[float] = []
    for number in range(options.rounds + 1):
        for task in tasks:
            started = time.perf_counter()
            peer.run(task)
            if number:
                times.append((time.perf_counter() - started) * 1000)
    profile.enable()
    for _ in range(options.rounds):
        for task in tasks:
            peer.run(task)
    profile.disable()
    print(f"without the profiler: median {statistics.median(times):.2f} ms a query")
    _print(pstats.Stats(profile), options.rounds * len(tasks))


def _print(stats: pstats.Stats, answers: int) -> None:
    calls = sum(count for _, count, *_ in stats.stats.values())  # type: ignore[attr-defined]
    print(f"{calls / answers:,.0f} calls a query\n\n| stage | ms | calls |\n|---|---|---|")
    for label, file, function in STAGES:
        found = [
            (count, cumulative)
            for (path, _, name), (_, count, _, cumulative, _) in stats.stats.items()  # type: ignore[attr-defined]
            if path.endswith(file) and name == function
        ]
        count, seconds = sum(c for c, _ in found), sum(s for _, s in found)
        print(f"| {label} | {seconds / answers * 1000:.2f} | {count / answers:.0f} |")


if __name__ == "__main__":
    main()
