"""Turn command-line options into a search request: the API's parameters under the same names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from indexer.model.schema import SCHEMA, Field
from search.query.years import FORMS
from search.request import Filters, SearchRequest

F = TypeVar("F", bound=Callable[..., Any])

_CHOICES = {
    "mode": (("smart", "exact"), "智能或精确"),
    "field": (("all", "title"), "全文或只查标题"),
}


def filter_options(command: F) -> F:
    """Add the options that say what is searched, for one query as for many."""
    command = schema_filter_options(command)
    for name, (values, text) in reversed(_CHOICES.items()):
        choice = click.Choice(values)
        command = click.option(f"--{name}", type=choice, default=values[0], help=text)(command)
    no_expand = click.option("--no-expand", is_flag=True, help="只查原词，不含同义词和其他写法")
    no_semantic = click.option("--no-semantic", is_flag=True, help="只按词语，不按意思检索")
    min_match = click.option(
        "--min-match", type=click.FloatRange(0, 1), help="分散命中至少占检索式权重的多少（0 到 1）"
    )
    no_entities = click.option(
        "--no-entities", is_flag=True, help="地名、单位、年份等只按原文，不按来源、地区、年份理解"
    )
    within = click.option(
        "--within", multiple=True, metavar="检索式", help="在结果中检索：只留也符合它的段落，可重复"
    )
    return no_expand(no_entities(no_semantic(min_match(within(command)))))


def schema_filter_options(command: F) -> F:
    """Add the options for the filters of the schema."""
    for name in reversed(SCHEMA.filters):
        metavar, text = _filter_help(SCHEMA[name])
        command = click.option(
            f"--{name.replace('_', '-')}", name, multiple=True, metavar=metavar, help=text
        )(command)
    return command


def _filter_help(field: Field) -> tuple[str, str]:
    """What stands for a value, and what it means."""
    if field.kind == "year":
        return field.label, f"{FORMS}，可重复"
    if field.kind == "path":
        return "路径", f"{field.label}，如 {field.example}，可重复"
    return "名称", f"{field.label}，可重复"


def facet_queries(
    context: click.Context, option: click.Parameter, given: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """`source=南通` → ("source", "南通"). BadParameter for what names no facet or no text."""
    pairs = [(name.strip(), text.strip()) for name, _, text in (g.partition("=") for g in given)]
    for name, text in pairs:
        if name not in SCHEMA.facets or not text:
            raise click.BadParameter(f"请写成“分面=文字”，分面是 {'、'.join(SCHEMA.facets)} 之一")
    return tuple(dict(pairs).items())


def search_request(options: Mapping[str, Any], query: str) -> SearchRequest:
    """What the options ask for; those a command does not offer keep the request's defaults."""
    of_answers = ("page", "size", "explain", "facet_limit", "facet_query")
    same_name = ("mode", "field", "sort", "group", *of_answers)
    offered = {name: options[name] for name in same_name if name in options}
    return SearchRequest(
        q=query,
        filters=Filters(**{name: tuple(options[name]) for name in SCHEMA.filters}),
        within=tuple(dict.fromkeys(text.strip() for text in options["within"] if text.strip())),
        min_match=options["min_match"],
        expand=not options["no_expand"],
        entities=not options["no_entities"],
        semantic=not options["no_semantic"],
        to_depth=bool(options.get("to_depth")),
        **offered,
    )
