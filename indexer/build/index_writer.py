"""The seam between the build and whatever keeps the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from indexer.build.worker import BatchResult

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much (0: unknown)."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer has written: paragraphs and documents that can be searched."""

    paragraphs: int
    documents: int


class IndexWriter(Protocol):
    """Takes in analysed batches (indexer.codec.run files) and makes them searchable."""

    def write(self, batches: Sequence[BatchResult], progress: Progress) -> Written:
        """Write everything; DuplicateIdError when two paragraphs share an id."""
        ...

    def abort(self) -> None:
        """Leave nothing behind."""
        ...
