"""Run a program on hostile input: in a process of its own, short of memory, time and network."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_NEW_USER, _NEW_NETWORK = 0x1000_0000, 0x4000_0000  # CLONE_NEWUSER, CLONE_NEWNET of <sched.h>
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use; `memory_bytes` of data, `file_bytes` for the largest file it writes."""

    seconds: float = 120.0
    memory_bytes: int = 900 * _MIB
    file_bytes: int = 512 * _MIB


@dataclass(frozen=True, slots=True)
class Finished:
    """How a child ended; `timed_out` where its time was over."""

    status: int
    output: bytes
    timed_out: bool = False


def run_limited(
    command: Sequence[str],
    data: bytes = b"",
    limits: Limits | None = None,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Finished:
    """Run a command with `data` as its standard input; it and all its children end with it."""
    limits = limits or Limits()
    process = start_limited(command, limits, environment, folder)
    try:
        output, _ = process.communicate(data, timeout=limits.seconds)
        return Finished(process.returncode, output)
    except subprocess.TimeoutExpired:
        return Finished(-signal.SIGKILL, b"", timed_out=True)
    finally:
        stop(process)


def start_limited(
    command: Sequence[str],
    limits: Limits,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    is_lasting: bool = False,
) -> subprocess.Popen[bytes]:
    """The process, started; `stop` must end it. One that `is_lasting` reads many files, and keeps
    the time for each itself."""
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=None if environment is None else dict(environment),
        start_new_session=True,
        preexec_fn=_preparation(limits, is_lasting),
    )


def run_module(
    module: str,
    data: bytes,
    limits: Limits | None = None,
    folder: Path | None = None,
    arguments: Sequence[str] = (),
) -> Finished:
    """Run one of our modules with this Python and the paths that this process has."""
    command, environment = module_command(module, arguments)
    return run_limited(command, data, limits, folder, environment)


def module_command(module: str, arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """What starts one of our modules with this Python and the paths that this process has."""
    paths = [str(Path(path).resolve()) for path in sys.path]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    return [sys.executable, "-W", "ignore", "-m", module, *arguments], environment


def stop(process: subprocess.Popen[bytes]) -> None:
    """End what is left of the child's process group."""
    with suppress(OSError, AttributeError):  # Windows has no groups: the child alone ends there
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(OSError):
        process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        with suppress(OSError):  # what was still to be written to it
            if stream is not None:
                stream.close()


def _preparation(limits: Limits, is_lasting: bool) -> Callable[[], None] | None:
    """What the child does before it becomes the command; None on Windows (time limit only)."""
    try:
        import resource
    except ImportError:
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def prepare() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (limits.memory_bytes, limits.memory_bytes))
        seconds = int(limits.seconds) + 1
        if not is_lasting:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_bytes, limits.file_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if (
            libc.unshare(_NEW_NETWORK) != 0
        ):  # as root; else in a name space of one's own, if allowed
            libc.unshare(_NEW_USER | _NEW_NETWORK)

    return prepare
