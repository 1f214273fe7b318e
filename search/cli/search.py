"""Turn command lines into searches: one query, a batch, suggestions, an evaluation."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, TypeVar

import click

from indexer.cli.options import index_options
from indexer.cli.output import echo, echo_json, echo_result
from indexer.errors import QianshaoError
from indexer.model.problem import Problem
from indexer.settings import Settings
from search.cli.options import facet_queries, filter_options, search_request
from search.cli.terminal import result_lines
from search.comparing.leaders import answers_to
from search.comparing.unit_figures import units_asked
from search.errors import JudgementError
from search.evaluation.batch import ask_each, json_line, trec_lines, write_each
from search.evaluation.metrics import (
    DEEP_CUTOFF,
    QueryLine,
    Scores,
    average,
    is_judged,
    read_judgements,
    read_queries,
)
from search.figures.response import answers_body
from search.request import FACET_LIMIT, SearchRequest
from search.response import completions_body, response_body
from search.searcher import open_searcher

MAX_DEPTH = 100_000
T = TypeVar("T")


@click.command("search")
@click.argument("query", nargs=-1)
@filter_options
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    help="排序：相关、最新、最早",
)
@click.option("--page", type=click.IntRange(min=1), default=1, help="第几页")
@click.option("--size", type=click.IntRange(1, MAX_DEPTH), default=10, help="每页几段")
@click.option("--group", type=click.Choice(["none", "document"]), default="none", help="按篇归并")
@click.option("--explain", is_flag=True, help="列出每段得分的由来")
@click.option(
    "--facet-limit",
    type=click.IntRange(min=0),
    default=FACET_LIMIT,
    show_default=True,
    help="每个分面最多列几项",
)
@click.option(
    "--facet-query",
    multiple=True,
    metavar="分面=文字",
    callback=facet_queries,
    help="这个分面只列含这些文字的值，如 source=南通，可重复",
)
@click.option("--json", "as_json", is_flag=True, help="输出与接口相同的 JSON")
@click.option("--batch", metavar="FILE", help='逐行检索 {"id","text"}（“-”为标准输入）')
@click.option("--limit", type=click.IntRange(1, MAX_DEPTH), help="批量检索时每条取多少段，默认 100")
@click.option("--format", "form", type=click.Choice(["trec", "jsonl"]), help="批量输出，默认 trec")
@index_options
def search_command(
    query: tuple[str, ...], batch: str | None, limit: int | None, form: str | None, **options: Any
) -> None:
    """检索 QUERY，列出命中的段落；几个词是一个检索式，空的 QUERY 列出全部。"""
    if bool(query) == (batch is not None):
        raise click.UsageError("请给出 QUERY 或 --batch FILE（二者取一）")
    if batch is None and (limit is not None or form is not None):
        raise click.UsageError("--limit 和 --format 只用于 --batch；单条检索用 --size 和 --json")
    if batch is not None:
        _search_batch(batch, limit or DEEP_CUTOFF, form or "trec", options)
        return
    searcher = open_searcher(options["settings"])
    request = search_request(options, " ".join(query))
    result = searcher.search(request)
    answers = answers_to(
        searcher, request, result.query, units_asked(searcher, request, result.query)
    )
    if options["as_json"]:
        echo_json(response_body(result) | {"answers": answers_body(answers)})
    else:
        for answer in answers:
            figure, paragraph = answer.row.figure, answer.row.paragraph
            since = f"{answer.lasting.first}年起  " if answer.lasting else ""
            echo(f"{since}{figure.value_text}  「{figure.quote}」  {paragraph.id}")
        for line in result_lines(result):
            click.echo(line)


@click.command()
@click.argument("prefix")
@click.option("--limit", type=click.IntRange(1, 100), default=10, help="最多几条")
@click.option("--json", "as_json", is_flag=True, help="输出与接口相同的 JSON")
@index_options
def suggest(prefix: str, limit: int, as_json: bool, settings: Settings) -> None:
    """列出检索框对 PREFIX 的提示：举措、主题、来源、标题、常用词句。"""
    completions = open_searcher(settings).suggest(prefix, limit)
    lines = [f"{found.text}\t{found.kind}\t{found.count}" for found in completions]
    echo_result(as_json, completions_body(completions), *lines)


@click.command()
@click.option("--queries", "queries_path", required=True, metavar="FILE", help='每行 {"id","text"}')
@click.option("--qrels", "qrels_path", required=True, metavar="FILE", help="检索式⇥段落⇥相关程度")
@click.option(
    "--limit", type=click.IntRange(1, MAX_DEPTH), default=DEEP_CUTOFF, help="每条取前多少段"
)
@filter_options
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@index_options
def evaluate(queries_path: str, qrels_path: str, limit: int, as_json: bool, **options: Any) -> None:
    """按人工判定衡量排序质量：nDCG@10、MRR@10、Recall@10、Recall@100。"""
    queries, query_problems = read_queries(queries_path)
    judgements, judgement_problems = read_judgements(qrels_path)
    failures = _tell_problems([*query_problems, *judgement_problems])
    judged = [query for query in queries if is_judged(judgements.get(query.id, {}))]
    if not judged:
        raise JudgementError(qrels_path, f"没有一条相关的判定属于「{queries_path}」里的检索式")
    rankings: dict[str, list[str]] = {}
    answers = ask_each(
        open_searcher(options["settings"]).rank, judged, _deep_request(options, limit)
    )
    for query, hits in _with_progress(answers, len(judged)):
        if isinstance(hits, QianshaoError):
            failures += _tell_error(query, hits)
        else:
            rankings[query.id] = [hit.id for hit in hits]
    _print_scores(average(rankings, {q.id: judgements[q.id] for q in judged}), as_json)
    sys.exit(1 if failures else 0)


def _search_batch(path: str, limit: int, form: str, options: dict[str, Any]) -> None:
    """Results on stdout query by query; what failed on stderr, and then exit 1."""
    queries, problems = read_queries(path)
    failures = _tell_problems(problems)
    searcher, request = open_searcher(options["settings"]), _deep_request(options, limit)
    pages: Iterator[tuple[QueryLine, str | QianshaoError]]
    if form == "jsonl":
        pages = write_each(json_line, ask_each(searcher.search, queries, request))
    else:
        pages = write_each(trec_lines, ask_each(searcher.rank, queries, request))
    for query, page in _with_progress(pages, len(queries)):
        if isinstance(page, QianshaoError):
            failures += _tell_error(query, page)
        else:
            echo(page, nl=False)
    sys.exit(1 if failures else 0)


def _deep_request(options: dict[str, Any], limit: int) -> SearchRequest:
    """Ranked to depth: without --min-match, every part of a query may stand alone."""
    deep = {**options, "page": 1, "size": limit}
    if deep["min_match"] is None:
        deep["min_match"] = 0.0
        deep["to_depth"] = True
    return search_request(deep, "")


def _with_progress(answers: Iterator[T], count: int) -> Iterator[T]:
    if not sys.stderr.isatty():
        yield from answers
        return
    with click.progressbar(answers, length=count, file=sys.stderr, label="检索") as shown:
        yield from shown


def _tell_problems(problems: list[Problem]) -> int:
    for problem in problems:
        echo(str(problem), err=True)
    return len(problems)


def _tell_error(query: QueryLine, error: QianshaoError) -> int:
    """Say that a query failed; counts 1."""
    echo(f"检索式「{query.id}」未执行：{error}", err=True)
    return 1


def _print_scores(scores: Scores, as_json: bool) -> None:
    lines = [f"{name:<10}  {value:.4f}" for name, value in scores.named().items()]
    lines.append(f"{'queries':<10}  {scores.queries}")
    echo_result(as_json, {"queries": scores.queries, **scores.named()}, *lines)
