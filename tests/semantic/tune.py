"""Measure the judged sets by words and with the model, at several weights and thresholds.

    python tests/semantic/tune.py DATA --model model --work /var/tmp/tuning

DATA is the folder of public question sets (tests/README.md); the own questions are those beside
this file, over the bundled reports and, where DATA has them, reports of the government. Indexes and
vectors are made in --work once and used again. Prints the tables of search/semantic/README.md; a
weight or threshold takes effect the way an administrator sets it, in the model's options.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.build.builder import BuildOptions, rebuild
from indexer.codec.segment_list import read_segments
from indexer.generations.store import GenerationStore
from indexer.semantic.embedding import embed
from indexer.semantic.model import OPTIONS_NAME, TOKENIZER_NAME
from indexer.settings import SemanticSettings, Settings
from search.evaluation.metrics import Grades, Scores, average, read_judgements, read_queries
from search.request import SearchRequest
from search.searcher import Searcher, open_searcher

HERE = Path(__file__).parent
SETS = ("dureader-demo", "xquad-zh", "drcd")
# nDCG@10 of BM25 (k1 1.2, b 0.75) over the words of jieba.cut_for_search, on the whole sets.
BM25 = {"dureader-demo": 0.264, "xquad-zh": 0.963, "drcd": 0.929}
DEPTH = 100


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Questions, the paragraphs that answer each, and the index that has them."""

    name: str
    index: Path
    questions: Mapping[str, str]
    judged: Mapping[str, Grades]


def build(index: Path, corpus: Path, model: Path) -> None:
    """The index of a corpus with all its vectors; what is there already is used."""
    settings = Settings(index=str(index), semantic=SemanticSettings(str(model)))
    if not index.exists():
        rebuild(str(corpus), replace(settings, semantic=SemanticSettings()), BuildOptions())
    embed(settings)


def public_set(name: str, data: Path, index: Path, most: int, seed: int) -> JudgedSet:
    """A public set, or `most` of its questions."""
    queries, _ = read_queries(str(data / name / "queries.jsonl"))
    judged, _ = read_judgements(str(data / name / "qrels.tsv"))
    asked = [query for query in queries if query.id in judged]
    if most < len(asked):
        asked = random.Random(seed).sample(asked, most)
    questions = {query.id: query.text for query in asked}
    return JudgedSet(name, index, questions, {id: judged[id] for id in questions})


def own_questions() -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads((HERE / "questions.json").read_text())
    return found


def own_reports(index: Path) -> JudgedSet:
    asked = {str(q["text"]): q["relevant"] for q in own_questions()["reports"]}
    judged = {text: dict.fromkeys(ids, 1) for text, ids in asked.items()}  # type: ignore[call-overload]
    return JudgedSet("own, bundled reports", index, {text: text for text in judged}, judged)


def own_government(index: Path) -> JudgedSet:
    """Relevant is what has one of the official terms written down for a question."""
    texts: dict[str, str] = {}
    folder = GenerationStore(index).current().path
    for segment, _ in read_segments(folder).open(folder):
        for block in range(segment.records.block_count()):
            texts.update(segment.records.read_block(block))
    judged = {
        str(q["text"]): {id: 1 for id, text in texts.items() if re.search(str(q["terms"]), text)}
        for q in own_questions()["government"]
    }
    return JudgedSet("own, government", index, {text: text for text in judged}, judged)


def with_options(model: Path, work: Path, **options: float) -> Path:
    """The model with other options: its vectors are the same."""
    folder = work / "-".join(["model", *(f"{k}-{v}" for k, v in options.items())])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file in (*model.glob("*.onnx"), model / TOKENIZER_NAME):
        (folder / file.name).symlink_to(file.resolve())
    own = model / OPTIONS_NAME
    kept = own.read_text("utf-8").splitlines() if own.is_file() else []
    kept = [line for line in kept if line.partition(":")[0].strip() not in options]
    lines = [*kept, *(f"{name}: {value}" for name, value in options.items())]
    (folder / OPTIONS_NAME).write_text("\n".join(lines) + "\n", "utf-8")
    return folder


@contextmanager
def opened(index: Path, model: Path) -> Iterator[Searcher]:
    searcher = open_searcher(Settings(index=str(index), semantic=SemanticSettings(str(model))))
    status = searcher.status().semantic
    if status is None or status.state != "ready":
        sys.exit(f"{index}: no vectors: {status}")
    yield searcher
    searcher.close()


