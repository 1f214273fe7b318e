"""Segments of a few rows, written and opened as a build does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from indexer.codec.run import Row, write_run
from indexer.codec.segment import Segment
from indexer.codec.segment_writer import write_segment
from indexer.model.documents import Document, Paragraph
from indexer.text.analyzer import Segmenter

SegmentOf = Callable[..., Segment]


@cache
def segmenter() -> Segmenter:
    return Segmenter()


def _row(given: str | Row, number: int) -> Row:
    if not isinstance(given, str):
        return given
    return Document("文"), Paragraph(f"文#{number}", "文", number, given)


@pytest.fixture(scope="session")
def segment_of(tmp_path_factory: pytest.TempPathFactory) -> SegmentOf:
    """Writes batches (rows, or texts of one document) into one segment and opens it."""
    folder = tmp_path_factory.mktemp("segments")
    names = count()

    def build(*batches: Sequence[str | Row]) -> Segment:
        numbers = count(1)
        paths: list[Path] = []
        for batch in batches:
            paths.append(folder / f"{next(names)}.batch")
            write_run(paths[-1], [_row(r, next(numbers)) for r in batch], segmenter())
        path = folder / f"{next(names)}.segment"
        write_segment(path, paths, lambda stage, done, of: None, lambda row: f"第 {row + 1} 行")
        return Segment(path)

    return build
