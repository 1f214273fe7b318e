"""Copy into a generation what it is served by: the taxonomy as it was when it was built."""

from __future__ import annotations

import shutil
from pathlib import Path

from indexer.gate import GATE_NAME
from indexer.taxonomy import EMPTY, Taxonomy, load_taxonomy

FOLDER_NAME = "taxonomy"


def carry_taxonomy(corpus: Path, generation: Path) -> None:
    """Copy the taxonomy and the gate of a corpus folder, where there are any."""
    taxonomy = corpus / FOLDER_NAME
    if taxonomy.is_dir():
        target = generation / FOLDER_NAME
        target.mkdir()
        for path in sorted(taxonomy.glob("*.yaml")):
            shutil.copyfile(path, target / path.name)
    if (corpus / GATE_NAME).is_file():
        shutil.copyfile(corpus / GATE_NAME, generation / GATE_NAME)


def carried_taxonomy(generation: Path) -> Taxonomy:
    """The taxonomy that a generation carries; empty when it carries none."""
    folder = generation / FOLDER_NAME
    return load_taxonomy(folder) if folder.is_dir() else EMPTY
