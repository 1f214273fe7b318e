"""Compare the rows of the extractor with judged ones: precision, recall, indicators, traps.

A judged row is one line of text, parts separated by `|`:

    立案数 / 立案 | change | 12.4 % | down 同比 base=全市 period=2023 | 近

Indicator, kind, value (a range as 3-5, `-` for none) with unit, marks, qualifier. `/` separates
what is equally right; a trailing `/` allows nothing as well. The mark `optional` says that the
row is never demanded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from indexer.model.figures import (
    COMPARISONS,
    DIRECTIONS,
    KINDS,
    MODALITIES,
    QUALIFIERS,
    ROLES,
    Figure,
    Figures,
)

MATCH_SHARE = 0.6  # of two indicators of which one contains the other
JUDGED_FIELDS = (
    *("direction", "comparison", "role", "base"),
    *("modality", "qualifier", "period", "place"),
)
COUNTS = (*("expected", "made", "matched", "wrong", "indicators"), *("traps", "unread", "broken"))
HEADINGS = " rows  made  precision  recall  indicator  traps  from–to     base  broken"


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row as a person reads it; every field holds the alternatives that are right."""

    line: str
    indicators: tuple[str, ...]
    kinds: tuple[str, ...]
    value: str | None
    value_max: str | None
    units: tuple[str, ...]
    direction: tuple[str | None, ...] = (None,)
    comparison: tuple[str | None, ...] = (None,)
    role: tuple[str | None, ...] = (None,)
    modality: tuple[str | None, ...] = ("actual",)
    base: tuple[str | None, ...] = (None,)
    period: tuple[str | None, ...] = ()
    place: tuple[str | None, ...] = ()
    qualifier: tuple[str | None, ...] = (None,)
    optional: bool = False


class Score:
    """Counts over any number of texts, and the lines that tell what went wrong."""

    def __init__(self) -> None:
        self.expected = self.made = self.matched = self.wrong = self.indicators = 0
        self.traps = self.unread = self.broken = 0
        self.details: dict[str, list[int]] = {}
        self.faults: list[str] = []

    def count(self, name: str, right: bool) -> None:
        tally = self.details.setdefault(name, [0, 0])
        tally[0] += right
        tally[1] += 1

    @property
    def precision(self) -> float:
        return 1 - self.wrong / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        return self.matched / self.expected if self.expected else 1.0

    @property
    def indicator_accuracy(self) -> float:
        return self.indicators / (self.made - self.wrong) if self.made > self.wrong else 1.0

    def table_row(self) -> str:
        """The result as one line below `HEADINGS`."""
        pairs, bases = (
            "{}/{}".format(*self.details.get(name, (0, 0))) for name in ("role", "base")
        )
        return (
            f"{self.expected:5}{self.made:6}{self.precision:11.3f}{self.recall:8.3f}"
            f"{self.indicator_accuracy:11.3f}{self.traps:7}{pairs:>9}{bases:>9}{self.broken:8}"
        )

    def lines(self) -> list[str]:
        """The result as a few lines of text."""
        told = [f"{name} {right}/{total}" for name, (right, total) in self.details.items()]
        return [
            f"expected {self.expected}  made {self.made}  precision {self.precision:.3f}  "
            f"recall {self.recall:.3f}  indicator {self.indicator_accuracy:.3f}",
            f"traps {self.traps}  broken {self.broken}  unread {self.unread}  " + "  ".join(told),
        ]


def sum_of(scores: Iterable[Score]) -> Score:
    """The counts of several sets together."""
    total = Score()
    for score in scores:
        for name in COUNTS:
            setattr(total, name, getattr(total, name) + getattr(score, name))
        for name, (right, all_of_them) in score.details.items():
            tally = total.details.setdefault(name, [0, 0])
            tally[0] += right
            tally[1] += all_of_them
    return total


def parse_row(line: str) -> JudgedRow:
    """Read one judged line; raises ValueError where a mark is unknown."""
    parts = [part.strip() for part in line.split("|")]
    indicator, kind, value_unit = parts[:3]
    marks = parts[3].split() if len(parts) > 3 else []
    value, _, unit = value_unit.partition(" ")
    low, dash, high = value.partition("-") if value != "-" else ("", "", "")
    fields: dict[str, tuple[str | None, ...]] = {}
    for mark in marks:
        name, options = _mark(mark)
        if name != "optional":
            fields[name] = options
    return JudgedRow(
        line=line,
        indicators=tuple(text.strip() for text in indicator.split(" / ")),
        kinds=tuple(kind.split("/")),
        value=low or None,
        value_max=high if dash else None,
        units=(unit,) if unit.startswith("/") else tuple(dict.fromkeys((unit, *unit.split("/")))),
        qualifier=_options(parts[4]) if len(parts) > 4 else (None,),
        optional="optional" in marks,
        **fields,
    )


