"""Measure what a model costs and changes: literals, latency and memory, with it and without.

    python tests/semantic/measure.py INDEX --model model --literals 1000 --rounds 5

INDEX has its vectors (`qianshao embed`). Literals are random pieces of its own paragraphs: no field
of any answer may differ. Latency: the judged questions, each asked of both searchers in turn;
memory: the growth of a process of its own by each searcher.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexer.codec.segment_list import read_segments
from indexer.generations.store import GenerationStore
from indexer.settings import SemanticSettings, Settings
from search.request import SearchRequest
from search.response import response_body
from search.searcher import Searcher, open_searcher

_QUESTIONS = Path(__file__).with_name("questions.json")
_LONGEST = 20  # characters of a literal


def draw_literals(index: Path, count: int, seed: int) -> list[str]:
    """Random pieces of 2 to 20 characters, each of one paragraph."""
    folder = GenerationStore(index).current().path
    segments = [segment for segment, _ in read_segments(folder).open(folder)]
    chooser = random.Random(seed)
    found: list[str] = []
    while len(found) < count:
        segment = chooser.choice(segments)
        text = segment.records[chooser.randrange(len(segment))][1]
        start = chooser.randrange(len(text))
        piece = text[start : start + chooser.randint(2, _LONGEST)].strip()
        if len(piece) >= 2:
            found.append(piece)
    return found


def body_of(searcher: Searcher, text: str) -> dict[str, Any]:
    """Everything a program is told but how long it took."""
    result = searcher.search(SearchRequest(text, size=20, explain=True))
    return {**response_body(replace(result, took_ms=0))}


def differing(words: Searcher, meaning: Searcher, literals: Sequence[str]) -> list[str]:
    """Literals whose answers differ in anything but that a model is there at all."""
    found = []
    for text in literals:
        with_model, without = body_of(meaning, text), body_of(words, text)
        with_model["query"].pop("semantic", None)
        with_model["matches"].pop("semantic", None)
        if with_model != without:
            found.append(text)
    return found


def questions() -> list[str]:
    judged = json.loads(_QUESTIONS.read_text("utf-8"))
    return [q["text"] for q in (*judged["reports"], *judged["government"])] + judged["unanswered"]


def milliseconds(searcher: Searcher, text: str) -> tuple[float, float]:
    """Wall-clock and processor time of a question; every thread of this process counts."""
    wall, processor = time.perf_counter(), time.process_time()
    searcher.search(SearchRequest(text))
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - processor)


def interleaved(
    words: Searcher, meaning: Searcher, rounds: int
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Every question asked of both, one after the other and the first in turn, in words never
    asked before: vectors of queries are remembered."""
    taken: tuple[list[tuple[float, float]], list[tuple[float, float]]] = ([], [])
    for turn in range(rounds + 1):
        for number, text in enumerate(questions()):
            asked = f"{text}{'　' * (turn + 1)}?"
            for which in sorted((0, 1), reverse=bool((turn + number) % 2)):
                one = milliseconds((words, meaning)[which], asked)
                if turn:  # the first round warms up
                    taken[which].append(one)
    return taken


def memory_of(settings: Settings) -> int:
    """Private bytes of a process that opened an index and answered all questions."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_memory, (settings,))


def _memory(settings: Settings) -> int:
    searcher = open_searcher(settings)
    for text in questions():
        searcher.search(SearchRequest(text))
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))


def summary(name: str, values: Sequence[float]) -> str:
    ordered = sorted(values)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"{name}: median {statistics.median(ordered):.2f}, 95th percentile {p95:.2f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--model", default="model")
    parser.add_argument("--literals", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    without = Settings(index=str(arguments.index))
    with_model = replace(without, semantic=SemanticSettings(arguments.model))
    words, meaning = open_searcher(without), open_searcher(with_model)
    if (status := meaning.status().semantic) is None or status.state != "ready":
        sys.exit(f"no vectors: {status}")
    literals = draw_literals(arguments.index, arguments.literals, arguments.seed)
    changed = differing(words, meaning, literals)
    print(f"{len(literals)} literals, {len(changed)} answers differ: {changed[:5]}")
    by_words, by_both = interleaved(words, meaning, arguments.rounds)
    for at, kind in enumerate(("wall clock", "processor")):
        for name, times in (("words", by_words), ("with the model", by_both)):
            print(summary(f"{name}, {kind}", [one[at] for one in times]))
        pairs = zip(by_words, by_both, strict=True)
        print(summary(f"more for the model, {kind}", [b[at] - a[at] for a, b in pairs]))
    for name, settings in (("words", without), ("with the model", with_model)):
        print(f"{name}: {memory_of(settings) / 1e6:.0f} MB private")


if __name__ == "__main__":
    main()
