"""What every document of the repository claims about files, links, versions and packages is so."""

from __future__ import annotations

import importlib
import re
import shlex
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from indexer.build.builder import BuildOptions, rebuild
from indexer.codec import segment
from indexer.generations import manifest
from indexer.opensearch import mapping
from indexer.settings import Settings, load_settings, setting_names
from indexer.vocabulary import arrays
from web.cli import main

ROOT = Path(__file__).parent.parent
PACKAGES = ("indexer", "search", "web")
LIMITS = {"README.md": 150, "ARCHITECTURE.md": 140}  # lines: an introduction, and one page
CORPORA = ("corpus/", "tests/corpus_mini/")  # their Markdown is for readers of reports


def tracked(*patterns: str) -> list[str]:
    """Names of the repository's files, whether from git or from an unpacked archive."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode == 0:
        return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    found = [path for pattern in patterns for path in ROOT.rglob(pattern) if path.is_file()]
    names = [path.relative_to(ROOT).as_posix() for path in found]
    return [name for name in names if not name.startswith((".", "build/", "dist/"))]


DOCUMENTS = sorted(name for name in tracked("*.md") if not name.startswith(CORPORA))


@cache
def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def code_of(name: str) -> list[str]:
    """The code spans of a document, without its code blocks."""
    prose = re.sub(r"^```.*?^```", "", text_of(name), flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"`([^`]+)`", prose)


def blocks_of(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text_of(name), re.DOTALL | re.MULTILINE)


def section_of(name: str, title: str) -> str:
    """From a heading to the next one of its level."""
    found = re.search(rf"^(#+) {title}\n(.*?)(?=^\1 |\Z)", text_of(name), re.DOTALL | re.MULTILINE)
    assert found, f"{name} has no section {title}"
    return found[2]


def rows_of(text: str) -> list[list[str]]:
    """The rows of the tables in a text, without their heads."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    rules = [at for at, line in enumerate(lines) if set(line) <= set("|-: ")]
    heads = {at - 1 for at in rules} | set(rules)
    return [row for at, row in enumerate(rows) if at not in heads]


# -- size and place -------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "limit"), LIMITS.items())
def test_the_first_documents_stay_short(name: str, limit: int) -> None:
    assert len(text_of(name).splitlines()) <= limit


def test_every_document_is_reached_from_the_readme() -> None:
    reached: set[str] = set()
    waiting = ["README.md"]
    while waiting:
        name = waiting.pop()
        if name in DOCUMENTS and name not in reached:
            reached.add(name)
            waiting += [target for target, _ in links_of(name)]
    assert reached == set(DOCUMENTS)


def test_no_file_holds_an_unsolved_merge() -> None:
    marks = re.compile(rb"^(?:<{7}|>{7}) ", re.MULTILINE)
    assert not [name for name in tracked("*") if marks.search((ROOT / name).read_bytes())]


def test_the_folder_map_is_the_root() -> None:
    told = {row[0] for row in rows_of(section_of("README.md", "文件夹"))}
    folders = {f"`{name.partition('/')[0]}/`" for name in tracked("*") if "/" in name}
    assert told == {folder for folder in folders if not folder.startswith("`.")}


def test_the_architecture_names_every_folder_of_the_packages() -> None:
    told = {code.rstrip("/") for code in code_of("ARCHITECTURE.md")}
    inner = {Path(name).parent.as_posix() for name in tracked("*/__init__.py")}
    assert not {f for f in inner if "/" in f and f.startswith(PACKAGES)} - told


def test_the_tests_are_told_folder_by_folder() -> None:
    told = {row[0] for row in rows_of(section_of("tests/README.md", "What is where"))}
    named = {path for cell in told for path in re.findall(r"`([^`]+)`", cell)}
    folders = {f"tests/{name.split('/')[1]}/" for name in tracked("tests/*/*")}
    assert folders <= named


