"""Turn what the cluster tells of a hit's score into named parts that sum to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeAlias

from search.engines.base import EngineHit
from search.engines.ranking import CLASS_LABELS
from search.results import MatchClass, ScorePart

Body: TypeAlias = "dict[str, Any]"


def with_parts(hit: EngineHit, parts: tuple[ScorePart, ...]) -> EngineHit:
    """The hit with what meaning gave it in place of what is left for its class."""
    if not parts:
        return hit
    rest = hit.score - sum(part.score for part in parts)
    return replace(hit, explanation=(ScorePart(CLASS_LABELS[hit.match], rest), *parts))


def explanation(named: Body | list[str], score: float, match: MatchClass) -> tuple[ScorePart, ...]:
    """The clauses that the hit matched; the class is the rest, so that all sum to the score.

    A hit that matched no named clause has an empty list.
    """
    parts = [
        ScorePart(name.partition(":")[2], float(part))
        for name, part in (named.items() if isinstance(named, dict) else ())
        if name not in ("phrase", "all", "some")
    ]
    rest = score - sum(part.score for part in parts)
    return (ScorePart(CLASS_LABELS[match], rest), *parts)