def _mark(mark: str) -> tuple[str, tuple[str | None, ...]]:
    name, equals, value = mark.partition("=")
    if equals:
        return name, (value,) if name == "period" else _options(value)
    options = _options(mark)
    first = options[0]
    for field_name, known in (
        ("direction", DIRECTIONS),
        ("comparison", COMPARISONS),
        ("role", ROLES),
        ("modality", MODALITIES),
        ("optional", ("optional",)),
    ):
        if first in known:
            if field_name == "modality":  # `target/`: or no target, so something done
                options = tuple(option or "actual" for option in options)
            return field_name, options
    raise ValueError(f"unknown mark {mark!r}")


def _options(text: str) -> tuple[str | None, ...]:
    return tuple(option or None for option in text.split("/"))


def same_indicator(found: str, wanted: Sequence[str]) -> bool:
    """Equal, or one contains the other and is most of it; 的 and white space do not count."""
    own = _plain(found)
    for text in map(_plain, wanted):
        short, long = sorted((own, text), key=len)
        if short and short in long and len(short) >= MATCH_SHARE * len(long):
            return True
    return False


def _plain(text: str) -> str:
    return "".join(text.split()).replace("的", "")


def judge(score: Score, where: str, judged: Sequence[JudgedRow], made: Sequence[Figure]) -> None:
    """Match rows with judged ones, each once and in their order, and add to the score."""
    left = list(judged)
    score.expected += sum(not row.optional for row in judged)
    score.made += len(made)
    for row in made:
        found = _partner(row, left)
        if found is None:
            score.wrong += 1
            score.traps += not judged
            score.faults.append(f"{where}: 多余 {describe(row)}")
            continue
        left.remove(found)
        score.matched += not found.optional
        _judge_row(score, where, found, row)
    score.faults += [f"{where}: 漏 {row.line}" for row in left if not row.optional]


def _partner(row: Figure, left: Sequence[JudgedRow]) -> JudgedRow | None:
    same = [
        judged
        for judged in left
        if row.kind in judged.kinds
        and (row.value, row.value_max) == (judged.value, judged.value_max)
        and row.unit in judged.units
    ]
    named = [j for j in same if same_indicator(row.indicator, j.indicators)]
    return next(iter(named or same), None)


def _judge_row(score: Score, where: str, judged: JudgedRow, row: Figure) -> None:
    right = same_indicator(row.indicator, judged.indicators)
    score.indicators += right
    if not right:
        score.faults.append(f"{where}: 指标 {row.indicator} ≠ {judged.line}")
    for name in JUDGED_FIELDS:
        options = getattr(judged, name)
        value = getattr(row, name)
        if not options or (options == (None,) and value is None) or "*" in options:
            continue
        if name == "modality" and options == ("actual",) and value == "actual":
            continue
        score.count(name, value in options)
        if value not in options:
            score.faults.append(f"{where}: {name}={value} ≠ {judged.line}")


def describe(row: Figure) -> str:
    """A row in the notation of the judged ones."""
    value = row.value or "-"
    if row.value_max:
        value += "-" + row.value_max
    marks = (row.direction, row.comparison, row.role, row.base and f"base={row.base}")
    modality = None if row.modality == "actual" else row.modality
    told = " ".join(mark for mark in (*marks, modality, f"period={row.period}") if mark)
    return f"{row.indicator} | {row.kind} | {value} {row.unit} | {told} | {row.qualifier or ''}"


def broken_rows(text: str, figures: Figures) -> list[str]:
    """What every row must keep and these do not: offsets, enumerations, decimals, ids."""
    faults = [fault for row in figures.rows for fault in _broken(text, row)]
    keys = [row.key for row in figures.rows]
    faults += [f"same id {key}" for key in set(keys) if keys.count(key) > 1]
    faults += [f"no partner {r.pair}" for r in figures.rows if r.pair and r.pair not in keys]
    faults += [f"unread {u.text}" for u in figures.unread if text[u.start : u.end] != u.text]
    return faults


def _broken(text: str, row: Figure) -> list[str]:
    checks: dict[str, Callable[[], bool]] = {
        "quote": lambda: text[row.start : row.end] == row.quote,
        "value_text": lambda: text[row.value_start : row.value_end] == row.value_text != "",
        "holds": lambda: row.start <= row.value_start and row.value_end <= row.end,
        "value": lambda: row.value is None or is_decimal_text(row.value),
        "value_max": lambda: row.value_max is None or is_decimal_text(row.value_max),
        "kind": lambda: row.kind in KINDS,
        "direction": lambda: row.direction in (None, *DIRECTIONS),
        "comparison": lambda: row.comparison in (None, *COMPARISONS),
        "role": lambda: (row.role in (None, *ROLES)) and (row.role is None) == (row.pair is None),
        "modality": lambda: row.modality in MODALITIES,
        "qualifier": lambda: row.qualifier in (None, *QUALIFIERS),
        "indicator": lambda: bool(row.indicator.strip()),
    }
    return [f"{name} of {describe(row)}" for name, holds in checks.items() if not holds()]


def is_decimal_text(text: str) -> bool:
    """Plain digits, perhaps a point; no sign, exponent, leading or trailing zeros."""
    whole, dot, fraction = text.partition(".")
    if not (whole.isascii() and whole.isdigit()) or (len(whole) > 1 and whole[0] == "0"):
        return False
    return not dot or (fraction.isdigit() and not fraction.endswith("0"))