def test_every_long_run_that_is_named_exists() -> None:
    rows = rows_of(section_of("tests/README.md", "Faults"))
    runs = {cell.split()[0] for row in rows for cell in re.findall(r"^`([^`]+)`", row[0])}
    makefile = re.search(r"^# RUN: (.*)$", text_of("Makefile"), re.MULTILINE)
    assert makefile and runs == set(makefile[1].split(" · "))
    assert not {run for run in runs if not (ROOT / "tests" / "faults" / f"{run}.py").exists()}
    fuzzing = section_of("tests/README.md", "Fuzzing").partition("`TARGET` is one of")[2]
    told = re.findall(r"`([\w-]+)`", fuzzing.partition(".")[0])
    targets = re.search(r"^# TARGET: (.*)$", text_of("Makefile"), re.MULTILINE)
    assert targets and told == targets[1].split(" · ")


# -- links, files, modules ------------------------------------------------------------------------


def links_of(name: str) -> list[tuple[str, str]]:
    """Relative links, as (file from the root, anchor); a link may be broken between its words."""
    found = []
    for link in re.findall(r"\]\(([^()\s]+)\)", text_of(name)):
        if not re.match(r"[a-z]+:", link):
            path, _, anchor = link.partition("#")
            target = (ROOT / name).parent / path if path else ROOT / name
            found.append((target.resolve().relative_to(ROOT.resolve()).as_posix(), anchor))
    return found


def anchors_of(name: str) -> set[str]:
    """The addresses of headings, as GitHub makes them."""
    prose = re.sub(r"^```.*?^```", "", text_of(name), flags=re.DOTALL | re.MULTILINE)
    heads = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_somewhere(name: str) -> None:
    for target, anchor in links_of(name):
        assert (ROOT / target).exists(), target
        assert not anchor or anchor in anchors_of(target), f"{target}#{anchor}"


PATH = re.compile(r"(?<![\w/.*-])(?:indexer|search|web|corpus|tests)/[\w./*-]*")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_path_that_is_named_exists(name: str) -> None:
    for path in PATH.findall(text_of(name)):
        wanted = path.rstrip(".")
        assert list(ROOT.glob(wanted.rstrip("/"))) if "*" in wanted else (ROOT / wanted).exists(), (
            path
        )


def current(name: str) -> str:
    """A document; of the changelog the newest section, and of its table what is so now."""
    text = text_of(name)
    if name != "CHANGELOG.md":
        return text
    newest = re.split(r"^## ", text, flags=re.MULTILINE)[1]
    return re.sub(r"^( *\|)[^|\n]*\|", r"\1", newest, flags=re.MULTILINE)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_module_that_is_named_exists(name: str) -> None:
    named = re.findall(r"`((?:indexer|search|web)(?:\.\w+)+)`", current(name))
    for dotted in set(named) - set(setting_names()):
        module, _, attribute = dotted.rpartition(".")
        path = ROOT / dotted.replace(".", "/")
        is_module = path.with_suffix(".py").exists() or (path / "__init__.py").exists()
        assert is_module or hasattr(importlib.import_module(module), attribute), dotted


# -- versions and packages ------------------------------------------------------------------------


def test_the_newest_section_of_the_changelog_is_this_version() -> None:
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    assert re.findall(r"^## (\S+)", text_of("CHANGELOG.md"), re.MULTILINE)[0] == version


def test_the_formats_are_those_of_the_code() -> None:
    rows = [row[:2] for row in rows_of(section_of("ARCHITECTURE.md", "Formats"))]
    opensearch = f"opensearch-…-{mapping.FORMAT_VERSION}"
    versions = [manifest.FORMAT_VERSION, segment.FORMAT_VERSION, arrays.FORMAT, opensearch]
    assert [row[1] for row in rows] == [str(version) for version in versions]
    older = set(segment.READABLE_VERSIONS) - {segment.FORMAT_VERSION}
    assert all(f"{version} is still read" in text_of("ARCHITECTURE.md") for version in older)


