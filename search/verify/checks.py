"""Prove that an opened index holds what it should: turn it and its corpus into checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from indexer.model.documents import Document, Paragraph
from indexer.model.schema import SCHEMA, Field
from indexer.text.normalizer import normalize
from search.engines.base import Engine, Page
from search.query.tree import Everything, Literal, Query, RawLiteral
from search.request import Filters
from search.results import StoredParagraph

_BATCH = 1000
_MAX_PROBLEMS = 20

Progress = Callable[[int], None]  # told how many are done
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was proved, or not. `problems` are Chinese, at most 20; `failed` counts all.

    name: "files" | "counts" | "facets" | "found" | "corpus" | "gate" | "audit".
    """

    name: str
    checked: int
    failed: int = 0
    problems: tuple[str, ...] = ()


class _Findings:
    """Collects the problems of one check: counts all, keeps the first few."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._failed = 0
        self._problems: list[str] = []

    def add(self, problem: str) -> None:
        self._failed += 1
        if len(self._problems) < _MAX_PROBLEMS:
            self._problems.append(problem)

    def check(self, checked: int) -> Check:
        return Check(self._name, checked, self._failed, tuple(self._problems))


def every(ids: Sequence[str], sample: int | None) -> Sequence[str]:
    """All ids, or `sample` of them spread evenly over the index."""
    if sample is None or sample >= len(ids):
        return ids
    return [ids[n * len(ids) // sample] for n in range(sample)]


def check_gate(engine: Engine, phrases: Iterable[str]) -> list[str]:
    """The phrases that no paragraph contains, in their order; empty: the gate is open."""
    return [phrase for phrase in phrases if engine.count(_literal(phrase)) == 0]


def check_counts(engine: Engine) -> Check:
    """Stored paragraphs, their documents, and what the engine says of both agree."""
    findings = _Findings("counts")
    seen: set[str] = set()
    per_document: Counter[str] = Counter()
    for paragraph in _stored(engine):
        if paragraph.id in seen:
            findings.add(f"{paragraph.id} 出现不止一次")
        seen.add(paragraph.id)
        per_document[paragraph.document] += 1
    total = engine.count(Everything())
    if not len(seen) == total == engine.info.paragraphs:
        findings.add(f"存有 {len(seen)} 段，可检索 {total} 段，登记 {engine.info.paragraphs} 段")
    if len(per_document) != engine.info.documents:
        findings.add(f"存有 {len(per_document)} 篇，登记 {engine.info.documents} 篇")
    for slug, count in per_document.items():
        summary = engine.document(slug)
        if summary is None or summary.paragraphs != count:
            found = "没有登记" if summary is None else f"登记 {summary.paragraphs} 段"
            findings.add(f"{slug} 存有 {count} 段，{found}")
    return findings.check(len(seen))


def check_facets(engine: Engine) -> Check:
    """Every facet value has the count that the stored paragraphs give it."""
    findings = _Findings("facets")
    expected: dict[str, Counter[str]] = {name: Counter() for name in SCHEMA.facets}
    for paragraph in _stored(engine):
        for name, counter in expected.items():
            field = SCHEMA[name]
            counter.update(field.facet_values(field.read(paragraph)))
    for name, counter in expected.items():
        found = engine.facet_values(name)
        for value in sorted(counter.keys() | found.keys()):
            if counter[value] != found.get(value, 0):
                findings.add(
                    f"{name}「{value}」应有 {counter[value]} 段，计为 {found.get(value, 0)}"
                )
    return findings.check(sum(len(counter) for counter in expected.values()))


def check_found(
    engine: Engine, ids: Iterable[str], progress: Progress = lambda done: None
) -> Check:
    """Each of these paragraphs is among the hits for its own whole text."""
    findings = _Findings("found")
    checked = 0
    for batch in _batches(ids):
        for paragraph in engine.fetch(batch):
            if not _is_found(engine, paragraph):
                findings.add(f"{paragraph.id} 用自己的原文检索不到")
            checked += 1
        progress(checked)
    return findings.check(checked)


def check_corpus(
    engine: Engine,
    expected: Iterable[tuple[Document, Paragraph]],
    progress: Progress = lambda done: None,
) -> Check:
    """The index holds exactly these paragraphs, with their texts and their documents' metadata."""
    findings = _Findings("corpus")
    wanted: set[str] = set()
    for batch in _batches(expected):
        stored = {p.id: p for p in engine.fetch([paragraph.id for _, paragraph in batch])}
        for document, paragraph in batch:
            wanted.add(paragraph.id)
            problem = _difference(document, paragraph, stored.get(paragraph.id))
            if problem:
                findings.add(f"{paragraph.id} {problem}")
        progress(len(wanted))
    for id in engine.export_ids():
        if id not in wanted:
            findings.add(f"{id} 在索引里，不在语料里")
    return findings.check(len(wanted))


def _difference(
    document: Document, paragraph: Paragraph, stored: StoredParagraph | None
) -> str | None:
    if stored is None:
        return "在语料里，不在索引里"
    if stored.text != paragraph.text:
        return "的文字与语料不同"
    different = [
        field.key
        for field in SCHEMA.stored
        if not _is_unsaid(field, paragraph)
        if field.read(stored) != field.value(document, paragraph)
    ]
    return f"的 {'、'.join(different)} 与语料不同" if different else None


def _is_unsaid(field: Field, paragraph: Paragraph) -> bool:
    """What the build has filled in: the number of a line in its document, tags of the tagger."""
    if field.name == "ordinal":
        return paragraph.ordinal == 0
    return field.kind == "set" and field.get is None and getattr(paragraph, field.key, ()) is None


def _is_found(engine: Engine, paragraph: StoredParagraph) -> bool:
    query = _literal(paragraph.text)
    limit = 10
    while True:
        matches = engine.search(query, Filters(), (), Page(limit=limit))
        if any(hit.id == paragraph.id for hit in matches.hits):
            return True
        if limit >= matches.counts.total:
            return False
        limit = matches.counts.total  # a common text: its own paragraph may rank anywhere


def _literal(text: str) -> Query:
    normal = normalize(text)
    return Literal((normal,)) if normal else RawLiteral(text)


def _stored(engine: Engine) -> Iterator[StoredParagraph]:
    for batch in _batches(engine.export_ids()):
        yield from engine.fetch(batch)


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch
