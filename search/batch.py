"""Turn many queries into the lines of a TREC run or of JSON Lines, one query after the other."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.errors import QianshaoError
from search.evaluation import QueryLine
from search.request import SearchRequest
from search.response import response_body
from search.results import Hit, SearchResult
from search.searcher import Searcher

RUN_NAME = "qianshao"
# trec_eval holds scores as 32-bit floats and orders equal ones by name: neighbours must differ by
# more than such a float can tell apart (2^-23 of the value), and be printed to nine digits.
_RELATIVE_STEP = 2.0**-21


@dataclass(frozen=True, slots=True)
class Answer:
    """What one query of a batch got: a result, or the error that it met."""

    query: QueryLine
    result: SearchResult | None
    error: QianshaoError | None = None


def answer_queries(
    searcher: Searcher, queries: Iterable[QueryLine], request: SearchRequest
) -> Iterator[Answer]:
    """Each query's text in `request`'s place; an error of one does not stop the others."""
    for query in queries:
        try:
            result = searcher.search(dataclasses.replace(request, q=query.text))
        except QianshaoError as error:
            yield Answer(query, None, error)
        else:
            yield Answer(query, result)


def trec_lines(query_id: str, hits: Sequence[Hit]) -> Iterator[str]:
    """`qid Q0 id rank score qianshao` in the order of the hits; scores strictly decrease."""
    previous: float | None = None
    for rank, hit in enumerate(hits, 1):
        score = hit.score
        if previous is not None:
            score = min(score, previous - max(abs(previous), 1.0) * _RELATIVE_STEP)
        previous = score
        yield f"{query_id} Q0 {hit.paragraph.id} {rank} {score:.9g} {RUN_NAME}"


def json_line(query_id: str, result: SearchResult) -> str:
    """The API's body with the query's name first."""
    return json.dumps({"id": query_id, **response_body(result)}, ensure_ascii=False)
