"""Re-mix the sentences of a JSON Lines file into as many distinct paragraphs as wanted."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from long_facets import Metadata

Corpus = Literal["short", "long"]
CORPORA: tuple[Corpus, ...] = ("short", "long")
FACETS = ("source", "region", "year", "genre")
SETS = ("themes", "initiatives")  # facets of which a paragraph has several values
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_PARAGRAPHS_PER_DOCUMENT: dict[Corpus, int] = {"short": 40, "long": 8}


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


def write_corpus(
    sources: Sequence[Path], target: Path, paragraphs: int, seed: int, corpus: Corpus = "short"
) -> int:
    """Write `paragraphs` lines to `target`; returns the bytes of their texts in UTF-8.

    Each new paragraph takes length (in sentences) from one of the sources' paragraphs, its
    sentences from anywhere. No text occurs twice; the same seed gives the same file. Metadata:
    "short" takes those of the paragraph (few values a facet), "long" makes up thousands.
    """
    records = [record for source in sources for record in read_lines(source)]
    sentences = [_SENTENCE.findall(record["text"]) for record in records]
    pool = sorted({s.strip() for some in sentences for s in some if len(s.strip()) > 3})
    chance = random.Random(seed)
    made_up = Metadata(seed) if corpus == "long" else None
    seen: set[str] = set()
    of_document: dict[str, Any] = {}
    size = 0
    with open(target, "w", encoding="utf-8") as out:
        while len(seen) < paragraphs:
            origin = chance.randrange(len(records))
            count = max(1, len(sentences[origin]))
            text = "".join(chance.choice(pool) for _ in range(count))
            if text in seen:
                continue
            number = len(seen)
            seen.add(text)
            size += len(text.encode("utf-8"))
            document = f"remix-{number // _PARAGRAPHS_PER_DOCUMENT[corpus]}"
            record = _record(records[origin], document, number, text)
            if made_up is not None:
                if number % _PARAGRAPHS_PER_DOCUMENT[corpus] == 0:
                    of_document = made_up.draw()
                record |= {**of_document, **made_up.draw_tags()}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return size


def _record(origin: dict[str, Any], document: str, number: int, text: str) -> dict[str, Any]:
    """A paragraph of a made-up document whose metadata come from its first paragraph's origin."""
    kept = {name: origin[name] for name in ("heading", *FACETS) if origin.get(name) is not None}
    return {"id": f"{document}#{number}", "document": document, "text": text, **kept}
