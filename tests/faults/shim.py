"""Compile the fault shim and arm it: chosen calls on files below a folder fail or kill."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

KINDS = {
    "open": 1,
    "write": 2,
    "fsync": 4,
    "rename": 8,
    "unlink": 16,
    "mkdir": 32,
    "link": 64,
    "truncate": 128,
    "chmod": 256,
    "read": 512,
}
ACTIONS = {"once": 0, "from then on": 1, "kill": 2, "tear": 3}
SHIM_VARIABLE = "QIANSHAO_TEST_FAULT_SHIM"


@dataclass(frozen=True, slots=True)
class Fault:
    """The k-th call (from 1) of these kinds fails once, fails from then on, or kills.

    "tear" writes half of the bytes before it kills.
    """

    kinds: tuple[str, ...]
    k: int
    action: str
    errno: int = 0

    def __str__(self) -> str:
        error = f" ({os.strerror(self.errno)})" if self.errno else ""
        return f"{'/'.join(self.kinds)} #{self.k}: {self.action}{error}"


def find_compiler() -> str | None:
    """The C compiler of this machine, if it has one and shims work here."""
    if os.name != "posix" or not os.path.exists("/proc/self/maps"):
        return None
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def compile_shim(folder: Path) -> Path:
    """The shared object, compiled into `folder`."""
    compiler = find_compiler()
    assert compiler, "no C compiler"
    target = folder / "shim.so"
    source = Path(__file__).with_name("shim.c")
    command = [compiler, "-shared", "-fPIC", "-O1", "-w", "-o", target, source, "-ldl"]
    subprocess.run(command, check=True)
    return target


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder in memory where there is one: the faults are ours, the disk need not be slow."""
    memory = Path("/dev/shm")
    where = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    return tempfile.TemporaryDirectory(prefix="qianshao-faults-", dir=where)


def run_preloaded(arguments: list[str]) -> int:
    """Run a script once more in a process that has the shim; its exit code (2: no compiler)."""
    if find_compiler() is None:
        print("needs Linux and a C compiler (cc)", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        library = str(compile_shim(Path(folder)))
        environment = {**os.environ, "LD_PRELOAD": library, SHIM_VARIABLE: library}
        return subprocess.run([sys.executable, *arguments], env=environment).returncode


def arm(root: Path, fault: Fault) -> None:
    """From now on, in this process, `fault` strikes below `root`. Needs the preloaded shim."""
    which = sum(KINDS[kind] for kind in fault.kinds)
    folder = os.fsencode(f"{root}")
    _library().faults_arm(folder, which, fault.k, ACTIONS[fault.action], fault.errno)


def count_calls(root: Path) -> None:
    """From now on only count calls below `root`; `calls_seen` tells how many of each kind."""
    arm(root, Fault(tuple(KINDS), 0, "once"))


def calls_seen() -> dict[str, int]:
    seen = _library().faults_seen
    seen.restype = ctypes.c_long
    return {kind: int(seen(bit)) for kind, bit in KINDS.items()}


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(os.environ[SHIM_VARIABLE])
