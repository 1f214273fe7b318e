"""What a long command reports while it works: what is wrong with its input, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much (0: unknown)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a curator should mend. The input it names is skipped; the rest goes on.

    `place` is a path relative to the corpus root (or the name of a bulk file), `line` is 1-based,
    `code` is stable English, `reason` a Chinese sentence. `fatal`: nothing may be published.
    """

    place: str
    line: int | None
    code: str
    reason: str
    fatal: bool = False

    def __str__(self) -> str:
        where = self.place if self.line is None else f"{self.place}:{self.line}"
        return f"{where}: {self.reason}"
