"""Turn the files of a corpus folder into documents with paragraphs, naming each one that is bad."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.model.documents import Document, Paragraph
from indexer.model.problem import Problem
from indexer.sources.front_matter import Override, cut_front_matter, read_front_matter
from indexer.sources.splitter import MAX_PARAGRAPH_CHARS, split_paragraphs
from indexer.taxonomy.taxonomy import Taxonomy
from indexer.text.decoding import Undecodable, decode

MAX_FILE_BYTES = 32 * 1024 * 1024
MAX_LINE_BYTES = 16 * 1024 * 1024
_SUFFIX = ".md"
_UNPRINTABLE = re.compile("[\x00-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document with its paragraphs; `body[p.start:p.end] == p.text` for each of them.

    `overrides` is what the front matter says of themes and initiatives; it is already applied to
    the paragraphs and kept here so that its names can be checked against the taxonomy.
    """

    document: Document
    paragraphs: tuple[Paragraph, ...]
    body: str
    overrides: tuple[Override, ...] = ()


def find_documents(root: Path) -> tuple[list[Path], list[Problem]]:
    """All `documents/**/*.md` below `root`, by path, and what cannot be a document.

    Without a folder `documents` every `.md` below `root` counts. Names that begin with a dot are
    left out. Links to folders are not followed; a link to a file must stay inside `root`.
    """
    base = root / "documents"
    if not os.path.lexists(base):
        base = root
    problems: list[Problem] = []
    found: list[Path] = []

    def unreadable(error: OSError) -> None:
        place = place_of(Path(error.filename), root)
        problems.append(Problem(place, None, "unreadable", f"文件夹无法读取（{error.strerror}）"))

    if base.is_symlink() and not _is_inside(base, root):
        return [], [_link_outside(base, root)]
    for folder, folders, files in os.walk(base, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in (*folders, *files):
            is_folder, is_document = name in folders, name.lower().endswith(_SUFFIX)
            if name.startswith(".") or not (is_folder or is_document):
                continue
            path = Path(folder, name)
            problem = _refusal(path, root, is_folder, is_document)
            if problem:
                problems.append(problem)
            elif is_document and not is_folder:
                found.append(path)
    found.sort(key=lambda path: place_of(path, root))
    problems.sort(key=str)
    return found, problems


def read_document(path: Path, root: Path) -> tuple[ParsedDocument | None, list[Problem]]:
    """One document, or None and every reason why not (file, line, reason). Never raises."""
    return read_digested(path, root)[:2]


def read_digested(
    path: Path, root: Path
) -> tuple[ParsedDocument | None, list[Problem], str | None]:
    """As `read_document`, with the SHA-256 of the very bytes that were read; None: none were."""
    place = place_of(path, root)
    data = _read_bytes(path, place)
    if isinstance(data, Problem):
        return None, [data], None
    digest = hashlib.sha256(data).hexdigest()
    decoded = decode(data)
    del data
    if isinstance(decoded, Undecodable):
        return None, [Problem(place, decoded.line, decoded.code, decoded.reason)], digest
    return *parse_document(decoded.text, path.stem, place), digest


def parse_document(text: str, slug: str, place: str) -> tuple[ParsedDocument | None, list[Problem]]:
    """The document that a file's text (line ends LF) holds, or None and every reason why not."""
    source, body, first_line = cut_front_matter(text)
    if first_line == 0:
        return None, [Problem(place, 1, "bad_front_matter", "文件头没有以单独一行 --- 结束")]
    front = read_front_matter(source or "", first_line, slug, place)
    paragraphs = split_paragraphs(body, slug)
    problems = list(front.problems)
    if not paragraphs:
        problems.append(Problem(place, None, "no_paragraph", "没有正文"))
    for paragraph in paragraphs:
        if len(paragraph.text) > MAX_PARAGRAPH_CHARS:
            line = text.count("\n", 0, len(text) - len(body) + paragraph.start) + 1
            reason = f"这一段超过 {MAX_PARAGRAPH_CHARS} 个字符；请用空行分段"
            problems.append(Problem(place, line, "paragraph_too_long", reason))
    paragraphs, unplaced = _apply(front.overrides, paragraphs, place)
    problems.extend(unplaced)
    if problems:
        return None, sorted(problems, key=lambda problem: problem.line or 0)
    return ParsedDocument(front.document, paragraphs, body, front.overrides), []


def duplicate_slugs(paths: Sequence[Path], root: Path | None = None) -> list[Problem]:
    """A fatal problem for each file whose slug another one before it has; both are named."""
    first: dict[str, Path] = {}
    problems = []
    for path in paths:
        earlier = first.setdefault(path.stem, path)
        if earlier is not path:
            place, other = (place_of(p, root) if root else str(p) for p in (path, earlier))
            reason = f"「{path.stem}」与 {other} 重名；请改名，现有索引未变"
            problems.append(Problem(place, None, "duplicate_slug", reason, fatal=True))
    return problems


def unknown_names(parsed: ParsedDocument, place: str, taxonomy: Taxonomy) -> list[Problem]:
    """A problem for each theme or initiative in the front matter that the taxonomy has not.

    One without any knows no names and so checks none.
    """
    known = {
        "themes": ("主题", {theme.name for theme in taxonomy.themes}),
        "initiatives": ("举措", {initiative.name for initiative in taxonomy.listed}),
    }
    problems = []
    for override in parsed.overrides:
        label, names = known[override.kind]
        code = f"unknown_{override.kind[:-1]}"
        problems += [
            Problem(place, override.line, code, f"分类表里没有{label}「{name}」")
            for name in override.names
            if names and name not in names
        ]
    return problems


def place_of(path: Path, root: Path) -> str:
    """The path as problems name it: relative to the corpus root, with `/`, printable."""
    name, start = str(path), str(root) + os.sep
    if name.startswith(start):  # as `relative_to` and `as_posix`, but there are thousands of files
        name = name[len(start) :].replace(os.sep, "/")
    elif path == root:
        name = "."
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _apply(
    overrides: tuple[Override, ...], paragraphs: tuple[Paragraph, ...], place: str
) -> tuple[tuple[Paragraph, ...], list[Problem]]:
    changed = list(paragraphs)
    problems = []
    for override in overrides:
        targets = [
            i
            for i, p in enumerate(paragraphs)
            if override.opening is None or p.text.startswith(override.opening)
        ]
        if override.opening is not None and len(targets) != 1:
            how = "没有哪一段" if not targets else f"有 {len(targets)} 段"
            reason = f"{how}以「{override.opening}」开头；应恰好有一段"
            problems.append(Problem(place, override.line, "bad_override", reason))
            continue
        for i in targets:
            value = {override.kind: override.names}
            changed[i] = dataclasses.replace(changed[i], **value)  # type: ignore[arg-type]
    return tuple(changed), problems


def _refusal(path: Path, root: Path, is_folder: bool, is_document: bool) -> Problem | None:
    """Why this entry of a corpus folder cannot be taken, if so."""
    if os.path.islink(path):
        if not _is_inside(path, root):
            return _link_outside(path, root)
        if is_folder:
            return Problem(place_of(path, root), None, "folder_link", "是指向文件夹的链接，未跟随")
    if not is_document:
        return None
    if is_folder:
        return Problem(place_of(path, root), None, "not_a_file", "是文件夹，不是文件")
    if _UNPRINTABLE.search(path.name):
        return Problem(
            place_of(path, root), None, "bad_slug", "文件名含控制字符或不是 UTF-8；请改名"
        )
    return None


def _link_outside(path: Path, root: Path) -> Problem:
    return Problem(place_of(path, root), None, "link_outside", "是指向资料文件夹之外的链接，未读取")


def _is_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a loop of links
        return False


def _read_bytes(path: Path, place: str) -> bytes | Problem:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Problem(place, None, "not_a_file", "不是普通文件")
        if status.st_size > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // 1024 // 1024
            reason = f"文件超过 {limit} MiB；请拆成几篇"
            return Problem(place, _long_line(path), "too_large", reason)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Problem(place, None, "unreadable", f"无法读取（{reason}）")
    return data or Problem(place, None, "empty", "是空文件")


def _long_line(path: Path) -> int | None:
    """The number of the first line over the cap, if there is one; reads in pieces."""
    number, length = 1, 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            *ended, last = piece.split(b"\n")
            for line in ended:
                if length + len(line) > MAX_LINE_BYTES:
                    return number
                number, length = number + 1, 0
            length += len(last)
            if length > MAX_LINE_BYTES:
                return number
    return None
