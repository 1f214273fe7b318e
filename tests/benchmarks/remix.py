"""Re-mix the sentences of a JSON Lines file into as many distinct paragraphs as wanted."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FACETS = ("source", "region", "year", "genre")
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_PARAGRAPHS_PER_DOCUMENT = 40


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSON Lines file, gzipped or not."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else open(path, encoding="utf-8") as file
    ):
        for line in file:
            if line.strip():
                yield json.loads(line)


def write_corpus(source: Path, target: Path, paragraphs: int, seed: int) -> int:
    """Write `paragraphs` lines to `target`; returns the bytes of their texts in UTF-8.

    Each new paragraph takes length (in sentences) and metadata from one of the source's paragraphs,
    its sentences from anywhere. No text occurs twice; the same seed gives the same file.
    """
    records = list(read_lines(source))
    sentences = [_SENTENCE.findall(record["text"]) for record in records]
    pool = sorted({s.strip() for some in sentences for s in some if len(s.strip()) > 3})
    chance = random.Random(seed)
    seen: set[int] = set()
    size = 0
    with open(target, "w", encoding="utf-8") as out:
        while len(seen) < paragraphs:
            origin = chance.randrange(len(records))
            count = max(1, len(sentences[origin]))
            text = "".join(chance.choice(pool) for _ in range(count))
            if hash(text) in seen:
                continue
            number = len(seen)
            seen.add(hash(text))
            size += len(text.encode("utf-8"))
            out.write(json.dumps(_record(records[origin], number, text), ensure_ascii=False) + "\n")
    return size


def _record(origin: dict[str, Any], number: int, text: str) -> dict[str, Any]:
    """A paragraph of a made-up document whose metadata come from its first paragraph's origin."""
    document = f"remix-{number // _PARAGRAPHS_PER_DOCUMENT}"
    kept = {name: origin[name] for name in ("heading", *FACETS) if origin.get(name) is not None}
    return {"id": f"{document}#{number}", "document": document, "text": text, **kept}
