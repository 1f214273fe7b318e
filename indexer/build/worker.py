"""Turn chunks of input into batch files: what the workers of a build do.

A chunk is parsed, tagged, cut and inverted without its neighbours; what needs them (ids, ordinals)
is done when the batches are merged.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from indexer.build.worker_pool import Workers, worker_count
from indexer.codec.run import Row, write_run
from indexer.model.documents import Paragraph
from indexer.model.problem import Problem
from indexer.sources.jsonl import parse_line
from indexer.sources.line_digests import LineDigests, digest_lines
from indexer.taxonomy.tagger import Tagger, Tags, Untagged
from indexer.taxonomy.taxonomy import Taxonomy
from indexer.text.analyzer import Segmenter
from indexer.text.bulk_normalizer import normalize_all
from indexer.text.dictionary import Lexicon, LexiconSegmenter

ROWS_PER_CHUNK = 12_000
BYTES_PER_CHUNK = 6 << 20  # analysing takes some fifty times as much memory
_TAG_AT_ONCE = 4_000
_CUT_BY_LEXICON = 200  # paragraphs that cost less than the start of a segmenter (0.5 s)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Input for one batch: parsed rows, or raw lines and the numbers of these."""

    number: int
    place: str
    rows: tuple[Row, ...] = ()
    lines: tuple[bytes, ...] = ()
    numbers: Sequence[int] = ()


def in_chunks(items: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """The items in lists that one worker can take at once; `size` gives the bytes of one."""
    chunk: list[T] = []
    room = BYTES_PER_CHUNK
    for item in items:
        chunk.append(item)
        room -= size(item)
        if len(chunk) >= ROWS_PER_CHUNK or room <= 0:
            yield chunk
            chunk, room = [], BYTES_PER_CHUNK
    if chunk:
        yield chunk


def row_bytes(row: Row) -> int:
    """About how much a paragraph's text takes in UTF-8."""
    return 3 * len(row[1].text)


@dataclass(frozen=True, slots=True)
class RunResult:
    """What became of a chunk. `places` has the line of every row (empty for parsed rows)."""

    path: Path
    rows: int
    input_size: int
    problems: tuple[Problem, ...]
    withdrawn: tuple[str, ...]
    places: tuple[int, ...]
    digests: LineDigests | None = None  # of all lines, whether taken or not


@dataclass(frozen=True, slots=True)
class Analysis:
    """What every worker needs: where to write, how to cut and tag, what must not come back."""

    folder: Path
    taxonomy: Taxonomy
    words: tuple[str, ...]
    withdrawn: frozenset[str]
    lexicon: Path | None = None  # the compiled list of the same words, of a live generation


class Worker:
    """Opens taxonomy and segmenter once, for any number of tasks."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        taxonomy = analysis.taxonomy
        self._tagger = Tagger(taxonomy) if taxonomy.themes or taxonomy.initiatives else None

    @cached_property
    def segmenter(self) -> Segmenter:
        return Segmenter(self.analysis.words)

    def _segmenter_for(self, rows: int) -> Segmenter:
        lexicon = self.analysis.lexicon
        if lexicon is None or rows > _CUT_BY_LEXICON or "segmenter" in self.__dict__:
            return self.segmenter
        return LexiconSegmenter(Lexicon(lexicon))

    def run(self, chunk: Chunk) -> RunResult:
        rows: list[Row] = list(chunk.rows)
        problems: list[Problem] = []
        lines: list[int] = []
        documents: list[str | None] = []
        for number, line in zip(chunk.numbers, chunk.lines, strict=True):
            parsed = parse_line(line, chunk.place, number)
            if isinstance(parsed, Problem):
                problems.append(parsed)
                documents.append(None)
            else:
                rows.append(parsed)
                lines.append(number)
                documents.append(parsed[0].slug)
        digests = digest_lines(chunk.lines, documents) if chunk.lines else None
        withdrawn = self.analysis.withdrawn
        barred = tuple(sorted({d.slug for d, _ in rows} & withdrawn))
        kept = [i for i, (document, _) in enumerate(rows) if document.slug not in withdrawn]
        if len(kept) < len(rows):
            rows, lines = [rows[i] for i in kept], [lines[i] for i in kept if lines]
        path = self.analysis.folder / f"batch-{chunk.number:06d}"
        if rows:
            forms = normalize_all([paragraph.text for _, paragraph in rows])
            tagged = tag_rows(rows, forms, self._tagger) if self._tagger else rows
            write_run(path, tagged, self._segmenter_for(len(rows)), forms)
        size = len(chunk.rows) + sum(map(len, chunk.lines)) + len(chunk.lines)
        return RunResult(path, len(rows), size, tuple(problems), barred, tuple(lines), digests)


def tag_rows(rows: Sequence[Row], forms: Sequence[str], tagger: Tagger) -> list[Row]:
    """Rows whose themes and initiatives nobody has said get the tagger's.

    `forms` are the normal forms of their texts.
    """
    tagged = list(rows)
    open_rows = [i for i, (_, p) in enumerate(rows) if p.themes is None or p.initiatives is None]
    for start in range(0, len(open_rows), _TAG_AT_ONCE):
        part = open_rows[start : start + _TAG_AT_ONCE]
        untagged = [
            Untagged(rows[i][1].text, rows[i][1].heading, rows[i][0].title, forms[i]) for i in part
        ]
        for i, tags in zip(part, tagger.tag_all(untagged), strict=True):
            tagged[i] = (rows[i][0], _with_tags(rows[i][1], tags, tagger))
    return tagged


def _with_tags(p: Paragraph, tags: Tags, tagger: Tagger) -> Paragraph:
    p = replace(p, themes=tags.themes) if p.themes is None else p
    if p.initiatives is not None:
        return p
    status = tagger.status_of(tags.initiatives)
    return replace(p, initiatives=tags.initiatives, initiative_status=status)


def analyse(
    chunks: Iterable[Chunk], workers: Workers[Worker], told: Callable[[RunResult], None]
) -> list[RunResult]:
    """Run all chunks and give their results in order; `told` hears of each as it is done.

    A single chunk is done in this process; more go to one process a core, a few ahead at most, so
    memory stays bounded however long the input is.
    """
    source = iter(chunks)
    first = list(islice(source, 2))
    if len(first) == 2:
        workers.start()
    results: list[RunResult] = []
    waiting: deque[Future[RunResult]] = deque()

    def take() -> None:
        results.append(waiting.popleft().result())
        told(results[-1])

    for chunk in chain(first, source):
        waiting.append(workers.submit(Worker.run, chunk))
        while len(waiting) > 2 * worker_count():
            take()
    while waiting:
        take()
    return results
