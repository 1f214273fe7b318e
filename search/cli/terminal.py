"""Turn a search result into lines for a terminal, with the marks set in bold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from indexer.cli.output import printable
from indexer.model.schema import SCHEMA
from search.results import FacetValue, Hit, SearchResult, StoredParagraph

EXCERPT_CHARS = 160
_BEFORE_MARK = 40  # what is shown of the text that leads to the first mark
_FACET_ROWS = 5
_MATCH_NAMES = {"phrase": "词组", "all": "全部", "some": "分散命中", "semantic": "语义相近"}
_EXPANSION_NAMES = {
    "synonym": "同义词",
    "variant": "写法",
    "traditional": "繁简",
    "numeral": "数字",
    "hyphen": "行末断开的写法",
    "enumeration": "顿号隔开的写法",
    "near": "最接近的原文",
}


def result_lines(result: SearchResult) -> Iterator[str]:
    """The whole answer: summary, how the query was understood, hits, facets."""
    yield _summary(result)
    yield from map(printable, _understanding(result))
    first = (result.page - 1) * result.size + 1
    for place, hit in enumerate(result.hits, first):
        yield ""
        yield from _hit_lines(place, hit)
    facets = [line for field in SCHEMA.facets if (line := _facet_line(result, field))]
    if facets:
        yield ""
        yield from facets


def _summary(result: SearchResult) -> str:
    counts = result.matches
    classes = f"词组 {counts.phrase}、全部 {counts.all}、分散命中 {counts.some}"
    if result.query.semantic is not None:
        classes += f"、语义相近 {counts.semantic}"
    return (
        f"{result.total} 段 · {result.total_documents} 篇（{classes}）· "
        f"{result.took_ms:.1f} 毫秒 · {result.generation}"
    )


def _understanding(result: SearchResult) -> Iterator[str]:
    for expansion in result.query.expansions:
        kind = _EXPANSION_NAMES.get(expansion.kind, expansion.kind)
        yield f"「{expansion.origin}」含{kind}：{'、'.join(expansion.to)}（--no-expand 只查原词）"
    for narrowing in result.query.within:
        forms = "、".join(form for e in narrowing.expansions for form in e.to)
        yield f"在结果中检索「{narrowing.text}」" + (f"，含写法：{forms}" if forms else "")
    met = [
        f"「{e.text}」也按{SCHEMA[e.field].label}“{e.value}”理解"
        for e in (*result.query.entities, *(e for w in result.query.within for e in w.entities))
        if e.is_met
    ]
    if met:
        yield f"{'；'.join(met)}（--no-entities 只按原文）"
    yield from result.query.notes
    for suggestion in result.query.suggestions:
        yield f"您是不是要找：{suggestion.text}（{suggestion.total} 段）"


def _hit_lines(place: int, hit: Hit) -> Iterator[str]:
    paragraph = hit.paragraph
    title = (
        _marked(paragraph.title, hit.title_marks)
        if paragraph.title
        else printable(paragraph.called)
    )
    facts = [title, *map(printable, _facts(paragraph)), _MATCH_NAMES[hit.match]]
    if hit.lacks:
        facts.append(f"缺 {printable('、'.join(hit.lacks))}")
    if hit.is_across_words:
        facts.append("跨词")
    if hit.in_document is not None:
        facts.append(f"本篇 {hit.in_document} 段")
    yield f"{place}. {' · '.join(facts)}"
    for heading, marks in zip(paragraph.headings, hit.heading_marks, strict=True):
        yield f"   ▎{_marked(heading, marks)}"
    yield f"   {_excerpt(hit)}"
    yield click.style(f"   {printable(paragraph.id)}  {hit.score:.4f}", dim=True)
    for part in hit.explanation:
        yield f"     {part.score:10.4f}  {printable(part.part)}"


def _facts(paragraph: StoredParagraph) -> Iterator[str]:
    if paragraph.source:
        yield paragraph.source
    if paragraph.year is not None:
        yield f"{paragraph.year} 年"
    elif paragraph.date:
        yield paragraph.date
    if paragraph.heading and paragraph.heading not in paragraph.headings:
        yield paragraph.heading
    yield f"第 {paragraph.ordinal} 段"


def _excerpt(hit: Hit) -> str:
    """The paragraph on one line, or about 160 characters of it from shortly before its marks."""
    text, marks = hit.paragraph.text, hit.marks
    start, end = 0, len(text)
    if end > EXCERPT_CHARS:
        first = marks[0][0] if marks else 0
        start = max(0, min(first - _BEFORE_MARK, end - EXCERPT_CHARS))
        end = start + EXCERPT_CHARS
    inside = [
        (max(a, start) - start, min(b, end) - start) for a, b in marks if a < end and b > start
    ]
    body = _marked(text[start:end], inside)
    return ("…" if start else "") + body + ("…" if end < len(text) else "")


def _marked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """`text` on one line with its marks in bold; marks ascend and do not overlap."""
    pieces: list[str] = []
    place = 0
    for start, end in marks:
        pieces.append(_one_line(text[place:start]))
        pieces.append(click.style(_one_line(text[start:end]), fg="red", bold=True))
        place = end
    pieces.append(_one_line(text[place:]))
    return "".join(pieces)


def _one_line(text: str) -> str:
    """Line breaks and control characters (which a terminal would obey) become spaces."""
    return "".join(char if char.isprintable() else " " for char in text)


def _status(row: FacetValue) -> str:
    return f"（{row.status}）" if row.status else ""


def _facet_line(result: SearchResult, field: str) -> str:
    rows = result.facets.get(field, ())
    shown = [
        f"{'☑ ' if row.selected else ''}{_one_line(row.value)}{_status(row)} {row.count}"
        for row in rows[:_FACET_ROWS]
    ]
    size = max(result.facet_values.get(field, 0), len(rows))
    if size > _FACET_ROWS:
        shown.append(f"…共 {size} 项")
    return f"{SCHEMA[field].label}：{'、'.join(shown)}" if shown else ""
