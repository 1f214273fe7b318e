"""README tells everything: each command, option, operator, JSON field, setting and dependency."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from indexer.settings import SearchSettings, Settings, setting_names, variable_name
from search.query.parser import parse_query
from search.query.syntax import FIELD_NAMES
from search.request import SearchRequest
from search.response import response_body
from search.results import (
    Expansion,
    FacetValue,
    Hit,
    Interpretation,
    MatchCounts,
    ScorePart,
    SearchResult,
    StoredParagraph,
    Suggestion,
)
from web.cli import main
from web.metrics import Metrics

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CODE = set(re.findall(r"`([^`\n]+)`", README))
FENCED = "\n".join(re.findall(r"```\w*\n(.*?)```", README, re.DOTALL))


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


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_told(name: str) -> None:
    assert re.search(rf"`{name}[ `]", README), name
    shown = " ".join(CODE)
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            long = [option for option in parameter.opts if option.startswith("--")]
            assert any(re.search(rf"{option}(?![\w-])", shown) for option in long), long


def test_readme_names_no_command_or_option_that_does_not_exist() -> None:
    named = {match[0] for match in re.findall(r"`(qianshao [a-z]+( verify)?)(?=[ `])", README)}
    first = {name.split()[1] for name in COMMANDS}
    assert {name.split()[1] for name in named} <= first
    options = {o for command in COMMANDS.values() for p in command.params for o in p.opts}
    table = README.split("## Commands")[1].split("## The corpus")[0]
    assert set(re.findall(r"--[a-z][a-z-]*", table)) <= options | {"--help"}


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


def test_readme_names_no_setting_that_does_not_exist() -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| `QIANSHAO_\w+` \|", README, re.MULTILINE)
    assert set(rows) == set(setting_names())


def full_result() -> SearchResult:
    """A result in which every list has an entry, so that every field shows."""
    paragraph = StoredParagraph(
        "a#1", "a", 1, "题", "节", "源", ("省",), "2021", 2021, "类", None, ("主",), ("举",), "文"
    )
    hit = Hit(paragraph, 1.0, "phrase", ((0, 1),), (), (ScorePart("词", 1.0),), 1)
    suggestion = Suggestion("乙", "typo", 1)
    query = Interpretation(
        "甲",
        "smart",
        "甲",
        (Expansion("甲", ("乙",), "synonym"),),
        (suggestion,),
        ("注",),
    )
    facets = {"region": (FacetValue("省", 1, False),)}
    return SearchResult(query, MatchCounts(1, 0, 0), 1, 1, 1, 10, 0.1, "gen", (hit,), facets)


def field_names(body: object) -> Iterator[str]:
    if isinstance(body, dict):
        for name, value in body.items():
            yield str(name)
            yield from field_names(value)
    elif isinstance(body, list):
        for value in body:
            yield from field_names(value)


@pytest.mark.parametrize("name", sorted(set(field_names(response_body(full_result())))))
def test_every_field_of_the_answer_is_told(name: str) -> None:
    assert name in CODE


def test_every_parameter_of_a_search_is_told() -> None:
    own = {"filters", "to_depth"}  # told field by field, and under the commands that set it
    names = {field.name for field in dataclasses.fields(SearchRequest)} - own
    assert not {name for name in names if name not in CODE and f"{name}=" not in README}


@pytest.mark.parametrize(("english", "chinese"), FIELD_NAMES.items())
def test_every_query_field_is_told_in_both_languages(english: str, chinese: str) -> None:
    assert any(code.startswith(f"{english}:") for code in CODE)
    assert any(code.startswith(f"{chinese}:") for code in CODE)


@pytest.mark.parametrize("operator", ["AND", "OR", "NOT", "与", "或", "非", "~5", "~句"])
def test_every_operator_is_told_and_is_one(operator: str) -> None:
    examples = [code for code in CODE if f" {operator} " in code]
    assert examples
    for example in examples:
        assert parse_query(example, SearchSettings()).tree is not None, example


def table_of_queries() -> list[str]:
    table = README.split("## Writing a query")[1].split("Operators count")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return [query for cell in cells for query in re.findall(r"`([^`]+)`", cell)]


SYNTAX = re.compile(r" (AND|OR|NOT|与|或|非) | -\S|\w:\S|\*|\?| ~[5句] ")


@pytest.mark.parametrize("query", table_of_queries())
def test_every_example_query_means_what_it_says(query: str) -> None:
    parsed = parse_query(query, SearchSettings())
    assert (parsed.tree is not None) == bool(SYNTAX.search(query))


def test_every_dependency_is_defended_and_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = list(project["dependencies"])
    wanted += [r for name in ("fast", "import", "opensearch") for r in extras[name]]
    names = {re.split(r"[<>=\[ ]", requirement)[0].lower() for requirement in wanted}
    section = README.split("## Dependencies")[1].split("## Tests")[0].lower()
    assert not {name for name in names if name not in section}
    lock = (ROOT / "requirements.lock").read_text("utf-8").lower()
    assert not {name for name in names if not re.search(rf"^{name}==", lock, re.MULTILINE)}
    pinned = [r for r in wanted if "==" in r]
    assert not [requirement for requirement in pinned if requirement.lower() not in lock]


def test_every_figure_is_told_and_is_one() -> None:
    text = Metrics().text().decode()
    figures = set(re.findall(r"^# HELP (\S+) ", text, re.MULTILINE))
    told = {name for code in CODE for name in re.findall(r"qianshao_\w+", code)}
    assert {name for name in figures if not name.endswith("_created")} == told


def test_files_that_readme_names_exist() -> None:
    named = re.findall(r"`((?:web/deploy|tests|corpus)/[\w./-]*)`|\]\(([\w./-]+)\)", README)
    assert not [a or b for a, b in named if not (ROOT / (a or b)).exists()]


@pytest.mark.parametrize("target", re.findall(r"^make ([\w-]+)", FENCED, re.MULTILINE))
def test_every_make_target_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
