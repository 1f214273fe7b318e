"""indexer/README.md holds every command, option, setting and error, and its examples are real."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from indexer.build.builder import BuildOptions, rebuild
from indexer.errors import QianshaoError
from indexer.model.problem import Problem
from indexer.model.schema import SCHEMA
from indexer.settings import Settings, setting_names, variable_name
from indexer.sources.jsonl import parse_line
from web.cli import main

README = (Path(__file__).parents[2] / "indexer" / "README.md").read_text("utf-8")
SEARCHING = (Path(__file__).parents[2] / "search" / "README.md").read_text("utf-8")


def section(title: str) -> str:
    found = re.search(rf"^(##+) {title}\n(.*?)(?=^\1 |\Z)", README, re.DOTALL | re.MULTILINE)
    assert found, title
    return found[2]


def block(title: str, language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", section(title), re.DOTALL | re.MULTILINE)
    assert found, title
    return found[1]


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = dict(commands(main, "qianshao"))
EVERYWHERE = {"--index", "--config", "--help"}  # told above the table
ROWS = {
    name: options
    for name, options in re.findall(
        r"^\| `(qianshao [a-z]+(?: verify)?)[^`]*` \|.*\| ([^|]*) \|$", README, re.MULTILINE
    )
}


def options_of(text: str) -> set[str]:
    return set(re.findall(r"`(--[a-z][a-z-]*)`", text))


def test_the_table_holds_exactly_the_commands() -> None:
    assert set(ROWS) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_told_and_exists(name: str) -> None:
    options = {
        next(option for option in parameter.opts if option.startswith("--"))
        for parameter in COMMANDS[name].params
        if isinstance(parameter, click.Option)
    }
    told = options_of(ROWS[name])
    if "search" in ROWS[name]:  # "as for the API", "those of a search"
        told |= options_of(SEARCHING) & options
    assert told == options - EVERYWHERE


@pytest.mark.parametrize("name", setting_names())
def test_every_setting_is_told_with_its_variable_and_default(name: str) -> None:
    row = re.search(rf"^\| `{re.escape(name)}` \| `(\w+)` \| ([^|]+) \|", README, re.MULTILINE)
    assert row, name
    assert row[1] == variable_name(name)
    default: object = Settings()
    for part in name.split("."):
        default = getattr(default, part)
    if isinstance(default, int | float) and not isinstance(default, bool):
        assert float(row[2]) == default


def test_no_setting_is_told_that_does_not_exist() -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| `QIANSHAO_\w+` \|", README, re.MULTILINE)
    assert set(rows) == set(setting_names())


def test_every_error_is_told_once() -> None:
    module = importlib.import_module("indexer.errors")
    classes = [value for _, value in inspect.getmembers(module, inspect.isclass)]
    codes = {c.code for c in classes if issubclass(c, QianshaoError) and c is not QianshaoError}
    told = re.findall(r"^\| `(\w+)` \|", section("Errors"), re.MULTILINE)
    assert sorted(told) == sorted(codes)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The corpus that the examples make together."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "taxonomy").mkdir()
    (tmp_path / "documents" / "example.md").write_text(block("Documents", "markdown"), "utf-8")
    (tmp_path / "gate.yaml").write_text(block("Required phrases", "yaml"), "utf-8")
    for name, example in re.findall(
        r"^`(\w+\.yaml)`:.*?^```yaml\n(.*?)^```", section("Taxonomy"), re.DOTALL | re.MULTILINE
    ):
        (tmp_path / "taxonomy" / name).write_text(example, "utf-8")
    return tmp_path


def test_the_examples_of_a_corpus_are_one(library: Path, tmp_path: Path) -> None:
    assert len(list((library / "taxonomy").iterdir())) == 4
    settings = Settings(index=str(tmp_path / "index"), corpus=str(library))
    report = rebuild(str(library), settings, BuildOptions(strict=True))
    assert (report.documents, report.paragraphs) == (1, 2)


def test_the_example_of_a_line_is_one_with_no_key_left_out() -> None:
    line = block("JSON Lines", "json").encode()
    parsed = parse_line(line, "README.md", 1)
    assert not isinstance(parsed, Problem)
    told = set(re.findall(r"`(\w+)`", section("JSON Lines")))
    assert {field.key for field in SCHEMA.given if field.stored} <= told


def test_every_key_of_the_front_matter_is_told() -> None:
    rows = re.findall(r"^\| (`.*`) \|", section("Documents"), re.MULTILINE)
    told = {key for row in rows for key in re.findall(r"`([a-z_]+)`", row)}
    assert told == {field.key for field in SCHEMA.given} | {"themes", "initiatives"}
