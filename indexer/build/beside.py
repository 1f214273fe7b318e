"""What workers do while the batches of a build are merged: words, and what is served beside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indexer.codec.segment_writer import write_words
from indexer.build.companions import write_companions
from indexer.build.worker import Worker
from indexer.vocabulary.learning import learn_vocabulary
from indexer.vocabulary.collection_statistics import BatchLesson
from indexer.sources.input import Source


def accompany(worker: Worker, generation: Path, source: Source) -> None:
    """Write word list, taxonomy and gate into a generation's folder."""
    write_companions(generation, source, worker.analysis.words)


def learn(worker: Worker, generation: Path, batches: Sequence[Path]) -> None:
    """Write the vocabulary of these batches into a generation's folder."""
    learn_vocabulary(generation, [BatchLesson(batches)], worker.analysis.taxonomy, worker.segmenter)


def merge_words(worker: Worker, path: Path, batches: Sequence[Path]) -> Path:
    """Merge the words of these batches into a file of their own."""
    write_words(path, batches)
    return path
