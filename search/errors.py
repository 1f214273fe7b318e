"""What can go wrong while answering.

SearchError (a QianshaoError)
├── QueryTooCostlyError      a cap on length, clauses, expansion or depth is exceeded
├── BadRequestError          a parameter cannot be understood
├── NotFoundError            no such paragraph, document or initiative
├── JudgementError           a file of queries or judgements cannot be used
└── EngineUnavailableError   the engine does not answer (now)
"""

from __future__ import annotations

from indexer.errors import QianshaoError


class SearchError(QianshaoError):
    """Base of what can go wrong while answering a request."""

    code = "search_error"


class QueryTooCostlyError(SearchError):
    """The query is over a stated cap."""

    code = "query_too_costly"

    def __init__(self, what: str, found: int, limit: int) -> None:
        super().__init__(f"检索式的{what}是 {found}，超过上限 {limit}；请缩短后再检索")
        self.what, self.found, self.limit = what, found, limit


class BadRequestError(SearchError):
    """A parameter has a value that cannot be understood."""

    code = "bad_parameter"

    def __init__(self, name: str, value: str, expected: str) -> None:
        told = f"参数 {name} 的值「{value}」无法理解" if value else f"没有给出参数 {name}"
        super().__init__(f"{told}；应为{expected}")
        self.name, self.value, self.expected = name, value, expected


class NotFoundError(SearchError):
    """What was asked for by name is not in the index."""

    code = "not_found"

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"本库没有{kind}「{name}」")
        self.kind, self.name = kind, name


class JudgementError(SearchError):
    """A file of queries or relevance judgements cannot be used as a whole."""

    code = "bad_judgements"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"「{place}」无法使用：{reason}")
        self.place, self.reason = place, reason


class EngineUnavailableError(SearchError):
    """The engine cannot be reached or did not answer in time."""

    code = "engine_unavailable"

    def __init__(self, reason: str) -> None:
        super().__init__(f"检索引擎暂时不可用（{reason}）；请稍后再试")
        self.reason = reason
