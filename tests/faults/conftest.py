"""A stage for faults: an old and a new build of a small corpus, copied for every test."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the modules beside the tests

import stages


@dataclass(frozen=True, slots=True)
class Library:
    """An index with two generations, the new one live, and what each of them answers."""

    index: Path
    stage: stages.Stage


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


def unavailable(reason: str) -> None:
    """Skip, or fail where everything must be tested."""
    if os.environ.get("QIANSHAO_TEST_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
