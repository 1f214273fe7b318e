"""Write into a generation what it is served by: word list, taxonomy and required phrases."""

from __future__ import annotations

import shutil
from pathlib import Path

from indexer.sources.input import BuildInput, FolderInput
from indexer.sources.required_phrases import GATE_NAME
from indexer.text.analyzer import dictionary_frequencies, dictionary_total, word_frequencies
from indexer.text.dictionary import LEXICON_NAME, write_lexicon

TAXONOMY_FOLDER = "taxonomy"


def write_served_files(generation: Path, source: BuildInput, words: tuple[str, ...]) -> None:
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
    copy_required_phrases(generation, source)


def copy_required_phrases(generation: Path, source: BuildInput) -> None:
    """The phrases that the build had to find."""
    if isinstance(source, FolderInput) and (source.root / GATE_NAME).is_file():
        shutil.copyfile(source.root / GATE_NAME, generation / GATE_NAME)
