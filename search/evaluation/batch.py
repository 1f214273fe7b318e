"""Turn many queries into the lines of a TREC run or of JSON Lines, one query after the other."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from indexer.errors import QianshaoError
from search.engines.base import EngineHit
from search.evaluation.metrics import QueryLine
from search.request import SearchRequest
from search.response import response_body
from search.results import SearchResult

T = TypeVar("T")
RUN_NAME = "qianshao"
# trec_eval holds scores as 32-bit floats and orders equal ones by name: neighbours must differ by
# more than such a float can tell apart (2^-23 of the value), and be printed to nine digits.
_RELATIVE_STEP = 2.0**-21


def ask_each(
    ask: Callable[[SearchRequest], T], queries: Iterable[QueryLine], request: SearchRequest
) -> Iterator[tuple[QueryLine, T | QianshaoError]]:
    """Each query with its answer: `request` asked with its text, or the error that it met."""
    for query in queries:
        try:
            yield query, ask(dataclasses.replace(request, q=query.text))
        except QianshaoError as error:
            yield query, error


def write_each(
    write: Callable[[str, T], str], answers: Iterable[tuple[QueryLine, T | QianshaoError]]
) -> Iterator[tuple[QueryLine, str | QianshaoError]]:
    """Each query with its answer as text; errors pass through."""
    for query, answer in answers:
        yield query, answer if isinstance(answer, QianshaoError) else write(query.id, answer)


def trec_lines(query_id: str, hits: Sequence[EngineHit]) -> str:
    """A line `qid Q0 id rank score qianshao` a hit, in their order; scores strictly decrease."""
    lines: list[str] = []
    previous: float | None = None
    for rank, hit in enumerate(hits, 1):
        score = hit.score
        if previous is not None:
            score = min(score, previous - max(abs(previous), 1.0) * _RELATIVE_STEP)
        previous = score
        lines.append(f"{query_id} Q0 {hit.id} {rank} {score:.9g} {RUN_NAME}\n")
    return "".join(lines)


def json_line(query_id: str, result: SearchResult) -> str:
    """The API's body as one line, with the query's name first."""
    return json.dumps({"id": query_id, **response_body(result)}, ensure_ascii=False) + "\n"
