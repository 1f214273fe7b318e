"""Compare qianshao with its peers over corpora made from JSON Lines files: a table and JSON.

    python tests/benchmarks/compare.py --paragraphs 10000 100000 --out comparison

The sources are --source FILE …, or `laws.jsonl.gz` (and for the corpus with long facets
`gov-reports.jsonl.gz`, too) in the folder that QIANSHAO_EVALUATION_DATA names.
Needs the extra `bench`. All engines get the same rjieba words; each runs in its own process, and
every query goes to all of them in turn, so that a busy machine harms all alike.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from measure import Build, Running, Serving, build, first_answer_s, interleave
from peer import PEERS
from remix import CORPORA, Corpus, read_lines, write_corpus
from report import Run, as_json, markdown
from workload import draw

SAMPLE_PARAGRAPHS = 20_000  # queries are drawn from the first so many


def main() -> None:
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    runs = [
        _compare(corpus, paragraphs, options)
        for paragraphs in options.paragraphs
        for corpus in options.corpora
    ]
    report = "# Comparison\n\n" + "\n".join(markdown(run) for run in runs)
    (options.out / "comparison.md").write_text(report, "utf-8")
    figures = json.dumps([as_json(run) for run in runs], ensure_ascii=False, indent=1)
    (options.out / "comparison.json").write_text(figures, "utf-8")
    print(report)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--paragraphs", type=int, nargs="+", default=[100_000])
    parser.add_argument("--source", type=Path, nargs="+", help="JSON Lines files, gzipped or not")
    parser.add_argument("--corpora", nargs="+", choices=CORPORA, default=list(CORPORA))
    parser.add_argument("--engines", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--queries", type=int, default=30, help="tasks of each class")
    parser.add_argument("--rounds", type=int, default=5, help="warm runs of each task")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("comparison"), help="folder of the report")
    parser.add_argument(
        "--keep", type=Path, help="folder for corpora and indexes, not deleted but used again"
    )
    return parser.parse_args()


def _sources(given: list[Path] | None, corpus: Corpus) -> list[Path]:
    folder = os.environ.get("QIANSHAO_EVALUATION_DATA")
    if given is None and not folder:
        sys.exit("Give --source FILE, or set QIANSHAO_EVALUATION_DATA to the evaluation data.")
    names = ("laws.jsonl.gz", "gov-reports.jsonl.gz")[: 2 if corpus == "long" else 1]
    return given or [Path(str(folder)) / name for name in names]


def _compare(corpus: Corpus, paragraphs: int, options: argparse.Namespace) -> Run:
    folder = Path(options.keep or tempfile.mkdtemp(prefix="qianshao-comparison-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        lines = folder / f"remix-{corpus}-{paragraphs}.jsonl"
        text_bytes = _mixed(corpus, lines, paragraphs, options)
        indexes = {name: folder / f"{name}-{corpus}-{paragraphs}" for name in options.engines}
        builds: dict[str, Build] = {}
        for name, index in indexes.items():
            builds[name] = _built(name, lines, index)
            _tell(f"{name}: built in {builds[name].seconds:.1f} s")
        return _measure(corpus, paragraphs, text_bytes, lines, indexes, builds, options)
    finally:
        if options.keep is None:
            shutil.rmtree(folder)


def _mixed(corpus: Corpus, lines: Path, paragraphs: int, options: argparse.Namespace) -> int:
    """The bytes of text in the corpus, which is written unless an earlier run has kept it."""
    note = lines.with_suffix(".bytes")
    if not note.exists():
        _tell(f"mixing {paragraphs} paragraphs")
        sources = _sources(options.source, corpus)
        size = write_corpus(sources, lines, paragraphs, options.seed, corpus)
        note.write_text(str(size), "utf-8")
    return int(note.read_text("utf-8"))


def _built(name: str, lines: Path, index: Path) -> Build:
    """Build, or take what an earlier run with the same --keep has built and noted beside it."""
    note = index.with_suffix(".build.json")
    if note.exists():
        _tell(f"{name}: kept from an earlier run")
        return Build(**json.loads(note.read_text("utf-8")))
    shutil.rmtree(index, ignore_errors=True)
    built = build(name, lines, index)
    note.write_text(json.dumps(asdict(built)), "utf-8")
    return built


def _measure(
    corpus: Corpus,
    paragraphs: int,
    text_bytes: int,
    lines: Path,
    indexes: dict[str, Path],
    builds: dict[str, Build],
    options: argparse.Namespace,
) -> Run:
    records = list(islice(read_lines(lines), SAMPLE_PARAGRAPHS))
    tasks = draw(records, options.queries, options.seed)
    starts = {name: first_answer_s(name, index, tasks[0]) for name, index in indexes.items()}
    engines = {name: Running(name, index) for name, index in indexes.items()}
    _tell(f"asking {len(tasks)} queries, 1 + {options.rounds} rounds")
    times = interleave(engines, tasks, options.rounds, options.seed)
    serving: dict[str, Serving] = {}
    for name, engine in engines.items():
        memory = engine.ask({"memory": True})
        changed = {**records[0], "text": f"更新过的一段，{time.time_ns()}。"}
        update = engine.ask({"update": changed, "lines": str(lines)})
        serving[name] = Serving(starts[name], update["seconds"], **memory)
        engine.close()
    return Run(corpus, paragraphs, text_bytes / 1e6, builds, serving, times)


def _tell(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
