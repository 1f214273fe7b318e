"""Tests find the modules beside them whatever is collected first, alone or together."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OPTIONS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
FOLDERS = [ROOT / folder for folder in OPTIONS["pythonpath"]]


def _modules() -> list[str]:
    found = (path.stem for folder in FOLDERS for path in folder.glob("*.py"))
    return [name for name in found if name != "conftest" and not name.startswith("test_")]


def test_no_two_modules_beside_tests_have_one_name() -> None:
    assert (
        _modules() and {name for name, count in Counter(_modules()).items() if count > 1} == set()
    )


def test_no_module_beside_tests_hides_an_installed_one() -> None:
    for name in _modules():
        spec = importlib.util.find_spec(name)
        assert spec is None or spec.origin is None or Path(spec.origin).parent in FOLDERS, name


def test_nothing_is_imported_from_a_conftest_of_which_there_are_several() -> None:
    for path in (ROOT / "tests").rglob("*.py"):
        text = path.read_text("utf-8")
        assert not re.search(r"^\s*(from|import) conftest\b", text, re.MULTILINE), path
        assert path.name != "conftest.py" or "sys.path" not in text, path


def test_no_collected_test_holds_large_values(request: pytest.FixtureRequest) -> None:
    """Parameters live as long as the session, in each of its processes: 540 MB once did."""
    large = {
        item.nodeid: size
        for item in request.session.items
        for size in [_length(getattr(getattr(item, "callspec", None), "params", ()))]
        if size > 2**20
    }
    assert large == {}


def _length(value: object) -> int:
    """Characters and bytes of all that a parameter holds."""
    if isinstance(value, (str, bytes)):
        return len(value)
    if isinstance(value, Mapping):
        return sum(map(_length, (*value, *value.values())))
    return sum(map(_length, value)) if isinstance(value, (list, tuple, set, frozenset)) else 0
