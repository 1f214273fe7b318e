"""What workers do while the runs of a build are merged: word postings, served files, vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indexer.build.served_files import write_served_files
from indexer.build.worker import Worker
from indexer.codec.segment_writer import write_words
from indexer.sources.input import BuildInput
from indexer.vocabulary.inputs import RunInput
from indexer.vocabulary.learning import learn_vocabulary


def add_served_files(worker: Worker, generation: Path, source: BuildInput) -> None:
    """Write word list, taxonomy and gate into a generation's folder."""
    write_served_files(generation, source, worker.analysis.words)


def add_vocabulary(worker: Worker, generation: Path, batches: Sequence[Path]) -> None:
    """Write the vocabulary of these batches into a generation's folder."""
    learn_vocabulary(generation, [RunInput(batches)], worker.analysis.taxonomy, worker.segmenter)


def merge_words(worker: Worker, path: Path, batches: Sequence[Path]) -> Path:
    """Merge the words of these batches into a file of their own."""
    write_words(path, batches)
    return path
