"""Every handed case comes out right, with a clear doubt, or is told why it cannot."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from handed_cases import CASES, QUESTIONS, import_rows, search_rows

DATA = os.environ.get("QIANSHAO_EVALUATION_DATA", "")


@pytest.fixture(scope="module")
def folder() -> Path:
    found = Path(DATA) / "cases"
    if not DATA or not found.is_dir():
        pytest.skip("QIANSHAO_EVALUATION_DATA has no folder cases: the handed cases not tested")
    return found


def test_imported_cases_are_right_doubtful_or_told(folder: Path) -> None:
    rows = list(import_rows(folder))
    assert len(rows) == len(CASES) and not [row for row in rows if row.verdict == "wrong"]


def test_indexed_cases_are_found(folder: Path) -> None:
    rows = list(search_rows(folder))
    assert len(rows) == len(QUESTIONS) and not [row for row in rows if row.verdict == "wrong"]
