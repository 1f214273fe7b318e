"""Turn command-line options into a search request: the API's parameters under the same names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from search.request import FACET_FIELDS, Filters, SearchRequest

F = TypeVar("F", bound=Callable[..., Any])

_FILTER_HELP = {
    "source": ("名称", "来源，可重复"),
    "theme": ("名称", "主题，可重复"),
    "initiative": ("名称", "举措，可重复"),
    "region": ("路径", "地区，如 江苏省/南通市，可重复"),
    "year": ("年份", "2021、2020..2022、2020..、..2022，可重复"),
    "genre": ("名称", "体裁，可重复"),
}
_CHOICES = {
    "mode": (("smart", "exact"), "智能或精确"),
    "field": (("all", "title"), "全文或只查标题"),
}


def filter_options(command: F) -> F:
    """Add the options that say what is searched, for one query as for many."""
    for name in reversed(FACET_FIELDS):
        metavar, text = _FILTER_HELP[name]
        command = click.option(f"--{name}", multiple=True, metavar=metavar, help=text)(command)
    for name, (values, text) in reversed(_CHOICES.items()):
        choice = click.Choice(values)
        command = click.option(f"--{name}", type=choice, default=values[0], help=text)(command)
    no_expand = click.option("--no-expand", is_flag=True, help="只查原词，不含同义词和其他写法")
    min_match = click.option(
        "--min-match", type=click.FloatRange(0, 1), help="分散命中至少占检索式权重的多少（0 到 1）"
    )
    return no_expand(min_match(command))


def search_request(options: Mapping[str, Any], query: str) -> SearchRequest:
    """What the options ask for; those a command does not offer keep the request's defaults."""
    same_name = ("mode", "field", "sort", "group", "page", "size", "explain", "facet_limit")
    offered = {name: options[name] for name in same_name if name in options}
    return SearchRequest(
        q=query,
        filters=Filters(**{name: tuple(options[name]) for name in FACET_FIELDS}),
        min_match=options["min_match"],
        expand=not options["no_expand"],
        to_depth=bool(options.get("to_depth")),
        **offered,
    )
