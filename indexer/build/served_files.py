"""Write into a generation what it is served by: word list, taxonomy and required phrases.

All as it was read before the build: files of the corpus may have changed since.
"""

from __future__ import annotations

import json
from pathlib import Path

from indexer.sources.input import BuildInput
from indexer.sources.required_phrases import GATE_NAME
from indexer.text.analyzer import dictionary_frequencies, dictionary_total, word_frequencies
from indexer.text.dictionary import LEXICON_NAME, write_lexicon

TAXONOMY_FOLDER = "taxonomy"


def write_served_files(generation: Path, source: BuildInput, words: tuple[str, ...]) -> None:
    """The segmenter's word list with `words` added, and copies of taxonomy and gate."""
    added = word_frequencies(words)
    total = dictionary_total() + sum(added.values())
    write_lexicon(generation / LEXICON_NAME, {**dictionary_frequencies(), **added}, total)
    write_taxonomy(generation, source)
    write_required_phrases(generation, source)


def write_taxonomy(generation: Path, source: BuildInput) -> None:
    """Copies of the taxonomy's files, with the candidates that were found."""
    served = source.taxonomy.served
    if served:
        (generation / TAXONOMY_FOLDER).mkdir()
    for name, content in served.items():
        (generation / TAXONOMY_FOLDER / name).write_bytes(content)


def served_taxonomy(generation: Path) -> dict[str, bytes]:
    """The taxonomy's files in a generation, by name."""
    paths = (generation / TAXONOMY_FOLDER).glob("*.yaml")
    return {path.name: path.read_bytes() for path in paths}


def write_required_phrases(generation: Path, source: BuildInput) -> None:
    """The phrases that the build had to find."""
    if source.gate:
        lines = (f"- {json.dumps(phrase, ensure_ascii=False)}\n" for phrase in source.gate)
        (generation / GATE_NAME).write_text("".join(lines), "utf-8")
