"""Turn files and folders of any kind that we can read into passages to look through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.errors import CorpusError
from indexer.importer.intake import find_files, incoming_files, proposal_of
from indexer.model.problem import Problem
from indexer.sources.folder import parse_document, read_document
from indexer.sources.jsonl import open_lines, parse_line
from indexer.taxonomy.discovery import Passage, passages_of

_BULK = (".jsonl", ".jsonl.gz")


def read_passages(paths: Sequence[Path]) -> Iterator[Passage | Problem]:
    """Titles, headings and paragraphs of the files, folders searched to the bottom.

    Corpus Markdown and JSON Lines are read as the index reads them; txt, html, docx and pdf as
    `qianshao import` would propose them. What cannot be read is a Problem. Hidden files are left
    out of folders.
    """
    for path in find_files(paths):
        if path.name.lower().endswith(_BULK):
            yield from _of_lines(path)
        elif path.suffix.lower() == ".md":
            parsed, problems = read_document(path, path.parent)
            yield from (
                problems
                if parsed is None
                else passages_of(parsed.document, parsed.paragraphs, path.name)
            )
        else:
            yield from _of_import(path)


def _of_lines(path: Path) -> Iterator[Passage | Problem]:
    try:
        for number, line in enumerate(open_lines(path), start=1):
            parsed = parse_line(line, path.name, number)
            if isinstance(parsed, Problem):
                yield parsed
            else:
                yield Passage(parsed[1].text, parsed[1].id)
    except (CorpusError, OSError) as error:
        yield Problem(path.name, None, "unreadable", str(error))


def _of_import(path: Path) -> Iterator[Passage | Problem]:
    for file in incoming_files(path):
        try:
            proposal = proposal_of(file)
        except CorpusError as error:
            yield Problem(file.name, None, error.code, str(error))
            continue
        parsed, problems = parse_document(proposal.markdown, proposal.slug, file.name)
        yield from (
            problems
            if parsed is None
            else passages_of(parsed.document, parsed.paragraphs, file.name)
        )
