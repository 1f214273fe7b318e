"""bm25s over words cut beforehand: scores only, so facets and marks are made beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from remix import FACETS, read_lines
from workload import Task, cut


class Peer:
    def build(self, lines: Path, folder: Path) -> None:
        folder.mkdir(parents=True)
        words: list[list[str]] = []
        texts: list[str] = []
        values: dict[str, list[str]] = {name: [] for name in FACETS}
        for record in read_lines(lines):
            words.append(cut(record["text"]))
            texts.append(record["text"])
            for name in FACETS:
                values[name].append(str(record.get(name, "")))
        engine = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        engine.index(words, show_progress=False)
        engine.save(str(folder))
        for name, column in values.items():
            _, codes = np.unique(column, return_inverse=True)
            np.save(folder / f"facet_{name}.npy", codes.astype(np.int32))
        (folder / "texts.json").write_text(json.dumps(texts, ensure_ascii=False), "utf-8")

    def open(self, folder: Path) -> None:
        self._engine = bm25s.BM25.load(str(folder), mmap=True)
        self._facets = [np.load(folder / f"facet_{name}.npy") for name in FACETS]
        self._texts = json.loads((folder / "texts.json").read_text("utf-8"))

    def run(self, task: Task) -> int | None:
        is_one_or_any = len(task.words) == 1 or "or" in (task.kind, task.text)
        if task.kind in ("phrase", "filter", "sources", "name", "substring") or not is_one_or_any:
            return None
        scores = self._engine.get_scores(list(task.words))
        found = np.flatnonzero(scores)
        size = min(10, len(found))
        best = found[np.argpartition(-scores[found], size - 1)[:size]] if size else found
        best = best[np.argsort(-scores[best], kind="stable")]
        if task.kind == "web":
            for codes in self._facets:
                np.bincount(codes[found])
            pattern = re.compile("|".join(map(re.escape, task.words)))
            for place in best:
                pattern.sub(r"[\g<0>]", self._texts[place])
        return len(found)

    def update(self, record: dict[str, Any], lines: Path) -> float | None:
        return None  # it has no update: only a new build
