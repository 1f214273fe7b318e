"""Tests find the modules beside them whatever is collected first, alone or together."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections import Counter
from pathlib import Path

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
