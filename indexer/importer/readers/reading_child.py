"""Answer for file after file on standard input with what a reader's module says of each.

A file and an answer are eight bytes of length, then as many bytes. The module is the first
argument; the second says how many seconds a file may take of the processor.
"""

from __future__ import annotations

import importlib
import os
import struct
import sys
from contextlib import suppress

_LENGTH = struct.Struct(">Q")


def main() -> None:
    """Until standard input ends, as it does with the process that asks."""
    answer = importlib.import_module(sys.argv[1]).answer
    files = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # libraries talk
    while len(head := files.read(_LENGTH.size)) == _LENGTH.size:
        _limit_processor(float(sys.argv[2]))
        said: bytes = answer(files.read(_LENGTH.unpack(head)[0]))
        answers.write(_LENGTH.pack(len(said)))
        answers.write(said)
        answers.flush()


def _limit_processor(seconds: float) -> None:
    """From now on: the limit of the system is on all that a process has used."""
    with suppress(ImportError):  # Windows: whoever asks keeps the time
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        until = int(usage.ru_utime + usage.ru_stime + seconds) + 2
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (until, most))


if __name__ == "__main__":
    main()
