"""Processes that read file after file: reused, limited, and replaced as soon as one goes wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.importer.readers.children import Children
from indexer.importer.readers.sandbox import Limits

READER = """
import os, sys, time

def answer(data):
    if data == b"sleep":
        time.sleep(60)
    if data == b"die":
        os._exit(3)
    if data == b"grow":
        try:
            kept = bytearray(400_000_000)
        except MemoryError:
            return b"too much"
    if data == b"talk":
        print("a library talks", flush=True)
    if data == b"work":
        while True:
            pass
    return str(os.getpid()).encode() + b" " + data
"""
LIMITS = Limits(seconds=20.0, memory_bytes=200_000_000)


@pytest.fixture
def children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Children]:
    (tmp_path / "reader_of_tests.py").write_text(READER, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    made = Children()
    yield made
    made.close()


def ask(children: Children, data: bytes, limits: Limits = LIMITS) -> tuple[str, str]:
    """Who answered, and what."""
    done = children.ask("reader_of_tests", data, limits)
    assert done.status == 0, done
    who, _, said = done.output.decode().partition(" ")
    return who, said


def test_one_process_reads_file_after_file(children: Children) -> None:
    answers = [ask(children, text) for text in (b"one", b"talk", b"", b"x" * 3_000_000)]
    assert len({who for who, _ in answers}) == 1
    assert [said[:4] for _, said in answers] == ["one", "talk", "", "xxxx"]


def test_it_is_replaced_after_a_number_of_files(children: Children) -> None:
    assert len({ask(children, b"one")[0] for _ in range(70)}) == 2


def test_after_a_death_the_next_file_has_a_process_of_its_own(children: Children) -> None:
    first, _ = ask(children, b"one")
    done = children.ask("reader_of_tests", b"die", LIMITS)
    assert done.status != 0 and not done.timed_out and done.output == b""
    second, said = ask(children, b"two")
    assert second != first and said == "two"


@pytest.mark.parametrize("what", [b"sleep", b"work"])
def test_time_is_limited_for_each_file(children: Children, what: bytes) -> None:
    done = children.ask("reader_of_tests", what, Limits(seconds=1.0))
    assert done.status != 0 and done.timed_out
    assert ask(children, b"two")[1] == "two"


def test_memory_is_limited(children: Children) -> None:
    done = children.ask("reader_of_tests", b"grow", LIMITS)
    assert done.output == b"too much"


def test_a_reader_that_cannot_start_is_told_as_a_failure(children: Children) -> None:
    assert children.ask("no_such_reader", b"one", LIMITS).status != 0


def test_workbooks_and_pdfs_are_read_by_the_same_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = Children()
    module = "indexer.importer.readers.sheet_child"
    refusals = [json.loads(made.ask(module, b"no workbook", LIMITS).output) for _ in range(2)]
    made.close()
    assert [answer["refused"][0] for answer in refusals] == ["damaged", "damaged"]
