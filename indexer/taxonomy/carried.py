"""Read the taxonomy that a generation carries: it is served by that copy, not by the live files."""

from __future__ import annotations

from pathlib import Path

from indexer.taxonomy.taxonomy import EMPTY, Taxonomy, load_taxonomy


def carried_taxonomy(generation: Path) -> Taxonomy:
    """The taxonomy as it was when the generation was built; empty when it carries none."""
    folder = generation / "taxonomy"
    return load_taxonomy(folder) if folder.is_dir() else EMPTY
