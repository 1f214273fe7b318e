"""The wheel holds every folder and the compiled parts, and works where nothing else is."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("indexer", "search", "web", "corpus")
LEFT_OUT = {".c", ".h"}  # sources of what the wheel holds compiled
COMPILED = [
    name
    for path in ROOT.glob("indexer/**/*.py")
    for name in re.findall(r'load_compiled\("([\w.]+)"', path.read_text("utf-8"))
]
BUILD = "from setuptools import build_meta; build_meta.build_wheel('dist')"


def sources() -> list[str]:
    """The files of the packages, whether from git or from an unpacked archive."""
    found = [path for folder in PACKAGES for path in (ROOT / folder).rglob("*") if path.is_file()]
    left_out = {".pyc", ".so", ".pyd"}
    return [p.relative_to(ROOT).as_posix() for p in found if p.suffix not in left_out]


def unavailable(reason: str) -> None:
    """Skip, or fail where everything must be tested."""
    if os.environ.get("QIANSHAO_TEST_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of the sources as pip builds it, but without a network."""
    version = importlib.metadata.version("setuptools")
    if int(version.partition(".")[0]) < 77:
        unavailable(f"setuptools {version} is older than 77: the wheel was not tested")
    copy = tmp_path_factory.mktemp("wheel")
    for name in ["pyproject.toml", "setup.py", "README.md", "LICENSE", *sources()]:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    environment = {k: v for k, v in os.environ.items() if k != "QIANSHAO_PURE"}
    command = [sys.executable, "-c", BUILD]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "is absent from the `packages` configuration" not in done.stderr
    return next((copy / "dist").glob("*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path) -> Path:
    """A folder with what pip would put into site-packages."""
    folder = wheel.parent / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed: Path, code: str, *arguments: str, **variables: str) -> str:
    """What a Python prints that finds our packages in `installed` only."""
    command = [sys.executable, "-c", code, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(installed), **variables}
    environment.pop("QIANSHAO_PURE", None)
    folder = installed.parent
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_it_holds_every_file_of_every_folder(installed: Path) -> None:
    wanted = {name for name in sources() if Path(name).suffix not in LEFT_OUT}
    assert not {name for name in wanted if not (installed / name).is_file()}
    assert not [path for path in installed.rglob("*") if path.suffix in LEFT_OUT]
    top = {path.name for path in installed.iterdir()}
    assert top == {*PACKAGES, next(installed.glob("*.dist-info")).name}


def test_it_tells_what_it_is(installed: Path) -> None:
    text = (next(installed.glob("*.dist-info")) / "METADATA").read_text("utf-8")
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "Description-Content-Type: text/markdown" in text and readme.strip() in text


def test_the_compiled_parts_are_found_under_the_names_they_are_asked_for(installed: Path) -> None:
    assert len(COMPILED) >= 3
    if not list(installed.rglob("*.abi3.so")) + list(installed.rglob("*.pyd")):
        unavailable("no C compiler: the compiled parts of the wheel were not tested")
    code = (
        "import importlib, sys; [print(importlib.import_module(n).__file__) for n in sys.argv[1:]]"
    )
    files = [Path(line) for line in run(installed, code, *COMPILED).splitlines()]
    assert len(files) == len(COMPILED) and all(installed in file.parents for file in files)


def test_an_installed_copy_builds_and_searches_its_own_corpus(installed: Path) -> None:
    code = "from web.cli import main; main()"
    index = str(installed.parent / "index")
    run(installed, code, "rebuild", QIANSHAO_INDEX=index)
    assert "平安前哨" in run(installed, code, "search", "平安前哨", QIANSHAO_INDEX=index)
