"""The audit log notices every change to it; the list of withdrawals is never lost silently."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.errors import AuditNotWrittenError, IndexDamagedError
from indexer.generations.audit import AuditLog
from indexer.generations.withdrawals import WithdrawalList


def log_of(folder: Path, count: int) -> Path:
    for number in range(count):
        AuditLog(folder).record("publish", {"generation": f"第{number}代"})
    return folder / "audit.jsonl"


def read_log(folder: Path) -> list[str]:
    return (folder / "audit.jsonl").read_text("utf-8").splitlines()


def test_a_log_written_only_by_appending_is_whole(tmp_path: Path) -> None:
    assert AuditLog(tmp_path).verify().records == 0
    log_of(tmp_path, 3)
    report = AuditLog(tmp_path).verify()
    assert (report.records, report.problem) == (3, None)


TAMPERINGS: dict[str, Callable[[list[str]], list[str]]] = {
    "a changed word": lambda lines: [lines[0].replace("第0代", "第9代"), *lines[1:]],
    "a removed line": lambda lines: [lines[0], *lines[2:]],
    "a removed last line": lambda lines: lines[:-1],
    "swapped lines": lambda lines: [lines[1], lines[0], *lines[2:]],
    "a doubled line": lambda lines: [lines[0], *lines],
    "an emptied log": lambda lines: [],
    "a broken line": lambda lines: [lines[0][:20] + "\n", *lines[1:]],
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_noticed(tmp_path: Path, name: str) -> None:
    log = log_of(tmp_path, 3)
    log.write_text("".join(TAMPERINGS[name](log.read_text().splitlines(keepends=True))))
    assert AuditLog(tmp_path).verify().problem is not None


def test_a_line_cut_by_a_crash_is_replaced_by_the_next(tmp_path: Path) -> None:
    log = log_of(tmp_path, 2)
    with log.open("a") as file:
        file.write('{"number": 3, "wh')
    log_of(tmp_path, 1)
    report = AuditLog(tmp_path).verify()
    assert (report.records, report.problem) == (3, None)


def test_a_log_that_was_taken_away_whole_is_missed_where_something_was_published(
    tmp_path: Path,
) -> None:
    log_of(tmp_path, 2)
    for path in tmp_path.glob("audit.*"):
        path.unlink()
    assert AuditLog(tmp_path).verify().problem is None
    assert AuditLog(tmp_path).verify(has_history=True).problem is not None
    log_of(tmp_path, 1)
    assert AuditLog(tmp_path).verify(has_history=True).problem is None


def test_input_cannot_start_a_line_of_its_own(tmp_path: Path) -> None:
    AuditLog(tmp_path).record("withdraw", {"reason": '甲\n{"number": 2}\u2028'})
    assert len((tmp_path / "audit.jsonl").read_bytes().splitlines()) == 1


def test_a_withdrawal_holds_until_it_is_undone(tmp_path: Path) -> None:
    withdrawals = WithdrawalList(tmp_path)
    assert withdrawals.slugs() == frozenset()
    assert withdrawals.withdraw("甲-2021", "申请撤回") and not withdrawals.withdraw("甲-2021", "又")
    assert WithdrawalList(tmp_path).slugs() == withdrawals.slugs() == {"甲-2021"}
    assert withdrawals.restore("甲-2021", "误撤") and not withdrawals.restore("甲-2021", "又")
    assert withdrawals.slugs() == frozenset()
    assert [entry.action for entry in withdrawals.entries()] == ["withdraw", "restore"]
    events = [json.loads(line)["event"] for line in read_log(tmp_path)]
    assert events == ["withdraw", "restore"]


@pytest.mark.parametrize("content", ["{}\n", "[]\n", "nonsense\n", '{"slug": "甲"', "\0" * 50])
def test_a_damaged_list_is_an_error_not_an_empty_list(tmp_path: Path, content: str) -> None:
    WithdrawalList(tmp_path).withdraw("甲", "理由")
    (tmp_path / "withdrawn.jsonl").write_text(content)
    with pytest.raises(IndexDamagedError):
        WithdrawalList(tmp_path).slugs()


def test_a_withdrawal_that_the_log_could_not_hear_of_is_in_force_and_told_later(
    tmp_path: Path,
) -> None:
    (tmp_path / "audit.lock").mkdir()  # nobody gets that lock
    listed = WithdrawalList(tmp_path)
    with pytest.raises(AuditNotWrittenError):
        listed.withdraw("甲", "申请")
    assert listed.slugs() == {"甲"}
    (tmp_path / "audit.lock").rmdir()
    assert not listed.withdraw("甲", "申请") and not listed.withdraw("甲", "再申请")
    assert [json.loads(line)["what"] for line in read_log(tmp_path)] == [
        {"slug": "甲", "reason": "申请"}
    ]
    assert not listed.restore("乙", "没有撤回过") and len(read_log(tmp_path)) == 1
