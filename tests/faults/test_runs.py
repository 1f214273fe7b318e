"""The long runs, short: each has a command of its own, with counts and a seed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import shim
from modes import unavailable

HERE = Path(__file__).parent
SEED = "20261121"
CANNOT = 2


def run(name: str, *arguments: str) -> Any:
    """The report of a script; a script that cannot try its faults here says why."""
    if not Path("/proc/self/status").exists():
        unavailable("the runs need Linux")
    command = [sys.executable, str(HERE / name), *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == CANNOT:
        unavailable(done.stderr.strip())
    assert done.stdout, done.stderr[-2000:]
    return json.loads(done.stdout)


def run_with_shim(name: str, *arguments: str) -> Any:
    if shim.find_compiler() is None:
        unavailable("fault injection needs Linux and a C compiler")
    return run(name, *arguments)


def test_every_call_of_every_change_of_an_index_may_fail_or_be_the_last() -> None:
    report = run_with_shim("store_sweep.py")
    assert report["problems"] == []
    assert sum(report["trials"].values()) > 500


def test_real_builds_under_faults_leave_old_or_new_answers() -> None:
    report = run_with_shim("campaign.py", "--trials", "2", "--seed", SEED)
    assert report["problems"] == [] and report["all"]["trials"] == 8


def test_a_disk_that_is_really_full_leaves_old_or_new_answers() -> None:
    report = run("full_disk.py", "--trials", "10", "--seed", SEED)
    assert report["problems"] == [] and report["all"]["trials"] == 10


def test_damage_anywhere_gives_old_answers_or_none() -> None:
    report = run("damage.py", "--trials", "28", "--seed", SEED)
    assert report["problems"] == [] and report["all"]["trials"] == 28


def test_swaps_under_load_fail_no_request_and_mix_no_answer() -> None:
    report = run("swaps.py", "--swaps", "20", "--clients", "16")
    assert report["problems"] == [] and report["mixed"] == 0
    assert report["generations that answered"] >= 20 < report["judged by their words"]


def test_a_stop_under_load_answers_whoever_had_asked() -> None:
    report = run("stops.py", "--stops", "1", "--clients", "16", "--seed", SEED)
    assert report["problems"] == [] and report["lost"] == 0 < report["asked before"]


def test_whatever_takes_a_served_folders_place_answers_are_whole_or_refused() -> None:
    report = run("replaced.py", "--changes", "9", "--clients", "4", "--seed", SEED)
    assert report["problems"] == [] and report["lost"] == report["third states"] == 0
    assert report["changes"] == len(report["of these"]) == 9 and report["whole"] > 0


def test_faults_while_files_are_added_and_reviewed_lose_no_file_and_no_decision() -> None:
    report = run_with_shim("library.py", "--trials", "2", "--seed", SEED)
    assert report["problems"] == [] and report["all"]["trials"] == 12
