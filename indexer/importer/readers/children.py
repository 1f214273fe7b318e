"""Keep processes that read file after file, each within limits of memory and time.

Starting a Python for every file takes longer than reading most of them. A process is replaced
after a number of files, and at once where a file went wrong: nothing of it is left for the next.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import struct
import threading
from contextlib import suppress
from typing import Any

from indexer.importer.readers.sandbox import Finished, Limits, module_command, start_limited, stop
from indexer.importer.source_text import ImportRefusedError

_FILES = 64  # that one process reads before it is replaced
_LENGTH = struct.Struct(">Q")
_SERVER = "indexer.importer.readers.reading_child"


class _Child:
    """A process that answers for one module; see `reading_child`."""

    def __init__(self, module: str, limits: Limits) -> None:
        command, environment = module_command(_SERVER, (module, str(limits.seconds)))
        self._limits = limits
        self._process = start_limited(command, limits, environment, is_lasting=True)
        self.files = 0

    def ask(self, data: bytes) -> Finished:
        """What the module says of a file. Only after status 0 may it be asked again."""
        self.files += 1
        answers: list[bytes] = []
        talk = threading.Thread(target=self._talk, args=(data, answers), daemon=True)
        talk.start()
        talk.join(self._limits.seconds)
        if answers:
            return Finished(0, answers[0])
        timed_out = talk.is_alive()
        self.close()
        talk.join()
        return Finished(-signal.SIGKILL if timed_out else self._status(), b"", timed_out)

    def close(self) -> None:
        stop(self._process)

    def _status(self) -> int:
        return self._process.returncode or 1

    def _talk(self, data: bytes, answers: list[bytes]) -> None:
        to, back = self._process.stdin, self._process.stdout
        assert to is not None and back is not None
        with suppress(OSError, ValueError):  # it has died, or was ended: no answer
            to.write(_LENGTH.pack(len(data)))
            to.write(data)
            to.flush()
            head = back.read(_LENGTH.size)
            if len(head) == _LENGTH.size:
                (length,) = _LENGTH.unpack(head)
                answer = back.read(length)
                if len(answer) == length:
                    answers.append(answer)


class Children:
    """Processes for any number of modules, as many at once as there are who ask."""

    def __init__(self) -> None:
        self._idle: dict[tuple[str, Limits], list[_Child]] = {}
        self._lock = threading.Lock()
        self._owner = os.getpid()

    def ask(self, module: str, data: bytes, limits: Limits) -> Finished:
        """What a module's `answer` gives for a file: its bytes as `output`."""
        child = self._take(module, limits)
        done = child.ask(data)
        if done.status != 0 and not done.timed_out and child.files > 1:
            child = _Child(module, limits)  # the files before may have used up its memory
            done = child.ask(data)
        if done.status == 0 and child.files < _FILES:
            self._put(module, limits, child)
        else:
            child.close()
        return done

    def close(self) -> None:
        """End all that nobody is asking."""
        with self._lock:
            idle = [child for children in self._idle.values() for child in children]
            self._idle.clear()
        for child in idle if os.getpid() == self._owner else ():
            child.close()

    def _take(self, module: str, limits: Limits) -> _Child:
        with self._lock:
            if os.getpid() != self._owner:  # a fork of the process that has them
                self._idle, self._owner = {}, os.getpid()
            idle = self._idle.get((module, limits))
            if idle:
                return idle.pop()
        return _Child(module, limits)

    def _put(self, module: str, limits: Limits, child: _Child) -> None:
        with self._lock:
            self._idle.setdefault((module, limits), []).append(child)


CHILDREN = Children()
atexit.register(CHILDREN.close)


def said_of(
    module: str, data: bytes, limits: Limits, name: str, slow: str, broken: str
) -> dict[str, Any]:
    """The tree that a module's `answer` says of a file; ImportRefusedError where it refuses it,
    with `slow` where its time was over, with `broken` where it died of another limit."""
    done = CHILDREN.ask(module, data, limits)
    try:
        told: dict[str, Any] = json.loads(done.output)
    except ValueError as error:
        advice = slow if done.timed_out else broken
        raise ImportRefusedError(name, "too_costly", advice) from error
    if "refused" in told:
        raise ImportRefusedError(name, *told["refused"])
    return told