def requirements() -> dict[str, str]:
    """Every distribution that pyproject.toml asks for, in small letters, and how."""
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    asked = [*project["dependencies"]]
    asked += [r for extra in project["optional-dependencies"].values() for r in extra]
    named = {re.match(r"[\w.-]+", r)[0].lower(): r for r in asked}  # type: ignore[index]
    return {name: asked for name, asked in named.items() if name != "qianshao"}


def test_every_dependency_has_one_reason() -> None:
    rows = rows_of(section_of("ARCHITECTURE.md", "Dependencies"))
    told = [name for row in rows for name in re.findall(r"`([^`]+)`", row[0].partition(" (")[0])]
    assert sorted(told) == sorted(requirements())
    assert all(len(row) == 3 and all(row) for row in rows)


def test_every_dependency_is_locked() -> None:
    lock = text_of("requirements-test.lock").lower() + text_of("requirements.lock").lower()
    extras = tomllib.loads(text_of("pyproject.toml"))["project"]["optional-dependencies"]
    unlocked = {
        re.match(r"[\w.-]+", r)[0].lower()  # type: ignore[index]
        for extra in ("bench", "fuzz")
        for r in extras[extra]
    }
    wanted = {name: asked for name, asked in requirements().items() if name not in unlocked}
    assert not {name for name in wanted if not re.search(rf"^{name}==", lock, re.MULTILINE)}
    assert not [asked for asked in wanted.values() if "==" in asked and asked.lower() not in lock]


# -- blocks that run ------------------------------------------------------------------------------

SHELL = [
    (name, line) for name in DOCUMENTS for b in blocks_of(name, "sh") for line in b.split("\n")
]
COMMANDS = [
    (name, command)
    for name, line in SHELL
    for part in re.split(r"\|\||&&|;", line)
    if (command := shlex.split(part.replace("\\\n", " ").rstrip("\\"), comments=True))
]


@pytest.mark.parametrize(
    "target", sorted({command[1] for _, command in COMMANDS if command[0] == "make"})
)
def test_every_make_target_exists(target: str) -> None:
    assert re.search(rf"^{target}:", text_of("Makefile"), re.MULTILINE)


QIANSHAO = [c[1:] for _, c in COMMANDS if Path(c[0]).name == "qianshao"]


@pytest.mark.parametrize("arguments", QIANSHAO, ids=" ".join)
def test_every_command_of_a_block_is_understood(arguments: list[str]) -> None:
    command: click.Command = main
    context = click.Context(main)
    while isinstance(command, click.Group):
        name, found, arguments = command.resolve_command(context, arguments)
        assert name and found
        command = found
        context = click.Context(command, parent=context, info_name=name)
    command.parse_args(context, arguments)


@pytest.fixture(scope="session")
def bundled_index(tmp_path_factory: pytest.TempPathFactory) -> str:
    index = str(tmp_path_factory.mktemp("documents") / "index")
    rebuild(str(ROOT / "corpus"), Settings(index=index), BuildOptions())
    return index


@pytest.mark.parametrize("arguments", [a for a in QIANSHAO if a[0] == "search"], ids=" ".join)
def test_every_search_of_a_block_finds_something(arguments: list[str], bundled_index: str) -> None:
    done = CliRunner().invoke(main, arguments, env={"QIANSHAO_INDEX": bundled_index})
    assert done.exit_code == 0 and "<" not in done.output
    assert '"total":0' not in done.output.replace(" ", "") and not done.output.startswith("0 段")


@pytest.mark.parametrize("name", ["README.md", "web/deploy/README.md"])
def test_every_example_of_settings_is_settings(name: str, tmp_path: Path) -> None:
    for block in blocks_of(name, "yaml"):
        (tmp_path / "qianshao.yaml").write_text(block, "utf-8")
        assert load_settings(str(tmp_path / "qianshao.yaml"), environment={}) != Settings()
