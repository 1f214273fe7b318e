"""Rules that are compiled late are found wrong here, not by whoever first needs one."""

import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import indexer
from indexer.text.lazy_pattern import lazy_pattern

_ROOT = Path(indexer.__file__).parent


def _modules() -> list[ModuleType]:
    files = [file for file in _ROOT.rglob("*.py") if "= lazy_pattern(" in file.read_text("utf-8")]
    names = [file.relative_to(_ROOT.parent).with_suffix("").parts for file in files]
    return [import_module(".".join(name)) for name in names]


def test_every_rule_of_the_product_compiles() -> None:
    lazy = type(lazy_pattern(""))
    patterns = [value for m in _modules() for value in vars(m).values() if type(value) is lazy]
    assert len(patterns) > 100
    for pattern in patterns:
        assert pattern.groups >= 0  # read off the compiled pattern; re.error where there is none


def test_a_lazy_pattern_finds_what_the_compiled_one_finds() -> None:
    text, source = "共12起、3 人", r"(\d+)\s?([起人])"
    lazy, compiled = lazy_pattern(source), re.compile(source)
    assert lazy.findall(text) == compiled.findall(text) == [("12", "起"), ("3", "人")]
    assert lazy.sub("-", text) == compiled.sub("-", text)
