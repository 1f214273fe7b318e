"""Find every problem of a corpus folder or of a JSON Lines file, without building anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from indexer.errors import CorpusError, TaxonomyError
from indexer.model.problem import Problem
from indexer.sources.folder import (
    ParsedDocument,
    duplicate_slugs,
    find_documents,
    place_of,
    read_document,
    unknown_names,
)
from indexer.sources.jsonl import LOOKED_AT, open_lines, parse_line, unread_keys
from indexer.sources.required_phrases import GATE_NAME, read_gate
from indexer.taxonomy.taxonomy import EMPTY, Taxonomy, load_taxonomy
from indexer.text.decoding import garbled_reason, private_reason

_FIELDS = {"title": "标题（title）", "source": "来源（source）", "year": "年份（year）"}
_TAXONOMY_PROBLEM = re.compile(r"(?P<file>[^:]+?)(?::(?P<line>\d+))?: (?P<reason>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Validation:
    """What was looked at and all that is wrong with it; the counts are of good input only.

    `warnings` are of input that is published all the same: fields that readers will miss, text that
    looks garbled.
    """

    documents: int
    paragraphs: int
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


def validate(path: Path | str) -> Validation:
    """Validate a corpus folder (documents and taxonomy), one document, or JSON Lines ("-": stdin).

    CorpusError if there is nothing at `path`.
    """
    if str(path) == "-":
        return validate_lines("-")
    path = Path(path)
    if path.is_dir():
        return validate_folder(path)
    if path.suffix.lower() == ".md":
        return _validate_documents([path], path.parent, EMPTY, [])
    return validate_lines(path)


def validate_folder(root: Path) -> Validation:
    """All problems of the documents, the taxonomy and the gate below `root`, documents first."""
    paths, problems = find_documents(root)
    problems.extend(duplicate_slugs(paths, root))
    taxonomy, broken = taxonomy_problems(root / "taxonomy")
    result = _validate_documents(paths, root, taxonomy, problems)
    try:
        read_gate(root)
    except CorpusError as error:
        broken.append(Problem(GATE_NAME, None, "gate_error", str(error), fatal=True))
    if not paths and not result.problems:
        reason = "没有 .md 文件；正文应放在 documents 文件夹里"
        broken.append(Problem(".", None, "no_document", reason, fatal=True))
    problems = [*result.problems, *broken]
    return Validation(result.documents, result.paragraphs, tuple(problems), result.warnings)


def taxonomy_problems(folder: Path) -> tuple[Taxonomy, list[Problem]]:
    """The taxonomy of a folder, empty if it is broken, and its problems (all fatal)."""
    try:
        return load_taxonomy(folder), []
    except TaxonomyError as error:
        return EMPTY, [_taxonomy_problem(text, folder) for text in error.problems]


def validate_lines(path: Path | str) -> Validation:
    """All problems of one JSON Lines file, duplicate ids included."""
    place = "stdin" if str(path) == "-" else Path(path).name
    first_seen: dict[str, int] = {}
    documents: set[str] = set()
    problems: list[Problem] = []
    head = list(islice(lines := open_lines(path), LOOKED_AT))
    for number, line in enumerate(chain(head, lines), start=1):
        result = parse_line(line, place, number)
        if isinstance(result, Problem):
            problems.append(result)
            continue
        document, paragraph = result
        documents.add(document.slug)
        earlier = first_seen.setdefault(paragraph.id, number)
        if earlier != number:
            reason = f"id「{paragraph.id}」与第 {earlier} 行重复"
            problems.append(Problem(place, number, "duplicate_id", reason, fatal=True))
    if not first_seen and not problems:
        problems.append(Problem(place, None, "empty", "是空文件"))
    warnings = (Problem(place, None, "unread_key", told) for told in unread_keys(head))
    return Validation(len(documents), len(first_seen), tuple(problems), tuple(warnings))


def _validate_documents(
    paths: list[Path], root: Path, taxonomy: Taxonomy, problems: list[Problem]
) -> Validation:
    documents = paragraphs = 0
    found = list(problems)
    warnings: list[Problem] = []
    for path in paths:
        parsed, told = read_document(path, root)
        if parsed is not None:
            told = unknown_names(parsed, place_of(path, root), taxonomy)
        found.extend(told)
        if parsed is not None and not told:
            documents += 1
            paragraphs += len(parsed.paragraphs)
            warnings += _warnings(parsed, place_of(path, root))
    return Validation(documents, paragraphs, tuple(found), tuple(warnings))


def _warnings(parsed: ParsedDocument, place: str) -> list[Problem]:
    """What is no mistake, but makes a document hard to find or to cite."""
    document = parsed.document
    values = {"title": document.title, "source": document.source, "year": document.year}
    missing = [_FIELDS[name] for name, value in values.items() if not value]
    warnings = []
    if missing:
        reason = f"没有填{'、'.join(missing)}；读者无法据此筛选和引用，请在文件头补上"
        warnings.append(Problem(place, 1, "missing_field", reason))
    for paragraph in parsed.paragraphs:
        private = private_reason("".join((*(paragraph.headings or ()), paragraph.text)))
        if private:
            told = f"第 {paragraph.ordinal} 段{private}"
            warnings.append(Problem(place, None, "private_use", told))
    garbled = garbled_reason(parsed.body)
    if garbled:
        warnings.append(Problem(place, None, "garbled", f"正文{garbled}"))
    return warnings


def _taxonomy_problem(text: str, folder: Path) -> Problem:
    match = _TAXONOMY_PROBLEM.fullmatch(text)
    if match is None:
        return Problem(folder.name, None, "taxonomy_error", text, fatal=True)
    place = f"{folder.name}/{Path(match['file']).name}"
    line = int(match["line"]) if match["line"] else None
    return Problem(place, line, "taxonomy_error", match["reason"], fatal=True)
