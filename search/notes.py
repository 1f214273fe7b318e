"""Tell the reader, in Chinese, what of a request was passed over or left out."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.model.schema import SCHEMA
from search.engines.base import Matches
from search.index_reader import IndexReader
from search.query.tree import Ranked
from search.request import Filters
from search.results import Hit
from search.rewrite.planner import Plan

BEGINNING_CHARS = 2_000  # of a text for which a page has no room


def class_notes(planned: Plan, matches: Matches) -> tuple[str, ...]:
    """That scattered hits were left out, where they might be missed."""
    query = planned.query
    if not isinstance(query, Ranked) or len(query.parts) < 2:
        return ()
    return () if matches.lists_some else ("只含部分检索词的段落未列出",)


def filter_notes(filters: Filters, library: IndexReader) -> tuple[str, ...]:
    """Filter values that the index does not have."""
    notes: list[str] = []
    for field, values in filters.chosen:
        kind = SCHEMA[field].kind
        if kind == "year":
            continue
        known = library.engine.facet_values(field)
        names = {v.rsplit("/", 1)[-1] for v in known} if kind == "path" else set()
        unknown = [v for v in values if v not in known and v not in names]
        notes += [f"筛选条件「{value}」在本库中没有对应的值" for value in unknown]
    return tuple(notes)


def cut_notes(hits: Sequence[Hit]) -> tuple[str, ...]:
    """How many texts the page has no room for."""
    count = sum(hit.is_cut for hit in hits)
    if not count:
        return ()
    return (f"本页文字过长：{count} 段只给出开头 {BEGINNING_CHARS} 字，全文见各段自己的地址",)
