"""The house rules that a machine can check: arrows, fences, lengths, names, words."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("indexer", "search", "web")
MAX_MODULE_LINES, MAX_FUNCTION_LINES = 400, 40
MAX_FOLDER_FILES = 15

# Who may import whom: web → search → indexer.
ARROWS = {"indexer": {"indexer"}, "search": {"search", "indexer"}, "web": set(PACKAGES)}
# What search never needs: it reads an index. Only its build command and the gate know of builds.
BUILDING = (
    "indexer.build.builder",
    "indexer.opensearch.writer",
    "indexer.importer",
    "indexer.library",
    "indexer.cli.corpus",
)
BUILDERS = ("search/cli/build.py", "search/cli/library.py", "search/verify/gate.py")

# Where a library may be imported. numpy belongs to the array code; it stays out of what travels.
FENCES = {
    "jieba": ["indexer/text/analyzer.py"],
    "whoosh": ["*/*whoosh*.py"],
    "opensearchpy": ["*/*opensearch*.py"],
    "flask": ["web/*"],
    "werkzeug": ["web/*"],
    "waitress": ["web/*"],
    "jinja2": ["web/*"],
    "prometheus_client": ["web/*"],
    "yaml": ["indexer/model/strict_yaml.py", "indexer/model/yaml_edit.py"],
    "onnxruntime": ["indexer/semantic/encoder.py"],
    "tokenizers": ["indexer/semantic/encoder.py"],
    "docx": ["web/export*"],
    "lxml": ["indexer/importer/readers/*"],
    "openpyxl": ["indexer/importer/readers/*"],
    "pypdfium2": ["indexer/importer/readers/*"],
    "selectolax": ["indexer/importer/readers/*"],
    "xlsxwriter": ["web/export*"],
    "numpy": ["indexer/*", "search/*"],
    "opencc": ["indexer/text/characters.py", "search/rewrite/scripts.py"],
    "re2": ["search/query/expression_matcher.py"],
    "pypinyin": ["indexer/text/pinyin.py"],
}
PLAIN_VALUES = [
    "indexer/model/documents.py",
    "indexer/errors.py",
    "indexer/generations/store.py",
    "indexer/settings.py",
    "indexer/sources/splitter.py",
    "search/query/tree.py",
    "search/request.py",
    "search/response.py",
    "search/results.py",
    "search/query/parser.py",
    "search/engines/base.py",
    "web/*",
]
# A notebook that the parser fills; an input that is read once.
CHANGING = ("search/query/items.py", "indexer/sources/input.py")
NETWORK = {"socket", "ssl", "urllib", "http", "requests", "urllib3", "smtplib", "ftplib", "httpx"}


def tracked(*patterns: str) -> list[Path]:
    """Files of the repository, whether from git or from an unpacked archive."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--", *patterns], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    found = [path for folder in (*PACKAGES, "tests") for path in (ROOT / folder).rglob("*")]
    wanted = [path for path in found if any(fnmatch(path.name, pattern) for pattern in patterns)]
    return [path for path in wanted if path.is_file() and "__pycache__" not in path.parts]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


PRODUCT = [p for p in tracked("*.py") if p.relative_to(ROOT).parts[0] in PACKAGES]
ALL_PYTHON = tracked("*.py")


def imports(path: Path) -> Iterator[str]:
    """Dotted names of everything that a module imports, also inside functions."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports relatively"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_there_is_something_to_check() -> None:
    assert len(PRODUCT) > 20


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_imports_follow_the_arrows(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    ours = {name for name in imports(path) if name.split(".")[0] in (*PACKAGES, "tests", "corpus")}
    assert not {name for name in ours if name.split(".")[0] not in ARROWS[package]}
    if package == "search" and name_of(path) not in BUILDERS:
        assert not {n for n in ours if any(fnmatch(n, f"{b}*") for b in BUILDING)}


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Not for their types either: what two modules tell each other belongs into a third."""
    homes = {name_of(path).removesuffix(".py").replace("/", "."): path for path in PRODUCT}
    above = {name: homes.keys() & set(imports(path)) - {name} for name, path in homes.items()}
    TopologicalSorter(above).prepare()  # CycleError names the circle


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_libraries_stay_behind_their_fences(path: Path) -> None:
    name = name_of(path)
    for library in {imported.split(".")[0] for imported in imports(path)}:
        allowed = FENCES.get(library, ["*"])
        assert any(fnmatch(name, pattern) for pattern in allowed), f"{library} in {name}"
        if library == "numpy":
            assert not any(fnmatch(name, pattern) for pattern in PLAIN_VALUES)
        if library in NETWORK:
            assert "urllib.request" not in imports(path)
            assert library == "urllib" or name.startswith("web/") or "opensearch" in name


