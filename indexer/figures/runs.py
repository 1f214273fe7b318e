"""Cut a sentence into clauses and a clause into runs: figures side by side with their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.figures import names, units
from indexer.figures.leads import read_lead
from indexer.figures.quantities import Quantity
from indexer.figures.times import TimeMention

LONGEST_REMARK = 30
_COMMA = re.compile(r"[，,；;：:（）()!！?？]|——|…+")
_SIDE_BY_SIDE = re.compile(r"\s*(?:[、，,]|和|及|以及|与|或)?\s*")
_SEPARATOR_FIRST = re.compile(r"\s*(?:、|以及|及|和|与|并|且|，|,)")
_SEPARATOR_LAST = re.compile(r"(?:、|以及|及|和|与|或)\s*$")


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands between two commas, with its quantities."""

    start: int
    end: int
    quantities: tuple[Quantity, ...]


@dataclass(slots=True)
class Run:
    """Quantities side by side, the words in front of them and those behind."""

    quantities: list[Quantity]
    lead: str
    lead_start: int
    trail: str = ""
    scope: str | None = None
    is_pair: bool = False
    local_time: TimeMention | None = None


def clauses_of(text: str, start: int, end: int, quantities: Sequence[Quantity]) -> Iterator[Clause]:
    """The clauses of `text[start:end]`; commas inside a quantity do not cut."""
    at, index = start, 0
    open_until = -1
    for comma in _COMMA.finditer(text, start, end):
        if comma.group() in "（()）":
            if comma.group() in "（(" and _is_remark(text, comma.end(), end, quantities, index):
                open_until = comma.end() + LONGEST_REMARK
                continue
            if comma.group() in "）)" and open_until >= comma.start():
                open_until = -1
                continue
        while index < len(quantities) and quantities[index].end <= comma.start():
            index += 1
        if index < len(quantities) and quantities[index].start < comma.end():
            continue
        clause = _clause(text, at, comma.start(), quantities)
        if clause is not None:
            yield clause
        at = comma.end()
    clause = _clause(text, at, end, quantities)
    if clause is not None:
        yield clause


def _is_remark(text: str, at: int, end: int, quantities: Sequence[Quantity], index: int) -> bool:
    """Whether a short parenthesis without figures opens here: 细颗粒物（PM2.5）."""
    close = text.find("）", at, min(at + LONGEST_REMARK, end))
    if close < 0:
        close = text.find(")", at, min(at + LONGEST_REMARK, end))
    while index < len(quantities) and quantities[index].end <= at:
        index += 1
    return close >= 0 and (index >= len(quantities) or quantities[index].start >= close)


def _clause(text: str, start: int, end: int, quantities: Sequence[Quantity]) -> Clause | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    own = tuple(q for q in quantities if start <= q.start and q.end <= end)
    return Clause(start, end, own)


def runs_of(text: str, clause: Clause) -> list[Run]:
    """The runs of a clause; the words between two are given to the one they belong to."""
    runs: list[Run] = []
    end = clause.start
    for quantity in clause.quantities:
        gap = text[end : quantity.start]
        if runs and _belongs(runs[-1], quantity, gap):
            runs[-1].quantities.append(quantity)
        else:
            behind, lead = _share_out(runs[-1], gap) if runs else ("", gap)
            if runs:
                runs[-1].trail = behind
            runs.append(Run([quantity], lead, quantity.start - len(lead)))
        end = quantity.end
    if runs:
        runs[-1].trail = text[end : clause.end]
    return runs


def _belongs(run: Run, quantity: Quantity, gap: str) -> bool:
    last = run.quantities[-1]
    apart = (units.STREAK, units.RANK)
    if last.kind in apart or quantity.kind in apart:
        return False
    return _SIDE_BY_SIDE.fullmatch(gap) is not None


def _share_out(run: Run, gap: str) -> tuple[str, str]:
    """Part the words between two runs: what ends the first, what begins the second."""
    if _SEPARATOR_FIRST.match(gap):
        return "", _SEPARATOR_FIRST.sub("", gap, count=1)
    last = _SEPARATOR_LAST.search(gap)
    if last is not None:
        return gap[: last.start()], ""
    if run.quantities[-1].kind == units.STREAK:
        return gap, gap
    parts = names.split_list(gap)
    if len(parts) > 1:
        at = gap.rfind(parts[-1])
        return gap[:at].rstrip("、和与及以"), gap[at:]
    lead = read_lead(gap)
    if not lead.name or lead.is_from:
        return "", gap
    verb = names.VERB.search(gap)
    own_name = read_lead(run.lead).name
    if verb is not None and (verb.start() > 0 or own_name):
        return gap[: verb.start()], gap[verb.start() :]
    return ("", gap) if own_name and not names.verb_at_end(own_name) else (gap, "")
