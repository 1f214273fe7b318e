"""Turn a generation's folder into a refusal where this version cannot read what is in it."""

from __future__ import annotations

from pathlib import Path

from indexer.codec.container import Container
from indexer.codec.segment_list import read_segments
from indexer.vocabulary.arrays import FILE_NAME, require_format


def require_readable(folder: Path) -> None:
    """IndexOutdatedError names the format that is another version's."""
    read_segments(folder)
    require_format(folder, Container(folder / FILE_NAME))
