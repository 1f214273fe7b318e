"""Commands that look after an index on a disk that is really full: nothing lost, and all told."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import stages
import trials
from click.testing import CliRunner, Result
from full_disk import fill, small_disk
from modes import unavailable
from stages import Library

from indexer.generations.store import GenerationStore
from web.cli import main

_PAGE = 4096


@pytest.fixture(scope="module")
def disk() -> Iterator[Path]:
    try:
        with small_disk() as folder:
            yield folder
            gc.collect()
    except OSError as error:
        unavailable(f"no small disk can be mounted here ({error})")


def run(index: Path, *arguments: str) -> Result:
    """A command, that ends in one way or the other, and says how."""
    done = CliRunner().invoke(main, [*arguments, "--index", str(index)])
    assert done.exit_code in (0, 1) and isinstance(done.exception, SystemExit | None)
    assert done.output and "Traceback" not in done.output
    return done


def withdrawn(index: Path) -> bool:
    return GenerationStore(index).withdrawn() == {"report-1"}


def rolled_back(index: Path) -> bool:
    store = GenerationStore(index)
    return store.current_name() == store.generations()[0]


# What is done, what tells that it is, and what the audit log calls it.
COMMANDS: dict[str, tuple[tuple[str, ...], Callable[[Path], bool], str]] = {
    "withdraw": (("withdraw", "report-1", "--reason", "申请"), withdrawn, "withdraw"),
    "rollback": (("rollback",), rolled_back, "rollback"),
}


@pytest.fixture(autouse=True)
def room_for_the_next(disk: Path) -> Iterator[None]:
    yield
    (disk / "filler").unlink(missing_ok=True)


@pytest.mark.parametrize("left", [0, 1, 2, 4])
@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_full_disk_refuses_is_told_and_works_once_there_is_room(
    built_once: Library, disk: Path, name: str, left: int
) -> None:
    arguments, is_done, event = COMMANDS[name]
    index = trials.copy_index(built_once.index, disk / "trial")
    filler = fill(disk, left * _PAGE)
    told = run(index, *arguments)
    assert is_done(index) == (told.exit_code == 0 or "已经生效" in told.stderr)
    assert left or told.exit_code == 1
    expected = built_once.stage.old if rolled_back(index) else built_once.stage.new
    assert (stages.answers(index) == expected) != withdrawn(index)
    filler.unlink()
    if not rolled_back(index):
        assert run(index, *arguments).exit_code == 0
    assert is_done(index)
    said = GenerationStore(index).audit.entries((event,))
    assert len(said) == 1 or "审计日志没有记下" in told.stderr
    assert json.loads(run(index, "audit", "verify", "--json").stdout)["whole"]


def test_a_prune_makes_room_on_a_full_disk(built_once: Library, disk: Path) -> None:
    index = trials.copy_index(built_once.index, disk / "trial")
    filler = fill(disk, 0)
    assert run(index, "prune", "--keep", "1").exit_code == 0
    assert len(GenerationStore(index).generations()) == 1
    assert stages.answers(index) == built_once.stage.new
    filler.unlink()


def test_a_search_needs_no_room(built_once: Library, disk: Path) -> None:
    index = trials.copy_index(built_once.index, disk / "trial")
    filler = fill(disk, 0)
    found = json.loads(run(index, "search", "平安前哨", "--json").stdout)
    assert found["total"] == 4 and run(index, "status").exit_code == 0
    filler.unlink()
