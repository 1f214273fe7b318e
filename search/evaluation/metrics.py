"""Turn rankings and relevance judgements into nDCG, MRR and recall.

Measures as in Järvelin & Kekäläinen 2002 with the exponential gain of Burges et al. 2005:
DCG@k = Σ (2^grade − 1) / log2(rank + 1), nDCG@k = DCG@k / the best DCG@k the judgements allow. A
paragraph is relevant when its grade is above 0. Averages run over the judged queries: those with
at least one relevant paragraph, whether they found anything or not.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from indexer.model.problem import Problem
from search.errors import JudgementError

Grades: TypeAlias = Mapping[str, int]  # paragraph id → grade

CUTOFF = 10
DEEP_CUTOFF = 100


@dataclass(frozen=True, slots=True)
class QueryLine:
    """One query of a batch: its name and its text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Scores:
    """The four measures, 0 to 1, averaged over `queries` judged queries."""

    queries: int
    ndcg: float
    mrr: float
    recall: float
    deep_recall: float

    def named(self) -> dict[str, float]:
        """The measures under the names by which they are known."""
        return {
            f"nDCG@{CUTOFF}": self.ndcg,
            f"MRR@{CUTOFF}": self.mrr,
            f"Recall@{CUTOFF}": self.recall,
            f"Recall@{DEEP_CUTOFF}": self.deep_recall,
        }


def ndcg(ranked_ids: Sequence[str], grades: Grades, cutoff: int = CUTOFF) -> float:
    """nDCG of one ranking, best first; 0.0 when nothing is relevant."""
    ideal = _dcg(sorted(grades.values(), reverse=True)[:cutoff])
    return _dcg([grades.get(id, 0) for id in ranked_ids[:cutoff]]) / ideal if ideal else 0.0


def reciprocal_rank(ranked_ids: Sequence[str], grades: Grades) -> float:
    """1 / rank of the first relevant paragraph; 0.0 when none is among the first CUTOFF."""
    ranks = (rank for rank, id in enumerate(ranked_ids[:CUTOFF], 1) if grades.get(id, 0) > 0)
    return 1 / next(ranks, math.inf)


def recall(ranked_ids: Sequence[str], grades: Grades, cutoff: int) -> float:
    """The share of the relevant paragraphs among the first `cutoff`; 0.0 when none is relevant."""
    relevant = {id for id, grade in grades.items() if grade > 0}
    found = relevant.intersection(ranked_ids[:cutoff])
    return len(found) / len(relevant) if relevant else 0.0


def average(rankings: Mapping[str, Sequence[str]], judgements: Mapping[str, Grades]) -> Scores:
    """Score rankings (query id → paragraph ids, best first); a judged query without one scores 0.

    With no judged query every measure is 0.0 over 0 queries.
    """
    judged = {id: grades for id, grades in judgements.items() if is_judged(grades)}
    pairs = [(rankings.get(id, ()), grades) for id, grades in judged.items()]

    def mean(values: Iterable[float]) -> float:
        return math.fsum(values) / len(pairs) if pairs else 0.0

    return Scores(
        queries=len(pairs),
        ndcg=mean(ndcg(ids, grades) for ids, grades in pairs),
        mrr=mean(reciprocal_rank(ids, grades) for ids, grades in pairs),
        recall=mean(recall(ids, grades, CUTOFF) for ids, grades in pairs),
        deep_recall=mean(recall(ids, grades, DEEP_CUTOFF) for ids, grades in pairs),
    )


def is_judged(grades: Grades) -> bool:
    return any(grade > 0 for grade in grades.values())


def read_queries(path: str) -> tuple[list[QueryLine], list[Problem]]:
    """The queries of a JSON Lines file of `{"id", "text"}`, in order; "-" is standard input.

    Blank lines are passed over; a line that cannot be used, or repeats an id, is a problem.
    JudgementError when the file cannot be read.
    """
    queries: dict[str, QueryLine] = {}
    problems: list[Problem] = []
    for number, line in _lines(path):
        query = _query(line)
        if isinstance(query, str):
            problems.append(Problem(path, number, "bad_line", query))
        elif query.id in queries:
            problems.append(Problem(path, number, "bad_line", f"检索式编号「{query.id}」重复"))
        else:
            queries[query.id] = query
    return list(queries.values()), problems


def read_judgements(path: str) -> tuple[dict[str, dict[str, int]], list[Problem]]:
    """query id → paragraph id → grade, from lines `query⇥paragraph⇥grade`.

    TREC's four columns (with an unused second one) are read too. Blank lines are passed over; a
    line that cannot be used, or judges a pair anew and differently, is a problem.
    """
    judgements: dict[str, dict[str, int]] = {}
    problems: list[Problem] = []
    for number, line in _lines(path):
        judgement = _judgement(line)
        if isinstance(judgement, str):
            problems.append(Problem(path, number, "bad_line", judgement))
            continue
        query, paragraph, grade = judgement
        grades = judgements.setdefault(query, {})
        if grades.setdefault(paragraph, grade) != grade:
            reason = f"「{query}」对「{paragraph}」已判为 {grades[paragraph]}，这里又判为 {grade}"
            problems.append(Problem(path, number, "bad_line", reason))
    return judgements, problems


def _dcg(grades: Sequence[int]) -> float:
    return math.fsum(
        (2.0 ** max(grade, 0) - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1)
    )


def _query(line: str) -> QueryLine | str:
    """The query, or what is wrong with its line."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return "不是有效的 JSON"
    if not isinstance(record, dict):
        return "应是 {…} 对象"
    id_, text = record.get("id"), record.get("text")
    if isinstance(id_, int) and not isinstance(id_, bool):
        id_ = str(id_)
    if not isinstance(id_, str) or id_.split() != [id_]:
        return "id 应是不含空白的非空文字"
    return QueryLine(id_, text) if isinstance(text, str) else "text 应是文字"


def _judgement(line: str) -> tuple[str, str, int] | str:
    """Query, paragraph and grade, or what is wrong with the line."""
    columns = line.split()
    if len(columns) == 4:
        del columns[1]
    if len(columns) != 3:
        return "应有三列：检索式编号、段落编号、相关程度，用制表符隔开"
    query, paragraph, grade = columns
    try:
        return query, paragraph, int(grade)
    except ValueError:
        return f"相关程度「{grade}」应是整数"


def _lines(path: str) -> Iterator[tuple[int, str]]:
    """The non-blank lines of a UTF-8 file (BOM and gzip allowed), with their 1-based numbers."""
    for number, line in enumerate(_text(path).split("\n"), 1):
        if line.strip():
            yield number, line


def _text(path: str) -> str:
    try:
        if path == "-":
            raw = sys.stdin.buffer.read()
        else:
            with open(path, "rb") as file:
                raw = file.read()
        if raw.startswith(b"\x1f\x8b"):
            raw = gzip.decompress(raw)
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise JudgementError(path, f"第 {line} 行不是 UTF-8；请转换编码后再试") from error
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise JudgementError(path, f"无法读取（{reason}）；请检查路径") from error