@pytest.mark.parametrize("path", ALL_PYTHON, ids=name_of)
def test_modules_and_functions_are_short_and_say_what_they_do(path: Path) -> None:
    tree = tree_of(path)
    first = (ast.get_docstring(tree) or "").split("\n")[0]
    assert first.endswith((".", ":", ";")) or path.name == "__init__.py", "no sentence at the top"
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert not [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= MAX_FUNCTION_LINES]
    if path in PRODUCT:
        assert len(path.read_text("utf-8").splitlines()) <= MAX_MODULE_LINES


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_what_travels_is_frozen(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
            continue
        for decorator in map(ast.unparse, node.decorator_list):
            if re.match(r"(dataclasses\.)?dataclass\b", decorator):
                # What changes stays inside its module, and its name begins with an underscore.
                assert "frozen=True" in decorator or name_of(path) in CHANGING, node.name


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_nothing_reads_the_environment_at_import(path: Path) -> None:
    inside: set[ast.AST] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            inside.update(ast.walk(node))
    read = [
        node.lineno
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
        if node not in inside and ast.unparse(node).startswith("os.")
    ]
    assert not read


def test_no_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert not [name_of(p) for p in ALL_PYTHON if p.stem in drawers or p.parent.name in drawers]


def test_git_ignores_no_module() -> None:
    command = ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "--", "*.py"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    ignored = [Path(name) for name in listed.stdout.splitlines()]
    assert not [path for path in ignored if path.parts[0] in (*PACKAGES, "tests")]


def test_every_folder_of_modules_says_what_it_is() -> None:
    folders = {path.parent for path in PRODUCT}
    silent = [f for f in folders if not (f / "__init__.py").is_file()]
    silent += [f for f in folders - {*silent} if not ast.get_docstring(tree_of(f / "__init__.py"))]
    assert not [name_of(folder) for folder in silent]


def test_tests_are_no_packages() -> None:
    assert not [name_of(p) for p in ALL_PYTHON if p.name == "__init__.py" and "tests" in p.parts]


def test_the_root_holds_only_the_agreed_folders() -> None:
    folders = {
        p.relative_to(ROOT).parts[0] for p in tracked("*") if len(p.relative_to(ROOT).parts) > 1
    }
    assert {f for f in folders if not f.startswith(".")} <= {*PACKAGES, "corpus", "tests"}


FORBIDDEN = re.compile(
    r"/(?:work|root|home/\w+)/|(?<![\w.])/tmp/\w|[a-z]:\\users"  # a machine
    r"|\b(?:pypi\.org|files\.pythonhosted|repo1?\.maven|registry\.npmjs|index[-_]url|artifactory)",
    re.IGNORECASE,
)


def test_nothing_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked("*"):
        if path.suffix in (".png", ".gz", ".woff2", ".docx", ".pdf") or path == Path(__file__):
            continue
        text = path.read_text("utf-8", errors="replace")
        found += [f"{name_of(path)}: {match[0]}" for match in FORBIDDEN.finditer(text)]
    assert not found


def test_templates_never_switch_off_escaping() -> None:
    for path in tracked("web/templates/*", "web/desk/templates/*"):
        text = path.read_text("utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape\s+false", text), name_of(path)
    for path in PRODUCT:
        assert "Markup(" not in path.read_text("utf-8"), name_of(path)


def test_no_unfinished_marks() -> None:
    marks = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
    assert not [name_of(p) for p in PRODUCT if marks.search(p.read_text("utf-8"))]


@pytest.mark.parametrize("package", ["indexer", "search"])
def test_every_error_has_its_own_code_and_stands_in_the_tree(package: str) -> None:
    from indexer.errors import QianshaoError

    module = importlib.import_module(f"{package}.errors")
    errors = [
        value
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, QianshaoError)
        if value.__module__ == module.__name__
    ]
    codes = [error.code for error in errors]
    assert len(codes) == len(set(codes))
    for error in errors:
        assert error.__name__ in (module.__doc__ or "") and "code" in vars(error)


def names_in(tree: ast.Module) -> Iterator[str]:
    """Every name that a module gives or uses: of classes, functions, arguments, values."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Attribute):
            yield node.attr


def words_of(name: str) -> set[str]:
    """best_of_shelf, BestOfShelf → best, of, shelf."""
    return set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_"))


# Words of our own that the field has better ones for.
OLD_WORDS = {
    *("shelf", "shelves", "lesson", "lessons", "widener", "imagination", "door", "pulse", "crew"),
    *("manner", "portrait"),
}


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_no_word_of_the_old_glossary_comes_back(path: Path) -> None:
    assert not {n for n in (path.stem, *names_in(tree_of(path))) if words_of(n) & OLD_WORDS}


def test_one_class_name_is_one_thing() -> None:
    homes: dict[str, set[str]] = {}
    for path in PRODUCT:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, set()).add(name_of(path))
    assert not {name: found for name, found in homes.items() if len(found) > 1}


def test_no_folder_holds_more_than_one_can_look_through() -> None:
    files: dict[Path, int] = {}
    for path in PRODUCT:
        files[path.parent] = files.get(path.parent, 0) + (path.name != "__init__.py")
    assert not {name_of(folder): n for folder, n in files.items() if n > MAX_FOLDER_FILES}


# Who may list fields by name: what input says of a document, and words that mean something else.
FIELD_LISTS = (
    "indexer/model/*",
    "indexer/vocabulary/*",  # kinds of suggestions
    "search/rewrite/*",  # what a word of a query may name
    "web/exports/sheet.py",  # columns whose place does not change
    "web/pages/reading/page.py",  # what the page draws in its own way
)


@pytest.mark.parametrize("path", PRODUCT, ids=name_of)
def test_only_the_schema_lists_fields(path: Path) -> None:
    from indexer.model.schema import SCHEMA

    known = {name for field in SCHEMA.fields if field.of == "document" for name in (field.key,)}
    known |= set(SCHEMA.facets)
    if any(fnmatch(name_of(path), pattern) for pattern in FIELD_LISTS):
        return
    for node in ast.walk(tree_of(path)):
        listed: list[ast.expr | None] = []
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            listed = list(node.elts)
        elif isinstance(node, ast.Dict):
            listed = list(node.keys)
        texts = {value.value for value in listed if isinstance(value, ast.Constant)}
        assert len(texts & known) < 4, f"line {node.lineno}: ask the schema"