def scores(one: JudgedSet, searcher: Searcher, semantic: bool) -> Scores:
    """As `qianshao evaluate` counts."""
    deep = SearchRequest("", size=DEPTH, min_match=0.0, to_depth=True, semantic=semantic)
    found = {
        id: [hit.id for hit in searcher.rank(replace(deep, q=text))]
        for id, text in one.questions.items()
    }
    return average(found, one.judged)


def print_weights(
    sets: Sequence[JudgedSet], model: Path, work: Path, weights: Sequence[float]
) -> None:
    print("| set (questions) | measure | words |", " | ".join(f"weight {w}" for w in weights), "|")
    ratios: dict[str, dict[str, float]] = {}
    for one in sets:
        by_name: dict[str, Scores] = {}
        for weight in weights:
            with opened(one.index, with_options(model, work, weight=weight)) as searcher:
                if not by_name:
                    by_name["words"] = scores(one, searcher, semantic=False)
                by_name[f"weight {weight}"] = scores(one, searcher, semantic=True)
        for measure in ("nDCG@10", "MRR@10", "Recall@100"):
            values = " | ".join(f"{found.named()[measure]:.4f}" for found in by_name.values())
            print(f"| {one.name} ({len(one.questions)}) | {measure} | {values} |", flush=True)
        if one.name in BM25:
            ratios[one.name] = {k: v.ndcg / BM25[one.name] for k, v in by_name.items()}
    for column in next(iter(ratios.values()), {}):
        listed = {name: found[column] for name, found in ratios.items()}
        told = ", ".join(f"{name} {ratio:.3f}" for name, ratio in listed.items())
        mean = statistics.mean(listed.values())
        print(f"nDCG@10 to BM25 over words, {column}: {told}; their mean {mean:.3f}")


def print_thresholds(
    sets: Sequence[JudgedSet], model: Path, work: Path, thresholds: Sequence[float]
) -> None:
    """What meaning adds to questions without an answer in the bundled reports, and to the judged
    ones. `sets` begins with those reports."""
    unanswered = [str(text) for text in own_questions()["unanswered"]]
    print("| threshold | silent without an answer | added to those with one, of them relevant |")
    for threshold in thresholds:
        silent = added = relevant = 0
        options = with_options(model, work, threshold=threshold)
        for number, one in enumerate(sets):
            with opened(one.index, options) as searcher:
                if not number:
                    asked = (searcher.search(SearchRequest(text)) for text in unanswered)
                    silent = sum(not found.matches.semantic for found in asked)
                for id, text in one.questions.items():
                    hits = searcher.search(SearchRequest(text, size=DEPTH)).hits
                    ids = [hit.paragraph.id for hit in hits if hit.match == "semantic"]
                    added += len(ids)
                    relevant += sum(found in one.judged[id] for found in ids)
        print(f"| {threshold} | {silent} of {len(unanswered)} | {added}, {relevant} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, default=Path("model"))
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=100_000, help="of each set, at most")
    parser.add_argument("--weights", type=float, nargs="*", default=[0.3, 0.4, 0.5])
    parser.add_argument(
        "--thresholds", type=float, nargs="*", default=[0.48, 0.5, 0.52, 0.54, 0.56, 0.58]
    )
    parser.add_argument("--sets", nargs="*", default=list(SETS), choices=SETS)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    data, work, model = arguments.data, arguments.work, arguments.model
    reports, government = work / "reports", work / "government"
    build(reports, HERE.parents[1] / "corpus", model)
    own = [own_reports(reports)]
    if (data / "gov-reports.jsonl.gz").is_file():
        build(government, data / "gov-reports.jsonl.gz", model)
        own.append(own_government(government))
    public: list[JudgedSet] = []
    for name in arguments.sets:
        build(work / name, data / name / "docs.jsonl.gz", model)
        one = public_set(name, data, work / name, arguments.questions, arguments.seed)
        public.append(one)
    if arguments.thresholds:
        print_thresholds(own, model, work, arguments.thresholds)
    if arguments.weights:
        print_weights([*own, *public], model, work, arguments.weights)


if __name__ == "__main__":
    main()
