"""A stage for faults: an old and a new build of a small corpus, copied for every test."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import stages
from stages import Library


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("faults")
    stage = stages.set_stage(folder)
    shutil.copytree(stage.index, folder / "both")
    stages.full_build(stage.new_corpus, folder / "both")
    return Library(folder / "both", stage)


@pytest.fixture
def library(built_once: Library, tmp_path: Path) -> Library:
    """A copy to be damaged."""
    return replace(built_once, index=Path(shutil.copytree(built_once.index, tmp_path / "index")))
