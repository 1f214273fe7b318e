"""The table in README.md names a test for every promise, and every test it names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = re.findall(
    r"^\| (\d+) \| (.+) \| (.+) \|$", Path(__file__).with_name("README.md").read_text("utf-8"), re.M
)


def _is_there(test: str) -> bool:
    path, _, name = test.partition("::")
    file = ROOT / path
    return file.is_file() and f"\ndef {name}(" in file.read_text("utf-8")


def test_every_promise_has_its_row() -> None:
    assert [int(number) for number, _, _ in ROWS] == list(range(1, 27))


def test_every_test_named_is_there() -> None:
    named = [test for _, _, tests in ROWS for test in re.findall(r"`([^`]+)`", tests)]
    assert all(re.findall(r"`[^`]+`", tests) for _, _, tests in ROWS)
    assert [test for test in named if not _is_there(test)] == []


def test_every_numbered_test_here_is_in_the_table() -> None:
    listed = {test for _, _, tests in ROWS for test in re.findall(r"`([^`]+)`", tests)}
    for path in Path(__file__).parent.glob("test_*.py"):
        numbers = re.findall(r"^def test_(\d\d)_", path.read_text("utf-8"), re.M)
        rows = {number for number, _, tests in ROWS if f"tests/promises/{path.name}::" in tests}
        assert {str(int(number)) for number in numbers} == rows, path.name
    assert len(listed) > 26
