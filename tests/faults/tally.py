"""Count trials by kind of fault, and print the counts as one JSON report."""

from __future__ import annotations

import json
import math
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import NoReturn

from trials import Verdict


@dataclass(slots=True)
class Line:
    """All trials of one kind of fault. `lost`: nothing could be opened any more."""

    trials: int = 0
    lost: int = 0
    third_states: int = 0
    problems: int = 0
    slowest_recovery_s: float = 0.0
    endings: Counter[str] = field(default_factory=Counter)

    def add(self, verdict: Verdict) -> None:
        self.trials += 1
        self.lost += verdict.state == "lost"
        self.third_states += verdict.state == "third"
        self.problems += verdict.problem is not None
        self.slowest_recovery_s = max(self.slowest_recovery_s, verdict.recovery_s)
        self.endings[f"{verdict.ended}, {verdict.state}"] += 1

    def values(self) -> dict[str, object]:
        return {
            "trials": self.trials,
            "lost": self.lost,
            "third states": self.third_states,
            "problems": self.problems,
            "slowest recovery, s": round(self.slowest_recovery_s, 2),
            "endings": dict(sorted(self.endings.items())),
        }


class Tally:
    """One line a kind of fault, one for all, and every problem in words."""

    def __init__(self, most_seconds: float = math.inf) -> None:
        """A run ends, with what it has tried, when `most_seconds` are over."""
        self._deadline = time.monotonic() + most_seconds
        self.lines: dict[str, Line] = {}
        self.all = Line()
        self.problems: list[str] = []

    def add(self, kind: str, fault: object, verdict: Verdict) -> None:
        self.lines.setdefault(kind, Line()).add(verdict)
        self.all.add(verdict)
        if verdict.problem:
            self.problems.append(
                f"{kind}: {fault}: {verdict.ended}, {verdict.state}: {verdict.problem}"
            )

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self._deadline

    def finish(self, seed: int, **more: object) -> NoReturn:
        """Print the report; exit code 1 when there was any problem."""
        report = {
            "seed": seed,
            **more,
            "faults": {kind: line.values() for kind, line in sorted(self.lines.items())},
            "all": self.all.values(),
            "problems": self.problems,
        }
        print(json.dumps(report, ensure_ascii=False, indent=1))
        sys.exit(1 if self.problems else 0)
