"""Write into a generation what it is served by: word list, taxonomy and gate as they are now."""

from __future__ import annotations

import shutil
from pathlib import Path

from indexer.text.analyzer import dictionary_frequencies, dictionary_total, word_frequencies
from indexer.sources.required_phrases import GATE_NAME
from indexer.text.dictionary import LEXICON_NAME, write_lexicon
from indexer.sources.input import FolderSource, Source

TAXONOMY_FOLDER = "taxonomy"


def write_companions(generation: Path, source: Source, words: tuple[str, ...]) -> None:
    """The segmenter's word list with `words` added, and copies of taxonomy and gate."""
    added = word_frequencies(words)
    total = dictionary_total() + sum(added.values())
    write_lexicon(generation / LEXICON_NAME, {**dictionary_frequencies(), **added}, total)
    taxonomy = source.taxonomy_folder
    if taxonomy is not None and taxonomy.is_dir():
        target = generation / TAXONOMY_FOLDER
        target.mkdir()
        for path in sorted(taxonomy.glob("*.yaml")):
            shutil.copyfile(path, target / path.name)
    copy_gate(generation, source)


def copy_gate(generation: Path, source: Source) -> None:
    """The phrases that the build had to find."""
    if isinstance(source, FolderSource) and (source.root / GATE_NAME).is_file():
        shutil.copyfile(source.root / GATE_NAME, generation / GATE_NAME)
